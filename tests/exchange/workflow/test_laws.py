"""Whatever people try, in whatever order: no contact without both, nothing shown unlogged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.exchange.records import Record
from dafeng.exchange.workflow import (
    Actor,
    Event,
    Exchange,
    Introduction,
    Kind,
    Level,
    Side,
    Stage,
    apply,
    disclosures,
    from_plain,
    open_steps,
    refusals,
    reminders,
    replay,
    to_plain,
    visible,
    visible_introduction,
    weekdays,
)
from dafeng.exchange.workflow.clocks import answer_days
from dafeng.exchange.workflow.disclosure import LEVELS, content_hash

from .cast import (
    BANK,
    CLOCK,
    EVERYBODY,
    OFFER,
    OPERATOR,
    OUTCOME,
    PAIR,
    PUBLISHED,
    REQUEST,
    SECRETS,
    START,
    THIRD,
    after,
    events,
)

BEGUN = after(*PUBLISHED)
DONE = events(*PUBLISHED)
SAID: dict[Kind, dict[str, object]] = {
    Kind.REVISE: {"record": {**OFFER, "details": "price-list-0815 again"}},
    Kind.SUBMIT: {"export_control": "not concerned"},
    Kind.PUBLISH: PUBLISHED[4][3],
    Kind.RETURN: {"reasons": ["other"]},
    Kind.INTEREST: {"message": "a word between the two"},
    Kind.SUGGEST: {"origin": "search"},
    Kind.SHOW: {"side": "provider"},
    Kind.AGREE: {"outcome": OUTCOME},
    Kind.DECLINE: {"reasons": ["technology"]},
    Kind.INVITE: {"organisation": BANK.organisation, "role": "investor"},
    Kind.ADMIT: {"organisation": BANK.organisation},
}
#: What moves an introduction on, more often than what ends it.
USUAL = (
    Kind.SUGGEST, Kind.SHOW, Kind.INTEREST, Kind.INTEREST, Kind.CONTACT, Kind.CONTACT, Kind.INVITE,
    Kind.ADMIT, Kind.JOIN, Kind.NDA, Kind.AGREE, Kind.DELIVER,
)  # fmt: skip
TRIED = st.tuples(
    st.one_of(st.sampled_from(USUAL), st.sampled_from(list(Kind))),
    st.sampled_from(EVERYBODY),
    st.sampled_from((PAIR, PAIR, PAIR, "r1", "o1")),
    st.integers(0, 12),
)


def tries(moves: list[tuple[Kind, Actor, str, int]]) -> Iterator[tuple[Event, Exchange, Exchange]]:
    """Yield each event that was not refused, with the state before and after it."""
    exchange, now = BEGUN, START + timedelta(days=1)
    for kind, actor, subject, days in moves:
        now += timedelta(days=days)
        one = Event(now, kind, actor, subject, SAID.get(kind, {}))
        if not refusals(exchange, one):
            following = apply(exchange, one)
            yield one, exchange, following
            exchange = following


def final(moves: list[tuple[Kind, Actor, str, int]]) -> Exchange:
    exchange = BEGUN
    for _event, _before, exchange in tries(moves):  # noqa: B007
        pass
    return exchange


MOVES = st.lists(TRIED, max_size=40)


@settings(max_examples=150, deadline=None)
@given(MOVES)
def test_no_contact_without_the_consent_of_both(moves: list[tuple[Kind, Actor, str, int]]) -> None:
    for _one, _before, exchange in tries(moves):
        made = exchange.introductions.get(PAIR)
        both = frozenset(Side)
        agreed = made is not None and both == made.consented(Kind.INTEREST)
        opened = agreed and made is not None and both == made.consented(Kind.CONTACT)
        for record, owner in (("r1", "huzhou"), ("o1", "acme")):
            for actor in EVERYBODY:
                view = visible(exchange, record, actor)
                if view is None or view.level is Level.OWN or actor is OPERATOR:
                    continue
                assert actor.organisation != owner
                assert agreed or view.level is Level.PUBLIC
                assert opened or not view.record.contact


@settings(max_examples=150, deadline=None)
@given(MOVES)
def test_what_is_shown_beyond_the_public_words_is_in_the_log(
    moves: list[tuple[Kind, Actor, str, int]],
) -> None:
    exchange = final(moves)
    logged = [d for i in exchange.introductions.values() for d in i.disclosures]
    for record, listing in exchange.listings.items():
        for actor in EVERYBODY:
            view = visible(exchange, record, actor)
            if view is None or view.level is Level.OWN or actor is OPERATOR:
                continue
            known = {
                name
                for d in logged
                if (d.record, d.organisation) == (record, actor.organisation)
                and d.content == content_hash(listing.record, d.fields)
                for name in d.fields
            }
            assert set(stated(view.record)) & set(LEVELS) <= known


@settings(max_examples=100, deadline=None)
@given(MOVES)
def test_a_third_party_reads_no_secret_anywhere(moves: list[tuple[Kind, Actor, str, int]]) -> None:
    exchange = final(moves)
    now = START + timedelta(days=999)
    seen = [repr(visible(exchange, name, THIRD)) for name in exchange.listings]
    seen.append(repr(visible_introduction(exchange, PAIR, THIRD)))
    for kind in Kind:
        for subject in (PAIR, "r1", "o1"):
            refused = refusals(exchange, Event(now, kind, THIRD, subject, SAID.get(kind, {})))
            seen += [f"{f.message.zh} {f.message.en} {f.place}" for f in refused]
    assert not [secret for secret in SECRETS if any(secret in text for text in seen)]


@settings(max_examples=100, deadline=None)
@given(MOVES)
def test_who_does_not_take_part_reads_no_word_of_the_two(
    moves: list[tuple[Kind, Actor, str, int]],
) -> None:
    for _one, _before, exchange in tries(moves):
        made = exchange.introductions.get(PAIR)
        if made is not None and BANK.organisation not in made.organisations:
            seen = visible_introduction(exchange, PAIR, BANK)
            assert seen is None or not any(done.note for done in seen.done)


@settings(max_examples=100, deadline=None)
@given(MOVES)
def test_the_log_only_grows_and_time_only_goes_on(
    moves: list[tuple[Kind, Actor, str, int]],
) -> None:
    for one, before, exchange in tries(moves):
        for name, made in exchange.introductions.items():
            former = before.introductions.get(name)
            if former is not None:
                assert made.disclosures[: len(former.disclosures)] == former.disclosures
                assert made.done[: len(former.done)] == former.done
            assert all(a.instant <= b.instant for a, b in pairwise(made.done))
        for new in disclosures(before, exchange):
            assert new.instant == one.instant
            assert new.organisation
            assert new.fields


@settings(max_examples=100, deadline=None)
@given(MOVES)
def test_a_state_is_the_result_of_its_events_and_can_be_stored(
    moves: list[tuple[Kind, Actor, str, int]],
) -> None:
    taken = [one for one, _before, _after in tries(moves)]
    exchange = final(moves)
    assert replay([*DONE, *taken]) == exchange
    for made in exchange.introductions.values():
        assert from_plain(Introduction, to_plain(made)) == made


@settings(max_examples=60, deadline=None)
@given(MOVES, st.sampled_from(EVERYBODY))
def test_open_steps_promise_nothing_that_is_refused_for_who_asks(
    moves: list[tuple[Kind, Actor, str, int]], actor: Actor
) -> None:
    exchange, now = final(moves), START + timedelta(days=999)
    general = {"not_entitled", "not_now", "unknown", "not_yet", "reminded", "clock_behind"}
    for subject in ("r1", "o1", PAIR):
        offered = open_steps(exchange, subject, actor, now)
        for kind in Kind:
            one = Event(now, kind, actor, subject, SAID.get(kind, {}))
            told = {f.rule.removeprefix("step.") for f in refusals(exchange, one)}
            assert kind not in offered or not told & general


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 40))
def test_working_days_go_on_and_skip_weekends(day: date, count: int) -> None:
    one, other = weekdays(day, count, ""), weekdays(day, count + 1, "")
    assert one < other
    assert other.weekday() < 5
    assert weekdays(weekdays(day, count, ""), 1, "") == other


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 6), st.lists(st.integers(0, 9), min_size=1, max_size=8))
def test_clocks_run_in_order_however_seldom_they_are_looked_at(
    offset: int, waits: list[int]
) -> None:
    asked = START + timedelta(days=offset + 1)
    exchange = apply(BEGUN, Event(asked, Kind.SUGGEST, CLOCK, PAIR, {"origin": "ranking"}))
    exchange = apply(exchange, Event(asked, Kind.INTEREST, EVERYBODY[0], PAIR))
    days = answer_days(exchange.introductions[PAIR], weekdays)
    assert all(a < b for a, b in pairwise(days))
    now, sent = asked, 0
    for wait in waits:
        now += timedelta(days=wait)
        for reminder in reminders(exchange, now):
            exchange = apply(exchange, reminder.event(CLOCK, now))
        assert reminders(exchange, now) == ()
        made = exchange.introductions[PAIR]
        assert sent <= made.reminders <= 2
        assert (made.stage is Stage.LAPSED) == ((now + timedelta(hours=8)).date() > days[-1])
        sent = made.reminders


def test_every_field_of_a_record_has_a_level() -> None:
    public = {
        "id", "kind", "lang", "title", "text", "sectors", "technologies", "region_from",
        "regions_served", "trl", "scale", "org_type", "cooperation_types", "deadline", "created",
        "updated", "expires", "status", "visibility", "stage_of_development", "ipr_status",
        "advantages", "references", "certificates", "amounts",
    }  # fmt: skip
    assert {f.name for f in fields(Record)} == public | set(LEVELS)
    assert not public & set(LEVELS)


def stated(record: Record) -> list[str]:
    return [f.name for f in fields(Record) if getattr(record, f.name) != f.default]


def test_the_moves_of_these_laws_reach_every_stage() -> None:
    way = [
        (Kind.SUGGEST, CLOCK), (Kind.SHOW, CLOCK),
        *((kind, EVERYBODY[side]) for kind in (Kind.INTEREST, Kind.CONTACT, Kind.NDA, Kind.AGREE,
                                               Kind.DELIVER) for side in (0, 1)),
    ]  # fmt: skip
    moves = [(kind, actor, PAIR, 0) for kind, actor in way]
    stages = {e.introductions[PAIR].stage for _o, _b, e in tries(moves) if PAIR in e.introductions}
    assert stages >= {Stage.SUGGESTED, Stage.MUTUAL, Stage.CONTACT_OPENED, Stage.DELIVERED}
    assert REQUEST["contact"] in SECRETS
