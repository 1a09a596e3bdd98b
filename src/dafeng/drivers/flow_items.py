"""What do electricity and heat that are charged with a factor add to an identity?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng.axes import Floats
from dafeng.drivers.factors import FACTORS, GRID, PURCHASED, Item, ratio
from dafeng.drivers.place_activity import PlaceActivity
from dafeng.inventory.account import Electricity, Inventory
from dafeng.inventory.bases import Part, heat_supplied, heat_used

MWH_PER_TJ: Final = 1000 / 3.6
GJ_PER_TJ: Final = 1000.0

_SHARE: Final = FACTORS.index(PURCHASED)
_FACTOR: Final = FACTORS.index(GRID)
#: Sums of the same figures in another order.
_ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Flow:
    """Electricity or heat that is charged with a factor.

    Parameters
    ----------
    carrier
        Carrier id.
    amount
        What is charged [TJ] (year); below zero what is given away.
    used
        What the place uses of the carrier, without losses of its grid [TJ] (year).
    factor
        [t/TJ] (year).
    """

    carrier: str
    amount: Floats
    used: Floats
    factor: Floats


def _net_electricity(inventory: Inventory) -> Flow:
    return _electricity(inventory.electricity, inventory.electricity.net_purchased)


def _used_electricity(inventory: Inventory) -> Flow:
    power = inventory.electricity
    return _electricity(power, power.consumed - _lost(power))


def _grid_losses(inventory: Inventory) -> Flow:
    return _electricity(inventory.electricity, _lost(inventory.electricity))


def _lost(power: Electricity) -> Floats:
    return np.zeros(len(power.consumed)) if power.losses is None else power.losses


def _electricity(power: Electricity, amount: Floats) -> Flow:
    used = (power.consumed - _lost(power)) / MWH_PER_TJ
    factor = power.grid_factor * MWH_PER_TJ
    return Flow("electricity", amount / MWH_PER_TJ, used, factor)


def _net_heat(inventory: Inventory) -> Flow:
    return _heat(inventory, inventory.electricity.heat_net_purchased / GJ_PER_TJ)


def _used_heat(inventory: Inventory) -> Flow:
    supplied = heat_supplied(inventory)
    amount = np.where(supplied, heat_used(inventory) / GJ_PER_TJ, 0.0)
    return _heat(inventory, amount)


def _heat(inventory: Inventory, amount: Floats) -> Flow:
    used = heat_used(inventory) / GJ_PER_TJ
    factor = inventory.electricity.heat_factor * GJ_PER_TJ
    return Flow("heat", amount, used, factor)


#: Parts of a basis that charge electricity or heat with a factor.
FLOWS: Final[Mapping[Part, Callable[[Inventory], Flow]]] = {
    Part.NET_ELECTRICITY: _net_electricity,
    Part.USED_ELECTRICITY: _used_electricity,
    Part.GRID_LOSSES: _grid_losses,
    Part.NET_HEAT: _net_heat,
    Part.USED_HEAT: _used_heat,
}


def _used(inventory: Inventory, carrier: str) -> Floats:
    """Return a carrier's use [TJ] (year, sector)."""
    if carrier not in inventory.carriers.labels:
        return np.zeros((len(inventory.years), len(inventory.sectors)))
    return inventory.energy[:, :, inventory.carriers.index(carrier)]


def flow_items(inventory: Inventory, place: PlaceActivity, flow: Flow) -> list[Item]:
    """Spread a flow over the sectors that use its carrier; gross flows in, gross flows out.

    Each sector has its use and the share of all use that is charged. The rest of the use, which
    no sector states, belongs to the economy as a whole.
    """
    gross = [
        (sign, np.maximum(sign * flow.amount, 0.0))
        for sign in (1.0, -1.0)
        if (sign * flow.amount > 0).any()
    ]
    used = _used(inventory, flow.carrier)
    whole = np.maximum(flow.used, used.sum(axis=1))
    if not (whole > 0).all():
        return [(sign, _whole_rows(place, amount, 1.0, flow)) for sign, amount in gross]
    charged = [(sign, amount / whole) for sign, amount in gross]
    found = []
    stated = np.zeros(len(whole))
    for s, sector in enumerate(inventory.sectors):
        if not (used[:, s] != 0).any():
            continue
        stated += used[:, s]
        energy = inventory.energy[:, s].sum(axis=1)
        rows = np.ones((len(FACTORS), len(energy)))
        rows[:4] = place.rows(sector, energy)
        rows[4] = ratio(used[:, s], energy)
        found += [(sign, _charged(rows, share, flow)) for sign, share in charged]
    rest = np.maximum(whole - stated, 0.0)
    if (rest <= _ROUNDING * whole).all():
        return found
    return found + [(sign, _whole_rows(place, rest, share, flow)) for sign, share in charged]


def _charged(rows: Floats, share: Floats, flow: Flow) -> Floats:
    part = rows.copy()
    part[_SHARE], part[_FACTOR] = share, flow.factor
    return part


def _whole_rows(place: PlaceActivity, used: Floats, share: Floats | float, flow: Flow) -> Floats:
    """Return use of the economy as a whole: intensity is use per GDP."""
    rows = np.ones((len(FACTORS), len(used)))
    rows[:4] = place.rows("", used)
    rows[_SHARE], rows[_FACTOR] = share, flow.factor
    return rows
