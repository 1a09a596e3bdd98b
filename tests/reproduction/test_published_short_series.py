"""Published examples of trend statistics with several values a period, and of exact tables."""

from __future__ import annotations

import math
from itertools import permutations

import numpy as np
import pytest

from dafeng.drivers import trend
from dafeng.errors import MethodError

#: Gilbert, R. O. (1987), Statistical Methods for Environmental Pollution Monitoring, section 16.4:
#: eight measurements in five periods, several in one period.
PERIOD = [1, 1, 1, 2, 3, 3, 4, 5]
VALUE = [10, 22, 21, 30, 22, 30, 40, 40]


def test_mann_kendall_of_gilbert_with_several_values_a_period() -> None:
    found = trend.mann_kendall(VALUE, PERIOD)
    assert found.score == 19
    assert round(found.variance, 1) == 58.1
    assert found.z == pytest.approx(18 / math.sqrt(found.variance))


def test_sen_slope_of_gilbert_with_several_values_a_period() -> None:
    found = trend.sen_slope(VALUE, PERIOD, 0.90, "interpolated")
    assert found.slope == 5.5
    assert (round(found.low, 1), round(found.high, 1)) == (2.6, 9.3)


def test_times_in_order_change_nothing() -> None:
    values = [3.0, 5.0, 4.0, 6.0, 6.0, 9.0]
    plain, timed = trend.mann_kendall(values), trend.mann_kendall(values, range(2000, 2006))
    assert timed.score == plain.score
    assert timed.p == pytest.approx(plain.p)
    assert timed.variance == pytest.approx(plain.variance)


@pytest.mark.parametrize("times", [[1, 2, 3], [1, 1, 1, 1], [1, 2, 3, math.nan]])
def test_times_that_do_not_fit_are_refused(times: list[float]) -> None:
    with pytest.raises(MethodError):
        trend.mann_kendall([1, 2, 4, 3], times)
    with pytest.raises(MethodError):
        trend.sen_slope([1, 2, 4, 3], times)


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0])
def test_a_level_is_a_share(level: float) -> None:
    with pytest.raises(MethodError):
        trend.sen_slope([1, 2, 4, 3], level=level)


def test_exact_probability_of_five_measurements() -> None:
    # US EPA QA/G-9 (2000), box 4-16 and table A-11: n = 5, S = 6, p = 0.117 (one-sided); Gilbert
    # (1987), table A18
    found = trend.mann_kendall([5, 6, 11, 8, 10])
    assert found.score == 6
    assert found.exact_p is not None
    assert round(found.exact_p / 2, 3) == 0.117


@pytest.mark.parametrize("count", [3, 4, 5, 6, 7])
def test_exact_probability_counts_all_orders(count: int) -> None:
    low, high = np.triu_indices(count, 1)
    scores = np.array(
        [
            np.sign(np.array(order)[high] - np.array(order)[low]).sum()
            for order in permutations(range(count))
        ]
    )
    for score in set(scores.tolist()):
        expected = min(2 * float((scores >= abs(score)).mean()), 1.0)
        order = next(
            o for o, s in zip(permutations(range(count)), scores, strict=True) if s == score
        )
        assert trend.mann_kendall(order).exact_p == pytest.approx(expected)


def test_ties_and_long_series_have_no_exact_probability() -> None:
    assert trend.mann_kendall([1, 2, 2, 3]).exact_p is None
    assert trend.mann_kendall(range(11)).exact_p is None


def test_several_values_a_period_have_no_exact_probability() -> None:
    found = trend.mann_kendall([1, 2, 3, 4, 5, 6], [1, 1, 2, 2, 3, 3])
    assert found.exact_p is None
    assert found.tau == pytest.approx(found.score / 12)
    assert trend.mann_kendall([4, 5, 6], [1, 2, 3]).exact_p == pytest.approx(1 / 3)


def test_a_corrected_variance_has_no_exact_probability() -> None:
    assert trend.hamed_rao([1.0, 2.0, 3.5, 3.0, 5.0, 6.0, 7.5, 8.0]).exact_p is None


def test_a_longest_lag_leaves_longer_ones_out() -> None:
    values = [1.0, 5.0, 1.5, 5.5, 2.0, 6.0, 2.5, 6.5, 3.0, 7.0, 3.5, 7.5]
    none = trend.hamed_rao(values, longest_lag=0)
    assert none.variance == pytest.approx(trend.mann_kendall(values).variance)
    assert trend.hamed_rao(values).variance != pytest.approx(none.variance)
