"""Do totals agree with their parts? Totals are checked, never added."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from dafeng import reference, units
from dafeng.dossier.balance import BalanceCell, BalanceTable, group_members
from dafeng.dossier.energy_rows import INDUSTRY, INDUSTRY_STAND_IN
from dafeng.dossier.records import Amount, EnergyRecord, Flow
from dafeng.dossier.rules import Findings
from dafeng.dossier.standard_coal import standard_coal
from dafeng.dossier.vocabulary import carrier_name, sector_name
from dafeng.errors import Place, UnitError
from dafeng.language import Text, number, percent

Key = tuple[int, Flow, str, str]

#: Relative gap that rounding of the parts can make besides their last digits [-].
_RELATIVE: Final = 1e-6

#: Gap between physical quantities and standard coal above which the units are doubted [-].
STANDARD_TOLERANCE: Final = 0.25

#: Sectors that make up all industry.
_INDUSTRY_PARTS: Final = ("mining", "manufacturing", "power_heat")


def last_digit(values: Iterable[float]) -> float:
    """Return the finest decimal place among figures (0.01 for 1.25 and 3), at most 1."""
    exponents = [Decimal(repr(v)).normalize().as_tuple().exponent for v in values if v]
    decimals = [-e for e in exponents if isinstance(e, int)]
    return float(Decimal(1).scaleb(-max(0, *decimals, 0)))


def agrees(total: float, parts: Sequence[float]) -> bool:
    """Say whether a total equals the sum of its parts within the rounding of all of them."""
    sizes = math.fsum(abs(p) for p in parts)
    rounding = 0.5 * (last_digit([total]) + len(parts) * last_digit(parts))
    limit = min(rounding, 0.005 * max(abs(total), sizes)) + _RELATIVE * sizes
    return abs(total - math.fsum(parts)) <= limit


class TotalsCheck:
    """Counts totals that agree and reports those that do not."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.agreeing: list[Amount] = []

    def compare(self, total: Amount, parts: Sequence[Amount]) -> None:
        """Compare a total with its parts, in the total's unit."""
        if total.value is None:
            return
        try:
            values = [
                units.convert(p.value, p.unit, total.unit) for p in parts if p.value is not None
            ]
        except UnitError:
            return
        if agrees(total.value, values):
            self.agreeing.append(total)
            return
        self.findings.add(
            "total.differs",
            total.place,
            total=number(total.value),
            sum=number(math.fsum(values)),
            gap=number(total.value - math.fsum(values)),
            unit=total.unit,
        )

    def close(self) -> None:
        """Report how many totals agree, by sheet."""
        by_sheet: dict[tuple[str, str], list[Amount]] = defaultdict(list)
        for amount in self.agreeing:
            by_sheet[amount.place.file, amount.place.sheet].append(amount)
        for found in by_sheet.values():
            self.findings.add("total.checked", found[0].place, count=len(found))
        self.agreeing.clear()


def settle_table(table: BalanceTable, findings: Findings) -> list[EnergyRecord]:
    """Return the records of a balance table; its own totals are checked and left out."""
    check = TotalsCheck(findings)
    _check_sections(table, check)
    _check_columns(table, check)
    _check_closure(table, findings)
    split = _check_children(table, check)
    records = [
        EnergyRecord(c.year, c.flow, c.sector, c.column.carrier, c.amount)
        for c in table.cells
        if c.flow is not None and c.column.carrier and c.role not in ("section", "subtotal")
        if c.amount.place not in split
    ]
    labels = {c.amount.place: c.label for c in table.cells}
    combined = _combine(records, labels, findings)
    check.close()
    return combined


def _check_sections(table: BalanceTable, check: TotalsCheck) -> None:
    parts: dict[tuple[int, int, int], list[Amount]] = defaultdict(list)
    for cell in table.cells:
        if cell.section and cell.role in ("value", "parent"):
            parts[cell.year, cell.section, cell.column.index].append(cell.amount)
    for cell in table.cells:
        found = parts.get((cell.year, cell.row, cell.column.index))
        if cell.role == "section" and found:
            check.compare(cell.amount, found)


def _check_children(table: BalanceTable, check: TotalsCheck) -> set[Place]:
    """Compare each parent row with the rows that split it; return the places of those parents."""
    children: dict[tuple[int, int], list[Amount]] = defaultdict(list)
    for cell in table.cells:
        if cell.role == "child":
            children[cell.year, cell.column.index].append(cell.amount)
    split = set()
    for cell in table.cells:
        parts = children.get((cell.year, cell.column.index))
        if cell.role == "parent" and parts and cell.amount.value is not None:
            check.compare(cell.amount, parts)
            split.add(cell.amount.place)
    return split


def _check_columns(table: BalanceTable, check: TotalsCheck) -> None:
    groups = {i: c.group for i, c in reference.carriers().items()}
    by_row: dict[tuple[int, int], list[BalanceCell]] = defaultdict(list)
    for cell in table.cells:
        by_row[cell.year, cell.row].append(cell)
    for cells in by_row.values():
        for total in (c for c in cells if c.column.group):
            members = group_members(total.column.group, groups)
            parts = [c.amount for c in cells if c.column.carrier in members]
            if total.column.group == "all" and not table.standard:
                check.findings.add("total.alone", total.amount.place, label=total.label)
            elif parts:
                check.compare(total.amount, parts)


def _check_closure(table: BalanceTable, findings: Findings) -> None:
    """Supply + transformation - losses - final use = statistical difference, by column."""
    columns: dict[tuple[int, int], list[BalanceCell]] = defaultdict(list)
    for cell in table.cells:
        columns[cell.year, cell.column.index].append(cell)
    for cells in columns.values():
        stated = [c for c in cells if c.flow is Flow.STATISTICAL_DIFFERENCE]
        if not stated or stated[0].amount.value is None:
            continue
        supply, change, loss, final = _blocks(cells)
        gap = supply + change - loss - final
        values = [c.amount.value for c in cells if c.amount.value is not None]
        scale = max(abs(supply), abs(final), abs(change))
        rounding = 0.5 * (len(values) + 1) * last_digit(values)
        if abs(gap - stated[0].amount.value) <= rounding + _RELATIVE * scale:
            continue
        findings.add(
            "energy.balance.open",
            stated[0].amount.place,
            carrier=carrier_name(stated[0].column.carrier),
            supply=number(supply),
            transformation=number(change),
            loss=number(loss),
            final=number(final),
            gap=number(gap),
            difference=number(stated[0].amount.value),
            unit=stated[0].amount.unit,
        )


_SUPPLY: Final = (Flow.PRODUCTION, Flow.INFLOW, Flow.OUTFLOW, Flow.STOCK_CHANGE)
_OUTSIDE: Final = (*_SUPPLY, Flow.LOSS, Flow.FINAL_CONSUMPTION, Flow.NON_ENERGY)
_ENDS: Final = (*_OUTSIDE, Flow.STATISTICAL_DIFFERENCE, Flow.TOTAL_CONSUMPTION)


def _blocks(cells: list[BalanceCell]) -> tuple[float, float, float, float]:
    parts = [c for c in cells if c.role in ("value", "parent")]
    return (
        _sum(c for c in parts if c.flow in _SUPPLY),
        _sum(c for c in parts if c.flow is not None and c.flow not in _ENDS),
        _sum(c for c in parts if c.flow is Flow.LOSS),
        _sum(c for c in parts if c.flow is Flow.FINAL_CONSUMPTION),
    )


def _sum(cells: Iterable[BalanceCell]) -> float:
    return math.fsum(c.amount.value for c in cells if c.amount.value is not None)


def _combine(
    records: Sequence[EnergyRecord], labels: Mapping[Place, str], findings: Findings
) -> list[EnergyRecord]:
    """Add up rows or columns of one table that fill the same cell of the balance."""
    grouped: dict[Key, list[EnergyRecord]] = defaultdict(list)
    for record in records:
        grouped[record.year, record.flow, record.sector, record.carrier].append(record)
    told: set[tuple[str, ...]] = set()
    combined = []
    for group in grouped.values():
        if len(group) == 1:
            combined.append(group[0])
            continue
        amount = _added([r.amount for r in group])
        combined.append(replace(group[0], amount=amount))
        names = tuple(dict.fromkeys(labels[r.amount.place] for r in group))
        if len(names) == 1:
            names = tuple(r.amount.place.cell for r in group)
        if names not in told:
            told.add(names)
            joined = Text("、".join(names), ", ".join(names))
            findings.add("energy.rows.combined", group[0].amount.place, cells=joined)
    return combined


def _added(amounts: Sequence[Amount]) -> Amount:
    figures = [a for a in amounts if a.value is not None]
    if not figures:
        return amounts[0]
    first = figures[0]
    exact = sum(
        (Decimal(repr(units.convert(a.value, a.unit, first.unit))) for a in figures if a.value),
        Decimal(0),
    )
    return replace(first, value=float(exact))


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


def drop_standard(tables: Sequence[BalanceTable], findings: Findings) -> list[BalanceTable]:
    """Keep the table in physical units where both stand for a year; the other is a check."""
    physical = {c.year for t in tables if not t.standard for c in t.cells}
    kept = []
    for table in tables:
        doubled = {c.year for c in table.cells} & physical if table.standard else set()
        for year in sorted(doubled):
            findings.add("energy.standard", table.sheet.place(1, 1), year=year)
        _compare_standard(table, tables, doubled, findings)
        cells = tuple(c for c in table.cells if c.year not in doubled)
        kept.append(replace(table, cells=cells))
    return kept


def _compare_standard(
    table: BalanceTable, tables: Sequence[BalanceTable], years: set[int], findings: Findings
) -> None:
    physical = {
        (c.year, c.flow, c.sector, c.label, c.column.carrier): c.amount
        for t in tables
        if not t.standard
        for c in t.cells
        if c.flow is not None
    }
    for cell in table.cells:
        twin = (
            physical.get((cell.year, cell.flow, cell.sector, cell.label, cell.column.carrier))
            if cell.flow is not None
            else None
        )
        if cell.year not in years or twin is None or not twin.value or not cell.amount.value:
            continue
        if cell.column.carrier == "electricity":
            continue
        tonnes = standard_coal(twin, cell.column.carrier)
        coal = None if tonnes is None else tonnes / 10_000
        stated = units.convert(cell.amount.value, cell.amount.unit, "万吨标准煤")
        if coal is None or abs(coal - stated) <= max(STANDARD_TOLERANCE * abs(stated), 0.02):
            continue
        findings.add(
            "energy.standard.differs",
            twin.place,
            carrier=carrier_name(cell.column.carrier),
            physical=number(coal),
            standard=number(stated),
            gap=percent((coal - stated) / stated),
        )
