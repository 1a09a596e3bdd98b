"""How is a text read, whatever its script and the width of its signs?"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any, Final

#: A sign of Chinese script.
HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"

_HAN: Final = re.compile(f"[{HAN}]")
_LATIN_WORD: Final = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_BLANKS: Final = re.compile(r"\s+")
_BLANK_IN_HAN: Final = re.compile(f"(?<=[{HAN}]) (?=[{HAN}])")
_SENTENCE_ENDS: Final = re.compile(r"(?<=[。；;！!？?\n])|(?<=[.])\s+(?=\S)")


def normalised(text: str) -> str:
    """Return a text in one form: NFKC, simplified characters, no unseen signs, single blanks.

    Encoders and word lists must see one script: the vectors of one request in both scripts are
    further apart than those of two requests on one topic.
    """
    plain = _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    if _HAN.search(plain):
        plain = _simplifier().convert(plain)
    return _BLANK_IN_HAN.sub("", _BLANKS.sub(" ", plain)).strip()


def chinese_share(text: str) -> float:
    """Return how much of a text is Chinese, 0 to 1: characters against words of Latin letters."""
    han = len(_HAN.findall(text))
    latin = len(_LATIN_WORD.findall(text))
    return han / (han + latin) if han + latin else 0.0


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text in its order."""
    parts = (part.strip() for part in _SENTENCE_ENDS.split(text))
    return tuple(part for part in parts if part)


@lru_cache(maxsize=1)
def _simplifier() -> Any:
    import opencc

    return opencc.OpenCC("t2s")
