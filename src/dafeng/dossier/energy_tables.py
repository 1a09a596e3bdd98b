"""Which cells of the energy balance do the tables of energy fill, in either form?"""

from __future__ import annotations

from collections.abc import Sequence

from dafeng.dossier.balance import BalanceTable, read_balance
from dafeng.dossier.balance_layout import is_balance, is_transposed
from dafeng.dossier.balance_totals import drop_standard, settle_table
from dafeng.dossier.cells import read_year
from dafeng.dossier.closing import LongBalances, SectionTotal
from dafeng.dossier.combining import Labelled, combine
from dafeng.dossier.conventions import with_convention
from dafeng.dossier.covering import (
    column_covers,
    tell_remaining,
    without_covered,
    without_placeholders,
)
from dafeng.dossier.energy_rows import (
    read_energy_row,
    read_section_row,
    row_meaning,
    section_of,
)
from dafeng.dossier.figures import RowReader
from dafeng.dossier.late_years import LateYears
from dafeng.dossier.long_table import find_header, read_long
from dafeng.dossier.long_totals import LongCarrierTotals
from dafeng.dossier.records import EnergyRecord
from dafeng.dossier.repeats import without_repeats
from dafeng.dossier.rules import Findings
from dafeng.dossier.schema import TableSchema, tables
from dafeng.dossier.section_totals import partial_cells
from dafeng.dossier.sector_totals import settle_totals
from dafeng.dossier.sheets import RawSheet, unmerged
from dafeng.dossier.titles import only_year
from dafeng.dossier.vocabulary import find_carrier


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
    balances: list[BalanceTable] = []
    stated = LongBalances()
    schema = tables()["energy"]
    for sheet in sheets:
        header = find_header(unmerged(sheet), schema)
        columns = {c.id for c in header.columns.values()} if header else set()
        if not {"carrier", "quantity"} & columns and is_transposed(unmerged(sheet)):
            findings.add("sheet.transposed", sheet.place())
            continue
        if "carrier" not in columns and is_balance(sheet):
            balances.append(read_balance(sheet, findings))
            for cell in balances[-1].cells:
                late.note(cell.year, balances[-1].year_place(cell))
            continue
        records.extend(_long_energy(sheet, schema, (late, stated), findings))
    late.tell(findings)
    kept = drop_standard(balances, findings)
    for table in kept:
        records.extend(settle_table(table, findings))
    # A repeated total would stand for its parts once the first is settled.
    once = without_repeats("energy", without_placeholders(records, findings), findings)
    settled, covers = settle_totals(once, findings, partial_cells(kept))
    covers += column_covers(kept)
    remaining = without_covered(settled, covers, findings)
    tell_remaining(remaining, covers, findings)
    stated.check(remaining, {(t.sheet.file, t.sheet.sheet) for t in kept}, findings)
    return tuple(with_convention(remaining, kept, findings))


def _long_energy(
    sheet: RawSheet,
    schema: TableSchema,
    notes: tuple[LateYears, LongBalances],
    findings: Findings,
) -> list[EnergyRecord]:
    """Return the records of a table in long form; rows of one cell that differ are added up."""
    late, stated = notes
    rows: list[Labelled] = []
    totals = LongCarrierTotals(sheet)
    empty = True
    for row in read_long(sheet, schema, findings):
        empty = False
        reader = RowReader(row, schema, findings)
        if section := section_of(row.text("flow")):
            total = read_section_row(reader)
            stated.sections.extend([SectionTotal(section, *total)] if total else [])
            continue
        if totals.read(reader):
            continue
        record = read_energy_row(reader)
        if record is None:
            year = row.fields.get("year")
            stated.miss(read_year(year.cell) if year else None, find_carrier(row.text("carrier")))
        else:
            late.note(record.year, row.at("year"))
            totals.part(row, record)
            flow, sector = row.text("flow"), row.text("sector")
            meaning, whole = row_meaning(flow, sector)
            rows.append(Labelled(record, sector or flow, meaning, whole))
    totals.check(findings)
    if empty and only_year(sheet.name) is not None:
        findings.add("sheet.empty", sheet.place(), name=sheet.name)
    return combine(rows, findings)
