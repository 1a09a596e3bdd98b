"""LMDI: the eight limits at zero, the refusals, the labelled result."""

from __future__ import annotations

import numpy as np
import pytest

from dafeng.axes import Axis
from dafeng.drivers import lmdi
from dafeng.drivers.decomposition import Factor
from dafeng.errors import LabelError, MethodError
from dafeng.language import same

TWO_YEARS = np.array([[[1.0, 4.0], [4.0, 5.0]], [[10.0, 5.0], [5.0, 6.0]]])


def test_log_mean_of_equal_numbers_is_the_number() -> None:
    assert lmdi.log_mean(np.array([3.0]), np.array([3.0]))[0] == 3.0


def test_log_mean_with_a_zero_is_zero() -> None:
    assert lmdi.log_mean(np.array([0.0, 5.0]), np.array([5.0, 0.0])).tolist() == [0.0, 0.0]


def test_log_mean_keeps_its_digits_for_neighbours() -> None:
    a, b = np.array([1.0]), np.array([1.0 + 2e-12])
    assert lmdi.log_mean(a, b)[0] == pytest.approx(1.0 + 1e-12, rel=1e-15)


@pytest.mark.parametrize(
    ("start", "end", "other_start", "other_end", "expected"),
    [
        # columns: x_0, x_T, and the other factor, which decides whether the item itself is zero
        (0.0, 2.0, 3.0, 7.0, 14.0),  # case 1: the factor appears with the item
        (2.0, 0.0, 7.0, 3.0, -14.0),  # case 2: the factor vanishes with the item
        (2.0, 3.0, 0.0, 7.0, 0.0),  # case 3: another factor lets the item appear
        (2.0, 3.0, 7.0, 0.0, 0.0),  # case 4: another factor lets the item vanish
        (2.0, 3.0, 0.0, 0.0, 0.0),  # case 5: no item in either year
        (0.0, 0.0, 0.0, 0.0, 0.0),  # case 6
        (2.0, 0.0, 0.0, 0.0, 0.0),  # case 7
        (0.0, 2.0, 0.0, 0.0, 0.0),  # case 8
    ],
)
def test_eight_limits_of_ang_zhang_and_choi(
    start: float, end: float, other_start: float, other_end: float, expected: float
) -> None:
    terms = lmdi.log_terms(np.array([[start], [other_start]]), np.array([[end], [other_end]]))
    assert terms[0, 0] == pytest.approx(expected)


def test_limits_are_what_a_vanishing_constant_tends_to() -> None:
    end = np.array([[2.0, 3.0], [5.0, 1.0]])
    start = np.array([[0.0, 2.0], [4.0, 3.0]])
    exact = lmdi.effects(start, end)
    errors = [
        np.abs(lmdi.effects(np.where(start == 0, tiny, start), end) - exact).max()
        for tiny in (1e-50, 1e-100, 1e-200)
    ]
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] < 0.02 * np.abs(exact).max()


def test_factors_that_appear_together_share_the_item_equally() -> None:
    start, end = np.array([[0.0], [0.0], [5.0]]), np.array([[2.0], [3.0], [7.0]])
    assert lmdi.effects(start, end).tolist() == [21.0, 21.0, 0.0]


@pytest.mark.parametrize("method", ["lmdi-1", "lmdi-2"])
def test_a_negative_term_is_refused_with_a_remedy(method: lmdi.Method) -> None:
    with pytest.raises(MethodError, match="gross flows"):
        lmdi.effects(np.array([[1.0], [-2.0]]), np.array([[1.0], [2.0]]), method)


def test_a_missing_value_is_refused() -> None:
    with pytest.raises(MethodError, match="missing"):
        lmdi.effects(np.array([[1.0], [np.nan]]), np.array([[1.0], [2.0]]))


@pytest.mark.parametrize(
    ("method", "form"),
    [("lmdi-1", "multiplicative"), ("lmdi-2", "additive"), ("lmdi-2", "multiplicative")],
)
def test_a_zero_total_has_no_ratio(method: lmdi.Method, form: lmdi.Form) -> None:
    with pytest.raises(MethodError, match="additive LMDI-I"):
        lmdi.effects(np.array([[0.0], [2.0]]), np.array([[1.0], [2.0]]), method, form)


def test_additive_lmdi_1_takes_a_zero_total() -> None:
    effects = lmdi.effects(np.array([[0.0], [2.0]]), np.array([[1.0], [2.0]]))
    assert effects.tolist() == [2.0, 0.0]


def test_lmdi_2_without_a_lasting_item_is_refused() -> None:
    start, end = np.array([[1.0, 0.0], [2.0, 2.0]]), np.array([[0.0, 1.0], [2.0, 2.0]])
    with pytest.raises(MethodError, match="LMDI-I"):
        lmdi.effects(start, end, "lmdi-2")


def test_result_is_labelled_by_period_and_factor() -> None:
    names = (Factor("activity", same("Q")), Factor("intensity", same("I")))
    found = lmdi.decompose(TWO_YEARS, names, Axis("year", (2020, 2021)), series="test")
    assert found.periods == ((2020, 2021),)
    assert found.effects.shape == (1, 2)
    assert found.change[0] == pytest.approx(found.effects.sum())
    assert found.unit == "t"


def test_multiplicative_result_holds_ratios() -> None:
    names = (Factor("activity", same("Q")), Factor("intensity", same("I")))
    found = lmdi.decompose(
        TWO_YEARS, names, Axis("year", (2020, 2021)), model=("lmdi-1", "multiplicative")
    )
    assert found.change[0] == pytest.approx(found.effects.prod())
    assert found.unit == "1"


def test_labels_must_fit() -> None:
    with pytest.raises(LabelError):
        lmdi.decompose(TWO_YEARS, (), Axis("year", (2020, 2021)))


def test_one_year_is_too_few() -> None:
    with pytest.raises(MethodError, match="two years"):
        lmdi.chained(TWO_YEARS[:, :, :1])


@pytest.mark.parametrize("method", ["LMDI-I", "lmdi_1", "lmdi-3", "shapley"])
def test_an_unknown_method_is_refused(method: str) -> None:
    with pytest.raises(MethodError, match="lmdi-1"):
        lmdi.effects([[50.0, 50], [0.2, 0.8]], [[80.0, 80], [0.5, 0.5]], method)  # type: ignore[arg-type]


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(MethodError, match="additive"):
        lmdi.effects([[50.0, 50], [0.2, 0.8]], [[80.0, 80], [0.5, 0.5]], form="mult")  # type: ignore[arg-type]


def test_whole_numbers_do_not_wrap_around() -> None:
    start = np.array([[1_400_000_000], [85_000], [500], [1000]])
    end = np.array([[1_410_000_000], [89_000], [480], [1000]])
    exact = lmdi.effects(start.astype(float), end.astype(float))
    assert lmdi.effects(start, end) == pytest.approx(exact)
    assert exact.sum() == pytest.approx(
        float(end.astype(float).prod() - start.astype(float).prod())
    )


def test_a_single_item_needs_no_second_axis() -> None:
    assert lmdi.effects([2, 3], [4, 5]) == pytest.approx(lmdi.effects([[2], [3]], [[4], [5]]))


@pytest.mark.parametrize(
    ("start", "end"),
    [([[1.0, 2.0]], [[1.0]]), ([[1e200], [1e200]], [[1.0], [1.0]]), ([[1e-200]] * 2, [[1.0]] * 2)],
)
def test_what_cannot_be_multiplied_is_refused(start: object, end: object) -> None:
    with pytest.raises(MethodError):
        lmdi.effects(start, end)  # type: ignore[arg-type]
