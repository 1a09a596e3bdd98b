"""Sweeps: the peaks of many places, equal to those of one, and tied as their shares say."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from dafeng.axes import year_axis
from dafeng.errors import MethodError
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.first_dossier import first_dossier
from dafeng.peak.compiled import fast_peaks
from dafeng.peak.glance import glance
from dafeng.peak.outlook import outlook, peaks_of, with_observed
from dafeng.peak.sweep import sweep, sweep_sum
from dafeng.scenarios.base_year import baseline_of
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.draws import ERRORS, aligned
from dafeng.scenarios.engine.sweep import ALONE, COMMON, Common, sweep_task, swept_totals
from dafeng.scenarios.ensemble import LEVELS
from dafeng.scenarios.simulation import simulate
from dafeng.scenarios.stocks.place import stocks_of
from dafeng.scenarios.story import Scenario, default_scenario

YEARS = year_axis(2023, 2060)
WEIGHTS = (1.0, 0.0, 1.0)


@pytest.fixture(name="city", scope="module")
def a_city() -> tuple[Baseline, Scenario]:
    dossier = first_dossier("330100")
    baseline = baseline_of(compile_inventory(dossier), dossier)
    return baseline, default_scenario(baseline, "current_policy")


@pytest.mark.parametrize("seed", range(5))
def test_compiled_peaks_equal_the_readable_ones(seed: int) -> None:
    generator = np.random.default_rng(seed)
    totals = aligned(38, 320)
    totals[:] = 10 + generator.normal(size=(38, 320)).cumsum(axis=0)
    totals[:, :60] = np.round(totals[:, :60])  # ties, plateaus
    totals[:, 60:80] = -np.abs(totals[:, 60:80])  # exporters
    totals[:, 80:90] = np.arange(38)[:, None]  # no peak
    totals[:, 90:100] = 5.0
    slow, fast = peaks_of(totals[:, :300], YEARS), fast_peaks(totals, YEARS, 300)
    for name in ("found", "year", "level", "plateau", "cumulative"):
        assert np.array_equal(getattr(slow, name), getattr(fast, name)), name
    np.testing.assert_allclose(fast.rate_after, slow.rate_after, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("base", [9.0, -2.0])
def test_compiled_peaks_look_back_as_the_readable_ones(base: float) -> None:
    generator = np.random.default_rng(8)
    totals = aligned(38, 320)
    totals[:] = base + generator.normal(size=(38, 320)).cumsum(axis=0)
    first = YEARS.labels[0]
    observed = {first - 4: 1.0, first - 2: 0.8 * base, first - 1: 1.1 * base, first: base}
    joined, years = with_observed(totals[:, :300], YEARS, observed)
    slow, fast = peaks_of(joined, years, since=first), fast_peaks(totals, YEARS, 300, observed)
    assert (fast.years, fast.since) == (slow.years, slow.since)
    for name in ("found", "year", "level", "plateau", "cumulative"):
        assert np.array_equal(getattr(slow, name), getattr(fast, name)), name
    np.testing.assert_allclose(fast.rate_after, slow.rate_after, rtol=1e-12, atol=1e-15)


def test_a_glance_shows_what_the_ensemble_holds(city: tuple[Baseline, Scenario]) -> None:
    whole = simulate(*city, 3_000, 4)
    seen = glance(*city, 3_000, 4, sectors=True)
    expected = np.quantile(whole.totals, whole.levels, axis=1)
    np.testing.assert_allclose(seen.place.totals, expected, rtol=1e-13)
    assert np.array_equal(seen.by_sector, whole.by_sector)
    assert np.array_equal(seen.by_carrier, whole.by_carrier)
    known = outlook(peaks_of(whole.totals, whole.years), "current_policy")
    assert seen.place.outlook.year_quantiles == known.year_quantiles
    assert seen.place.outlook.level_quantiles == known.level_quantiles


@pytest.mark.parametrize("level", [1.0, 1.4])
def test_a_glance_looks_back_as_the_outlook_does(
    city: tuple[Baseline, Scenario], level: float
) -> None:
    whole = simulate(*city, 3_000, 4)
    base, now = whole.years.labels[0], float(np.median(whole.totals[0]))
    observed = {base - 2: 0.9 * now, base - 1: level * now, base: now, base + 1: now}
    seen = glance(*city, 3_000, 4, observed=observed).place
    joined, years = with_observed(whole.totals, whole.years, observed)
    known = outlook(peaks_of(joined, years, since=base), "current_policy")
    found = seen.outlook
    assert found.years.labels[0] == base - 2
    assert (found.since, found.year_quantiles) == (known.since, known.year_quantiles)
    assert np.array_equal(found.by_year, known.by_year)
    assert found.cumulative_quantiles == pytest.approx(known.cumulative_quantiles, rel=1e-12)
    assert found.rate_quantiles == pytest.approx(known.rate_quantiles, rel=1e-9)
    without = glance(*city, 3_000, 4, observed={base: now}).place.outlook
    assert without.years.labels[0] == base


def test_stocks_act_in_a_glance_and_in_a_sweep() -> None:
    dossier = first_dossier("330100")
    base = baseline_of(compile_inventory(dossier), dossier)
    story = default_scenario(base, "current_policy")
    stocks = stocks_of(dossier, "on")
    assert stocks is not None
    whole = simulate(base, story, 500, 4, stocks=stocks)
    seen = glance(base, story, 500, 4, stocks=stocks)
    expected = np.quantile(whole.totals, whole.levels, axis=1)
    np.testing.assert_allclose(seen.place.totals, expected, rtol=1e-13)
    plain, with_them = (
        sweep([(base, story)], 2_000, stocks=s)[0] for s in (None, {base.place: stocks})
    )
    known = simulate(base, story, 2_000, stocks=stocks)
    median = np.median(known.totals, axis=1)
    np.testing.assert_allclose(with_them.totals[2], median, rtol=0.05)
    assert not np.allclose(plain.totals, with_them.totals, rtol=1e-3)


def test_workers_do_not_change_a_sweep(city: tuple[Baseline, Scenario]) -> None:
    base, story = city
    pairs = [(replace(base, place=f"{i:06d}"), story) for i in range(3)]
    alone = sweep(pairs, 1_100, seed=3)
    for count in (1, 2, 4):
        with ThreadPoolExecutor(count) as pool:
            other = sweep(pairs, 1_100, seed=3, executor=pool)
        assert [s.totals.tobytes() for s in alone] == [s.totals.tobytes() for s in other]
    assert alone[0].totals.tobytes() != alone[1].totals.tobytes()


def test_a_sweep_agrees_with_the_ensemble_of_one_place(city: tuple[Baseline, Scenario]) -> None:
    found = sweep([city], 20_000)[0]
    known = simulate(*city, 20_000)
    expected = np.quantile(known.totals, known.levels, axis=1)
    np.testing.assert_allclose(found.totals, expected, rtol=0.02)


def test_more_draws_begin_with_the_same_draws(city: tuple[Baseline, Scenario]) -> None:
    task = sweep_task(*city, 3, WEIGHTS)
    assert np.array_equal(swept_totals(task, 700)[:, :700], swept_totals(task, 1_300)[:, :700])


@pytest.mark.parametrize(("share", "least", "most"), [(0.0, -0.05, 0.05), (1.0, 0.25, 1.0)])
def test_common_shocks_tie_places(
    city: tuple[Baseline, Scenario], share: float, least: float, most: float
) -> None:
    base, story = city
    common = replace(ALONE, errors=dict.fromkeys(ERRORS, share))
    one, two = (
        swept_totals(sweep_task(replace(base, place=p), story, 3, WEIGHTS, common), 4_000)
        for p in ("a", "b")
    )
    tied = np.corrcoef(np.log(one[20] / one[19]), np.log(two[20] / two[19]))[0, 1]
    assert least < tied < most


def test_the_sum_is_that_of_the_draws_of_its_places(city: tuple[Baseline, Scenario]) -> None:
    base, story = city
    pairs = [(replace(base, place=code), story) for code in ("330100", "330500", "330700")]
    parts, whole = sweep_sum(pairs, 2_000, seed=3)
    for part, alone in zip(parts, sweep(pairs, 2_000, seed=3), strict=True):
        assert part.totals.tobytes() == alone.totals.tobytes()
    totals = sum(swept_totals(sweep_task(*pair, 3, WEIGHTS), 2_000)[:, :2_000] for pair in pairs)
    expected = np.quantile(totals, LEVELS, axis=1)
    assert whole.totals == pytest.approx(expected, rel=1e-12)
    found = outlook(peaks_of(np.asarray(totals), whole.years), story.id)
    assert whole.outlook.by_year == pytest.approx(found.by_year)


def test_the_sum_is_the_same_for_any_executor(city: tuple[Baseline, Scenario]) -> None:
    base, story = city
    pairs = [(replace(base, place=f"{i:06d}"), story) for i in range(5)]
    with ThreadPoolExecutor(3) as pool:
        here, there = sweep_sum(pairs, 500), sweep_sum(pairs, 500, executor=pool)
    assert here[1].totals.tobytes() == there[1].totals.tobytes()


def test_years_that_differ_are_not_added(city: tuple[Baseline, Scenario]) -> None:
    base, story = city
    pairs = [(base, story), (replace(base, place="330500"), replace(story, horizon=2050))]
    with pytest.raises(MethodError, match="2023-2050, 2023-2060"):
        sweep_sum(pairs, 64)


def test_what_lasts_ties_places_and_leaves_each_its_own_law(
    city: tuple[Baseline, Scenario],
) -> None:
    base, story = city
    tied, free = (
        [
            swept_totals(sweep_task(replace(base, place=p), story, 3, WEIGHTS, common), 4_000)
            for p in ("a", "b")
        ]
        for common in (Common(ALONE.errors, dict.fromkeys(COMMON.paths, 1.0)), ALONE)
    )
    assert abs(np.corrcoef(np.log(free[0][20]), np.log(free[1][20]))[0, 1]) < 0.05
    assert np.corrcoef(np.log(tied[0][20]), np.log(tied[1][20]))[0, 1] > 0.4
    for with_ties, without in zip(tied, free, strict=True):
        expected = np.quantile(without[20], LEVELS)
        assert np.quantile(with_ties[20], LEVELS) == pytest.approx(expected, rel=0.05)


def test_common_paths_widen_the_sum(city: tuple[Baseline, Scenario]) -> None:
    base, story = city
    pairs = [(replace(base, place=f"{i:06d}"), story) for i in range(8)]
    wide, narrow = (
        np.ptp(sweep_sum(pairs, 2_000, 3, common=common)[1].totals[[0, -1], 20])
        for common in (COMMON, ALONE)
    )
    assert wide > 1.5 * narrow
