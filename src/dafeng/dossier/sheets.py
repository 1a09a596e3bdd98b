"""What stands where: a table as read, before anybody knows what it means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

from dafeng.dossier.cells import (
    FIRST_YEAR,
    LAST_YEAR,
    Cell,
    cell_text,
    read_number,
    read_year,
)
from dafeng.dossier.wording import NUMBERING, YEAR_HEADERS, key
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
class Origins:
    """Where the cells of a table stand that was turned: rows as columns, columns as rows.

    Parameters
    ----------
    lines
        For each row, whether it stands in the sheet as it is, and which row, or column, it is.
    rows
        Row of the sheet for each column of what was turned.
    """

    lines: tuple[tuple[bool, int], ...]
    rows: tuple[int, ...]

    def at(self, row: int, column: int | None) -> tuple[int, int | None]:
        """Return row and column in the sheet; those of a name for a row as a whole."""
        as_is, line = self.lines[row - 1]
        if as_is:
            return line, column
        return self.rows[min(column or 1, len(self.rows)) - 1], line


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
    begins
        First row of the table, where others stand above it in the sheet.
    origins
        Where its cells stand, if it was turned.
    """

    file: str
    sheet: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[Merged, ...] = ()
    hidden: Hidden = Hidden()
    begins: int = 1
    origins: Origins | None = None

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
        if self.origins is not None and row is not None:
            row, column = self.origins.at(row, column)
        return Place(self.file, self.sheet, row, column)

    def blank_row(self, row: int) -> bool:
        """Say whether a row holds nothing."""
        return not any(cell_text(cell) for cell in self.rows[row - 1])

    @property
    def blank(self) -> bool:
        """Say whether the sheet holds nothing."""
        return all(self.blank_row(row) for row in range(1, len(self.rows) + 1))


def unmerged(sheet: RawSheet, below: int | None = None, names: int = 0) -> RawSheet:
    """Return the sheet with each merged area filled by its first cell.

    A figure stays where it stands: filled in, it would count once for every cell.

    Parameters
    ----------
    sheet
        A table as read.
    below
        Last row of the header of a list, where it is known.
    names
        Column of the names of such a list: an area beneath the header that begins there or left of
        it is the title of a class or of a total, and says nothing of the columns behind the name.
    """
    if not sheet.merged:
        return sheet
    cells = [list(row) for row in sheet.rows]
    for top, left, bottom, right in sheet.merged:
        if _is_figure(sheet, (top, left, bottom, right)):
            continue
        value = sheet.at(top, left)
        if below is not None and left <= names and top > below:
            right = min(right, names)  # noqa: PLW2901 - as far as the area means one thing
        for row in islice(cells, top - 1, bottom):
            row.extend([None] * (min(right, sheet.width) - len(row)))
            for column in range(left - 1, min(right, len(row))):
                row[column] = value
    return replace(sheet, rows=tuple(map(tuple, cells)))


def _is_figure(sheet: RawSheet, area: Merged) -> bool:
    """Say whether a merged area holds a number that is neither a year nor a numbering."""
    top, left, _, _ = area
    if read_number(sheet.at(top, left)).value is None:
        return False
    heads = {key(sheet.text(row, left)) for row in range(1, top)}
    if heads & (YEAR_HEADERS | NUMBERING):
        return False
    row = [cell for cell in sheet.rows[top - 1] if cell is not None]
    column = [sheet.at(r, left) for r in range(1, len(sheet.rows) + 1)]
    return not (_only_years(row) or _only_years(column))


def _only_years(cells: Iterable[Cell]) -> bool:
    """Say whether every number among cells is a year."""
    numbers = [c for c in cells if read_number(c).value is not None]
    return all(FIRST_YEAR <= (read_year(c) or 0) <= LAST_YEAR for c in numbers)


def shared_figures(sheet: RawSheet) -> list[Merged]:
    """Return the merged areas whose figure stands for cells that mean different things."""
    filled = unmerged(sheet)
    figures = [area for area in sheet.merged if _is_figure(sheet, area)]
    return [area for area in figures if _differ(filled, area)]


def _differ(sheet: RawSheet, area: Merged) -> bool:
    top, left, bottom, right = area
    rows = [[sheet.text(r, i) for i in range(1, left)] for r in range(top, bottom + 1)]
    heads = [
        [sheet.text(r, i) for r in range(1, top) if not _figure_text(sheet, r, i)]
        for i in range(left, right + 1)
    ]
    return any(any(_means_other(own, names[0]) for own in names[1:]) for names in (rows, heads))


def _figure_text(sheet: RawSheet, row: int, column: int) -> bool:
    cell = sheet.at(row, column)
    return read_number(cell).value is not None and not _only_years([cell])


def _means_other(names: list[str], first: list[str]) -> bool:
    """Say whether names say more than the first cell's do; blanks say nothing."""
    return any(n not in first for n in names if n)
