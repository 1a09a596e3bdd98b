"""The pages of a PDF, each read once however many tests ask."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pypdf import PdfReader


@dataclass(frozen=True, slots=True)
class Run:
    """Words as they were set: left end and base line [pt], size [pt], face."""

    text: str
    left: float
    base: float
    size: float
    face: str


@dataclass(frozen=True, slots=True)
class ReadPage:
    """One page: its plain text, its runs in the order in which they were set, its width [pt]."""

    text: str
    runs: tuple[Run, ...]
    width: float


@lru_cache(maxsize=6)
def pages_of(raw: bytes) -> tuple[ReadPage, ...]:
    """Read all pages of a PDF."""
    return tuple(_read(page) for page in PdfReader(io.BytesIO(raw)).pages)


def first_chapter(raw: bytes) -> int:
    """Return the position of the page on which the first chapter begins."""
    reader = PdfReader(io.BytesIO(raw))
    first: Any = reader.outline[0]
    return reader.get_destination_page_number(first) or 0


def _read(page: Any) -> ReadPage:
    runs: list[Run] = []

    def visit(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        left = cm[0] * tm[4] + cm[2] * tm[5] + cm[4]
        base = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
        scale = abs(size * tm[0] * cm[0])
        runs.append(Run(text, left, base, scale, str(font["/BaseFont"]) if font else ""))

    text = page.extract_text(visitor_text=visit)
    return ReadPage(text, tuple(runs), float(page.mediabox.width))
