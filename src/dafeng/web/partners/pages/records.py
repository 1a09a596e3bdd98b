"""One request or offer: its page, its form, its steps, and what fits it."""

from __future__ import annotations

import secrets
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
from dafeng.exchange.repeats import repeats
from dafeng.exchange.workflow import (
    KEYS,
    Kind,
    Level,
    Status,
    View,
    checklist,
    open_steps,
    visible_introduction,
)
from dafeng.exchange.workflow.events import day_of
from dafeng.web.access import open_to
from dafeng.web.frame.speech import language, say
from dafeng.web.ledger.store import moment
from dafeng.web.partners import finding, forms, scope
from dafeng.web.partners.access import LISTING, MEMBER
from dafeng.web.partners.acting import act
from dafeng.web.partners.models import ListingRow

#: Steps that have a page of their own and no button beside the others.
_APART = (Kind.REVISE, Kind.CREATE)


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
        "fields": [
            f for f in forms.fields(view.record.kind, forms.values_of(view.record)) if f["value"]
        ],
        "status": found.status,
        "inside": inside,
        "checklist": checklist(view.record, found.waived, found.duplicate_of) if inside else (),
        "done": found.done if inside else (),
        "steps": [k for k in steps if k not in _APART],
        "asks": {k.value: list(KEYS.get(k, {})) for k in steps},
        "may_revise": Kind.REVISE in steps,
        "introductions": introductions,
        "kind_name": KIND_NAMES[view.record.kind],
        "mine": _mine(request.user, view),
        **forms.choices(),
    }
    return render(request, "partners/listing.html", context)


def _stated(view: View) -> list[dict[str, Any]]:
    every = forms.fields(view.record.kind, forms.values_of(view.record))
    return [field for field in every if field["value"]]


def _mine(user: Any, view: View) -> list[ListingRow]:
    """Return the person's own published records of the other side, to meet this one with."""
    actor = scope.actor_of(user)
    if not actor.organisation or view.level is Level.OWN:
        return []
    other = "offer" if view.record.kind == "request" else "request"
    return list(
        ListingRow.objects.filter(owner=actor.organisation, kind=other, status=Status.PUBLISHED)
    )


@open_to(LISTING)
@require_safe
def fitting(request: HttpRequest, record: str) -> HttpResponse:
    """Show what fits a record on the other side, with reasons, and what fits the topic but."""
    view = cast(View, scope.record(request.user, record))
    if view.level is not Level.OWN and not scope.actor_of(request.user).operates:
        raise Http404
    found = finding.matches(view.record, day_of(moment()))
    return render(request, "partners/fitting.html", {"id": record, "view": view, "found": found})


@open_to(MEMBER)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Make a new record."""
    if kind not in KINDS:
        raise Http404
    name = f"{kind[0].upper()}-{secrets.token_hex(5)}"
    kept = {"id": name, "kind": kind, "owner": scope.actor_of(request.user).organisation}
    values: dict[str, Any] = {"lang": language()}
    if request.method == "POST":
        values = forms.record_row(kind, request.POST, kept)
        if taken(request, Kind.CREATE, name, {"record": values}):
            return redirect("listing", record=name)
    return _form(request, kind, values, say(KIND_NAMES[kind]))


@open_to(LISTING)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, record: str) -> HttpResponse:
    """Revise a record of one's own."""
    view = cast(View, scope.record(request.user, record))
    if view.level is not Level.OWN:
        raise Http404
    kind, values = view.record.kind, forms.values_of(view.record)
    if request.method == "POST":
        values = forms.record_row(kind, request.POST, values)
        if taken(request, Kind.REVISE, record, {"record": values}):
            return redirect("listing", record=record)
    return _form(request, kind, values, view.record.title)


def _form(request: HttpRequest, kind: str, values: dict[str, Any], title: str) -> HttpResponse:
    context = {"fields": forms.fields(kind, values), "title": title, "kind_name": KIND_NAMES[kind]}
    return render(request, "partners/form.html", context)


@open_to(LISTING)
@require_POST
def step(request: HttpRequest, record: str, kind: str) -> HttpResponse:
    """Take a step with a record."""
    if kind not in set(Kind) or kind in _APART:
        raise Http404
    chosen, view = Kind(kind), cast(View, scope.record(request.user, record))
    said = forms.content(chosen, request.POST, view.record.kind)
    if chosen is Kind.SUBMIT and (near := _near(view)):
        said["duplicate_of"] = near
    taken(request, chosen, record, said)
    return redirect("listing", record=record)


def _near(view: View) -> str:
    """Return a record of the same owner that this one nearly repeats; empty if none."""
    rows = ListingRow.objects.filter(owner=view.record.owner, kind=view.record.kind)
    others = [r.listing.record for r in rows.exclude(id=view.record.id)]
    records = [*others, view.record]
    found = repeats(records, finding.reader().read(records, "passage"))
    return next((r.other for r in found if r.record == view.record.id), "")


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
