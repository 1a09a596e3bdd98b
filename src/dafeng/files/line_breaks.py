"""How wide are the words of a table, and where may they break?

Long words (ids, addresses) break after their signs. A figure stays whole with its unit wherever
its column can hold it: ``≤3,000万/吨`` in two lines reads as another amount.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import ceil
from typing import Final

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
WORD: Final = re.compile(r"[!-~\u00a1-\u024f]+")
#: Words that no column is sure to hold, and where they may break.
_JOINTS: Final = re.compile(r"(?<=[._:/-])")
_SERIES: Final = re.compile(r"(?<=[A-Za-z])(?=\d)")
_NUMBER: Final = re.compile(r"[-+<>=~]*\d{1,3}(,?\d{3})*(\.\d+)?%?")
#: A span of figures.
_RANGE: Final = re.compile(r"[\d.,−≤>]+[—–～][\d.,−≤>]+")
#: A figure with its unit, which reads wrong in two lines.
_SIGNED: Final = r"(?<![A-Za-z0-9.,−-])[≥≤≈<>−]?\d[\d,]*(?:\.\d+)?"
_UNIT: Final = (
    r"(?:[万亿千百]*(?:吨标准煤|吨二氧化碳当量|吨二氧化碳|吨|瓦时|瓦|元|人|平方米|公里|公顷|亩|辆|座)"
    r"|个百分点|[A-Za-zµ°²³%]+)"
)
_AMOUNT: Final = re.compile(rf"{_SIGNED}[ \u00a0]?{_UNIT}(?:/{_UNIT})*(?![A-Za-z])")
_LONG: Final = 24
_BREAK: Final = "\u200b"
#: Stands before and behind what is set as one piece.
_WHOLE: Final = "\u2060"


def breakable(text: str, room: float) -> str:
    """Return a text in which words may break that are too long for a room [em].

    Long words (ids, addresses) break after their signs; a part that is still too long breaks
    between letters and digits, and if need be anywhere. A number never breaks. A figure with its
    unit that has room in a line stands between two word joiners.
    """
    parts, at = [], 0
    text = text.replace(_WHOLE, "")
    for amount in _AMOUNT.finditer(text):
        if measured(amount[0]) > room:
            continue
        parts += [_broken(text[at : amount.start()], room), f"{_WHOLE}{amount[0]}{_WHOLE}"]
        at = amount.end()
    return "".join((*parts, _broken(text[at:], room)))


def _broken(text: str, room: float) -> str:
    return WORD.sub(lambda word: _parted(word[0], room), text)


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


def unbroken(text: str) -> float:
    """Return the width of the longest word, span of figures or figure with unit in a text [em]."""
    found = (*WORD.finditer(text), *_RANGE.finditer(text), *_AMOUNT.finditer(text))
    return max((measured(each[0]) for each in found), default=0.0)


def line_sizes(texts: Iterable[str]) -> list[float]:
    """Return the widths of lines of type [em]."""
    return [measured(line) for text in texts for line in text.split("\n")]


def lines_of(text: str, room: float) -> int:
    """Return about how many lines of type a text takes in a room [em]."""
    return sum(max(1, ceil(measured(part) / room)) for part in text.split("\n"))
