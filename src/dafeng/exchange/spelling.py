"""Which words of a text are misspelt, and how are they read?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from string import ascii_lowercase
from typing import Final

from dafeng.exchange.glosses import Glossary
from dafeng.exchange.reading import HAN
from dafeng.exchange.thesaurus import Thesaurus
from dafeng.exchange.words import JOINING

#: Shorter words have too many neighbours to tell which one was meant.
SHORTEST: Final = 5
#: A word of the general language stands so often in the glosses of the dictionary.
COMMON: Final = 3
#: Longest Chinese term that is looked for.
LONGEST: Final = 8
#: Shortest Chinese term that is told by its sound alone; of pairs too many sound alike, and only
#: one that is so many times as common as the next is taken.
FEWEST: Final = 3
AHEAD: Final = 2
#: Words of the dictionary in which such a pair stands at least.
PAIRED: Final = 5
#: A character that builds fewer words than this is seldom written alone.
FEW: Final = 100
#: A word with one letter too few, of so many letters, is read as a word of the field alone.
LETTERS: Final = 4

_LETTER: Final = r"A-Za-z0-9\u00c0-\u024f"
_WORD: Final = re.compile(rf"(?<![{_LETTER}])[A-Za-z][a-z]+(?![{_LETTER}])")
_GLOSS_WORD: Final = re.compile(r"(?<![A-Za-z])[A-Za-z]{3,}(?![A-Za-z0-9])")
_RUN: Final = re.compile(f"[{HAN}]+")
_HISSING: Final = ("x", "s", "z", "ch", "sh")
_PAIR: Final = 2
#: Shorter remains are no word to which an ending was put.
_STEM: Final = 3
_ENDINGS: Final = (
    "s",
    "es",
    "ed",
    "ing",
    "er",
    "ers",
    "or",
    "ors",
    "ly",
    "able",
    "ably",
    "ation",
    "ability",
)
_BEGINNINGS: Final = (
    "de", "re", "pre", "un", "non", "co", "over", "under", "inter", "micro", "bio", "electro",
    "thermo", "hydro", "photo", "poly", "multi", "sub",
)  # fmt: skip
#: Spellings of the two sides of the Atlantic.
_ATLANTIC: Final = (("our", "or"), ("tre", "ter"), ("bre", "ber"), ("is", "iz"), ("ys", "yz"),
                    ("ll", "l"), ("mme", "m"), ("logue", "log"), ("ence", "ense"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Correction:
    """A piece of a text from character `start` on that is read as another."""

    start: int
    written: str
    read: str


@dataclass(frozen=True)
class Speller:
    """What is known of words: those of the field, and those of the general language.

    Parameters
    ----------
    words
        English words with how often they stand in glosses; those of the field stand for often.
    terms
        Chinese terms of the field.
    field
        English words of the field.
    glossary
        Chinese words of the general language, and how characters sound.
    """

    words: Mapping[str, int]
    terms: frozenset[str]
    field: frozenset[str]
    glossary: Glossary

    def corrections(self, text: str) -> tuple[Correction, ...]:
        """Return what is misspelt in a normalised text, in its order.

        English: a word known nowhere, one letter or one exchange of letters away from a common
        one. Chinese: a character that stands in no known word, where one that sounds alike makes
        a term of the field or a longer word of the language.
        """
        found = [*self._english(text), *self._chinese(text)]
        return tuple(sorted(found, key=lambda one: one.start))

    def _english(self, text: str) -> Iterator[Correction]:
        for match in _WORD.finditer(text):
            word = match.group()
            if len(word) < LETTERS or self._known(word.lower()):
                continue
            meant = self._nearest(word.lower())
            if meant:
                shown = meant.capitalize() if word[0].isupper() else meant
                yield Correction(match.start(), word, shown)

    def _known(self, word: str) -> bool:
        if self._often(word):
            return True
        if any(a in word and self._often(word.replace(a, b)) for a, b in _ATLANTIC):
            return True
        return any(word.startswith(b) and self._often(word.removeprefix(b)) for b in _BEGINNINGS)

    def _often(self, word: str) -> int:
        """Return how often a word or what it is inflected from is known to stand."""
        return max(self.words.get(form, 0) for form in _plain_forms(word))

    def _nearest(self, word: str) -> str:
        near = [(w, self._stands(w)) for w in _neighbours(word)]
        common = [
            (w[0] == word[0], self._of_field(w), often, w)
            for w, often in near
            if often >= COMMON and (len(word) >= SHORTEST or self._fills(word, w))
        ]
        return max(common, default=(False, False, 0, ""))[3]

    def _fills(self, word: str, meant: str) -> bool:
        """Say whether a word of the field is what a short one with a letter too few means."""
        return len(meant) > len(word) and meant[0] == word[0] and self._of_field(meant)

    def _of_field(self, word: str) -> bool:
        return word in self.field or word.removesuffix("s") in self.field

    def _stands(self, word: str) -> int:
        """Return how often a word or its singular stands: what a correction may lead to."""
        single = word.removesuffix("s")
        if single.endswith(_HISSING):
            return self.words.get(word, 0)
        return max(self.words.get(word, 0), self.words.get(single, 0))

    def _chinese(self, text: str) -> Iterator[Correction]:
        for match in _RUN.finditer(text):
            run, behind = match.group(), 0
            for spot, character in enumerate(run):
                if spot < behind or character in JOINING or self._in_word(run, spot):
                    continue
                meant = self._meant(run, spot)
                if meant:
                    behind = spot + 1
                    yield Correction(match.start() + spot, character, meant)

    def _in_word(self, run: str, spot: int) -> bool:
        windows = (run[at : at + 2] for at in (spot - 1, spot) if at >= 0)
        return any(len(w) == _PAIR and self._is_word(w) for w in windows)

    def _is_word(self, word: str) -> bool:
        return word in self.terms or word in self.glossary.entries

    def _meant(self, run: str, spot: int) -> str:
        """Return the one character that makes the longest word; empty if none does, or several."""
        alike = self.glossary.sounding_like(run[spot])
        for size in range(min(LONGEST, len(run)), FEWEST - 1, -1):
            starts = range(max(0, spot - size + 1), min(spot, len(run) - size) + 1)
            meant = {
                character
                for at in starts
                for character in alike
                if self._is_word(run[at:spot] + character + run[spot + 1 : at + size])
            }
            if meant:
                return meant.pop() if len(meant) == 1 else ""
        return self._common_pair(run, spot, alike) if self._is_strange(run[spot]) else ""

    def _is_strange(self, character: str) -> bool:
        """Say whether a character builds few words and none of the field.

        Others stand alone often enough (式, 级, 炉) not to be taken for a slip.
        """
        return character not in self._building and self.glossary.builds.get(character, 0) < FEW

    @cached_property
    def _building(self) -> frozenset[str]:
        """Return the characters of the terms of the field."""
        return frozenset(character for term in self.terms for character in term)

    def _common_pair(self, run: str, spot: int, alike: frozenset[str]) -> str:
        """Return the character that makes much the most common pair with either neighbour."""
        found: dict[str, int] = {}
        for character in alike:
            before, behind = (
                run[max(spot - 1, 0) : spot] + character,
                character + run[spot + 1 :][:1],
            )
            pairs = [p for p in (before, behind) if len(p) == _PAIR and self._is_word(p)]
            held = max((self._held(pair) for pair in pairs), default=0)
            if held >= PAIRED:
                found[character] = held
        first, second = [*sorted(found.values(), reverse=True), 0, 0][:2]
        return max(found, key=lambda c: found[c]) if first > AHEAD * second else ""

    def _held(self, pair: str) -> int:
        """Return in how many words a pair stands; a term of the field counts for a common word."""
        return self.glossary.common.get(pair, 0) + COMMON * (pair in self.terms)


def corrected(text: str, corrections: Iterable[Correction]) -> str:
    """Return a text with corrections carried out; they stand in its order."""
    read, at = [], 0
    for one in corrections:
        read += [text[at : one.start], one.read]
        at = one.start + len(one.written)
    return "".join([*read, text[at:]]) if read else text


def _plain_forms(word: str) -> Iterator[str]:
    """Yield a word and what it may be inflected from (``dimming``: dim, ``sourcing``: source)."""
    yield word
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith("men"):
        yield word[:-3] + "man"
    for ending in _ENDINGS:
        if word.endswith(ending):
            plain = word.removesuffix(ending)
            if ending != "s" and len(plain) < _STEM:
                continue
            yield plain
            if ending != "s":
                yield f"{plain}e"
                if plain[-1:] == plain[-2:-1]:
                    yield plain[:-1]


def _neighbours(word: str) -> set[str]:
    """Return words one insertion, deletion, replacement or exchange of neighbours away."""
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {a + b[1:] for a, b in parts if b}
    found |= {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1}
    found |= {a + c + b[1:] for a, b in parts if b for c in ascii_lowercase}
    found |= {a + c + b for a, b in parts for c in ascii_lowercase}
    return found


def speller_of(thesaurus: Thesaurus, glossary: Glossary) -> Speller:
    """Return a speller that knows the words of a thesaurus and of a glossary."""
    words = Counter(
        word.lower() for entry in glossary.entries.values() for word in _GLOSS_WORD.findall(entry)
    )
    surfaces = [s for c in thesaurus.concepts.values() for s in c.surfaces]
    field = frozenset(w.lower() for surface in surfaces for w in _GLOSS_WORD.findall(surface))
    words.update(dict.fromkeys(field, COMMON))
    terms = frozenset(s for s in surfaces if _RUN.fullmatch(s))
    return Speller(words, terms, field, glossary)
