"""Which row says what? Header, titles, notes and rows of a table with one record a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from dafeng.dossier.bracket_words import left_over, unread
from dafeng.dossier.cells import (
    FIRST_YEAR,
    LAST_YEAR,
    Cell,
    cell_text,
    is_planned,
    is_preliminary,
    read_number,
    read_year,
)
from dafeng.dossier.footnotes import Footnotes, is_signature
from dafeng.dossier.rules import Findings
from dafeng.dossier.schema import ROW_TABLES, Column, TableSchema, tables
from dafeng.dossier.sheets import RawSheet, unmerged
from dafeng.dossier.title_units import units_of_title
from dafeng.dossier.titles import Titles, bare_unit, first_column, is_unit, titles
from dafeng.dossier.total_headers import is_derived
from dafeng.dossier.wording import UNIT_HEADERS, Word, key, nearest, split_brackets
from dafeng.errors import Place
from dafeng.language import Text

#: Rows in which a header is looked for.
HEADER_DEPTH = 20


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
    """Where the header stands and what its columns mean.

    Parameters
    ----------
    row, last_row
        First and last row.
    columns
        Column of the sheet to column of the table.
    units
        Column id to the unit in its header.
    years
        Columns that hold the figures of one year each, where quantity and year have none.
    year_units
        Units of such columns, in their header or in the row beneath.
    """

    row: int
    columns: Mapping[int, Column]
    units: Mapping[str, str]
    last_row: int
    years: Mapping[int, int] = field(default_factory=dict)
    year_units: Mapping[int, str] = field(default_factory=dict)

    @property
    def stated(self) -> frozenset[str]:
        """Return the ids of all columns that the header gives."""
        by_year = ("year", "quantity") if self.years else ()
        return frozenset((*(c.id for c in self.columns.values()), *by_year))


def find_header(sheet: RawSheet, schema: TableSchema) -> Header | None:
    """Return the row that names most columns of the schema, or None.

    At least two columns, and half of the required ones, must be named.
    """
    best: Header | None = None
    for row in range(1, min(HEADER_DEPTH, len(sheet.rows)) + 1):
        columns, units = _named(sheet, row, schema)
        years = _years(sheet, row, columns, schema)
        inside = {i: bare_unit(split_brackets(sheet.text(row, i))[1]) for i in years}
        inside = {i: u for i, u in inside.items() if u}
        found = Header(row, columns, units, row, years, inside)
        needed = sum(c.id in found.stated for c in schema.required)
        if len(columns) < min(2, len(schema.columns)) or 2 * needed < len(schema.required):
            continue
        if best is None or len(columns) > len(best.columns):
            best = found
    return best and _with_unit_row(sheet, best)


def _years(
    sheet: RawSheet, row: int, columns: Mapping[int, Column], schema: TableSchema
) -> dict[int, int]:
    """Return the columns named by a year, if neither year nor quantity has a column."""
    stated = {c.id for c in columns.values()}
    if not {"year", "quantity"} <= {c.id for c in schema.columns} or stated & {"year", "quantity"}:
        return {}
    texts = {i: sheet.text(row, i) for i in range(1, sheet.width + 1)}
    heads = {i: split_brackets(t)[0] for i, t in texts.items() if not is_planned(t)}
    found = {i: read_year(head) for i, head in heads.items() if head and i not in columns}
    return {i: y for i, y in found.items() if y is not None and FIRST_YEAR <= y <= LAST_YEAR}


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
        if (column.kind == "number" or column.id in _MEASURED) and bare_unit(inside):
            units[column.id] = bare_unit(inside)
    return columns, units


#: Columns of the tables of text that hold figures: their headers may state the unit.
_MEASURED = frozenset(
    (
        *("value", "capacity", "investment", "year_investment"),
        *("reduction", "potential", "operation", "savings"),
    )
)


def _with_unit_row(sheet: RawSheet, header: Header) -> Header:
    """Take the next row as part of the header if it holds nothing but units."""
    row = header.row + 1
    if row > len(sheet.rows):
        return header
    texts = {i: cell_text(c) for i, c in enumerate(sheet.rows[row - 1], 1) if cell_text(c)}
    repeated = {i for i, t in texts.items() if t == sheet.text(header.row, i)}
    rest = {i: t for i, t in texts.items() if i not in repeated and key(t) not in UNIT_HEADERS}
    numeric = {i for i, c in header.columns.items() if c.kind == "number"}
    measured = numeric | header.years.keys()
    if not rest or not rest.keys() <= measured or not all(is_unit(t) for t in rest.values()):
        return header
    found = {i: bare_unit(t) for i, t in rest.items()}
    own = {header.columns[i].id: u for i, u in found.items() if i in header.columns}
    by_year = {i: u for i, u in found.items() if i in header.years}
    return replace(
        header, units={**header.units, **own}, last_row=row,
        year_units={**header.year_units, **by_year},
    )  # fmt: skip


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
    if (names := _names(header, schema)) is not None:
        filled = unmerged(sheet, header.last_row, names)
    above = titles(filled, header.row, findings)
    columns = _check_header(filled, header, schema, above, findings)
    rows = _records(filled, header, columns, above, findings)
    yield from _by_year(filled, header, rows) if header.years else rows


def _names(header: Header, schema: TableSchema) -> int | None:
    """Return the column of the names of a list whose rows may have titles of classes among them."""
    if schema.id not in ROW_TABLES:
        return None
    return next((i for i, c in header.columns.items() if c.id in ("name", "indicator")), None)


def _by_year(sheet: RawSheet, header: Header, rows: Iterable[LongRow]) -> Iterator[LongRow]:
    """Yield a record for each figure of rows that have years as columns; blanks are no data."""
    inside = header.year_units
    for row in rows:
        number = row.place.row or 0
        for index, year in header.years.items():
            if read_number(sheet.at(number, index)).blank and not row.text("notation"):
                continue
            figure = Field(sheet.at(number, index), sheet, number, index)
            stated = Field(year, sheet, header.row, index)
            own = {"quantity": inside[index]} if index in inside else {}
            units = {**row.header_units, **own}
            yield LongRow({**row.fields, "year": stated, "quantity": figure}, row.place, units)


def _check_header(
    sheet: RawSheet, header: Header, schema: TableSchema, above: Titles, findings: Findings
) -> dict[int, Column]:
    columns: dict[int, Column] = {}
    for index, column in header.columns.items():
        first = next((i for i, c in columns.items() if c is column), None)
        if first is not None:
            place, other = sheet.place(header.row, index), sheet.place(header.row, first)
            findings.add("column.duplicate", place, column=column.header, other=str(other))
        else:
            columns[index] = column
    _unknown_columns(sheet, header, schema, findings)
    _tell_headers(sheet, header, schema, findings)
    tell_preliminary(sheet, header.row, header.years, findings)
    given = set(header.stated)
    given |= {"unit"} if above.unit or header.units or header.year_units else set()
    by_title = above.year or (above.refused and schema.id == "energy")
    given |= {"year"} if by_title else set()
    for column in schema.required:
        if column.id not in given:
            known = ", ".join((column.header.zh, column.header.en, *column.synonyms[:4]))
            place = sheet.place(header.row)
            findings.add("column.missing", place, column=column.header, known=known)
    return columns


def _tell_headers(sheet: RawSheet, header: Header, schema: TableSchema, findings: Findings) -> None:
    """Report words in the brackets of headers that are no unit (年份（2020）)."""
    if schema.id in ROW_TABLES:
        return
    for index in (*header.columns, *header.years):
        text = sheet.text(header.row, index)
        words = left_over(text, lambda t: schema.find_column(t) or _bare_column(t, schema))
        for word in unread(words):
            findings.leave_words(text, word, sheet.place(header.row, index))


def _bare_column(text: str, schema: TableSchema) -> object:
    bare = split_brackets(text)[0]
    return schema.find_column(bare) or read_year(bare)


def _unknown_columns(
    sheet: RawSheet, header: Header, schema: TableSchema, findings: Findings
) -> None:
    for index in range(1, sheet.width + 1):
        text = sheet.text(header.row, index)
        if index in header.columns or index in header.years:
            continue
        below = any(
            cell_text(row[index - 1]) for row in sheet.rows[header.last_row :] if len(row) >= index
        )
        if is_planned(text) or is_derived(text):
            rule = "column.planned" if is_planned(text) else "column.derived"
            findings.add(rule, sheet.place(header.row, index), column=text)
        elif text or below:
            words = [Word(c.id, c.header, c.synonyms) for c in schema.columns]
            place = sheet.place(header.row, index)
            findings.add("column.unknown", place, column=text or "?", near=nearest(text, words))


def tell_preliminary(
    sheet: RawSheet, row: int, years: Mapping[int, int], findings: Findings
) -> None:
    """Note the years of a header that are marked as preliminary."""
    for index, year in years.items():
        if is_preliminary(text := sheet.text(row, index)):
            findings.add("year.preliminary", sheet.place(row, index), text=text, year=year)


def _records(
    sheet: RawSheet,
    header: Header,
    columns: Mapping[int, Column],
    above: Titles,
    findings: Findings,
) -> Iterator[LongRow]:
    units = {c.id: above.unit for c in columns.values() if c.kind == "number" and above.unit}
    units |= {"quantity": above.unit} if header.years and above.unit else {}
    units |= units_of_title(above)
    units |= header.units
    ids = {c.id for c in columns.values()}
    by_title = "carrier" in ids and "year" not in header.stated
    if by_title or header.years or "quantity" in ids:  # other tables are of what is planned
        above.tell(findings, dated=not by_title)
    if by_title and above.refused:
        return
    by_title = by_title and bool(above.year)
    leading = _leading(columns)
    last: Field | None = None
    notes = Footnotes()
    for row in range(header.last_row + 1, len(sheet.rows) + 1):
        if sheet.blank_row(row) or _set_apart(sheet, row, header, (notes, findings)):
            continue
        fields = {c.id: Field(sheet.at(row, i), sheet, row, i) for i, c in columns.items()}
        if leading is not None and not fields[leading].text and last is not None:
            fields[leading] = Field(last.cell, sheet, row, fields[leading].column)
            findings.add("cell.filled_down", fields[leading].place, value=last.text)
        if by_title:
            fields["year"] = Field(above.year, sheet, row)
        last = fields[leading] if leading is not None else None
        yield LongRow(fields, sheet.place(row), units)


def _leading(columns: Mapping[int, Column]) -> str | None:
    """Return the first column if it is a key, whose blanks mean the same as above."""
    first = columns[min(columns)] if columns else None
    keys = ("year", "flow", "variable", "process", "scenario", "driver")
    return first.id if first is not None and first.kind in keys else None


def _set_apart(sheet: RawSheet, row: int, header: Header, told: tuple[Footnotes, Findings]) -> bool:
    """Say whether a row is a footnote or the header once more, and note it."""
    notes, findings = told
    text = sheet.text(row, first_column(sheet, row))
    alone = all(cell_text(c) in ("", text) for c in sheet.rows[row - 1])
    if (is_signature(text) or alone) and notes.tell(sheet, row, findings):
        return True
    notes.begun = notes.begun and alone
    if all(key(sheet.text(row, i)) == key(sheet.text(header.row, i)) for i in header.columns):
        findings.add("sheet.header.repeated", sheet.place(row))
        return True
    return False


def row_years(sheet: RawSheet, row: int) -> dict[int, int]:
    """Return the columns of a row that hold a year, with the year."""
    found = {
        i: read_year(cell) for i, cell in enumerate(sheet.rows[row - 1], 1) if cell is not None
    }
    return {i: y for i, y in found.items() if y is not None and 1949 <= y <= 2100}  # noqa: PLR2004


def is_long_activity(sheet: RawSheet, row: int) -> bool:
    """Say whether a row heads a table of activity with one record a row."""
    return {"variable", "quantity"} <= _ids(sheet, row, tables()["activity"])


def is_long_table(sheet: RawSheet) -> bool:
    """Say whether a row heads a table of activity or energy with one record a row."""
    for row in range(1, min(HEADER_DEPTH, len(sheet.rows)) + 1):
        if is_long_activity(sheet, row):
            return True
        if {"carrier", "quantity"} <= _ids(sheet, row, tables()["energy"]):
            return True
    return False


def _ids(sheet: RawSheet, row: int, schema: TableSchema) -> set[str]:
    """Return the columns of a table that a row names."""
    texts = [t for c in sheet.rows[row - 1] if (t := cell_text(c))]
    return {c.id for t in texts if (c := schema.find_column(split_brackets(t)[0])) is not None}
