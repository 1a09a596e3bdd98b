"""Pages of the record: entries that one may read, receipts, signed heads, the whole log."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dafeng.language import Text, same
from dafeng.programme import Kind, local_text
from dafeng.programme.events import kind_text
from dafeng.record import Entry, instant_of
from dafeng.web.access import EVERYBODY, OPERATOR, SIGNED_IN, Access, open_to
from dafeng.web.accounts.requests import SignedInRequest
from dafeng.web.keys import ORIGIN, log_key
from dafeng.web.ledger import store
from dafeng.web.ledger.models import EntryRow
from dafeng.web.programmes.entries import Reader, may_read, readable_entries, reader
from dafeng.web.programmes.models import RunningBatch
from dafeng.web.programmes.pages.saving import saved
from dafeng.web.programmes.remarks import is_own, role_of
from dafeng.web.programmes.showing import names_of
from dafeng.web.whole_numbers import counted

#: Entries of a page.
_PAGE: Final = 100


def _reads(request: HttpRequest, parts: Mapping[str, Any]) -> bool:
    if not request.user.is_authenticated:
        return False
    row = EntryRow.objects.filter(number=parts["number"]).first()
    return row is not None and may_read(reader(request.user), row.entry)


READS_ENTRY: Final = Access("reads the entry", _reads)


@open_to(SIGNED_IN)
@require_GET
def record(request: SignedInRequest) -> HttpResponse:
    """List the entries that the person may read."""
    who = reader(request.user)
    asked = {k: str(request.GET.get(k, "")).strip() for k in ("kind", "case", "own")}
    before = counted(request.GET.get("before"))
    found = readable_entries(who, _narrowed(who, asked), _PAGE + 1, before)
    shown, more = found[:_PAGE], len(found) > _PAGE
    context = {
        "entries": _rows(who, shown),
        "before": shown[-1].number if more else None,
        "asked": asked,
        "kinds": [(k.value, k.text) for k in Kind],
        "cases": _cases(who),
    }
    return render(request, "programmes/record.html", context)


@open_to(READS_ENTRY)
@require_GET
def receipt(request: SignedInRequest, number: int) -> HttpResponse:
    """Hand out the receipt of an entry; `dafeng verify` checks it without this site."""
    del request
    if number >= store.size():
        raise Http404
    text = json.dumps(store.receipt(number).as_json(), ensure_ascii=False, indent=1) + "\n"
    return saved(text.encode(), f"{number:06d}.receipt.json", "application/json")


@open_to(EVERYBODY)
@require_GET
def heads(request: HttpRequest) -> HttpResponse:
    """Show the signed head and the key under which the log is verified."""
    note = store.newest_head()
    context = {"note": str(note) if note else "", "origin": ORIGIN, "key": _key()}
    return render(request, "programmes/heads.html", context)


@open_to(EVERYBODY)
@require_GET
def head(request: HttpRequest) -> HttpResponse:
    """Hand out the newest signed head, for witnesses to keep."""
    del request
    note = store.newest_head()
    if note is None:
        raise Http404
    return saved(str(note).encode(), f"{store.size():08d}.note", "text/plain; charset=utf-8")


@open_to(OPERATOR)
@require_GET
def whole_log(request: SignedInRequest) -> HttpResponse:
    """Hand out the whole log as a folder that `dafeng verify` checks."""
    del request
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _folder():
            archive.writestr(name, data)
    return saved(buffer.getvalue(), "record.zip", "application/zip")


def _folder() -> Iterator[tuple[str, bytes]]:
    yield "log.jsonl", store.whole_log().lines()
    note = store.newest_head()
    if note is not None:
        yield "head.note", str(note).encode()
    yield "key.txt", f"{_key()}\n".encode()
    for row in RunningBatch.objects.all():
        yield f"{row.slug}.programme.json", bytes(row.frozen)


def _key() -> str:
    return str(log_key(settings.SITE).verifier)


def _narrowed(who: Reader, asked: Mapping[str, str]) -> Q:
    narrowed = Q()
    if asked["kind"]:
        narrowed &= Q(kind=f"programme.{asked['kind']}")
    if asked["case"]:
        narrowed &= Q(subject__endswith=f"/{asked['case']}")
    if asked["own"]:
        narrowed &= Q(actor=who.user.person)
    return narrowed


def _cases(who: Reader) -> list[tuple[str, Text]]:
    seen = {row[0]: row[1] for found in who.batches.values() for row in _seen(who, found)}
    return sorted(seen.items())


def _seen(who: Reader, found: Any) -> Iterator[tuple[str, Text]]:
    from dafeng.programme import visible_cases

    cases = visible_cases(found.programme, found.run, who.user.person, store.moment())
    return ((c.id, c.applicant.name) for c in cases)


def _rows(who: Reader, shown: list[Entry]) -> list[dict[str, Any]]:
    named = names_of({e.actor for e in shown})
    return [
        {
            "entry": e,
            "kind": kind_text(e.kind),
            "actor": _author(who, e) or named[e.actor],
            "instant": local_text(instant_of(e.instant), "Asia/Shanghai"),
            **_about(who, e),
        }
        for e in shown
    ]


def _author(who: Reader, entry: Entry) -> Text | None:
    """Return the role instead of the name where a place reads what a reviewer wrote."""
    found = who.batches.get("/".join(entry.subject.split("/")[:2]))
    if found is None or entry.kind != "programme.comment":
        return None
    case = found.run.cases[entry.subject.split("/", 2)[2]]
    return role_of(found, entry.actor) if is_own(found, who.user.person, case) else None


def _about(who: Reader, entry: Entry) -> dict[str, Any]:
    """Return the words for what an entry is about: the case, the step."""
    found = who.batches.get("/".join(entry.subject.split("/")[:2]))
    if found is None:
        return {"about": same(entry.subject), "step": None}
    parts = entry.subject.split("/", 2)
    case = found.run.cases.get(parts[2]) if len(parts) > 2 else None  # noqa: PLR2004 - a path
    step = found.programme.transitions.get(str(entry.content.get("name", "")))
    title = found.programme.batches[found.run.batch].title
    return {"about": case.applicant.name if case else title, "step": step.title if step else None}
