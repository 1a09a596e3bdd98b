"""Which rows of a table in long form say of a flow that they are a part of it (其中：进口量)?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Sequence

from dafeng.dossier.combining import Labelled
from dafeng.dossier.covering import is_estimate
from dafeng.dossier.energy_rows import BY_SECTOR
from dafeng.dossier.generation import KINDS
from dafeng.dossier.row_labels import meaning_of
from dafeng.dossier.rules import Findings
from dafeng.dossier.standard_coal import comparable
from dafeng.dossier.totals import agrees
from dafeng.dossier.wording import of_which, without_enumerator
from dafeng.language import number

_Spot = tuple[Hashable, ...]


def without_marked(rows: Sequence[Labelled | None], findings: Findings) -> list[Labelled | None]:
    """Return the rows, None for marked ones whose flow has a row of its own beside them.

    Kinds of generation are parts of primary production or of generation, and of no other kind.

    Parameters
    ----------
    rows
        Rows of one table; None where a row is held already.
    findings
        Takes what is held by another row, and parts that are larger than their whole.
    """
    wholes: dict[_Spot, list[Labelled]] = defaultdict(list)
    for whole in (r for r in rows if r is not None and not _marked(r)):
        wholes[_spot(whole)].append(whole)
    kept: list[Labelled | None] = []
    for row in rows:
        found = wholes.get(_spot(row), []) if row is not None and _marked(row) else []
        kept.append(None if found else row)
        if found and row is not None:
            _tell(row, found, findings)
    return kept


def _spot(row: Labelled) -> _Spot:
    record = row.record
    return record.year, record.flow, record.sector, record.carrier, is_estimate(record)


def _marked(row: Labelled) -> bool:
    """Say whether a row is a part by its mark, and of a flow that is not split by sector."""
    found = meaning_of(row.label)
    kind = found is not None and found.id in KINDS and row.record.amount.value is not None
    marked = of_which(without_enumerator(row.label))[0]
    return marked and row.record.flow not in BY_SECTOR and not kind


def _tell(row: Labelled, wholes: Sequence[Labelled], findings: Findings) -> None:
    amount, parent = row.record.amount, wholes[0].label
    found = comparable(amount, [w.record.amount for w in wholes], row.record.carrier)
    total = math.fsum(found.values) if found is not None else 0.0
    value = amount.value or 0.0
    if found is not None and abs(value) > abs(total) and not agrees(total, [value]):
        findings.add(
            "energy.part.exceeds", amount.place, label=row.label, parent=parent,
            part=number(value), total=number(total), unit=amount.unit,
        )  # fmt: skip
    else:
        findings.once("energy.row.part", amount.place, label=row.label, parent=parent)
