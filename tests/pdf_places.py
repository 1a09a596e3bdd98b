"""Where on the pages of a PDF do words stand, and how wide are they?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, Final

from fontTools.ttLib import TTFont
from tests.pdf_pages import ReadPage

from dafeng.files import fonts

#: Points in a millimetre.
POINTS: Final = 72 / 25.4
#: Marks that are squeezed where two meet or a line ends, or set narrow in English [em].
_MARKS: Final = "，。、；：？！（）《》【】〔〕“”‘’…×—～"
_MARK: Final = 0.3
#: Room between words, which a reader of PDFs also puts where letters of two scripts meet [em].
_SPACE: Final = 0.2
#: Rounding and kerning over a line [pt].
_PLAY: Final = 4.0


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words: its left end, base line, width and size [pt]."""

    left: float
    base: float
    width: float
    size: float
    text: str

    @property
    def right(self) -> float:
        return self.left + self.width


def words_of(page: ReadPage) -> list[Words]:
    """Return the runs of words of a page."""
    return [
        Words(run.left, run.base, _width(plain, run.face) * run.size, run.size, plain)
        for run in page.runs
        if run.face and (plain := run.text.strip())
    ]


def beyond(page: ReadPage, left: float, right: float) -> list[Words]:
    """Return the words that stand beyond the margins [mm]."""
    edge = page.width - right * POINTS
    return [w for w in words_of(page) if w.left < left * POINTS - _PLAY or w.right > edge + _PLAY]


def overlapping(page: ReadPage) -> Iterator[tuple[Words, Words]]:
    """Yield words that run into those after them on the same line."""
    lines: dict[float, list[Words]] = {}
    for words in words_of(page):
        lines.setdefault(round(words.base, 1), []).append(words)
    for line in lines.values():
        for one, next_ in pairwise(sorted(line, key=lambda w: w.left)):
            if one.right > next_.left + _PLAY:
                yield one, next_


def _width(text: str, face: str) -> float:
    """Return the least width of a text [em]; full-width marks are squeezed to half of it."""
    advances, cmap, whole = _face("Sans" in face)
    known = (c for c in text if ord(c) in cmap)
    least = {**dict.fromkeys(_MARKS, _MARK), " ": _SPACE}
    return sum(least.get(c) or advances[cmap[ord(c)]][0] / whole for c in known)


@cache
def _face(sans: bool) -> tuple[Any, dict[int, str], float]:
    path = next(p for p in fonts.faces() if ("Sans" in p.name) == sans)
    with TTFont(path) as face:
        head: Any = face["head"]
        return dict(face["hmtx"].metrics), dict(face.getBestCmap() or {}), head.unitsPerEm
