"""What a sentence says of projects is held to their rows and to the build, a part to nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dafeng.language import same
from dafeng.plan.binding import BoundFigure
from dafeng.plan.quantities import EMISSIONS
from dafeng.plan.rules.catalogue import plan_rules
from dafeng.plan.rules.checking import check_plan
from dafeng.plan.rules.examples import subject_of

PLAN = """
[texts]
section | text
重点工程 | {text}
[projects]
id | name | kind | content | investment | investment_unit | reduction | reduction_unit
P1 | {name} | energy | {content} | 5.4 | 亿元 | 6.5 | 万tCO2
P2 | 水泥窑余热发电改造 | retrofit | | 11000 | 万元 | 3.2 | 万tCO2
"""


NAME = "湖州吴兴区120兆瓦渔光互补光伏电站"


def told(text: str, content: str = "", name: str = NAME, **named: float) -> list[str]:
    plan = PLAN.replace("{text}", text).replace("{content}", content).replace("{name}", name)
    subject = subject_of(plan)
    if named:
        bound = {
            f"projects.tonnes.{point}": BoundFigure(point, value, EMISSIONS, same("x"))
            for point, value in named.items()
        }
        subject = replace(subject, named=bound)
    rule = plan_rules()["word.projects"]
    return [f.message.zh for f in check_plan(subject, [rule]).faults]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("共谋划重点项目12个，总投资60亿元，2030年减排100万吨。", ("12", "60 亿元", "100 万吨")),
        ("重点项目共12个。", ("写作 12，projects 为 2 个",)),
        ("全市重点项目总投资60亿元。", ("60 亿元，projects 为 6.5",)),
        ("湖州吴兴区120兆瓦渔光互补光伏电站总投资9.9亿元。", ("9.9 亿元，projects E2",)),
        ("水泥窑余热发电改造投资2亿元，年减排9万吨。", ("2 亿元", "9 万吨")),
        ("In all 12 key projects, with an investment of 6 billion yuan.", ("12", "6 billion")),
    ],
)
def test_another_figure_of_projects_is_told(text: str, parts: tuple[str, ...]) -> None:
    found = told(text)
    assert len(found) >= len(parts)
    for part in parts:
        assert any(part in message for message in found), found


@pytest.mark.parametrize(
    "text",
    [
        "共谋划重点项目2个，总投资6.5亿元，年减排9.7万吨。",
        "到2030年，全市共实施重点项目2个，其中能源类1个、投资1亿元。",
        "能源领域共实施重点项目1个，投资1亿元。",
        "吴兴区共有重点项目1个。",
        "2026年共开工重点项目1个。",
        "湖州吴兴区120兆瓦渔光互补光伏电站2026年完成投资2亿元。",
        "湖州吴兴区120兆瓦渔光互补光伏电站总投资5.4亿元；水泥窑余热发电改造投资1.1亿元。",
        "水泥窑余热发电改造累计减排16万吨。",
        "共谋划重点项目2个，总投资约7亿元。",  # rounded
        "共谋划重点项目{{ projects.number }}个，总投资{{ projects.investment }}。",
    ],
)
def test_true_figures_parts_and_single_years_are_left_alone(text: str) -> None:
    assert told(text) == []


def test_words_of_a_row_are_held_to_its_figures() -> None:
    (message,) = told("无。", content="建设120兆瓦光伏，总投资8亿元")
    assert "8 亿元" in message
    assert told("无。", content="建设120兆瓦光伏，总投资5.4亿元") == []


def test_a_project_without_a_name_is_called_by_its_id() -> None:
    (message,) = told("无。", content="建设120兆瓦光伏，总投资8亿元", name="")
    assert "P1" in message


@pytest.mark.parametrize(("text", "faults"), [("30", 0), ("32", 0), ("60", 1)])
def test_tonnes_of_all_projects_are_those_of_the_build(text: str, faults: int) -> None:
    found = told(f"共谋划重点项目2个，2030年减排{text}万吨。", low=28e4, median=31e4, high=34e4)
    assert len(found) == faults


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("实施9个重点项目。", ("写作 9，",)),
        ("实施9个重点工程项目，年减排二氧化碳100万吨。", ("写作 9，", "100 万吨")),
        ("谋划重点项目9个，年可联合减排二氧化碳100万吨。", ("写作 9，", "100 万吨")),
        ("到2030年，实施重点项目9项。", ("写作 9，",)),
        ("实施2个重点项目。", ()),
        ("工业领域实施9个重点项目。", ()),
        ("2027年开工9个重点项目。", ()),
        ("已建成重点项目9个。", ()),
        ("每个县区实施9个重点项目。", ()),
        ("谋划重点项目9个以上。", ()),
    ],
)
def test_a_number_of_key_projects_is_that_of_all(text: str, parts: tuple[str, ...]) -> None:
    found = told(text)
    assert len(found) == len(parts), found
    for part in parts:
        assert any(part in message for message in found), found


@pytest.mark.parametrize("name", ["息县“农光互补”光伏项目（一期）", "息县农光互补光伏项目(一期)"])
def test_a_name_may_leave_out_its_phase_and_its_quotes(name: str) -> None:
    for written in ("息县“农光互补”光伏项目", "息县「农光互补」光伏项目（一期）"):
        found = told(f"{written}总投资5.6亿元，年减排12万吨。", name=name)
        assert len(found) == 2, (name, written)
