"""Over which years is the figure of a target summed, if it is one of several years?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dafeng.dossier.aims import is_span, year_of
from dafeng.dossier.numerals import number_of
from dafeng.dossier.records import Row
from dafeng.dossier.wording import narrow
from dafeng.language import Text
from dafeng.reference.indicators import Indicator

#: Words for a figure that is summed over years.
_SUMMED: Final = re.compile("累计|cumulative", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_SPAN: Final = re.compile(r"((?:19|20)\d\d)\s*年?\s*(?:[-–—~～至到]+|to)\s*((?:19|20)\d\d)")
#: A five-year plan that stands for its years (“十五五”时期), but not for its last year alone.
_PLAN: Final = re.compile(
    r"[“\"'‘「《]?(?P<number>[六七八九十]|十[一二三四五六七八九]|二十)五[”\"'’」》]?"
    r"(?:时期|期间|规划期?间?|计划)"
    r"|\b(?P<en>\d\d)th five[- ]year plan",
    re.IGNORECASE,
)
#: First year of the sixth plan; each has five years.
_SIXTH: Final = 1981
_CELLS: Final = ("indicator", "value", "comment")


@dataclass(frozen=True, slots=True)
class SummedYears:
    """Years over which a figure is summed.

    Parameters
    ----------
    first, last
        First and last of them; None where the row says no more than that it is a sum.
    """

    first: int | None
    last: int | None

    @property
    def span(self) -> tuple[int | None, int | None]:
        """Return the first and the last year."""
        return self.first, self.last

    @property
    def label(self) -> Text:
        """Return the years in words."""
        if self.first is None and self.last is None:
            return Text("数年累计", "several years")
        if self.first is None:
            return Text(f"至{self.last}年累计", f"summed to {self.last}")
        return Text(f"{self.first}—{self.last}年", f"{self.first}–{self.last}")


def summed_years(row: Row, indicator: Indicator | None) -> SummedYears | None:
    """Return the years over which a row of targets is summed; None for a figure of one year.

    Parameters
    ----------
    row
        A row of the table of targets.
    indicator
        What it is about: only one that may be summed over the years stated can be a sum.
    """
    if indicator is None or indicator.period != "stated":
        return None
    words = "\n".join(row[cell] for cell in _CELLS)
    span = years_named(row["year"])
    if span is None and not _SUMMED.search(words):
        return None
    first, last = span or years_named(words) or (None, year_of(row["year"]))
    return SummedYears(first, last)


def years_named(text: str) -> tuple[int, int] | None:
    """Return the first and last year that words name: a span, or a five-year plan; else None."""
    plain = narrow(text)
    if (span := _SPAN.search(plain)) and span[1] < span[2]:
        return int(span[1]), int(span[2])
    if found := _PLAN.search(plain):
        number = int(found["en"]) if found["en"] else number_of(found["number"])
        if number is not None:
            first = _SIXTH + 5 * (int(number) - 6)
            return first, first + 4
    if is_span(plain) and "\n" not in plain:
        years = [int(year) for year in _YEAR.findall(plain)]
        return min(years), max(years)
    return None
