"""Lists and targets as bureaus lay them out in workbooks: merged titles, cumulative falls, caps."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from dafeng.desk.plan_checking import Checked, Wish, check
from dafeng.dossier.aims import read_aim
from dafeng.dossier.identity_keys import Entry
from dafeng.dossier.parse import parse
from dafeng.dossier.sheets import RawSheet
from dafeng.errors import Place, Severity
from dafeng.plan.rules.catalogue import plan_rules
from dafeng.plan.rules.checking import check_plan
from dafeng.plan.rules.examples import subject_of


def cells(found: Checked, rule: str) -> list[str]:
    return [f.place.cell for f in found.faults if f.rule == rule]


def errors(found: Checked) -> list[tuple[str, str]]:
    return [(f.rule, f.place.cell) for f in found.faults if f.severity is Severity.ERROR]


def checked(tmp_path: Path, text: str) -> Checked:
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    return check(path, Wish(year=2026))


HEAD = (
    "序号",
    "项目名称",
    "建设地点",
    "实施主体",
    "建设年限",
    "总投资（万元）",
    "年减排量（万吨）",
)
#: Rows of a list with classes; a title, its last column if its cells are merged, and the money.
LISTED: tuple[tuple[str | float, ...], ...] = (
    ("一", "能源基础设施（2个）", "", "", "", 70000),
    (1, "光伏", "甲县", "甲公司", "2026-2027", 46000, 9.5),
    (2, "屋顶光伏", "市区", "机关局", "2026-2028", 24000, 2),
    ("小计", "2个", "", "", "", 70000),
    ("二", "节能降碳改造（1个）", "", "", "", 32000),
    (3, "电厂改造", "乙区", "电厂", "2025-2026", 32000, 4.5),
    ("小计", "1个", "", "", "", 32000),
    ("总计", "共3个", "", "", "", 102000),
)


def workbook(path: Path, first: int, of_class: int = 70000) -> Path:
    """Write the list with the titles of its classes merged from a column to the years."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("重点项目")
        sheet.write_row(0, 0, HEAD)
        for number, row in enumerate(LISTED, 1):
            sheet.write_row(number, 0, row)
            if row[0] in ("一", "二"):
                title = f"{row[0]}、{row[1]}" if first == 0 else str(row[1])
                sheet.merge_range(number, first, number, 4, title)
        sheet.write(1, 5, of_class)
    return path


@pytest.mark.parametrize("first", [0, 1])
def test_a_merged_title_of_a_class_is_no_project(tmp_path: Path, first: int) -> None:
    found = check(workbook(tmp_path / "方案.xlsx", first), Wish(year=2026))
    assert errors(found) == []
    assert {"period.not_understood", "project.owner", "project.dates", "project.class"}.isdisjoint(
        f.rule for f in found.faults
    )
    (sums,) = [f for f in found.faults if f.rule == "sum.checked"]
    assert "已核对 10 项合计" in sums.message.zh


def test_a_wrong_sum_beside_a_merged_title_is_told_at_its_cell(tmp_path: Path) -> None:
    found = check(workbook(tmp_path / "方案.xlsx", 1, 71000), Wish(year=2026))
    assert errors(found) == [("sum.project_investment", "F2")]


def test_a_merged_title_among_targets_is_no_target(tmp_path: Path) -> None:
    path = tmp_path / "指标.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("主要指标")
        sheet.write_row(0, 0, ("类别", "指标", "单位", "2025年", "2030年"))
        sheet.merge_range("A2:E2", "一、能源低碳发展")
        sheet.merge_range("A3:B3", "非化石能源消费比重")
        sheet.write_row(2, 2, ("%", 20, 26))
        sheet.merge_range("A4:B4", "单位GDP二氧化碳排放下降（较2025年）")
        sheet.write(3, 2, "%")
        sheet.merge_range("D4:E4", "完成省下达任务")
    found = check(path, Wish(year=2026))
    assert cells(found, "target.no_number") == []
    assert cells(found, "target.assigned") == ["D4", "E4"]
    assert cells(found, "target.unknown_indicator") == []


def faults_of_dossier(*rows: tuple[str, ...]) -> list[tuple[str, str]]:
    entries = {"code": "330500", "base_year": 2023, "price_base": 2020}
    identity = {key: Entry(value, Place(field=key)) for key, value in entries.items()}
    head = ("序号", "项目名称", "总投资（万元）")
    dossier, faults = parse([RawSheet("projects.csv", "", (head, *rows))], identity)
    assert dossier is not None
    assert len(dossier.projects) == len(rows) - sum(f.rule == "code.duplicate" for f in faults)
    return [(f.rule, f.place.cell) for f in faults if f.severity is Severity.ERROR]


def test_rows_of_classes_and_totals_may_have_one_number() -> None:
    rows = (
        *(("一", "能源基础设施", ""), ("（一）", "光伏", ""), ("1", "甲", "5"), ("小计", "", "5")),
        *(("二", "节能降碳改造", ""), ("（一）", "电厂", ""), ("2", "乙", "3"), ("小计", "", "3")),
    )
    assert faults_of_dossier(*rows) == []
    assert faults_of_dossier(*rows, ("2", "丙", "4")) == [("code.duplicate", "10")]


def test_a_list_without_numbers_is_one_of_projects(tmp_path: Path) -> None:
    text = (
        "项目名称,建设地点,实施主体,建设年限,总投资（亿元）\n甲电站,甲县,甲公司,{},8\n合计,,,,{}\n"
    )
    assert errors(checked(tmp_path, text.format("2026-2027", 8))) == []
    wrong = checked(tmp_path, text.format("2027-2026", 9))
    assert set(errors(wrong)) == {("project.order", "D2"), ("sum.project_investment", "E3")}


FALLS = "指标,单位,2020年（基期）,2025年目标,2030年目标\n单位GDP{}降低,%,—,{},{}\n"


@pytest.mark.parametrize("name", ["能源消耗", "二氧化碳排放"])
@pytest.mark.parametrize("values", [("〔14.5〕", "〔13〕"), ("[14.5]", "[13]")])
def test_a_fall_over_a_plan_counts_from_the_plan_before_beside_a_base_column(
    tmp_path: Path, name: str, values: tuple[str, str]
) -> None:
    found = checked(tmp_path, FALLS.format(name, *values))
    assert errors(found) == []
    assert cells(found, "policy.base_2020") == []


def test_a_plain_fall_beside_a_base_column_counts_from_it(tmp_path: Path) -> None:
    found = checked(tmp_path, FALLS.format("能源消耗", "14.5", "13"))
    assert cells(found, "target.backwards") == ["E2"]
    assert cells(found, "policy.base_2020") == ["E2"]


def test_a_fall_of_nothing_in_its_own_year_is_a_base_value(tmp_path: Path) -> None:
    text = "指标,单位,{},2030年\n单位GDP能耗下降（较2025年）,%,{},13\n"
    for head in ("2025年现状", "2025年"):
        assert cells(checked(tmp_path, text.format(head, 0)), "target.base_order") == []
    wrong = checked(tmp_path, text.format("2025年", 3))
    (fault,) = [f for f in wrong.faults if f.rule == "target.base_order"]
    assert "单位GDP能耗下降" in fault.message.zh


@pytest.mark.parametrize(
    "brackets", ["（等价值，较2025年）", "（较2025年，等价值）", "（等价值）", "（较2025年）", ""]
)
def test_convention_and_base_year_may_share_brackets(tmp_path: Path, brackets: str) -> None:
    text = f"指标,年份,目标值,单位,基准年\n单位GDP能耗下降{brackets},2030,13,%,2025\n"
    found = checked(tmp_path, text)
    assert cells(found, "target.unknown_indicator") == []
    assert errors(found) == []
    (target,) = subject_of(f"[targets]\nindicator | value\n单位GDP能耗下降{brackets} | 13").targets
    assert target.base_year == (2025 if "2025" in brackets else None)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("1280（当量值）", 1280),
        ("1520（等价值）", 1520),
        ("1520（按等价值计算）", 1520),
        ("≤1150万吨标准煤（当量法）", 1150),
        ("1520 (thermal value)", 1520),
        ("下降13%（较2025年，等价值）", 13),
        ("1280（未定）", None),
    ],
)
def test_a_figure_may_name_its_convention_in_brackets(value: str, read: float | None) -> None:
    assert read_aim(value).value == read


def rules_on(text: str, *rules: str) -> list[tuple[str, str]]:
    faults = check_plan(subject_of(text), [plan_rules()[rule] for rule in rules]).faults
    return [(fault.rule, fault.place.cell) for fault in faults]


WIDE = "[targets]\nindicator | unit | 2026 | 2027 | 2028 | 2029\n"


def test_caps_of_successive_years_may_be_level_at_the_top() -> None:
    for name in ("碳排放预算", "二氧化碳排放总量"):
        row = f"{name} | 万吨 | 3420 | 3430 | 3430 | 3410"
        assert rules_on(WIDE + row, "target.same_value") == []
    row = "非化石能源消费比重 | % | 25 | 26 | 26 | 27"
    assert rules_on(WIDE + row, "target.same_value") == [("target.same_value", "E2")]
    apart = "[targets]\nindicator | unit | 2030 | 2035\n二氧化碳排放总量 | 万吨 | 3400 | 3400"
    assert rules_on(apart, "target.same_value") == [("target.same_value", "D2")]


SHARES = "[targets]\nindicator | unit | 2025 | 2030\n{} | % | {} | {}"


def test_what_is_whole_stays_whole_also_where_no_catalogue_knows_it() -> None:
    name = "城镇新建建筑中绿色建筑占比"
    assert rules_on(SHARES.format(name, 100, 100), "target.same_value") == []
    assert rules_on(SHARES.format(name, 90, 90), "target.same_value") != []


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("绿色建筑占新建建筑比例", True),
        ("城镇新建建筑中绿色建筑占比", True),
        ("数字经济核心产业增加值占GDP比重", True),
        ("Share of green buildings", True),
        ("绿色建筑占比提高", False),
        ("进出口总额占GDP比重", False),
        ("可再生能源发电量占全社会用电量比重", False),
        ("车桩比例", False),
    ],
)
def test_a_part_is_no_more_than_its_whole(name: str, *, told: bool) -> None:
    expected = [("unit.share_range", "D2")] if told else []
    assert rules_on(SHARES.format(name, 80, 120), "unit.share_range") == expected
    assert rules_on(SHARES.format(name, 80, 100), "unit.share_range") == []


@pytest.mark.parametrize(
    "unit", ["克/千瓦时", "g/kWh", "gce/kWh", "克标准煤/千瓦时", "千克/千瓦时"]
)
def test_grams_per_kwh_of_plants_are_of_standard_coal(unit: str) -> None:
    value = 0.298 if unit.startswith("千克") else 298
    text = f"[targets]\nindicator | year | value | unit\n供电煤耗 | 2030 | {value} | {unit}"
    assert rules_on(text, "unit.dimension", "unit.share_range") == []
    (target,) = subject_of(text).targets
    assert target.value == pytest.approx(298)
    other = text.replace(unit, "tCO2/MWh")
    assert rules_on(other, "unit.dimension") == [("unit.dimension", "D2")]


def messages(text: str, rule: str) -> str:
    faults = check_plan(subject_of(text), [plan_rules()[rule]]).faults
    return "\n".join(f.message.zh for f in faults)


def test_messages_say_year_and_share_as_they_are_meant() -> None:
    period = "[targets]\nindicator | year | value\n非化石能源消费比重 | “十五五”时期 | 25"
    assert "年份 “十五五”时期 不能识别" in messages(period, "target.year")
    fall = "[targets]\nindicator | year | value | unit | base_year\n{} | 2025 | 19 | % | 2020"
    text = fall.format("单位地区生产总值二氧化碳排放下降")
    assert "下降 19%，" in messages(text, "target.intensity_total")
