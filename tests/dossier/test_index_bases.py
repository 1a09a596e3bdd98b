"""An index of GDP: of the year before, or of one fixed year that its name states."""

from __future__ import annotations

from typing import Any

import pytest
from tests import exemplar

from dafeng.dossier.index_words import bare_index, stated_base
from dafeng.dossier.parse import parse
from dafeng.dossier.records import Dossier, NotationKey
from dafeng.dossier.sheets import RawSheet
from dafeng.errors import Fault, Severity
from dafeng.inventory.gdp import constant_gdp

YEARS = (2018, 2019, 2020)
#: Levels of 2015 = 100 and what they make of the year before: 110, 105.
LEVELS = (120.0, 132.0, 138.6)
CURRENT = (1000.0, 1120.0, 1190.0)


def read(rows: exemplar.Rows) -> tuple[Dossier, tuple[Fault, ...]]:
    sheet = RawSheet("年鉴.xlsx", "国民经济", tuple(map(tuple, rows)))
    dossier, faults = parse([sheet], exemplar.identity())
    assert dossier is not None
    return dossier, faults


def told(faults: tuple[Fault, ...]) -> list[str]:
    return [f.rule for f in faults if f.severity is not Severity.NOTE]


def index(dossier: Dossier) -> dict[int, float]:
    return {
        r.year: r.amount.in_unit("%")
        for r in dossier.activity
        if r.variable == "gdp_index" and not r.price_base
    }


def across(name: str, values: tuple[float, ...], unit: str | None = "%") -> exemplar.Rows:
    return [
        ["指标", "单位", *(f"{y}年" for y in YEARS)],
        ["地区生产总值（当年价）", "亿元", *CURRENT],
        [name, unit, *values],
    ]


FIXED = [
    "地区生产总值指数（2015年=100）",
    "地区生产总值指数（2015=100）",
    "以2015年为100的地区生产总值指数",
    "GDP指数（2015年＝100，％）",
]


@pytest.mark.parametrize("name", FIXED)
def test_an_index_on_a_fixed_year_is_made_one_of_the_year_before(name: str) -> None:
    dossier, faults = read(across(name, LEVELS))
    assert told(faults) == []
    assert index(dossier) == pytest.approx({2019: 110.0, 2020: 105.0})
    (note,) = (f for f in faults if f.rule == "activity.index.fixed_base")
    assert "2015" in note.message.en
    assert "2018" in note.message.en
    gdp = constant_gdp(dossier.activity, 2020).values
    assert gdp == pytest.approx({2018: 1190e8 / 1.155, 2019: 1190e8 / 1.05, 2020: 1190e8})


def test_the_base_year_itself_counts_as_100() -> None:
    dossier, _ = read(across("地区生产总值指数（2017年=100）", (106.0, 111.3, 116.865)))
    assert index(dossier) == pytest.approx({2018: 106.0, 2019: 105.0, 2020: 105.0})


@pytest.mark.parametrize("name", FIXED[:1])
def test_years_may_stand_as_rows(name: str) -> None:
    rows: exemplar.Rows = [["年份", "常住人口（万人）", name]]
    rows += [[y, 300, v] for y, v in zip(YEARS, LEVELS, strict=True)]
    dossier, faults = read(rows)
    assert told(faults) == []
    assert index(dossier) == pytest.approx({2019: 110.0, 2020: 105.0})


def test_a_long_table_may_state_the_base_in_the_name_or_in_the_column() -> None:
    head: exemplar.Rows = [["年份", "指标", "数量", "单位", "价格基期"]]
    for name, base in (("地区生产总值指数（2015年=100）", ""), ("GDP指数", "2015")):
        rows: exemplar.Rows = [[y, name, v, "%", base] for y, v in zip(YEARS, LEVELS, strict=True)]
        dossier, faults = read([*head, *rows])
        assert told(faults) == []
        assert index(dossier) == pytest.approx({2019: 110.0, 2020: 105.0})


def test_a_price_base_beside_an_index_of_the_year_before_is_not_used() -> None:
    rows: exemplar.Rows = [["年份", "指标", "数量", "单位", "价格基期"]]
    rows += [[y, "GDP指数", 105.0 + i, "%", "2015"] for i, y in enumerate(YEARS)]
    dossier, faults = read(rows)
    assert told(faults) == ["money.price_base.needless"]
    assert index(dossier) == {2018: 105.0, 2019: 106.0, 2020: 107.0}


def _column(
    base: str, levels: dict[int, Any], gdp: dict[int, float] | None = None
) -> tuple[Dossier, tuple[Fault, ...]]:
    rows: exemplar.Rows = [["年份", "指标", "数量", "单位", "价格基期"]]
    rows += [[y, "地区生产总值指数", v, "%", base] for y, v in levels.items()]
    rows += [[y, "地区生产总值", v, "亿元", "当年价"] for y, v in (gdp or {}).items()]
    return read(rows)


def test_a_base_whose_own_index_is_100_is_fixed_however_near() -> None:
    dossier, faults = _column("2020", {2020: 100, 2021: 108.1, 2022: 113.0, 2023: 119.5})
    assert told(faults) == []
    assert index(dossier) == pytest.approx({2021: 108.1, 2022: 113.0 / 1.081, 2023: 119.5 / 1.13})


def test_gdp_beside_an_index_says_of_which_year_it_is_the_multiple() -> None:
    levels: dict[int, object] = {2021: 102.3, 2022: 108.4}
    growing = {2020: 1000.0, 2021: 1030.0}
    dossier, faults = _column("2020", levels, {**growing, 2022: 1125.0})
    assert told(faults) == ["money.price_base.needless"]
    assert index(dossier) == pytest.approx({2021: 102.3, 2022: 108.4})
    dossier, faults = _column("2020", levels, {**growing, 2022: 1095.0})
    assert told(faults) == []
    assert index(dossier) == pytest.approx({2021: 102.3, 2022: 108.4 / 1.023})


def test_an_index_of_which_the_base_does_not_show_is_asked_for_and_not_read() -> None:
    dossier, faults = _column("2020", {2021: 102.3, 2022: 108.4})
    assert told(faults) == ["activity.index.base_unclear"]
    (fault,) = (f for f in faults if f.rule == "activity.index.base_unclear")
    assert fault.severity is Severity.ERROR
    assert fault.place.cell == "C2"
    assert index(dossier) == {}


def test_indices_that_do_not_rise_are_those_of_the_year_before() -> None:
    dossier, faults = _column("2019", {2020: 102.3, 2021: 108.4, 2022: 103.0})
    assert told(faults) == ["money.price_base.needless"]
    assert index(dossier) == pytest.approx({2020: 102.3, 2021: 108.4, 2022: 103.0})


def test_an_unknown_base_year_stays_unknown_and_counts_as_100() -> None:
    name = "地区生产总值指数（2015年=100）"
    rows: exemplar.Rows = [["年份", "指标", "数量", "单位", "缺项代号"]]
    rows += [[2014, name, 95, "%", None], [2015, name, None, "%", "NE"], [2016, name, 107, "%", ""]]
    dossier, _ = read(rows)
    found = {r.year: (r.amount.value, r.amount.notation) for r in dossier.activity}
    assert found == {2015: (None, NotationKey.NE), 2016: (pytest.approx(107.0), None)}


def test_an_index_twice_and_one_of_a_sector_are_not_dropped() -> None:
    name = "地区生产总值指数（2015年=100）"
    rows: exemplar.Rows = [["年份", "指标", "部门", "数量", "单位"]]
    rows += [[2020, name, None, 140, "%"], [2021, name, None, 150, "%"]]
    rows += [[2021, name, None, 160, "%"]]
    dossier, faults = read(rows)
    assert told(faults) == ["row.duplicate"]
    rows[3] = [2020, name, "第二产业", 150, "%"]
    rows.append([2021, name, "第二产业", 165, "%"])
    dossier, faults = read(rows)
    assert told(faults) == []
    found = {r.sector: r.amount.value for r in dossier.activity if r.year == 2021}
    assert found == {"": pytest.approx(100 * 150 / 140), "secondary": pytest.approx(110.0)}


def test_an_index_of_the_year_before_goes_first() -> None:
    rows = across("地区生产总值指数（2015年=100）", LEVELS)
    rows.append(["地区生产总值指数（上年=100）", "%", 107.0, 109.9, None])
    dossier, faults = read(rows)
    assert told(faults) == []
    assert index(dossier) == pytest.approx({2018: 107.0, 2019: 109.9, 2020: 105.0})


@pytest.mark.parametrize(
    "name",
    [
        "地区生产总值指数（上年=100）",
        "地区生产总值指数（上年=100，%）",
        "地区生产总值指数（%，上年=100）",
        "地区生产总值指数（上年=100）（%）",
        "地区生产总值指数（以上年为100）",
        "地区生产总值指数",
    ],
)
def test_the_index_of_the_year_before_needs_no_unit(name: str) -> None:
    values = (107.0, 109.9, 105.1)
    expected = dict(zip(YEARS, values, strict=True))
    dossier, faults = read(across(name, values, None))
    assert (told(faults), index(dossier)) == ([], expected)
    rows: exemplar.Rows = [["单位：亿元"], ["年份", "地区生产总值（当年价）", name]]
    rows += [[y, g, v] for y, g, v in zip(YEARS, CURRENT, values, strict=True)]
    dossier, faults = read(rows)
    assert (told(faults), index(dossier)) == ([], expected)


def test_a_table_with_one_year_is_read() -> None:
    rows: exemplar.Rows = [
        ["指标", "单位", "2020年", "比上年增长（%）"],
        ["常住人口", "万人", 300, 0.5],
        ["地区生产总值（当年价）", "亿元", 1190, 5.1],
        ["能源消费总量", "万吨标准煤", 900, 2.0],
    ]
    dossier, faults = read(rows)
    assert told(faults) == []
    found = {(r.variable, r.year): (r.amount.value, r.price_base) for r in dossier.activity}
    assert found == {
        ("population", 2020): (300, ""),
        ("gdp", 2020): (1190, "current"),
        ("energy_consumption", 2020): (900, ""),
    }
    assert [f.place.cell for f in faults if f.rule == "column.derived"] == ["D1"]


def test_a_column_of_half_a_year_beside_one_year_is_told() -> None:
    rows: exemplar.Rows = [
        ["指标", "单位", "2019年", "2020年1-6月"],
        ["地区生产总值（当年价）", "亿元", 1120, 560],
    ]
    dossier, faults = read(rows)
    assert {r.year for r in dossier.activity} == {2019}
    assert told(faults) == ["column.unknown"]


def test_names_of_indices() -> None:
    assert bare_index("地区生产总值指数（2015年=100）") == "地区生产总值指数"
    assert bare_index("人均GDP") == "人均GDP"
    assert stated_base("地区生产总值指数（1978年=100）") == "=1978"
    assert stated_base("地区生产总值指数（上年=100）") == ""
    assert stated_base("地区生产总值（2015年价）") == ""


def _two(first: str, one: tuple[float, ...], second: str, two: tuple[float, ...]) -> exemplar.Rows:
    rows = across(first, one)
    return [*rows, [second, "%", *two]]


PREVIOUS = "地区生产总值指数（上年=100）"
OLDER = "地区生产总值指数（1978年=100）"


@pytest.mark.parametrize("other", [PREVIOUS, OLDER])
@pytest.mark.parametrize("turned", [False, True])
def test_two_indices_that_agree_stand_side_by_side(other: str, turned: bool) -> None:
    values = (107.0, 110.0, 105.0) if other == PREVIOUS else (1200.0, 1320.0, 1386.0)
    columns = [(FIXED[0], LEVELS), (other, values)]
    one, two = columns[::-1] if turned else columns
    dossier, faults = read(_two(*one, *two))
    assert told(faults) == []
    found = index(dossier)
    assert {y: found[y] for y in (2019, 2020)} == pytest.approx({2019: 110.0, 2020: 105.0})
    (note,) = (f for f in faults if f.rule == "activity.index.beside")
    assert "2019, 2020" in note.message.en


@pytest.mark.parametrize("other", [PREVIOUS, OLDER])
def test_two_indices_that_contradict_one_another(other: str) -> None:
    values = (107.0, 110.0, 102.0) if other == PREVIOUS else (1200.0, 1320.0, 1346.4)
    _, faults = read(_two(FIXED[0], LEVELS, other, values))
    (fault,) = (f for f in faults if f.severity is Severity.ERROR)
    assert fault.rule == "activity.index.conflict"
    assert "102" in fault.message.zh
    assert "105" in fault.message.zh
    assert fault.place.row == (3 if other == PREVIOUS else 4)
    assert fault.place.column == 5


def test_an_index_that_is_unknown_beside_one_on_a_fixed_base() -> None:
    rows: exemplar.Rows = [["年份", "指标", "数量", "单位", "缺项代号"]]
    rows += [[2020, PREVIOUS, None, "%", "NE"]]
    rows += [
        [y, "地区生产总值指数（2019年=100）", v, "%", ""] for y, v in ((2020, 104), (2021, 110))
    ]
    _, faults = read(rows)
    assert told(faults) == ["activity.index.conflict"]
