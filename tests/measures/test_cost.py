"""Costs of measures against textbook figures and their definitions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.errors import MethodError
from dafeng.measures import (
    abatement_cost,
    annual_cost,
    capital_recovery_factor,
    levelised_cost,
    present_value,
)

RATES = st.floats(min_value=-0.2, max_value=0.5)
YEARS = st.integers(min_value=1, max_value=60)


@pytest.mark.parametrize(
    ("rate", "years", "printed"),
    [
        # compound interest tables (A/P, i, n), four decimals as printed in engineering economics
        (0.10, 10, 0.1627),
        (0.08, 20, 0.1019),
        (0.05, 30, 0.0651),
        (0.12, 5, 0.2774),
        (0.06, 25, 0.0782),
    ],
)
def test_capital_recovery_factor_of_interest_tables(
    rate: float, years: int, printed: float
) -> None:
    assert round(capital_recovery_factor(rate, years), 4) == printed


@given(RATES, YEARS)
def test_recovered_capital_is_worth_the_investment(rate: float, years: int) -> None:
    payment = capital_recovery_factor(rate, years)
    assert present_value([0.0, *[payment] * years], rate) == pytest.approx(1, rel=1e-6)


def test_no_interest_shares_the_investment_evenly() -> None:
    assert capital_recovery_factor(0.0, 25) == 1 / 25
    assert capital_recovery_factor(1e-8, 25) == pytest.approx(1 / 25, rel=1e-6)


def test_cost_per_tonne_of_a_measure() -> None:
    yearly = annual_cost(1_000_000, 20_000, 100_000, 0.10, 10)
    assert yearly == pytest.approx(162_745.39 - 80_000, abs=0.01)
    assert abatement_cost(yearly, 500) == pytest.approx(165.49, abs=0.01)


def test_the_sign_turns_with_the_rate() -> None:
    private, social = (annual_cost(100, 0, 11, rate, 20) for rate in (0.10, 0.03))
    assert private > 0 > social


def test_levelised_cost_of_even_years_is_annual_cost_per_energy() -> None:
    cost = levelised_cost([1000, *[50.0] * 20], [0.0, *[100.0] * 20], 0.07)
    assert cost == pytest.approx((1000 * capital_recovery_factor(0.07, 20) + 50) / 100)


@pytest.mark.parametrize(("rate", "years"), [(0.1, 0), (0.1, -1), (-1.0, 5)])
def test_no_lifetime_and_no_value_are_refused(rate: float, years: float) -> None:
    with pytest.raises(MethodError):
        capital_recovery_factor(rate, years)


def test_nothing_abated_has_no_cost_per_tonne() -> None:
    with pytest.raises(MethodError):
        abatement_cost(10, 0)
    with pytest.raises(MethodError):
        levelised_cost([1.0], [0.0], 0.1)
