"""Bases as views of one account."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from dafeng.dossier.records import Amount, Dossier, Flow, ProcessRecord
from dafeng.inventory.account import Inventory
from dafeng.inventory.bases import (
    BASIS_PARTS,
    Basis,
    Part,
    by_sector,
    part_by_sector,
    reconcile,
    scopes,
    total,
    with_grid_factor_of,
)
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.gpc import category_of, gpc_table

FINAL = Flow.FINAL_CONSUMPTION
COAL, GRID = 1.74175, 0.4974
Build = Callable[..., Dossier]


@pytest.fixture
def inventory(build: Build) -> Inventory:
    """Return 1 t of coal in steel, 2 t in power, 10 MWh used, 1 lost, 4 generated, 3 GJ heat."""
    return compile_inventory(
        build(
            [
                (2023, FINAL, "steel", "bituminous_coal", 1.0, "t"),
                (2023, Flow.POWER, "", "bituminous_coal", -2.0, "t"),
                (2023, FINAL, "services", "electricity", 6.0, "MWh"),
                (2023, FINAL, "households_rural", "electricity", 4.0, "MWh"),
                (2023, Flow.LOSS, "", "electricity", 1.0, "MWh"),
                (2023, Flow.POWER, "", "electricity", 4.0, "MWh"),
                (2023, FINAL, "services", "heat", 3.0, "GJ"),
                (2023, Flow.INFLOW, "", "heat", 2.0, "GJ"),
            ],
            process=[ProcessRecord(2023, "clinker", Amount(1.0, "t"))],
        )
    )


def test_each_basis_worked_by_hand(inventory: Inventory) -> None:
    expected = {
        Basis.TERRITORIAL: 3 * COAL + 0.538,
        Basis.ASSESSMENT: 3 * COAL + 7 * GRID + 2 * 0.11,
        Basis.GPC_BASIC: COAL + 10 * GRID + 3 * 0.11,
        Basis.GPC_BASIC_PLUS: COAL + 10 * GRID + 3 * 0.11 + 0.538 + GRID,
        Basis.PARK: 3 * COAL + 0.538 + 7 * GRID + 2 * 0.11,
    }
    for basis, value in expected.items():
        assert total(inventory, basis)[0] == pytest.approx(value, rel=1e-6), basis


def test_no_kilowatt_hour_counts_twice(inventory: Inventory) -> None:
    for parts in BASIS_PARTS.values():
        whole_use = Part.USED_ELECTRICITY in parts
        assert not (whole_use and Part.POWER_FUELS in parts)
        assert not (whole_use and Part.NET_ELECTRICITY in parts)
    steps = {s.id for s in reconcile(inventory, "territorial", "gpc_basic")}
    assert {"power_fuels", "used_electricity"} <= steps


def test_sectors_and_scopes_sum_to_the_total(inventory: Inventory) -> None:
    for basis in Basis:
        whole = total(inventory, basis)
        assert np.allclose(by_sector(inventory, basis).sum(axis=1), whole, rtol=1e-12)
        assert np.allclose(sum(scopes(inventory, basis).values()), whole, rtol=1e-12)


def test_steps_lead_from_one_basis_to_another(inventory: Inventory) -> None:
    for start in Basis:
        for end in Basis:
            first, *steps, last = reconcile(inventory, start, end)
            reached = first.co2 + sum(s.co2 for s in steps)
            assert np.allclose(reached, last.co2, rtol=1e-12)


def test_net_exporter_is_credited_on_the_assessment_basis(build: Build) -> None:
    inventory = compile_inventory(
        build(
            [
                (2023, Flow.POWER, "", "bituminous_coal", -10.0, "t"),
                (2023, Flow.POWER, "", "electricity", 20.0, "MWh"),
                (2023, FINAL, "services", "electricity", 5.0, "MWh"),
            ]
        )
    )
    expected = 10 * COAL - 15 * GRID
    assert total(inventory, "assessment")[0] == pytest.approx(expected, rel=1e-6)


def test_purchased_electricity_follows_use(inventory: Inventory) -> None:
    net = part_by_sector(inventory, Part.NET_ELECTRICITY)[0]
    services = net[inventory.sectors.index("services")]
    assert services == pytest.approx(0.6 * 7 * GRID)


def test_gpc_table_has_every_line_with_figure_or_key(inventory: Inventory) -> None:
    rows = {r.ref: r for r in gpc_table(inventory, 2023)}
    assert rows["I.3.1"].co2 == pytest.approx(COAL, rel=1e-6)
    assert rows["I.4.4"].co2 == pytest.approx(2 * COAL, rel=1e-6)
    assert not rows["I.4.4"].basic
    assert not rows["I.4.4"].basic_plus
    assert rows["I.2.2"].co2 == pytest.approx(6 * GRID + 3 * 0.11, rel=1e-6)
    assert rows["IV.1"].co2 == pytest.approx(0.538)
    assert rows["III.1.1"].notation == "NE"
    for row in rows.values():
        assert (row.co2 is None) == bool(row.notation)
        assert row.activity_quality in ("H", "M", "L") or row.co2 is None


def test_gpc_lines_sum_to_basic_and_basic_plus(inventory: Inventory) -> None:
    rows = gpc_table(inventory, 2023)
    basic = sum(r.co2 or 0 for r in rows if r.basic)
    plus = sum(r.co2 or 0 for r in rows if r.basic_plus)
    assert basic == pytest.approx(total(inventory, "gpc_basic")[0])
    assert plus == pytest.approx(total(inventory, "gpc_basic_plus")[0])


def test_fine_sectors_find_their_category() -> None:
    assert category_of("ceads_02") == "I.3"
    assert category_of("agriculture") == "I.5"
    assert category_of("steel") == "I.3"


def test_a_constant_grid_factor_shows_the_place_alone(
    build: Build, city_lines: list[tuple[object, ...]]
) -> None:
    inventory = compile_inventory(build(city_lines))
    constant = with_grid_factor_of(inventory, 2021)
    assert total(constant, "assessment")[0] == total(inventory, "assessment")[0]
    grid = total(inventory, "assessment") - total(constant, "assessment")
    expected = inventory.electricity.net_purchased * (inventory.electricity.grid_factor - 0.5422)
    assert np.allclose(grid, expected)


@pytest.mark.parametrize("sector", ["services", ""])
def test_heat_of_no_sector_counts_on_every_basis_that_counts_heat(
    build: Build, sector: str
) -> None:
    lines = [
        (2023, FINAL, "steel", "bituminous_coal", 1.0, "t"),
        (2023, FINAL, sector, "heat", 3.0, "GJ"),
        (2023, Flow.INFLOW, "", "heat", 2.0, "GJ"),
    ]
    made = compile_inventory(build(lines))
    expected = {
        Basis.TERRITORIAL: COAL,
        Basis.ASSESSMENT: COAL + 2 * 0.11,
        Basis.GPC_BASIC: COAL + 3 * 0.11,
        Basis.GPC_BASIC_PLUS: COAL + 3 * 0.11,
        Basis.PARK: COAL + 2 * 0.11,
    }
    for basis, value in expected.items():
        assert total(made, basis)[0] == pytest.approx(value, rel=1e-6), basis
        assert by_sector(made, basis)[0].sum() == pytest.approx(value, rel=1e-6)
    rows = gpc_table(made, 2023)
    assert sum(r.co2 or 0.0 for r in rows if r.basic) == pytest.approx(COAL + 3 * 0.11)


def test_heat_beyond_the_sectors_is_shared_out_by_their_use(build: Build) -> None:
    lines = [
        (2023, FINAL, "steel", "bituminous_coal", 1.0, "t"),
        (2023, FINAL, "services", "heat", 1.0, "GJ"),
        (2023, FINAL, "", "heat", 3.0, "GJ"),
        (2023, Flow.INFLOW, "", "heat", 3.0, "GJ"),
    ]
    made = compile_inventory(build(lines))
    shared = by_sector(made, Basis.GPC_BASIC)[0, made.sectors.index("services")]
    assert shared == pytest.approx(3 * 0.11)
