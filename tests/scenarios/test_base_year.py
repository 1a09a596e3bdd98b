"""The start of the future equals the account from which it was built."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dafeng.dossier.records import ActivityRecord, Amount, Dossier, NotationKey
from dafeng.errors import MethodError
from dafeng.inventory import bases
from dafeng.inventory.account import Inventory
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.first_dossier import first_dossier
from dafeng.scenarios.base_year import GROUPS, baseline_of
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.observed import real_gdp
from dafeng.scenarios.simulation import BASES, simulate
from dafeng.scenarios.story import default_scenario


@pytest.fixture(name="dossier", scope="module")
def first_dossier_of_hangzhou() -> Dossier:
    return first_dossier("330100")


@pytest.fixture(name="inventory", scope="module")
def its_inventory(dossier: Dossier) -> Inventory:
    return compile_inventory(dossier)


@pytest.fixture(name="base", scope="module")
def its_baseline(dossier: Dossier, inventory: Inventory) -> Baseline:
    return baseline_of(inventory, dossier)


def test_fuels_processes_and_purchases_are_those_of_the_account(
    base: Baseline, inventory: Inventory
) -> None:
    at = inventory.years.index(base.year)
    parts = {"fuels": base.fuels, "process": float(base.process.sum()), "power": base.purchased}
    for name, wanted in BASES.items():
        total = float(bases.total(inventory, name)[at])
        assert sum(parts[part] for part in wanted) == pytest.approx(total, rel=1e-12)


def test_energy_is_grouped_without_loss(base: Baseline, inventory: Inventory) -> None:
    at = inventory.years.index(base.year)
    assert base.energy.sum() == pytest.approx(inventory.energy[at].sum(), rel=1e-12)
    assert base.carriers.labels == GROUPS
    assert base.sectors == inventory.sectors


def test_sectors_of_the_base_year_are_those_of_the_account(
    base: Baseline, inventory: Inventory
) -> None:
    story = replace(default_scenario(base, "frozen"), horizon=base.year + 1)
    found = simulate(base, story, 4096, 1)
    expected = bases.by_sector(inventory, "assessment")[inventory.years.index(base.year)]
    np.testing.assert_allclose(found.by_sector[2, 0], expected, rtol=0.02, atol=2e4)


def test_local_generation_is_split_without_loss(base: Baseline, inventory: Inventory) -> None:
    at = inventory.years.index(base.year)
    generated = base.supply.fossil_power + base.supply.non_fossil_power
    assert generated == pytest.approx(inventory.electricity.generated[at])
    assert base.supply.fossil_power >= 0
    assert base.supply.non_fossil_power >= 0


def test_empty_cells_have_a_factor_for_fuel_that_may_come(base: Baseline) -> None:
    gas = base.factor[:, GROUPS.index("gas")]
    assert ((gas > 50) & (gas < 60)).all()


def test_half_widths_are_carried(base: Baseline) -> None:
    assert (base.spread.level > 0).all()
    assert (base.spread.factor[:3] > 0).all()


def test_history_is_read(base: Baseline) -> None:
    assert base.past.gdp is not None
    assert 0.03 < base.past.gdp.rate < 0.09
    assert base.past.carbon_intensity is not None
    assert -0.10 < base.past.carbon_intensity.rate < 0.0


def test_population_is_needed(dossier: Dossier, inventory: Inventory) -> None:
    without = tuple(r for r in dossier.activity if r.variable != "population")
    with pytest.raises(MethodError, match="population"):
        baseline_of(inventory, replace(dossier, activity=without))


def test_missing_shares_are_said(dossier: Dossier, inventory: Inventory) -> None:
    kept = tuple(r for r in dossier.activity if not r.variable.startswith("value_added"))
    base = baseline_of(inventory, replace(dossier, activity=kept))
    assert len(base.class_shares) == 0
    assert any("industry classes" in note.en for note in base.notes)
    assert np.isfinite(simulate(base, default_scenario(base, "enhanced"), 50, 1).totals).all()


def unknown(dossier: Dossier, sector: str, carrier: str, *years: int) -> Baseline:
    """Return the start of a place whose figure of a sector is NE in some years."""
    energy = tuple(
        replace(r, amount=Amount(None, r.amount.unit, NotationKey.NE))
        if (r.sector, r.carrier) == (sector, carrier) and r.year in years
        else r
        for r in dossier.energy
    )
    changed = replace(dossier, energy=energy)
    return baseline_of(compile_inventory(changed), changed)


def test_an_earlier_start_takes_current_gdp_of_its_own_year(dossier: Dossier) -> None:
    """GDP at current prices alone is of use in one year, which is that of the start."""
    kept = [r for r in dossier.activity if r.variable not in ("gdp", "gdp_index")]
    nominal = [
        ActivityRecord(y, "gdp", "", Amount(15000.0 + 1000 * (y - 2021), "亿元"), "current")
        for y in (2021, 2022, 2023)
    ]
    only = replace(dossier, activity=(*kept, *nominal))
    assert unknown(only, "other_manufacturing", "electricity", 2023).year == 2022
    without = replace(dossier, activity=(*kept, nominal[-1]))
    found = unknown(without, "other_manufacturing", "electricity", 2023)
    assert found.year == 2023
    assert any("leave it out" in note.en for note in found.notes)


def test_the_start_is_the_last_year_that_lacks_nothing(dossier: Dossier, base: Baseline) -> None:
    found = unknown(dossier, "other_manufacturing", "electricity", base.year)
    assert found.year == base.year - 1
    assert any(str(base.year) in note.en and "start" in note.en for note in found.notes)
    assert not any("leave it out" in note.en for note in found.notes)


def test_what_the_start_lacks_is_said_with_its_share(dossier: Dossier, base: Baseline) -> None:
    found = unknown(dossier, "agriculture", "gasoline", base.year)
    assert found.year == base.year
    (note,) = (n for n in found.notes if "leave it out" in n.en)
    assert "Gasoline of Agriculture" in note.en
    assert "%" in note.en
    assert not any("NE" in note.en for note in base.notes)


def gdp(year: int, value: float, price_base: str, variable: str = "gdp") -> ActivityRecord:
    unit = "亿元" if variable == "gdp" else "%"
    return ActivityRecord(year, variable, "", Amount(value, unit), price_base)


def test_gdp_at_the_wanted_price_base_comes_first(dossier: Dossier) -> None:
    records = (gdp(2022, 110.0, "2020"), gdp(2022, 150.0, "current"), gdp(2022, 90.0, "2015"))
    values, base, remark = real_gdp(replace(dossier, activity=records))
    assert (values, base, remark) == ({2022: 110.0e8}, 2020, None)


def test_gdp_is_carried_by_its_index(dossier: Dossier) -> None:
    records = (
        gdp(2020, 100.0, "current"),
        gdp(2021, 130.0, "current"),
        gdp(2020, 102.0, "", "gdp_index"),
        gdp(2021, 108.0, "", "gdp_index"),
        gdp(2022, 103.0, "", "gdp_index"),
    )
    values, base, remark = real_gdp(replace(dossier, activity=records))
    assert (base, remark) == (2020, None)
    assert values[2022] == pytest.approx(100e8 * 1.08 * 1.03)
    assert values[2019] == pytest.approx(100e8 / 1.02)


def test_current_prices_alone_give_no_growth(dossier: Dossier) -> None:
    records = (gdp(2022, 100.0, "current"), gdp(2023, 110.0, "current"))
    values, _, remark = real_gdp(replace(dossier, activity=records))
    assert len(values) == 1
    assert remark is not None
