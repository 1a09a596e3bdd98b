"""How do records come in? From a place's plan, or from a file."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dafeng.errors import Fault, InputError, Place, RefusedError
from dafeng.exchange.drafting import ORIGINS, Need, changed, draft
from dafeng.exchange.entry import KIND_NAMES
from dafeng.exchange.faults import fault
from dafeng.exchange.records import KINDS, Record
from dafeng.exchange.records import Kind as RecordKind
from dafeng.exchange.workflow import Actor, Kind
from dafeng.exchange.workflow.events import day_of
from dafeng.files.exchange_records import Imported, as_json, read_records
from dafeng.language import Text
from dafeng.web.access import Access, open_to
from dafeng.web.frame.speech import language, say
from dafeng.web.ledger.store import moment
from dafeng.web.partners import finding, plans, repeating, scope
from dafeng.web.partners.access import MEMBER
from dafeng.web.partners.acting import act
from dafeng.web.partners.names import strangers
from dafeng.web.partners.pages.records import taken
from dafeng.web.programmes.places import may_edit, place_name

#: Bytes of a file of records, and how many of it are taken at a time.
LARGEST: Final = 10_000_000
MOST: Final = 1000
#: Fields of a file that the site does not take over: it keeps them itself, or holds no content.
_LEFT: Final = ("status", "created", "updated", "expires", "attachments")
_TOO_LARGE: Final = Text("文件超过 {n} MB，没有读取", "the file is above {n} MB and was not read")
PLANNER = Access(
    "planner of a place", lambda request, parts: may_edit(request.user, parts["place"])
)


@open_to(PLANNER)
@require_http_methods(["GET", "POST"])
def from_plan(request: HttpRequest, place: str) -> HttpResponse:
    """Show what a place's plan needs, and draft a request from a measure, project or task."""
    if request.method == "POST":
        need = next((n for n in _needs(place) if n.address == request.POST.get("need")), None)
        if need is None:
            raise Http404
        made = plans.requests_of(request.user, place).get(need.address)
        if made is not None:
            return redirect("listing", record=made.id)
        name = f"R-{secrets.token_hex(5)}"
        if taken(request, Kind.CREATE, name, {"record": _row(request, need, name)}):
            return redirect("edit_listing", record=name)
    return render(request, "partners/from_plan.html", _planned(request, place))


@open_to(PLANNER)
@require_safe
def from_plan_part(request: HttpRequest, place: str, origin: str) -> HttpResponse:
    """Show one part of what a place's plan needs, to stand beside its results."""
    context = _planned(request, place)
    groups = [group for group in context["groups"] if group["id"] == origin]
    if not groups:
        raise Http404
    return render(request, "partners/needs.html", {**context, "groups": groups})


def _planned(request: HttpRequest, place: str) -> dict[str, Any]:
    found = plans.needs_of_place(place)
    if found is None:
        raise Http404
    made = plans.requests_of(request.user, place)
    stale = changed([x.record for x in made.values()], found.needs, place)
    groups = [
        {
            "id": origin,
            "origin": text,
            "needs": [
                {"need": n, "made": made.get(n.address), "stale": _stale(made, stale, n)}
                for n in found.needs
                if n.origin == origin
            ],
        }
        for origin, text in sorted(ORIGINS.items(), key=lambda one: one[0] == "measure")
    ]
    gone = [x for address, x in made.items() if address not in {n.address for n in found.needs}]
    lost = () if found.faults else gone
    name = place_name(place)
    return {"place": place, "name": name, "groups": groups, "faults": found.faults, "gone": lost}


def _needs(place: str) -> tuple[Need, ...]:
    found = plans.needs_of_place(place)
    if found is None:
        raise Http404
    return found.needs


def _stale(made: Any, stale: Any, need: Need) -> Any:
    listing = made.get(need.address)
    return stale.get(listing.record.id) if listing else None


def _row(request: HttpRequest, need: Need, name: str) -> dict[str, Any]:
    record = draft(need, language(), day_of(moment()), finding.reader().thesaurus)
    owner = scope.actor_of(request.user).organisation
    return {**as_json(record), "id": name, "kind": "request", "owner": owner}


@open_to(MEMBER)
@require_http_methods(["GET", "POST"])
def from_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Take in a file of records: good rows become drafts, bad ones are told by their line."""
    if kind not in KINDS:
        raise Http404
    faults: list[Fault] = []
    created: list[tuple[str, str]] = []
    upload = request.FILES.get("file")
    if request.method == "POST" and upload is not None:
        if (upload.size or 0) > LARGEST:
            messages.error(request, say(_TOO_LARGE.format(n=LARGEST // 1_000_000)))
        else:
            faults, created = _taken_in(request, kind, upload)
    context = {
        "kind": kind, "kind_name": KIND_NAMES[kind], "faults": faults, "created": created,
        "asked": upload is not None,
    }  # fmt: skip
    return render(request, "partners/from_file.html", context)


def _taken_in(
    request: HttpRequest, kind: RecordKind, upload: Any
) -> tuple[list[Fault], list[tuple[str, str]]]:
    """Return what is wrong, and the drafts that were made: the file's own id, and the site's."""
    try:
        read = _read(kind, upload)
    except InputError as error:
        return [*error.faults], []
    actor = scope.actor_of(request.user)
    faults = [*read.faults, *_repeated(read, actor), *_unowned(request, read)]
    created: list[tuple[str, str]] = []
    if len(read.records) > MOST:
        place = Place(file=upload.name)
        faults.append(fault("file.many", place, found=len(read.records), limit=MOST))
    with transaction.atomic():
        for record in read.records[:MOST]:
            name = f"{kind[0].upper()}-{secrets.token_hex(5)}"
            try:
                act(actor, Kind.CREATE, name, {"record": _kept(request, record, name, actor)})
            except RefusedError as error:
                at = read.places[record.id]
                faults += [replace(f, place=replace(at, field=f.place.field)) for f in error.faults]
            else:
                created.append((record.id, name))
    return faults, created


def _read(kind: RecordKind, upload: Any) -> Imported:
    suffix = Path(upload.name).suffix.lower()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"records{suffix if suffix in ('.jsonl', '.xlsx', '.csv') else ''}"
        path.write_bytes(upload.read())
        return read_records(path, kind, upload.name)


def _kept(request: HttpRequest, record: Record, name: str, actor: Actor) -> dict[str, Any]:
    """Return a row as the site takes it: own, and with nobody and no plan that is not theirs."""
    row = {key: value for key, value in as_json(record).items() if key not in _LEFT}
    row |= {"id": name, "kind": record.kind, "owner": actor.organisation}
    if not _may_refer(request, record):
        row.pop("plan_ref", None)
    missing = strangers([record.adviser, *(m.organisation for m in record.team)])
    if record.adviser in missing:
        row.pop("adviser", None)
    team = [m for m in row.pop("team", []) if m["organisation"] not in missing]
    return {**row, "team": team} if team else row


def _may_refer(request: HttpRequest, record: Record) -> bool:
    return not record.plan_ref or may_edit(request.user, record.plan_ref.partition("/")[0])


def _repeated(read: Imported, actor: Actor) -> Iterator[Fault]:
    """Yield which rows nearly repeat an earlier one, or a record that the organisation has."""
    if not read.records:
        return
    mine = repeating.standing(actor.organisation, read.records[0].kind)
    rows = [
        replace(r, id=f"{_ROW}{r.id}", owner=actor.organisation, status="")
        for r in read.records[:MOST]
    ]
    for one in repeating.among([*mine, *rows]):
        if one.record.startswith(_ROW):
            other = one.other.removeprefix(_ROW)
            values = {"other": other, "similarity": f"{one.similarity:.2f}"}
            yield fault("record.duplicate", read.places[one.record.removeprefix(_ROW)], **values)


#: Before the id of a row, which may be that of a record on the site too.
_ROW: Final = "\x00"


def _unowned(request: HttpRequest, read: Imported) -> Iterator[Fault]:
    """Yield what a row names that is not known here, or not for this person to name."""
    for record in read.records[:MOST]:
        at = read.places[record.id]
        if not _may_refer(request, record):
            yield fault("record.plan_ref", replace(at, field="plan_ref"), found=record.plan_ref)
        for code in strangers([record.adviser, *(m.organisation for m in record.team)]):
            yield fault("record.stranger", at, found=code)
