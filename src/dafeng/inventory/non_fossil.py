"""What share of the energy is non-fossil, and of which total?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from dafeng.axes import Axis, Floats
from dafeng.dossier.records import Dossier
from dafeng.errors import MethodError
from dafeng.inventory.account import Inventory, State
from dafeng.inventory.energy_total import carrier_energy, energy_total, power_coal, standard_coal
from dafeng.inventory.recorded import recorded
from dafeng.inventory.yearly import Yearly, of_years, ratio
from dafeng.language import Text, significant
from dafeng.units import Convention

_TOTAL: Final = Text("能源消费总量", "total energy")
_LISTED: Final = Text("能耗单列项目能耗", "energy of listed projects")


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
        Non-fossil energy over the denominator [-]; a year in which the place does not state its
        own non-fossil generation has none.
    numerator, denominator
        [tce] (year).
    variant
        What the denominator is.
    convention, thermal_rate
        How electricity counts; the rate is in kgce/kWh (year), None for the equivalent value.
    """

    share: Yearly
    numerator: Floats
    denominator: Floats
    variant: DenominatorVariant
    convention: Convention
    thermal_rate: Floats | None


def non_fossil_share(
    inventory: Inventory,
    variant: DenominatorVariant | str = DenominatorVariant.TOTAL,
    *,
    thermal_rate: float | Floats | None = None,
    imported_share: float = 0.0,
    listed: Yearly | None = None,
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
        Agreed non-fossil share of net purchased electricity [-], from 0 to 1.
    listed
        Energy of separately listed projects [tce], for that variant.

    Raises
    ------
    MethodError
        If `imported_share` is no share.
    """
    if not 0 <= imported_share <= 1:
        raise MethodError(
            Text(
                f"外购电力的非化石占比须在 0 与 1 之间，不能是 {significant(imported_share)}",
                f"the non-fossil share of purchased electricity lies between 0 and 1, it cannot be "
                f"{significant(imported_share)}",
            )
        )
    chosen = DenominatorVariant(variant)
    convention = Convention.EQUIVALENT if thermal_rate is None else Convention.THERMAL
    power = inventory.electricity
    own = np.zeros_like(power.consumed) if power.non_fossil is None else power.non_fossil
    bought = np.maximum(power.net_purchased, 0.0) * imported_share
    numerator = carrier_energy(inventory)["non_fossil"] + power_coal(
        own + bought, convention, thermal_rate
    )
    whole = energy_total(inventory, convention, thermal_rate)
    below = _without(inventory, whole, chosen, listed)
    rate = None if thermal_rate is None else np.broadcast_to(thermal_rate, own.shape).astype(float)
    share = ratio(_own_known(inventory, numerator), below, _TOTAL)
    return NonFossilShare(share, numerator, below.values, chosen, convention, rate)


def _without(
    inventory: Inventory, whole: Floats, variant: DenominatorVariant, listed: Yearly | None
) -> Yearly:
    """Return the denominator: total energy less what its variant leaves out [tce]."""
    if variant is DenominatorVariant.TOTAL:
        return Yearly(inventory.years, whole)
    rest = whole - standard_coal(inventory).raw_material.sum(axis=1)
    if variant is DenominatorVariant.LESS_FEEDSTOCK:
        return Yearly(inventory.years, rest)
    taken = of_years({}, inventory.years, _LISTED) if listed is None else listed
    return Yearly(inventory.years, rest - taken.values, taken.reasons)


def listed_energy(dossier: Dossier, years: Axis[int]) -> Yearly:
    """Return energy of separately listed projects (能耗单列项目) [tce] (year)."""
    return of_years(recorded(dossier.activity, "listed_energy", "tce"), years, _LISTED)


def _own_known(inventory: Inventory, numerator: Floats) -> Yearly:
    """Leave out the years in which the place does not state its own non-fossil generation."""
    power = inventory.electricity
    states = power.non_fossil_state
    if states is None:
        fixed = State.NE if power.non_fossil is None else State.VALUE
        states = np.full(len(inventory.years), fixed, dtype=np.int8)
    reasons = {
        year: Text(
            f"没有 {year} 年的本地非化石发电数据，不能计算非化石能源占比",
            f"local non-fossil generation of {year} is not recorded; the share cannot be computed",
        )
        for year, state in zip(inventory.years, states, strict=True)
        if state == State.NE
    }
    return Yearly(inventory.years, np.where(states == State.NE, np.nan, numerator), reasons)
