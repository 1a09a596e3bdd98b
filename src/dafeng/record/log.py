"""The log in memory: entries in order, heads, receipts and proofs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from dafeng.errors import DafengError
from dafeng.language import Text
from dafeng.record.entry import Entry, instant_text
from dafeng.record.head import Head
from dafeng.record.note import Note, SigningKey, sign
from dafeng.record.receipt import Receipt
from dafeng.record.tree import Levels, consistency_path, inclusion_path, levels, root


class ClockError(DafengError):
    """The clock runs behind the last entry: nothing may be written until it is set right."""

    code = "clock"


def next_entry(
    last: Entry | None,
    instant: datetime,
    kind: str,
    subject: str,
    actor: str,
    content: Mapping[str, Any],
) -> Entry:  # fmt: skip
    """Return the entry that follows the last one.

    Parameters
    ----------
    last
        Last entry of the log, None if it is empty.
    instant
        Time of the server's clock.
    kind, subject, actor, content
        As in `Entry`.

    Raises
    ------
    ClockError
        If the instant lies before that of the last entry.
    NotCanonicalError
        If the content has no canonical form.
    """
    written = instant_text(instant)
    if last is not None and written < last.instant:
        raise ClockError(
            Text(
                "服务器时钟（{now}）早于日志最后一条（{last}），请先校准时钟",
                "the server's clock ({now}) is behind the last entry ({last}): set it right first",
            ).format(now=written, last=last.instant)
        )
    entry = Entry(last.number + 1 if last else 0, written, kind, subject, actor, content)
    _ = entry.data
    return entry


@dataclass(frozen=True)
class Log:
    """A whole log.

    Parameters
    ----------
    origin
        Name of the log, without spaces; it stands in every head.
    entries
        All entries in order.
    """

    origin: str
    entries: tuple[Entry, ...] = ()

    @cached_property
    def levels(self) -> Levels:
        """Return the tree over the entries."""
        return levels(entry.leaf for entry in self.entries)

    def with_entries(self, entries: Iterable[Entry]) -> Log:
        """Return the log with further entries."""
        return Log(self.origin, (*self.entries, *entries))

    def head(self, size: int | None = None) -> Head:
        """Return the head of the whole log, or of its first entries."""
        size = len(self.entries) if size is None else size
        return Head(self.origin, size, root(self.levels, size))

    def signed_head(self, key: SigningKey) -> Note:
        """Return the signed head of the whole log."""
        return sign(self.head().text(), key)

    def receipt(self, number: int, note: Note) -> Receipt:
        """Return the receipt of an entry under a signed head of this log's present size."""
        path = inclusion_path(self.levels, number, len(self.entries))
        return Receipt(self.entries[number], path, note)

    def consistency(self, first: int) -> tuple[bytes, ...]:
        """Return the proof that the log of ``first`` entries begins this one."""
        return consistency_path(self.levels, first, len(self.entries))

    def lines(self) -> bytes:
        """Return the log as lines of canonical JSON, the form in which it is handed on."""
        return b"".join(entry.data + b"\n" for entry in self.entries)
