"""What is published about a place, year by year?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from dafeng.axes import Axis
from dafeng.reference.catalogue import Row, rows, unknown
from dafeng.reference.divisions import division

Series = Mapping[int, float]

#: Year whose prices the real series use.
PRICE_BASE = 2020


@dataclass(frozen=True, slots=True)
class PlaceSeries:
    """Published yearly series of a prefecture; a missing year is absent.

    Parameters
    ----------
    code
        Division code.
    years
        All years with any figure.
    gdp_current
        GDP at current prices, revised after censuses [亿元].
    gdp_index
        Growth index, previous year = 100 [-].
    share_primary, share_secondary, share_tertiary
        Shares of GDP [-]; from statistical vintages before the revision of GDP.
    population, population_interpolated
        Resident population at the end of the year, as published and with gaps filled [万人].
    co2_edgar, co2_ceads
        CO2 by EDGAR v8 and by CEADs [t].
    """

    code: str
    years: Axis[int]
    gdp_current: Series
    gdp_index: Series
    share_primary: Series
    share_secondary: Series
    share_tertiary: Series
    population: Series
    population_interpolated: Series
    co2_edgar: Series
    co2_ceads: Series


@lru_cache(maxsize=64)
def place_series(code: str) -> PlaceSeries:
    """Return the published series of one host prefecture of a pilot.

    Raises
    ------
    UnknownNameError
        If no series of this place is kept; they are listed.
    """
    if code not in places_with_series():
        raise unknown("地区序列", "series of place", code, places_with_series())
    own = _by_code().get(code, [])
    current, index = _series(own, "gdp_current"), _series(own, "gdp_index")
    return PlaceSeries(
        code,
        Axis("year", _years(code, own)),
        current,
        index,
        _series(own, "share_primary"),
        _series(own, "share_secondary"),
        _series(own, "share_tertiary"),
        _series(own, "population"),
        _series(own, "population_interpolated"),
        _co2(code, "edgar-v8"),
        _co2(code, "ceads"),
    )


def places_with_series() -> tuple[str, ...]:
    """Return the codes of all places whose series are kept."""
    return tuple(dict.fromkeys([*_by_code(), *(code for code, _series in _co2_by_code())]))


@dataclass(frozen=True, slots=True)
class ProvinceSeries:
    """GDP at current prices [亿元] and population [万人] of a province by year."""

    code: str
    gdp_current: Series
    population: Series


@lru_cache(maxsize=64)
def province_series(code: str) -> ProvinceSeries:
    """Return GDP and population of a province, 2005 to 2024.

    Raises
    ------
    UnknownNameError
        If the province is not in the table.
    """
    own = [r for r in rows("province_series") if r["code"] == code]
    if not own:
        raise unknown("省级序列", "series of province", code, _provinces())
    division(code)
    return ProvinceSeries(code, _series(own, "gdp_current"), _series(own, "population"))


def _provinces() -> list[str]:
    return list(dict.fromkeys(r["code"] for r in rows("province_series")))


@lru_cache(maxsize=1)
def _by_code() -> dict[str, list[Row]]:
    places: dict[str, list[Row]] = {}
    for r in rows("place_series"):
        places.setdefault(r["code"], []).append(r)
    return places


@lru_cache(maxsize=1)
def _co2_by_code() -> dict[tuple[str, str], dict[int, float]]:
    found: dict[tuple[str, str], dict[int, float]] = {}
    for r in rows("place_co2"):
        found.setdefault((r["code"], r["series"]), {})[int(r["year"])] = float(r["co2"])
    return found


def _co2(code: str, series: str) -> dict[int, float]:
    return dict(_co2_by_code().get((code, series), {}))


def _years(code: str, own: list[Row]) -> tuple[int, ...]:
    known = {int(r["year"]) for r in own}
    return tuple(sorted(known.union(_co2(code, "edgar-v8"), _co2(code, "ceads"))))


def _series(own: list[Row], column: str) -> dict[int, float]:
    return {int(r["year"]): float(r[column]) for r in own if r[column]}
