"""Which estimates does a table that a place has entered make superfluous?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dafeng import reference
from dafeng.dossier.balance import BalanceTable
from dafeng.dossier.records import EnergyRecord, Flow, NotationKey, Quality
from dafeng.dossier.rules import Findings
from dafeng.dossier.vocabulary import carrier_name, sector_name
from dafeng.errors import Place
from dafeng.language import Text


@dataclass(frozen=True, slots=True)
class Cover:
    """What an entered figure or column holds, so that estimates of it would count twice.

    Parameters
    ----------
    year, carrier
        Which estimates.
    flow
        Flow of the balance; None for all.
    sectors
        Sectors, with everything below them; ``""`` for all.
    place
        Where the entry stands.
    """

    year: int
    carrier: str
    flow: Flow | None
    sectors: tuple[str, ...]
    place: Place

    def holds(self, record: EnergyRecord) -> bool:
        """Say whether a record of the same year and carrier lies within."""
        if self.flow not in (None, record.flow):
            return False
        return "" in self.sectors or any(s in self.sectors for s in lineage(record.sector))


def is_estimate(record: EnergyRecord) -> bool:
    """Say whether a record is an estimate, which gives way to an entry."""
    return record.amount.quality is Quality.ESTIMATE


def above(sector: str) -> list[str]:
    """Return the sectors above one, nearest first; none for the total or an unknown one."""
    tree = reference.sectors()
    return list(tree.above(sector)) if sector in tree else []


def lineage(sector: str) -> list[str]:
    """Return a sector and those above it."""
    return [sector, *above(sector)]


def column_covers(tables: Iterable[BalanceTable]) -> list[Cover]:
    """Return what the columns of whole energy balances hold: each says all of its carrier.

    A column counts as whole if it has figures of final use and of supply or transformation; a
    blank cell in it is then nothing and no gap for an estimate to fill.
    """
    covers = []
    for table in tables:
        columns: dict[tuple[int, str], tuple[set[bool], Place]] = {}
        for cell in table.cells:
            if cell.column.carrier:
                spot = cell.year, cell.column.carrier
                seen, _ = columns.setdefault(spot, (set(), cell.amount.place))
                seen.update(_side(cell.flow))
        for (year, carrier), (seen, place) in columns.items():
            if seen == {True, False}:
                covers.append(Cover(year, carrier, None, ("",), place))
    return covers


def _side(flow: Flow | None) -> set[bool]:
    """Return whether a flow is final use (True) or supply and transformation (False), if either."""
    if flow is Flow.FINAL_CONSUMPTION:
        return {True}
    aside = (None, Flow.NON_ENERGY, Flow.TOTAL_CONSUMPTION, Flow.STATISTICAL_DIFFERENCE)
    return set() if flow in aside else {False}


def without_covered(
    records: Sequence[EnergyRecord], covers: Sequence[Cover], findings: Findings
) -> list[EnergyRecord]:
    """Take out the estimates that entries cover; a note names the cell of each and the entry."""
    by_spot: dict[tuple[int, str], list[Cover]] = defaultdict(list)
    for cover in covers:
        by_spot[cover.year, cover.carrier].append(cover)
    kept: list[EnergyRecord] = []
    for record in records:
        found = by_spot.get((record.year, record.carrier), ()) if is_estimate(record) else ()
        entry = next((c.place for c in found if c.holds(record)), None)
        if entry is None:
            kept.append(record)
        else:
            _tell(record, entry, findings)
    return kept


def _tell(record: EnergyRecord, entry: Place, findings: Findings) -> None:
    findings.add(
        "energy.estimate.superseded",
        record.amount.place,
        year=record.year,
        sector=sector_name(record.sector),
        carrier=carrier_name(record.carrier),
        entry=str(entry),
    )


def without_placeholders(records: Sequence[EnergyRecord], findings: Findings) -> list[EnergyRecord]:
    """Take out cells marked as not estimated (NE) for which another table has a figure."""
    stated: dict[tuple[object, ...], Place] = {}
    for record in records:
        if record.amount.value is not None and not is_estimate(record):
            stated.setdefault(_spot(record), record.amount.place)
    kept = []
    for record in records:
        place = record.amount.place
        entry = stated.get(_spot(record)) if record.amount.notation is NotationKey.NE else None
        if entry is None or (entry.file, entry.sheet) == (place.file, place.sheet):
            kept.append(record)
        else:
            _tell(record, entry, findings)
    return kept


def _spot(record: EnergyRecord) -> tuple[object, ...]:
    return record.year, record.flow, record.sector, record.carrier


def tell_remaining(
    records: Sequence[EnergyRecord], covers: Sequence[Cover], findings: Findings
) -> None:
    """Warn where estimates of other carriers stay beside an entered balance of the same year."""
    for year in sorted({c.year for c in covers if c.flow is None}):
        left = [r for r in records if r.year == year and is_estimate(r)]
        names = [carrier_name(c) for c in dict.fromkeys(r.carrier for r in left)]
        if names:
            findings.add(
                "energy.estimate.beside",
                left[0].amount.place,
                year=year,
                entry=next(c.place for c in covers if c.year == year and c.flow is None).file,
                carriers=Text("、".join(n.zh for n in names), ", ".join(n.en for n in names)),
            )
