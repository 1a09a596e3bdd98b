"""How much energy, of what kind, per unit of output and per head?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from dafeng import reference, units
from dafeng.axes import Axis, Booleans, Floats
from dafeng.dossier.records import Dossier
from dafeng.errors import MethodError
from dafeng.inventory.account import CoalEquivalent, Electricity, Inventory, State
from dafeng.inventory.bases import Basis, total
from dafeng.inventory.gdp import constant_gdp
from dafeng.language import Text
from dafeng.units import Convention

#: Groups whose energy counts as burnt fuel in total energy consumption.
_FUEL_GROUPS: Final = ("coal", "oil", "gas", "non_fossil", "other")

#: Yuan in 亿元.
YUAN_PER_YI: Final = 1e8


class DenominatorVariant(StrEnum):
    """What the non-fossil share is a share of.

    ``total``: total energy consumption. ``less_feedstock``: without energy used as raw material
    (扣除原料用能). ``less_feedstock_and_listed``: also without projects listed separately
    (能耗单列项目), which the caller states.
    """

    TOTAL = "total"
    LESS_FEEDSTOCK = "less_feedstock"
    LESS_FEEDSTOCK_AND_LISTED = "less_feedstock_and_listed"


@dataclass(frozen=True, slots=True)
class NonFossilShare:
    """The non-fossil share with what it was made of.

    Parameters
    ----------
    share
        Non-fossil energy over the denominator [-] (year).
    numerator, denominator
        [tce] (year).
    variant
        What the denominator is.
    convention, thermal_rate
        How electricity counts; the rate is in kgce/kWh (year), None for the equivalent value.
    known
        Years in which the place states its own non-fossil generation; elsewhere the share leaves
        it out and is no figure to print (year).
    """

    share: Floats
    numerator: Floats
    denominator: Floats
    variant: DenominatorVariant
    convention: Convention
    thermal_rate: Floats | None
    known: Booleans


def energy_total(
    inventory: Inventory,
    convention: Convention | str = Convention.EQUIVALENT,
    thermal_rate: float | Floats | None = None,
) -> Floats:
    """Return total energy consumption [tce] (year).

    Fuels burnt or used, raw-material use, losses of transformation, electricity from
    non-fossil plants inside and net purchased electricity and heat; power from local fuels counts
    by its fuels. Fuels in physical units count by the coefficients of GB/T 2589, or by the place's
    own calorific values (`dafeng.inventory.account.CoalEquivalent`).

    Parameters
    ----------
    inventory
        The account of a place.
    convention
        How electricity counts: equivalent value (当量值) or thermal value (等价值).
    thermal_rate
        For the thermal value: coal per electricity [kgce/kWh], one figure or one a year.

    Raises
    ------
    MethodError
        If the thermal value is asked for without its rate.
    """
    power = _primary_power(inventory)
    heat = _tce(inventory.electricity.heat_net_purchased / 1000)
    coal = standard_coal(inventory)
    fuels: Floats = _fuel_coal(inventory, coal) + coal.raw_material.sum(axis=1)
    if coal.transformation_loss is not None:
        fuels = fuels + coal.transformation_loss
    result: Floats = fuels + heat + _power_coal(power, convention, thermal_rate)
    return result


def standard_coal(inventory: Inventory) -> CoalEquivalent:
    """Return the energy of an account as standard coal, by 29.3076 GJ/tce if it keeps none.

    Parameters
    ----------
    inventory
        The account of a place.
    """
    if inventory.coal is not None:
        return inventory.coal
    lost = inventory.transformation_loss
    return CoalEquivalent(
        _tce(inventory.energy), _tce(inventory.non_energy), None if lost is None else _tce(lost)
    )


#: Rate by which published totals count electricity if the dossier states none [kgce/kWh]: about
#: that of the nation's plants above 6 MW in 2022 (NEA, from memory).
CUSTOMARY_RATE: Final = 0.3


def thermal_rate(dossier: Dossier, year: int) -> float:
    """Return the coal per electricity that the dossier states for a year [kgce/kWh].

    A rate for the year goes before one for all years; a year marked by a notation key has none.

    Raises
    ------
    MethodError
        If the dossier states none.
    """
    found = {
        r.year: units.convert(r.amount.value, r.amount.unit, "kgce/kWh")
        for r in dossier.factors
        if r.quantity == "thermal_rate" and r.amount.value is not None
    }
    stated = found.get(year, found.get(None))
    if stated is None:
        raise MethodError(
            Text(
                f"没有 {year} 年的供电煤耗，不能按等价值计算",
                f"no thermal rate is stated for {year}: the thermal value cannot be computed",
            )
        )
    return stated


def listed_energy(dossier: Dossier, years: Axis[int]) -> Floats:
    """Return energy of separately listed projects (能耗单列项目) [tce] (year).

    Raises
    ------
    MethodError
        Naming the years without a figure.
    """
    series = _series(dossier, "listed_energy", "tce")
    return _picked(series, years, Text("能耗单列项目能耗", "energy of listed projects"))


def carrier_energy(inventory: Inventory) -> dict[str, Floats]:
    """Return fuel energy by group of carriers, raw-material use included [tce] (year)."""
    carriers = reference.carriers()
    coal = standard_coal(inventory)
    result: dict[str, Floats] = {}
    for group in _FUEL_GROUPS:
        members = [i for i, c in enumerate(inventory.carriers) if carriers[c].group == group]
        burnt = coal.used[:, :, members].sum(axis=(1, 2))
        result[group] = burnt + coal.raw_material[:, members].sum(axis=1)
    return result


def group_shares(
    inventory: Inventory,
    convention: Convention | str = Convention.EQUIVALENT,
    thermal_rate: float | Floats | None = None,
) -> dict[str, Floats]:
    """Return coal, oil and gas as shares of total energy consumption [-] (year)."""
    whole = energy_total(inventory, convention, thermal_rate)
    groups = carrier_energy(inventory)
    return {g: _ratio(groups[g], whole, "total energy") for g in ("coal", "oil", "gas")}


def non_fossil_share(
    inventory: Inventory,
    variant: DenominatorVariant | str = DenominatorVariant.TOTAL,
    *,
    thermal_rate: float | Floats | None = None,
    imported_share: float = 0.0,
    listed: float | Floats = 0.0,
) -> NonFossilShare:
    """Return the non-fossil share of energy consumption by the coal-consumption method.

    ``(non-fossil electricity x rate + direct non-fossil use) / total energy``, the same rate above
    and below; with the thermal rate this is 发电煤耗计算法.

    Parameters
    ----------
    inventory
        The account of a place.
    variant
        What the share is a share of.
    thermal_rate
        [kgce/kWh]; without it electricity counts by the equivalent value.
    imported_share
        Agreed non-fossil share of net purchased electricity [-].
    listed
        Energy of separately listed projects [tce], for that variant.

    Raises
    ------
    MethodError
        If the place's own non-fossil generation is not recorded, or a denominator is not positive.
    """
    chosen = DenominatorVariant(variant)
    convention = Convention.EQUIVALENT if thermal_rate is None else Convention.THERMAL
    own = inventory.electricity.non_fossil
    if own is None:
        raise MethodError(
            Text(
                "没有本地非化石发电数据，不能计算非化石能源占比",
                "no local non-fossil generation is recorded; the share cannot be computed",
            )
        )
    bought = np.maximum(inventory.electricity.net_purchased, 0.0) * imported_share
    numerator = carrier_energy(inventory)["non_fossil"] + _power_coal(
        own + bought, convention, thermal_rate
    )
    denominator = energy_total(inventory, convention, thermal_rate)
    if chosen is not DenominatorVariant.TOTAL:
        denominator = denominator - standard_coal(inventory).raw_material.sum(axis=1)
    if chosen is DenominatorVariant.LESS_FEEDSTOCK_AND_LISTED:
        denominator = denominator - listed
    rate = None if thermal_rate is None else np.broadcast_to(thermal_rate, own.shape).astype(float)
    share = _ratio(numerator, denominator, "total energy")
    known = _known(inventory.electricity)
    return NonFossilShare(share, numerator, denominator, chosen, convention, rate, known)


def gdp_constant(dossier: Dossier, years: Axis[int]) -> Floats:
    """Return GDP at the constant prices of the dossier's price base [亿元] (year).

    Read by `dafeng.inventory.gdp.constant_gdp`.

    Raises
    ------
    MethodError
        If GDP stands at the prices of another year, or naming the years without a figure.
    """
    base = dossier.identity.price_base
    found = constant_gdp(dossier.activity, base)
    if found.values and found.price_base != base:
        raise MethodError(
            Text(
                f"GDP 为 {found.price_base} 年价，价格基年是 {base}；请补充 {base} 年的 GDP",
                f"GDP stands at {found.price_base} prices and the price base is {base}: add the "
                f"GDP of {base}",
            )
        )
    series = {year: value / YUAN_PER_YI for year, value in found.values.items()}
    return _picked(series, years, Text(f"{base} 年价 GDP", f"GDP at {base} prices"))


def population(dossier: Dossier, years: Axis[int]) -> Floats:
    """Return resident population [万人] (year).

    Raises
    ------
    MethodError
        Naming the years without a figure.
    """
    series = _series(dossier, "population", "万人")
    return _picked(series, years, Text("常住人口", "population"))


def co2_intensity(inventory: Inventory, dossier: Dossier, basis: Basis | str) -> Floats:
    """Return CO2 per GDP at constant prices [t/万元] (year)."""
    gdp = gdp_constant(dossier, inventory.years) * 1e4
    return _ratio(total(inventory, basis), gdp, "GDP")


def energy_intensity(
    inventory: Inventory,
    dossier: Dossier,
    convention: Convention | str = Convention.EQUIVALENT,
    thermal_rate: float | Floats | None = None,
) -> Floats:
    """Return energy per GDP at constant prices [tce/万元] (year)."""
    gdp = gdp_constant(dossier, inventory.years) * 1e4
    return _ratio(energy_total(inventory, convention, thermal_rate), gdp, "GDP")


def co2_per_head(inventory: Inventory, dossier: Dossier, basis: Basis | str) -> Floats:
    """Return CO2 per resident [t/人] (year)."""
    people = population(dossier, inventory.years) * 1e4
    return _ratio(total(inventory, basis), people, "population")


def co2_per_tce(
    inventory: Inventory,
    basis: Basis | str,
    convention: Convention | str = Convention.EQUIVALENT,
    thermal_rate: float | Floats | None = None,
) -> Floats:
    """Return CO2 per energy, the core indicator of zero-carbon parks [t/tce] (year)."""
    return _ratio(
        total(inventory, basis), energy_total(inventory, convention, thermal_rate), "total energy"
    )


def _known(account: Electricity) -> Booleans:
    states = account.non_fossil_state
    if states is None:
        return np.ones(len(account.consumed), dtype=np.bool_)
    return np.asarray(states != State.NE)


def _primary_power(inventory: Inventory) -> Floats:
    own = inventory.electricity.non_fossil
    net = inventory.electricity.net_purchased
    return net if own is None else net + own


def _fuel_coal(inventory: Inventory, coal: CoalEquivalent) -> Floats:
    carriers = reference.carriers()
    members = [i for i, c in enumerate(inventory.carriers) if carriers[c].group in _FUEL_GROUPS]
    result: Floats = coal.used[:, :, members].sum(axis=(1, 2))
    return result


def _tce(energy: Floats) -> Floats:
    return energy * 1000 / float(units.GJ_PER_TCE)


def _power_coal(
    power: Floats, convention: Convention | str, thermal_rate: float | Floats | None
) -> Floats:
    """Return electricity [MWh] as standard coal [tce]."""
    chosen = Convention(convention)
    if chosen is Convention.EQUIVALENT or thermal_rate is None:
        return np.asarray(units.electricity_to_standard_coal(power, "MWh", chosen))
    rates = np.broadcast_to(np.asarray(thermal_rate, dtype=np.float64), power.shape)
    return np.array(
        [
            units.electricity_to_standard_coal(float(p), "MWh", chosen, float(r))
            for p, r in zip(power, rates, strict=True)
        ]
    )


def _series(dossier: Dossier, variable: str, unit: str) -> dict[int, float]:
    return {
        record.year: units.convert(record.amount.value, record.amount.unit, unit)
        for record in dossier.activity
        if record.variable == variable and not record.sector and record.amount.value is not None
    }


def _picked(series: dict[int, float], years: Axis[int], name: Text) -> Floats:
    missing = [str(y) for y in years if y not in series]
    if missing:
        listed = ", ".join(missing)
        raise MethodError(Text(f"缺{name.zh}：{listed}", f"{name.en} is missing for {listed}"))
    return np.array([series[y] for y in years])


def _ratio(above: Floats, below: Floats, name: str) -> Floats:
    if (below <= 0).any():
        raise MethodError(
            Text(f"分母（{name}）须大于零", f"the denominator ({name}) is not positive")
        )
    return above / below
