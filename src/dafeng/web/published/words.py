"""By which words is a text found? Pairs of Chinese characters, and words of other letters."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import pairwise
from typing import Final

_RUNS: Final = re.compile(r"[\u3400-\u9fff]+|[a-z0-9][a-z0-9.\-]*", re.IGNORECASE)
_LONGEST: Final = 40


def words(text: str) -> Counter[str]:
    """Return the words of a text with their counts.

    Every pair of neighbouring Chinese characters is a word, so that words of two characters are
    found, and every character for itself; other words stand in lower case.
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    found: Counter[str] = Counter()
    for run in _RUNS.findall(plain):
        if "\u3400" <= run[0] <= "\u9fff":
            found.update(run)
            found.update(map("".join, pairwise(run)))
        else:
            found[run[:_LONGEST]] += 1
    return found


def asked(text: str) -> tuple[str, ...]:
    """Return the words that a question has to find all: pairs, a lone character as itself."""
    found = words(text)
    paired = {c for word in found if len(word) > 1 for c in word if "\u3400" <= c <= "\u9fff"}
    return tuple(w for w in found if w not in paired)
