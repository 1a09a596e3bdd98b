"""Kinds of generation beside generation or primary production count once, in either form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from tests import exemplar

from dafeng.dossier.check import check
from dafeng.dossier.parse import parse
from dafeng.dossier.records import Dossier, Flow
from dafeng.dossier.sheets import RawSheet
from dafeng.errors import Fault, Severity

Rows = Sequence[Sequence[Any]]

HEAD = ["年份", "项目", "能源品种", "数量", "单位"]
KWH = "亿千瓦时"
USE: list[list[Any]] = [["农、林、牧、渔业", 2], ["建筑业", 8], ["其他", 90], ["城镇", 50]]


def _read(rows: Rows, name: str = "energy") -> tuple[Dossier, list[Fault]]:
    sheet = RawSheet("energy.csv", name, tuple(map(tuple, rows)))
    dossier, faults = parse([sheet], exemplar.identity())
    assert dossier is not None
    every = (*faults, *check(dossier))
    return dossier, [f for f in every if f.place.file == "energy.csv"]


def _long(rows: Rows, unit: str = KWH) -> tuple[Dossier, list[Fault]]:
    made = [[2022, label, "电力", value, unit] for label, value in (*rows, *USE)]
    return _read([HEAD, *made])


def _wide(rows: Rows, unit: str = KWH) -> tuple[Dossier, list[Fault]]:
    return _balance([f"电力（{unit}）", "柴油（万吨）"], [*rows, *USE])


def _balance(columns: list[str], rows: Rows) -> tuple[Dossier, list[Fault]]:
    return _read([["2022年能源平衡表"], ["项目", *columns], *rows], "能源平衡表")


def _of(dossier: Dossier, flow: Flow) -> float:
    found = [r.amount.value or 0.0 for r in dossier.energy if r.flow is flow]
    return round(sum(found), 9)


def _told(faults: list[Fault]) -> list[str]:
    return [f.rule for f in faults if f.severity in (Severity.ERROR, Severity.WARNING)]


PRIMARY: list[tuple[list[tuple[str, float]], float]] = [
    ([("一次能源生产量", 6)], 6),
    ([("一次能源生产量", 6), ("水电", 6)], 6),
    ([("一次能源生产量", 6), ("水电", 4), ("光伏发电", 2)], 6),
    ([("一次能源生产量", 6), ("水电", 4)], 6),
    ([("1.一次能源生产量", 6), ("其中：水电", 4), ("其中：光伏发电", 2)], 6),
    ([("生产量", 6), ("水电", 6)], 6),
    ([("水电", 4), ("风电", 2)], 6),
]


@pytest.mark.parametrize("form", [_long, _wide])
@pytest.mark.parametrize(("rows", "expected"), PRIMARY)
def test_primary_production_holds_its_kinds(form: Any, rows: Rows, expected: float) -> None:
    dossier, faults = form(rows)
    assert not _told(faults)
    assert _of(dossier, Flow.PRODUCTION) == expected


def test_primary_production_in_english_holds_hydropower() -> None:
    dossier, faults = _long([("production", 600), ("hydro", 600)], "GWh")
    assert not _told(faults)
    assert _of(dossier, Flow.PRODUCTION) == 600


def test_a_kind_in_another_unit_is_still_a_part() -> None:
    rows = [[2022, "一次能源生产量", "电力", 6, KWH], [2022, "水电", "电力", 60000, "万千瓦时"]]
    dossier, faults = _read([HEAD, *rows])
    assert not _told(faults)
    assert [r.amount.value for r in dossier.energy] == [6]
    assert [f.rule for f in faults].count("energy.row.part") == 1


GENERATION: list[list[tuple[str, float]]] = [
    [("发电量", 26), ("火力发电", 20), ("水电", 6)],
    [("发电量", 26), ("火力发电", 20), ("水电", 2), ("风电", 4)],
    [("发电量", 26), ("其中：火力发电", 20), ("水电", 6)],
    [("发电量", 26), ("其中：火力发电", 20)],
    [("生产量", 26), ("火力发电", 20), ("水电", 6)],
    [("发电量", 26), ("火力发电", 20), ("其中：燃煤发电", 15), ("燃气发电", 5), ("水电", 6)],
    [("一次能源生产量", 6), ("水电", 6), ("发电量", 26), ("火力发电", 20)],
    [("一次能源生产量", 6), ("发电量", 26), ("火力发电", 20), ("水电", 6)],
]


@pytest.mark.parametrize("form", [_long, _wide])
@pytest.mark.parametrize("rows", GENERATION)
def test_generation_holds_its_kinds(form: Any, rows: Rows) -> None:
    dossier, faults = form(rows)
    assert not [r for r in _told(faults) if r.startswith(("energy.", "total."))]
    assert _of(dossier, Flow.PRODUCTION) == 6
    assert _of(dossier, Flow.POWER) == 20


@pytest.mark.parametrize("form", [_long, _wide])
@pytest.mark.parametrize(
    ("rows", "rule", "names"),
    [
        ([("一次能源生产量", 6), ("水电", 8)], "energy.part.exceeds", ("水电", "一次能源生产量")),
        ([("一次能源生产量", 6), ("水电", 5), ("风电", 4)], "energy.part.exceeds",
         ("水电、风电", "一次能源生产量")),
        ([("一次能源生产量", 0), ("水电", 6)], "energy.part.exceeds", ("水电", "一次能源生产量")),
        ([("发电量", 26), ("火力发电", 30), ("水电", 6)], "total.differs", ("26", "36")),
        ([("一次能源生产量", 6), ("发电量", 30), ("火力发电", 20)], "total.differs", ("30", "26")),
    ],
)  # fmt: skip
def test_kinds_that_contradict_their_whole_are_an_error(
    form: Any, rows: Rows, rule: str, names: Sequence[str]
) -> None:
    _, faults = form(rows)
    (fault,) = (f for f in faults if f.severity is Severity.ERROR)
    assert fault.rule == rule
    assert all(n in fault.message.zh for n in names)
    assert fault.message.en


@pytest.mark.parametrize("form", [_long, _wide])
def test_generation_without_its_kinds_leaves_primary_power_unknown(form: Any) -> None:
    dossier, faults = form([("发电量", 26)])
    assert "energy.generation.unsplit" in _told(faults)
    assert _of(dossier, Flow.PRODUCTION) == 0
    assert _of(dossier, Flow.POWER) == 26


def test_thermal_power_in_the_words_of_the_long_form_is_what_it_says() -> None:
    dossier, faults = _long([("power generation", 20), ("水电", 6)])
    assert "total.differs" not in _told(faults)
    assert _of(dossier, Flow.PRODUCTION) == 6
    assert [r.rule for r in faults if r.rule == "energy.generation.unsplit"] == []


@pytest.mark.parametrize("form", [_long, _wide])
def test_a_marked_part_of_a_flow_is_never_added(form: Any) -> None:
    dossier, faults = form([("外省调入量", 100), ("其中：进口量", 20)])
    assert not _told(faults)
    assert _of(dossier, Flow.INFLOW) == 100
    _, faults = form([("外省调入量", 100), ("其中：进口量", 120)])
    assert "energy.part.exceeds" in _told(faults)


def test_a_column_of_all_energy_counts_the_kinds_of_production_once() -> None:
    rows: list[list[Any]] = [
        ["一、可供本地区消费的能源量", 18.435, 15],
        ["1.一次能源生产量", 7.374, 6],
        ["水电", 7.374, 6],
        ["2.外省（区、市）调入量", 11.061, 9],
        ["四、终端消费量", 18.435, 15],
        ["建筑业", 18.435, 15],
    ]
    head = ["项目", "能源合计（万吨标准煤，电热当量计算法）", "电力（亿千瓦时）"]
    dossier, faults = _read([["2022年能源平衡表"], head, *rows], "能源2022")
    assert not _told(faults)
    assert _of(dossier, Flow.PRODUCTION) == 6


STOCKS = [("外省调入量", 100), ("年初年末库存差额", 5), ("年初库存量", 25), ("年末库存量", -20)]


@pytest.mark.parametrize("wide", [True, False])
def test_a_change_of_stocks_beside_the_stocks_counts_once(wide: bool) -> None:
    def read(stocks: Rows) -> tuple[Dossier, list[Fault]]:
        if wide:
            rows = [
                ["一、可供本地区消费的能源量", 105],
                *map(list, stocks),
                ["四、终端消费量", 105],
            ]
            return _balance(["原煤（万吨）", "电力（亿千瓦时）"], [*rows, ["建筑业", 105]])
        made = [[2022, label, "原煤", value, "万吨"] for label, value in (*stocks, ("建筑业", 105))]
        return _read([HEAD, *made])

    dossier, faults = read(STOCKS)
    assert not _told(faults)
    assert _of(dossier, Flow.STOCK_CHANGE) == 5
    dossier, faults = read([s for s in STOCKS if s[0] != "年末库存量"])
    assert not _told(faults)
    assert _of(dossier, Flow.STOCK_CHANGE) == 5
    _, faults = read([*STOCKS[:2], ("年初库存量", 30), STOCKS[3]])
    assert "total.differs" in _told(faults)


def _year(year: int, wind: float) -> exemplar.Rows:
    return [
        [f"{year}年能源平衡表"],
        ["项目", "原煤（万吨）", "电力（亿千瓦时）"],
        ["发电量", None, 26],
        ["火力发电", -900, 20],
        ["水电", None, 2],
        ["风电", None, wind],
    ]


@pytest.mark.parametrize("apart", [True, False])
def test_a_rest_that_another_year_does_not_leave_is_an_error_on_any_sheet(apart: bool) -> None:
    """Balances of one year a sheet say what the balance of one carrier with years across says."""
    across: exemplar.Rows = [["电力平衡表（亿千瓦时）"], ["项目", "2021年", "2022年"]]
    across += [["发电量", 26, 26], ["火力发电", 20, 20], ["水电", 2, 2], ["风电", 4, 0]]
    each = {f"能源平衡表{y}": _year(y, w) for y, w in ((2021, 4), (2022, 0))}
    tables = each if apart else {"电力平衡表": across}
    sheets = [RawSheet("年鉴.xlsx", n, tuple(map(tuple, rows))) for n, rows in tables.items()]
    _, faults = parse(sheets, exemplar.identity())
    assert [f.rule for f in faults if f.severity is Severity.ERROR] == ["total.differs"]
