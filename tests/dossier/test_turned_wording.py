"""Turned tables and forms of works as bureaus write them: order, units, pages, short names."""

from __future__ import annotations

import pytest
from tests import exemplar

from dafeng.dossier.cells import Cell
from dafeng.dossier.parse import parse
from dafeng.dossier.records import Dossier, Flow
from dafeng.dossier.sheets import RawSheet
from dafeng.errors import Fault, Severity


def read(rows: exemplar.Rows, name: str = "能源平衡表") -> tuple[Dossier, tuple[Fault, ...]]:
    sheet = RawSheet("年鉴.xlsx", name, tuple(map(tuple, rows)))
    dossier, faults = parse([sheet], exemplar.identity())
    assert dossier is not None
    return dossier, faults


def figures(dossier: Dossier) -> dict[tuple[int, Flow, str, str], tuple[float | None, str]]:
    return {
        (r.year, r.flow, r.sector, r.carrier): (r.amount.value, r.amount.unit)
        for r in dossier.energy
    }


def told(faults: tuple[Fault, ...], *severities: Severity) -> list[tuple[str, str]]:
    kinds = severities or (Severity.ERROR, Severity.WARNING)
    return [(f.rule, f.place.cell) for f in faults if f.severity in kinds]


def _in_works_order(*columns: str) -> exemplar.Rows:
    """Return the form of works of one fuel and power with its columns in an order."""
    figures: dict[str, tuple[Cell, Cell]] = {
        "年初库存量": (100, None),
        "购进量": (5000, 2000),
        "金额（千元）": (4100, 900),
        "消费量合计": (4900, 2000),
        "工业生产消费": (4850, 1900),
        "加工转换投入合计": (4000, None),
        "火力发电": (3000, None),
        "供热": (1000, None),
        "非工业生产消费": (50, 100),
        "年末库存量": (200, None),
    }
    return [
        ["规上工业企业能源购进、消费及库存 2022年"],
        ["能源名称", "计量单位", *columns],
        ["原煤", "吨", *(figures[c][0] for c in columns)],
        ["电力", "万千瓦时", *(figures[c][1] for c in columns)],
    ]


_USED: tuple[str, ...] = ("工业生产消费", "非工业生产消费")
_BOUGHT: tuple[str, ...] = ("购进量", "消费量合计")
_TURNED_IN: tuple[str, ...] = ("加工转换投入合计", "火力发电", "供热")


@pytest.mark.parametrize(
    "columns",
    [
        (*_BOUGHT, "工业生产消费", *_TURNED_IN, "非工业生产消费", "年初库存量", "年末库存量"),
        (*_BOUGHT, "工业生产消费", "非工业生产消费", *_TURNED_IN, "年初库存量", "年末库存量"),
        ("年初库存量", "金额（千元）", *_BOUGHT, *_USED, "年末库存量", *_TURNED_IN),
    ],
)  # fmt: skip
def test_what_works_use_and_store_is_no_input_wherever_it_stands(columns: tuple[str, ...]) -> None:
    """Use and stock right of the input to transformation are none of it: no signs are turned."""
    dossier, faults = read(_in_works_order(*columns), name="205-1表")
    assert told(faults, Severity.ERROR) == []
    assert {r for r, _ in told(faults, Severity.WARNING)} <= {
        "energy.purchases.works",
        "place.scope",
    }
    found = {k[1:]: v for k, v in figures(dossier).items()}
    assert found[Flow.FINAL_CONSUMPTION, "manufacturing", "raw_coal"] == (900.0, "t")
    assert found[Flow.STOCK_CHANGE, "", "raw_coal"] == (-100.0, "t")
    assert found[Flow.POWER, "", "raw_coal"] == (-3000.0, "t")


def test_forms_of_several_works_are_to_be_added_up() -> None:
    form = _in_works_order("购进量", "消费量合计", "工业生产消费", "非工业生产消费")
    sheets = [RawSheet("园区.xlsx", n, tuple(map(tuple, form))) for n in ("甲厂", "乙厂")]
    repeated = [f for f in parse(sheets, exemplar.identity())[1] if f.rule.endswith("duplicate")]
    assert repeated
    assert all(f.remedy is not None and "加总" in f.remedy.zh for f in repeated)


@pytest.mark.parametrize("name", ["库存增减", "库存变化", "Stock change", "Change in stock"])
def test_a_change_of_stock_is_a_flow_and_no_growth(name: str) -> None:
    rows: exemplar.Rows = [
        ["2022年能源平衡表"],
        [
            "品种",
            "单位",
            "外省（区、市）调入量",
            name,
            "比上年增减",
            "终端消费量",
            "工业",
            "居民生活",
        ],
        ["原煤", "万吨", 130, -10, 3, 120, 117, 3],
        ["汽油", "万吨", 21, -1, 3, 20, 14, 6],
    ]
    dossier, faults = read(rows)
    assert told(faults) == []
    assert ("column.derived", "E2") in told(faults, Severity.NOTE)
    assert figures(dossier)[2022, Flow.STOCK_CHANGE, "", "raw_coal"] == (-10.0, "万吨")


_USERS: list[Cell] = ["品种", "单位", "农业", "工业", "居民生活"]


@pytest.mark.parametrize("units", ["万吨|同上|“", "万吨 (10^4 t)|万吨 10^4 t|万吨（10^4 t）"])
def test_units_are_understood_as_bureaus_write_them(units: str) -> None:
    names = ("原煤", "焦炭", "汽油")
    below: exemplar.Rows = [[n, u, 1, 2, 3] for n, u in zip(names, units.split("|"), strict=True)]
    dossier, faults = read([["2022年能源消费"], _USERS, *below])
    assert told(faults) == []
    assert [unit for _, unit in figures(dossier).values()] == ["万吨"] * 9


def test_a_unit_that_is_not_understood_takes_its_own_carrier_alone() -> None:
    rows: exemplar.Rows = [
        ["2022年能源消费"],
        _USERS,
        ["原煤", "万吨", 1, 2, 3],
        ["焦炭", "大车", 1, 2, 3],
        ["汽油", "万吨", 1, 2, 3],
    ]
    dossier, faults = read(rows)
    assert {cell for _, cell in told(faults)} == {"B4"}
    assert "unit.unknown" in {rule for rule, _ in told(faults)}
    assert {carrier for *_, carrier in figures(dossier)} == {"raw_coal", "gasoline"}


@pytest.mark.parametrize(
    ("between", "errors", "coke"),
    [
        (["续表"], [], 3),
        (["2022年能源消费（续）"], [], 3),
        (["2021年能源消费"], [("sheet.header.differs", "A6")], 0),
    ],
)
def test_a_page_with_one_carrier_goes_on_with_its_table(
    between: list[Cell], errors: list[tuple[str, str]], coke: int
) -> None:
    rows: exemplar.Rows = [
        ["2022年能源消费"],
        _USERS,
        ["原煤", "万吨", 1, 2, 3],
        ["汽油", "万吨", 4, 5, 6],
        between,
        _USERS,
        ["焦炭", "万吨", 7, 8, 9],
    ]
    dossier, faults = read(rows)
    assert told(faults) == errors
    assert len([k for k in figures(dossier) if k[3] == "coke"]) == coke


def test_electricity_by_no_convention_is_told_once_a_carrier() -> None:
    rows: exemplar.Rows = [
        ["2022年能源消费"],
        _USERS,
        ["原煤", "万吨", 1, 2, 3],
        ["汽油", "万吨", 1, 2, 3],
        ["电力", "万吨标准煤", 4, 5, 6],
    ]
    found = [f for f in read(rows)[1] if f.rule == "unit.convention"]
    assert [f.place.cell for f in found] == ["C5"]
    assert "3" in found[0].message.zh


def test_short_names_of_trade_and_users_and_two_columns_are_understood() -> None:
    rows: exemplar.Rows = [
        ["2022年能源平衡表"],
        ["品种", "单位", "外省调入", "本省调出", "工业", "批零住餐"],
        ["原煤", "万吨", 130, 7, 120, 3],
        ["汽油", "万吨", 21, 1, 14, 6],
    ]
    dossier, _ = read(rows)
    assert {flow for _, flow, *_ in figures(dossier)} == {
        Flow.INFLOW,
        Flow.OUTFLOW,
        Flow.FINAL_CONSUMPTION,
    }
    two: exemplar.Rows = [["2022年能源消费"], *([r[0], r[1], r[4], r[5]] for r in rows[1:])]
    dossier, faults = read(two)
    assert told(faults) == []
    assert len(dossier.energy) == 4
