"""Energy totals, shares and intensities."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from dafeng.axes import Axis
from dafeng.desk.indicator_list import base_indicators
from dafeng.dossier.records import ActivityRecord, Amount, Dossier, FactorRecord, Flow
from dafeng.errors import MethodError, Place
from dafeng.inventory.account import Inventory
from dafeng.inventory.bases import Basis
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.energy_total import carrier_energy, energy_total
from dafeng.inventory.intensity import (
    co2_intensity,
    co2_per_head,
    co2_per_tce,
    energy_intensity,
    gdp_constant,
    group_shares,
)
from dafeng.inventory.non_fossil import DenominatorVariant, listed_energy, non_fossil_share
from dafeng.inventory.yearly import Yearly
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
    assert group_shares(inventory)["coal"].values[0] == pytest.approx(100 / 149.16)


def test_non_fossil_share_names_its_denominator(inventory: Inventory) -> None:
    share = non_fossil_share(inventory, thermal_rate=0.3, imported_share=0.5)
    assert share.share.values[0] == pytest.approx((100 + 150) * 0.3 / 220)
    less = non_fossil_share(inventory, DenominatorVariant.LESS_FEEDSTOCK, thermal_rate=0.3)
    assert less.share.values[0] == pytest.approx(30 / 200)
    fifty = Yearly(inventory.years, np.array([50.0]))
    listed = non_fossil_share(
        inventory, "less_feedstock_and_listed", thermal_rate=0.3, listed=fifty
    )
    assert listed.share.values[0] == pytest.approx(30 / 150)
    assert listed.variant is DenominatorVariant.LESS_FEEDSTOCK_AND_LISTED


def test_gdp_follows_the_index_from_the_price_base(inventory: Inventory, dossier: Dossier) -> None:
    gdp = gdp_constant(dossier, inventory.years).values[0]
    assert gdp == pytest.approx(100e-4 * 1.1 * 1.05)


def test_intensities(inventory: Inventory, dossier: Dossier) -> None:
    gdp = 100 * 1.1 * 1.05
    assert energy_intensity(inventory, dossier).values[0] == pytest.approx(149.16 / gdp)
    direct = inventory.energy_co2.sum()
    assert co2_intensity(inventory, dossier, "territorial").values[0] == pytest.approx(direct / gdp)
    assert co2_per_head(inventory, dossier, "territorial").values[0] == pytest.approx(direct / 50)
    assert co2_per_tce(inventory, "territorial").values[0] == pytest.approx(direct / 149.16)


def test_missing_years_are_named(inventory: Inventory, dossier: Dossier) -> None:
    found = gdp_constant(replace(dossier, activity=()), inventory.years)
    assert not found.known
    assert "2023" in found.reasons[2023].zh
    assert "2023" in found.reasons[2023].en


def test_a_gap_needs_its_reason() -> None:
    with pytest.raises(ValueError, match="gaps"):
        Yearly(Axis("year", (2022, 2023)), np.array([1.0, np.nan]))


@pytest.mark.parametrize("missing", ["population", "gdp"])
def test_another_year_takes_nothing_from_the_base_year(build: Build, missing: str) -> None:
    """2022 lacks a figure; 2023 is the base year and has all."""
    years = (2022, 2023)
    lines = [(y, FINAL, "steel", "raw_coal", 1000.0, "万吨") for y in years]
    records = tuple(
        ActivityRecord(y, name, "", Amount(value, unit), base)
        for y in years
        for name, value, unit, base in (
            ("population", 500.0, "万人", ""),
            ("gdp", 5000.0, "亿元", "2020"),
        )
        if (y, name) != (2022, missing)
    )
    full = replace(build(lines), activity=records)
    found = base_indicators(compile_inventory(full), full, Basis.TERRITORIAL)
    for name in ("population", "gdp", "co2_intensity", "co2_per_head", "energy_intensity"):
        assert found[name].value is not None, name
        assert found[name].reason is None


def test_an_indicator_without_a_figure_says_why(build: Build) -> None:
    lines = [(y, FINAL, "steel", "raw_coal", 1000.0, "万吨") for y in (2022, 2023)]
    bare = build(lines)
    found = base_indicators(compile_inventory(bare), bare, Basis.ASSESSMENT, blanks=True)
    for name, word in (
        ("population", "population of 2023"),
        ("gdp", "GDP at 2020 prices of 2023"),
        ("co2_per_head", "population of 2023"),
        ("energy_intensity", "GDP at 2020 prices of 2023"),
        ("non_fossil_share", "non-fossil generation of 2023"),
        ("non_fossil_share_thermal", "non-fossil generation of 2023"),
        ("non_fossil_share_thermal_less_feedstock", "thermal rate is stated for 2023"),
    ):
        reason = found[name].reason
        assert found[name].value is None
        assert reason is not None, name
        assert word in reason.en, name
    assert all((i.value is None) == (i.reason is not None) for i in found.values())


def test_a_denominator_that_is_not_positive_spoils_its_own_year_alone(build: Build) -> None:
    """In 2022 the place sold more electricity than it burnt gas."""
    lines = [
        (2022, FINAL, "steel", "natural_gas", 0.01, "亿立方米"),
        (2022, FINAL, "steel", "electricity", 1.0, "亿千瓦时"),
        (2022, Flow.POWER, "", "electricity", 10.0, "亿千瓦时"),
        (2023, FINAL, "steel", "raw_coal", 10.0, "万吨"),
        (2023, FINAL, "steel", "electricity", 1.0, "亿千瓦时"),
    ]
    made = compile_inventory(build(lines))
    assert energy_total(made)[0] < 0
    shares = group_shares(made)["coal"]
    assert set(shares.known) == {2023}
    assert "not positive" in shares.reasons[2022].en


@pytest.mark.parametrize("share", [-0.1, 1.01, 5.0, float("nan")])
def test_an_agreed_share_of_purchased_power_is_a_share(inventory: Inventory, share: float) -> None:
    with pytest.raises(MethodError, match=r"0 .* 1"):
        non_fossil_share(inventory, imported_share=share)


def test_a_rate_belongs_to_the_thermal_value_alone(inventory: Inventory) -> None:
    with pytest.raises(MethodError):
        energy_total(inventory, Convention.EQUIVALENT, 0.3)
    with pytest.raises(MethodError):
        co2_per_tce(inventory, "territorial", "equivalent", 0.3)


def test_listed_projects_without_a_figure_leave_no_share(
    inventory: Inventory, dossier: Dossier
) -> None:
    listed = listed_energy(dossier, inventory.years)
    found = non_fossil_share(inventory, "less_feedstock_and_listed", listed=listed)
    assert "listed projects" in found.share.reasons[2023].en
    assert non_fossil_share(inventory, "less_feedstock_and_listed").share.reasons


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
        ("energy_consumption_calorific", 149.16, "tce", True),
        ("energy_consumption_calorific", 220, "tce", False),
        ("energy_consumption_thermal", 220, "tce", True),
        ("energy_consumption_thermal", 149.16, "tce", False),
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


@pytest.mark.parametrize(
    ("years", "told"), [([2020, 2022], [3]), ([2022, 2023], []), ([2020, None], []), ([], [])]
)
def test_thermal_rates_of_other_years_alone_are_told(
    dossier: Dossier, years: list[int | None], told: list[int]
) -> None:
    """The base year counts by the default then, which the nearest rate's cell says."""
    rates = tuple(
        FactorRecord("thermal_rate", "", "", y, Amount(0.31, "kgce/kWh", place=Place("", "", row)))
        for row, y in enumerate(years, start=2)
    )
    faults = compile_inventory(replace(dossier, factors=rates)).faults
    found = [f for f in faults if f.rule == "inventory.thermal_rate.other_year"]
    assert [f.place.row for f in found] == told
    assert all("0.3 kgce/kWh" in text for f in found for text in (f.message.zh, f.message.en))


def test_variants_without_their_figures_are_blank_or_left_out(dossier: Dossier) -> None:
    inventory = compile_inventory(dossier)
    kept = base_indicators(inventory, dossier, Basis.TERRITORIAL, blanks=True)
    name = "non_fossil_share_thermal_less_feedstock"
    assert kept[name].value is None
    assert name not in base_indicators(inventory, dossier, Basis.TERRITORIAL)


@pytest.mark.parametrize(("rate", "words"), [(0.4, "0.4 kgce/kWh"), (None, "default 0.3 kgce/kWh")])
def test_energy_stands_on_both_conventions(
    dossier: Dossier, rate: float | None, words: str
) -> None:
    """100 tce of fuel, 400 MWh of power; each figure says how electricity counts in it."""
    stated_rate = FactorRecord("thermal_rate", "", "", None, Amount(rate or 0.0, "kgce/kWh"))
    known = replace(dossier, factors=(stated_rate,)) if rate else dossier
    found = base_indicators(compile_inventory(known), known, Basis.ASSESSMENT)
    whole = 100 + 400 * (rate or 0.3)
    assert found["energy_total_thermal"].value == pytest.approx(whole)
    ratio = found["energy_intensity_thermal"].value, found["energy_intensity"].value
    assert ratio[0] is not None
    assert ratio[1] is not None
    assert ratio[0] / ratio[1] == pytest.approx(whole / 149.16)
    shares = found["coal_share_thermal"].value, found["coal_share"].value
    assert shares[0] is not None
    assert shares[1] is not None
    assert shares[0] * whole == pytest.approx(shares[1] * 149.16)
    for name in ("energy_total", "energy_intensity", "coal_share"):
        assert words in str(found[f"{name}_thermal"].basis)
        assert "calorific value" in str(found[name].basis)


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
