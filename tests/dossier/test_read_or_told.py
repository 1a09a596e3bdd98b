"""What a table reader does not use is told with its cell: brackets, corners, headers, notes."""

from __future__ import annotations

import time

import pytest
from tests import exemplar

from dafeng.dossier.bracket_words import left_over
from dafeng.dossier.parse import parse
from dafeng.dossier.records import Dossier, Flow
from dafeng.dossier.sheets import Merged, RawSheet
from dafeng.dossier.vocabulary import find_carrier
from dafeng.dossier.wording import split_all_brackets, split_brackets
from dafeng.errors import Fault, Severity

_ACTIVITY: exemplar.Rows = [
    ["年份", "常住人口（万人）", "地区生产总值（亿元，当年价）", None, None],
    [None, None, None, "第一产业", "第二产业"],
    [2019, 500, 3000, 300, 1600],
    [2020, 501, 3100, 310, 1700],
]
_LONG: exemplar.Rows = [
    ["年份", "流向", "部门", "能源品种", "数量", "单位"],
    [2020, "终端消费量", "建筑业", "天然气", 3, "亿立方米"],
    [2020, "终端消费量", "工业", "原煤", 200, "万吨"],
]


def _read(*tables: tuple[str, exemplar.Rows, tuple[Merged, ...]]) -> tuple[Dossier, list[Fault]]:
    sheets = [
        RawSheet("年鉴.xlsx", name, tuple(map(tuple, rows)), merged)
        for name, rows, merged in tables
    ]
    dossier, faults = parse(sheets, exemplar.identity())
    assert dossier is not None
    return dossier, [f for f in faults if not f.rule.startswith("identity.")]


def _told(faults: list[Fault], *, notes: bool = False) -> list[tuple[str, str]]:
    return [(f.rule, f.place.cell) for f in faults if notes or f.severity is not Severity.NOTE]


def _activity(dossier: Dossier) -> dict[tuple[int, str, str], tuple[float | None, str, str]]:
    return {
        (r.year, r.variable, r.sector): (r.amount.value, r.amount.unit, r.price_base)
        for r in dossier.activity
    }


def test_a_second_row_of_a_header_is_read_whether_merged_or_not() -> None:
    plain, faults = _read(("经济", _ACTIVITY, ()))
    assert _told(faults) == []
    rows: exemplar.Rows = [list(row) for row in _ACTIVITY]
    merged = ((1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 2, 3))
    twin, faults = _read(("经济", rows, merged))
    assert _told(faults) == []
    assert _activity(plain) == _activity(twin)
    assert _activity(plain)[2020, "value_added", "secondary"] == (1700, "亿元", "current")
    assert _activity(plain)[2020, "gdp", ""] == (3100, "亿元", "current")


def test_headers_merged_over_three_rows_are_read() -> None:
    rows: exemplar.Rows = [
        ["2-1 地区生产总值（当年价格）", None, None, None, None],
        [None, None, None, None, "单位：万元"],
        ["年 份", "地区生产总值", None, None, "人均地区生产总值（元）"],
        [None, None, "第一产业", "第二产业", None],
        [None, None, None, "#工业", None],
        ["2020", 31000, 3100, 17000, 62000],
    ]
    merged = ((3, 1, 5, 1), (3, 2, 5, 2), (3, 5, 5, 5))
    dossier, faults = _read(("2-1", rows, merged))
    assert _told(faults) == [("variable.unread", "D5"), ("variable.unread", "E5")]
    assert _activity(dossier) == {
        (2020, "gdp", ""): (31000, "万元", "current"),
        (2020, "value_added", "primary"): (3100, "万元", "current"),
    }


def test_names_over_others_make_them_indices_and_shares() -> None:
    rows: exemplar.Rows = [
        ["年份", "地区生产总值指数（上年=100）", None, "构成（%）", None],
        [None, "地区生产总值", "第二产业", "第一产业", "第二产业"],
        [2020, 103.1, 104.0, 10, 55],
    ]
    merged = ((1, 2, 1, 3), (1, 4, 1, 5))
    dossier, faults = _read(("经济", rows, merged))
    assert _told(faults) == [("variable.unread", "C2")]
    found = _activity(dossier)
    assert found[2020, "gdp_index", ""][0] == 103.1
    assert found[2020, "value_added_share", "secondary"][:2] == (55, "%")
    assert (2020, "value_added", "secondary") not in found


def test_a_column_of_figures_without_header_is_an_error_in_each_kind_of_table() -> None:
    down: exemplar.Rows = [["年份", "常住人口（万人）", None], [2019, 500, 9], [2020, 501, 9]]
    across: exemplar.Rows = [["指标", "2019年", "2020年", None], ["常住人口（万人）", 500, 501, 9]]
    power: exemplar.Rows = [["全社会用电量（亿千瓦时）"], ["指标", "2020年", None]]
    power += [["第一产业", 3, 9], ["城乡居民生活", 40, 9]]
    assert _told(_read(("经济", down, ()))[1]) == [("column.nameless", "C1")]
    assert _told(_read(("经济", across, ()))[1]) == [("column.nameless", "D1")]
    assert ("column.nameless", "C2") in _told(_read(("用电", power, ()))[1])


def test_words_without_header_are_noted() -> None:
    rows: exemplar.Rows = [
        ["年份", "常住人口（万人）", None],
        [2019, 500, "快报"],
        [2020, 501, None],
    ]
    assert ("column.remark", "C2") in _told(_read(("经济", rows, ()))[1], notes=True)


@pytest.mark.parametrize(
    ("row", "column", "text", "told"),
    [
        (1, 3, "天然气（万立方米）", ("unit.conflict.name", "D2")),
        (2, 3, "原煤（吨）", ("unit.conflict.name", "D3")),
        (2, 3, "原煤（吨标准煤）", ("unit.conflict.name", "D3")),
        (2, 3, "原煤（折标煤）", ("unit.conflict.name", "D3")),
        (2, 3, "原煤（不含发电用煤）", ("place.scope", "D3")),
        (2, 3, "原煤（嘉兴市）", ("place.other", "D3")),
        (2, 2, "工业（规模以上）", ("place.scope", "C3")),
        (2, 2, "工业（1-6月）", ("cell.period.part", "C3")),
        (2, 2, "工业（6月）", ("cell.period.part", "C3")),
        (2, 2, "工业（预测）", ("cell.period.planned", "C3")),
        (2, 2, "工业（2019年）", ("cell.period.year", "C3")),
        (0, 0, "年份（2020）", ("cell.words", "A1")),
        (2, 3, "原煤（商品煤）", ("cell.words", "D3")),
    ],
)
def test_words_in_brackets_of_a_long_row_are_told(
    row: int, column: int, text: str, told: tuple[str, str]
) -> None:
    rows: exemplar.Rows = [list(r) for r in _LONG]
    rows[row][column] = text
    assert told in _told(_read(("能源", rows, ()))[1], notes=True)


def test_a_unit_in_a_known_name_is_held_against_the_unit_too() -> None:
    rows: exemplar.Rows = [list(r) for r in _LONG]
    rows[2][3], rows[2][5] = "原煤（万吨）", "吨"
    assert _told(_read(("能源", rows, ()))[1]) == [("unit.conflict.name", "D3")]


def test_brackets_that_say_no_more_are_not_told() -> None:
    rows: exemplar.Rows = [list(r) for r in _LONG]
    rows[1][3], rows[2][3], rows[2][2] = "天然气（亿立方米）", "原煤（raw_coal）", "工业（2020年）"
    dossier, faults = _read(("能源", rows, ()))
    assert [r for r, _ in _told(faults, notes=True) if r.startswith(("cell", "unit"))] == []
    assert len(dossier.energy) == 2


def test_a_unit_in_the_name_of_the_carrier_serves_where_none_stands_elsewhere() -> None:
    rows: exemplar.Rows = [r[:5] for r in _LONG]
    rows[1][3], rows[2][3] = "天然气（亿立方米）", "原煤（万吨）"
    rows = [[*r, None] for r in rows]
    rows[0][5] = "单位"
    dossier, faults = _read(("能源", rows, ()))
    assert _told(faults) == []
    assert {r.amount.unit for r in dossier.energy} == {"亿立方米", "万吨"}


_BALANCE: exemplar.Rows = [
    ["项目", "原煤（万吨）", "柴油（万吨）"],
    ["四、终端消费量", 30, 5],
    ["1.工业", 28, 2],
    ["2.建筑业", 2, 3],
]


def _balance(corner: str, header: str = "原煤（万吨）", row: str = "1.工业") -> exemplar.Rows:
    rows: exemplar.Rows = [list(r) for r in _BALANCE]
    rows[0][0], rows[0][1], rows[2][0] = corner, header, row
    return rows


@pytest.mark.parametrize(
    ("corner", "rule"),
    [
        ("2019年能源平衡表", "sheet.year.conflict"),
        ("2020年1-11月能源平衡表", "sheet.period.part"),
        ("2020年能源平衡表（预测）", "sheet.period.planned"),
        ("2020年嘉兴市能源平衡表", "place.other"),
        ("安吉县能源平衡表", "place.district"),
        ("规模以上工业能源平衡表", "place.scope"),
        ("能源平衡表（单位：万吨标准煤）", "unit.title.unused"),
    ],
)
def test_the_corner_of_a_balance_is_its_title(corner: str, rule: str) -> None:
    told = dict(_told(_read(("2020", _balance(corner), ()))[1]))
    assert rule in told
    assert told[rule] in ("A1", "")


def test_the_corner_dates_a_sheet_whose_name_does_not() -> None:
    dossier, faults = _read(("Sheet1", _balance("2020年能源平衡表"), ()))
    assert _told(faults) == []
    assert {r.year for r in dossier.energy} == {2020}


def test_the_corner_of_a_table_of_one_carrier_names_it() -> None:
    rows: exemplar.Rows = [["全社会用电量（亿千瓦时）", "2019年", "2020年"]]
    rows += [["第一产业", 3, 4], ["工业", 90, 95], ["城乡居民生活", 40, 41]]
    dossier, faults = _read(("5-6", rows, ()))
    assert _told(faults) == []
    assert {r.carrier for r in dossier.energy} == {"electricity"}


def test_titles_of_different_years_are_told() -> None:
    rows: exemplar.Rows = [["2019年能源平衡表"], *_balance("2020年能源平衡表")]
    assert ("sheet.titles.differ", "A1") in _told(_read(("表", rows, ()))[1])


@pytest.mark.parametrize(
    ("header", "row", "told"),
    [
        ("原煤（万吨）（不含洗煤）", "1.工业", ("place.scope", "B1")),
        ("原煤（万吨）（2019年）", "1.工业", ("cell.period.year", "B1")),
        ("原煤（折标煤）（万吨）", "1.工业", ("unit.conflict.name", "B1")),
        ("原煤（万吨）（吨）", "1.工业", ("unit.conflict.header", "B1")),
        ("原煤（万吨）", "1.工业（规模以上）", ("place.scope", "A3")),
        ("原煤（万吨）", "1.工业（1-6月）", ("cell.period.part", "A3")),
        ("原煤（商品煤，万吨）", "1.工业", ("cell.words", "B1")),
    ],
)
def test_words_in_brackets_of_a_balance_are_told(
    header: str, row: str, told: tuple[str, str]
) -> None:
    assert told in _told(_read(("2020", _balance("项目", header, row), ()))[1], notes=True)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("常住人口（市区，万人）", ("place.scope", "A2")),
        ("常住人口（嘉兴市）（万人）", ("place.other", "A2")),
        ("常住人口（1-6月）（万人）", ("cell.period.part", "A2")),
        ("常住人口（抽样）（万人）", ("cell.words", "A2")),
    ],
)
def test_words_in_brackets_of_indicators_are_told(name: str, told: tuple[str, str]) -> None:
    rows: exemplar.Rows = [["指标", "2019年", "2020年"], [name, 500, 501]]
    assert told in _told(_read(("经济", rows, ()))[1], notes=True)
    turned: exemplar.Rows = [["年份", name], [2019, 500], [2020, 501]]
    assert (told[0], "B1") in _told(_read(("经济", turned, ()))[1], notes=True)


def test_groups_over_sub_columns_need_no_merged_cells() -> None:
    rows: exemplar.Rows = [
        ["项目", "煤合计（万吨）", None, None, "电力（亿千瓦时）"],
        [None, None, "原煤", "洗精煤", None],
        ["工业", 30, 28, 2, 9],
        ["建筑业", 2, 2, 0, 1],
    ]
    dossier, faults = _read(("2020", rows, ()))
    assert _told(faults) == []
    final = {(r.sector, r.carrier): r.amount.value for r in dossier.energy}
    assert final["construction", "raw_coal"] == 2
    assert {c for _, c in final} == {"raw_coal", "cleaned_coal", "electricity"}


@pytest.mark.parametrize("years_above", [True, False])
def test_years_and_carriers_over_one_another_need_no_merged_cells(*, years_above: bool) -> None:
    carriers, years = ["原煤（万吨）", "柴油（万吨）"], [2019, 2020]
    upper, lower = (years, carriers) if years_above else (carriers, years)
    head: exemplar.Rows = [
        ["项目", upper[0], None, upper[1], None],
        [None, lower[0], lower[1], lower[0], lower[1]],
    ]
    figures = [1, 2, 3, 4] if years_above else [1, 3, 2, 4]
    dossier, faults = _read(("表", [*head, ["工业", *figures], ["建筑业", 5, 6, 7, 8]], ()))
    assert _told(faults) == []
    coal = {r.year: r.amount.value for r in dossier.energy if r.carrier == "raw_coal"}
    assert len(dossier.energy) == 8
    assert coal[2019] in (1, 5)


def test_units_may_stand_beneath_years() -> None:
    power: exemplar.Rows = [["全社会用电量"], ["指标", "2020年", "比上年增长", "2019年"]]
    power += [[None, "（亿千瓦时）", None, "（亿千瓦时）"]]
    power += [["第一产业", 3, 2, 2.9], ["工业", 9, 1, 8], ["城乡居民生活", 40, 1, 39]]
    dossier, faults = _read(("用电", power, ()))
    assert _told(faults) == []
    assert {r.amount.unit for r in dossier.energy} == {"亿千瓦时"}
    long: exemplar.Rows = [["流向", "部门", "能源品种", "2019年", "2020年"]]
    long += [[None, None, None, "万吨", "万吨"], ["终端消费量", "建筑业", "柴油", 3, 4]]
    dossier, faults = _read(("能源", long, ()))
    assert _told(faults) == []
    assert [(r.year, r.amount.value) for r in dossier.energy] == [(2019, 3), (2020, 4)]
    people: exemplar.Rows = [["指标", "2019年", "2020年"], [None, "万人", "万人"]]
    dossier, faults = _read(("人口", [*people, ["常住人口", 500, 501]], ()))
    assert _told(faults) == []
    assert _activity(dossier)[2020, "population", ""] == (501, "万人", "")


def test_units_stand_anywhere_in_brackets_and_prices_in_titles_and_notes() -> None:
    rows: exemplar.Rows = [["指标", "2019年", "2020年"]]
    rows += [["地区生产总值（当年价格，亿元）", 3000, 3100]]
    dossier, faults = _read(("经济", rows, ()))
    assert _told(faults) == []
    assert _activity(dossier)[2020, "gdp", ""] == (3100, "亿元", "current")
    for note in ("注：本表按当年价格计算。", "注：绝对数按当年价格计算，指数按可比价格计算。"):
        table: exemplar.Rows = [["年份", "地区生产总值（亿元）"], [2020, 3100], [note]]
        dossier, faults = _read(("经济", table, ()))
        assert ("money.price_base.titled", "A3") in _told(faults, notes=True)
        assert _activity(dossier)[2020, "gdp", ""][2] == "current"
    both: exemplar.Rows = [["按当年价格、2015年不变价计算"], ["年份", "地区生产总值（亿元）"]]
    assert "money.price_base.missing" in dict(_told(_read(("经济", [*both, [2020, 9]], ()))[1]))


def test_code_columns_of_industries_are_passed_over() -> None:
    rows: exemplar.Rows = [
        ["序号", "行业代码", "行业", "原煤（吨）", "电力（万千瓦时）"],
        [1, 17, "纺织业", 300, 900],
        [2, 31, "黑色金属冶炼和压延加工业", 1400, 700],
    ]
    dossier, faults = _read(("2020", rows, ()))
    assert _told(faults) == []
    assert len(dossier.energy) == 4


def test_carriers_down_and_years_across_are_told_with_the_form_to_use() -> None:
    rows: exemplar.Rows = [["能源名称", "计量单位", "2019年", "2020年"]]
    rows += [["原煤", "万吨", 30, 31], ["电力", "亿千瓦时", 9, 10]]
    assert _told(_read(("5-4", rows, ()))[1]) == [("sheet.carriers_down", "")]


def test_a_second_note_is_a_note() -> None:
    notes: exemplar.Rows = [["注：1.本表为实物量。"], ["2.“#”表示其中的主要项。"]]
    for rows in (_BALANCE, _LONG, [["年份", "常住人口（万人）"], [2020, 501]]):
        found = _told(_read(("2020", [*rows, *notes], ()))[1], notes=True)
        last = f"A{len(rows) + 2}"
        assert ("sheet.footnote", last) in found
        assert not {r for r, c in found if c == last} - {"sheet.footnote"}


_WHOLE: exemplar.Rows = [
    ["项目", "原煤（万吨）", "电力（亿千瓦时）"],
    ["二、加工转换投入（-）产出（+）量", -50, 20],
    ["1.火力发电", -50, 20],
    ["四、终端消费量", 30, 60],
    ["1.工业", 28, 40],
    ["2.居民生活", 2, 20],
]


def test_electricity_of_society_beside_a_balance_is_told_and_left_out() -> None:
    power: exemplar.Rows = [["指标", "电力（亿千瓦时）"], ["工业", 45], ["城乡居民生活", 20]]
    dossier, faults = _read(("2020", _WHOLE, ()), ("用电2020", power, ()))
    assert _told(faults) == [("energy.table.beside", "B2")]
    final = [r for r in dossier.energy if r.flow is Flow.FINAL_CONSUMPTION]
    assert sum(r.amount.value or 0 for r in final if r.carrier == "electricity") == 60


def test_fuel_of_plants_in_a_table_of_industries_is_told_and_left_out() -> None:
    table: exemplar.Rows = [["行业", "原煤（吨）", "电力（万千瓦时）"]]
    table += [
        ["黑色金属冶炼和压延加工业", 200000, 150000],
        ["电力、热力生产和供应业", 500000, 50000],
    ]
    dossier, faults = _read(("2020", _WHOLE, ()), ("分行业2020", table, ()))
    assert _told(faults) == [("energy.table.plants", "B3")]
    coal = {r.sector: r.amount for r in dossier.energy if r.carrier == "raw_coal"}
    assert "power_heat" not in coal


def test_one_branch_beside_all_industry_leaves_a_rest() -> None:
    rows: exemplar.Rows = [*_LONG, [2020, "终端消费量", "纺织业", "原煤", 120, "万吨"]]
    dossier, faults = _read(("能源", rows, ()))
    assert _told(faults) == []
    assert ("energy.group.rest", "E3") in _told(faults, notes=True)
    coal = [r.amount.value for r in dossier.energy if r.carrier == "raw_coal"]
    assert coal == [200]


def test_a_part_above_all_industry_is_called_a_part() -> None:
    rows: exemplar.Rows = [*_LONG, [2020, "终端消费量", "其中：规模以上工业", "原煤", 280, "万吨"]]
    assert _told(_read(("能源", rows, ()))[1]) == [("energy.part.exceeds", "E4")]


@pytest.mark.parametrize(
    "cell", ["工" * 32_000, "工" + " " * 32_000 + "工", "(" * 32_000, "工a" * 16_000, "/" * 32_000]
)
def test_long_cells_are_read_in_a_time_that_grows_with_their_length(cell: str) -> None:
    rows: exemplar.Rows = [list(r) for r in _LONG]
    rows[2][2] = cell
    begun = time.process_time()
    _read(("能源", rows, ()))
    assert time.process_time() - begun < 2


def test_brackets_are_taken_off_from_the_end() -> None:
    assert split_brackets("原煤（万吨）") == ("原煤", "万吨")
    assert split_brackets("a(b)c") == ("a(b)c", "")
    assert split_brackets("(万吨)") == ("", "万吨")
    assert split_all_brackets("原煤（吨）（标准量）") == ("原煤", ["吨", "标准量"])
    assert left_over("原煤（万吨，商品煤）", find_carrier) == ("万吨", "商品煤")
    assert left_over("原煤（raw_coal）", find_carrier) == ()
