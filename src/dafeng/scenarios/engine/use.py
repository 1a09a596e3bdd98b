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
    W_GIVEN,
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
from dafeng.scenarios.engine.portfolio_use import clear_use, sector_with_portfolio
from dafeng.scenarios.engine.program import Program
from dafeng.scenarios.engine.state import grow
from dafeng.scenarios.engine.stock_use import add_stocks, meet_stocks, run_stocks, stock_of_sector
from dafeng.scenarios.engine.values import TERM, added_up, free, held, summed


@njit(forceinline=True)
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


@njit(forceinline=True)
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


@njit(forceinline=True)
def _heat_demand(p: Program, year: int, w: Desk) -> Any:
    """Return the demand for heat beside the plants, relative to the base year."""
    demand = on_all(1.0)
    if p.supply[9] > 0:
        heat = on_all(0.0)
        for i in range(p.shape.consumers):
            heat = heat + get(w.heat, p.order[i])
        demand = heat / get(w.economy, W_HEAT)
        if p.shape.portfolio:
            demand = demand * p.portfolio.heat[year]
    return demand


@njit(forceinline=True)
def _plants_run(p: Program, demand: Any, w: Desk) -> Any:
    """Return how far the plants run: heat follows the demand for heat, power its own path."""
    return fma(demand, p.supply[5], get(w.economy, W_FOSSIL) * (1 - p.supply[5]))


@njit(forceinline=True)
def _burnt(p: Program, year: int, s: int, scale: Any, w: Desk) -> Any:
    """Return a sector's CO2 from fuels [t] and its heat [TJ] before capture.

    Those of stocks are in them where a portfolio acts: it finds both together.
    """
    heat = on_all(0.0)
    if p.shape.portfolio:
        fuels, heat = sector_with_portfolio(p, year, s, scale, w)
        put(w.heat, s, heat)
    else:
        if p.heat.start[s + 1] > p.heat.start[s]:
            heat = summed(p.heat, s, w.linear) * scale
            put(w.heat, s, heat)
        fuels = summed(p.fuels, s, w.linear) * scale
    return fuels, heat


@njit(forceinline=True)
def _emitted(p: Program, year: int, s: int, fuels: Any, process: Any, w: Desk) -> Any:
    """Return CO2 from fuels and processes less what is captured or done without."""
    if p.capturing[year * p.shape.sectors + s]:
        z = number(w, p.first_row[4] + s)
        left = 1.0 - held(z, p.capture, TERM * (year * p.shape.sectors + s))
        fuels, process = fuels * left, process * left
    if p.shape.portfolio:
        at = year * p.shape.sectors + s
        fuels = fuels * p.portfolio.emitted[at]
        process = process * (p.portfolio.emitted[at] * p.portfolio.process[at])
    return fuels, process


@njit(forceinline=True)
def _sector(p: Program, year: int, s: int, b: Block, w: Desk) -> Any:
    """Set a sector's scale and heat and process CO2; return its CO2 from fuels and processes."""
    activity = get(w.economy, W_ACTIVITY + p.kind[s])
    scale = get(w.state, s) * activity
    if p.kind[s] == PLANTS_KIND:
        scale = scale * get(w.economy, W_RUN)
    put(w.scale, s, scale)
    fuels, own_heat = _burnt(p, year, s, scale, w)
    process, i = on_all(0.0), p.process_of[s]
    if i >= 0:
        process = get(w.process, i) * activity
    if p.shape.stocks > 0:
        burnt, carbon, warmth = stock_of_sector(p, s, w)
        process = process + carbon
        if not p.shape.portfolio:  # which has met the energy of stocks already
            fuels = fuels + burnt
            put(w.heat, s, warmth + own_heat)
    fuels, process = _emitted(p, year, s, fuels, process, w)
    if i >= 0:
        put(w.process_co2, i, process)
    if b.detail:
        put(w.fuels, s, fuels)
    return fuels, process


@njit(forceinline=True)
def end_use(p: Program, year: int, b: Block, w: Desk) -> Any:
    """Set every sector's use and CO2; return CO2 from fuels and processes, and heat used [TJ]."""
    fuels = on_all(0.0)
    processes = on_all(0.0)
    if p.shape.portfolio:
        clear_use(p, w)
    if p.shape.stocks > 0:
        meet_stocks(p, year, w)
        run_stocks(p, year, False, on_all(1.0), w)
    for i in range(p.shape.sectors):
        if i == p.shape.consumers:
            demand = _heat_demand(p, year, w)
            put(w.economy, W_RUN, _plants_run(p, demand, w))
            if p.shape.stocks > 0:
                run_stocks(p, year, True, demand, w)
        burnt, process = _sector(p, year, p.order[i], b, w)
        fuels, processes = fuels + burnt, processes + process
    heat = on_all(0.0)
    if p.supply[8] > 0 or p.shape.portfolio:
        heat = added_up(w.heat, p.shape.sectors)
        if p.shape.portfolio:
            put(w.economy, W_GIVEN, heat * (1.0 - p.portfolio.heat[year]))
            heat = heat * p.portfolio.heat[year]
    return fuels, processes, heat


@njit(forceinline=True)
def electricity_used(p: Program, w: Desk) -> Any:
    """Return the use of electricity [TJ] where no other carrier is asked for."""
    kept_at = 1 + p.shape.carriers
    moved = kept_at + 2 * p.shape.cells
    used, gained = on_all(0.0), on_all(0.0)
    for k in range(p.shape.cells):
        first, last = p.cell_start[k], p.cell_start[k + 1]
        kept, electric = p.cell_source[k] == p.shape.electricity, 0
        for m in range(first, last):
            electric += p.move_electric[m]
        if kept or electric:
            use = summed(p.cells, k, w.scale)
            if kept:
                used = fma(use, get(w.linear, kept_at + k), used)
            for m in range(first, last):
                if p.move_electric[m]:
                    gained = fma(use, get(w.linear, moved + m), gained)
    if p.shape.stocks > 0:
        for j in range(p.shape.columns):
            if p.stocks.carrier[j] == p.shape.electricity:
                used = used + get(w.stock, j)
    return used + gained * get(w.economy, W_REPLACED)


@njit(forceinline=True)
def carriers_used(p: Program, w: Desk) -> Any:
    """Set the use of every carrier [TJ]; return that of electricity."""
    carriers = p.shape.carriers
    kept_at = 1 + carriers
    moved = kept_at + 2 * p.shape.cells
    if p.shape.portfolio:  # every sector has added its own already
        return get(w.carriers, p.shape.electricity)
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
