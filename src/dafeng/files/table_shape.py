"""What stands in the lines of a table, what beneath them, and where may it break?

One rule for PDF and Word. What does not fit in a line stands beneath it across the table, each
text after the name of its column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dafeng.files.column_widths import fitted, weighed
from dafeng.files.layout import Layout, width
from dafeng.files.line_breaks import lines_of, measured
from dafeng.language import Language
from dafeng.plan.tree import DataTable

_POINTS: Final = 72 / 25.4
#: Room beside the words of a cell, left and right together: in the PDF, and the most that Word
#: takes in wide and in dense tables [pt].
_INSET: Final = 7.0
_BESIDE: Final = {False: 11.0, True: 7.0}
#: A figure and the end of its range.
_BETWEEN: Final = re.compile(r"[\d.,−≤>]+(～| to )[\d.,−≤>]+")
#: What stands in a cell with nothing handed in; it needs no name beneath a line.
_BLANK: Final = "—"

#: A line of the table that is taller than this may break [lines of type].
_TALL: Final = 10
#: A table of more rows, or of more lines of type, may break.
_ROWS: Final = 12
_WHOLE: Final = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table as it is set.

    Parameters
    ----------
    cells
        Words of the columns in the line; one alone heads the rows below it.
    beneath
        Paragraphs across the table below the line.
    tall
        Whether it may break across pages.
    """

    cells: tuple[str, ...]
    beneath: tuple[str, ...]
    tall: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """A table as it is set in one language.

    Parameters
    ----------
    columns
        Places of the columns in the line among those of the table.
    widths
        Their widths as shares of the whole (columns,).
    heads
        Their heads.
    lines
        The rows.
    long
        Whether the table may break across pages.
    whole
        Width of the table [em].
    """

    columns: tuple[int, ...]
    widths: tuple[float, ...]
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    long: bool
    whole: float


def shape(table: DataTable, layout: Layout, language: Language) -> Shape:
    """Return how a table is set.

    Parameters
    ----------
    table
        The table; where it is `fitted`, its words decide on its columns.
    layout
        Page and type.
    language
        Language of the file.
    """
    points = layout.dense if table.dense else layout.table
    whole = width(layout) * _POINTS / points
    heads = tuple(head[language] for head in table.heads)
    rows = tuple(tuple(cell[language] for cell in row) for row in table.rows)
    if table.fitted:
        full = [row for row in rows if len(row) == len(heads)]
        columns, widths = fitted(heads, full, whole, _BESIDE[table.dense] / points)
    else:
        columns = tuple(range(len(heads)))
        rows_of = [row for row in rows if len(row) == len(heads)]
        widths = weighed(table, heads, rows_of, whole, _BESIDE[table.dense] / points)
    rooms = [size - _INSET / points for size in widths]
    lines = tuple(_line(row, heads, columns, rooms, whole, language) for row in rows)
    # the room between two rows is about half a line of type
    tall = sum(_height(line, rooms, whole) for line in lines) + len(lines) / 2
    return Shape(
        columns,
        tuple(size / whole for size in widths),
        tuple(_head(heads[c], room) for c, room in zip(columns, rooms, strict=True)),
        lines,
        long=len(lines) > _ROWS or tall > _WHOLE,
        whole=whole,
    )


def _head(words: str, room: float) -> str:
    """Return a head with its bracket on a line of its own, where both do not fit on one."""
    name, bracket, unit = words.partition("（")
    if not (name and bracket) or "\n" in words or measured(words) <= room:
        return words
    fits = measured(name) <= room and measured(bracket + unit) <= room
    return f"{name}\n{bracket}{unit}" if fits else words


def _line(
    row: Sequence[str],
    heads: Sequence[str],
    columns: Sequence[int],
    rooms: Sequence[float],
    whole: float,
    language: Language,
) -> Line:
    if len(row) < len(heads):
        return Line((row[0],), (), tall=False)
    cells = tuple(row[c] for c in columns)
    others = [c for c in range(len(heads)) if c not in columns and row[c] != _BLANK]
    named = [(heads[c], _in_one_line(row[c], language)) for c in others]
    beneath = tuple(_paragraphs(named, whole, language))
    line = Line(cells, beneath, tall=False)
    return Line(cells, beneath, tall=_height(line, rooms, whole) > _TALL)


def _in_one_line(text: str, language: Language) -> str:
    """Return a figure with its range behind it, as a line has room for; other texts as they are."""
    middle, _, spread = text.partition("\n")
    if not _BETWEEN.fullmatch(spread):
        return text
    return f"{middle}（{spread}）" if language == "zh" else f"{middle} ({spread})"


def _paragraphs(
    named: Sequence[tuple[str, str]], whole: float, language: Language
) -> Iterator[str]:
    """Yield the texts beneath a line: short ones together, each long one by itself."""
    between, end = ("：", "；") if language == "zh" else (": ", "; ")
    short: list[str] = []
    for head, words in named:
        text = f"{head}{between}{words}"
        if measured(text) <= whole / 2 and "\n" not in text:
            short.append(text)
            continue
        if short:
            yield end.join(short)
            short = []
        yield text
    if short:
        yield end.join(short)


def _height(line: Line, rooms: Sequence[float], whole: float) -> int:
    """Return about how many lines of type a row takes."""
    if len(line.cells) < len(rooms):
        return 1
    cells = zip(line.cells, rooms, strict=True)
    upper = max(lines_of(words, room) for words, room in cells)
    return upper + sum(lines_of(words, whole) for words in line.beneath)
