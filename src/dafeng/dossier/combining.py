"""Which rows of one table fill the same cell of the balance, and are to be added up?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from dafeng import units
from dafeng.dossier.records import Amount, EnergyRecord, NotationKey, Quality
from dafeng.dossier.rules import Findings
from dafeng.dossier.standard_coal import comparable
from dafeng.language import Text

_Key = tuple[int, str, str, str, bool]

#: Qualities from best to worst.
_QUALITIES: Final = tuple(Quality)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A record with what its row is called.

    Parameters
    ----------
    record
        The record.
    label
        Label as written.
    meaning
        What the label means, finer than flow and sector: rows of one meaning repeat each other.
    whole
        Whether the label names all of the cell, so that no other row can add to it.
    """

    record: EnergyRecord
    label: str
    meaning: tuple[object, ...]
    whole: bool = False


def combine(rows: Sequence[Labelled], findings: Findings) -> list[EnergyRecord]:
    """Add up rows of one table that differ in meaning and fill the same cell of the balance.

    Rows of one meaning stay apart, and are repeats; so do rows beside one that names the whole.
    """
    grouped: dict[_Key, list[Labelled]] = defaultdict(list)
    for row in rows:
        record = row.record
        estimated = record.amount.quality is Quality.ESTIMATE
        spot = record.year, record.flow, record.sector, record.carrier, estimated
        grouped[spot].append(row)
    told: set[tuple[str, ...]] = set()
    combined: list[EnergyRecord] = []
    for group in grouped.values():
        distinct: dict[tuple[object, ...], Labelled] = {}
        repeats = [r for r in group if distinct.setdefault(r.meaning, r) is not r]
        parts = list(distinct.values())
        amount = None if any(p.whole for p in parts) else _added([p.record for p in parts])
        if len(parts) == 1 or amount is None:
            combined.extend(p.record for p in parts)
        else:
            combined.append(replace(parts[0].record, amount=amount))
            _tell(parts, told, findings)
            _tell_unknown(parts, amount, findings)
        combined.extend(r.record for r in repeats)
    return combined


def _tell(parts: Sequence[Labelled], told: set[tuple[str, ...]], findings: Findings) -> None:
    names = tuple(dict.fromkeys(p.label for p in parts))
    if len(names) == 1:
        names = tuple(p.record.amount.place.cell for p in parts)
    if names not in told:
        told.add(names)
        joined = Text("、".join(names), ", ".join(names))
        findings.add("energy.rows.combined", parts[0].record.amount.place, cells=joined)


def _tell_unknown(parts: Sequence[Labelled], amount: Amount, findings: Findings) -> None:
    """Report parts of a sum that are not known: the cell then holds the known ones alone."""
    if amount.value is None:
        return
    for part in parts:
        key = part.record.amount.notation
        if key in (NotationKey.NE, NotationKey.C):
            findings.add(
                "energy.rows.partly_unknown",
                part.record.amount.place,
                label=part.label or part.record.amount.place.cell,
                key=key.value,
            )


def _added(records: Sequence[EnergyRecord]) -> Amount | None:
    """Return the sum of amounts in the unit of the first; None where units do not meet."""
    figures = [r.amount for r in records if r.amount.value is not None]
    if not figures:
        return records[0].amount
    first = figures[0]
    found = comparable(first, figures, records[0].carrier)
    if found is None or not found.exact:
        return None
    total = sum((Decimal(repr(v)) for v in found.values), Decimal(0))
    return replace(
        first,
        value=float(total),
        low=_end([a.low for a in figures], figures),
        high=_end([a.high for a in figures], figures),
        quality=max((a.quality for a in figures), key=_QUALITIES.index),
        comment="；".join(dict.fromkeys(a.comment for a in figures if a.comment)),
    )


def _end(ends: Sequence[float | None], figures: Sequence[Amount]) -> float | None:
    """Return the sum of one end of the ranges, if all are stated."""
    if any(e is None for e in ends):
        return None
    return float(
        sum(
            (
                Decimal(repr(float(units.convert(e or 0.0, a.unit, figures[0].unit))))
                for e, a in zip(ends, figures, strict=True)
            ),
            Decimal(0),
        )
    )
