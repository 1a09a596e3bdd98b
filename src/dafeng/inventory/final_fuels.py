"""Which fuels do final users burn, those of power and heat supply for itself among them?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dafeng.inventory.account import Inventory

_PLANTS = "power_heat"


def final_fuels(inventory: Inventory) -> Inventory:
    """Return the account without the fuels that plants turn into power and heat.

    Under ``power_heat`` it holds the sector's own use alone (`Inventory.own_use`), nothing where
    that is not told apart.

    Parameters
    ----------
    inventory
        The account of a place.
    """
    plants, own = inventory.sectors.index(_PLANTS), inventory.own_use
    energy, co2 = inventory.energy.copy(), inventory.energy_co2.copy()
    half = inventory.activity_half_width.copy()
    energy[:, plants] = 0.0 if own is None else own.energy
    co2[:, plants] = 0.0 if own is None else own.co2
    if own is not None:
        half[:, plants] = np.where(own.energy > 0, own.half_width, half[:, plants])
    return replace(inventory, energy=energy, energy_co2=co2, activity_half_width=half)
