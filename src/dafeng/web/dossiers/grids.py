"""How does a table stand on a page to be edited, and what was entered there?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict

from dafeng.dossier.cell_words import proposals, spoken, spoken_rows
from dafeng.dossier.identity_keys import KEYS
from dafeng.dossier.merging import Row
from dafeng.dossier.parse import IDENTITY_FILE
from dafeng.dossier.schema import TableSchema
from dafeng.dossier.standard_form import StandardTable
from dafeng.errors import Fault, Severity
from dafeng.language import Language, Text
from dafeng.scenarios.catalogue import DRIVERS
from dafeng.web.dossiers.contents import IDENTITY
from dafeng.web.whole_numbers import counted

#: Rows of a page, and blank ones below them.
PAGE: Final = 60
BLANK: Final = 5
#: Characters beyond which a cell is given more than one line.
_LONG: Final = 120
#: Kinds of columns whose cells hold figures, short; the others hold words.
_SHORT: Final = ("number", "unit", "notation", "year", "quality")


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it was entered: the id of its row on the page, and its cells."""

    id: str
    cells: Row


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell on the page.

    Parameters
    ----------
    name
        Name of its field.
    column
        Id of its column.
    label
        What it is, for whoever cannot see the table.
    text
        What stands in it.
    long
        Whether it holds more than a line.
    short
        Whether it holds a figure, or a word as short as one.
    faults
        What is wrong with it.
    """

    name: str
    column: str
    label: str
    text: str
    long: bool
    short: bool
    faults: tuple[Fault, ...]

    @property
    def severity(self) -> str:
        """Return how bad the worst is; "" where nothing is wrong."""
        found = [fault.severity for fault in self.faults]
        return min(found, key=list(Severity).index).value if found else ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row on the page."""

    id: str
    number: str
    cells: tuple[Cell, ...]
    taken_out: bool = False


@dataclass(frozen=True, slots=True)
class Located:
    """A fault and the cell at which it stands; "" where it is no single cell."""

    fault: Fault
    row: str
    column: str


def spoken_lines(table: StandardTable, language: Language) -> tuple[Line, ...]:
    """Return the rows of a table with their words in a language."""
    rows = spoken_rows(table.schema, table.rows, language)
    return tuple(Line(f"r{number}", row) for number, row in enumerate(rows))


def entered(post: QueryDict, table: StandardTable, language: Language) -> tuple[Line, ...]:
    """Return the whole table as it is after a form, in the words of the table itself.

    Parameters
    ----------
    post
        The form: ``row`` names the rows that stood on the page, ``out`` those that are taken out,
        ``ID.COLUMN`` is a cell. Rows that were not on the page stay.
    table
        The table on which the form began.
    language
        Language of the page.
    """
    shown, out = set(post.getlist("row")), set(post.getlist("out"))
    lines: list[Line] = []
    for line, row in zip(spoken_lines(table, language), table.rows, strict=True):
        if line.id not in shown:
            lines.append(Line(line.id, row))
        elif line.id not in out:
            lines.append(Line(line.id, _changed(post, line, row, table)))
    for name in post.getlist("row"):
        if name.startswith("n") and name not in out:
            blank = Line(name, ("",) * len(table.schema.columns))
            cells = _changed(post, blank, blank.cells, table)
            lines += [Line(name, cells)] if any(cells) else []
    return tuple(lines)


def _changed(post: QueryDict, line: Line, row: Row, table: StandardTable) -> Row:
    """Return a row with the cells that differ from what stood on the page."""
    cells = []
    for column, shown, kept in zip(table.schema.columns, line.cells, row, strict=True):
        new = _tidy(post.get(f"{line.id}.{column.id}", shown))
        same = new == _tidy(shown)
        cells.append(kept if same else spoken(column.kind, new, table.language))
    return tuple(cells)


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\x00", "").strip()


def located(
    faults: Iterable[Fault], schema: TableSchema, order: Sequence[str], lines: Sequence[Line]
) -> tuple[Located, ...]:
    """Return the faults of a table with the cells at which they stand.

    Parameters
    ----------
    faults
        Faults of the dossier.
    schema
        The table.
    order
        Ids of the columns as the checked file has them.
    lines
        Rows of the checked file, in its order.
    """
    own = IDENTITY_FILE if schema.id == IDENTITY else f"{schema.id}.csv"
    found = [fault for fault in faults if fault.place.file == own]
    return tuple(_located(fault, schema, order, lines) for fault in found)


def _located(
    fault: Fault, schema: TableSchema, order: Sequence[str], lines: Sequence[Line]
) -> Located:
    place = fault.place
    if schema.id == IDENTITY:
        key = place.field.rpartition(".")[2]
        key = "programme" if key == "id" else key
        return Located(fault, next((x.id for x in lines if x.cells[0] == key), ""), "value")
    at = (place.row or 0) - 2
    row = lines[at].id if 0 <= at < len(lines) else ""
    column = (place.column or 0) - 1
    return Located(fault, row, order[column] if row and 0 <= column < len(order) else "")


def grid_rows(
    schema: TableSchema, lines: Sequence[Line], found: Iterable[Located], language: Language
) -> tuple[GridRow, ...]:
    """Return rows as they stand on the page."""
    at: dict[tuple[str, str], list[Fault]] = defaultdict(list)
    for one in found:
        at[one.row, one.column].append(one.fault)
    return tuple(_grid_row(schema, line, at, language) for line in lines)


def _grid_row(
    schema: TableSchema,
    line: Line,
    at: Mapping[tuple[str, str], list[Fault]],
    language: Language,
) -> GridRow:
    number = row_number(line.id)
    cells = []
    for column, text in zip(schema.columns, line.cells, strict=True):
        head = column.header[language]
        label = Text(f"第{number}行 {head}", f"row {number} {head}")[language]
        long = "\n" in text or len(text) > _LONG
        faults = tuple(at.get((line.id, column.id), ()))
        name, short = f"{line.id}.{column.id}", column.kind in _SHORT
        cells.append(Cell(name, column.id, label, text, long, short, faults))
    return GridRow(line.id, number, tuple(cells))


def row_number(name: str) -> str:
    """Return the number of a row as a spreadsheet shows it; ``+`` and a number for a new one."""
    number = counted(name[1:]) or 0
    return str(number + 2) if name.startswith("r") else f"+{number + 1}"


def blank_lines(schema: TableSchema, taken: Iterable[str] = ()) -> tuple[Line, ...]:
    """Return blank rows for what is added; the identity takes none."""
    if schema.id == IDENTITY:
        return ()
    used = [counted(name[1:]) or 0 for name in taken if name.startswith("n")]
    first = max(used, default=-1) + 1
    empty = ("",) * len(schema.columns)
    return tuple(Line(f"n{first + number}", empty) for number in range(BLANK))


def wanted_lines(
    lines: Sequence[Line], words: str, faulty: frozenset[str] | None = None
) -> tuple[Line, ...]:
    """Return the rows that hold all words, and of these those with faults where they are asked."""
    asked = words.casefold().split()
    return tuple(
        line
        for line in lines
        if all(any(word in cell.casefold() for cell in line.cells) for word in asked)
        and (faulty is None or line.id in faulty)
    )


def word_lists(schema: TableSchema, language: Language) -> dict[str, tuple[str, ...]]:
    """Return the words that columns know, by column id."""
    found = {column.id: proposals(column, language) for column in schema.columns}
    if "driver" in found:
        found["driver"] = tuple(driver.id for driver in DRIVERS)
    return {column: words for column, words in found.items() if words}


def key_label(name: str, language: Language) -> str:
    """Return what a key of the identity is called."""
    return KEYS[name][1][language] if name in KEYS else name
