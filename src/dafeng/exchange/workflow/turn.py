"""What an event meets: the exchange, its subject, and what the actor is to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dafeng.errors import Fault, Place
from dafeng.exchange.faults import fault
from dafeng.exchange.workflow.clocks import WorkingDay
from dafeng.exchange.workflow.disclosure import visible
from dafeng.exchange.workflow.events import Event
from dafeng.exchange.workflow.relations import (
    Relation,
    general,
    side_of,
    to_introduction,
    to_record,
)
from dafeng.exchange.workflow.state import (
    TO,
    Done,
    Exchange,
    Introduction,
    Listing,
)
from dafeng.exchange.workflow.vocabulary import Side, Stage, Status
from dafeng.language import Text


@dataclass(frozen=True, slots=True)
class Turn:
    """An event together with what it meets; `listing` and `introduction` only once they are known.

    Parameters
    ----------
    exchange, event
        The state, and what somebody wants to do.
    after
        Working days.
    """

    exchange: Exchange
    event: Event
    after: WorkingDay

    @property
    def listing(self) -> Listing:
        """Return the record that the event is about."""
        return self.exchange.listings[self.event.subject]

    @property
    def introduction(self) -> Introduction:
        """Return the introduction that the event is about."""
        return self.exchange.introductions[self.event.subject]

    @property
    def pair(self) -> tuple[Listing | None, Listing | None]:
        """Return the request and the offer that the event names; None where one is not there."""
        request, _, offer = self.event.subject.partition(TO)
        return self.exchange.listings.get(request), self.exchange.listings.get(offer)

    @property
    def side(self) -> Side | None:
        """Return the side for which the actor speaks."""
        return side_of(self.event.actor, self.introduction)

    @property
    def day(self) -> date:
        """Return the day of the event."""
        return self.event.day

    def relations(self) -> frozenset[Relation]:
        """Return what the actor is to the subject."""
        actor, subject = self.event.actor, self.event.subject
        if subject in self.exchange.introductions:
            return to_introduction(actor, self.exchange, self.introduction)
        if subject in self.exchange.listings:
            return to_record(actor, self.listing)
        found = general(actor)
        for listing in self.pair:
            found |= to_record(actor, listing) if listing else frozenset()
        return found

    def sees(self, listing: Listing) -> bool:
        """Return whether the actor may know of a record."""
        return visible(self.exchange, listing.id, self.event.actor) is not None

    def refused(self, rule: str, **values: object) -> Fault:
        """Return a reason against the event."""
        return fault(f"step.{rule}", Place(field=self.event.subject), **values)

    def done(self) -> Done:
        """Return the step, as the subject remembers it."""
        event = self.event
        said = event.content
        note = said.get("note", said.get("message", ""))
        actor = event.actor
        reasons = tuple(said.get("reasons", ()))
        return Done(event.kind, actor.person, actor.organisation, event.instant, reasons, note)

    def with_listing(self, listing: Listing, status: Status | None = None) -> Exchange:
        """Return the exchange with the listing changed and the step remembered."""
        record = replace(listing.record, updated=self.day)
        since = listing.since
        if status is not None and status is not listing.status:
            record, since = replace(record, status=status.value), self.event.instant
        done = (*listing.done, self.done())
        return self.exchange.with_listing(replace(listing, record=record, since=since, done=done))

    def with_introduction(self, stage: Stage | None = None, **changes: Any) -> Exchange:
        """Return the exchange with the introduction changed and the step remembered."""
        known = self.introduction
        if stage is not None and stage is not known.stage:
            changes |= {"stage": stage, "since": self.event.instant}
        done = (*known.done, self.done())
        return self.exchange.with_introduction(replace(known, **changes, done=done))


@dataclass(frozen=True, slots=True)
class Step:
    """A step: from where, by whom, what else speaks against it, and what follows.

    Parameters
    ----------
    of
        States from which it can be taken; none if the subject is not there yet.
    by
        Who may take it.
    follows
        What follows.
    unless
        What speaks against it now, whatever the event says.
    says
        What speaks against what the event says.
    """

    of: frozenset[Status] | frozenset[Stage]
    by: frozenset[Relation]
    follows: Callable[[Turn], Exchange]
    unless: Callable[[Turn], Iterator[Fault]] = lambda _turn: iter(())
    says: Callable[[Turn], Iterator[Fault]] = lambda _turn: iter(())


def any_of(relations: frozenset[Relation]) -> Text:
    """Return who may take a step, in words."""
    names = [relation.text for relation in Relation if relation in relations]
    return Text("、".join(n.zh for n in names), ", ".join(n.en for n in names))
