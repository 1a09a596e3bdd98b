"""Which level of technology readiness does a cell state, and is it stated plainly?"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from dafeng.exchange.constraints import HIGHEST_TRL

_NUMERALS: Final = str.maketrans("一二三四五六七八九", "123456789")
_NAMED: Final = re.compile(r"(?:技术)?成熟度(?:等级)?|TRL|LEVEL|[级:\s]")
_PLAIN: Final = re.compile(r"(\d)(?:\.0+)?")
_RANGE: Final = re.compile(r"(\d)(?:-|~|〜|–|—|至|到|TO|/|,|、|或|OR)(\d)")
_LEAST: Final = re.compile(
    r"(?:≥|>=|⩾|不低于|不小于|至少|最低|ATLEAST|MIN\.?|FROM|约)(\d)"
    r"|(\d)(?:及以上|或以上|以上|起|\+|ORMORE|ORABOVE|ORHIGHER|ANDABOVE|ANDHIGHER)"
)
_ABOVE: Final = re.compile(r"(?:>|高于|大于|ABOVE|MORETHAN)(\d)")


@dataclass(frozen=True, slots=True)
class Readiness:
    """A level of readiness, 1 to 9 (ISO 16290), and whether the cell holds that level alone."""

    level: int
    plain: bool


def readiness_of(text: str) -> Readiness | None:
    """Return the level that a text states; None if none is certain.

    Of a range (``7-9``, ``≥7``, ``7级以上``) the lower end is taken. A request states the least
    that it accepts, which is that end; of an offer it is what is sure to be reached. An upper end
    alone (``≤7``) and words (``mature``) state none.
    """
    short = _NAMED.sub("", unicodedata.normalize("NFKC", text).upper()).translate(_NUMERALS)
    if found := _PLAIN.fullmatch(short):
        return _within(int(found[1]), plain=True)
    if found := _RANGE.fullmatch(short):
        low, high = sorted((int(found[1]), int(found[2])))
        return _within(low, plain=False) if high <= HIGHEST_TRL else None
    if found := _LEAST.fullmatch(short):
        return _within(int(found[1] or found[2]), plain=False)
    if found := _ABOVE.fullmatch(short):
        return _within(int(found[1]) + 1, plain=False)
    return None


def _within(level: int, *, plain: bool) -> Readiness | None:
    return Readiness(level, plain) if 1 <= level <= HIGHEST_TRL else None
