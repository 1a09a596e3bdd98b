"""What do fuels and processes add to an identity, and which years of them can be compared?"""

from __future__ import annotations

import numpy as np

from dafeng.axes import Booleans
from dafeng.drivers.factors import COVERAGE, FACTORS, PROCESS, Item, ratio, single
from dafeng.drivers.place_activity import PlaceActivity
from dafeng.inventory.account import Inventory, State


def fuel_items(
    inventory: Inventory, place: PlaceActivity, sector: str, covered: Booleans
) -> list[Item]:
    """Return the items of a sector's fuels; what cannot be compared is a change of coverage."""
    at = inventory.sectors.index(sector)
    used = inventory.energy[:, at] * covered[at]
    co2 = inventory.energy_co2[:, at]
    energy = used.sum(axis=1)
    head = place.rows(sector, energy)
    found = []
    for f in np.flatnonzero((co2 != 0).any(axis=0)):
        if not covered[at, f]:
            found.append((1.0, single(COVERAGE, co2[:, f])))
            continue
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


def covered_cells(inventory: Inventory) -> Booleans:
    """Say which cells hold figures that can be compared over the years (sector, carrier)."""
    unknown = np.isin(inventory.state, (State.NE, State.C))
    return np.asarray(~unknown.any(axis=0))
