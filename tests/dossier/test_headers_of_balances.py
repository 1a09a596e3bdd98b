"""Headers of balances as bureaus write them: lists of units, twin columns, shares, blank years."""

from __future__ import annotations

import pytest
from tests import exemplar

from dafeng.dossier.parse import parse
from dafeng.dossier.records import Dossier, Flow
from dafeng.dossier.sheets import RawSheet
from dafeng.errors import Fault, Severity

Merged = tuple[tuple[int, int, int, int], ...]


def read(
    rows: exemplar.Rows, merged: Merged = (), name: str = "2020年"
) -> tuple[Dossier, tuple[Fault, ...]]:
    sheet = RawSheet("年鉴.xlsx", name, tuple(map(tuple, rows)), merged)
    dossier, faults = parse([sheet], exemplar.identity())
    assert dossier is not None
    return dossier, faults


def told(faults: tuple[Fault, ...]) -> list[tuple[str, str]]:
    return [(f.rule, f.place.cell) for f in faults if f.severity is not Severity.NOTE]


def used(dossier: Dossier, year: int = 2020) -> dict[tuple[str, str], tuple[float | None, str]]:
    return {
        (r.sector, r.carrier): (r.amount.value, r.amount.unit)
        for r in dossier.energy
        if r.flow is Flow.FINAL_CONSUMPTION and r.year == year
    }


SECTORS: exemplar.Rows = [["建筑业", 3, 1, 40, 5], ["居民生活", None, 2, 30, 30]]
USED = {
    ("construction", "raw_coal"): (3, "万吨"),
    ("construction", "natural_gas"): (1, "亿立方米"),
    ("construction", "heat"): (40, "万吉焦"),
    ("construction", "electricity"): (5, "亿千瓦时"),
    ("households", "natural_gas"): (2, "亿立方米"),
    ("households", "heat"): (30, "万吉焦"),
    ("households", "electricity"): (30, "亿千瓦时"),
}
CARRIERS = ["原煤", "天然气", "热力", "电力"]
UNITS = ["万吨", "亿立方米", "万吉焦", "亿千瓦时"]


@pytest.mark.parametrize("between", ["、", "，", " "])
def test_each_carrier_takes_its_unit_from_a_list_in_the_title(between: str) -> None:
    rows: exemplar.Rows = [[None, f"单位：{between.join(UNITS)}"], ["项目", *CARRIERS], *SECTORS]
    dossier, faults = read(rows)
    assert (told(faults), used(dossier)) == ([], USED)


def test_two_units_that_fit_leave_the_unit_open() -> None:
    rows: exemplar.Rows = [
        ["单位：万吨、吨、亿立方米、万吉焦、亿千瓦时"],
        ["项目", *CARRIERS],
        *SECTORS,
    ]
    assert told(read(rows)[1]) == [("unit.missing", "B2")]


def test_a_sheet_whose_columns_are_refused_is_not_called_empty() -> None:
    rows: exemplar.Rows = [["项目", *CARRIERS], *SECTORS]
    rules = {rule for rule, _ in told(read(rows)[1])}
    assert rules == {"unit.missing"}
    empty = read([["项目", *(f"{c}（{u}）" for c, u in zip(CARRIERS, UNITS, strict=True))]])[1]
    assert [rule for rule, _ in told(empty)] == ["sheet.empty"]


def test_physical_units_beside_standard_coal() -> None:
    heads = [c for carrier in CARRIERS for c in (carrier, None)]
    measures = [m for u in UNITS for m in (u, "万吨标准煤")]
    rows: exemplar.Rows = [["项目", *heads], [None, *["实物量", "标准量"] * 4], [None, *measures]]
    for label, *values in SECTORS:
        rows.append([label, *(x for v in values for x in (v, 0.7 if v is not None else None))])
    merged = ((1, 1, 3, 1), *((1, i, 1, i + 1) for i in (2, 4, 6, 8)))
    dossier, faults = read(rows, merged)
    assert (told(faults), used(dossier)) == ([], USED)
    (note,) = (f for f in faults if f.rule == "column.standard")
    assert (note.place.cell, note.message.en[:1]) == ("C2", "4")


@pytest.mark.parametrize("name", ["占比（%）", "比上年增长（%）", "比重", "同比增减", "排名"])
def test_shares_and_growth_between_carriers_are_passed_over(name: str) -> None:
    heads = [f"{c}（{u}）" for c, u in zip(CARRIERS, UNITS, strict=True)]
    rows: exemplar.Rows = [["项目", heads[0], name, *heads[1:]]]
    rows += [[label, first, 12.5, *rest] for label, first, *rest in SECTORS]
    dossier, faults = read(rows)
    assert (told(faults), used(dossier)) == ([], USED)
    assert [f.place.cell for f in faults if f.rule == "column.derived"] == ["C1"]


def test_a_blank_year_is_that_above() -> None:
    rows: exemplar.Rows = [["年份", "行业", "原煤（万吨）", "电力（亿千瓦时）"]]
    for year in (2019, 2020):
        rows += [[year, "建筑业", year - 2000, 5], [None, "居民生活", 2, 30]]
    dossier, faults = read(rows, name="能源")
    assert told(faults) == []
    assert used(dossier, 2019)["households", "electricity"] == (30, "亿千瓦时")
    assert used(dossier, 2020)["construction", "raw_coal"] == (20, "万吨")
    assert [f.place.cell for f in faults if f.rule == "cell.filled_down"] == ["A3", "A5"]


def test_input_and_output_of_plants_in_rows_of_their_own() -> None:
    rows: exemplar.Rows = [
        ["项目", "原煤（万吨）", "热力（万吉焦）", "电力（亿千瓦时）"],
        ["火力发电投入", -90, None, None],
        ["火力发电产出", None, None, 30],
        ["供热投入", -10, None, None],
        ["供热产出", None, 180, None],
        ["建筑业", 3, 180, 30],
    ]
    dossier, faults = read(rows)
    assert told(faults) == []
    plants = {(r.flow, r.carrier): r.amount.value for r in dossier.energy if not r.sector}
    assert plants == {
        (Flow.POWER, "raw_coal"): -90,
        (Flow.POWER, "electricity"): 30,
        (Flow.HEAT, "raw_coal"): -10,
        (Flow.HEAT, "heat"): 180,
    }


def test_one_table_that_repeats_another_is_told_once() -> None:
    rows: exemplar.Rows = [["项目", *(f"{c}（{u}）" for c, u in zip(CARRIERS, UNITS, strict=True))]]
    rows += SECTORS
    names = ("2020年", "2020年 (2)")
    sheets = [RawSheet("年鉴.xlsx", n, tuple(map(tuple, rows))) for n in names]
    _, faults = parse(sheets, exemplar.identity())
    (fault,) = (f for f in faults if f.severity is not Severity.NOTE)
    assert (fault.rule, fault.severity) == ("rows.duplicate", Severity.ERROR)
    assert (fault.place.sheet, fault.place.cell) == ("2020年 (2)", "B2")
    assert fault.message.en.startswith("7 rows")


def carrier_sheet(title: str, factor: float = 1.0, label: str = "项目") -> exemplar.Rows:
    return [
        [title],
        [label, "2019年", "2020年", "比上年增长（%）", "2021年1-6月"],
        ["一、可供本地区消费的能源量", 90 * factor, 93 * factor, 3.3, 40],
        ["1.外省（区、市）调入量", 90 * factor, 93 * factor, 3.3, 40],
        ["四、终端消费量", 90 * factor, 93 * factor, 3.3, 40],
        ["1.建筑业", 60 * factor, 62 * factor, 3.3, 20],
        ["2.居民生活", 30 * factor, 31 * factor, 3.3, 20],
    ]


def test_a_sheet_for_each_carrier_with_years_across() -> None:
    tables = {
        "原煤": carrier_sheet("安阳市原煤平衡表（万吨）"),
        "电": carrier_sheet("电力（亿千瓦时）", 2),
    }
    sheets = [RawSheet("年鉴.xlsx", n, tuple(map(tuple, rows))) for n, rows in tables.items()]
    dossier, faults = parse(sheets, exemplar.identity())
    assert dossier is not None
    assert used(dossier) == {
        ("construction", "raw_coal"): (62, "万吨"),
        ("households", "raw_coal"): (31, "万吨"),
        ("construction", "electricity"): (124, "亿千瓦时"),
        ("households", "electricity"): (62, "亿千瓦时"),
    }
    assert used(dossier, 2019)["construction", "raw_coal"] == (60, "万吨")
    assert told(faults) == [("column.unknown", "E2")] * 2
    assert [f.place.cell for f in faults if f.rule == "column.derived"] == ["D2"] * 2


def test_a_carrier_sheet_without_a_unit_says_so() -> None:
    _, faults = read(carrier_sheet("原煤平衡表"), name="原煤")
    assert ("unit.missing", "B2") in told(faults)
    assert not [rule for rule, _ in told(faults) if rule.startswith("variable")]


def test_value_added_by_sector_is_no_balance() -> None:
    rows: exemplar.Rows = [
        ["煤炭城市增加值　单位：亿元"],
        ["指标", "2019年", "2020年"],
        ["第一产业增加值（当年价）", 30, 31],
        ["第二产业增加值（当年价）", 60, 61],
    ]
    dossier, _ = read(rows, name="国民经济")
    assert {r.variable for r in dossier.activity} == {"value_added"}
