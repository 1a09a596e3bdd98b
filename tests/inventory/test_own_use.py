"""Final use of power and heat supply: its own use, told apart from the fuel of plants."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exemplar import good_dossier

from dafeng.dossier.records import Amount, Dossier, EnergyRecord, Flow, NotationKey, Quality
from dafeng.drivers.activity import read_activity
from dafeng.drivers.identity import build_identity
from dafeng.inventory.account import Inventory
from dafeng.inventory.bases import BASIS_PARTS, Basis, Part, part_by_sector, reconcile, total
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.gpc import gpc_table
from dafeng.inventory.uncertainty import approach1, fuel_cells, monte_carlo

Build = Callable[..., Dossier]
FINAL = Flow.FINAL_CONSUMPTION
COAL = 1.74175
RULE = "inventory.power.final_use"
INPUT = (2023, Flow.POWER, "", "bituminous_coal", -100.0, "t")
OWN = (2023, FINAL, "power_heat", "bituminous_coal", 3.0, "t")
STEEL = (2023, FINAL, "steel", "bituminous_coal", 10.0, "t")


def rows(inventory: Inventory, year: int = 2023) -> dict[str, float | None]:
    return {r.ref: r.co2 for r in gpc_table(inventory, year)}


def told(inventory: Inventory) -> list[str]:
    return [f.rule for f in inventory.faults if f.rule == RULE]


@pytest.fixture(scope="module")
def city() -> Inventory:
    """Return the account of the fictitious city, whose power and heat supply burns nothing."""
    return compile_inventory(good_dossier())


def moved(dossier: Dossier, carrier: str, amount: float) -> Dossier:
    """Move fuel of other manufacturing into the row of power and heat supply, in all years."""
    energy = []
    for record in dossier.energy:
        energy.append(record)
        cell = record.flow, record.sector, record.carrier
        if cell == (FINAL, "other_manufacturing", carrier):
            stated = record.amount
            left = replace(stated, value=(stated.value or 0.0) - amount)
            there = replace(stated, value=amount)
            energy[-1] = replace(record, amount=left)
            energy.append(replace(record, sector="power_heat", amount=there))
    return replace(dossier, energy=tuple(energy))


def test_own_use_worked_by_hand(build: Build) -> None:
    made = compile_inventory(build([INPUT, OWN, STEEL]))
    assert total(made, Basis.GPC_BASIC)[0] == pytest.approx(13 * COAL)
    assert total(made, Basis.TERRITORIAL)[0] == pytest.approx(113 * COAL)
    assert part_by_sector(made, Part.POWER_FUELS).sum() == pytest.approx(100 * COAL)
    lines = rows(made)
    assert lines["I.4.1"] == pytest.approx(3 * COAL)
    assert lines["I.4.4"] == pytest.approx(100 * COAL)
    assert not told(made)


@pytest.mark.parametrize(("coal", "diesel"), [(20.0, 1.0), (0.0, 2.0), (34.0, 0.0)])
def test_basic_of_a_city_is_the_same_however_fine_industry_is_split(
    city: Inventory, coal: float, diesel: float
) -> None:
    split = compile_inventory(moved(moved(good_dossier(), "raw_coal", coal), "diesel", diesel))
    assert split.own_use is not None
    for basis in Basis:
        assert np.allclose(total(city, basis), total(split, basis), rtol=1e-12)


@given(st.integers(0, 490), st.integers(0, 500), st.sampled_from(list(Basis)))
@settings(max_examples=40, deadline=None)
def test_a_finer_split_moves_nothing_between_bases(own: int, rest: int, basis: Basis) -> None:
    def cell(flow: Flow, sector: str, tonnes: float) -> EnergyRecord:
        return EnergyRecord(2023, flow, sector, "bituminous_coal", Amount(tonnes, "t"))

    plants, place = cell(Flow.POWER, "", -100.0), good_dossier()
    whole = cell(FINAL, "other_manufacturing", (own + rest) / 10)
    parts = cell(FINAL, "other_manufacturing", rest / 10), cell(FINAL, "power_heat", own / 10)
    one = compile_inventory(replace(place, energy=(plants, whole), process=()))
    two = compile_inventory(replace(place, energy=(plants, *parts), process=()))
    assert np.allclose(total(one, basis), total(two, basis), rtol=1e-12)
    first, *steps, last = reconcile(two, Basis.TERRITORIAL, basis)
    assert np.allclose(first.co2 + sum(s.co2 for s in steps), last.co2, rtol=1e-12)
    fuels = [p for p in BASIS_PARTS[basis] if p in (Part.FUELS, Part.POWER_FUELS)]
    counted = sum(part_by_sector(two, part).sum() for part in fuels)
    assert fuel_cells(two, basis).sum() == pytest.approx(counted, rel=1e-12)


@pytest.mark.parametrize("basis", list(Basis))
def test_factors_multiply_to_the_total_with_own_use(basis: Basis) -> None:
    dossier = moved(good_dossier(), "raw_coal", 20.0)
    made = compile_inventory(dossier)
    identity = build_identity(made, read_activity(dossier.activity), basis)
    assert np.allclose(identity.totals, total(made, basis), rtol=1e-9)


@pytest.mark.parametrize(
    "inputs",
    [[], [(*INPUT[:4], -5.0, "t")], [(2023, Flow.POWER, "", "electricity", 5.0, "MWh")]],
    ids=["none", "too little", "output alone"],
)
def test_without_the_input_of_plants_final_use_is_theirs(
    build: Build, inputs: list[tuple[object, ...]]
) -> None:
    made = compile_inventory(build([OWN, STEEL, *inputs]))
    assert made.own_use is None
    assert part_by_sector(made, Part.FUELS).sum() == pytest.approx(10 * COAL)
    assert rows(made)["I.4.1"] is None
    assert told(made) == [RULE]


def test_an_estimated_input_tells_nothing_apart(build: Build) -> None:
    place = build([INPUT, OWN, STEEL])
    guessed = [
        replace(r, amount=replace(r.amount, quality=Quality.ESTIMATE), carrier="raw_coal")
        if r.flow is Flow.POWER
        else r
        for r in place.energy
    ]
    made = compile_inventory(replace(place, energy=tuple(guessed)))
    assert rows(made)["I.4.1"] is None


def test_each_year_is_told_by_itself(build: Build) -> None:
    earlier = [(2022, *line[1:]) for line in (OWN, STEEL)]
    made = compile_inventory(build([*earlier, INPUT, OWN, STEEL]))
    fuels = part_by_sector(made, Part.FUELS).sum(axis=1)
    assert fuels == pytest.approx([10 * COAL, 13 * COAL])
    assert rows(made, 2022)["I.4.1"] is None
    assert told(made) == [RULE]


@pytest.mark.parametrize("key", [NotationKey.NE, NotationKey.C])
def test_an_input_that_is_not_told_is_one_all_the_same(build: Build, key: NotationKey) -> None:
    earlier = [(2022, *line[1:]) for line in (OWN, STEEL)]
    place = build([*earlier, INPUT, OWN, STEEL])
    unknown = EnergyRecord(2022, Flow.POWER, "", "bituminous_coal", Amount(None, "t", key))
    made = compile_inventory(replace(place, energy=(*place.energy, unknown)))
    assert total(made, Basis.GPC_BASIC) == pytest.approx([13 * COAL] * 2)
    assert not told(made)


def test_raw_material_leaves_own_use_in_proportion(build: Build) -> None:
    raw = (2023, Flow.NON_ENERGY, "power_heat", "bituminous_coal", 51.5, "t")
    made = compile_inventory(build([INPUT, OWN, STEEL, raw]))
    assert rows(made)["I.4.1"] == pytest.approx(1.5 * COAL)
    assert rows(made)["I.4.4"] == pytest.approx(50 * COAL)


def test_own_use_errs_by_its_own_width(build: Build) -> None:
    place = build([(*INPUT[:4], -100.0, "t"), OWN])
    energy = [
        replace(r, amount=replace(r.amount, low=2.4, high=3.6)) if r.flow is FINAL else r
        for r in place.energy
    ]
    made = compile_inventory(replace(place, energy=tuple(energy)))
    coal = made.carriers.index("bituminous_coal")
    factor = made.factor_half_width[coal].mean()
    found = approach1(made, Basis.GPC_BASIC, 2023)
    width = found.width / found.total
    assert width == pytest.approx(float(np.hypot(0.2, factor)), rel=1e-9)
    draws = monte_carlo(made, Basis.GPC_BASIC, 4000, 1)
    assert draws.std() / draws.mean() == pytest.approx(width / 1.96, rel=0.1)
