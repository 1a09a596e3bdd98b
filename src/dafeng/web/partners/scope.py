"""Who looks, and what of the exchange may they see? Every page fetches through here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from dafeng.exchange.workflow import (
    ANYBODY,
    Actor,
    Exchange,
    IntroductionView,
    Role,
    Status,
    View,
    public_view,
    visible,
    visible_introduction,
)
from dafeng.web.partners.models import IntroductionRow, ListingRow, PartRow

#: Records on one page of a list.
PAGE = 30
#: Records and introductions of others on the workbench of who operates the site.
NEWEST = 100


def actor_of(user: Any) -> Actor:
    """Return a person as the exchange knows one: by the organisation they work for."""
    if not user.is_authenticated or not user.is_active:
        return ANYBODY
    organisation = user.organisation.code if user.organisation else ""
    roles = frozenset({Role.OPERATOR}) if user.is_operator else frozenset[Role]()
    return Actor(user.person, organisation, roles)


def around(subjects: Iterable[str]) -> Exchange:
    """Return the part of the exchange that records or introductions are about.

    A record stands with its introductions, an introduction with its two records.
    """
    names = set(subjects)
    rows = IntroductionRow.objects.filter(
        Q(id__in=names) | Q(request__in=names) | Q(offer__in=names)
    )
    introductions = {row.id: row.introduction for row in rows}
    records = names | {x for i in introductions.values() for x in (i.request, i.offer)}
    listings = {row.id: row.listing for row in ListingRow.objects.filter(id__in=records)}
    return Exchange(listings, introductions)


def record(user: Any, name: str) -> View | None:
    """Return a record as a person sees it; None if they may not know that it is there."""
    return visible(around([name]), name, actor_of(user))


def introduction(user: Any, name: str) -> IntroductionView | None:
    """Return an introduction as a person sees it; None if they may not know of it."""
    return visible_introduction(around([name]), name, actor_of(user))


def published(kind: str = "", sector: str = "", first: int = 0) -> list[View]:
    """Return what anybody sees of published records, the newest first, one page from ``first``."""
    rows = ListingRow.objects.filter(status=Status.PUBLISHED)
    if kind:
        rows = rows.filter(kind=kind)
    seen = []
    for row in rows.iterator():
        listing = row.listing
        if sector and sector not in listing.record.sectors:
            continue
        view = visible(Exchange({listing.id: listing}), listing.id, ANYBODY)
        if view is not None:
            seen.append(view)
        if len(seen) >= first + PAGE + 1:
            break
    return seen[first : first + PAGE + 1]


def shown(names: Sequence[str]) -> list[View]:
    """Return what anybody sees of some published records, in the order given."""
    rows = ListingRow.objects.filter(id__in=names, status=Status.PUBLISHED)
    views = {row.id: public_view(row.listing.as_agreed) for row in rows}
    return [views[name] for name in names if name in views]


def own(user: Any) -> Exchange:
    """Return what a person's organisation owns, advises on, takes part in, or is invited to.

    Who operates the site sees what waits for review and the newest of all else.
    """
    actor = actor_of(user)
    parts = PartRow.objects.filter(organisation=actor.organisation) if actor.organisation else ()
    mine = around(part.subject for part in parts)
    if not actor.operates:
        return mine
    listings = [
        *ListingRow.objects.filter(status=Status.IN_REVIEW).order_by("change")[:NEWEST],
        *ListingRow.objects.all()[:NEWEST],
    ]
    newest = around(IntroductionRow.objects.values_list("id", flat=True)[:NEWEST])
    return Exchange(
        {row.id: row.listing for row in listings} | dict(newest.listings) | dict(mine.listings),
        dict(newest.introductions) | dict(mine.introductions),
    )
