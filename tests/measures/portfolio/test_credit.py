"""Credit sums to the joint effect; orders do not favour anybody."""

from __future__ import annotations

import numpy as np
import pytest
from tests.measures.portfolio.conftest import Pose

from dafeng.measures.portfolio.credit import EXACT, credit
from dafeng.measures.portfolio.joint import JointRun, in_use
from dafeng.measures.portfolio.solve import least_emissions

#: Shares of one row that three measures avoid (made up).
SHARES = (0.5, 0.2, 0.2)


def _left(coalition: frozenset[int], shares: tuple[float, ...] = SHARES) -> float:
    return 100 * (1 - float(np.prod([1 - shares[i] for i in coalition])))


def test_shapley_of_measures_on_one_row_by_hand() -> None:
    """r = 0.5, 0.2: together 60 %; last in 40 and 10; Shapley (50 + 40) / 2 and (20 + 10) / 2."""
    found = credit(lambda s: _left(s, (0.5, 0.2)), 2, np.random.default_rng(0))
    assert found.joint == pytest.approx(60)
    assert found.last_in == pytest.approx([40, 10])
    assert found.shapley == pytest.approx([45, 15])
    assert found.error == pytest.approx([0, 0])


def test_equals_are_credited_equally_and_all_of_it_is_credited() -> None:
    found = credit(_left, 3, np.random.default_rng(0))
    assert found.shapley[1] == pytest.approx(found.shapley[2])
    assert found.shapley.sum() == pytest.approx(found.joint)
    assert found.last_in.sum() < found.joint


def test_sampled_orders_come_near_what_is_exact() -> None:
    shares = tuple(np.linspace(0.02, 0.3, EXACT + 2).tolist())
    found = credit(lambda s: _left(s, shares), len(shares), np.random.default_rng(1), 400)
    assert found.shapley.sum() == pytest.approx(found.joint)
    assert (found.error > 0).any()
    # for a product of shares all orders weigh alike: compare with a larger sample
    other = credit(lambda s: _left(s, shares), len(shares), np.random.default_rng(2), 400)
    distance = np.abs(found.shapley - other.shapley)
    assert (distance <= 5 * np.hypot(found.error, other.error) + 1e-9).all()


def test_portfolio_is_credited_by_joint_runs(pose: Pose) -> None:
    asked = pose()
    found = least_emissions(asked.problem)
    joint, used = JointRun(asked, found.operation, "park"), in_use(found.operation)[:6].tolist()
    credited = credit(
        lambda s: float(joint.avoided([used[i] for i in s]).sum()),
        len(used),
        np.random.default_rng(0),
    )
    assert credited.shapley.sum() == pytest.approx(credited.joint)
    assert joint.avoided([]) == pytest.approx(np.zeros(len(asked.problem.years)))
