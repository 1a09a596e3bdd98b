"""What is a plan about, and what does an expert know? The words by which both are matched."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from dafeng.language import Text, same

#: Subjects by the word that the rules keep.
SUBJECTS: Final[dict[str, Text]] = {
    "industry": Text("工业", "industry"),
    "energy": Text("能源", "energy"),
    "buildings": Text("建筑", "buildings"),
    "transport": Text("交通", "transport"),
    "agriculture": Text("农业", "agriculture"),
    "waste": Text("废弃物", "waste"),
    "sinks": Text("碳汇", "sinks"),
    "parks": Text("园区", "parks"),
    "finance": Text("金融", "finance"),
    "reform": Text("体制机制", "reform"),
    "technology": Text("科技创新", "technology"),
}
_APART: Final = re.compile(r"[\s,;，；、]+")


def subject_words(text: str) -> list[str]:
    """Return the subjects that a text names, in either language; others as they stand."""
    named = {name.casefold(): word for word, t in SUBJECTS.items() for name in (word, t.zh, t.en)}
    words = (w for w in _APART.split(text.strip()) if w)
    return list(dict.fromkeys(named.get(w.casefold(), w) for w in words))


def subject_names(words: Iterable[str]) -> Text:
    """Return subjects as people read them, a dash for none."""
    found = [SUBJECTS.get(w, same(w)) for w in words]
    return Text("、".join(t.zh for t in found) or "–", ", ".join(t.en for t in found) or "–")
