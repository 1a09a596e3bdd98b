"""Which rows of one table fill the same cell of the balance, and are to be added up?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from dafeng import units
from dafeng.dossier.energy_rows import (
    INDUSTRY,
    INDUSTRY_STAND_IN,
    PRIMARY,
    PRODUCTIVE,
    SECONDARY,
    SHEET_INDUSTRY,
    TERTIARY,
)
from dafeng.dossier.records import Amount, EnergyRecord, NotationKey, Quality
from dafeng.dossier.rules import Findings
from dafeng.dossier.standard_coal import comparable
from dafeng.errors import Place
from dafeng.language import Text
from dafeng.reference import industry_code

_Key = tuple[int, str, str, str, bool]

#: Qualities from best to worst.
_QUALITIES: Final = tuple(Quality)
_UNKNOWN: Final = (NotationKey.NE, NotationKey.C)
#: Sector that holds the branches that have none of their own.
_OTHERS: Final = "other_manufacturing"
#: Sectors as which rows of industry and of classes of the economy are read.
_STAND_INS: Final = {
    INDUSTRY: INDUSTRY_STAND_IN,
    SHEET_INDUSTRY: INDUSTRY_STAND_IN,
    SECONDARY: INDUSTRY_STAND_IN,
    TERTIARY: "services",
    PRIMARY: "agriculture",
    PRODUCTIVE: "",
}


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

    Rows of one meaning stay apart, and are repeats; so do rows beside one that names the whole. A
    row that says NE or C beside figures is a part of their cell that is not known: it is handed to
    the findings, since the sum does not hold it.
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
        known = _known(group, findings)
        repeats = [r for r in known if distinct.setdefault(r.meaning, r) is not r]
        parts = list(distinct.values())
        apart = len(parts) == 1 or any(p.whole for p in parts)
        amount = None if apart else _added([p.record for p in parts])
        if amount is None:
            combined.extend(p.record for p in parts)
        else:
            combined.append(replace(parts[0].record, amount=amount))
            _tell(parts, told, findings)
        combined.extend(r.record for r in repeats)
    return combined


def _known(group: Sequence[Labelled], findings: Findings) -> list[Labelled]:
    """Return the rows of a cell without those that leave a part of it unknown; each is told.

    A row that names the whole holds the rows beside it, known or not.
    """
    figures = [r for r in group if r.record.amount.value is not None]
    if not figures or figures[0].record.amount.quality is Quality.ESTIMATE:
        return list(group)
    wholes = {r.meaning for r in figures if r.whole}
    known = []
    for row in group:
        within = bool(wholes) and row.meaning not in wholes
        if row.record.amount.notation not in _UNKNOWN or within:
            known.append(row)
            continue
        findings.leave_unknown(row.record)
        amount = row.record.amount
        label = row.label or amount.place.cell
        key = amount.notation.value if amount.notation else ""
        findings.add("energy.rows.partly_unknown", amount.place, label=label, key=key)
    return known


def branches(rows: Iterable[Labelled]) -> frozenset[Place]:
    """Return where branches of other manufacturing stand, in years without a row of all others.

    Parameters
    ----------
    rows
        The rows of one table in long form.
    """
    named: dict[int, list[Labelled]] = defaultdict(list)
    for row in rows:
        if row.record.sector == _OTHERS:
            named[row.record.year].append(row)
    open_years = (r for r in named.values() if all(industry_code(row.label) for row in r))
    return frozenset(row.record.amount.place for found in open_years for row in found)


def unknown_parts(findings: Findings) -> list[EnergyRecord]:
    """Return the rows that leave a part of their cell unknown, at the sector of that cell.

    Parameters
    ----------
    findings
        What `combine` has told of.
    """
    return [replace(r, sector=_STAND_INS.get(r.sector, r.sector)) for r in findings.unknown]


def _tell(parts: Sequence[Labelled], told: set[tuple[str, ...]], findings: Findings) -> None:
    names = tuple(dict.fromkeys(p.label for p in parts))
    if len(names) == 1:
        names = tuple(p.record.amount.place.cell for p in parts)
    if names not in told:
        told.add(names)
        joined = Text("、".join(names), ", ".join(names))
        findings.add("energy.rows.combined", parts[0].record.amount.place, cells=joined)


def _added(records: Sequence[EnergyRecord]) -> Amount | None:
    """Return the sum of amounts in the unit of the first; None where units do not meet.

    Without any figure the sum is unknown if one of the rows is.
    """
    figures = [r.amount for r in records if r.amount.value is not None]
    if not figures:
        amounts = [r.amount for r in records]
        return next((a for a in amounts if a.notation in _UNKNOWN), amounts[0])
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
