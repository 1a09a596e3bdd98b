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
from dafeng.inventory.hierarchy import ancestors
from dafeng.inventory.kin import kin
from dafeng.inventory.row_names import row_name
from dafeng.language import Text, number

#: Year, flow and carrier.
_Column = tuple[int, Flow, str]


def replace_estimates(dossier: Dossier) -> tuple[Dossier, tuple[Fault, ...]]:
    """Drop estimates that an entry of the place makes superfluous, and say which.

    A figure of another quality at the same year, flow, sector and carrier supersedes an estimate;
    so does one of a carrier that the estimate includes (`dafeng.inventory.kin`); so does one at a
    parent or child sector, since both would count the same use; so does one of another process of
    the same sector and year. ``NO`` supersedes the estimates of its own cell and below: it states
    that there is nothing. ``IE`` does so where the place enters a figure for the carrier in that
    flow and year, in which the use stands. ``NE`` and ``C`` state nothing about the size, and the
    estimate stays. What heat plants take of an estimate of power and heat together is deducted
    from it when the balance is read (`dafeng.inventory.plant_estimates`).

    Returns
    -------
    Dossier, faults
        The dossier without superseded estimates, and one note for each.
    """
    taken = _Taken.of(dossier)
    gone = [(r, by) for r in dossier.energy if (by := taken.replacing(r)) is not None]
    made, unmade = _processes(dossier)
    notes = tuple(_superseded(r.year, _cell_name(r), r.amount, _other(r, by)) for r, by in gone)
    notes += tuple(_superseded(p.year, reference.process_name(p.process), p.amount) for p in unmade)
    out = {id(r) for r, _ in gone}
    energy = tuple(r for r in dossier.energy if id(r) not in out)
    activity = _activity(dossier)
    return replace(dossier, energy=energy, process=made, activity=activity), notes


@dataclass(frozen=True, slots=True)
class _Taken:
    """Sectors with an entered figure, with one that is not 0, and stated to hold nothing."""

    figures: Mapping[_Column, set[str]]
    used: Mapping[_Column, set[str]]
    empty: Mapping[_Column, set[str]]

    @classmethod
    def of(cls, dossier: Dossier) -> _Taken:
        """Gather what the place states."""
        found: tuple[dict[_Column, set[str]], ...] = tuple(defaultdict(set) for _ in range(3))
        figures, used, empty = found
        real = [r for r in dossier.energy if r.amount.quality is not Quality.ESTIMATE]
        for record in real:
            if record.amount.value is not None:
                figures[_column(record)].add(_sector(record))
            if record.amount.value:
                used[_column(record)].add(_sector(record))
        for record in real:
            key = record.amount.notation
            if key is NotationKey.NO or (key is NotationKey.IE and _column(record) in figures):
                empty[_column(record)].add(_sector(record))
        return cls(figures, used, empty)

    def replacing(self, record: EnergyRecord) -> str | None:
        """Return the carrier whose entry takes an estimate's place; None if it stays."""
        if record.amount.quality is not Quality.ESTIMATE or record.amount.value is None:
            return None
        sector, own = _sector(record), _column(record)
        above = {sector, *ancestors(sector)}
        if above & self.empty.get(own, set()) or _holds(self.figures.get(own, set()), sector):
            return record.carrier
        return next(
            (
                other
                for other in kin(record.carrier)
                if _holds(self.used.get((record.year, record.flow, other), set()), sector)
            ),
            None,
        )


def _holds(entered: set[str], sector: str) -> bool:
    """Say whether a figure stands at a sector, above or below it."""
    if {sector, *ancestors(sector)} & entered:
        return True
    return any(sector in ancestors(e) for e in entered if sector)


def _column(record: EnergyRecord) -> _Column:
    return record.year, record.flow, record.carrier


def _sector(record: EnergyRecord) -> str:
    """Return where a record stands; plants have one sector, named or not."""
    return "" if record.flow in BURNING else record.sector


def _other(record: EnergyRecord, by: str) -> Text | None:
    """Name the carrier of an entry if it is not that of the estimate."""
    return None if by == record.carrier else reference.carrier_name(by)


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


def _superseded(year: int, what: Text, amount: Amount, other: Text | None = None) -> Fault:
    size = f"{number(abs(amount.value or 0.0))} {amount.unit}"
    zh, en = (f"“{other.zh}”的", f" of {other.en}") if other else ("", "")
    more = Text("；如还使用其他同类品种，请一并填报", "; enter its other kinds, too, if used")
    return Fault(
        "inventory.estimate.superseded",
        Severity.NOTE,
        amount.place,
        Text(
            f"{year} 年{what.zh}的估算（{size}）已由{zh}填报数据取代",
            f"the estimate of {what.en} in {year} ({size}) gives way to an entry{en}",
        ),
        Text(
            f"可从表中删去该估算行{more.zh if other else ''}",
            f"the estimated row can be deleted{more.en if other else ''}",
        ),
    )
