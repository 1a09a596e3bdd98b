"""Whatever the guide leaves out (classes, tables, indicators), every rule can be asked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.plan.rules.planted import GOOD, city, subject

from dafeng.plan.rules.catalogue import plan_rules
from dafeng.plan.rules.checking import check_plan
from dafeng.plan.rules.rows import projects_of, targets_of
from dafeng.plan.rules.subject import Subject
from dafeng.reference.guides import Guide, guides


def held_to(guide: Guide, made: Subject) -> Subject:
    projects, totals = projects_of(made.rows["projects"], guide)
    targets = targets_of(made.rows["targets"], guide)
    return replace(made, guide=guide, projects=projects, totals=totals, targets=targets)


def bare(guide: Guide) -> Guide:
    return replace(guide, chapters=(), analyses=(), tables=(), indicators=(), classes=())


@pytest.mark.parametrize("plan", GOOD)
@pytest.mark.parametrize("name", guides())
def test_every_rule_answers_by_every_guide(name: str, plan: str) -> None:
    made, _ = subject(GOOD[plan](), plan)
    for guide in (guides()[name], bare(guides()[name])):
        assert check_plan(held_to(guide, made)).run > 60


def test_a_class_is_asked_for_where_the_guide_has_classes() -> None:
    tables = city()
    tables["projects"][1][2] = "光伏类"
    made, _ = subject(tables, "city")
    rule = plan_rules()["project.class"]
    assert [f.place.cell for f in check_plan(made, [rule]).faults] == ["C2"]
    without = held_to(guides()["zero-carbon-park-2025"], made)
    assert check_plan(without, [rule]).faults == ()
