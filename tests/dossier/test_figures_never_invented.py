"""No figure of a table is made from another: not from a year, a neighbour's unit or its prices."""

from __future__ import annotations

import time

import pytest
from tests import exemplar

from dafeng.dossier.check import check
from dafeng.dossier.factor_check import check_factors
from dafeng.dossier.parse import parse
from dafeng.dossier.records import Dossier
from dafeng.dossier.rules import Findings
from dafeng.dossier.sheets import RawSheet
from dafeng.errors import Fault, Severity

_Figures = dict[tuple[int, str, str], tuple[float | None, str, str]]


def _cell(text: str) -> float | str | None:
    return float(text) if text.replace(".", "", 1).isdigit() else text or None


def _read(name: str, table: str) -> tuple[Dossier, list[Fault]]:
    rows = tuple(tuple(map(_cell, line.split("|"))) for line in table.split())
    dossier, faults = parse([RawSheet("年鉴.xlsx", name, rows)], exemplar.identity())
    assert dossier is not None
    return dossier, [f for f in faults if not f.rule.startswith("identity.")]


def _told(faults: list[Fault]) -> list[tuple[str, str]]:
    return [(f.rule, f.place.cell) for f in faults if f.severity is not Severity.NOTE]


def _figures(dossier: Dossier) -> _Figures:
    return {
        (r.year, r.variable, r.sector): (r.amount.value, r.amount.unit, r.price_base)
        for r in dossier.activity
    }


@pytest.mark.parametrize("people", ["1200", "2000", "2020"])
def test_a_blank_below_a_figure_that_could_be_a_year_stays_blank(people: str) -> None:
    table = f"""年份|指标|数量|单位|价格基期|来源
        2020|常住人口|{people}|万人||
        2020|地区生产总值||亿元|当年价|
        2021|常住人口|1190|万人||"""
    dossier, faults = _read("activity", table)
    assert _told(faults) == [("value.missing", "C3")]
    people_2020 = (float(people), "万人", "")
    assert _figures(dossier) == {
        (2020, "population", ""): people_2020,
        (2021, "population", ""): (1190, "万人", ""),
    }


@pytest.mark.parametrize("coal", ["201", "2001"])
def test_blank_energy_below_a_figure_that_could_be_a_year_stays_blank(coal: str) -> None:
    table = f"""年份|流向|部门|能源品种|数量|单位
        2020|终端消费|工业|原煤|{coal}|万吨
        2020|终端消费|工业|焦炭||万吨"""
    dossier, faults = _read("energy", table)
    assert ("value.missing", "E3") in _told(faults)
    assert [r.carrier for r in dossier.energy] == ["raw_coal"]


def test_parts_without_figures_take_none_from_the_row_above() -> None:
    table = """类别|指标|单位|2020年|2021年
        人口|常住人口|万人|1990|1995
        经济|地区生产总值（当年价）|亿元|2050|2090
        |第一产业增加值（当年价）|亿元||
        |第二产业增加值（当年价）|亿元|800|900"""
    found = _figures(_read("activity", table)[0])
    assert found[2021, "gdp", ""] == (2090, "亿元", "current")
    assert {k[2] for k in found if k[1] == "value_added"} == {"secondary"}


def test_each_year_has_the_unit_beneath_it() -> None:
    table = """指标|2020年|2021年
        |万人|人
        常住人口|1196|12200000"""
    found = _figures(_read("人口", table)[0])
    assert found[2020, "population", ""] == (1196, "万人", "")
    assert found[2021, "population", ""] == (12200000, "人", "")


@pytest.mark.parametrize("words", ["2015年价格指数", "2015年价格总指数", "2015年价格水平变动"])
def test_an_index_of_prices_is_no_base_of_prices(words: str) -> None:
    table = f"""年份|地区生产总值（亿元）|常住人口（万人）
        2020|16105|1196
        注：{words}见统计年鉴"""
    dossier, faults = _read("2-1", table)
    assert ("money.price_base.missing") in {f.rule for f in faults}
    assert all(r.variable != "gdp" for r in dossier.activity)


def test_a_base_of_prices_in_a_note_still_counts() -> None:
    table = """年份|地区生产总值（亿元）|常住人口（万人）
        2020|16105|1196
        注：按2015年价格计算"""
    assert _figures(_read("2-1", table)[0])[2020, "gdp", ""][2] == "2015"


@pytest.mark.parametrize("bases", [("当年价", "2015年价"), ("2015年价", "当年价")])
def test_two_bases_of_gdp_say_none_of_the_parts_behind_them(bases: tuple[str, str]) -> None:
    first, second = bases
    table = f"""年份|地区生产总值（亿元，{first}）|地区生产总值（亿元，{second}）|第一产业（亿元）
        2020|16105|14000|326"""
    dossier, faults = _read("2-1", table)
    assert "money.price_base.missing" in {f.rule for f in faults}
    assert [r.variable for r in dossier.activity] == ["gdp", "gdp"]


def test_parts_take_the_base_of_the_gdp_that_they_follow() -> None:
    table = """年份|地区生产总值（亿元，当年价）|第一产业|地区生产总值（亿元，2015年价）|第二产业
        2020|16105|326|14000|4800"""
    found = _figures(_read("2-1", table)[0])
    assert found[2020, "value_added", "primary"][2] == "current"
    assert found[2020, "value_added", "secondary"][2] == "2015"


def test_a_row_of_figures_is_no_note_whatever_word_begins_it() -> None:
    table = """指标|单位|2020年|2021年
        常住人口|万人|1196|1220
        Notebooks|万台|1100|1200
        审核通过面积|万平方米|11|12
        制表机产量|台|11|12"""
    faults = _read("2-1", table)[1]
    assert not [f for f in faults if f.rule == "sheet.footnote"]
    named = [f.place.cell for f in faults if f.rule.startswith("variable.")]
    assert named == ["A3", "A4", "A5"]


def test_products_of_industry_are_no_energy_table() -> None:
    table = """产品|单位|2020年|2021年
        原煤|万吨|11|12
        焦炭|万吨|11|12
        水泥|万吨|50|60
        粗钢|万吨|50|60"""
    faults = _read("主要工业产品产量", table)[1]
    assert "sheet.carriers_down" not in {f.rule for f in faults}
    table = table.replace("水泥", "天然气").replace("粗钢", "汽油")
    faults = _read("能源", table)[1]
    assert "sheet.carriers_down" in {f.rule for f in faults}


@pytest.mark.parametrize("estimate_first", [True, False])
def test_an_entered_index_on_a_fixed_base_stands_beside_an_estimate(estimate_first: bool) -> None:
    guess = "2021|地区生产总值指数（上年=100）|105|%||估算"
    entered = """2020|地区生产总值指数（2020年=100）|100|%||
        2021|地区生产总值指数（2020年=100）|108.5|%||"""
    rows = [guess, entered] if estimate_first else [entered, guess]
    dossier, faults = _read("activity", "\n".join(("年份|指标|数量|单位|价格基期|数据质量", *rows)))
    assert "activity.index.conflict" not in {f.rule for f in faults}
    found = {r.amount.quality.value: r.amount.value for r in dossier.activity if r.year == 2021}
    assert found == {"estimate": 105, "reported": pytest.approx(108.5)}


def test_long_words_in_units_and_brackets_take_no_time() -> None:
    begun = time.process_time()
    table = "年份|流向|部门|能源品种|数量|单位\n2020|终端消费|工业|原煤|1.5|" + "千" * 30000
    faults = _read("energy", table)[1]
    assert ("unit.unknown", "F2") in _told(faults)
    rows = "\n".join(f"2020|终端消费|工业（{'含' * 1900}{i}）|原煤|1|万吨" for i in range(10))
    _read("energy", f"年份|流向|部门|能源品种|数量|单位\n{rows}")
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    ("value", "unit", "rule"),
    [
        ("0.1229", "kgce/kWh", "factor.not_needed"),
        ("1.229", "tce/万kWh", "factor.not_needed"),
        ("0.1504", "kgce/kWh", "factor.convention"),
        ("4.04", "tce/万kWh", "factor.convention"),
        ("12.29", "tce/万kWh", "factor.implausible"),
        ("0.01229", "kgce/kWh", "factor.implausible"),
    ],
)
def test_long_and_wide_tables_judge_a_coefficient_alike(value: str, unit: str, rule: str) -> None:
    found = []
    for table in (
        f"能源品种|折标准煤系数（{unit}）\n电力|{value}",
        f"品种|因子|数值|单位\n电力|折标准煤系数|{value}|{unit}",
    ):
        dossier, faults = _read("factors", table)
        own = Findings()
        check_factors(dossier, own)
        told = [f.rule for f in (*faults, *own.faults)]
        found.append([r for r in told if r.startswith("factor.")])
    assert found == [[rule], [rule]]


def test_part_of_a_year_is_told_as_such_in_every_column_of_names() -> None:
    table = """年份|指标|部门|数量|单位|价格基期
        2020|地区生产总值（1-6月）||8000|亿元|当年价
        2020|增加值|第二产业（1-6月）|2000|亿元|当年价
        2020|常住人口（上半年）||1300|万人|"""
    dossier, faults = _read("activity", table)
    assert dossier.activity == ()
    assert _told(faults) == [("cell.period.part", c) for c in ("B2", "C3", "B4")]
    table = """年份|过程|产量|单位
        2020|水泥熟料（1-6月）|100|万吨"""
    dossier, faults = _read("process", table)
    assert dossier.process == ()
    assert _told(faults) == [("cell.period.part", "B2")]


def test_value_added_with_the_prices_of_gdp_is_told_once() -> None:
    table = """年份|地区生产总值（亿元，当年价）|第一产业（亿元）|第二产业（亿元）
        2020|16105|326|7500
        2021|17105|336|7900"""
    dossier, faults = _read("2-1", table)
    assert {r.price_base for r in dossier.activity} == {"current"}
    (note,) = [f for f in faults if f.rule == "money.price_base.beside"]
    assert note.place.cell == "C1"
    assert "2 项" in note.message.zh
    stated = table.replace("业（亿元）", "业（亿元，当年价）")
    assert "money.price_base.beside" not in {f.rule for f in _read("2-1", stated)[1]}


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        ("0.3", "kgce/kWh", []),
        ("404", "gce/kWh", []),
        ("0.2", "kgce/kWh", [("factor.implausible", "warning")]),
        ("0.1229", "kgce/kWh", [("factor.thermal_rate.equivalent", "error")]),
        ("1.229", "tce/万kWh", [("factor.thermal_rate.equivalent", "error")]),
        ("2.954", "kgce/kWh", [("factor.thermal_rate.none", "error")]),
        ("0.0003", "kgce/kWh", [("factor.thermal_rate.none", "error")]),
        ("0", "kgce/kWh", [("factor.thermal_rate.none", "error")]),
    ],
)
def test_a_thermal_rate_that_is_none_is_told_at_its_cell(
    value: str, unit: str, told: list[tuple[str, str]]
) -> None:
    """What no plant needs would fail wherever electricity is counted by it, without a place."""
    table = f"因子|对象|年份|数值|单位\n供电煤耗||2020|{value}|{unit}"
    found = check(_read("factors", table)[0])
    rates = [f for f in found if f.rule.startswith("factor.")]
    assert [(f.rule, f.severity.value) for f in rates] == told
    assert [f.place.cell for f in rates] == ["D2"] * len(told)
