"""What stands in a text table, in whatever encoding and with whatever separator?"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from dafeng.dossier.cells import Cell
from dafeng.dossier.rules import fault
from dafeng.dossier.schema import TableSchema, tables
from dafeng.dossier.sheets import RawSheet
from dafeng.errors import Fault, Place
from dafeng.files.regular import irregular
from dafeng.files.safe_text import guarded, unguarded
from dafeng.files.workbook_guard import CELL, COLUMNS, ROWS
from dafeng.language import Text

#: Largest text table [bytes].
LARGEST: Final = 64 << 20
#: Most cells of a text table, blank ones among them; rows and columns are as in a workbook.
CELLS: Final = 5_000_000
_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS: Final = (",", "\t", ";", "，")
#: Characters by which the separator is told.
_HEAD: Final = 1 << 20
#: Lines and cells in which a header is looked for, and known columns that make one.
_DEPTH: Final = 20
_WIDE: Final = 200
_LEAST_NAMED: Final = 2
#: A cell that spreadsheets export as a formula so that it stays a text (="779.4").
_EXPORTED: Final = re.compile(r'="([^"]*)"')
#: A number as text: it begins like a formula and is none.
_NEGATIVE: Final = re.compile(r"-\d+(\.\d+)?", re.ASCII)
_PRIVATE: Final = re.compile("[\ue000-\uf8ff\x00-\x08\x0b\x0c\x0e-\x1f]")


def decode(data: bytes) -> str | None:
    """Return the text of a file: by its byte order mark, else UTF-8, else GB 18030, else None."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    text = _decoded(data, "utf-8")
    if text is not None and "\x00" not in text:
        return text
    if b"\x00" in data:
        # In UTF-16 every plain character brings a zero byte; stray ones are damage.
        return None if text is not None and _few_zeros(data) else _wide(data)
    text = _decoded(data, "gb18030")
    return None if text is None or _PRIVATE.search(text) else text


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _wide(data: bytes) -> str | None:
    """Return UTF-16 without a byte order mark, told by where its zero bytes lie."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    text = _decoded(data, "utf-16-le" if odd >= even else "utf-16-be")
    return None if text is None or _PRIVATE.search(text) else text


def read_text_table(path: Path, name: str = "") -> tuple[RawSheet | None, tuple[Fault, ...]]:
    """Return a text table, or the fault for which it cannot be read.

    Parameters
    ----------
    path
        The file.
    name
        Name under which the user knows it; its own name by default.
    """
    name = name or path.name
    if (wrong := irregular(path, name)) is not None:
        return None, (wrong,)
    size = path.stat().st_size
    if size > LARGEST:
        detail = {"size": size >> 20, "limit": LARGEST >> 20}
        return None, (fault("file.large", Place(file=name), **detail),)
    return parse_text(path.read_bytes(), name)


def parse_text(data: bytes, name: str) -> tuple[RawSheet | None, tuple[Fault, ...]]:
    """Return the table that bytes hold, or the fault for which they hold none."""
    text = decode(data)
    place = Place(file=name)
    if text is None:
        return None, (undecoded(data, place),)
    separator = _separator(text)
    rows: list[tuple[Cell, ...]] = []
    cells, exported = 0, list[Place]()
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False):
            if (wide := long_cell(name, "", len(rows) + 1, row)) is not None:
                return None, (wide,)
            exported += [Place(name, "", len(rows) + 1, i) for i in _exported(row)]
            rows.append(tuple(_cell(c) for c in row))
            cells += len(row)
            if len(rows) > ROWS or len(row) > COLUMNS or cells > CELLS:
                return None, (_too_long(place),)
    except csv.Error as error:
        return None, (_uncut(error, Place(name, "", len(rows) + 1)),)
    told = [fault("file.exported", exported[0], count=len(exported))] if exported else []
    return RawSheet(name, "", tuple(rows)), tuple(told)


def _exported(row: Sequence[str]) -> list[int]:
    """Return the columns whose cells are written as formulas of one text."""
    return [i for i, text in enumerate(row, 1) if _EXPORTED.fullmatch(text.strip())]


def long_cell(file: str, sheet: str, row: int, cells: Sequence[Cell]) -> Fault | None:
    """Return the fault of the first cell of a row that is longer than any cell of a workbook."""
    for column, cell in enumerate(cells, 1):
        if isinstance(cell, str) and len(cell) > CELL:
            place = Place(file, sheet, row, column)
            return fault("file.cell", place, size=f"{len(cell):,}", limit=f"{CELL:,}")
    return None


def _uncut(error: csv.Error, place: Place) -> Fault:
    """Return why a row cannot be cut into cells: one of them is too long, or quotes are broken."""
    if "field larger" in str(error):
        size = f"> {csv.field_size_limit():,}"
        return fault("file.cell", place, size=size, limit=f"{CELL:,}")
    detail = Text("引号或分隔符不成对", str(error))
    return fault("file.text", Place(file=place.file), detail=detail)


def _too_long(place: Place) -> Fault:
    rows, columns, cells = (f"{limit:,}" for limit in (ROWS, COLUMNS, CELLS))
    return fault("file.long", place, rows=rows, columns=columns, cells=cells)


def _few_zeros(data: bytes) -> bool:
    return 4 * data.count(0) <= len(data)


def undecoded(data: bytes, place: Place) -> Fault:
    """Return why bytes are no text: a zero byte, said where it stands, or their encoding."""
    spot = data.find(0)
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if spot < 0 or wide or not _few_zeros(data):
        return fault("file.encoding", place)
    line = data.count(b"\n", 0, spot) + 1
    where = Place(file=place.file, row=line)
    return fault("file.zero_bytes", where, line=line, byte=spot + 1)


def _separator(text: str) -> str:
    """Return the separator under which a line names most known columns.

    Where no line names two, it is the one that gives most lines most columns. Sentences hold
    ``，``: there it counts only where none of the others stands in most lines.
    """
    lines = [line for line in text[:_HEAD].splitlines()[:50] if line.strip()]
    named = {s: max((_named(line, s) for line in lines[:_DEPTH]), default=0) for s in _SEPARATORS}
    best = max(_SEPARATORS, key=lambda s: named[s])
    if named[best] >= _LEAST_NAMED:
        return best
    plain = [s for s in _SEPARATORS[:-1] if 2 * sum(s in line for line in lines) > len(lines)]
    return max(plain or _SEPARATORS, key=lambda s: _cut(lines, s))


def _named(line: str, separator: str) -> int:
    """Return how many columns of the tables a line names."""
    cells = line.split(separator, _WIDE)
    return len({c for c in cells if any(t.find_column(c.strip(' "\ufeff')) for t in _schemas())})


def _cut(lines: Sequence[str], separator: str) -> int:
    """Return lines that a separator cuts, times the most columns that it makes."""
    counts = [line.count(separator) for line in lines]
    return sum(c > 0 for c in counts) * max(counts, default=0)


@lru_cache(maxsize=1)
def _schemas() -> tuple[TableSchema, ...]:
    return tuple(tables().values())


def _cell(text: str) -> Cell:
    if not text.strip():
        return None
    if exported := _EXPORTED.fullmatch(text.strip()):
        return exported[1] if exported[1].strip() else None
    return unguarded(text)


def write_text_table(sheet: RawSheet, path: Path) -> None:
    """Write a table as UTF-8 with byte order mark, so that spreadsheets open it right.

    Text that a spreadsheet would take for a formula is guarded by an apostrophe, which reading
    takes off again; numbers stay numbers.
    """
    path.write_bytes(table_bytes(sheet))


def table_bytes(sheet: RawSheet) -> bytes:
    """Return what `write_text_table` writes."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    for row in sheet.rows:
        writer.writerow([_written(cell) for cell in row])
    return codecs.BOM_UTF8 + buffer.getvalue().encode()


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell if _NEGATIVE.fullmatch(cell) else guarded(cell)
    if isinstance(cell, float):
        return repr(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)  # noqa: PLR2004
    return str(cell)
