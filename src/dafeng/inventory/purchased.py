"""How much electricity and heat cross the boundary, and with which factor?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np

from dafeng.axes import Axis, Floats
from dafeng.dossier.records import Dossier, Flow
from dafeng.errors import Fault
from dafeng.inventory.account import Electricity, EstimatedShares, State
from dafeng.inventory.assumed import assumed
from dafeng.inventory.balance import BURNING, Balance
from dafeng.inventory.doubts.purchases import check_purchase
from dafeng.inventory.grid_factor import grid_factors
from dafeng.inventory.heat_supply import check_heat, heat_factor, heat_state, net_heat
from dafeng.inventory.plants_own_fuel import lacks_generation
from dafeng.inventory.quantities import GJ_PER_MWH, FactorBook
from dafeng.inventory.trade import Trade, trade

_MWH_PER_TJ: Final = 1000 / GJ_PER_MWH
_GJ_PER_TJ: Final = 1000


def purchased(
    dossier: Dossier, balance: Balance, book: FactorBook, years: Axis[int]
) -> tuple[Electricity, tuple[Fault, ...]]:
    """Account for purchased electricity and heat.

    Net purchase is inflow less outflow where these are recorded, otherwise what is used (with
    losses and own use) less what is generated inside the boundary.

    Returns
    -------
    Electricity, faults
        The account, and what was noticed on the way.

    Raises
    ------
    InputError
        If no grid factor of the kind in use is known for the area.
    """
    power = [trade(balance, "electricity", year) for year in years]
    heat = [trade(balance, "heat", year) for year in years]
    burns = [_burns(balance, year, *BURNING) for year in years]
    lacking = [lacks_generation(balance, *one) for one in zip(years, power, heat, strict=True)]
    grid, other_years = grid_factors(dossier, book, years)
    account = Electricity(
        grid_factor=grid,
        heat_factor=_array(heat_factor(book, year) for year in years),
        factor_half_widths=(
            assumed("half_width")["grid_factor"],
            assumed("half_width")["heat_factor"],
        ),
        estimated=_guessed(power, heat),
        **_power(power),
        **_heat(heat, burns),
    )
    electric = zip(years, power, lacking, strict=True)
    hot = zip(years, heat, burns, strict=True)
    faults = (
        *(f for year, one, lacks in electric for f in check_purchase(year, one, lacks=lacks)),
        *(fault for year, one, b in hot for fault in check_heat(year, one, burns=b)),
    )
    return account, (*faults, *other_years)


def _power(power: list[Trade]) -> dict[str, Any]:
    """Return the account of electricity; what no year states is left out."""
    return {
        "consumed": _array(one.consumed for one in power) * _MWH_PER_TJ,
        "generated": _array(one.generated for one in power) * _MWH_PER_TJ,
        "net_purchased": _array(one.net if one.known else 0.0 for one in power) * _MWH_PER_TJ,
        "net_half_width": _array(one.half if one.known else 0.0 for one in power) * _MWH_PER_TJ,
        "used_half_width": _array(one.half_used for one in power) * _MWH_PER_TJ,
        "state": _states(State.VALUE if one.known else State.NE for one in power),
        "used_state": _states(State.VALUE if one.known_use else State.NE for one in power),
        **_if_stated("losses", [(one.losses, one.losses_state) for one in power]),
        **_if_stated("non_fossil", [(one.non_fossil, one.non_fossil_state) for one in power]),
    }


def _heat(heat: list[Trade], burns: list[bool]) -> dict[str, Any]:
    """Return the account of heat."""
    states = (heat_state(one, burns=b) for one, b in zip(heat, burns, strict=True))
    return {
        "heat_net_purchased": _array(net_heat(one) for one in heat) * _GJ_PER_TJ,
        "heat_net_half_width": _array(one.half if _traded(one) else 0.0 for one in heat)
        * _GJ_PER_TJ,
        "heat_used": _array(one.final for one in heat) * _GJ_PER_TJ,
        "heat_used_half_width": _array(one.half_used for one in heat) * _GJ_PER_TJ,
        "heat_state": _states(states),
    }


def _traded(heat: Trade) -> bool:
    return heat.stated is not None or (heat.known_use and heat.known_generation)


def _guessed(power: list[Trade], heat: list[Trade]) -> EstimatedShares:
    return EstimatedShares(
        net=_array(one.guessed for one in power),
        used=_array(one.guessed_use for one in power),
        heat_net=_array(one.guessed for one in heat),
        heat_used=_array(one.guessed_use for one in heat),
    )


def _if_stated(name: str, found: list[tuple[float, State]]) -> dict[str, Any]:
    """Return a flow with the state of each year; nothing if no year states it."""
    states = _states(state for _, state in found)
    if (states == State.NE).all():
        return {}
    return {name: _array(value for value, _ in found) * _MWH_PER_TJ, f"{name}_state": states}


def _array(values: Iterable[float]) -> Floats:
    return np.array(list(values), dtype=np.float64)


def _states(values: Iterable[State]) -> Any:
    return np.array(list(values), dtype=np.int8)


def _burns(balance: Balance, year: int, *flows: Flow) -> bool:
    return any(e.year == year and e.co2 for e in balance.of(*flows))
