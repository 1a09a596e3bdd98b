"""How does a person act? One event, held against the rules, written with its entry, receipted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from django.db import transaction

from dafeng.errors import Fault, Place, Severity
from dafeng.language import Text
from dafeng.programme import Event, Kind, RefusedError, apply, entry_fields, refusals
from dafeng.record import Receipt
from dafeng.web.ledger import store
from dafeng.web.programmes.consequences import follow
from dafeng.web.programmes.models import RunningBatch
from dafeng.web.programmes.runs import Standing, standing
from dafeng.web.programmes.showing import names_of

#: Opaque id of a person.
_ID: Final = re.compile(r"\b[0-9a-f]{32}\b")
#: Most characters of a text that somebody writes into the log: longer ones are attachments.
LONGEST: Final = 10_000
_TOO_LONG: Final = Fault(
    "site.text.long",
    Severity.ERROR,
    Place(),
    Text(f"一段文字超过 {LONGEST} 字", f"a text has more than {LONGEST} characters"),
    Text("缩短，或作为附件提交", "shorten it, or hand it in as an attachment"),
)
_SOMEBODY: Final = Text("该人员", "this person")


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
    if _longest(content) > LONGEST:
        raise RefusedError([_TOO_LONG])
    with transaction.atomic():
        store.hold()
        before = standing(row)
        event = Event(store.moment(), kind, person, case, name, content or {})
        found = refusals(before.programme, before.run, event)
        if found:
            raise RefusedError([_named(before, fault) for fault in found])
        receipt = store.append(entry_fields(before.programme, before.run, event))
        after = Standing(row, before.programme, apply(before.programme, before.run, event))
        follow(before, after, event)
    return receipt


def _named(found: Standing, fault: Fault) -> Fault:
    """Return a reason with the names of people instead of their ids."""
    ids = set(_ID.findall(fault.message.zh))
    if not ids:
        return fault
    names = names_of({i for i in ids if i in found.run.people})
    zh, en = fault.message.zh, fault.message.en
    for person in ids:
        name = names.get(person, _SOMEBODY)
        zh, en = zh.replace(person, name.zh), en.replace(person, name.en)
    return replace(fault, message=Text(zh, en))


def _longest(value: Any) -> int:
    """Return the length of the longest text in a content."""
    if isinstance(value, str):
        return len(value)
    inner = value.values() if isinstance(value, Mapping) else value
    listed = inner if isinstance(value, Mapping | list | tuple) else ()
    return max(map(_longest, listed), default=0)
