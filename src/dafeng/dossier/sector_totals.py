"""Which sector figures are sums of others that are stated too?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from dafeng import reference
from dafeng.dossier.covering import Cover, above, is_estimate
from dafeng.dossier.energy_rows import INDUSTRY, INDUSTRY_STAND_IN, SHEET_INDUSTRY
from dafeng.dossier.records import EnergyRecord, Flow, NotationKey
from dafeng.dossier.rules import Findings
from dafeng.dossier.standard_coal import comparable
from dafeng.dossier.totals import TotalsCheck, agrees
from dafeng.dossier.vocabulary import sector_name
from dafeng.language import Text, number

#: Sectors that make up all industry.
INDUSTRY_PARTS: Final = ("mining", "manufacturing", "power_heat")

#: Share of industry that a rest must have where calorific values stand between the figures [-].
_LEAST_REST: Final = 0.05


def settle_totals(
    records: Sequence[EnergyRecord], findings: Findings
) -> tuple[list[EnergyRecord], list[Cover]]:
    """Take totals over sectors out where their parts are stated; report those that differ.

    The total over all sectors, all industry, and parents of the sector tree count as totals. A
    parent that is larger than the parts stated keeps its place: the inventory takes the rest.
    What is entered is held against entries alone, never against estimates, which give way to it.

    Returns
    -------
    list, list
        The records, and what those totals hold that no longer stand as such.
    """
    check = TotalsCheck(findings)
    entered = _Settlement(check)
    guessed = _Settlement(check)
    entered.settle([r for r in records if not is_estimate(r)])
    guessed.settle([r for r in records if is_estimate(r)])
    check.close()
    gone = entered.gone | guessed.gone
    changed = entered.changed | guessed.changed
    return [changed.get(id(r), r) for r in records if id(r) not in gone], entered.covers


class _Settlement:
    """Settles the totals of records of one kind, entries or estimates."""

    def __init__(self, check: TotalsCheck) -> None:
        self.check = check
        self.gone: set[int] = set()
        self.changed: dict[int, EnergyRecord] = {}
        self.covers: list[Cover] = []
        self._told: set[tuple[str, str]] = set()

    def settle(self, records: Sequence[EnergyRecord]) -> None:
        """Settle all columns."""
        columns: dict[tuple[int, Flow, str], dict[str, EnergyRecord]] = defaultdict(dict)
        for record in records:
            columns[record.year, record.flow, record.carrier].setdefault(record.sector, record)
        for by_sector in columns.values():
            self._sheet_industry(by_sector)
            self._industry(by_sector)
            self._parents(by_sector)
            self._whole(by_sector)

    def _drop(self, record: EnergyRecord, sectors: tuple[str, ...]) -> None:
        self.gone.add(id(record))
        self._cover(record, sectors)

    def _cover(self, record: EnergyRecord, sectors: tuple[str, ...]) -> None:
        amount = record.amount
        if amount.value is not None or amount.notation is NotationKey.NO:
            self.covers.append(
                Cover(record.year, record.carrier, record.flow, sectors, amount.place)
            )

    def _sheet_industry(self, by_sector: dict[str, EnergyRecord]) -> None:
        """Take the total of a sheet of branches for all industry, unless that is stated too.

        Industry above the reporting size is a part of all industry and cannot be larger.
        """
        record = by_sector.pop(SHEET_INDUSTRY, None)
        if record is None:
            return
        whole = by_sector.get(INDUSTRY)
        if whole is None:
            by_sector[INDUSTRY] = record
            return
        self.gone.add(id(record))
        found = comparable(record.amount, [whole.amount], record.carrier)
        values = found.values if found else ()
        if values and record.amount.value is not None and record.amount.value > values[0]:
            self.check.compare(record.amount, [whole.amount], record.carrier)

    def _industry(self, by_sector: dict[str, EnergyRecord]) -> None:
        record = by_sector.pop(INDUSTRY, None)
        if record is None:
            return
        self._cover(record, INDUSTRY_PARTS)
        parts = _tops(by_sector, INDUSTRY_PARTS)
        if not parts or record.flow is Flow.NON_ENERGY or record.amount.value is None:
            self._stand_in(record, by_sector)
            return
        rest, exact = _rest(record, parts)
        enough = rest is not None and rest > (0 if exact else _LEAST_REST * record.amount.value)
        if rest is None or not enough or "other_manufacturing" in by_sector:
            self.gone.add(id(record))
            self.check.compare(record.amount, [p.amount for p in parts], record.carrier)
            return
        self._put_rest(record, rest, by_sector)

    def _put_rest(
        self, record: EnergyRecord, rest: float, by_sector: dict[str, EnergyRecord]
    ) -> None:
        amount = replace(record.amount, value=rest, low=None, high=None)
        kept = replace(record, sector="other_manufacturing", amount=amount)
        self.changed[id(record)] = by_sector["other_manufacturing"] = kept
        total = record.amount.value or 0.0
        self.check.findings.add(
            "energy.industry.rest",
            record.amount.place,
            total=number(total),
            parts=number(total - rest),
            rest=number(rest),
        )

    def _stand_in(self, record: EnergyRecord, by_sector: dict[str, EnergyRecord]) -> None:
        kept = replace(record, sector=INDUSTRY_STAND_IN)
        self.changed[id(record)] = kept
        by_sector.setdefault(INDUSTRY_STAND_IN, kept)
        place = record.amount.place
        if (place.file, place.sheet) not in self._told:
            self._told.add((place.file, place.sheet))
            self.check.findings.add(
                "sector.industry",
                place,
                text=Text("工业", "Industry"),
                sector=sector_name(INDUSTRY_STAND_IN),
            )

    def _parents(self, by_sector: dict[str, EnergyRecord]) -> None:
        for sector, record in list(by_sector.items()):
            parts = _direct(sector, by_sector) if sector else []
            if not parts or record.amount.value is None:
                continue
            rest, exact = _rest(record, parts)
            if _complete(sector, by_sector) or (exact and rest == 0):
                self._drop(record, (sector,))
                self.check.compare(record.amount, [p.amount for p in parts], record.carrier)
            elif exact and rest is not None and rest < 0:
                names = [sector_name(p.sector) for p in parts]
                listed = Text("、".join(n.zh for n in names), ", ".join(n.en for n in names))
                self.check.findings.add(
                    "energy.parent_and_child",
                    record.amount.place,
                    sector=sector_name(sector),
                    parts=listed,
                )

    def _whole(self, by_sector: dict[str, EnergyRecord]) -> None:
        record = by_sector.get("")
        parts = [r for s, r in by_sector.items() if s and not any(a in by_sector for a in above(s))]
        flows = (Flow.FINAL_CONSUMPTION, Flow.NON_ENERGY)
        if record is None or not parts or record.flow not in flows:
            return
        self._drop(record, ("",))
        self.check.compare(record.amount, [p.amount for p in parts], record.carrier)


def _rest(record: EnergyRecord, parts: Sequence[EnergyRecord]) -> tuple[float | None, bool]:
    """Return what parts leave of a total, 0 if they agree, None if they cannot be compared."""
    found = comparable(record.amount, [p.amount for p in parts], record.carrier)
    if found is None or record.amount.value is None:
        return None, False
    if agrees(record.amount.value, found.values):
        return 0.0, found.exact
    return record.amount.value - math.fsum(found.values), found.exact


def _tops(by_sector: Mapping[str, EnergyRecord], under: Sequence[str]) -> list[EnergyRecord]:
    """Return the highest stated sectors at or below some sectors."""
    inside = {s for s in by_sector if s in under or any(a in under for a in above(s))}
    return [by_sector[s] for s in sorted(inside) if not any(a in inside for a in above(s))]


def _complete(sector: str, by_sector: Mapping[str, EnergyRecord]) -> bool:
    children = reference.sectors().children(sector)
    return all(c in by_sector or _direct(c, by_sector) for c in children)


def _direct(sector: str, by_sector: Mapping[str, EnergyRecord]) -> list[EnergyRecord]:
    """Return the highest stated sectors below one."""
    inside = {s for s in by_sector if sector in above(s)}
    return [by_sector[s] for s in sorted(inside) if not any(a in inside for a in above(s))]
