"""What follows from an event? ``apply(exchange, event)`` gives the next state, or refuses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Final

from dafeng.errors import Fault, RefusedError
from dafeng.exchange.workflow import introduction_steps, record_steps
from dafeng.exchange.workflow.actor import Actor
from dafeng.exchange.workflow.clocks import WorkingDay, weekdays
from dafeng.exchange.workflow.events import Event, content_faults
from dafeng.exchange.workflow.state import TO, Exchange, Introduction, Listing
from dafeng.exchange.workflow.turn import Step, Turn, any_of
from dafeng.exchange.workflow.vocabulary import OF_RECORDS, Kind

STEPS: Final[Mapping[Kind, Step]] = {**record_steps.STEPS, **introduction_steps.STEPS}
_FIRST: Final = (Kind.CREATE, Kind.SUGGEST)


def refusals(exchange: Exchange, event: Event, after: WorkingDay = weekdays) -> tuple[Fault, ...]:
    """Return every reason against an event; none if it may happen.

    Parameters
    ----------
    exchange
        All records and introductions, or those that the event names: for a record itself and the
        introductions in which it stands, for an introduction itself and its two records.
    event
        What somebody wants to do.
    after
        The so-many-th working day after a day, where the side sits that has to answer.
    """
    wrong = tuple(content_faults(event))
    if wrong:
        return wrong
    turn = Turn(exchange, event, after)
    return tuple(_standing(turn)) or tuple(STEPS[event.kind].says(turn))


def apply(exchange: Exchange, event: Event, after: WorkingDay = weekdays) -> Exchange:
    """Return where the exchange stands after an event.

    Parameters
    ----------
    exchange, event, after
        As in `refusals`.

    Raises
    ------
    RefusedError
        If anything speaks against the event; nothing changes.
    """
    found = refusals(exchange, event, after)
    if found:
        raise RefusedError(found)
    return STEPS[event.kind].follows(Turn(exchange, event, after))


def replay(events: Iterable[Event], after: WorkingDay = weekdays) -> Exchange:
    """Return where the exchange stands after its events: the state is nothing but their result.

    Raises
    ------
    RefusedError
        If an event is one that the rules refuse.
    """
    listings: dict[str, Listing] = {}
    introductions: dict[str, Introduction] = {}
    within: dict[str, list[str]] = {}
    for event in events:
        one = apply(_slice(event, listings, introductions, within), event, after)
        for name, made in one.introductions.items():
            if name not in introductions:
                within.setdefault(made.request, []).append(name)
                within.setdefault(made.offer, []).append(name)
        listings.update(one.listings)
        introductions.update(one.introductions)
    return Exchange(listings, introductions)


def open_steps(
    exchange: Exchange, subject: str, actor: Actor, now: datetime, after: WorkingDay = weekdays
) -> tuple[Kind, ...]:
    """Return the steps that somebody may take now with a record or an introduction.

    What the step will say, and may be refused for, is not known yet.

    Parameters
    ----------
    exchange, after
        As in `refusals`.
    subject
        Id of the record or the introduction.
    actor, now
        Who, and when.
    """
    of_records = TO not in subject
    some = (kind for kind in Kind if (kind in OF_RECORDS) is of_records and kind is not Kind.CREATE)
    turns = (Turn(exchange, Event(now, kind, actor, subject), after) for kind in some)
    return tuple(turn.event.kind for turn in turns if not any(_standing(turn)))


def _slice(
    event: Event,
    listings: Mapping[str, Listing],
    introductions: Mapping[str, Introduction],
    within: Mapping[str, list[str]],
) -> Exchange:
    """Return what an event is about."""
    names = [event.subject, *within.get(event.subject, ())]
    some = {name: introductions[name] for name in names if name in introductions}
    records = {event.subject, *event.subject.split(TO)}
    records |= {record for one in some.values() for record in (one.request, one.offer)}
    return Exchange({name: listings[name] for name in records if name in listings}, some)


def _standing(turn: Turn) -> Iterator[Fault]:
    """Yield what speaks against an event whatever it says: who, what state, which day."""
    unknown = tuple(_unknown(turn))
    if unknown:
        yield from unknown
        return
    step = STEPS[turn.event.kind]
    if turn.event.kind is not Kind.CREATE and not turn.relations() & step.by:
        yield turn.refused("not_entitled", step=turn.event.kind.text, who=any_of(step.by))
        return
    if turn.event.kind in _FIRST:
        yield from step.unless(turn)
        return
    subject = _subject(turn)
    state = subject.status if isinstance(subject, Listing) else subject.stage
    if state not in step.of:
        yield turn.refused("not_now", step=turn.event.kind.text, state=state.text)
        return
    last = subject.done[-1].instant
    if turn.event.instant < last:
        yield turn.refused("clock_behind", now=_utc(turn.event.instant), last=_utc(last))
    yield from step.unless(turn)


def _unknown(turn: Turn) -> Iterator[Fault]:
    """Yield a reason if the subject is not there, or the actor may not know that it is."""
    event, exchange = turn.event, turn.exchange
    known = event.subject in (
        exchange.listings if event.kind in OF_RECORDS else exchange.introductions
    )
    if event.kind in _FIRST:
        if known:
            yield turn.refused("twice")
        return
    if not known:
        yield turn.refused("unknown")
        return
    public = event.kind in OF_RECORDS and turn.sees(turn.listing)
    if not (public or turn.relations()):
        yield turn.refused("unknown")


def _subject(turn: Turn) -> Listing | Introduction:
    return turn.listing if turn.event.kind in OF_RECORDS else turn.introduction


def _utc(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="seconds")
