"""What follows from the paths of one block of draws: `dafeng.scenarios.kernel`, compiled.

The same arithmetic, fused: `LANES` draws go through all years while their state stays in the
nearest cache, and only what is asked for is written. Reads like the kernel; see there for the
formulas and in `dafeng.scenarios.engine.program` for the tables.

This module imports numba; import it only inside a function.
"""

from __future__ import annotations

from numba import njit

from dafeng.axes import Integers
from dafeng.scenarios.engine.lanes import LANES, fma, on_all
from dafeng.scenarios.engine.memory import (
    MWH_PER_TJ,
    W_CARBON,
    W_GDP,
    W_GRID,
    W_PEOPLE,
    W_REPLACED,
    W_WARMTH,
    Block,
    Desk,
    desk_of,
    get,
    put,
)
from dafeng.scenarios.engine.program import Program
from dafeng.scenarios.engine.state import advance, begin
from dafeng.scenarios.engine.supply import clean_share, energy_used, purchases, write, write_sectors
from dafeng.scenarios.engine.tables import tables_of
from dafeng.scenarios.engine.use import activities, carriers_used, end_use, mix
from dafeng.scenarios.engine.values import placed

__all__ = ["Block", "desk_of", "run_block"]


@njit
def _year(p: Program, b: Block, year: int, draw: int, w: Desk) -> None:
    """Compute one year of `LANES` draws and write what is asked."""
    put(w.economy, W_REPLACED, 1.0 / placed(p, year, 5, w))
    mix(p, year, w)
    activities(p, w)
    fuels, process, heat = end_use(p, year, b, w)
    used = carriers_used(p, w)
    bought, local, non_fossil = purchases(p, year, used, w)
    bought_heat = on_all(p.supply[7])
    if p.supply[8] > 0:
        bought_heat = heat * (p.supply[7] / p.supply[8])
    energy = energy_used(p, bought, bought_heat, non_fossil, w)
    carbon = bought * (get(w.economy, W_GRID) * p.supply[3])
    warmth = bought_heat * p.supply[4]
    put(w.economy, W_CARBON, carbon)
    put(w.economy, W_WARMTH, warmth)
    power = carbon + warmth
    totals = fma(process, b.basis[1], fuels * b.basis[0])
    totals = fma(power, b.basis[2], totals)
    write(p, b, year, draw, 0, totals)
    write(p, b, year, draw, 1, fuels + process)
    write(p, b, year, draw, 2, energy)
    if b.row[3] >= 0:
        write(p, b, year, draw, 3, clean_share(p, bought, local, non_fossil, energy, w))
    write(p, b, year, draw, 4, get(w.economy, W_GDP))
    write(p, b, year, draw, 5, get(w.economy, W_PEOPLE))
    if b.row[6] >= 0:
        write(p, b, year, draw, 6, placed(p, year, 6, w))
    write(p, b, year, draw, 7, used * MWH_PER_TJ)
    write(p, b, year, draw, 8, fuels)
    write(p, b, year, draw, 9, process)
    write(p, b, year, draw, 10, power)
    for c in range(p.shape.carriers):
        write(p, b, year, draw, 11 + c, get(w.carriers, c))
    if b.detail:
        write_sectors(p, b, year, draw, used, w)


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
        begin(p, b, draw, w)
        for year in range(p.shape.years):
            if year > 0:
                advance(p, b, year, draw, w)
            _year(p, b, year, draw, w)
