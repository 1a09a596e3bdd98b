"""How long is the log, and what is its root? The head, as a checkpoint (C2SP tlog-checkpoint)."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Final

_LINES: Final = 3
_DIGEST: Final = 32


@dataclass(frozen=True, slots=True)
class Head:
    """The state of a log in three lines.

    Parameters
    ----------
    origin
        Name of the log, without spaces.
    size
        Number of entries.
    root
        Root of the tree over them.
    """

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def head_of(text: str) -> Head:
    """Return the head that the text of a note holds.

    Raises
    ------
    ValueError
        If it is no head, or not written as `Head.text` writes it.
    """
    lines = text.split("\n")
    try:
        origin, size, root = lines[0], int(lines[1]), base64.b64decode(lines[2], validate=True)
    except (IndexError, binascii.Error) as error:
        raise ValueError("no head") from error
    head = Head(origin, size, root)
    if (
        not origin
        or size < 0
        or len(root) != _DIGEST
        or len(lines) != _LINES + 1
        or head.text() != text
    ):
        raise ValueError("no head")
    return head
