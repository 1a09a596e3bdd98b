"""In which unit, and to how many digits, is a kind of figure printed in each language?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.language import Text
from dafeng.plan import quantities
from dafeng.plan.quantities import Quantity, emissions_of, of_unit

KINDS = [kind for kind in vars(quantities).values() if isinstance(kind, Quantity)]


@pytest.mark.parametrize(
    ("kind", "value", "zh", "en"),
    [
        (quantities.EMISSIONS, 34_567_000.0, "3,456.7万吨", "34.567 Mt"),
        (quantities.EMISSIONS, -120_400.0, "−12.0万吨", "−0.120 Mt"),
        (quantities.EMISSIONS_SMALL, 61_230.0, "6.123万吨", "61.23 kt"),
        (quantities.MONEY, 401.3e9, "4,013.0亿元", "401.30 billion yuan"),
        (quantities.PEOPLE, 7.612e6, "761.2万人", "7.612 million people"),
        (quantities.ELECTRICITY, 12_345_000.0, "123.45亿千瓦时", "12.345 TWh"),
        (quantities.CARBON_INTENSITY, 9.64e-5, "0.964吨/万元", "96.4 t per million yuan"),
        (quantities.YEAR, 2030, "2030年", "2030"),
        (quantities.YEARS, 1, "1年", "1 year"),
        (quantities.YEARS, 10, "10年", "10 years"),
        (quantities.SHARE, 0.1134, "11.3%", "11.3%"),
        (quantities.RATE, -0.026, "−2.6%/年", "−2.6% a year"),
        (quantities.CHANCE, 0.004, "0%", "0%"),
    ],
)
def test_each_language_has_its_unit(kind: Quantity, value: float, zh: str, en: str) -> None:
    assert kind.write(value) == Text(zh, en)


def test_nothing_is_no_negative_nothing() -> None:
    assert quantities.EMISSIONS.digits(-1.0) == Text("0.0", "0.000")


@given(st.sampled_from(KINDS), st.floats(-1e12, 1e12, allow_nan=False))
def test_both_languages_have_the_same_digits(kind: Quantity, value: float) -> None:
    text = kind.digits(value)
    digits = ["".join(c for c in t if c.isdigit()).lstrip("0") for t in (text.zh, text.en)]
    assert digits[0] == digits[1]


@given(st.sampled_from(KINDS), st.floats(-1e12, 1e12, allow_nan=False))
def test_the_printed_figure_is_within_half_a_step(kind: Quantity, value: float) -> None:
    printed = float(kind.digits(value).en.replace(",", "").replace("−", "-"))
    wanted = value / kind.divisor("en")
    half = 0.5 * 10.0**-kind.en.decimals
    assert printed == pytest.approx(wanted, abs=half * (1 + 1e-9), rel=1e-12)


def test_units_of_other_rooms_are_brought_to_the_canonical_unit() -> None:
    assert of_unit("万人") == (quantities.PEOPLE, 1e4)
    assert of_unit("t/万元") == (quantities.CARBON_INTENSITY, 1e-4)


def test_an_unknown_unit_is_printed_as_it_is() -> None:
    kind, factor = of_unit("台")
    assert (kind.write(12.5), factor) == (Text("12.5000台", "12.5000 台"), 1.0)


def test_small_places_print_their_tonnes_finer() -> None:
    assert emissions_of(5e5) == quantities.EMISSIONS_SMALL
    assert emissions_of(5e7) == quantities.EMISSIONS


def test_what_was_entered_has_no_noughts_behind_its_last_digit() -> None:
    assert quantities.EMISSIONS_SMALL.entered(980_000.0).zh == "98"
    assert quantities.CAPACITY.entered(14_000.0, unit=True).zh == "1,400万千瓦"
    assert quantities.SHARE.entered(0.05, unit=True).en == "5%"
    assert quantities.SHARE.entered(0.2555, unit=True).zh == quantities.SHARE.write(0.2555).zh


@pytest.mark.parametrize(
    ("smallest", "kind"),
    [
        (1.4e6, quantities.EMISSIONS),
        (1e4, quantities.EMISSIONS),
        (9e3, quantities.EMISSIONS_MIDDLE),
        (900.0, quantities.EMISSIONS_SMALL),
    ],
)
def test_tonnes_avoided_have_one_form_with_two_digits_of_the_smallest(
    smallest: float, kind: quantities.Quantity
) -> None:
    assert quantities.saved_of(smallest) == kind
