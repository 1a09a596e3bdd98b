"""Energy totals, shares and intensities."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from dafeng.desk.indicator_list import base_indicators
from dafeng.dossier.records import ActivityRecord, Amount, Dossier, FactorRecord, Flow
from dafeng.errors import MethodError, Place
from dafeng.inventory.account import Inventory
from dafeng.inventory.bases import Basis
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


def stated(dossier: Dossier, variable: str, value: float, unit: str) -> Dossier:
    """Add a figure that the place states beside its balance."""
    record = ActivityRecord(
        2023, variable, "", Amount(value, unit, place=Place("activity.csv", "", 9))
    )
    return replace(dossier, activity=(*dossier.activity, record))


@pytest.mark.parametrize(
    ("variable", "value", "unit", "fits"),
    [
        ("electricity_consumption", 0.4, "GWh", True),
        ("electricity_consumption", 400, "GWh", False),
        ("electricity_generation", 100, "MWh", True),
        ("electricity_generation", 10, "MWh", False),
        ("energy_consumption", 220, "tce", True),
        ("energy_consumption", 149.16, "tce", True),
        ("energy_consumption", 100, "tce", False),
        ("energy_consumption", 400, "tce", False),
    ],
)
def test_a_stated_total_is_held_against_the_balance(
    dossier: Dossier, variable: str, value: float, unit: str, fits: bool
) -> None:
    faults = compile_inventory(stated(dossier, variable, value, unit)).faults
    found = [f for f in faults if f.rule == "inventory.stated.differs"]
    assert [f.place.file for f in found] == ([] if fits else ["activity.csv"])


def test_the_thermal_rate_and_listed_projects_make_their_indicators(dossier: Dossier) -> None:
    rates = (
        FactorRecord("thermal_rate", "", "", None, Amount(0.5, "kgce/kWh")),
        FactorRecord("thermal_rate", "", "", 2023, Amount(300.0, "gce/kWh")),
    )
    full = stated(replace(dossier, factors=rates), "listed_energy", 50.0, "tce")
    found = base_indicators(compile_inventory(full), full, Basis.TERRITORIAL)
    values = {name: i.value for name, i in found.items()}
    assert values["energy_total"] == pytest.approx(149.16)
    assert values["energy_total_thermal"] == pytest.approx(220)
    assert values["non_fossil_share"] == pytest.approx(12.29 / 149.16)
    assert values["non_fossil_share_less_feedstock"] == pytest.approx(12.29 / 129.16)
    assert values["non_fossil_share_less_feedstock_and_listed"] == pytest.approx(12.29 / 79.16)
    assert values["non_fossil_share_thermal"] == pytest.approx(30 / 220)
    assert values["non_fossil_share_thermal_less_feedstock"] == pytest.approx(30 / 200)
    assert values["non_fossil_share_thermal_less_feedstock_and_listed"] == pytest.approx(30 / 150)
    assert "0.3 kgce/kWh" in str(found["energy_total_thermal"].basis)


def test_variants_without_their_figures_are_blank_or_left_out(dossier: Dossier) -> None:
    inventory = compile_inventory(dossier)
    kept = base_indicators(inventory, dossier, Basis.TERRITORIAL, blanks=True)
    assert kept["energy_total_thermal"].value is None
    assert "energy_total_thermal" not in base_indicators(inventory, dossier, Basis.TERRITORIAL)


@pytest.mark.parametrize(("rate", "words"), [(0.4, "0.4 kgce/kWh"), (None, "default 0.3 kgce/kWh")])
def test_co2_per_energy_stands_on_both_conventions(
    dossier: Dossier, rate: float | None, words: str
) -> None:
    stated_rate = FactorRecord("thermal_rate", "", "", None, Amount(rate or 0.0, "kgce/kWh"))
    known = replace(dossier, factors=(stated_rate,)) if rate else dossier
    inventory = compile_inventory(known)
    found = base_indicators(inventory, known, Basis.ASSESSMENT)
    whole = 100 + 400 * (rate or 0.3)
    co2 = found["co2_per_tce"].value
    thermal = found["co2_per_tce_thermal"]
    assert co2 is not None
    assert thermal.value == pytest.approx(co2 * 149.16 / whole)
    assert thermal.basis is not None
    assert words in thermal.basis.en
