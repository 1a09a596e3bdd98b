"""What does the sender keep? An entry, its path to the root, and the signed head."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from dafeng.record.entry import Entry, entry_of
from dafeng.record.head import Head, head_of
from dafeng.record.note import Note, note_of

SCHEMA: Final = "dafeng-receipt-1"


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that an entry stands in a log; whoever holds it is a witness of the log.

    Parameters
    ----------
    entry
        The entry.
    path
        Audit path of the entry in the tree of the head.
    note
        The signed head.
    """

    entry: Entry
    path: tuple[bytes, ...]
    note: Note

    @property
    def head(self) -> Head:
        """Return the head."""
        return head_of(self.note.text)

    def as_json(self) -> dict[str, Any]:
        """Return the receipt as plain values."""
        return {
            "schema": SCHEMA,
            "entry": self.entry.as_json(),
            "path": [base64.b64encode(digest).decode() for digest in self.path],
            "head": str(self.note),
        }


def receipt_of(value: Any) -> Receipt:
    """Return the receipt that plain values describe.

    Raises
    ------
    ValueError
        If they describe none.
    """
    if not isinstance(value, Mapping) or value.get("schema") != SCHEMA:
        raise ValueError(f"schema: {SCHEMA}")
    try:
        path = tuple(base64.b64decode(text, validate=True) for text in value["path"])
        receipt = Receipt(entry_of(value["entry"]), path, note_of(value["head"]))
    except (KeyError, TypeError, AttributeError, binascii.Error) as error:
        raise ValueError(f"receipt: {error}") from error
    head_of(receipt.note.text)
    return receipt
