"""Which number does a heading, a table, a figure carry in each language?"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from dafeng.language import Text
from dafeng.plan.tree import Block, ChartFigure, DataTable, Heading

_DIGITS: Final = "零一二三四五六七八九"
_TEN: Final = 10


def chinese_numeral(number: int) -> str:
    """Write a number from 1 to 99 in Chinese numerals (12 -> 十二)."""
    tens, ones = divmod(number, _TEN)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return head + (_DIGITS[ones] if ones else "") if number else _DIGITS[0]


def numbered(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks with labels: 一、（一）1. for headings, 表1 and 图1 for tables and figures.

    Annexes are counted apart from chapters.
    """
    counts = [0, 0, 0]
    annexes = tables = figures = 0
    result: list[Block] = []
    for block in blocks:
        match block:
            case Heading(level=1, annex=True):
                annexes, counts[1:] = annexes + 1, [0, 0]
                label = Text(f"附件{annexes}", f"Annex {annexes}")
                result.append(replace(block, label=label))
            case Heading(level=level):
                counts[level - 1] += 1
                counts[level:] = [0] * (3 - level)
                label = _heading(level, counts, f"A{annexes}" if annexes else "")
                result.append(replace(block, label=label))
            case DataTable():
                tables += 1
                result.append(replace(block, label=Text(f"表{tables}", f"Table {tables}")))
            case ChartFigure():
                figures += 1
                result.append(replace(block, label=Text(f"图{figures}", f"Figure {figures}")))
            case _:
                result.append(block)
    return tuple(result)


def _heading(level: int, counts: list[int], annex: str) -> Text:
    path = [annex or str(counts[0]), *map(str, counts[1:level])]
    english = ".".join(path)
    if level == 1:
        return Text(f"{chinese_numeral(counts[0])}、", english)
    if level == 2:  # noqa: PLR2004 - levels of GB/T 9704: 一、 （一） 1.
        return Text(f"（{chinese_numeral(counts[1])}）", english)
    return Text(f"{counts[2]}.", english)
