"""What does a draw carry from year to year?

This module imports numba; import it only inside a function.
"""

from __future__ import annotations

from typing import Any

from numba import njit

from dafeng.scenarios.engine.lanes import exponential, fma, on_all
from dafeng.scenarios.engine.memory import (
    MWH_PER_TJ,
    PLANTS_KIND,
    W_BEFORE,
    W_BOUGHT,
    W_CLASS,
    W_ERROR,
    W_FOSSIL,
    W_GDP,
    W_GIVEN,
    W_GRID,
    W_HEAT,
    W_PEOPLE,
    Block,
    Desk,
    drawn,
    get,
    number,
    put,
)
from dafeng.scenarios.engine.program import Program
from dafeng.scenarios.engine.stock_use import bound_stocks
from dafeng.scenarios.engine.values import TERM, free, held, multiplier, placed


@njit(forceinline=True)
def begin(p: Program, b: Block, panel: int, w: Desk) -> None:
    """Set the state of the base year."""
    one = on_all(1.0)
    before = on_all(0.0)
    heat = on_all(0.0)
    for row in range(p.shape.numbers):
        put(w.normal, row, drawn(b, panel, row))
    for s in range(p.shape.sectors):
        level = multiplier(p.level, s, w)
        put(w.state, s, level)
        put(w.heat, s, on_all(0.0))
        if p.shape.stocks > 0:
            put(w.gap, s, one)
        before = fma(level, p.electricity_base[s] * MWH_PER_TJ, before)
        if p.kind[s] != PLANTS_KIND:
            heat = fma(level, p.heat_base[s], heat)
    for i in range(p.shape.processes):
        times = multiplier(p.process_level, p.process_sector[i], w)
        put(w.process, i, times * p.process_base[i])
    put(w.linear, 0, one)
    for c in range(p.shape.carriers):
        put(w.linear, 1 + c, multiplier(p.factor, c, w))
    put(w.economy, W_GDP, on_all(p.supply[10]))
    put(w.economy, W_PEOPLE, on_all(p.supply[11]))
    for row in range(W_GRID, W_CLASS + 3):
        put(w.economy, row, one)
    put(w.economy, W_BOUGHT, multiplier(p.bought, 0, w))
    put(w.economy, W_BEFORE, before)
    put(w.economy, W_HEAT, heat)
    put(w.economy, W_GIVEN, on_all(0.0))
    bound_stocks(p, w)


@njit(forceinline=True)
def _error(p: Program, b: Block, year: int, which: int, panel: int, w: Desk) -> Any:
    """Step one AR(1) error and return it as a factor with median one."""
    years = p.shape.years - 1
    fresh = drawn(b, panel, p.shape.numbers + which * years + year - 1)
    if year > 1:
        before = get(w.economy, W_ERROR + which) * p.persistence[2 * which]
        fresh = fresh * p.persistence[2 * which + 1] + before
    put(w.economy, W_ERROR + which, fresh)
    size = p.size[3 * year + which]
    factor = on_all(1.0)
    if size != 0.0:
        factor = exponential(fresh * size)
    return factor


@njit(forceinline=True)
def grow(rows: Any, row: int, factor: Any) -> None:
    """Multiply a row."""
    put(rows, row, get(rows, row) * factor)


@njit(forceinline=True)
def advance(p: Program, b: Block, year: int, panel: int, w: Desk) -> None:
    """Carry growing quantities from the year before."""
    sectors = p.shape.sectors
    error = _error(p, b, year, 0, panel, w)
    grow(w.economy, W_GDP, placed(p, year, 1, w) * _error(p, b, year, 1, panel, w))
    grow(w.economy, W_GRID, placed(p, year, 2, w) * _error(p, b, year, 2, panel, w))
    grow(w.economy, W_PEOPLE, placed(p, year, 0, w))
    grow(w.economy, W_FOSSIL, placed(p, year, 3, w))
    for k in range(3):
        z = number(w, p.first_row[0] + k)
        grow(w.economy, W_CLASS + k, held(z, p.structure, TERM * (year * 3 + k)))
    for s in range(sectors):
        at = TERM * (year * sectors + s)
        z = number(w, p.first_row[1] + s)
        growth = free(z, p.gap, at)
        if p.clipped[2 * year]:
            growth = held(z, p.gap, at)
        if p.shape.stocks > 0:
            grow(w.gap, s, growth)
        i = p.process_of[s]
        if i >= 0:
            change = held(number(w, p.first_row[3]), p.process, at)
            grow(w.process, i, growth * change)
        z = number(w, p.first_row[2] + s)
        change = free(z, p.intensity, at)
        if p.clipped[2 * year + 1]:
            change = held(z, p.intensity, at)
        if p.kind[s] != PLANTS_KIND:
            change = change * error
        grow(w.state, s, growth * change)
