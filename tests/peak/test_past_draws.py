"""P(status) over draws: equal to one by one, adds up, marks what flips, fast."""

from __future__ import annotations

import time

import numpy as np
import pytest

from dafeng.axes import Floats, year_axis
from dafeng.peak import past
from dafeng.peak.status import Flag, Status

YEARS = year_axis(2001, 2024)


def _draws(count: int, spread: float, seed: int = 1) -> Floats:
    generator = np.random.default_rng(seed)
    hill = 100 - 0.15 * (np.arange(24) - 12.0) ** 2
    return np.asarray(hill[:, np.newaxis] * np.exp(generator.normal(0, spread, (24, count))))


@pytest.mark.parametrize("spread", [0.01, 0.05, 0.15])
def test_draws_are_judged_as_single_series(spread: float) -> None:
    draws = np.round(_draws(60, spread), 0)
    verdicts = past.judge(YEARS, draws)
    for i in range(60):
        single = past.status("draw", dict(zip(YEARS, draws[:, i].tolist(), strict=True)))
        assert verdicts.statuses[verdicts.status[i]] is single.status
        assert verdicts.rebound[i] == (Flag.REBOUND in single.flags)
        assert verdicts.outlier[i] == (Flag.OUTLIER in single.flags)


def test_probabilities_add_up_over_all_statuses() -> None:
    found = past.status_probability(YEARS, _draws(500, 0.1))
    assert set(found) == set(Status)
    assert sum(found.values()) == pytest.approx(1.0)


def test_small_errors_leave_the_status_certain() -> None:
    found = past.status_probability(YEARS, _draws(500, 0.002))
    assert found[Status.PEAKED] == 1.0
    assert not past.uncertain(Status.PEAKED, found)


def test_a_status_that_flips_in_over_a_tenth_of_draws_is_uncertain() -> None:
    assert past.uncertain(Status.PEAKED, {Status.PEAKED: 0.89, Status.PLATEAU: 0.11})
    assert not past.uncertain(Status.PEAKED, {Status.PEAKED: 0.91, Status.PLATEAU: 0.09})
    assert past.uncertain(Status.PLATEAU, {Status.PEAKED: 1.0})


def test_a_common_error_of_all_years_flips_nothing() -> None:
    hill = _draws(1, 0.0)
    common = np.random.default_rng(2).lognormal(0, 0.3, 200)
    found = past.status_probability(YEARS, hill * common)
    assert found[Status.PEAKED] == 1.0


def test_ten_thousand_draws_take_well_under_a_second() -> None:
    draws = _draws(10_000, 0.05)
    start = time.perf_counter()
    past.status_probability(YEARS, draws)
    assert time.perf_counter() - start < 1.0
