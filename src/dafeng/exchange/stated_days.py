"""Which day does a cell state, and is it stated plainly?"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_PLAIN: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?")
_RUN: Final = re.compile(r"(20\d{2})(\d{2})(\d{2})")
#: A day number of a workbook, from 2009 to 2064: what is left of a date without its format.
_NUMBER: Final = re.compile(r"([45]\d{4})(?:\.\d+)?")
_FIRST_DAY: Final = date(1899, 12, 30)
#: Day and month before the year: a point stands behind the day, a stroke behind either.
_POINTED: Final = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")
_STROKED: Final = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                  "dec")  # fmt: skip
_MONTH: Final = rf"({'|'.join(_MONTHS)})[a-z]*\.?"
_DAY_MONTH: Final = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(\d{{4}})")
_MONTH_DAY: Final = re.compile(rf"{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})")
#: Words around a period that leave its last day what it is.
_AROUND: Final = re.compile(
    r"^(?:by\s+|before\s+)?(?:the\s+)?(?:end\s+of\s+)?|(?:[底末]|以?前|之前|内)+$"
)
_YEAR: Final = re.compile(r"(\d{4})年?")
_YEAR_MONTH: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})月?")
_MONTH_YEAR: Final = re.compile(rf"{_MONTH},?\s+(\d{{4}})")
_QUARTER: Final = re.compile(
    r"q([1-4])[\s/]*(\d{4})|(\d{4})年?[\s-]*(?:q([1-4])|第?([一二三四1-4])季度?)"
)
_HALF: Final = re.compile(r"h([12])[\s/]*(\d{4})|(\d{4})年?\s*(?:h([12])|([上下])半年)")
_ORDER: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}
_YEARS: Final = range(2000, 2101)
#: Words for no day at all.
_OPEN: Final = ("长期", "长期有效", "不限", "不限期", "无期限", "open", "open-ended", "none",
                "no deadline", "until further notice", "无")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stated:
    """A day, None for no limit, and whether the cell holds it in the usual form."""

    day: date | None
    plain: bool


def day_stated(text: str, *, until: bool) -> Stated | None:
    """Return the day that a text states; None if none is certain.

    Parameters
    ----------
    text
        A cell.
    until
        Whether something lasts until that day: of a period (``2026年底``, ``Q3 2026``, a month) it
        is the last day then. Otherwise a period states no day.
    """
    line = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    if found := _PLAIN.fullmatch(line.upper()):
        day = _day(*map(int, found.groups()))
        return None if day is None else Stated(day, plain=True)
    if until and line in _OPEN:
        return Stated(None, plain=False)
    days = set(_days(line))
    if not days and until:
        days = set(_last_days(_AROUND.sub("", line).strip()))
    return Stated(days.pop(), plain=False) if len(days) == 1 else None


def _days(line: str) -> Iterator[date]:
    """Yield every day that a line may mean."""
    if found := _NUMBER.fullmatch(line):
        yield _FIRST_DAY + timedelta(days=int(found[1]))
    readings: list[tuple[int, int, int]] = []
    if found := _RUN.fullmatch(line):
        readings.append((int(found[1]), int(found[2]), int(found[3])))
    if found := _POINTED.fullmatch(line):
        readings.append((int(found[3]), int(found[2]), int(found[1])))
    if found := _STROKED.fullmatch(line):
        one, other, year = map(int, found.groups())
        readings += [(year, one, other), (year, other, one)]
    if found := _DAY_MONTH.fullmatch(line):
        readings.append((int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1])))
    if found := _MONTH_DAY.fullmatch(line):
        readings.append((int(found[3]), _MONTHS.index(found[1]) + 1, int(found[2])))
    yield from (day for reading in readings if (day := _day(*reading)) is not None)


def _last_days(period: str) -> Iterator[date]:
    """Yield the last day of a year, half-year, quarter or month."""
    months: list[tuple[int, int]] = []
    if found := _YEAR.fullmatch(period):
        months.append((int(found[1]), 12))
    if found := _HALF.fullmatch(period):
        months.append((int(found[2] or found[3]), 6 * _nth(found[1] or found[4] or found[5])))
    if found := _QUARTER.fullmatch(period):
        months.append((int(found[2] or found[3]), 3 * _nth(found[1] or found[4] or found[5])))
    if found := _YEAR_MONTH.fullmatch(period):
        months.append((int(found[1]), int(found[2])))
    if found := _MONTH_YEAR.fullmatch(period):
        months.append((int(found[2]), _MONTHS.index(found[1]) + 1))
    for year, month in months:
        if year in _YEARS and 1 <= month <= len(_MONTHS):
            yield date(year, month, monthrange(year, month)[1])


def _nth(sign: str) -> int:
    return _ORDER.get(sign) or int(sign)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
