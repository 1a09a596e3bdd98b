"""The identity of an inventory on every basis, and of a published series."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dafeng import reference
from dafeng.axes import Axis, Floats
from dafeng.dossier.records import ActivityRecord, Amount, NotationKey, PublishedRecord
from dafeng.drivers import kaya
from dafeng.drivers.activity import read_activity
from dafeng.drivers.decomposition import Decomposition
from dafeng.errors import MethodError
from dafeng.inventory.account import Electricity, Inventory, State
from dafeng.inventory.bases import Basis, total
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.first_dossier import first_dossier

YEARS = Axis("year", (2019, 2020, 2021))
SECTORS = Axis("sector", ("agriculture", "power_heat", "steel", "services", "households_urban"))
CARRIERS = Axis("carrier", ("raw_coal", "natural_gas", "heat", "electricity"))
CO2_PER_TJ = np.array([94.6, 56.1, 0.0, 0.0])


def _electricity(net: list[float]) -> Electricity:
    used = np.array([900e3, 950e3, 1000e3])
    return Electricity(
        consumed=used,
        generated=used - np.array(net),
        net_purchased=np.array(net),
        grid_factor=np.array([0.58, 0.56, 0.53]),
        heat_net_purchased=np.array([5e4, 0.0, 2e4]),
        heat_factor=np.full(3, 0.11),
        net_half_width=np.full(3, 2e4),
        losses=np.array([30e3, 32e3, 31e3]),
    )


def _inventory(net: list[float] | None = None) -> Inventory:
    generator = np.random.default_rng(5)
    energy = generator.uniform(100, 3000, (3, 5, 4))
    energy[0, 3, 1] = 0.0  # gas reaches the services in 2020
    energy[:, 4, 0] = [500.0, 0.0, 0.0]  # and coal leaves the households
    energy[:, 0, 2] = 0.0
    co2 = energy * CO2_PER_TJ
    shape = energy.shape
    return Inventory(
        years=YEARS,
        sectors=SECTORS,
        carriers=CARRIERS,
        processes=Axis("process", ("steel_bof",)),
        energy=energy,
        energy_co2=co2,
        state=np.zeros(shape, dtype=np.int8),
        process_co2=np.array([[5000.0], [7000.0], [6000.0]]),
        process_sectors=("steel",),
        electricity=_electricity(net or [300e3, 350e3, 400e3]),
        non_energy=np.zeros((3, 4)),
        statistical_difference=np.zeros((3, 4)),
        activity_half_width=np.full(shape, 0.1),
        factor_half_width=np.full((4, 2), 0.05),
        process_half_width=np.full(1, 0.1),
        estimated=np.zeros(shape, dtype=np.bool_),
        factor_set="ipcc-2006",
        grid_kind="average",
    )


def _activity(variable: str, values: list[float], **rest: str) -> list[ActivityRecord]:
    unit, sector = rest.get("unit", "万人"), rest.get("sector", "")
    base = rest.get("base", "")
    return [
        ActivityRecord(year, variable, sector, Amount(value, unit), base)
        for year, value in zip(YEARS, values, strict=True)
    ]


POPULATION = _activity("population", [300.0, 303.0, 301.0])
GDP = _activity("gdp", [2000.0, 2100.0, 2300.0], unit="亿元", base="2020")
SHARES = [
    *_activity("value_added_share", [8.0, 7.5, 7.0], unit="%", sector="primary"),
    *_activity("value_added_share", [45.0, 44.0, 43.0], unit="%", sector="secondary"),
    *_activity("value_added_share", [47.0, 48.5, 50.0], unit="%", sector="tertiary"),
]
RECORDS = [*POPULATION, *GDP, *SHARES]


def _effect(found: Decomposition, factor: str) -> Floats:
    return found.effects[:, [f.id for f in found.factors].index(factor)]


@pytest.mark.parametrize("method", ["lmdi-1", "shapley"])
@pytest.mark.parametrize("basis", list(Basis))
@pytest.mark.parametrize(
    "net", [[300e3, 350e3, 400e3], [-300e3, -350e3, -100e3], [50e3, -9e3, 1e3]]
)
def test_effects_explain_the_change_on_every_basis(
    method: kaya.Method, basis: Basis, net: list[float]
) -> None:
    inventory = _inventory(net)
    found = kaya.decompose(inventory, RECORDS, basis, method)
    totals = total(inventory, basis)
    assert found.periods == ((2019, 2020), (2020, 2021))
    assert found.change == pytest.approx(np.diff(totals), abs=1e-9 * totals.max())
    assert found.effects.sum(axis=1) == pytest.approx(found.change, abs=1e-9 * totals.max())


def test_grid_factor_is_its_own_effect_on_the_assessment_basis() -> None:
    found = kaya.decompose(_inventory(), RECORDS, "assessment")
    assert (_effect(found, "grid_factor") < 0).all()
    assert _effect(found, "emission_factor") == pytest.approx(0.0, abs=1e-6)


def test_a_cleaner_grid_lowers_what_a_net_exporter_may_deduct() -> None:
    found = kaya.decompose(_inventory([-300e3, -300e3, -300e3]), RECORDS, "assessment")
    assert (_effect(found, "grid_factor") > 0).all()


def test_territorial_emissions_have_no_grid_factor() -> None:
    found = kaya.decompose(_inventory(), RECORDS, "territorial")
    assert [f.id for f in found.factors] == [
        "population",
        "gdp_per_head",
        "structure",
        "energy_intensity",
        "energy_mix",
        "emission_factor",
        "process",
    ]
    assert _effect(found, "process").tolist() == pytest.approx([2000.0, -1000.0])


def test_households_are_driven_by_population_not_by_gdp() -> None:
    inventory = _inventory()
    only_homes = np.zeros_like(inventory.energy)
    only_homes[:, 4] = inventory.energy[:, 4]
    homes = replace(
        inventory,
        energy=only_homes,
        energy_co2=only_homes * CO2_PER_TJ,
        process_co2=np.zeros((3, 1)),
    )
    found = kaya.decompose(homes, RECORDS, "territorial")
    assert _effect(found, "gdp_per_head").tolist() == [0.0, 0.0]
    assert "structure" not in [f.id for f in found.factors]
    assert (_effect(found, "population") != 0).all()


def test_value_added_of_a_sector_goes_before_its_class() -> None:
    steel = _activity(
        "value_added", [200.0, 150.0, 120.0], unit="亿元", sector="steel", base="2020"
    )
    coarse = kaya.decompose(_inventory(), RECORDS, "territorial")
    fine = kaya.decompose(_inventory(), [*RECORDS, *steel], "territorial")
    assert (_effect(fine, "structure") < _effect(coarse, "structure")).all()
    assert fine.effects.sum(axis=1) == pytest.approx(coarse.effects.sum(axis=1))


def test_without_shares_structure_is_not_told_apart() -> None:
    found = kaya.decompose(_inventory(), [*POPULATION, *GDP], "territorial")
    assert "structure" not in [f.id for f in found.factors]
    assert found.effects.sum(axis=1) == pytest.approx(found.change)


def test_a_missing_year_is_named() -> None:
    with pytest.raises(MethodError, match="Population is missing for: 2021"):
        kaya.decompose(_inventory(), [*POPULATION[:2], *GDP], "territorial")


def test_current_prices_alone_are_refused() -> None:
    nominal = _activity("gdp", [2000.0, 2100.0, 2300.0], unit="亿元", base="current")
    with pytest.raises(MethodError, match="current prices only"):
        kaya.decompose(_inventory(), [*POPULATION, *nominal], "territorial")


def test_an_index_carries_current_gdp_to_constant_prices() -> None:
    nominal = _activity("gdp", [2000.0, 2150.0, 2600.0], unit="亿元", base="current")
    index = _activity("gdp_index", [104.0, 105.0, 108.0], unit="%")
    found = read_activity([*POPULATION, *nominal, *index])
    assert found.price_base == "2021"
    assert found.gdp[2021] == pytest.approx(2600e8)
    assert found.gdp[2020] == pytest.approx(2600e8 / 1.08)
    assert found.gdp[2018] == pytest.approx(2600e8 / 1.08 / 1.05 / 1.04)


def test_a_cell_that_is_unknown_in_one_year_is_a_change_of_coverage() -> None:
    inventory = _inventory()
    energy, co2 = inventory.energy.copy(), inventory.energy_co2.copy()
    lost = co2[0, 2, 0]
    energy[0, 2, 0] = co2[0, 2, 0] = 0.0
    partly = replace(inventory, energy=energy, energy_co2=co2, filled=inventory)
    found = kaya.decompose(partly, RECORDS, "territorial")
    assert _effect(found, "coverage").tolist() == pytest.approx([lost, 0.0])
    assert found.effects.sum(axis=1) == pytest.approx(np.diff(total(partly, "territorial")))


def test_electricity_unknown_in_one_year_is_a_change_of_coverage() -> None:
    inventory = _inventory()
    power = inventory.electricity
    net = power.net_purchased * np.array([0.0, 1.0, 1.0])
    partly = replace(inventory, electricity=replace(power, net_purchased=net), filled=inventory)
    found = kaya.decompose(partly, RECORDS, "assessment")
    gap = power.net_purchased[0] * power.grid_factor[0]
    assert _effect(found, "coverage").tolist() == pytest.approx([gap, 0.0])
    assert found.effects.sum(axis=1) == pytest.approx(np.diff(total(partly, "assessment")))


@pytest.mark.parametrize("net", [[300e3, 350e3, 400e3], [-300e3, -350e3, -100e3]])
@pytest.mark.parametrize("basis", list(Basis))
def test_an_unknown_year_in_the_middle_leaves_no_trace_but_coverage(
    net: list[float], basis: Basis
) -> None:
    inventory = _inventory(net)
    power, none = inventory.electricity, np.array([1.0, 0.0, 1.0])
    assert power.losses is not None
    lost = replace(
        power,
        consumed=power.consumed * none,
        net_purchased=power.net_purchased * none,
        losses=power.losses * none,
    )
    energy, co2 = inventory.energy.copy(), inventory.energy_co2.copy()
    energy[1, 2], co2[1, 2] = 0.0, 0.0
    gap = replace(inventory, energy=energy, energy_co2=co2, electricity=lost, filled=inventory)
    found, full = (kaya.decompose(i, RECORDS, basis) for i in (gap, inventory))
    assert found.effects.sum(axis=1) == pytest.approx(np.diff(total(gap, basis)))
    assert _effect(found, "coverage").sum() == pytest.approx(0.0, abs=1e-6)
    for factor in full.factors:
        assert _effect(found, factor.id) == pytest.approx(_effect(full, factor.id))


def test_heat_that_some_years_count_with_fuels_is_a_change_of_coverage() -> None:
    inventory = _inventory()
    states = np.array([State.IE, State.VALUE, State.VALUE], dtype=np.int8)
    mixed = replace(inventory, electricity=replace(inventory.electricity, heat_state=states))
    found = kaya.decompose(mixed, RECORDS, "gpc_basic")
    heat = (total(inventory, "gpc_basic") - total(mixed, "gpc_basic"))[0]
    assert heat > 0
    assert _effect(found, "coverage").tolist() == pytest.approx([heat, 0.0])
    assert found.effects.sum(axis=1) == pytest.approx(np.diff(total(mixed, "gpc_basic")))


def test_purchase_without_use_by_sector_stands_for_the_whole_economy() -> None:
    inventory = _inventory()
    energy = inventory.energy.copy()
    energy[:, :, 3] = 0.0
    found = kaya.decompose(replace(inventory, energy=energy), RECORDS, "assessment")
    totals = total(replace(inventory, energy=energy), "assessment")
    assert found.effects.sum(axis=1) == pytest.approx(np.diff(totals))


PUBLISHED = [
    PublishedRecord(year, "edgar-v8", Amount(value, "万吨"))
    for year, value in ((2018, 900.0), (2019, 950.0), (2020, 940.0), (2021, 990.0))
]


def test_a_published_series_may_stand_in_mass_or_in_co2() -> None:
    co2 = [replace(r, amount=replace(r.amount, unit="万tCO2")) for r in PUBLISHED]
    found = kaya.decompose_published(co2, RECORDS, "edgar-v8")
    assert found.change.tolist() == pytest.approx([-1e5, 5e5])


@pytest.mark.parametrize("method", ["lmdi-1", "shapley"])
def test_a_published_series_has_three_factors(method: kaya.Method) -> None:
    found = kaya.decompose_published(PUBLISHED, RECORDS, "edgar-v8", method=method)
    assert [f.id for f in found.factors] == ["population", "gdp_per_head", "carbon_intensity"]
    assert found.periods == ((2019, 2020), (2020, 2021))
    assert found.change.tolist() == pytest.approx([-1e5, 5e5])
    assert found.effects.sum(axis=1) == pytest.approx(found.change)


@pytest.mark.parametrize("method", ["lmdi-1", "lmdi-2", "shapley"])
def test_ratios_multiply_to_the_ratio_of_the_totals(method: kaya.Method) -> None:
    found = kaya.decompose(_inventory(), RECORDS, "assessment", method, "multiplicative")
    assert found.unit == "1"
    assert found.effects.prod(axis=1) == pytest.approx(found.change)
    sums = kaya.decompose(_inventory(), RECORDS, "assessment")
    totals = _totals_of(sums)
    assert found.change == pytest.approx(totals[1:] / totals[:-1])


def _totals_of(found: Decomposition) -> Floats:
    start = total(_inventory(), "assessment")[0]
    return np.concatenate([[start], start + np.cumsum(found.change)])


def test_lmdi_2_adds_up_and_differs_from_lmdi_1() -> None:
    second = kaya.decompose(_inventory(), RECORDS, "assessment", "lmdi-2")
    first = kaya.decompose(_inventory(), RECORDS, "assessment")
    assert second.effects.sum(axis=1) == pytest.approx(second.change)
    assert second.change == pytest.approx(first.change)
    assert np.abs(second.effects - first.effects).max() > 1


@pytest.mark.parametrize(
    ("method", "form"),
    [("lmdi-2", "additive"), ("lmdi-1", "multiplicative"), ("shapley", "multiplicative")],
)
def test_deducted_flows_are_refused_where_no_form_is_defined(
    method: kaya.Method, form: kaya.Form
) -> None:
    exporter = _inventory([-300e3, -350e3, -100e3])
    with pytest.raises(MethodError, match="deducted"):
        kaya.decompose(exporter, RECORDS, "assessment", method, form)


@pytest.mark.parametrize(
    ("method", "form"),
    [
        ("lmdi-2", "additive"),
        ("lmdi-1", "multiplicative"),
        ("lmdi-2", "multiplicative"),
        ("shapley", "multiplicative"),
    ],
)
def test_every_form_tells_a_change_of_coverage(method: kaya.Method, form: kaya.Form) -> None:
    inventory = _inventory()
    energy, co2 = inventory.energy.copy(), inventory.energy_co2.copy()
    energy[1, 2, 0] = co2[1, 2, 0] = 0.0
    partly = replace(inventory, energy=energy, energy_co2=co2, filled=inventory)
    found = kaya.decompose(partly, RECORDS, "territorial", method, form)
    totals, whole = total(partly, "territorial"), total(inventory, "territorial")
    if form == "multiplicative":
        left = totals / whole
        assert found.effects.prod(axis=1) == pytest.approx(totals[1:] / totals[:-1])
        exact = 1e-6 if method != "lmdi-1" else 0.06  # its weights do not sum to one
        assert _effect(found, "coverage") == pytest.approx(left[1:] / left[:-1], rel=exact)
    else:
        assert found.effects.sum(axis=1) == pytest.approx(np.diff(totals))
        assert (np.sign(_effect(found, "coverage")) == [-1.0, 1.0]).all()


def test_sums_in_another_order_are_no_change_of_coverage() -> None:
    inventory = _inventory()
    whole = replace(inventory, energy_co2=inventory.energy_co2 * (1 + 1e-14))
    found = kaya.decompose(replace(inventory, filled=whole), RECORDS, "territorial", "lmdi-2")
    assert "coverage" not in [f.id for f in found.factors]


@pytest.mark.parametrize("state", [State.NE, State.NO])
def test_a_fuel_that_no_record_names_is_a_change_of_coverage(state: State) -> None:
    inventory = _inventory()
    energy, co2 = inventory.energy.copy(), inventory.energy_co2.copy()
    states = np.full_like(inventory.state, State.VALUE)
    lost = co2[0, :, 0].sum()
    energy[0, :, 0] = co2[0, :, 0] = 0.0
    states[0, :, 0] = state
    gap = replace(inventory, energy=energy, energy_co2=co2, state=states)
    found = kaya.decompose(gap, RECORDS, "territorial")
    assert found.effects.sum(axis=1) == pytest.approx(np.diff(total(gap, "territorial")))
    if state is State.NO:
        assert "coverage" not in [f.id for f in found.factors]
    else:
        nearest = inventory.energy_co2[1, :, 0].sum()
        assert _effect(found, "coverage").tolist() == pytest.approx([nearest, 0.0])
        assert nearest != lost


def test_years_asked_for_must_all_be_there() -> None:
    with pytest.raises(MethodError, match="2018"):
        kaya.decompose_published(PUBLISHED, RECORDS, "edgar-v8", Axis("year", (2018, 2019)))


def test_an_absent_figure_is_a_missing_year() -> None:
    absent = PublishedRecord(2021, "edgar-v8", Amount(None, "万吨", NotationKey.NE))
    found = kaya.decompose_published([*PUBLISHED[:3], absent], RECORDS, "edgar-v8")
    assert found.periods == ((2019, 2020),)


def test_a_series_without_common_years_is_refused() -> None:
    with pytest.raises(MethodError, match="two years"):
        kaya.decompose_published(PUBLISHED, [*POPULATION, *GDP], "ceads")


@pytest.mark.parametrize("place", ["330100", "440300", "P-140400-HTZ"])
def test_the_first_dossier_of_a_pilot_decomposes(place: str) -> None:
    dossier = first_dossier(reference.pilot(place))
    inventory = compile_inventory(dossier)
    found = kaya.decompose(inventory, dossier.activity)
    totals = total(inventory, Basis.ASSESSMENT)
    assert found.effects.sum(axis=1) == pytest.approx(np.diff(totals), abs=1e-9 * totals.max())
    published = kaya.decompose_published(dossier.published, dossier.activity, "edgar-v8")
    assert len(published.periods) >= 10


def _growing(by_sector: bool) -> Inventory:
    """Return a place in which all energy grows by a tenth a year and nothing else changes."""
    grown = np.array([1.0, 1.1, 1.21])
    first = np.array([[100.0, 50.0, 0.0, 40.0], [0.0, 0.0, 0.0, 0.0], [300.0, 20.0, 10.0, 200.0]])
    first = np.vstack([first, [[5.0, 30.0, 5.0, 60.0], [2.0, 40.0, 3.0, 70.0]]])
    if not by_sector:
        first[:, 2:] = 0.0
    energy = grown[:, np.newaxis, np.newaxis] * first
    used = np.full(3, 370.0 / 3.6 * 1000) * grown
    power = Electricity(
        consumed=used,
        generated=0.4 * used,
        net_purchased=0.6 * used,
        grid_factor=np.full(3, 0.55),
        heat_net_purchased=9e3 * grown,
        heat_factor=np.full(3, 0.11),
        net_half_width=np.full(3, 2e4),
        heat_used=18e3 * grown,
    )
    base = _inventory()
    return replace(
        base,
        energy=energy,
        energy_co2=energy * CO2_PER_TJ,
        process_co2=np.zeros((3, 1)),
        electricity=power,
    )


@pytest.mark.parametrize("basis", list(Basis))
@pytest.mark.parametrize("by_sector", [True, False])
def test_growth_at_constant_intensity_and_shares_is_growth_alone(
    basis: Basis, by_sector: bool
) -> None:
    gdp = _activity("gdp", [1000.0, 1100.0, 1210.0], unit="亿元", base="2020")
    people = _activity("population", [100.0, 100.0, 100.0])
    inventory = _growing(by_sector)
    still = inventory.energy.copy()
    still[:, 4] = still[0, 4]  # energy at home is taken per person
    used = still[:, :, 3].sum(axis=1) / 3.6 * 1000 if by_sector else inventory.electricity.consumed
    power = replace(
        inventory.electricity, consumed=used, generated=0.4 * used, net_purchased=0.6 * used
    )
    if by_sector:
        heat = still[:, :, 2].sum(axis=1) * 1000
        power = replace(power, heat_used=heat, heat_net_purchased=0.5 * heat)
    steady = replace(inventory, energy=still, energy_co2=still * CO2_PER_TJ, electricity=power)
    found = kaya.decompose(steady, [*people, *gdp], basis)
    scale = float(np.abs(found.change).max())
    for factor, effects in zip(found.factors, found.effects.T, strict=True):
        if factor.id == "gdp_per_head":
            assert effects == pytest.approx(found.change)
        else:
            assert effects == pytest.approx(0.0, abs=1e-9 * scale)


def test_a_sector_unknown_in_one_year_is_a_change_of_coverage_alone() -> None:
    gdp = _activity("gdp", [1000.0, 1100.0, 1210.0], unit="亿元", base="2020")
    people = _activity("population", [100.0, 110.0, 121.0])
    inventory = _growing(by_sector=True)
    energy, power = inventory.energy.copy(), inventory.electricity
    energy[1, 3, 3] = 0.0
    used = power.consumed - np.array([0.0, 66.0 / 3.6 * 1000, 0.0])
    power = replace(power, consumed=used, generated=0.4 * used, net_purchased=0.6 * used)
    gap = replace(inventory, energy=energy, electricity=power, filled=inventory)
    found = kaya.decompose(gap, [*people, *gdp], "assessment")
    missing = 0.6 * 66.0 / 3.6 * 1000 * 0.55
    assert _effect(found, "coverage") == pytest.approx([-missing, missing])
    assert _effect(found, "energy_intensity") == pytest.approx(0.0, abs=1e-6)
    assert found.effects.sum(axis=1) == pytest.approx(found.change)
