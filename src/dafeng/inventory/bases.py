"""What does the place answer for? Bases as named views of one account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np

from dafeng.axes import Booleans, Floats
from dafeng.inventory.account import Inventory, State
from dafeng.inventory.final_fuels import final_fuels
from dafeng.language import Text


class Basis(StrEnum):
    """Which emissions belong to the place.

    ``territorial``: everything released inside (fuels, processes). ``assessment``: fuels burnt
    inside plus net purchased electricity and heat, the Chinese practice; a net exporter's sales
    are deducted. ``gpc_basic``: fuels without those that plants turn into power and heat, plus
    electricity and heat used. ``gpc_basic_plus``: with processes and grid losses besides.
    ``park``: fuels, processes and net purchased electricity and heat
    (零碳园区碳排放核算方法（试行）, annex 4 of 发改环资〔2025〕910号).
    """

    TERRITORIAL = "territorial"
    ASSESSMENT = "assessment"
    GPC_BASIC = "gpc_basic"
    GPC_BASIC_PLUS = "gpc_basic_plus"
    PARK = "park"


class Part(StrEnum):
    """A part of the account that a basis takes whole or not at all."""

    FUELS = "fuels"
    POWER_FUELS = "power_fuels"
    PROCESS = "process"
    NET_ELECTRICITY = "net_electricity"
    NET_HEAT = "net_heat"
    USED_ELECTRICITY = "used_electricity"
    USED_HEAT = "used_heat"
    GRID_LOSSES = "grid_losses"


#: Name of each basis.
BASIS_NAMES: Final = {
    Basis.TERRITORIAL: Text(
        "属地排放（不含外购电热）", "Territorial (without purchased power and heat)"
    ),
    Basis.ASSESSMENT: Text(
        "考核口径（直接加净外购电热）", "Assessment (direct plus net purchased power and heat)"
    ),
    Basis.GPC_BASIC: Text("GPC BASIC", "GPC BASIC"),
    Basis.GPC_BASIC_PLUS: Text("GPC BASIC+（已编部分）", "GPC BASIC+ (as far as estimated)"),
    Basis.PARK: Text(
        "园区口径（直接加工业过程加净外购电热）",
        "Park (direct, processes, net purchased power and heat)",
    ),
}

#: Name of each part.
PART_NAMES: Final = {
    Part.FUELS: Text("终端化石燃料燃烧", "Fuels burnt by final users"),
    Part.POWER_FUELS: Text("发电供热燃料燃烧", "Fuels burnt for power and heat"),
    Part.PROCESS: Text("工业生产过程", "Industrial processes"),
    Part.NET_ELECTRICITY: Text("净外购电力", "Net purchased electricity"),
    Part.NET_HEAT: Text("净外购热力", "Net purchased heat"),
    Part.USED_ELECTRICITY: Text("使用的电网电力", "Grid electricity used"),
    Part.USED_HEAT: Text("使用的集中供热", "Supplied heat used"),
    Part.GRID_LOSSES: Text("电网输配损失", "Transmission and distribution losses"),
}

#: Which parts each basis takes. No kilowatt-hour stands in two parts of one basis, except that
#: `assessment` and `park` count local power by its fuels and only the balance by the grid factor.
BASIS_PARTS: Final = {
    Basis.TERRITORIAL: (Part.FUELS, Part.POWER_FUELS, Part.PROCESS),
    Basis.ASSESSMENT: (Part.FUELS, Part.POWER_FUELS, Part.NET_ELECTRICITY, Part.NET_HEAT),
    Basis.GPC_BASIC: (Part.FUELS, Part.USED_ELECTRICITY, Part.USED_HEAT),
    Basis.GPC_BASIC_PLUS: (
        Part.FUELS,
        Part.USED_ELECTRICITY,
        Part.USED_HEAT,
        Part.PROCESS,
        Part.GRID_LOSSES,
    ),
    Basis.PARK: (
        Part.FUELS,
        Part.POWER_FUELS,
        Part.PROCESS,
        Part.NET_ELECTRICITY,
        Part.NET_HEAT,
    ),
}


def usual_basis(kind: str) -> Basis:
    """Return the basis on which a place is judged: a park's own, otherwise the assessment basis.

    Parameters
    ----------
    kind
        Kind of the place, ``park`` or another.
    """
    return Basis.PARK if kind == "park" else Basis.ASSESSMENT


#: Scope of each part (Global Protocol for Community-Scale Greenhouse Gas Inventories).
PART_SCOPES: Final = {
    Part.FUELS: 1,
    Part.POWER_FUELS: 1,
    Part.PROCESS: 1,
    Part.NET_ELECTRICITY: 2,
    Part.NET_HEAT: 2,
    Part.USED_ELECTRICITY: 2,
    Part.USED_HEAT: 2,
    Part.GRID_LOSSES: 3,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way from one basis to another.

    Parameters
    ----------
    id
        ``start``, ``end`` or the id of the part that is added or left out.
    name
        What it is.
    co2
        Level at start and end, signed change in between [t] (year).
    """

    id: str
    name: Text
    co2: Floats


def total(inventory: Inventory, basis: Basis | str) -> Floats:
    """Return CO2 on a basis [t] (year).

    Parameters
    ----------
    inventory
        The account of a place.
    basis
        The basis or its id.
    """
    sums: Floats = by_sector(inventory, basis).sum(axis=1)
    return sums


def by_sector(inventory: Inventory, basis: Basis | str) -> Floats:
    """Return CO2 on a basis by sector [t] (year, sector); sectors sum to the total.

    Purchased electricity and heat are shared out by use; what no sector is recorded to use stays
    with ``power_heat``.
    """
    parts = BASIS_PARTS[Basis(basis)]
    result: Floats = np.zeros(inventory.energy.shape[:2])
    for part in parts:
        result = result + part_by_sector(inventory, part)
    return result


def part_by_sector(inventory: Inventory, part: Part) -> Floats:
    """Return one part of the account by sector [t] (year, sector)."""
    return _PARTS[part](inventory)


def fuels_counted(inventory: Inventory, basis: Basis | str) -> Inventory:
    """Return the account with those fuels alone that a basis counts.

    Parameters
    ----------
    inventory
        The account of a place.
    basis
        The basis or its id.
    """
    whole = Part.POWER_FUELS in BASIS_PARTS[Basis(basis)]
    return inventory if whole else final_fuels(inventory)


def scopes(inventory: Inventory, basis: Basis | str) -> dict[int, Floats]:
    """Return CO2 on a basis by scope 1, 2 and 3 [t] (year)."""
    result = {scope: np.zeros(len(inventory.years)) for scope in (1, 2, 3)}
    for part in BASIS_PARTS[Basis(basis)]:
        result[PART_SCOPES[part]] += part_by_sector(inventory, part).sum(axis=1)
    return result


def reconcile(inventory: Inventory, start: Basis | str, end: Basis | str) -> tuple[Step, ...]:
    """Step from one basis to another; start plus all steps is the end.

    Parameters
    ----------
    inventory
        The account of a place.
    start, end
        The two bases.

    Returns
    -------
    tuple of Step
        The start level, one signed step per part that differs, the end level.
    """
    first, last = Basis(start), Basis(end)
    steps = [Step("start", BASIS_NAMES[first], total(inventory, first))]
    for part in Part:
        sign = (part in BASIS_PARTS[last]) - (part in BASIS_PARTS[first])
        if sign:
            change = sign * part_by_sector(inventory, part).sum(axis=1)
            steps.append(Step(part.value, PART_NAMES[part], change))
    steps.append(Step("end", BASIS_NAMES[last], total(inventory, last)))
    return tuple(steps)


def with_grid_factor_of(inventory: Inventory, year: int) -> Inventory:
    """Return the account with the grid factor of one year throughout.

    Beside the account proper it tells the grid's change apart from the place's own effort.

    Parameters
    ----------
    inventory
        The account of a place.
    year
        Year on the axis whose factor holds.
    """
    power = inventory.electricity
    factor = power.grid_factor[inventory.years.index(year)]
    constant = replace(power, grid_factor=np.full_like(power.grid_factor, factor))
    filled = None if inventory.filled is None else with_grid_factor_of(inventory.filled, year)
    return replace(inventory, electricity=constant, filled=filled)


def use_by_sector(inventory: Inventory, carrier: str) -> Floats:
    """Return a carrier's use by sector [TJ] (year, sector)."""
    return inventory.energy[:, :, inventory.carriers.index(carrier)]


def heat_used(inventory: Inventory) -> Floats:
    """Return the heat that final consumers use, that of no sector included [GJ] (year)."""
    stated = inventory.electricity.heat_used
    if stated is not None:
        return stated
    by_sectors: Floats = use_by_sector(inventory, "heat").sum(axis=1) * 1000
    return by_sectors


def heat_supplied(inventory: Inventory) -> Booleans:
    """Say in which years the heat used is supplied, not made from its users' own fuels (year)."""
    states = inventory.electricity.heat_state
    if states is None:
        return np.ones(len(inventory.years), dtype=np.bool_)
    return np.asarray(states == State.VALUE)


def _fuels(inventory: Inventory) -> Floats:
    co2: Floats = final_fuels(inventory).energy_co2.sum(axis=2)
    return co2


def _power_fuels(inventory: Inventory) -> Floats:
    co2: Floats = (inventory.energy_co2 - final_fuels(inventory).energy_co2).sum(axis=2)
    return co2


def _process(inventory: Inventory) -> Floats:
    co2 = np.zeros(inventory.energy.shape[:2])
    for i, sector in enumerate(inventory.process_sectors):
        co2[:, inventory.sectors.index(sector)] += inventory.process_co2[:, i]
    return co2


def _shared(inventory: Inventory, amount: Floats, carrier: str) -> Floats:
    """Share a yearly amount out over sectors by their use of a carrier.

    What is sold on (a negative amount) is credited to the plants that made it.
    """
    use = use_by_sector(inventory, carrier)
    sums = use.sum(axis=1)
    shares = np.divide(use, sums[:, None], out=np.zeros_like(use), where=sums[:, None] > 0)
    plants = inventory.sectors.index("power_heat")
    shares[(sums <= 0) | (amount < 0)] = 0.0
    shares[(sums <= 0) | (amount < 0), plants] = 1.0
    shared: Floats = amount[:, None] * shares
    return shared


def _net_electricity(inventory: Inventory) -> Floats:
    account = inventory.electricity
    return _shared(inventory, account.net_purchased * account.grid_factor, "electricity")


def _net_heat(inventory: Inventory) -> Floats:
    account = inventory.electricity
    return _shared(inventory, account.heat_net_purchased * account.heat_factor, "heat")


def _losses(inventory: Inventory) -> Floats:
    losses = inventory.electricity.losses
    return np.zeros(len(inventory.years)) if losses is None else losses


def _used_electricity(inventory: Inventory) -> Floats:
    account = inventory.electricity
    used = (account.consumed - _losses(inventory)) * account.grid_factor
    return _shared(inventory, used, "electricity")


def _used_heat(inventory: Inventory) -> Floats:
    factor = np.where(heat_supplied(inventory), inventory.electricity.heat_factor, 0.0)
    return _shared(inventory, heat_used(inventory) * factor, "heat")


def _grid_losses(inventory: Inventory) -> Floats:
    lost = _losses(inventory) * inventory.electricity.grid_factor
    return _shared(inventory, lost, "electricity")


_PARTS: Final[dict[Part, Callable[[Inventory], Floats]]] = {
    Part.FUELS: _fuels,
    Part.POWER_FUELS: _power_fuels,
    Part.PROCESS: _process,
    Part.NET_ELECTRICITY: _net_electricity,
    Part.NET_HEAT: _net_heat,
    Part.USED_ELECTRICITY: _used_electricity,
    Part.USED_HEAT: _used_heat,
    Part.GRID_LOSSES: _grid_losses,
}
