"""Does a balance table close, and do its totals agree with its rows and columns?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from dafeng import units
from dafeng.dossier.balance import BalanceCell, BalanceTable
from dafeng.dossier.closing import Balance, Figure, check_balance
from dafeng.dossier.column_totals import check_columns
from dafeng.dossier.combining import Labelled, combine
from dafeng.dossier.conventions import Stated, in_kwh
from dafeng.dossier.records import Amount, EnergyRecord, Flow
from dafeng.dossier.rules import Findings
from dafeng.dossier.section_totals import check_parts, check_sections, counted, tell_unused
from dafeng.dossier.sector_groups import exhausted
from dafeng.dossier.sheet_totals import settle_sheet_totals
from dafeng.dossier.standard_coal import standard_coal
from dafeng.dossier.totals import TotalsCheck
from dafeng.dossier.vocabulary import carrier_name
from dafeng.dossier.wording import key
from dafeng.errors import Place
from dafeng.language import number, percent

#: Gap between physical quantities and standard coal above which the units are doubted [-].
STANDARD_TOLERANCE: Final = 0.25


def settle_table(table: BalanceTable, findings: Findings) -> list[EnergyRecord]:
    """Return the records of a balance table; its own totals are checked and left out.

    A total of final use that nothing stands below is kept for the account, which counts electricity
    and heat of no sector and refuses fuels; any other is told: no figure goes unsaid.
    """
    check = TotalsCheck(findings)
    table = _without_parents(table)
    lone = check_sections(table, check)
    check_parts(table, check)
    check_columns(table, check)
    _check_closure(table, findings)
    settled = _check_children(table, check)
    stand_ins = settle_sheet_totals(table, check)
    check.seen.update(place for place, sector in stand_ins.items() if sector is None)
    cells = [
        c
        for c in (*table.cells, *lone)
        if c.flow is not None and c.column.carrier and c.role not in ("section", "part")
        if c.amount.place not in settled and stand_ins.get(c.amount.place, "") is not None
    ]
    tell_unused(table, {c.amount.place for c in cells} | settled | check.seen, findings)
    combined = combine(_labelled(cells, stand_ins, findings), findings)
    check.close()
    return combined


def _labelled(
    cells: Sequence[BalanceCell], stand_ins: Mapping[Place, str | None], findings: Findings
) -> list[Labelled]:
    """Return the records of cells, electricity in kWh."""
    stated = [
        Stated(
            c.column.carrier,
            c.amount,
            c.column.method,
            (c.year, c.row),
            c.label,
            c.column.index,
        )
        for c in cells
    ]
    rows = []
    for cell, amount in zip(cells, in_kwh(stated, findings), strict=True):
        if amount is not None and cell.flow is not None:
            sector = stand_ins.get(amount.place, cell.sector) or ""
            record = EnergyRecord(cell.year, cell.flow, sector, cell.column.carrier, amount)
            total = cell.role == "total"
            meaning = (
                "" if total else key(cell.label),
                0 if total else cell.section,
                cell.column.index,
            )
            rows.append(Labelled(record, cell.label, meaning))
    return rows


def _without_parents(table: BalanceTable) -> BalanceTable:
    """Let rows that split another (城镇, 乡村) count themselves where that one has no figure."""
    stated = {
        (c.year, c.column.index)
        for c in table.cells
        if c.role == "parent" and c.amount.value is not None
    }
    cells = tuple(
        replace(c, role="value")
        if c.role == "child" and (c.year, c.column.index) not in stated
        else c
        for c in table.cells
    )
    return replace(table, cells=cells)


def _check_children(table: BalanceTable, check: TotalsCheck) -> set[Place]:
    """Compare each parent row with the rows that split it; return the places of those parents.

    Where one of the rows that split it does not stand in the table (其中：城镇 alone), the parent
    stays and keeps the rest.
    """
    children: dict[tuple[int, int], list[Amount]] = defaultdict(list)
    rows: dict[int, set[str]] = defaultdict(set)
    for cell in table.cells:
        if cell.role == "child":
            children[cell.year, cell.column.index].append(cell.amount)
            rows[cell.year].add(cell.sector)
    split = set()
    for cell in table.cells:
        parts = children.get((cell.year, cell.column.index))
        whole = exhausted(cell.sector, rows[cell.year])
        if cell.role == "parent" and parts and whole and cell.amount.value is not None:
            check.compare(cell.amount, parts, cell.column.carrier)
            split.add(cell.amount.place)
    return split


def _check_closure(table: BalanceTable, findings: Findings) -> None:
    """Supply + transformation - losses - final use = statistical difference, by carrier.

    Columns that sum up carriers are held against the carriers of their rows instead.
    """
    columns: dict[tuple[int, int], list[BalanceCell]] = defaultdict(list)
    for cell in (c for c in table.cells if c.column.carrier):
        columns[cell.year, cell.column.index].append(cell)
    for cells in columns.values():
        stated = [c for c in cells if c.flow is Flow.STATISTICAL_DIFFERENCE]
        if stated:
            figures = [Figure(c.flow, c.amount) for c in counted(cells) if c.flow is not None]
            digits = [c.amount.value for c in cells if c.amount.value is not None]
            carrier = stated[0].column.carrier
            check_balance(Balance(carrier, figures, stated[0].amount, digits), findings)


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
