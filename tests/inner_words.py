"""Which ids of the records stand in a text, where the reader's names belong?"""

from __future__ import annotations

import re
from functools import lru_cache

from dafeng import reference
from dafeng.dossier.records import Flow
from dafeng.errors import Fault
from dafeng.language import LANGUAGES, Text

_WORD = re.compile(r"(?<![\w.-])[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*(?![\w.-])")


@lru_cache(maxsize=1)
def ids() -> frozenset[str]:
    """Return the ids of sectors, carriers, processes, flows, grid kinds, factor sets, series."""
    return frozenset(
        {
            *reference.sectors().members,
            *reference.carriers(),
            *reference.process_factors(),
            *reference.fuel_factor_sets(),
            *(flow.value for flow in Flow),
            *(kind.value for kind in reference.GridKind),
            *("edgar-v8", "ceads"),
        }
    )


def inner_words(text: Text) -> set[str]:
    """Return every id in the Chinese wording; in the English one those that are no plain word."""
    zh, en = ({w for w in _WORD.findall(text[language]) if w in ids()} for language in LANGUAGES)
    return zh | {word for word in en if "_" in word or "-" in word}


def untranslated(faults: list[Fault]) -> list[tuple[str, set[str], str]]:
    """Return rule, ids and message of the inventory's faults whose texts hold an id."""
    found = [
        (f.rule, inner_words(f.message) | inner_words(f.remedy), f.message.zh)
        for f in faults
        if f.rule.startswith("inventory.")
    ]
    return [item for item in found if item[1]]
