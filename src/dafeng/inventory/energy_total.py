"""How much energy does the place consume, as standard coal, and of which kind?"""

from __future__ import annotations

from typing import Final

import numpy as np

from dafeng import reference, units
from dafeng.axes import Floats
from dafeng.dossier.records import Dossier
from dafeng.errors import MethodError
from dafeng.inventory.account import CoalEquivalent, Inventory
from dafeng.language import Text
from dafeng.units import Convention

#: Groups whose energy counts as burnt fuel in total energy consumption.
_FUEL_GROUPS: Final = ("coal", "oil", "gas", "non_fossil", "other")

#: Rate by which electricity counts by the thermal value if none is stated [kgce/kWh]: about
#: that of the nation's plants above 6 MW in 2022 (NEA, from memory).
CUSTOMARY_RATE: Final = 0.3


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
        If the thermal value is asked for without its rate, or a rate is given for the other.
    """
    power = _primary_power(inventory)
    heat = _tce(inventory.electricity.heat_net_purchased / 1000)
    coal = standard_coal(inventory)
    fuels: Floats = _fuel_coal(inventory, coal) + coal.raw_material.sum(axis=1)
    if coal.transformation_loss is not None:
        fuels = fuels + coal.transformation_loss
    result: Floats = fuels + heat + power_coal(power, convention, thermal_rate)
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


def power_coal(
    power: Floats,
    convention: Convention | str = Convention.EQUIVALENT,
    thermal_rate: float | Floats | None = None,
) -> Floats:
    """Return electricity as standard coal [tce] (year).

    Parameters
    ----------
    power
        Electricity [MWh] (year).
    convention
        How electricity counts.
    thermal_rate
        For the thermal value: coal per electricity [kgce/kWh], one figure or one a year.

    Raises
    ------
    MethodError
        If the rate is missing, not positive, or given for the equivalent value.
    """
    chosen = Convention(convention)
    if thermal_rate is None:
        return np.asarray(units.electricity_to_standard_coal(power, "MWh", chosen))
    rates = np.broadcast_to(np.asarray(thermal_rate, dtype=np.float64), power.shape)
    return np.array(
        [
            units.electricity_to_standard_coal(float(p), "MWh", chosen, float(r))
            for p, r in zip(power, rates, strict=True)
        ]
    )


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
