"""What planners write is judged by what it says: no false error, and nothing read past."""

from __future__ import annotations

import re

import pytest

from dafeng.language import LANGUAGES
from dafeng.plan.rules.catalogue import PlanRule, plan_rules
from dafeng.plan.rules.checking import check_plan
from dafeng.plan.rules.examples import subject_of

RULES = list(plan_rules().values())


def told(text: str) -> list[str]:
    return [fault.rule for fault in check_plan(subject_of(text), RULES).faults]


def targets(*rows: str) -> str:
    return "[targets]\nindicator | year | value | unit | base_year | kind | comment\n" + "\n".join(
        rows
    )


def test_a_new_fall_from_a_new_base_is_progress() -> None:
    found = told(
        targets(
            "单位地区生产总值二氧化碳排放下降 | 2025 | 18 | % | 2020 | | ",
            "单位地区生产总值二氧化碳排放下降 | 2030 | 18 | % | 2025 | | ",
        )
    )
    assert "target.same_value" not in found
    assert "agree.base_year" not in found


def test_two_bases_within_one_five_year_plan_are_told() -> None:
    found = told(
        targets(
            "单位地区生产总值二氧化碳排放下降 | 2027 | 8 | % | 2025 | | ",
            "单位地区生产总值二氧化碳排放下降 | 2030 | 30 | % | 2020 | | ",
        )
    )
    assert "agree.base_year" in found


def test_reaching_a_figure_is_no_lower_bound() -> None:
    assert "target.direction" not in told(
        targets("单位地区生产总值能耗 | 2030 | 达到0.36 | 吨标准煤/万元 | | | ")
    )


@pytest.mark.parametrize("claim", ["2030年底前", "2030年以前", "力争2030年前"])
def test_a_peak_year_is_read_as_it_is_written(claim: str) -> None:
    found = told(targets(f"碳达峰年份 | 2030 | {claim} | 年 | | | "))
    assert "target.no_number" not in found
    assert "peak.after_nation" not in found


@pytest.mark.parametrize(
    ("claim", "late"), [("2035年底前", True), ("2031年前", False), ("2031年底前", True)]
)
def test_a_peak_after_the_nations_is_told(claim: str, *, late: bool) -> None:
    found = told(targets(f"碳达峰年份 | 2030 | {claim} | 年 | | | "))
    assert ("peak.after_nation" in found) is late


@pytest.mark.parametrize("value", ["18%（较2020年）", "下降18%"])
def test_a_fall_may_say_so_in_its_cell(value: str) -> None:
    found = told(targets(f"单位地区生产总值二氧化碳排放下降 | 2030 | {value} | % | 2020 | | "))
    assert "target.no_number" not in found
    assert "unit.dimension" not in found


def test_a_fall_of_a_ratio_is_a_target_of_the_fall() -> None:
    subject = subject_of(targets("单位地区生产总值二氧化碳排放 | 2030 | 下降18% | | 2025 | | "))
    (target,) = subject.targets
    assert (target.id, target.value) == ("co2_intensity_fall", 18)


def test_two_peak_years_are_told_whatever_the_year_of_their_rows() -> None:
    rows = ("碳达峰年份 | 2028 | 2028 | 年 | | | ", "碳达峰年份 | 2030 | 2030 | 年 | | | ")
    assert "agree.twice" in told(targets(*rows))


def test_a_remark_does_not_make_a_target_a_figure_of_the_past() -> None:
    text = "path: peak=2028 p10=2025 level=40000000\n" + targets(
        "二氧化碳排放总量 | 2030 | 9000 | 万吨二氧化碳 | | | 按实际情况动态调整"
    )
    assert "agree.total_with_model" in told(text)


HEAD = "[projects]\nid | name | kind | capacity | capacity_unit | measure\n"


@pytest.mark.parametrize(
    ("row", "faulty"),
    [
        ("P1 | 200MWh电化学储能电站 | energy | 100 | MW | ", False),
        ("P1 | 年发电量20000万千瓦时风电场 | energy | 6 | 万千瓦 | ", False),
        ("P1 | 200MW光伏电站 | energy | 100 | MW | ", True),
        ("P1 | 20万千瓦光伏电站 | energy | 100 | MW | ", True),
    ],
)
def test_a_size_in_a_name_is_read_with_its_whole_unit(row: str, *, faulty: bool) -> None:
    assert ("agree.project_size" in told(HEAD + row)) is faulty


@pytest.mark.parametrize(
    ("unit", "measure", "faulty"),
    [
        ("兆瓦特斯", "pv_rooftop_industrial", True),
        ("辆", "electric_buses", False),
        ("台（套）", "variable_speed", False),
        ("蒸吨", "", False),
    ],
)
def test_the_unit_of_a_size_matters_where_a_measure_is_named(
    unit: str, measure: str, *, faulty: bool
) -> None:
    found = told(f"{HEAD}P1 | 工程 | energy | 100 | {unit} | {measure}")
    assert ("unit.unknown" in found) is faulty


def test_a_grade_is_given_year_by_year() -> None:
    text = """guide: provincial-assessment-2026
[targets]
indicator | year | value | unit
煤炭消费总量 | 2026 | 640 | 万吨标准煤
煤炭消费总量 | 2027 | 640 | 万吨标准煤
[actuals]
subject | year | value | unit
煤炭消费总量 | 2026 | 700 | 万吨标准煤
煤炭消费总量 | 2027 | 600 | 万吨标准煤
"""
    found = [f for f in check_plan(subject_of(text), RULES).faults if f.rule == "target.graded"]
    assert [f.place.cell for f in found] == ["C2"]
    assert "2026" in found[0].message.en


NUMBER = re.compile(r"\d[\d,]*(?:\.[\d,]+)?")
WHOLE = re.compile(r"\d+(?:\.\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?")


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_every_number_of_a_message_is_a_number(rule: PlanRule) -> None:
    for fault in check_plan(subject_of(rule.fails.text), [rule]).faults:
        for language in LANGUAGES:
            for found in NUMBER.findall(fault.message[language]):
                assert WHOLE.fullmatch(found.rstrip(",")), fault.message[language]


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        ("unit.project_of_place", "260.0万吨，是本地排放 500.0万吨", "2.600 Mt"),
        ("sum.load_hours", "1,400万千瓦", "14,000 MW"),
        ("unit.project_of_nation", "26,000.0万吨", "260.000 Mt"),
    ],
)
def test_both_languages_state_one_amount(rule: str, zh: str, en: str) -> None:
    known = plan_rules()[rule]
    (fault,) = check_plan(subject_of(known.fails.text), [known]).faults
    assert zh in fault.message.zh
    assert en in fault.message.en


BUDGETS = tuple(f"碳排放预算 | {year} | 3450 | 万吨二氧化碳 | | | " for year in range(2026, 2031))


@pytest.mark.parametrize(
    "summed",
    [
        "碳预算 | 2026-2030 | 17200 | 万吨二氧化碳 | | | ",
        "碳预算 | 2026—2030年 | 17200 | 万吨二氧化碳 | | | ",
        "碳预算 | “十五五”时期 | 17200 | 万吨二氧化碳 | | | ",
        "碳预算 | 15th Five-Year Plan | 17200 | 万吨二氧化碳 | | | ",
        "碳排放预算（累计） | 2030 | 17200 | 万吨二氧化碳 | | | 2026—2030年五年累计",
    ],
)
def test_a_budget_of_several_years_is_no_figure_of_one(summed: str) -> None:
    alone = told(targets(summed, "碳排放预算 | 2028 | ≤3500 | 万吨 | | | "))
    for rule in ("target.year", "peak.last_year", "unit.decimal", "unit.jump", "agree.twice"):
        assert rule not in alone
    faults = check_plan(subject_of(targets(summed)), RULES).faults
    missing = next(f.message.zh for f in faults if f.rule == "policy.carbon_budget")
    assert all(str(year) in missing for year in range(2026, 2031))
    assert "policy.carbon_budget" not in told(targets(summed, *BUDGETS))


def test_a_year_that_cannot_be_read_is_still_told() -> None:
    assert "target.year" in told(targets("碳预算 | 近期 | 17200 | 万吨二氧化碳 | | | "))


def test_one_year_may_have_a_figure_on_each_convention() -> None:
    rows = (
        "单位GDP能耗下降 | 2030 | 13 | % | 2025 | | 电力按等价值",
        "单位GDP能耗下降 | 2030 | ≥12 | % | 2025 | | 电力按当量值",
    )
    assert not {"agree.twice", "agree.convention"} & set(told(targets(*rows)))
    again = rows[1].replace("≥12", "≥11")
    assert told(targets(*rows, again)).count("agree.twice") == 1


def test_years_on_two_conventions_are_told_once_and_never_compared() -> None:
    rows = (
        "能源消费总量 | 2030 | 1150 | 万吨标准煤 | | | 当量值",
        "能源消费总量 | 2035 | 5000 | 万吨标准煤 | | | 等价值",
    )
    found = told(targets(*rows))
    assert found.count("agree.convention") == 1
    assert "unit.decimal" not in found
