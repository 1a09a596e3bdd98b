"""Which factors make up the emissions of an inventory? The identity as an array of factors.

For a producing sector s and carrier f::

    CO2 = population x GDP/population x share_s x energy_s/(share_s GDP)
          x energy_sf/energy_s x CO2_sf/energy_sf

Households have no value added; their energy is taken per person, so that affluence and structure
are one for them. Value added is taken at the finest level known for all years: the sector, a
sector above it, its industry class (primary, secondary, tertiary), or GDP as a whole; sectors of
one class then share its structure factor. Purchased electricity is spread over the sectors by
their use, with the purchased share and the grid factor as factors of their own; a net exporter's
surplus is deducted as a gross flow. Process CO2 is one effect by itself. So is coverage: what
records leave unknown in some years only (NE, C), and a fuel that no record of an entered year
names, is taken from the nearest year that states it, and deducted as a change of the account, not
of the place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from dafeng.axes import Axis, Floats
from dafeng.drivers.activity import Activity
from dafeng.drivers.decomposition import Factor
from dafeng.drivers.factors import (
    AFFLUENCE,
    EMISSION_FACTOR,
    FACTORS,
    INTENSITY,
    MIX,
    POPULATION,
    Item,
)
from dafeng.drivers.flow_items import FLOWS, flow_items
from dafeng.drivers.fuel_items import coverage_items, fuel_items, process_items, with_coverage
from dafeng.drivers.place_activity import PlaceActivity
from dafeng.drivers.unnamed_fuels import with_unnamed
from dafeng.inventory.account import Inventory
from dafeng.inventory.bases import BASIS_PARTS, Basis, Part, fuels_counted, total


@dataclass(frozen=True, slots=True)
class Identity:
    """Emissions as signed products of factors.

    Parameters
    ----------
    years
        Years of the arrays.
    factors
        What the factors are.
    values
        Factors (factor, item, year).
    signs
        +1, or -1 for a deduction (item).
    """

    years: Axis[int]
    factors: tuple[Factor, ...]
    values: Floats
    signs: Floats

    @property
    def totals(self) -> Floats:
        """Return the emissions [t] (year)."""
        return np.asarray((self.values.prod(axis=0) * self.signs[:, np.newaxis]).sum(axis=0))


def build_identity(
    inventory: Inventory, activity: Activity, basis: Basis, *, deducted: bool = True
) -> Identity:
    """Write the emissions of an inventory as products of factors.

    Parameters
    ----------
    inventory
        The account.
    activity
        Population, GDP at constant prices and shares.
    basis
        Which parts of the account count.
    deducted
        Whether coverage is deducted as an item of its own; otherwise it is a factor of every item,
        the account over the account that lacks nothing, for forms that know no deduction.

    Returns
    -------
    Identity
        Factors of all items with emissions in any year; factors that are one throughout
        (no processes, nothing purchased, structure without shares of value added) are left out.

    Raises
    ------
    MethodError
        If a year of population or GDP is missing.
    """
    whole = _lacking_nothing(inventory)
    items = [*_items(whole, PlaceActivity(inventory.years, activity), basis)]
    known, full = total(inventory, basis), total(whole, basis)
    if deducted:
        items += coverage_items(full, known)
    else:
        items = with_coverage(items, full, known)
    empty = np.ones((len(FACTORS), 0, len(inventory.years)))
    values = np.stack([rows for _, rows in items], axis=1) if items else empty
    signs = np.array([sign for sign, _ in items])
    always = (POPULATION, AFFLUENCE, INTENSITY, MIX, EMISSION_FACTOR)
    used = [k for k, f in enumerate(FACTORS) if f in always or (values[k] != 1).any()]
    return Identity(
        inventory.years, tuple(FACTORS[k] for k in used), np.asarray(values[used]), signs
    )


def _lacking_nothing(inventory: Inventory) -> Inventory:
    """Return the account with what records leave unknown filled in, and heat supplied throughout.

    Heat that some years count with the fuels of its users (IE) is a change of the account.
    """
    whole = with_unnamed(inventory if inventory.filled is None else inventory.filled)
    states = whole.electricity.heat_state
    if states is None or (states == states[0]).all():
        return whole
    return replace(whole, electricity=replace(whole.electricity, heat_state=None))


def _items(whole: Inventory, place: PlaceActivity, basis: Basis) -> Iterator[Item]:
    """Yield the items of an account that lacks nothing."""
    parts, counted = BASIS_PARTS[basis], fuels_counted(whole, basis)
    for sector in whole.sectors:
        yield from fuel_items(counted, place, sector)
    if Part.PROCESS in parts:
        yield from process_items(whole)
    for part in parts:
        if part in FLOWS:
            yield from flow_items(whole, place, FLOWS[part](whole))
