"""Energy balance tables as yearbooks print them: same records as the long form, faults by cell."""

from __future__ import annotations

import pytest
from tests import exemplar

from dafeng import reference
from dafeng.dossier.cells import Cell
from dafeng.dossier.check import check
from dafeng.dossier.parse import parse
from dafeng.dossier.records import Dossier, Flow
from dafeng.dossier.sheets import RawSheet
from dafeng.errors import Fault, Severity
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.plausibility import check_dossier

Key = tuple[int, Flow, str, str]


def _sheet(rows: exemplar.Rows, name: str = "2020", **kwargs: object) -> RawSheet:
    return RawSheet("统计年鉴.xlsx", name, tuple(map(tuple, rows)), **kwargs)  # type: ignore[arg-type]


def _read(*sheets: RawSheet) -> tuple[Dossier, tuple[Fault, ...]]:
    dossier, faults = parse(sheets, exemplar.identity())
    assert dossier is not None
    return dossier, faults


def _figures(dossier: Dossier) -> dict[Key, tuple[float | None, str]]:
    return {
        (r.year, r.flow, r.sector, r.carrier): (r.amount.value, r.amount.unit)
        for r in dossier.energy
    }


def _errors(faults: tuple[Fault, ...]) -> list[tuple[str, str]]:
    return [(f.rule, f.place.cell) for f in faults if f.severity is Severity.ERROR]


@pytest.fixture(scope="module")
def long_form() -> dict[Key, tuple[float | None, str]]:
    found = _figures(exemplar.good_dossier())
    return {k: v for k, v in found.items() if k[0] == 2020 and k[1] is not Flow.NON_ENERGY}


def test_balance_and_branches_give_the_records_of_the_long_form(
    long_form: dict[Key, tuple[float | None, str]],
) -> None:
    dossier, faults = _read(
        _sheet(exemplar.balance_table(2020)), _sheet(exemplar.branch_table(2020), "分行业2020")
    )
    assert not _errors(faults)
    found = {k: v for k, v in _figures(dossier).items() if k[1] is not Flow.NON_ENERGY}
    assert found == long_form


def test_units_in_a_row_of_their_own_and_merged_titles_read_alike() -> None:
    plain, _ = _read(_sheet(exemplar.balance_table(2020)))
    rows = exemplar.balance_table(2020, merged=True)
    merged = ((1, 1, 1, 12), (3, 1, 4, 1))
    other, faults = _read(_sheet(rows, merged=merged))
    assert not _errors(faults)
    assert _figures(other) == _figures(plain)


def test_years_above_the_carriers_are_told_apart() -> None:
    rows: exemplar.Rows = [
        ["分行业能源消费", None, None, None, None],
        ["行业", 2019, None, 2020, None],
        [None, "原煤（万吨）", "电力（亿千瓦时）", "原煤（万吨）", "电力（亿千瓦时）"],
        ["采矿业", 1.5, 2.5, 3.5, 4.5],
    ]
    merged = ((1, 1, 1, 5), (2, 2, 2, 3), (2, 4, 2, 5), (2, 1, 3, 1))
    dossier, faults = _read(_sheet(rows, "分行业", merged=merged))
    assert not _errors(faults)
    values = {(r.year, r.carrier): r.amount.value for r in dossier.energy}
    assert values == {
        (2019, "raw_coal"): 1.5,
        (2019, "electricity"): 2.5,
        (2020, "raw_coal"): 3.5,
        (2020, "electricity"): 4.5,
    }


def test_carriers_above_the_years_are_told_apart() -> None:
    rows: exemplar.Rows = [
        ["行业", "原煤", None, "电力", None],
        [None, 2019, 2020, 2019, 2020],
        [None, "万吨", "万吨", "亿千瓦时", "亿千瓦时"],
        ["采矿业", 1.5, 3.5, 2.5, 4.5],
    ]
    merged = ((1, 2, 1, 3), (1, 4, 1, 5), (1, 1, 3, 1))
    dossier, faults = _read(_sheet(rows, "分行业", merged=merged))
    assert not _errors(faults)
    values = {(r.year, r.carrier): r.amount.value for r in dossier.energy}
    assert values[2019, "raw_coal"] == 1.5
    assert values[2020, "electricity"] == 4.5


def test_a_column_of_years_and_english_names_are_read() -> None:
    rows: exemplar.Rows = [
        ["Year", "Item", "Raw coal (10^4 t)", "Natural Gas (10^8 m3)", "Electricity (TWh)"],
        [2019, "Construction", 1.0, 2.0, 3.0],
        [2020, "Agriculture", 4.0, "NO", 6.0],
        [2020, "Thermal power", -4.0, None, 6.0],
    ]
    dossier, faults = _read(_sheet(rows, "Energy balance"))
    assert not _errors(faults)
    values = {(r.year, r.flow.value, r.carrier): r.amount.value for r in dossier.energy}
    assert values[2019, "final_consumption", "raw_coal"] == 1.0
    assert values[2020, "final_consumption", "natural_gas"] is None
    assert values[2020, "power", "raw_coal"] == -4.0


def test_sectors_on_the_long_side_read_traditional_characters() -> None:
    rows: exemplar.Rows = [
        ["年度", "流向", "部門", "能源品種", "數量", "單位"],
        [2020, "終端消費量", "農林牧漁業", "電力", "１２．５", "億千瓦時"],
    ]
    dossier, faults = _read(_sheet(rows, "能源"))
    assert not _errors(faults)
    assert [(r.sector, r.carrier, r.amount.value) for r in dossier.energy] == [
        ("agriculture", "electricity", 12.5)
    ]


@pytest.mark.parametrize(
    ("cell", "value", "rule", "at"),
    [
        ("B2", "星际煤（万吨）", "carrier.unknown", "B2"),
        ("B2", "原煤（万顿顿）", "unit.unknown", "B2"),
        ("B2", "原煤（亿立方米）", "unit.dimension", "B2"),
        ("B2", "原煤", "unit.missing", "B2"),
        ("B3", 999.0, "total.differs", "B3"),
        ("D3", 999.0, "total.differs", "D3"),
        ("C7", "#REF!", "value.formula_error", "C7"),
        ("B4", "四十一", "value.not_number", "B4"),
        ("B18", -4.2, "value.negative", "B18"),
        ("B17", 1.0, "total.differs", "B15"),
        ("B26", 1.0, "energy.balance.open", "B26"),
        ("A18", "外星业", "sheet.row.unknown", "A18"),
        ("B25", 14.0, "total.differs", "B23"),
    ],
)
def test_a_fault_in_a_balance_names_its_cell(cell: str, value: Cell, rule: str, at: str) -> None:
    rows = [r for r in exemplar.balance_table(2020) if r]
    row, column = int(cell[1:]) - 1, ord(cell[0]) - 65
    rows[row][column] = value
    _, faults = _read(_sheet(rows))
    places = [f.place.cell for f in faults if f.rule == rule]
    assert at in places, [(f.rule, f.place.cell, f.message.en) for f in faults]


def test_a_balance_without_year_says_so() -> None:
    rows = exemplar.balance_table(2020)
    rows[0] = ["示例市能源平衡表"]
    dossier, faults = _read(_sheet(rows, "能源平衡表"))
    assert not dossier.energy
    assert [f.rule for f in faults if f.severity is Severity.ERROR].count("sheet.year.missing") == 1


def test_the_table_in_standard_coal_is_a_check_and_finds_slipped_units() -> None:
    rows = exemplar.balance_table(2020)
    rows[0] = ["示例市能源平衡表（标准量）2020年  单位：万吨标准煤"]
    names: list[Cell] = ["项目", "原煤", "天然气"]
    standard: exemplar.Rows = [
        rows[0],
        names,
        ["3.建筑业", 1.0, None],
        ["1.火力发电", -347.1, -7.3],
    ]
    dossier, faults = _read(_sheet(exemplar.balance_table(2020)), _sheet(standard, "标准量2020"))
    assert "energy.standard" in {f.rule for f in faults}
    assert "energy.standard.differs" not in {f.rule for f in faults}
    spoilt = exemplar.balance_table(2020)
    spoilt[2] = [str(c).replace("亿立方米", "万立方米") if c else c for c in spoilt[2]]
    _, faults = _read(_sheet(spoilt), _sheet(standard, "标准量2020"))
    assert "energy.standard.differs" in {f.rule for f in faults}
    assert all(r.amount.unit != "万吨标准煤" for r in dossier.energy)


def test_industry_without_branches_becomes_manufacturing_and_says_so() -> None:
    dossier, faults = _read(_sheet(exemplar.balance_table(2020)))
    assert "sector.industry" in {f.rule for f in faults}
    assert any(r.sector == "manufacturing" for r in dossier.energy)


def test_what_branches_leave_of_industry_goes_to_other_manufacturing_and_is_said() -> None:
    branches = [r for r in exemplar.branch_table(2020) if r[0] != "其他制造业"]
    dossier, faults = _read(_sheet(exemplar.balance_table(2020)), _sheet(branches, "分行业2020"))
    rest = [f for f in faults if f.rule == "energy.group.rest"]
    assert rest
    values = {(r.sector, r.carrier): r.amount.value for r in dossier.energy}
    assert values["other_manufacturing", "raw_coal"] == pytest.approx(38.0)


def test_branches_beyond_industry_are_an_error() -> None:
    branches = exemplar.branch_table(2020)
    branches[2][1] = 900.0
    _, faults = _read(_sheet(exemplar.balance_table(2020)), _sheet(branches, "分行业2020"))
    assert ("total.differs", "B18") in _errors(faults) or "total.differs" in dict(_errors(faults))


def test_totals_in_long_form_are_checked_and_left_out() -> None:
    rows: exemplar.Rows = [
        ["年份", "流向", "部门", "能源品种", "数量", "单位"],
        [2020, "终端消费量", "建筑业", "原煤", 4, "万吨"],
        [2020, "终端消费量", "城镇居民生活", "原煤", 2, "万吨"],
        [2020, "终端消费量", "乡村居民生活", "原煤", 3, "万吨"],
        [2020, "终端消费量", "居民生活", "原煤", 5, "万吨"],
        [2020, "终端消费量", "合计", "原煤", 9, "万吨"],
    ]
    dossier, faults = _read(_sheet(rows, "能源"))
    assert not _errors(faults)
    assert [r.sector for r in dossier.energy] == [
        "construction",
        "households_urban",
        "households_rural",
    ]
    rows[5][4] = 8
    rows[4][4] = 6
    _, faults = _read(_sheet(rows, "能源"))
    assert sorted(_errors(faults)) == [("total.differs", "E5"), ("total.differs", "E6")]


def test_a_total_above_the_sectors_that_are_stated_keeps_the_rest_and_it_is_told() -> None:
    rows: exemplar.Rows = [
        ["年份", "流向", "部门", "能源品种", "数量", "单位"],
        [2020, "终端消费量", "建筑业", "原煤", 4, "万吨"],
        [2020, "终端消费量", "合计", "原煤", 19, "万吨"],
        [2020, "终端消费量", "建筑业", "电力", 4, "亿千瓦时"],
        [2020, "终端消费量", "合计", "电力", 19, "亿千瓦时"],
    ]
    dossier, faults = _read(_sheet(rows, "能源"))
    assert not _errors(faults)
    found = [(f.severity, f.place.cell) for f in check_dossier(dossier) if "itemised" in f.rule]
    assert sorted(found) == [(Severity.ERROR, "E3"), (Severity.NOTE, "E5")]


def test_a_total_without_parts_is_kept_as_the_total() -> None:
    rows: exemplar.Rows = [
        ["年份", "流向", "部门", "能源品种", "数量", "单位"],
        [2020, "终端消费量", "合计", "原煤", 9, "万吨"],
    ]
    dossier, faults = _read(_sheet(rows, "能源"))
    assert not _errors(faults)
    assert [(r.sector, r.amount.value) for r in dossier.energy] == [("", 9.0)]


def test_a_blank_year_is_filled_from_above_and_said() -> None:
    rows: exemplar.Rows = [
        ["年份", "流向", "部门", "能源品种", "数量", "单位"],
        [2020, "终端消费量", "建筑业", "原煤", 4, "万吨"],
        [None, "终端消费量", "建筑业", "柴油", 2, "万吨"],
    ]
    dossier, faults = _read(_sheet(rows, "能源"))
    assert next((f.rule, f.place.cell) for f in faults) == ("cell.filled_down", "A3")
    assert [r.year for r in dossier.energy] == [2020, 2020]


def test_merged_years_are_filled_without_a_word() -> None:
    rows: exemplar.Rows = [
        ["年份", "流向", "部门", "能源品种", "数量", "单位"],
        [2020, "终端消费量", "建筑业", "原煤", 4, "万吨"],
        [None, "终端消费量", "建筑业", "柴油", 2, "万吨"],
    ]
    dossier, faults = _read(_sheet(rows, "能源", merged=((2, 1, 3, 1),)))
    assert "cell.filled_down" not in {f.rule for f in faults}
    assert [r.year for r in dossier.energy] == [2020, 2020]


def test_suffixes_separators_and_brackets_are_numbers() -> None:
    texts = ["1,234.5", "１，２３４．５", "1 234.5", "1.2万", "(3.5)", "+7", "1.5e3", "2亿"]
    wanted = [1234.5, 1234.5, 1234.5, 12000.0, -3.5, 7.0, 1500.0, 200_000_000.0]
    rows: exemplar.Rows = [["年份", "流向", "能源品种", "数量", "单位"]]
    carriers = ["原煤", "焦炭", "汽油", "柴油", "煤油", "原油", "燃料油", "石脑油"]
    rows += [[2020, "库存变化", c, t, "吨"] for c, t in zip(carriers, texts, strict=True)]
    dossier, faults = _read(_sheet(rows, "能源"))
    assert [r.amount.value for r in dossier.energy] == wanted
    assert [f.place.cell for f in faults if f.rule == "value.multiplied"] == ["D5", "D9"]


def test_notation_keys_in_either_language_are_kept() -> None:
    words = {"不适用": "NO", "NE": "NE", "未估算": "NE", "含于他处": "IE", "保密": "C", "C": "C"}
    carriers = ["原煤", "焦炭", "汽油", "柴油", "煤油", "原油"]
    rows: exemplar.Rows = [["年份", "流向", "能源品种", "数量", "单位"]]
    rows += [[2020, "损失量", c, w, "吨"] for c, w in zip(carriers, words, strict=True)]
    dossier, faults = _read(_sheet(rows, "能源"))
    assert not _errors(faults)
    assert [str(r.amount.notation) for r in dossier.energy] == list(words.values())


def test_activity_may_have_indicators_or_years_as_columns() -> None:
    by_indicator: exemplar.Rows = [
        ["年份", "常住人口（万人）", "地区生产总值（亿元，当年价）", "第一产业增加值(亿元,当年价)"],
        [2019, 500.5, "1,000.5", 90],
        [2020, 501.5, 1100.5, 95],
    ]
    by_year: exemplar.Rows = [
        ["指标", "单位", "2019年", "2020年"],
        ["常住人口", "万人", 500.5, 501.5],
        ["地区生产总值（当年价）", "亿元", 1000.5, 1100.5],
        ["第一产业增加值（当年价）", "亿元", 90, 95],
    ]
    found = []
    for rows in (by_indicator, by_year):
        dossier, faults = _read(_sheet(rows, "社会经济"))
        assert not [f for f in faults if f.rule.startswith(("variable", "unit", "money", "col"))]
        found.append(
            {
                (r.year, r.variable, r.sector, r.price_base): (r.amount.value, r.amount.unit)
                for r in dossier.activity
            }
        )
    assert found[0] == found[1]
    assert found[0][2020, "gdp", "", "current"] == (1100.5, "亿元")
    assert found[0][2019, "value_added", "primary", "current"] == (90.0, "亿元")


def test_electricity_in_standard_coal_needs_its_convention() -> None:
    rows: exemplar.Rows = [
        ["能源平衡表（标准量）2020年 单位：万吨标准煤"],
        ["项目", "原煤", "电力"],
        ["3.建筑业", 1.0, 2.0],
        ["6.其他", 3.0, 4.0],
    ]
    dossier, faults = _read(_sheet(rows, "2020"))
    assert _errors(faults) == [("unit.convention", "C3")]
    assert {r.carrier for r in dossier.energy} == {"raw_coal"}


def test_rows_that_slipped_by_one_do_not_close() -> None:
    rows = [r for r in exemplar.balance_table(2020) if r]
    column = [r[1] for r in rows[14:25]]
    for row, value in zip(rows[15:25], column, strict=False):
        row[1] = value
    _, faults = _read(_sheet(rows))
    assert {"total.differs"} <= {f.rule for f in faults}
    assert all(f.place.cell[0] in "BD" for f in faults if f.rule == "total.differs")


@pytest.mark.parametrize(("header", "carrier"), [("天然气", "natural_gas"), ("原煤", "raw_coal")])
def test_one_year_in_another_multiple_of_the_unit_is_a_jump(header: str, carrier: str) -> None:
    spoilt = exemplar.balance_table(2020)
    spoilt[2] = [
        str(c).replace("亿", "万").replace("万吨", "吨") if c and str(c).startswith(header) else c
        for c in spoilt[2]
    ]
    dossier, _ = _read(_sheet(exemplar.balance_table(2019), "2019"), _sheet(spoilt))
    rules = ("inventory.unit.scale", "inventory.cell.jump", "inventory.unit.beyond_province")
    jumps = [f for f in check_dossier(dossier) if f.rule in rules]
    assert jumps
    assert {f.place.sheet for f in jumps} == {"2020"}
    assert carrier in {r.carrier for r in dossier.energy}


@pytest.mark.parametrize(("year", "value", "wrong"), [(2021, 0.5366, True), (2021, None, False)])
def test_a_swapped_grid_factor_is_said_once(year: int, value: float | None, *, wrong: bool) -> None:
    parts = exemplar.tables()
    published = reference.grid_factor("410000", year).value
    parts["factors"][4][3:5] = [year, published if value is None else value]
    dossier, faults = exemplar.parse_tables(parts)
    assert dossier is not None
    every = (*faults, *check(dossier), *compile_inventory(dossier).faults)
    here = [f for f in every if (f.place.file, f.place.cell) == ("factors.csv", "E5")]
    found = [f.rule for f in here if f.severity is not Severity.NOTE]
    assert found == (["inventory.grid_factor.mistaken"] if wrong else [])
