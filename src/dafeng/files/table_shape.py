"""How wide are the columns of a table, what stands beneath its lines, where may it break?

One rule for PDF and Word. The columns of most tables are weighed by who designed them. Texts that
a place hands in can have any length: their columns take what their words ask for, and what does
not fit stands beneath the line across the table, each text after the name of its column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Final

from dafeng.files.layout import Layout, width
from dafeng.language import Language
from dafeng.plan.tree import DataTable

_POINTS: Final = 72 / 25.4
#: Room beside the words of a cell, left and right together: in the PDF, and the most that Word
#: takes in wide and in dense tables [pt].
_INSET: Final = 7.0
_BESIDE: Final = {False: 11.0, True: 7.0}
#: Widths of the Latin characters of the serif face, rounded up [em]; all signs outside Latin are
#: as wide as a Chinese character.
_ADVANCES: Final = {
    sign: advance
    for advance, signs in (
        (0.35, " '!|,.:;ijl[]()-/\\"),
        (0.47, 't{}fJI?`rsz"*'),
        (0.57, "0123456789acegovxy_$#+<=>^~"),
        (0.66, "bdhknpquEFLPSTZ"),
        (0.76, "ABCDGKORVXYQ&"),
        (0.86, "HNUw"),
        (0.98, "mM@%"),
        (1.05, "W"),
    )
    for sign in signs
}
_LATIN: Final = 0.7
#: Room that is set between Chinese and Latin letters or figures [em].
_APART: Final = 0.25
_BOUNDARY: Final = re.compile(
    r"(?<=[0-9A-Za-z%])(?=[\u2e80-\u9fff])|(?<=[\u2e80-\u9fff])(?=[0-9A-Za-z])"
)
_WORD: Final = re.compile(r"[!-~\u00a1-\u024f]+")
#: Words that no column is sure to hold, and where they may break.
_JOINTS: Final = re.compile(r"(?<=[._:/-])")
_SERIES: Final = re.compile(r"(?<=[A-Za-z])(?=\d)")
_NUMBER: Final = re.compile(r"[-+<>=~]*\d{1,3}(,?\d{3})*(\.\d+)?%?")
#: A span of figures.
_RANGE: Final = re.compile(r"[\d.,−≤>]+[—–～][\d.,−≤>]+")
_BETWEEN: Final = re.compile(r"[\d.,−≤>]+(～| to )[\d.,−≤>]+")
_LONG: Final = 24
_BREAK: Final = "\u200b"
#: What stands in a cell with nothing handed in; it needs no name beneath a line.
_BLANK: Final = "—"

#: A column holds a third of its longest text in a line, though no more than so much [em].
_SHARE: Final = 3
_LEAST: Final = 4.0
_MOST: Final = 10.0
#: The first columns say what a line is about: they never stand beneath it.
_NAMES: Final = 2
#: A text of more lines than this stands beneath if it can.
_LINES: Final = 6
#: A line of the table that is taller than this may break [lines of type].
_TALL: Final = 10
#: Room that words keep beyond their width, which is known about only [em].
_LOOSE: Final = 0.15
#: Words that are measured as so much wider than their column may fit in it still.
_NEARLY: Final = 1.15
#: How much wider the words of heads are in their face without serifs.
_SANS: Final = 1.05
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


@dataclass(frozen=True, slots=True)
class _Demand:
    """What the words of a column ask for: least width and width of the longest text [em]."""

    least: float
    longest: float


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
        columns, widths = _fitted(heads, full, whole, _BESIDE[table.dense] / points)
    else:
        columns = tuple(range(len(heads)))
        lines_of = [row for row in rows if len(row) == len(heads)]
        widths = _weighed(table, heads, lines_of, whole, _BESIDE[table.dense] / points)
    rooms = [size - _INSET / points for size in widths]
    lines = tuple(_line(row, heads, columns, rooms, whole, language) for row in rows)
    # the room between two rows is about half a line of type
    tall = sum(_height(line, rooms, whole) for line in lines) + len(lines) / 2
    return Shape(
        columns,
        tuple(size / whole for size in widths),
        tuple(heads[c] for c in columns),
        lines,
        long=len(lines) > _ROWS or tall > _WHOLE,
        whole=whole,
    )


def breakable(text: str, room: float) -> str:
    """Return a text in which words may break that are too long for a room [em].

    Long words (ids, addresses) break after their signs; a part that is still too long breaks
    between letters and digits, and if need be anywhere. A number never breaks.
    """
    return _WORD.sub(lambda word: _parted(word[0], room), text)


def _parted(word: str, room: float) -> str:
    if _NUMBER.fullmatch(word) or (len(word) < _LONG and measured(word) <= room):
        return word
    return _BREAK.join(
        letters if measured(letters) <= room else _BREAK.join(letters)
        for part in _JOINTS.split(word)
        for letters in ([part] if measured(part) <= room else _SERIES.split(part))
        if letters
    )


def measured(text: str) -> float:
    """Return about how wide a text is [em]; Chinese and Latin stand a little apart."""
    return sum(map(_advance, text)) + _APART * len(_BOUNDARY.findall(text))


def _advance(sign: str) -> float:
    return _ADVANCES.get(sign, 1.0 if sign > "\u024f" else _LATIN)


def _weighed(
    table: DataTable,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    whole: float,
    beside: float,
) -> list[float]:
    """Return the widths by weight; columns with room to spare give it to those that lack a bit.

    What stands in the cells comes first: a long head breaks sooner.
    """
    total = sum(column.weight for column in table.columns)
    sizes = [whole * column.weight / total for column in table.columns]
    beside += _LOOSE
    columns = [
        [beside + size for size in _sizes(row[c] for row in rows)] for c in range(len(heads))
    ]
    titles = [beside + max(_sizes([head])) for head in heads]
    both = [[*column, title] for column, title in zip(columns, titles, strict=True)]
    # a head breaks between its words, and a Chinese one after a few characters
    words = [max((measured(w) for w in _WORD.findall(head)), default=0.0) for head in heads]
    least = [
        max(min(title, beside + _LEAST), beside + _SANS * word)
        for title, word in zip(titles, words, strict=True)
    ]
    given = _given(sizes, columns, least)
    return _given(given, both, least)


def _sizes(texts: Iterable[str]) -> list[float]:
    """Return the widths of lines of type [em]."""
    return [measured(line) for text in texts for line in text.split("\n")]


def _given(
    sizes: Sequence[float], columns: Sequence[Sequence[float]], least: Sequence[float]
) -> list[float]:
    """Return widths with the least lacks made good, as far as other columns have room.

    Parameters
    ----------
    sizes
        Widths [em].
    columns
        Widths of the lines of type in each; one that fits in its column goes on fitting [em].
    least
        What each column keeps in any case [em].
    """
    found = list(sizes)
    needs = [max((most, *lines)) for lines, most in zip(columns, least, strict=True)]
    kept = [
        max((most, *(line for line in lines if line <= _NEARLY * size)))
        for size, lines, most in zip(sizes, columns, least, strict=True)
    ]
    for at in sorted(range(len(found)), key=lambda c: needs[c] - sizes[c]):
        lack = needs[at] - found[at]
        spare = [max(size - keep, 0.0) for size, keep in zip(found, kept, strict=True)]
        spare[at] = 0.0
        if 0 < lack <= sum(spare):
            part = lack / sum(spare)
            found = [size - part * room for size, room in zip(found, spare, strict=True)]
            found[at] = kept[at] = needs[at]
    return found


def _fitted(
    heads: Sequence[str], rows: Sequence[Sequence[str]], whole: float, beside: float
) -> tuple[tuple[int, ...], list[float]]:
    """Return the columns that stay in the line, and their widths [em]."""
    demands = [_demand(head, [row[c] for row in rows]) for c, head in enumerate(heads)]
    kept = list(range(len(heads)))
    while True:
        asked = [demands[c] for c in kept]
        room = whole - beside * len(kept)
        widths = _shared(asked, room)
        gone = _first_beneath(kept, asked, widths, room)
        if gone is None:
            return tuple(kept), [size + beside for size in widths]
        kept.remove(gone)


def _demand(head: str, texts: Sequence[str]) -> _Demand:
    """Return what a column asks for: its longest word, and a third of its longest text."""
    longest = max(measured(text) for text in (*texts, head))
    unbroken = (*_WORD.finditer(" ".join(texts)), *_RANGE.finditer(" ".join(texts)))
    words = max((measured(found[0]) for found in unbroken), default=0.0)
    title = max((min(measured(head), _LEAST), *map(measured, _WORD.findall(head))))
    text = min(longest, max(_LEAST, longest / _SHARE))
    return _Demand(max(min(title, _MOST), min(max(words, text), _MOST)), longest)


def _first_beneath(
    kept: Sequence[int], asked: Sequence[_Demand], widths: Sequence[float], room: float
) -> int | None:
    """Return the column to be set beneath: the longest text, or the last one for want of room."""
    free = range(_NAMES, len(kept))
    if not free:
        return None
    at = max(free, key=lambda c: asked[c].longest)
    if asked[at].longest > _LINES * widths[at]:
        return kept[at]
    return kept[-1] if sum(demand.least for demand in asked) > room else None


def _shared(asked: Sequence[_Demand], room: float) -> list[float]:
    """Share a width: to each the root of its longest text, between its least and its longest."""

    def widths(scale: float) -> list[float]:
        return [min(d.longest, max(d.least, scale * sqrt(d.longest))) for d in asked]

    found = widths(_bisected(lambda scale: sum(widths(scale)) - room, 4 * room))
    return [size * room / sum(found) for size in found]


def _bisected(excess: Callable[[float], float], high: float) -> float:
    """Return where a rising function passes zero between 0 and a bound, or the nearer of them."""
    low = 0.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if excess(middle) > 0 else (middle, high)
    return low


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
    upper = max(_lines(words, room) for words, room in cells)
    return upper + sum(_lines(words, whole) for words in line.beneath)


def _lines(text: str, room: float) -> int:
    return sum(max(1, ceil(measured(part) / room)) for part in text.split("\n"))
