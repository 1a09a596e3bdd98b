"""The range that a figure states, whole or of one side."""

from __future__ import annotations

import pytest

from dafeng.dossier.records import Amount, Quality
from dafeng.inventory.quantities import half_width


@pytest.mark.parametrize(
    ("low", "high", "width"),
    [
        (None, None, 0.10),
        (90.0, 200.0, 0.55),
        (40.0, None, 0.35),
        (None, 200.0, 0.55),
        (100.0, None, 0.05),
    ],
)
def test_a_side_that_is_stated_counts(low: float | None, high: float | None, width: float) -> None:
    amount = Amount(100.0, "万吨", low=low, high=high, quality=Quality.REPORTED)
    assert half_width(amount) == pytest.approx(width)


def test_input_to_plants_is_negative_and_has_two_sides_too() -> None:
    amount = Amount(-100.0, "万吨", low=-140.0, quality=Quality.REPORTED)
    assert half_width(amount) == pytest.approx(0.25)


def test_nothing_has_the_width_of_its_quality() -> None:
    assert half_width(Amount(0.0, "t", low=-1.0, high=1.0, quality=Quality.MEASURED)) == 0.05
