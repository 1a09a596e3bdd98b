"""How does a batch start to run? It keeps the version of its rules; the log has its first event."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from dafeng.programme import Event, Kind, Programme, RefusedError, entry_fields, freeze, refusals
from dafeng.record import Receipt
from dafeng.web.ledger import store
from dafeng.web.programmes.models import RunningBatch


def start(programme: Programme, batch: str, user: Any, slug: str) -> tuple[RunningBatch, Receipt]:
    """Start a batch; who runs the site is its operator and appoints the first signatories.

    Parameters
    ----------
    programme, batch
        Rules and id of the call.
    user
        Who runs the site.
    slug
        Name on the site.

    Raises
    ------
    RefusedError
        If the rules speak against it.
    """
    with transaction.atomic():
        store.hold()
        work = user.organisation.code if user.organisation else "site"
        content = {
            "batch": batch,
            "version": programme.version,
            "operator": {"id": user.person, "organisation": work},
        }
        event = Event(store.moment(), Kind.START, user.person, content=content)
        found = refusals(programme, None, event)
        if found:
            raise RefusedError(found)
        row = RunningBatch.objects.create(
            slug=slug,
            programme=programme.id,
            batch=batch,
            version=programme.version,
            frozen=freeze(programme.document, programme.calendar),
            opened=event.instant,
        )
        return row, store.append(entry_fields(programme, None, event))
