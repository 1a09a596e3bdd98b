"""Which figures and tables leave the page before them half empty, and how is it filled?

A picture has to stand whole, and so does a short table: where it does not fit, the rest of the page
stays blank. The document is set once to see where each block ends. Then the picture moves to the
head of the next page and the text behind it comes forward, and the table breaks; until no page
gains from it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

#: Points in a millimetre.
_MM: Final = 72 / 25.4
_PAGE: Final = 297.0
#: A blank of more than this share of the type area is too much.
_BLANK: Final = 0.22
#: A table of fewer rows stands whole all the same.
_ROWS: Final = 5
#: Rounds after which what is left is left.
_ROUNDS: Final = 16

Block = dict[str, Any]
#: Block, page on which it ends, and where it ends from the head of the page [pt].
End = tuple[int, int, float]


def filled(data: dict[str, Any], ends_of: Callable[[dict[str, Any]], Sequence[End]]) -> None:
    """Let figures and tables of a document fill its pages.

    Parameters
    ----------
    data
        The document for the typesetter; its blocks are changed.
    ends_of
        Sets the document and tells where its blocks end.
    """
    layout = data["layout"]
    foot = (_PAGE - layout["bottom"]) * _MM
    most = _BLANK * (foot - layout["top"] * _MM)
    for _ in range(_ROUNDS):
        blank = _after_blanks(data["blocks"], ends_of(data), foot - most)
        # the first alone: what it changes moves all that stand behind it
        if not any(_loosened(data["blocks"], at) for at in blank):
            return


def _after_blanks(blocks: Sequence[Block], ends: Sequence[End], least: float) -> list[int]:
    """Return the blocks before which a page ends above a line."""
    found = []
    known = {index: (page, down) for index, page, down in ends}
    before: tuple[int, float] | None = None
    for index, block in enumerate(blocks):
        if block["break_before"]:
            before = None
        if index not in known or block.get("floats"):
            continue
        page, down = known[index]
        if before is not None and page > before[0] and before[1] < least:
            found.append(index)
        before = page, down
    return found


def _loosened(blocks: Sequence[Block], at: int) -> bool:
    """Let a block move or break where it may; say whether anything has changed."""
    block = blocks[at]
    if block["kind"] == "table" and not block["long"] and len(block["rows"]) >= _ROWS:
        block.update(long=True, filling=True)
        return True
    headed = at == 0 or blocks[at - 1]["kind"] == "heading"
    if block["kind"] != "figure" or headed or at + 1 == len(blocks):
        return False
    notes = _notes(blocks, at)
    block.update(floats=True, notes=[note["text"] for note in notes])
    for note in notes:
        note["told"] = True  # with its figure
    return True


def _notes(blocks: Sequence[Block], at: int) -> list[Block]:
    """Return the notes right behind a figure."""
    found = []
    for block in blocks[at + 1 :]:
        if block["kind"] != "paragraph" or block["style"] != "note":
            break
        found.append(block)
    return found
