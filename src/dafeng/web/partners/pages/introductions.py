"""Two records that meet: the page of their introduction, and its steps."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from dafeng.desk.matching_days import working_day
from dafeng.exchange.workflow import (
    IntroductionView,
    Kind,
    Side,
    introduction_id,
    open_steps,
    visible,
)
from dafeng.exchange.workflow.events import day_of
from dafeng.exchange.workflow.state import Exchange
from dafeng.web.access import open_to
from dafeng.web.ledger.store import moment
from dafeng.web.partners import finding, forms, scope
from dafeng.web.partners.access import INTRODUCTION, MEMBER
from dafeng.web.partners.pages.records import back, taken


@open_to(INTRODUCTION)
@require_safe
def introduction(request: HttpRequest, introduction: str) -> HttpResponse:
    """Show an introduction as the person sees it, with the steps that are open."""
    exchange, actor = scope.around([introduction]), scope.actor_of(request.user)
    view = cast(IntroductionView, scope.introduction(request.user, introduction))
    whole = scope.around([view.request, view.offer])
    sides = [
        {"side": side, "name": name, "view": visible(whole, name, actor)}
        for side, name in ((Side.REQUESTER, view.request), (Side.PROVIDER, view.offer))
    ]
    context = {
        "id": introduction,
        "view": view,
        "sides": sides,
        "steps": open_steps(exchange, introduction, actor, moment(), working_day),
        **forms.choices(),
    }
    return render(request, "partners/introduction.html", context)


@open_to(INTRODUCTION)
@require_POST
def step(request: HttpRequest, introduction: str, kind: str) -> HttpResponse:
    """Take a step with an introduction."""
    if kind not in set(Kind):
        raise Http404
    chosen = Kind(kind)
    taken(request, chosen, introduction, forms.content(chosen, request.POST))
    return back(introduction)


@open_to(MEMBER)
@require_POST
def meet(request: HttpRequest, record: str, other: str) -> HttpResponse:
    """Express an interest of one's own record in another: the introduction is made if need be."""
    exchange, actor = scope.around([record, other]), scope.actor_of(request.user)
    seen = visible(exchange, record, actor), visible(exchange, other, actor)
    own = exchange.listings.get(record)
    if None in seen or own is None or own.record.owner != actor.organisation:
        raise Http404
    request_first = own.record.kind == "request"
    name = introduction_id(record, other) if request_first else introduction_id(other, record)
    if name not in exchange.introductions:
        said = _suggestion(exchange, record, other, day_of(moment()))
        if not taken(request, Kind.SUGGEST, name, said):
            return redirect("listing", record=other)
    taken(request, Kind.INTEREST, name, forms.content(Kind.INTEREST, request.POST))
    return back(name)


def _suggestion(exchange: Exchange, record: str, other: str, day: date) -> dict[str, object]:
    """Return where an introduction comes from: the ranking, or somebody's own search."""
    own = exchange.listings[record].record
    for rank, match in enumerate(finding.matches(own, day).matches[: finding.TOP], start=1):
        if match.record.id == other:
            return finding.told(match, own, rank)
    return {"origin": "search"}
