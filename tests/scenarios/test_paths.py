"""Forms of paths between their points."""

from __future__ import annotations

import math

import numpy as np
import pytest

from dafeng.errors import MethodError
from dafeng.scenarios.catalogue import Key
from dafeng.scenarios.defaults import bases
from dafeng.scenarios.paths import FIRST_SHARE, Form, Path, Point, interpolated


def path(form: Form, *points: tuple[int, float]) -> Path:
    basis = bases()["judgement"]
    made = (Point(year, value / 2, value, value, basis) for year, value in points)
    return Path(Key("carbon_capture"), tuple(made), form)


def central(form: Form, years: range, *points: tuple[int, float]) -> list[float]:
    return list(interpolated(path(form, *points), years)[1])


def test_a_linear_path_halves_the_way() -> None:
    assert central(Form.LINEAR, range(2025, 2028), (2025, 0.2), (2027, 0.4)) == pytest.approx(
        [0.2, 0.3, 0.4]
    )


def test_growth_has_one_rate() -> None:
    found = np.array(central(Form.GROWTH, range(2025, 2036), (2025, 100.0), (2035, 200.0)))
    np.testing.assert_allclose(found[1:] / found[:-1], 2**0.1, rtol=1e-12)


def test_growth_below_zero_has_one_rate_too() -> None:
    found = interpolated(path(Form.GROWTH, (2025, -4.0), (2027, -1.0)), range(2025, 2028))
    np.testing.assert_allclose(found[1], [-4.0, -2.0, -1.0])
    assert (found[2] <= 0.01 * found[1] + 1e-12).all()


def test_a_table_holds_each_point_until_the_next() -> None:
    found = central(Form.TABLE, range(2024, 2029), (2025, 1.0), (2027, 3.0))
    assert found == [1.0, 1.0, 1.0, 3.0, 3.0]


def test_a_logistic_path_has_the_slope_of_fisher_and_pry() -> None:
    """From 10 to 90 % in dt years: ``ln(f / (1 - f))`` rises by ``ln 81 / dt`` a year."""
    found = np.array(central(Form.LOGISTIC, range(2025, 2046), (2025, 0.1), (2045, 0.9)))
    np.testing.assert_allclose(np.diff(np.log(found / (1 - found))), math.log(81) / 20, rtol=1e-9)
    assert found[10] == pytest.approx(0.5)


def test_a_logistic_path_keeps_its_points_and_starts_late() -> None:
    found = central(Form.LOGISTIC, range(2024, 2036), (2025, 0.0), (2035, 0.8))
    assert found[:2] == [0.0, 0.0]
    assert found[-1] == 0.8
    assert FIRST_SHARE < found[2] < 0.05
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("form", "points"),
    [
        (Form.GROWTH, ((2025, 0.0), (2030, 1.0))),
        (Form.GROWTH, ((2025, -1.0), (2030, 1.0))),
        (Form.LOGISTIC, ((2025, 0.1), (2030, 1.5))),
    ],
)
def test_values_that_a_form_cannot_follow_are_refused(
    form: Form, points: tuple[tuple[int, float], ...]
) -> None:
    with pytest.raises(MethodError, match="form"):
        interpolated(path(form, *points), range(2025, 2031))
