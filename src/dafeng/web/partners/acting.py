"""How does something happen on the exchange? Rules, state, log and notices in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from dafeng.desk.matching_days import working_day
from dafeng.exchange.scales import Scale
from dafeng.exchange.workflow import (
    Actor,
    Disclosure,
    Event,
    Exchange,
    Introduction,
    Kind,
    RefusedError,
    Reminder,
    Role,
    Status,
    apply,
    concerned_by,
    disclosures,
    facts,
    reminders,
    to_plain,
)
from dafeng.exchange.workflow.vocabulary import ASKED, BROKERED
from dafeng.language import Text
from dafeng.record import Receipt, canonical
from dafeng.web.accounts.models import User
from dafeng.web.ledger import store
from dafeng.web.notices.telling import tell
from dafeng.web.partners.models import EventRow, IntroductionRow, ListingRow, PartRow
from dafeng.web.partners.scope import around

#: Who runs the clocks.
CLOCK = Actor("clock", "", frozenset({Role.CLOCK}))
_PREFIX = "exchange"
#: Steps of which nobody is told, or whom the clocks tell.
_UNTOLD: Final = (
    Kind.CREATE, Kind.REVISE, Kind.SHOW, Kind.REMIND_ANSWER, Kind.LAPSE, Kind.EXPIRE,
    Kind.REMIND_EXPIRY,
)  # fmt: skip


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
            row = ListingRow(
                id=name,
                kind=record.kind,
                status=listing.status.value,
                owner=record.owner,
                adviser=record.adviser,
                plan_ref=record.plan_ref,
                change=change,
                state=to_plain(listing),
            )
            row.save(force_insert=name not in before.listings)
            _parts(name, concerned_by(listing))
    for name, introduction in after.introductions.items():
        if before.introductions.get(name) != introduction:
            meeting = IntroductionRow(
                id=name,
                request=introduction.request,
                offer=introduction.offer,
                stage=introduction.stage.value,
                change=change,
                facts=to_plain(facts(introduction, _size(after, introduction))),
                state=to_plain(introduction),
            )
            meeting.save(force_insert=name not in before.introductions)
            _parts(name, concerned_by(introduction))


def _size(exchange: Exchange, introduction: Introduction) -> Scale | None:
    """Return the size of the request of an introduction."""
    listing = exchange.listings.get(introduction.request)
    return None if listing is None else listing.record.scale


def _parts(subject: str, organisations: frozenset[str]) -> None:
    """Keep who has a part in a subject, so that their workbench finds it."""
    known = frozenset(
        PartRow.objects.filter(subject=subject).values_list("organisation", flat=True)
    )
    PartRow.objects.filter(subject=subject, organisation__in=known - organisations).delete()
    PartRow.objects.bulk_create(
        PartRow(subject=subject, organisation=one) for one in sorted(organisations - known)
    )


def address(subject: str) -> str:
    """Return the page of a record or an introduction."""
    page = "introduction" if "~" in subject else "listing"
    return reverse(page, args=[subject])


def _tell(event: Event, after: Exchange) -> None:
    """Tell the other people whom a step concerns; the clocks tell whom they remind themselves."""
    own_find = event.kind is Kind.SUGGEST and event.content["origin"] not in BROKERED
    if own_find or event.kind in _UNTOLD:
        return
    if "~" in event.subject:
        concerned = set(after.introductions[event.subject].organisations)
        concerned.add(event.content.get("organisation", ""))
    else:
        concerned = set(concerned_by(after.listings[event.subject]))
    concerned -= {"", event.actor.organisation}
    words = Text("供需对接：{step}（{subject}）", "Exchange: {step} ({subject})")
    said = words.format(step=event.kind.text, subject=event.subject)
    tell(_people(concerned), said, address(event.subject))


def _people(organisations: Iterable[str]) -> QuerySet[User]:
    return User.objects.filter(organisation__code__in=organisations, is_active=True)


def run_clocks() -> int:
    """Do what the clocks have to do now: reminders, lapses, expiries; return how much was done."""
    standing = (Status.PUBLISHED, Status.PAUSED)
    listings = ListingRow.objects.filter(status__in=standing)
    introductions = IntroductionRow.objects.filter(stage__in=ASKED)
    exchange = Exchange(
        {row.id: row.listing for row in listings},
        {row.id: row.introduction for row in introductions},
    )
    return sum(_reminded(r) for r in reminders(exchange, store.moment(), working_day))


def _reminded(reminder: Reminder) -> bool:
    """Do one thing that is due; what was answered or renewed meanwhile is due no more."""
    try:
        with transaction.atomic():
            act(CLOCK, reminder.kind, reminder.subject, {})
            tell(_people(reminder.organisations), reminder.text, address(reminder.subject))
    except RefusedError:
        return False
    return True
