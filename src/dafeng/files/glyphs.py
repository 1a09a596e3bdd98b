"""Which characters do the typefaces of the documents have, and what stands for the others?

A place may write any character. One that both faces lack must not stop a document: signs with a
plain twin are written with it, any other is shown as 〓, the printer's mark for a missing sort, and
named to the caller. Word documents keep every character, since the reader's machine sets them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

from dafeng.files import fonts

MISSING: Final = "〓"

#: Subscripts and superscripts, which the template of the PDF sets as such.
SCRIPTS: Final = frozenset("₀₁₂₃₄₅₆₇₈₉₊₋ₓₙ⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_TWINS: Final = {"∼": "~", "⟶": "→", "⟵": "←", "☑": "√", "✔": "√", "✓": "√", "✗": "×", "✘": "×"}


def printable(text: str) -> str:
    """Return a text of which the typefaces have every character but `SCRIPTS`."""
    return text if text.isascii() else "".join(map(_printable, text))


def plain(text: str) -> str:
    """Return a text of which the typefaces have every character; scripts stand on the line."""
    return printable("".join(unicodedata.normalize("NFKC", c) if c in SCRIPTS else c for c in text))


def missing(text: str) -> Iterator[str]:
    """Yield the characters of a text that are shown as `MISSING`."""
    if not text.isascii():
        yield from (c for c in text if c != MISSING and _printable(c) == MISSING)


@cache
def _printable(character: str) -> str:
    if character in SCRIPTS or _known(character):
        return character
    for twin in (_TWINS.get(character, ""), unicodedata.normalize("NFKC", character)):
        if twin and all(map(_known, twin)):
            return twin
    return MISSING


def _known(character: str) -> bool:
    invisible = unicodedata.category(character) in {"Cc", "Cf", "Zs", "Zl", "Zp"}
    return invisible or ord(character) in _covered()


@cache
def _covered() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    covered: list[set[int]] = []
    for path in fonts.faces():
        with TTFont(path, lazy=True) as face:
            covered.append(set(face.getBestCmap() or {}))
    return frozenset(set.intersection(*covered))
