"""Each rule has an example that breaks it, at the place it names, and one that keeps it."""

from __future__ import annotations

import pytest

from dafeng.errors import Place, Severity
from dafeng.language import LANGUAGES
from dafeng.plan.rules.catalogue import GROUPS, PlanRule, plan_rules
from dafeng.plan.rules.checking import Report, check_plan
from dafeng.plan.rules.examples import subject_of
from dafeng.plan.rules.subject import NEEDS
from dafeng.reference import sources

RULES = list(plan_rules().values())


def where(place: Place) -> str:
    return "!".join(part for part in (place.file, place.cell) if part) or place.field


def asked(rule: PlanRule, text: str) -> Report:
    return check_plan(subject_of(text), [rule])


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_a_rule_reports_its_failing_example_at_its_place(rule: PlanRule) -> None:
    report = asked(rule, rule.fails.text)
    assert report.not_run == ()
    assert rule.fails.at in [where(f.place) for f in report.faults]
    for fault in report.faults:
        assert fault.severity is rule.severity
        for language in LANGUAGES:
            assert "{" not in fault.message[language] + fault.remedy[language]


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_a_rule_is_silent_on_its_passing_example(rule: PlanRule) -> None:
    report = asked(rule, rule.passes.text)
    assert report.run == 1
    assert [f.message.en for f in report.faults] == []


def test_there_are_enough_rules_in_every_group() -> None:
    groups = {group: sum(r.group == group for r in RULES) for group in GROUPS}
    assert len(RULES) >= 60
    assert min(groups.values()) >= 4, groups


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_a_rule_names_document_needs_and_both_severities(rule: PlanRule) -> None:
    assert rule.source in sources()
    assert set(rule.needs) <= set(NEEDS)
    order = list(Severity)
    assert order.index(rule.gate) <= order.index(rule.severity)


def test_what_is_missing_for_a_rule_is_said_and_not_passed_over() -> None:
    rule = plan_rules()["peak.before_p10"]
    without = rule.fails.text.split("\n", 1)[1]
    report = asked(rule, without)
    assert report.run == 0
    assert report.faults == ()
    assert "results of the model" in report.not_run[0].reason.en
    assert "情景测算结果" in report.not_run[0].reason.zh


def test_the_gate_makes_gaps_errors() -> None:
    rule = plan_rules()["project.owner"]
    subject = subject_of(rule.fails.text)
    draft = check_plan(subject, [rule])
    gate = check_plan(subject, [rule], submission=True)
    assert [f.severity for f in draft.faults] == [Severity.WARNING]
    assert [f.severity for f in gate.faults] == [Severity.ERROR]
