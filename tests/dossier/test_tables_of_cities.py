"""What small tables of a city hold: merged figures, groups of carriers, years not yet done."""

from __future__ import annotations

from typing import Final

import pytest
from tests import exemplar

from dafeng.dossier.check import check
from dafeng.dossier.parse import parse
from dafeng.dossier.records import ActivityRecord, Dossier, Flow
from dafeng.dossier.sheets import Merged, RawSheet
from dafeng.errors import Fault, Severity

_Row = list[str | float | int | None]


def _sheet(rows: list[_Row], *merged: Merged, name: str = "2020") -> RawSheet:
    return RawSheet("能源.xlsx", name, tuple(map(tuple, rows)), merged)


def _read(*sheets: RawSheet, **identity: object) -> tuple[Dossier, tuple[Fault, ...]]:
    dossier, faults = parse(sheets, exemplar.identity(**identity))
    assert dossier is not None
    return dossier, faults


def _told(faults: tuple[Fault, ...]) -> list[tuple[str, str]]:
    kinds = (Severity.ERROR, Severity.WARNING)
    return [(f.rule, f.place.cell) for f in faults if f.severity in kinds]


def _final(dossier: Dossier, year: int = 2020) -> dict[tuple[str, str], float | None]:
    return {
        (r.sector, r.carrier): r.amount.value
        for r in dossier.energy
        if r.year == year and r.flow is Flow.FINAL_CONSUMPTION
    }


_TITLE: _Row = ["2020年分行业能源消费量"]
_HEAD: _Row = ["类别", "行业", "原煤（万吨）", "柴油（万吨）", "电力（亿千瓦时）"]


@pytest.mark.parametrize(
    ("area", "cell", "cells"), [((3, 3, 4, 3), "C3", "C3:C4"), ((3, 3, 3, 4), "C3", "C3:D3")]
)
def test_a_number_merged_over_cells_that_differ_is_an_error(
    area: Merged, cell: str, cells: str
) -> None:
    rows: list[_Row] = [_TITLE, _HEAD]
    rows += [["第二产业", "工业", 300, None, 200], [None, "建筑业", None, None, 3]]
    dossier, faults = _read(_sheet(rows, (3, 1, 4, 1), area))
    assert _told(faults) == [("cell.merged_number", cell)]
    (found,) = (f for f in faults if f.rule == "cell.merged_number")
    assert cells in found.message.zh
    assert cells in found.message.en
    figures = _final(dossier)
    assert figures["manufacturing", "raw_coal"] == 300
    assert figures.keys().isdisjoint({("construction", "raw_coal"), ("manufacturing", "diesel")})


def test_a_number_merged_over_cells_that_mean_one_thing_counts_once() -> None:
    rows: list[_Row] = [_TITLE, _HEAD]
    rows += [["第二产业", "工业", 300, 4, 200], ["第二产业", "建筑业", None, 3, 3], [None] * 5]
    dossier, faults = _read(_sheet(rows, (3, 3, 3, 3), (4, 4, 5, 4)))
    assert _told(faults) == []
    assert _final(dossier)["construction", "diesel"] == 3


def test_merged_years_still_stand_for_every_row() -> None:
    rows: list[_Row] = [["年份", "流向", "部门", "能源品种", "数量", "单位"]]
    rows += [[2020, "终端消费量", "建筑业", "柴油", 3, "万吨"]]
    rows += [[None, "终端消费量", "农、林、牧、渔业", "柴油", 4, "万吨"]]
    dossier, faults = _read(_sheet(rows, (2, 1, 3, 1), name="能源"))
    assert _told(faults) == []
    assert set(_final(dossier).values()) == {3, 4}


def test_a_population_merged_over_two_years_is_an_error() -> None:
    rows: list[_Row] = [["年份", "常住人口（万人）"], [2018, 340], [2019, 341.3], [2020, None]]
    dossier, faults = _read(_sheet(rows, (3, 2, 4, 2), name="社会经济"))
    assert _told(faults) == [("cell.merged_number", "B3")]
    assert _people(dossier) == {2018: 340, 2019: 341.3}


def _people(dossier: Dossier) -> dict[int, float | None]:
    records: tuple[ActivityRecord, ...] = dossier.activity
    return {r.year: r.amount.value for r in records}


@pytest.mark.parametrize("coal", ["煤合计", "煤炭合计", "煤炭消费量", "煤炭"])
def test_a_group_without_its_carriers_is_counted_with_a_warning(coal: str) -> None:
    rows: list[_Row] = [_TITLE, ["项目", f"{coal}（万吨）", "油品合计（万吨）", "电力（亿千瓦时）"]]
    rows += [["工业", 300, 5, 200], ["第三产业", None, 40, 35]]
    dossier, faults = _read(_sheet(rows))
    assert _told(faults) == [("total.as_carrier", "B2"), ("total.as_carrier", "C2")]
    figures = _final(dossier)
    assert figures["manufacturing", "raw_coal"] == 300
    assert figures["manufacturing", "diesel"] == 5
    assert figures["services", "diesel"] == 40


@pytest.mark.parametrize("coal", ["煤合计", "煤炭消费量"])
def test_a_group_in_long_form_without_its_carriers_is_counted(coal: str) -> None:
    rows: list[_Row] = [["年份", "流向", "部门", "能源品种", "数量", "单位"]]
    rows += [[2020, "终端消费量", "工业", "原煤", 300, "万吨"]]
    rows += [[2020, "终端消费量", "建筑业", coal, 1, "万吨"]]
    dossier, faults = _read(_sheet(rows, name="能源"))
    assert _told(faults) == [("total.as_carrier", "D3")]
    assert _final(dossier)["construction", "raw_coal"] == 1


def test_what_a_group_has_beside_one_of_its_carriers_counts_as_others() -> None:
    rows: list[_Row] = [_TITLE]
    rows += [["项目", "煤合计（万吨）", "其中：原煤（万吨）", "电力（亿千瓦时）"]]
    rows += [["工业", 300, 200, 200], ["第三产业", 5, None, 35], ["居民生活", None, None, 30]]
    dossier, faults = _read(_sheet(rows))
    assert sorted(_told(faults)) == [("total.as_carrier", "B2"), ("total.rest", "B2")]
    figures = _final(dossier)
    assert figures["manufacturing", "raw_coal"] == 200
    assert figures["manufacturing", "other_washed_coal"] == 100
    assert figures["services", "raw_coal"] == 5


#: Sector, total of coal, raw coal, cleaned coal; what it counts as.
_COAL: Final = {
    "two kinds at one sector": [("钢铁", 100, 40, 60), ("建筑业", 50, None, None)],
    "one kind at one sector": [("钢铁", 100, 40, None), ("建筑业", 50, None, None)],
    "no kind": [("钢铁", 100, None, None), ("建筑业", 50, None, None)],
    "a kind of which there is none": [("钢铁", 100, 0, None), ("建筑业", 50, 30, None)],
    "a total of all": [("钢铁", 100, 40, 60), ("建筑业", 50, None, None), ("合计", 150, 40, 60)],
    "a kind above": [("工业", 100, 40, 60), ("钢铁", 50, None, None)],
    "a kind that differs": [("钢铁", 100, 40, 30)],
}


@pytest.mark.parametrize("rows", _COAL.values(), ids=_COAL)
def test_a_total_of_coal_counts_the_same_in_either_form(
    rows: list[tuple[str, int, int | None, int | None]],
) -> None:
    names = ("煤合计", "原煤", "洗精煤")
    used = [i for i in range(3) if any(row[i + 1] is not None for row in rows)]
    wide: list[_Row] = [
        _TITLE,
        ["项目", *(f"{names[i]}（万吨）" for i in used), "电力（亿千瓦时）"],
    ]
    wide += [[row[0], *(row[i + 1] for i in used), None] for row in rows]
    long: list[_Row] = [["年份", "流向", "部门", "能源品种", "数量", "单位"]]
    long += [
        [2020, "终端消费量", row[0], names[i], row[i + 1], "万吨"]
        for row in rows
        for i in used
        if row[i + 1] is not None
    ]
    (one, told), (other, also) = _read(_sheet(wide)), _read(_sheet(long, name="能源"))
    assert _coal(one) == _coal(other)
    assert {rule for rule, _ in _told(told)} == {rule for rule, _ in _told(also)}


def _coal(dossier: Dossier) -> dict[tuple[str, str], float | None]:
    return {k: v for k, v in _final(dossier).items() if k[1] != "electricity" and v}


def test_a_total_that_is_not_used_is_a_warning() -> None:
    rows: list[_Row] = [_TITLE, ["项目", "煤合计（万吨）", "原煤（万吨）", "洗精煤（万吨）"]]
    rows += [["工业", 100, 40, 60], ["钢铁", 50, None, None]]
    _, faults = _read(_sheet(rows))
    assert _told(faults) == [("total.unsplit", "B4")]


def test_raw_coal_of_power_plants_says_nothing_of_what_sectors_use() -> None:
    rows: list[_Row] = [_TITLE, ["项目", "煤合计（万吨）", "电力（亿千瓦时）"]]
    rows += [["钢铁", 100, 5], ["建筑业", 50, 2]]
    plants: list[_Row] = [["年份", "流向", "部门", "能源品种", "数量", "单位"]]
    plants += [[2020, "火力发电", None, "原煤", -400, "万吨"]]
    dossier, faults = _read(_sheet(rows), _sheet(plants, name="能源"))
    assert _told(faults) == [("total.as_carrier", "B2")]
    assert _coal(dossier) == {("steel", "raw_coal"): 100, ("construction", "raw_coal"): 50}


def test_a_group_beside_more_of_its_carriers_is_still_a_sum() -> None:
    rows: list[_Row] = [_TITLE, ["项目", "煤合计（万吨）", "原煤（万吨）", "洗精煤（万吨）"]]
    rows += [["工业", 300, 200, 50], ["第三产业", 5, 5, None]]
    _, faults = _read(_sheet(rows))
    assert _told(faults) == [("total.differs", "B3")]


_LONG: _Row = ["流向", "部门", "能源品种", "计量单位"]


@pytest.mark.parametrize("header", ["2025年（规划）", "2025年规划", "2025年(预计)", "2025年目标"])
def test_a_year_that_is_planned_is_named_and_not_used(header: str) -> None:
    rows: list[_Row] = [[*_LONG, "2019年", "2020年", header]]
    rows += [["终端消费量", "工业", "原煤", "万吨", 305, 300, 290]]
    dossier, faults = _read(_sheet(rows, name="能源消费"))
    assert {r.year for r in dossier.energy} == {2019, 2020}
    assert _told(faults) == [("column.planned", "G1")]


@pytest.mark.parametrize("header", ["2020年快报", "2020*", "2020年P", "2020年（初步核算）"])
def test_a_preliminary_year_is_read_and_that_is_noted(header: str) -> None:
    rows: list[_Row] = [[*_LONG, "2019年", header]]
    rows += [["终端消费量", "工业", "原煤", "万吨", 305, 300]]
    dossier, faults = _read(_sheet(rows, name="能源消费"))
    assert {r.year for r in dossier.energy} == {2019, 2020}
    assert ("year.preliminary", "F1") in [(f.rule, f.place.cell) for f in faults]
    assert _told(faults) == []


def test_indicators_of_planned_years_are_not_used_either() -> None:
    rows: list[_Row] = [["指标", "单位", "2019年", "2020年快报", "2025年（规划）"]]
    rows += [["常住人口", "万人", 340, 341, 350]]
    dossier, faults = _read(_sheet(rows, name="社会经济"))
    assert _people(dossier) == {2019: 340, 2020: 341}
    assert _told(faults) == [("column.planned", "E1")]
    assert "year.preliminary" in [f.rule for f in faults]


def test_cogeneration_is_the_input_of_plants() -> None:
    rows: list[_Row] = [["年份", "流向", "部门", "能源品种", "数量", "单位"]]
    rows += [[2020, "热电联产", None, "原煤", -30, "万吨"]]
    dossier, faults = _read(_sheet(rows, name="能源"))
    assert [(r.flow, r.amount.value) for r in dossier.energy] == [(Flow.POWER, -30)]
    assert ("flow.cogeneration", "B2") in [(f.rule, f.place.cell) for f in faults]
    assert _told(faults) == []


def test_cogeneration_as_a_row_of_the_balance_is_noted_too() -> None:
    rows: list[_Row] = [["2020年能源平衡表"], ["项目", "原煤（万吨）", "电力（亿千瓦时）"]]
    rows += [["热电联产", -30, 8], ["建筑业", 2, 3]]
    dossier, faults = _read(_sheet(rows))
    power = {r.carrier: r.amount.value for r in dossier.energy if r.flow is Flow.POWER}
    assert power == {"raw_coal": -30, "electricity": 8}
    assert ("flow.cogeneration", "A3") in [(f.rule, f.place.cell) for f in faults]


@pytest.mark.parametrize("whole", [[], [["工业", 300, 200]]])
def test_works_below_and_above_the_limit_make_industry(whole: list[_Row]) -> None:
    rows: list[_Row] = [["2020年能源平衡表"], ["项目", "原煤（万吨）", "电力（亿千瓦时）"]]
    rows += [*whole, ["规模以上工业", 290, 190], ["规模以下工业", 10, 10], ["建筑业", 2, 3]]
    dossier, faults = _read(_sheet(rows))
    figures = _final(dossier)
    industry = {c: v for (s, c), v in figures.items() if s != "construction"}
    assert industry == {"raw_coal": 300, "electricity": 200}
    assert _told(faults) == []


def test_use_as_raw_material_is_industrys_where_no_sector_stands() -> None:
    rows: list[_Row] = [["年份", "流向", "部门", "能源品种", "数量", "单位"]]
    rows += [[2020, "终端消费量", "工业", "天然气", 9, "亿立方米"]]
    rows += [[2020, "用作原料、材料", None, "天然气", 2, "亿立方米"]]
    dossier, faults = _read(_sheet(rows, name="能源"))
    found = [r for r in dossier.energy if r.flow is Flow.NON_ENERGY]
    assert [(r.sector, r.amount.value) for r in found] == [("manufacturing", 2)]
    assert _told(faults) == []


@pytest.mark.parametrize(
    ("stated", "area"),
    [
        ("华东", "CN-EAST"),
        ("全国", "CN"),
        ("华东电网", "CN-EAST"),
        ("CN", "CN"),
        ("浙江", "330000"),
    ],
)
def test_a_grid_area_may_be_named(stated: str, area: str) -> None:
    dossier, _ = _read(grid_area=stated)
    assert dossier.identity is not None
    assert dossier.identity.grid_area == area


@pytest.mark.parametrize(("low", "rule"), [("NE", "range.notation"), (-5, "range.negative")])
def test_a_range_has_numbers_that_can_be(low: str | int, rule: str) -> None:
    rows: list[_Row] = [["年份", "流向", "部门", "能源品种", "数量", "单位", "下限", "上限"]]
    rows += [[2020, "终端消费量", "工业", "原煤", 300, "万吨", low, 320]]
    _, faults = _read(_sheet(rows, name="能源"))
    assert (rule, "G2") in _told(faults)


def test_a_growth_that_looks_like_a_fraction_is_doubted() -> None:
    rows: list[_Row] = [["情景", "驱动因素", "部门", "能源品种", "年份", "中值", "单位"]]
    rows += [["现行政策", "gdp_growth", None, None, 2030, 0.05, "%"]]
    rows += [["现行政策", "gdp_growth", None, None, 2040, 4, "%"]]
    dossier, faults = _read(_sheet(rows, name="假设"))
    doubted = [*faults, *check(dossier)]
    assert [f.place.cell for f in doubted if f.rule == "assumption.fraction"] == ["F2"]


def test_years_above_the_carriers_of_a_balance_are_told_apart() -> None:
    rows: list[_Row] = [["项目", "2020年快报", None, "2025年（规划）", None]]
    rows += [[None, "原煤（万吨）", "电力（亿千瓦时）", "原煤（万吨）", "电力（亿千瓦时）"]]
    rows += [["建筑业", 2, 3, 1, 5]]
    dossier, faults = _read(_sheet(rows, (1, 2, 1, 3), (1, 4, 1, 5), name="能源平衡表"))
    assert {r.year for r in dossier.energy} == {2020}
    assert set(_final(dossier).values()) == {2, 3}
    assert _told(faults) == [("column.planned", "D2"), ("column.planned", "E2")]
    assert [f.place.cell for f in faults if f.rule == "year.preliminary"] == ["B2", "C2"]
