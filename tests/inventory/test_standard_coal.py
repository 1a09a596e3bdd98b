"""Energy totals count by GB/T 2589, CO2 by the factor set."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dafeng import reference
from dafeng.dossier.records import Amount, Dossier, FactorRecord, Flow
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.energy_total import carrier_energy, energy_total
from dafeng.inventory.intensity import group_shares

Build = Callable[..., Dossier]

#: Worked by hand: 10 000 t, or 10 000 x 10 000 m3, times the coefficient of annex A.
WORKED = [
    ("raw_coal", 1.0, "万吨", 7143.0),
    ("coke", 10_000.0, "t", 9714.0),
    ("gasoline", 1.0, "万吨", 14_714.0),
    ("diesel", 1.0, "万吨", 14_571.0),
    ("lpg", 1.0, "万吨", 17_143.0),
    ("natural_gas", 1.0, "亿立方米", 133_000.0),
]


@pytest.mark.parametrize(("carrier", "quantity", "unit", "coal"), WORKED)
def test_physical_units_count_by_the_official_coefficient(
    build: Build, carrier: str, quantity: float, unit: str, coal: float
) -> None:
    line = (2023, Flow.FINAL_CONSUMPTION, "services", carrier, quantity, unit)
    inventory = compile_inventory(build([line]))
    assert energy_total(inventory)[0] == pytest.approx(coal, abs=0.01)
    group = reference.carriers()[carrier].group
    assert carrier_energy(inventory)[group][0] == pytest.approx(coal, abs=0.01)
    assert group_shares(inventory)[group].values[0] == pytest.approx(1.0)


def test_co2_stays_with_the_factor_set(build: Build) -> None:
    line = (2023, Flow.FINAL_CONSUMPTION, "services", "diesel", 1.0, "万吨")
    inventory = compile_inventory(build([line]))
    factor = reference.fuel_factor_set("provincial-guideline-2025").factors["diesel"]
    assert inventory.energy_co2.sum() == pytest.approx(1e4 * factor.co2_per_unit)
    assert inventory.energy.sum() == pytest.approx(1e4 * factor.ncv / 1000)


def test_an_own_calorific_value_goes_first(build: Build) -> None:
    line = (2023, Flow.FINAL_CONSUMPTION, "services", "raw_coal", 1.0, "万吨")
    own = FactorRecord("ncv", "raw_coal", "", None, Amount(17.58456, "GJ/t"))
    inventory = compile_inventory(build([line], [own]))
    assert energy_total(inventory)[0] == pytest.approx(6000.0)


def test_energy_units_count_by_their_energy(build: Build) -> None:
    line = (2023, Flow.FINAL_CONSUMPTION, "services", "diesel", 293.076, "TJ")
    assert energy_total(compile_inventory(build([line])))[0] == pytest.approx(1e4)


def test_a_coefficient_from_memory_does_not_count(build: Build) -> None:
    assert reference.standard_coal("anthracite").verification == "M"
    line = (2023, Flow.FINAL_CONSUMPTION, "services", "anthracite", 1.0, "t")
    inventory = compile_inventory(build([line]))
    assert energy_total(inventory)[0] == pytest.approx(inventory.energy.sum() * 1000 / 29.3076)


def test_raw_material_and_transformation_count_alike(build: Build) -> None:
    lines = [
        (2023, Flow.FINAL_CONSUMPTION, "petrochemicals", "raw_coal", 10.0, "万吨"),
        (2023, Flow.NON_ENERGY, "petrochemicals", "raw_coal", 4.0, "万吨"),
        (2023, Flow.COKING, "", "cleaned_coal", -10.0, "万吨"),
        (2023, Flow.COKING, "", "coke", 7.0, "万吨"),
    ]
    inventory = compile_inventory(build(lines))
    expected = 10e4 * 0.7143 + 10e4 * 0.9 - 7e4 * 0.9714
    assert energy_total(inventory)[0] == pytest.approx(expected)
    assert inventory.coal is not None
    assert inventory.coal.used.sum() == pytest.approx(6e4 * 0.7143)
