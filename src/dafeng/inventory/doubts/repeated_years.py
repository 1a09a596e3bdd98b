"""Is a year, or the column of one carrier in it, a copy of another year?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from dafeng import reference
from dafeng.dossier.records import EnergyRecord, Flow, Quality
from dafeng.errors import Fault, Place, Severity
from dafeng.language import Text

#: A year repeats another if so many figures are there and so large a share is equal.
_CELLS: Final = 10
_EQUAL: Final = 0.9

#: A carrier's column repeats another year's if all of so many figures are equal, and so many of
#: them differ from one another and have so many significant digits: small rounded figures
#: (0.1, 0.02) stay the same by chance.
_COLUMN: Final = 6
_TELLING: Final = 4
_DIGITS: Final = 3

Row = tuple[Flow, str]
Column = Mapping[Row, EnergyRecord]


def repeated_years(energy: Sequence[EnergyRecord]) -> Iterator[Fault]:
    """Yield years and columns of carriers that repeat any earlier year, each once.

    Parameters
    ----------
    energy
        The records of energy; estimates may repeat.
    """
    years = _columns(energy)
    for year in sorted(years):
        earlier = [(y, _same(years[y], years[year])) for y in sorted(years) if y < year]
        # of years that are equally alike, the nearest one
        best = max(earlier, key=lambda pair: (len(pair[1]), pair[0]), default=None)
        if best is None:
            continue
        before, same = best
        sizes = [sum(map(len, years[y].values())) for y in (before, year)]
        if len(same) >= max(_CELLS, _EQUAL * max(sizes)):
            yield _copied(before, year, same[0].amount.place, (len(same), sizes[1]))
        else:
            yield from _repeated_columns(years, year)


def _columns(energy: Sequence[EnergyRecord]) -> dict[int, dict[str, dict[Row, EnergyRecord]]]:
    years: dict[int, dict[str, dict[Row, EnergyRecord]]] = defaultdict(lambda: defaultdict(dict))
    for record in energy:
        if record.amount.value and record.amount.quality is not Quality.ESTIMATE:
            years[record.year][record.carrier][record.flow, record.sector] = record
    return years


def _same(before: Mapping[str, Column], after: Mapping[str, Column]) -> list[EnergyRecord]:
    return [
        record
        for carrier, column in after.items()
        for row, record in column.items()
        if carrier in before and row in before[carrier] and _equal(before[carrier][row], record)
    ]


def _equal(before: EnergyRecord, after: EnergyRecord) -> bool:
    first, second = before.amount, after.amount
    return (first.value, first.unit) == (second.value, second.unit)


def _repeated_columns(years: Mapping[int, Mapping[str, Column]], year: int) -> Iterator[Fault]:
    for carrier, column in years[year].items():
        telling = {r.amount.value for r in column.values() if _digits(r) >= _DIGITS}
        if len(column) < _COLUMN or len(telling) < _TELLING:
            continue
        for before in sorted((y for y in years if y < year), reverse=True):
            other = years[before].get(carrier, {})
            if other.keys() == column.keys() and all(_equal(other[k], column[k]) for k in column):
                place = next(iter(column.values())).amount.place
                yield _copied_column(before, year, carrier, (place, len(column)))
                break


def _digits(record: EnergyRecord) -> int:
    """Return how many significant digits a figure has, without zeros at its end."""
    figures = f"{abs(record.amount.value or 0.0):.9e}".partition("e")[0]
    return len(figures.replace(".", "").rstrip("0"))


def _copied(before: int, after: int, place: Place, counts: tuple[int, int]) -> Fault:
    return Fault(
        "inventory.year.copied",
        Severity.WARNING,
        place,
        Text(
            f"{after} 年 {counts[1]} 个能源数据中有 {counts[0]} 个与 {before} 年完全相同，"
            "像是整表照抄",
            f"{counts[0]} of the {counts[1]} energy figures of {after} equal those of {before}: "
            "one table seems to be a copy of the other",
        ),
        Text(
            "填入各年自己的数据；沿用他年的请标为估计",
            "enter the figures of each year; mark those carried over as estimates",
        ),
    )


def _copied_column(before: int, after: int, carrier: str, found: tuple[Place, int]) -> Fault:
    name = reference.carrier_name(carrier)
    place, count = found
    return Fault(
        "inventory.carrier.copied",
        Severity.WARNING,
        place,
        Text(
            f"{after} 年{name.zh}的 {count} 个数据与 {before} 年全部相同，像是整列照抄",
            f"all {count} figures of {name.en} in {after} equal those of {before}: "
            "the column seems to be a copy",
        ),
        Text(
            "填入各年自己的数据；沿用他年的请标为估计",
            "enter the figures of each year; mark those carried over as estimates",
        ),
    )
