"""How does something happen on the exchange? Rules, state, log and notices in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse

from dafeng.desk.matching_days import working_day
from dafeng.exchange.workflow import (
    Actor,
    Disclosure,
    Event,
    Exchange,
    Kind,
    Role,
    apply,
    disclosures,
    reminders,
    to_plain,
)
from dafeng.language import Text
from dafeng.record import Receipt, canonical
from dafeng.web.accounts.models import User
from dafeng.web.ledger import store
from dafeng.web.notices.telling import tell
from dafeng.web.partners.models import EventRow, IntroductionRow, ListingRow
from dafeng.web.partners.scope import around

#: Who runs the clocks.
CLOCK = Actor("clock", "", frozenset({Role.CLOCK}))
_PREFIX = "exchange"


@transaction.atomic
def act(actor: Actor, kind: Kind, subject: str, content: Mapping[str, Any]) -> Receipt:
    """Do something, or refuse it with every reason; what happened stands in the log.

    Parameters
    ----------
    actor
        Who.
    kind, subject, content
        As in `dafeng.exchange.workflow.Event`.

    Raises
    ------
    RefusedError
        If anything speaks against it; nothing has changed.
    """
    store.hold()
    before = around({subject, *subject.split("~")})
    event = Event(store.moment(), kind, actor, subject, content)
    after = apply(before, event, working_day)
    opened = disclosures(before, after)
    receipt = _logged(event, opened)
    _store(before, after, receipt.entry.number)
    EventRow.objects.create(
        subject=subject, kind=kind.value, entry=receipt.entry.number, event=event.to_dict()
    )
    _tell(event, after)
    return receipt


def _logged(event: Event, opened: Iterable[Disclosure]) -> Receipt:
    """Append the entry: a hash of what was said, and in plain what was disclosed to whom."""
    plain = event.to_dict()
    told = [
        {"record": d.record, "fields": [*d.fields], "content": d.content, "to": d.organisation}
        for d in opened
    ]
    return store.append(
        {
            "instant": event.instant,
            "kind": f"{_PREFIX}.{event.kind.value}",
            "subject": f"{_PREFIX}/{event.subject}",
            "actor": event.actor.person,
            "content": {"digest": _digest(plain), "disclosed": told},
        }
    )


def _digest(plain: Mapping[str, Any]) -> str:
    """Return the hash of an event; numbers with decimals stand in it as text."""
    return hashlib.sha256(canonical(_exact(plain))).hexdigest()


def _exact(value: Any) -> Any:
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, Mapping):
        return {k: _exact(v) for k, v in value.items()}
    return [_exact(v) for v in value] if isinstance(value, list) else value


def _store(before: Exchange, after: Exchange, change: int) -> None:
    for name, listing in after.listings.items():
        if before.listings.get(name) != listing:
            record = listing.record
            ListingRow.objects.update_or_create(
                id=name,
                defaults={
                    "kind": record.kind,
                    "status": listing.status.value,
                    "owner": record.owner,
                    "adviser": record.adviser,
                    "plan_ref": record.plan_ref,
                    "change": change,
                    "state": to_plain(listing),
                },
            )
    for name, introduction in after.introductions.items():
        if before.introductions.get(name) != introduction:
            IntroductionRow.objects.update_or_create(
                id=name,
                defaults={
                    "request": introduction.request,
                    "offer": introduction.offer,
                    "stage": introduction.stage.value,
                    "change": change,
                    "state": to_plain(introduction),
                },
            )


def address(subject: str) -> str:
    """Return the page of a record or an introduction."""
    page = "introduction" if "~" in subject else "listing"
    return reverse(page, args=[subject])


def _tell(event: Event, after: Exchange) -> None:
    """Tell the other people whom a step concerns."""
    if event.kind in (Kind.CREATE, Kind.REVISE, Kind.SUGGEST, Kind.SHOW):
        return
    if "~" in event.subject:
        concerned = set(after.introductions[event.subject].organisations)
    else:
        record = after.listings[event.subject].record
        concerned = {record.owner, record.adviser}
    concerned -= {"", event.actor.organisation}
    people = User.objects.filter(organisation__code__in=concerned, is_active=True)
    words = Text("供需对接：{step}（{subject}）", "Exchange: {step} ({subject})")
    tell(people, words.format(step=event.kind.text, subject=event.subject), address(event.subject))


def run_clocks() -> int:
    """Do what the clocks have to do now: reminders, lapses, expiries; return how much was done."""
    listings = {row.id: row.listing for row in ListingRow.objects.all()}
    introductions = {row.id: row.introduction for row in IntroductionRow.objects.all()}
    due = reminders(Exchange(listings, introductions), store.moment(), working_day)
    for reminder in due:
        with transaction.atomic():
            act(CLOCK, reminder.kind, reminder.subject, {})
            people = User.objects.filter(
                organisation__code__in=reminder.organisations, is_active=True
            )
            tell(people, reminder.text, address(reminder.subject))
    return len(due)
