"""How do the annexes become a workbook? One sheet for each table, heads in both languages."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from dafeng.files.annex_sheets import Figure, SheetColumn, figure_columns, sheet_columns
from dafeng.files.safe_text import WORKBOOK_OPTIONS
from dafeng.language import Text
from dafeng.plan.binding import Statement
from dafeng.plan.tree import DRAFT, DataTable, Document, Heading, figures_in

#: The date that stands where the file form demands one.
_CREATED: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - workbooks know no time zone
#: Tables of the chapters that hold what the place has handed in: lists that belong to the annexes.
_LISTS: Final = frozenset(
    {"targets", "tasks", "measures", "science", "projects", "reforms", "society", "safeguards"}
)
_FIGURES: Final = "figures"
#: Signs that a sheet name must not have, and its length.
_BARRED: Final = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))
_NAME: Final = 31
#: Characters in a column of weight 1, and the most of any column.
_WIDTH: Final = 14.0
_WIDEST: Final = 60.0
#: Rows above the head of a table.
_ABOVE: Final = 3
_CONTENTS: Final = Text("目录", "Contents")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet: its name, title, columns and notes."""

    name: str
    title: Text
    columns: tuple[SheetColumn, ...]
    notes: tuple[Statement, ...]


def write_annexes(document: Document, path: Path) -> None:
    """Write the tables of the annexes, the lists handed in and all figures as a workbook.

    Parameters
    ----------
    document
        The document tree.
    path
        Where the file is written; its folder exists. The same document gives the same bytes.
    """
    path.write_bytes(annexes_bytes(document))


def annexes_bytes(document: Document) -> bytes:
    """Return the bytes of the workbook of annexes."""
    import xlsxwriter

    buffer = io.BytesIO()
    sheets = tuple(_sheets(document))
    with xlsxwriter.Workbook(buffer, {"in_memory": True, **WORKBOOK_OPTIONS}) as book:
        title = f"{document.title.zh} {document.title.en}"
        book.set_properties({"created": _CREATED, "title": title, "author": "Dafeng"})
        pen = _Pen(book)
        _contents(pen, document, sheets)
        for sheet in sheets:
            _write(pen, sheet)
    return buffer.getvalue()


def _sheets(document: Document) -> Iterator[_Sheet]:
    annex = False
    for block in document.blocks:
        annex = annex or (isinstance(block, Heading) and block.annex)
        if isinstance(block, DataTable) and (annex or block.id in _LISTS):
            columns = (
                figure_columns(figures_in(document.body))
                if block.id == _FIGURES
                else sheet_columns(block)
            )
            yield _Sheet(_name(block), _title(block), columns, block.notes)


def _name(block: DataTable) -> str:
    label = f"{block.label.zh} " if block.label else ""
    return f"{label}{block.id}".translate(_BARRED)[:_NAME]


def _title(block: DataTable) -> Text:
    label = block.label or Text("表", "Table")
    return Text("{l} {c}", "{l} {c}").format(l=label, c=block.caption)


class _Pen:
    """Writes cells of a workbook: words as words, figures with all their digits."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.title = book.add_format({"bold": True, "font_size": 13})
        self.head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#EEF2F6"}
        )
        self.words = book.add_format({"text_wrap": True, "valign": "top"})
        self._forms: dict[str, Any] = {}

    def form(self, code: str) -> Any:
        """Return the format of figures of one number format."""
        if code not in self._forms:
            self._forms[code] = self.book.add_format({"num_format": code, "valign": "top"})
        return self._forms[code]


def _contents(pen: _Pen, document: Document, sheets: Sequence[_Sheet]) -> None:
    sheet = pen.book.add_worksheet(f"{_CONTENTS.zh} {_CONTENTS.en}")
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 2, _WIDEST)
    sheet.write_string(0, 0, document.title.zh, pen.title)
    sheet.write_string(1, 0, document.title.en, pen.title)
    row = 2
    warnings = [DRAFT] if document.draft else []
    if document.warning is not None:
        warnings.append(Text(document.warning["zh"], document.warning["en"]))
    for text in warnings:
        sheet.write_string(row, 0, text.zh, pen.title)
        sheet.write_string(row + 1, 0, text.en, pen.title)
        row += 2
    for name, value in document.facts:
        _line(pen, sheet, row, f"{name.zh}\n{name.en}", value)
        row += 1
    row += 1
    for found in sheets:
        place = found.name.replace("'", "''")
        sheet.write_url(row, 0, f"internal:'{place}'!A1", string=found.name)
        sheet.write_string(row, 1, found.title.zh, pen.words)
        sheet.write_string(row, 2, found.title.en, pen.words)
        row += 1


def _line(pen: _Pen, sheet: Any, row: int, head: str, value: Text) -> None:
    sheet.write_string(row, 0, head, pen.words)
    sheet.write_string(row, 1, value.zh, pen.words)
    sheet.write_string(row, 2, value.en, pen.words)


def _write(pen: _Pen, found: _Sheet) -> None:
    sheet = pen.book.add_worksheet(found.name)
    sheet.write_string(0, 0, found.title.zh, pen.title)
    sheet.write_string(1, 0, found.title.en, pen.title)
    sheet.freeze_panes(_ABOVE + 1, 1)
    for at, column in enumerate(found.columns):
        sheet.set_column(at, at, min(_WIDTH * column.width, _WIDEST))
        sheet.write_string(_ABOVE, at, column.head, pen.head)
        for number, entry in enumerate(column.entries, start=_ABOVE + 1):
            if isinstance(entry, Figure):
                sheet.write_number(number, at, entry.value, pen.form(entry.form))
            elif entry is not None:
                sheet.write_string(number, at, entry, pen.words)
    row = _ABOVE + 2 + max((len(c.entries) for c in found.columns), default=0)
    for note in found.notes:
        sheet.write_string(row, 0, note["zh"])
        sheet.write_string(row + 1, 0, note["en"])
        row += 2
