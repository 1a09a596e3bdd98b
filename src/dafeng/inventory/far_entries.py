"""Which entries are many times off the estimates whose place they take?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from dafeng import reference
from dafeng.dossier.records import Dossier, EnergyRecord, Flow, Quality
from dafeng.errors import DafengError, Fault, Severity
from dafeng.inventory.balance import burnt_at
from dafeng.inventory.hierarchy import ancestors, settle
from dafeng.inventory.quantities import FactorBook
from dafeng.inventory.row_names import row_name
from dafeng.language import Text, number

#: An entry this many times as large as an estimate, or as small, is doubted (project's judgement).
FAR: Final = 5.0

_Column = tuple[int, Flow, str]


def far_from_estimates(dossier: Dossier, gone: Sequence[EnergyRecord]) -> Iterator[Fault]:
    """Yield a doubt for entries that take the place of an estimate of quite another size.

    An entry above or below the sector of an estimate is held against all it replaces. A stated
    zero is no slip of unit or coverage, and the estimates of a park are those of its host.

    Parameters
    ----------
    dossier
        With estimates and entries.
    gone
        Its estimates that an entry of the same carrier replaces.
    """
    if dossier.identity.kind == "park":
        return
    book = FactorBook(dossier)
    replaced = _columns(gone)
    entered = _columns(
        r
        for r in dossier.energy
        if r.amount.quality is not Quality.ESTIMATE and r.amount.value is not None
    )
    for column, estimates in replaced.items():
        entries = entered.get(column, [])
        known = {r.sector for r in (*estimates, *entries)}
        old, new = _sizes(estimates, known, book), _sizes(entries, known, book)
        for root in sorted(old.keys() & new.keys()):
            if old[root] and new[root] and not 1 / FAR <= new[root] / old[root] <= FAR:
                first = next(r for r in entries if _root(r.sector, known) == root)
                yield _far(first, root, new[root], old[root])


def _columns(records: Iterable[EnergyRecord]) -> dict[_Column, list[EnergyRecord]]:
    columns: dict[_Column, list[EnergyRecord]] = defaultdict(list)
    for record in records:
        columns[record.year, record.flow, record.carrier].append(record)
    return columns


def _sizes(records: Sequence[EnergyRecord], known: set[str], book: FactorBook) -> dict[str, float]:
    """Return the sum under each top sector [TJ]; nothing where a figure cannot be energy."""
    try:
        given = _by_sector(records, book)
    except DafengError:
        return {}
    sums: dict[str, float] = defaultdict(float)
    for sector, size in settle(given, frozenset()).kept.items():
        sums[_root(sector, known)] += size
    return sums


def _by_sector(records: Sequence[EnergyRecord], book: FactorBook) -> dict[str, float]:
    given: dict[str, float] = defaultdict(float)
    for r in records:
        if r.carrier in book.carriers:
            given[r.sector] += abs(book.energy(r.amount, r.carrier, burnt_at(r), r.year))
    return given


def _root(sector: str, known: set[str]) -> str:
    """Return the highest sector with a figure that holds a sector."""
    return [s for s in (sector, *ancestors(sector)) if s in known][-1]


def _far(record: EnergyRecord, sector: str, new: float, old: float) -> Fault:
    row = row_name(sector or record.flow.value)
    carrier = reference.carrier_name(record.carrier)
    ratio = number(math.floor(max(new / old, old / new)))
    return Fault(
        "inventory.estimate.far_from_entry",
        Severity.WARNING,
        record.amount.place,
        Text(
            f"{record.year} 年“{row.zh}”的{carrier.zh}填报 {number(new)} TJ，所取代的估算为 "
            f"{number(old)} TJ，相差 {ratio} 倍以上",
            f"{carrier.en} of {row.en} in {record.year} is entered as {number(new)} TJ and takes "
            f"the place of an estimate of {number(old)} TJ, over {ratio} times apart",
        ),
        Text(
            "核对单位和范围；填报的只是一部分时，请补齐其余部分",
            "check unit and coverage; if only a part is entered, add the rest",
        ),
    )
