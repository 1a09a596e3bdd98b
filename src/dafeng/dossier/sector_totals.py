"""Which sector figures are sums of others that are stated too?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

from dafeng import reference
from dafeng.dossier.covering import Cover, above, is_estimate
from dafeng.dossier.energy_rows import (
    CLASSES,
    INDUSTRY,
    INDUSTRY_STAND_IN,
    PRIMARY,
    PRODUCTIVE,
    SECONDARY,
    SHEET_INDUSTRY,
    TERTIARY,
)
from dafeng.dossier.records import EnergyRecord, Flow, NotationKey
from dafeng.dossier.rules import Findings
from dafeng.dossier.sector_groups import GROUPS, exhausted, highest, over
from dafeng.dossier.standard_coal import comparable
from dafeng.dossier.totals import TotalsCheck, agrees
from dafeng.dossier.vocabulary import sector_name
from dafeng.errors import Place
from dafeng.language import Text, number

#: Share of industry that a rest must have where calorific values stand between the figures [-].
_LEAST_REST: Final = 0.05

#: Sectors that hold what no other sector does.
OTHER_INDUSTRY: Final = "other_manufacturing"
SERVICES: Final = "services"
AGRICULTURE: Final = "agriculture"
_CLASSES: Final = (PRIMARY, SECONDARY, TERTIARY)

_BySector = dict[str, EnergyRecord]


def settle_totals(
    records: Sequence[EnergyRecord], findings: Findings, partial: Collection[Place] = ()
) -> tuple[list[EnergyRecord], list[Cover]]:
    """Take totals over sectors out where their parts are stated; report those that differ.

    The total over all sectors, the classes of the economy, all industry, and parents of the sector
    tree count as totals. Where parts are missing and the total is larger, the rest goes to the
    sector that holds what is left. The total over all sectors keeps its place instead, and the
    account says what its rest is: electricity and heat count in the total alone, fuels of no
    sector are refused (``inventory.total.not_itemised``). Parts that make more than their total
    are an error, and so is a rest that no sector can hold.
    What is entered is held against entries alone, never against estimates, which give way to it.

    Parameters
    ----------
    records
        Energy of all tables.
    findings
        Takes totals that differ, and rests.
    partial
        Where sectors stand that hold what no other does, of which not all is stated (其中).

    Returns
    -------
    list, list
        The records, and what those totals hold that no longer stand as such.
    """
    check = TotalsCheck(findings)
    entered = _Settlement(check, partial)
    guessed = _Settlement(check, partial)
    entered.settle([r for r in records if not is_estimate(r)])
    guessed.settle([r for r in records if is_estimate(r)])
    check.close()
    gone = entered.gone | guessed.gone
    changed = entered.changed | guessed.changed
    return [changed.get(id(r), r) for r in records if id(r) not in gone], entered.covers


class _Settlement:
    """Settles the totals of records of one kind, entries or estimates."""

    def __init__(self, check: TotalsCheck, partial: Collection[Place]) -> None:
        self.check = check
        self.partial = partial
        self.gone: set[int] = set()
        self.changed: dict[int, EnergyRecord] = {}
        self.covers: list[Cover] = []
        self._told: set[tuple[str, str, str]] = set()
        self._original: dict[int, int] = {}

    def settle(self, records: Sequence[EnergyRecord]) -> None:
        """Settle all columns."""
        columns: dict[tuple[int, Flow, str], _BySector] = defaultdict(dict)
        rows: dict[tuple[int, Flow], set[str]] = defaultdict(set)
        for record in records:
            columns[record.year, record.flow, record.carrier].setdefault(record.sector, record)
            sector = INDUSTRY if record.sector == SHEET_INDUSTRY else record.sector
            rows[record.year, record.flow].add(sector)
        for (year, flow, _), by_sector in columns.items():
            self._sheet_industry(by_sector)
            self._classes(by_sector)
            for group in (g for g in GROUPS if g != PRODUCTIVE):
                self._group(group, by_sector, rows[year, flow])
            self._productive(by_sector)
            self._parents(by_sector)
            self._whole(by_sector, rows[year, flow] - {PRODUCTIVE})

    def _drop(self, record: EnergyRecord, sectors: tuple[str, ...]) -> None:
        self._remove(record)
        self._cover(record, sectors)

    def _remove(self, record: EnergyRecord) -> None:
        self.gone.add(self._original.get(id(record), id(record)))

    def _change(self, record: EnergyRecord, kept: EnergyRecord, by_sector: _BySector) -> None:
        original = self._original.get(id(record), id(record))
        self.changed[original] = by_sector[kept.sector] = kept
        self._original[id(kept)] = original

    def _cover(self, record: EnergyRecord, sectors: tuple[str, ...]) -> None:
        amount = record.amount
        if amount.value is not None or amount.notation is NotationKey.NO:
            self.covers.append(
                Cover(record.year, record.carrier, record.flow, sectors, amount.place)
            )

    def _sheet_industry(self, by_sector: _BySector) -> None:
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
        self._remove(record)
        found = comparable(record.amount, [whole.amount], record.carrier)
        values = found.values if found else ()
        if not values or record.amount.value is None or record.amount.value <= values[0]:
            self.check.agreeing.append(record.amount)
        elif _one_sheet(record, whole):
            self._tell_larger(record, values[0])
        else:
            self.check.compare(record.amount, [whole.amount], record.carrier)

    def _tell_larger(self, record: EnergyRecord, whole: float) -> None:
        """Report a row of large industry that is more than the row of all industry beside it."""
        self.check.findings.add(
            "energy.part.exceeds",
            record.amount.place,
            label=Text("规模以上工业", "Industry above designated size"),
            parent=_name(INDUSTRY),
            part=number(record.amount.value or 0.0),
            total=number(whole),
            unit=record.amount.unit,
        )

    def _classes(self, by_sector: _BySector) -> None:
        """Take out the three classes where the sectors stand beside them and make the same sum.

        By the classification of 2018 support of farming and mining, and repair of machinery, are
        services, so that a class and its sections need not agree while both make the whole.
        """
        fine = {s for s in by_sector if s not in CLASSES and PRODUCTIVE in over(s)}
        if not by_sector.keys() >= {*_CLASSES} or not exhausted(PRODUCTIVE, fine):
            return
        classes = [by_sector[c] for c in _CLASSES]
        amounts = [c.amount for c in classes]
        parts = [by_sector[s].amount for s in sorted(highest(fine))]
        found = comparable(amounts[0], [*amounts, *parts], classes[0].carrier)
        if found is None or not found.exact:
            return
        if agrees(math.fsum(found.values[: len(amounts)]), found.values[len(amounts) :]):
            for record in classes:
                self._remove(by_sector.pop(record.sector))
                self.check.agreeing.append(record.amount)

    def _productive(self, by_sector: _BySector) -> None:
        """Settle the total of all industries: with households it is the total over all sectors."""
        record = by_sector.pop(PRODUCTIVE, None)
        if record is None:
            return
        self._cover(record, GROUPS[PRODUCTIVE])
        inside = highest(s for s in by_sector if PRODUCTIVE in over(s))
        parts = [by_sector[s] for s in sorted(inside)]
        rest, exact = _rest(record, parts) if parts else (None, False)
        open_rest = not parts or (exact and rest is not None and rest > 0)
        if parts and (not open_rest or exhausted(PRODUCTIVE, by_sector)):
            self._remove(record)
            self.check.compare(record.amount, [p.amount for p in parts], record.carrier)
        elif "" in by_sector:
            self._remove(record)
            self.check.agreeing.append(record.amount)
        else:
            self._with_households(record, by_sector)

    def _with_households(self, record: EnergyRecord, by_sector: _BySector) -> None:
        homes = [by_sector[s] for s in sorted(highest(s for s in by_sector if "households" in s))]
        found = comparable(record.amount, [h.amount for h in homes], record.carrier)
        value = record.amount.value
        if value is not None and found is not None:
            value = _plain(value + math.fsum(found.values))
        amount = replace(record.amount, value=value, low=None, high=None)
        self._change(record, replace(record, sector="", amount=amount), by_sector)

    def _group(self, group: str, by_sector: _BySector, rows: Collection[str]) -> None:
        """Settle all industry, or a class of the economy, which the sector tree does not have."""
        record = by_sector.pop(group, None)
        if record is None:
            return
        self._cover(record, GROUPS[group])
        inside = highest(s for s in by_sector if group in over(s))
        parts = [by_sector[s] for s in sorted(inside)]
        if not parts or record.flow is Flow.NON_ENERGY or record.amount.value is None:
            self._stand_in(group, record, by_sector)
            return
        rest, exact = _rest(record, parts)
        enough = rest is not None and rest > (0 if exact else _LEAST_REST * record.amount.value)
        if rest is None or not enough or self._closed(group, parts, rows):
            self._remove(record)
            self.check.compare(record.amount, [p.amount for p in parts], record.carrier)
            return
        self._put_rest((group, _holder(group, by_sector, rows)), record, parts, by_sector)

    def _closed(self, group: str, parts: Sequence[EnergyRecord], rows: Collection[str]) -> bool:
        """Say whether the parts stated must make up a group."""
        if any(p.amount.place in self.partial for p in parts):
            return False
        others = {p.sector for p in parts}
        listed = group == INDUSTRY and OTHER_INDUSTRY in others
        return listed or exhausted(group, rows)

    def _put_rest(
        self,
        where: tuple[str, str],
        record: EnergyRecord,
        parts: Sequence[EnergyRecord],
        by_sector: _BySector,
    ) -> None:
        """Let the total stand for the sector that holds its rest, less all other parts."""
        whole, holder = where
        others = [p for p in parts if p.sector != holder]
        found = comparable(record.amount, [p.amount for p in others], record.carrier)
        total = record.amount.value or 0.0
        value = total - math.fsum(found.values if found else ())
        for part in parts:
            if part.sector == holder:
                self._remove(part)
        amount = replace(record.amount, value=_plain(value), low=None, high=None)
        self._change(record, replace(record, sector=holder, amount=amount), by_sector)
        rest = _rest(record, parts)[0] or 0.0
        self.check.findings.add(
            "energy.group.rest",
            record.amount.place,
            whole=_name(whole),
            sector=sector_name(holder),
            total=number(total),
            parts=number(total - rest),
            rest=number(rest),
        )

    def _stand_in(self, group: str, record: EnergyRecord, by_sector: _BySector) -> None:
        """Let a group stand for the one sector that is read in its place, said once a sheet."""
        sector = {TERTIARY: SERVICES, PRIMARY: AGRICULTURE}.get(group, INDUSTRY_STAND_IN)
        beside = by_sector.get(sector)
        self._change(record, replace(record, sector=sector), by_sector)
        if beside is not None:
            by_sector[sector] = beside
        place = record.amount.place
        if group != PRIMARY and (place.file, place.sheet, group) not in self._told:
            self._told.add((place.file, place.sheet, group))
            rule = "sector.industry" if group == INDUSTRY else "sector.class"
            self.check.findings.add(rule, place, text=_name(group), sector=sector_name(sector))

    def _parents(self, by_sector: _BySector) -> None:
        for sector, record in list(by_sector.items()):
            parts = _direct(sector, by_sector) if sector else []
            if not parts or record.amount.value is None:
                continue
            rest, exact = _rest(record, parts)
            open_part = next((p for p in parts if p.amount.place in self.partial), None)
            complete = _complete(sector, by_sector)
            if complete and open_part and rest is not None and rest > 0:
                self._put_rest((sector, open_part.sector), record, parts, by_sector)
                by_sector.pop(sector)
            elif complete or (exact and rest == 0):
                self._drop(record, (sector,))
                self.check.compare(record.amount, [p.amount for p in parts], record.carrier)
            elif exact and rest is not None and rest < 0:
                self._tell_both(record, parts)

    def _tell_both(self, record: EnergyRecord, parts: Sequence[EnergyRecord]) -> None:
        names = [sector_name(p.sector) for p in parts]
        self.check.findings.add(
            "energy.parent_and_child",
            record.amount.place,
            sector=sector_name(record.sector),
            parts=Text("、".join(n.zh for n in names), ", ".join(n.en for n in names)),
        )

    def _whole(self, by_sector: _BySector, rows: Collection[str]) -> None:
        """Settle the total over all sectors; it stays where sectors are missing and it is larger.

        The account then counts the rest of electricity and heat, and refuses that of fuels.
        """
        record = by_sector.get("")
        parts = [by_sector[s] for s in sorted(highest(s for s in by_sector if s))]
        flows = (Flow.FINAL_CONSUMPTION, Flow.NON_ENERGY)
        if record is None or not parts or record.flow not in flows:
            return
        rest, exact = _rest(record, parts)
        final = record.flow is Flow.FINAL_CONSUMPTION and exact
        if final and rest is not None and rest > 0 and not exhausted("", rows):
            return
        self._drop(record, ("",))
        self.check.compare(record.amount, [p.amount for p in parts], record.carrier)


def _one_sheet(first: EnergyRecord, second: EnergyRecord) -> bool:
    one, other = first.amount.place, second.amount.place
    return (one.file, one.sheet) == (other.file, other.sheet)


def _plain(value: float) -> float:
    """Return a difference of decimals without the digits that binary numbers add."""
    return float(f"{value:.12g}")


def _name(sector: str) -> Text:
    return Text("工业", "Industry") if sector == INDUSTRY else sector_name(sector)


def _holder(group: str, by_sector: Mapping[str, EnergyRecord], rows: Collection[str]) -> str:
    """Return the sector that holds what the stated parts leave of a group."""
    if group == TERTIARY:
        return SERVICES
    if group == SECONDARY and INDUSTRY in rows and "construction" not in rows:
        return "construction"
    if INDUSTRY_STAND_IN not in by_sector:
        return OTHER_INDUSTRY
    branches = exhausted(INDUSTRY_STAND_IN, rows)
    missing = [s for s in ("power_heat", "mining") if s not in by_sector]
    return missing[0] if branches and missing else INDUSTRY_STAND_IN


def _rest(record: EnergyRecord, parts: Sequence[EnergyRecord]) -> tuple[float | None, bool]:
    """Return what parts leave of a total, 0 if they agree, None if they cannot be compared."""
    found = comparable(record.amount, [p.amount for p in parts], record.carrier)
    if found is None or record.amount.value is None:
        return None, False
    if agrees(record.amount.value, found.values):
        return 0.0, found.exact
    return record.amount.value - math.fsum(found.values), found.exact


def _complete(sector: str, by_sector: Mapping[str, EnergyRecord]) -> bool:
    children = reference.sectors().children(sector)
    return all(c in by_sector or _direct(c, by_sector) for c in children)


def _direct(sector: str, by_sector: Mapping[str, EnergyRecord]) -> list[EnergyRecord]:
    """Return the highest stated sectors below one."""
    inside = {s for s in by_sector if sector in above(s)}
    return [by_sector[s] for s in sorted(inside) if not any(a in inside for a in above(s))]
