"""Two hundred random problems, and what another solver finds for their plain formulas."""

from __future__ import annotations

import pytest
from tests.measures.portfolio.plain_model import least_cost_by_scip
from tests.measures.portfolio.random_problems import random_problem

from dafeng.measures.portfolio.solve import InfeasibleError, least_cost


def _found(seed: int) -> tuple[float | None, float | None]:
    shape = (2 + seed % 6, 1 + seed % 5, seed % 4)
    problem = random_problem(seed, *shape, tight=0.1 + 0.05 * (seed % 8))
    try:
        mine = least_cost(problem, gap=0.0).cost
    except InfeasibleError:
        mine = None
    return mine, least_cost_by_scip(problem)


@pytest.mark.parametrize("first", range(0, 200, 20))
def test_scip_agrees(first: int) -> None:
    pairs = [_found(seed) for seed in range(first, first + 20)]
    for mine, its in pairs:
        assert (mine is None) == (its is None)
        if mine is not None and its is not None:
            assert mine == pytest.approx(its, rel=1e-6, abs=1e-3)
    assert any(mine is not None for mine, _ in pairs)
