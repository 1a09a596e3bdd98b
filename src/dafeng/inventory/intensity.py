"""How much energy and CO2 per unit of output, per head and per unit of energy?"""

from __future__ import annotations

from typing import Final

from dafeng.axes import Axis, Floats
from dafeng.dossier.records import Dossier
from dafeng.inventory.account import Inventory
from dafeng.inventory.bases import Basis, total
from dafeng.inventory.energy_total import carrier_energy, energy_total
from dafeng.inventory.gdp import constant_gdp
from dafeng.inventory.recorded import residents
from dafeng.inventory.yearly import Yearly, of_years, ratio
from dafeng.language import Text
from dafeng.units import Convention

#: Yuan in 亿元, persons in 万人.
_YUAN_PER_YI: Final = 1e8
_PERSONS_PER_WAN: Final = 1e4

_GDP: Final = Text("地区生产总值", "GDP")
_PEOPLE: Final = Text("常住人口", "population")
_ENERGY: Final = Text("能源消费总量", "total energy")


def gdp_constant(dossier: Dossier, years: Axis[int]) -> Yearly:
    """Return GDP at the constant prices of the dossier's price base [亿元].

    Read by `dafeng.inventory.gdp.constant_gdp`; at the prices of another year it is no figure.

    Parameters
    ----------
    dossier
        The place's records.
    years
        Years asked for.
    """
    base = dossier.identity.price_base
    found = constant_gdp(dossier.activity, base)
    if found.values and found.price_base != base:
        other = Text(
            f"GDP 为 {found.price_base} 年价，价格基年是 {base}；请补充 {base} 年的 GDP",
            f"GDP stands at {found.price_base} prices and the price base is {base}: add the "
            f"GDP of {base}",
        )
        gaps = of_years({}, years, other)
        return Yearly(years, gaps.values, dict.fromkeys(gaps.reasons, other))
    series = {year: value / _YUAN_PER_YI for year, value in found.values.items()}
    return of_years(series, years, Text(f"{base} 年价 GDP", f"GDP at {base} prices"))


def population(dossier: Dossier, years: Axis[int]) -> Yearly:
    """Return resident population [万人].

    Parameters
    ----------
    dossier
        The place's records.
    years
        Years asked for.
    """
    people = {y: p / _PERSONS_PER_WAN for y, p in residents(dossier.activity).items()}
    return of_years(people, years, _PEOPLE)


def co2_intensity(inventory: Inventory, dossier: Dossier, basis: Basis | str) -> Yearly:
    """Return CO2 per GDP at constant prices [t/万元]."""
    return _per_gdp(total(inventory, basis), inventory, dossier)


def energy_intensity(
    inventory: Inventory,
    dossier: Dossier,
    convention: Convention | str = Convention.EQUIVALENT,
    thermal_rate: float | Floats | None = None,
) -> Yearly:
    """Return energy per GDP at constant prices [tce/万元]."""
    return _per_gdp(energy_total(inventory, convention, thermal_rate), inventory, dossier)


def co2_per_head(inventory: Inventory, dossier: Dossier, basis: Basis | str) -> Yearly:
    """Return CO2 per resident [t/人]."""
    people = population(dossier, inventory.years)
    co2 = Yearly(inventory.years, total(inventory, basis) / _PERSONS_PER_WAN)
    return ratio(co2, people, _PEOPLE)


def co2_per_tce(
    inventory: Inventory,
    basis: Basis | str,
    convention: Convention | str = Convention.EQUIVALENT,
    thermal_rate: float | Floats | None = None,
) -> Yearly:
    """Return CO2 per energy, the core indicator of zero-carbon parks [t/tce]."""
    years = inventory.years
    whole = Yearly(years, energy_total(inventory, convention, thermal_rate))
    return ratio(Yearly(years, total(inventory, basis)), whole, _ENERGY)


def group_shares(
    inventory: Inventory,
    convention: Convention | str = Convention.EQUIVALENT,
    thermal_rate: float | Floats | None = None,
) -> dict[str, Yearly]:
    """Return coal, oil and gas as shares of total energy consumption [-]."""
    years = inventory.years
    whole = Yearly(years, energy_total(inventory, convention, thermal_rate))
    groups = carrier_energy(inventory)
    return {g: ratio(Yearly(years, groups[g]), whole, _ENERGY) for g in ("coal", "oil", "gas")}


def _per_gdp(values: Floats, inventory: Inventory, dossier: Dossier) -> Yearly:
    """Return figures per 万元 of GDP at constant prices."""
    gdp = gdp_constant(dossier, inventory.years)
    return ratio(Yearly(inventory.years, values / 1e4), gdp, _GDP)
