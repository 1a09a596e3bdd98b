"""How does a person act? One event, held against the rules, written with its entry, receipted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from dafeng.programme import Event, Kind, RefusedError, apply, entry_fields, refusals
from dafeng.record import Receipt
from dafeng.web.ledger import store
from dafeng.web.programmes.consequences import follow
from dafeng.web.programmes.models import RunningBatch
from dafeng.web.programmes.runs import Standing, standing


def act(
    person: str,
    row: RunningBatch,
    kind: Kind,
    *,
    case: str = "",
    name: str = "",
    content: Mapping[str, Any] | None = None,
) -> Receipt:
    """Let a person do something; its entry and all that follows are one transaction.

    Parameters
    ----------
    person
        Id of the person.
    row
        The running batch.
    kind, case, name, content
        As in `dafeng.programme.Event`.

    Raises
    ------
    RefusedError
        If the rules speak against it; all reasons are listed, nothing has changed.
    """
    with transaction.atomic():
        store.hold()
        before = standing(row)
        event = Event(store.moment(), kind, person, case, name, content or {})
        found = refusals(before.programme, before.run, event)
        if found:
            raise RefusedError(found)
        receipt = store.append(entry_fields(before.programme, before.run, event))
        after = Standing(row, before.programme, apply(before.programme, before.run, event))
        follow(before, after, event)
    return receipt
