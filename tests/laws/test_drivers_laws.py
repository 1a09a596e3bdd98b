"""Laws of decomposition and trend: perfect, reversible, consistent, symmetric, invariant."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dafeng.axes import Floats
from dafeng.drivers import lmdi, shapley, tapio, trend

SHAPE = (3, 4)
POSITIVE = arrays(float, SHAPE, elements=st.floats(0.01, 1e4))
WITH_ZEROS = arrays(float, SHAPE, elements=st.one_of(st.just(0.0), st.floats(0.01, 1e4)))
METHODS: tuple[lmdi.Method, ...] = ("lmdi-1", "lmdi-2")
SERIES = arrays(float, st.integers(5, 25), elements=st.integers(-9, 9).map(float))


def _total(factors: Floats) -> float:
    return float(factors.prod(axis=0).sum())


@given(POSITIVE, POSITIVE)
def test_additive_effects_add_up(start: Floats, end: Floats) -> None:
    before, after = _total(start), _total(end)
    for method in METHODS:
        rest = lmdi.effects(start, end, method).sum() - (after - before)
        assert abs(rest) <= 1e-9 * max(before, after)


@given(WITH_ZEROS, WITH_ZEROS)
def test_additive_effects_add_up_with_zeros(start: Floats, end: Floats) -> None:
    before, after = _total(start), _total(end)
    rest = lmdi.effects(start, end).sum() - (after - before)
    assert abs(rest) <= 1e-9 * max(before, after)


@given(POSITIVE, POSITIVE)
def test_multiplicative_effects_multiply_to_the_ratio(start: Floats, end: Floats) -> None:
    for method in METHODS:
        product = lmdi.effects(start, end, method, "multiplicative").prod()
        assert product == pytest.approx(_total(end) / _total(start), rel=1e-9)


@given(POSITIVE, POSITIVE)
def test_both_forms_are_linked_by_the_logarithmic_mean(start: Floats, end: Floats) -> None:
    scale = float(lmdi.log_mean(np.array(_total(start)), np.array(_total(end))))
    for method in METHODS:
        ratios = lmdi.effects(start, end, method, "multiplicative")
        additive = lmdi.effects(start, end, method)
        assert additive == pytest.approx(scale * np.log(ratios), rel=1e-7, abs=1e-9 * scale)


@given(WITH_ZEROS, WITH_ZEROS)
def test_time_reversal_turns_the_sign(start: Floats, end: Floats) -> None:
    scale = max(_total(start), _total(end))
    there, back = lmdi.effects(start, end), lmdi.effects(end, start)
    assert np.abs(there + back).max() <= 1e-9 * scale
    mixed = float(np.maximum(start, end).prod(axis=0).sum())
    assert np.abs(shapley.effects(start, end) + shapley.effects(end, start)).max() <= 1e-9 * mixed


@given(POSITIVE, POSITIVE, st.permutations(range(3)))
def test_the_order_of_factors_does_not_matter(start: Floats, end: Floats, order: list[int]) -> None:
    scale = max(_total(start), _total(end))
    for method in METHODS:
        moved = lmdi.effects(start[order], end[order], method)
        assert np.abs(moved - lmdi.effects(start, end, method)[order]).max() <= 1e-9 * scale


@given(POSITIVE, POSITIVE)
def test_lmdi_1_is_consistent_in_aggregation(start: Floats, end: Floats) -> None:
    parts = lmdi.effects(start[:, :2], end[:, :2]) + lmdi.effects(start[:, 2:], end[:, 2:])
    scale = max(_total(start), _total(end))
    assert np.abs(parts - lmdi.effects(start, end)).max() <= 1e-9 * scale


@given(POSITIVE, POSITIVE, st.floats(0.001, 1000.0))
def test_a_change_of_unit_of_a_factor_changes_nothing(
    start: Floats, end: Floats, unit: float
) -> None:
    scale = max(_total(start), _total(end))
    moved = lmdi.effects(start * unit, end * unit) / unit ** len(start)
    assert np.abs(moved - lmdi.effects(start, end)).max() <= 1e-8 * scale


@given(WITH_ZEROS, WITH_ZEROS)
def test_shapley_effects_add_up(start: Floats, end: Floats) -> None:
    before, after = _total(start), _total(end)
    largest = float(np.maximum(start, end).prod(axis=0).sum())
    rest = shapley.effects(start, end).sum() - (after - before)
    assert abs(rest) <= 1e-9 * max(largest, 1.0)


@given(POSITIVE, POSITIVE)
def test_fisher_ratios_multiply_and_reverse(start: Floats, end: Floats) -> None:
    ratios = shapley.ratios(start, end)
    assert ratios.prod() == pytest.approx(_total(end) / _total(start), rel=1e-9)
    assert ratios * shapley.ratios(end, start) == pytest.approx(1.0, rel=1e-9)


@given(st.floats(1e-6, 1e9), st.floats(1e-6, 1e9))
def test_the_logarithmic_mean_lies_between_and_is_symmetric(a: float, b: float) -> None:
    forth = float(lmdi.log_mean(np.array(a), np.array(b)))
    assert forth == float(lmdi.log_mean(np.array(b), np.array(a)))
    assert np.sqrt(a * b) * (1 - 1e-12) <= forth <= (a + b) / 2 * (1 + 1e-12)


@given(SERIES)
def test_reversing_a_series_reverses_its_trend(series: Floats) -> None:
    forth, back = trend.mann_kendall(series), trend.mann_kendall(series[::-1])
    assert forth.score == -back.score
    assert forth.p == back.p


@given(SERIES, st.floats(0.1, 10.0), st.floats(-50.0, 50.0))
def test_mann_kendall_sees_only_order(series: Floats, scale: float, shift: float) -> None:
    assert trend.mann_kendall(series * scale + shift).score == trend.mann_kendall(series).score


@given(SERIES, st.integers(-5, 5))
def test_a_line_adds_its_slope_to_sen(series: Floats, slope: int) -> None:
    tilted = trend.sen_slope(series + slope * np.arange(len(series)))
    plain = trend.sen_slope(series)
    assert tilted.slope == pytest.approx(plain.slope + slope, abs=1e-9)
    assert plain.low <= plain.slope <= plain.high


@given(SERIES)
def test_reversing_a_series_mirrors_its_change_point(series: Floats) -> None:
    assert trend.pettitt(series).statistic == trend.pettitt(series[::-1]).statistic


@given(st.floats(-0.5, 0.5), st.floats(-0.5, 0.5))
def test_every_pair_of_changes_has_one_state(emissions: float, economy: float) -> None:
    state = tapio.state(emissions, economy)
    assert (state is tapio.State.UNDEFINED) == (economy == 0)
    if emissions < 0 < economy:
        assert state is tapio.State.STRONG_DECOUPLING
