"""Growth of GDP, and rows of industries below an index, growth or shares: as tables print them."""

from __future__ import annotations

import pytest
from tests import exemplar

from dafeng.dossier.parse import parse
from dafeng.dossier.records import Dossier
from dafeng.dossier.sheets import RawSheet
from dafeng.errors import Fault, Severity

YEARS = (2018, 2019, 2020)
HEAD: list[object] = ["指标", "单位", *YEARS]
GDP: list[object] = ["地区生产总值（当年价）", "亿元", 1000.0, 1120.0, 1190.0]
INDEX: list[object] = ["地区生产总值指数（上年=100）", "%", 107.0, 109.9, 103.3]


def read(rows: list[list[object]]) -> tuple[Dossier, tuple[Fault, ...]]:
    cells: exemplar.Rows = rows  # type: ignore[assignment]
    sheet = RawSheet("年鉴.xlsx", "国民经济", tuple(map(tuple, cells)))
    dossier, faults = parse([sheet], exemplar.identity())
    assert dossier is not None
    return dossier, faults


def told(faults: tuple[Fault, ...]) -> list[str]:
    return [f.rule for f in faults if f.severity is not Severity.NOTE]


def figures(dossier: Dossier, variable: str) -> dict[tuple[str, int], float | None]:
    return {(r.sector, r.year): r.amount.value for r in dossier.activity if r.variable == variable}


@pytest.mark.parametrize(
    "name",
    [
        "GDP增速（%）",
        "GDP比上年增长",
        "地区生产总值增速",
        "地区生产总值（GDP）比上年增长（%）",
        "生产总值可比价增长速度",
        "GDP growth rate",
    ],
)
@pytest.mark.parametrize("across", [True, False])
def test_growth_of_gdp_is_the_index_less_a_hundred(name: str, *, across: bool) -> None:
    growth = (7.0, -0.4, 3.3)
    if across:
        rows = [HEAD, GDP, [name, "%", *growth]]
    else:
        rows = [["年份", "指标", "数量", "单位"]]
        rows += [[y, name, g, "%"] for y, g in zip(YEARS, growth, strict=True)]
    dossier, faults = read(rows)
    assert told(faults) == []
    assert "activity.index.from_growth" in [f.rule for f in faults]
    found = figures(dossier, "gdp_index")
    assert found == {("", 2018): 107.0, ("", 2019): 99.6, ("", 2020): 103.3}
    assert {r.amount.unit for r in dossier.activity if r.variable == "gdp_index"} == {"%"}
    assert not [
        r.price_base for r in dossier.activity if r.variable == "gdp_index" and r.price_base
    ]


@pytest.mark.parametrize(
    "name", ["人均GDP增速", "单位GDP能耗下降", "地区生产总值增长指数（上年=100）", "GDP"]
)
def test_other_names_are_no_growth_of_gdp(name: str) -> None:
    _, faults = read([HEAD, GDP, [name, "%", 7.0, 9.9, 3.3]])
    assert "activity.index.from_growth" not in [f.rule for f in faults]


def test_growth_beside_the_index_is_a_check_and_a_contradiction_an_error() -> None:
    growth: list[object] = ["GDP增速（%）", "%", 7.0, 9.9, 3.3]
    dossier, faults = read([HEAD, GDP, INDEX, growth])
    assert told(faults) == []
    assert "activity.index.beside" in [f.rule for f in faults]
    assert figures(dossier, "gdp_index")["", 2019] == 109.9
    _, faults = read([HEAD, GDP, INDEX, [*growth[:3], 2.9, 3.3]])
    (fault,) = (f for f in faults if f.rule == "activity.index.conflict")
    assert fault.severity is Severity.ERROR
    assert "增速" in fault.message.zh
    assert "growth" in fault.message.en
    assert "2019" in fault.message.en


PARTS: list[list[object]] = [
    ["　第一产业", "%", 4.3, 4.4, 4.1],
    ["　第二产业", "%", 51.1, 49.6, 51.2],
    ["　第三产业", "%", 44.6, 46.0, 44.7],
]


@pytest.mark.parametrize("heading", ["地区生产总值构成", "三次产业结构（%）", "三次产业比重"])
def test_shares_below_a_heading_are_shares(heading: str) -> None:
    dossier, faults = read([HEAD, GDP, [heading, "%", None, None, None], *PARTS])
    assert told(faults) == []
    assert figures(dossier, "value_added_share")["secondary", 2019] == 49.6
    assert not figures(dossier, "value_added")


@pytest.mark.parametrize(
    "heading", [["三次产业增速", "%", None, None, None], INDEX, ["GDP比上年增长", "%", 7, 9, 3]]
)
def test_growth_and_indices_of_industries_are_named_and_not_read(heading: list[object]) -> None:
    dossier, faults = read([HEAD, GDP, heading, *PARTS])
    assert set(told(faults)) == {"variable.unread"}
    assert not figures(dossier, "value_added")
    assert not figures(dossier, "value_added_share")


def test_amounts_below_a_heading_stay_amounts() -> None:
    amounts: list[list[object]] = [["第一产业", "亿元", 100.0, 110.0, 120.0]]
    dossier, faults = read([HEAD, GDP, INDEX, *amounts])
    assert told(faults) == []
    assert figures(dossier, "value_added")["primary", 2020] == 120.0


def test_columns_beside_gdp_take_its_unit_and_that_is_told() -> None:
    rows: list[list[object]] = [
        ["年份", "地区生产总值（亿元，当年价）", "第一产业", "第二产业", "第三产业"],
        [2019, 1120.0, 100.0, 500.0, 520.0],
        [2020, 1190.0, 110.0, 530.0, 550.0],
    ]
    dossier, faults = read(rows)
    assert told(faults) == []
    assert [f.place.cell for f in faults if f.rule == "unit.beside"] == ["C1", "D1", "E1"]
    units = {r.amount.unit for r in dossier.activity if r.variable == "value_added"}
    assert units == {"亿元"}
    _, faults = read([[*row[:1], *row[2:]] for row in rows])
    assert "unit.missing" in told(faults)


def _down(title: str, *rows: list[object]) -> list[list[object]]:
    return [[title], ["年 份", "地区生产\n总值", "第一产业", "第二产业"], *rows]


@pytest.mark.parametrize(
    "title", ["2-2 主要年份地区生产总值指数（上年=100）", "Indices of gross regional product"]
)
def test_a_title_makes_amounts_without_a_unit_an_index(title: str) -> None:
    dossier, faults = read(_down(title, [2019, 107.1, 103, 108], [2020, 103.5, 102, 104]))
    assert figures(dossier, "gdp_index") == {("", 2019): 107.1, ("", 2020): 103.5}
    assert {r.variable for r in dossier.activity} == {"gdp_index"}
    assert set(told(faults)) == {"variable.unread"}


def test_a_title_states_the_base_of_its_index() -> None:
    rows: list[list[object]] = [["地区生产总值指数（2018年=100）"], ["指标", *YEARS]]
    dossier, _ = read([*rows, ["地区生产总值", 100, 110, 121]])
    found = figures(dossier, "gdp_index")
    assert {year: round(value or 0.0, 9) for (_, year), value in found.items()} == {
        2019: 110.0,
        2020: 110.0,
    }


def test_a_title_makes_amounts_without_a_unit_shares() -> None:
    dossier, faults = read(_down("地区生产总值构成（%）", [2020, 100, 10, 90]))
    assert figures(dossier, "value_added_share") == {("primary", 2020): 10, ("secondary", 2020): 90}
    assert told(faults) == ["variable.unread"]


@pytest.mark.parametrize("title", ["地区生产总值及指数", "地区生产总值和增长速度"])
def test_a_title_of_amounts_and_an_index_says_nothing_of_either(title: str) -> None:
    dossier, faults = read(_down(title, [2020, 1190, 119, 1071]))
    assert dossier.activity == ()
    assert "unit.missing" in told(faults)


def test_a_title_of_an_index_leaves_amounts_with_a_unit_alone() -> None:
    rows = _down("地区生产总值指数", [2020, 1190, 119, 1071])
    rows[1][1:] = ["地区生产总值（亿元，当年价）", "第一产业（亿元）", "第二产业（亿元）"]
    dossier, faults = read(rows)
    assert told(faults) == []
    assert figures(dossier, "gdp") == {("", 2020): 1190}
