"""The path of batch 1 step by step: what is refused, why, and what follows from what happens."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.programme.acting import FIRST, HANGZHOU, HUZHOU, NINGBO, Acting, filled, until

from dafeng.language import LANGUAGES
from dafeng.programme import (
    Event,
    Kind,
    RefusedError,
    Run,
    apply,
    digest,
    entry_fields,
    event_of,
    play,
    programme,
    refusals,
    rehearsal,
    replay,
    shipped,
)
from dafeng.programme.wording import RULES
from dafeng.record import Entry, next_entry


@pytest.mark.parametrize("name", shipped())
def test_every_programme_is_walked_through_as_its_script_says(name: str) -> None:
    rules = programme(name)
    played = list(play(rules, rehearsal(rules)))
    assert [act.event for act in played if not act.expected] == []
    assert played[-1].run is not None


@pytest.mark.parametrize("name", shipped())
def test_the_state_follows_from_the_record_alone(name: str) -> None:
    rules = programme(name)
    entries: list[Entry] = []
    run = None
    for act in play(rules, rehearsal(rules)):
        if not act.refusals:
            last = entries[-1] if entries else None
            entries.append(next_entry(last, **entry_fields(rules, run, act.event)))
        run = act.run
    assert replay(rules, map(event_of, entries)) == run
    signed = [e for e in entries if "prepared" in e.content]
    assert signed
    assert all(digest(e.content["prepared"]) == e.content["content"]["digest"] for e in signed)


def test_a_record_with_an_event_left_out_is_refused() -> None:
    rules = programme(FIRST)
    happened = [a.event for a in play(rules, rehearsal(rules)) if not a.refusals]
    decide = next(n for n, e in enumerate(happened) if e.name == "forward")
    with pytest.raises(RefusedError):
        replay(rules, happened[:decide] + happened[decide + 1 :])


def test_one_person_cannot_decide_alone() -> None:
    acting = Acting(until(FIRST, HUZHOU, "applied"))
    other = replace(acting.run.people["zj-signatory"], id="zj-both")
    grants = acting.run.people["zj-reviewer"].grants + other.grants
    acting.run = acting.run.with_person(replace(other, grants=grants))
    content = filled(acting.rules.transitions["recommend"], "x")
    acting.do(Kind.PREPARE, "zj-both", HUZHOU, "recommend", **content)
    found = acting.refused(Kind.DECIDE, "zj-both", HUZHOU, "recommend", digest=digest(content))
    assert found == {"step.same_person"}


def test_what_is_signed_is_what_was_prepared() -> None:
    acting = Acting(until(FIRST, HUZHOU, "applied"))
    content = filled(acting.rules.transitions["recommend"], "x")
    acting.do(Kind.PREPARE, "zj-reviewer", HUZHOU, "recommend", **content)
    other = digest(content | {"form": {"reason": "另一理由"}})
    sign = (Kind.DECIDE, "zj-signatory", HUZHOU, "recommend")
    assert acting.refused(*sign, digest=other) == {"step.digest"}
    assert acting.refused(*sign) == {"step.digest"}
    assert acting.refused(*sign, digest=digest(content), form={}) == {"content.key"}
    assert acting.refused(*sign, digest=digest(content)) == set()


def test_who_prepared_must_still_be_entitled_when_it_is_signed() -> None:
    acting = Acting(until(FIRST, HUZHOU, "applied"))
    content = filled(acting.rules.transitions["recommend"], "x")
    acting.do(Kind.PREPARE, "zj-reviewer", HUZHOU, "recommend", **content)
    gone = {"person": "zj-reviewer", "role": "provincial_reviewer", "body": "330000"}
    acting.do(Kind.DISMISS, "zj-signatory", **gone)
    sign = (Kind.DECIDE, "zj-signatory", HUZHOU, "recommend")
    assert acting.refused(*sign, digest=digest(content)) == {"step.preparer"}


@pytest.mark.parametrize(
    ("milliseconds", "refused"), [(-1, set()), (0, {"clock.late"}), (1, {"clock.late"})]
)
def test_late_begins_with_the_instant_itself(milliseconds: int, refused: set[str]) -> None:
    acting = Acting(until(FIRST, HUZHOU, "writing"))
    content = filled(acting.rules.transitions["submit-plan"], "x")
    acting.do(Kind.PREPARE, "huzhou-editor", HUZHOU, "submit-plan", **content)
    limit = acting.run.cases[HUZHOU].clocks["plan"]
    assert limit.wording is not None
    assert limit.wording.zh == "2024年1月31日前"
    acting.now = limit.instant + timedelta(milliseconds=milliseconds)
    sign = (Kind.DECIDE, "huzhou-signatory", HUZHOU, "submit-plan")
    assert acting.refused(*sign, digest=digest(content)) == refused


def test_a_clock_set_back_opens_nothing() -> None:
    acting = Acting(until(FIRST, HUZHOU, "writing"))
    content = filled(acting.rules.transitions["submit-plan"], "x")
    acting.at("2024-01-31T23:00").do(
        Kind.PREPARE, "huzhou-editor", HUZHOU, "submit-plan", **content
    )
    acting.at("2024-02-01T00:10").do(Kind.DROP, "huzhou-editor", HUZHOU, "submit-plan", reason="x")
    acting.at("2024-01-31T23:10")
    assert acting.refused(Kind.PREPARE, "huzhou-editor", HUZHOU, "submit-plan", **content) == {
        "clock.behind"
    }


def test_an_extension_is_a_decision_of_its_own_and_never_shortens() -> None:
    acting = Acting(until(FIRST, HUZHOU, "writing")).at("2024-02-03T10:00")
    earlier = {"plan": "2024-01-30T00:00:00+08:00"}
    step = acting.rules.transitions["extend-plan"]
    prepare = (Kind.PREPARE, "nat-officer", HUZHOU, "extend-plan")
    assert acting.refused(*prepare, **filled(step, "x", earlier)) == {
        "clock.past",
        "clock.shorter",
    }
    no_zone = filled(step, "x", {"plan": "2024-03-01T00:00:00"})
    assert acting.refused(*prepare, **no_zone) == {"clock.form"}
    assert acting.refused(*prepare, **filled(step, "x")) == {"clock.unstated"}
    city = (Kind.PREPARE, "huzhou-editor", HUZHOU, "extend-plan")
    later = {"plan": "2024-03-01T00:00:00+08:00"}
    assert acting.refused(*city, **filled(step, "x", later)) == {"right.act"}
    acting.both("nat-officer", "nat-signatory", HUZHOU, "extend-plan", later)
    deadline = acting.run.cases[HUZHOU].clocks["plan"]
    assert deadline.instant == datetime(2024, 2, 29, 16, tzinfo=UTC)
    assert [e.decided_by for e in deadline.extensions] == ["nat-signatory"]
    acting.at("2024-02-29T23:50")
    acting.both("huzhou-editor", "huzhou-signatory", HUZHOU, "submit-plan")
    assert acting.run.cases[HANGZHOU].clocks["plan"].extensions == ()


def test_the_instant_of_the_notice_cannot_be_chosen_away() -> None:
    acting = Acting(until(FIRST, HUZHOU, "confirmed"))
    step = acting.rules.transitions["issue-list"]
    given_away = {"publication": "2023-12-06T10:00:00+08:00", "plan": "2024-05-01T00:00:00+08:00"}
    found = acting.refused(
        Kind.PREPARE, "nat-officer", "", "issue-list", **filled(step, "x", given_away)
    )
    assert found == {"clock.set"}


def test_a_list_waits_until_every_recommendation_is_decided() -> None:
    acting = Acting(until(FIRST, HUZHOU, "recommended"))
    step = acting.rules.transitions["issue-list"]
    clocks = {"publication": "2023-12-06T10:00:00+08:00"}
    found = refusals(
        acting.rules,
        acting.run,
        acting.event(Kind.PREPARE, "nat-officer", "", "issue-list", **filled(step, "x", clocks)),
    )
    assert [f.rule for f in found] == ["programme.batch.unsettled"]
    assert "湖州市" in found[0].message.zh
    assert "Huzhou" in found[0].message.en


def test_a_replacement_needs_a_place_that_has_fallen_free() -> None:
    acting = Acting(until(FIRST, HUZHOU, "applied")).at("2023-11-22T10:00")
    acting.run = replace(
        acting.run,
        cases={
            c: replace(
                case, stage="confirmed" if c != HUZHOU else "applied", held_place=c != HUZHOU
            )
            for c, case in acting.run.cases.items()
        },
    )
    content = filled(acting.rules.transitions["replace"], "x")
    prepare = (Kind.PREPARE, "zj-reviewer", HUZHOU, "replace")
    assert acting.refused(*prepare, **content) == {"quota.body", "quota.vacancy"}
    acting.both("ningbo-editor", "ningbo-signatory", NINGBO, "withdraw")
    assert acting.refused(*prepare, **content) == set()
    content = filled(acting.rules.transitions["recommend"], "x")
    late = acting.refused(Kind.PREPARE, "zj-reviewer", HUZHOU, "recommend", **content)
    assert late == {"clock.late"}


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({}, set()),
        ({"level": "county"}, {"eligible.level"}),
        ({"level": "municipality"}, {"eligible.place"}),
        ({"kind": "village"}, {"eligible.kind"}),
        ({"province": "310000"}, {"right.act", "eligible.body", "eligible.home"}),
        ({"province": "440000"}, {"eligible.home"}),
    ],
)
def test_only_eligible_places_apply(changes: dict[str, str], refused: set[str]) -> None:
    acting = Acting(until(FIRST, HUZHOU, "drafting"))
    case = acting.run.cases[HUZHOU]
    acting.run = acting.run.with_case(
        replace(case, applicant=replace(case.applicant, **changes))  # type: ignore[arg-type]
    )
    content = filled(acting.rules.transitions["apply"], "x")
    found = acting.refused(Kind.PREPARE, "huzhou-editor", HUZHOU, "apply", **content)
    assert found == refused - {"right.act"}


def test_every_reason_is_told_at_once() -> None:
    acting = Acting(until(FIRST, HUZHOU, "writing")).at("2024-02-01T00:00:01")
    found = acting.refused(
        Kind.PREPARE, "huzhou-editor", HUZHOU, "submit-plan",
        errors=2, colour="red", form={"x": "y"}, attachments={"plan": {"sha256": "?"}, "z": {}},
    )  # fmt: skip
    assert found == {
        "clock.late", "snapshot.missing", "snapshot.errors", "content.key", "form.unknown",
        "attachment.hash", "attachment.missing", "attachment.unknown", "gate.unchecked",
    }  # fmt: skip


def test_conflict_bars_reading_and_deciding_at_once() -> None:
    acting = Acting(until(FIRST, HUZHOU, "submitted"))
    content = filled(acting.rules.transitions["forward"], "x")
    prepare = (Kind.PREPARE, "zj-reviewer", HUZHOU, "forward")
    assert acting.refused(*prepare, **content) == set()
    acting.do(Kind.DECLARE, "zj-reviewer", HUZHOU, reason="亲属 a relative")
    assert acting.refused(*prepare, **content) == {"right.act"}
    assert acting.refused(Kind.COMMENT, "zj-reviewer", HUZHOU, level="shared", text="x") == {
        "right.permission"
    }
    assert acting.refused(Kind.DECLARE, "zj-signatory", HUZHOU) == {"reason.missing"}


def test_an_employer_once_named_stays_known() -> None:
    acting = Acting(until(FIRST, HUZHOU, "submitted"))
    cleaned = {"id": "expert-e", "organisation": "institute-z", "capacity": 3}
    acting.do(Kind.APPOINT, "nat-officer", person=cleaned, role="expert")
    assert "plan-consultants" in acting.run.people["expert-e"].employers
    acting.both("zj-reviewer", "zj-signatory", HUZHOU, "forward")
    assert acting.refused(Kind.ASSIGN, "nat-officer", HUZHOU, experts=["expert-e"]) == {
        "expert.conflict"
    }


@pytest.mark.parametrize(
    ("actor", "content", "refused"),
    [
        ("zj-signatory", {"role": "city_signatory", "body": "440100"}, {"right.appoint"}),
        ("zj-signatory", {"role": "city_signatory", "body": "330600"}, set()),
        ("zj-signatory", {"role": "national_officer"}, {"right.appoint"}),
        ("zj-signatory", {"role": "provincial_reviewer"}, {"role.body"}),
        ("zj-signatory", {"role": "king"}, {"role.unknown"}),
        ("huzhou-signatory", {"role": "city_editor", "body": HANGZHOU}, {"right.appoint"}),
        ("nat-officer", {"role": "expert", "body": "x"}, {"role.body"}),
        ("expert-a", {"role": "expert"}, {"right.appoint"}),
    ],
)
def test_roles_are_given_by_those_entitled_within_their_reach(
    actor: str, content: dict[str, str], refused: set[str]
) -> None:
    acting = Acting(until(FIRST, HUZHOU, "writing"))
    person = {"id": "new", "organisation": "o"}
    assert acting.refused(Kind.APPOINT, actor, person=person, **content) == refused


def test_nobody_gives_roles_to_themselves() -> None:
    acting = Acting(until(FIRST, HUZHOU, "writing"))
    own = {"id": "zj-signatory", "organisation": "zhejiang-drc"}
    grant = {"role": "provincial_reviewer", "body": "330000"}
    assert acting.refused(Kind.APPOINT, "zj-signatory", person=own, **grant) == {"person.self"}
    take = {"person": "zj-signatory", "role": "provincial_signatory", "body": "330000"}
    assert "person.self" in acting.refused(Kind.DISMISS, "zj-signatory", **take)


def test_another_version_of_the_rules_is_refused() -> None:
    acting = Acting(until(FIRST, HUZHOU, "writing"))
    other = replace(acting.rules, version="0" * 64)
    event = acting.event(Kind.DECLARE, "expert-a", HUZHOU, reason="x")
    assert [f.rule for f in refusals(other, acting.run, event)] == ["programme.version"]


def test_a_batch_starts_once_with_its_version_and_operator() -> None:
    rules = programme(FIRST)
    now = datetime(2023, 10, 10, tzinfo=UTC)
    operator = {"id": "op", "organisation": "site"}
    good = {"batch": "1", "version": rules.version, "operator": operator}

    def found(content: dict[str, Any]) -> set[str]:
        event = Event(now, Kind.START, "op", content=content)
        return {f.rule.removeprefix("programme.") for f in refusals(rules, None, event)}

    assert found(good) == set()
    assert found(good | {"batch": "9"}) == {"start.content"}
    assert found(good | {"version": "old"}) == {"version"}
    assert found(good | {"operator": {"id": "else", "organisation": "s"}}) == {"person.unknown"}
    assert found(good | {"operator": {"id": 5}}) >= {"person.content"}
    assert found(good | {"operator": "op"}) == {"content.kind"}
    run = apply(rules, None, Event(now, Kind.START, "op", content=good))
    again = refusals(rules, run, Event(now, Kind.START, "op", content=good))
    assert [f.rule for f in again] == ["programme.start.twice"]
    early = refusals(rules, None, Event(now, Kind.BEGIN, "op", HUZHOU))
    assert [f.rule for f in early] == ["programme.start.content"]


EXAMPLES = int(os.environ.get("DAFENG_EVENTS", "120"))
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)
WORDS = st.sampled_from(
    ["form", "attachments", "snapshot", "errors", "clocks", "quota", "consultants", "digest",
     "experts", "expert", "person", "role", "body", "reason", "points", "complete", "level",
     "text", "number", "applicant", "chapter", "demand"]
)  # fmt: skip
STAGES = ("drafting", "applied", "writing", "submitted", "under-review", "returned", "approved")


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.sampled_from(STAGES), st.sampled_from(Kind), st.data(), st.dictionaries(WORDS, JUNK))
def test_no_event_whatever_it_holds_breaks_the_machine(
    stage: str, kind: Kind, data: st.DataObject, content: dict[str, Any]
) -> None:
    run = until(FIRST, HUZHOU, stage)
    rules = programme(FIRST)
    actor = data.draw(st.sampled_from([*run.people, "nobody"]))
    case = data.draw(st.sampled_from([HUZHOU, HANGZHOU, "", "999999"]))
    name = data.draw(st.sampled_from([*rules.transitions, "", "nothing"]))
    event = Event(run.instant, kind, actor, case, name, content)
    if refusals(rules, run, event):
        with pytest.raises(RefusedError):
            apply(rules, run, event)
    else:
        assert apply(rules, run, event).instant == run.instant


def paths(value: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    keys: Any = value if isinstance(value, dict) else ()
    keys = range(len(value)) if isinstance(value, list | tuple) else keys
    inner = [(*above, key) for key in keys]
    return inner + [p for path in inner for p in paths(value[path[-1]], path)]


def put(value: Any, path: tuple[Any, ...], junk: Any) -> Any:
    if not path:
        return junk
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = put(copy[path[0]], path[1:], junk)
    return copy


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.data())
def test_no_spoilt_event_of_a_real_path_breaks_the_machine(data: st.DataObject) -> None:
    rules = programme(FIRST)
    run, event = data.draw(st.sampled_from(real_events()))
    content = dict(event.content)
    path = data.draw(st.sampled_from(paths(content) or [()]))
    junk = data.draw(JUNK)
    spoilt = replace(event, content=put(content, path, junk) if path else {"x": junk})
    if not refusals(rules, run, spoilt):
        assert apply(rules, run, spoilt).instant == event.instant


@lru_cache(maxsize=1)
def real_events() -> list[tuple[Run | None, Event]]:
    rules = programme(FIRST)
    found: list[tuple[Run | None, Event]] = []
    run: Run | None = None
    for act in play(rules, rehearsal(rules)):
        found.append((run, act.event))
        run = act.run
    return found


def test_every_reason_reads_in_both_languages_and_says_what_to_do() -> None:
    for rule, (message, remedy) in RULES.items():
        for language in LANGUAGES:
            assert message[language], rule
            assert remedy[language], rule
        assert any("\u4e00" <= c <= "\u9fff" for c in message.zh) or "{" in message.zh, rule
        assert not any("\u4e00" <= c <= "\u9fff" for c in message.en), rule


def test_the_list_waits_until_the_time_to_recommend_has_run_out() -> None:
    rules, run = programme(FIRST), until(FIRST, HUZHOU, "confirmed")
    step = rules.transitions["issue-list"]
    content = filled(step, "list", {"publication": "2023-12-06T10:00:00+08:00"})
    due = rules.batches["1"].clocks["recommendation"].instant
    for instant, early in ((due - timedelta(seconds=1), True), (due, False)):
        at = replace(run, instant=min(run.instant, instant))
        event = Event(instant, Kind.PREPARE, "nat-officer", "", "issue-list", content)
        told = {f.rule for f in refusals(rules, at, event)}
        assert ("programme.clock.early" in told) is early


def test_clocks_run_for_those_who_go_on_and_stop_for_those_who_end() -> None:
    rules = programme(FIRST)
    final = {s.id for s in rules.stages.values() if s.final}
    listed = False
    for act in play(rules, rehearsal(rules)):
        for case in act.run.cases.values() if act.run else ():
            running = [d for d in case.clocks.values() if d.stopped is None]
            assert not (case.stage in final and running), case.id
            listed |= case.stage == "writing" and bool(running)
    assert listed


@pytest.mark.parametrize(
    ("instant", "rule"),
    [
        ("0001-01-01T00:00:00+14:00", "clock.form"),
        ("0001-01-01T00:00:00+08:05", "clock.form"),
        ("9999-12-31T23:59:59-12:00", "clock.form"),
        ("2099-12-31T23:59:59+08:00", "clock.far"),
    ],
)
def test_an_instant_far_off_is_refused(instant: str, rule: str) -> None:
    rules, run = programme(FIRST), until(FIRST, HUZHOU, "confirmed")
    content = filled(rules.transitions["issue-list"], "list", {"publication": instant})
    event = Event(run.instant, Kind.PREPARE, "nat-officer", "", "issue-list", content)
    assert f"programme.{rule}" in {f.rule for f in refusals(rules, run, event)}
