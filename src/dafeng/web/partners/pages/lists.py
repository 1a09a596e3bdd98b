"""What is offered and sought, for everybody; what waits for oneself; what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dafeng.desk.matching_days import working_day
from dafeng.errors import Fault, Place
from dafeng.exchange.entry import KIND_NAMES
from dafeng.exchange.faults import fault
from dafeng.exchange.records import KINDS, SECTORS
from dafeng.exchange.workflow import (
    BASES,
    DECLINE_REASONS,
    OUTCOMES,
    Actor,
    Exchange,
    Facts,
    Status,
    View,
    agenda,
    concerned_by,
    from_plain,
    statistics,
    visible,
    visible_introduction,
)
from dafeng.web.access import EVERYBODY, open_to
from dafeng.web.ledger.store import moment
from dafeng.web.partners import finding, scope
from dafeng.web.partners.access import MEMBER
from dafeng.web.partners.models import IntroductionRow, ListingRow
from dafeng.web.whole_numbers import counted

#: What an address of the search may hold.
PARAMETERS: Final = ("q", "kind", "sector", "from")


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the published records is asked for: words, a kind, a sector, and from which on."""

    words: str
    kind: str
    sector: str
    first: int


def asked_for(request: HttpRequest) -> Asked:
    """Return what an address asks for; what it says amiss counts as not said."""
    kind, sector = request.GET.get("kind", ""), request.GET.get("sector", "")
    return Asked(
        request.GET.get("q", "").strip()[:300],
        kind if kind in KINDS else "",
        sector if sector in SECTORS else "",
        counted(request.GET.get("from")) or 0,
    )


def amiss(request: HttpRequest) -> list[Fault]:
    """Return what an address asks for that there is not: a service tells it, a page passes it."""
    unknown = [
        fault("search.parameter", Place(field=name), found=name, known=", ".join(PARAMETERS))
        for name in request.GET
        if name not in PARAMETERS
    ]
    known = {"kind": KINDS, "sector": tuple(SECTORS)}
    wrong = [
        fault("search.word", Place(field=name), field=name, found=found, known=", ".join(words))
        for name, words in known.items()
        if (found := request.GET.get(name, "")) and found not in words
    ]
    first = request.GET.get("from", "")
    if first and counted(first) is None:
        wrong.append(fault("search.from", Place(field="from"), found=first))
    return unknown + wrong


def views_of(asked: Asked) -> list[View]:
    """Return a page of published records, and one more if there are more."""
    if not asked.words:
        return scope.published(asked.kind, asked.sector, asked.first)
    kinds = [one for one in KINDS if asked.kind in ("", one)]
    names = finding.search(asked.words, kinds, asked.sector)
    return scope.shown(names[asked.first : asked.first + scope.PAGE + 1])


@open_to(EVERYBODY)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List published requests or offers; with words, those on their topic, best first."""
    asked = asked_for(request)
    shown = views_of(asked)
    context = {
        "views": shown[: scope.PAGE],
        "next": asked.first + scope.PAGE if len(shown) > scope.PAGE else None,
        "kind": asked.kind, "sector": asked.sector, "words": asked.words,
        "kinds": KIND_NAMES, "sectors": SECTORS,
    }  # fmt: skip
    return render(request, "partners/index.html", context)


@open_to(MEMBER)
@require_safe
def workbench(request: HttpRequest) -> HttpResponse:
    """Show what waits for a person's organisation, its records and its introductions."""
    exchange, actor = scope.own(request.user), scope.actor_of(request.user)
    tasks = agenda(exchange, actor, moment(), working_day)
    introductions = [
        {
            "id": name, "view": view,
            "request": _title(exchange, view.request, actor),
            "offer": _title(exchange, view.offer, actor),
        }
        for name in exchange.introductions
        if (view := visible_introduction(exchange, name, actor)) is not None
    ]  # fmt: skip
    listings = [
        x for x in exchange.listings.values()
        if actor.operates or actor.organisation in concerned_by(x)
    ]  # fmt: skip
    context = {
        "tasks": tasks,
        "listings": listings,
        "introductions": introductions,
        "kinds": KIND_NAMES,
        "own": actor.organisation,
    }
    return render(request, "partners/workbench.html", context)


def _title(exchange: Exchange, record: str, actor: Actor) -> str:
    """Return the title of a record; its id where the person may not see it at present."""
    view = visible(exchange, record, actor)
    return view.record.title if view else record


@open_to(EVERYBODY)
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show what came of the exchange, as counts over all; nobody is named."""
    counted = ListingRow.objects.order_by().values_list("kind", "status").annotate(Count("id"))
    offers = ListingRow.objects.filter(kind="offer", status=Status.PUBLISHED)
    every = IntroductionRow.objects.order_by().values_list("facts", flat=True)
    found = statistics(
        {(kind, status): many for kind, status, many in counted},
        offers.values_list("id", flat=True),
        (from_plain(Facts, one) for one in every.iterator()),
    )
    context = {
        "found": found,
        "introductions": dict(found.introductions),
        "records": [
            (KIND_NAMES[kind], Status(status), many)
            for (kind, status), many in sorted(found.records.items())
            if status in _PUBLIC
        ],
        "reasons": [(DECLINE_REASONS[k], many) for k, many in found.decline_reasons.items()],
        "outcomes": OUTCOMES, "bases": BASES,
    }  # fmt: skip
    return render(request, "partners/figures.html", context)


#: States of records that the figures count: drafts are nobody's business.
_PUBLIC = (Status.PUBLISHED, Status.EXPIRED, Status.FULFILLED)
