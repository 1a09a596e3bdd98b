"""Which words has a text: stems of English words and two-character tokens of Chinese?"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

from dafeng.exchange.reading import HAN

_RUN: Final = re.compile(rf"[a-z\u00c0-\u024f][a-z\u00c0-\u024f0-9]*|[{HAN}]+")
#: Characters that join and point but name nothing.
JOINING: Final = frozenset(
    "的了和与及或等在是为以于其之而并从由将被把所对中内上下有无可不均各该此后前也又还"
)
#: Words that stand in any request.
_EMPTY: Final = frozenset(
    """
    a about above after all also an and any are as at be been before being below between both but
    by can could do does down each either every for from get had has have he her his how i if in
    into is it its just less like many may more most much must need needs new no none nor not of
    off on once one only or other our out over own per same she should since so some such than
    that the their them then there these they this those through to too under until up upon us
    very via want wanted was we well were what when where which while who whom whose why will with
    within without would yet you your sought look looking seek seeking offer offers request
    requests wish wishes
    """.split()  # noqa: SIM905 - a list of words reads better as text
)


def stems(text: str) -> tuple[str, ...]:
    """Return the stems of the English words of a text, in its order."""
    found = (m.group() for m in _RUN.finditer(text.lower()) if m.group().isascii())
    return tuple(stem(word) for word in found if word not in _EMPTY and len(word) > 1)


def pairs(text: str) -> tuple[str, ...]:
    """Return the two-character tokens of the Chinese of a text, in its order."""
    runs = [m.group() for m in _RUN.finditer(text) if not m.group().isascii()]
    both = (run[at : at + 2] for run in runs for at in range(len(run) - 1))
    return tuple(pair for pair in both if not JOINING.intersection(pair))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the stem of an English word (Porter 2; snowballstem.org)."""
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    from snowballstemmer import stemmer

    return stemmer("english")
