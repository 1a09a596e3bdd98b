"""Is it still the same dossier? A hash over content, blind to file form and place."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from dafeng.dossier.records import Dossier
from dafeng.errors import Place
from dafeng.language import Text

#: Whole numbers below this are written alike, whether they were integers or floats.
_EXACT = 2**53
#: Tables whose order carries no meaning.
_UNORDERED = (
    *("energy", "activity", "process", "factors", "published", "assumptions", "sources"),
    *("vehicles", "buildings", "plants", "routes"),
)
#: Tables that came later: empty, they leave the hash of an older dossier as it was.
_LATER = ("vehicles", "buildings", "plants", "routes", "texts")


def canonical(dossier: Dossier) -> str:
    """Return the dossier as canonical JSON: sorted keys, no places, records in a fixed order."""
    content: dict[str, Any] = {}
    for field in fields(dossier):
        value = _plain(getattr(dossier, field.name))
        if field.name in _LATER and not value:
            continue
        if field.name in _UNORDERED:
            value = sorted(value, key=_text)
        content[field.name] = value
    return _text(content)


def content_hash(dossier: Dossier) -> str:
    """Return the SHA-256 of the canonical JSON, in hexadecimal digits.

    A folder and its workbook twin have the same hash; a changed figure, unit, source or
    comment changes it.
    """
    return hashlib.sha256(canonical(dossier).encode()).hexdigest()


def _text(value: Any) -> str:
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Text):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        pairs = ((f.name, getattr(value, f.name)) for f in fields(value) if f.compare)
        return {name: _plain(v) for name, v in pairs if not isinstance(v, Place)}
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return int(value)
    return value
