"""Which keys may a guide file hold, and what may stand in them?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dafeng.language import Text
from dafeng.reference.guides import ACCESS, KINDS, ROLES, STATUSES
from dafeng.reference.indicators import DIRECTIONS, MARKS
from dafeng.reference.indicators import KINDS as INDICATOR_KINDS

#: Version of the form of guide files.
FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a section.

    Parameters
    ----------
    kind
        ``text``, ``texts``, ``truth``, ``year``, ``years``, ``number``, ``unit``, ``counts`` or
        ``sections`` (an array of tables, read as a section of its own).
    needed
        Whether it must stand.
    choices
        Words of a closed list; None for any.
    """

    kind: str = "text"
    needed: bool = False
    choices: dict[str, Text] | None = None


RELATIONS: Final = {
    "at_least": Text("不低于", "at least"),
    "at_most": Text("不高于", "at most"),
}

_NAME: Final = {"id": Key(needed=True), "zh": Key(needed=True), "en": Key(needed=True)}
_MARK: Final = {"mark": Key(needed=True, choices=MARKS)}
_PART: Final = {
    **_NAME,
    **_MARK,
    "required": Key("truth"),
    "sections_zh": Key("texts"),
    "sections_en": Key("texts"),
}

#: Keys by section; a dotted name is a section inside another.
SECTIONS: Final[dict[str, dict[str, Key]]] = {
    "guide": {
        **_NAME,
        "version": Key(needed=True),
        "for": Key(needed=True, choices=KINDS),
        "status": Key(needed=True, choices=STATUSES),
        "source": Key(needed=True),
        "year": Key("year", needed=True),
        "years": Key("years", needed=True),
        "note_zh": Key(),
        "note_en": Key(),
    },
    "chapters": _PART,
    "analyses": _PART,
    "tables": {**_NAME, **_MARK, "required": Key("truth"), "columns": Key("sections")},
    "tables.columns": {**_NAME, "required": Key("truth")},
    "classes": {**_NAME, **_MARK, "synonyms": Key("texts")},
    "indicators": {
        **_MARK,
        "id": Key(needed=True),
        "role": Key(needed=True, choices=ROLES),
        "source": Key(needed=True),
        "zh": Key(),
        "en": Key(),
        "synonyms": Key("texts"),
        "unit": Key("unit"),
        "kind": Key(choices=INDICATOR_KINDS),
        "direction": Key(choices=DIRECTIONS),
        "low": Key("number"),
        "high": Key("number"),
        "formula_zh": Key(),
        "formula_en": Key(),
        "base_year": Key("year"),
        "scope": Key("texts"),
        "denominator_zh": Key(),
        "denominator_en": Key(),
        "field_zh": Key(),
        "field_en": Key(),
        "access": Key(choices=ACCESS),
        "thresholds": Key("sections"),
    },
    "indicators.thresholds": {
        **_MARK,
        "relation": Key(needed=True, choices=RELATIONS),
        "value": Key("number", needed=True),
        "size": Key(),
        "size_from": Key("number"),
        "size_below": Key("number"),
        "note_zh": Key(),
        "note_en": Key(),
    },
    "grades": {**_NAME, "missed": Key("counts"), "clean": Key("truth")},
}

#: What an indicator must state that is not in the catalogue.
OWN_INDICATOR: Final = ("zh", "en", "unit", "kind", "direction")
