"""Which id does a word stand for, whatever its spelling?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from dafeng.reference.catalogue import rows

_UNIT_IN_BRACKETS = re.compile(r"[\(\[（【〔][^()\[\]（）【】〔〕]*[\)\]）】〕]")
_NUMBERING = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十]+[)）]?[、.．,，\s]|[(（]\d+[)）]|\d+(?:\.\d+)*[、.．)）\s]"
    r"|#|其中[::]?|of which:?)+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Words:
    """Spellings of the ids of one table.

    Parameters
    ----------
    ids
        Id by normalised spelling.
    """

    ids: dict[str, str]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Words:
        """Collect spellings; the first meaning of a spelling stands."""
        ids: dict[str, str] = {}
        for text, identifier in pairs:
            ids.setdefault(normalised(text), identifier)
        return cls(ids)

    def find(self, text: str) -> str | None:
        """Return the id of a text: as it stands, without a bracket, without numbering."""
        bare = _UNIT_IN_BRACKETS.sub("", text)
        for attempt in (text, bare, _NUMBERING.sub("", text.strip()), _unnumbered(bare)):
            found = self.ids.get(normalised(attempt))
            if found is not None and normalised(attempt):
                return found
        return None


def _unnumbered(text: str) -> str:
    return _NUMBERING.sub("", text.strip())


def normalised(text: str) -> str:
    """Return a text in simplified characters, lower case, without blanks and punctuation."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(simplified())
    return "".join(c for c in plain if c.isalnum())


@lru_cache(maxsize=1)
def simplified() -> dict[int, str]:
    """Return the simplified form of each traditional character of the trade's words."""
    """Traditional characters that occur in the names of sectors, carriers and flows."""
    return {ord(r["traditional"]): r["simplified"] for r in rows("characters")}
