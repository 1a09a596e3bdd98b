"""Reading a plan: totals, disagreement, the queue, and experts assigned by least cost."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.programme.acting import FIRST, HANGZHOU, HUZHOU, Acting, until

from dafeng.language import Text
from dafeng.programme import (
    Applicant,
    Case,
    Grant,
    Kind,
    Person,
    Review,
    Run,
    open_steps,
    programme,
    propose,
    queue,
    summary,
    total,
)

RULES = programme(FIRST)
NOW = datetime(2024, 3, 1, tzinfo=UTC)
FULL = {"base": 5, "path": 6, "tasks": 7, "projects": 4, "reforms": 7, "replication": 6}


def review(person: str, **points: int) -> Review:
    return Review(person, 1, points, len(points) == len(FULL), NOW)


def test_a_total_is_the_weighted_share_of_the_highest_points() -> None:
    # 20 % × 5 + 20 % × 6 + 15 % × (7 + 4 + 7 + 6), of 10 points.
    assert total(RULES.rubric, review("a", **FULL)).points == pytest.approx(58.0)


def test_what_is_open_is_neither_zero_nor_average() -> None:
    part = total(RULES.rubric, review("a", base=8, tasks=6))
    assert part.points == pytest.approx(100 * (20 * 8 + 15 * 6) / (35 * 10))
    assert (part.scored, part.criteria) == (2, 6)
    assert total(RULES.rubric, review("a")).points is None
    empty = summary(RULES.rubric, [review("a")])
    assert empty.points is None
    assert empty.medians == {}


@given(st.dictionaries(st.sampled_from(sorted(FULL)), st.integers(0, 10)))
def test_a_total_lies_between_its_lowest_and_highest_points(points: dict[str, int]) -> None:
    found = total(RULES.rubric, review("a", **points)).points
    if points:
        assert found is not None
        assert 10 * min(points.values()) - 1e-9 <= found <= 10 * max(points.values()) + 1e-9
    assert (found is None) == (not points)


def test_disagreement_is_shown_from_the_stated_spread() -> None:
    near = summary(RULES.rubric, [review("a", **FULL), review("b", **FULL | {"projects": 7})])
    assert near.disagreements == ()
    far = summary(RULES.rubric, [review("a", **FULL), review("b", **FULL | {"projects": 8})])
    assert [(d.criterion, d.lowest, d.highest) for d in far.disagreements] == [("projects", 4, 8)]
    assert far.points == pytest.approx((58.0 + 64.0) / 2)
    assert far.medians["projects"] == 6


def test_a_queue_goes_by_province_then_by_the_nearest_clock() -> None:
    run = until(FIRST, HUZHOU, "writing")
    assert not queue(RULES, run, "nat-officer", run.instant), "that it may extend is no work"
    for case in run.cases.values():
        run = run.with_case(replace(case, stage="forwarded") if case.clocks else case)
    waiting = queue(RULES, run, "nat-officer", run.instant)
    assert [w.case.id for w in waiting] == [HANGZHOU, HUZHOU]
    assert all(w.to_assign or w.due for w in waiting)
    deadline = waiting[0].deadline
    assert deadline is not None
    case = run.cases[HUZHOU]
    sooner = replace(deadline, instant=deadline.instant - timedelta(days=1))
    run = run.with_case(replace(case, clocks={**case.clocks, "plan": sooner}))
    assert [w.case.id for w in queue(RULES, run, "nat-officer", run.instant)] == [HUZHOU, HANGZHOU]


def test_the_page_offers_what_may_be_done_and_says_what_blocks_it() -> None:
    acting = Acting(until(FIRST, HUZHOU, "writing"))
    case = acting.run.cases[HUZHOU]
    steps = open_steps(RULES, acting.run, "huzhou-editor", case, acting.run.instant)
    offered = {(s.transition.id, s.kind, s.blocked) for s in steps}
    open_now = ("submit-plan", "publish-draft", "withdraw")
    assert offered == {(step, Kind.PREPARE, ()) for step in open_now}
    late = case.clocks["plan"].instant
    blocked = open_steps(RULES, acting.run, "huzhou-editor", case, late)
    assert {s.transition.id: s.blocked for s in blocked}["submit-plan"] == ("programme.clock.late",)
    assert open_steps(RULES, acting.run, "huzhou-signatory", case, late) == ()
    assert open_steps(RULES, acting.run, "expert-a", case, late) == ()
    batch = open_steps(RULES, acting.run, "nat-officer", None, acting.run.instant)
    assert {s.transition.id for s in batch} == {"postpone-publication", "close-batch"}


def test_a_review_waits_in_the_experts_queue_until_it_is_complete() -> None:
    acting = Acting(until(FIRST, HUZHOU, "under-review"))
    assert [w.to_review for w in queue(RULES, acting.run, "expert-a", acting.now)] == [True]
    acting.do(Kind.REVIEW, "expert-a", HUZHOU, points={"base": 3})
    assert acting.run.cases[HUZHOU].current_reviews() == ()
    acting.do(Kind.REVIEW, "expert-a", HUZHOU, points=FULL, complete=True)
    assert queue(RULES, acting.run, "expert-a", acting.now) == ()
    assert acting.refused(Kind.REVIEW, "expert-a", HUZHOU, points=FULL) == {"review.complete"}


@pytest.mark.parametrize(
    ("content", "refused"),
    [
        ({"complete": False}, {"review.missing"}),
        ({"points": {"base": 11}}, {"review.points"}),
        ({"points": {"base": -1}}, {"review.points"}),
        ({"points": {"beauty": 1}}, {"review.unknown"}),
        ({"points": {"base": 1}, "complete": True}, {"review.incomplete"}),
    ],
)
def test_points_are_given_as_the_rubric_says(content: dict[str, Any], refused: set[str]) -> None:
    acting = Acting(until(FIRST, HUZHOU, "under-review"))
    assert acting.refused(Kind.REVIEW, "expert-a", HUZHOU, **content) == refused


def test_an_expert_takes_no_more_than_the_capacity() -> None:
    acting = Acting(until(FIRST, HUZHOU, "forwarded"))
    full = replace(acting.run.people["expert-a"], capacity=0)
    acting.run = acting.run.with_person(full)
    assert acting.refused(Kind.ASSIGN, "nat-officer", HUZHOU, experts=["expert-a"]) == {
        "expert.load"
    }
    assert acting.refused(Kind.ASSIGN, "nat-officer", HUZHOU, experts=["huzhou-editor"]) == {
        "expert.role"
    }


def test_who_is_named_anew_keeps_what_was_known() -> None:
    acting = Acting(until(FIRST, HUZHOU, "submitted"))
    before = acting.run.people["expert-a"]
    named = {"id": "expert-a", "organisation": before.organisation}
    acting.do(Kind.APPOINT, "nat-officer", person=named, role="observer")
    after = acting.run.people["expert-a"]
    assert replace(after, grants=before.grants) == before
    moved = {"id": "expert-a", "organisation": "elsewhere", "province": "440000"}
    acting.do(Kind.APPOINT, "nat-officer", person=moved | {"subjects": ["parks"]}, role="observer")
    after = acting.run.people["expert-a"]
    assert (after.province, after.former_provinces) == ("440000", (before.province,))
    assert after.subjects == (*before.subjects, "parks")
    assert after.capacity == before.capacity


SUBJECTS = ("energy", "industry", "buildings", "reform")


def instance(seed: int, plans: int, experts: int) -> Run:
    """Return a batch with random plans, experts, employers and declared conflicts."""
    rng = random.Random(seed)  # noqa: S311 - not a secret
    places = [f"p{n}" for n in range(plans)]
    cases = {
        p: Case(
            Applicant(p, "city", "prefecture", Text(p, p), "330000",
                      subjects=tuple(rng.sample(SUBJECTS, rng.randint(0, 3))),
                      consultants=tuple(rng.sample(["c1", "c2", "c3"], rng.randint(0, 2)))),
            "forwarded",
        )
        for p in places
    }  # fmt: skip
    people = {
        f"e{n}": Person(
            f"e{n}", rng.choice(["c1", "u1", "u2", "u3"]), "110000",
            tuple(rng.sample([*places, "c2"], rng.randint(0, 1))),
            tuple(rng.sample(SUBJECTS, rng.randint(1, 3))), rng.randint(0, 4),
            (Grant("expert", ""),),
        )
        for n in range(experts)
    }  # fmt: skip
    declared = {(rng.choice(list(people)), rng.choice(places)) for _ in range(2)}
    return Run(FIRST, RULES.version, "1", NOW, "listed", people=people, cases=cases,
               conflicts=frozenset(declared))  # fmt: skip


def in_conflict(run: Run, expert: str, case: str) -> bool:
    person, applicant = run.people[expert], run.cases[case].applicant
    bodies = {person.organisation, *person.employers}
    derived = bool(bodies & {applicant.id, *applicant.consultants})
    return derived or (expert, case) in run.conflicts


def cost(run: Run, found: dict[str, tuple[str, ...]]) -> int:
    """Return what an assignment costs, stated once more: strange subjects and uneven loads."""
    mismatch = 0
    for case, experts in found.items():
        wanted = set(run.cases[case].applicant.subjects)
        for expert in experts:
            known = set(run.people[expert].subjects) & wanted
            mismatch += round(1000 * (1 - len(known) / len(wanted))) if wanted else 500
    loads = [sum(e in experts for experts in found.values()) for e in run.people]
    return mismatch + 120 * sum(n * (n - 1) // 2 for n in loads)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 6), st.integers(1, 9))
def test_no_assignment_is_in_conflict_or_beyond_capacity(
    seed: int, plans: int, experts: int
) -> None:
    run = instance(seed, plans, experts)
    found = propose(RULES, run, list(run.cases))
    loads: dict[str, int] = {}
    for case, chosen in found.experts.items():
        assert not [e for e in chosen if in_conflict(run, e, case)]
        assert len(set(chosen)) == len(chosen) <= 3
        for expert in chosen:
            loads[expert] = loads.get(expert, 0) + 1
    assert all(n <= run.people[e].capacity for e, n in loads.items())
    short = {s.case: s.missing for s in found.shortages}
    assert all(short.get(c, 0) == 3 - len(e) for c, e in found.experts.items())
    shuffled = replace(
        run,
        cases=dict(reversed([*run.cases.items()])),
        people=dict(reversed([*run.people.items()])),
    )
    assert propose(RULES, shuffled, list(shuffled.cases)) == found


@pytest.mark.parametrize("seed", range(25))
def test_no_other_assignment_is_cheaper(seed: int) -> None:
    """Hold the flow against every possible assignment of small batches."""
    run = instance(seed, 2, 5)
    found = propose(RULES, run, list(run.cases))
    best: tuple[int, int] | None = None
    sets = [
        [
            c
            for k in range(4)
            for c in combinations([e for e in run.people if not in_conflict(run, e, p)], k)
        ]
        for p in run.cases
    ]
    for choice in product(*sets):
        loads = [sum(e in experts for experts in choice) for e in run.people]
        if any(n > p.capacity for n, p in zip(loads, run.people.values(), strict=True)):
            continue
        made = dict(zip(run.cases, choice, strict=True))
        value = (-sum(map(len, choice)), cost(run, made))
        best = value if best is None else min(best, value)
    own = dict(found.experts)
    assert (-sum(map(len, own.values())), cost(run, own)) == best


def test_who_reads_least_is_asked_first() -> None:
    """The cost of a plan counts those that an expert reads already."""
    run = instance(3, 3, 1)
    people = {
        name: Person(name, f"u-{name}", capacity=9, grants=(Grant("expert", ""),))
        for name in ("busy", "idle", "e1", "e2")
    }
    cases = {
        c.id: replace(c, experts=("busy", "e1", "e2")[: 3 if n < 2 else 0])
        for n, c in enumerate(run.cases.values())
    }
    run = replace(run, people=people, cases=cases, conflicts=frozenset())
    last = list(cases)[-1]
    last_case = replace(cases[last], experts=("e1", "e2"))
    run = replace(run, cases={**cases, last: last_case})
    assert propose(RULES, run, [last]).experts == {last: ("idle",)}


def test_a_shortage_says_why() -> None:
    run = instance(1, 1, 3)
    people = {
        "e0": Person("e0", "c9", employers=("p0",), capacity=3, grants=(Grant("expert", ""),)),
        "e1": Person("e1", "u", capacity=0, grants=(Grant("expert", ""),)),
        "e2": Person("e2", "u", capacity=1, grants=(Grant("expert", ""),)),
    }
    found = propose(RULES, replace(run, people=people, conflicts=frozenset()), ["p0"])
    assert found.experts == {"p0": ("e2",)}
    [short] = found.shortages
    assert (short.missing, short.conflicted, short.full) == (2, 1, 1)


def test_those_already_assigned_count() -> None:
    run = until(FIRST, HUZHOU, "under-review")
    assert propose(RULES, run, [HUZHOU]).experts == {HUZHOU: ()}
    assert propose(RULES, run, [HUZHOU]).shortages == ()
