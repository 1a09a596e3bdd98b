"""What do fuels, processes and a change of coverage add to an identity?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from dafeng.axes import Floats
from dafeng.drivers.factors import COVERAGE, FACTORS, PROCESS, Item, ratio, single
from dafeng.drivers.place_activity import PlaceActivity
from dafeng.inventory.account import Inventory

#: Sums of the same figures in another order [-].
_ROUNDING: Final = 1e-9


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


def coverage_items(whole: Floats, known: Floats) -> list[Item]:
    """Return what takes away again that a year's records leave unknown.

    Parameters
    ----------
    whole, known
        CO2 of the account that lacks nothing, and of the account [t] (year).
    """
    gap = _gap(whole, known)
    sides = [(sign, np.maximum(-sign * gap, 0.0)) for sign in (-1.0, 1.0)]
    return [(sign, single(COVERAGE, side)) for sign, side in sides if (side > 0).any()]


def with_coverage(items: Sequence[Item], whole: Floats, known: Floats) -> list[Item]:
    """Return items of the account that lacks nothing with coverage as a factor of each.

    ``coverage = known / whole`` of a year.

    Parameters
    ----------
    items
        What makes up the account that lacks nothing.
    whole, known
        CO2 of the account that lacks nothing, and of the account [t] (year).
    """
    left = np.divide(whole - _gap(whole, known), whole, out=np.ones_like(whole), where=whole != 0)
    if (left == 1).all():
        return list(items)
    found = []
    for sign, rows in items:
        covered = rows.copy()
        covered[FACTORS.index(COVERAGE)] = left
        found.append((sign, covered))
    return found


def _gap(whole: Floats, known: Floats) -> Floats:
    """Return what a year lacks [t]; sums of the same figures in another order lack nothing."""
    same = np.isclose(whole, known, rtol=_ROUNDING, atol=0.0)
    return np.where(same, 0.0, whole - known)
