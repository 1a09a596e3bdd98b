"""Every forecast: blind to what comes later, ordered, in scale, and as its formula says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri

from dafeng.axes import Floats
from dafeng.errors import MethodError, UnknownNameError
from dafeng.scenarios.forecast import HORIZONS, LEVELS, MODELS, LogPanel, forecast
from dafeng.scenarios.forecast.log_panel import log_panel, yearly_changes

YEARS = tuple(range(2000, 2021))


def made(seed: int, places: int = 12, *, gaps: float = 0.1, companion: bool = True) -> LogPanel:
    """Return a panel of random walks with gaps."""
    generator = np.random.default_rng(seed)
    steps = generator.standard_t(4, size=(places, len(YEARS))) * 0.08
    values = 16 + generator.normal(size=(places, 1)) + steps.cumsum(axis=1)
    other = values + generator.normal(size=values.shape) * 0.1 if companion else None
    values = np.where(generator.random(values.shape) < gaps, np.nan, values)
    codes = tuple(f"{11 + i % 5}{i:04d}" for i in range(places))
    return LogPanel(codes, YEARS, values, other)


def later_changed(panel: LogPanel, origin: int, seed: int) -> LogPanel:
    """Return the panel with everything after a year replaced."""
    noise = np.random.default_rng(seed).normal(size=panel.values.shape) * 3
    after = np.array(panel.years) > origin
    other = panel.companion
    return LogPanel(
        panel.places,
        panel.years,
        np.where(after, noise, panel.values),
        None if other is None else np.where(after, -noise, other),
    )


@pytest.mark.parametrize("model", MODELS)
@given(seed=st.integers(0, 10_000), origin=st.integers(2005, 2019))
@settings(max_examples=12, deadline=None)
def test_nothing_after_the_origin_changes_a_forecast(model: str, seed: int, origin: int) -> None:
    panel = made(seed)
    changed = later_changed(panel, origin, seed)
    np.testing.assert_array_equal(forecast(panel, origin, model), forecast(changed, origin, model))


@pytest.mark.parametrize("model", MODELS)
@given(seed=st.integers(0, 10_000), places=st.integers(1, 9))
@settings(max_examples=12, deadline=None)
def test_quantiles_rise_with_their_level(model: str, seed: int, places: int) -> None:
    told = forecast(made(seed, places, gaps=0.0), 2018, model)
    assert told.shape == (places, len(HORIZONS), len(LEVELS))
    assert np.isfinite(told).all()
    assert (np.diff(told, axis=2) > 0).all()


@pytest.mark.parametrize("model", MODELS)
@given(seed=st.integers(0, 10_000), factor=st.floats(1e-6, 1e6))
@settings(max_examples=12, deadline=None)
def test_the_unit_of_the_series_does_not_matter(model: str, seed: int, factor: float) -> None:
    panel = made(seed, companion=False)
    scaled = LogPanel(panel.places, panel.years, panel.values + np.log(factor))
    np.testing.assert_allclose(
        forecast(scaled, 2015, model), forecast(panel, 2015, model) + np.log(factor), atol=1e-8
    )


@pytest.mark.parametrize("model", MODELS)
@given(seed=st.integers(0, 10_000))
@settings(max_examples=8, deadline=None)
def test_the_order_of_places_does_not_matter(model: str, seed: int) -> None:
    panel = made(seed)
    order = np.random.default_rng(seed).permutation(len(panel.places))
    np.testing.assert_allclose(
        forecast(panel.only(order), 2015, model), forecast(panel, 2015, model)[order], atol=1e-10
    )


@pytest.mark.parametrize("model", MODELS)
def test_the_farther_the_less_is_known(model: str) -> None:
    told = forecast(made(1, 60, gaps=0.0), 2018, model)
    width = (told[..., -2] - told[..., 1]).mean(axis=0)
    assert (np.diff(width) > 0).all()


def walk() -> tuple[LogPanel, Floats]:
    values = np.array([[1.0, 1.1, 1.05, 1.3, 1.2, 1.25, 1.4]])
    return LogPanel(("a",), tuple(range(2000, 2007)), values), np.diff(values[0])


def test_last_value_is_its_formula() -> None:
    panel, steps = walk()
    told = forecast(panel, 2006, "last_value", (1, 4))[0]
    expected = 1.4 + steps.std(ddof=1) * np.sqrt([[1.0], [4.0]]) * ndtri(LEVELS)
    np.testing.assert_allclose(told, expected)


def test_drift_is_its_formula() -> None:
    panel, steps = walk()
    told = forecast(panel, 2006, "drift", (3,))[0, 0]
    spread = steps.std(ddof=1) * np.sqrt(3 + 9 / 6)
    np.testing.assert_allclose(told, 1.4 + 3 * steps.mean() + spread * ndtri(LEVELS))


def test_log_linear_goes_through_a_straight_line() -> None:
    years = tuple(range(2000, 2010))
    line = 5 + 0.03 * np.arange(10.0)
    panel = LogPanel(("a",), years, line[None])
    told = forecast(panel, 2009, "log_linear", (1, 5))[0]
    np.testing.assert_allclose(told[:, 9], 5 + 0.03 * np.array([10, 14]), atol=1e-9)


def test_a_gap_is_bridged_by_its_mean_change() -> None:
    panel = log_panel({"a": {2000: 1.0, 2001: float(np.exp(1)), 2004: float(np.exp(4))}})
    np.testing.assert_allclose(yearly_changes(panel)[0, 1:], [1, 1, 1, 1])


def test_too_short_a_past_gives_no_forecast() -> None:
    panel = log_panel({"a": dict.fromkeys(range(2010, 2013), 5.0), "b": {2010: 1.0, 2012: 2.0}})
    for model in MODELS:
        assert np.isnan(forecast(panel, 2012, model)).all()


def test_constant_series_have_a_distribution() -> None:
    panel = log_panel({code: dict.fromkeys(range(2000, 2015), 7.0) for code in "abc"})
    for model in MODELS:
        told = forecast(panel, 2014, model)
        assert np.isfinite(told).all()
        assert (np.diff(told, axis=2) > 0).all()


def test_what_has_no_logarithm_is_refused() -> None:
    for value in (0.0, -1.0, np.inf):
        with pytest.raises(MethodError):
            log_panel({"a": {2000: value}})


def test_an_unknown_model_is_named() -> None:
    with pytest.raises(UnknownNameError):
        forecast(made(1), 2015, "oracle")
