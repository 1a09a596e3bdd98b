"""Where in a text does a known wording stand, whatever its spelling?"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

# A run of Latin letters, a number, or any other single sign; blanks, hyphens and quotation marks
# part nothing: 热 泵, heat-pump and “双碳”目标 are read as 热泵, heat pump and 双碳目标.
_TOKEN: Final = re.compile(r"[A-Za-zÀ-ɏａ-ｚＡ-Ｚ]+|\d+|[^\s\-‐‑–—_“”‘’\"'《》「」『』]")
_WORD: Final = re.compile(r"[a-zà-ɏ0-9]")
_CHINESE: Final = re.compile(r"[一-鿿]+")
_ABBREVIATION: Final = re.compile(r"([A-Z]{2,}|[A-Z]+[a-z]*[A-Z]+)s")
_IZE: Final = re.compile(r"iz(e|ed|es|ing|er|ers|ation|ations)$")
_SHORT: Final = 3
_SHORTEST: Final = 2


class Sense(NamedTuple):
    """One meaning of a wording.

    Parameters
    ----------
    concept
        Concept id; "" says that the wording means nothing of the field.
    surface
        The wording as the thesaurus spells it.
    exact
        Whether capitals must agree (LED is a lamp, led is a verb).
    cues
        Words of which one must stand in the text as well (see `cue`); none if the wording is
        clear alone.
    """

    concept: str
    surface: str
    exact: bool = False
    cues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A wording found in a text, from character `start` up to but not including `end`."""

    concept: str
    start: int
    end: int


@dataclass(frozen=True)
class Folded:
    """A text as the thesaurus reads it.

    Parameters
    ----------
    tokens
        Words in lower case, singular and British spelling, and single Chinese characters.
    raw
        The same as written, an abbreviation without its plural s.
    spans
        Start and end of each token in the text.
    """

    tokens: tuple[str, ...]
    raw: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    @cached_property
    def line(self) -> str:
        """Return all tokens in one line: what cues are looked up in."""
        return in_line(self.tokens)


def folded(text: str, spellings: Mapping[str, str]) -> Folded:
    """Return a text as the thesaurus reads it.

    Parameters
    ----------
    text
        Any text, Chinese, English or mixed.
    spellings
        The spelling to read a word as (``aluminum`` -> ``aluminium``).
    """
    found = [(m.group(), m.span()) for m in _TOKEN.finditer(text)]
    return Folded(
        tuple(_read(token, spellings) for token, _ in found),
        tuple(_written(token) for token, _ in found),
        tuple(span for _, span in found),
    )


def tokens(text: str, spellings: Mapping[str, str]) -> tuple[str, ...]:
    """Return the tokens of a text alone (see `Folded`)."""
    if _CHINESE.fullmatch(text):
        return tuple(text)
    words = [_singular(token) for token in _TOKEN.findall(text)]
    return tuple([spellings.get(word, word) for word in words])


def in_line(words: Iterable[str]) -> str:
    """Return tokens in one line: words between single blanks, Chinese characters side by side."""
    joined = "".join(f" {t} " if _WORD.match(t) else t for t in words)
    return f" {joined} ".replace("  ", " ")


def cue(text: str, spellings: Mapping[str, str]) -> str:
    """Return what to look for in `Folded.line` to find a word (``dye*``: with any ending)."""
    words = tokens(text.rstrip("*"), spellings)
    start = " " if _WORD.match(words[0]) else ""
    end = " " if _WORD.match(words[-1]) and not text.endswith("*") else ""
    return f"{start}{in_line(words).strip()}{end}"


def _read(token: str, spellings: Mapping[str, str]) -> str:
    word = _singular(token)
    return spellings.get(word, word)


@lru_cache(maxsize=65536)
def _written(token: str) -> str:
    plain = unicodedata.normalize("NFKC", token)
    return plain[:-1] if _ABBREVIATION.fullmatch(plain) else plain


@lru_cache(maxsize=65536)
def _singular(token: str) -> str:
    """Return a word in lower case, without the plural, with -is- for -iz-."""
    word = _written(token).lower()
    if len(word) <= _SHORT or not word.isascii():
        return word
    word = _IZE.sub(r"is\1", word)
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


@dataclass(frozen=True, slots=True)
class Surfaces:
    """All wordings of a thesaurus, ready to be looked up.

    Parameters
    ----------
    spellings
        The spelling to read a word as.
    senses
        The senses of each wording by its tokens.
    lengths
        How many tokens the wordings have that begin with the same two (or are one), longest first.
    """

    spellings: Mapping[str, str]
    senses: Mapping[tuple[str, ...], Sequence[Sense]]
    lengths: Mapping[tuple[str, ...], tuple[int, ...]]

    @classmethod
    def of(cls, senses: Iterable[Sense], spellings: Mapping[str, str]) -> Surfaces:
        """Collect the senses of wordings; a wording may have several."""
        known: dict[tuple[str, ...], list[Sense]] = defaultdict(list)
        sizes: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for sense in senses:
            wording = tokens(sense.surface, spellings)
            known[wording].append(sense)
            sizes[wording[:2]].add(len(wording))
        return cls(spellings, known, {k: tuple(sorted(v, reverse=True)) for k, v in sizes.items()})

    def hits(self, text: str) -> tuple[Hit, ...]:
        """Return what stands in a text: the longest wording at each place, none within another."""
        read = folded(text, self.spellings)
        found: list[_Found] = []
        for first in range(len(read.tokens)):
            longest = self._longest(read, first)
            if longest is not None and (not found or longest.end > found[-1].end):
                found.append(longest)
        return tuple(
            Hit(hit.concept, read.spans[hit.first][0], read.spans[hit.end - 1][1])
            for hit in _unmixed(found, read.tokens)
        )

    def _longest(self, read: Folded, first: int) -> _Found | None:
        for head in (read.tokens[first : first + 2], read.tokens[first : first + 1]):
            for length in self.lengths.get(head, ()):
                wording = read.tokens[first : first + length]
                end = first + len(wording)
                sense = _meant(self.senses.get(wording, ()), read, first, end)
                if sense is not None:
                    return _Found(first, end, sense.concept)
        return None


@dataclass(frozen=True, slots=True)
class _Found:
    """A wording found in tokens."""

    first: int
    end: int
    concept: str


def _unmixed(found: list[_Found], words: tuple[str, ...]) -> Iterator[_Found]:
    """Yield wordings with a meaning, but not what is read across the border of Chinese words.

    In 海水电解制氢 there is no 水电 (hydropower): of two wordings that share a Chinese character
    the longer one stands, of two pairs the first, and one that means nothing of the field (更新
    in 更新能源) always.
    """
    for at, hit in enumerate(found):
        near = (*found[max(at - 2, 0) : at], *found[at + 1 : at + 3])
        if hit.concept and not any(_bars(other, hit, words) for other in near):
            yield hit


def _bars(other: _Found, hit: _Found, words: tuple[str, ...]) -> bool:
    first, end = max(other.first, hit.first), min(other.end, hit.end)
    length, own = other.end - other.first, hit.end - hit.first
    longer = length > own or (length == own == _SHORTEST and other.first < hit.first)
    return (
        first < end
        and (longer or not other.concept)
        and not all(_WORD.match(word) for word in words[first:end])
    )


def _meant(senses: Sequence[Sense], read: Folded, first: int, end: int) -> Sense | None:
    """Return the sense that a wording has in a text; None if nothing in the text decides.

    Of several senses that one is meant of which most cues stand in the text; failing cues, the
    sense that needs none.
    """
    if not senses or (len(senses) == 1 and not senses[0].exact and not senses[0].cues):
        return senses[0] if senses else None
    written = "".join(read.raw[first:end])
    fit = [s for s in senses if not s.exact or "".join(_TOKEN.findall(s.surface)) == written]
    line = read.line
    counted = [(sum(word in line for word in s.cues), s) for s in fit]
    most = max((count for count, _ in counted), default=0)
    best = [s for count, s in counted if (count == most if most else not s.cues)]
    return best[0] if len(best) == 1 else None
