"""The account of a place, worked by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from dafeng.dossier.records import (
    Amount,
    Dossier,
    EnergyRecord,
    FactorRecord,
    Flow,
    NotationKey,
    ProcessRecord,
    Quality,
)
from dafeng.errors import InputError, Place
from dafeng.inventory.account import Inventory, State
from dafeng.inventory.compile import compile_inventory

FINAL = Flow.FINAL_CONSUMPTION
Build = Callable[..., Dossier]

#: Published products of the guideline's factors [tCO2/t, tCO2/万Nm3].
BITUMINOUS, GAS, DIESEL = 1.74175, 21.621888, 3.09591


def cell(inventory: Inventory, sector: str, carrier: str, year: int = 2023) -> float:
    at = (
        inventory.years.index(year),
        inventory.sectors.index(sector),
        inventory.carriers.index(carrier),
    )
    return float(inventory.energy_co2[at])


def state(inventory: Inventory, sector: str, carrier: str) -> State:
    at = 0, inventory.sectors.index(sector), inventory.carriers.index(carrier)
    return State(int(inventory.state[at]))


def rules(inventory: Inventory) -> set[str]:
    return {fault.rule for fault in inventory.faults}


def test_co2_is_quantity_times_ncv_carbon_oxidation_and_44_12(build: Build) -> None:
    inventory = compile_inventory(
        build(
            [
                (2023, FINAL, "steel", "bituminous_coal", 2.0, "万吨"),
                (2023, FINAL, "services", "natural_gas", 0.3, "亿立方米"),
                (2023, FINAL, "transport", "diesel", 1000.0, "t"),
            ]
        )
    )
    assert cell(inventory, "steel", "bituminous_coal") == pytest.approx(2e4 * BITUMINOUS, rel=1e-6)
    assert cell(inventory, "services", "natural_gas") == pytest.approx(3e3 * GAS, rel=1e-6)
    assert cell(inventory, "transport", "diesel") == pytest.approx(1e3 * DIESEL, rel=1e-6)


def test_energy_units_need_no_calorific_value(build: Build) -> None:
    coal = [(2023, FINAL, "steel", "raw_coal", q, u) for q, u in ((1.0, "tce"), (29.3076, "GJ"))]
    first, second = (compile_inventory(build([line])) for line in coal)
    assert np.array_equal(first.energy_co2, second.energy_co2)
    assert first.energy.sum() == pytest.approx(0.0293076)


def test_fuel_put_into_power_is_burnt_there(build: Build) -> None:
    inventory = compile_inventory(
        build(
            [
                (2023, Flow.POWER, "", "bituminous_coal", -3.0, "万吨"),
                (2023, Flow.HEAT, "", "bituminous_coal", -1.0, "万吨"),
                (2023, FINAL, "power_heat", "diesel", 10.0, "t"),
            ]
        )
    )
    burnt = cell(inventory, "power_heat", "bituminous_coal")
    assert burnt == pytest.approx(4e4 * BITUMINOUS, rel=1e-6)
    assert cell(inventory, "power_heat", "diesel") == pytest.approx(10 * DIESEL, rel=1e-6)


def test_coking_and_refining_inputs_live_on_in_products(build: Build) -> None:
    inventory = compile_inventory(
        build(
            [
                (2023, Flow.COKING, "", "cleaned_coal", -100.0, "万吨"),
                (2023, Flow.COKING, "", "coke", 75.0, "万吨"),
                (2023, Flow.REFINING, "", "crude_oil", -50.0, "万吨"),
                (2023, Flow.REFINING, "", "diesel", 20.0, "万吨"),
                (2023, FINAL, "steel", "coke", 1.0, "t"),
            ]
        )
    )
    assert inventory.energy_co2.sum() == pytest.approx(2.860419, rel=1e-6)
    assert inventory.transformation_loss is not None
    assert inventory.transformation_loss[0] > 0


def test_positive_input_to_power_counts_and_is_reported(build: Build) -> None:
    inventory = compile_inventory(build([(2023, Flow.POWER, "", "bituminous_coal", 3.0, "万吨")]))
    assert cell(inventory, "power_heat", "bituminous_coal") > 0
    assert "inventory.transformation.sign" in rules(inventory)


def test_raw_material_use_is_taken_out_of_the_chemical_industry_first(build: Build) -> None:
    inventory = compile_inventory(
        build(
            [
                (2023, FINAL, "petrochemicals", "natural_gas", 3.0, "万立方米"),
                (2023, FINAL, "steel", "natural_gas", 4.0, "万立方米"),
                (2023, Flow.NON_ENERGY, "", "natural_gas", 5.0, "万立方米"),
            ]
        )
    )
    assert cell(inventory, "petrochemicals", "natural_gas") == 0
    assert cell(inventory, "steel", "natural_gas") == pytest.approx(2 * GAS, rel=1e-6)
    assert inventory.non_energy.sum() == pytest.approx(5 * 0.38931, rel=1e-6)


def test_raw_material_use_of_industry_as_a_whole(build: Build) -> None:
    inventory = compile_inventory(
        build(
            [
                (2023, FINAL, "petrochemicals", "natural_gas", 3.0, "万立方米"),
                (2023, FINAL, "steel", "natural_gas", 1.0, "万立方米"),
                (2023, Flow.NON_ENERGY, "manufacturing", "natural_gas", 2.0, "万立方米"),
            ]
        )
    )
    assert inventory.energy_co2.sum() == pytest.approx(2 * GAS, rel=1e-6)


def test_more_raw_material_than_consumption_never_goes_below_zero(build: Build) -> None:
    inventory = compile_inventory(
        build(
            [
                (2023, FINAL, "petrochemicals", "naphtha", 3.0, "t"),
                (2023, Flow.NON_ENERGY, "petrochemicals", "naphtha", 4.0, "t"),
            ]
        )
    )
    assert (inventory.energy >= 0).all()
    assert inventory.energy_co2.sum() == 0
    fault = next(f for f in inventory.faults if f.rule == "inventory.non_energy.exceeds")
    assert fault.place.row == 3


def test_notation_keys_stay(build: Build) -> None:
    dossier = build([(2023, FINAL, "steel", "coke", 1.0, "t")])
    keyed = [
        EnergyRecord(2023, FINAL, sector, "coke", Amount(None, "t", notation=key))
        for sector, key in (
            ("services", NotationKey.NO),
            ("mining", NotationKey.C),
            ("construction", NotationKey.IE),
        )
    ]
    inventory = compile_inventory(replace(dossier, energy=(*dossier.energy, *keyed)))
    assert state(inventory, "steel", "coke") is State.VALUE
    assert state(inventory, "services", "coke") is State.NO
    assert state(inventory, "mining", "coke") is State.C
    assert state(inventory, "construction", "coke") is State.IE
    assert state(inventory, "transport", "coke") is State.NE


def test_an_aggregate_beside_all_its_parts_is_checked_and_not_added(build: Build) -> None:
    parts = [
        (2023, FINAL, "households_urban", "lpg", 30.0, "t"),
        (2023, FINAL, "households_rural", "lpg", 10.0, "t"),
    ]
    good = compile_inventory(build([*parts, (2023, FINAL, "households", "lpg", 40.0, "t")]))
    bad = compile_inventory(build([*parts, (2023, FINAL, "households", "lpg", 45.0, "t")]))
    plain = compile_inventory(build(parts))
    assert np.array_equal(good.energy_co2, plain.energy_co2)
    assert np.array_equal(bad.energy_co2, plain.energy_co2)
    assert "inventory.aggregate.differs" in rules(bad)
    assert "inventory.aggregate.differs" not in rules(good)


def test_an_aggregate_keeps_what_its_parts_do_not_itemise(build: Build) -> None:
    inventory = compile_inventory(
        build(
            [
                (2023, FINAL, "manufacturing", "lpg", 50.0, "t"),
                (2023, FINAL, "steel", "lpg", 20.0, "t"),
            ]
        )
    )
    factor = 3.10133
    assert cell(inventory, "manufacturing", "lpg") == pytest.approx(30 * factor, rel=1e-6)
    assert cell(inventory, "steel", "lpg") == pytest.approx(20 * factor, rel=1e-6)
    assert state(inventory, "nonferrous", "lpg") is State.IE
    assert "inventory.aggregate.remainder" in rules(inventory)


def test_a_total_row_is_not_added(build: Build) -> None:
    inventory = compile_inventory(
        build(
            [
                (2023, FINAL, "", "lpg", 60.0, "t"),
                (2023, FINAL, "steel", "lpg", 20.0, "t"),
                (2023, FINAL, "services", "lpg", 40.0, "t"),
            ]
        )
    )
    assert inventory.energy_co2.sum() == pytest.approx(60 * 3.10133, rel=1e-6)


def test_fossil_fuel_of_no_sector_is_an_error_that_is_seen(build: Build) -> None:
    inventory = compile_inventory(build([(2023, FINAL, "", "lpg", 60.0, "t")]))
    assert inventory.energy_co2.sum() == 0
    assert "inventory.total.not_itemised" in rules(inventory)


def test_fine_sectors_sum_up_or_stay_apart(build: Build) -> None:
    dossier = build(
        [
            (2023, FINAL, "ceads_02", "raw_coal", 2.0, "t"),
            (2023, FINAL, "ceads_03", "raw_coal", 3.0, "t"),
        ]
    )
    summed, fine = compile_inventory(dossier), compile_inventory(dossier, fine=True)
    assert "ceads_02" not in summed.sectors.labels
    assert cell(summed, "mining", "raw_coal") == pytest.approx(
        cell(fine, "ceads_02", "raw_coal") + cell(fine, "ceads_03", "raw_coal")
    )


def test_every_missing_factor_is_listed_with_its_place(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dafeng.reference.fuel_factors import FuelFactorSet, fuel_factor_set

    whole = fuel_factor_set("ipcc-2006")
    some = {k: v for k, v in whole.factors.items() if k not in ("coke", "lpg")}
    small = FuelFactorSet(whole.id, whole.name, whole.document, some)
    monkeypatch.setattr("dafeng.reference.fuel_factor_set", lambda _: small)
    with pytest.raises(InputError) as error:
        compile_inventory(
            build(
                [
                    (2023, FINAL, "steel", "coke", 1.0, "t"),
                    (2023, FINAL, "steel", "raw_coal", 1.0, "t"),
                    (2023, FINAL, "services", "lpg", 1.0, "t"),
                ]
            )
        )
    assert [f.place.row for f in error.value.faults] == [2, 4]
    assert {f.rule for f in error.value.faults} == {"inventory.factor.missing"}


def test_wrong_units_are_all_listed(build: Build) -> None:
    with pytest.raises(InputError) as error:
        compile_inventory(
            build(
                [
                    (2023, FINAL, "steel", "coke", 1.0, "亿立方米"),
                    (2023, FINAL, "steel", "natural_gas", 1.0, "t"),
                    (2023, FINAL, "steel", "electricity", 1.0, "万吨标准煤"),
                ]
            )
        )
    assert [f.place.row for f in error.value.faults] == [2, 3, 4]
    assert "当量值" in error.value.faults[2].message.zh


def test_local_factors_beat_the_set_and_say_so(build: Build) -> None:
    factors = [
        FactorRecord("ncv", "bituminous_coal", "", None, Amount(21.0, "GJ/t")),
        FactorRecord("oxidation", "bituminous_coal", "steel", 2023, Amount(98.0, "%")),
    ]
    inventory = compile_inventory(
        build(
            [
                (2023, FINAL, "steel", "bituminous_coal", 1.0, "t"),
                (2023, FINAL, "services", "bituminous_coal", 1.0, "t"),
                (2023, FINAL, "services", "diesel", 1.0, "t"),
            ],
            factors,
        )
    )
    steel = 21.0 * 26.1e-3 * 0.98 * 44 / 12
    assert cell(inventory, "steel", "bituminous_coal") == pytest.approx(steel)
    assert cell(inventory, "services", "bituminous_coal") == pytest.approx(steel / 0.98 * 0.93)
    assert dict(inventory.factors_used) == {
        "bituminous_coal": "local",
        "diesel": "provincial-guideline-2025",
    }


def test_process_emissions_by_output_local_factor_and_stated_co2(build: Build) -> None:
    line = (2023, FINAL, "steel", "coke", 1.0, "t")
    records = [
        ProcessRecord(2023, "clinker", Amount(10.0, "万吨")),
        ProcessRecord(2023, "lime", Amount(100.0, "tCO2")),
    ]
    inventory = compile_inventory(build([line], process=records))
    own = FactorRecord("process", "clinker", "", None, Amount(0.5, "tCO2/t"))
    local = compile_inventory(build([line], [own], process=records))
    assert inventory.process_co2[0].tolist() == pytest.approx([53800.0, 100.0])
    assert local.process_co2[0, 0] == pytest.approx(50000.0)
    assert inventory.process_sectors == ("building_materials", "building_materials")


def test_electricity_account(build: Build, city_lines: list[tuple[object, ...]]) -> None:
    inventory = compile_inventory(build(city_lines))
    account = inventory.electricity
    assert account.consumed[0] == pytest.approx(310e5)
    assert account.generated[0] == pytest.approx(60e5)
    assert account.net_purchased[0] == pytest.approx(250e5)
    assert account.grid_factor.tolist() == pytest.approx([0.5422, 0.5153, 0.4974])
    assert account.non_fossil is not None
    assert account.non_fossil[0] == pytest.approx(15e5)


def test_stated_trade_beats_the_difference_and_is_compared(build: Build) -> None:
    lines = [
        (2023, FINAL, "services", "electricity", 100.0, "亿千瓦时"),
        (2023, Flow.PRODUCTION, "", "electricity", 20.0, "亿千瓦时"),
        (2023, Flow.INFLOW, "", "electricity", 95.0, "亿千瓦时"),
        (2023, Flow.OUTFLOW, "", "electricity", -5.0, "亿千瓦时"),
    ]
    inventory = compile_inventory(build(lines))
    assert inventory.electricity.net_purchased[0] == pytest.approx(90e5)
    assert "inventory.electricity.trade_differs" in rules(inventory)


def test_a_year_without_a_published_grid_factor_says_which_one_is_used(build: Build) -> None:
    inventory = compile_inventory(
        build([(2019, FINAL, "services", "electricity", 1.0, "亿千瓦时")])
    )
    note = next(f for f in inventory.faults if f.rule == "inventory.grid_factor.other_year")
    assert inventory.electricity.grid_factor[0] == 0.5422
    assert "2021" in note.message.en


def test_kinds_of_grid_factor_do_not_stand_in_for_one_another(build: Build) -> None:
    dossier = build([(2023, FINAL, "services", "electricity", 1.0, "亿千瓦时")])
    other = replace(dossier, identity=replace(dossier.identity, grid_kind="fossil"))
    with pytest.raises(InputError) as error:
        compile_inventory(other)
    assert error.value.faults[0].rule == "inventory.grid_factor.missing"


def test_unknown_electricity_is_not_estimated_rather_than_zero(build: Build) -> None:
    inventory = compile_inventory(build([(2023, FINAL, "steel", "coke", 1.0, "t")]))
    assert inventory.electricity.state is not None
    assert inventory.electricity.state[0] == State.NE
    assert "inventory.electricity.unknown" in rules(inventory)


def test_ranges_come_from_the_record_or_its_quality(build: Build) -> None:
    dossier = build([(2023, FINAL, "steel", "coke", 1.0, "t")])
    stated = Amount(10.0, "t", low=8.0, high=12.0, quality=Quality.ESTIMATE)
    extra = EnergyRecord(2023, FINAL, "services", "coke", stated)
    inventory = compile_inventory(replace(dossier, energy=(*dossier.energy, extra)))
    carrier = inventory.carriers.index("coke")
    steel, services = (inventory.sectors.index(s) for s in ("steel", "services"))
    assert inventory.activity_half_width[0, steel, carrier] == pytest.approx(0.10)
    assert inventory.activity_half_width[0, services, carrier] == pytest.approx(0.20)
    assert inventory.estimated[0, services, carrier]
    assert not inventory.estimated[0, steel, carrier]


def test_statistical_difference_is_visible_and_not_emitted(build: Build) -> None:
    inventory = compile_inventory(
        build(
            [
                (2023, Flow.INFLOW, "", "raw_coal", 110.0, "t"),
                (2023, FINAL, "steel", "raw_coal", 100.0, "t"),
            ]
        )
    )
    difference = inventory.statistical_difference[0, inventory.carriers.index("raw_coal")]
    assert difference == pytest.approx(0.1 * inventory.energy.sum())
    fault = next(f for f in inventory.faults if f.rule == "inventory.balance.open")
    assert "9.1%" in fault.message.en


def test_an_empty_dossier_is_refused(build: Build) -> None:
    with pytest.raises(InputError) as error:
        compile_inventory(build([]))
    assert error.value.faults[0].rule == "inventory.energy.empty"


def test_a_good_city_has_no_faults(build: Build, city_lines: list[tuple[object, ...]]) -> None:
    assert compile_inventory(build(city_lines)).faults == ()


def test_faults_name_the_place(build: Build) -> None:
    inventory = compile_inventory(build([(2023, FINAL, "steel", "coke", -1.0, "t")]))
    fault = next(f for f in inventory.faults if f.rule == "inventory.consumption.negative")
    assert fault.place == Place("energy.csv", row=2, column=5)


def test_an_estimate_gives_way_to_an_entry(build: Build) -> None:
    dossier = build([(2023, FINAL, "steel", "coke", 1.0, "t")])
    guess = Amount(5.0, "t", quality=Quality.ESTIMATE)
    extra = EnergyRecord(2023, FINAL, "steel", "coke", guess)
    inventory = compile_inventory(replace(dossier, energy=(*dossier.energy, extra)))
    assert cell(inventory, "steel", "coke") == pytest.approx(2.860419, rel=1e-6)
    assert "inventory.estimate.superseded" in rules(inventory)


def test_a_local_factor_may_hold_for_one_sector_or_year_alone(build: Build) -> None:
    def factors(sector: str, year: int | None) -> list[FactorRecord]:
        return [
            FactorRecord("carbon_content", "other_energy", sector, year, Amount(25.0, "tC/TJ")),
            FactorRecord("oxidation", "other_energy", sector, year, Amount(0.99, "1")),
        ]

    plants = (2023, Flow.POWER, "", "other_energy", -100.0, "TJ")
    final = (2023, FINAL, "steel", "other_energy", 100.0, "TJ")
    for line, at in ((plants, ("power_heat", None)), (final, ("", 2023)), (final, ("steel", 2023))):
        inventory = compile_inventory(build([line], factors(*at)))
        assert inventory.energy_co2.sum() == pytest.approx(100 * 25 * 0.99 * 44 / 12)
        assert inventory.factors_used == (("other_energy", "local"),)
    with pytest.raises(InputError) as error:
        compile_inventory(build([plants, final], factors("power_heat", None)))
    assert "no local one holds for Iron and steel in 2023" in error.value.faults[0].message.en
    assert [f.place.row for f in error.value.faults] == [3]


def test_a_carrier_with_both_origins_names_both(build: Build) -> None:
    lines = [(2023, FINAL, s, "diesel", 1.0, "t") for s in ("steel", "services")]
    own = FactorRecord("oxidation", "diesel", "steel", None, Amount(0.9, "1"))
    inventory = compile_inventory(build(lines, [own]))
    assert inventory.factors_used == (("diesel", "local"), ("diesel", "provincial-guideline-2025"))
