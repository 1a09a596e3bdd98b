"""What follows from the paths of one block of draws: `dafeng.scenarios.kernel`, compiled.

The same arithmetic, fused: `LANES` draws go through all years while their state stays in the
nearest cache, and only what is asked for is written. Reads like the kernel; see there for the
formulas and in `dafeng.scenarios.engine.program` for the tables.

This module imports numba; import it only inside a function.
"""

from __future__ import annotations

from numba import njit

from dafeng.axes import Integers
from dafeng.scenarios.engine.lanes import LANES, on_all
from dafeng.scenarios.engine.memory import (
    W_CARBON,
    W_GRID,
    W_REPLACED,
    W_WARMTH,
    Block,
    Desk,
    desk_of,
    get,
    put,
)
from dafeng.scenarios.engine.program import Program
from dafeng.scenarios.engine.random import draw_panel
from dafeng.scenarios.engine.state import advance, begin
from dafeng.scenarios.engine.supply import clean_share, energy_by_coal, energy_used, purchases
from dafeng.scenarios.engine.tables import tables_of
from dafeng.scenarios.engine.use import activities, carriers_used, electricity_used, end_use, mix
from dafeng.scenarios.engine.values import placed
from dafeng.scenarios.engine.writing import (
    write,
    write_carriers,
    write_co2,
    write_place,
    write_sectors,
)

__all__ = ["Block", "desk_of", "run_block", "sweep_draws"]


@njit(forceinline=True)
def _year(p: Program, b: Block, year: int, draw: int, w: Desk) -> None:
    """Compute one year of `LANES` draws and write what is asked."""
    put(w.economy, W_REPLACED, 1.0 / placed(p, year, 5, w))
    mix(p, year, w)
    activities(p, w)
    fuels, process, heat = end_use(p, year, b, w)
    all_carriers = b.carriers or p.shape.portfolio
    used = carriers_used(p, w) if all_carriers else electricity_used(p, w)
    bought, local, non_fossil = purchases(p, year, used, w)
    bought_heat = on_all(p.supply[7])
    if p.supply[8] > 0:
        bought_heat = heat * (p.supply[7] / p.supply[8])
    carbon = bought * (get(w.economy, W_GRID) * p.supply[3])
    warmth = bought_heat * p.supply[4]
    put(w.economy, W_CARBON, carbon)
    put(w.economy, W_WARMTH, warmth)
    write_place(p, b, year, draw, used, w)
    write_co2(p, b, year, draw, (fuels, process, carbon + warmth))
    if b.carriers:
        energy = energy_used(p, bought, bought_heat, non_fossil, w)
        by_coal = energy_by_coal(bought, non_fossil, energy)
        if b.row[3] >= 0:
            write(p, b, year, draw, 3, clean_share(p, bought, local, non_fossil, by_coal, w))
        write(p, b, year, draw, 11, by_coal)
        write_carriers(p, b, year, draw, energy, w)
    if b.detail:
        write_sectors(p, b, year, draw, used, w)


@njit(forceinline=True)
def compute(p: Program, b: Block, panel: int, draw: int, w: Desk) -> None:
    """Compute the draws of a panel; `draw` is the first of them among the results."""
    begin(p, b, panel, w)
    for year in range(p.shape.years):
        if year > 0:
            advance(p, b, year, panel, w)
        _year(p, b, year, draw, w)


_PROGRAM, _BLOCK, _DESK = tables_of(Program), tables_of(Block), tables_of(Desk)


@njit(nogil=True, cache=True)
def run_block(program: Integers, block: Integers, desk: Integers, first: int, last: int) -> None:
    """Compute draws `first` to `last` (whole vectors) of one block.

    Parameters
    ----------
    program, block, desk
        A `Program`, a `Block` and a `Desk` as `dafeng.scenarios.engine.addresses.addressed`.
    first, last
        Draws of the block.
    """
    p, b, w = _PROGRAM(program), _BLOCK(block), _DESK(desk)
    for draw in range(first, last, LANES):
        compute(p, b, draw // LANES, draw, w)


@njit(nogil=True, cache=True)
def sweep_draws(
    program: Integers, block: Integers, desk: Integers, streams: Integers, draws: int
) -> None:
    """Draw the numbers of one panel after the other and compute it, from the first draw.

    Parameters
    ----------
    program, block, desk, streams
        A `Program`, a `Block` whose panel is that of the streams, a `Desk` and
        `dafeng.scenarios.engine.random.Streams` as `dafeng.scenarios.engine.addresses.addressed`.
    draws
        How many draws.
    """
    p, b, w = _PROGRAM(program), _BLOCK(block), _DESK(desk)
    for draw in range(0, draws, LANES):
        draw_panel(streams, draw)
        compute(p, b, 0, draw, w)
