"""Portfolios: model build against solve, front by warm re-solve, projects, and a held peak.

The scaling problems are synthetic: random measures in groups that share rows of energy, with
build rates, lives, yearly budgets, a falling cap, prerequisites and exclusions. The pilot is real.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np

from dafeng.axes import Axis, year_axis
from dafeng.desk.posing import Question, Wish, question
from dafeng.desk.starting import new
from dafeng.language import same
from dafeng.measures.portfolio import (
    Hold,
    Problem,
    hold_peak,
    solve,
)
from dafeng.measures.portfolio import model as models
from dafeng.measures.portfolio.front import opened, swept
from dafeng.measures.portfolio.problem import Budget, Limit, Projects, Rooms, no_projects

YEARS, PILOT = 36, "330100"


def synthetic(measures: int, binaries: int, seed: int = 0) -> Problem:
    """Return a synthetic problem of the size asked for."""
    g = np.random.default_rng(seed)
    flat = np.ones((YEARS, 1))
    potential = g.lognormal(6, 1, measures) * np.linspace(0.9, 1.2, YEARS)[:, None]
    avoided = g.uniform(0.5, 3.0, measures) * flat
    investment = g.lognormal(7, 0.8, measures) * flat
    base = np.full(YEARS, 2 * float((avoided * potential).sum() / YEARS))
    rows = measures // 5
    room = np.repeat(np.arange(rows), 5)
    fall = np.concatenate([np.zeros(5), np.linspace(0, 0.25, YEARS - 5)])
    return Problem(
        years=year_axis(2025, 2024 + YEARS),
        measures=Axis("measure", tuple(f"m{i}" for i in range(measures))),
        names=tuple(same(f"m{i}") for i in range(measures)),
        quantities=Axis("quantity", ("co2",)),
        base=base[None],
        effect=-avoided[None],
        potential=potential,
        build=potential[0] * g.uniform(0.05, 0.2, measures) * flat,
        lifetime=g.integers(10, 30, measures),
        investment=investment,
        running=investment * g.uniform(0, 0.05, measures),
        savings=investment * g.uniform(0, 0.06, measures),
        budget=Budget(np.full(YEARS, float((investment * potential).sum() / YEARS) * 0.1)),
        rooms=Rooms(
            tuple(f"row{i}" for i in range(rows)),
            room,
            np.arange(5 * rows),
            np.ones((YEARS, 5 * rows)),
            potential[:, : 5 * rows].reshape(YEARS, rows, 5).sum(axis=2) * 0.7,
        ),
        projects=_projects(g, binaries, potential, investment) if binaries else no_projects(YEARS),
        limits=(
            Limit(
                "cap",
                same("cap"),
                np.ones((1, YEARS)),
                np.full(YEARS, -np.inf),
                base * (1 - fall),
            ),
        ),
        needs=tuple((i, i + 1) for i in range(0, measures - 1, 20)),
        one_of=tuple((i, i + 3) for i in range(5, measures - 4, 20)),
    )


def _projects(
    g: np.random.Generator, binaries: int, potential: np.ndarray, investment: np.ndarray
) -> Projects:
    """Return projects with two starts each, a prerequisite and two groups."""
    count = binaries // 2
    measure = np.repeat(g.integers(0, potential.shape[1], count), 2)
    start = np.tile([3, 8], count)
    size = 0.3 * potential[0, measure]
    cost = size * investment[0, measure] * np.repeat(g.uniform(0.5, 1.2, count), 2)
    at = np.arange(YEARS)[:, None]
    return Projects(
        ids=Axis("project", tuple(f"p{i}" for i in range(count))),
        project=np.repeat(np.arange(count), 2),
        start=start,
        measure=measure,
        operation=np.where(at >= start, size, 0.0),
        investment=np.where((at >= start - 2) & (at < start), cost / 2, 0.0),
        running=np.zeros((YEARS, binaries)),
        lifetime=np.full(binaries, 25),
        needs=((1, 0), (3, 2)),
        one_of=((4, 5, 6), (7, 8)),
    )


def pilot() -> Question:
    """Return the portfolio problem of a real pilot, as the command poses it, on frozen policy."""
    with tempfile.TemporaryDirectory() as folder:
        new(PILOT, Path(folder) / PILOT)
        return question(Path(folder) / PILOT, Wish(scenario="frozen"))


def build_and_solve(name: str, problem: Problem, *, relaxed: bool = False) -> None:
    """Print the time of writing the model and of solving it."""
    start = time.perf_counter()
    model = models.build(problem, relaxed=relaxed)
    built = time.perf_counter()
    gap = solve.run(model)
    solved = time.perf_counter()
    rows, entries = model.highs.getNumRow(), model.highs.getNumNz()
    build, spent = built - start, solved - built
    print(
        f"{name}: {rows:,} rows, {entries:,} entries; build {build:.3f} s, solve {spent:.2f} s, "
        f"build / solve {100 * build / spent:.0f} %, gap {100 * gap:.3f} %"
    )


def fronts(name: str, problem: Problem) -> None:
    """Print the time of 20 points: in steps of 1 % of the emissions, and from end to end."""
    start = time.perf_counter()
    ends = opened(problem)
    print(f"{name}: model and ends of the front {time.perf_counter() - start:.2f} s")
    emitted = float(problem.base[0].sum()) + ends.cheapest
    steps = np.maximum(ends.cheapest - 0.01 * emitted * np.arange(20), ends.lowest)
    for what, targets in (
        ("targets in steps of 1 %", np.unique(steps)[::-1]),
        ("from end to end", np.linspace(ends.cheapest, ends.lowest, 20)),
    ):
        model = ends.model
        models.bound_row(model, "emission", 0, -np.inf, np.inf)
        solve.run(model)
        start, worked = time.perf_counter(), time.process_time()
        swept(ends, targets)
        spent, work = time.perf_counter() - start, time.process_time() - worked
        print(
            f"{name}: front of {len(targets)} points by warm re-solve, {what}: {spent:.2f} s "
            f"({work:.2f} s of processor)"
        )


def main() -> None:
    """Print every figure."""
    models.build(synthetic(20, 4))  # the solver's library is loaded before anything is timed
    build_and_solve("synthetic, 200 measures x 36 years", synthetic(200, 0))
    fronts("synthetic, 200 measures", synthetic(200, 0))
    build_and_solve("synthetic, 300 measures x 36 years x 40 binaries", synthetic(300, 40))
    put = pilot()
    asked = put.asked
    measures = len(asked.measures)
    build_and_solve(f"pilot {PILOT}, {measures} measures", asked.problem)
    fronts(f"pilot {PILOT}", asked.problem)
    for by, probability in ((2030, 0.8), (2032, 0.9)):
        start = time.perf_counter()
        held = hold_peak(asked, put.story, put.basis, Hold(by, np.inf, probability), 20231206)
        spent = time.perf_counter() - start
        print(
            f"pilot {PILOT} on frozen policy, peak by {by}: asked {probability:.2f}, without "
            f"{held.before:.3f}, on {held.draws:,} fresh draws {held.probability:.3f} "
            f"+- {held.half_width:.3f}{'' if held.reached else ' (out of reach)'}, {spent:.1f} s"
        )


if __name__ == "__main__":
    main()
