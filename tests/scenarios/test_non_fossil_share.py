"""The share of the base year equals the indicator's: one rate above and below the line."""

from __future__ import annotations

import numpy as np
import pytest
from tests import exemplar

from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.energy_total import carrier_energy, energy_total
from dafeng.scenarios import SCENARIOS, baseline_of, default_scenario, simulate
from dafeng.scenarios.kernel import FOSSIL_POWER_FACTOR, THERMAL_RATE
from dafeng.units import Convention


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_share_of_the_base_year_is_the_indicators(scenario: str) -> None:
    dossier = exemplar.good_dossier()
    inventory = compile_inventory(dossier)
    baseline = baseline_of(inventory, dossier)
    at = inventory.years.index(baseline.year)
    rate = THERMAL_RATE / 29.3076
    supply = baseline.supply
    assert supply.net_purchased > 0
    clean = max(1 - supply.grid_factor / FOSSIL_POWER_FACTOR, 0.0)
    power = supply.non_fossil_power + clean * supply.net_purchased
    direct = carrier_energy(inventory)["non_fossil"][at]
    whole = energy_total(inventory, Convention.THERMAL, rate)[at]
    expected = (direct + power * rate) / whole
    found = simulate(baseline, default_scenario(baseline, scenario), draws=4096)
    # level errors scatter around the recorded figure; energy by NCV is close to that by GB/T 2589
    assert float(np.median(found.non_fossil_share[0])) == pytest.approx(expected, rel=0.02)
