"""Peaks of the futures: each draw first, then their summary."""

from __future__ import annotations

import numpy as np
import pytest

from dafeng.axes import Axis, Floats, year_axis
from dafeng.errors import MethodError
from dafeng.peak.outlook import (
    outlook,
    peaks_of,
    probability_by,
    with_history,
)

YEARS = year_axis(2024, 2030)

#: Seven years by four draws: early peak, late peak, still rising, tie.
PATHS = np.array(
    [
        [100.0, 100.0, 100.0, 100.0],
        [105.0, 101.0, 102.0, 104.0],
        [104.0, 102.0, 104.0, 100.0],
        [90.0, 110.0, 106.0, 104.0],
        [80.0, 109.0, 108.0, 99.0],
        [70.0, 108.0, 110.0, 98.0],
        [60.0, 90.0, 112.0, 97.0],
    ]
)


def test_peak_of_each_draw() -> None:
    peaks = peaks_of(PATHS, YEARS)
    assert peaks.year.tolist() == [2025, 2027, 2030, 2027]
    assert peaks.found.tolist() == [True, True, False, True]
    assert peaks.level.tolist() == [105.0, 110.0, 112.0, 104.0]
    assert peaks.cumulative.tolist() == [609.0, 720.0, 742.0, 702.0]


def test_the_last_year_of_a_tie_is_the_peak() -> None:
    assert peaks_of(PATHS, YEARS).year[3] == 2027


def test_a_maximum_in_the_last_year_is_no_peak() -> None:
    peaks = peaks_of(PATHS[:, 2:3], YEARS)
    assert not peaks.found[0]
    assert np.isnan(peaks.rate_after[0])


def test_a_level_path_has_no_peak_before_its_end() -> None:
    peaks = peaks_of(np.full((7, 1), 50.0), YEARS)
    assert not peaks.found[0]
    assert peaks.plateau[0] == 7


def test_plateau_is_one_run_around_the_peak() -> None:
    assert peaks_of(PATHS, YEARS).plateau.tolist() == [2, 3, 2, 1]


def test_plateau_includes_exactly_two_per_cent() -> None:
    path = np.array([[98.0], [100.0], [98.0], [97.9]])
    assert peaks_of(path, year_axis(2020, 2023)).plateau[0] == 3


def test_rate_after_the_peak_over_what_is_left() -> None:
    rate = peaks_of(PATHS, YEARS).rate_after
    assert rate[0] == pytest.approx((60 / 105) ** (1 / 5) - 1)
    assert rate[1] == pytest.approx((90 / 110) ** (1 / 3) - 1)


def test_rate_after_the_peak_over_ten_years() -> None:
    path = np.concatenate([[99.0], 100 * 0.97 ** np.arange(20), [1.0]])[:, None]
    assert peaks_of(path, year_axis(2020, 2041)).rate_after[0] == pytest.approx(-0.03)


def test_rate_of_a_path_that_falls_below_zero_is_a_total_loss() -> None:
    path = np.array([[10.0], [12.0], [-5.0]])
    assert peaks_of(path, year_axis(2020, 2022)).rate_after[0] == -1.0


def test_a_peak_without_emission_has_no_rate_and_leaves_the_others_theirs() -> None:
    sinking = np.array([-3.0, -2.0, -4.0, -5.0, -6.0, -7.0, -8.0])[:, None]
    alone = outlook(peaks_of(sinking, YEARS), "enhanced")
    assert alone.none == 0.0
    assert alone.level_quantiles == (-2.0,) * 5
    assert alone.rate_quantiles == ()
    both = outlook(peaks_of(np.hstack([sinking, PATHS[:, :1]]), YEARS), "enhanced")
    assert both.rate_quantiles == pytest.approx(((60 / 105) ** (1 / 5) - 1,) * 5)


def test_the_plateau_of_a_net_exporter_is_within_two_per_cent_too() -> None:
    path = np.array([[-102.0], [-100.0], [-102.0], [-102.1]])
    assert peaks_of(path, year_axis(2020, 2023)).plateau[0] == 3


def test_history_at_or_below_nothing_is_moved_and_not_scaled() -> None:
    futures = np.array([[10.0, -6.0], [8.0, -7.0]])
    for base in (0.0, -4.0):
        joined, years = with_history(
            futures, year_axis(2023, 2024), (2022, 2023), np.array([base + 5.0, base])
        )
        assert years.labels == (2022, 2023, 2024)
        assert joined[0].tolist() == [15.0, -1.0]


def test_outlook_adds_up() -> None:
    found = outlook(peaks_of(PATHS, YEARS), "enhanced")
    assert found.scenario == "enhanced"
    assert found.by_year.tolist() == [0.0, 0.25, 0.25, 0.75, 0.75, 0.75, 0.75]
    assert found.none == 0.25
    assert found.by_year[-1] + found.none == 1.0
    assert found.year_quantiles == (2025, 2025, 2027, 2027, None)
    assert found.level_quantiles[2] == 105.0


def test_quantiles_of_the_year_fall_on_none_when_most_draws_have_no_peak() -> None:
    rising = np.arange(7.0)[:, None] + np.zeros((7, 3))
    found = outlook(peaks_of(np.hstack([rising, PATHS[:, :1]]), YEARS), "frozen")
    assert found.year_quantiles == (2025, 2025, None, None, None)
    assert found.none == 0.75


def test_no_peak_at_all() -> None:
    rising = np.arange(7.0)[:, None] + np.zeros((7, 3))
    found = outlook(peaks_of(rising, YEARS), "frozen")
    assert found.none == 1.0
    assert found.level_quantiles == found.rate_quantiles == ()
    assert found.year_quantiles == (None,) * 5


def test_the_median_path_is_not_the_median_peak() -> None:
    """Two kinds of draws, early and late: their median path peaks where few draws do."""
    years = year_axis(2020, 2040)
    t = np.arange(21.0)[:, None]
    early = 100 - 2.0 * np.abs(t - 3) + np.zeros((1, 51))
    late = 90 - 0.5 * np.abs(t - 17) + np.zeros((1, 49))
    paths = np.hstack([early, late])
    median_path = peaks_of(np.median(paths, axis=1)[:, None], years)
    summary = outlook(peaks_of(paths, years), "current_policy")
    assert summary.year_quantiles[2] == 2023
    assert summary.year_quantiles[3] == 2037
    assert summary.level_quantiles[1] < median_path.level[0]
    mean_path = peaks_of(paths.mean(axis=1)[:, None], years)
    assert mean_path.level[0] < summary.level_quantiles[1] + 5
    noisy = paths + np.random.default_rng(1).normal(0, 3, paths.shape)
    single = peaks_of(np.median(noisy, axis=1)[:, None], years).level[0]
    assert outlook(peaks_of(noisy, years), "x").level_quantiles[2] > single


def test_probabilities() -> None:
    peaks = peaks_of(PATHS, YEARS)
    found = outlook(peaks, "enhanced")
    assert probability_by(found, 2027) == 0.75
    assert probability_by(found, 2010) == 0.0
    with pytest.raises(MethodError, match="beyond the horizon"):
        probability_by(found, 2031)


def test_history_lets_the_peak_lie_in_the_past() -> None:
    totals = np.array([[100.0, 200.0], [98.0, 190.0], [95.0, 180.0]])
    past = np.array([80.0, 120.0, 110.0, 100.0])
    joined, years = with_history(totals, year_axis(2022, 2024), (2019, 2020, 2021, 2022), past)
    assert years.labels == (2019, 2020, 2021, 2022, 2023, 2024)
    np.testing.assert_allclose(joined[:3, 1], [160.0, 240.0, 220.0])
    np.testing.assert_allclose(joined[3:], totals)
    peaks = peaks_of(joined, years)
    assert peaks.year.tolist() == [2020, 2020]
    assert probability_by(outlook(peaks, "frozen"), 2022) == 1.0


def test_history_before_a_gap_is_left_out() -> None:
    totals = np.array([[100.0], [98.0]])
    joined, years = with_history(
        totals,
        year_axis(2022, 2023),
        (2018, 2020, 2021, 2022),
        np.array([300.0, 90.0, 95.0, 100.0]),
    )
    assert years.labels == (2020, 2021, 2022, 2023)
    assert len(joined) == 4


def test_history_needs_the_base_year() -> None:
    with pytest.raises(MethodError, match="lacks the base year"):
        with_history(PATHS, YEARS, (2020, 2021), np.array([1.0, 2.0]))


@pytest.mark.parametrize(
    ("totals", "years"),
    [
        (np.array([[1.0], [np.nan]]), year_axis(2020, 2021)),
        (np.array([[1.0], [2.0]]), Axis("year", (2020, 2022))),
        (np.array([[1.0]]), year_axis(2020, 2020)),
        (np.array([1.0, 2.0]), year_axis(2020, 2021)),
    ],
)
def test_broken_paths_are_refused(totals: Floats, years: Axis[int]) -> None:
    with pytest.raises(MethodError):
        peaks_of(totals, years)


def test_a_share_of_the_draws_that_is_whole_is_not_rounded_up() -> None:
    """5 % of 140 draws are 7, though 0.05 * 140 is a little more in floating point."""
    paths = np.zeros((6, 140))
    paths[1, :7] = paths[2, 7:] = 1.0
    found = outlook(peaks_of(paths, year_axis(2020, 2025)), "enhanced")
    assert found.year_quantiles[0] == 2021
