"""Shapley and generalised Fisher against their two- and three-factor formulas."""

from __future__ import annotations

import numpy as np
import pytest

from dafeng.drivers import shapley
from dafeng.errors import MethodError


def test_two_factors_split_the_joint_effect_equally() -> None:
    effects = shapley.effects(np.array([[2.0], [3.0]]), np.array([[5.0], [4.0]]))
    # Sun (1998): x effect = dx y0 + dx dy / 2
    assert effects.tolist() == pytest.approx([3 * 3 + 3 / 2, 1 * 2 + 3 / 2])


def test_three_factors_as_in_the_model_of_sun() -> None:
    x, y, z = 2.0, 3.0, 4.0
    dx, dy, dz = 1.0, -0.5, 2.0
    effects = shapley.effects(np.array([[x], [y], [z]]), np.array([[x + dx], [y + dy], [z + dz]]))
    expected = dx * y * z + dx * (dy * z + y * dz) / 2 + dx * dy * dz / 3
    assert effects[0] == pytest.approx(expected)


def test_two_factors_give_the_fisher_ideal_index() -> None:
    prices, quantities = np.array([[2.0, 5.0], [10.0, 4.0]]), np.array([[3.0, 4.0], [8.0, 7.0]])
    ratios = shapley.ratios(prices, quantities)
    (p0, q0), (p1, q1) = prices, quantities
    laspeyres, paasche = (p1 @ q0) / (p0 @ q0), (p1 @ q1) / (p0 @ q1)
    assert ratios[0] == pytest.approx(np.sqrt(laspeyres * paasche))


def test_deductions_carry_their_sign() -> None:
    start, end = np.array([[2.0, 2.0], [3.0, 1.0]]), np.array([[5.0, 5.0], [4.0, 2.0]])
    effects = shapley.effects(start, end, np.array([1.0, -1.0]))
    assert effects.sum() == pytest.approx((20 - 10) - (6 - 2))


def test_too_many_factors_are_refused() -> None:
    with pytest.raises(MethodError, match="at most"):
        shapley.effects(np.ones((17, 1)), np.ones((17, 1)))


def test_fisher_needs_positive_totals() -> None:
    with pytest.raises(MethodError, match="positive"):
        shapley.ratios(np.array([[0.0], [1.0]]), np.array([[1.0], [1.0]]))
