"""Who uses how much of which carrier in a year, and what does it emit?

This module imports numba; import it only inside a function.
"""

from __future__ import annotations

from typing import Any

from numba import njit

from dafeng.scenarios.engine.lanes import any_above, fma, larger, on_all, smaller
from dafeng.scenarios.engine.memory import (
    PLANTS_KIND,
    W_ACTIVITY,
    W_CLASS,
    W_FOSSIL,
    W_GDP,
    W_HEAT,
    W_PEOPLE,
    W_REPLACED,
    W_RUN,
    Block,
    Desk,
    get,
    number,
    put,
)
from dafeng.scenarios.engine.program import Program
from dafeng.scenarios.engine.state import grow
from dafeng.scenarios.engine.stock_use import add_stocks, meet_stocks, run_stocks, stock_of_sector
from dafeng.scenarios.engine.values import TERM, added_up, free, held, summed


@njit
def mix(p: Program, year: int, w: Desk) -> None:
    """Set what is kept of each cell and what its moves take, as shares of base-year use."""
    cells, moves = p.shape.cells, p.shape.moves
    kept_at = 1 + p.shape.carriers
    factored, moved = kept_at + cells, kept_at + 2 * cells
    for k in range(cells):
        first, last = p.cell_start[k], p.cell_start[k + 1]
        total = on_all(0.0)
        for m in range(first, last):
            share = on_all(0.0)
            if p.moving[year * moves + m]:
                share = free(number(w, p.move_row[m]), p.move, 3 * (year * moves + m))
                share = smaller(larger(share, 0.0), 1.0)
            put(w.linear, moved + m, share)
            total = total + share
        if any_above(total, 1.0):
            crowd = 1.0 / larger(total, 1.0)
            for m in range(first, last):
                grow(w.linear, moved + m, crowd)
        for m in range(first, last):
            if p.move_factored[m]:
                factor = get(w.linear, 1 + p.move_target[m])
                gained = get(w.linear, moved + m) * factor
                if p.move_electric[m]:
                    gained = gained * get(w.economy, W_REPLACED)
                put(w.linear, moved + 2 * moves + m, gained)
        kept = larger(1.0 - total, 0.0)
        put(w.linear, kept_at + k, kept)
        put(w.linear, factored + k, kept * get(w.linear, 1 + p.cell_source[k]))


@njit
def activities(p: Program, w: Desk) -> None:
    """Set the index of activity that each kind of sector follows."""
    growth = get(w.economy, W_GDP) * (1.0 / p.supply[10])
    if p.class_shares[0] + p.class_shares[1] + p.class_shares[2] > 0:
        mixed = on_all(0.0)
        for k in range(3):
            mixed = fma(get(w.economy, W_CLASS + k), p.class_shares[k], mixed)
        each = growth / mixed
        for k in range(3):
            put(w.economy, W_ACTIVITY + k, get(w.economy, W_CLASS + k) * each)
    else:
        for k in range(3):
            put(w.economy, W_ACTIVITY + k, growth)
    put(w.economy, W_ACTIVITY + 3, get(w.economy, W_PEOPLE) * (1.0 / p.supply[11]))
    put(w.economy, W_ACTIVITY + 4, on_all(1.0))


@njit
def _heat_demand(p: Program, w: Desk) -> Any:
    """Return the demand for heat beside the plants, relative to the base year."""
    demand = on_all(1.0)
    if p.supply[9] > 0:
        heat = on_all(0.0)
        for i in range(p.shape.consumers):
            heat = heat + get(w.heat, p.order[i])
        demand = heat / get(w.economy, W_HEAT)
    return demand


@njit
def _plants_run(p: Program, demand: Any, w: Desk) -> Any:
    """Return how far the plants run: heat follows the demand for heat, power its own path."""
    return fma(demand, p.supply[5], get(w.economy, W_FOSSIL) * (1 - p.supply[5]))


@njit
def _sector(p: Program, year: int, s: int, b: Block, w: Desk) -> Any:
    """Set a sector's scale and heat and process CO2; return its CO2 from fuels and processes."""
    activity = get(w.economy, W_ACTIVITY + p.kind[s])
    scale = get(w.state, s) * activity
    if p.kind[s] == PLANTS_KIND:
        scale = scale * get(w.economy, W_RUN)
    put(w.scale, s, scale)
    own_heat = on_all(0.0)
    if p.heat.start[s + 1] > p.heat.start[s]:
        own_heat = summed(p.heat, s, w.linear) * scale
        put(w.heat, s, own_heat)
    fuels, process, i = summed(p.fuels, s, w.linear) * scale, on_all(0.0), p.process_of[s]
    if i >= 0:
        process = get(w.process, i) * activity
    if p.shape.stocks > 0:
        burnt, carbon, warmth = stock_of_sector(p, s, w)
        fuels, process = fuels + burnt, process + carbon
        put(w.heat, s, warmth + own_heat)
    if p.clipped[3 * year + 2]:
        z = number(w, p.first_row[4] + s)
        left = 1.0 - held(z, p.capture, TERM * (year * p.shape.sectors + s))
        fuels = fuels * left
        if i >= 0:
            process = process * left
    if i >= 0:
        put(w.process_co2, i, process)
    if b.detail:
        put(w.fuels, s, fuels)
    return fuels, process


@njit
def end_use(p: Program, year: int, b: Block, w: Desk) -> Any:
    """Set every sector's use and CO2; return CO2 from fuels and processes, and heat used [TJ]."""
    fuels = on_all(0.0)
    processes = on_all(0.0)
    if p.shape.stocks > 0:
        meet_stocks(p, year, w)
        run_stocks(p, year, False, on_all(1.0), w)
    for i in range(p.shape.sectors):
        if i == p.shape.consumers:
            demand = _heat_demand(p, w)
            put(w.economy, W_RUN, _plants_run(p, demand, w))
            if p.shape.stocks > 0:
                run_stocks(p, year, True, demand, w)
        burnt, process = _sector(p, year, p.order[i], b, w)
        fuels, processes = fuels + burnt, processes + process
    heat = on_all(0.0)
    if p.supply[8] > 0:
        heat = added_up(w.heat, p.shape.sectors)
    return fuels, processes, heat


@njit
def carriers_used(p: Program, w: Desk) -> Any:
    """Set the use of every carrier [TJ]; return that of electricity."""
    carriers = p.shape.carriers
    kept_at = 1 + carriers
    moved = kept_at + 2 * p.shape.cells
    for c in range(carriers + 1):
        put(w.carriers, c, on_all(0.0))
    for k in range(p.shape.cells):
        use, source = summed(p.cells, k, w.scale), p.cell_source[k]
        total = fma(use, get(w.linear, kept_at + k), get(w.carriers, source))
        put(w.carriers, source, total)
        for m in range(p.cell_start[k], p.cell_start[k + 1]):
            target = carriers if p.move_electric[m] else p.move_target[m]
            total = fma(use, get(w.linear, moved + m), get(w.carriers, target))
            put(w.carriers, target, total)
    if p.shape.stocks > 0:
        add_stocks(p, w)
    gained = get(w.carriers, carriers) * get(w.economy, W_REPLACED)
    used = get(w.carriers, p.shape.electricity) + gained
    put(w.carriers, p.shape.electricity, used)
    return used
