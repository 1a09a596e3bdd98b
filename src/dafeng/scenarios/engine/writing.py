"""Where does each result of a year go?

This module imports numba; import it only inside a function.
"""

from __future__ import annotations

from typing import Any

from numba import njit

from dafeng.scenarios.engine.lanes import fma, on_all, smaller, store, stream, where_positive
from dafeng.scenarios.engine.memory import (
    MWH_PER_TJ,
    W_CARBON,
    W_GDP,
    W_PEOPLE,
    W_REPLACED,
    W_WARMTH,
    Block,
    Desk,
    get,
    put,
)
from dafeng.scenarios.engine.program import ROWS, Program
from dafeng.scenarios.engine.stock_use import stock_electricity
from dafeng.scenarios.engine.values import added_up, over, placed, summed

#: Where the carriers follow the rows.
CARRIERS = len(ROWS)


@njit
def write(p: Program, b: Block, year: int, draw: int, which: int, value: Any) -> None:
    """Write a row if it is asked."""
    row = b.row[which]
    if row >= 0:
        here = (row * p.shape.years + year) * b.out_width + b.out_shift + draw
        if b.detail or b.carriers:  # too much for the caches
            stream(b.out, here, value)
        else:
            store(b.out, here, value)


@njit
def write_sectors(p: Program, b: Block, year: int, draw: int, used: Any, w: Desk) -> None:
    """Write CO2 by sector: what is purchased goes to its users, the rest to the plants."""
    moves = p.shape.moves
    moved = 1 + p.shape.carriers + 2 * p.shape.cells
    for m in range(moves):
        if p.move_electric[m]:
            gained = get(w.linear, moved + m) * get(w.economy, W_REPLACED)
            put(w.linear, moved + moves + m, gained)
    carbon, warmth = get(w.economy, W_CARBON), get(w.economy, W_WARMTH)
    heat = added_up(w.heat, p.shape.sectors)
    own = where_positive(used, smaller(carbon, 0.0), carbon)
    own_heat = where_positive(heat, smaller(warmth, 0.0), warmth)
    each, each_heat = over(carbon - own, used), over(warmth - own_heat, heat)
    for s in range(p.shape.sectors):
        fuels = get(w.fuels, s)
        if p.shape.portfolio:
            electricity = get(w.electric, s)
        else:
            electricity = summed(p.electricity, s, w.linear) * get(w.scale, s)
            if p.shape.stocks > 0:
                electricity = electricity + stock_electricity(p, s, w)
        power = fma(
            electricity,
            each,
            get(w.heat, s) * each_heat,
        )
        if s == p.shape.plant:
            power = power + own + own_heat
        process = on_all(0.0)
        if p.process_of[s] >= 0:
            process = get(w.process_co2, p.process_of[s])
        total = fma(process, b.basis[1], fuels * b.basis[0])
        here = (s * p.shape.years + year) * b.out_width + b.out_shift + draw
        stream(b.by_sector, here, fma(power, b.basis[2], total))


@njit
def write_co2(p: Program, b: Block, year: int, draw: int, parts: Any) -> None:
    """Write CO2 of fuels, processes and power, and the total on the basis."""
    fuels, process, power = parts
    totals = fma(process, b.basis[1], fuels * b.basis[0])
    write(p, b, year, draw, 0, fma(power, b.basis[2], totals))
    write(p, b, year, draw, 1, fuels + process)
    write(p, b, year, draw, 8, fuels)
    write(p, b, year, draw, 9, process)
    write(p, b, year, draw, 10, power)


@njit
def write_place(p: Program, b: Block, year: int, draw: int, used: Any, w: Desk) -> None:
    """Write product, people, sinks and the use of electricity."""
    write(p, b, year, draw, 4, get(w.economy, W_GDP))
    write(p, b, year, draw, 5, get(w.economy, W_PEOPLE))
    if b.row[6] >= 0:
        write(p, b, year, draw, 6, placed(p, year, 6, w))
    write(p, b, year, draw, 7, used * MWH_PER_TJ)


@njit
def write_carriers(p: Program, b: Block, year: int, draw: int, energy: Any, w: Desk) -> None:
    """Write all energy and that of each carrier."""
    write(p, b, year, draw, 2, energy)
    for c in range(p.shape.carriers):
        write(p, b, year, draw, CARRIERS + c, get(w.carriers, c))
