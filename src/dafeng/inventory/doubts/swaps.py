"""Have two rows changed places between one year and the next, in all their columns?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Final

from dafeng import reference
from dafeng.dossier.records import Flow
from dafeng.errors import Fault, Place, Severity
from dafeng.inventory.balance import Balance
from dafeng.inventory.entry import Entry
from dafeng.language import Text

#: Rows are exchanged if each fits the other's figures of the year beside so well, and its own so
#: badly: sum of absolute differences over the sum of both [-]. None of the 42911 pairs of rows in
#: the tables of 30 provinces 1998-2019 (CEADs, each against the year before) does.
_FITS: Final = 0.1
_MISFITS: Final = 0.3

#: Where a row is only a part of its sector (trade or other services), its exchange shows as rows
#: that both differ from the years before and after, while their sum by carrier does not [-]. None
#: of the 39714 pairs of rows in the tables of 30 provinces 1997-2019 (CEADs) does.
_TRADED: Final = (0.1, 0.25)
_SAME: Final = 0.05

_CARRIERS: Final = 2

Row = dict[str, float]


@dataclass(frozen=True, slots=True)
class Swap:
    """Two rows of a year that are exchanged, as the year beside it shows.

    Parameters
    ----------
    year, other
        The odd year and the one it is compared with.
    sectors
        The rows.
    cells
        Places of all their figures in the odd year and in the years beside it.
    partly
        Whether a part of one of the sectors is exchanged, not the whole.
    """

    year: int
    other: int
    sectors: tuple[str, str]
    cells: frozenset[Place]
    partly: bool = False


def find_swaps(balance: Balance) -> list[Swap]:
    """Return rows of final consumption that changed places as a whole.

    Parameters
    ----------
    balance
        Entries of the dossier.
    """
    entries = [e for e in balance.of(Flow.FINAL_CONSUMPTION) if e.sector and not e.estimated]
    rows: dict[int, dict[str, Row]] = defaultdict(lambda: defaultdict(dict))
    for entry in entries:
        row = rows[entry.year][entry.sector]
        row[entry.carrier] = row.get(entry.carrier, 0.0) + entry.energy
    found: list[Swap] = []
    years = sorted(rows)
    for a, b in pairwise(years):
        for pair in combinations(sorted(set(rows[a]) & set(rows[b])), 2):
            if exchanged(rows[a], rows[b], pair) and (a, pair) not in _told(found):
                odd, other = _odd(rows, (a, b), pair)
                beside = years[max(years.index(odd) - 1, 0) : years.index(odd) + 2]
                found.append(Swap(odd, other, pair, _cells(entries, beside, pair)))
    return [*found, *_hidden(rows, entries, _told(found))]


def _hidden(
    rows: Mapping[int, Mapping[str, Row]],
    entries: list[Entry],
    known: set[tuple[int, tuple[str, str]]],
) -> Iterator[Swap]:
    """Yield rows that changed places for one year, where one of them is a part of its sector."""
    years = sorted(rows)
    for before, year, after in zip(years, years[1:], years[2:], strict=False):
        shared = set(rows[before]) & set(rows[year]) & set(rows[after])
        for pair in combinations(sorted(shared), 2):
            tables = rows[before], rows[year], rows[after]
            if (year, pair) in known or not all(_traded(t, rows[year], pair) for t in tables[::2]):
                continue
            cells = _cells(entries, [before, year, after], pair)
            yield Swap(year, before, pair, cells, partly=True)


def _traded(beside: Mapping[str, Row], odd: Mapping[str, Row], pair: tuple[str, str]) -> bool:
    """Say whether two rows differ from another year's, while their sum by carrier does not."""
    if min(len(table[row]) for table in (beside, odd) for row in pair) < _CARRIERS:
        return False
    apart = sorted(distance(beside[s], odd[s]) for s in pair)
    both = (_sum(table[pair[0]], table[pair[1]]) for table in (beside, odd))
    return apart[0] > _TRADED[0] and apart[1] > _TRADED[1] and distance(*both) < _SAME


def _sum(one: Row, two: Row) -> Row:
    return {c: one.get(c, 0.0) + two.get(c, 0.0) for c in sorted({*one, *two})}


def exchanged(before: Mapping[str, Row], after: Mapping[str, Row], pair: tuple[str, str]) -> bool:
    """Say whether two rows fit one another's figures of the year before, and not their own.

    Parameters
    ----------
    before, after
        Figures of each row by column, of two years.
    pair
        The rows.
    """
    one, two = pair
    if min(len(table[row]) for table in (before, after) for row in pair) < _CARRIERS:
        return False
    straight = min(distance(before[s], after[s]) for s in pair)
    crossed = max(distance(before[one], after[two]), distance(before[two], after[one]))
    return straight > _MISFITS and crossed < _FITS


def distance(first: Row, second: Row) -> float:
    """Return how unlike two rows are: sum of absolute differences over the sum of both [-]."""
    columns = sorted(set(first) | set(second))
    off = math.fsum(abs(first.get(c, 0.0) - second.get(c, 0.0)) for c in columns)
    return off / (math.fsum((*first.values(), *second.values())) or 1.0)


def swapped_rows(balance: Balance, swaps: list[Swap]) -> Iterator[Fault]:
    """Yield a fault for each pair of exchanged rows, at the largest cell of the first one.

    Parameters
    ----------
    balance
        Entries of the dossier.
    swaps
        What `find_swaps` found.
    """
    for swap in swaps:
        own = [e for e in balance.of(Flow.FINAL_CONSUMPTION) if e.sector == swap.sectors[0]]
        yield _swapped(swap, max((e for e in own if e.year == swap.year), key=lambda e: e.energy))


def swapped_plants(balance: Balance) -> Iterator[Fault]:
    """Yield years in which heat supply gives electricity, and thermal power heat alone.

    Parameters
    ----------
    balance
        Entries of the dossier.
    """
    given: dict[int, dict[Flow, dict[str, Entry]]] = defaultdict(lambda: defaultdict(dict))
    for entry in balance.of(Flow.POWER, Flow.HEAT):
        if entry.energy > 0 and entry.carrier in ("electricity", "heat") and not entry.estimated:
            given[entry.year][entry.flow][entry.carrier] = entry
    for year, flows in sorted(given.items()):
        if set(flows[Flow.POWER]) == {"heat"} and set(flows[Flow.HEAT]) == {"electricity"}:
            yield _plants(year, flows[Flow.HEAT]["electricity"].place)


def _plants(year: int, place: Place) -> Fault:
    return Fault(
        "inventory.rows.swapped",
        Severity.WARNING,
        place,
        Text(
            f"{year} 年“供热”产出电力而没有热力，“火力发电”产出热力而没有电力：两行像是互换了",
            f"in {year} heat supply gives electricity and no heat, thermal power heat and no "
            "electricity: the two rows seem to be swapped",
        ),
        Text("对照原表核对两行的名称", "compare the names of both rows with the original table"),
    )


def _told(found: list[Swap]) -> set[tuple[int, tuple[str, str]]]:
    """Return the odd years that were named: they differ from the year after, too."""
    return {(swap.year, swap.sectors) for swap in found}


def _odd(
    rows: Mapping[int, Mapping[str, Row]], years: tuple[int, int], pair: tuple[str, str]
) -> tuple[int, int]:
    """Return the odd one of two years and the other: coke of kilns decides, or a third year."""
    a, b = years
    if set(pair) == {"building_materials", "steel"}:
        coke = {
            y: rows[y]["building_materials"].get("coke", 0.0) - rows[y]["steel"].get("coke", 0.0)
            for y in years
        }
        return (a, b) if coke[a] > coke[b] else (b, a)
    later = min((y for y in rows if y > b), default=None)
    if (
        later is not None
        and set(pair) <= set(rows[later])
        and exchanged(rows[a], rows[later], pair)
    ):
        return a, b
    return b, a


def _cells(entries: list[Entry], years: list[int], pair: tuple[str, str]) -> frozenset[Place]:
    return frozenset(e.place for e in entries if e.year in years and e.sector in pair)


def _swapped(swap: Swap, entry: Entry) -> Fault:
    one, two = (reference.sectors().name(s) for s in swap.sectors)
    zh, en = ("（或其中一部分）", "(or parts of) ") if swap.partly else ("", "")
    return Fault(
        "inventory.rows.swapped",
        Severity.WARNING,
        entry.place,
        Text(
            f"{swap.year} 年“{one.zh}”与“{two.zh}”两行{zh}各列像是互换了（与 {swap.other} 年相比）",
            f"in {swap.year} {en}the rows {one.en} and {two.en} seem to be swapped in all "
            f"columns (compared with {swap.other})",
        ),
        Text("对照原表核对两行的名称", "compare the names of both rows with the original table"),
    )
