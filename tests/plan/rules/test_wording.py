"""Figures typed by hand are held to the result of the same name, unit and year, and to no other."""

from __future__ import annotations

from dataclasses import replace

import pytest

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


def test_before_a_build_names_are_known_by_form_and_after_it_by_result() -> None:
    rule = [plan_rules()["word.reference"]]
    subject = subject_of(TARGETS.replace("{text}", "{{ co2.2099.median }}"))
    assert not check_plan(subject, rule).faults
    built = replace(subject, named=frozenset({"co2.2030.median"}))
    assert [str(f.place) for f in check_plan(built, rule).faults] == ["texts B2"]


def test_a_project_that_is_named_must_be_there() -> None:
    assert _told("{{ project.P99.tonnes.median }}", "word.reference")


def test_braces_that_are_no_reference_are_told() -> None:
    assert _told("峰值 {{ peak.year.median }", "word.reference")
