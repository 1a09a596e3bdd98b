"""What stands in the sheets of a workbook? openpyxl reads the cells, limits are kept on the way.

Runs in the limited child process. openpyxl's own `load_workbook` is not used: it holds every cell
or else leaves out merged areas, believes the stated dimension, tells a formula without result from
an empty cell only in a second reading, and gives a workbook up for a fault in its colours.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any, Final

from dafeng.files.workbook_guard import COLUMNS, DEPTH, ROWS, Budget, RefusedError

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT: Final = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_ROW: Final = f"{_MAIN}row"
_COLUMN: Final = f"{_MAIN}col"
_TRUE: Final = ("1", "true")
_CELL: Final = f"{_MAIN}c"
_FORMULA: Final = f"{_MAIN}f"
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
#: Built-in date formats of East Asian installations (ECMA-376, 18.8.30), unknown to openpyxl.
_EAST_ASIAN_DATES: Final = frozenset({*range(27, 37), *range(50, 59)})
#: Whole numbers beyond this are not exact in a workbook.
_EXACT: Final = 10**15


def read_sheets(archive: zipfile.ZipFile) -> Iterator[dict[str, Any]]:
    """Yield the sheets of a guarded archive: name, rows of cells, merged areas; hidden ones too.

    Raises
    ------
    RefusedError
        If the sheets break a limit. What openpyxl cannot read raises what openpyxl raises.
    """
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

    budget = Budget()
    workbook = _paths(archive, "").get("officeDocument", "xl/workbook.xml")
    book = list(_elements(archive, workbook, "workbookPr", "sheet"))
    from_1904 = any(e.get("date1904") in ("1", "true") for e in book)
    epoch: Any = CALENDAR_MAC_1904 if from_1904 else CALENDAR_WINDOWS_1900
    paths, parts = _paths(archive, workbook), set(archive.namelist())
    strings = _strings(archive, paths["sharedStrings"]) if "sharedStrings" in paths else _Strings()
    formats = _formats(archive, paths["styles"]) if "styles" in paths else {}
    worksheets = {r.Id: r.target for r in _relations(archive, workbook, "worksheet")}
    for element in book:
        key = next((v for k, v in element.items() if k.endswith("}id")), "")
        if worksheets.get(key) in parts:
            budget.spend("sheets", 1)
            sheet = _Sheet(strings, formats, epoch, budget)
            sheet.read(archive, worksheets[key])
            hidden = element.get("state", "visible") != "visible"
            yield {"name": element.get("name", ""), "hidden": hidden, **sheet.content()}


def _relations(archive: zipfile.ZipFile, part: str, kind: str = "") -> list[Any]:
    from openpyxl.packaging import relationship

    library: Any = relationship
    name = library.get_rels_path(part)
    if name not in archive.namelist():
        return []
    found = library.get_dependents(archive, name)
    return [r for r in found if r.Type.endswith(f"/{kind}") or not kind]


def _paths(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Return the parts to which a part points, by their kind, as far as they are there."""
    parts, found = set(archive.namelist()), reversed(_relations(archive, part))
    return {r.Type.rpartition("/")[2]: r.target for r in found if r.target in parts}


def _elements(archive: zipfile.ZipFile, part: str, *names: str) -> Iterator[Any]:
    """Yield chosen elements of a part as they end, then forget them.

    Documents in the strict namespace get the names that openpyxl knows.
    """
    from defusedxml.ElementTree import iterparse

    chosen, above = {_MAIN + name for name in names}, []
    with archive.open(part) as stream:
        for event, element in iterparse(stream, ("start", "end"), forbid_dtd=True):
            if event == "start":
                element.tag = element.tag.replace(_STRICT, _MAIN)
                above.append(element)
                if len(above) > DEPTH:
                    raise RefusedError("limit", "元素嵌套过深", "elements are nested too deep")
            else:
                above.pop()
                if element.tag in chosen:
                    yield element
                    above[-1].clear()


class _Strings(dict[int, str]):
    """Shared strings by their number, counted from 0 and never from behind."""

    def __missing__(self, number: int) -> str:
        raise RefusedError(
            "damaged", f"缺少共享字符串 {number}", f"shared string {number} is missing"
        )


def _strings(archive: zipfile.ZipFile, part: str) -> _Strings:
    """Return the shared strings without formatting and phonetic hints.

    openpyxl's own list leaves escaped control characters escaped and gives a workbook up for an
    incomplete phonetic hint.
    """
    from openpyxl.utils.escape import unescape

    library: Any = unescape
    found = _Strings()
    for element in _elements(archive, part, "si"):
        pieces = [*element.iterfind(f"{_MAIN}t"), *element.iterfind(f"{_MAIN}r/{_MAIN}t")]
        found[len(found)] = library("".join(piece.text or "" for piece in pieces))
    return found


def _formats(archive: zipfile.ZipFile, part: str) -> dict[int, str]:
    """Return which cell formats show dates or per cents; nothing else of the styles is read."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS

    codes: dict[int, str] = dict(BUILTIN_FORMATS)
    used: list[int] = []
    for element in _elements(archive, part, "numFmts", "cellXfs"):
        if element.tag == f"{_MAIN}numFmts":
            codes.update({int(e.get("numFmtId", "0")): e.get("formatCode", "") for e in element})
        else:
            used = [int(e.get("numFmtId", "0")) for e in element]
    return {style: _shows(identifier, codes) for style, identifier in enumerate(used)}


def _shows(identifier: int, codes: dict[int, str]) -> str:
    from openpyxl.styles import numbers

    library: Any = numbers
    code = codes.get(identifier, "")
    if "%" in _LITERAL.sub("", code):
        return "percent"
    built_in = identifier in _EAST_ASIAN_DATES and not code
    return "date" if built_in or library.is_date_format(code) else ""


class _Sheet:
    """Reads one worksheet into rows."""

    def __init__(
        self, strings: _Strings, formats: dict[int, str], epoch: datetime, budget: Budget
    ) -> None:
        from openpyxl.worksheet import _reader

        library: Any = _reader
        self.parser = library.WorkSheetParser(None, strings, data_only=True)
        self.formats, self.epoch, self.budget = formats, epoch, budget
        self.rows: list[list[Any]] = []
        self.merged: list[list[int]] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []

    def content(self) -> dict[str, Any]:
        """Return what was read: cells, merged areas, hidden rows and columns."""
        return {
            "rows": self.rows,
            "merged": self.merged,
            "hidden_rows": self.hidden_rows,
            "hidden_columns": self.hidden_columns,
        }

    def read(self, archive: zipfile.ZipFile, part: str) -> None:
        for element in _elements(archive, part, "row", "mergeCell", "col"):
            if element.tag == _ROW:
                self._add_row(element)
            elif element.tag == _COLUMN:
                self._hide_columns(element)
            else:
                self._merge(element.get("ref", ""))

    def _add_row(self, row: Any) -> None:
        number = row.get("r") or str(self.parser.row_counter + 1)
        if not number.isdecimal() or len(number) > 8:  # noqa: PLR2004 - more than any sheet has
            raise RefusedError("limit", f"行号 {number[:20]}", f"row number {number[:20]}")
        self.parser.row_counter, self.parser.col_counter = int(number), 0
        if row.get("hidden") in _TRUE and int(number) <= ROWS:
            self.hidden_rows.append(int(number))
        cells = [self._parsed(element) for element in row.iterfind(_CELL)]
        self.budget.spend("cells", sum(cell[2] not in ("", None) for cell in cells))
        self.budget.spend("characters", sum(len(c[2]) for c in cells if isinstance(c[2], str)))
        for at, column, cell in cells:
            if cell not in ("", None):
                self._put(at, column, cell)

    def _hide_columns(self, column: Any) -> None:
        if column.get("hidden") not in _TRUE:
            return
        first, last = int(column.get("min", "1")), int(column.get("max", "0"))
        self.hidden_columns.extend(range(max(first, 1), min(last, COLUMNS) + 1))
        self.budget.spend("hidden columns", max(0, min(last, COLUMNS) - max(first, 1) + 1))

    def _parsed(self, element: Any) -> tuple[int, int, Any]:
        """Return row, column and content; a number or date that is none stays text."""
        column = self.parser.col_counter
        try:
            found = self.parser.parse_cell(element)
        except ValueError:
            if element.get("t", "n") not in ("n", "d"):
                raise
            self.parser.col_counter = column
            element.set("t", "str")
            found = self.parser.parse_cell(element)
        return found["row"], found["column"], self._cell(found, element)

    def _cell(self, found: Any, element: Any) -> Any:
        value, kind = found["value"], element.get("t", "n")
        if value is None:
            uncalculated = kind != "str" and element.find(_FORMULA) is not None
            return "#UNCALCULATED!" if uncalculated else None
        if isinstance(value, bool):
            return str(value).upper()
        if isinstance(value, int | float):
            return self._number(value, self.formats.get(found["style_id"], ""))
        if kind in ("str", "inlineStr"):
            from openpyxl.utils.escape import unescape

            library: Any = unescape
            return library(value)
        return value if isinstance(value, str) else _moment(value)

    def _number(self, value: float, shows: str) -> Any:
        """Return a number with all its digits, a date or a share as text."""
        if not isfinite(value):
            return str(value)
        if shows == "date" and value >= 0:
            from openpyxl.utils.datetime import from_excel

            library: Any = from_excel
            try:
                return _moment(library(value, self.epoch))
            except (OverflowError, ValueError):  # later than the year 9999: no date
                return value
        if shows == "percent":
            return f"{(Decimal(repr(value)) * 100).normalize():f}%"
        return value if abs(value) < _EXACT else float(value)

    def _put(self, row: int, column: int, cell: Any) -> None:
        if row > ROWS or column > COLUMNS:
            raise RefusedError(
                "limit",
                f"超过 {ROWS} 行或 {COLUMNS} 列",
                f"more than {ROWS} rows or {COLUMNS} columns",
            )
        if row > len(self.rows):
            self.budget.spend("places between cells", row - len(self.rows))
            self.rows.extend([] for _ in range(row - len(self.rows)))
        cells = self.rows[row - 1]
        if column > len(cells):
            self.budget.spend("places between cells", column - len(cells))
            cells.extend([None] * (column - len(cells)))
        cells[column - 1] = cell

    def _merge(self, reference: str) -> None:
        from openpyxl.utils.cell import range_boundaries

        library: Any = range_boundaries
        left, top, right, bottom = library(reference)
        if None in (left, top, right, bottom) or bottom < top or right < left:
            return
        self.budget.spend("merged areas", 1)
        self.budget.spend("merged cells", (bottom - top + 1) * (right - left + 1))
        self.merged.append([top, left, bottom, right])


def _moment(value: Any) -> str:
    """Return a date by its day, a time of day as it is."""
    if isinstance(value, datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, date) else str(value)
