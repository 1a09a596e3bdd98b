"""The protocol's table: its lines always sum to BASIC and BASIC+."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dafeng import reference
from dafeng.dossier.records import (
    Amount,
    Dossier,
    EnergyRecord,
    FactorRecord,
    Flow,
    NotationKey,
    ProcessRecord,
)
from dafeng.inventory.account import Inventory
from dafeng.inventory.bases import total
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.gpc import GpcRow, category_of, gpc_table

Build = Callable[..., Dossier]
FINAL = Flow.FINAL_CONSUMPTION
COAL = (2023, FINAL, "steel", "raw_coal", 10.0, "t")
HEAT = (2023, FINAL, "services", "heat", 30.0, "GJ")

ODD = {
    "totals only": [(2023, FINAL, "", "electricity", 10.0, "MWh"), COAL],
    "totals with losses": [
        (2023, FINAL, "", "electricity", 10.0, "MWh"),
        (2023, Flow.LOSS, "", "electricity", 1.0, "MWh"),
    ],
    "losses only": [(2023, Flow.LOSS, "", "electricity", 1.0, "MWh"), COAL],
    "exporter": [
        (2023, Flow.POWER, "", "raw_coal", -10.0, "t"),
        (2023, Flow.POWER, "", "electricity", 20.0, "MWh"),
        (2023, FINAL, "services", "electricity", 5.0, "MWh"),
    ],
    "exporter that uses nothing": [
        (2023, Flow.POWER, "", "raw_coal", -10.0, "t"),
        (2023, Flow.OUTFLOW, "", "electricity", -20.0, "MWh"),
    ],
    "heat of unknown source": [COAL, HEAT],
    "heat bought": [COAL, HEAT, (2023, Flow.INFLOW, "", "heat", 30.0, "GJ")],
    "heat from plants": [HEAT, (2023, Flow.HEAT, "", "raw_coal", -5.0, "t")],
    "heat only": [HEAT, (2023, Flow.HEAT, "", "heat", 30.0, "GJ")],
    "own use of plants": [
        (2023, Flow.POWER, "", "raw_coal", -10.0, "t"),
        (2023, Flow.POWER, "", "electricity", -2.0, "MWh"),
    ],
    "an aggregate": [(2023, FINAL, "manufacturing", "raw_coal", 4.0, "t")],
    "fuel of plants as final use": [(2023, FINAL, "power_heat", "raw_coal", 4.0, "t")],
}


def line(inventory: Inventory, ref: str) -> GpcRow:
    return next(r for r in gpc_table(inventory, 2023) if r.ref == ref)


@pytest.mark.parametrize("fine", [False, True])
@pytest.mark.parametrize("case", ODD)
def test_lines_sum_to_basic_and_basic_plus(build: Build, case: str, fine: bool) -> None:
    process = [ProcessRecord(2023, "clinker", Amount(1.0, "t"))]
    inventory = compile_inventory(build(ODD[case], process=process), fine=fine)
    rows = gpc_table(inventory, 2023)
    basic = sum(r.co2 or 0 for r in rows if r.basic)
    plus = sum(r.co2 or 0 for r in rows if r.basic_plus)
    assert basic == pytest.approx(total(inventory, "gpc_basic")[0])
    assert plus == pytest.approx(total(inventory, "gpc_basic_plus")[0])
    assert all((r.co2 is None) == bool(r.notation) for r in rows)


def test_fine_plants_count_where_their_fuel_does(build: Build) -> None:
    lines = [(2023, FINAL, "ceads_39", "raw_coal", 4.0, "t")]
    inventory = compile_inventory(build(lines), fine=True)
    basic = sum(r.co2 or 0 for r in gpc_table(inventory, 2023) if r.basic)
    assert basic == pytest.approx(total(inventory, "gpc_basic")[0])


def test_heat_from_its_users_own_fuel_does_not_count_again(build: Build) -> None:
    own = compile_inventory(build([COAL, HEAT]))
    fuel = compile_inventory(build([COAL]))
    assert total(own, "gpc_basic")[0] == total(fuel, "gpc_basic")[0] > 0
    assert line(own, "I.2.2").notation == "IE"
    bought = compile_inventory(build(ODD["heat bought"]))
    extra = total(bought, "gpc_basic")[0] - total(fuel, "gpc_basic")[0]
    assert extra == pytest.approx(30 * 0.11)


@pytest.mark.parametrize("key", list(NotationKey))
def test_a_process_without_a_figure_prints_its_key(build: Build, key: NotationKey) -> None:
    lines = [(2022, *COAL[1:]), COAL]
    process = [
        ProcessRecord(2022, "clinker", Amount(1.0, "t")),
        ProcessRecord(2023, "clinker", Amount(None, "t", notation=key)),
    ]
    inventory = compile_inventory(build(lines, process=process))
    row = line(inventory, "IV.1")
    assert (row.co2, row.notation) == (None, key.value)
    alone = compile_inventory(build([COAL], process=process[1:]))
    assert line(alone, "IV.1").notation == key.value


def test_a_year_without_process_records_is_not_estimated(build: Build) -> None:
    process = [ProcessRecord(2022, "clinker", Amount(1.0, "t"))]
    inventory = compile_inventory(build([(2022, *COAL[1:]), COAL], process=process))
    assert line(inventory, "IV.1").notation == "NE"
    assert line(compile_inventory(build([COAL])), "IV.1").notation == "NE"


def test_losses_that_nobody_states_are_not_estimated(build: Build) -> None:
    used = (2023, FINAL, "services", "electricity", 6.0, "MWh")
    silent = compile_inventory(build([used]))
    assert silent.electricity.losses is None
    assert line(silent, "I.2.3").notation == "NE"
    stated = compile_inventory(build([used, (2023, Flow.LOSS, "", "electricity", 0.0, "MWh")]))
    assert line(stated, "I.2.3").co2 == 0.0
    partly = [used, (2022, *used[1:]), (2022, Flow.LOSS, "", "electricity", 1.0, "MWh")]
    assert line(compile_inventory(build(partly)), "I.2.3").notation == "NE"


def test_losses_that_do_not_occur(build: Build) -> None:
    used = (2023, FINAL, "services", "electricity", 6.0, "MWh")
    dossier = build([used])
    none = Amount(None, "MWh", notation=NotationKey.NO)
    record = EnergyRecord(2023, Flow.LOSS, "", "electricity", none)
    stated = compile_inventory(Dossier(dossier.identity, (*dossier.energy, record)))
    assert line(stated, "I.2.3").notation == "NO"


def test_a_local_factor_rates_only_what_rests_on_it(build: Build) -> None:
    lines = [COAL, (2023, FINAL, "services", "diesel", 10.0, "t")]
    own = FactorRecord("ncv", "raw_coal", "", None, Amount(21.0, "GJ/t"))
    inventory = compile_inventory(build(lines, [own]))
    assert line(inventory, "I.3.1").factor_quality == "H"
    assert line(inventory, "I.2.1").factor_quality == "M"


def test_every_sector_has_the_category_of_the_reference_table() -> None:
    tree = reference.sectors()
    for sector in (*tree.leaves("standard"), *tree.leaves("coarse"), *tree.leaves("fine")):
        assert category_of(sector) == tree.gpc(sector)
    assert category_of("agriculture") == "I.5"
    assert category_of("") == "I.6"


def test_an_entered_zero_of_electricity_is_a_figure(build: Build) -> None:
    lines = [
        COAL,
        (2023, FINAL, "agriculture", "electricity", 0.0, "MWh"),
        (2023, FINAL, "services", "electricity", 10.0, "MWh"),
        (2023, Flow.LOSS, "", "electricity", 1.0, "MWh"),
    ]
    inventory = compile_inventory(build(lines))
    assert [
        (line(inventory, f"I.5.{n}").co2, line(inventory, f"I.5.{n}").notation) for n in (2, 3)
    ] == [
        (0.0, ""),
        (0.0, ""),
    ]
    assert [line(inventory, f"I.1.{n}").notation for n in (2, 3)] == ["NE", "NE"]
