"""Electricity that a stated output explains is no wrong unit."""

from __future__ import annotations

from dataclasses import replace

from dafeng.dossier.records import Amount, Dossier, ProcessRecord, Quality
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.first_dossier import first_dossier

TIMES = 25.0


def _smelters(*, output: bool) -> Dossier:
    """Return a place whose factories use 25 times their electricity, with or without a reason."""
    started = first_dossier("330500")
    energy = []
    extra: dict[int, float] = {}
    for record in started.energy:
        amount = replace(record.amount, quality=Quality.REPORTED, low=None, high=None)
        if record.carrier == "electricity" and record.sector == "other_manufacturing":
            used = amount.in_unit("TJ")
            extra[record.year] = (TIMES - 1) * used
            amount = replace(amount, value=TIMES * used, unit="TJ")
        energy.append(replace(record, amount=amount))
    tonnes = [
        ProcessRecord(year, "aluminium", Amount(tj / 0.0486, "t")) for year, tj in extra.items()
    ]
    process = tuple(tonnes) if output else ()
    return replace(started, energy=tuple(energy), process=(*started.process, *process))


def _told(dossier: Dossier) -> list[str]:
    faults = compile_inventory(dossier).faults
    return [f.rule for f in faults if f.rule == "inventory.level.implausible"]


def test_aluminium_explains_electricity() -> None:
    assert len(_told(_smelters(output=False))) == 1
    assert not _told(_smelters(output=True))
