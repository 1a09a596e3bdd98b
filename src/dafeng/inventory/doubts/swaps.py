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
    """

    year: int
    other: int
    sectors: tuple[str, str]
    cells: frozenset[Place]


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
    return found


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
    return Fault(
        "inventory.rows.swapped",
        Severity.WARNING,
        entry.place,
        Text(
            f"{swap.year} 年“{one.zh}”与“{two.zh}”两行像是整行互换了（与 {swap.other} 年相比）",
            f"in {swap.year} the rows {one.en} and {two.en} seem to be swapped in all columns "
            f"(compared with {swap.other})",
        ),
        Text("对照原表核对两行的名称", "compare the names of both rows with the original table"),
    )
