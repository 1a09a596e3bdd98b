"""What does a sentence say in figures, and which of them are only a probability's question?"""

from __future__ import annotations

import re
from typing import Final

_DIGITS: Final = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
_TENS: Final = {"十": 10, "百": 100, "千": 1000}
_NUMERALS: Final = "零〇一二两三四五六七八九十百千"
_PER_CENT: Final = re.compile(rf"百分之([{_NUMERALS}]+)(?:点([零〇一二三四五六七八九]+))?")
_DATE: Final = re.compile(r"([一二][零〇一二三四五六七八九]{3})(?=\s*年)")
#: Words of a probability.
_CHANCE: Final = re.compile(r"概率|可能性|把握|probab|chance|likelihood|likely|odds", re.IGNORECASE)
_CLAUSE_END: Final = re.compile(r"[。，；;!?\n]|[.,](?!\d)")


def in_digits(text: str) -> str:
    """Return a text with percentages and years in words written in digits.

    Parameters
    ----------
    text
        A sentence of a planner: 百分之三十五 becomes ``35%``, 二〇三〇年 ``2030年``.
    """
    return _DATE.sub(_dated, _PER_CENT.sub(_per_cent, text))


def _per_cent(found: re.Match[str]) -> str:
    decimals = "".join(str(_DIGITS[sign]) for sign in found[2] or "")
    return f"{_number(found[1])}{'.' if decimals else ''}{decimals}%"


def _dated(found: re.Match[str]) -> str:
    return "".join(str(_DIGITS[sign]) for sign in found[1])


def _number(numerals: str) -> int:
    """Return a number below ten thousand that is written in Chinese numerals."""
    if not any(sign in _TENS for sign in numerals):
        return int("".join(str(_DIGITS[sign]) for sign in numerals))
    total, digit = 0, None
    for sign in numerals:
        if sign in _TENS:
            total += (1 if digit is None else digit) * _TENS[sign]
            digit = None
        else:
            digit = _DIGITS[sign] or None
    return total + (digit or 0)


def of_chance(text: str, found: re.Match[str]) -> bool:
    """Say whether a figure stands in a clause on a probability and so claims nothing.

    Parameters
    ----------
    text
        The whole text.
    found
        Where the figure stands in it.
    """
    begins = [m.end() for m in _CLAUSE_END.finditer(text, 0, found.start())]
    end = _CLAUSE_END.search(text, found.end())
    clause = text[begins[-1] if begins else 0 : end.start() if end else len(text)]
    return _CHANCE.search(clause) is not None
