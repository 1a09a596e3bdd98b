"""The past as rates with their errors."""

from __future__ import annotations

import numpy as np
import pytest

from dafeng.scenarios.history import ratio, trend


def test_constant_growth_has_no_error() -> None:
    found = trend({year: 100 * 1.05 ** (year - 2010) for year in range(2010, 2024)}, 2023)
    assert found is not None
    assert found.rate == pytest.approx(0.05, abs=1e-12)
    assert found.standard_error == pytest.approx(0.0, abs=1e-12)
    assert (found.first, found.last) == (2013, 2023)


def test_too_few_years_give_no_trend() -> None:
    assert trend({2020: 1.0, 2021: 1.1, 2022: 1.2, 2023: 1.3}, 2023) is None


def test_a_gap_counts_as_many_years() -> None:
    years = (2014, 2015, 2016, 2017, 2018, 2021, 2022)
    found = trend({y: 1.03 ** (y - 2014) for y in years}, 2022)
    assert found is not None
    assert found.rate == pytest.approx(0.03, abs=1e-12)


def test_error_of_the_mean_by_hand() -> None:
    changes = np.array([0.02, 0.06, 0.04, 0.00, 0.03])
    levels = np.exp(np.concatenate([[0.0], np.cumsum(changes)]))
    found = trend(dict(zip(range(2018, 2024), levels, strict=True)), 2023)
    assert found is not None
    assert found.spread == pytest.approx(0.02236067977, rel=1e-9)
    assert found.persistence == pytest.approx(0.0)
    assert found.standard_error == pytest.approx(0.01, rel=1e-9)


def test_ratio_keeps_common_years() -> None:
    assert ratio({2020: 6.0, 2021: 8.0}, {2021: 2.0, 2022: 1.0}) == {2021: 4.0}
