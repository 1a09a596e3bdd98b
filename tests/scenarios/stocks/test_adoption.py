"""Adoption, saturation and learning against published and hand-computed figures."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.reference import stocks as published
from dafeng.scenarios.stocks.adoption import (
    Ownership,
    Spread,
    fisher_pry,
    midpoint_through,
    spread_through,
    steepness,
)


def test_ten_to_ninety_per_cent_takes_the_stated_time() -> None:
    years = np.array([2030.0, 2035.0, 2040.0])
    assert fisher_pry(years, np.array(2035.0), 10.0) == pytest.approx([0.1, 0.5, 0.9])
    assert steepness(10.0) == pytest.approx(0.43944, abs=1e-5)


def test_odds_grow_by_a_constant_factor() -> None:
    share = fisher_pry(np.arange(2020.0, 2040.0), np.array(2031.0), 12.0)
    odds = share / (1 - share)
    assert odds[1:] / odds[:-1] == pytest.approx(np.full(19, 81 ** (1 / 12)))


def test_a_curve_goes_through_what_was_seen() -> None:
    midpoint = midpoint_through(0.316, 2023.0, 11.0)
    assert fisher_pry(np.array(2023.0), np.array(midpoint), 11.0) == pytest.approx(0.316)


def test_private_cars_of_the_nation_lie_on_the_fitted_curve() -> None:
    """293.57 million private vehicles and 1.4077 billion people at the end of 2023 (NBS)."""
    cars = sum(f.value for f in published.private_cars().values())
    assert cars == pytest.approx(29356.9, abs=0.1)
    curve = published.stock_demands()["private_car"]
    assert curve.saturation == 0.45
    # V = g exp(alpha exp(beta y)), Dargay, Gately and Sommer 2007
    found = curve.saturation * math.exp(curve.alpha * math.exp(curve.beta * 8.427))
    assert found == pytest.approx(cars / 140767.0, rel=0.05)


def test_ownership_starts_from_today_and_ends_at_saturation() -> None:
    curve = Ownership(0.2, 0.45, 2.0)
    assert curve.index(np.array([1.0, 50.0])) == pytest.approx([1.0, 0.45 / 0.2])
    assert curve.index(np.array([1.5]), 1.1) > curve.index(np.array([1.5]))


@given(st.floats(0.01, 0.4), st.floats(0.5, 1.0), st.floats(5, 30), st.floats(0, 0.4))
def test_a_spread_holds_its_ceiling_and_grows(
    today: float, ceiling: float, duration: float, pace: float
) -> None:
    spread = spread_through(today, ceiling, duration, pace)
    share = spread.share(np.arange(40.0), np.array([-3.0, 0.0, 3.0]))
    assert share[0] == pytest.approx(np.full(3, today))
    assert (np.diff(share, axis=0) >= -1e-12).all()
    assert (share <= ceiling + 1e-12).all()
    assert (np.diff(share, axis=1) >= -1e-12).all()


def test_a_curve_long_past_its_middle_is_a_constant() -> None:
    held = Spread(0.3, -1000.0, 10.0, 0.0)
    assert held.share(np.arange(-20.0, 40.0), np.zeros(1)) == pytest.approx(0.3)
