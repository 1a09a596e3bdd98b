"""How wide are the columns of a table, and which texts leave no room for the others?

The columns of most tables are weighed by who designed them. Texts that a place hands in can have
any length: their columns take what their words ask for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from dafeng.files.line_breaks import WORD, line_sizes, measured, unbroken
from dafeng.plan.tree import DataTable

#: A column holds a third of its longest text in a line, though no more than so much [em].
_SHARE: Final = 3
_LEAST: Final = 4.0
_MOST: Final = 10.0
#: A word or a figure with its unit is held in one line if it is no wider than this [em].
_WIDEST: Final = 12.0
#: The first columns say what a line is about: they never stand beneath it.
_NAMES: Final = 2
#: A text of more lines than this stands beneath if it can.
_LINES: Final = 6
#: Room that words keep beyond their width, which is known about only [em].
_LOOSE: Final = 0.15
#: Words that are measured as so much wider than their column may fit in it still.
_NEARLY: Final = 1.15
#: How much wider the words of heads are in their face without serifs.
_SANS: Final = 1.05


@dataclass(frozen=True, slots=True)
class _Demand:
    """What the words of a column ask for: least width and width of the longest text [em]."""

    least: float
    longest: float


def weighed(
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
        [beside + size for size in line_sizes(row[c] for row in rows)] for c in range(len(heads))
    ]
    titles = [beside + max(line_sizes([head])) for head in heads]
    both = [[*column, title] for column, title in zip(columns, titles, strict=True)]
    # a head breaks between its words, and a Chinese one after a few characters
    words = [max((measured(w) for w in WORD.findall(head)), default=0.0) for head in heads]
    least = [
        max(min(title, beside + _LEAST), beside + _SANS * word)
        for title, word in zip(titles, words, strict=True)
    ]
    given = _given(sizes, columns, least)
    return _given(given, both, least)


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


def fitted(
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
    words = max(map(unbroken, texts), default=0.0)
    title = max((min(measured(head), _LEAST), *map(measured, WORD.findall(head))))
    text = min(longest, max(_LEAST, longest / _SHARE))
    return _Demand(max(min(title, _MOST), min(text, _MOST), min(words, _WIDEST)), longest)


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
