"""Which figure stands in a cell of a CEADs sheet? What is wrong with a sheet, told all at once."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

from dafeng.errors import Fault, InputError, Place, Severity
from dafeng.language import Text

#: A raw cell as a workbook reader hands it over.
Cell = str | float | int | bool | None
Rows = Sequence[Sequence[Cell]]


class CellReader:
    """Reads the cells of one sheet and keeps every fault until the sheet is settled.

    Parameters
    ----------
    file, sheet
        Names for diagnostics.
    """

    def __init__(self, file: str, sheet: str) -> None:
        self.file = file
        self.sheet = sheet
        self.faults: list[Fault] = []

    def figure(self, row: Sequence[Cell], index: int, column: int) -> float:
        """Return the figure in a cell; NaN, with a fault, where there is none.

        A blank cell is no zero: the published sheets write their zeros.

        Parameters
        ----------
        row
            The row's cells.
        index, column
            Counted from 0.
        """
        cell = row[column] if column < len(row) else None
        if cell is None or cell == "":
            self.faults.append(_blank(self._place(index, column)))
            return math.nan
        value = _float(cell)
        if not math.isfinite(value):
            self.faults.append(_no_number(self._place(index, column), cell))
        return value

    def year(self, cell: Cell, index: int, column: int) -> int:
        """Return the year in a cell; 0, with a fault, where there is none."""
        year = plain_year(cell)
        if not year:
            self.faults.append(_no_year(self._place(index, column), cell))
        return year

    def require(self, missing: Iterable[str]) -> None:
        """Report columns that the sheet lacks."""
        for name in missing:
            self.refuse(1, Text(f"列 {name}", f"column {name}"))

    def refuse(self, row: int, what: Text) -> None:
        """Report what is not as in a CEADs sheet; the row is counted from 1."""
        self.faults.append(not_ceads(self.file, self.sheet, row, what))

    def settle(self) -> None:
        """Go on only if nothing is wrong so far.

        Raises
        ------
        InputError
            With every fault found.
        """
        if self.faults:
            raise InputError(self.faults)

    def _place(self, index: int, column: int) -> Place:
        return Place(self.file, self.sheet, index + 1, column + 1)


def plain_year(cell: Cell) -> int:
    """Return the year that a cell holds and nothing else, or 0."""
    text = str(cell or "").strip().removesuffix(".0")
    return int(text) if re.fullmatch(r"(19|20)[0-9]{2}", text) else 0


def not_ceads(file: str, sheet: str, row: int, what: Text) -> Fault:
    """Return the fault of a sheet that is not laid out as CEADs publishes it."""
    return Fault(
        "ceads.layout",
        Severity.ERROR,
        Place(file, sheet, row),
        Text(f"与 CEADs 发布的表不符：{what.zh}", f"not as in a sheet of CEADs: {what.en}"),
        Text("用原始文件", "use the file as published"),
    )


def _blank(place: Place) -> Fault:
    return Fault(
        "ceads.cell.blank",
        Severity.ERROR,
        place,
        Text("单元格为空；空不等于 0", "the cell is blank, which is no zero"),
        Text("用原始文件", "use the file as published"),
    )


def _no_number(place: Place, cell: Cell) -> Fault:
    return Fault(
        "ceads.cell.number",
        Severity.ERROR,
        place,
        Text(f"“{cell}”不是数", f"{cell!r} is not a number"),
        Text("用原始文件", "use the file as published"),
    )


def _no_year(place: Place, cell: Cell) -> Fault:
    return Fault(
        "ceads.cell.year",
        Severity.ERROR,
        place,
        Text(f"“{cell}”不是年份", f"{cell!r} is not a year"),
        Text("用原始文件", "use the file as published"),
    )


def _float(cell: str | float) -> float:
    if isinstance(cell, bool):
        return math.nan
    try:
        return float(cell)
    except ValueError:
        return math.nan
