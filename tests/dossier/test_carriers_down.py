"""A balance whose carriers are rows says what its twin with carriers as columns says."""

from __future__ import annotations

import pytest
from tests import exemplar

from dafeng.dossier.cells import Cell
from dafeng.dossier.check import check
from dafeng.dossier.parse import parse
from dafeng.dossier.records import Dossier, Flow
from dafeng.dossier.sheets import Merged, RawSheet
from dafeng.errors import Fault, Severity

_YEAR = 2020


def read(
    rows: exemplar.Rows, merged: tuple[Merged, ...] = (), name: str = "能源平衡表"
) -> tuple[Dossier, tuple[Fault, ...]]:
    sheet = RawSheet("年鉴.xlsx", name, tuple(map(tuple, rows)), merged)
    dossier, faults = parse([sheet], exemplar.identity())
    assert dossier is not None
    return dossier, faults


def turned(rows: exemplar.Rows) -> exemplar.Rows:
    """Return a balance of two title rows and a note below with its body transposed."""
    *titles, first = rows[:3]
    body = [first, *rows[3:-1]]
    width = max(map(len, body))
    cells = [[*r, *[None] * (width - len(r))] for r in body]
    return [*titles, *map(list, zip(*cells, strict=True)), rows[-1]]


def figures(dossier: Dossier) -> dict[tuple[int, Flow, str, str], tuple[float | None, str]]:
    return {
        (r.year, r.flow, r.sector, r.carrier): (r.amount.value, r.amount.unit)
        for r in dossier.energy
    }


def told(faults: tuple[Fault, ...], *severities: Severity) -> list[tuple[str, str]]:
    kinds = severities or (Severity.ERROR, Severity.WARNING)
    return [(f.rule, f.place.cell) for f in faults if f.severity in kinds]


@pytest.mark.parametrize("merged", [False, True])
def test_a_turned_twin_says_the_same_at_its_own_cells(merged: bool) -> None:
    usual = exemplar.balance_table(_YEAR, merged=merged)
    rows = turned(usual)
    if merged:
        rows[2][:2] = ["能源名称", "计量单位"]
    good, _ = read(usual)
    dossier, faults = read(rows)
    assert figures(dossier) == figures(good)
    assert told(faults) == []
    for record in dossier.energy:
        place = record.amount.place
        cell = rows[(place.row or 0) - 1][(place.column or 0) - 1]
        assert isinstance(cell, float)


def test_a_total_that_does_not_agree_is_told_at_its_cell() -> None:
    rows = turned(exemplar.balance_table(_YEAR))
    total = next(i for i, r in enumerate(rows) if r and str(r[0]).startswith("煤合计"))
    supply = rows[2].index("一、可供本地区消费的能源量")
    rows[total][supply + 1] = 99.0
    _, faults = read(rows)
    assert ("total.differs", f"{chr(65 + supply + 1)}{total + 1}") in told(faults)


def test_a_column_that_is_not_understood_is_told_at_its_header() -> None:
    rows = turned(exemplar.balance_table(_YEAR))
    rows[2][4] = "其他不明去向量"
    _, faults = read(rows)
    assert ("sheet.row.unknown", "E3") in told(faults)


def test_a_carrier_that_is_not_understood_is_told_at_its_row() -> None:
    rows = turned(exemplar.balance_table(_YEAR))
    rows[5][0] = "某种燃料（万吨）"
    _, faults = read(rows)
    assert ("carrier.unknown", "A6") in told(faults)


GROUPS: exemplar.Rows = [
    ["2020年能源平衡表"],
    ["", "", "", "2020年", "", "", "", "制表：统计局"],
    ["能源名称", "单位", "序号", "加工转换投入", None, "终端消费量", None, None, "损失量"],
    [None, None, None, "火力发电", "洗选煤", "合计", "工业", "建筑业", None],
    ["甲", "乙", "丙", 1, 2, 3, 4, 5, 6],
    ["原煤", "吨", 1, 500, 90, 141, 140, 1, 3],
    ["电力", "万千瓦时", 2, None, None, 203, 200, 3, 7],
]
_MERGED: tuple[Merged, ...] = (
    (3, 1, 4, 1), (3, 2, 4, 2), (3, 3, 4, 3), (3, 4, 3, 5), (3, 6, 3, 8), (3, 9, 4, 9),
)  # fmt: skip


@pytest.mark.parametrize("merged", [True, False])
def test_groups_of_columns_are_headings_and_totals(merged: bool) -> None:
    dossier, faults = read(GROUPS, _MERGED if merged else ())
    assert told(faults) == []
    assert figures(dossier) == {
        (2020, Flow.POWER, "", "raw_coal"): (-500.0, "t"),
        (2020, Flow.COAL_WASHING, "", "raw_coal"): (-90.0, "t"),
        (2020, Flow.FINAL_CONSUMPTION, "manufacturing", "raw_coal"): (140.0, "t"),
        (2020, Flow.FINAL_CONSUMPTION, "manufacturing", "electricity"): (200.0, "万千瓦时"),
        (2020, Flow.FINAL_CONSUMPTION, "construction", "raw_coal"): (1.0, "t"),
        (2020, Flow.FINAL_CONSUMPTION, "construction", "electricity"): (3.0, "万千瓦时"),
        (2020, Flow.LOSS, "", "raw_coal"): (3.0, "t"),
        (2020, Flow.LOSS, "", "electricity"): (7.0, "万千瓦时"),
    }


def test_a_column_of_years_dates_the_carriers() -> None:
    rows: exemplar.Rows = [
        ["单位：万吨"],
        ["年份", "品种", "农业", "工业", "建筑业"],
        [2019, "原煤", 1, 140, 2],
        [None, "焦炭", None, 40, None],
        [2020, "原煤", 3, 150, 4],
        [None, "焦炭", None, 50, None],
    ]
    dossier, faults = read(rows)
    assert told(faults) == []
    found = figures(dossier)
    assert {k[0]: v for k, v in found.items() if k[2:] == ("manufacturing", "coke")} == {
        2019: (40.0, "万吨"),
        2020: (50.0, "万吨"),
    }
    assert len(found) == 8


def test_years_one_below_the_other_are_tables_of_their_own() -> None:
    both = [*turned(exemplar.balance_table(2019)), [], *turned(exemplar.balance_table(2020))]
    apart = {y: figures(read(exemplar.balance_table(y))[0]) for y in (2019, 2020)}
    dossier, faults = read(both)
    assert told(faults) == []
    assert figures(dossier) == apart[2019] | apart[2020]


def test_years_within_the_header_cannot_be_turned() -> None:
    rows: exemplar.Rows = [
        ["能源消费"],
        ["品种", "2019年", None, None, "2020年", None, None],
        ["（万吨）", "农业", "工业", "建筑业", "农业", "工业", "建筑业"],
        ["原煤", 1, 2, 3, 4, 5, 6],
        ["焦炭", 1, 2, 3, 4, 5, 6],
    ]
    dossier, faults = read(rows)
    assert ("sheet.transposed", "3") in told(faults, Severity.ERROR)
    assert dossier.energy == ()


FORM: exemplar.Rows = [
    ["能源购进、消费与库存"],
    ["综合机关名称：示例园区管委会", None, None, "2022年"],
    [
        *("能源名称", "计量单位", "代码", "年初库存量", "购进量", "其中：购自省外", "消费量合计"),
        *("1.工业生产消费", "其中：用于原材料", "2.非工业生产消费", "期末库存量", "采用折标系数"),
        *("加工转换投入合计", "火力发电", "供热"),
    ],
    ["甲", "乙", "丙", *range(1, 13)],
    ["原煤", "吨", "01", 1200, 21000, 9, 20500, 20400, 0, 100, 1700, 0.7143, 18000, 15000, 3000],
    ["天然气（气态）", "万立方米", "15", None, 3200, 0, 3200, 3150, 120, 50, None, 13.3],
    ["电力", "万千瓦时", "33", None, 48000, None, 48500, 48000, None, 500, None, 1.229],
    ["单位负责人：张三    填表人：李四"],
]  # fmt: skip


def test_the_form_of_works_gives_use_less_input_to_plants_and_no_inflow() -> None:
    dossier, faults = read(FORM)
    assert told(faults) == [("energy.purchases.works", "E3")]
    assert ("value.sign.works", "K3") in told(faults, Severity.NOTE)
    found = {k[1:]: v for k, v in figures(dossier).items()}
    assert found[Flow.FINAL_CONSUMPTION, "manufacturing", "raw_coal"] == (2500.0, "t")
    assert found[Flow.FINAL_CONSUMPTION, "manufacturing", "electricity"] == (48500.0, "万千瓦时")
    assert found[Flow.NON_ENERGY, "manufacturing", "natural_gas"] == (120.0, "万立方米")
    assert found[Flow.POWER, "", "raw_coal"] == (-15000.0, "t")
    assert found[Flow.HEAT, "", "raw_coal"] == (-3000.0, "t")
    assert found[Flow.STOCK_CHANGE, "", "raw_coal"] == (-500.0, "t")
    assert not {k for k in found if k[0] is Flow.INFLOW}


def test_a_total_of_the_form_that_its_parts_do_not_make_is_told() -> None:
    bad = [list(r) for r in FORM]
    bad[6][6] = 58500
    dossier, _ = read(bad)
    assert ("energy.consumption.differs", "G7") in told(check(dossier))
    assert "energy.consumption.differs" not in {f.rule for f in check(read(FORM)[0])}


def test_a_page_that_goes_on_belongs_to_the_table_above() -> None:
    usual = turned(exemplar.balance_table(_YEAR))
    pages: exemplar.Rows = [*usual[:5], ["续表"], usual[2], *usual[5:]]
    dossier, faults = read(pages)
    assert told(faults) == []
    assert figures(dossier) == figures(read(usual)[0])
    heat = next(r for r in dossier.energy if r.carrier == "electricity" and r.flow is Flow.LOSS)
    assert pages[(heat.amount.place.row or 0) - 1][0] == "电力（亿千瓦时）"


def test_quantities_in_standard_coal_beside_physical_ones_are_not_added() -> None:
    rows: exemplar.Rows = [
        ["2022年能源消费"],
        ["品种", "计量单位", "工业消费量", None, "建筑业消费量", None, "居民生活消费量", None],
        [None, None, *("实物量", "标准量（吨标准煤）") * 3],
        ["原煤", "吨", 1000, 714.3, 10, 7.143, 5, 3.57],
        ["汽油", "吨", 100, 147.14, 1, 1.47, 7, 10.3],
    ]
    heads = ((2, 1, 3, 1), (2, 2, 3, 2), (2, 3, 2, 4), (2, 5, 2, 6), (2, 7, 2, 8))
    dossier, faults = read(rows, heads)
    assert told(faults) == []
    assert ("column.standard", "D2") in told(faults, Severity.NOTE)
    assert [r.amount.value for r in dossier.energy] == [1000, 100, 10, 1, 5, 7]


def test_recovered_energy_below_input_keeps_its_sign() -> None:
    rows: exemplar.Rows = [
        ["2022年"],
        ["项目", "原煤（万吨）", "热力（万吉焦）"],
        ["加工转换投入", None, None],
        ["供热", 50, None],
        ["回收利用", None, 20],
    ]
    dossier, faults = read(rows)
    assert told(faults) == []
    assert {(r.flow, r.amount.value) for r in dossier.energy} == {
        (Flow.HEAT, -50.0),
        (Flow.RECOVERY, 20.0),
    }


_FUELS: exemplar.Rows = [["原煤", 1, 140, 2], ["焦炭", None, 40, None]]


@pytest.mark.parametrize(
    "heads",
    [
        [["品种", "农业（万吨）", "工业（万吨）", "建筑业（万吨）"]],
        [["品种", "农业", "工业", "建筑业"], [None, "万吨", "（万吨）", "万吨"]],
        [["品种", *["终端消费量（万吨）"] * 3], ["品种", "农业", "工业", "建筑业"]],
    ],
    ids=["in brackets", "below", "above"],
)
def test_units_that_stand_with_the_flows_are_those_of_the_carriers(heads: exemplar.Rows) -> None:
    dossier, faults = read([["2020年能源消费"], *heads, *_FUELS])
    assert told(faults) == []
    assert {k[2:]: v for k, v in figures(dossier).items()} == {
        ("agriculture", "raw_coal"): (1.0, "万吨"),
        ("manufacturing", "raw_coal"): (140.0, "万吨"),
        ("manufacturing", "coke"): (40.0, "万吨"),
        ("construction", "raw_coal"): (2.0, "万吨"),
    }


def test_a_unit_in_the_name_of_a_carrier_goes_before_that_of_the_flows() -> None:
    heads: list[Cell] = ["品种", "农业（万吨）", "工业（万吨）", "建筑业（万吨）"]
    dossier, faults = read([["2020年"], heads, *_FUELS, ["天然气（亿立方米）", 3, 4, 5]])
    assert told(faults) == []
    units = {k[3]: v[1] for k, v in figures(dossier).items()}
    assert units == {"raw_coal": "万吨", "coke": "万吨", "natural_gas": "亿立方米"}


@pytest.mark.parametrize(
    ("title", "heads", "cell"),
    [
        ("单位：吨", ["品种", "农业（万吨）", "工业", "建筑业"], "C3"),
        ("单位：吨", ["品种", "农业（万吨）", "工业（吨）", "建筑业（万吨）"], "C3"),
        ("统计局", ["品种", "农业（万吨）", "工业（万吨）", "建筑业（吨）"], "D3"),
    ],
)
def test_flows_in_two_units_are_told(title: str, heads: list[Cell], cell: str) -> None:
    _, faults = read([["2020年能源消费"], [title], heads, *_FUELS])
    assert ("unit.conflict.header", cell) in told(faults, Severity.ERROR)


def test_a_header_with_the_unit_of_the_title_changes_nothing() -> None:
    heads: list[Cell] = ["品种", "农业（吨）", "工业", "建筑业"]
    dossier, faults = read([["2020年能源消费"], ["单位：吨"], heads, *_FUELS])
    assert told(faults) == []
    assert {unit for _, unit in figures(dossier).values()} == {"t"}
