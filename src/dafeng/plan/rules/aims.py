"""What does the cell of a target say: a figure with its bound, a promise without one, nothing?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dafeng.dossier.cells import read_number
from dafeng.dossier.wording import narrow
from dafeng.errors import UnitError
from dafeng.units import unit

_AT_LEAST: Final = re.compile(
    r"^(?:>=?|≥|≧|⩾|不低于|不少于|不小于|达到|大于|高于|超过|力争达到|力争"
    r"|at least|more than|over)\s*"
)
_AT_MOST: Final = re.compile(
    r"^(?:<=?|≤|≦|⩽|不高于|不超过|不大于|小于|低于|控制在|at most|less than|below|under|before)\s*"
)
_ABOUT: Final = re.compile(r"^(?:约为?|大约|≈|~|about|around)\s*")
_ENDINGS: Final = (
    ("at_least", re.compile(r"\s*(?:\(含\))?(?:及?以上|and more|or more)$")),
    ("at_most", re.compile(r"\s*(?:及?以下|以内|之前|前|or less)$")),
    ("about", re.compile(r"\s*(?:左右|上下)$")),
)
_ASSIGNED: Final = re.compile(
    r"下达|省定|省级?(?:要求|目标|任务)|上级|国家要求|按要求|assigned|as required|set by the prov",
    re.IGNORECASE,
)
_BLANK: Final = re.compile(r"^(?:[-–—_/\\.…]*|待定|待补充|tbd|n\.?a\.?)$", re.IGNORECASE)
_SPAN: Final = re.compile(
    r"^(?P<low>[\d.]+)\s*%?\s*(?:-|–|—|~|至|到|to)\s*"
    r"(?P<high>[\d.]+)(?P<rest>.*)$"
)
_FIGURE: Final = re.compile(r"^(?P<figure>[+-]?[\d,]*\.?\d+)\s*(?P<rest>\D.*)?$")
_NOTATION: Final = frozenset(("NO", "NE", "IE", "C"))


@dataclass(frozen=True, slots=True)
class Aim:
    """What the cell of a target says.

    Parameters
    ----------
    text
        As entered.
    value
        The figure; the middle of a range; None where there is none.
    relation
        ``at_least``, ``at_most``, ``about``, ``range`` or "" for a plain figure.
    unit
        Unit that stands in the cell itself; "" if none does.
    state
        ``figure``, ``assigned`` (handed down without a number), ``words``, ``blank`` or ``key`` (a
        notation key).
    """

    text: str
    value: float | None = None
    relation: str = ""
    unit: str = ""
    state: str = "words"


@lru_cache(maxsize=4096)
def read_aim(text: str) -> Aim:
    """Return what the text of a target says."""
    plain = narrow(text).strip()
    if plain in _NOTATION:
        return Aim(text, state="key")
    if _BLANK.match(plain):
        return Aim(text, state="blank")
    bare, relation = _bound(plain)
    found = _span(bare, text) or _figure(bare, relation, text)
    if found is not None:
        return found
    return Aim(text, state="assigned" if _ASSIGNED.search(plain) else "words")


def _bound(text: str) -> tuple[str, str]:
    """Return a text without the words of its bound, and the bound."""
    relation = ""
    for name, pattern in (("at_least", _AT_LEAST), ("at_most", _AT_MOST), ("about", _ABOUT)):
        if match := pattern.match(text):
            text, relation = text[match.end() :], name
    for name, pattern in _ENDINGS:
        if match := pattern.search(text):
            text, relation = text[: match.start()], relation or name
    return text.strip(), relation


def _span(text: str, entered: str) -> Aim | None:
    match = _SPAN.match(text)
    if match is None:
        return None
    low, high = read_number(match["low"]).value, read_number(match["high"]).value
    if low is None or high is None:
        return None
    return Aim(entered, (low + high) / 2, "range", _unit(match["rest"]), "figure")


def _figure(text: str, relation: str, entered: str) -> Aim | None:
    read = read_number(text)
    if read.value is not None:
        return Aim(entered, read.value, relation, "%" if read.ratio else "", "figure")
    match = _FIGURE.match(text)
    if match is None:
        return None
    value = read_number(match["figure"]).value
    rest = (match["rest"] or "").strip()
    within = _unit(rest)
    if value is None or (rest and not within and rest != "年"):
        return None
    return Aim(entered, value, relation, within, "figure")


def _unit(text: str) -> str:
    try:
        return text.strip() if text.strip() and unit(text.strip()) else ""
    except UnitError:
        return ""
