"""What of a running batch is public now? It is copied to the published store, and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Final

from django.db import transaction

from dafeng.programme import Case, Permission, permissions, visible_cases
from dafeng.programme.state import Submission
from dafeng.record import instant_text
from dafeng.web.ledger import store
from dafeng.web.programmes.approved import projects_of, results_of
from dafeng.web.programmes.models import AttachedFile, RunningBatch
from dafeng.web.programmes.runs import Standing, standing
from dafeng.web.programmes.storing import path
from dafeng.web.published.models import Plan
from dafeng.web.published.releasing import Issued, release_list, release_plan


class _Waiting(threading.local):
    """Batches that wait for the end of this thread's transaction."""

    def __init__(self) -> None:
        self.slugs: set[str] = set()


_WAITING: Final = _Waiting()
#: What this process has published of a batch: public cases with their stages.
_DONE: Final[dict[str, frozenset[tuple[str, str]]]] = {}


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
    public = frozenset((c.id, c.stage) for c in seen)
    if _DONE.get(found.slug) == public:
        return
    release_list(found.programme, found.run, found.slug, now)
    for case in seen:
        held = permissions(found.programme, found.run, None, case, now)
        if found.programme.stages[case.stage].final and Permission.READ_PUBLIC in held:
            _release(found, case)
    _DONE[found.slug] = public


def _release(found: Standing, case: Case) -> None:
    """Publish the plan of a case that came to its end in public, unless it is there already."""
    last = next((s for s in reversed(case.submissions) if _public(found, s)), None)
    if last is None:
        return
    entry = _entry(found, case, last)
    if entry is None or Plan.objects.filter(place=case.id, entry=entry).exists():
        return
    snapshot = next((s.snapshot for s in reversed(case.submissions) if s.snapshot), "")
    release_plan(
        Issued(
            case.id,
            found.slug,
            snapshot,
            entry,
            last.instant,
            results_of(case.id, snapshot),
            projects_of(case.id, snapshot),
            dict(_files(found, case, last)),
        )
    )


def _public(found: Standing, handed_in: Submission) -> dict[str, str]:
    """Return the public files of a submission by kind."""
    kinds = found.programme.attachments
    return {k: d for k, d in handed_in.attachments.items() if kinds[k].access == "public"}


def _files(found: Standing, case: Case, handed_in: Submission) -> Iterator[tuple[str, bytes]]:
    for digest in _public(found, handed_in).values():
        row = AttachedFile.objects.filter(batch=found.row, case=case.id, sha256=digest).first()
        if row is not None:
            yield row.name, path(digest).read_bytes()


def _entry(found: Standing, case: Case, handed_in: Submission) -> int | None:
    """Return the number of the entry by which something was handed in."""
    entries = store.entries(f"{found.row.subject}/{case.id}")
    instant = instant_text(handed_in.instant)
    named = (e for e in entries if e.content["name"] == handed_in.transition)
    return next((e.number for e in named if e.instant == instant), None)
