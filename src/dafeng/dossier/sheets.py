"""What stands where: a table as read, before anybody knows what it means."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice

from dafeng.dossier.cells import Cell, cell_text
from dafeng.errors import Place

#: An area of merged cells: first row, first column, last row, last column, counted from 1.
Merged = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Hidden:
    """What a workbook does not show: the sheet as a whole, some rows, some columns."""

    sheet: bool = False
    rows: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet of a workbook or one text table, cell by cell.

    Parameters
    ----------
    file
        File name as the user knows it.
    sheet
        Sheet name; empty for a text table.
    rows
        Cells by row; rows may differ in length.
    merged
        Areas of merged cells.
    hidden
        What the workbook does not show; it is read all the same.
    """

    file: str
    sheet: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[Merged, ...] = ()
    hidden: Hidden = Hidden()

    @property
    def name(self) -> str:
        """Return the name by which the table is recognised: the sheet, or the file's stem."""
        return self.sheet or self.file.rpartition("/")[2].rpartition(".")[0] or self.file

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return max((len(row) for row in self.rows), default=0)

    def at(self, row: int, column: int) -> Cell:
        """Return a cell; row and column count from 1, outside is blank."""
        if not (0 < row <= len(self.rows) and 0 < column <= len(self.rows[row - 1])):
            return None
        return self.rows[row - 1][column - 1]

    def text(self, row: int, column: int) -> str:
        """Return a cell as text, ends stripped."""
        return cell_text(self.at(row, column))

    def place(self, row: int | None = None, column: int | None = None) -> Place:
        """Return the place of a cell, of a row, or of the sheet."""
        return Place(self.file, self.sheet, row, column)

    def blank_row(self, row: int) -> bool:
        """Say whether a row holds nothing."""
        return not any(cell_text(cell) for cell in self.rows[row - 1])

    @property
    def blank(self) -> bool:
        """Say whether the sheet holds nothing."""
        return all(self.blank_row(row) for row in range(1, len(self.rows) + 1))


def unmerged(sheet: RawSheet) -> RawSheet:
    """Return the sheet with each merged area filled by its first cell."""
    if not sheet.merged:
        return sheet
    cells = [list(row) for row in sheet.rows]
    for top, left, bottom, right in sheet.merged:
        value = sheet.at(top, left)
        for row in islice(cells, top - 1, bottom):
            row.extend([None] * (min(right, sheet.width) - len(row)))
            for column in range(left - 1, min(right, len(row))):
                row[column] = value
    return replace(sheet, rows=tuple(map(tuple, cells)))
