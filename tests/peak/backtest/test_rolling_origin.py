"""Rolling origins: the same cases for all models, nothing from the future, peaks by their words."""

from __future__ import annotations

import numpy as np
import pytest

from dafeng.peak.backtest import Backtest, backtest, peak_statements, verdict
from dafeng.peak.backtest.brier import PATHS
from dafeng.peak.backtest.place_types import types_of
from dafeng.peak.backtest.scores import crps
from dafeng.peak.backtest.verdict import by_part
from dafeng.scenarios.forecast import LEVELS, MODELS, LogPanel, forecast

YEARS = tuple(range(2000, 2021))


@pytest.fixture(scope="module")
def panel() -> LogPanel:
    generator = np.random.default_rng(7)
    values = 10 + (generator.normal(size=(30, 21)) * 0.1).cumsum(axis=1)
    values = np.where(generator.random(values.shape) < 0.1, np.nan, values)
    values[3, :14] = np.nan
    return LogPanel(tuple(f"{11 + i % 40}{i:04d}" for i in range(30)), YEARS, values)


@pytest.fixture(scope="module")
def found(panel: LogPanel) -> Backtest:
    return backtest(panel)


def test_every_case_is_a_forecast_beside_what_came(panel: LogPanel, found: Backtest) -> None:
    for case in range(0, len(found), 97):
        place, origin, ahead = found.place[case], int(found.origin[case]), int(found.horizon[case])
        assert found.observed[case] == panel.values[place, origin + ahead - 2000]
        known = np.isfinite(panel.values[place, : origin - 1999]).sum()
        assert found.trained[case] == known
        for model, table in found.quantiles.items():
            told = forecast(panel, origin, model)[place, ahead - 1]
            np.testing.assert_array_equal(table[case], told)


def test_all_that_can_be_compared_is(panel: LogPanel, found: Backtest) -> None:
    known = np.isfinite(panel.values)
    expected = sum(
        bool(known[i, o - 2000] and known[i, o + h - 2000] and known[i, : o - 1999].sum() >= 4)
        for i in range(30)
        for o in range(2010, 2020)
        for h in range(1, 6)
        if o + h <= 2020
    )
    assert len(found) == expected
    assert set(found.quantiles) == set(MODELS)


def test_another_future_changes_no_forecast(panel: LogPanel, found: Backtest) -> None:
    values = panel.values.copy()
    values[:, -1] += 1.0
    other = backtest(LogPanel(panel.places, YEARS, values))
    for model in MODELS:
        np.testing.assert_array_equal(other.quantiles[model], found.quantiles[model])
    assert (other.observed != found.observed).any()


def test_claims_need_eight_known_years(found: Backtest) -> None:
    assert (found.where(found.claimed).trained >= 8).all()
    assert not found.claimed.all()


def test_verdict_is_against_the_best_naive_model(found: Backtest) -> None:
    said = verdict(found)
    scores = {m: crps(t, found.observed).mean() for m, t in found.quantiles.items()}
    assert said.best_naive == min((m for m in scores if MODELS[m].naive), key=scores.__getitem__)
    line = said.line()
    assert line.skill is not None
    assert line.skill.value == pytest.approx(1 - scores["pooled"] / scores[said.best_naive])
    assert said.pit.sum() == pytest.approx(1)
    assert said.line(said.best_naive).skill is None


def test_horizons_and_stands_divide_the_cases(found: Backtest) -> None:
    kinds = types_of(found)
    for words in (("at its maximum", "below its maximum"), ("smallest", "middle", "largest")):
        parts = [cases for name, cases in kinds.items() if name.en.startswith(words)]
        assert len(parts) == len(words)
        assert (np.sum(parts, axis=0) == 1).all()
    assert by_part(found, {h: found.horizon == h for h in range(1, 9)}).keys() == {1, 2, 3, 4, 5}


def statement_panel() -> Backtest:
    """Return one place that peaked in 2005, with a forecast that is certain of two paths."""
    values = np.concatenate([np.linspace(0, 1, 6), np.full(15, 0.5)])[None]
    panel = LogPanel(("a",), YEARS, values)
    levels = np.linspace(-1, 1, len(LEVELS))
    table = np.tile(levels * 1e-6 + 0.5, (3, 1))
    return Backtest(
        panel,
        np.zeros(3, dtype=np.int64),
        np.array([2010, 2010, 2010]),
        np.array([1, 2, 4]),
        np.full(3, 11),
        np.array([0.5, 0.5, 0.5]),
        {"pooled": table, "last_value": table + np.array([[0], [2], [0]])},
    )


def test_a_statement_needs_every_year_it_covers() -> None:
    made = peak_statements(statement_panel())
    np.testing.assert_array_equal(made.horizon, [1, 2])
    assert made.true.all()
    np.testing.assert_allclose(made.probability["pooled"], 1)
    np.testing.assert_allclose(made.probability["last_value"], [1, 0])


def test_statements_are_judged_by_every_year_on_the_way(panel: LogPanel, found: Backtest) -> None:
    made = peak_statements(found)
    for case in range(0, len(made.true), 53):
        place, column = made.place[case], int(made.origin[case]) - 2000
        ahead = panel.values[place, column + 1 : column + 1 + int(made.horizon[case])]
        assert np.isfinite(ahead).all()
        assert made.true[case] == (ahead.max() <= np.nanmax(panel.values[place, : column + 1]))
    for told in made.probability.values():
        assert ((told >= 0) & (told <= 1)).all()
        np.testing.assert_allclose(told * PATHS, np.round(told * PATHS))


def test_longer_statements_are_never_likelier(found: Backtest) -> None:
    made = peak_statements(found)
    later = (np.diff(made.place) == 0) & (np.diff(made.origin) == 0)
    for told in made.probability.values():
        assert (np.diff(told)[later] <= 0).all()


def test_no_cases_are_no_error() -> None:
    short = LogPanel(("a",), (2008, 2009), np.zeros((1, 2)))
    assert len(backtest(short)) == 0
