"""What is offered and sought, for everybody; what waits for oneself; what came of it."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dafeng.desk.matching_days import working_day
from dafeng.exchange.entry import KIND_NAMES
from dafeng.exchange.records import KINDS, SECTORS, Kind
from dafeng.exchange.workflow import (
    ANYBODY,
    Exchange,
    View,
    agenda,
    statistics,
    visible,
    visible_introduction,
)
from dafeng.web.access import EVERYBODY, open_to
from dafeng.web.ledger.store import moment
from dafeng.web.partners import finding, scope
from dafeng.web.partners.access import MEMBER
from dafeng.web.partners.models import IntroductionRow, ListingRow


@open_to(EVERYBODY)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List published requests or offers; with words, those on their topic, best first."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    sector = request.GET.get("sector", "")
    words = request.GET.get("q", "").strip()[:300]
    first = max(0, int(request.GET["from"])) if request.GET.get("from", "").isdigit() else 0
    if words:
        kind = kind or "offer"
        names = finding.search(words, cast(Kind, kind), scope.PAGE)
        shown = [view for name in names if (view := _public(name)) is not None]
    else:
        shown = scope.published(kind, sector, first)
    context = {
        "views": shown[: scope.PAGE],
        "next": first + scope.PAGE if len(shown) > scope.PAGE else None,
        "kind": kind, "sector": sector, "words": words,
        "kinds": KIND_NAMES, "sectors": SECTORS,
    }  # fmt: skip
    return render(request, "partners/index.html", context)


def _public(name: str) -> View | None:
    return visible(scope.around([name]), name, ANYBODY)


@open_to(MEMBER)
@require_safe
def workbench(request: HttpRequest) -> HttpResponse:
    """Show what waits for a person's organisation, its records and its introductions."""
    exchange, actor = scope.own(request.user), scope.actor_of(request.user)
    tasks = agenda(exchange, actor, moment(), working_day)
    introductions = [
        (name, view)
        for name in exchange.introductions
        if (view := visible_introduction(exchange, name, actor)) is not None
    ]
    listings = [
        x for x in exchange.listings.values()
        if actor.operates or actor.organisation in (x.record.owner, x.record.adviser)
    ]  # fmt: skip
    titles = {name: x.record.title for name, x in exchange.listings.items()}
    context = {
        "tasks": tasks,
        "listings": listings,
        "introductions": [
            {"id": n, "view": v, "request": titles[v.request], "offer": titles[v.offer]}
            for n, v in introductions
        ],
        "kinds": KIND_NAMES,
    }
    return render(request, "partners/workbench.html", context)


@open_to(EVERYBODY)
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show what came of the exchange, as counts over all; nobody is named."""
    listings = {row.id: row.listing for row in ListingRow.objects.all()}
    introductions = {row.id: row.introduction for row in IntroductionRow.objects.all()}
    found = statistics(Exchange(listings, introductions))
    context = {"found": found, "introductions": dict(found.introductions)}
    return render(request, "partners/figures.html", context)
