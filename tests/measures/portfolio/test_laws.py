"""What holds for every portfolio, whatever the place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.measures.portfolio.random_problems import random_problem

from dafeng.measures.portfolio.front import front
from dafeng.measures.portfolio.problem import Problem
from dafeng.measures.portfolio.solve import InfeasibleError, least_cost, least_emissions

SEEDS = st.integers(1000, 10**6)


def _cost(problem: Problem) -> float:
    try:
        return least_cost(problem, gap=0.0).cost
    except InfeasibleError:
        return np.inf


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.floats(0.05, 0.3))
def test_a_tighter_cap_is_never_cheaper(seed: int, tight: float) -> None:
    loose, tighter = (random_problem(seed, tight=share) for share in (tight, 1.3 * tight))
    cost, more = _cost(loose), _cost(tighter)
    assert more >= cost or more >= cost - 1e-6 * abs(cost) - 1e-3  # both may be out of reach


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_what_is_deployed_stays_inside_what_is_there(seed: int) -> None:
    problem = random_problem(seed, projects=2)
    found = least_emissions(replace(problem, limits=()))
    slack = 1e-6 * problem.potential.max()
    assert (found.operation >= 0).all()
    assert (found.operation <= problem.potential + slack).all()
    assert (found.building <= problem.build + slack).all()
    left = problem.rooms.available.copy()
    taken = problem.rooms.take * found.operation[:, problem.rooms.measure]
    np.subtract.at(left.T, problem.rooms.room, taken.T)
    assert left.min() >= -slack
    assert (found.totals >= 0).all()
    assert (found.investment <= problem.budget.yearly * (1 + 1e-6)).all()


@settings(max_examples=15, deadline=None)
@given(SEEDS)
def test_front_rises_and_bends_upwards(seed: int) -> None:
    found = front(replace(random_problem(seed), limits=()), points=8)
    size = np.abs(found.cost).max() + 1
    assert (np.diff(found.avoided) >= -1e-6 * found.avoided.max()).all()
    assert (np.diff(found.cost) >= -1e-6 * size).all()
    assert (np.diff(found.cost, 2) >= -1e-5 * size).all()
    assert (np.diff(found.price) >= -1e-4 * (found.price.max() + 1)).all()


@settings(max_examples=15, deadline=None)
@given(SEEDS)
def test_money_and_effects_scale(seed: int) -> None:
    problem = random_problem(seed, tight=0.1)
    dearer = replace(
        problem,
        investment=7 * problem.investment,
        running=7 * problem.running,
        savings=7 * problem.savings,
        budget=replace(
            problem.budget, yearly=7 * problem.budget.yearly, total=7 * problem.budget.total
        ),
        projects=replace(problem.projects, investment=7 * problem.projects.investment),
    )
    one, seven = _cost(problem), _cost(dearer)
    assert (one == seven) or abs(seven - 7 * one) <= 1e-5 * abs(seven) + 1e-2
