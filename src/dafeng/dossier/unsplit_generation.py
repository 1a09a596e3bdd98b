"""What does generation that no table splits into primary and thermal power count for?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from dafeng.dossier.balance import BalanceTable
from dafeng.dossier.covering import is_estimate
from dafeng.dossier.generation import UNSPLIT
from dafeng.dossier.records import Amount, EnergyRecord, Flow, NotationKey
from dafeng.dossier.rules import Findings
from dafeng.dossier.standard_coal import comparable
from dafeng.dossier.totals import TotalsCheck
from dafeng.errors import Place
from dafeng.language import number

_POWER: Final = "electricity"


def unsplit_labels(tables: Iterable[BalanceTable]) -> dict[Place, str]:
    """Return where balances state generation that is not split, with its label."""
    return {c.amount.place: c.label for t in tables for c in t.cells if c.meaning == UNSPLIT}


def settle_unsplit(
    records: Sequence[EnergyRecord], labels: Mapping[Place, str], findings: Findings
) -> list[EnergyRecord]:
    """Hold generation that is not split against other tables; alone it counts as power of plants.

    How much of it is primary is then not known (NE), and never energy of its own.

    Parameters
    ----------
    records
        Energy of all tables, before repeats are taken out.
    labels
        Where generation stands that is not split, with what it is called.
    findings
        Takes totals that differ, and generation that no table splits.
    """
    if not labels:
        return list(records)
    check = TotalsCheck(findings)
    kept: list[EnergyRecord] = []
    for record in records:
        if record.amount.place not in labels or record.flow is not Flow.POWER:
            kept.append(record)
            continue
        others = _others(record, records, labels)
        if others and comparable(record.amount, others, _POWER) is not None:
            check.compare(record.amount, others, _POWER)
            continue
        kept.extend((record, _unknown(record)))
        _tell_unsplit(record, labels[record.amount.place], findings)
    check.close()
    return kept


def _others(
    record: EnergyRecord, records: Iterable[EnergyRecord], labels: Collection[Place]
) -> list[Amount]:
    """Return generation of the same year that other tables state."""
    return [
        r.amount
        for r in records
        if (r.year, r.carrier) == (record.year, _POWER)
        and r.flow in (Flow.POWER, Flow.PRODUCTION)
        and (r.amount.value or 0.0) > 0
        and r.amount.place not in labels
        and not is_estimate(r)
    ]


def _unknown(record: EnergyRecord) -> EnergyRecord:
    amount = Amount(None, record.amount.unit, NotationKey.NE, place=record.amount.place)
    return replace(record, flow=Flow.PRODUCTION, amount=amount)


def _tell_unsplit(record: EnergyRecord, label: str, findings: Findings) -> None:
    amount = record.amount
    findings.add(
        "energy.generation.unsplit", amount.place,
        label=label, total=number(amount.value or 0.0), unit=amount.unit, year=record.year,
    )  # fmt: skip
