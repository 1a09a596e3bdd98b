"""Where does the log lie? Entries are added in the transaction of what they tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from dafeng.record import (
    Entry,
    Head,
    Log,
    Note,
    Receipt,
    fresh_nodes,
    inclusion_path,
    next_entry,
    note_of,
    root,
    sign,
)
from dafeng.web.keys import ORIGIN, log_key
from dafeng.web.ledger.models import EntryRow, HeadRow, NodeRow

#: Key of the lock that writers of the log take on a server that has advisory locks.
_LOCK = 0x64616665
#: Instant at which a told story stands; None where the server's clock counts.
_TOLD: Final[ContextVar[datetime | None]] = ContextVar("told", default=None)


def hold() -> None:
    """Take the log's lock until the transaction ends, so that one writer follows the other.

    SQLite's immediate transactions are exclusive already.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


@transaction.atomic
def append(fields: Mapping[str, Any]) -> Receipt:
    """Add an entry, sign the new head, and return the receipt.

    Parameters
    ----------
    fields
        ``instant``, ``kind``, ``subject``, ``actor``, ``content`` as `dafeng.record.next_entry`
        takes them.

    Raises
    ------
    ClockError
        If the clock runs behind the last entry.
    """
    hold()
    last = EntryRow.objects.last()
    entry = next_entry(last.entry if last else None, **fields)
    EntryRow.objects.create(
        number=entry.number,
        instant=entry.instant,
        kind=entry.kind,
        subject=entry.subject,
        actor=entry.actor,
        data=entry.data,
    )
    known, size = _edge(entry.number), entry.number + 1
    fresh = {(x, y): d for x, y, d in fresh_nodes(_among(known), entry.number, entry.leaf)}
    NodeRow.objects.bulk_create(
        NodeRow(level=x, position=y, digest=digest) for (x, y), digest in fresh.items()
    )
    nodes = _among(known | fresh)
    signed = sign(Head(ORIGIN, size, root(nodes, size)).text(), log_key(settings.SITE))
    HeadRow.objects.create(size=size, note=str(signed))
    return Receipt(entry, inclusion_path(nodes, entry.number, size), signed)


def _edge(size: int) -> dict[tuple[int, int], bytes]:
    """Return the nodes on which those of the next leaf rest: one for each binary digit."""
    wanted = Q()
    for level in range(size.bit_length()):
        if size >> level & 1:
            wanted |= Q(level=level, position=(size >> level) - 1)
    rows = NodeRow.objects.filter(wanted) if wanted else ()
    return {(row.level, row.position): bytes(row.digest) for row in rows}


def _among(known: Mapping[tuple[int, int], bytes]) -> Callable[[int, int], bytes]:
    return lambda level, position: known[level, position]


def node(level: int, position: int) -> bytes:
    """Return a node of the tree."""
    return bytes(NodeRow.objects.get(level=level, position=position).digest)


def size() -> int:
    """Return the number of entries."""
    last = EntryRow.objects.order_by("-number").values_list("number", flat=True).first()
    return 0 if last is None else last + 1


def newest_head() -> Note | None:
    """Return the signed head of the whole log; None while it is empty."""
    row = HeadRow.objects.order_by("-size").first()
    return note_of(row.note) if row else None


def receipt(number: int) -> Receipt:
    """Return the receipt of an entry under the newest head."""
    whole = size()
    head = note_of(HeadRow.objects.get(size=whole).note)
    entry = EntryRow.objects.get(number=number).entry
    return Receipt(entry, inclusion_path(node, number, whole), head)


def entries(subject: str = "", after: int = -1) -> Iterator[Entry]:
    """Yield the entries about a subject and what lies under it, in order.

    Parameters
    ----------
    subject
        What it is about; empty for everything.
    after
        Number of an entry; only later ones are given.
    """
    rows = EntryRow.objects.filter(number__gt=after)
    if subject:
        rows = rows.filter(subject=subject) | rows.filter(subject__startswith=f"{subject}/")
    return (row.entry for row in rows.order_by("number").iterator())


def whole_log() -> Log:
    """Return the log in memory, as `dafeng verify` reads it."""
    return Log(ORIGIN, tuple(entries()))


def moment() -> datetime:
    """Return the time of the server's clock; the only place that reads it for the log."""
    from django.utils import timezone

    return _TOLD.get() or timezone.now()


@contextmanager
def told_at(instant: datetime) -> Iterator[None]:
    """Let a story happen at an instant: for the demonstration site, and for tests of clocks.

    Nothing can be told to have happened before the last entry: `append` refuses it.
    """
    token = _TOLD.set(instant)
    try:
        yield
    finally:
        _TOLD.reset(token)
