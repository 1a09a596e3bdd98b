"""Ensembles: sums, seeds, workers, sense."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace

import numpy as np
import pytest

from dafeng.errors import MethodError
from dafeng.peak.outlook import peaks_of
from dafeng.scenarios.baseline import Baseline, Spread
from dafeng.scenarios.catalogue import Key
from dafeng.scenarios.course import course_of
from dafeng.scenarios.defaults import SCENARIOS, bases
from dafeng.scenarios.draws import BLOCK, draw_block, layout_of, numbers_of
from dafeng.scenarios.engine.quantiles import row_quantiles
from dafeng.scenarios.ensemble import LEVELS, Ensemble
from dafeng.scenarios.kernel import run
from dafeng.scenarios.paths import Path, Point
from dafeng.scenarios.simulation import simulate, simulate_all
from dafeng.scenarios.story import Scenario, default_scenario


@pytest.fixture(name="futures", scope="module")
def three_futures(typical: Baseline) -> dict[str, Ensemble]:
    stories = [default_scenario(typical, name) for name in SCENARIOS]
    found = simulate_all(typical, stories, draws=4096, seed=1, basis="park")
    return dict(zip(SCENARIOS, found, strict=True))


def same_bytes(one: Ensemble, other: Ensemble) -> bool:
    arrays = [f.name for f in fields(one) if isinstance(getattr(one, f.name), np.ndarray)]
    return all(getattr(one, name).tobytes() == getattr(other, name).tobytes() for name in arrays)


def test_same_seed_same_bytes_and_another_seed_differs(typical: Baseline) -> None:
    story = default_scenario(typical, "current_policy")
    first = simulate(typical, story, draws=300, seed=5)
    numbers_of.cache_clear()
    assert same_bytes(first, simulate(typical, story, draws=300, seed=5))
    assert not same_bytes(first, simulate(typical, story, draws=300, seed=6))


def test_workers_do_not_change_a_bit(typical: Baseline) -> None:
    story = default_scenario(typical, "enhanced")
    draws = BLOCK + 700
    alone = simulate(typical, story, draws=draws, seed=5)
    for workers in (1, 3):
        with ThreadPoolExecutor(workers) as pool:
            assert same_bytes(alone, simulate(typical, story, draws=draws, seed=5, executor=pool))


def test_more_draws_begin_with_the_same_draws(typical: Baseline) -> None:
    story = default_scenario(typical, "current_policy")
    few = simulate(typical, story, draws=500, seed=3)
    many = simulate(typical, story, draws=BLOCK + 1, seed=3)
    assert np.array_equal(few.totals, many.totals[:, :500])


def test_shapes_and_recipe(futures: dict[str, Ensemble]) -> None:
    found = futures["enhanced"]
    assert found.totals.shape == (38, 4096)
    assert found.by_sector.shape == (5, 38, 8)
    assert found.by_carrier.shape == (5, 38, 7)
    assert (found.recipe.scenario, found.recipe.basis, found.recipe.seed) == ("enhanced", "park", 1)


@pytest.mark.parametrize("count", [1, 2, 31, 997, 5000])
def test_quantiles_equal_numpy(count: int) -> None:
    generator = np.random.default_rng(count)
    values = np.stack(
        [
            generator.normal(size=count),
            generator.lognormal(sigma=3, size=count),
            np.round(generator.normal(size=count)),
            np.full(count, 7.0),
        ]
    )
    found = row_quantiles(np.pad(values, ((0, 0), (0, 5))), count, LEVELS)
    expected = np.quantile(values, LEVELS, axis=-1)
    np.testing.assert_allclose(found, expected, rtol=1e-13, atol=1e-15)


def test_parts_sum_to_totals(typical: Baseline) -> None:
    story = default_scenario(typical, "current_policy")
    course = course_of(typical, story)
    draws = draw_block(layout_of(typical), course.persistence, 37, 9, (0, 64))
    years = list(run(typical, course, draws))
    ensembles = {
        b: simulate(typical, story, 64, 9, b) for b in ("territorial", "assessment", "park")
    }
    for t, year in enumerate(years):
        parts = {"fuels": year.fuels, "process": year.process, "power": year.power}
        sums = {name: part.sum(axis=0) for name, part in parts.items()}
        np.testing.assert_allclose(
            ensembles["territorial"].totals[t], sums["fuels"] + sums["process"], rtol=1e-9
        )
        np.testing.assert_allclose(
            ensembles["assessment"].totals[t], sums["fuels"] + sums["power"], rtol=1e-9
        )
        np.testing.assert_allclose(ensembles["park"].totals[t], sum(sums.values()), rtol=1e-9)
        np.testing.assert_allclose(
            ensembles["park"].energy[t], year.by_carrier.sum(axis=0), rtol=1e-9
        )


def test_base_year_is_the_inventory_in_the_median(
    typical: Baseline, futures: dict[str, Ensemble]
) -> None:
    start = typical.fuels + typical.purchased + float(typical.process.sum())
    for found in futures.values():
        assert np.median(found.totals[0]) == pytest.approx(start, rel=2e-3)
        assert np.median(found.gdp[0]) == typical.gdp
        assert found.totals[0].std() / start > 0.01


def test_no_step_at_the_join(futures: dict[str, Ensemble]) -> None:
    for found in futures.values():
        median = np.median(found.totals, axis=1)
        assert abs(median[1] / median[0] - median[2] / median[1]) < 0.02


def test_random_numbers_are_common_to_scenarios(futures: dict[str, Ensemble]) -> None:
    assert np.array_equal(futures["frozen"].gdp, futures["enhanced"].gdp)
    assert np.array_equal(futures["frozen"].totals[0], futures["current_policy"].totals[0])
    lower = futures["enhanced"].totals[12] < futures["frozen"].totals[12]
    assert lower.mean() > 0.99


def test_scenarios_are_ordered_and_sensible(futures: dict[str, Ensemble]) -> None:
    median = {name: np.median(found.totals, axis=1) for name, found in futures.items()}
    at_2035 = 2035 - 2023
    assert median["frozen"][at_2035] > median["current_policy"][at_2035]
    assert median["current_policy"][at_2035] > median["enhanced"][at_2035]
    assert 1.2 < median["frozen"][at_2035] / median["frozen"][0] < 1.7
    assert median["enhanced"][-1] / median["enhanced"][0] < 0.15
    assert all((found.totals > 0).all() for found in futures.values())


def test_current_policy_comes_near_the_national_goals(futures: dict[str, Ensemble]) -> None:
    """The goals of 2026-2030: CO2/GDP -17 %, energy/GDP about -10 %; a place is not the nation."""
    found = futures["current_policy"]
    fall = [
        1 - np.median(x[7] / found.gdp[7] / (x[2] / found.gdp[2]))
        for x in (found.totals, found.energy)
    ]
    assert 0.15 < fall[0] < 0.23
    assert 0.08 < fall[1] < 0.16


def test_current_policy_peaks_between_2024_and_2040(futures: dict[str, Ensemble]) -> None:
    peaks = {name: peaks_of(found.totals, found.years) for name, found in futures.items()}
    assert 2024 <= np.median(peaks["current_policy"].year) <= 2035
    assert np.mean(peaks["current_policy"].year <= 2040) > 0.9
    assert np.median(peaks["enhanced"].year) <= np.median(peaks["current_policy"].year)
    assert np.median(peaks["frozen"].year) > 2040


def test_ranges_are_not_too_narrow(futures: dict[str, Ensemble]) -> None:
    low, high = np.quantile(futures["current_policy"].totals[7], (0.05, 0.95))
    assert 0.25 < (high - low) / np.median(futures["current_policy"].totals[7]) < 0.8


def test_sinks_are_apart_and_missing_when_not_stated(
    place: Callable[..., Baseline], futures: dict[str, Ensemble]
) -> None:
    assert np.isnan(futures["frozen"].sinks).all()
    base = place(sinks=4e5)
    story = default_scenario(base, "frozen")
    found = simulate(base, story, 100, 1)
    assert np.median(found.sinks) == pytest.approx(4e5, rel=0.05)
    without = simulate(place(), default_scenario(place(), "frozen"), 100, 1)
    assert np.array_equal(found.totals, without.totals)


@pytest.fixture(name="still")
def story_of_nothing(
    place: Callable[..., Baseline],
) -> Callable[..., tuple[Baseline, Scenario]]:
    """Return a place without uncertainty and a scenario that changes only what is said."""

    def build(**rates: float) -> tuple[Baseline, Scenario]:
        plain = place()
        none = Spread(np.zeros(8), np.zeros((7, 2)), np.zeros(8), 0.0)
        base = replace(plain, spread=none)
        story = default_scenario(base, "frozen")
        basis = bases()["judgement"]
        paths = {}
        for key in story.paths:
            value = rates.get(key.driver, 2.0 if key.driver == "electricity_replacement" else 0.0)
            paths[key] = Path(key, (Point(2023, value, value, value, basis),))
        return base, replace(story, paths=paths)

    return build


def without_errors(
    base: Baseline, story: Scenario
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    course = course_of(base, story)
    quiet = replace(course, errors={n: np.zeros_like(e) for n, e in course.errors.items()})
    draws = draw_block(layout_of(base), course.persistence, len(course.years) - 1, 1, (0, 2))
    return np.array([year.fuels[2, 0] for year in run(base, quiet, draws)])


@pytest.mark.parametrize(("growth", "fall"), [(0.05, 0.03), (0.05, 0.06), (0.0, 0.0)])
def test_emissions_grow_while_growth_beats_intensity(
    still: Callable[..., tuple[Baseline, Scenario]], growth: float, fall: float
) -> None:
    """Closed form: a sector's CO2 is ``C0 ((1 + g)(1 - i))^t``."""
    base, story = still(gdp_growth=growth, energy_intensity=-fall)
    co2 = without_errors(base, story)
    step = (1 + growth) * (1 - fall)
    np.testing.assert_allclose(co2, co2[0] * step ** np.arange(38), rtol=1e-12)


def test_nothing_changes_when_nothing_is_said(
    still: Callable[..., tuple[Baseline, Scenario]],
) -> None:
    base, story = still()
    co2 = without_errors(base, story)
    np.testing.assert_allclose(co2, co2[0], rtol=1e-14)


def test_moved_fuel_becomes_electricity_once(
    still: Callable[..., tuple[Baseline, Scenario]],
) -> None:
    base, story = still()
    key = Key("shift_to_electricity", "steel", "coal")
    basis = bases()["judgement"]
    moved = Path(key, (Point(2023, 0, 0, 0, basis), Point(2024, 0.4, 0.4, 0.4, basis)))
    story = replace(story, paths={**story.paths, key: moved}, horizon=2024)
    course = course_of(base, story)
    quiet = replace(course, errors={n: np.zeros_like(e) for n, e in course.errors.items()})
    draws = draw_block(layout_of(base), course.persistence, 1, 1, (0, 2))
    before, after = run(base, quiet, draws)
    coal = 0.4 * base.energy[2, 0]
    assert (before.fuels - after.fuels)[2, 0] == pytest.approx(coal * 92.0)
    assert (after.electricity - before.electricity)[0] == pytest.approx(coal / 2.0 / 0.0036)
    losses = 1.05
    grown = (after.power - before.power).sum(axis=0)[0]
    assert grown == pytest.approx(coal / 2.0 / 0.0036 * losses * base.supply.grid_factor)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"basis": "gpc_basic"}, "basis"),
        ({"draws": 0}, "draws"),
        ({"seed": -1}, "seed"),
    ],
)
def test_wrong_settings_are_refused(
    typical: Baseline, arguments: dict[str, object], message: str
) -> None:
    with pytest.raises(MethodError, match=message):
        simulate(typical, default_scenario(typical, "frozen"), **arguments)  # type: ignore[arg-type]


def test_a_horizon_before_the_base_year_is_refused(typical: Baseline) -> None:
    story = replace(default_scenario(typical, "frozen"), horizon=2023)
    with pytest.raises(MethodError, match="horizon"):
        simulate(typical, story)
