"""Mistakes that published tables contain, planted in a good city."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest

from dafeng.dossier.records import (
    ActivityRecord,
    Amount,
    Dossier,
    FactorRecord,
    Flow,
    PublishedRecord,
)
from dafeng.errors import Fault, Place, Severity
from dafeng.inventory.bases import total
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.doubts.mistakes import explain
from dafeng.inventory.plausibility import check_dossier
from dafeng.inventory.quantities import FactorBook

FINAL = Flow.FINAL_CONSUMPTION
Line = tuple[int, Flow, str, str, float, str]
Build = Callable[..., Dossier]
FACTORS = Place("factors.csv", row=2, column=5)


def found(faults: tuple[Fault, ...], rule: str) -> list[Fault]:
    return [f for f in faults if f.rule == rule]


def row_of(lines: list[Line], year: int, sector: str, carrier: str) -> int:
    return next(i for i, x in enumerate(lines, 2) if (x[0], x[2], x[3]) == (year, sector, carrier))


def factor(quantity: str, subject: str, value: float, unit: str) -> FactorRecord:
    return FactorRecord(quantity, subject, "", None, Amount(value, unit, place=FACTORS))


def grid(year: int, value: float, unit: str = "tCO2/MWh") -> FactorRecord:
    place = Place("factors.csv", row=year - 2019, column=5)
    return FactorRecord("grid", "", "", year, Amount(value, unit, place=place))


@pytest.mark.parametrize(
    ("quantity", "value", "unit"),
    [
        ("ncv", 29.3076, "GJ/t"),
        ("ncv", 29271.0, "kJ/kg"),
        ("carbon_content", 0.7559, "tC/TJ"),
        ("carbon_content", 94.6, "tC/TJ"),
        ("ncv", 20.908 * 4.1868, "GJ/t"),
    ],
)
def test_factor_per_tce_applied_to_tonnes(
    build: Build, city_lines: list[Line], quantity: str, value: float, unit: str
) -> None:
    faults = check_dossier(build(city_lines, [factor(quantity, "raw_coal", value, unit)]))
    caught = found(faults, "inventory.factor.tce_for_tonnes") + found(
        faults, "inventory.factor.implied"
    )
    assert caught
    assert all(f.place == FACTORS for f in caught)


def test_carbon_content_per_tonne_is_refused_at_its_cell(
    build: Build, city_lines: list[Line]
) -> None:
    faults = check_dossier(
        build(city_lines, [factor("carbon_content", "raw_coal", 0.7559, "tC/t")])
    )
    assert [f.rule for f in faults] == ["inventory.factor.unit"]
    assert faults[0].place == FACTORS
    assert "standard coal" in faults[0].message.en


def test_tc_per_tce_with_its_own_unit_counts_but_is_named(
    build: Build, city_lines: list[Line]
) -> None:
    record = factor("carbon_content", "raw_coal", 0.7559, "tC/tce")
    faults = check_dossier(build(city_lines, [record]))
    assert [(f.rule, f.severity) for f in faults] == [
        ("inventory.factor.carbon_per_tce", Severity.WARNING)
    ]


@pytest.mark.parametrize(
    ("value", "unit", "wording"),
    [
        (0.7559, "tCO2/t", "tC/tce"),
        (2.66, "tCO2/t", "per standard coal"),
        (1.9 * 12 / 44, "tCO2/t", "carbon were taken for CO2"),
        (1.9e-4, "tCO2/t", "ten-thousandth"),
        (1900, "tCO2/t", "kg against t"),
    ],
)
def test_a_co2_factor_off_by_a_known_mistake_is_explained(
    build: Build, city_lines: list[Line], value: float, unit: str, wording: str
) -> None:
    record = factor("emission_factor", "raw_coal", value, unit)
    faults = [f for f in check_dossier(build(city_lines, [record])) if "factor" in f.rule]
    assert [f.place for f in faults] == [record.amount.place]
    assert wording in faults[0].message.en


@pytest.mark.parametrize(
    ("value", "unit"), [(1.9, "tCO2/t"), (2.7, "tCO2/tce"), (92.1, "kgCO2/GJ")]
)
def test_a_sound_co2_factor_replaces_carbon_content_and_oxidation(
    build: Build, city_lines: list[Line], value: float, unit: str
) -> None:
    record = factor("emission_factor", "raw_coal", value, unit)
    dossier = build(city_lines, [record])
    assert not [f for f in check_dossier(dossier) if "factor" in f.rule]
    resolved = FactorBook(dossier).resolve("raw_coal", "", 2022)
    assert resolved.ncv is not None
    per_unit = {"tCO2/t": resolved.ncv, "tCO2/tce": 29.3076, "kgCO2/GJ": 1000.0}[unit]
    assert resolved.co2_per_tj == pytest.approx(value / per_unit * 1000)


def test_a_co2_factor_beside_its_parts_is_refused(build: Build, city_lines: list[Line]) -> None:
    both = [
        factor("emission_factor", "raw_coal", 1.9, "tCO2/t"),
        factor("carbon_content", "raw_coal", 25.8, "tC/TJ"),
    ]
    faults = check_dossier(build(city_lines, both))
    assert [f.rule for f in faults] == ["inventory.factor.twice"]


def slipped(lines: list[Line], year: int, carrier: str) -> list[Line]:
    rows = [i for i, x in enumerate(lines) if (x[0], x[1], x[3]) == (year, FINAL, carrier)]
    values = [lines[i][4] for i in rows]
    moved = [values[0] * 0.3, *values[:-1]]
    result = list(lines)
    for i, value in zip(rows, moved, strict=True):
        result[i] = (*lines[i][:4], value, lines[i][5])
    return result


@pytest.mark.parametrize("year", [2021, 2022, 2023])
def test_slipped_rows(build: Build, city_lines: list[Line], year: int) -> None:
    faults = check_dossier(build(slipped(city_lines, year, "raw_coal")))
    caught = found(faults, "inventory.rows.slipped")
    assert caught
    assert f"the {year} figures" in caught[0].message.en
    if year > 2021:
        first = row_of(city_lines, year, "mining", "raw_coal")
        assert first <= (caught[0].place.row or 0) <= first + 2


def test_two_swapped_rows(build: Build, city_lines: list[Line]) -> None:
    lines = list(city_lines)
    one, two = (row_of(lines, 2022, s, "raw_coal") - 2 for s in ("steel", "services"))
    lines[one] = (*lines[one][:4], city_lines[two][4], lines[one][5])
    lines[two] = (*lines[two][:4], city_lines[one][4], lines[two][5])
    faults = check_dossier(build(lines))
    assert found(faults, "inventory.rows.swapped")


@pytest.mark.parametrize("year", [2021, 2022, 2023])
def test_ten_thousand_cubic_metres_taken_for_a_hundred_million(
    build: Build, city_lines: list[Line], year: int
) -> None:
    lines = list(city_lines)
    i = row_of(lines, year, "services", "natural_gas") - 2
    lines[i] = (*lines[i][:4], lines[i][4] * 1e4, lines[i][5])
    faults = check_dossier(build(lines))
    caught = found(faults, "inventory.unit.scale")
    assert [f.place.row for f in caught] == [i + 2]
    assert "10⁴ m³" in caught[0].message.en


def test_a_single_year_shows_it_too(build: Build, city_lines: list[Line]) -> None:
    lines = [x for x in city_lines if x[0] == 2023]
    i = row_of(lines, 2023, "services", "natural_gas") - 2
    lines[i] = (*lines[i][:4], lines[i][4] * 1e4, lines[i][5])
    faults = check_dossier(build(lines))
    assert [f.place.row for f in found(faults, "inventory.unit.beyond_province")] == [i + 2]


def test_feedstock_of_one_sector_excuses_no_other(build: Build, city_lines: list[Line]) -> None:
    lines = [x for x in city_lines if x[0] == 2023]
    i = row_of(lines, 2023, "services", "natural_gas") - 2
    huge = lines[i][4] * 1e4
    lines[i] = (*lines[i][:4], huge, lines[i][5])
    lines.append((2023, Flow.FINAL_CONSUMPTION, "petrochemicals", "natural_gas", huge, lines[i][5]))
    lines.append((2023, Flow.NON_ENERGY, "petrochemicals", "natural_gas", huge, lines[i][5]))
    faults = check_dossier(build(lines))
    assert [f.place.row for f in found(faults, "inventory.unit.beyond_province")] == [i + 2]


def test_swapped_grid_factors_of_2021_and_2022(build: Build, city_lines: list[Line]) -> None:
    good = [grid(2021, 0.5422), grid(2022, 0.5153), grid(2023, 0.4974)]
    bad = [grid(2021, 0.5153), grid(2022, 0.5422), grid(2023, 0.4974)]
    assert check_dossier(build(city_lines, good)) == ()
    caught = found(check_dossier(build(city_lines, bad)), "inventory.grid_factor.mistaken")
    assert [f.place.row for f in caught] == [2, 3]
    assert all(f.severity is Severity.ERROR for f in caught)
    assert "2022" in caught[0].message.en


@pytest.mark.parametrize(
    ("value", "unit", "wording"),
    [
        (0.5366, "tCO2/MWh", "the nation for 2022"),
        (0.8273, "kgCO2/kWh", "fossil"),
        (0.6205, "kgCO2e/kWh", "footprint"),
        (0.5703, "tCO2/MWh", "enterprise reporting"),
    ],
)
def test_grid_factor_of_another_kind_or_area(
    build: Build, city_lines: list[Line], value: float, unit: str, wording: str
) -> None:
    faults = check_dossier(build(city_lines, [grid(2023, value, unit)]))
    caught = [f for f in faults if f.place.row == 4]
    assert caught
    assert wording in caught[0].message.en


def test_grid_factor_far_from_the_published_one(build: Build, city_lines: list[Line]) -> None:
    faults = check_dossier(build(city_lines, [grid(2023, 0.7111)]))
    assert found(faults, "inventory.grid_factor.far")


def test_oxidation_above_one(build: Build, city_lines: list[Line]) -> None:
    faults = check_dossier(build(city_lines, [factor("oxidation", "raw_coal", 98.0, "1")]))
    assert found(faults, "inventory.factor.oxidation")


def test_size_against_gdp_and_people(build: Build, city_lines: list[Line]) -> None:
    people = tuple(
        ActivityRecord(y, "population", "", Amount(1.0, "万人")) for y in (2021, 2022, 2023)
    )
    faults = check_dossier(replace(build(city_lines), activity=people))
    caught = found(faults, "inventory.size.implausible")
    assert len(caught) == 1
    assert "2021, 2022, 2023" in caught[0].message.en
    assert caught[0].place.row is not None


def test_published_total_in_carbon(build: Build, city_lines: list[Line]) -> None:
    dossier = build(city_lines)
    own = total(compile_inventory(dossier), "territorial")[-1] * 12 / 44
    record = PublishedRecord(2023, "yearbook", Amount(float(own), "tCO2"))
    faults = check_dossier(replace(dossier, published=(record,)))
    assert found(faults, "inventory.published.ratio")


def test_a_jump_of_a_large_cell(build: Build, city_lines: list[Line]) -> None:
    lines = list(city_lines)
    i = row_of(lines, 2023, "steel", "raw_coal") - 2
    lines[i] = (*lines[i][:4], lines[i][4] * 5, lines[i][5])
    caught = found(check_dossier(build(lines)), "inventory.cell.jump")
    assert [f.place.row for f in caught] == [i + 2]


def test_input_errors_come_back_as_faults(build: Build) -> None:
    faults = check_dossier(build([(2023, FINAL, "steel", "coke", 1.0, "人")]))
    assert faults[0].severity is Severity.ERROR


@pytest.mark.parametrize("ratio", [12 / 44, 44 / 12, 1e4, 1e-4, 1e3, 4.1868, 1e8])
def test_known_ratios_are_explained(ratio: float) -> None:
    assert explain(ratio) is not None
    assert explain(ratio * 1.01) is not None


def test_unknown_ratios_are_not() -> None:
    assert explain(1.0) is None
    assert explain(2.0) is None
    assert explain(-1.0) is None
    assert explain(1 / 0.7143, 0.7143) is not None


def test_coke_and_furnace_gas_may_hold_the_same_carbon(
    build: Build, city_lines: list[Line]
) -> None:
    extra: list[Line] = [
        (y, FINAL, "steel", carrier, 10.0, unit)
        for y in (2021, 2022, 2023)
        for carrier, unit in (("coke", "万吨"), ("blast_furnace_gas", "亿立方米"))
    ]
    assert len(found(check_dossier(build(city_lines + extra)), "inventory.carbon.twice")) == 3


def test_other_energy_counts_as_co2_only_with_its_carbon(build: Build) -> None:
    line: Line = (2023, FINAL, "steel", "other_energy", 100.0, "tce")
    assert found(check_dossier(build([line])), "inventory.carrier.no_carbon")
    own = [
        factor("carbon_content", "other_energy", 20.0, "tC/TJ"),
        factor("oxidation", "other_energy", 0.98, "1"),
    ]
    inventory = compile_inventory(build([line], own))
    expected = 2.93076 * 20 * 0.98 * 44 / 12
    assert inventory.energy_co2.sum() == pytest.approx(expected)
    assert not found(inventory.faults, "inventory.carrier.no_carbon")


CELLS = """
import json
from dafeng.dossier.records import Amount, Dossier, EnergyRecord, Flow, Identity
from dafeng.inventory.compile import compile_inventory
from dafeng.language import Text

place = Text("x", "x")
identity = Identity("330100", place, "city", "330000", ("330100",), place, 2023,
                    "provincial-guideline-2025", "average", "330000", 2020, "")
energy = [
    EnergyRecord(year, flow, "", carrier, Amount(-value, "t"))
    for year, power, heat in ((2022, 1e5, 1e4), (2023, 1e4, 2e5))
    for flow, value in ((Flow.POWER, power), (Flow.HEAT, heat), (Flow.COKING, 5.0 * power))
    for carrier in ("raw_coal", "diesel")
]
made = compile_inventory(Dossier(identity, tuple(energy)))
print(json.dumps([[f.rule, str(f.place), f.message.en] for f in made.faults]))
"""


def test_faults_do_not_depend_on_the_seed_of_hashes() -> None:
    """Plants and boilers of one fuel and year are one cell, whichever of them is read first."""
    said = [
        subprocess.run(
            [sys.executable, "-c", CELLS],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2", "3")
    ]
    assert len(set(said)) == 1


def test_entries_of_one_cell_are_summed_before_years_are_compared(build: Build) -> None:
    lines = [
        (2022, Flow.POWER, "", "raw_coal", -10.0, "万吨"),
        (2022, Flow.HEAT, "", "raw_coal", -1.0, "万吨"),
        (2023, Flow.POWER, "", "raw_coal", -5.0, "万吨"),
        (2023, Flow.HEAT, "", "raw_coal", -6.0, "万吨"),
    ]
    assert not found(compile_inventory(build(lines)).faults, "inventory.cell.jump")
    lines[3] = (2023, Flow.HEAT, "", "raw_coal", -60.0, "万吨")
    jumps = found(compile_inventory(build(lines)).faults, "inventory.cell.jump")
    assert len(jumps) == 1
    assert f"{65 / 11:.3g}" in jumps[0].message.en


def test_a_published_total_in_plain_tonnes(build: Build, city_lines: list[Line]) -> None:
    far = []
    for unit in ("t", "tCO2"):
        record = PublishedRecord(2023, "yearbook", Amount(1e5, unit))
        faults = check_dossier(replace(build(city_lines), published=(record,)))
        far.append([f.message.en for f in found(faults, "inventory.published.far")])
    assert far[0] == far[1] != []


@pytest.mark.parametrize("first", [2021, 2022])
def test_a_year_without_population_or_gdp_hides_no_other(build: Build, first: int) -> None:
    lines = [(y, FINAL, "steel", "raw_coal", 600_000.0, "万吨") for y in (2021, 2022, 2023)]
    activity = tuple(
        ActivityRecord(y, name, "", Amount(value, unit), base)
        for y in range(first, 2024)
        for name, value, unit, base in (
            ("population", 1000.0, "万人", ""),
            ("gdp", 10000.0, "亿元", "2020"),
        )
    )
    faults = check_dossier(replace(build(lines), activity=activity))
    told = found(faults, "inventory.size.implausible")
    assert len(told) == 2
    assert all(("2021" in f.message.en) == (first == 2021) for f in told)
    assert all("2022, 2023" in f.message.en for f in told)
