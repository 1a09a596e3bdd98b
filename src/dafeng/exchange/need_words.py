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
    """Return CO2 avoided (or added) [t/a] and years, in words that are not matched."""
    said: list[Text] = []
    if tonnes:
        size, less = number(abs(tonnes), 0), tonnes > 0
        zh, en = ("减少", "avoided") if less else ("增加", "added")
        said.append(Text(f"每年{zh}二氧化碳{size}吨。", f"CO2 {en}: {size} t a year."))
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
            if len(name) >= _SHORTEST:
                found[name] = None
    return tuple(found)


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
