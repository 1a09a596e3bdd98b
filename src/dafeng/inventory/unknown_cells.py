"""Which cells of an account are not known in a year, and how large are they in the years beside?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng.axes import Floats
from dafeng.inventory.account import Inventory
from dafeng.inventory.bases import BASIS_PARTS, Basis, Part
from dafeng.units import TJ_PER_MWH

_ELECTRIC: Final = {Part.NET_ELECTRICITY, Part.USED_ELECTRICITY}


@dataclass(frozen=True, slots=True)
class UnknownCell:
    """A cell that a record leaves unknown (NE, C) and that has a figure in another year.

    Parameters
    ----------
    year, sector, carrier
        Which one.
    co2
        CO2 of the cell in the nearest year that has a figure, the earlier of two [t].
    """

    year: int
    sector: str
    carrier: str
    co2: float


def unknown_cells(inventory: Inventory, basis: Basis) -> tuple[UnknownCell, ...]:
    """Return what a basis counts and a year does not know, but another year does.

    Electricity that the total over all sectors holds is known, whichever sector used it.
    """
    if inventory.unknown is None or not inventory.unknown.any():
        return ()
    weight, unknown = _weight(inventory, basis), inventory.unknown
    found = []
    for y, s, c in np.argwhere(unknown).tolist():
        known = [k for k in range(len(weight)) if not unknown[k, s, c] and weight[k, s, c] > 0]
        if known:
            nearest = min(known, key=lambda k: (abs(k - y), k))
            found.append((y, s, c, float(weight[nearest, s, c])))
    held = _in_total(inventory, weight)
    return tuple(
        UnknownCell(
            inventory.years.labels[y],
            inventory.sectors.labels[s],
            inventory.carriers.labels[c],
            co2,
        )
        for y, s, c, co2 in found
        if inventory.carriers.labels[c] != "electricity" or co2 > held[y]
    )


def unknown_shares(inventory: Inventory, basis: Basis) -> Floats:
    """Return how much of each year is not known [-] (year).

    ``unknown / (unknown + CO2 of the cells that are known)``, the unknown as in the nearest year.
    """
    lacking = np.zeros(len(inventory.years))
    for cell in unknown_cells(inventory, basis):
        lacking[inventory.years.index(cell.year)] += cell.co2
    whole = lacking + _weight(inventory, basis).sum(axis=(1, 2))
    shares: Floats = np.divide(lacking, whole, out=np.zeros_like(whole), where=whole > 0)
    return shares


def _weight(inventory: Inventory, basis: Basis) -> Floats:
    """Return the CO2 that stands behind every cell on a basis [t] (year, sector, carrier)."""
    weight = inventory.energy_co2.copy()
    at = inventory.carriers.labels
    if "electricity" in at and _ELECTRIC & set(BASIS_PARTS[basis]):
        factor = inventory.electricity.grid_factor / TJ_PER_MWH
        used = inventory.energy[:, :, at.index("electricity")]
        weight[:, :, at.index("electricity")] = used * factor[:, np.newaxis]
    found: Floats = np.maximum(weight, 0.0)
    return found


def _in_total(inventory: Inventory, weight: Floats) -> Floats:
    """Return the CO2 of electricity that the total has and no sector states [t] (year)."""
    power = inventory.electricity
    lost = 0.0 if power.losses is None else power.losses
    stated = np.zeros(len(inventory.years))
    if "electricity" in inventory.carriers.labels:
        stated = weight[:, :, inventory.carriers.labels.index("electricity")].sum(axis=1)
    return np.asarray((power.consumed - lost) * power.grid_factor - stated)
