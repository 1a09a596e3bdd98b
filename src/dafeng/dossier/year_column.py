"""Which year does a row state whose cell in the column of years is blank?"""

from __future__ import annotations

from dataclasses import replace

from dafeng.dossier.cells import cell_text, read_year
from dafeng.dossier.rules import Findings
from dafeng.dossier.sheets import RawSheet


def years_down(sheet: RawSheet, header: int, column: int | None, findings: Findings) -> RawSheet:
    """Return the sheet with blanks below a year filled by that year; each year is told once.

    Parameters
    ----------
    sheet
        A table, merged cells filled.
    header
        Last row of its header.
    column
        Column of years, if there is one.
    findings
        Takes the years that stand for rows below them.
    """
    if column is None:
        return sheet
    rows = list(sheet.rows)
    above = None
    told: set[object] = set()
    for row in range(header + 1, len(rows) + 1):
        cell = sheet.at(row, column)
        if cell_text(cell):
            above = cell if read_year(cell) is not None else None
        elif above is not None and not sheet.blank_row(row):
            cells = [*rows[row - 1], *[None] * (column - len(rows[row - 1]))]
            cells[column - 1] = above
            rows[row - 1] = tuple(cells)
            if above not in told:
                told.add(above)
                findings.add("cell.filled_down", sheet.place(row, column), value=cell_text(above))
    return replace(sheet, rows=tuple(rows))
