"""What are the yearly totals of many places, each with draws of its own?

Draws come from counters (`dafeng.scenarios.engine.random`): the numbers of a draw depend on the
seed, the place and its own position. Yearly errors have a part that all places share, so that a
bad year for the nation is one for each of them; so have the lasting numbers of drivers that one
policy or one technology moves everywhere. Without it the sum of places would be far too certain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType
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


@dataclass(frozen=True, slots=True)
class Common:
    """Which share of the variance all places have in common [-].

    Parameters
    ----------
    errors
        Of the yearly errors, by process (`dafeng.scenarios.draws.ERRORS`).
    paths
        Of the lasting numbers, by driver; 0 for those that are not named.
    """

    errors: Mapping[str, float]
    paths: Mapping[str, float]


#: The project's judgement: a cleaner grid and a better heat pump are one and the same for all,
#: growth and the pace of policy are half the nation's, what a city makes is its own.
COMMON: Final = Common(
    errors=MappingProxyType({"energy_intensity": 0.25, "gdp_growth": 0.5, "grid_factor": 1.0}),
    paths=MappingProxyType(
        {
            "gdp_growth": 0.5,
            "energy_intensity": 0.5,
            "shift_to_electricity": 0.5,
            "shift_to_gas": 0.5,
            "shift_to_non_fossil": 0.5,
            "electricity_replacement": 1.0,
            "grid_factor": 0.8,
            "carbon_capture": 0.5,
        }
    ),
)
#: Nothing in common.
ALONE: Final = Common(MappingProxyType(dict.fromkeys(ERRORS, 0.0)), MappingProxyType({}))


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
    common
        What all places have in common.
    """

    place: str
    years: Axis[int]
    program: Program
    layout: Layout
    weights: tuple[float, float, float]
    seed: int
    common: Common = COMMON


def sweep_task(
    baseline: Baseline,
    scenario: Scenario,
    seed: int,
    weights: tuple[float, float, float],
    common: Common = COMMON,
    stocks: Stocks | None = None,
) -> SweepTask:
    """Prepare a place for a sweep; see `SweepTask`. Without `stocks` none act."""
    course = course_of(baseline, scenario)
    paths = stocks(baseline, course) if stocks else None
    program = program_of(baseline, course, paths)
    layout = layout_of(baseline, paths.normals if paths else 0)
    return SweepTask(baseline.place, course.years, program, layout, weights, seed, common)


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
    shares = np.array([task.common.errors[name] for name in ERRORS])
    paths = np.array([task.common.paths.get(name, 0.0) for name, _ in task.layout.counts])
    noise, most = len(shares) * years, max(count for _, count in task.layout.counts)
    return compiled.Streams(
        panel=aligned(size + noise + 3, PANEL),
        common=aligned(max(noise, most) + 3, PANEL),
        mixing=compiled.Mixing(*mixing_of(task.layout)),
        noise=noise,
        years=years,
        seed=task.seed,
        place=place_number(task.place),
        weights=np.sqrt(np.stack([1 - shares, shares], axis=1)),
        own=years * int(np.flatnonzero(shares < 1).max(initial=-1) + 1),
        shared=int(shares.max() > 0),
        ties=np.sqrt(np.stack([1 - paths, paths], axis=1)),
        tied=int(paths.max() > 0),
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
