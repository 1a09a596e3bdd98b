"""Energy totals, shares and intensities."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from dafeng.dossier.records import ActivityRecord, Amount, Dossier, Flow
from dafeng.errors import MethodError
from dafeng.inventory.account import Inventory
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.indicators import (
    DenominatorVariant,
    carrier_energy,
    co2_intensity,
    co2_per_head,
    co2_per_tce,
    energy_intensity,
    energy_total,
    gdp_constant,
    group_shares,
    non_fossil_share,
)
from dafeng.units import Convention

FINAL = Flow.FINAL_CONSUMPTION
Build = Callable[..., Dossier]


@pytest.fixture
def dossier(build: Build) -> Dossier:
    """Return 100 tce of coal (20 of it raw material), 100 MWh hydro, 300 MWh bought."""
    plain = build(
        [
            (2023, FINAL, "petrochemicals", "raw_coal", 100.0, "tce"),
            (2023, Flow.NON_ENERGY, "petrochemicals", "raw_coal", 20.0, "tce"),
            (2023, FINAL, "services", "electricity", 400.0, "MWh"),
            (2023, Flow.PRODUCTION, "", "electricity", 100.0, "MWh"),
        ]
    )
    activity = (
        ActivityRecord(2020, "gdp", "", Amount(100.0, "万元"), "current"),
        ActivityRecord(2021, "gdp_index", "", Amount(110.0, "%")),
        ActivityRecord(2022, "gdp_index", "", Amount(100.0, "%")),
        ActivityRecord(2023, "gdp_index", "", Amount(105.0, "%")),
        ActivityRecord(2023, "population", "", Amount(50.0, "人")),
    )
    return replace(plain, activity=activity)


@pytest.fixture
def inventory(dossier: Dossier) -> Inventory:
    return compile_inventory(dossier)


def test_energy_total_by_both_conventions(inventory: Inventory) -> None:
    assert energy_total(inventory)[0] == pytest.approx(100 + 400 * 0.1229)
    thermal = energy_total(inventory, Convention.THERMAL, 0.3)
    assert thermal[0] == pytest.approx(100 + 400 * 0.3)
    with pytest.raises(MethodError):
        energy_total(inventory, Convention.THERMAL)


def test_groups_and_shares(inventory: Inventory) -> None:
    assert carrier_energy(inventory)["coal"][0] == pytest.approx(100)
    assert group_shares(inventory)["coal"][0] == pytest.approx(100 / 149.16)


def test_non_fossil_share_names_its_denominator(inventory: Inventory) -> None:
    share = non_fossil_share(inventory, thermal_rate=0.3, imported_share=0.5)
    assert share.share[0] == pytest.approx((100 + 150) * 0.3 / 220)
    less = non_fossil_share(inventory, DenominatorVariant.LESS_FEEDSTOCK, thermal_rate=0.3)
    assert less.share[0] == pytest.approx(30 / 200)
    listed = non_fossil_share(inventory, "less_feedstock_and_listed", thermal_rate=0.3, listed=50.0)
    assert listed.share[0] == pytest.approx(30 / 150)
    assert listed.variant is DenominatorVariant.LESS_FEEDSTOCK_AND_LISTED


def test_gdp_follows_the_index_from_the_price_base(inventory: Inventory, dossier: Dossier) -> None:
    gdp = gdp_constant(dossier, inventory.years)[0]
    assert gdp == pytest.approx(100e-4 * 1.1 * 1.05)


def test_intensities(inventory: Inventory, dossier: Dossier) -> None:
    gdp = 100 * 1.1 * 1.05
    assert energy_intensity(inventory, dossier)[0] == pytest.approx(149.16 / gdp)
    direct = inventory.energy_co2.sum()
    assert co2_intensity(inventory, dossier, "territorial")[0] == pytest.approx(direct / gdp)
    assert co2_per_head(inventory, dossier, "territorial")[0] == pytest.approx(direct / 50)
    assert co2_per_tce(inventory, "territorial")[0] == pytest.approx(direct / 149.16)


def test_missing_years_are_named(inventory: Inventory, dossier: Dossier) -> None:
    with pytest.raises(MethodError) as error:
        gdp_constant(replace(dossier, activity=()), inventory.years)
    assert "2023" in error.value.text.zh


def test_energy_total_counts_fuel_lost_on_the_way(build: Build) -> None:
    used = (2023, FINAL, "services", "natural_gas", 100.0, "tce")
    lost = (2023, Flow.LOSS, "", "natural_gas", 7.0, "tce")
    without, with_loss = (
        energy_total(compile_inventory(build(r)))[0] for r in ([used], [used, lost])
    )
    assert with_loss - without == pytest.approx(7.0)
