"""Published worked examples of annuity, present value and levelised cost, to the printed digits.

Sources
-------
- NumPy reference, numpy.pmt (1.3 to 1.18): 200,000 at 7.5 % over 15 years, monthly.
- numpy-financial reference, npv: -40,000, 5,000, 8,000, 12,000, 30,000 at 8 %.
- Microsoft Excel, help of the function NPV, example 2 (first flow today) and example 1 (first flow
  after a year) **[M]**.
- PyPI package lcoe 0.3.2, README: ``lcoe 500000000 2000000000 25000000 0.07 20`` (cost and energy
  from the first year on, both discounted from year 0).
- Photovoltaic exercise: $1.50/W, capacity factor 22 %, 10 years, 8 %: CRF 0.14903, capital part
  $0.1159/kWh, with $0.04/kWh for operation $0.1559 (qammunity.org/11588887). The printed 0.1159 is
  cut, not rounded (0.11599).
"""

from __future__ import annotations

import math

import pytest

from dafeng.measures import (
    annual_cost,
    capital_recovery_factor,
    levelised_cost,
    present_value,
)


def test_loan_of_the_numpy_manual() -> None:
    assert annual_cost(200_000, 0, 0, 0.075 / 12, 12 * 15) == pytest.approx(
        1854.0247200054619, rel=1e-12
    )


def test_net_present_value_of_the_numpy_financial_manual() -> None:
    assert round(present_value([-40_000, 5_000, 8_000, 12_000, 30_000], 0.08), 5) == 3065.22267


def test_net_present_value_of_the_excel_help() -> None:
    flows = [-40_000, 8_000, 9_200, 10_000, 12_000, 14_500]
    assert round(present_value(flows, 0.08), 2) == 1922.06
    assert round(present_value([*flows, -9_000], 0.08), 2) == -3749.47
    assert round(present_value([0, -10_000, 3_000, 4_200, 6_800], 0.10), 2) == 1188.44


def test_levelised_cost_of_the_package_lcoe() -> None:
    found = levelised_cost([525e6, *[25e6] * 19], [2e9] * 20, 0.07)
    assert found == pytest.approx(0.03455442190262982, rel=1e-14)


def test_levelised_cost_of_a_photovoltaic_exercise() -> None:
    factor = capital_recovery_factor(0.08, 10)
    assert round(factor, 5) == 0.14903
    energy = 8760 * 0.22
    capital = annual_cost(1500, 0, 0, 0.08, 10) / energy
    assert math.floor(1e4 * capital) / 1e4 == 0.1159
    whole = levelised_cost([1500, *[0.04 * energy] * 10], [0, *[energy] * 10], 0.08)
    assert math.floor(1e4 * whole) / 1e4 == 0.1559
