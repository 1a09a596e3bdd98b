"""Rights, cell by cell: the table of batch 1 against a second statement of it in plain rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.programme.acting import FIRST, HANGZHOU, HUZHOU, Acting, until

from dafeng.programme import (
    PUBLIC,
    Grant,
    Kind,
    Permission,
    Person,
    Relation,
    Scope,
    Subject,
    matrix,
    permissions,
    programme,
    readable_comments,
    readable_documents,
    shipped,
    visible_cases,
)
from dafeng.programme.rights import is_conflicted

RULES = programme(FIRST)
SELECTION = ("applied", "recommended", "checked", "confirmed")
LISTED = (
    "writing", "submitted", "forwarded", "under-review", "returned", "appealed", "cleared",
    "approved",
)  # fmt: skip
REVIEW = ("submitted", "forwarded", "under-review")
REVISION = ("returned", "appealed")
APPROVAL = ("cleared", "approved")
ENDED = ("withdrawn", "not-selected")


def expected(role: str, relation: str, stage: str) -> set[str]:
    """Return what a role may do, said once more in plain words."""
    kind = role.rsplit("_", 1)[0]
    said = {
        (PUBLIC, "none"): _public(stage),
        ("observer", "whole"): _public(stage) | ({"see"} if stage in SELECTION else set()),
        ("city", "own"): _city(role, stage),
        ("provincial", "own_province"): _province(stage),
        ("provincial", "host_province"): _host(stage),
        ("provincial", "none"): {"see"} if stage in LISTED else set(),
        ("government", "own_province"): _government(stage),
        ("national", "whole"): _nation(role, stage),
        ("expert", "assigned"): _expert(stage),
    }
    return said.get((kind, relation), set())


def _public(stage: str) -> set[str]:
    return {"see", "read_public"} if stage in (*LISTED, "issued") else set()


def _city(role: str, stage: str) -> set[str]:
    found = {"see", "read"}
    own_text = stage in ("drafting", "writing", *REVISION, *APPROVAL)
    if own_text:
        found |= {"read_draft"} | ({"edit"} if role == "city_editor" else set())
    if stage == "drafting":
        found.add("begin")
    if stage in (*REVISION, *APPROVAL, "issued", *ENDED):
        found.add("read_shared")
    if stage in REVISION:
        found.add("answer")
    if stage == "issued":
        found |= {"read_public", "read_restricted"}
    return found


def _province(stage: str) -> set[str]:
    if stage == "drafting":
        return set()
    found = {"see", "read"}
    if stage in REVIEW:
        found |= {"comment", "read_reviewers", "read_shared"}
    if stage in (*REVISION, *APPROVAL, "issued"):
        found.add("read_shared")
    if stage == "issued":
        found |= {"read_public", "read_restricted"}
    return found


def _host(stage: str) -> set[str]:
    if stage in (*SELECTION, "writing"):
        return {"see"}
    if stage == "issued":
        return {"see", "read", "read_public"}
    return {"see", "read"} if stage in (*REVIEW, *REVISION, *APPROVAL) else set()


def _government(stage: str) -> set[str]:
    if stage == "drafting":
        return set()
    found = {"see"}
    if stage in (*SELECTION, *APPROVAL, "issued"):
        found.add("read")
    if stage == "issued":
        found |= {"read_public", "read_restricted"}
    return found


def _nation(role: str, stage: str) -> set[str]:
    if stage == "drafting":
        return set()
    found = {"see"}
    if stage != "writing":
        found.add("read")
    if stage in REVIEW:
        found.add("comment")
    if stage in (*REVIEW, *REVISION) and role == "national_officer":
        found.add("assign")
    if stage in (*REVIEW, *REVISION, *APPROVAL, "issued"):
        found |= {"read_reviewers", "read_shared"}
    if stage == "issued":
        found |= {"read_public", "read_restricted"}
    return found


def _expert(stage: str) -> set[str]:
    if stage in REVIEW:
        return {"see", "read", "review", "comment", "read_shared"}
    if stage in (*REVISION, *APPROVAL):
        return {"see", "read", "read_reviewers", "read_shared"}
    return {"see", "read_public"} if stage == "issued" else set()


def test_every_cell_of_the_table_is_as_stated() -> None:
    cells = matrix(RULES)
    stages = [s.id for s in RULES.stages.values() if s.subject is Subject.CASE]
    assert len(cells) == len(RULES.roles) * len(Relation) * len(stages)
    wrong = {
        (role, relation.value, stage): (sorted(rights), sorted(expected(role, relation, stage)))
        for (role, relation, stage), found in cells.items()
        if (rights := {r for r in found if ":" not in r}) != expected(role, relation, stage)
    }
    assert wrong == {}


STEPS = {
    "city_editor": (
        "apply", "withdraw", "publish-draft", "submit-plan", "resubmit", "appeal", "issue",
    ),
    "provincial_reviewer": (
        "recommend", "replace", "decline", "forward", "return-by-province", "approve",
    ),
    "government_officer": ("check", "refuse-check"),
    "national_officer": (
        "confirm", "refuse-confirmation", "extend-plan", "return-plan", "extend-revision",
        "uphold-appeal", "dismiss-appeal", "clear",
    ),
}  # fmt: skip
SIGNS = {
    "city_signatory": "city_editor", "provincial_signatory": "provincial_reviewer",
    "government_signatory": "government_officer", "national_signatory": "national_officer",
}  # fmt: skip


def test_every_step_is_open_to_just_those_who_may_take_it() -> None:
    own = {
        Scope.PLACE: "own", Scope.PROVINCE: "own_province", Scope.WHOLE: "whole",
        Scope.ASSIGNED: "assigned",
    }  # fmt: skip
    for (role, relation, stage), found in matrix(RULES).items():
        acts = relation.value == own.get(RULES.roles[role].scope)
        steps = {r for r in found if ":" in r}
        due = {f"prepare:{s}" for s in STEPS.get(role, ()) if acts}
        due |= {f"decide:{s}" for s in STEPS.get(SIGNS.get(role, ""), ()) if acts}
        if role == "national_officer" and acts:
            due.add("decide:begin-review")
        here = {d for d in due if stage in RULES.transitions[d.split(":")[1]].sources}
        assert steps == here, (role, relation, stage)


@pytest.mark.parametrize("name", shipped())
def test_no_table_leaks_a_draft_or_serves_the_conflicted(name: str) -> None:
    rules = programme(name)
    drafts = {
        s.id
        for s in rules.stages.values()
        if s.subject is Subject.CASE and s.phase == "application"
    }
    for (role, relation, stage), found in matrix(rules).items():
        where = (name, role, relation, stage)
        if relation is Relation.CONFLICTED:
            assert not found, where
        if stage in drafts and relation is not Relation.OWN:
            assert not found, where
        if role == PUBLIC:
            assert found <= {"see", "read_public"}, where
        if Permission.READ_REVIEWERS in found:
            assert relation is not Relation.OWN, where


def test_what_a_person_may_do_is_the_cell_of_role_relation_and_stage() -> None:
    people = {
        "city_editor": [("330500", "own"), ("330100", "none")],
        "provincial_reviewer": [("330000", "own_province"), ("320000", "none")],
        "government_officer": [("330000", "own_province"), ("320000", "none")],
        "national_officer": [("", "whole")],
        "expert": [("", "assigned")],
        "observer": [("", "whole")],
        "operator": [("", "none")],
    }
    for stage in ("applied", "writing", "submitted", "under-review", "returned", "issued"):
        run = until(FIRST, HUZHOU, stage)
        case = replace(run.cases[HUZHOU], experts=("p",))
        for role, bodies in people.items():
            for body, relation in bodies:
                person = Person("p", "o", grants=(Grant(role, body),))
                now = run.instant + timedelta(days=900)
                found = permissions(RULES, run.with_case(case).with_person(person), "p", case, now)
                assert found == expected(role, relation, stage) | _public(stage)


def test_a_conflict_in_one_role_bars_the_person_in_every_role() -> None:
    run = until(FIRST, HUZHOU, "under-review")
    grants = (Grant("expert", ""), Grant("observer", ""))
    both = replace(run.people["expert-a"], grants=grants)
    run = run.with_person(both)
    case, later = run.cases[HUZHOU], run.instant + timedelta(days=900)
    assert "read" in permissions(RULES, run, "expert-a", case, later)
    run = replace(run, conflicts=frozenset({("expert-a", HUZHOU)}))
    assert permissions(RULES, run, "expert-a", case, later) == {"see", "read_public"}
    issued = replace(case, stage="applied")
    assert permissions(RULES, run.with_case(issued), "expert-a", issued, later) == set()


def test_a_zone_across_provinces_is_seen_by_its_hosts_and_moved_by_its_own_body() -> None:
    rules = programme("cn-carbon-peaking-2025")
    run = until(rules.id, "delta-zone", "submitted")
    host = Person("h", "o", grants=(Grant("provincial_reviewer", "330000"),))
    case = run.cases["delta-zone"]
    found = permissions(rules, run.with_person(host), "h", case, run.instant)
    assert found == {"see", "read", "read_public"}
    acting = Acting(run.with_person(host), rules)
    assert acting.refused(Kind.PREPARE, "h", "delta-zone", "forward") == {"right.act"}


@pytest.mark.parametrize(("milliseconds", "seen"), [(-1, 0), (0, 2)])
def test_the_embargo_is_held_to_the_instant(milliseconds: int, seen: int) -> None:
    run = until(FIRST, HUZHOU, "writing")
    now = run.clocks["publication"].instant + timedelta(milliseconds=milliseconds)
    assert len(visible_cases(RULES, run, None, now)) == seen
    stranger = run.with_person(Person("x", "o"))
    assert len(visible_cases(RULES, stranger, "x", now)) == seen
    neighbour = Person("n", "o", grants=(Grant("provincial_reviewer", "320000"),))
    assert len(visible_cases(RULES, run.with_person(neighbour), "n", now)) == 2
    assert [c.id for c in visible_cases(RULES, run, "huzhou-editor", now)][:1] == [
        HUZHOU if seen == 0 else HANGZHOU
    ]


def test_a_postponed_publication_stays_closed() -> None:
    acting = Acting(until(FIRST, HUZHOU, "writing"))
    old = acting.run.clocks["publication"].instant
    later = {"publication": "2023-12-08T10:00:00+08:00"}
    acting.both("nat-officer", "nat-signatory", "", "postpone-publication", later)
    assert visible_cases(RULES, acting.run, None, old) == ()
    assert len(visible_cases(RULES, acting.run, None, old + timedelta(days=2))) == 2


@pytest.mark.parametrize(
    ("stage", "person", "read"),
    [
        ("writing", None, set()),
        ("under-review", None, {"public-draft"}),
        ("under-review", "hangzhou-editor", {"public-draft"}),
        ("under-review", "huzhou-editor", {"application", "public-draft", "plan", "tables"}),
        ("under-review", "expert-a", {"application", "public-draft", "plan", "tables"}),
        ("under-review", "expert-e", {"public-draft"}),
        ("issued", None, {"public-draft", "public-plan"}),
        ("issued", "expert-a", {"public-draft", "public-plan"}),
    ],
)
def test_files_are_opened_by_their_access_and_the_stage(
    stage: str, person: str | None, read: set[str]
) -> None:
    run = until(FIRST, HUZHOU, stage)
    found = readable_documents(RULES, run, person, run.cases[HUZHOU], run.instant)
    assert {d.attachment for d in found} - {"recommendation"} == read


def test_restricted_annexes_are_opened_to_the_place_its_province_and_the_nation_alone() -> None:
    run = until(FIRST, HUZHOU, "issued")
    case = run.cases[HUZHOU]
    readers = {
        person
        for person in run.people
        for d in readable_documents(RULES, run, person, case, run.instant)
        if d.attachment == "annexes"
    }
    assert readers == {
        "huzhou-editor", "huzhou-signatory", "zj-reviewer", "zj-signatory", "zj-gov-officer",
        "zj-gov-signatory", "nat-officer", "nat-officer-2", "nat-signatory", "nat-signatory-2",
    }  # fmt: skip


def test_comments_are_read_by_their_level_and_when_the_plan_comes_back() -> None:
    acting = Acting(until(FIRST, HUZHOU, "under-review"))
    for level in ("team", "reviewers", "shared"):
        acting.do(Kind.COMMENT, "expert-a", HUZHOU, level=level, text=level)
    case, now = acting.run.cases[HUZHOU], acting.run.instant

    def read(person: str) -> set[str]:
        return {c.text for c in readable_comments(RULES, acting.run, person, case, now)}

    assert read("expert-a") == {"team", "reviewers", "shared"}
    assert read("expert-b") == {"shared"}
    assert read("nat-officer") == {"reviewers", "shared"}
    assert read("huzhou-editor") == set()
    assert read("hangzhou-editor") == set()
    colleague = Person("expert-2", "institute-a", grants=(Grant("expert", ""),))
    acting.run = acting.run.with_person(colleague)
    case = replace(case, experts=(*case.experts, "expert-2"))
    acting.run = acting.run.with_case(case)
    assert read("expert-2") == {"team", "shared"}
    acting.do(Kind.DECLARE, "expert-a", HUZHOU, reason="x")
    case = acting.run.cases[HUZHOU]
    assert read("expert-a") == set()
    case = until(FIRST, HUZHOU, "returned").cases[HUZHOU]
    acting.run = until(FIRST, HUZHOU, "returned")
    assert {c.level for c in readable_comments(RULES, acting.run, "huzhou-editor", case, now)} == {
        "shared"
    }


def test_who_holds_a_role_of_the_place_judges_it_in_no_other() -> None:
    run = until(FIRST, HUZHOU, "under-review")
    case = run.cases[HUZHOU]
    expert = case.experts[0]
    assert Permission.REVIEW in permissions(RULES, run, expert, case, run.instant)
    known = run.people[expert]
    for body, barred in ((HANGZHOU, False), (HUZHOU, True)):
        both = replace(known, grants=(*known.grants, Grant("city_editor", body)))
        held = permissions(RULES, run.with_person(both), expert, case, run.instant)
        assert (Permission.REVIEW not in held) is barred
        assert (Permission.READ_DRAFT in held) is False


def _mistaken() -> Acting:
    """Return batch 1 with an expert of whom Huzhou was stated as an employer."""
    acting = Acting(until(FIRST, HUZHOU, "under-review"))
    old = acting.run.people["expert-a"]
    stated = {"id": old.id, "organisation": old.organisation, "employers": [HUZHOU]}
    acting.do(Kind.APPOINT, "nat-officer", person=stated, role="expert", body="")
    return acting


def _barred(acting: Acting) -> bool:
    run = acting.run
    return is_conflicted(RULES, run, "expert-a", run.cases[HUZHOU].applicant)


def test_an_employer_stated_wrongly_is_taken_back_by_two_persons() -> None:
    acting = _mistaken()
    it = {"person": "expert-a", "employer": HUZHOU, "reason": "another of that name"}
    assert acting.refused(Kind.SETTLE, "nat-officer", agree=True, **it) == {"retract.unasked"}
    acting.do(Kind.RETRACT, "expert-a", **it)
    assert _barred(acting)
    assert acting.refused(Kind.RETRACT, "expert-a", **it) == {"retract.asked"}
    assert "retract.same_person" in acting.refused(Kind.SETTLE, "expert-a", agree=True, **it)
    acting.do(Kind.SETTLE, "nat-officer", agree=False, **it)
    assert _barred(acting)
    acting.do(Kind.RETRACT, "nat-officer", **it)
    assert acting.refused(Kind.SETTLE, "nat-officer", agree=True, **it) == {"retract.same_person"}
    acting.do(Kind.SETTLE, "operator", agree=True, **it)
    assert not _barred(acting)
    assert acting.run.people["expert-a"].employers == ()
    assert acting.run.retractions == {}


def test_no_place_takes_back_the_employers_of_its_reviewers() -> None:
    acting = _mistaken()
    it = {"person": "expert-a", "employer": HUZHOU, "reason": "x"}
    place = next(
        p.id for p in acting.run.people.values() if Grant("city_signatory", HUZHOU) in p.grants
    )
    assert acting.refused(Kind.RETRACT, place, **it) == {"retract.right"}
    acting.do(Kind.RETRACT, "expert-a", **it)
    refused = acting.refused(Kind.SETTLE, place, agree=True, **it)
    assert refused == {"retract.right", "retract.interest"}
    assert acting.refused(Kind.SETTLE, "operator", **(it | {"reason": " "})) == {
        "retract.answer", "reason.missing",
    }  # fmt: skip
    own = acting.run.people["expert-a"].organisation
    assert acting.refused(Kind.RETRACT, "expert-a", **(it | {"employer": own})) == {
        "retract.unstated"
    }
    assert acting.refused(Kind.RETRACT, "operator", person="nobody") == {"person.unknown"}
