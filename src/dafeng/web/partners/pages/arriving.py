"""How do records come in? From a place's plan, or from a file."""

from __future__ import annotations

import secrets
import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dafeng.desk.needs import needs_of
from dafeng.errors import Fault, InputError, RefusedError
from dafeng.exchange.drafting import ORIGINS, Need, changed, draft
from dafeng.exchange.entry import KIND_NAMES
from dafeng.exchange.records import KINDS
from dafeng.exchange.records import Kind as RecordKind
from dafeng.exchange.workflow import Kind
from dafeng.exchange.workflow.events import day_of
from dafeng.files.exchange_records import as_json, read_records
from dafeng.web.access import Access, open_to
from dafeng.web.dossiers import versions
from dafeng.web.frame.speech import language
from dafeng.web.ledger.store import moment
from dafeng.web.partners import finding, scope
from dafeng.web.partners.access import MEMBER
from dafeng.web.partners.acting import act
from dafeng.web.partners.models import ListingRow
from dafeng.web.partners.pages.records import taken
from dafeng.web.programmes.places import may_edit

#: Bytes of a file of records.
LARGEST = 10_000_000
PLANNER = Access(
    "planner of a place", lambda request, parts: may_edit(request.user, parts["place"])
)


@open_to(PLANNER)
@require_http_methods(["GET", "POST"])
def from_plan(request: HttpRequest, place: str) -> HttpResponse:
    """Show what a place's plan needs, and draft a request from a measure, project or task."""
    needs = needs_of_place(place)
    if request.method == "POST":
        need = next((n for n in needs if n.address == request.POST.get("need")), None)
        if need is None:
            raise Http404
        name = f"R-{secrets.token_hex(5)}"
        if taken(request, Kind.CREATE, name, {"record": _row(request, need, name)}):
            return redirect("edit_listing", record=name)
    rows = [r.listing for r in ListingRow.objects.filter(plan_ref__startswith=f"{place}/")]
    stale = changed([x.record for x in rows], needs)
    made = {x.record.plan_ref.partition("#")[0]: x for x in rows}
    context = {
        "place": place,
        "groups": [
            {
                "origin": text,
                "needs": [
                    {"need": n, "made": made.get(n.address), "stale": _stale(made, stale, n)}
                    for n in needs
                    if n.origin == origin
                ],
            }
            for origin, text in sorted(ORIGINS.items(), key=lambda one: one[0] == "measure")
        ],
    }
    return render(request, "partners/from_plan.html", context)


def needs_of_place(place: str) -> tuple[Need, ...]:
    """Return the needs of a place's dossier as it stands on the site."""
    found = versions.latest(place)
    if found is None:
        raise Http404
    with tempfile.TemporaryDirectory() as folder:
        for name, data in versions.files_of(found).items():
            (Path(folder) / Path(name).name).write_bytes(data)
        try:
            return needs_of(Path(folder))
        except InputError:
            return ()


def _stale(made: dict[str, Any], stale: Any, need: Need) -> Any:
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
    created: list[str] = []
    upload = request.FILES.get("file")
    if request.method == "POST" and upload is not None:
        if (upload.size or 0) > LARGEST:
            messages.error(request, f"> {LARGEST // 1_000_000} MB")
        else:
            faults, created = _taken_in(request, kind, upload)
    context = {
        "kind": kind, "kind_name": KIND_NAMES[kind], "faults": faults, "created": created,
        "asked": upload is not None,
    }  # fmt: skip
    return render(request, "partners/from_file.html", context)


def _taken_in(request: HttpRequest, kind: RecordKind, upload: Any) -> tuple[list[Fault], list[str]]:
    suffix = Path(upload.name).suffix.lower()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"records{suffix if suffix in ('.jsonl', '.xlsx', '.csv') else ''}"
        path.write_bytes(upload.read())
        try:
            read = read_records(path, kind, upload.name)
        except InputError as error:
            return [*error.faults], []
    actor = scope.actor_of(request.user)
    faults, created = [*read.faults], []
    for record in read.records:
        name = f"{kind[0].upper()}-{secrets.token_hex(5)}"
        row = {**as_json(record), "id": name, "kind": kind, "owner": actor.organisation}
        row.pop("status", None)
        try:
            act(actor, Kind.CREATE, name, {"record": row})
        except RefusedError as error:
            faults += error.faults
        else:
            created.append(name)
    return faults, created
