"""When do many places peak, drawn together?

A sweep yields the quantiles of yearly totals and the peak outlook of each place; quantiles by
sector and carrier are for one place at a time (`dafeng.scenarios.simulation.simulate`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass

import numpy as np

from dafeng.axes import Axis, Floats, Integers
from dafeng.peak.futures import DrawPeaks, PeakOutlook
from dafeng.peak.outlook import AFTER, PLATEAU, outlook
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.course import course_of
from dafeng.scenarios.draws import aligned, layout_of
from dafeng.scenarios.engine.addresses import addressed
from dafeng.scenarios.engine.blocks import (
    Asked,
    Source,
    glimpsed,
    row_quantiles,
    usable_cores,
    workers,
)
from dafeng.scenarios.engine.compiled import reductions
from dafeng.scenarios.engine.program import program_of
from dafeng.scenarios.engine.sweep import SweepTask, sweep_task, swept_totals
from dafeng.scenarios.ensemble import LEVELS
from dafeng.scenarios.simulation import DRAWS, SEED, weights_of
from dafeng.scenarios.stocks.place import Stocks
from dafeng.scenarios.story import Scenario


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


@dataclass(frozen=True, slots=True)
class Glance:
    """One place drawn again.

    Parameters
    ----------
    place
        Quantiles of totals, and peaks.
    by_sector, by_carrier
        Quantiles of CO2 [t] (level, year, sector) and energy [TJ] (level, year, carrier); empty
        if not asked.
    """

    place: Swept
    by_sector: Floats
    by_carrier: Floats


def sweep(  # noqa: PLR0913, PLR0917 - what a sweep needs
    places: Iterable[tuple[Baseline, Scenario]],
    draws: int,
    seed: int = SEED,
    basis: str = "assessment",
    shares: Sequence[float] | None = None,
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
    shares
        Share of the variance of the yearly errors that all places have in common, in the order of
        `dafeng.scenarios.draws.ERRORS`; None takes `dafeng.scenarios.engine.sweep.COMMON`.
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
    given = None if shares is None else tuple(shares)
    weights, own = weights_of(basis), stocks or {}

    def task_of(pair: tuple[Baseline, Scenario]) -> SweepTask:
        base, story = pair
        return sweep_task(base, story, seed, weights, given, own.get(base.place))

    if executor is None:
        with ThreadPoolExecutor(usable_cores()) as pool:
            jobs = [
                pool.submit(lambda p: swept_place(task_of(p), p[1].id, draws), pair)
                for pair in places
            ]
            return _swept(jobs, watch)
    asked = (executor.submit(swept_place, task_of(pair), pair[1].id, draws) for pair in places)
    return _swept(list(asked), watch)


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
    totals = swept_totals(task, draws)
    peaks = fast_peaks(totals, task.years, draws)
    return Swept(
        task.place,
        task.years,
        row_quantiles(totals, draws, LEVELS),
        outlook(peaks, scenario, _fast_quantiles),
    )


def glance(  # noqa: PLR0913 - as simulate
    baseline: Baseline,
    scenario: Scenario,
    draws: int = DRAWS,
    seed: int = SEED,
    basis: str = "assessment",
    *,
    sectors: bool = False,
    stocks: Stocks | None = None,
) -> Glance:
    """Draw one place again at the pace of a slider: quantiles and peaks, no draws kept.

    Figures are those of `dafeng.scenarios.simulation.simulate` with the same settings.

    Parameters
    ----------
    baseline, scenario, draws, seed, basis, stocks
        As for `simulate`.
    sectors
        Whether quantiles by sector and carrier are wanted too; without them only totals are.
    """
    course = course_of(baseline, scenario)
    asked = Asked(("totals",), weights_of(basis), carriers=sectors, sectors=sectors)
    paths = stocks(baseline, course) if stocks else None
    layout = layout_of(baseline, paths.normals if paths else 0)
    source = Source(program_of(baseline, course, paths), layout, seed, "sobol", asked)
    found = glimpsed(source, draws)
    with workers() as pool:
        peaks = pool.submit(fast_peaks, found.rows[0], course.years, draws)
        rows = row_quantiles(found.rows, draws, LEVELS, pool)
        by_sector = row_quantiles(found.sectors, draws, LEVELS, pool)
        seen = outlook(peaks.result(), scenario.id, _fast_quantiles)
    return Glance(
        Swept(baseline.place, course.years, rows[:, 0], seen),
        by_sector.swapaxes(1, 2),
        rows[:, 1:].swapaxes(1, 2),
    )


def _fast_quantiles(values: Floats | Integers) -> tuple[float, ...]:
    """Return the points `LEVELS` of numbers, compiled; those of `numpy.quantile`."""
    if not len(values):
        return ()
    given = np.ascontiguousarray(values, dtype=np.float64)
    return tuple(row_quantiles(given, len(given), LEVELS).tolist())


def fast_peaks(totals: Floats, years: Axis[int], count: int) -> DrawPeaks:
    """Find the peak of every draw, compiled; see `dafeng.peak.outlook.peaks_of`.

    Parameters
    ----------
    totals
        Contiguous emissions [t], rows a multiple of 32 long (year, draw).
    years
        Axis of the first dimension, without gaps.
    count
        Draws that hold.
    """
    facts = aligned(7, totals.shape[1])
    compiled = reductions()
    near = np.array([PLATEAU])
    paths = compiled.Paths(totals, len(years), totals.shape[1], count, AFTER, near, facts)
    compiled.peak_rows(addressed(paths))
    position = facts[0, :count].astype(np.int64)
    return DrawPeaks(
        years=years,
        found=position < len(years) - 1,
        year=position + years.labels[0],
        level=facts[1, :count],
        plateau=facts[2, :count].astype(np.int64),
        rate_after=facts[3, :count],
        since=years.labels[0],
        cumulative=facts[4, :count],
    )
