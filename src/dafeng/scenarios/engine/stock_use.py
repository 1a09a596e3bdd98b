"""What does a stock use in a draw? `dafeng.scenarios.stocks.response`, compiled.

This module imports numba; import it only inside a function.
"""

from __future__ import annotations

from typing import Any

from numba import njit

from dafeng.scenarios.engine.lanes import fma, larger, on_all, smaller
from dafeng.scenarios.engine.memory import (
    PLANTS_KIND,
    W_ACTIVITY,
    W_CLEAN,
    W_GDP,
    W_INCOME_LOG,
    W_OWN_LOCAL,
    W_PEOPLE,
    W_PEOPLE_LOG,
    Desk,
    get,
    number,
    put,
)
from dafeng.scenarios.engine.program import Program
from dafeng.scenarios.engine.stocked import FOSSIL_POWER, NON_FOSSIL_POWER, PROCESS
from dafeng.scenarios.engine.values import multiplier
from dafeng.scenarios.stocks.response import BY_SIZE, BY_SQUARE, FARTHEST, TERMS, WIDEST

_ADOPTION, _TURNOVER, _GROWTH = FARTHEST
_COEFFICIENTS = len(TERMS) + BY_SIZE + BY_SQUARE
_EVERY = len(TERMS)


@njit
def bound_stocks(p: Program, w: Desk) -> None:
    """Hold the numbers of adoption and turnover within what the polynomials were fitted to."""
    for k in range(p.shape.stocks):
        at = p.stocks.number[k]
        put(w.normal, at + 1, smaller(larger(number(w, at + 1), -_ADOPTION), _ADOPTION))
        put(w.normal, at + 2, smaller(larger(number(w, at + 2), -_TURNOVER), _TURNOVER))


@njit
def _logarithm(value: Any, centre: Any) -> Any:
    """Return the logarithm of a ratio near one by its series."""
    x = (value - centre) / (value + centre)
    s = x * x
    series = fma(s, 1 / 9, 1 / 7)
    series = fma(s, series, 1 / 5)
    series = fma(s, series, 1 / 3)
    return 2.0 * x * fma(s, series, 1.0)


@njit
def _exponential(value: Any) -> Any:
    """Return the exponential of a number within `WIDEST` by its series."""
    v = smaller(larger(value, -WIDEST), WIDEST) * 0.25
    found = fma(v, 1 / 6, 1.0)
    found = fma(v * (1 / 5), found, 1.0)
    found = fma(v * (1 / 4), found, 1.0)
    found = fma(v * (1 / 3), found, 1.0)
    found = fma(v * (1 / 2), found, 1.0)
    found = fma(v, found, 1.0)
    square = found * found
    return square * square


@njit
def meet_stocks(p: Program, year: int, w: Desk) -> None:
    """Set what is around all stocks in a year, before any of them acts."""
    people = get(w.economy, W_PEOPLE) * (1.0 / p.supply[11])
    income = get(w.economy, W_GDP) * (1.0 / p.supply[10]) / people
    put(w.economy, W_PEOPLE_LOG, _logarithm(people, p.stocks.around[2 * year]))
    put(w.economy, W_INCOME_LOG, _logarithm(income, p.stocks.around[2 * year + 1]))
    put(w.economy, W_OWN_LOCAL, on_all(0.0))
    put(w.economy, W_CLEAN, on_all(0.0))


@njit
def run_stocks(p: Program, year: int, plants: bool, demand: Any, w: Desk) -> None:
    """Set what the stocks of users, or of plants, use and give this year."""
    for k in range(p.shape.stocks):
        s = p.stocks.row[k]
        kind = p.kind[s]
        if (kind == PLANTS_KIND) == plants:
            activity = demand
            if not plants:
                activity = get(w.economy, W_ACTIVITY + kind) * get(w.gap, s)
            _stock(p, year, k, activity, w)


@njit
def _apart(p: Program, year: int, k: int, activity: Any, w: Desk) -> Any:
    """Return the logarithm of size against the central path."""
    at = 4 * (year * p.shape.stocks + k)
    slopes = p.stocks.slopes
    found = number(w, p.stocks.number[k]) * slopes[at + 3]
    if slopes[at] != 0.0:
        found = fma(get(w.economy, W_PEOPLE_LOG), slopes[at], found)
    if slopes[at + 1] != 0.0:
        found = fma(get(w.economy, W_INCOME_LOG), slopes[at + 1], found)
    if slopes[at + 2] != 0.0:
        log = _logarithm(activity, p.stocks.activity[year * p.shape.stocks + k])
        found = fma(log, slopes[at + 2], found)
    return found


@njit
def _stock(p: Program, year: int, k: int, activity: Any, w: Desk) -> None:
    """Set every column of one stock."""
    apart = _apart(p, year, k, activity, w)
    size = _exponential(apart)
    bound = _GROWTH * year
    s = smaller(larger(apart, -bound), bound)
    row = p.stocks.row[k]
    level, z = multiplier(p.level, row, w), number(w, p.stocks.number[k] + 3)
    for j in range(p.stocks.column[k], p.stocks.column[k + 1]):
        column = year * p.shape.columns + j
        used = _polynomial(p, _COEFFICIENTS * column, p.stocks.number[k], s, w)
        used = larger(_ramps(p, year, k, j - p.stocks.column[k], used, w), 0.0) * size
        grown = p.stocks.improvement[column]
        if grown != 0.0:
            used = used * larger(fma(z, grown, 1.0), 0.05)
        carrier = p.stocks.carrier[j]
        if carrier >= 0:
            used = used * level
        elif carrier == PROCESS:
            used = used * multiplier(p.process_level, row, w)
        elif carrier == FOSSIL_POWER:
            put(w.economy, W_OWN_LOCAL, get(w.economy, W_OWN_LOCAL) + used)
        elif carrier == NON_FOSSIL_POWER:
            put(w.economy, W_CLEAN, get(w.economy, W_CLEAN) + used)
        put(w.stock, j, used)


@njit
def _polynomial(p: Program, at: int, numbers: int, s: Any, w: Desk) -> Any:
    """Return use per size: terms of adoption, then with turnover, then with size."""
    c = p.stocks.weights
    a, t = number(w, numbers + 1), number(w, numbers + 2)
    found = on_all(c[at])
    if c[at + 1] != 0.0 or c[at + 2] != 0.0 or c[at + 6] != 0.0:
        inner = fma(a, fma(a, fma(a, c[at + 7], c[at + 6]), c[at + 3]), c[at + 2])
        found = fma(a, fma(a, inner, c[at + 1]), c[at])
    if c[at + 4] != 0.0 or c[at + 5] != 0.0 or c[at + 10] != 0.0:
        inner = fma(a, fma(a, fma(a, c[at + 9], c[at + 8]), c[at + 5]), c[at + 4])
        found = fma(t, fma(t, fma(a, c[at + 11], c[at + 10]), inner), found)
    at += _EVERY
    if c[at] != 0.0 or c[at + 1] != 0.0 or c[at + 6] != 0.0:
        inner = fma(a, fma(a, fma(a, c[at + 3], c[at + 2]), c[at + 1]), c[at])
        inner = fma(t, fma(a, c[at + 5], c[at + 4]), inner)
        found = fma(s, fma(s, fma(a, c[at + 7], c[at + 6]), inner), found)
    return found


@njit
def _ramps(p: Program, year: int, k: int, column: int, found: Any, w: Desk) -> Any:
    """Add what runs until an age."""
    every = p.shape.ramp_columns * year
    for r in range(p.stocks.ramp[k], p.stocks.ramp[k + 1]):
        use = p.stocks.ramp_use[every + p.stocks.ramp_start[r] + column]
        if use != 0.0:
            running = on_all(1.0)
            if year > 0:
                z = number(w, p.stocks.number[k] + 2)
                left = fma(z, p.stocks.ends[2 * r + 1], p.stocks.ends[2 * r] - year)
                running = smaller(larger(left, 0.0), 1.0)
            found = fma(running, use, found)
    return found


@njit
def stock_of_sector(p: Program, s: int, w: Desk) -> Any:
    """Return CO2 of fuels [t], CO2 of processes [t] and heat [TJ] of a sector's stocks."""
    fuels, process, heat = on_all(0.0), on_all(0.0), on_all(0.0)
    for j in range(p.stocks.of_sector[s], p.stocks.of_sector[s + 1]):
        carrier, used = p.stocks.carrier[j], get(w.stock, j)
        if carrier >= 0:
            if p.stocks.factor[j] != 0.0:
                fuels = fma(used * get(w.linear, 1 + carrier), p.stocks.factor[j], fuels)
            if carrier == p.shape.heat:
                heat = heat + used
        elif carrier == PROCESS:
            process = process + used
    return fuels, process, heat


@njit
def stock_electricity(p: Program, s: int, w: Desk) -> Any:
    """Return the electricity that a sector's stocks use [TJ]."""
    found = on_all(0.0)
    for j in range(p.stocks.of_sector[s], p.stocks.of_sector[s + 1]):
        if p.stocks.carrier[j] == p.shape.electricity:
            found = found + get(w.stock, j)
    return found


@njit
def add_stocks(p: Program, w: Desk) -> None:
    """Add what stocks use to the carriers."""
    for j in range(p.shape.columns):
        carrier = p.stocks.carrier[j]
        if carrier >= 0:
            put(w.carriers, carrier, get(w.carriers, carrier) + get(w.stock, j))
