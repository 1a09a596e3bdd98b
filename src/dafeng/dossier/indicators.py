"""Which indicator does a name mean, or several names that stand over one another?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from dafeng.dossier.index_base import INDEX
from dafeng.dossier.index_words import is_growth, stated_base
from dafeng.dossier.vocabulary import find_class, find_sector, find_term, is_total
from dafeng.dossier.wording import narrow, of_which, split_all_brackets, without_enumerator

_OF_SECTOR: Final = (
    (re.compile(r"^(?P<sector>.+?)增加值$"), "value_added"),
    (
        re.compile(r"^(?P<sector>.+?)(?:增加值)?(?:占比|比重|占GDP比重)$", re.IGNORECASE),
        "value_added_share",
    ),
    (re.compile(r"^value added,? (?:of )?(?P<sector>.+)$", re.IGNORECASE), "value_added"),
    (re.compile(r"^(?P<sector>.+?) value added$", re.IGNORECASE), "value_added"),
    (re.compile(r"^(?P<sector>.+?)产量$"), "output"),
)
#: Names over others by which these are no amounts: an index, growth, shares, amounts per head.
_INDEXED: Final = re.compile(r"指数|\bind(?:ex|ices)\b", re.IGNORECASE)
_SHARED: Final = re.compile(r"构成|比重|占比|结构|\bshares?\b|\bstructure\b", re.IGNORECASE)
_RELATED: Final = re.compile(
    r"人均|增长|增速|增幅|比上年|同比|每|\bper\b|\bgrowth\b", re.IGNORECASE
)
#: What holds no parts by industries.
_PER_HEAD: Final = re.compile(r"人均|\bper\b", re.IGNORECASE)


def find_indicator(text: str) -> tuple[str, str] | None:
    """Return variable and sector that an indicator's name means, or None."""
    bare = bare_name(text)
    found = find_term("variable", text) or find_term("variable", bare)
    if found is not None:
        return found, ""
    if is_growth(bare):
        return INDEX, ""
    for pattern, variable in _OF_SECTOR:
        if match := pattern.match(bare):
            sector = find_class(match["sector"]) or find_sector(match["sector"])
            if variable == "output" and (product := find_term("product", match["sector"])):
                return variable, product
            if sector is not None and variable != "output":
                return variable, sector
    whole = find_class(bare)
    return ("value_added", whole) if whole is not None else None


def find_stacked(names: Sequence[str]) -> tuple[str, str] | None:
    """Return variable and sector of names over one another (地区生产总值, 第一产业), or None.

    The lowest says what it is; one above it can make it an index, a share, or what is not used.

    Parameters
    ----------
    names
        From top to bottom, without units.
    """
    if len(names) < 2:  # noqa: PLR2004 - nothing stands above
        return find_indicator(names[0]) if names else None
    *above, own = names
    bare = bare_name(own)
    if any(_RELATED.search(name) for name in above):
        return None
    if any(_INDEXED.search(name) for name in above):
        whole = is_total(bare) or (find_indicator(own) or ("", ""))[0] in ("gdp", INDEX)
        return (INDEX, "") if whole else None
    if any(_SHARED.search(bare_name(name)) for name in above):
        return find_indicator(f"{bare}占比")
    if is_total(bare):
        return find_stacked(above)
    last = bare_name(above[-1])
    joined = (find_indicator(words) for words in (own, f"{bare}{last}", f"{last}{bare}"))
    return next((found for found in joined if found is not None), None)


def is_comparison(text: str) -> bool:
    """Say whether a name means an index, growth or shares, of which rows below may be parts."""
    patterns = (_INDEXED, _SHARED, _RELATED)
    return any(p.search(narrow(text)) for p in patterns) and not _PER_HEAD.search(narrow(text))


def bare_name(text: str) -> str:
    """Return an indicator's name without numbering, mark of a part and brackets."""
    return of_which(without_enumerator(split_all_brackets(text)[0]))[1]


def price_base(words: str, variable: str) -> str:
    """Return the base that an indicator's name or unit states; current is never implied."""
    if variable == INDEX:
        return stated_base(words)
    if variable not in ("gdp", "value_added"):
        return ""
    if match := _CONSTANT.search(words):
        return match[1]
    return "current" if _CURRENT.search(words) else ""


#: Not 2015年价格指数: an index of prices says nothing of the prices of an amount.
_CONSTANT: Final = re.compile(
    r"((?:19|20)\d\d)\s*年?\s*(?:不变价|可比价|价(?!值|差)|constant|prices)"
    r"(?!\s*(?:格?(?:总|定基|平减|缩减)?指数|格?(?:水平)?(?:变动|变化|上涨|涨)|ind(?:ex|ices)))"
)
_CURRENT: Final = re.compile(r"当年价|现价|现行价|名义|current|nominal", re.IGNORECASE)


def stated_prices(text: str) -> str:
    """Return the one price base that a title or note states for money, or nothing."""
    fixed = {match[1] for match in _CONSTANT.finditer(text)}
    if _CURRENT.search(text):
        fixed.add("current")
    return fixed.pop() if len(fixed) == 1 else ""
