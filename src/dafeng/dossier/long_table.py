"""Which row says what? Header, titles, notes and rows of a table with one record a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from dafeng.dossier.cells import Cell, cell_text, read_year
from dafeng.dossier.rules import Findings
from dafeng.dossier.schema import Column, TableSchema
from dafeng.dossier.sheets import RawSheet, unmerged
from dafeng.dossier.wording import Word, key, narrow, nearest, split_brackets
from dafeng.errors import Place, UnitError
from dafeng.language import Text
from dafeng.units import unit as find_unit

#: Rows in which a header is looked for.
HEADER_DEPTH = 20
_FOOTNOTE = re.compile(
    r"^(?:注\s*[:：\d]|备注\s*[:：]|资料来源|数据来源|来源\s*[:：]|说明\s*[:：]|制表|填表|审核|note|source)",
    re.IGNORECASE,
)
_TITLE_UNIT = re.compile(
    r"(?:计量)?单位\s*[:：]\s*([^\s,，;；)）]+)|unit\s*:\s*([^,;]+)", re.IGNORECASE
)
_TITLE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Field:
    """A cell with where it stands; its place is made when it is asked for."""

    cell: Cell
    sheet: RawSheet
    row: int
    column: int | None = None

    @property
    def place(self) -> Place:
        """Return the place of the cell."""
        return self.sheet.place(self.row, self.column)

    @property
    def text(self) -> str:
        """Return the cell as text."""
        return cell_text(self.cell)


@dataclass(frozen=True, slots=True)
class LongRow:
    """One record of a table as entered.

    Parameters
    ----------
    fields
        Column id to cell.
    place
        Place of the row.
    header_units
        Column id to the unit stated in its header or in the title.
    """

    fields: Mapping[str, Field]
    place: Place
    header_units: Mapping[str, str] = field(default_factory=dict)

    def text(self, column: str) -> str:
        """Return a cell as text; blank if the column is absent."""
        found = self.fields.get(column)
        return found.text if found else ""

    def at(self, column: str) -> Place:
        """Return the place of a column's cell, or of the row if the column is absent."""
        found = self.fields.get(column)
        return found.place if found else self.place


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands and what its columns mean."""

    row: int
    columns: Mapping[int, Column]
    units: Mapping[str, str]
    last_row: int


@dataclass(frozen=True, slots=True)
class Titles:
    """What the rows above a header say about all below."""

    unit: str
    year: int | None
    text: str


def is_unit(text: str) -> bool:
    """Say whether a text, brackets taken off, is a unit."""
    return bool(bare_unit(text))


def bare_unit(text: str) -> str:
    """Return a unit's text without brackets, or nothing if it is no unit."""
    plain = narrow(text).strip().removeprefix("(").removesuffix(")").strip()
    plain = re.sub(r"^(?:单位|unit)\s*:\s*", "", plain, flags=re.IGNORECASE)
    try:
        find_unit(plain)
    except UnitError:
        return ""
    return "" if plain.isdigit() else plain


def titles(sheet: RawSheet, header_row: int, findings: Findings) -> Titles:
    """Return unit and year that stand above a header; note each title row."""
    unit, year, texts = "", None, []
    for row in range(1, header_row):
        seen = dict.fromkeys(t for t in (cell_text(c) for c in sheet.rows[row - 1]) if t)
        text = " ".join(seen)
        if not text:
            continue
        texts.append(text)
        findings.add("sheet.title", sheet.place(row, _first(sheet, row)), text=_short(text))
        if match := _TITLE_UNIT.search(narrow(text)):
            unit = bare_unit(match[1] or match[2] or "") or unit
        years = set(_TITLE_YEAR.findall(narrow(text)))
        year = int(years.pop()) if len(years) == 1 else year
    if year is None and len(set(_TITLE_YEAR.findall(narrow(sheet.name)))) == 1:
        year = int(_TITLE_YEAR.findall(narrow(sheet.name))[0])
    return Titles(unit, year, " ".join((sheet.name, *texts)))


def _first(sheet: RawSheet, row: int) -> int:
    cells = sheet.rows[row - 1]
    return next(i for i, cell in enumerate(cells, 1) if cell_text(cell))


def _short(text: str, length: int = 40) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[:length] + "…"


def find_header(sheet: RawSheet, schema: TableSchema) -> Header | None:
    """Return the row that names most columns of the schema, or None.

    At least two columns, and half of the required ones, must be named.
    """
    best: Header | None = None
    for row in range(1, min(HEADER_DEPTH, len(sheet.rows)) + 1):
        columns, units = _named(sheet, row, schema)
        needed = sum(c.required for c in columns.values())
        if len(columns) < min(2, len(schema.columns)) or 2 * needed < len(schema.required):
            continue
        if best is None or len(columns) > len(best.columns):
            best = Header(row, columns, units, row)
    return best and _with_unit_row(sheet, best)


def _named(
    sheet: RawSheet, row: int, schema: TableSchema
) -> tuple[dict[int, Column], dict[str, str]]:
    columns: dict[int, Column] = {}
    units: dict[str, str] = {}
    for index, cell in enumerate(sheet.rows[row - 1], 1):
        text = cell_text(cell)
        name, inside = split_brackets(text)
        column = schema.find_column(text) or schema.find_column(name)
        if column is None:
            continue
        columns[index] = column
        if column.kind == "number" and bare_unit(inside):
            units[column.id] = bare_unit(inside)
    return columns, units


def _with_unit_row(sheet: RawSheet, header: Header) -> Header:
    """Take the next row as part of the header if it holds nothing but units."""
    row = header.row + 1
    if row > len(sheet.rows):
        return header
    texts = {i: cell_text(c) for i, c in enumerate(sheet.rows[row - 1], 1) if cell_text(c)}
    repeated = {i for i, t in texts.items() if t == sheet.text(header.row, i)}
    rest = {i: t for i, t in texts.items() if i not in repeated}
    numeric = {i for i, c in header.columns.items() if c.kind == "number"}
    if not rest or not rest.keys() <= numeric or not all(is_unit(t) for t in rest.values()):
        return header
    units = dict(header.units)
    for index, text in rest.items():
        if index in header.columns:
            units[header.columns[index].id] = bare_unit(text)
    return Header(header.row, header.columns, units, row)


def read_long(sheet: RawSheet, schema: TableSchema, findings: Findings) -> Iterator[LongRow]:
    """Yield the records of a table, with titles, notes and repeated headers set apart.

    Parameters
    ----------
    sheet
        The table as read.
    schema
        What its columns may be.
    findings
        Takes what is wrong with header and layout.
    """
    filled = unmerged(sheet)
    header = find_header(filled, schema)
    if header is None:
        required = Text(
            "、".join(c.header.zh for c in schema.required),
            ", ".join(c.header.en for c in schema.required),
        )
        place = sheet.place(1, 1)
        findings.add("sheet.header", place, table=schema.name, required=required)
        return
    above = titles(filled, header.row, findings)
    columns = _check_header(filled, header, schema, above, findings)
    yield from _records(filled, header, columns, above, findings)


def _check_header(
    sheet: RawSheet, header: Header, schema: TableSchema, above: Titles, findings: Findings
) -> dict[int, Column]:
    columns: dict[int, Column] = {}
    for index, column in header.columns.items():
        if column in columns.values():
            place = sheet.place(header.row, index)
            findings.add("column.duplicate", place, column=column.header)
        else:
            columns[index] = column
    _unknown_columns(sheet, header, schema, findings)
    given = {c.id for c in columns.values()}
    given |= {"unit"} if above.unit or header.units else set()
    given |= {"year"} if above.year else set()
    for column in schema.required:
        if column.id not in given:
            known = ", ".join((column.header.zh, column.header.en, *column.synonyms[:4]))
            place = sheet.place(header.row)
            findings.add("column.missing", place, column=column.header, known=known)
    return columns


def _unknown_columns(
    sheet: RawSheet, header: Header, schema: TableSchema, findings: Findings
) -> None:
    for index in range(1, sheet.width + 1):
        text = sheet.text(header.row, index)
        if index in header.columns:
            continue
        below = any(
            cell_text(row[index - 1]) for row in sheet.rows[header.last_row :] if len(row) >= index
        )
        if text or below:
            words = [Word(c.id, c.header, c.synonyms) for c in schema.columns]
            place = sheet.place(header.row, index)
            findings.add("column.unknown", place, column=text or "?", near=nearest(text, words))


def _records(
    sheet: RawSheet,
    header: Header,
    columns: Mapping[int, Column],
    above: Titles,
    findings: Findings,
) -> Iterator[LongRow]:
    units = {c.id: above.unit for c in columns.values() if c.kind == "number" and above.unit}
    units |= header.units
    leading = _leading(columns)
    last: Field | None = None
    for row in range(header.last_row + 1, len(sheet.rows) + 1):
        if sheet.blank_row(row) or _set_apart(sheet, row, header, findings):
            continue
        fields = {c.id: Field(sheet.at(row, i), sheet, row, i) for i, c in columns.items()}
        if leading is not None and not fields[leading].text and last is not None:
            fields[leading] = Field(last.cell, sheet, row, fields[leading].column)
            findings.add("cell.filled_down", fields[leading].place, value=last.text)
        if "year" not in fields and above.year and any(c.id == "carrier" for c in columns.values()):
            fields["year"] = Field(above.year, sheet, row)
        last = fields[leading] if leading is not None else None
        yield LongRow(fields, sheet.place(row), units)


def _leading(columns: Mapping[int, Column]) -> str | None:
    """Return the first column if it is a key, whose blanks mean the same as above."""
    first = columns[min(columns)] if columns else None
    keys = ("year", "flow", "variable", "process", "scenario", "driver")
    return first.id if first is not None and first.kind in keys else None


def _set_apart(sheet: RawSheet, row: int, header: Header, findings: Findings) -> bool:
    """Say whether a row is a footnote or the header once more, and note it."""
    column = _first(sheet, row)
    text = sheet.text(row, column)
    if is_footnote(text) and {cell_text(c) for c in sheet.rows[row - 1]} <= {"", text}:
        findings.add("sheet.footnote", sheet.place(row, column), text=_short(text))
        return True
    if all(key(sheet.text(row, i)) == key(sheet.text(header.row, i)) for i in header.columns):
        findings.add("sheet.header.repeated", sheet.place(row))
        return True
    return False


@lru_cache(maxsize=4096)
def is_footnote(text: str) -> bool:
    """Say whether a text begins like a note below a table."""
    return _FOOTNOTE.match(narrow(text)) is not None


def row_years(sheet: RawSheet, row: int) -> dict[int, int]:
    """Return the columns of a row that hold a year, with the year."""
    found = {
        i: read_year(cell) for i, cell in enumerate(sheet.rows[row - 1], 1) if cell is not None
    }
    return {i: y for i, y in found.items() if y is not None and 1949 <= y <= 2100}  # noqa: PLR2004
