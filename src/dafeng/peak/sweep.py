"""When do many places peak, drawn together, and when does their sum?

A sweep yields the quantiles of yearly totals and the peak outlook of each place; quantiles by
sector and carrier are for one place at a time (`dafeng.scenarios.simulation.simulate`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from dafeng.axes import Axis, Floats, year_axis
from dafeng.errors import MethodError
from dafeng.language import Text
from dafeng.peak.compiled import fast_peaks, fast_quantiles
from dafeng.peak.futures import PeakOutlook
from dafeng.peak.outlook import outlook
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.engine.blocks import usable_cores
from dafeng.scenarios.engine.quantiles import row_quantiles
from dafeng.scenarios.engine.sweep import (
    COMMON,
    Common,
    SweepTask,
    sweep_task,
    swept_totals,
)
from dafeng.scenarios.ensemble import LEVELS
from dafeng.scenarios.simulation import SEED, weights_of
from dafeng.scenarios.stocks.place import Stocks
from dafeng.scenarios.story import Scenario

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep says of one place under one scenario.

    Parameters
    ----------
    place
        Code of the place.
    years
        Base year to horizon.
    totals
        Quantiles of CO2 on the basis of the sweep [t] (level, year).
    outlook
        Peak year, level, plateau, rate, sum.
    """

    place: str
    years: Axis[int]
    totals: Floats
    outlook: PeakOutlook


def sweep(  # noqa: PLR0913, PLR0917 - what a sweep needs
    places: Iterable[tuple[Baseline, Scenario]],
    draws: int,
    seed: int = SEED,
    basis: str = "assessment",
    common: Common = COMMON,
    executor: Executor | None = None,
    watch: Callable[[int, int], None] | None = None,
    stocks: Mapping[str, Stocks] | None = None,
) -> tuple[Swept, ...]:
    """Draw the futures of many places, each with draws of its own, and find their peaks.

    Parameters
    ----------
    places
        Base year and scenario of each.
    draws
        Draws of each place.
    seed
        Seed of all streams, 0 or more.
    basis
        ``assessment``, ``territorial`` or ``park``.
    common
        What all places have in common of yearly errors and of lasting numbers.
    executor
        Where places are computed; None uses the threads of this machine.
    watch
        Told of the number of finished places and of all.
    stocks
        Gives the stocks of a place under a scenario, by code of the place, see
        `dafeng.scenarios.stocks.place.stocks_of`; the others run without.

    Returns
    -------
    tuple[Swept, ...]
        In the order of the places, the same bytes for any executor.
    """
    return _swept(
        [*_jobs(swept_place, places, draws, seed, basis, common, executor, stocks)], watch
    )


def sweep_sum(  # noqa: PLR0913, PLR0917 - as sweep
    places: Iterable[tuple[Baseline, Scenario]],
    draws: int,
    seed: int = SEED,
    basis: str = "assessment",
    common: Common = COMMON,
    executor: Executor | None = None,
    watch: Callable[[int, int], None] | None = None,
    stocks: Mapping[str, Stocks] | None = None,
) -> tuple[tuple[Swept, ...], Swept]:
    """Draw the futures of many places and of all of them together, draw by draw.

    ``T[t, n] = sum over places of T_p[t, n]``: a draw's common part of yearly errors and lasting
    numbers is one for all places, everything else is each place's own.

    Parameters
    ----------
    places, draws, seed, basis, common, executor, watch, stocks
        As for `sweep`; all places with the same base year and horizon.

    Returns
    -------
    tuple
        What `sweep` returns, and the same of the sum, whose place is ``""``.

    Raises
    ------
    MethodError
        If base years or horizons differ.
    """
    pairs = tuple(places)
    years, story = _common_years(pairs), pairs[0][1].id
    jobs = [*_jobs(_with_totals, pairs, draws, seed, basis, common, executor, stocks)]
    first, whole = jobs[0].result()
    found = [first]
    for done, job in enumerate(jobs[1:], 1):  # in their order: the same bytes for any executor
        swept, totals = job.result()
        found.append(swept)
        np.add(whole, totals, out=whole)
        jobs[done] = Future()  # lets the draws of the place go
        if watch:
            watch(done + 1, len(jobs))
    return tuple(found), _summed_up("", story, years, whole, draws)


def _common_years(pairs: Sequence[tuple[Baseline, Scenario]]) -> Axis[int]:
    spans = {(baseline.year, story.horizon) for baseline, story in pairs}
    if len(spans) != 1:
        told = ", ".join(f"{first}-{last}" for first, last in sorted(spans)) or "-"
        raise MethodError(
            Text(f"各地基准年和期末须相同：{told}", f"base years and horizons must agree: {told}")
        )
    (first, last), *_ = spans
    return year_axis(first, last)


def _jobs(  # noqa: PLR0913, PLR0917 - as sweep
    work: Callable[[SweepTask, str, int], T],
    places: Iterable[tuple[Baseline, Scenario]],
    draws: int,
    seed: int,
    basis: str,
    common: Common,
    executor: Executor | None,
    stocks: Mapping[str, Stocks] | None,
) -> Iterator[Future[T]]:
    """Hand out the places in their order."""
    weights, own = weights_of(basis), stocks or {}

    def task_of(pair: tuple[Baseline, Scenario]) -> SweepTask:
        base, story = pair
        return sweep_task(base, story, seed, weights, common, own.get(base.place))

    if executor is not None:
        yield from (executor.submit(work, task_of(p), p[1].id, draws) for p in places)
        return

    def here(pair: tuple[Baseline, Scenario]) -> T:
        return work(task_of(pair), pair[1].id, draws)

    pool = ThreadPoolExecutor(usable_cores())
    yield from (pool.submit(here, pair) for pair in places)
    pool.shutdown(wait=False)


def _swept(
    jobs: Sequence[Future[Swept]], watch: Callable[[int, int], None] | None
) -> tuple[Swept, ...]:
    """Wait for all places; when stopped by hand, what has not begun is not begun."""
    try:
        for done, job in enumerate(as_completed(jobs), 1):
            job.result()
            if watch:
                watch(done, len(jobs))
    except BaseException:
        for job in jobs:
            job.cancel()
        raise
    return tuple(job.result() for job in jobs)


def swept_place(task: SweepTask, scenario: str, draws: int) -> Swept:
    """Return what a sweep says of one place."""
    return _with_totals(task, scenario, draws)[0]


def _with_totals(task: SweepTask, scenario: str, draws: int) -> tuple[Swept, Floats]:
    totals = swept_totals(task, draws)
    return _summed_up(task.place, scenario, task.years, totals, draws), totals


def _summed_up(place: str, scenario: str, years: Axis[int], totals: Floats, draws: int) -> Swept:
    peaks = fast_peaks(totals, years, draws)
    quantiles = row_quantiles(totals, draws, LEVELS)
    return Swept(place, years, quantiles, outlook(peaks, scenario, fast_quantiles))
