"""What does the header of a column of totals name, apart from unit and method?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from dafeng.dossier.titles import bare_unit
from dafeng.dossier.wording import key, narrow, split_all_brackets

#: Columns that sum up carriers, with the groups that they hold.
TOTAL_COLUMNS: Final = {
    key(word): group
    for group, words in {
        "coal": ("煤合计", "煤炭合计", "煤品合计", "total coal", "coal total", "煤炭消费量"),
        "oil": (
            *("油品合计", "石油合计", "total oil", "oil products total"),
            "total petroleum products",
            "oil products",
            "petroleum products",
        ),
        "all": (
            *("合计", "总计", "能源合计", "能源总计", "能源总量", "能源消费合计", "能源消费总计"),
            *("能源消费总量", "能源消费量合计", "折标准煤合计", "折标煤合计", "标准煤合计"),
            *("折标准煤总计", "折标准煤量合计", "折标量合计", "折合标准煤合计", "折标准煤"),
            *("total", "total energy", "energy total", "total energy consumption"),
            "total in standard coal",
        ),
        "net": (
            *("综合能源消费量", "综合能源消费", "综合能耗", "综合能耗合计", "综合能源消费量合计"),
            *("comprehensive energy consumption", "overall energy consumption"),
        ),
    }.items()
    for word in words
}
#: Columns that sum up a group only where the group's carriers have columns of their own.
MAYBE_TOTALS: Final = {
    key(word): group
    for group, words in {"coal": ("煤炭", "煤", "coal"), "oil": ("石油", "油品", "oil")}.items()
    for word in words
}

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


def carrier_total(text: str) -> tuple[str, str]:
    """Return the group that a name surely sums up and the method for electricity, or nothing."""
    names = (text, split_all_brackets(text)[0], bare_total(text))
    group = next((g for n in names if (g := TOTAL_COLUMNS.get(key(n)))), "")
    return group, first_method(text) if group else ""


#: Columns that say how figures beside them compare: growth, shares, ranks.
_DERIVED: Final = re.compile(
    r"(?:比上年|较上年|同比|环比|年均)?(?:增长|增减|增速|增幅|降幅|下降|变化)(?:率|幅度?|速度|%|[(]|$)|(?:占|所占)?(?:比重|占比|比例)"
    r"|占.{0,8}(?:%|比重)|同比|排名|位次|\b(?:growth|change|share|rank)\b",
    re.IGNORECASE,
)


#: Coefficients of standard coal beside the figures of a form.
_COEFFICIENT: Final = re.compile(
    r"折(?:标准?煤?|算标准煤)(?:系数|率)|coal coefficient", re.IGNORECASE
)


def is_coefficient(text: str) -> bool:
    """Say whether a header is that of coefficients of standard coal (采用折标系数)."""
    return _COEFFICIENT.search(narrow(text)) is not None


def is_derived(text: str) -> bool:
    """Say whether a header is that of growth, shares or ranks (比上年增长（%）, 占比)."""
    return _DERIVED.search(narrow(text)) is not None


def inner_units(text: str) -> Iterator[str]:
    """Yield the units that a header lists in brackets beside other words (``当量值，万吨``)."""
    for inside in reversed(_BRACKETED.findall(narrow(text))):
        for part in _SEPARATORS.split(inside):
            if found := bare_unit(part):
                yield found


def group_members(group: str, carriers: Mapping[str, str]) -> set[str]:
    """Return the carriers that a total column sums up.

    Parameters
    ----------
    group
        ``coal``, ``oil``, ``all`` or ``net``.
    carriers
        Carrier id to carrier group.
    """
    if group in ("all", "net"):
        return set(carriers)
    gases = ("coke_oven_gas", "blast_furnace_gas", "converter_gas", "other_gas")
    coke = ("coke", "other_coking_products", *gases)
    return {c for c, g in carriers.items() if g == group and not (group == "coal" and c in coke)}
