"""What was a place's GDP at constant prices, and how far is that known?"""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dafeng import reference
from dafeng.inventory.assumed import assumed
from dafeng.inventory.place_drivers import gdp_of
from dafeng.reference import PRICE_BASE, PlaceSeries

#: First year to which an estimate is carried back.
FIRST_ESTIMATE = 2005

#: Factor of range of a level that the province's growth carried to the price base.
_CARRIED_LEVEL = 1.05


@dataclass(frozen=True, slots=True)
class PlaceGdp:
    """GDP of one year at constant prices, with its range [亿元 of 2020].

    Parameters
    ----------
    value, low, high
        The figure and its 95 % range.
    published
        Whether it follows from published GDP of the price base and a published index alone.
    """

    value: float
    low: float
    high: float
    published: bool


def real_gdp(series: Sequence[PlaceSeries], province: str, last: int) -> dict[int, PlaceGdp]:
    """Return GDP at prices of 2020 of one or more neighbouring places, by year.

    ``real[2020] = current[2020]; real[t] = real[t-1] x index[t] / 100``

    Where a place publishes no GDP its level in 2020 is its share of the province's, and where it
    publishes no index the median index of the places that do stands in: growth at current prices
    is never taken for real growth.

    Parameters
    ----------
    series
        Published series of the places; figures of several are added, ranges linearly.
    province
        Province code.
    last
        Last year of an estimate.
    """
    own = [_one(s, province, last) for s in series]
    years = set.intersection(*(set(o) for o in own))
    return {year: _sum([o[year] for o in own]) for year in sorted(years)}


def _sum(parts: Sequence[PlaceGdp]) -> PlaceGdp:
    return PlaceGdp(
        math.fsum(p.value for p in parts),
        math.fsum(p.low for p in parts),
        math.fsum(p.high for p in parts),
        all(p.published for p in parts),
    )


def _one(series: PlaceSeries, province: str, last: int) -> dict[int, PlaceGdp]:
    level = gdp_of(series, province, PRICE_BASE)
    if level is None:
        return {}
    width = _level_range(series)
    found = {PRICE_BASE: _figure(level, width, 0)}
    for step in (1, -1):
        year, value, guessed = PRICE_BASE + step, level, 0
        while (index := _index(series, year if step > 0 else year + 1, last)) is not None:
            guessed += not index.published
            value = value * index.ratio if step > 0 else value / index.ratio
            found[year] = _figure(value, width, guessed)
            year += step
    kept = {*series.gdp_current, *series.gdp_index, *range(FIRST_ESTIMATE, last + 1)}
    return {year: found[year] for year in sorted(set(found) & kept)}


def _level_range(series: PlaceSeries) -> float:
    if PRICE_BASE in series.gdp_current:
        return 1.0
    return _CARRIED_LEVEL if series.gdp_current else assumed("gdp_range")["level"]


def _figure(value: float, width: float, guessed: int) -> PlaceGdp:
    factor = width * assumed("gdp_range")["growth"] ** guessed
    return PlaceGdp(value, value / factor, value * factor, factor == 1)


@dataclass(frozen=True, slots=True)
class _Index:
    ratio: float
    published: bool


def _index(series: PlaceSeries, year: int, last: int) -> _Index | None:
    """Return growth over the year before, the place's own or the typical one; None at the ends."""
    if year in series.gdp_index:
        return _Index(series.gdp_index[year] / 100, published=True)
    if FIRST_ESTIMATE < year <= last and year in typical_index():
        return _Index(typical_index()[year] / 100, published=False)
    return None


@lru_cache(maxsize=1)
def typical_index() -> Mapping[int, float]:
    """Return the median published GDP index (previous year = 100) of the places that have one."""
    indices = [reference.place_series(code).gdp_index for code in reference.places_with_series()]
    years = sorted({year for index in indices for year in index})
    return {y: statistics.median(i[y] for i in indices if y in i) for y in years}
