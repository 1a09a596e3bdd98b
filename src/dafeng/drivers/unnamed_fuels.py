"""Which fuels does no record of a year name, while other years state them?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dafeng.axes import Booleans, Integers
from dafeng.inventory.account import Inventory, OwnUse, State


def with_unnamed(inventory: Inventory) -> Inventory:
    """Return an account in which a fuel that a year does not name is as in the nearest year.

    What nobody recorded is not nothing (NE): a column that one year lacks is a change of the
    account. Years of estimates alone name what they hold; what they leave out is not used.

    Parameters
    ----------
    inventory
        The account.
    """
    named = (inventory.state != State.NE).any(axis=1)
    emits = (inventory.energy_co2 != 0).any(axis=1)
    rows = np.arange(len(inventory.years))
    sources = np.tile(rows[:, np.newaxis], (1, len(inventory.carriers)))
    energy, co2 = inventory.energy.copy(), inventory.energy_co2.copy()
    for c in np.flatnonzero(emits.any(axis=0)):
        stated = np.flatnonzero(named[:, c])
        for at in rows[~named[:, c] & _entered(inventory)]:
            nearest = int(stated[np.abs(stated - at).argmin()])
            energy[at, :, c], co2[at, :, c] = energy[nearest, :, c], co2[nearest, :, c]
            sources[at, c] = nearest
    return replace(
        inventory, energy=energy, energy_co2=co2, own_use=_taken(inventory.own_use, sources)
    )


def _taken(own: OwnUse | None, sources: Integers) -> OwnUse | None:
    """Return own use of power and heat supply with each figure of the year that it is from."""
    if own is None:
        return None
    energy, co2, half = (
        np.take_along_axis(cells, sources, axis=0)
        for cells in (own.energy, own.co2, own.half_width)
    )
    return OwnUse(energy, co2, half)


def _entered(inventory: Inventory) -> Booleans:
    """Say which years hold figures that the place has entered (year)."""
    own = (inventory.energy_co2 != 0) & ~inventory.estimated
    return np.asarray(own.any(axis=(1, 2)))
