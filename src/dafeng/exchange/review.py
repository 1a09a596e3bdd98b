"""Is a record ready to be published? The reviewer's checklist, as far as a machine can judge."""

from __future__ import annotations

import re
from typing import Final

from dafeng.errors import Fault, Place
from dafeng.exchange.faults import fault
from dafeng.exchange.reading import chinese_share, normalised
from dafeng.exchange.records import Record

#: Fewest words and characters of a text that says what is needed.
WORDS: Final = 40
CHARACTERS: Final = 80

_PERSONAL: Final = re.compile(r"[\w.+-]+@[\w-]+\.\w{2,}|(?<!\d)(?:\+?86[- ]?)?1[3-9]\d{9}(?!\d)")
_HALF: Final = 0.5


def review(record: Record, place: Place) -> tuple[Fault, ...]:
    """Return what a reviewer would send back; what only people can judge is not in it.

    Parameters
    ----------
    record
        A draft.
    place
        Where it stands.
    """
    broken = [
        rule
        for rule, wrong in (
            ("review.scale", record.scale is None),
            ("review.region", not record.regions_served),
            ("review.cooperation", not record.cooperation_types),
            ("review.short", _short(record)),
            ("review.language", _other_language(record)),
            ("review.personal", bool(_PERSONAL.search(normalised(record.words)))),
            ("review.deadline", record.kind == "request" and record.deadline is None),
        )
        if wrong
    ]
    at = Place(place.file, place.sheet, place.row, None, record.id)
    return tuple(fault(rule, at, words=WORDS, characters=CHARACTERS) for rule in broken)


def _short(record: Record) -> bool:
    text = normalised(record.text)
    return len(text) < CHARACTERS if record.lang == "zh" else len(text.split()) < WORDS


def _other_language(record: Record) -> bool:
    chinese = chinese_share(normalised(f"{record.title} {record.text}")) > _HALF
    return chinese is not (record.lang == "zh")
