"""What an attacker changes is told where it stands and for what it is, in every form alike."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests import exemplar

from dafeng.dossier.check import check
from dafeng.dossier.host_figures import check_host_figures
from dafeng.dossier.late_years import AHEAD, last_year
from dafeng.dossier.parse import parse
from dafeng.dossier.records import (
    Amount,
    Dossier,
    EnergyRecord,
    Flow,
    ProcessRecord,
    Quality,
)
from dafeng.dossier.sheets import Hidden, RawSheet
from dafeng.errors import Fault, Place, Severity
from dafeng.inventory.first_dossier import first_dossier

BOOK = "年鉴.xlsx"


def _sheet(rows: exemplar.Rows, name: str = "2020", **more: object) -> RawSheet:
    return RawSheet(BOOK, name, tuple(map(tuple, rows)), **more)  # type: ignore[arg-type]


def _read(*sheets: RawSheet) -> tuple[Dossier, tuple[Fault, ...]]:
    dossier, faults = parse(sheets, exemplar.identity())
    assert dossier is not None
    return dossier, faults


def _told(faults: tuple[Fault, ...]) -> list[tuple[str, str, str]]:
    kinds = (Severity.ERROR, Severity.WARNING)
    return [(f.rule, f.place.sheet, f.place.cell) for f in faults if f.severity in kinds]


def _renamed(*, merged: bool) -> exemplar.Rows:
    rows = exemplar.balance_table(2020, merged=merged)
    rows[2] = [str(c).replace("焦炭", "原煤") if str(c).startswith("焦炭") else c for c in rows[2]]
    return rows


@pytest.mark.parametrize("merged", [False, True])
def test_a_carrier_that_stands_twice_in_a_wide_header_is_told(*, merged: bool) -> None:
    dossier, faults = _read(_sheet(_renamed(merged=merged)))
    found = [f for f in faults if f.rule == "column.duplicate"]
    assert [(f.place.cell, f.severity) for f in found] == [("E3", Severity.ERROR)]
    assert "B3" in found[0].message.zh
    good, _ = _read(_sheet(exemplar.balance_table(2020, merged=merged)))
    kept = [
        {r.flow: r.amount.value for r in d.energy if r.carrier == "raw_coal"}
        for d in (dossier, good)
    ]
    assert kept[0] == kept[1]


def test_carriers_under_a_merged_heading_that_stand_twice_are_told() -> None:
    rows: exemplar.Rows = [
        ["行业", "煤炭", None, None],
        [None, "原煤（万吨）", "焦炭（万吨）", "原煤（万吨）"],
        ["建筑业", 1.0, 2.0, 3.0],
    ]
    _, faults = _read(_sheet(rows, merged=((1, 2, 1, 4), (1, 1, 2, 1))))
    assert _told(faults) == [("column.duplicate", "2020", "D2")]


def test_two_kinds_of_one_carrier_and_two_years_are_no_repeats() -> None:
    rows: exemplar.Rows = [
        ["行业", 2019, None, 2020, None],
        [None, "原煤（万吨）", "煤油（万吨）", "原煤（万吨）", "煤油（万吨）"],
        ["建筑业", 1.0, 2.0, 3.0, 4.0],
    ]
    merged = ((1, 2, 1, 3), (1, 4, 1, 5), (1, 1, 2, 1))
    dossier, faults = _read(_sheet(rows, "分行业", merged=merged))
    assert _told(faults) == []
    assert len(dossier.energy) == 4


def _titled(title: str, value: float = 2.0) -> exemplar.Rows:
    return [[title], ["项目", "原煤（万吨）", "柴油（万吨）"], ["建筑业", value, 3.0]]


def test_a_title_of_another_year_than_the_sheet_is_the_one_conflict() -> None:
    names = ("能源2020", "能源2021", "能源2022")
    sheets = [_sheet(_titled("2022年能源平衡表", 2.0 + i), n) for i, n in enumerate(names)]
    sheets[0] = _sheet(_titled("2020年能源平衡表"), "能源2020")
    dossier, faults = _read(*sheets)
    assert _told(faults) == [("sheet.year.conflict", "能源2021", "A1")]
    (said,) = (f for f in faults if f.rule == "sheet.year.conflict")
    assert "2022" in said.message.zh
    assert "2021" in said.message.zh
    assert {r.year for r in dossier.energy} == {2020, 2021, 2022}


def test_a_long_table_whose_title_has_another_year_is_told_too() -> None:
    rows: exemplar.Rows = [
        ["2012年能源"],
        ["流向", "部门", "能源品种", "数量", "单位"],
        ["终端消费量", "建筑业", "原煤", 2.0, "万吨"],
    ]
    _, faults = _read(_sheet(rows, "能源2022"))
    assert _told(faults) == [("sheet.year.conflict", "能源2022", "A1")]
    rows[1], rows[2] = ["年份", *rows[1]], [2022, *rows[2]]
    assert _told(_read(_sheet(rows, "能源2022"))[1]) == []


@pytest.mark.parametrize("title", ["示例市统计年鉴2023", "制表日期：2023年5月", "2022年能源表"])
def test_the_year_of_a_yearbook_or_of_printing_is_no_conflict(title: str) -> None:
    dossier, faults = _read(_sheet(_titled(title), "能源2022"))
    assert _told(faults) == []
    assert {r.year for r in dossier.energy} == {2022}


def test_faults_of_the_identity_stand_at_its_cell_in_a_workbook() -> None:
    rows: exemplar.Rows = [
        ["项目", "值"],
        ["代码", "410500"],
        ["基准年", 2019],
        ["不变价基年", 2020],
        ["电网因子地区", "320000"],
    ]
    dossier, faults = parse([_sheet(rows, "档案"), _sheet(_titled("2020年"), "能源2020")])
    assert dossier is not None
    found = {f.rule: f.place for f in (*faults, *check(dossier))}
    assert found["identity.base_year.no_data"] == Place(BOOK, "档案", 3, 2)
    assert found["identity.grid_area.other"] == Place(BOOK, "档案", 5, 2)
    assert found["identity.default"] == Place(BOOK, "档案", field="name_en")
    dossier, faults = parse([_sheet(rows[:2], "档案")])
    missing = {f.place for f in faults if f.rule == "identity.key.missing"}
    assert Place(BOOK, "档案", field="base_year") in missing


def test_where_the_identity_stands_is_no_part_of_a_dossier() -> None:
    first = exemplar.good_dossier().identity
    assert first.place("base_year") == Place(file="dossier.toml", field="base_year")
    assert "places" not in repr(first)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("nan", "value.not_number"),
        ("2.O", "value.letter"),
        ("I2.5", "value.letter"),
        ("5l", "value.unit_in_cell"),
        ("2.5t", "value.unit_in_cell"),
    ],
)
def test_what_is_no_number_is_told_for_what_it_is(text: str, rule: str) -> None:
    rows = _titled("2020年")
    rows[2][1] = text
    dossier, faults = _read(_sheet(rows))
    assert _told(faults) == [(rule, "2020", "B3")]
    assert len(dossier.energy) == 1


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["年份", "流向", "部门", "能源品种", "数量", "单位"]],
        [["2021年能源平衡表"], ["项目", "原煤（万吨）", "柴油（万吨）"]],
    ],
)
def test_an_emptied_table_of_a_year_is_a_warning_that_names_it(rows: exemplar.Rows) -> None:
    _, faults = _read(_sheet(_titled("2020年"), "能源2020"), _sheet(rows, "能源2021"))
    found = [f for f in faults if f.rule == "sheet.empty"]
    assert [(f.severity, f.place.sheet) for f in found] == [(Severity.WARNING, "能源2021")]
    assert "能源2021" in found[0].message.zh


def test_a_year_without_statistics_is_told_once_a_table() -> None:
    assert last_year(2040) == 2040 + AHEAD
    first = last_year(2020) + 1
    _, faults = _read(_sheet(_titled(f"{first}年"), "能源"))
    assert _told(faults) == [("energy.year.future", "能源", "A1")]
    rows: exemplar.Rows = [["年份", "项目", "原煤（万吨）", "柴油（万吨）"]]
    rows += [[2020, "建筑业", 1.0, 2.0], [first, "建筑业", 1.0, 2.0]]
    assert _told(_read(_sheet(rows, "能源"))[1]) == [("energy.year.future", "能源", "A3")]


def _long(spoilt: bool) -> exemplar.Rows:
    """Return the energy of one year in long form, without sources."""
    rows = [[*r[:10], None] for r in exemplar.energy_table() if r[0] in ("年份", 2020)]
    rows[0][10] = "来源"
    if spoilt:
        row = next(r for r in rows if r[2] == "非金属矿物制品业" and r[3] == "原煤")
        row[4] = float(str(row[4])) - 10
    return rows


def test_a_balance_in_long_form_must_close_as_in_wide_form() -> None:
    assert _told(_read(_sheet(_long(spoilt=False), "能源"))[1]) == []
    _, faults = _read(_sheet(_long(spoilt=True), "能源"))
    found = [f for f in faults if f.severity is Severity.ERROR]
    assert [f.rule for f in found] == ["energy.balance.open"]
    assert "10.00" in found[0].message.zh
    assert "原煤" in found[0].message.zh


def test_totals_of_supply_and_transformation_in_long_form_are_checked() -> None:
    head, *body = _long(spoilt=False)
    stated = exemplar.balance_rows(2020)
    year, rest = 2020, [None, None, None, "填报", None, None]
    for label in ("一、可供本地区消费的能源量", "二、加工转换投入（-）产出（+）量"):
        value = float(stated[label]["原煤"])
        body.append([year, label, None, "原煤", value, "万吨", *rest])
    dossier, faults = _read(_sheet([head, *body], "能源"))
    assert _told(faults) == []
    plain, _ = _read(_sheet(_long(spoilt=False), "能源"))
    assert len(dossier.energy) == len(plain.energy)
    body[-1][4] = -600.0
    at = f"E{len(body) + 1}"
    assert _told(_read(_sheet([head, *body], "能源"))[1]) == [("total.differs", "能源", at)]


def test_rows_that_sum_up_carriers_in_long_form_are_checked_and_left_out() -> None:
    rows: exemplar.Rows = [["年份", "流向", "部门", "能源品种", "数量", "单位"]]
    for carrier, value, unit in (
        ("原煤", 2.0, "万吨"),
        ("洗精煤", 1.0, "万吨"),
        ("电力", 1.5, "亿千瓦时"),
        ("煤合计", 3.0, "万吨"),
        ("能源合计（电热当量计算法）", 4.2, "万吨标准煤"),
    ):
        rows.append([2020, "终端消费量", "建筑业", carrier, value, unit])
    dossier, faults = _read(_sheet(rows, "能源"))
    assert _told(faults) == []
    assert len(dossier.energy) == 3
    rows[4][4], rows[5][4] = 4.0, 42000.0
    found = [("total.differs", "能源", "E5"), ("total.energy.differs", "能源", "E6")]
    assert sorted(_told(_read(_sheet(rows, "能源"))[1])) == found


def test_a_row_that_cannot_be_read_does_not_make_its_balance_open_too() -> None:
    rows = _long(spoilt=False)
    row = next(i for i, r in enumerate(rows) if r[2] == "非金属矿物制品业" and r[3] == "原煤")
    rows[row][4] = "九十六"
    assert _told(_read(_sheet(rows, "能源"))[1]) == [("value.not_number", "能源", f"E{row + 1}")]


def test_hidden_sheets_rows_and_columns_are_read_and_named() -> None:
    rows = _titled("2020年")
    rows.append(["农林牧渔业", 5.0, 6.0])
    hidden = Hidden(sheet=True, rows=(4, 9), columns=(3, 7))
    dossier, faults = _read(_sheet(rows, "能源2020", hidden=hidden))
    plain, _ = _read(_sheet(rows, "能源2020"))
    assert dossier.energy == plain.energy
    found = {f.rule: f for f in faults if f.rule.endswith(".hidden")}
    assert set(found) == {"sheet.hidden", "rows.hidden"}
    assert {f.severity for f in found.values()} == {Severity.NOTE}
    assert "能源2020" in found["sheet.hidden"].message.zh
    assert "：4）" in found["rows.hidden"].message.zh
    assert "：C）" in found["rows.hidden"].message.zh


def test_repeats_speak_the_reader_s_language() -> None:
    parts = exemplar.tables()
    names = ("energy", "activity", "process", "factors", "assumptions")
    for name in names:
        parts[name].append(list(parts[name][1]))
    _, faults = exemplar.parse_tables(parts)
    found = [f for f in faults if f.rule == "row.duplicate"]
    assert {f.place.file.removesuffix(".csv") for f in found} == set(names)
    for fault in found:
        words = fault.message.zh.replace("gdp_growth", "")
        assert not re.search(r"[a-z]+_[a-z_]+", words)
        assert not re.search(r"[\u4e00-\u9fff]", fault.message.en)
    assert "一次能源生产量 / 原煤" in next(f for f in found if "energy" in f.place.file).message.zh


def test_keys_of_the_identity_are_named_with_the_key_in_brackets() -> None:
    _, faults = exemplar.parse_tables(exemplar.tables(), name_en=None, code=None, price_base=None)
    said = {f.place.field: f.message for f in faults if f.rule.startswith("identity")}
    assert said["code"].en == "“code” is missing."
    assert said["price_base"].en == "“price base (price_base)” is missing."
    assert said["price_base"].zh == "缺少“不变价基年（price_base）”。"


@pytest.mark.parametrize(("place", "noted"), [("苏州工业园区", True), ("湖州", False)])
def test_a_park_that_shows_its_host_says_so(place: str, *, noted: bool) -> None:
    found = check_host_figures(first_dossier(place))
    assert [f.rule for f in found] == ["park.host_figures"] * noted
    assert all("苏州" in f.message.zh for f in found)


def test_a_park_that_has_entered_a_little_still_says_so() -> None:
    started = first_dossier("苏州工业园区")
    entry = Amount(1.0, "t", quality=Quality.REPORTED, source="statistics")
    record = EnergyRecord(2023, Flow.FINAL_CONSUMPTION, "services", "lng", entry)
    found = check_host_figures(replace(started, energy=(*started.energy, record)))
    assert [f.rule for f in found] == ["park.host_figures.partly", "park.host_activity"]
    whole = replace(started, energy=(record,), process=(), activity=())
    assert not check_host_figures(whole)


def test_process_co2_of_the_host_is_told_once_all_energy_is_entered() -> None:
    """Suzhou's cement would stand in the account of the park."""
    started = first_dossier("苏州工业园区")
    entry = Amount(1.0, "t", quality=Quality.REPORTED, source="statistics")
    record = EnergyRecord(2023, Flow.FINAL_CONSUMPTION, "services", "lng", entry)
    own = replace(started, energy=(record,), activity=())
    (fault,) = check_host_figures(own)
    assert fault.rule == "park.host_figures.partly"
    assert str(len(started.process)) in fault.message.en
    lime = ProcessRecord(2023, "lime", entry)
    assert not check_host_figures(replace(own, process=(lime,)))
    assert [f.rule for f in check_host_figures(replace(started, process=(lime,)))] == [
        "park.host_figures.partly",
        "park.host_activity",
    ]


def test_gdp_and_population_of_the_host_are_told_beside_own_energy() -> None:
    started = first_dossier("苏州工业园区")
    entry = Amount(1.0, "t", quality=Quality.REPORTED, source="statistics")
    record = EnergyRecord(2023, Flow.FINAL_CONSUMPTION, "services", "lng", entry)
    own = replace(started, energy=(record,), process=())
    (fault,) = check_host_figures(own)
    assert fault.rule == "park.host_activity"
    assert "GDP" in fault.message.en
    assert "地区生产总值" in fault.message.zh
    assert "苏州" in fault.message.zh
    entered = tuple(replace(a, amount=replace(a.amount, source="park")) for a in started.activity)
    assert not check_host_figures(replace(own, activity=entered))
    (less,) = check_host_figures(replace(own, activity=(*entered[:-1], *started.activity[-1:])))
    assert less.message.en.startswith("1 ")


@pytest.mark.parametrize(
    ("label", "told"),
    [("外省调入量", True), ("进口量", True), ("净调入量", False), ("回收能", True)],
)
def test_a_negative_figure_is_judged_alike_in_both_forms(label: str, *, told: bool) -> None:
    wide: exemplar.Rows = [["项目", "原煤（万吨）", "焦炭（万吨）"], [label, -2.0, 1.0]]
    long_form: exemplar.Rows = [
        ["年份", "流向", "能源品种", "数量", "单位"],
        [2020, label, "原煤", -2.0, "万吨"],
        [2020, label, "焦炭", 1.0, "万吨"],
    ]
    for rows, cell in ((wide, "B2"), (long_form, "D2")):
        dossier, faults = _read(_sheet(rows, "能源2020"))
        found = [("value.negative", "能源2020", cell)] if told else []
        assert _told(faults) == found
        assert len(dossier.energy) == 2 - told


@pytest.mark.parametrize("year", [2202, 202, 20222, 1022])
def test_a_year_of_a_title_that_cannot_be_true_is_told(year: int) -> None:
    rows = _titled(f"{year}年能源平衡表")
    dossier, faults = _read(_sheet(rows, "能源2020"))
    (found,) = (f for f in faults if f.rule == "sheet.year.conflict")
    assert found.place.cell == "A1"
    assert str(year) in found.message.zh
    assert {r.year for r in dossier.energy} == {2020}
    rules = [f.rule for f in _read(_sheet(rows, "能源平衡表"))[1] if f.severity is Severity.ERROR]
    assert rules == ["sheet.year.missing"]


def test_a_fuel_in_units_of_electricity_is_told_at_its_header() -> None:
    wide: exemplar.Rows = [
        ["项目", "原煤（亿千瓦时）", "热力（万千瓦时）", "电力（亿千瓦时）"],
        ["建筑业", 2.0, 1.0, 3.0],
    ]
    found = [("unit.electricity", "能源2020", "B1")]
    assert _told(_read(_sheet(wide, "能源2020"))[1]) == found
    below: exemplar.Rows = [
        ["项目", "原煤", "电力"],
        ["单位", "MWh", "亿千瓦时"],
        ["建筑业", 2.0, 3.0],
    ]
    found = [("unit.electricity", "能源2020", "B2")]
    assert _told(_read(_sheet(below, "能源2020"))[1]) == found
    long_form: exemplar.Rows = [
        ["年份", "流向", "部门", "能源品种", "数量", "单位"],
        [2020, "终端消费量", "建筑业", "原煤", 2.0, "亿千瓦时"],
    ]
    found = [("unit.electricity", "能源2020", "F2")]
    assert _told(_read(_sheet(long_form, "能源2020"))[1]) == found
