"""What of a running batch is public now? It is copied to the published store, and nothing else.

What is published already is read in that store, so that it does not matter which process looks.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from dafeng.programme import (
    Case,
    Document,
    Permission,
    permissions,
    readable_documents,
    visible_cases,
)
from dafeng.programme.state import Submission
from dafeng.record import instant_text
from dafeng.web.ledger import store
from dafeng.web.programmes.approved import build_soon, projects_of, results_of
from dafeng.web.programmes.models import AttachedFile, RunningBatch
from dafeng.web.programmes.runs import Standing, standing
from dafeng.web.programmes.storing import AlteredFileError, contents
from dafeng.web.published.models import Draft, Participation, Plan
from dafeng.web.published.releasing import (
    Issued,
    Shown,
    release_drafts,
    release_list,
    release_plan,
)


class _Waiting(threading.local):
    """Batches that wait for the end of this thread's transaction."""

    def __init__(self) -> None:
        self.slugs: set[str] = set()


_LOG: Final = logging.getLogger(__name__)
_WAITING: Final = _Waiting()


def publish_soon(row: RunningBatch) -> None:
    """Publish what is public of a batch once, when the transaction has ended."""
    _WAITING.slugs.add(row.slug)
    transaction.on_commit(lambda: _publish_waiting(row), robust=True)


def _publish_waiting(row: RunningBatch) -> None:
    if row.slug in _WAITING.slugs:
        _WAITING.slugs.discard(row.slug)
        publish(standing(row))


def publish(found: Standing) -> None:
    """Copy to the published store what everybody may see at this moment; twice does no harm."""
    now = store.moment()
    seen = visible_cases(found.programme, found.run, None, now)
    titles = {(c.id, found.programme.stages[c.stage].title.zh) for c in seen}
    listed = Participation.objects.filter(batch=found.slug).values_list("place_id", "stage_zh")
    if set(listed) != titles:
        release_list(found.programme, found.run, found.slug, now)
    gone = Draft.objects.filter(batch=found.slug).exclude(place__in=[c.id for c in seen])
    for place in set(gone.values_list("place_id", flat=True)):
        release_drafts(place, found.slug, ())
    for case in seen:
        try:
            _publish_files(found, case, now)
        except AlteredFileError:
            _LOG.exception("nothing more of %s is published", case.id)


def _publish_files(found: Standing, case: Case, now: datetime) -> None:
    held = permissions(found.programme, found.run, None, case, now)
    readable = readable_documents(found.programme, found.run, None, case, now)
    public = [d for d in readable if _access(found, d) == "public"]
    issued: Submission | None = None
    if found.programme.stages[case.stage].final and Permission.READ_PUBLIC in held:
        issued = public[-1].submission if public else None
    if issued is not None:
        _release(found, case, issued, [d for d in public if d.submission is issued])
    _show(found, case, [d for d in public if d.submission is not issued])


def _release(found: Standing, case: Case, issued: Submission, public: Sequence[Document]) -> None:
    """Publish the plan of a case that came to its end in public, once more when it has figures."""
    snapshot = next((s.snapshot for s in reversed(case.submissions) if s.snapshot), "")
    there = Plan.objects.filter(place=case.id, batch=found.slug, snapshot=snapshot).first()
    if there is not None and there.results:
        return
    results = results_of(case.id, snapshot)
    if not results:
        build_soon(case.id, snapshot)
    entry = _entry(found, case, issued)
    if entry is None or (there is not None and not results):
        return
    release_plan(
        Issued(
            case.id,
            found.slug,
            snapshot,
            entry,
            issued.instant,
            results,
            projects_of(case.id, snapshot),
            {name: data for _d, name, data in _files(found, case, public)},
        )
    )


def _show(found: Standing, case: Case, documents: Sequence[Document]) -> None:
    """Show the drafts that everybody may read, and take away those that nobody may any more."""
    there = Draft.objects.filter(place=case.id, batch=found.slug)
    if set(there.values_list("sha256", flat=True)) == {d.sha256 for d in documents}:
        return
    kinds = found.programme.attachments
    shown = [
        Shown(kinds[d.attachment].title, name, d.submission.instant, data)
        for d, name, data in _files(found, case, documents)
    ]
    release_drafts(case.id, found.slug, shown)


def _access(found: Standing, document: Document) -> str:
    return found.programme.attachments[document.attachment].access


def _files(
    found: Standing, case: Case, documents: Sequence[Document]
) -> Iterator[tuple[Document, str, bytes]]:
    """Yield files with names of their own: of two with one name the second says its kind."""
    taken: set[str] = set()
    for document in documents:
        rows = AttachedFile.objects.filter(batch=found.row, case=case.id, sha256=document.sha256)
        row = rows.first()
        if row is not None:
            name = row.name if row.name not in taken else f"{document.attachment}-{row.name}"
            taken.add(name)
            yield document, name, contents(document.sha256)


def _entry(found: Standing, case: Case, handed_in: Submission) -> int | None:
    """Return the number of the entry by which something was handed in."""
    entries = store.entries(f"{found.row.subject}/{case.id}")
    instant = instant_text(handed_in.instant)
    named = (e for e in entries if e.content["name"] == handed_in.transition)
    return next((e.number for e in named if e.instant == instant), None)
