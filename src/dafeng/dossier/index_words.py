"""What base does the name of an index state: the year before, or one fixed year?"""

from __future__ import annotations

import re
from typing import Final

from dafeng.dossier.wording import narrow

#: Marks a base that the name of the index states; one that stands in a column may be meant for GDP.
STATED: Final = "="

_PREVIOUS: Final = re.compile(
    r"[,，;；]?\s*(?:以?\s*(?:上年|前一?年|上一?年(?:度)?|previous\s+year)\s*(?:=|为)\s*100|环比|上年\s*=\s*1)",
    re.IGNORECASE,
)
_FIXED: Final = re.compile(
    r"[,，;；]?\s*以?\s*(?P<year>(?:19|20)\d\d)\s*年?\s*(?:(?:=|为)\s*1(?:00)?|为?基期)\s*(?:的)?"
)
_HOLLOW: Final = re.compile(r"[(\[]\s*[,，;；、]*\s*[)\]]")


def bare_index(text: str) -> str:
    """Return the name of an indicator without the base of its index (上年=100, 2015年=100)."""
    plain = narrow(text)
    bare = _FIXED.sub("", _PREVIOUS.sub("", plain))
    return text if bare == plain else _HOLLOW.sub("", bare).strip()


def stated_base(text: str) -> str:
    """Return the fixed year that the name of an index calls 100, with its mark, or nothing."""
    match = _FIXED.search(narrow(text))
    return STATED + match["year"] if match else ""
