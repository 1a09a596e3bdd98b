"""The pooled forecast: what it is to learn, it learns; what it must not claim, it does not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.errors import MethodError
from dafeng.scenarios.forecast import HORIZONS, LEVELS, LogPanel, growth_outlook, pooled
from dafeng.scenarios.forecast.companion import follow
from dafeng.scenarios.forecast.levels import weighted_quantiles
from dafeng.scenarios.forecast.log_panel import log_panel
from dafeng.scenarios.forecast.paths import paths, spread_uniforms
from dafeng.scenarios.forecast.pooled_settings import DEFAULT_SETTINGS
from dafeng.scenarios.forecast.shared_growth import signals
from dafeng.scenarios.forecast.shock import common_shocks

YEARS = tuple(range(2000, 2021))


def walks(
    spread: float, seed: int = 3, places: int = 80, years: tuple[int, ...] = YEARS
) -> LogPanel:
    steps = np.random.default_rng(seed).normal(size=(places, len(years))) * spread
    return LogPanel(tuple(map(str, range(places))), years, 10 + steps.cumsum(axis=1))


def test_intervals_follow_the_spread_of_the_panel() -> None:
    widths = []
    for spread in (0.02, 0.2):
        told = pooled(walks(spread), HORIZONS)
        widths.append((told[..., -2] - told[..., 1]).mean())
    assert widths[1] > 4 * widths[0]


def test_coverage_is_right_where_the_model_is() -> None:
    inside = []
    for seed in range(6):
        panel = walks(0.1, seed, 150)
        told = pooled(panel.until(2015), HORIZONS)
        came = panel.values[:, 16:21]
        inside.append((told[..., 1] <= came) & (came <= told[..., -2]))
    assert 0.74 < np.mean(inside) < 0.88


def test_a_restless_place_has_wider_intervals() -> None:
    panel = walks(0.05)
    calm = pooled(panel, (1,))[0, 0]
    values = panel.values.copy()
    values[0] = 10 + (values[0] - 10) * 6
    restless = pooled(LogPanel(panel.places, panel.years, values), (1,))[0, 0]
    assert restless[-2] - restless[1] > 1.3 * (calm[-2] - calm[1])


def test_common_growth_is_seen_and_damped() -> None:
    growing = walks(0.01)
    growing = LogPanel(growing.places, YEARS, growing.values + 0.05 * np.arange(len(YEARS)))
    assert signals(growing, DEFAULT_SETTINGS).growth == pytest.approx(0.05, abs=0.01)
    told = np.median(pooled(growing, HORIZONS)[..., 9] - growing.values[:, -1:], axis=0)
    assert (told > 0).all()
    assert (told < 0.05 * np.arange(1, 6)).all()
    assert (np.diff(told, 2) < 1e-3).all()


def test_one_place_alone_leans_on_the_settings() -> None:
    panel = walks(0.1, places=1)
    told = pooled(panel, HORIZONS)
    assert np.isfinite(told).all()
    assert told.shape == (1, 5, 19)


def test_what_follows_its_companion_is_seen_to() -> None:
    generator = np.random.default_rng(5)
    steps = generator.normal(size=(60, len(YEARS))) * 0.08
    companion = 10 + steps.cumsum(axis=1)
    later = np.concatenate([np.zeros((60, 1)), steps[:, :-1]], axis=1)
    values = 10 + (0.7 * later + generator.normal(size=later.shape) * 0.02).cumsum(axis=1)
    places = tuple(map(str, range(60)))
    told = pooled(LogPanel(places, YEARS, values, companion), (1,))[:, 0, 9] - values[:, -1]
    assert np.corrcoef(told, steps[:, -1])[0, 1] > 0.7


@given(slope=st.floats(-1.5, 1.5), seed=st.integers(0, 1000))
@settings(max_examples=20, deadline=None)
def test_following_finds_the_slope_despite_outliers(slope: float, seed: int) -> None:
    generator = np.random.default_rng(seed)
    moves = generator.normal(size=600)
    errors = slope * moves + generator.normal(size=600) * 0.05
    errors[:30] = 5.0
    assert follow(moves, errors, 0.0) == pytest.approx(slope, abs=0.05)


def test_following_nothing_is_zero() -> None:
    assert follow(np.empty(0), np.empty(0), 1.0) == 0.0


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=40))
@settings(max_examples=50, deadline=None)
def test_equal_weights_give_plain_quantiles(values: list[float]) -> None:
    sample = np.array(values)
    found = weighted_quantiles(sample, np.full(len(sample), 3.0), LEVELS)
    np.testing.assert_allclose(found, np.quantile(sample, LEVELS, method="hazen"), atol=1e-9)


@pytest.mark.parametrize("horizon", HORIZONS)
def test_common_shock_has_its_variance(horizon: int) -> None:
    nodes = common_shocks(horizon, DEFAULT_SETTINGS)
    assert nodes.mean() == pytest.approx(0, abs=1e-12)
    assert nodes.std() == pytest.approx(DEFAULT_SETTINGS.common_shock * np.sqrt(horizon))


def test_outlook_of_a_place_is_the_forecast_of_its_panel() -> None:
    panel = walks(0.1, places=9)
    series = {
        code: dict(zip(YEARS, np.exp(row).tolist(), strict=True))
        for code, row in zip(panel.places, panel.values, strict=True)
    }
    others = {code: values for code, values in series.items() if code != "4"}
    alone = growth_outlook(series["4"], others)
    expected = pooled(panel, HORIZONS)[4] - panel.values[4, -1]
    np.testing.assert_allclose(alone.quantiles, expected, atol=1e-9)
    assert alone.origin == YEARS[-1]


def test_draws_of_an_outlook_keep_its_quantiles() -> None:
    found = growth_outlook({2000 + i: 100 + 7 * (i % 5) for i in range(15)})
    draws = found.draws(spread_uniforms(8192, len(HORIZONS)))
    np.testing.assert_allclose(
        np.quantile(draws, LEVELS, axis=0).T, found.quantiles, atol=0.01, rtol=0.05
    )


def test_an_outlook_needs_a_past() -> None:
    with pytest.raises(MethodError):
        growth_outlook({2020: 1.0, 2021: 1.1})
    with pytest.raises(MethodError):
        growth_outlook({})


def test_paths_wander_between_years() -> None:
    quantiles = np.sqrt(np.array(HORIZONS))[:, None] * np.linspace(-1.645, 1.645, 19)
    drawn = paths(quantiles[None], HORIZONS, spread_uniforms(4096, 5))[0]
    found = np.corrcoef(drawn.T)
    assert found[0, 1] == pytest.approx(np.sqrt(0.5), abs=0.03)
    assert found[3, 4] == pytest.approx(np.sqrt(0.8), abs=0.03)


def test_a_companion_of_other_places_and_years_is_left_out() -> None:
    series = {"a": {2000: 1.0, 2001: 2.0}}
    panel = log_panel(series, {"a": {2001: 3.0, 2030: 4.0}, "b": {2000: 1.0}})
    assert panel.companion is not None
    np.testing.assert_allclose(panel.companion, [[np.nan, np.log(3)]])
