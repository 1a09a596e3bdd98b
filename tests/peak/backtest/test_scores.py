"""Scores: held against closed forms, numerical integration and each other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import bdtr, bdtrc, ndtr, ndtri

from dafeng.peak.backtest import coverage, skill
from dafeng.peak.backtest.scores import brier, covered, crps, pinball, pit
from dafeng.peak.backtest.skill import binomial_band
from dafeng.scenarios.forecast import LEVELS
from dafeng.scenarios.forecast.levels import gaussian_quantiles

place = st.floats(-3, 3)
width = st.floats(0.05, 5)


@given(middle=place, spread=width, observed=place)
@settings(max_examples=60, deadline=None)
def test_score_of_quantiles_is_near_the_integral(
    middle: float, spread: float, observed: float
) -> None:
    """CRPS = integral of (F(x) - 1{x >= y})^2; 19 levels see no further than their ends."""

    def squared(x: float) -> float:
        return float((ndtr((x - middle) / spread) - (x >= observed)) ** 2)

    low, high = min(middle, observed) - 9 * spread, max(middle, observed) + 9 * spread
    expected = quad(squared, low, observed)[0] + quad(squared, observed, high)[0]
    quantiles = gaussian_quantiles(np.array([middle]), np.array([spread]))
    found = crps(quantiles, np.array([observed]))[0]
    assert found == pytest.approx(expected, rel=0.12, abs=0.02 * spread)


@given(st.integers(0, 5000))
@settings(max_examples=30, deadline=None)
def test_the_true_distribution_scores_best(seed: int) -> None:
    generator = np.random.default_rng(seed)
    observed = generator.normal(size=4000)
    zero, one = np.zeros(4000), np.ones(4000)
    true = crps(gaussian_quantiles(zero, one), observed).mean()
    for middle, spread in ((0.5, 1.0), (0.0, 2.0), (0.0, 0.5)):
        assert crps(gaussian_quantiles(zero + middle, one * spread), observed).mean() > true


def test_pinball_of_a_certain_median_is_half_the_error() -> None:
    quantiles = np.full((1, 19), 2.0)
    assert pinball(quantiles, np.array([5.0]))[0, 9] == pytest.approx(1.5)
    assert crps(quantiles, np.array([5.0]))[0] == pytest.approx(3.0)


@given(st.floats(0.01, 0.99).filter(lambda p: min(abs(p - 0.05), abs(p - 0.95)) > 1e-9))
def test_pit_of_a_quantile_is_its_level(level: float) -> None:
    quantiles = gaussian_quantiles(np.zeros(1), np.ones(1))
    value = np.array([ndtri(level)])
    expected = level if LEVELS[0] < level < LEVELS[-1] else (0.025 if level < 0.5 else 0.975)
    assert pit(quantiles, value)[0] == pytest.approx(expected, abs=0.005)


def test_central_intervals_have_their_ends_included() -> None:
    quantiles = np.arange(1.0, 20.0)[None]
    for share, low, high in ((0.5, 5, 15), (0.8, 2, 18), (0.9, 1, 19)):
        for value, expected in ((low, True), (high, True), (low - 0.1, False), (high + 0.1, False)):
            assert covered(quantiles, np.array([float(value)]), share)[0] == expected


@given(cases=st.integers(1, 400), share=st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_binomial_band_is_the_exact_one(cases: int, share: float) -> None:
    hits = round(cases * share)
    low, high = binomial_band(hits, cases)
    tails = bdtrc(hits - 1, cases, low), bdtr(hits, cases, high)
    assert tails[0] == pytest.approx(0.025 if hits else 1.0, rel=1e-6)
    assert tails[1] == pytest.approx(0.025 if hits < cases else 1.0, rel=1e-6)


def test_skill_interval_knows_that_places_are_few() -> None:
    generator = np.random.default_rng(1)
    places = np.repeat(np.arange(20), 50)
    reference = generator.exponential(size=1000)
    better = reference * (0.8 + 0.3 * generator.random(20))[places]
    found = skill(better, reference, places)
    alone = skill(better, reference, np.arange(1000))
    assert found.low < found.value < found.high
    assert found.value == pytest.approx(1 - better.sum() / reference.sum())
    assert alone.high - alone.low < found.high - found.low


def test_one_place_has_no_interval() -> None:
    found = skill(np.ones(5), np.full(5, 2.0), np.zeros(5, dtype=np.int64))
    assert found.value == 0.5
    assert np.isnan(found.low)
    assert np.isnan(coverage(np.ones(5, dtype=bool), np.zeros(5, dtype=np.int64), 0.8).places[0])


def test_brier_of_a_coin_is_a_quarter() -> None:
    found = brier(np.array([0.5, 0.5, 1.0, 0.0]), np.array([True, False, True, True]))
    np.testing.assert_allclose(found, [0.25, 0.25, 0.0, 1.0])
