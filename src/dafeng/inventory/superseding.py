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
    NotationKey,
    ProcessRecord,
    Quality,
)
from dafeng.errors import Fault, Severity
from dafeng.inventory.hierarchy import ancestors
from dafeng.inventory.row_names import row_name
from dafeng.language import Text

#: Year, flow and carrier.
_Column = tuple[int, Flow, str]


def replace_estimates(dossier: Dossier) -> tuple[Dossier, tuple[Fault, ...]]:
    """Drop estimates that an entry of the place makes superfluous, and say which.

    A figure of another quality at the same year, flow, sector and carrier supersedes an estimate;
    so does one at a parent or child sector, since both would count the same use; so does one of
    another process of the same sector and year. ``NO`` supersedes the estimates of its own cell
    and below: it states that there is nothing. ``IE`` does so where the place enters a figure for
    the carrier in that flow and year, in which the use stands. ``NE`` and ``C`` state nothing
    about the size, and the estimate stays.

    Returns
    -------
    Dossier, faults
        The dossier without superseded estimates, and one note for each.
    """
    entered, emptied = _taken(dossier)

    def superseded(record: EnergyRecord) -> bool:
        if record.amount.quality is not Quality.ESTIMATE or record.amount.value is None:
            return False
        column = record.year, record.flow, record.carrier
        figures, empty = entered.get(column, set()), emptied.get(column, set())
        above = {record.sector, *ancestors(record.sector)}
        if above & (figures | empty):
            return True
        return any(record.sector in ancestors(f) for f in figures if record.sector)

    gone = [r for r in dossier.energy if superseded(r)]
    made, unmade = _processes(dossier)
    notes = tuple(_superseded(r.year, _cell_name(r), r.amount) for r in gone) + tuple(
        _superseded(p.year, reference.process_name(p.process), p.amount) for p in unmade
    )
    energy = tuple(r for r in dossier.energy if not superseded(r))
    activity = _activity(dossier)
    return replace(dossier, energy=energy, process=made, activity=activity), notes


def _taken(dossier: Dossier) -> tuple[dict[_Column, set[str]], dict[_Column, set[str]]]:
    """Return the sectors with an entered figure, and those stated to hold none of their own."""
    figures: dict[_Column, set[str]] = {}
    empty: dict[_Column, set[str]] = {}
    real = [r for r in dossier.energy if r.amount.quality is not Quality.ESTIMATE]
    for record in real:
        if record.amount.value is not None:
            column = record.year, record.flow, record.carrier
            figures.setdefault(column, set()).add(record.sector)
    for record in real:
        column, key = (record.year, record.flow, record.carrier), record.amount.notation
        if key is NotationKey.NO or (key is NotationKey.IE and column in figures):
            empty.setdefault(column, set()).add(record.sector)
    return figures, empty


def _settles(amount: Amount) -> bool:
    """Say whether an entry makes an estimate of the same thing superfluous."""
    stated = amount.value is not None or amount.notation is NotationKey.NO
    return stated and amount.quality is not Quality.ESTIMATE


def _activity(dossier: Dossier) -> tuple[ActivityRecord, ...]:
    """Drop estimated drivers that are also entered."""

    def key(record: ActivityRecord) -> tuple[int, str, str, str]:
        return record.year, record.variable, record.sector, record.price_base

    real = {key(a) for a in dossier.activity if _settles(a.amount)}
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
        if p.amount.quality is not Quality.ESTIMATE and p.amount.value is not None
    }
    absent = {(p.year, p.process) for p in dossier.process if _settles(p.amount)}
    gone = [
        p
        for p in dossier.process
        if p.amount.quality is Quality.ESTIMATE
        and ((p.year, sector.get(p.process, "")) in real or (p.year, p.process) in absent)
    ]
    return tuple(p for p in dossier.process if p not in gone), gone


def _cell_name(record: EnergyRecord) -> Text:
    row = row_name(record.sector or record.flow.value)
    carrier = reference.carrier_name(record.carrier)
    return Text(f"“{row.zh}”的{carrier.zh}", f"{carrier.en} of {row.en}")


def _superseded(year: int, what: Text, amount: Amount) -> Fault:
    return Fault(
        "inventory.estimate.superseded",
        Severity.NOTE,
        amount.place,
        Text(
            f"{year} 年{what.zh}的估算已由填报数据取代",
            f"the estimate of {what.en} in {year} gives way to an entry",
        ),
        Text("可从表中删去该估算行", "the estimated row can be deleted"),
    )
