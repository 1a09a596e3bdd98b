"""Footnote marks, units behind blanks, prices and words of bureaus are read for what they are."""

from __future__ import annotations

from typing import ClassVar

import pytest
from tests import exemplar

from dafeng.dossier.cells import Cell, read_number, read_year
from dafeng.dossier.check import check
from dafeng.dossier.identity_keys import flatten
from dafeng.dossier.parse import parse
from dafeng.dossier.records import Dossier
from dafeng.dossier.rules import Findings
from dafeng.dossier.sheets import RawSheet
from dafeng.dossier.titles import bare_unit
from dafeng.dossier.told_once import not_told_before
from dafeng.errors import Fault, Place, Severity
from dafeng.inventory.plausibility import check_dossier
from dafeng.units import unit as find_unit


def _read(name: str, rows: exemplar.Rows) -> tuple[Dossier, tuple[Fault, ...]]:
    sheet = RawSheet("年鉴.xlsx", name, tuple(map(tuple, rows)))
    dossier, faults = parse([sheet], exemplar.identity())
    assert dossier is not None
    return dossier, (*faults, *check(dossier))


def _told(faults: tuple[Fault, ...]) -> list[tuple[str, str]]:
    doubts = [f for f in faults if f.rule != "dossier.energy.missing"]
    return [(f.rule, f.place.cell) for f in doubts if f.severity is not Severity.NOTE]


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        *((c, "value.footnote_mark") for c in ("343①", "10.5⑴", "12⒈", "①", "10 ②", "10.5¹")),
        *((c, "value.separator") for c in ("0,123", "-0,123", "012,345", "00,123")),
        ("0 123", "value.not_number"),
        ("38931 kJ/m3", "value.unit_in_cell"),
        ("10.5万吨", "value.unit_in_cell"),
    ],
)
def test_what_is_no_plain_number_is_none(cell: str, rule: str) -> None:
    reading = read_number(cell)
    assert (reading.value, reading.rule) == (None, rule)


@pytest.mark.parametrize(
    ("cell", "value"), [("1,234", 1234), ("0.123", 0.123), ("1 234", 1234), ("１２．５", 12.5)]
)
def test_plain_numbers_stay_numbers(cell: str, value: float) -> None:
    assert read_number(cell).value == value


def test_footnote_marks_in_headers_units_labels_and_years_are_passed_over() -> None:
    rows: exemplar.Rows = [
        ["2020年①能源消费", None, None],
        ["行业", "原煤①（万吨②）", "电力（亿千瓦时）③"],
        ["工业¹⁾", 140, 200],
        ["居民生活②", 5, 43],
    ]
    dossier, faults = _read("能源消费", rows)
    assert not _told(faults)
    assert {(r.sector, r.amount.value) for r in dossier.energy if r.carrier == "raw_coal"} == {
        ("manufacturing", 140),
        ("households", 5),
    }
    assert read_year("2020年①") == 2020


def test_units_behind_a_blank_are_read_in_headers_of_factors() -> None:
    head: list[Cell] = ["能源名称", "平均低位发热量 kJ/kg", "单位热值含碳量 tC/TJ", "碳氧化率 %"]
    dossier, faults = _read("排放因子", [head, ["原煤", 20908, 26.37, 94]])
    assert not _told(faults)
    assert [(f.quantity, f.amount.value, f.amount.unit) for f in dossier.factors] == [
        ("ncv", 20908, "kJ/kg"),
        ("carbon_content", 26.37, "tC/TJ"),
        ("oxidation", 94, "%"),
    ]
    _, faults = _read("排放因子", [head, ["天然气", "38931 kJ/m3", 15.32, 99]])
    assert _told(faults) == [("value.unit_in_cell", "B2")]


@pytest.mark.parametrize(("value", "told"), [(0.94, True), (94, False), (98.5, False)])
def test_a_fraction_under_a_percent_header_is_told(value: float, told: bool) -> None:
    _, faults = _read("排放因子", [["能源品种", "碳氧化率（%）"], ["原煤", value]])
    assert _told(faults) == ([("factor.oxidation.fraction", "B2")] if told else [])


def test_a_doubt_about_a_carbon_content_is_told_once() -> None:
    parts = exemplar.tables()
    row = next(r for r in parts["factors"] if r[0] == "单位热值含碳量")
    row[4] = 15.3 * 44 / 12
    dossier, _ = exemplar.parse_tables(parts)
    assert dossier is not None
    first = check(dossier)
    twice = [f for f in check_dossier(dossier) if f.rule == "inventory.factor.implied"]
    assert [f.place for f in twice] == [f.place for f in first if "carbon_as_co2" in f.rule]
    assert not_told_before(twice, first) == ()
    assert not_told_before(twice, ()) == tuple(twice)


YEARS: list[Cell] = ["指标", "单位", "2021年", "2022年"]
GDP: list[Cell] = ["地区生产总值（当年价）", "亿元", 3644.9, 3850.0]
CLASSES: exemplar.Rows = [
    ["　第一产业", "亿元", 153.0, 158.0],
    ["　第二产业", "亿元", 1868.0, 1968.0],
    ["　　#工业", "亿元", 1668.0, 1768.0],
    ["　第三产业", "亿元", 1623.9, 1724.0],
]


def test_value_added_below_gdp_has_its_price_base() -> None:
    heading: list[Cell] = ["二、国民经济核算", None, None, None]
    dossier, faults = _read("社会经济", [YEARS, heading, GDP, *CLASSES])
    assert _told(faults) == [("variable.unread", "A6")]
    bases = {r.price_base for r in dossier.activity if r.variable == "value_added"}
    assert (bases, len(dossier.activity)) == ({"current"}, 8)
    other: list[Cell] = ["地区生产总值", "亿元", 3644.9, 3850.0]
    _, faults = _read("社会经济", [YEARS, other, CLASSES[0]])
    told = [("money.price_base.missing", "A2"), ("money.price_base.missing", "A3")]
    assert _told(faults) == told


def test_columns_of_value_added_take_the_price_base_of_gdp() -> None:
    head: list[Cell] = ["年份", "地区生产总值（亿元，当年价）", "第一产业（亿元）"]
    dossier, faults = _read("社会经济", [head, [2021, 3644.9, 153.0], [2022, 3850.0, 158.0]])
    assert not _told(faults)
    assert {r.price_base for r in dossier.activity} == {"current"}


def test_a_variable_that_is_not_read_is_told_once_with_its_cells() -> None:
    parts = exemplar.tables()
    first = len(parts["activity"]) + 1
    parts["activity"] += [
        [year, "幸福指数", None, 60.0, "%", None, None, None, None, "填报", "YB", None]
        for year in (2018, 2019, 2020)
    ]
    _, faults = exemplar.parse_tables(parts)
    found = [f for f in faults if f.rule == "variable.unread"]
    assert [f.place.cell for f in found] == [f"B{first}"]
    assert f"B{first}, B{first + 1}, B{first + 2}" in found[0].message.en


def _prices(constant: dict[int, float], *, index: bool = False) -> tuple[Fault, ...]:
    current = {2019: 3122.4, 2020: 3201.4, 2021: 3644.9, 2022: 3850.0}
    rows: exemplar.Rows = [["年份", "指标", "数量", "单位", "价格基期"]]
    for year, value in current.items():
        rows.append([year, "地区生产总值", value, "亿元", "当年价"])
        rows.append([year, "地区生产总值", constant[year], "亿元", 2020])
    if index:
        rows += [[y, "地区生产总值指数", v, "%", None] for y, v in ((2021, 109.5), (2022, 103.3))]
    return _read("活动水平", rows)[1]


REAL = {2019: 3097.1, 2020: 3201.4, 2021: 3505.5, 2022: 3621.2}


def test_current_prices_entered_as_constant_ones_are_told_at_their_cells() -> None:
    assert not _told(_prices(REAL, index=True))
    nominal = {2019: 3122.4, 2020: 3201.4, 2021: 3644.9, 2022: 3850.0}
    equal = "money.constant_equals_current"
    assert _told(_prices(nominal)) == [(equal, "C3"), (equal, "C7"), (equal, "C9")]
    assert _told(_prices({**REAL, 2022: 3850.0}, index=True)) == [(equal, "C9")]


def test_growth_at_constant_prices_that_leaves_the_index_is_told() -> None:
    found = _told(_prices({**REAL, 2021: 3644.0}, index=True))
    assert found == [("money.index_differs", "C7")]


@pytest.mark.parametrize(
    ("base", "constant", "told"),
    [
        (2020, {2022: 4500.0}, True),
        (2022, {2020: 4100.0}, True),
        (2020, {2022: 3621.0}, False),
        (2022, {2020: 3404.0}, False),
    ],
)
def test_constant_prices_years_from_their_base_leave_the_indices(
    base: int, constant: dict[int, float], told: bool
) -> None:
    rows: exemplar.Rows = [["年份", "指标", "数量", "单位", "价格基期"]]
    rows += [[base, "地区生产总值", {2020: 3201.4, 2022: 3850.0}[base], "亿元", "当年价"]]
    rows += [[y, "地区生产总值", v, "亿元", base] for y, v in constant.items()]
    rows += [[y, "地区生产总值指数", v, "%", None] for y, v in ((2021, 109.5), (2022, 103.3))]
    found = [f for f in _told(_read("活动水平", rows)[1]) if f[0] == "money.index_differs"]
    assert [cell for _, cell in found] == ["C3"] * told


def test_constant_prices_of_the_base_year_are_current_ones() -> None:
    assert _told(_prices({**REAL, 2020: 3300.0})) == [("money.base_year_differs", "C5")]
    assert not _told(_prices({**REAL, 2020: 3201.0}))


def test_a_jump_of_gdp_names_its_unit_with_each_figure() -> None:
    parts = exemplar.tables()
    row = next(r for r in parts["activity"] if r[1] == "地区生产总值" and r[0] == 2020)
    row[3] = 23_500.0
    dossier, _ = exemplar.parse_tables(parts)
    assert dossier is not None
    fault = next(f for f in check(dossier) if f.rule == "activity.gdp.jump")
    assert "from 2,276 亿元 in 2019 to" in fault.message.en
    assert fault.message.en.endswith("亿元 in 2020.")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name_zh", ["湖州"]),
        ("hosts", "330500"),
        ("hosts", [330500]),
        ("base_year", "2023"),
        ("price_base", 2020.5),
    ],
)
def test_a_value_of_the_wrong_type_is_told_beside_all_others(key: str, value: object) -> None:
    place: dict[str, object] = {"code": "330500", "name_zh": "湖州市", "hosts": ["330500"]}
    accounting: dict[str, object] = {"base_year": 2023, "price_base": 2020, "factor_set": 3}
    (accounting if key in accounting else place)[key] = value
    entries, faults = flatten({"place": place, "accounting": accounting}, "dossier.toml")
    assert not faults
    _, found = parse([], entries)
    told = [(f.rule, f.place.field.split(".")[-1]) for f in found if f.severity is Severity.ERROR]
    assert sorted(told) == [("identity.choice", "factor_set"), ("identity.key.type", key)]


def test_text_years_in_a_sheet_are_years() -> None:
    rows: exemplar.Rows = [["代码", "330500"], ["基准年", "2023"], ["不变价基年", "2020年"]]
    dossier, _ = parse([RawSheet("档案.xlsx", "档案", tuple(map(tuple, rows)))])
    assert dossier is not None
    assert dossier.identity.base_year == 2023


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("万米³", "万立方米"),
        ("（亿米³）", "亿立方米"),
        ("万米²", "万平方米"),
        ("千焦/米³", "千焦/立方米"),
    ],
)
def test_an_exponent_behind_a_metre_is_no_footnote(written: str, meant: str) -> None:
    assert find_unit(bare_unit(written)) == find_unit(meant)


@pytest.mark.parametrize("unit", ["万吨²", "万立方米¹", "万米¹"])
def test_a_small_number_behind_another_unit_stays_a_footnote(unit: str) -> None:
    assert bare_unit(unit) == unit[:-1]


class _Counted(str):
    """A rule's id that counts how often it is compared."""

    __slots__ = ()
    compared: ClassVar[int] = 0
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        _Counted.compared += 1
        return str(self) == str(other)


def test_what_is_told_once_is_not_looked_for_in_all_that_was_told() -> None:
    findings, rule, rows = Findings(), _Counted("unit.missing"), 500
    _Counted.compared = 0
    for row in (*range(rows), *range(rows)):
        findings.once(rule, Place(file="activity.csv", row=row))
    assert len(findings.faults) == rows
    assert _Counted.compared < 20 * rows


@pytest.mark.parametrize(
    ("carrier", "value", "unit", "rule"),
    [
        ("电力", 0.1229, "kgce/kWh", "factor.not_needed"),
        ("电力", 1.229, "tce/万kWh", "factor.not_needed"),
        ("电力", 3.6, "MJ/kWh", "factor.not_needed"),
        ("热力", 0.03412, "tce/GJ", "factor.not_needed"),
        ("电力", 0.404, "kgce/kWh", "factor.convention"),
        ("电力", 3.05, "tce/万kWh", "factor.convention"),
        ("热力", 0.04, "tce/GJ", "factor.convention"),
    ],
)
def test_a_coefficient_of_electricity_names_its_convention(
    carrier: str, value: float, unit: str, rule: str
) -> None:
    head: exemplar.Rows = [["因子", "对象", "年份", "数值", "单位"]]
    _, faults = _read("因子", [*head, ["折标准煤系数", carrier, None, value, unit]])
    found = [(f.rule, f.place.cell) for f in faults if f.rule.startswith("factor.")]
    assert found == [(rule, "D2")]


DIFFERING = {"variable": "GDP", "value": "1", "current": "2", "other": "b"}


def test_the_same_words_of_the_same_cell_are_told_once() -> None:
    findings = Findings()
    place = Place("a.csv", row=4, column=1)
    for year in (2020, 2021):
        findings.add("sheet.title", place, text="年份")
        findings.add("money.base_year_differs", place, **DIFFERING, year=year)
    assert [f.rule for f in findings.faults] == ["sheet.title", *["money.base_year_differs"] * 2]
