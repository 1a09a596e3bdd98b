"""Which records leave unknown what another year states, and what would that be?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dafeng import reference
from dafeng.dossier.records import (
    Amount,
    Dossier,
    EnergyRecord,
    Flow,
    NotationKey,
    ProcessRecord,
    Quality,
)
from dafeng.errors import UnknownNameError
from dafeng.inventory.account import State
from dafeng.inventory.balance import BURNING, UNKNOWN, Balance, burnt_at, leaves_unknown
from dafeng.inventory.entry import DELIVERED
from dafeng.inventory.hierarchy import ancestors
from dafeng.inventory.quantities import FactorBook
from dafeng.inventory.shared_totals import in_total
from dafeng.inventory.superseding import sector_of
from dafeng.inventory.trade import said, trade

#: Flows that say what is burnt or used, of any carrier.
_USE: Final = (Flow.FINAL_CONSUMPTION, Flow.NON_ENERGY, Flow.LOSS, *BURNING)
_MADE: Final = (Flow.PRODUCTION, Flow.RECOVERY)
_TRADE: Final = (Flow.INFLOW, Flow.OUTFLOW)

#: Figures of one flow and carrier by year and sector.
_Figures = Mapping[int, Mapping[str, Sequence[EnergyRecord]]]


def with_nearest(dossier: Dossier, balance: Balance, book: FactorBook) -> Dossier:
    """Return a dossier with every figure that a record leaves unknown as in the nearest year.

    A record says NE or C; the same figure of the nearest year (the earlier of two) stands in for
    it, or else that of a sector above or of the sectors below; where figures stand beside it in its
    cell, what the nearest year holds beyond them. What a sector above states holds the figure
    already. Trade stands in only where use and generation do not tell the purchase.
    Electricity without any record in a year is unknown, too: every place uses some. What no year
    states stays unknown.

    Parameters
    ----------
    dossier
        Records without superseded estimates.
    balance, book
        Its entries and factors.

    Returns
    -------
    Dossier
        The dossier itself where nothing is filled in.
    """
    years = {e.year for e in balance.entries}
    energy = tuple(_energy(dossier.energy, years, balance, book))
    process = tuple(_process([p for p in dossier.process if p.year in years]))
    if not energy and not process:
        return dossier
    return replace(dossier, energy=(*dossier.energy, *energy), process=(*dossier.process, *process))


def _energy(
    records: Sequence[EnergyRecord], years: Collection[int], balance: Balance, book: FactorBook
) -> Iterator[EnergyRecord]:
    """Yield what stands in for unknown figures, each once."""
    columns: dict[tuple[Flow, str], list[EnergyRecord]] = defaultdict(list)
    uncounted = {
        (e.year, e.carrier)
        for e in balance.of(Flow.FINAL_CONSUMPTION)
        if in_total(e.flow, e.sector, e.carrier)
    }
    for record in (*records, *_unrecorded(years, balance)):
        columns[record.flow, record.carrier].append(record)
    for (flow, carrier), column in columns.items():
        unknown = [
            r
            for r in column
            if leaves_unknown(r) and r.year in years and _tells(flow, carrier, r.year, balance)
        ]
        if unknown:
            # a total that is not counted holds nothing
            lost = {y for y, of in uncounted if of == carrier and flow is Flow.FINAL_CONSUMPTION}
            found = _Column.of(r for r in column if r.sector or r.year not in lost)
            filled = {key: s for r in unknown for key, s in found.standing_in(r).items()}
            for (year, sector), rows in filled.items():
                yield from _beyond(rows, found.stated(year, sector), book)


def _unrecorded(years: Collection[int], balance: Balance) -> Iterator[EnergyRecord]:
    """Yield what no record says of electricity, where the use or the purchase is not known."""
    unknown = Amount(None, "TJ", NotationKey.NE)
    for year in sorted(years):
        one = trade(balance, "electricity", year)
        flows = (Flow.FINAL_CONSUMPTION, Flow.LOSS) if not one.known_use else ()
        flows = flows if one.known else (*flows, Flow.POWER, *_MADE, *_TRADE)
        for flow in flows:
            if said(balance, flow, "electricity", year) in (None, State.NE, State.C):
                yield EnergyRecord(year, flow, "", "electricity", unknown)


def _tells(flow: Flow, carrier: str, year: int, balance: Balance) -> bool:
    """Say whether a flow of a carrier bears on what is burnt or bought in a year."""
    if flow in _TRADE:
        return carrier in DELIVERED and not trade(balance, carrier, year).known
    return flow in _USE or (flow in _MADE and carrier in DELIVERED)


def _usable(record: EnergyRecord, book: FactorBook) -> bool:
    """Say whether the year that lacks the figure has the factor for it."""
    if not book.emits(record.carrier):
        return True
    try:
        book.resolve(record.carrier, burnt_at(record), record.year)
    except UnknownNameError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Column:
    """What is stated of a flow and carrier: figures, and sectors whose figure is told or none.

    A sector with an unknown part beside its figures is not settled: the nearest year tells what
    it lacks beyond these.
    """

    figures: _Figures
    settled: Mapping[int, set[str]]
    partial: Mapping[int, set[str]]

    @classmethod
    def of(cls, records: Iterable[EnergyRecord]) -> _Column:
        figures: dict[int, dict[str, list[EnergyRecord]]] = defaultdict(lambda: defaultdict(list))
        settled: dict[int, set[str]] = defaultdict(set)
        partial: dict[int, set[str]] = defaultdict(set)
        estimated: dict[int, set[str]] = defaultdict(set)
        for record in records:
            year, sector, amount = record.year, sector_of(record), record.amount
            if amount.value is not None:
                figures[year][sector].append(record)
                (estimated if amount.quality is Quality.ESTIMATE else settled)[year].add(sector)
            elif amount.notation in UNKNOWN:
                partial[year].add(sector)
            else:
                settled[year].add(sector)
        whole = {y: settled[y] - partial[y] | estimated[y] for y in {*settled, *estimated}}
        return cls(figures, whole, partial)

    def standing_in(self, record: EnergyRecord) -> dict[tuple[int, str], list[EnergyRecord]]:
        """Return the figures of another year that stand in for a record, by year and sector."""
        sector, year = sector_of(record), record.year
        if self._settles(year, sector):
            return {}
        for own in (sector, *ancestors(sector)):
            found = self._nearest(year, [own])
            if found:
                return found
        known = {s for sectors in self.figures.values() for s in sectors}
        return self._nearest(year, [s for s in sorted(known) if sector in ancestors(s)])

    def stated(self, year: int, sector: str) -> Sequence[EnergyRecord]:
        """Return the figures of a sector that a year states."""
        return self.figures.get(year, {}).get(sector, ())

    def _nearest(
        self, year: int, sectors: Collection[str]
    ) -> dict[tuple[int, str], list[EnergyRecord]]:
        years = [y for y in self.figures if y != year and self._tells(y, sectors)]
        if not years:
            return {}
        nearest = self.figures[_nearest(years, year)]
        lacking = [s for s in sectors if s in nearest and not self._settles(year, s)]
        return {(year, s): [replace(r, year=year) for r in nearest[s]] for s in lacking}

    def _tells(self, year: int, sectors: Collection[str]) -> bool:
        """Say whether a year states one of some sectors with nothing unknown beside it."""
        lacking = self.partial.get(year, set())
        return any(s in self.figures[year] and s not in lacking for s in sectors)

    def _settles(self, year: int, sector: str) -> bool:
        """Say whether a year says of a sector, or of all above it, how much it uses."""
        return bool({sector, *ancestors(sector)} & self.settled.get(year, set()))


def _beyond(
    rows: Sequence[EnergyRecord], stated: Sequence[EnergyRecord], book: FactorBook
) -> Iterator[EnergyRecord]:
    """Yield what figures of another year hold beyond what is stated beside the unknown."""
    usable = [r for r in rows if _usable(r, book)]
    whole = math.fsum(_energy_of(r, book) for r in usable)
    known = math.fsum(_energy_of(r, book) for r in stated)
    share = 1 - known / whole if whole else 0.0
    for record in usable if share > 0 else ():
        value = record.amount.value
        if value is not None:
            amount = replace(record.amount, value=value * share, low=None, high=None)
            yield replace(record, amount=amount) if stated else record


def _energy_of(record: EnergyRecord, book: FactorBook) -> float:
    return book.energy(record.amount, record.carrier, burnt_at(record), record.year)


def _process(records: Sequence[ProcessRecord]) -> Iterator[ProcessRecord]:
    """Yield the output of processes in the nearest year, unless another counts the same CO2."""
    known = reference.process_factors()
    figures: dict[str, dict[int, list[ProcessRecord]]] = defaultdict(lambda: defaultdict(list))
    counted: set[tuple[int, str]] = set()
    for record in records:
        if record.amount.value is not None:
            figures[record.process][record.year].append(record)
            counted |= {(record.year, of) for of in (record.process, *_counts(record, known))}
    for record in records:
        year, years = record.year, figures.get(record.process, {})
        same = {(year, of) for of in (record.process, *_counts(record, known))}
        if record.amount.notation in UNKNOWN and years and not same & counted:
            counted |= same
            yield from (replace(r, year=year) for r in years[_nearest(years, year)])


def _nearest(years: Iterable[int], year: int) -> int:
    """Return the nearest of some years, the earlier of two."""
    return min(years, key=lambda y: (abs(y - year), y))


def _counts(record: ProcessRecord, known: Mapping[str, reference.ProcessFactor]) -> tuple[str, ...]:
    return tuple(known[record.process].counts) if record.process in known else ()
