"""Is an index beside a price base a multiple of that year, or of the year before?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from itertools import pairwise
from typing import Final

from dafeng.dossier.records import ActivityRecord
from dafeng.errors import UnitError
from dafeng.units import convert

#: Index over that of the year before [-]: beyond, an index is no previous-year index.
_GROWTH: Final = (0.85, 1.3)
#: What the index of a base year may be off 1 by rounding [-].
_ROUNDING: Final = 1e-3
#: Usual growth of GDP at constant prices in a year, as a logarithm [-] (project's judgement).
_USUAL: Final = 0.06
#: How many times nearer one reading must be to be taken without GDP beside it, and of how many
#: years (project's judgement).
_NEARER: Final = 3.0
_LEAST: Final = 3


class Base(Enum):
    """What an index is a multiple of."""

    FIXED = "fixed"
    PREVIOUS = "previous"
    UNCLEAR = "unclear"


def base_of(base: int, levels: Mapping[int, float], growth: Mapping[int, float]) -> Base:
    """Return what indices beside a price base are multiples of.

    An index on its base year is 1. Otherwise the reading counts whose growth lies nearer to that of
    GDP beside it; without GDP, figures that do not rise from year to year are indices of the year
    before, and others must fit the usual growth much better one way than the other.

    Parameters
    ----------
    base
        Year in the column of price bases.
    levels
        Indices as stated [-] by year.
    growth
        GDP of a year over that of the year before [-], at any prices.
    """
    if base in levels:
        return Base.FIXED if abs(levels[base] - 1) <= _ROUNDING else Base.PREVIOUS
    if any(not _GROWTH[0] <= level <= _GROWTH[1] for level in levels.values()):
        return Base.FIXED
    years = sorted(levels)
    if years == [base + 1]:
        return Base.PREVIOUS  # both readings are one
    ratios = _steps(base, levels)
    if compared := [y for y in ratios if y in growth and y in levels]:
        fixed = _apart([ratios[y] for y in compared], [math.log(growth[y]) for y in compared])
        own = [math.log(levels[y]) for y in compared]
        previous = _apart(own, [math.log(growth[y]) for y in compared])
        return Base.FIXED if fixed < previous else Base.PREVIOUS
    if any(levels[b] <= levels[a] for a, b in pairwise(years)):
        return Base.PREVIOUS
    return _by_usual_growth(ratios, [math.log(level) for level in levels.values()])


def _steps(base: int, levels: Mapping[int, float]) -> dict[int, float]:
    """Return the logarithm of the growth of each year if all are multiples of the base."""
    known = sorted({base: 1.0, **levels}.items())
    return {
        later: math.log(level / before) / (later - earlier)
        for (earlier, before), (later, level) in pairwise(known)
    }


def _by_usual_growth(ratios: Mapping[int, float], own: Sequence[float]) -> Base:
    fixed = _apart(list(ratios.values()), [_USUAL] * len(ratios))
    previous = _apart(own, [_USUAL] * len(own))
    if len(own) >= _LEAST and fixed * _NEARER < previous:
        return Base.FIXED
    return Base.PREVIOUS if previous * _NEARER < fixed else Base.UNCLEAR


def _apart(found: Sequence[float], expected: Sequence[float]) -> float:
    return math.fsum(abs(a - b) for a, b in zip(found, expected, strict=True)) / len(found)


def growth_of_gdp(records: Iterable[ActivityRecord]) -> dict[int, float]:
    """Return GDP over that of the year before [-] by year, at constant prices where stated so.

    Parameters
    ----------
    records
        Records of activity.
    """
    series: dict[str, dict[int, float]] = defaultdict(dict)
    for record in records:
        if record.variable == "gdp" and not record.sector and record.amount.value:
            try:
                value = convert(record.amount.value, record.amount.unit.partition("@")[0], "元")
            except UnitError:
                continue
            series[record.price_base].setdefault(record.year, value)
    found: dict[int, float] = {}
    for _, values in sorted(series.items(), key=lambda item: item[0] != "current"):
        found |= {y: v / values[y - 1] for y, v in values.items() if values.get(y - 1, 0) > 0 < v}
    return found
