"""Rule R1: its four outcomes, its flags, gaps in the series, its parameters."""

from __future__ import annotations

import numpy as np
import pytest

from dafeng.axes import Axis
from dafeng.dossier.records import Amount, NotationKey, PublishedRecord
from dafeng.drivers.trend import mann_kendall
from dafeng.errors import LabelError, MethodError
from dafeng.inventory.published import published_totals
from dafeng.peak import past
from dafeng.peak.status import FLAG_NAMES, STATUS_NAMES, Flag, Status


def _years(first: int, values: list[float]) -> dict[int, float]:
    return {first + i: v for i, v in enumerate(values)}


RISING = _years(2005, [50, 54, 57, 61, 66, 70, 75, 79, 84, 88])
DECLINE = _years(2005, [60, 70, 80, 90, 100, 97, 94, 90, 87, 83, 80, 76])


def test_a_series_at_its_maximum_has_not_peaked() -> None:
    found = past.status("test", RISING)
    assert (found.status, found.year, found.gap) == (Status.NOT_PEAKED, 2014, 0)
    assert found.trend_z is None
    assert found.flags == ()


def test_a_recent_maximum_is_a_potential_peak() -> None:
    found = past.status("test", RISING | {2015: 86.0, 2016: 82.0, 2017: 80.0, 2018: 79.0})
    assert (found.status, found.gap) == (Status.POTENTIAL_PEAK, 4)


def test_five_years_of_clear_decline_are_a_peak() -> None:
    found = past.status("test", DECLINE)
    assert (found.status, found.year, found.value) == (Status.PEAKED, 2009, 100.0)
    assert found.trend_p is not None
    assert found.trend_p < 0.05
    assert found.robust_p is not None


def test_a_fall_of_less_than_five_per_cent_is_a_plateau() -> None:
    values = _years(2005, [80, 90, 100, 99.5, 99, 98.5, 98, 97.5, 97])
    assert past.status("test", values).status is Status.PLATEAU
    shallow = past.Rule(fall=0.02)
    assert past.status("test", values, rule=shallow).status is Status.PEAKED


def test_a_fall_without_trend_is_a_plateau() -> None:
    values = _years(2005, [80, 90, 100, 88, 97, 87, 98, 86, 93])
    assert past.status("test", values).status is Status.PLATEAU


def test_the_last_year_of_the_maximum_counts() -> None:
    values = _years(2005, [100, 90, 95, 100, 97, 94, 91, 88, 85])
    assert past.status("test", values).year == 2008


def test_a_rebound_blocks_the_peak() -> None:
    fall = [100, 90, 80, 70, 60, 50, 40, 30]
    values = _years(2000, [*fall, 31, 33, 36, 38, 41])
    found = past.status("test", values)
    assert Flag.REBOUND in found.flags
    assert found.trend_p is not None
    assert found.trend_p < 0.05
    assert found.status is Status.PLATEAU


def test_an_outlying_maximum_of_a_rising_series_blocks_the_peak() -> None:
    rise = [40, 43, 46, 49, 52, 55, 58, 61, 64, 67]
    values = _years(2000, [*rise, 140, 75, 74, 73, 72, 71, 70, 69])
    found = past.status("test", values)
    assert Flag.OUTLIER in found.flags
    assert found.trend_p is not None
    assert found.trend_p < 0.05
    assert found.status is Status.PLATEAU


def test_a_spike_within_a_decline_is_no_outlier() -> None:
    values = _years(2000, [90, 88, 86, 84, 110, 80, 78, 76, 74, 72, 70, 68])
    found = past.status("test", values)
    assert Flag.OUTLIER not in found.flags
    assert found.status is Status.PEAKED


def test_a_century_of_growth_does_not_make_a_peak_an_outlier() -> None:
    growth = _years(1850, [float(v) for v in np.linspace(1, 60, 120)])
    recent = _years(1970, [60, 61, 60, 59, 60, 61, 60, 59, 60, 61, 75, 61, 60, 58, 56, 54, 52])
    decline = _years(1987, [float(v) for v in np.linspace(51, 20, 30)])
    found = past.status("test", growth | recent | decline)
    assert found.year == 1980
    assert found.status is Status.PEAKED


def test_shrinking_population_makes_the_decline_passive() -> None:
    constant = dict.fromkeys(DECLINE, 10.0)
    context = past.Context(gdp=constant, population={y: 3000.0 - y for y in DECLINE})
    found = past.status("test", DECLINE, context)
    assert Flag.PASSIVE in found.flags
    assert found.status is Status.PEAKED


def test_unknown_gdp_leaves_the_passive_flag_unchecked() -> None:
    found = past.status("test", DECLINE, past.Context(population=dict.fromkeys(DECLINE, 10.0)))
    assert Flag.PASSIVE not in found.flags
    assert Flag.PASSIVE in found.unchecked


def test_one_sector_behind_the_fall_is_a_data_break() -> None:
    steel = {y: (50.0 if y <= 2011 else 30.0) for y in DECLINE}
    others = {y: DECLINE[y] - steel[y] for y in DECLINE}
    found = past.status("test", DECLINE, past.Context(breakdown={"steel": steel, "rest": others}))
    assert Flag.DATA_BREAK in found.flags
    thirds = {y: v / 3 for y, v in DECLINE.items()}
    even = past.Context(breakdown={"a": thirds, "b": thirds, "c": thirds})
    assert Flag.DATA_BREAK not in past.status("test", DECLINE, even).flags
    assert Flag.DATA_BREAK in past.status("test", DECLINE).unchecked


def test_missing_years_are_named_and_not_filled() -> None:
    values = {y: v for y, v in DECLINE.items() if y not in {2012, 2014}}
    found = past.status("test", values)
    assert found.missing_years == (2012, 2014)
    assert found.gap == 7
    assert found.status is Status.PEAKED


def test_a_window_of_few_figures_confirms_nothing() -> None:
    values = {2001: 70.0, 2002: 80.0, 2003: 90.0, 2004: 100.0, 2008: 90.0, 2011: 80.0, 2014: 70.0}
    found = past.status("test", values)
    assert found.gap == 10
    assert found.status is Status.POTENTIAL_PEAK
    assert found.trend_z is None


def test_a_maximum_beside_a_missing_year_leaves_the_outlier_unchecked() -> None:
    values = {y: v for y, v in DECLINE.items() if y != 2010}
    assert Flag.OUTLIER in past.status("test", values).unchecked


def test_published_records_are_read_in_tonnes() -> None:
    records = [
        PublishedRecord(year, "edgar-v8", Amount(value / 100, "万吨"))
        for year, value in DECLINE.items()
    ]
    records.append(PublishedRecord(2017, "edgar-v8", Amount(None, "万吨", NotationKey.NE)))
    records.append(PublishedRecord(2016, "ceads", Amount(9.0, "万吨")))
    found = past.status("edgar-v8", published_totals(records, "edgar-v8"))
    assert (found.value, found.last_year, found.status) == (10_000.0, 2016, Status.PEAKED)


def test_too_few_years_are_refused() -> None:
    with pytest.raises(MethodError, match="at least 5 years"):
        past.status("test", _years(2000, [1, 2, 3, 4]))


def test_a_series_that_nobody_published_is_refused() -> None:
    with pytest.raises(MethodError, match="not 0"):
        past.status("ceads", {})


def test_a_maximum_of_zero_is_refused() -> None:
    with pytest.raises(MethodError, match="positive"):
        past.status("test", dict.fromkeys(range(2000, 2010), 0.0))


def test_empty_values_are_refused() -> None:
    with pytest.raises(MethodError, match="missing years"):
        past.status("test", DECLINE | {2010: float("nan")})


def test_years_must_ascend() -> None:
    with pytest.raises(LabelError):
        past.judge(Axis("year", (2005, 2000, 2001, 2002, 2003)), np.ones((5, 1)))


def test_every_status_and_flag_has_a_name() -> None:
    assert set(STATUS_NAMES) == set(Status)
    assert set(FLAG_NAMES) == set(Flag)


def test_a_published_series_errs_by_its_half_width() -> None:
    drawn = past.published_draws("edgar-v8", np.array([100.0, 300.0]), 20_000, 7)
    spread = np.log(drawn / np.array([[100.0], [300.0]])).std(axis=1)
    assert 1.959964 * spread == pytest.approx([0.05, 0.05], rel=0.03)
    other = past.published_draws("ceads", np.array([100.0, 300.0]), 20_000, 7)
    assert not np.array_equal(drawn, other)
    again = past.published_draws("edgar-v8", np.array([100.0, 300.0]), 20_000, 7)
    assert np.array_equal(drawn, again)


def test_the_rest_of_the_series_is_tested_without_its_maximum() -> None:
    generator = np.random.Generator(np.random.Philox(3))
    seen = set()
    for _ in range(60):
        series = np.linspace(50, 60 + 12 * generator.random(), 14)
        series += 6 * generator.standard_normal(14)
        series[3] = 1.3 * series.max()  # early, so that the window is not even on both sides
        rest = mann_kendall(np.delete(series, 3))
        flags = past.status("test", _years(2000, series.tolist())).flags
        rises = rest.z > 0 and rest.p < 0.05
        assert (Flag.OUTLIER in flags) == rises
        seen.add(rises)
    assert seen == {True, False}
