"""Which cells of the energy balance do the tables of energy fill, in either form?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from dafeng.dossier.balance import BalanceTable, read_balance
from dafeng.dossier.balance_headers import carriers_down, is_balance, is_transposed
from dafeng.dossier.balance_totals import drop_standard, settle_table
from dafeng.dossier.beside_balances import beside_balances
from dafeng.dossier.bilingual import one_language
from dafeng.dossier.carrier_sheets import is_carrier_sheet
from dafeng.dossier.cells import read_year
from dafeng.dossier.closing import LongBalances, SectionTotal
from dafeng.dossier.combining import Labelled, branches, combine, unknown_parts
from dafeng.dossier.conventions import Stated, in_kwh
from dafeng.dossier.covering import (
    column_covers,
    tell_remaining,
    without_covered,
    without_placeholders,
)
from dafeng.dossier.energy_rows import (
    read_energy_row,
    read_section_row,
    section_of,
)
from dafeng.dossier.figures import RowReader
from dafeng.dossier.generation import filled_labels, split_generation
from dafeng.dossier.gross_use import settle_consumption
from dafeng.dossier.group_rows import rows_without_groups, without_groups
from dafeng.dossier.industry_rows import without_divisions
from dafeng.dossier.late_years import LateYears
from dafeng.dossier.lone_totals import with_lone_totals
from dafeng.dossier.long_generation import long_generation
from dafeng.dossier.long_table import LongRow, find_header, read_long
from dafeng.dossier.long_totals import LongCarrierTotals
from dafeng.dossier.marked_rows import without_marked
from dafeng.dossier.non_energy_rows import non_energy_beside
from dafeng.dossier.parts import rows_without_parts, table_parts
from dafeng.dossier.records import Amount, EnergyRecord
from dafeng.dossier.repeats import without_repeats
from dafeng.dossier.row_meanings import row_meaning
from dafeng.dossier.row_words import words_fit
from dafeng.dossier.rules import Findings
from dafeng.dossier.schema import TableSchema, tables
from dafeng.dossier.section_totals import partial_cells
from dafeng.dossier.sector_totals import settle_totals
from dafeng.dossier.sheets import RawSheet, unmerged
from dafeng.dossier.stacked_tables import stacked_tables
from dafeng.dossier.stock_difference import rows_without_differences, without_differences
from dafeng.dossier.title_years import only_year
from dafeng.dossier.total_headers import electricity_method
from dafeng.dossier.turned_tables import turned_tables
from dafeng.dossier.unsplit_generation import settle_unsplit, unsplit_labels
from dafeng.dossier.vocabulary import find_carrier
from dafeng.dossier.wording import key
from dafeng.dossier.works_forms import of_place
from dafeng.errors import Place


def read_energy(
    sheets: Sequence[RawSheet], late: LateYears, findings: Findings
) -> tuple[EnergyRecord, ...]:
    """Return the records of all energy tables, each cell of the balance once.

    Parameters
    ----------
    sheets
        Tables in long form or with carriers as columns.
    late
        Takes years that have no statistics yet.
    findings
        Takes what is wrong.
    """
    records: list[EnergyRecord] = []
    begun: list[BalanceTable] = []
    stated = LongBalances()
    schema = tables()["energy"]
    for sheet in _upright(sheets, findings):
        header = find_header(unmerged(sheet), schema)
        columns = {c.id for c in header.columns.values()} if header else set()
        if "flow" not in columns and sheet.origins is None and carriers_down(unmerged(sheet)):
            findings.add("sheet.carriers_down", sheet.place())
            continue
        one = "carrier" not in columns and is_carrier_sheet(unmerged(sheet))
        if one or ("carrier" not in columns and is_balance(sheet)):
            found = [_begun(t, findings) for t in stacked_tables(sheet, findings)]
            begun.extend(found)
            for table, cell in ((t, c) for t in found for c in t.cells):
                late.note(cell.year, table.year_place(cell))
            continue
        records.extend(_long_energy(sheet, schema, (late, stated), findings))
    late.tell(findings)
    filled = filled_labels(begun)
    balances = [_settled(table, filled, findings) for table in begun]
    kept = drop_standard(with_lone_totals(balances, records, findings), findings)
    for table in kept:
        records.extend(settle_table(table, findings))
    # A repeated total would stand for its parts once the first is settled.
    made = settle_unsplit(
        without_placeholders(records, findings), stated.unsplit | unsplit_labels(kept), findings
    )
    whole = column_covers(kept)
    alone = beside_balances(made, whole, findings)
    once = without_repeats("energy", alone, findings)
    partial = partial_cells(kept) | stated.partial
    settled, covers = settle_totals(once, findings, partial)
    covers += whole
    remaining = without_covered(settled, covers, findings)
    tell_remaining(remaining, covers, findings)
    stated.check(remaining, {(t.sheet.file, t.sheet.sheet) for t in kept}, findings)
    return (*remaining, *unknown_parts(findings))


def _upright(sheets: Sequence[RawSheet], findings: Findings) -> Iterator[RawSheet]:
    """Yield the sheets in one language; those with carriers as rows are turned."""
    for sheet in map(one_language, sheets):
        filled = unmerged(sheet)
        if is_transposed(filled) and not _is_long(filled):
            yield from turned_tables(filled, findings)
        else:
            yield sheet


def _is_long(sheet: RawSheet) -> bool:
    """Say whether a header names carrier and quantity beside what a figure is of."""
    header = find_header(sheet, tables()["energy"])
    columns = {c.id for c in header.columns.values()} if header else set()
    return {"carrier", "quantity"} <= columns and bool(columns & {"year", "flow", "sector"})


def _begun(sheet: RawSheet, findings: Findings) -> BalanceTable:
    """Return a balance as read, without rows that other rows hold whatever else is stated."""
    table = of_place(read_balance(sheet, findings), findings)
    return without_differences(without_groups(table, findings), findings)


def _settled(table: BalanceTable, filled: Collection[str], findings: Findings) -> BalanceTable:
    """Return a balance with generation split, and with nothing that counts twice."""
    table = split_generation(table, findings, filled)
    table = non_energy_beside(settle_consumption(table, findings), findings)
    return table_parts(without_divisions(table, findings), findings)


def _long_energy(
    sheet: RawSheet,
    schema: TableSchema,
    notes: tuple[LateYears, LongBalances],
    findings: Findings,
) -> list[EnergyRecord]:
    """Return the records of a table in long form; rows of one cell that differ are added up."""
    late, stated = notes
    rows: list[tuple[Stated, Labelled | SectionTotal]] = []
    names: dict[Place, str] = {}
    totals = LongCarrierTotals(sheet)
    readers = [RowReader(row, schema, findings) for row in read_long(sheet, schema, findings)]
    for reader in readers:
        row = reader.row
        fits = words_fit(reader)
        if fits and (section := section_of(row.text("flow"))):
            total = read_section_row(reader)
            if total is not None:
                rows.append((_stated(row, *total), SectionTotal(section, *total)))
            continue
        if fits and totals.read(reader):
            continue
        record = read_energy_row(reader) if fits else None
        if record is None:
            year = row.fields.get("year")
            stated.miss(read_year(year.cell) if year else None, find_carrier(row.text("carrier")))
        else:
            late.note(record.year, row.at("year"))
            totals.part(row, record)
            flow, sector = row.text("flow"), row.text("sector")
            meaning, whole = row_meaning(flow, sector)
            labelled = Labelled(record, sector or flow, meaning, whole)
            names[record.amount.place] = row.text("carrier")
            rows.append((_stated(row, record.year, record.carrier, record.amount), labelled))
    stated.partial |= branches([r for _, r in rows if isinstance(r, Labelled)])
    rows.extend(_lone(totals, schema, late, findings))
    totals.check(findings)
    if not readers and only_year(sheet.name) is not None:
        findings.add("sheet.empty", sheet.place(), name=sheet.name)
    records: list[tuple[Labelled, str]] = []
    for (_, read), amount in zip(rows, in_kwh([s for s, _ in rows], findings), strict=True):
        if amount is not None and isinstance(read, SectionTotal):
            stated.sections.append(replace(read, amount=amount))
        elif amount is not None and isinstance(read, Labelled):
            name = names.get(amount.place, "")
            records.append((_holding(read, amount), name))
    return combine(_once(records, stated, findings), findings)


def _holding(row: Labelled, amount: Amount) -> Labelled:
    """Return the row with an amount in place of its own."""
    if amount is row.record.amount:
        return row
    return replace(row, record=replace(row.record, amount=amount))


def _once(
    rows: Sequence[tuple[Labelled, str]], stated: LongBalances, findings: Findings
) -> list[Labelled]:
    """Return the rows of a table in long form without what other rows of it hold."""
    found, unsplit = long_generation([r for r, _ in rows], findings)
    stated.unsplit |= unsplit
    found = rows_without_groups(found, findings)
    found = without_marked(rows_without_differences(found, findings), findings)
    left = [(r, name) for r, (_, name) in zip(found, rows, strict=True) if r is not None]
    return [r for r in rows_without_parts(left, findings) if r is not None]


def _lone(
    totals: LongCarrierTotals, schema: TableSchema, late: LateYears, findings: Findings
) -> Iterator[tuple[Stated, Labelled]]:
    """Yield the totals of carriers that count because no carrier stands beside them."""
    for row in totals.lone(findings):
        record = read_energy_row(RowReader(row, schema, findings))
        if record is not None:
            late.note(record.year, row.at("year"))
            flow, sector = row.text("flow"), row.text("sector")
            labelled = Labelled(record, sector or flow, *row_meaning(flow, sector))
            yield _stated(row, record.year, record.carrier, record.amount), labelled


def _stated(row: LongRow, year: int, carrier: str, amount: Amount) -> Stated:
    """Return a row's figure with what its carrier's name says of electricity (当量值, 等价值)."""
    flow, sector = row.text("flow"), row.text("sector")
    spot = year, key(flow), key(sector)
    return Stated(carrier, amount, electricity_method(row.text("carrier")), spot, sector or flow)
