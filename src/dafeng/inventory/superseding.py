"""Which estimates give way to what the place has entered?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

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
from dafeng.inventory.balance import BURNING
from dafeng.inventory.far_entries import far_from_estimates
from dafeng.inventory.hierarchy import ancestors
from dafeng.inventory.row_names import row_name
from dafeng.inventory.shared_totals import in_total
from dafeng.language import Text, number

#: Year, flow and carrier.
_Column = tuple[int, Flow, str]


def replace_estimates(dossier: Dossier) -> tuple[Dossier, tuple[Fault, ...]]:
    """Drop estimates that an entry of the place makes superfluous, and say which.

    A figure of another quality at the same year, flow, sector and carrier supersedes an estimate;
    so does one at a parent or child sector, since both would count the same use; so does one of a
    process that stands for the same CO2 (``counts`` of the process table). ``NO`` supersedes the
    estimates of its own cell and below: it states that there is nothing. ``IE`` does so where the
    place enters a figure for the carrier in that flow and year, in which the use stands. ``NE`` and
    ``C`` state nothing about the size, and the estimate stays. What is entered of a part of an
    estimate, a kind of its carrier or heat plants beside power, is deducted when the balance is
    read (`dafeng.inventory.deductions`); a total of a fuel that names no sector is shared out by
    the estimates then (`dafeng.inventory.shared_totals`).

    Returns
    -------
    Dossier, faults
        The dossier without superseded estimates, one note for each, and a doubt where an entry
        is many times off (`dafeng.inventory.far_entries`).
    """
    taken = _Taken.of(dossier)
    gone = [r for r in dossier.energy if taken.replaces(r)]
    made, unmade = _processes(dossier)
    notes = tuple(_superseded(r.year, _cell_name(r), r.amount) for r in gone)
    notes += tuple(_superseded(p.year, reference.process_name(p.process), p.amount) for p in unmade)
    beside = [r for r in dossier.energy if taken.replaces(r) or taken.shares(r)]
    notes += tuple(far_from_estimates(dossier, beside))
    out = {id(r) for r in gone}
    energy = tuple(r for r in dossier.energy if id(r) not in out)
    activity = _activity(dossier)
    return replace(dossier, energy=energy, process=made, activity=activity), notes


@dataclass(frozen=True, slots=True)
class _Taken:
    """Sectors with an entered figure, and stated to hold nothing."""

    figures: Mapping[_Column, set[str]]
    empty: Mapping[_Column, set[str]]

    @classmethod
    def of(cls, dossier: Dossier) -> _Taken:
        """Gather what the place states."""
        figures: dict[_Column, set[str]] = defaultdict(set)
        empty: dict[_Column, set[str]] = defaultdict(set)
        real = [r for r in dossier.energy if r.amount.quality is not Quality.ESTIMATE]
        for record in real:
            if record.amount.value is not None:
                figures[_column(record)].add(sector_of(record))
        for record in real:
            key = record.amount.notation
            if key is NotationKey.NO or (key is NotationKey.IE and _column(record) in figures):
                empty[_column(record)].add(sector_of(record))
        return cls(figures, empty)

    def replaces(self, record: EnergyRecord) -> bool:
        """Say whether an entry takes an estimate's place."""
        if record.amount.quality is not Quality.ESTIMATE or record.amount.value is None:
            return False
        sector, own = sector_of(record), _column(record)
        if {sector, *ancestors(sector)} & self.empty.get(own, set()):
            return True
        entered = self.figures.get(own, set())
        if sector and in_total(record.flow, "", record.carrier):
            entered = entered - {""}
        return _holds(entered, sector)

    def shares(self, record: EnergyRecord) -> bool:
        """Say whether an estimate by sector has an entered total beside it."""
        beside = "" in self.figures.get(_column(record), set())
        return record.amount.quality is Quality.ESTIMATE and beside


def _holds(entered: set[str], sector: str) -> bool:
    """Say whether a figure stands at a sector, above or below it."""
    if {sector, *ancestors(sector)} & entered:
        return True
    return any(sector in ancestors(e) for e in entered if sector)


def _column(record: EnergyRecord) -> _Column:
    return record.year, record.flow, record.carrier


def sector_of(record: EnergyRecord) -> str:
    """Return where a record stands; plants have one sector, named or not.

    Parameters
    ----------
    record
        A cell of the energy balance.
    """
    return "" if record.flow in BURNING else record.sector


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
    """Drop estimated processes whose CO2 an entry stands for."""
    real = {
        (p.year, of)
        for p in dossier.process
        if p.amount.quality is not Quality.ESTIMATE and p.amount.value is not None
        for of in _counted(p)
    }
    absent = {(p.year, p.process) for p in dossier.process if _settles(p.amount)}
    gone = [
        p
        for p in dossier.process
        if p.amount.quality is Quality.ESTIMATE
        and ((p.year, p.process) in absent or any((p.year, of) in real for of in _counted(p)))
    ]
    return tuple(p for p in dossier.process if p not in gone), gone


def _counted(record: ProcessRecord) -> tuple[str, ...]:
    """Return the groups of processes that stand for the same CO2 as a record's."""
    factor = reference.process_factors().get(record.process)
    return () if factor is None else tuple(factor.counts)


def _cell_name(record: EnergyRecord) -> Text:
    row = row_name(record.sector or record.flow.value)
    carrier = reference.carrier_name(record.carrier)
    return Text(f"“{row.zh}”的{carrier.zh}", f"{carrier.en} of {row.en}")


def _superseded(year: int, what: Text, amount: Amount) -> Fault:
    size = f"{number(abs(amount.value or 0.0))} {amount.unit}"
    return Fault(
        "inventory.estimate.superseded",
        Severity.NOTE,
        amount.place,
        Text(
            f"{year} 年{what.zh}的估算（{size}）已由填报数据取代",
            f"the estimate of {what.en} in {year} ({size}) gives way to an entry",
        ),
        Text("可从表中删去该估算行", "the estimated row can be deleted"),
    )
