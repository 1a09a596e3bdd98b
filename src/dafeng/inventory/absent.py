"""Why does a sum of the account have no figure: not estimated, included elsewhere, none, secret?"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dafeng.dossier.vocabulary import terms
from dafeng.inventory.account import Inventory, State
from dafeng.inventory.bases import BASIS_PARTS, Basis, Part
from dafeng.language import Text


def why_absent(cells: npt.ArrayLike) -> State:
    """Return VALUE if any cell has a figure; else IE or C before NE, NO if all cells say so.

    Parameters
    ----------
    cells
        `State` of each cell.
    """
    present = {State(int(x)) for x in np.unique(np.asarray(cells))}
    for state in (State.VALUE, State.IE, State.C):
        if state in present:
            return state
    return State.NO if present == {State.NO} else State.NE


def sector_state(inventory: Inventory, basis: Basis | str, year: int, sector: str) -> State:
    """Return whether a sector's CO2 on a basis is a figure, or why it is none.

    Parameters
    ----------
    inventory
        The account of a place.
    basis
        Basis of the figure: processes count on some alone.
    year, sector
        On the axes of the account; a sector that is not there has its figure from elsewhere.
    """
    if sector not in inventory.sectors.labels or year not in inventory.years.labels:
        return State.VALUE
    at = inventory.years.index(year)
    cells = inventory.state[at, inventory.sectors.index(sector), :]
    if Part.PROCESS in BASIS_PARTS[Basis(basis)]:
        own = [s == sector for s in inventory.process_sectors]
        cells = np.concatenate((cells, _processes(inventory, at)[own]))
    return why_absent(cells)


def carrier_state(inventory: Inventory, year: int, carrier: str) -> State:
    """Return whether a carrier's use is a figure, or why it is none.

    Parameters
    ----------
    inventory
        The account of a place.
    year, carrier
        On the axes of the account.
    """
    column = inventory.carriers.index(carrier)
    return why_absent(inventory.state[inventory.years.index(year), :, column])


def part_state(inventory: Inventory, part: Part, year: int) -> State:
    """Return whether a part of the account is a figure in a year, or why it is none.

    Parameters
    ----------
    inventory
        The account of a place.
    part
        Industrial processes, net purchases or losses; all others are figures.
    year
        On the account's axis.
    """
    at, power = inventory.years.index(year), inventory.electricity
    if part is Part.PROCESS:
        return why_absent(_processes(inventory, at))
    states = {
        Part.NET_ELECTRICITY: power.state,
        Part.NET_HEAT: power.heat_state,
        Part.USED_ELECTRICITY: power.used_state,
        Part.GRID_LOSSES: power.losses_state,
    }.get(part)
    return State.VALUE if states is None else State(int(states[at]))


def _processes(inventory: Inventory, at: int) -> npt.NDArray[np.int8]:
    """Return the states of the processes of a year; without records they are not estimated."""
    if inventory.process_state is not None:
        return np.asarray(inventory.process_state[at])
    return np.full(len(inventory.processes), State.VALUE, dtype=np.int8)


def with_reason(name: Text, state: State) -> Text:
    """Return a name with the notation key in words behind it, or as it is for a figure.

    Parameters
    ----------
    name
        What has no figure.
    state
        Why.
    """
    if state is State.VALUE:
        return name
    why = terms("notation")[state.name].name
    return Text(
        f"{name.zh}（{state.name}，{why.zh}）", f"{name.en} ({state.name}, {why.en.casefold()})"
    )
