"""Trend statistics against pymannkendall and SciPy, ties included."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pymannkendall
import pytest
from scipy import stats

from dafeng.axes import Floats
from dafeng.drivers import trend
from dafeng.errors import MethodError

#: The package carries no types.
REFERENCE: Any = pymannkendall


def _series(length: int, *, ties: bool, seed: int) -> Floats:
    generator = np.random.default_rng((length, ties, seed))
    walk = generator.normal(size=length).cumsum()
    return np.round(walk) if ties else walk


SERIES = [
    _series(length, ties=ties, seed=seed)
    for length in (5, 6, 9, 15, 36)
    for ties in (False, True)
    for seed in range(6)
]


@pytest.mark.parametrize("series", SERIES)
def test_mann_kendall_equals_pymannkendall(series: Floats) -> None:
    ours, theirs = trend.mann_kendall(series), REFERENCE.original_test(series)
    assert ours.score == theirs.s
    assert ours.variance == pytest.approx(theirs.var_s, abs=1e-9)
    assert ours.z == pytest.approx(theirs.z, abs=1e-9)
    assert ours.p == pytest.approx(theirs.p, abs=1e-9)
    assert ours.tau == pytest.approx(theirs.Tau, abs=1e-9)


@pytest.mark.parametrize("series", SERIES)
def test_tau_b_equals_scipy(series: Floats) -> None:
    theirs = stats.kendalltau(np.arange(len(series)), series)
    assert trend.mann_kendall(series).tau_b == pytest.approx(theirs.statistic, abs=1e-9)


@pytest.mark.parametrize("series", SERIES)
def test_sen_slope_and_interval_equal_scipy(series: Floats) -> None:
    ours, theirs = trend.sen_slope(series), stats.theilslopes(series)
    found = (ours.slope, ours.intercept, ours.low, ours.high)
    assert found == pytest.approx(tuple(theirs), abs=1e-9)


def test_sen_slope_takes_unequal_spacing() -> None:
    years, values = np.array([2010.0, 2011, 2015, 2020]), np.array([3.0, 4.0, 9.0, 20.0])
    ours, theirs = trend.sen_slope(values, years), stats.theilslopes(values, years)
    assert (ours.slope, ours.low, ours.high) == pytest.approx(
        (theirs.slope, theirs.low_slope, theirs.high_slope)
    )


@pytest.mark.parametrize("series", SERIES)
def test_hamed_rao_equals_pymannkendall(series: Floats) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        theirs = REFERENCE.hamed_rao_modification_test(series)
    if theirs.var_s <= 0:
        with pytest.raises(MethodError, match="too short"):
            trend.hamed_rao(series)
        return
    ours = trend.hamed_rao(series)
    assert ours.variance == pytest.approx(theirs.var_s, rel=1e-9)
    assert ours.p == pytest.approx(theirs.p, abs=1e-9)


@pytest.mark.parametrize("series", SERIES)
def test_trend_free_prewhitening_equals_pymannkendall(series: Floats) -> None:
    theirs = REFERENCE.trend_free_pre_whitening_modification_test(series)
    assert trend.trend_free_prewhitened(series).p == pytest.approx(theirs.p, abs=1e-9)


def test_a_straight_line_has_no_autocorrelated_rest() -> None:
    line = np.arange(8.0)
    assert trend.hamed_rao(line).p == pytest.approx(trend.mann_kendall(line).p)
    assert trend.trend_free_prewhitened(line).score == 21


def test_a_constant_series_has_no_trend() -> None:
    found = trend.mann_kendall(np.full(6, 2.0))
    assert (found.score, found.z, found.p, found.tau_b) == (0, 0.0, 1.0, 0.0)
    assert trend.hamed_rao(np.full(6, 2.0)).p == 1.0


@pytest.mark.parametrize(("length", "significant"), [(4, False), (5, True)])
def test_a_perfect_decline_needs_five_years(length: int, *, significant: bool) -> None:
    assert (trend.mann_kendall(-np.arange(length)).p < 0.05) is significant


@pytest.mark.parametrize("ties", [False, True])
def test_many_series_at_once_equal_one_by_one(*, ties: bool) -> None:
    many = np.stack([_series(13, ties=ties, seed=seed) for seed in range(300)])
    scores, slopes = trend.mann_kendall_many(many), trend.sen_slope_many(many)
    for row in (0, 7, 255, 256, 299):
        single = trend.mann_kendall(many[row])
        assert scores.score[row] == single.score
        assert scores.variance[row] == pytest.approx(single.variance)
        assert scores.z[row] == pytest.approx(single.z)
        assert slopes[row] == pytest.approx(trend.sen_slope(many[row]).slope)


@pytest.mark.parametrize("ties", [False, True])
def test_every_window_to_the_end_equals_its_own_test(*, ties: bool) -> None:
    values = np.stack([_series(12, ties=ties, seed=seed) for seed in range(4)], axis=1)
    scores = trend.window_scores(values)
    for start in range(9):
        for draw in range(4):
            single = trend.mann_kendall(values[start:, draw])
            assert scores.score[start, draw] == single.score
            assert scores.variance[start, draw] == pytest.approx(single.variance)


def test_pettitt_equals_its_definition() -> None:
    series = _series(20, ties=True, seed=3)
    sums = [np.sign(series[:t, np.newaxis] - series[t:]).sum() for t in range(1, 20)]
    found = trend.pettitt(series)
    assert found.statistic == max(abs(s) for s in sums)
    assert abs(sums[found.position - 1]) == found.statistic
    expected = 2 * np.exp(-6 * found.statistic**2 / (20**3 + 20**2))
    assert found.p == pytest.approx(min(1.0, expected))


def test_pettitt_finds_a_step_down() -> None:
    found = trend.pettitt([9.0, 8.5, 9.2, 8.8, 3.1, 2.9, 3.3])
    assert (found.position, found.falls, found.statistic) == (4, True, 12)


@pytest.mark.parametrize("series", [[1.0, 2.0], [1.0, np.nan, 3.0]])
def test_short_or_incomplete_series_are_refused(series: list[float]) -> None:
    with pytest.raises(MethodError, match="three years"):
        trend.mann_kendall(series)


def test_a_corrected_variance_below_zero_is_no_test_even_without_a_trend() -> None:
    series = [3.0, 5, 2, 4, 1, 7, 0, 6]
    assert trend.mann_kendall(series).score == 0
    with pytest.raises(MethodError):
        trend.hamed_rao(series)
    assert trend.robust_p(series) is None
    assert trend.robust_p([4.0] * 8) == 1.0
