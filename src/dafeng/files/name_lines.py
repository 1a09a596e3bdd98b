"""Into which lines are the names of projects broken beside a chart, and how much room do they take?

No name is cut: two that begin alike would read the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from dafeng.files.line_breaks import measured
from dafeng.language import Language, Text
from dafeng.plan.charts import MapChart, SpanChart

#: Breadth of a line of a name [em].
ROOM: Final = 18.0
#: What a further line of a name takes of the row of a bar.
_FURTHER: Final = 0.62
#: Height of the row of a bar, and of a line of the key of a map [inch].
_BAR: Final = 0.23
_KEY: Final = 0.17
#: What stays in one piece: a word with the signs at its end, a character with closing signs.
_PIECES: Final = re.compile(
    r"[(（「《“‘]*(?:[!-'*-~\u00a1-\u024f]+|.)[)）」》”’、，。；：,.;:!！？]*\s*", re.DOTALL
)


def wrapped(words: str, room: float = ROOM) -> tuple[str, ...]:
    """Return the lines of a name, none wider than a room [em]."""
    lines, line = [], ""
    for piece in _pieces(words.strip(), room):
        if line and measured((line + piece).rstrip()) > room:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return (*lines, line.rstrip())


def _pieces(words: str, room: float) -> Iterator[str]:
    for piece in _PIECES.findall(words):
        yield from piece if measured(piece.rstrip()) > room else (piece,)


def bar_places(chart: SpanChart, language: Language) -> tuple[float, ...]:
    """Return where each bar lies from the top, and last where they end, in rows of one line."""
    places, edge = [], -0.5
    for span in chart.spans:
        high = 1 + _FURTHER * (len(wrapped(span.name[language])) - 1)
        places.append(edge + high / 2)
        edge += high
    return (*places, edge)


def bars_height(chart: SpanChart, language: Language) -> float:
    """Return the height of a chart of bars [inch]."""
    return 0.9 + _BAR * (bar_places(chart, language)[-1] + 0.5)


def key_lines(chart: MapChart, language: Language) -> tuple[str, ...]:
    """Return the lines beside a map that say which mark is which project."""
    listed = [s for s in chart.spots if s.group is not None]
    deep = max((measured(s.mark) for s in listed), default=0.0) + 0.6
    return tuple(
        line
        for s in listed
        for line in _entry(s.mark, wrapped(s.name[language], ROOM - deep), deep)
    )


def _entry(mark: str, lines: Sequence[str], deep: float) -> Iterator[str]:
    """Yield lines that begin below one another: a blank of the face is 0.224 em wide."""
    for n, line in enumerate(lines):
        before = "" if n else mark
        yield before + " " * round((deep - measured(before)) / 0.224) + line


def key_height(chart: MapChart, language: Language) -> float:
    """Return the height of a map with its key [inch]."""
    return max(3.9, 0.9 + _KEY * len(key_lines(chart, language)))


def in_lines(name: Text, language: Language) -> str:
    """Return a name with its breaks."""
    return "\n".join(wrapped(name[language]))
