"""One request or offer: its page, its form, its steps, and what fits it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dafeng.desk.matching_days import working_day
from dafeng.errors import RefusedError
from dafeng.exchange.entry import KIND_NAMES
from dafeng.exchange.records import KINDS
from dafeng.exchange.workflow import (
    KEYS,
    Exchange,
    Kind,
    Level,
    Status,
    View,
    checklist,
    open_steps,
    visible_introduction,
)
from dafeng.exchange.workflow.events import day_of
from dafeng.exchange.workflow.state import Listing
from dafeng.language import Text
from dafeng.web.access import open_to
from dafeng.web.frame.speech import language, say
from dafeng.web.ledger.store import moment
from dafeng.web.partners import finding, forms, plans, scope
from dafeng.web.partners.access import LISTING, MEMBER
from dafeng.web.partners.acting import act
from dafeng.web.partners.models import ListingRow
from dafeng.web.partners.names import known_as, names_of, people_of, strangers
from dafeng.web.partners.repeating import near
from dafeng.web.whole_numbers import counted

#: Steps that have a page of their own and no button beside the others.
_APART = (Kind.REVISE, Kind.CREATE)
#: States in which a record is still to be handed in.
_BEFORE = (Status.DRAFT, Status.RETURNED)
STRANGER = Text("没有编号为 {code} 的单位", "no organisation has the id {code}")


@open_to(LISTING)
@require_safe
def listing(request: HttpRequest, record: str) -> HttpResponse:
    """Show a record as far as the person may see it, with the steps that are open."""
    exchange, actor = scope.around([record]), scope.actor_of(request.user)
    view, found = cast(View, scope.record(request.user, record)), exchange.listings[record]
    steps = open_steps(exchange, record, actor, moment(), working_day)
    inside = view.level is Level.OWN or actor.operates
    introductions = [
        {"id": name, "view": seen}
        for name in exchange.introductions
        if (seen := visible_introduction(exchange, name, actor)) is not None
    ]
    context = {
        "id": record,
        "view": view,
        "fields": _told(view),
        "names": names_of(
            [view.record.owner, view.record.adviser, *(m.organisation for m in view.record.team)]
            + [d.organisation for d in found.done if inside]
        ),
        "reader": actor.organisation,
        "origin": plans.origin_of(request.user, view.record),
        "status": found.status,
        "inside": inside,
        **(_within(found) if inside else {}),
        "own": view.level is Level.OWN,
        "pending": found.pending,
        "steps": [k for k in steps if k not in _APART],
        "asks": {k.value: list(KEYS.get(k, {})) for k in steps},
        "may_revise": Kind.REVISE in steps,
        "introductions": introductions,
        "kind_name": KIND_NAMES[view.record.kind],
        "mine": _mine(request.user, view, exchange),
        **forms.choices(),
    }
    return render(request, "partners/listing.html", context)


def _told(view: View) -> list[dict[str, Any]]:
    """Return the fields that hold something, without those for owners alone."""
    fields = forms.fields(view.record.kind, forms.values_of(view.record))
    return [f for f in fields if f["value"] and f["name"] not in forms.OF_OWNERS]


def _within(found: Listing) -> dict[str, Any]:
    """Return what a record's own people and the operator see beside it."""
    alike = near(found.record) if found.status in _BEFORE else found.duplicate_of
    called = known_as(found.record.owner)
    return {
        "checklist": checklist(found.record, found.waived, alike, called, found.export_control),
        "people": people_of(d.person for d in found.done),
        "done": found.done,
    }


def _mine(user: Any, view: View, exchange: Exchange) -> list[ListingRow]:
    """Return the person's own published records of the other side, to meet this one with."""
    actor = scope.actor_of(user)
    owner = exchange.listings[view.record.id].record.owner
    if not actor.organisation or view.level is Level.OWN or owner == actor.organisation:
        return []
    other = "offer" if view.record.kind == "request" else "request"
    return list(
        ListingRow.objects.filter(owner=actor.organisation, kind=other, status=Status.PUBLISHED)
    )


@open_to(LISTING)
@require_safe
def fitting(request: HttpRequest, record: str) -> HttpResponse:
    """Show what fits a record on the other side, with reasons, and what fits the topic but."""
    view, actor = cast(View, scope.record(request.user, record)), scope.actor_of(request.user)
    if view.level is not Level.OWN and not actor.operates:
        raise Http404
    found = finding.fitting(view.record, view.record.owner, day_of(moment()))
    context = {
        "id": record,
        "view": view,
        "found": found.found,
        "both": found.both,
        "full": found.full,
        "owns": actor.organisation == view.record.owner,
    }
    return render(request, "partners/fitting.html", context)


@open_to(MEMBER)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Make a new record of one's own, or draft one for an organisation that one advises."""
    if kind not in KINDS:
        raise Http404
    own = scope.actor_of(request.user).organisation
    client = request.POST.get("client", "").strip()
    name = f"{kind[0].upper()}-{secrets.token_hex(5)}"
    kept = {"id": name, "kind": kind, "owner": client or own}
    values: dict[str, Any] = {"lang": language()}
    blank = kind if request.method != "POST" else None
    if request.method == "POST":
        values = forms.record_row(kind, request.POST, kept)
        if client and client != own:
            values["adviser"] = own
        if _known(request, values) and taken(request, Kind.CREATE, name, {"record": values}):
            return redirect("listing", record=name)
    more = {"blank": blank, "client": client, "drafts_for": True}
    return _form(request, kind, values, say(KIND_NAMES[kind]), more)


@open_to(LISTING)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, record: str) -> HttpResponse:
    """Revise a record of one's own; what somebody saved meanwhile is not overwritten."""
    view = cast(View, scope.record(request.user, record))
    if view.level is not Level.OWN:
        raise Http404
    kind, now = view.record.kind, forms.values_of(view.record)
    version, values = scope.around([record]).listings[record].version, now
    more: dict[str, Any] = {"version": version}
    if request.method == "POST":
        values = forms.record_row(kind, request.POST, now)
        if scope.actor_of(request.user).organisation != view.record.owner:
            values |= {key: now[key] for key in forms.OF_OWNERS if key in now}
        read = counted(request.POST.get("version"))
        said = {"record": values, "version": version if read is None else read}
        if _known(request, values) and taken(request, Kind.REVISE, record, said):
            return redirect("listing", record=record)
        if said["version"] != version:
            more["stored"] = forms.differences(kind, values, now)
    return _form(request, kind, values, view.record.title, more)


def _known(request: HttpRequest, values: Mapping[str, Any]) -> bool:
    """Say whether the site knows every organisation that a record names; tell which not."""
    team = [member["organisation"] for member in values.get("team", ())]
    missing = strangers([values.get("owner", ""), values.get("adviser", ""), *team])
    for code in missing:
        messages.error(request, say(STRANGER.format(code=code[: forms.LONGEST_ID])))
    return not missing


def _form(
    request: HttpRequest, kind: str, values: dict[str, Any], title: str, more: Mapping[str, Any]
) -> HttpResponse:
    """Lay the form out; a blank one is the same for everybody and is kept."""
    context = {
        "fields": forms.fields(kind, values),
        "title": title,
        "kind_name": KIND_NAMES[kind],
        "blank": None,  # what somebody has entered is kept for nobody else
        **more,
    }
    return render(request, "partners/form.html", context)


@open_to(LISTING)
@require_POST
def step(request: HttpRequest, record: str, kind: str) -> HttpResponse:
    """Take a step with a record."""
    if kind not in set(Kind) or kind in _APART:
        raise Http404
    chosen, view = Kind(kind), cast(View, scope.record(request.user, record))
    said = forms.content(chosen, request.POST, view.record.kind)
    if chosen is Kind.SUBMIT and view.level is Level.OWN:
        said |= {"duplicate_of": near(view.record), "names": known_as(view.record.owner)}
        said = {key: value for key, value in said.items() if value}
    taken(request, chosen, record, said)
    return redirect("listing", record=record)


def taken(request: HttpRequest, kind: Kind, subject: str, said: dict[str, Any]) -> bool:
    """Take a step; say in the person's language what speaks against it, if anything does."""
    try:
        act(scope.actor_of(request.user), kind, subject, said)
    except RefusedError as error:
        for fault in error.faults:
            messages.error(
                request, f"{say(fault.message)} {say(fault.remedy) if fault.remedy else ''}"
            )
        return False
    return True


def back(subject: str) -> HttpResponseRedirect:
    """Return to the page of an introduction."""
    return HttpResponseRedirect(reverse("introduction", args=[subject]))
