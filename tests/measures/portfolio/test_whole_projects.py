"""Targets that only parts of projects would hold together are left out one by one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.measures.portfolio.conftest import Pose

from dafeng.axes import Axis
from dafeng.measures.portfolio.effects import QUANTITIES
from dafeng.measures.portfolio.holdable import Holdable, holdable, without_parts
from dafeng.measures.portfolio.place import Posed
from dafeng.measures.portfolio.problem import Budget, Problem, Projects
from dafeng.measures.portfolio.solve import InfeasibleError, least_cost
from dafeng.measures.portfolio.targets import ReadTarget

CO2 = QUANTITIES.index("co2")
#: What a project of the made-up place saves [effect unit/a], and a cost of one [yuan].
SIZE, DEAR = 1000.0, 1e8


@pytest.fixture(name="asked")
def one_measure(pose: Pose) -> Posed:
    return pose(("save_fuel",))


def whole(asked: Posed, projects: list[tuple[int, float]], money: float) -> Problem:
    """Return a problem of nothing but projects (year of start, cost) and one sum of money."""
    problem = asked.problem
    years, count = len(problem.years), len(projects)
    starts = [problem.years.index(year) for year, _ in projects]
    runs = np.arange(years)[:, None] >= np.array(starts)
    paid = np.where(
        np.arange(years)[:, None] == np.array(starts), [c * DEAR for _, c in projects], 0.0
    )
    made = Projects(
        ids=Axis("project", tuple(f"P{n}" for n in range(count))),
        project=np.arange(count),
        start=np.array(starts),
        measure=np.zeros(count, dtype=np.int64),
        operation=np.where(runs, SIZE, 0.0),
        investment=paid,
        running=np.zeros((years, count)),
        lifetime=np.full(count, years),
    )
    flat = np.repeat(problem.base[:, :1], years, axis=1)
    return replace(
        problem,
        base=flat,
        build=np.zeros_like(problem.build),
        budget=Budget(np.full(years, np.inf), money * DEAR),
        projects=made,
        limits=(),
    )


def cap(problem: Problem, year: int, projects: float) -> ReadTarget:
    """Return a target for CO2 that as many projects reach in a year."""
    at = problem.years.index(year)
    saved = -projects * SIZE * problem.effect[CO2, at, 0]
    assert saved >= 0
    bound = float(problem.base[CO2, at] - saved)
    return ReadTarget("CO2 emissions", year, f"{projects} projects", limit="cap:co2", bound=bound)


def can_be_held(problem: Problem, found: Holdable) -> bool:
    try:
        least_cost(replace(problem, limits=found.limits))
    except InfeasibleError:
        return False
    return True


def test_the_target_that_needs_half_a_project_goes_and_the_other_stays(asked: Posed) -> None:
    problem = whole(asked, [(2028, 1.0), (2028, 1.0)], money=1.5)
    targets = (cap(problem, 2030, 0.9), cap(problem, 2035, 1.4))
    parts = holdable(problem, targets, asked.path)
    assert parts.held == targets
    assert not can_be_held(problem, parts)
    found = without_parts(problem, targets, parts, asked.path)
    assert (found.held, found.left_out) == (targets[:1], targets[1:])
    assert can_be_held(problem, found)


def test_of_two_the_one_goes_that_is_missed_by_more(asked: Posed) -> None:
    problem = whole(asked, [(2028, 1.0), (2028, 1.0)], money=1.5)
    targets = (cap(problem, 2030, 1.1), cap(problem, 2031, 1.45))
    parts = holdable(problem, targets, asked.path)
    found = without_parts(problem, targets, parts, asked.path)
    assert found.left_out == targets[1:]
    assert not can_be_held(problem, found)
    none = without_parts(problem, targets, found, asked.path)
    assert (none.held, none.left_out, none.limits) == ((), targets, ())
    assert can_be_held(problem, none)


def test_what_joins_targets_is_given_up_before_a_target(asked: Posed) -> None:
    """The early project costs more than there is; with some of it the years between would do."""
    problem = whole(asked, [(2031, 1.2), (2035, 1.0)], money=1.18)
    targets = (cap(problem, 2030, 0.0), cap(problem, 2035, 0.99))
    parts = holdable(problem, targets, asked.path)
    assert (parts.held, parts.given_up) == (targets, ())
    assert not can_be_held(problem, parts)
    found = without_parts(problem, targets, parts, asked.path)
    assert (found.held, found.left_out) == (targets, ())
    assert found.given_up
    assert {wish for wish, _ in found.given_up} == {"target:cap:co2"}
    assert {year for _, year in found.given_up} <= {2031, 2032, 2033, 2034}
    assert can_be_held(problem, found)
