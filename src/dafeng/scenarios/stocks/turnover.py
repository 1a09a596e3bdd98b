"""Who is bought and who is scrapped when a stock follows a path?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from dafeng.axes import Floats


@dataclass(frozen=True, slots=True)
class Turnover:
    """A stock that follows a path.

    Parameters
    ----------
    sales, scrapped
        Additions and departures [unit/a] (year, draw); none in the base year.
    use
        Sum over the stock of what each member uses (year, column, draw).
    """

    sales: Floats
    scrapped: Floats
    use: Floats


def turn_over(
    path: Floats, ages: Floats, step: Floats, unit_use: Floats, old_use: Floats
) -> Turnover:
    """Let a stock follow a path, with additions as the balance.

    ``N[t,a] = N[t-1,a-1] s(a-1)``; additions are ``max(path[t] - sum_a N[t,a], 0)``. If the path
    falls faster than the stock dies, all ages are thinned alike, so that the stock is the path.
    What a member uses is settled in the year in which it came.

    Parameters
    ----------
    path
        Wanted stock [unit] (year, draw).
    ages
        Stock of the base year by age [unit] (age, draw).
    step
        Share of an age that lives to the next [-] (age, draw).
    unit_use
        Use of one member that comes in a year, by column (year, column, draw).
    old_use
        Use of one member of the base year's stock, by age (age, column, draw).

    Returns
    -------
    Turnover
        Additions, departures and use.
    """
    years, draws = path.shape
    stock, use = ages.copy(), ages[:, None] * old_use
    sales, scrapped = np.zeros((years, draws)), np.zeros((years, draws))
    total = np.empty((years, unit_use.shape[1], draws))
    total[0] = use.sum(axis=0)
    for year in range(1, years):
        before = stock.sum(axis=0)
        stock[1:], use[1:] = stock[:-1] * step[:-1], use[:-1] * step[:-1, None]
        stock[0], use[0] = 0.0, 0.0
        left = stock.sum(axis=0)
        kept = _kept(left, path[year])
        stock *= kept
        use *= kept
        sales[year] = path[year] - left * kept
        np.maximum(sales[year], 0.0, out=sales[year])
        stock[0] = sales[year]
        use[0] = sales[year] * unit_use[year]
        scrapped[year] = before - left * kept
        total[year] = use.sum(axis=0)
    return Turnover(sales, scrapped, total)


def _kept(left: Floats, wanted: Floats) -> Floats:
    """Return the share of the survivors that is kept, one unless they exceed the path."""
    kept = np.ones_like(left)
    np.divide(wanted, left, out=kept, where=left > wanted)
    return kept


def turn_over_fast(
    path: Floats, ages: Floats, step: Floats, unit_use: Floats, old_use: Floats
) -> Turnover:
    """Do what `turn_over` does, compiled; equal to it but for the order of sums."""
    sales, scrapped, total = _compiled()(path, ages, step, unit_use, old_use)
    return Turnover(sales, scrapped, total)


@cache
def _compiled() -> Callable[..., tuple[Floats, Floats, Floats]]:
    from numba import njit
    from numba.extending import register_jitable

    for part in (_aged, _thinned):
        register_jitable(part)
    compiled: Callable[..., tuple[Floats, Floats, Floats]] = njit(cache=True, nogil=True)(_turn)
    return compiled


def _turn(
    path: Floats, ages: Floats, step: Floats, unit_use: Floats, old_use: Floats
) -> tuple[Floats, Floats, Floats]:
    """Walk the ages from old to young so that one array serves both years."""
    years, draws = path.shape
    sales, scrapped = np.zeros((years, draws)), np.zeros((years, draws))
    total = np.zeros((years, unit_use.shape[1], draws))
    stock, use = ages.copy(), np.empty((len(ages), unit_use.shape[1], draws))
    before, left = np.zeros(draws), np.zeros(draws)
    for age in range(len(ages)):
        before += ages[age]
        for column in range(use.shape[1]):
            use[age, column] = ages[age] * old_use[age, column]
            total[0, column] += use[age, column]
    for year in range(1, years):
        _aged(stock, use, step, left)
        _thinned(stock, use, path[year], left)
        sales[year] = path[year] - left
        stock[0] = sales[year]
        scrapped[year] = before - left
        before[:] = path[year]
        for column in range(use.shape[1]):
            use[0, column] = sales[year] * unit_use[year, column]
            for age in range(len(ages)):
                total[year, column] += use[age, column]
    return sales, scrapped, total


def _aged(stock: Floats, use: Floats, step: Floats, left: Floats) -> None:
    """Let all ages grow a year older in place; `left` becomes the survivors."""
    left[:] = 0.0
    for age in range(len(stock) - 1, 0, -1):
        stock[age] = stock[age - 1] * step[age - 1]
        left += stock[age]
        for column in range(use.shape[1]):
            use[age, column] = use[age - 1, column] * step[age - 1]


def _thinned(stock: Floats, use: Floats, wanted: Floats, left: Floats) -> None:
    """Thin the survivors of all ages alike where they exceed the path."""
    for d in range(len(left)):
        if left[d] > wanted[d]:
            kept = wanted[d] / left[d]
            left[d] = wanted[d]
            for age in range(1, len(stock)):
                stock[age, d] *= kept
                for column in range(use.shape[1]):
                    use[age, column, d] *= kept
