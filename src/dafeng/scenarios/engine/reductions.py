"""Which quantiles have many rows of draws, and when does each draw peak: compiled.

Quantiles are exact: a histogram finds the few bins that hold the wanted order statistics, and only
what lies in them is sorted. Peak facts are those of `dafeng.peak.outlook.peaks_of`.

This module imports numba; import it only inside a function.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numba import njit

from dafeng.axes import Floats, Integers
from dafeng.scenarios.engine.lanes import (
    LANES,
    absolute,
    larger,
    load,
    on_all,
    smaller,
    store,
    where_positive,
)
from dafeng.scenarios.engine.tables import tables_of

#: Bins of the histogram that finds order statistics.
BINS: Final = 2048


class Rows(NamedTuple):
    """Rows of draws, and what selecting from them needs.

    Parameters
    ----------
    values
        Rows, each padded to a whole number of vectors (row, draw).
    width, size
        Numbers in a row with its padding, and without.
    order
        Wanted positions in the order of size, rising (wanted).
    wanted
        How many there are.
    found
        The numbers at these positions (row, wanted).
    bin_of, bins, flags, near
        Working memory: `size`, `BINS + 1`, `BINS`, `size` numbers.
    """

    values: Floats
    width: int
    size: int
    order: Integers
    wanted: int
    found: Floats
    bin_of: Integers
    bins: Integers
    flags: Integers
    near: Floats


@njit
def _lowest_and_highest(t: Any, start: int) -> Any:
    whole = t.size // LANES * LANES
    low = high = t.values[start]
    if whole:
        least = load(t.values, start)
        most = least
        for i in range(start + LANES, start + whole, LANES):
            x = load(t.values, i)
            least, most = smaller(x, least), larger(x, most)
        store(t.near, 0, least)
        store(t.near, LANES, most)
        for i in range(LANES):
            low, high = min(low, t.near[i]), max(high, t.near[LANES + i])
    for i in range(start + whole, start + t.size):
        low, high = min(low, t.values[i]), max(high, t.values[i])
    return low, high


@njit
def _binned(t: Any, start: int, low: float, scale: float) -> None:
    """Count every number into its bin; afterwards `bins[b]` is how many lie below bin b."""
    for b in range(BINS + 1):
        t.bins[b] = 0
    for b in range(BINS):
        t.flags[b] = 0
    for i in range(t.size):
        t.bin_of[i] = min(np.int64((t.values[start + i] - low) * scale), BINS - 1)
    for i in range(t.size):
        t.bins[t.bin_of[i] + 1] += 1
    for b in range(BINS):
        t.bins[b + 1] += t.bins[b]


@njit
def _gathered(t: Any, start: int) -> int:
    """Gather the numbers of the bins that hold wanted positions; return how many there are."""
    b = 0
    for j in range(t.wanted):
        while t.bins[b + 1] <= t.order[j]:
            b += 1
        t.flags[b] = 1
    near = 0
    for i in range(t.size):
        if t.flags[t.bin_of[i]]:
            t.near[near] = t.values[start + i]
            near += 1
    return near


@njit
def _picked(t: Any, row: int, near: Any) -> None:
    """Write the wanted order statistics from the gathered numbers."""
    near.sort()
    b = before = 0
    for j in range(t.wanted):
        while t.bins[b + 1] <= t.order[j]:
            if t.flags[b]:
                before += t.bins[b + 1] - t.bins[b]
            b += 1
        t.found[row * t.wanted + j] = near[before + t.order[j] - t.bins[b]]


_ROWS = tables_of(Rows)


@njit(nogil=True, cache=True)
def select_rows(rows: Integers, near: Floats, first: int, last: int) -> None:
    """Find the order statistics of rows `first` to `last`.

    Parameters
    ----------
    rows
        `Rows` as `dafeng.scenarios.engine.addresses.addressed`.
    near
        The array `Rows.near`.
    first, last
        Rows.
    """
    t = _ROWS(rows)
    for row in range(first, last):
        start = row * t.width
        low, high = _lowest_and_highest(t, start)
        scale = BINS / (high - low) if high > low else 0.0
        if not np.isfinite(scale) or scale == 0.0:
            for j in range(t.wanted):
                t.found[row * t.wanted + j] = low if low == high else np.nan
        else:
            _binned(t, start, low, scale)
            _picked(t, row, near[: _gathered(t, start)])


class Paths(NamedTuple):
    """Yearly paths of draws and where their peak facts go.

    Parameters
    ----------
    totals
        Paths (year, draw).
    years, width, size
        Years, draws in a row, draws to look at.
    after
        Years over which the rate after the peak is taken.
    near
        Share of the maximum within which a year belongs to the plateau (1).
    facts
        Position of the last maximum, level, plateau, rate after, sum, and two rows of working
        memory (fact, draw).
    """

    totals: Floats
    years: int
    width: int
    size: int
    after: int
    near: Floats
    facts: Floats


@njit
def _maximum(t: Any, draw: int) -> Any:
    best = load(t.totals, draw)
    position = on_all(0.0)
    total = best
    for year in range(1, t.years):
        x = load(t.totals, year * t.width + draw)
        total = total + x
        position = where_positive(best - x, position, on_all(np.float64(year)))
        best = larger(best, x)
    return best, position, total


@njit
def _plateau_and_later(t: Any, draw: int, best: Any, position: Any) -> Any:
    """Return years of the run around the maximum, and the path some years later."""
    least = best - absolute(best) * t.near[0]
    end = smaller(position + np.float64(t.after), np.float64(t.years - 1))
    run = on_all(0.0)
    alive = on_all(1.0)
    length = on_all(0.0)
    later = on_all(0.0)
    for year in range(t.years):
        x = load(t.totals, year * t.width + draw)
        now = on_all(np.float64(year))
        run = where_positive(least - x, 0.0, run + 1.0)
        alive = where_positive(now - position, where_positive(least - x, 0.0, alive), alive)
        length = where_positive(now - position, length + alive, run)
        later = where_positive(absolute(now - end), later, x)
    return length, later, larger(end - position, 1.0)


_PATHS = tables_of(Paths)


@njit(nogil=True, cache=True)
def peak_rows(paths: Integers) -> None:
    """Find the peak facts of every draw.

    Parameters
    ----------
    paths
        `Paths` as `dafeng.scenarios.engine.addresses.addressed`.
    """
    t = _PATHS(paths)
    for draw in range(0, t.size, LANES):
        best, position, total = _maximum(t, draw)
        length, later, span = _plateau_and_later(t, draw, best, position)
        store(t.facts, draw, position)
        store(t.facts, t.width + draw, best)
        store(t.facts, 2 * t.width + draw, length)
        store(t.facts, 4 * t.width + draw, total)
        store(t.facts, 5 * t.width + draw, later)
        store(t.facts, 6 * t.width + draw, span)
    for draw in range(t.size):
        level = t.facts[t.width + draw]
        rate = np.nan
        if t.facts[draw] < t.years - 1 and level > 0:
            share = max(t.facts[5 * t.width + draw] / level, 0.0)
            rate = share ** (1 / t.facts[6 * t.width + draw]) - 1
        t.facts[3 * t.width + draw] = rate
