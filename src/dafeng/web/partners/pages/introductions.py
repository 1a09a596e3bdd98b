"""Two records that meet: the page of their introduction, and its steps."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from dafeng.desk.matching_days import working_day
from dafeng.errors import Fault, Place
from dafeng.exchange.faults import fault
from dafeng.exchange.workflow import (
    IntroductionView,
    Kind,
    Outcome,
    Side,
    introduction_id,
    open_steps,
    visible,
)
from dafeng.exchange.workflow.events import day_of
from dafeng.exchange.workflow.state import Exchange
from dafeng.web.access import open_to
from dafeng.web.frame.speech import say
from dafeng.web.ledger.store import moment
from dafeng.web.partners import finding, forms, plans, scope
from dafeng.web.partners.access import INTRODUCTION, MEMBER
from dafeng.web.partners.names import names_of, people_of, strangers
from dafeng.web.partners.pages.records import STRANGER, back, taken


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
        "names": names_of(
            [p.organisation for p in view.parties]
            + [i.party.organisation for i in view.invitations]
            + [d.organisation for d in view.disclosures]
            + [d.organisation for d in view.done]
        ),
        "people": people_of(d.person for d in view.done),
        "steps": open_steps(exchange, introduction, actor, moment(), working_day),
        "filled": _filled(view),
        **forms.choices(),
    }
    return render(request, "partners/introduction.html", context)


def _filled(view: IntroductionView) -> Outcome | None:
    """Return what the form of an outcome starts from: the last word of the other side, or both."""
    theirs = [outcome for side, outcome in view.proposals.items() if side is not view.side]
    own = [outcome for side, outcome in view.proposals.items() if side is view.side]
    return next(iter((*theirs, *own)), view.outcome)


@open_to(INTRODUCTION)
@require_POST
def step(request: HttpRequest, introduction: str, kind: str) -> HttpResponse:
    """Take a step with an introduction."""
    if kind not in set(Kind):
        raise Http404
    chosen = Kind(kind)
    said = forms.content(chosen, request.POST)
    missing = strangers([said["organisation"]]) if "organisation" in said else []
    wrong = _looked_up(request, said.get("outcome", {}), introduction)
    if missing:
        messages.error(request, say(STRANGER.format(code=missing[0][: forms.LONGEST_ID])))
    elif wrong is not None:
        messages.error(request, f"{say(wrong.message)} {say(wrong.remedy) if wrong.remedy else ''}")
    else:
        taken(request, chosen, introduction, said)
    # who leaves or joins may see another page afterwards
    return back(introduction) if chosen is not Kind.LEAVE else redirect("workbench")


def _looked_up(request: HttpRequest, outcome: dict[str, Any], name: str) -> Fault | None:
    """Mark an item of a plan that was looked up; return a fault if it may not be stated.

    The side that may not edit the plan repeats what the other side has stated, and no more.
    """
    item = outcome.get("project", "")
    if not item or not re.match(r"[\w-]+/\w+/.", item):  # what is no item the rules tell
        return None
    found = scope.around([name]).introductions[name]
    stated = [*(c.outcome for c in found.consents), found.outcome]
    repeated = any(o is not None and o.checked and o.project == item for o in stated)
    if repeated or plans.has_item(request.user, item):
        outcome["checked"] = True
        return None
    return fault("step.item", Place(field=name), found=item)


@open_to(MEMBER)
@require_POST
def meet(request: HttpRequest, record: str, other: str) -> HttpResponse:
    """Express an interest of one's own record in another: the introduction is made if need be.

    An adviser, or who runs the site, suggests it to both owners and speaks for neither.
    """
    exchange, actor = scope.around([record, other]), scope.actor_of(request.user)
    seen = visible(exchange, record, actor), visible(exchange, other, actor)
    own = exchange.listings.get(record)
    if None in seen or own is None:
        raise Http404
    owns = own.record.owner == actor.organisation
    advises = bool(actor.organisation) and own.as_agreed.adviser == actor.organisation
    if not (owns or advises or actor.operates):
        raise Http404
    request_first = own.record.kind == "request"
    name = introduction_id(record, other) if request_first else introduction_id(other, record)
    if name not in exchange.introductions:
        found = _suggestion(exchange, record, other, day_of(moment()))
        said = found if owns else {**found, "origin": "adviser"}
        if not taken(request, Kind.SUGGEST, name, said):
            return redirect("listing", record=other)
    if owns:
        taken(request, Kind.INTEREST, name, forms.content(Kind.INTEREST, request.POST))
    return back(name)


def _suggestion(exchange: Exchange, record: str, other: str, day: date) -> dict[str, object]:
    """Return where an introduction comes from: the ranking, or somebody's own search."""
    own = exchange.listings[record].record
    found = finding.place_of(own, other, day)
    return {"origin": "search"} if found is None else finding.told(found[1], own, found[0])
