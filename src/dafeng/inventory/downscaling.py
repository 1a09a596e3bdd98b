"""What may a place without an energy balance emit, by sector and carrier?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from dafeng import reference
from dafeng.axes import Axis, Floats
from dafeng.errors import MethodError
from dafeng.inventory.anchoring import Anchor, anchor
from dafeng.inventory.assumed import assumed
from dafeng.inventory.place_drivers import gdp_of, population_of, share_of
from dafeng.inventory.plant_rate import co2_per_power, heat_range
from dafeng.language import Text
from dafeng.reference import PlaceSeries, ProvinceEmissions

#: First year of an estimate: the year of the provincial inventories that lend their structure.
STRUCTURE_YEAR: Final = 2019

#: Factor of range (central / low = high / central) that the structure adds to the level.
RANGE_STRUCTURE: Final = {"secondary": 1.6, "primary": 1.5, "tertiary": 1.4, "none": 1.4}
RANGE_ELECTRICITY: Final = 1.5

#: Cells below this share of the place's total are left out before scaling [-].
_NEGLIGIBLE: Final = 1e-5


@dataclass(frozen=True, slots=True)
class Estimate:
    """A place's inventory scaled down from its province, every figure with a range.

    Parameters
    ----------
    years, sectors, carriers
        Axes.
    co2, co2_low, co2_high
        CO2 from fuels [t] (year, sector, carrier).
    process, process_low, process_high
        CO2 from processes [t] (year).
    power, power_low, power_high
        Electricity used [MWh] (year, sector).
    generated, generated_low, generated_high
        Electricity from local fossil plants [MWh] (year): CO2 of power and heat by
        `dafeng.inventory.plant_rate.co2_per_power`.
    anchor
        The level, and on what it rests.
    """

    years: Axis[int]
    sectors: Axis[str]
    carriers: Axis[str]
    co2: Floats
    co2_low: Floats
    co2_high: Floats
    process: Floats
    process_low: Floats
    process_high: Floats
    power: Floats
    power_low: Floats
    power_high: Floats
    generated: Floats
    generated_low: Floats
    generated_high: Floats
    anchor: Anchor


def estimate(series: PlaceSeries, province: str, years: Axis[int]) -> Estimate:
    """Scale a province's inventory down to a place.

    Each sector of the province is weighted by the place's share of the province's GDP, times the
    share of the sector's class of the economy in the place's GDP over that in the nation's (the
    province's own shares are not kept); services by the geometric mean of that and of the share of
    population, households by population alone. The whole is then scaled to the anchor.

    Parameters
    ----------
    series
        Published series of the place.
    province
        Province code.
    years
        Years wanted.

    Raises
    ------
    UnknownNameError
        If the province has no inventory.
    """
    emissions = reference.province_emissions(province)
    level = anchor(series, province, years)
    weights = np.array([_weights(series, province, emissions, y) for y in years])
    raw = emissions.co2[None] * weights[:, :, None]
    at_process = emissions.process_by_sector
    process = (weights * at_process[None]).sum(axis=1)
    raw = np.where(raw < _NEGLIGIBLE * raw.sum(axis=(1, 2), keepdims=True), 0.0, raw)
    scale = level.central / (raw.sum(axis=(1, 2)) + process)
    co2, process = raw * scale[:, None, None], process * scale
    down, up = _log_range(level)
    structure = np.array([math.log(_structure_range(s)) for s in emissions.sectors])
    low = co2 * np.exp(-np.hypot(down[:, None], structure[None]))[:, :, None]
    high = co2 * np.exp(np.hypot(up[:, None], structure[None]))[:, :, None]
    wide = math.log(RANGE_STRUCTURE["secondary"])
    power = np.array([_electricity(series, province, emissions, y) for y in years])
    at = emissions.sectors.index("power_heat")
    generated = co2[:, at, :].sum(axis=1) / co2_per_power()
    plants = np.hypot(structure[at], np.log(heat_range(years)))
    spread_low, spread_high = np.exp(-np.hypot(down, plants)), np.exp(np.hypot(up, plants))
    return Estimate(
        years,
        emissions.sectors,
        emissions.carriers,
        co2,
        low,
        high,
        process,
        process * np.exp(-np.hypot(down, wide)),
        process * np.exp(np.hypot(up, wide)),
        power,
        power / RANGE_ELECTRICITY,
        power * RANGE_ELECTRICITY,
        generated,
        generated * spread_low,
        generated * spread_high,
        level,
    )


def summed(estimates: list[Estimate]) -> Estimate:
    """Add estimates of neighbouring hosts; ranges add linearly, as their errors go together.

    Raises
    ------
    MethodError
        If years, sectors or carriers differ.
    """
    first = estimates[0]
    for other in estimates[1:]:
        if (other.years, other.sectors, other.carriers) != (
            first.years,
            first.sectors,
            first.carriers,
        ):
            raise MethodError(
                Text("各所在地的估算轴不一致", "estimates of the hosts stand on different axes")
            )
    names = [
        f"{stem}{end}"
        for stem in ("co2", "process", "power", "generated")
        for end in ("", "_low", "_high")
    ]
    sums = {n: np.sum([getattr(e, n) for e in estimates], axis=0) for n in names}
    level = Anchor(
        first.years,
        np.sum([e.anchor.central for e in estimates], axis=0),
        np.sum([e.anchor.low for e in estimates], axis=0),
        np.sum([e.anchor.high for e in estimates], axis=0),
        _methods([e.anchor.method for e in estimates]),
    )
    return Estimate(first.years, first.sectors, first.carriers, **sums, anchor=level)


def _methods(told: list[Text]) -> Text:
    """Cite each method once, in the order of the hosts."""
    each = list(dict.fromkeys(told))
    return Text("；".join(m.zh for m in each), "; ".join(m.en for m in each))


def _log_range(level: Anchor) -> tuple[Floats, Floats]:
    return np.log(level.central / level.low), np.log(level.high / level.central)


def _structure_range(sector: str) -> float:
    return RANGE_STRUCTURE[reference.sectors().industry_class(sector)]


def _weights(series: PlaceSeries, province: str, emissions: ProvinceEmissions, year: int) -> Floats:
    """Return the place's driver over the province's by sector [-] (sector)."""
    whole = reference.province_series(province)
    gdp, people = gdp_of(series, province, year), population_of(series, province, year)
    near = min(whole.gdp_current, key=lambda y: abs(y - year))
    if gdp is None or people is None:
        return np.ones(len(emissions.sectors))
    money, heads = gdp / whole.gdp_current[near], people / whole.population[near]

    def driver(sector: str) -> float:
        kind = reference.sectors().industry_class(sector)
        if kind == "none":
            return heads
        value = money * share_of(series, kind, year) / assumed("gdp_share")[kind]
        return math.sqrt(value * heads) if kind == "tertiary" else value

    return np.array([driver(s) for s in emissions.sectors])


@lru_cache(maxsize=1)
def _national_mix() -> dict[str, float]:
    """Return each sector's share of the nation's industrial fuel CO2 (sum of the provinces)."""
    sums: dict[str, float] = {}
    for emissions in reference.all_province_emissions():
        for sector, co2 in zip(emissions.sectors, emissions.co2.sum(axis=1), strict=True):
            sums[sector] = sums.get(sector, 0.0) + float(co2)
    secondary = assumed("secondary_power")
    whole = math.fsum(sums[s] for s in secondary)
    return {s: sums[s] / whole for s in secondary}


def _electricity(
    series: PlaceSeries, province: str, emissions: ProvinceEmissions, year: int
) -> Floats:
    """Return electricity by sector from the nation's use per value added and head [MWh]."""
    nation = reference.national()
    known = min(nation.electricity_use, key=lambda y: (abs(y - year), y))
    use, gdp = nation.electricity_use[known], gdp_of(series, province, year)
    people = population_of(series, province, year)
    result = np.zeros(len(emissions.sectors))
    if gdp is None or people is None:
        return result
    per_class = {
        kind: use[kind] / national * share_of(series, kind, year) * gdp / nation.gdp[known]
        for kind, national in assumed("gdp_share").items()
    }
    homes = use["households"] * people / nation.population[known]
    mix = _secondary_mix(emissions)
    for i, sector in enumerate(emissions.sectors):
        kind = reference.sectors().industry_class(sector)
        if kind == "secondary":
            result[i] = per_class[kind] * mix[sector]
        elif kind == "none":
            result[i] = homes * assumed("household_power")[sector]
        elif kind == "primary":
            result[i] = per_class[kind]
        else:
            result[i] = per_class[kind] * assumed("tertiary_power")[sector]
    return result * 1e5


def _secondary_mix(emissions: ProvinceEmissions) -> dict[str, float]:
    """Return the split of secondary electricity, tilted by the province's fuel mix."""
    nation = _national_mix()
    usual = assumed("secondary_power")
    own = {s: float(emissions.co2[emissions.sectors.index(s)].sum()) for s in usual}
    whole = math.fsum(own.values())
    tilt = {s: share * math.sqrt(own[s] / whole / nation[s]) for s, share in usual.items()}
    norm = math.fsum(tilt.values())
    return {s: value / norm for s, value in tilt.items()}
