"""In which words is a need of a plan told, and what of it is told apart from them?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from dafeng.exchange.reading import chinese_share
from dafeng.language import Language, Text, number

#: Shortest name of a place that is taken out of words [characters].
_SHORTEST: Final = 2
#: What stands behind the name of a place in Chinese, and may be left off.
_KIND_OF_PLACE: Final = re.compile(
    r"(?:经济技术开发区|高新技术产业开发区|工业园区|开发区|高新区|园区|街道|自治[州县]|[省市区县镇乡村])$"
)
#: Words that say on or in what kind of place, not in which.
_GENERIC: Final = re.compile(
    r"(?:[全各本]?[省市州区县镇乡村]|[全各本][域园厂]|主?城区|中心城区|市[域区内]|郊区|境内|区内|辖区|县城|城镇|乡镇|农村|乡村"
    r"|街道|社区|[居民住宅小]{1,2}区|[工产商]业|工业园|产业园|园区|园|开发区|高新区|经开区|集聚区"
    r"|[厂矿港景林灌库校]区|屋[顶面]|楼顶|厂房|停车场|[燃煤火热发自备]*电厂|[钢铁水泥化工污水处理垃圾焚烧自来]*厂"
    r"|工厂|企业|公司|集团|公共机构|公共建筑|公共|建筑|机关|单位|政府|部门|学校|医院|校园|商场|酒店|住宅|港口|码头|机场"
    r"|车站|公交|道路|公路|铁路|高速|线路|河道|水库|湖泊|山地|林地|耕地|农田|草地|滩涂|海上|近海|沿海|荒地|盐碱地"
    r"|多[个处]|若干|相关|有关|重点|主要|规[模上]以?上?|本地|当地|待定|未定|不限|各地|及|和|与|等|的|内)+"
)
_GENERIC_WORDS: Final = frozenset(
    re.findall(
        r"\w+",
        """a all and any area areas at building
         buildings campus center centre chemical city citywide
        company coal companies county district districts enterprise enterprises entire every
        factories factory farm farms government group harbour heat hospital hospitals in industrial
        industries industry land local mine mines municipal new of offshore on park parks place
        places plant plants port power province public roof roofs rooftop rooftops rural school
        schools several site sites station stations steel street streets the town towns treatment
        urban various village villages waste water whole wide works zone zones""",
    )
)
_PARTED: Final = re.compile(r"[\s,，、;；/]+")
_LEFT_OVER: Final = re.compile(r"^[\s,，、:：·\-的]+|[\s,，、:：·\-]+$")
_HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class Words:
    """A need in words.

    Parameters
    ----------
    language, title, text
        The public words, and their language.
    rest
        What the plan says in the other language alone, or "": for the confidential details.
    """

    language: Language
    title: str
    text: str
    rest: str


def told(
    name: Text,
    content: str,
    description: Text | None,
    technologies: Sequence[Text],
    places: Iterable[str],
    language: Language,
) -> Words:
    """Return a need in the words of one language, without names that tell where it is.

    Parameters
    ----------
    name, content, description
        What the plan calls it, what the plan says of it, and what the library of measures says;
        None where it is no measure.
    technologies
        What it is about, in both languages.
    places
        Names that tell where it is.
    language
        The language that is wanted; the other one if the plan has no title in it.
    """
    named = _without(name[language], places)
    if not named or language_of(named, language) != language:
        named = _called(description, language) or _listed(technologies, language) or named
    spoken = language_of(named, language)
    said = _without(content, places)
    own = said if language_of(said, spoken) == spoken else ""
    parts = [part for part in (own, _called(description, spoken)) if part and part != named]
    text = _sentences(parts, spoken) or named
    return Words(spoken, named, text, "" if own else said)


def _called(description: Text | None, language: Language) -> str:
    return "" if description is None else description[language]


def amounts_of(tonnes: float | None, start: int | None, due: int | None, language: Language) -> str:
    """Return CO2 avoided (or added) [t/a] and years, in words that are not matched.

    The tonnes are those of the measure taken alone: the plan's are differences of joint runs.
    """
    said: list[Text] = []
    if tonnes:
        size, less = number(abs(tonnes), 0), tonnes > 0
        zh, en = ("减少", "avoided") if less else ("增加", "added")
        zh = f"单独测算每年{zh}二氧化碳{size}吨，不与其他措施相加。"
        alone = f"CO2 {en}, taken alone: {size} t a year; not to be added to other measures."
        said.append(Text(zh, alone))
    if start is not None:
        said.append(Text(f"{start}年开工。", f"Building begins in {start}."))
    if due is not None:
        said.append(Text(f"{due}年完成。", f"To be done by {due}."))
    return ("" if language == "zh" else " ").join(one[language] for one in said)


def names_in(*stated: str) -> tuple[str, ...]:
    """Return names of places as they stand in words: whole, and without county, town or park."""
    found: dict[str, None] = {}
    for part in (part for text in stated for part in (text, *_PARTED.split(text))):
        for name in (part, _KIND_OF_PLACE.sub("", part)):
            if len(name) >= _SHORTEST and not _is_generic(name):
                found[name] = None
    return tuple(found)


def _is_generic(name: str) -> bool:
    """Say whether a name is made of words for kinds of places alone, which name no place."""
    if _GENERIC.fullmatch(name):
        return True
    words = re.findall(r"[a-z]+", name.casefold()) if name.isascii() else []
    return bool(words) and set(words) <= _GENERIC_WORDS


def language_of(text: str, other: Language) -> Language:
    """Return the language of words; the other one if there are none."""
    if not text:
        return other
    return "zh" if chinese_share(text) > _HALF else "en"


def _without(text: str, places: Iterable[str]) -> str:
    """Return a text without the names of places, the longest first."""
    plain = text
    for place in sorted(places, key=len, reverse=True):
        edge = r"\b" if place.isascii() else ""
        plain = re.sub(f"{edge}{re.escape(place)}{edge}", "", plain, flags=re.IGNORECASE)
    return _LEFT_OVER.sub("", re.sub(r" {2,}", " ", plain))


def _listed(technologies: Sequence[Text], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(t[language] for t in technologies)


def _sentences(parts: Iterable[str], language: Language) -> str:
    end, gap = ("。", "") if language == "zh" else (".", " ")
    return gap.join(f"{part.rstrip('。.')}{end}" for part in parts)
