"""What happened: one entry of the log, and its one text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Final

from dafeng.record.canonical import canonical
from dafeng.record.tree import leaf_hash

SCHEMA: Final = "dafeng-entry-1"

_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


@dataclass(frozen=True)
class Entry:
    """One thing that happened, as the log keeps it.

    Parameters
    ----------
    number
        Place in the log, from 0.
    instant
        When the server committed it, as `instant_text` writes it; texts sort as instants do.
    kind
        What happened.
    subject
        What it happened to.
    actor
        Id of the person who did it.
    content
        What was said, with the hashes of what was handed in; values of canonical JSON alone.
    """

    number: int
    instant: str
    kind: str
    subject: str
    actor: str
    content: Mapping[str, Any]

    @cached_property
    def data(self) -> bytes:
        """Return the canonical JSON that is hashed and stored."""
        return canonical({"schema": SCHEMA, **self.as_json()})

    @property
    def leaf(self) -> bytes:
        """Return the hash of the entry as a leaf."""
        return leaf_hash(self.data)

    def as_json(self) -> dict[str, Any]:
        """Return the entry as plain values."""
        return {
            "number": self.number,
            "instant": self.instant,
            "kind": self.kind,
            "subject": self.subject,
            "actor": self.actor,
            "content": dict(self.content),
        }


def entry_of(value: Any) -> Entry:
    """Return the entry that plain values describe.

    Raises
    ------
    ValueError
        If a value is absent, of the wrong kind or not known.
    """
    fields = {**value} if isinstance(value, Mapping) else {}
    if fields.pop("schema", SCHEMA) != SCHEMA:
        raise ValueError(f"schema: {SCHEMA}")
    kinds = {"number": int, "content": dict}
    names = ("number", "instant", "kind", "subject", "actor", "content")
    if set(fields) != set(names):
        raise ValueError(f"fields: {', '.join(sorted(set(fields) ^ set(names)))}")
    for name in names:
        if type(fields[name]) is not kinds.get(name, str):
            raise ValueError(name)
    if fields["number"] < 0 or not is_instant(fields["instant"]):
        raise ValueError("number, instant")
    return Entry(**fields)


def instant_text(instant: datetime) -> str:
    """Return an instant as RFC 3339 text in UTC with six decimals.

    Raises
    ------
    ValueError
        If the instant has no time zone.
    """
    if instant.utcoffset() is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def instant_of(text: str) -> datetime:
    """Return the instant that `instant_text` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def is_instant(text: str) -> bool:
    """Say whether a text is an instant as `instant_text` writes it."""
    if not _INSTANT.fullmatch(text):
        return False
    try:
        instant_of(text)
    except ValueError:
        return False
    return True
