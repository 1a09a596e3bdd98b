"""The whole way of a request and an offer, and what is refused on it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from dafeng.errors import InputError, RefusedError
from dafeng.exchange.records import Member
from dafeng.exchange.workflow import (
    ANYBODY,
    EXPORT_CONTROL,
    KEYS,
    Actor,
    Event,
    Exchange,
    Introduction,
    Kind,
    Level,
    Listing,
    Outcome,
    Party,
    Side,
    Stage,
    Status,
    agenda,
    apply,
    checklist,
    disclosures,
    for_people,
    from_plain,
    open_steps,
    refusals,
    reminders,
    replay,
    to_plain,
    visible,
    visible_introduction,
)

from .cast import (
    ADVISER,
    BANK,
    CITY,
    CLOCK,
    CONTACT,
    FIRM,
    MUTUAL,
    OFFER,
    OPERATOR,
    OUTCOME,
    PAIR,
    PUBLISHED,
    REQUEST,
    START,
    SUGGESTED,
    THIRD,
    Said,
    after,
    event,
    events,
    later,
)


def rules(exchange: Exchange, said: Said, hours: float = 100.0) -> list[str]:
    return [fault.rule.removeprefix("step.") for fault in refusals(exchange, event(said, hours))]


def test_two_organisations_walk_from_a_draft_to_an_outcome() -> None:
    way = (
        *CONTACT,
        (Kind.NDA, CITY, PAIR, {}), (Kind.NDA, FIRM, PAIR, {}),
        (Kind.NEGOTIATE, FIRM, PAIR, {}),
        (Kind.AGREE, CITY, PAIR, {"outcome": OUTCOME}), (Kind.AGREE, FIRM, PAIR, {}),
        (Kind.DELIVER, FIRM, PAIR, {}), (Kind.DELIVER, CITY, PAIR, {}),
        (Kind.FULFIL, CITY, "r1", {"introduction": PAIR}),
    )  # fmt: skip
    exchange, seen = Exchange(), []
    for one in events(*way):
        exchange = apply(exchange, one)
        if PAIR in exchange.introductions:
            seen.append(exchange.introductions[PAIR].stage)
    assert list(dict.fromkeys(seen)) == [
        Stage.SUGGESTED, Stage.SHOWN, Stage.INTEREST_REQUESTER, Stage.MUTUAL,
        Stage.CONTACT_OPENED, Stage.NDA, Stage.NEGOTIATING, Stage.AGREED, Stage.DELIVERED,
    ]  # fmt: skip
    assert exchange.listings["r1"].status is Status.FULFILLED
    assert exchange.introductions[PAIR].outcome == Outcome(**OUTCOME)
    assert replay(events(*way)) == exchange


def test_events_and_states_are_stored_as_json() -> None:
    for one in events(*CONTACT):
        assert Event.from_dict(json.loads(json.dumps(one.to_dict()))) == one
    exchange = after(*CONTACT, (Kind.INVITE, CITY, PAIR, {"organisation": "bank", "role": "money"}))
    for listing in exchange.listings.values():
        assert from_plain(Listing, json.loads(json.dumps(to_plain(listing)))) == listing
    made = exchange.introductions[PAIR]
    assert from_plain(Introduction, json.loads(json.dumps(to_plain(made)))) == made


@pytest.mark.parametrize(
    "stored", [{}, {"kind": "fly"}, {**events(PUBLISHED[0])[0].to_dict(), "roles": 3}]
)
def test_what_is_no_event_is_told(stored: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        Event.from_dict(stored)


def test_a_record_opens_in_two_steps_and_each_is_logged() -> None:
    shown = {}
    for name, way in (("suggested", SUGGESTED), ("mutual", MUTUAL), ("contact", CONTACT)):
        view = visible(after(*way), "o1", CITY)
        assert view is not None
        shown[name] = view
    assert [view.level for view in shown.values()] == [Level.PUBLIC, Level.DETAILS, Level.CONTACT]
    assert shown["suggested"].withheld == ("owner", "details", "contact")
    assert shown["mutual"].record.owner == "acme"
    assert not shown["mutual"].record.contact
    assert shown["contact"].record.contact == OFFER["contact"]
    log = after(*CONTACT).introductions[PAIR].disclosures
    assert [(d.record, d.fields, d.organisation) for d in log] == [
        ("r1", ("adviser", "budget_max", "currency", "details", "owner"), "acme"),
        ("o1", ("details", "owner"), "huzhou"),
        ("r1", ("contact",), "acme"),
        ("o1", ("contact",), "huzhou"),
    ]
    assert disclosures(after(*MUTUAL), after(*CONTACT)) == log[2:]


def test_what_is_changed_later_is_opened_and_logged_anew() -> None:
    revised = (Kind.REVISE, FIRM, "o1", {"record": {**OFFER, "details": "new terms"}})
    exchange = after(*MUTUAL, revised)
    view = visible(exchange, "o1", CITY)
    assert view is not None
    assert view.record.details == "new terms"
    assert exchange.introductions[PAIR].disclosures[-1].step is Kind.REVISE
    assert exchange.listings["o1"].status is Status.PUBLISHED
    # A slice without the introduction logs nothing, so nothing is shown.
    alone = apply(Exchange({"o1": after(*MUTUAL).listings["o1"]}), event(revised, 99))
    both = Exchange(alone.listings, after(*MUTUAL).introductions)
    hidden = visible(both, "o1", CITY)
    assert hidden is not None
    assert not hidden.record.details


def test_who_was_opened_to_the_other_side_can_become_named_to_all() -> None:
    named = (Kind.REVISE, FIRM, "o1", {"record": {**OFFER, "visibility": "named"}})
    view = visible(after(*MUTUAL, named), "o1", CITY)
    assert view is not None
    assert (view.record.owner, view.record.details) == ("acme", OFFER["details"])
    assert (view.level, view.withheld) == (Level.DETAILS, ("contact",))


def test_public_words_that_change_are_reviewed_again() -> None:
    exchange = after(*PUBLISHED, (Kind.REVISE, CITY, "r1", {"record": {**REQUEST, "title": "X"}}))
    assert exchange.listings["r1"].status is Status.DRAFT
    assert exchange.listings["r1"].version == 2
    assert visible(exchange, "r1", FIRM) is None


def test_declining_ends_the_view_and_needs_a_reason() -> None:
    declined = (Kind.DECLINE, FIRM, PAIR, {"reasons": ["price"], "note": "too small"})
    exchange = after(*CONTACT, declined)
    view = visible(exchange, "o1", CITY)
    assert view is not None
    assert view.level is Level.PUBLIC
    assert exchange.introductions[PAIR].done[-1].reasons == ("price",)
    assert rules(after(*MUTUAL), (Kind.DECLINE, FIRM, PAIR, {})) == ["key_missing"]
    assert rules(after(*MUTUAL), (Kind.DECLINE, FIRM, PAIR, {"reasons": ["mood"]})) == ["key_form"]


@pytest.mark.parametrize("kind", [Kind.INTEREST, Kind.CONTACT, Kind.AGREE, Kind.DELIVER])
@pytest.mark.parametrize("actor", [ADVISER, OPERATOR, CLOCK])
def test_consent_is_given_by_owners_alone(kind: Kind, actor: Actor) -> None:
    assert rules(after(*MUTUAL), (kind, actor, PAIR, {})) == ["not_entitled"]


@pytest.mark.parametrize("kind", list(Kind))
def test_a_third_party_is_told_of_nothing(kind: Kind) -> None:
    needed = {"record": REQUEST, "judged": {}, "reasons": ["price"], "side": "requester",
              "origin": "search", "export_control": "not concerned", "organisation": "x",
              "role": "x"}  # fmt: skip
    said = {name: needed[name] for name, key in KEYS.get(kind, {}).items() if key.needed}
    if kind is Kind.RETURN:
        said["reasons"] = ["scale"]
    exchange = after(*CONTACT, (Kind.PAUSE, CITY, "r1", {}))
    for actor in (THIRD, ANYBODY):
        for subject in ("r1", PAIR):
            found = refusals(exchange, event((kind, actor, subject, said), 99))
            assert found
            told = " ".join(f"{f.message.zh}{f.message.en}{f.place}" for f in found)
            assert not [w for w in ("huzhou", "acme", "paused", "contact opened") if w in told]
    assert visible_introduction(exchange, PAIR, THIRD) is None
    assert visible(exchange, "r1", THIRD) is None


@pytest.mark.parametrize(
    ("way", "said", "rule"),
    [
        ((), (Kind.SUBMIT, CITY, "r9", {"export_control": "not concerned"}), "unknown"),
        ((), (Kind.CREATE, CITY, "a~b", {"record": REQUEST}), "id"),
        ((), (Kind.CREATE, THIRD, "r1", {"record": {**REQUEST, "owner": "huzhou"}}), "not_own"),
        (PUBLISHED[:1], PUBLISHED[0], "twice"),
        (PUBLISHED[:1], (Kind.SUBMIT, CITY, "r1", {}), "key_missing"),
        (PUBLISHED[:1], (Kind.SUBMIT, CITY, "r1", {"colour": "red"}), "key"),
        (PUBLISHED[:3], (Kind.REVISE, CITY, "r1", {"record": REQUEST}), "not_now"),
        (PUBLISHED[:4], (Kind.PUBLISH, OPERATOR, "r1", {"judged": {}}), "judged"),
        (PUBLISHED[:4], (Kind.RETURN, OPERATOR, "r1", {"reasons": ["mood"]}), "return_reason"),
        (PUBLISHED[:4], (Kind.PUBLISH, CITY, "r1", {"judged": {}}), "not_entitled"),
        (PUBLISHED[:4], (Kind.SUGGEST, CLOCK, PAIR, {"origin": "search"}), "unknown"),
        (PUBLISHED, (Kind.SUGGEST, CLOCK, "o1~r1", {"origin": "search"}), "pair"),
        (PUBLISHED, (Kind.EXPIRE, CLOCK, "r1", {}), "not_yet"),
        (PUBLISHED, (Kind.REMIND_EXPIRY, CLOCK, "r1", {}), "not_yet"),
        (SUGGESTED, (Kind.CONTACT, CITY, PAIR, {}), "not_now"),
        (SUGGESTED, (Kind.INTEREST, CITY, PAIR, {"message": "call 13812345678"}), "message"),
        (MUTUAL[:-1], (Kind.INTEREST, CITY, PAIR, {}), "agreed_already"),
        (MUTUAL[:-1], (Kind.LAPSE, CLOCK, PAIR, {}), "not_yet"),
        (MUTUAL[:-1], (Kind.REMIND_ANSWER, CLOCK, PAIR, {}), "reminded"),
        (CONTACT, (Kind.AGREE, CITY, PAIR, {"outcome": {"kind": "luck"}}), "outcome"),
        (CONTACT, (Kind.FULFIL, CITY, "r1", {"introduction": PAIR}), "not_agreed"),
        (CONTACT, (Kind.LEAVE, CITY, PAIR, {}), "owner_leaves"),
        (CONTACT, (Kind.INVITE, CITY, PAIR, {"organisation": "acme", "role": "x"}), "party_known"),
        (CONTACT, (Kind.ADMIT, CITY, PAIR, {"organisation": "bank"}), "nobody_waits"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_reason(
    way: tuple[Said, ...], said: Said, rule: str
) -> None:
    exchange = after(*way)
    found = refusals(exchange, event(said, 99))
    assert rule in [fault.rule.removeprefix("step.") for fault in found]
    assert all(f.message.zh and f.message.en and f.remedy.zh for f in found)
    with pytest.raises(RefusedError):
        apply(exchange, event(said, 99))


def test_an_event_before_the_last_one_is_refused() -> None:
    assert rules(after(*MUTUAL), (Kind.CONTACT, CITY, PAIR, {}), 0) == ["clock_behind"]


def test_who_drafts_does_not_review() -> None:
    own = {**REQUEST, "owner": "platform", "adviser": ""}
    itself = (
        (Kind.CREATE, OPERATOR, "r1", {"record": own}),
        (Kind.SUBMIT, OPERATOR, "r1", {"export_control": "not concerned"}),
    )
    judged = {"judged": PUBLISHED[4][3]["judged"]}
    assert rules(after(*itself), (Kind.PUBLISH, OPERATOR, "r1", judged)) == ["four_eyes"]


def test_the_checklist_bars_the_gate_unless_a_reason_is_given() -> None:
    poor = {**REQUEST, "scale": None, "text": "Too short."}
    draft = after((Kind.CREATE, CITY, "r1", {"record": poor}))
    answer = {"export_control": "not concerned"}
    assert rules(draft, (Kind.SUBMIT, CITY, "r1", answer)) == ["checklist"] * 3
    reasons = {"scale": "not known yet", "length": "all is said", "year": "open"}
    waived = (Kind.SUBMIT, CITY, "r1", {**answer, "waived": reasons})
    assert rules(draft, waived) == []
    place = {**answer, "waived": {**reasons, "place": "secret"}}
    assert rules(draft, (Kind.SUBMIT, CITY, "r1", place)) == ["not_waivable"]
    again = {**answer, "waived": reasons, "duplicate_of": "r0"}
    assert rules(draft, (Kind.SUBMIT, CITY, "r1", again)) == ["checklist"]


def test_contact_data_in_public_words_bar_the_gate() -> None:
    telling = {**REQUEST, "advantages": "call +49 30 1234567"}
    draft = after((Kind.CREATE, CITY, "r1", {"record": telling}))
    answer = {"export_control": "not concerned", "waived": {"contact_data": "why not"}}
    assert set(rules(draft, (Kind.SUBMIT, CITY, "r1", answer))) == {"not_waivable", "checklist"}


def test_silence_is_reminded_twice_and_lapses_and_a_late_answer_asks_anew() -> None:
    exchange = after(*MUTUAL[:-1])  # the city asked on Monday 2 March 2026
    told = []
    for days in range(1, 30):
        now = START + timedelta(days=days)
        for reminder in reminders(exchange, now):
            told.append((days, reminder.kind, reminder.organisations))
            exchange = apply(exchange, reminder.event(CLOCK, now))
    assert told == [
        (8, Kind.REMIND_ANSWER, ("acme",)),  # after five working days, the first on 3 March
        (15, Kind.REMIND_ANSWER, ("acme",)),
        (22, Kind.LAPSE, ("acme", "huzhou")),
    ]
    assert exchange.introductions[PAIR].stage is Stage.LAPSED
    assert rules(exchange, (Kind.INTEREST, CITY, PAIR, {}), later(40)) == ["agreed_already"]
    late = apply(exchange, event((Kind.INTEREST, FIRM, PAIR, {}), later(40)))
    assert late.introductions[PAIR].stage is Stage.INTEREST_PROVIDER
    met = apply(late, event((Kind.INTEREST, CITY, PAIR, {}), later(41)))
    assert met.introductions[PAIR].stage is Stage.MUTUAL


def test_a_record_expires_after_a_year_unless_it_is_confirmed() -> None:
    exchange = after(*PUBLISHED)
    assert exchange.listings["r1"].record.expires == date(2027, 3, 2)
    assert reminders(exchange, START + timedelta(days=330)) == ()
    asked = reminders(exchange, START + timedelta(days=340))
    assert {(r.kind, r.subject) for r in asked} == {
        (Kind.REMIND_EXPIRY, "r1"), (Kind.REMIND_EXPIRY, "o1"),
    }  # fmt: skip
    renewed = apply(exchange, event((Kind.RENEW, CITY, "r1", {}), later(341)))
    assert renewed.listings["r1"].record.expires == date(2028, 2, 6)
    over = START + timedelta(days=366)
    (gone,) = reminders(renewed, over)
    ended = apply(renewed, gone.event(CLOCK, over))
    assert ended.listings["o1"].status is Status.EXPIRED
    assert not ended.listings["o1"].stands(date(2027, 3, 4))
    back = apply(ended, event((Kind.RENEW, FIRM, "o1", {}), later(400)))
    assert back.listings["o1"].status is Status.PUBLISHED


def test_a_further_party_takes_part_once_all_agree() -> None:
    joining = (
        *CONTACT,
        (Kind.INVITE, CITY, PAIR, {"organisation": "bank", "role": "investor"}),
        (Kind.JOIN, BANK, PAIR, {}),
    )
    waiting = after(*joining)
    view = visible(waiting, "o1", BANK)
    assert view is not None
    assert view.level is Level.PUBLIC
    joined = apply(waiting, event((Kind.ADMIT, FIRM, PAIR, {"organisation": "bank"}), 99))
    for record in ("r1", "o1"):
        opened = visible(joined, record, BANK)
        assert opened is not None
        assert opened.level is Level.CONTACT
    new = disclosures(waiting, joined)
    assert {(d.record, d.organisation) for d in new} == {("r1", "bank"), ("o1", "bank")}
    left = apply(joined, event((Kind.LEAVE, BANK, PAIR, {}), 100))
    gone = visible(left, "o1", BANK)
    assert gone is not None
    assert gone.level is Level.PUBLIC


def test_another_outcome_is_a_counter_proposal() -> None:
    other = {**OUTCOME, "amount": 2e6}
    exchange = after(
        *CONTACT,
        (Kind.AGREE, CITY, PAIR, {"outcome": OUTCOME}),
        (Kind.AGREE, FIRM, PAIR, {"outcome": other}),
    )
    assert exchange.introductions[PAIR].stage is Stage.CONTACT_OPENED
    view = visible_introduction(exchange, PAIR, CITY)
    assert view is not None
    assert view.proposals == {Side.PROVIDER: Outcome(**other)}
    agreed = apply(exchange, event((Kind.AGREE, CITY, PAIR, {}), 99))
    assert agreed.introductions[PAIR].outcome == Outcome(**other)


def test_names_of_the_other_side_are_hidden_until_both_agree() -> None:
    before, then = after(*MUTUAL[:-1]), after(*MUTUAL)
    hidden, shown = (visible_introduction(x, PAIR, FIRM) for x in (before, then))
    assert hidden is not None
    assert shown is not None
    assert {p.organisation for p in hidden.parties} == {"acme"}
    assert {p.organisation for p in shown.parties} == {"acme", "huzhou"}
    assert not [d for d in hidden.done if "huzhou" in (d.organisation, d.person)]
    assert not [d for d in shown.done if d.person == "li"]
    assert [d.note for d in hidden.done if d.note] == ["Would you come and see it?"]
    named = (Kind.CREATE, CITY, "r2", {"record": {**REQUEST, "visibility": "named"}})
    own = after(*PUBLISHED, named).listings["r2"].record
    assert own.visibility == "named"


def test_open_steps_are_those_that_are_not_refused() -> None:
    exchange, now = after(*MUTUAL), START + timedelta(days=1)
    assert open_steps(exchange, PAIR, CITY, now) == (
        Kind.CONTACT, Kind.DECLINE, Kind.INVITE,
    )  # fmt: skip
    assert open_steps(exchange, PAIR, THIRD, now) == ()
    assert open_steps(exchange, "r1", THIRD, now) == ()
    draft = after(PUBLISHED[0])
    assert open_steps(draft, "r1", ADVISER, now) == (Kind.TAKE_PART, Kind.STEP_DOWN)
    draft = after(PUBLISHED[0], PUBLISHED[-1])
    assert open_steps(draft, "r1", ADVISER, now) == (
        Kind.REVISE, Kind.SUBMIT, Kind.WITHDRAW, Kind.STEP_DOWN,
    )  # fmt: skip


def test_the_workbench_shows_what_waits_for_whom() -> None:
    now = START + timedelta(days=1)
    assert [(t.subject, t.step) for t in agenda(after(*PUBLISHED[:4]), OPERATOR, now)] == [
        ("o1", Kind.PUBLISH), ("r1", Kind.PUBLISH),
    ]  # fmt: skip
    (task,) = agenda(after(*MUTUAL[:-1]), FIRM, now)
    assert (task.subject, task.step, task.title) == (PAIR, Kind.INTEREST, "Heat of a dyehouse")
    assert task.due == date(2026, 3, 23)
    assert [t.step for t in agenda(after(*MUTUAL), ADVISER, now)] == [Kind.CONTACT]
    assert agenda(after(*MUTUAL), THIRD, now) == ()


def test_a_nameless_member_of_a_team_opens_nothing_to_anybody() -> None:
    made = after(*CONTACT)
    nameless = made.listings["r1"]
    record = replace(nameless.record, team=(Member("", "investor"),))
    made = made.with_listing(replace(nameless, record=record))
    found = made.introductions[PAIR]
    party, opened = Party("", Side.REQUESTER, "investor"), found.disclosures[0]
    disclosed = tuple(replace(d, organisation="") for d in found.disclosures)
    made = made.with_introduction(
        replace(found, parties=(*found.parties, party), disclosures=(*disclosed, opened))
    )
    for name in ("r1", "o1"):
        view = visible(made, name, ANYBODY)
        assert view is not None
        assert view.level is Level.PUBLIC
        assert not view.record.contact


def test_an_invited_organisation_reads_no_message_before_both_sides_admit_it() -> None:
    invite = (Kind.INVITE, CITY, PAIR, {"organisation": BANK.organisation, "role": "investor"})
    made = after(*CONTACT, invite)
    seen = visible_introduction(made, PAIR, BANK)
    assert seen is not None
    assert "come and see" not in repr(seen)
    admit = (Kind.ADMIT, FIRM, PAIR, {"organisation": BANK.organisation})
    joined = visible_introduction(
        after(*CONTACT, invite, admit, (Kind.JOIN, BANK, PAIR, {})), PAIR, BANK
    )
    assert "come and see" in repr(joined)


TEAM = [{"organisation": "bank", "role": "investor"}]
NAMED_OFFER = {**OFFER, "visibility": "named", "team": TEAM}
DONE = {"judged": dict.fromkeys(for_people("offer"), True)}


def offered(*more: Said) -> Exchange:
    """Return an exchange on which a named offer with a team is published."""
    return after(
        (Kind.CREATE, FIRM, "o1", {"record": NAMED_OFFER}), *more,
        (Kind.SUBMIT, FIRM, "o1", {"export_control": "not concerned"}),
        (Kind.PUBLISH, OPERATOR, "o1", DONE),
    )  # fmt: skip


def test_nobody_is_named_or_reads_more_than_the_public_before_it_has_agreed() -> None:
    took: Said = (Kind.TAKE_PART, BANK, "o1", {})
    asked = offered()
    for actor in (ANYBODY, THIRD):
        view = visible(asked, "o1", actor)
        assert view is not None
        assert (view.record.owner, view.record.team) == ("acme", ())
    view = visible(asked, "o1", BANK)
    assert view is not None
    assert (view.level, view.record.contact, view.record.details) == (Level.PUBLIC, "", "")
    assert open_steps(asked, "o1", BANK, START + timedelta(9)) == (Kind.TAKE_PART, Kind.STEP_DOWN)
    assert [t.step for t in agenda(asked, BANK, START + timedelta(9))] == [Kind.TAKE_PART]
    agreed = offered(took)
    view = visible(agreed, "o1", ANYBODY)
    assert view is not None
    assert view.record.team == (Member("bank", "investor"),)
    assert visible(agreed, "o1", BANK).level is Level.OWN  # type: ignore[union-attr]
    gone = offered(took, (Kind.STEP_DOWN, BANK, "o1", {}))
    assert gone.listings["o1"].record.team == ()
    assert visible(gone, "o1", BANK).level is Level.PUBLIC  # type: ignore[union-attr]


def test_another_role_than_the_one_agreed_to_is_asked_for_anew() -> None:
    other = {**NAMED_OFFER, "team": [{"organisation": "bank", "role": "guarantor"}]}
    changed = offered(
        (Kind.TAKE_PART, BANK, "o1", {}), (Kind.REVISE, FIRM, "o1", {"record": other})
    )
    assert changed.listings["o1"].pending == ("bank",)
    owner = {**OFFER, "team": [{"organisation": "bank", "role": "Owner"}]}
    assert rules(Exchange(), (Kind.CREATE, FIRM, "o9", {"record": owner})) == ["party_owner"]


def test_consent_ends_with_the_naming_that_it_was_given_to() -> None:
    way: tuple[Any, ...] = (
        (Kind.TAKE_PART, BANK, "o1", {}), (Kind.REVISE, FIRM, "o1", {"record": OFFER}),
    )  # fmt: skip
    other = {**NAMED_OFFER, "text": f"{OFFER['text']} In quite other words."}
    anew = after(
        (Kind.CREATE, FIRM, "o1", {"record": NAMED_OFFER}), *way,
        (Kind.REVISE, FIRM, "o1", {"record": other}),
    )  # fmt: skip
    assert anew.listings["o1"].pending == ("bank",)
    assert anew.listings["o1"].as_agreed.team == ()


def test_an_adviser_who_is_named_anew_is_asked_anew() -> None:
    without = {key: value for key, value in REQUEST.items() if key != "adviser"}
    anew = after(
        *PUBLISHED,
        (Kind.REVISE, CITY, "r1", {"record": without}),
        (Kind.REVISE, CITY, "r1", {"record": REQUEST}),
    )
    assert anew.listings["r1"].pending == ("advice",)
    assert rules(anew, (Kind.TAKE_PART, ADVISER, "r1", {})) == []


def test_an_adviser_whom_the_owner_has_not_accepted_reads_nothing_of_the_owner_s() -> None:
    drafted = (Kind.CREATE, ADVISER, "r1", {"record": {**REQUEST, "owner": "huzhou"}})
    own = visible(after(drafted), "r1", ADVISER)
    assert own is not None
    assert own.level is Level.OWN
    saved = (Kind.REVISE, CITY, "r1", {"record": {**REQUEST, "contact": "new@huzhou.example"}})
    view = visible(after(drafted, saved), "r1", ADVISER)
    assert view is not None
    assert (view.level, view.record.contact) == (Level.PUBLIC, "")
    submit = (Kind.SUBMIT, ADVISER, "r1", {"export_control": "not concerned"})
    assert rules(after(drafted, saved), submit) == ["not_entitled"]
    accepted = after(drafted, saved, (Kind.ENGAGE, CITY, "r1", {}))
    assert rules(accepted, submit) == []
    assert visible(accepted, "r1", ADVISER).record.contact  # type: ignore[union-attr]
    assert rules(accepted, (Kind.ENGAGE, CITY, "r1", {})) == ["nobody_waits"]


def test_a_member_that_joins_later_closes_nothing_that_was_opened() -> None:
    exchange = after(*CONTACT[:1], *CONTACT[1:6], *CONTACT[7:], (Kind.TAKE_PART, ADVISER, "r1", {}))
    view = visible(exchange, "r1", FIRM)
    assert view is not None
    assert view.record.contact == REQUEST["contact"]
    assert view.record.adviser == "advice"


def test_the_reviewer_reads_the_answer_that_is_to_be_judged() -> None:
    listing = after(*PUBLISHED).listings["o1"]
    items = checklist(listing.record, export_control=listing.export_control)
    (answer,) = [item.answer for item in items if item.question.id == "export_control"]
    assert answer == EXPORT_CONTROL["licence held"]
    assert not [item for item in items if item.answer and item.question.id != "export_control"]


def test_money_that_was_agreed_stays_when_the_delivery_speaks_of_tonnes() -> None:
    tonnes = {"kind": "contract", "tonnes_low": 800, "tonnes_high": 900, "tonnes_basis": "measured"}
    exchange = after(
        *CONTACT, (Kind.AGREE, FIRM, PAIR, {"outcome": OUTCOME}), (Kind.AGREE, CITY, PAIR, {}),
        (Kind.DELIVER, FIRM, PAIR, {"outcome": tonnes}),
        (Kind.DELIVER, CITY, PAIR, {"outcome": tonnes}),
    )  # fmt: skip
    found = exchange.introductions[PAIR]
    assert found.stage is Stage.DELIVERED
    assert found.outcome == replace(
        Outcome(**OUTCOME), tonnes_low=800, tonnes_high=900, tonnes_basis="measured"
    )


def test_nothing_is_agreed_without_an_outcome() -> None:
    exchange = after(*CONTACT)
    assert rules(exchange, (Kind.AGREE, CITY, PAIR, {})) == ["no_outcome"]
    stated = after(*CONTACT, (Kind.AGREE, FIRM, PAIR, {"outcome": {"kind": "training"}}))
    assert rules(stated, (Kind.AGREE, CITY, PAIR, {})) == []
    assert rules(stated, (Kind.AGREE, FIRM, PAIR, {})) == ["no_outcome"]


def test_the_operator_declines_for_nobody() -> None:
    decline = (Kind.DECLINE, OPERATOR, PAIR, {"reasons": ["price"]})
    assert rules(after(*MUTUAL), decline) == ["not_entitled"]


@pytest.mark.parametrize(
    "stated",
    [
        {"currency": "ABC", "amount": 1, "price_base": 2026}, {"project": "free words <b>"},
        {"project": "330100/project/P1 call 13800138000"}, {"project": "330500/else/P1"},
        {"checked": "yes"},
    ],
)  # fmt: skip
def test_an_outcome_says_in_words_what_is_wrong_with_it(stated: dict[str, Any]) -> None:
    said = (Kind.AGREE, CITY, PAIR, {"outcome": {"kind": "contract", **stated}})
    (fault,) = refusals(after(*CONTACT), event(said, 99))
    assert fault.rule == "step.outcome"
    assert not [name for name in OUTCOME if name in fault.message.zh.replace("/project/", "")]


def test_each_side_reads_why_it_was_declined_and_who_took_a_step() -> None:
    declined = (Kind.DECLINE, FIRM, PAIR, {"reasons": ["technology", "price"]})
    view = visible_introduction(after(*CONTACT, declined), PAIR, CITY)
    assert view is not None
    assert (view.done[-1].reasons, view.done[-1].side) == (("technology", "price"), Side.PROVIDER)
    assert [d.side for d in view.done if d.kind is Kind.CONTACT] == [Side.PROVIDER, Side.REQUESTER]
