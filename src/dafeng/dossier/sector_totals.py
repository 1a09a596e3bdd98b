"""Which sector figures are sums of others that are stated too?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from dafeng import reference, units
from dafeng.dossier.energy_rows import INDUSTRY, INDUSTRY_STAND_IN
from dafeng.dossier.records import EnergyRecord, Flow
from dafeng.dossier.rules import Findings
from dafeng.dossier.totals import TotalsCheck, agrees
from dafeng.dossier.vocabulary import sector_name
from dafeng.errors import UnitError
from dafeng.language import Text, number

#: Sectors that make up all industry.
_INDUSTRY_PARTS: Final = ("mining", "manufacturing", "power_heat")


def settle_totals(records: Sequence[EnergyRecord], findings: Findings) -> list[EnergyRecord]:
    """Take totals over sectors out where their parts are stated; report those that differ.

    The total over all sectors, all industry, and parents of the sector tree count as totals. A
    parent that is larger than the parts stated keeps its place: the inventory takes the rest.
    """
    check = TotalsCheck(findings)
    cells: dict[tuple[int, Flow, str], dict[str, EnergyRecord]] = defaultdict(dict)
    for record in records:
        cells[record.year, record.flow, record.carrier].setdefault(record.sector, record)
    gone: set[int] = set()
    changed: dict[int, EnergyRecord] = {}
    told: set[str] = set()
    for by_sector in cells.values():
        _settle_industry(by_sector, check, changed, gone, told)
        _settle_parents(by_sector, check, gone)
        _settle_whole(by_sector, check, gone)
    check.close()
    return [changed.get(id(r), r) for r in records if id(r) not in gone]


def _settle_industry(
    by_sector: dict[str, EnergyRecord],
    check: TotalsCheck,
    changed: dict[int, EnergyRecord],
    gone: set[int],
    told: set[str],
) -> None:
    record = by_sector.pop(INDUSTRY, None)
    if record is None:
        return
    parts = _tops(by_sector, _INDUSTRY_PARTS)
    if not parts or record.flow is Flow.NON_ENERGY or record.amount.value is None:
        _stand_in(record, by_sector, changed, check.findings, told)
        return
    sums = [p.amount for p in parts if p.amount.value is not None]
    values = [units.convert(a.value or 0.0, a.unit, record.amount.unit) for a in sums]
    rest = record.amount.value - math.fsum(values)
    if rest <= 0 or agrees(record.amount.value, values) or "other_manufacturing" in by_sector:
        gone.add(id(record))
        check.compare(record.amount, sums)
        return
    kept = replace(record, sector="other_manufacturing", amount=replace(record.amount, value=rest))
    changed[id(record)] = by_sector["other_manufacturing"] = kept
    check.findings.add(
        "energy.industry.rest",
        record.amount.place,
        total=number(record.amount.value),
        parts=number(math.fsum(values)),
        rest=number(rest),
    )


def _stand_in(
    record: EnergyRecord,
    by_sector: dict[str, EnergyRecord],
    changed: dict[int, EnergyRecord],
    findings: Findings,
    told: set[str],
) -> None:
    kept = replace(record, sector=INDUSTRY_STAND_IN)
    changed[id(record)] = kept
    by_sector.setdefault(INDUSTRY_STAND_IN, kept)
    place = record.amount.place
    if f"{place.file}|{place.sheet}" not in told:
        told.add(f"{place.file}|{place.sheet}")
        text = Text("工业", "Industry")
        findings.add("sector.industry", place, text=text, sector=sector_name(INDUSTRY_STAND_IN))


def _above(sector: str) -> list[str]:
    """Return the sectors above one, nearest first."""
    tree, chain = reference.sectors(), []
    while sector and sector in tree and (sector := tree.parent(sector)):
        chain.append(sector)
    return chain


def _tops(by_sector: Mapping[str, EnergyRecord], under: Sequence[str]) -> list[EnergyRecord]:
    """Return the highest stated sectors at or below some sectors."""
    inside = {s for s in by_sector if s in under or any(a in under for a in _above(s))}
    return [by_sector[s] for s in sorted(inside) if not any(a in inside for a in _above(s))]


def _settle_parents(by_sector: dict[str, EnergyRecord], check: TotalsCheck, gone: set[int]) -> None:
    for sector, record in list(by_sector.items()):
        parts = _direct(sector, by_sector) if sector else []
        if not parts or record.amount.value is None:
            continue
        children = reference.sectors().children(sector)
        complete = all(c in by_sector or _direct(c, by_sector) for c in children)
        values = _values(parts, record.amount.unit)
        if complete or agrees(record.amount.value, values):
            gone.add(id(record))
            check.compare(record.amount, [p.amount for p in parts])
        elif math.fsum(values) > record.amount.value:
            names = [sector_name(p.sector) for p in parts]
            listed = Text("、".join(n.zh for n in names), ", ".join(n.en for n in names))
            check.findings.add(
                "energy.parent_and_child",
                record.amount.place,
                sector=sector_name(sector),
                parts=listed,
            )


def _direct(sector: str, by_sector: Mapping[str, EnergyRecord]) -> list[EnergyRecord]:
    """Return the highest stated sectors below one."""
    inside = {s for s in by_sector if sector in _above(s)}
    return [by_sector[s] for s in sorted(inside) if not any(a in inside for a in _above(s))]


def _values(records: Iterable[EnergyRecord], symbol: str) -> list[float]:
    found = []
    for record in records:
        if record.amount.value is not None:
            try:
                found.append(units.convert(record.amount.value, record.amount.unit, symbol))
            except UnitError:
                continue
    return found


def _settle_whole(by_sector: dict[str, EnergyRecord], check: TotalsCheck, gone: set[int]) -> None:
    record = by_sector.get("")
    parts = [r for s, r in by_sector.items() if s and not any(a in by_sector for a in _above(s))]
    if record is None or not parts or record.flow not in (Flow.FINAL_CONSUMPTION, Flow.NON_ENERGY):
        return
    gone.add(id(record))
    check.compare(record.amount, [p.amount for p in parts])
