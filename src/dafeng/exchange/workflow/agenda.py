"""What is to be done today: which reminders are due, and what waits for whom?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from dafeng.exchange.workflow.actor import Actor
from dafeng.exchange.workflow.clocks import (
    WorkingDay,
    answer_days,
    asked_on,
    has_lapsed,
    reminders_due,
    weekdays,
)
from dafeng.exchange.workflow.events import Event, day_of
from dafeng.exchange.workflow.machine import open_steps
from dafeng.exchange.workflow.relations import Relation, to_introduction, to_record
from dafeng.exchange.workflow.state import Exchange, Introduction, Listing
from dafeng.exchange.workflow.vocabulary import Kind, Status
from dafeng.language import Text

#: What each reminder says.
_SAYS: Final = {
    Kind.REMIND_ANSWER: Text(
        "请在 {due} 前答复对方的意向", "please answer the other side's interest by {due}"
    ),
    Kind.LAPSE: Text(
        "{due} 前没有答复，意向已逾期", "there was no answer by {due}; the interest has lapsed"
    ),
    Kind.REMIND_EXPIRY: Text(
        "记录将于 {due} 到期：仍有效吗？", "the record expires on {due}: does it still stand?"
    ),
    Kind.EXPIRE: Text("记录已于 {due} 到期", "the record expired on {due}"),
}
#: Steps that somebody is waited for to take, the most pressing first.
_WAITED_FOR: Final = (
    Kind.SUBMIT, Kind.TAKE_PART, Kind.ENGAGE, Kind.PUBLISH, Kind.RENEW, Kind.INTEREST,
    Kind.CONTACT, Kind.ADMIT, Kind.JOIN, Kind.NDA, Kind.AGREE, Kind.DELIVER,
    Kind.LOOK_OVER,
)  # fmt: skip


#: Those of records that wait from the beginning.
_OF_RECORDS: Final = (Kind.SUBMIT, Kind.TAKE_PART, Kind.ENGAGE, Kind.PUBLISH)


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something that the clock has to do, and whom it tells.

    Parameters
    ----------
    kind
        The step that records it.
    subject
        Record or introduction.
    organisations
        Who is told.
    due
        The day that the message names.
    """

    kind: Kind
    subject: str
    organisations: tuple[str, ...]
    due: date

    @property
    def text(self) -> Text:
        """Return what it says."""
        return _SAYS[self.kind].format(due=self.due)

    def event(self, actor: Actor, now: datetime) -> Event:
        """Return the event that records it, once it was sent."""
        return Event(now, self.kind, actor, self.subject)


@dataclass(frozen=True, slots=True)
class Task:
    """A step that waits for somebody.

    Parameters
    ----------
    subject, title
        Record or introduction, and the title of the record, for an introduction of the other side.
    step
        What is waited for.
    since
        Since when it stands where it stands.
    due
        Last day; None if there is none.
    """

    subject: str
    title: str
    step: Kind
    since: datetime
    due: date | None = None


def reminders(
    exchange: Exchange, now: datetime, after: WorkingDay = weekdays
) -> tuple[Reminder, ...]:
    """Return what the clock has to do at an instant; the same again until the events are applied.

    Parameters
    ----------
    exchange
        All records and introductions.
    now
        The instant.
    after
        Working days, see `dafeng.exchange.workflow.machine.refusals`.
    """
    day = day_of(now)
    of_records = (r for x in exchange.listings.values() for r in _of_listing(x, day))
    of_pairs = (r for x in exchange.introductions.values() for r in _of_introduction(x, day, after))
    return (*of_records, *of_pairs)


def agenda(
    exchange: Exchange, actor: Actor, now: datetime, after: WorkingDay = weekdays
) -> tuple[Task, ...]:
    """Return what waits for somebody: the workbench of an adviser, an owner, a reviewer.

    An adviser sees the tasks of those whom it advises, so that it can call them; consent stays
    theirs. The most pressing stand first.

    Parameters
    ----------
    exchange, now, after
        As in `reminders`.
    actor
        Whose workbench.
    """
    found = [*_record_tasks(exchange, actor, now, after), *_pair_tasks(exchange, actor, now, after)]
    order = {step: place for place, step in enumerate(_WAITED_FOR)}
    return tuple(sorted(found, key=lambda t: (t.due or date.max, order[t.step], t.subject)))


def _of_listing(listing: Listing, day: date) -> Iterator[Reminder]:
    expires, told = listing.record.expires, (listing.record.owner,)
    if expires is None or listing.status not in (Status.PUBLISHED, Status.PAUSED):
        return
    if day > expires:
        yield Reminder(Kind.EXPIRE, listing.id, told, expires)
    elif day >= asked_on(expires) and not listing.reminded:
        yield Reminder(Kind.REMIND_EXPIRY, listing.id, told, expires)


def _of_introduction(
    introduction: Introduction, day: date, after: WorkingDay
) -> Iterator[Reminder]:
    side = introduction.awaited
    days = answer_days(introduction, after)
    if side is None or not days:
        return
    if has_lapsed(introduction, day, after):
        both = tuple(introduction.owner(s).organisation for s in (side, side.other))
        yield Reminder(Kind.LAPSE, introduction.id, both, days[-1])
    elif reminders_due(introduction, day, after) > introduction.reminders:
        asked = (introduction.owner(side).organisation,)
        yield Reminder(Kind.REMIND_ANSWER, introduction.id, asked, days[-1])


def _record_tasks(
    exchange: Exchange, actor: Actor, now: datetime, after: WorkingDay
) -> Iterator[Task]:
    for listing in exchange.listings.values():
        if not to_record(actor, listing):
            continue
        expires = listing.record.expires
        asked = expires is not None and day_of(now) >= asked_on(expires)
        for step in open_steps(exchange, listing.id, actor, now, after):
            if step in _OF_RECORDS or (step is Kind.RENEW and asked):
                due = expires if step is Kind.RENEW else None
                yield Task(listing.id, listing.record.title, step, listing.since, due)


def _pair_tasks(
    exchange: Exchange, actor: Actor, now: datetime, after: WorkingDay
) -> Iterator[Task]:
    for introduction in exchange.introductions.values():
        relations = to_introduction(actor, exchange, introduction)
        for person in _for_whom(exchange, introduction, actor, relations):
            for step in open_steps(exchange, introduction.id, person, now, after):
                if step in _WAITED_FOR:
                    yield _task(exchange, introduction, person, step, after)


def _for_whom(
    exchange: Exchange, introduction: Introduction, actor: Actor, relations: frozenset[Relation]
) -> Iterator[Actor]:
    """Yield in whose place somebody looks: their own, and of those whom they advise."""
    if relations & {Relation.OWNER, Relation.PARTY, Relation.INVITED}:
        yield actor
    for name in (introduction.request, introduction.offer):
        listing = exchange.listings.get(name)
        advised = listing and listing.as_agreed.adviser == actor.organisation and actor.organisation
        if listing and advised and listing.record.owner != actor.organisation:
            yield Actor(actor.person, listing.record.owner)


def _task(
    exchange: Exchange, introduction: Introduction, actor: Actor, step: Kind, after: WorkingDay
) -> Task:
    own = introduction.request
    listing = exchange.listings.get(own)
    if listing is not None and listing.record.owner == actor.organisation:
        own = introduction.offer
    other = exchange.listings.get(own)
    days = answer_days(introduction, after) if step is Kind.INTEREST else ()
    title = other.record.title if other else own
    return Task(introduction.id, title, step, introduction.since, days[-1] if days else None)
