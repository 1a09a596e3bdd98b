"""Survival and turnover against published and hand-computed figures."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.reference.stocks import survivals
from dafeng.scenarios.stocks.survival import (
    cohorts,
    conditional,
    settled,
    weibull,
)
from dafeng.scenarios.stocks.turnover import turn_over


def test_private_cars_of_china_as_published() -> None:
    cars = survivals()["private_car"]
    assert (cars.scale, cars.shape) == (14.46, 4.79)
    # T Gamma(1 + 1/k): the published 14.5 years are the scale, not the mean
    median = np.array(13.39)
    assert weibull(median, np.array(14.46), 4.79) == pytest.approx(0.5, abs=1e-3)
    left = weibull(np.array([0.0, 5.0, 10.0, 14.46, 20.0]), np.array(14.46), 4.79)
    assert left == pytest.approx([1.0, 0.9938, 0.8427, math.exp(-1), 0.0088], abs=2e-4)


@pytest.mark.parametrize(("of", "limit"), [("taxi", 5), ("city_bus", 9)])
def test_mandatory_scrapping_takes_all_at_once(of: str, limit: int) -> None:
    life = survivals()[of]
    left = weibull(np.arange(12.0), np.array(life.scale), life.shape, life.limit)
    assert left[limit - 1] > 0.99
    assert not left[limit:].any()


def test_a_stock_by_hand() -> None:
    survival = np.array([[1.0], [0.5], [0.2]])
    stock = cohorts(np.array([[100.0], [0.0], [10.0]]), survival)
    assert stock[:, :, 0].tolist() == [[100, 0, 0], [0, 50, 0], [10, 0, 20]]
    assert conditional(survival)[:, 0] == pytest.approx([0.5, 0.4, 0.0])


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=25), st.floats(3, 20), st.floats(1, 6))
def test_the_recursion_is_the_sum_over_cohorts(
    sales: list[float], scale: float, shape: float
) -> None:
    survival = weibull(np.arange(30.0)[:, None], np.array([scale]), shape)
    total = cohorts(np.array(sales)[:, None], survival).sum(axis=1)[:, 0]
    summed = np.convolve(sales, survival[:, 0])[: len(sales)]
    assert total == pytest.approx(summed, rel=1e-9, abs=1e-6)


@given(st.floats(-0.1, 0.2), st.floats(3, 20))
def test_age_structures_sum_to_one_and_growth_makes_young(growth: float, scale: float) -> None:
    survival = weibull(np.arange(30.0)[:, None], np.array([scale]), 4.0)
    ages = settled(survival, growth)[:, 0]
    assert ages.sum() == pytest.approx(1)
    assert (ages >= 0).all()
    older = settled(survival, growth - 0.02)[:, 0]
    assert np.arange(30) @ ages < np.arange(30) @ older


paths = st.lists(st.floats(0.0, 1e6), min_size=2, max_size=20)


@given(paths, st.floats(4, 20), st.integers(0, 2**31))
def test_nothing_is_lost_when_a_stock_turns_over(
    path: list[float], scale: float, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    survival = weibull(np.arange(25.0)[:, None], np.array([scale, scale * 1.2]), 4.79)
    wanted = np.repeat(np.array(path)[:, None], 2, axis=1)
    ages = wanted[0] * settled(survival, 0.03)
    unit = rng.uniform(0, 5, (len(path), 2, 2))
    turned = turn_over(wanted, ages, conditional(survival), unit, rng.uniform(0, 5, (25, 2, 2)))
    assert (turned.sales >= 0).all()
    assert (turned.scrapped >= -1e-6).all()
    assert (turned.use >= -1e-6).all()
    change = wanted[:-1] + turned.sales[1:] - turned.scrapped[1:]
    assert change == pytest.approx(wanted[1:], rel=1e-9, abs=1e-5)


def test_an_empty_stock_uses_nothing() -> None:
    survival = weibull(np.arange(25.0)[:, None], np.array([14.46]), 4.79)
    path = np.array([[100.0], [50.0], [0.0], [0.0]])
    one = np.ones((4, 1, 1))
    ages = 100 * settled(survival, 0.0)
    turned = turn_over(path, ages, conditional(survival), one, np.ones((25, 1, 1)))
    assert turned.use[2:] == pytest.approx(0.0)
    assert turned.scrapped.sum() == pytest.approx(100.0)


def test_use_of_a_stock_follows_its_cohorts() -> None:
    """Two years by hand: of 100 units at age 0 half live on; 60 wanted, so 10 are bought."""
    step = np.array([[0.5], [0.0]])
    ages = np.array([[100.0], [0.0]])
    unit = np.array([[[9.0]], [[1.0]]])
    turned = turn_over(np.array([[100.0], [60.0]]), ages, step, unit, np.full((2, 1, 1), 2.0))
    assert turned.sales[1, 0] == 10
    assert turned.scrapped[1, 0] == 50
    assert turned.use[:, 0, 0].tolist() == [200.0, 50 * 2 + 10 * 1]
