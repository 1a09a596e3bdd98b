"""A place's own targets become limits where they can be read, and say why where they cannot."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.measures.portfolio.conftest import Pose

from dafeng.axes import year_axis
from dafeng.dossier.records import Row
from dafeng.measures.portfolio.effects import QUANTITIES, totals
from dafeng.measures.portfolio.solve import least_cost
from dafeng.measures.portfolio.targets import (
    ReadTarget,
    Record,
    limits_from,
    read_targets,
)
from dafeng.reference.indicators import indicators
from dafeng.scenarios.simulation import BASES

#: Observed CO2 [t] and GDP [yuan] of a year before the base year, made up.
RECORD = Record({2015: 90e6, 2020: 100e6}, {2015: 170e9, 2020: 235e9})


def row(indicator: str, value: str, unit: str, base: str = "", year: str = "2030") -> Row:
    cells = {"indicator": indicator, "year": year, "value": value, "unit": unit, "base_year": base}
    return Row(tuple(cells.items()))


def read(pose: Pose, *rows: Row) -> tuple[ReadTarget, ...]:
    return read_targets(rows, pose().path, "park", RECORD)


@pytest.mark.parametrize(
    ("given", "limit", "bound"),
    [
        (row("非化石能源消费比重", "≥25", "%"), "share:non_fossil", 0.25),
        (row("Non-fossil share of energy", "25%", ""), "share:non_fossil", 0.25),
        (row("二氧化碳排放总量", "9000", "万吨CO2"), "cap:co2", 9e7),
        (row("煤炭消费总量", "100", "万吨标准煤"), "cap:coal", 29307.6),
        (row("能源消费总量", "2000", "万吨标准煤"), "cap:energy", 586152.0),
        (row("单位地区生产总值能耗", "0.5", "吨标准煤/万元"), "intensity:energy", 1.46538e-6),
        (row("石油消费总量", "50", "万吨标准煤"), "cap:oil", 14653.8),
        (row("CO2 per unit of GDP", "2", "tCO2/万元"), "intensity:co2", 2e-4),
    ],
)
def test_absolute_targets_are_read_in_their_units(
    pose: Pose, given: Row, limit: str, bound: float
) -> None:
    (found,) = read(pose, given)
    assert found.limit == limit
    assert found.bound == pytest.approx(bound)


def test_a_fall_is_taken_from_the_base_year_or_the_record(pose: Pose) -> None:
    path = pose().path
    co2 = float(path.fuels[0].sum() + (path.process * (1 - path.captured))[0].sum() + path.power[0])
    now, then, total = read(
        pose,
        row("单位GDP二氧化碳排放下降", "20", "%", "2020"),
        row("单位GDP二氧化碳排放下降", "-20", "%", "2015"),
        row("二氧化碳排放量下降", "10", "%", "2020"),
    )
    assert now.bound == pytest.approx(0.8 * co2 / path.gdp[0])
    assert then.bound == pytest.approx(0.8 * (co2 * 0.9) / (path.gdp[0] * 170 / 235))
    assert total.bound == pytest.approx(0.9 * co2)


@pytest.mark.parametrize(
    "given",
    [
        row("二氧化碳达峰年份", "2030", "年"),
        row("非化石能源发电装机占比", "60", "%"),
        row("煤炭消费量下降", "10", "%", "2015"),
        row("煤炭消费总量", "500", "万吨"),
        row("单位GDP能耗下降", "15", "%"),
        row("绿色出行比例", "70", "%"),
        row("能源消费总量", "大幅下降", "吨标准煤"),
        row("非化石能源消费比重", "提高6个百分点", "%"),
        row("能源消费总量", "2000", "万吨标准煤", year="2015"),
    ],
)
def test_what_cannot_be_held_says_why(pose: Pose, given: Row) -> None:
    (found,) = read(pose, given)
    assert not found.limit
    assert found.reason is not None
    assert found.reason.zh
    assert found.reason.en


def test_targets_are_straight_between_their_years_and_held_after_the_last(pose: Pose) -> None:
    asked = pose()
    years = asked.problem.years
    found = read(
        pose,
        row("CO2 emissions", "90", "MtCO2", year="2028"),
        row("CO2 emissions", "80", "MtCO2", year="2030"),
    )
    (limit,) = limits_from(found, years, asked.path)
    at = [years.index(y) for y in (2027, 2028, 2029, 2030, 2060)]
    assert limit.upper[at] == pytest.approx([np.inf, 90e6, 85e6, 80e6, 80e6])


def test_of_two_figures_for_one_year_the_stricter_holds(pose: Pose) -> None:
    asked = pose()
    years = asked.problem.years
    given = (
        row("CO2 emissions", "80", "MtCO2"),
        row("二氧化碳排放总量", "≤9000", "万吨CO2"),
        row("碳排放峰值", "7000", "万吨CO2"),  # a level of the peak is no cap of a year
    )
    for rows in (given, given[::-1]):
        (limit,) = limits_from(read(pose, *rows), years, asked.path)
        assert limit.upper[years.index(2030)] == pytest.approx(80e6)


@pytest.mark.parametrize("value", ["≤9000", "不超过9000", "控制在9000以内", "8500-9000"])
def test_a_bound_is_read_as_the_rules_read_it(pose: Pose, value: str) -> None:
    (found,) = read(pose, row("二氧化碳排放总量", value, "万吨CO2"))
    assert found.bound == pytest.approx(9e7)


def test_a_bound_on_the_other_side_and_a_row_of_the_past_hold_nothing(pose: Pose) -> None:
    past = row("二氧化碳排放总量", "9000", "万吨CO2")
    cells = tuple((name, text) for name, text in past.values)
    wrong, base = read(
        pose,
        row("二氧化碳排放总量", "不低于9000", "万吨CO2"),
        replace(past, values=(*cells, ("kind", "基期"))),
    )
    assert (wrong.limit, wrong.wanted) == ("", True)
    assert (base.limit, base.wanted) == ("", False)


def test_a_fall_may_name_its_year_in_the_cell(pose: Pose) -> None:
    stated, named = read(
        pose,
        row("单位GDP二氧化碳排放下降", "20", "%", "2015"),
        row("单位GDP二氧化碳排放", "下降20%（较2015年）", ""),
    )
    assert named.bound == pytest.approx(stated.bound)


def test_a_portfolio_keeps_the_targets_that_it_is_held_to(pose: Pose) -> None:
    asked = pose()
    free = least_cost(asked.problem)
    at, energy, co2 = (QUANTITIES.index(q) for q in ("non_fossil", "energy", "co2"))
    year = asked.problem.years.index(2040)
    share = 1.1 * free.totals[at, year] / free.totals[energy, year]
    level = 0.97 * free.totals[co2, year] / 1e4
    found = read(
        pose,
        row("非化石能源占比", f"{100 * share}", "%", year="2040"),
        row("CO2 emissions", f"{level}", "万吨CO2", year="2040"),
    )
    limits = limits_from(found, asked.problem.years, asked.path)
    kept = least_cost(replace(asked.problem, limits=limits))
    assert kept.totals[at, year] / kept.totals[energy, year] >= share * (1 - 1e-6)
    assert kept.totals[co2, year] / 1e4 <= level * (1 + 1e-6)
    assert kept.cost > free.cost


@pytest.mark.parametrize("carrier", ["coal", "oil"])
def test_a_share_of_a_fuel_is_a_cap_that_the_portfolio_holds(pose: Pose, carrier: str) -> None:
    asked = pose()
    free = least_cost(asked.problem)
    at, energy = (QUANTITIES.index(q) for q in (carrier, "energy"))
    year = asked.problem.years.index(2040)
    share = 0.97 * free.totals[at, year] / free.totals[energy, year]
    name = {"coal": "煤炭消费比重", "oil": "Oil share"}[carrier]
    found = read(pose, row(name, f"{100 * share}", "%", year="2040"))
    (limit,) = limits_from(found, asked.problem.years, asked.path)
    assert limit.share_asked(year) == pytest.approx(100 * share)
    kept = least_cost(replace(asked.problem, limits=(limit,)))
    assert kept.totals[at, year] / kept.totals[energy, year] <= share * (1 + 1e-6)
    assert kept.cost > free.cost


def test_of_two_caps_on_a_share_the_lower_one_holds(pose: Pose) -> None:
    asked = pose()
    found = read(pose, row("煤炭消费占比", "50", "%"), row("煤炭消费占比", "≤45", "%"))
    (limit,) = limits_from(found, asked.problem.years, asked.path)
    assert limit.share_asked(asked.problem.years.index(2030)) == pytest.approx(45)


#: What each indicator of the catalogue holds; every other one holds nothing.
HELD = {
    "non_fossil_share": "share:non_fossil",
    "co2_intensity": "intensity:co2",
    "co2_intensity_fall": "intensity:co2",
    "energy_intensity": "intensity:energy",
    "energy_intensity_fall": "intensity:energy",
    "co2_total": "cap:co2",
    "carbon_budget": "cap:co2",
    "energy_total": "cap:energy",
    "coal_total": "cap:coal",
    "coal_fall": "cap:coal",
    "oil_total": "cap:oil",
    "coal_share": "share:coal",
    "oil_share": "share:oil",
}
#: What is so near to them that the place is told why it is not held.
NAMED = (*HELD, "gas_share")


@pytest.mark.parametrize("identifier", list(indicators()))
def test_an_indicator_holds_the_same_in_either_language(pose: Pose, identifier: str) -> None:
    """Every spelling of the catalogue, with the unit and the direction of the indicator."""
    of = indicators()[identifier]
    base = str(pose().path.years.labels[0])
    for name in (of.name.zh, of.name.en, *of.synonyms):
        for sign in ("", "≥" if of.direction == "up" else "≤"):
            given = row(name, f"{sign}12", of.unit, base if of.kind == "fall" else "")
            (found,) = read(pose, given)
            assert found.limit == HELD.get(identifier, ""), name
            assert (found.reason is None) == (identifier in HELD), name
            assert found.wanted == (identifier in NAMED), name


@pytest.mark.parametrize("identifier", list(HELD))
def test_the_other_side_of_a_limit_is_not_held(pose: Pose, identifier: str) -> None:
    of = indicators()[identifier]
    sign = "≤" if of.direction == "up" else "≥"
    base = str(pose().path.years.labels[0])
    (found,) = read(pose, row(of.name.zh, f"{sign}12", of.unit, base))
    assert not found.limit
    assert found.reason is not None


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("二氧化碳捕集量", "万吨CO2"),
        ("公共机构能源消费总量", "万吨标准煤"),
        ("能源消费总量年均增速", "%"),
        ("规模以上工业能源消费总量", "万吨标准煤"),
        ("Energy use of public buildings", "PJ"),
        ("Fall of energy use of households", "%"),
        ("Fall of energy per industrial value added", "%"),
        ("CO2 emissions of the power sector", "MtCO2"),
        ("工业领域二氧化碳排放量下降", "%"),
    ],
)
def test_a_part_of_the_place_is_no_cap_on_all_of_it(pose: Pose, name: str, unit: str) -> None:
    (found,) = read(pose, row(name, "15", unit, "2020"))
    assert not found.limit
    assert found.reason is not None
    assert found.wanted == (unit != "%")


def test_a_part_that_the_catalogue_knows_is_no_cap_either(pose: Pose) -> None:
    (found,) = read(pose, row("可再生能源消费总量", "15", "万吨标准煤", "2020"))
    assert (found.limit, found.wanted) == ("", False)
    assert found.reason is not None


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("全市能源消费总量", "cap:energy"),
        ("1. 煤炭消费总量（万吨标准煤）", "cap:coal"),
        ("CO2 emissions (MtCO2)", "cap:co2"),
    ],
)
def test_numbering_whose_and_unit_belong_to_no_name(pose: Pose, name: str, limit: str) -> None:
    unit = "" if "(" in name or "（" in name else "万吨标准煤"
    (found,) = read(pose, row(name, "150", unit))
    assert found.limit == limit


@pytest.mark.parametrize("name", ["能源消费总量下降", "Reduction of energy consumption"])
def test_a_fall_may_be_named_by_words(pose: Pose, name: str) -> None:
    path = pose().path
    (found,) = read(pose, row(name, "10", "%", str(path.years.labels[0])))
    now = pose().problem.base[QUANTITIES.index("energy"), 0]
    assert found.limit == "cap:energy"
    assert 0 < found.bound < 1.1 * now


@pytest.mark.parametrize(
    ("value", "unit", "rise"),
    [("+5%（较2020年）", "%", 0.05), ("+5", "%", 0.05), ("-5", "%", -0.05), ("下降5%", "", -0.05)],
)
def test_a_rise_is_no_fall(pose: Pose, value: str, unit: str, rise: float) -> None:
    asked = pose()
    coal = totals(asked.path, year_axis(2020, 2020), BASES["park"])[QUANTITIES.index("coal"), 0]
    (found,) = read(pose, row("煤炭消费总量", value, unit, "2020"))
    assert found.bound == pytest.approx((1 + rise) * coal)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("煤炭消费总量", "5"),
        ("能源消费总量", "110"),
        ("能源消费总量", "约10%"),
        ("单位GDP能耗", "90"),
        ("单位GDP能耗下降", "120"),
    ],
)
def test_a_percentage_that_says_neither_rise_nor_fall_holds_nothing(
    pose: Pose, name: str, value: str
) -> None:
    (found,) = read(pose, row(name, value, "%", "2020"))
    assert (found.limit, found.wanted) == ("", True)
    assert found.reason is not None


def test_a_budget_of_one_year_is_a_cap_of_that_year(pose: Pose) -> None:
    budget = row("年度碳排放预算", "5000", "万吨")
    (found,), (total,) = read(pose, budget), read(pose, row("二氧化碳排放总量", "5000", "万吨"))
    assert (found.limit, found.bound) == ("cap:co2", total.bound)
    assert found.wanted


@pytest.mark.parametrize(
    ("value", "year"), [("25000", "2026-2030"), ("25000", "2026—2030年"), ("累计25000", "2030")]
)
def test_a_budget_of_several_years_is_listed_as_not_held(pose: Pose, value: str, year: str) -> None:
    (found,) = read(pose, row("碳排放预算", value, "万吨", year=year))
    assert not found.limit
    assert found.wanted
    assert found.reason is not None
    assert "several years" in found.reason.en
