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
    assert told(faults) == []
    assert [f.place.cell for f in faults if f.rule == "variable.compared"] == ["C2", "D2"]


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
    assert told(faults) == []
    assert "cell.words" not in {f.rule for f in faults}


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


FLAT: list[object] = ["年份", "地区生产总值（亿元，当年价）"]
CLASSES: list[object] = ["第一产业", "第二产业", "第三产业"]


@pytest.mark.parametrize(
    "heading", ["地区生产总值指数（上年=100）", "GDP增速（%）", "三次产业构成（%）"]
)
def test_columns_right_of_an_index_belong_to_it_where_they_stood_as_amounts(heading: str) -> None:
    head = [*FLAT, *CLASSES, heading, *CLASSES]
    dossier, faults = read([head, [2020, 100, 7, 45, 48, 103, 7, 45, 48]])
    assert set(told(faults)) <= {"variable.unread"}
    assert sum(v or 0 for v in figures(dossier, "value_added").values()) == 100


@pytest.mark.parametrize("heading", ["地区生产总值指数（上年=100）", "地区生产总值增速（%）"])
def test_columns_right_of_an_index_are_no_amounts(heading: str) -> None:
    rows: list[list[object]] = [[*FLAT, heading, *CLASSES], [2020, 1000, 103, 104, 105, 107]]
    dossier, faults = read(rows)
    assert told(faults) == ["variable.unread"] * 3
    assert not figures(dossier, "value_added")
    down: list[list[object]] = [[t, 104.0, 105.0] for t in (heading, *CLASSES)]
    _, faults = read([["指标", 2019, 2020], [FLAT[1], 1000, 1100], *down])
    assert told(faults) == ["variable.unread"] * 3


def test_growth_behind_each_class_leaves_amounts() -> None:
    head = [*FLAT, "GDP增速（%）", *(t for c in CLASSES for t in (c, "比上年增长（%）"))]
    dossier, _ = read([head, [2020, 1000, 3, 70, 1, 450, 2, 480, 3]])
    assert sum(v or 0 for v in figures(dossier, "value_added").values()) == 1000


def test_a_unit_in_the_title_leaves_classes_behind_an_index_amounts() -> None:
    head: list[object] = ["年份", "地区生产总值（当年价）", "地区生产总值指数", *CLASSES]
    dossier, _ = read([["单位：亿元"], head, [2020, 1000, 103, 70, 450, 480]])
    assert sum(v or 0 for v in figures(dossier, "value_added").values()) == 1000


def test_the_base_of_an_index_is_no_unit_that_is_not_known() -> None:
    index: list[object] = ["地区生产总值指数", "上年=100", 107.0, 109.9, 103.3]
    dossier, faults = read([HEAD, GDP, index, ["第一产业", "上年=100", 103, 104, 105]])
    assert told(faults) == ["variable.unread"]
    assert figures(dossier, "gdp_index")["", 2020] == 103.3
    dossier, _ = read([HEAD, ["地区生产总值指数", "2018年=100", 100, 110, 121]])
    assert round(figures(dossier, "gdp_index")["", 2020] or 0, 9) == 110
    head: list[list[object]] = [["年份", "地区生产总值指数"], ["", "上年=100"], [2020, 103]]
    dossier, faults = read(head)
    assert told(faults) == []
    assert figures(dossier, "gdp_index") == {("", 2020): 103}


@pytest.mark.parametrize(("scale", "unit"), [(1, "%"), (0.01, "1")])
@pytest.mark.parametrize("title", ["地区生产总值构成", "国内生产总值构成"])
def test_a_composition_of_gdp_needs_no_unit(title: str, scale: float, unit: str) -> None:
    row: list[object] = [2020, *(round(v * scale, 2) for v in (7, 45, 48))]
    dossier, faults = read([[title], ["年份", *CLASSES], row])
    assert told(faults) == []
    shares = [r for r in dossier.activity if r.variable == "value_added_share"]
    assert {r.amount.unit for r in shares} == {unit}
    _, faults = read([[title], ["年份", *CLASSES[:2]], row[:3]])
    assert "unit.missing" in told(faults)


def test_amounts_below_a_title_of_ratios_are_more_than_a_note() -> None:
    head: list[list[object]] = [["地区生产总值指数"], [*FLAT, *CLASSES], [2020, 1000, 70, 450, 480]]
    assert told(read(head)[1]) == ["variable.unread"] * 3


@pytest.mark.parametrize("heading", ["构成（%）", "指数（上年=100）"])
def test_a_group_of_ratios_goes_on_over_blanks(heading: str) -> None:
    head: list[list[object]] = [
        [*FLAT, None, None, None, heading, None, None],
        [None, "合计", *CLASSES, *CLASSES],
        [2020, 100, 7, 45, 48, 7, 45, 48],
    ]
    dossier, faults = read(head)
    assert set(told(faults)) <= {"variable.unread"}
    assert sum(v or 0 for v in figures(dossier, "value_added").values()) == 100


def test_words_above_a_name_are_not_said_to_stand_in_brackets() -> None:
    head: list[list[object]] = [
        ["年份", "全市", None],
        [None, "地区生产总值（亿元，当年价）", "常住人口（万人）"],
    ]
    _, faults = read([*head, [2020, 1000, 100]])
    assert "cell.words" not in {f.rule for f in faults}
