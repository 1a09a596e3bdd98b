"""What has to be true of what is handed in, of clocks that start, and of a quota that is stated?"""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile

import pytest
from tests.programme.acting import FIRST, HUZHOU, Acting, filled, until

from dafeng.programme import Kind, load_programme, play, programme, rehearsal


@pytest.mark.parametrize(
    ("counted", "refused"),
    [({"gate_errors": 3}, {"gate.errors"}), ({}, {"gate.unchecked"}), ({"gate_errors": 0}, set())],
)
def test_a_plan_is_held_to_the_checks_of_the_gate(
    counted: dict[str, int], refused: set[str]
) -> None:
    acting = Acting(until(FIRST, HUZHOU, "writing"))
    content = filled(acting.rules.transitions["submit-plan"], "x")
    content = {k: v for k, v in content.items() if k != "gate_errors"} | counted
    found = acting.refused(Kind.PREPARE, "huzhou-editor", HUZHOU, "submit-plan", **content)
    assert found == refused


def test_an_application_is_held_to_the_checks_of_a_draft() -> None:
    acting = Acting(until(FIRST, HUZHOU, "drafting"))
    content = filled(acting.rules.transitions["apply"], "x") | {"gate_errors": 5}
    apply_ = (Kind.PREPARE, "huzhou-editor", HUZHOU, "apply")
    assert acting.refused(*apply_, **content) == set()
    assert acting.refused(*apply_, **content | {"errors": 1}) == {"snapshot.errors"}


def test_a_clock_that_runs_is_not_started_anew() -> None:
    rules = load_programme(
        f"""
[programme]
base = "{FIRST}"
id = "own"
[transition.restart]
title = {{ zh = "重启", en = "restart" }}
from = ["writing"]
prepared_by = ["national_officer"]
decided_by = ["national_signatory"]
attachments = ["application"]
starts = ["revision"]
mark = "I"
""",
        "own.toml",
    )
    run = replace(until(FIRST, HUZHOU, "writing"), version=rules.version)
    acting = Acting(run, rules)
    clocks = {"revision": "2024-03-01T00:00:00+08:00"}
    acting.both("nat-officer", "nat-signatory", HUZHOU, "restart", clocks)
    again = filled(rules.transitions["restart"], "y", {"revision": "2024-02-01T00:00:00+08:00"})
    prepare = (Kind.PREPARE, "nat-officer", HUZHOU, "restart")
    assert acting.refused(*prepare, **again) == {"clock.running"}


def test_a_quota_names_bodies_that_there_are() -> None:
    rules = programme("cn-carbon-peaking-2025")
    batch = next(b for b in rules.batches.values() if b.quota_rule == "opening")
    places, step = batch.places or 27, rules.transitions["open-call"]
    acts = play(rules, rehearsal(rules))
    run = [a.run for a in takewhile(lambda a: a.event.name != step.id, acts)][-1]
    assert run is not None
    acting = Acting(run, rules)
    for body, refused in (("nowhere", {"quota.form"}), ("330000", set())):
        content = filled(step, "x") | {"quota": {body: places}}
        found = acting.refused(Kind.PREPARE, "nat-officer", "", "open-call", **content)
        assert found & {"quota.form"} == refused


def test_a_county_is_not_believed_to_be_a_prefecture() -> None:
    acting = Acting(until(FIRST, HUZHOU, "drafting"))
    case = acting.run.cases[HUZHOU]
    county = replace(case.applicant, id="330521")
    acting.run = acting.run.with_case(replace(case, applicant=county))
    editor = acting.run.people["huzhou-editor"]
    grants = tuple(replace(g, body="330521") for g in editor.grants)
    acting.run = acting.run.with_person(replace(editor, grants=grants))
    content = filled(acting.rules.transitions["apply"], "x")
    found = acting.refused(Kind.PREPARE, "huzhou-editor", "330521", "apply", **content)
    assert found == {"eligible.place"}
