"""Which estimates give way to what the place has entered?"""

from __future__ import annotations

from dataclasses import replace

from dafeng import reference
from dafeng.dossier.records import (
    ActivityRecord,
    Amount,
    Dossier,
    EnergyRecord,
    Flow,
    ProcessRecord,
    Quality,
)
from dafeng.errors import Fault, Severity
from dafeng.inventory.hierarchy import ancestors
from dafeng.language import Text


def replace_estimates(dossier: Dossier) -> tuple[Dossier, tuple[Fault, ...]]:
    """Drop estimates that an entry of the place makes superfluous, and say which.

    A figure of another quality at the same year, flow, sector and carrier supersedes an estimate;
    so does one at a parent or child sector, since both would count the same use; so does one of
    another process of the same sector and year.

    Returns
    -------
    Dossier, faults
        The dossier without superseded estimates, and one note for each.
    """
    real = [r for r in dossier.energy if r.amount.quality is not Quality.ESTIMATE]
    taken: dict[tuple[int, Flow, str], set[str]] = {}
    for record in real:
        taken.setdefault((record.year, record.flow, record.carrier), set()).add(record.sector)

    def superseded(record: EnergyRecord) -> bool:
        if record.amount.quality is not Quality.ESTIMATE:
            return False
        others = taken.get((record.year, record.flow, record.carrier), set())
        if record.sector in others:
            return True
        near = set(ancestors(record.sector)) - {""} if record.sector else set()
        return bool(others & near) or any(
            record.sector in ancestors(o) for o in others if record.sector
        )

    gone = [r for r in dossier.energy if superseded(r)]
    made, unmade = _processes(dossier)
    notes = tuple(_superseded(r.year, f"{r.sector} {r.carrier}", r.amount) for r in gone) + tuple(
        _superseded(p.year, p.process, p.amount) for p in unmade
    )
    energy = tuple(r for r in dossier.energy if not superseded(r))
    activity = _activity(dossier)
    return replace(dossier, energy=energy, process=made, activity=activity), notes


def _activity(dossier: Dossier) -> tuple[ActivityRecord, ...]:
    """Drop estimated drivers that are also entered."""

    def key(record: ActivityRecord) -> tuple[int, str, str, str]:
        return record.year, record.variable, record.sector, record.price_base

    real = {key(a) for a in dossier.activity if a.amount.quality is not Quality.ESTIMATE}
    return tuple(
        a
        for a in dossier.activity
        if a.amount.quality is not Quality.ESTIMATE or key(a) not in real
    )


def _processes(dossier: Dossier) -> tuple[tuple[ProcessRecord, ...], list[ProcessRecord]]:
    sector = {p: f.sector for p, f in reference.process_factors().items()}
    real = {
        (p.year, sector.get(p.process, ""))
        for p in dossier.process
        if p.amount.quality is not Quality.ESTIMATE
    }
    gone = [
        p
        for p in dossier.process
        if p.amount.quality is Quality.ESTIMATE and (p.year, sector.get(p.process, "")) in real
    ]
    return tuple(p for p in dossier.process if p not in gone), gone


def _superseded(year: int, what: str, amount: Amount) -> Fault:
    return Fault(
        "inventory.estimate.superseded",
        Severity.NOTE,
        amount.place,
        Text(
            f"{year} 年 {what.strip()} 的估算已由填报数据取代",
            f"the estimate of {what.strip()} in {year} gives way to an entry",
        ),
        Text("可从表中删去该估算行", "the estimated row can be deleted"),
    )
