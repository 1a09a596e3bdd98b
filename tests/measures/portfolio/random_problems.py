"""Random problems with every kind of row; synthetic, for solvers and laws alone."""

from __future__ import annotations

import numpy as np

from dafeng.axes import Axis, year_axis
from dafeng.language import same
from dafeng.measures.portfolio.problem import Budget, Limit, Problem, Projects, Rooms
from dafeng.measures.rates import Rates


def random_problem(
    seed: int, measures: int = 6, years: int = 5, projects: int = 3, tight: float = 0.25
) -> Problem:
    """Return a synthetic problem; the cap falls to a share `tight` below what is without."""
    g = np.random.default_rng(seed)
    flat = np.ones((years, 1))
    potential = g.lognormal(6, 1, measures) * np.linspace(1, g.uniform(0.8, 1.2), years)[:, None]
    avoided = g.uniform(0.2, 3.0, measures) * flat
    total = float((avoided * potential).sum() / years)
    base = np.full((1, years), 2 * total)
    investment = g.lognormal(5, 1, measures) * flat
    count = max(measures // 3, 1)
    entries = g.integers(0, measures, (count, 3))
    taken = np.array([potential[:, row].sum(axis=1) for row in entries]).T
    cap = base[0] * (1 - np.linspace(0, tight, years) * g.uniform(0.5, 1.0))
    spending = float((investment * potential).sum() / years)
    return Problem(
        years=year_axis(2026, 2025 + years),
        measures=Axis("measure", tuple(f"m{i}" for i in range(measures))),
        names=tuple(same(f"m{i}") for i in range(measures)),
        quantities=Axis("quantity", ("co2",)),
        base=base,
        effect=-avoided[None],
        potential=potential,
        build=potential * g.uniform(0.1, 0.6, measures),
        lifetime=g.integers(1, years + 4, measures),
        investment=investment,
        running=investment * g.uniform(0, 0.1, measures),
        savings=investment * g.uniform(0, 0.2, measures),
        budget=Budget(np.full(years, spending * g.uniform(0.3, 1.0)), spending * 2),
        rooms=Rooms(
            tuple(f"r{i}" for i in range(count)),
            np.repeat(np.arange(count), 3),
            entries.ravel(),
            np.ones((years, 3 * count)),
            taken * g.uniform(0.4, 1.1, count),
        ),
        projects=_projects(g, projects, potential, investment),
        limits=(Limit("cap", same("cap"), np.ones((1, years)), np.full(years, -np.inf), cap),),
        needs=((0, 1),) if measures > 1 else (),
        one_of=((2, 3),) if measures > 3 else (),
        rates=Rates(0.1, 0.06),
    )


def _projects(
    g: np.random.Generator, count: int, potential: np.ndarray, investment: np.ndarray
) -> Projects:
    """Return projects with two starts each."""
    years, measures = potential.shape
    project = np.repeat(np.arange(count), 2)
    measure = np.repeat(g.integers(0, measures, count), 2)
    start = np.tile([0, min(2, years - 1)], count)
    size = np.repeat(g.uniform(0.1, 0.5, count), 2) * potential.min(axis=0)[measure]
    cost = size * investment[0, measure] * np.repeat(g.uniform(0.3, 1.5, count), 2)
    at = np.arange(years)[:, None]
    return Projects(
        ids=Axis("project", tuple(f"p{i}" for i in range(count))),
        project=project,
        start=start,
        measure=measure,
        operation=np.where(at >= start, size, 0.0),
        investment=np.where(at == start, cost, 0.0),
        running=np.zeros((years, 2 * count)),
        lifetime=np.full(2 * count, 20),
        needs=((0, 1),) if count > 1 else (),
        one_of=((1, 2),) if count > 2 else (),
    )
