"""How sure is the CO2 of supplied electricity and heat?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng.axes import Booleans, Floats
from dafeng.inventory.account import Inventory
from dafeng.inventory.bases import BASIS_PARTS, Basis, Part, heat_used, part_by_sector


@dataclass(frozen=True, slots=True)
class Supplied:
    """CO2 of electricity or of heat on a basis: one activity error a year, one factor error.

    Parameters
    ----------
    carrier
        ``electricity`` or ``heat``.
    parts
        Parts of the account that it stands for; use and losses err together.
    co2
        [t] (year).
    width
        Half width (95 %) of its CO2 by the error of activity [t] (year).
    factor_half_width
        Relative half width (95 %) of the factor, the same error in all years [-].
    estimated
        Whether activity is an estimate, which errs alike in all years (year).
    """

    carrier: str
    parts: tuple[Part, ...]
    co2: Floats
    width: Floats
    factor_half_width: float
    estimated: Booleans


#: Net and gross parts of each.
SUPPLIED: Final = {
    "electricity": (Part.NET_ELECTRICITY, (Part.USED_ELECTRICITY, Part.GRID_LOSSES)),
    "heat": (Part.NET_HEAT, (Part.USED_HEAT,)),
}


def supplied(inventory: Inventory, basis: Basis | str) -> tuple[Supplied, ...]:
    """Return electricity and heat that a basis counts, with their ranges."""
    wanted, account = BASIS_PARTS[Basis(basis)], inventory.electricity
    found = []
    for (carrier, (net, used)), factor in zip(
        SUPPLIED.items(), account.factor_half_widths, strict=True
    ):
        parts = tuple(p for p in (net, *used) if p in wanted)
        if not parts:
            continue
        co2 = np.sum([part_by_sector(inventory, p).sum(axis=1) for p in parts], axis=0)
        width = _net_width(inventory, carrier)
        if net not in parts:
            width = np.abs(co2) * _use_half_width(inventory, carrier)
        j = inventory.carriers.index(carrier)
        guessed = np.asarray(inventory.estimated[:, :, j].any(axis=1))
        found.append(Supplied(carrier, parts, co2, width, factor, guessed))
    return tuple(found)


def _net_width(inventory: Inventory, carrier: str) -> Floats:
    """Return the half width of the CO2 of a net purchase [t] (year), which may itself be zero."""
    account = inventory.electricity
    width: Floats = account.net_half_width * account.grid_factor
    if carrier == "heat":
        exact = np.zeros(len(inventory.years))
        heat = account.heat_net_half_width
        width = exact if heat is None else heat * account.heat_factor
    return width


def _use_half_width(inventory: Inventory, carrier: str) -> Floats:
    """Return the relative half width of all that is used, itemised or not [-] (year)."""
    account = inventory.electricity
    whole, half = account.consumed, account.used_half_width
    if carrier == "heat":
        whole, half = heat_used(inventory), account.heat_used_half_width
    exact = np.zeros(len(inventory.years))
    return exact if half is None else np.divide(half, whole, out=exact, where=whole > 0)
