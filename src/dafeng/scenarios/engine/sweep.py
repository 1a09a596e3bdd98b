"""What are the yearly totals of many places, each with draws of its own?

Draws come from counters (`dafeng.scenarios.engine.random`): the numbers of a draw depend on the
seed, the place and its own position. Yearly errors have a part that all places share, so that a
bad year for the nation is one for each of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

import numpy as np

from dafeng.axes import Axis, Floats
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.course import course_of
from dafeng.scenarios.draws import ERRORS, PANEL, Layout, aligned, layout_of, lower_factor
from dafeng.scenarios.engine.addresses import addressed
from dafeng.scenarios.engine.compiled import fused, random
from dafeng.scenarios.engine.program import ROWS, Program, program_of
from dafeng.scenarios.stocks.place import Stocks
from dafeng.scenarios.story import Scenario

#: Share of the variance of yearly errors that all places have in common (project's judgement;
#: a cleaner grid is one and the same for all).
COMMON: Final = {"energy_intensity": 0.25, "gdp_growth": 0.5, "grid_factor": 1.0}


@dataclass(frozen=True, slots=True)
class SweepTask:
    """One place under one scenario in a sweep.

    Parameters
    ----------
    place
        Code of the place.
    years
        Base year to horizon.
    program
        Place and scenario.
    layout
        Meaning of the normals.
    weights
        Whether totals take fuels, process, power [0 or 1].
    seed
        Seed of the sweep.
    shares
        Common share of each error process, in the order of `ERRORS` [-].
    """

    place: str
    years: Axis[int]
    program: Program
    layout: Layout
    weights: tuple[float, float, float]
    seed: int
    shares: tuple[float, ...] = field(default=tuple(COMMON[name] for name in ERRORS))


def sweep_task(
    baseline: Baseline,
    scenario: Scenario,
    seed: int,
    weights: tuple[float, float, float],
    shares: tuple[float, ...] | None = None,
    stocks: Stocks | None = None,
) -> SweepTask:
    """Prepare a place for a sweep; see `SweepTask`. Without `stocks` none act."""
    course = course_of(baseline, scenario)
    given = tuple(COMMON[name] for name in ERRORS) if shares is None else shares
    paths = stocks(baseline, course) if stocks else None
    program = program_of(baseline, course, paths)
    layout = layout_of(baseline, paths.normals if paths else 0)
    return SweepTask(baseline.place, course.years, program, layout, weights, seed, given)


def swept_totals(task: SweepTask, draws: int) -> Floats:
    """Return yearly totals [t] (year, draw), padded to whole vectors."""
    compiled, program = fused(), task.program
    totals = aligned(program.shape.years, -(-draws // PANEL) * PANEL)
    desk, streams = compiled.desk_of(program), _streams(task)
    names = [0 if name == "totals" else -1 for name in ROWS] + [-1] * program.shape.carriers
    block = compiled.Block(
        panels=streams.panel,
        height=len(streams.panel),
        row=np.array(names),
        basis=np.array(task.weights),
        out=totals,
        by_sector=aligned(0),
        out_width=totals.shape[1],
        out_shift=0,
        detail=0,
        carriers=0,
    )
    compiled.sweep_draws(
        addressed(program), addressed(block), addressed(desk), addressed(streams), draws
    )
    return totals


def _streams(task: SweepTask) -> Any:
    """Return the streams of a task with memory of their own."""
    compiled = random()
    years, size = task.program.shape.years - 1, task.layout.size
    noise = len(task.shares) * years
    shares = np.array(task.shares)
    return compiled.Streams(
        panel=aligned(size + noise + 3, PANEL),
        common=aligned(noise + 3, PANEL),
        mixing=compiled.Mixing(*mixing_of(task.layout)),
        noise=noise,
        years=years,
        seed=task.seed,
        place=place_number(task.place),
        weights=np.sqrt(np.stack([1 - shares, shares], axis=1)),
        own=years * int(np.flatnonzero(shares < 1).max(initial=-1) + 1),
        shared=int(shares.max() > 0),
    )


@lru_cache(maxsize=32)
def mixing_of(layout: Layout) -> tuple[Any, ...]:
    """Return start, drivers, diagonal, below, tied, parameters of `Mixing`.

    The lower factor of a correlation matrix whose blocks are constant has columns that are
    constant below the diagonal within each driver's rows.
    """
    factor = lower_factor(layout)
    parts = list(layout.slices.values())
    below = np.zeros((len(parts), layout.size))
    tied = np.zeros((len(parts), len(parts)), dtype=np.int64)
    for d, rows in enumerate(parts):
        below[d, : rows.stop - 1] = factor[rows.stop - 1, : rows.stop - 1]
        for e in range(d):
            tied[d, e] = bool(np.any(np.abs(below[d, parts[e]]) > 0))
    start = np.array([0, *(rows.stop for rows in parts)], dtype=np.int64)
    return start, len(parts), np.diag(factor).copy(), below, tied, layout.size


def place_number(place: str) -> int:
    """Return the number of a place among the streams: from its code, never that of all places."""
    return int.from_bytes(sha256(place.encode()).digest()[:4], "big") or 1
