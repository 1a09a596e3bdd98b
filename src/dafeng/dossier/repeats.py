"""Does a record stand twice?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from dafeng.dossier.records import Quality
from dafeng.dossier.rules import Findings
from dafeng.errors import Place

_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "energy": ("year", "flow", "sector", "carrier"),
    "activity": ("year", "variable", "sector", "price_base"),
    "process": ("year", "process"),
    "factors": ("quantity", "subject", "sector", "year"),
    "published": ("year", "series"),
    "assumptions": ("scenario", "driver", "sector", "carrier", "year"),
    "sources": ("id",),
}
_ROW_KEYS: Final = {"measures": "id", "projects": "id", "tasks": "id", "reforms": "id"}


def without_repeats(table: str, records: Sequence[Any], findings: Findings) -> tuple[Any, ...]:
    """Return the records without those that repeat an earlier one; each is reported.

    An estimate and an entry of the place may stand side by side: the entry replaces it later.

    Parameters
    ----------
    table
        Id of the table.
    records
        Its records in the order of the input.
    findings
        Takes the repeats, with the place of the first.
    """
    first: dict[tuple[Any, ...], str] = {}
    kept = []
    for record in records:
        key = _key(table, record)
        place = _place(record)
        if key is None or key not in first:
            kept.append(record)
            if key is not None:
                first[key] = str(place)
            continue
        values = {"other": first[key], "text": key[0]}
        words = " / ".join(str(k) for k in key if k not in ("", None))
        rule = "source.duplicate" if table == "sources" else "row.duplicate"
        rule = "code.duplicate" if table in _ROW_KEYS else rule
        findings.add(rule, place, key=words, **values)
    return tuple(kept)


def _key(table: str, record: Any) -> tuple[Any, ...] | None:
    if table in _ROW_KEYS:
        identifier = record[_ROW_KEYS[table]]
        return (identifier,) if identifier else None
    names = _KEYS.get(table)
    if names is None:
        return None
    amount = getattr(record, "amount", None)
    estimated = amount is not None and amount.quality is Quality.ESTIMATE
    return (*(getattr(record, n) for n in names), "estimate" if estimated else "")


def _place(record: Any) -> Place:
    amount = getattr(record, "amount", None)
    place: Place = amount.place if amount is not None else record.place
    return place
