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
from dafeng.scenarios.engine.bins import (
    IN_A_WORD,
    bin_at,
    fallen_into,
    lowest_bit,
    note_bin,
    note_bins,
)
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

__all__ = ["BINS", "IN_A_WORD", "Paths", "Rows", "peak_rows", "select_rows"]

#: Bins of the histogram that finds order statistics.
BINS: Final = 2048

#: Numbers up to which a bin is put in order by insertion.
_FEW: Final = 32


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
    bin_of, bins, needed, near
        Working memory: the bins of `size` numbers, `BINS + 1`, `2 wanted`, `size` numbers.
    """

    values: Floats
    width: int
    size: int
    order: Integers
    wanted: int
    found: Floats
    bin_of: Integers
    bins: Integers
    needed: Integers
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
    whole, last = t.size // LANES * LANES, BINS - 0.5
    for i in range(0, whole, LANES):
        note_bins(t.bin_of, i, smaller((load(t.values, start + i) - low) * scale, last))
    for i in range(whole, t.size):
        note_bin(t.bin_of, i, min((t.values[start + i] - low) * scale, last))
    for i in range(t.size):
        t.bins[bin_at(t.bin_of, i) + 1] += 1
    for b in range(BINS):
        t.bins[b + 1] += t.bins[b]


@njit
def _needed(t: Any) -> int:
    """Set which bins hold wanted positions, and where their numbers go; return how many."""
    b, count, room = 0, 0, 0
    for j in range(t.wanted):
        while t.bins[b + 1] <= t.order[j]:
            b += 1
        if count == 0 or t.needed[2 * count - 2] != b:
            t.needed[2 * count], t.needed[2 * count + 1] = b, room
            room += t.bins[b + 1] - t.bins[b]
            count += 1
    return count


@njit
def _gathered(t: Any, start: int, count: int) -> None:
    """Gather the numbers of the needed bins, bin by bin."""
    whole = t.size // LANES * LANES
    for i in range(0, whole, LANES):
        for k in range(0, 2 * count, 2):
            mask = fallen_into(t.bin_of, i, t.needed[k])
            while mask:
                t.near[t.needed[k + 1]] = t.values[start + i + lowest_bit(mask)]
                t.needed[k + 1] += 1
                mask &= mask - 1
    for i in range(whole, t.size):
        for k in range(0, 2 * count, 2):
            if bin_at(t.bin_of, i) == t.needed[k]:
                t.near[t.needed[k + 1]] = t.values[start + i]
                t.needed[k + 1] += 1


@njit
def _in_order(near: Any, first: int, last: int) -> None:
    """Put the numbers of a bin in order: few as a rule, so each is let down to its place."""
    if last - first > _FEW:
        near[first:last].sort()
        return
    for i in range(first + 1, last):
        x, k = near[i], i
        while k > first and near[k - 1] > x:
            near[k] = near[k - 1]
            k -= 1
        near[k] = x


@njit
def _picked(t: Any, row: int, near: Any, count: int) -> None:
    """Write the wanted order statistics from the gathered numbers."""
    j = 0
    for k in range(0, 2 * count, 2):
        below, upto = t.bins[t.needed[k]], t.bins[t.needed[k] + 1]
        last = t.needed[k + 1]
        first = last - (upto - below)
        _in_order(near, first, last)
        while j < t.wanted and t.order[j] < upto:
            t.found[row * t.wanted + j] = near[first + t.order[j] - below]
            j += 1


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
            count = _needed(t)
            _gathered(t, start, count)
            _picked(t, row, near, count)


class Paths(NamedTuple):
    """Yearly paths of draws and where their peak facts go.

    Parameters
    ----------
    totals
        Paths from the base year (year, draw).
    years, width, size
        Years, those before the base year among them; draws in a row, draws to look at.
    before, ratio, shift
        How many years lie before the base year; each is ``ratio totals[0] + shift`` (year).
    after
        Years over which the rate after the peak is taken.
    near
        Share of the maximum within which a year belongs to the plateau (1).
    facts
        Position of the last maximum, level, plateau, rate after, sum from the base year, and two
        rows of working memory (fact, draw).
    """

    totals: Floats
    years: int
    width: int
    size: int
    before: int
    ratio: Floats
    shift: Floats
    after: int
    near: Floats
    facts: Floats


@njit
def _path(t: Any, year: int, draw: int) -> Any:
    """Return a year of the path, observed or drawn."""
    if year < t.before:
        x = load(t.totals, draw) * t.ratio[year] + t.shift[year]
    else:
        x = load(t.totals, (year - t.before) * t.width + draw)
    return x


@njit
def _maximum(t: Any, draw: int) -> Any:
    best = _path(t, 0, draw)
    position = on_all(0.0)
    total = load(t.totals, draw)
    for year in range(1, t.years):
        x = _path(t, year, draw)
        if year > t.before:
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
        x = _path(t, year, draw)
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
