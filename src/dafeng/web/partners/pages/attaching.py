"""Files that go with a record: attached by its owner, fetched by the other side after consent."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any, Final, cast

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.text import get_valid_filename
from django.views.decorators.http import require_POST

from dafeng.dossier.plain_text import without_controls
from dafeng.exchange.records import Attachment
from dafeng.exchange.workflow import Kind, Level, View
from dafeng.files.exchange_records import as_json
from dafeng.language import Text
from dafeng.web.access import open_to
from dafeng.web.frame.speech import say
from dafeng.web.ledger import store
from dafeng.web.partners import scope
from dafeng.web.partners.access import LISTING
from dafeng.web.partners.models import FileRow
from dafeng.web.partners.pages.records import taken

#: Bytes of a file, and files of a record.
LARGEST: Final = 10_000_000
MOST: Final = 10
#: Characters of a file's name and of its media type.
_NAME: Final = 120
_TYPE: Final = 80
_LARGE: Final = Text("文件超过 {n} MB，没有保存", "the file is above {n} MB and was not kept")
_MANY: Final = Text("一条记录至多 {n} 个附件", "a record has {n} attachments at most")
_EMPTY: Final = Text("没有文件，或文件是空的", "there is no file, or it is empty")


@open_to(LISTING)
@require_POST
def attach(request: HttpRequest, record: str) -> HttpResponse:
    """Attach a file to a record of one's own; it is named by the hash of its content."""
    view, upload = _own(request, record), request.FILES.get("file")
    if upload is None or not upload.size:
        messages.error(request, say(_EMPTY))
    elif upload.size > LARGEST:
        messages.error(request, say(_LARGE.format(n=LARGEST // 1_000_000)))
    elif len(view.record.attachments) >= MOST:
        messages.error(request, say(_MANY.format(n=MOST)))
    else:
        content = upload.read()
        digest = hashlib.sha256(content).hexdigest()
        kind = without_controls(upload.content_type or "")[:_TYPE] or "application/octet-stream"
        one = Attachment(without_controls(upload.name or digest)[-_NAME:], kind, digest)
        others = [a for a in view.record.attachments if a.sha256 != digest]
        with transaction.atomic():
            if _revised(request, view, [*others, one]):
                FileRow.objects.get_or_create(
                    record=record, sha256=digest, defaults={"content": content}
                )
    return redirect("listing", record=record)


@open_to(LISTING)
@require_POST
def remove(request: HttpRequest, record: str, digest: str) -> HttpResponse:
    """Take a file away from a record of one's own."""
    view = _own(request, record)
    with transaction.atomic():
        if _revised(request, view, [a for a in view.record.attachments if a.sha256 != digest]):
            FileRow.objects.filter(record=record, sha256=digest).delete()
    return redirect("listing", record=record)


@open_to(LISTING)
@require_POST
def download(request: HttpRequest, record: str, digest: str) -> HttpResponseBase:
    """Give a file to who may see it: the owner's side, the operator, the other after consent.

    Whoever is not of the owner's side has the fetch logged: what, by whom, when.
    """
    view, actor = cast(View, scope.record(request.user, record)), scope.actor_of(request.user)
    one = next((a for a in view.record.attachments if a.sha256 == digest), None)
    row = FileRow.objects.filter(record=record, sha256=digest).first()
    if one is None or row is None:
        raise Http404
    if view.level is not Level.OWN:
        store.append(
            {
                "instant": store.moment(),
                "kind": "exchange.download",
                "subject": f"exchange/{record}",
                "actor": actor.person,
                "content": {"attachment": digest, "to": actor.organisation or "operator"},
            }
        )
    name = get_valid_filename(one.name) or digest
    answer = FileResponse(
        BytesIO(bytes(row.content)), as_attachment=True, filename=name,
        content_type="application/octet-stream",
    )  # fmt: skip
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _own(request: HttpRequest, record: str) -> View:
    view = cast(View, scope.record(request.user, record))
    if view.level is not Level.OWN:
        raise Http404
    return view


def _revised(request: HttpRequest, view: View, files: list[Attachment]) -> bool:
    """Take the step of a revision with other files; nothing that the public reads changes."""
    row: dict[str, Any] = as_json(view.record)
    row.pop("attachments", None)
    stated = [{"name": a.name, "media_type": a.media_type, "sha256": a.sha256} for a in files]
    if stated:
        row["attachments"] = stated
    version = scope.around([view.record.id]).listings[view.record.id].version
    return taken(request, Kind.REVISE, view.record.id, {"record": row, "version": version})
