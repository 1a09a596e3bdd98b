"""Whatever people do: nothing is approved without two persons for each decision, no quota breaks.

A batch runs under random events, most of them sensible, some not; what must hold is worked out
from the events alone, without the machine's own state.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.programme.acting import FIRST, HANGZHOU, HUZHOU, NINGBO, filled, until

from dafeng.programme import (
    Event,
    Kind,
    RefusedError,
    Transition,
    apply,
    digest,
    open_steps,
    play,
    programme,
    refusals,
    rehearsal,
    replay,
)

CASES = (HANGZHOU, NINGBO, HUZHOU)
#: Decisions without which no plan may come to «approved».
NEEDED = (
    {"apply"}, {"recommend", "replace"}, {"check"}, {"confirm"}, {"submit-plan"}, {"forward"},
    {"clear"}, {"approve"},
)  # fmt: skip
USUAL = 20
DEPTH = int(os.environ.get("DAFENG_PATHS", str(USUAL)))
#: Stages of Huzhou from which the walks set out.
STARTS = (
    "applied",
    "applied",
    "confirmed",
    "writing",
    "forwarded",
    "under-review",
    "returned",
    "cleared",
)
#: How far the walks of this session came, so that a test can tell that they were not idle.
REACHED: set[str] = set()


class Walk(RuleBasedStateMachine):
    """One batch that goes on at random."""

    def __init__(self) -> None:
        super().__init__()
        self.programme = programme(FIRST)
        self.start(STARTS[0])

    @initialize(stage=st.sampled_from(STARTS))
    def start(self, stage: str) -> None:
        """Begin where the rehearsal has brought the batch when Huzhou enters a stage."""
        self.first, self.run = until(FIRST, HUZHOU, stage), until(FIRST, HUZHOU, stage)
        self.before = events_until(stage)
        self.now = self.run.instant
        self.done: list[Event] = []
        self.salt = 0

    def attempt(self, event: Event) -> None:
        """Apply an event if the machine lets it; a refused one must leave no trace."""
        if refusals(self.programme, self.run, event):
            return
        self.run = apply(self.programme, self.run, event)
        self.done.append(event)
        REACHED.update(case.stage for case in self.run.cases.values())

    def content(self, step: Transition, data: st.DataObject) -> dict[str, Any]:
        """Return a content, mostly whole; the instants that a decision states lie ahead or not."""
        self.salt += 1
        moved = [*step.starts, *step.extends]
        ahead = data.draw(st.sampled_from([20, 40, 90, -3]))
        later = (self.now + timedelta(days=ahead)).isoformat()
        clocks = {c: later for c in moved if not self.programme.clocks[c].amount}
        whole = filled(step, str(self.salt), clocks)
        if data.draw(st.integers(0, 19)) == 7 and whole:
            whole.pop(data.draw(st.sampled_from(sorted(whole))))
        return whole

    @rule(hours=st.sampled_from([0, 1, 5, 24, 24 * 3, 24 * 12]))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(data=st.data())
    def work(self, data: st.DataObject) -> None:
        """Let somebody do ten things that the page offers."""
        for _ in range(10):
            self.now += timedelta(minutes=1)
            case = data.draw(st.sampled_from([None, *self.run.cases.values()]))
            offers = [
                (person, step)
                for person in self.run.people
                for step in open_steps(self.programme, self.run, person, case, self.now)
                if not step.blocked and step.transition.id not in _RARE
            ]
            if not offers:
                continue
            ready = [offer for offer in offers if offer[1].kind is Kind.DECIDE]
            person, step = data.draw(st.sampled_from(ready or offers))
            self.take(person, case.id if case else "", step.transition, step.kind, data)

    @rule(data=st.data())
    def meddle(self, data: st.DataObject) -> None:
        """Let anybody try anything, a single person both parts of a decision among it."""
        self.now += timedelta(minutes=data.draw(st.sampled_from([-600, 0, 1])))
        person = data.draw(st.sampled_from(sorted(self.run.people)))
        case = data.draw(st.sampled_from(["", *CASES]))
        step = data.draw(st.sampled_from(list(self.programme.transitions.values())))
        for kind in (Kind.PREPARE, Kind.DECIDE):
            self.take(person, case, step, kind, data)
        self.now = max(self.now, self.run.instant)

    @rule(data=st.data())
    def read(self, data: st.DataObject) -> None:
        """Assign experts, give points, declare conflicts."""
        case = data.draw(st.sampled_from(CASES))
        experts = [p for p in self.run.people if p.startswith("expert")]
        self.attempt(Event(self.now, Kind.ASSIGN, "nat-officer", case, content={
            "experts": data.draw(st.permutations(experts))[:3]}))  # fmt: skip
        if data.draw(st.integers(0, 9)) == 0:
            person = data.draw(st.sampled_from(sorted(self.run.people)))
            self.attempt(Event(self.now, Kind.DECLARE, person, case, content={"reason": "x"}))
        for expert in experts:
            points = {c.id: data.draw(st.integers(0, 10)) for c in self.programme.rubric.criteria}
            given = {"points": points, "complete": True}
            self.attempt(Event(self.now, Kind.REVIEW, expert, case, content=given))

    @precondition(lambda self: any(c.pending for c in self.run.cases.values()))
    @rule(data=st.data())
    def dismiss(self, data: st.DataObject) -> None:
        """Take a role from somebody who has prepared a decision, and give it back."""
        pending = [p for c in self.run.cases.values() for p in c.pending.values()]
        person = self.run.people[data.draw(st.sampled_from(pending)).person]
        grant = person.grants[0]
        facts = {"id": person.id, "organisation": person.organisation}
        for kind, who in ((Kind.DISMISS, person.id), (Kind.APPOINT, facts)):
            for actor in ("operator", "nat-signatory", "zj-signatory", "huzhou-signatory"):
                content = {"person": who, "role": grant.role, "body": grant.body}
                self.attempt(Event(self.now, kind, actor, content=content))
            self.meddle_with_pending(data)

    def meddle_with_pending(self, data: st.DataObject) -> None:
        for case in self.run.cases.values():
            for name in case.pending:
                step = self.programme.transitions[name]
                person = data.draw(st.sampled_from(sorted(self.run.people)))
                self.take(person, case.id, step, Kind.DECIDE, data)

    def take(
        self, person: str, case: str, step: Transition, kind: Kind, data: st.DataObject
    ) -> None:
        subject = self.run.cases.get(case, self.run)
        pending = subject.pending.get(step.id)
        content = self.content(step, data)
        if kind is Kind.DECIDE and pending is not None:
            content = {"digest": pending.digest}
        self.attempt(Event(self.now, kind, person, case, step.id, content))

    @invariant()
    def every_decision_has_two_persons(self) -> None:
        prepared: dict[tuple[str, str], tuple[str, str]] = {}
        decided: dict[str, list[str]] = {}
        for event in (*self.before, *self.done):
            step, key = self.programme.transitions.get(event.name), (event.case, event.name)
            if event.kind is Kind.PREPARE:
                prepared[key] = (event.actor, digest(event.content))
            elif event.kind is Kind.DECIDE and step is not None:
                if step.prepared_by:
                    person, stated = prepared.pop(key)
                    assert person != event.actor
                    assert stated == event.content["digest"]
                decided.setdefault(event.case, []).append(event.name)
        for case, names in decided.items():
            if "approve" in names:
                assert all(set(names) & one for one in NEEDED), (case, names)
                assert "issue-list" in decided.get("", [])

    @invariant()
    def no_quota_is_exceeded(self) -> None:
        held = {
            "recommended", "checked", "confirmed", "writing", "submitted", "forwarded",
            "under-review", "returned", "appealed", "cleared", "approved", "issued",
        }  # fmt: skip
        assert sum(c.stage in held for c in self.run.cases.values()) <= 2

    @invariant()
    def clocks_only_move_on(self) -> None:
        instants = [e.instant for e in (*self.before, *self.done)]
        assert instants == sorted(instants)
        for case in self.run.cases.values():
            for deadline in case.clocks.values():
                moved = [e.former for e in deadline.extensions] + [deadline.instant]
                assert moved == sorted(set(moved))

    @invariant()
    def no_expert_reads_against_a_conflict(self) -> None:
        for case in self.run.cases.values():
            assert not {(e, case.id) for e in case.experts} & self.run.conflicts

    def teardown(self) -> None:
        assert replay(self.programme, (*self.before, *self.done)) == self.run


#: Steps that lead nowhere; people still try them when they meddle.
_RARE = {
    "withdraw", "close-batch", "decline", "refuse-check", "refuse-confirmation", "publish-draft",
    "postpone-publication", "extend-plan", "extend-revision", "extend-recommendation",
}  # fmt: skip


@lru_cache(maxsize=16)
def events_until(stage: str) -> tuple[Event, ...]:
    """Return the events of the rehearsal up to the moment at which Huzhou enters a stage."""
    rules, found = programme(FIRST), []
    for act in play(rules, rehearsal(rules)):
        if not act.refusals:
            found.append(act.event)
        if act.run is not None and act.run == until(FIRST, HUZHOU, stage):
            return tuple(found)
    raise LookupError(stage)


def rehearsed() -> tuple[Event, ...]:
    rules = programme(FIRST)
    return tuple(act.event for act in play(rules, rehearsal(rules)) if not act.refusals)


def test_an_upheld_appeal_does_not_lead_around_the_province() -> None:
    """Found by the walks: returned by the province, upheld, and reviewed without its decision."""
    assert programme(FIRST).transitions["uphold-appeal"].target == "submitted"
    sources = [t for t in programme(FIRST).transitions.values() if t.target == "forwarded"]
    assert [t.id for t in sources] == ["forward"]


def test_no_path_breaks_a_promise() -> None:
    bounds = settings(
        max_examples=DEPTH, stateful_step_count=25, deadline=None, derandomize=DEPTH == USUAL
    )
    run_state_machine_as_test(Walk, settings=bounds)
    assert {"writing", "forwarded", "returned"} <= REACHED


def test_the_watch_over_the_walks_is_awake() -> None:
    """Had one person prepared and signed, or a quota been broken, the walks would have told."""
    walk = Walk()
    now, content = walk.run.instant, {"x": 1}
    alone = (
        Event(now, Kind.PREPARE, "zj-signatory", HUZHOU, "recommend", content),
        Event(now, Kind.DECIDE, "zj-signatory", HUZHOU, "recommend", {"digest": digest(content)}),
    )
    walk.done = list(alone)
    with pytest.raises(AssertionError):
        walk.every_decision_has_two_persons()
    walk.done = []
    walk.before = rehearsed()
    assert any(e.kind is Kind.DECIDE and e.name == "approve" for e in walk.before)
    walk.every_decision_has_two_persons()
    for name in ("forward", "issue-list", "clear"):
        walk.before = tuple(e for e in rehearsed() if e.name != name)
        with pytest.raises(AssertionError):
            walk.every_decision_has_two_persons()
    third = {c: replace(case, stage="checked") for c, case in walk.run.cases.items()}
    walk.run = replace(walk.run, cases=third)
    with pytest.raises(AssertionError):
        walk.no_quota_is_exceeded()


def test_replaying_nothing_is_no_run() -> None:
    with pytest.raises(RefusedError, match="batch"):
        replay(programme(FIRST), [])
