"""What do fuels, processes and a change of coverage add to an identity?"""

from __future__ import annotations

import numpy as np

from dafeng.axes import Floats
from dafeng.drivers.factors import COVERAGE, FACTORS, PROCESS, Item, ratio, single
from dafeng.drivers.place_activity import PlaceActivity
from dafeng.inventory.account import Inventory


def fuel_items(inventory: Inventory, place: PlaceActivity, sector: str) -> list[Item]:
    """Return the items of a sector's fuels."""
    at = inventory.sectors.index(sector)
    used = inventory.energy[:, at]
    co2 = inventory.energy_co2[:, at]
    energy = used.sum(axis=1)
    head = place.rows(sector, energy)
    found = []
    for f in np.flatnonzero((co2 != 0).any(axis=0)):
        rows = np.ones((len(FACTORS), len(energy)))
        rows[:4] = head
        rows[4] = ratio(used[:, f], energy)
        rows[5] = ratio(co2[:, f], used[:, f])
        found.append((1.0, rows))
    return found


def process_items(inventory: Inventory) -> list[Item]:
    """Return the item of all processes."""
    co2 = inventory.process_co2.sum(axis=1)
    if not (co2 != 0).any():
        return []
    return [(1.0, single(PROCESS, co2))]


def coverage_items(gap: Floats) -> list[Item]:
    """Return what takes away again that a year's records leave unknown.

    Parameters
    ----------
    gap
        CO2 of the account that lacks nothing, less that of the account [t] (year).
    """
    sides = [(sign, np.maximum(-sign * gap, 0.0)) for sign in (-1.0, 1.0)]
    return [(sign, single(COVERAGE, side)) for sign, side in sides if (side > 0).any()]
