"""What does a sentence say in figures, and which of them are only a probability's question?"""

from __future__ import annotations

import re
from typing import Final

from dafeng.dossier.numerals import number_of, per_cents_in_digits

_DATE: Final = re.compile(r"([一二][零〇一二三四五六七八九]{3})(?=\s*年)")
#: Words of a probability.
_CHANCE: Final = re.compile(r"概率|可能性|把握|probab|chance|likelihood|likely|odds", re.IGNORECASE)
_CLAUSE_END: Final = re.compile(r"[。，；;!?\n]|[.,](?!\d)")


def in_digits(text: str) -> str:
    """Return a text with percentages and years in words written in digits.

    Parameters
    ----------
    text
        A sentence of a planner: 百分之三十五 becomes ``35%``, 二〇三〇年 ``2030年``.
    """
    return _DATE.sub(_dated, per_cents_in_digits(text))


def _dated(found: re.Match[str]) -> str:
    return "".join(str(number_of(sign)) for sign in found[1])


def of_chance(text: str, found: re.Match[str]) -> bool:
    """Say whether a figure stands in a clause on a probability and so claims nothing.

    Parameters
    ----------
    text
        The whole text.
    found
        Where the figure stands in it.
    """
    begins = [m.end() for m in _CLAUSE_END.finditer(text, 0, found.start())]
    end = _CLAUSE_END.search(text, found.end())
    clause = text[begins[-1] if begins else 0 : end.start() if end else len(text)]
    return _CHANCE.search(clause) is not None
