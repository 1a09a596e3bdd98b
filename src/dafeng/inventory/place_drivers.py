"""How large are the drivers of a place, where statistics have gaps?"""

from __future__ import annotations

from dafeng import reference
from dafeng.errors import UnknownNameError
from dafeng.inventory.assumed import assumed
from dafeng.reference import PlaceSeries


def province_share(series: PlaceSeries, province: str) -> float | None:
    """Return the place's share of its province by CEADs CO2 of the last year of both [-]."""
    try:
        history = reference.province_history(province).totals
    except UnknownNameError:
        return None
    common = sorted(set(history) & set(series.co2_ceads))
    return series.co2_ceads[common[-1]] / history[common[-1]] if common else None


def gdp_of(series: PlaceSeries, province: str, year: int) -> float | None:
    """Return nominal GDP, that of the province by the place's CO2 share if it has none [亿元]."""
    if series.gdp_current:
        return carried(
            series.gdp_current, dict(reference.province_series(province).gdp_current), year
        )
    share = province_share(series, province)
    whole = reference.province_series(province).gdp_current.get(year)
    return None if share is None or whole is None else share * whole


def population_of(series: PlaceSeries, province: str, year: int) -> float | None:
    """Return population, that of the province by the place's CO2 share if it has none [万人]."""
    whole = reference.province_series(province).population
    if series.population_interpolated:
        return carried(series.population_interpolated, dict(whole), year)
    share = province_share(series, province)
    return None if share is None or year not in whole else share * whole[year]


def carried(own: reference.places.Series, whole: dict[int, float], year: int) -> float | None:
    """Return a series in a year, carried from its nearest year by the province's growth."""
    if year in own:
        return own[year]
    known = [y for y in own if y in whole]
    if not known or year not in whole:
        return None
    nearest = min(known, key=lambda y: abs(y - year))
    return own[nearest] * whole[year] / whole[nearest]


def share_of(series: PlaceSeries, kind: str, year: int) -> float:
    """Return a class's share of GDP, of the nearest year or the nation's [-]."""
    own: reference.places.Series = getattr(series, f"share_{kind}")
    if not own:
        return assumed("gdp_share")[kind]
    return own[min(own, key=lambda y: (abs(y - year), y))]
