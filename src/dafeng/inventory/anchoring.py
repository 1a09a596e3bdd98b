"""How high is the total of a place that has no account of its own?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng import reference
from dafeng.axes import Axis, Floats
from dafeng.errors import MethodError
from dafeng.language import Text, significant
from dafeng.reference import PlaceSeries

#: Years of both series over which their levels are compared.
_COMPARED_YEARS: Final = 3

#: Series further apart than this contradict one another: neither level is taken alone.
_CONTRADICTION: Final = 2.5

#: Factor of range (central / low = high / central) by what an estimate rests on.
RANGE_BOTH_SERIES: Final = 1.15
RANGE_ONE_SERIES: Final = 1.40
RANGE_PROVINCE: Final = 2.0


@dataclass(frozen=True, slots=True)
class Anchor:
    """The level of a place's total CO2.

    Parameters
    ----------
    years
        Years of the estimate.
    central, low, high
        [t] (year); low and high are read as the 2.5 % and 97.5 % points.
    method
        On what it rests.
    """

    years: Axis[int]
    central: Floats
    low: Floats
    high: Floats
    method: Text


def last_year(series: PlaceSeries, first: int) -> int:
    """Return the last year whose level can be estimated.

    Parameters
    ----------
    series
        Published series of the place.
    first
        First year of an estimate; EDGAR that ends before it is carried on.
    """
    if max(series.co2_edgar, default=0) >= first:
        return max(series.co2_edgar)
    return max(set(reference.national().co2) & set(range(2000, 2024)))


def anchor(series: PlaceSeries, province: str, years: Axis[int]) -> Anchor:
    """Return the level of total CO2.

    Both series: the CEADs level of the last common years carried on by EDGAR's growth; the range
    spans both series. One series: that one, with a wide range (CEADs carried on by the nation's
    growth, or EDGAR where it does not reach the years). None: the province's total by the place's
    share of GDP.

    Parameters
    ----------
    series
        Published series of the place.
    province
        Province code.
    years
        Years wanted.
    """
    edgar, ceads = series.co2_edgar, series.co2_ceads
    common = sorted(set(edgar) & set(ceads))[-_COMPARED_YEARS:]
    has_edgar = all(y in edgar for y in years)
    if has_edgar and len(common) == _COMPARED_YEARS:
        ratio = math.fsum(ceads[y] for y in common) / math.fsum(edgar[y] for y in common)
        other = np.array([edgar[y] for y in years])
        if not 1 / _CONTRADICTION <= ratio <= _CONTRADICTION:
            return _between(years, other, ratio)
        central = ratio * other
        low, high = np.minimum(central, other), np.maximum(central, other)
        method = Text(
            f"CEADs {common[0]}–{common[-1]} 年水平按 EDGAR 增速延伸；范围含两个数据集",
            f"CEADs level of {common[0]}–{common[-1]} carried on by EDGAR's growth; the range "
            "spans both series",
        )
        return Anchor(years, central, low / RANGE_BOTH_SERIES, high * RANGE_BOTH_SERIES, method)
    if has_edgar:
        central = np.array([edgar[y] for y in years])
        method = Text("仅有 EDGAR，范围较宽", "EDGAR alone, wide range")
        return Anchor(
            years, central, central / RANGE_ONE_SERIES, central * RANGE_ONE_SERIES, method
        )
    carried = _carried("CEADs", ceads, years) or _carried("EDGAR", edgar, years)
    if carried is not None:
        return carried
    return _share_of_province(series, province, years)


def _between(years: Axis[int], edgar: Floats, ratio: float) -> Anchor:
    """Return the geometric mean of two series that contradict one another."""
    central = math.sqrt(ratio) * edgar
    low, high = np.minimum(ratio * edgar, edgar), np.maximum(ratio * edgar, edgar)
    method = Text(
        f"CEADs 是 EDGAR 的 {significant(ratio, 2)} 倍，互相矛盾：取几何平均，范围含两者，须以本"
        "地数据核实",
        f"CEADs is {significant(ratio, 2)} times EDGAR, a contradiction: geometric mean, the "
        "range spans both; "
        "local data must decide",
    )
    return Anchor(years, central, low / RANGE_BOTH_SERIES, high * RANGE_BOTH_SERIES, method)


def _carried(name: str, own: Mapping[int, float], years: Axis[int]) -> Anchor | None:
    """Return a series carried on by the nation's growth; None where no year of both is known."""
    nation = reference.national().co2
    common = [y for y in own if y in nation]
    if not common:
        return None
    last = max(common)
    central = np.array([own[last] * _nearest(nation, y) / nation[last] for y in years])
    method = Text(
        f"仅有 {name}（至 {last} 年），按全国增速延伸，范围宽",
        f"{name} alone (to {last}), carried on by the nation's growth, wide range",
    )
    factor = RANGE_ONE_SERIES**1.5
    return Anchor(years, central, central / factor, central * factor, method)


def _nearest(nation: Mapping[int, float], year: int) -> float:
    """Return the nation's figure of a year, or of the nearest one that is published."""
    return nation[min(nation, key=lambda y: (abs(y - year), y))]


def _share_of_province(series: PlaceSeries, province: str, years: Axis[int]) -> Anchor:
    emissions, nation = reference.province_emissions(province), reference.national().co2
    whole = float(emissions.co2.sum()) + emissions.process_co2
    own, of = series.gdp_current, reference.province_series(province).gdp_current
    if not set(own) & set(of):
        own, of = series.population, reference.province_series(province).population
    common = sorted(set(own) & set(of))
    if not common:
        raise MethodError(
            Text(
                f"{series.code} 没有排放、GDP 或人口数据，无法估算",
                f"{series.code} has neither emissions nor GDP nor population to estimate from",
            )
        )
    share = own[common[-1]] / of[common[-1]]
    central = np.array(
        [whole * share * _nearest(nation, y) / nation[emissions.year] for y in years]
    )
    method = Text(
        "按省级排放乘以本地 GDP 或人口占比估算，范围很宽",
        "the province's emissions by the place's share of GDP or population, very wide range",
    )
    return Anchor(years, central, central / RANGE_PROVINCE, central * RANGE_PROVINCE, method)
