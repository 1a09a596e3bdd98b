"""How large are page and type? The measures of the documents in each language.

The Chinese document takes page and body of GB/T 9704-2012 (A4; margins 37, 35, 28 and 26 mm; body
三号 16 pt with 22 lines of 28 characters; headings on the same lines; page number between dashes,
right on odd pages and left on even ones); annexes are set in 四号. 28 characters of 16 pt are wider
than 156 mm: they stand a quarter of a point closer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dafeng.language import Language
from dafeng.plan.tree import Document


@dataclass(frozen=True, slots=True)
class Layout:
    """Measures of one language.

    Parameters
    ----------
    top, bottom, left, right
        Margins [mm].
    body, annex
        Size of body type in chapters and annexes [pt].
    line, annex_line
        Distance of base lines [pt].
    title, subtitle, warning
        Sizes of the title, of its second line and of the warning [pt].
    level1, level2, level3
        Sizes of headings [pt].
    table, dense, caption, small
        Sizes in tables, in tables of many columns, in captions and in notes [pt].
    indent
        Indent of the first line, in characters of the body.
    annex_page
        Whether annexes begin on a page of their own (附件另面编排).
    above_title, below_title
        Room above the title and below its second line [pt].
    picture
        Width of pictures as a share of the type area.
    room
        Room around headings, captions and pictures in Word, as a share of the usual.
    tracking
        Room between the characters of the body [pt].
    gridded
        Whether headings stand on the lines of the body, without room of their own.
    """

    top: float
    bottom: float
    left: float
    right: float
    body: float
    annex: float
    line: float
    annex_line: float
    title: float
    subtitle: float
    warning: float
    level1: float
    level2: float
    level3: float
    table: float
    dense: float
    caption: float
    small: float
    indent: float
    annex_page: bool
    above_title: float = 110
    below_title: float = 50
    picture: float = 1.0
    room: float = 1.0
    tracking: float = 0.0
    gridded: bool = False


LAYOUTS: Final[dict[Language, Layout]] = {
    "zh": Layout(
        37, 35, 28, 26, 16, 14, 28.95, 25, 22, 16, 12.5, 16, 16, 16,
        table=10.5, dense=9, caption=10.5, small=9, indent=2, annex_page=True,
        tracking=-0.25, gridded=True,
    ),
    "en": Layout(
        30, 28, 28, 26, 11, 10.5, 16, 15, 22, 15, 11.5, 15, 12.5, 11,
        table=9, dense=8, caption=9.5, small=8.5, indent=0, annex_page=False,
    ),
}  # fmt: skip

#: Measures of a document of one page.
SHEETS: Final[dict[Language, Layout]] = {
    "zh": Layout(
        15, 12, 20, 20, 10, 10, 14, 14, 16, 9, 9, 10.5, 10.5, 10,
        table=9, dense=9, caption=9, small=8, indent=0, annex_page=False,
        above_title=0, below_title=3, picture=0.7, room=0.5,
    ),
    "en": Layout(
        15, 12, 20, 20, 9.5, 9.5, 12, 12, 16, 9, 9, 11, 10, 9.5,
        table=9, dense=8, caption=9, small=8, indent=0, annex_page=False,
        above_title=0, below_title=3, picture=0.7, room=0.5,
    ),
}  # fmt: skip

#: A4 [mm].
PAGE: Final = (210.0, 297.0)


def layout_of(document: Document, language: Language) -> Layout:
    """Return the measures of a document in one language."""
    return (SHEETS if document.sheet else LAYOUTS)[language]


def width(layout: Layout) -> float:
    """Return the width of the type area [mm]."""
    return PAGE[0] - layout.left - layout.right
