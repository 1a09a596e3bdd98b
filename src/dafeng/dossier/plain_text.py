"""Which characters of an input can be shown on a terminal and in a document?"""

from __future__ import annotations

import re
from typing import Final

_ESCAPES: Final = re.compile(
    r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?"  # operating system commands, such as a window title
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # colours and cursor movements
    r"|\x1b[ -/]*[0-~]"
)
_BREAKS: Final = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_UNPRINTABLE: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]"
    r"|[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"  # no characters
)


def printable(text: str) -> str:
    """Return one line of text that is safe on terminals and in documents.

    Escape sequences of terminals, control and direction characters and what is no character at
    all are left out; line breaks and tabs become blanks.
    """
    return text if text.isprintable() else without_controls(_BREAKS.sub(" ", text))


def without_controls(text: str) -> str:
    """Return a text without those characters; its line breaks and tabs stay."""
    return text if text.isprintable() else _UNPRINTABLE.sub("", _ESCAPES.sub("", text))
