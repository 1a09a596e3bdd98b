"""Figures typed by hand are held to the result of the same name, unit and year, and to no other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dafeng.language import Text
from dafeng.plan.rules.catalogue import plan_rules
from dafeng.plan.rules.checking import check_plan
from dafeng.plan.rules.examples import subject_of

TARGETS = """
[targets]
indicator | year | value | unit
二氧化碳排放总量 | 2030 | 3950 | 万吨二氧化碳
煤炭消费总量 | 2030 | 640 | 万吨标准煤
[texts]
section | text
总体目标 | {text}
"""


def _told(text: str, rule: str = "word.figure") -> list[str]:
    subject = subject_of(TARGETS.replace("{text}", text))
    found = check_plan(subject, [plan_rules()[rule]]).faults
    return [fault.message.zh for fault in found]


@pytest.mark.parametrize(
    "text",
    [
        "到2030年，二氧化碳排放总量控制在4200万吨以内。",
        "二氧化碳排放总量2030年为0.42亿吨。",
        "2030年煤炭消费总量为700万吨标准煤，较现状下降。",
    ],
)
def test_another_figure_is_told(text: str) -> None:
    assert len(_told(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "到2030年，二氧化碳排放总量控制在3950万吨以内。",
        "到2030年，二氧化碳排放总量约0.4亿吨。",  # rounded, not another figure
        "到2035年，二氧化碳排放总量控制在3600万吨以内。",  # another year
        "到2030年，二氧化碳排放总量比2025年减少120万吨。",  # a change
        "到2030年，煤炭消费总量中工业占70%。",  # another unit
        "到2030年，二氧化碳排放总量为{{ co2.2030.median }}。",
    ],
)
def test_what_is_no_contradiction_is_left_alone(text: str) -> None:
    assert _told(text) == []


MODEL = """
account: co2=38000000 year=2023
path: peak=2028 p10=2025 level=40000000 non_fossil=0.25
[texts]
section | text
总体目标 | {text}
"""


def _against_model(text: str) -> list[str]:
    subject = subject_of(MODEL.replace("{text}", text))
    found = check_plan(subject, [plan_rules()["word.figure"]]).faults
    return [fault.message.zh for fault in found]


@pytest.mark.parametrize(
    "text",
    [
        "2030年二氧化碳排放总量为9999万吨。",
        "到2030年，二氧化碳排放总量控制在1000万吨以内。",
        "2020年达峰。",
        "力争2024年前实现碳达峰。",
        "Emissions peak before 2022.",
    ],
)
def test_a_figure_outside_what_the_model_gives_is_told(text: str) -> None:
    (message,) = _against_model(text)
    assert "5%—95%" in message


@pytest.mark.parametrize(
    "text",
    [
        "2030年二氧化碳排放总量约为3900万吨。",
        "到2030年，二氧化碳排放总量控制在9000万吨以内。",  # a cap above the range forbids nothing
        "2028年达峰。",
        "工业领域2020年达峰。",  # a sector
        "我国二氧化碳排放2020年达峰。",  # the nation
        "2090年二氧化碳排放总量为9999万吨。",  # beyond the model
    ],
)
def test_a_figure_that_the_model_leaves_open_is_left_alone(text: str) -> None:
    assert _against_model(text) == []


FALLS = """
[targets]
indicator | year | value | unit | base_year
单位地区生产总值二氧化碳排放下降 | 2030 | 17 | % | 2025
碳达峰年份 | 2028 | 2028 | 年 |
[texts]
section | text
总体目标 | {text}
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("到2030年，单位GDP二氧化碳排放下降18%。", 1),
        ("到2030年，碳强度下降17%。", 0),
        ("到2030年，单位地区生产总值二氧化碳排放比2025年下降20%。", 1),
        ("到2030年，单位地区生产总值二氧化碳排放比2020年下降20%。", 0),  # another base
        ("2029年达峰。", 1),
        ("2028年底前达峰。", 0),
        ("2029年前实现碳达峰。", 0),
    ],
)
def test_falls_and_peak_years_are_held_to_their_targets(text: str, told: int) -> None:
    subject = subject_of(FALLS.replace("{text}", text))
    assert len(check_plan(subject, [plan_rules()["word.figure"]]).faults) == told


def test_before_a_build_names_are_known_by_form_and_after_it_by_result() -> None:
    rule = [plan_rules()["word.reference"]]
    subject = subject_of(TARGETS.replace("{text}", "{{ co2.2099.median }}"))
    assert not check_plan(subject, rule).faults
    built = replace(subject, named=frozenset({"co2.2030.median"}))
    assert [str(f.place) for f in check_plan(built, rule).faults] == ["texts B2"]
    why = {"co2.2099.median": Text("测算到2060年", "computed to 2060")}
    (fault,) = check_plan(replace(built, absent=why), rule).faults
    assert "computed to 2060" in fault.message.en


def test_a_project_that_is_named_must_be_there() -> None:
    assert _told("{{ project.P99.tonnes.median }}", "word.reference")


def test_braces_that_are_no_reference_are_told() -> None:
    assert _told("峰值 {{ peak.year.median }", "word.reference")
