"""What base does the name of an index state: the year before, or one fixed year?"""

from __future__ import annotations

import re
from typing import Final

from dafeng.dossier.wording import narrow

#: Base of what is stated as growth (GDP增速) and not as an index: 100 more makes the index.
GROWTH: Final = "=growth"

#: Marks a base that the name of the index states; one that stands in a column may be meant for GDP.
STATED: Final = "="

_PREVIOUS: Final = re.compile(
    r"[,，;；]?\s*(?:以?\s*(?:上年|前一?年|上一?年(?:度)?|previous\s+year)\s*(?:=|为)\s*100|环比|上年\s*=\s*1)",
    re.IGNORECASE,
)
_FIXED: Final = re.compile(
    r"[,，;；]?\s*以?\s*(?P<year>(?:19|20)\d\d)\s*年?\s*(?:(?:=|为)\s*1(?:00)?|为?基期)\s*(?:的)?"
)
#: Growth of GDP at constant prices in one year, as tables name it.
_GROWTH_NAME: Final = re.compile(
    r"(?:全市|全省|全县|全区|本市)?(?:(?:地区|国内)?生产总值(?:[(]?GDP[)]?)?|地区GDP|GDP)"
    r"(?:按?(?:实际|可比价|可比价格|不变价|不变价格)(?:计算)?)?(?:比上年|较上年|年度|年|同比)?"
    r"\s*(?:实际)?(?:增长率|增长速度|增长|增速|增幅)(?!指数)"
    r"|(?:real )?gdp growth(?: rate)?|growth(?: rate)? of (?:real )?gdp",
    re.IGNORECASE,
)
_HOLLOW: Final = re.compile(r"[(\[]\s*[,，;；、]*\s*[)\]]")


def bare_index(text: str) -> str:
    """Return the name of an indicator without the base of its index (上年=100, 2015年=100)."""
    plain = narrow(text)
    bare = _FIXED.sub("", _PREVIOUS.sub("", plain))
    return text if bare == plain else _HOLLOW.sub("", bare).strip()


def is_base(text: str) -> bool:
    """Say whether a text is the base of an index in hundredths and no more (上年=100)."""
    return "100" in text and not bare_index(text)


def is_growth(name: str) -> bool:
    """Say whether a name without brackets means growth of GDP over the year before."""
    return _GROWTH_NAME.fullmatch(narrow(name).strip()) is not None


def stated_base(text: str) -> str:
    """Return the fixed year that the name of an index calls 100, with its mark, or nothing.

    A name of growth gives the mark of growth.
    """
    if _GROWTH_NAME.search(narrow(text)):
        return GROWTH
    match = _FIXED.search(narrow(text))
    return STATED + match["year"] if match else ""
