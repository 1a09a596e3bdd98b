"""Mann-Kendall and Sen's slope of many series: ratio to pymannkendall, series by series."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pymannkendall
from bench.machine import best

from dafeng.axes import year_axis
from dafeng.drivers import trend
from dafeng.peak import past

MANY, FEW, REPEATS = 20_000, 200, 5


def spent(action: Callable[[], object]) -> float:
    """Return the least time that this thread had a core in a few runs [s]."""
    return best(action, REPEATS, time.thread_time)


def main() -> None:
    """Print microseconds per series and the ratio."""
    generator = np.random.default_rng(1)
    print("years  ours us  pymannkendall us  ratio")
    for years in (10, 15, 36):
        series = generator.normal(size=(MANY, years)).cumsum(axis=1)

        def ours(series: np.ndarray = series) -> None:
            _ = trend.mann_kendall_many(series).z
            trend.sen_slope_many(series)

        def theirs(series: np.ndarray = series) -> None:
            for row in series[:FEW]:
                pymannkendall.original_test(row)

        a, b = spent(ours) / MANY * 1e6, spent(theirs) / FEW * 1e6
        print(f"{years:5d} {a:8.2f} {b:17.1f} {b / a:6.0f}")
    draws = 100 + generator.normal(size=(24, 10_000)).cumsum(axis=0)
    every = spent(lambda: past.status_probability(year_axis(2001, 2024), draws))
    print(f"P(status), 10,000 draws x 24 years: {every * 1e3:.0f} ms")


if __name__ == "__main__":
    main()
