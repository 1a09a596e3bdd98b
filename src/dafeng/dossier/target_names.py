"""Which indicator does a row of targets mean?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from dafeng.dossier.aims import SINCE, without_since
from dafeng.dossier.wording import key, narrow, split_brackets, without_enumerator
from dafeng.reference.guides import Guide, guides
from dafeng.reference.indicators import Indicator, indicators

_WHOSE: Final = re.compile(r"^(?:全市|全区|全县|全省|全域|园区|本市|市域|地区)(?!生产总值)")
_SECTOR_PEAK: Final = re.compile(
    r"^(?P<sector>.{1,12}?)(?:行业|领域|部门)?(?:碳)?达峰(?:年份|时间|年)?$"
)
_ALL: Final = frozenset(
    ("", "碳", "碳排放", "二氧化碳", "二氧化碳排放", "全市", "全市碳", "总体", "实现碳")
)
#: Endings that leave an amount what it is: 可再生能源非电利用量 is 可再生能源非电利用规模.
_AMOUNT: Final = re.compile(r"(?<=..)(?:总规模|总量|总额|规模|数量|容量|水平|量)$")
_ROUNDED: Final = re.compile(r"(?:降低|下降|累计下降|累计降低)(?:率|幅度|比例)?$")
_FALL_ZH: Final = re.compile(r"(?:累计)?(?:下降|降低|减少|压减|降幅)(?:率|幅度|比例)?$")
_FALL_EN: Final = re.compile(
    r"^(?:fall|reduction|cut|decline|decrease) (?:of|in)\s+", re.IGNORECASE
)


#: Indicators that plans state for each sector (钢铁行业能效标杆水平产能比例).
_BY_SECTOR: Final = ("benchmark_capacity_share",)


#: Indicators by the key of each of their spellings.
Words = Mapping[str, Indicator]


@dataclass(frozen=True, slots=True)
class Named:
    """An indicator as a row names it.

    Parameters
    ----------
    indicator
        The indicator; None where it is in neither guide nor catalogue.
    sector
        Sector of a sector's peak; "" otherwise.
    base_year
        Year that the name compares with; None if it names none.
    unit
        Unit in brackets behind the name; "" if none.
    falls
        Whether the name says that the figure is a fall of the indicator.
    """

    indicator: Indicator | None
    sector: str
    base_year: int | None
    unit: str
    falls: bool = False


def name_of(text: str, words: Words) -> Named:
    """Return the indicator that a text means, and what else its name says."""
    plain = without_enumerator(narrow(text).strip())
    since = SINCE.search(plain)
    base = int(since["year"]) if since else None
    plain = without_since(plain)
    name, inside = split_brackets(plain)
    for candidate in (plain, name):
        found = _found(candidate, words)
        if found is not None:
            return Named(found, "", base, inside if candidate == name else "")
    of_sector = _of_sector(name, words)
    if of_sector is not None:
        return Named(of_sector[0], of_sector[1], base, inside)
    peak = _SECTOR_PEAK.match(name)
    if peak is None:
        return Named(None, "", base, inside)
    sector = peak["sector"].removesuffix("行业").removesuffix("领域")
    identifier = "peak_year" if sector in _ALL else "sector_peak_year"
    return Named(indicators()[identifier], "" if sector in _ALL else sector, base, inside)


def fall_or_level_of(text: str, words: Words) -> Named:
    """Return the indicator that a text means, also where it names the fall of one by words."""
    named = name_of(text, words)
    if named.indicator is not None:
        return replace(named, falls=named.indicator.kind == "fall")
    plain = without_enumerator(without_since(narrow(text).strip()))
    name, inside = split_brackets(plain)
    level = _FALL_EN.sub("", _FALL_ZH.sub("", name))
    found = _found(level, words) if level != name else None
    return replace(named, indicator=found, falls=found is not None, unit=inside)


def _found(text: str, words: Words) -> Indicator | None:
    for candidate in (text, _WHOSE.sub("", text)):
        for ending in ("", "下降"):
            wanted = key(_ROUNDED.sub(ending, candidate) if ending else candidate)
            if wanted in words:
                return words[wanted]
        if _amount(candidate) in words:
            return words[_amount(candidate)]
    return None


def _of_sector(text: str, words: Words) -> tuple[Indicator, str] | None:
    """Return an indicator that is one of each sector, and the sector before its name."""
    for identifier in _BY_SECTOR:
        indicator = words.get(key(identifier))
        names = (indicator.name.zh, *indicator.synonyms) if indicator is not None else ()
        for name in sorted(names, key=len, reverse=True):
            sector = text.removesuffix(name).removesuffix("行业").removesuffix("领域")
            if indicator is not None and text != name and text.endswith(name) and sector:
                return indicator, sector
    return None


def _amount(text: str) -> str:
    """Return the key of a name without what only says that it is an amount.

    No spelling of the catalogue has this form, so that no other name can be mistaken for it.
    """
    return "amount:" + _AMOUNT.sub("", key(text))


@lru_cache(maxsize=16)
def words_of(guide: Guide) -> Words:
    """Return every spelling of an indicator: of the guide first, then of the catalogue."""
    asked = [i.indicator for i in guide.indicators]
    others = [i.indicator for g in guides().values() for i in g.indicators]
    return _spelt((*asked, *indicators().values(), *others))


@lru_cache(maxsize=1)
def words_of_catalogue() -> Words:
    """Return every spelling of the indicators of the catalogue."""
    return _spelt(indicators().values())


def _spelt(named: Iterable[Indicator]) -> Words:
    words: dict[str, Indicator] = {}
    every = tuple(named)
    for indicator in every:
        for spelling in (indicator.id, indicator.name.zh, indicator.name.en):
            words.setdefault(key(spelling), indicator)
    for indicator in every:
        for spelling in indicator.synonyms:
            words.setdefault(key(spelling), indicator)
    for indicator in (i for i in every if i.kind == "total"):
        for spelling in (indicator.name.zh, *indicator.synonyms):
            words.setdefault(_amount(spelling), indicator)
    return MappingProxyType(words)
