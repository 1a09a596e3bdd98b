"""The table of IPCC approach 1, by hand, and against draws."""

from __future__ import annotations

import math

import numpy as np
import pytest

from dafeng.errors import MethodError
from dafeng.inventory.error_table import ErrorRow, error_table

ROWS = [
    ErrorRow("coal", 600.0, 500.0, 2.0, 5.0),
    ErrorRow("oil", 300.0, 400.0, 3.0, 4.0),
    ErrorRow("gas", 100.0, 150.0, 5.0, 12.0),
]


def test_columns_by_hand() -> None:
    found = error_table(ROWS)
    assert found.combined == pytest.approx([math.hypot(2, 5), 5.0, 13.0])
    parts = [(math.hypot(2, 5) * 500 / 1050) ** 2, (5 * 400 / 1050) ** 2, (13 * 150 / 1050) ** 2]
    assert found.total == pytest.approx(math.sqrt(sum(parts)))
    assert found.share_of_variance == pytest.approx([p / sum(parts) for p in parts])
    assert found.type_b == pytest.approx([0.5, 0.4, 0.15])
    moved = 100 * ((1050 + 5.0) / (1000 + 6.0) - 1.05)
    assert found.type_a[0] == pytest.approx(abs(moved))
    assert found.by_factor[0] == pytest.approx(abs(moved) * 5)
    assert found.by_activity[1] == pytest.approx(0.4 * 3 * math.sqrt(2))
    assert found.change == pytest.approx(5.0)


def test_the_trend_agrees_with_draws() -> None:
    generator = np.random.Generator(np.random.Philox(7))
    draws = 200_000
    both = np.zeros((2, draws))
    for row in ROWS:
        factor = 1 + row.factor / 196 * generator.standard_normal(draws)
        for year, value in enumerate((row.start, row.end)):
            activity = 1 + row.activity / 196 * generator.standard_normal(draws)
            both[year] += value * activity * factor
    found = error_table(ROWS)
    change = 100 * (both[1] / both[0] - 1)
    assert 1.96 * change.std() == pytest.approx(found.trend, rel=0.05)
    assert 196 * both[1].std() / both[1].mean() == pytest.approx(found.total, rel=0.02)


def test_a_total_of_zero_has_no_percentage() -> None:
    with pytest.raises(MethodError):
        error_table([ErrorRow("a", 1.0, 1.0, 5, 5), ErrorRow("b", 1.0, -1.0, 5, 5)])
