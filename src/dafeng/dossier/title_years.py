"""Which whole year of statistics does a title state, if any?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dafeng.dossier.wording import narrow

_YEAR: Final = r"(?<!\d)(?:19|20)\d\d(?!\d)"
_FOUND: Final = re.compile(rf"({_YEAR})")
_ANY_YEAR: Final = re.compile(r"(?<!\d)(\d{3,5})\s*年")
#: Words of a title whose year may be another than that of the figures.
_BESIDES: Final = re.compile(
    r"年鉴|制表|填表|填报|报送|印发|发布|公布|打印|编制|日期|GB/?T|yearbook|published|printed|date",
    re.IGNORECASE,
)
#: A yearbook with its own year: it holds the figures of the year before, or of several.
_YEARBOOK: Final = re.compile(
    rf"(?:{_YEAR}\s*年?\s*)?(?:(?!表|摘自|引自|来源|消费|平衡|能源消)[\u4e00-\u9fff]){{0,12}}年鉴"
    rf"(?:[\s(—-]*{_YEAR}(?!\s*年)|[\s(—-]*{_YEAR}\s*年?\s*(?:[版卷)》]|$)|》\s*\({_YEAR}[年版)]*)?"
    rf"|(?:{_YEAR}\s+)?(?:statistical\s+)?yearbook\s*(?:of\s+)?(?:{_YEAR})?",
    re.IGNORECASE,
)
_DATE: Final = (
    rf"{_YEAR}(?:年\s*\d{{1,2}}\s*月\s*\d{{1,2}}\s*日?|([-./])\d{{1,2}}\1\d{{1,2}}(?!\d))"
)
_MADE: Final = r"(?:制表|填表|填报|报送|印发|发布|公布|打印|编制|截至|日期|printed|published|date)"
#: Years that are no year of figures: of printing, of a standard or document, of prices or scope.
_ASIDE: Final = re.compile(
    rf"{_DATE}|{_MADE}[^\d]{{0,8}}{_YEAR}(?:年?\s*\d{{1,2}}\s*月)?"
    rf"|{_YEAR}\s*年\s*\d{{1,2}}\s*月\s*{_MADE}|GB/?T?\s*[\d.]+\s*[-—]\s*{_YEAR}|〔\s*{_YEAR}\s*〕"
    rf"|按?\s*{_YEAR}\s*年?\s*(?:口径|可比价|不变价|价格?)",
    re.IGNORECASE,
)
_MONTH: Final = r"(?:0?[1-9]|1[0-2])"
_MONTHS: Final = re.compile(
    rf"(?<!\d)({_MONTH})\s*月?\s*[-—–~～至到]\s*({_MONTH})\s*月"
    r"|\b(jan\w*|feb\w*|mar\w*|apr\w*|may|jun\w*|jul\w*|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*)\.?"
    r"\s*(?:[-–—]|to)\s*"
    r"(jan\w*|feb\w*|mar\w*|apr\w*|may|jun\w*|jul\w*|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*)\b",
    re.IGNORECASE,
)
#: January to December, with or without the year before each month.
_TO: Final = r"\s*(?:[-—–―~～]+|至|到)\s*"
_WHOLE: Final = re.compile(
    rf"(?:({_YEAR})\s*(?:年度?|[./-])\s*)?(?<![\d.])0?1\s*月(?:份|\s*0?1\s*日)?{_TO}"
    rf"(?:({_YEAR})\s*(?:年|[./-])\s*)?12\s*月(?:份|\s*31\s*日)?"
    rf"|(?:({_YEAR})\s*年度?\s*)?(?<![\d.])0?1{_TO}12\s*月份?"
    rf"|({_YEAR})\s*[./-]\s*0?1{_TO}({_YEAR})\s*[./-]\s*12(?![\d./-])"
)
#: The four quarters, each or together, are a year.
_QUARTERS: Final = re.compile(
    r"第?[一1]\s*(?:季度)?\s*(?:[-—–―~～]+|至|到)\s*第?[四4]\s*季度|[各四4]个?季度(?:合计|累计|之和)"
)
#: The end of a year up to which statistics of flows run.
_END: Final = re.compile(
    rf"截[至止]\s*({_YEAR})\s*年\s*(?:年?底|年?末|12\s*月\s*(?:底|末|31\s*日))"
)
#: What a table holds besides, or by which it was revised.
_HELD: Final = re.compile(r"(?<!不)(?:含|包括|根据|经)[^,;()]{0,40}?(?:季度|半年|月份?)[^,;()]*")
#: Words that say part of a year, in whatever title they stand.
_PART: Final = re.compile(
    r"[上下]半年|半年度|(?<!\d)前[一二三四五六七八九十\d]{1,2}个?(?:季度|月)|[一二三四1-4]\s*季度"
    rf"|{_YEAR}\s*年?\s*半年|{_YEAR}\s*[-_ ]?\s*(?:Q[1-4]|H[12])\b"
    rf"|\b(?:Q[1-4]|H[12])\s*,?\s*{_YEAR}"
    r"|\b(?:first|second)\s+half\b|\bhalf[- ]year|\b(?:first|second|third|fourth)\s+quarter\b",
    re.IGNORECASE,
)
#: One month of a year, which may also be when the table was made.
_ONE_MONTH: Final = re.compile(
    rf"{_YEAR}\s*(?:年\s*{_MONTH}\s*月(?:份)?(?!\s*\d)|[.-]\s*{_MONTH}(?![\d.-]))"
)
#: Words of a title that mean no statistics wherever they stand, and those that do so in brackets,
#: right behind the year or at the end (a plan may be named in a title of statistics, too).
_PLANNED: Final = re.compile(
    r"(?<![为按含])(?:预测|预计|展望)|\b(?:forecast|projection|projected|outlook)\b"
    r"|[(]\s*(?:规划|计划|目标|预期|planned|plan|target|expected)[^()]*[)]"
    rf"|{_YEAR}\s*年?\s*(?:规划|计划|目标|预期)"
    r"|(?:规划|计划|目标|预期)(?:数|值|表)?\s*$",
    re.IGNORECASE,
)


#: Characters of a title that are looked at.
_LONGEST: Final = 2000


@dataclass(frozen=True, slots=True)
class TitleYear:
    """What a title says of the year of its figures.

    Parameters
    ----------
    year
        The one year that it states, or None.
    sure
        Whether nothing in it speaks of printing, standards or the like.
    part
        Whether the period is part of a year: months, a quarter, half a year.
    month
        Whether it is one month, which may also be when the table was made.
    planned
        Whether the figures are expected or planned.
    yearbook
        Words of a yearbook whose year is the only one stated, else empty.
    """

    year: int | None
    sure: bool = True
    part: bool = False
    month: bool = False
    planned: bool = False
    yearbook: str = ""

    @property
    def whole(self) -> bool:
        """Say whether it is a whole year of statistics."""
        return not (self.part or self.month or self.planned)


@lru_cache(maxsize=4096)
def title_year(text: str) -> TitleYear:
    """Return what a title says of the year of its figures.

    Parameters
    ----------
    text
        A row above the header, or the name of a sheet or file.
    """
    plain = narrow(text[:_LONGEST])
    book = next((m[0].strip() for m in _YEARBOOK.finditer(plain) if _FOUND.search(m[0])), "")
    own = _END.sub(r"\1年 ", _WHOLE.sub(_whole, _QUARTERS.sub("全年", plain)))
    own = _HELD.sub(" ", _ASIDE.sub(" ", _YEARBOOK.sub(" ", own)))
    year = _only(own)
    sure = _BESIDES.search(plain) is None
    if year is None:
        odd = _odd_year(own)
        planned = _PLANNED.search(own) is not None
        part, book = _is_part(own), book if odd is None else ""
        return TitleYear(odd, sure, part, planned=planned, yearbook=book)
    return TitleYear(
        year,
        sure,
        _is_part(own),
        _ONE_MONTH.search(own) is not None,
        _PLANNED.search(own) is not None,
    )


def _whole(found: re.Match[str]) -> str:
    """Return the year whose months a text names from first to last, or the text of two years."""
    years = {year for year in found.groups() if year}
    return f"{years.pop() if years else ''}全年 " if len(years) < 2 else found[0]  # noqa: PLR2004


def only_year(text: str) -> int | None:
    """Return the whole year of statistics that a text states, if it states no other."""
    found = title_year(text)
    return found.year if found.whole else None


def _only(text: str) -> int | None:
    years = set(_FOUND.findall(text))
    return int(years.pop()) if len(years) == 1 else None


def _odd_year(text: str) -> int | None:
    """Return a year that cannot be true (2202年, 202年) where a text states no other."""
    odd = {int(y) for y in _ANY_YEAR.findall(text)}
    return odd.pop() if len(odd) == 1 and not _FOUND.search(text) else None


def _is_part(text: str) -> bool:
    """Say whether a text names months, a quarter or half a year; 1-12月 is a whole one."""
    ranges = ((m[1] or m[3], m[2] or m[4]) for m in _MONTHS.finditer(text))
    return any(not _is_whole(*r) for r in ranges) or _PART.search(text) is not None


def _is_whole(first: str, last: str) -> bool:
    """Say whether two months, numbers or names, are the first and the last of a year."""
    begins = first.lower().startswith("jan") or first in ("1", "01")
    return begins and (last.lower().startswith("dec") or last == "12")
