"""What does the header of a column of totals name, apart from unit and method?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dafeng.dossier.titles import bare_unit
from dafeng.dossier.wording import narrow

_BRACKETED: Final = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
#: By what electricity counts in a total of all energy.
_METHODS: Final = (
    (re.compile(r"当量|equivalent", re.IGNORECASE), "equivalent"),
    (re.compile(r"发电煤耗|等价|thermal|coal consumption", re.IGNORECASE), "thermal"),
)
#: How electricity counts in a total, as headers say it: 电热当量计算法, 按等价值计算, 发电煤耗法.
_METHOD: Final = re.compile(
    r"按?(?:电热当量|发电煤耗|当量值?|等价值?)(?:计算法|计算|计量|法|计)?", re.IGNORECASE
)
_SEPARATORS: Final = re.compile(r"[,，;；、\n]+")


def electricity_method(words: str) -> str:
    """Return the one convention for electricity that words name, or nothing."""
    found = {m for p, m in _METHODS if p.search(words)}
    return found.pop() if len(found) == 1 else ""


def first_method(words: str) -> str:
    """Return the first convention for electricity that words name, or nothing."""
    return next((m for p, m in _METHODS if p.search(words)), "")


def bare_total(text: str) -> str:
    """Return a header without what stands in brackets anywhere and without its method."""
    return " ".join(_METHOD.sub(" ", _BRACKETED.sub(" ", narrow(text))).split())


#: Columns that say how figures beside them compare: growth, shares, ranks.
_DERIVED: Final = re.compile(
    r"(?:比上年|较上年|同比|环比|年均)?(?:增长|增减|增速|增幅|降幅|下降|变化)(?:率|幅度?|速度|%|[(]|$)|(?:占|所占)?(?:比重|占比|比例)"
    r"|占.{0,8}(?:%|比重)|同比|排名|位次|\b(?:growth|change|share|rank)\b",
    re.IGNORECASE,
)


def is_derived(text: str) -> bool:
    """Say whether a header is that of growth, shares or ranks (比上年增长（%）, 占比)."""
    return _DERIVED.search(narrow(text)) is not None


def inner_units(text: str) -> Iterator[str]:
    """Yield the units that a header lists in brackets beside other words (``当量值，万吨``)."""
    for inside in reversed(_BRACKETED.findall(narrow(text))):
        for part in _SEPARATORS.split(inside):
            if found := bare_unit(part):
                yield found
