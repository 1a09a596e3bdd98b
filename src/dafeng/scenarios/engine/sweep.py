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
from dafeng.scenarios.draws import ERRORS, Layout, aligned, layout_of, lower_factor
from dafeng.scenarios.engine.addresses import addressed
from dafeng.scenarios.engine.compiled import fused, random
from dafeng.scenarios.engine.program import ROWS, Program, program_of
from dafeng.scenarios.story import Scenario

#: Share of the variance of yearly errors that all places have in common (project's judgement;
#: a cleaner grid is one and the same for all).
COMMON: Final = {"energy_intensity": 0.25, "gdp_growth": 0.5, "grid_factor": 1.0}

#: Draws computed at a time; results do not depend on it.
_STRETCH: Final = 512
_WIDTH: Final = _STRETCH + 32

#: Groups of four normals: parameters begin at 0, yearly errors of process i here.
_NOISE_GROUP: Final = 1024

#: Rows of a group.
_FOUR: Final = 4

#: Number of "all places" among places.
_ALL: Final = 0


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
) -> SweepTask:
    """Prepare a place for a sweep; see `SweepTask`."""
    course = course_of(baseline, scenario)
    given = tuple(COMMON[name] for name in ERRORS) if shares is None else shares
    program = program_of(baseline, course)
    layout = layout_of(baseline)
    return SweepTask(baseline.place, course.years, program, layout, weights, seed, given)


def swept_totals(task: SweepTask, draws: int) -> Floats:
    """Return yearly totals [t] (year, draw), padded to whole vectors."""
    kernel, program = fused(), task.program
    totals = aligned(program.shape.years, -(-draws // 32) * 32)
    desk = kernel.desk_of(program)
    numbers = _Numbers(task)
    names = [0 if name == "totals" else -1 for name in ROWS] + [-1] * program.shape.carriers
    row, basis, nothing = np.array(names), np.array(task.weights), aligned(0)
    stretch = aligned(len(totals), _WIDTH)
    words, memory = addressed(program), addressed(desk)
    block = kernel.Block(
        numbers.normal, numbers.noise, _WIDTH, row, basis, stretch, nothing, _WIDTH, 0, 0
    )
    asked = addressed(block)
    for first in range(0, draws, _STRETCH):
        count = min(_STRETCH, draws - first)
        numbers.draw(first, count)
        kernel.run_block(words, asked, memory, 0, count)
        totals[:, first : first + count] = stretch[:, :count]
    return totals


class _Numbers:
    """Random numbers of a stretch of draws, in buffers that are used again."""

    def __init__(self, task: SweepTask) -> None:
        self.task, self.compiled = task, random()
        years = task.program.shape.years - 1
        self.years = years
        rows, noise = -(-task.layout.size // _FOUR) * _FOUR, -(-3 * years // _FOUR) * _FOUR
        self.normal, self.noise = aligned(rows, _WIDTH), aligned(noise, _WIDTH)
        self.common = aligned(noise, _WIDTH)
        place = place_number(task.place)
        self.jobs = [self._words(self.normal, place, 0)]
        if min(task.shares) < 1:
            self.jobs.append(self._words(self.noise, place, _NOISE_GROUP))
        if max(task.shares) > 0:
            self.jobs.append(self._words(self.common, _ALL, _NOISE_GROUP))
        self.mixing = mixing_of(task.layout)
        self.mixed = addressed(self.compiled.Mixing(self.normal, _WIDTH, *self.mixing))

    def _words(self, rows: Floats, place: int, group: int) -> Any:
        return addressed(
            self.compiled.Normals(rows, len(rows), _WIDTH, self.task.seed, place, group)
        )

    def draw(self, first: int, count: int) -> None:
        """Fill the buffers with the numbers of draws from `first`."""
        for job in self.jobs:
            self.compiled.fill_normals(job, first, count)
        self.compiled.correlate(self.mixed, count)
        for process, share in enumerate(self.task.shares):
            rows = slice(process * self.years, (process + 1) * self.years)
            own, common = self.noise[rows], self.common[rows]
            if share >= 1:
                own[:] = common
            elif share > 0:
                own *= np.sqrt(1 - share)
                own += np.sqrt(share) * common


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
