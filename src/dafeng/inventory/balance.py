"""What do the energy records say, cell by cell, once they are energy and CO2?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from dafeng import units
from dafeng.dossier.host_figures import FIRST_ESTIMATE
from dafeng.dossier.records import Dossier, EnergyRecord, Flow, NotationKey, Quality
from dafeng.errors import DafengError, Fault, InputError
from dafeng.inventory.balance_faults import differs, part_remains, total_remains, unusable
from dafeng.inventory.deductions import less_entered
from dafeng.inventory.doubts.fuel_factors import unusable_factors
from dafeng.inventory.doubts.vanishing_factors import vanishing_factors
from dafeng.inventory.entry import Entry
from dafeng.inventory.hierarchy import Settled, settle, standard_label
from dafeng.inventory.quantities import FactorBook, FactorUse, half_width, missing_factors
from dafeng.inventory.shared_totals import share_out
from dafeng.language import Text

#: Transformation whose inputs live on in products: nothing of them is burnt.
CARRYING: Final = (
    Flow.COAL_WASHING,
    Flow.COKING,
    Flow.REFINING,
    Flow.GAS_WORKS,
    Flow.LIQUEFACTION,
    Flow.BRIQUETTING,
)

#: Transformation whose inputs are burnt.
BURNING: Final = (Flow.POWER, Flow.HEAT)

#: Notation keys of a figure that exists and is not told.
UNKNOWN: Final = (NotationKey.NE, NotationKey.C)

Key = tuple[Flow, int, str, str]


@dataclass(frozen=True, slots=True)
class Balance:
    """Entries of a dossier with everything that stood in their way.

    Parameters
    ----------
    entries
        Figures, aggregates taken out of final consumption and non-energy use.
    notations
        Cells that hold a notation key instead of a figure, by sector as entered.
    unknown
        Cells that the place leaves unknown (`leaves_unknown`).
    included
        Sectors whose final consumption stands in an aggregate: year, sector, carrier.
    physical
        Carriers with an amount in tonnes or cubic metres.
    faults
        What was noticed.
    by_flow
        The entries of each flow.
    """

    entries: tuple[Entry, ...]
    notations: tuple[tuple[Key, NotationKey], ...]
    unknown: frozenset[Key]
    included: frozenset[tuple[int, str, str]]
    physical: frozenset[str]
    faults: tuple[Fault, ...]
    by_flow: Mapping[Flow, tuple[Entry, ...]]

    def of(self, *flows: Flow) -> list[Entry]:
        """Return the entries of some flows."""
        return [e for flow in flows for e in self.by_flow.get(flow, ())]

    @property
    def half_traded(self) -> frozenset[tuple[int, str]]:
        """Return year and carrier of trade of which one side is stated, the other unknown."""
        inward, outward = (
            {(e.year, e.carrier) for e in self.of(flow)} for flow in (Flow.INFLOW, Flow.OUTFLOW)
        )
        unknown = {(flow, (year, carrier)) for flow, year, _, carrier in self.unknown}
        return frozenset(
            {cell for cell in inward - outward if (Flow.OUTFLOW, cell) in unknown}
            | {cell for cell in outward - inward if (Flow.INFLOW, cell) in unknown}
        )


def read_balance(dossier: Dossier, book: FactorBook, *, fine: bool = False) -> Balance:
    """Turn energy records into energy and CO2, and take aggregates out.

    Parameters
    ----------
    dossier
        The place's records.
    book
        Factors in use.
    fine
        Keep sectors finer than the standard leaves apart instead of summing them up.

    Raises
    ------
    InputError
        If units, carriers, sectors or factors of any record do not do; all are listed.
    """
    broken = [*unusable_factors(dossier, book), *vanishing_factors(dossier, book)]
    if broken:
        raise InputError(broken)
    stated = [r for r in dossier.energy if r.amount.value is not None]
    missing_factors(book, _needing_factors(stated, book))
    entries, faults = _entries(stated, book)
    if faults:
        raise InputError(faults)
    notations = tuple(
        (_key(r), r.amount.notation) for r in dossier.energy if r.amount.notation is not None
    )
    shared, told = share_out(entries)
    settled, included, noticed = _settle(shared, notations)
    left, lowered = less_entered(settled)
    kept = [e.at(_label(e.sector, fine=fine)) for e in left]
    physical = frozenset(r.carrier for r in stated if not _is_energy(r.amount.unit))
    by_flow: dict[Flow, list[Entry]] = defaultdict(list)
    for entry in kept:
        by_flow[entry.flow].append(entry)
    return Balance(
        tuple(kept),
        notations,
        frozenset(_key(r) for r in dossier.energy if leaves_unknown(r)),
        frozenset(included),
        physical,
        (*told, *lowered, *noticed),
        {flow: tuple(entries) for flow, entries in by_flow.items()},
    )


def leaves_unknown(record: EnergyRecord) -> bool:
    """Say whether a record says that a figure exists and is not told (NE, C).

    The first estimate knows no generation without fuel; that is no statement of the place.

    Parameters
    ----------
    record
        A cell of the energy balance.
    """
    no_statement = record.flow is Flow.PRODUCTION and record.amount.source == FIRST_ESTIMATE
    return record.amount.notation in UNKNOWN and not no_statement


def _key(record: EnergyRecord) -> Key:
    return record.flow, record.year, record.sector, record.carrier


def _label(sector: str, *, fine: bool) -> str:
    return sector if fine or not sector else standard_label(sector)


def _is_energy(unit: str) -> bool:
    try:
        units.factor(unit, "TJ")
    except DafengError:
        return False
    return True


def _needing_factors(stated: Iterable[EnergyRecord], book: FactorBook) -> list[FactorUse]:
    return [
        FactorUse(r.carrier, burnt_at(r), r.year, r.amount.place)
        for r in stated
        if r.carrier in book.carriers and book.emits(r.carrier)
    ]


def burnt_at(record: EnergyRecord) -> str:
    """Return the sector whose factors hold for a record."""
    return "power_heat" if record.flow in BURNING else record.sector


def _entries(stated: Iterable[EnergyRecord], book: FactorBook) -> tuple[list[Entry], list[Fault]]:
    entries: list[Entry] = []
    faults: list[Fault] = []
    for record in stated:
        try:
            entries.append(_entry(record, book))
        except DafengError as error:
            faults.append(unusable(record.amount.place, error))
    return entries, faults


def _entry(record: EnergyRecord, book: FactorBook) -> Entry:
    carrier, sector, year = record.carrier, record.sector, record.year
    if carrier not in book.carriers:
        raise DafengError(Text(f"没有能源品种“{carrier}”", f"there is no carrier {carrier!r}"))
    standard_label(sector)
    where = burnt_at(record)
    energy = book.energy(record.amount, carrier, where, year)
    factor = book.resolve(carrier, where, year) if book.emits(carrier) else None
    return Entry(
        record.flow,
        year,
        sector,
        carrier,
        energy,
        0.0 if factor is None else factor.co2_per_tj * energy,
        half_width(record.amount),
        record.amount.quality is Quality.ESTIMATE,
        record.amount.place,
        "" if factor is None else factor.origin,
        book.standard_coal(record.amount, carrier, where, year),
    )


def _settle(
    entries: list[Entry], notations: Iterable[tuple[Key, NotationKey]]
) -> tuple[list[Entry], set[tuple[int, str, str]], list[Fault]]:
    columns: dict[tuple[Flow, int, str], list[Entry]] = defaultdict(list)
    kept: list[Entry] = []
    for entry in entries:
        if entry.flow in (Flow.FINAL_CONSUMPTION, Flow.NON_ENERGY):
            columns[entry.flow, entry.year, entry.carrier].append(entry)
        else:
            kept.append(entry)
    absent: dict[tuple[Flow, int, str], set[str]] = defaultdict(set)
    for (flow, year, sector, carrier), key in notations:
        if key is NotationKey.NO:
            absent[flow, year, carrier].add(sector)
    included: set[tuple[int, str, str]] = set()
    faults: list[Fault] = []
    for column in sorted(columns):
        cells = columns[column]
        settled = settle(_sums(cells), frozenset(absent[column]))
        kept.extend(_kept(cells, settled))
        if column[0] is Flow.FINAL_CONSUMPTION:
            included.update((column[1], s, column[2]) for s in settled.included)
        faults.extend(_noticed(column, cells, settled))
    return kept, included, faults


def _sums(cells: list[Entry]) -> dict[str, float]:
    sectors = sorted({e.sector for e in cells})
    return {s: math.fsum(e.energy for e in cells if e.sector == s) for s in sectors}


def _kept(cells: list[Entry], settled: Settled) -> list[Entry]:
    sums = _sums(cells)
    result = []
    for entry in cells:
        if entry.sector not in settled.kept:
            continue
        stated, counted = sums[entry.sector], settled.kept[entry.sector]
        share = 1.0 if counted == stated or not stated else counted / stated
        result.append(entry.scaled(share) if share != 1 else entry)
    return result


def _noticed(column: tuple[Flow, int, str], cells: list[Entry], settled: Settled) -> list[Fault]:
    flow, year, carrier = column
    places = {e.sector: e.place for e in cells}
    faults = [
        differs(year, (sector, carrier), sums, places[sector])
        for sector, *sums in settled.differing
    ]
    rests = list(settled.remainders)
    if flow is Flow.FINAL_CONSUMPTION and "" in settled.kept and "" not in dict(rests):
        rests.append(("", settled.kept[""]))
    for sector, rest in rests:
        if sector:
            faults.append(part_remains(year, carrier, sector, rest, places[sector]))
        elif flow is Flow.FINAL_CONSUMPTION and rest:
            faults.append(total_remains(year, carrier, rest, places[""]))
    return faults
