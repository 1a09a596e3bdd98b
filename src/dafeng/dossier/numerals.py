"""Which figure does a number in Chinese words mean (三千, 百分之三十五, 七成)?"""

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
_TENTHS: Final = re.compile(
    r"(?P<tenths>[一二三四五六七八九十])成(?P<half>半)?(?P<more>[一二三四五六七八九])?"
)
#: A number before its unit, or before 万 and 亿.
_COUNT: Final = re.compile(
    rf"^([{_NUMERALS}]+)(?:点([零〇一二三四五六七八九]+))?(?=[^{_NUMERALS}])"
)


def per_cents_in_digits(text: str) -> str:
    """Return a text with percentages in words written in digits (百分之三十五: ``35%``)."""
    return _PER_CENT.sub(lambda found: f"{_figure(found[1], found[2])}%", text)


def in_figures(text: str) -> str:
    """Return the cell of a target with a number in words written in digits.

    Parameters
    ----------
    text
        A cell without the words of its bound: 三千万吨 becomes ``3000万吨``, 七成五 ``75%``.
    """
    text = "50%" if text == "一半" else _TENTHS.sub(_of_tenths, per_cents_in_digits(text))
    return _COUNT.sub(lambda found: _figure(found[1], found[2]), text)


def _of_tenths(found: re.Match[str]) -> str:
    more = 5 if found["half"] else _DIGITS.get(found["more"] or "", 0)
    return f"{10 * number_of(found['tenths']) + more}%"


def _figure(whole: str, decimals: str | None) -> str:
    behind = "".join(str(_DIGITS[sign]) for sign in decimals or "")
    return f"{number_of(whole)}{'.' if behind else ''}{behind}"


def number_of(numerals: str) -> int:
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
