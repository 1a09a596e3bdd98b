"""What stands in a workbook? Runs alone in a limited process; uses the standard library only.

The parent starts this file by its path, so that no package is imported here: a hostile workbook
meets a small, isolated process with bounded memory, processor time and output. Numbers are handed
on with all their digits, cells keep their addresses, formula errors and merged areas are told.
"""

from __future__ import annotations

import contextlib
import json
import posixpath
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from xml.parsers import expat

MEMORY = 1 << 30
CPU_SECONDS = 20
OUTPUT = 256 << 20

MEMBERS = 2000
TOTAL = 200 << 20
MEMBER = 120 << 20
RATIO = 200
ROWS = 200_000
COLUMNS = 2000
CELLS = 2_000_000
DENSE = 5_000_000
TEXT = 64 << 20
MERGED = 1_000_000
SHEETS = 200
DEPTH = 64
PIECE = 1 << 16

_REFERENCE = re.compile(r"^([A-Z]{1,3})(\d{1,7})$")
_DATE_FORMAT = re.compile(r"[ymd年月日]", re.IGNORECASE)
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_BUILT_IN_PERCENT = {9, 10}
_WHOLE = re.compile(r"^-?\d{1,15}$")


_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    AttributeError,
    IndexError,
    TypeError,
)


class RefusedError(Exception):
    """The workbook breaks a limit or is none; the first argument is the kind."""


def limit_process() -> None:
    """Bound memory, processor time and file size of this process, where the system can."""
    with contextlib.suppress(ImportError):
        import resource

        for what, limit in (
            (resource.RLIMIT_AS, MEMORY),
            (resource.RLIMIT_CPU, CPU_SECONDS),
            (resource.RLIMIT_FSIZE, OUTPUT),
            (resource.RLIMIT_CORE, 0),
        ):
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(what, (limit, limit))


def read_workbook(path: str) -> dict[str, Any]:
    """Return the sheets of a workbook: name, rows of cells, merged areas.

    Raises
    ------
    RefusedError
        If it breaks a limit or is no workbook.
    """
    with open(path, "rb") as stream:  # noqa: PTH123 - pathlib is not needed here
        start = stream.read(8)
    if start == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise RefusedError("legacy", "xls")
    try:
        with zipfile.ZipFile(path) as archive:
            _guard(archive)
            return {"sheets": list(_sheets(archive))}
    except _BROKEN as error:
        raise RefusedError("damaged", str(error)[:200]) from error
    except (expat.ExpatError, KeyError, UnicodeDecodeError, ValueError, OSError) as error:
        raise RefusedError("damaged", f"{type(error).__name__}: {error}"[:200]) from error


def _guard(archive: zipfile.ZipFile) -> None:
    """Refuse archives that lie, hide or explode, before anything is parsed."""
    entries = archive.infolist()
    if len(entries) > MEMBERS:
        raise RefusedError("limit", f"{len(entries)} parts > {MEMBERS}")
    if any(e.flag_bits & 1 for e in entries):
        raise RefusedError("encrypted", "")
    _guard_names([e.filename for e in entries])
    whole = sum(e.file_size for e in entries)
    if whole <= TOTAL:
        whole = 0
        for entry in entries:
            whole += _inflate(archive, entry)
            if whole > TOTAL:
                break
    if whole > TOTAL:
        raise RefusedError("limit", f"more than {TOTAL >> 20} MB unpacked")


def _guard_names(names: list[str]) -> None:
    if len(set(names)) != len(names):
        raise RefusedError("damaged", "a part stands twice")
    if any(n.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", n) for n in names):
        raise RefusedError("limit", "a part lies outside the workbook")
    if "mimetype" in names and "content.xml" in names:
        raise RefusedError("legacy", "ods")
    if "xl/workbook.bin" in names:
        raise RefusedError("legacy", "xlsb")
    if "[Content_Types].xml" not in names:
        raise RefusedError("damaged", "no [Content_Types].xml")


def _inflate(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    """Count the bytes that an entry really unpacks to; look for document types on the way."""
    size, tail = 0, b""
    text = entry.filename.endswith((".xml", ".rels", ".vml"))
    allowed = max(RATIO * entry.compress_size, PIECE)
    with archive.open(entry) as stream:
        while piece := stream.read(PIECE):
            size += len(piece)
            if size > MEMBER or size > allowed:
                raise RefusedError("limit", f"{entry.filename[:60]} unpacks to too much")
            if text and re.search(rb"<!(?:DOCTYPE|ENTITY)", tail + piece):
                raise RefusedError("limit", f"{entry.filename[:60]} declares a document type")
            tail = piece[-10:]
    return size


class _Events:
    """Feeds one part to expat and calls the handlers with names free of namespaces."""

    def __init__(self) -> None:
        self.depth = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self.text
        self.parser.StartDoctypeDeclHandler = self._doctype

    def run(self, archive: zipfile.ZipFile, name: str) -> None:
        with archive.open(name) as stream:
            while piece := stream.read(PIECE):
                self.parser.Parse(piece, False)
            self.parser.Parse(b"", True)

    def _doctype(self, *_: object) -> None:
        raise RefusedError("limit", "a document type is declared")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEPTH:
            raise RefusedError("limit", "elements are nested too deep")
        plain = {k.rpartition(" ")[2]: v for k, v in attributes.items()}
        self.start(name.rpartition(" ")[2], plain)

    def _end(self, name: str) -> None:
        self.depth -= 1
        self.end(name.rpartition(" ")[2])

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, data: str) -> None: ...


class _Collected(_Events):
    """Keeps the attributes of chosen elements, in order."""

    def __init__(self, *names: str) -> None:
        super().__init__()
        self.names = names
        self.found: list[tuple[str, dict[str, str]]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in self.names:
            self.found.append((name, attributes))


class _SharedStrings(_Events):
    """Reads shared strings; phonetic hints are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.strings: list[str] = []
        self.parts: list[str] = []
        self.size = 0
        self.inside = self.phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        del attributes
        if name == "si":
            self.parts = []
        elif name == "rPh":
            self.phonetic = True
        self.inside = name == "t" and not self.phonetic

    def end(self, name: str) -> None:
        if name == "si":
            self.strings.append(_unescape("".join(self.parts)))
        elif name == "rPh":
            self.phonetic = False
        self.inside = False

    def text(self, data: str) -> None:
        if self.inside:
            self.size += len(data)
            if self.size > TEXT:
                raise RefusedError("limit", "too much text")
            self.parts.append(data)


class _Sheet(_Events):
    """Reads one worksheet into rows."""

    def __init__(self, strings: list[str], styles: list[str], *, from_1904: bool) -> None:
        super().__init__()
        self.strings, self.styles, self.from_1904 = strings, styles, from_1904
        self.rows: list[list[Any]] = []
        self.merged: list[list[int]] = []
        self.row = self.column = self.cells = self.dense = self.size = 0
        self.kind = self.style = ""
        self.value: list[str] = []
        self.collecting = self.formula = self.phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self.row = _bounded(attributes.get("r", str(self.row + 1)), ROWS, "rows")
            self.column = 0
        elif name == "c":
            self._open_cell(attributes)
        elif name == "f":
            self.formula = True
        elif name == "rPh":
            self.phonetic = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        self.collecting = name in ("v", "t") and not self.phonetic

    def _open_cell(self, attributes: dict[str, str]) -> None:
        place = _REFERENCE.match(attributes.get("r", ""))
        if place is not None:
            self.column = _column(place[1])
            self.row = _bounded(place[2], ROWS, "rows")
        else:
            self.column += 1
        _bounded(str(self.column), COLUMNS, "columns")
        self.kind = attributes.get("t", "n")
        self.style = attributes.get("s", "0")
        self.value, self.formula = [], False

    def end(self, name: str) -> None:
        if name == "rPh":
            self.phonetic = False
        elif name == "c":
            self._close_cell()
        self.collecting = False

    def text(self, data: str) -> None:
        if self.collecting:
            self.size += len(data)
            if self.size > TEXT:
                raise RefusedError("limit", "too much text")
            self.value.append(data)

    def _close_cell(self) -> None:
        text = "".join(self.value)
        if not text and not self.formula:
            return
        if not text and self.kind != "str":
            cell: Any = "#UNCALCULATED!"
        else:
            cell = self._cell(text)
        if cell in ("", None):
            return
        self.cells += 1
        if self.cells > CELLS:
            raise RefusedError("limit", f"more than {CELLS} cells")
        while len(self.rows) < self.row:
            self.rows.append([])
        row = self.rows[self.row - 1]
        self.dense += max(0, self.column - len(row))
        if self.dense > DENSE:
            raise RefusedError("limit", "cells lie too far apart")
        row.extend([None] * (self.column - len(row)))
        row[self.column - 1] = cell

    def _cell(self, text: str) -> Any:
        if self.kind == "s":
            index = int(text)
            if not 0 <= index < len(self.strings):
                raise RefusedError("damaged", "a shared string is missing")
            return self.strings[index]
        if self.kind in ("str", "inlineStr"):
            return _unescape(text)
        if self.kind == "e":
            return text
        if self.kind == "b":
            return "TRUE" if text.strip() == "1" else "FALSE"
        if self.kind == "d":
            return text[:10]
        style = self.styles[int(self.style)] if int(self.style) < len(self.styles) else ""
        return _number(text.strip(), style, from_1904=self.from_1904)

    def _merge(self, reference: str) -> None:
        ends = [_REFERENCE.match(p) for p in reference.split(":")]
        if len(ends) != 2 or ends[0] is None or ends[1] is None:  # noqa: PLR2004
            return
        top, left = int(ends[0][2]), _column(ends[0][1])
        bottom, right = int(ends[1][2]), _column(ends[1][1])
        if bottom < top or right < left:
            return
        if (bottom - top + 1) * (right - left + 1) > MERGED:
            raise RefusedError("limit", f"merged area {reference[:30]} is too large")
        if len(self.merged) > ROWS:
            raise RefusedError("limit", "too many merged areas")
        self.merged.append([top, left, bottom, right])


def _bounded(text: str, limit: int, what: str) -> int:
    number = int(text) if text.isdigit() and len(text) < 9 else limit + 1  # noqa: PLR2004
    if not 0 < number <= limit:
        raise RefusedError("limit", f"more than {limit} {what}")
    return number


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


def _number(text: str, style: str, *, from_1904: bool) -> Any:
    try:
        value = float(text)
    except ValueError:
        return text
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124 - not a number
        return text
    if style == "date" and -1 < value < 2_958_466:  # noqa: PLR2004 - 9999-12-31
        start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
        return (start + timedelta(days=int(value))).date().isoformat()
    if style == "percent":
        return f"{(Decimal(text) * 100).normalize():f}%"
    return int(text) if _WHOLE.match(text) else value


def _unescape(text: str) -> str:
    """Undo ``_x000D_`` escapes of control characters."""
    if "_x" not in text:
        return text
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), text)


def _styles(archive: zipfile.ZipFile) -> list[str]:
    """Return for each cell format whether it shows dates, per cents or neither."""
    if "xl/styles.xml" not in archive.namelist():
        return []
    events = _StyleEvents()
    events.run(archive, "xl/styles.xml")
    return [_shows(identifier, events.codes) for identifier in events.used]


class _StyleEvents(_Events):
    def __init__(self) -> None:
        super().__init__()
        self.codes: dict[int, str] = {}
        self.used: list[int] = []
        self.inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self.codes[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self.inside = True
        elif name == "xf" and self.inside:
            self.used.append(int(attributes.get("numFmtId", "0")))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self.inside = False


def _shows(identifier: int, codes: dict[int, str]) -> str:
    code = _LITERAL.sub("", codes.get(identifier, ""))
    if identifier in _BUILT_IN_PERCENT or "%" in code:
        return "percent"
    if identifier in _BUILT_IN_DATES or _DATE_FORMAT.search(code.replace("General", "")):
        return "date"
    return ""


def _sheets(archive: zipfile.ZipFile) -> Iterator[dict[str, Any]]:
    names = set(archive.namelist())
    workbook = _target(archive, "_rels/.rels", "/officeDocument", "") or "xl/workbook.xml"
    book = _Collected("sheet", "workbookPr")
    book.run(archive, workbook)
    from_1904 = any(a.get("date1904") in ("1", "true") for n, a in book.found if n == "workbookPr")
    folder = posixpath.dirname(workbook)
    relations = f"{folder}/_rels/{posixpath.basename(workbook)}.rels".lstrip("/")
    targets = _targets(archive, relations, folder)
    strings = _SharedStrings()
    shared = _target(archive, relations, "/sharedStrings", folder)
    if shared in names:
        strings.run(archive, shared)
    styles = _styles(archive)
    sheets = [a for n, a in book.found if n == "sheet"]
    if len(sheets) > SHEETS:
        raise RefusedError("limit", f"{len(sheets)} sheets > {SHEETS}")
    for attributes in sheets:
        kind, target = targets.get(attributes.get("id", ""), ("", ""))
        if not kind.endswith("/worksheet") or target not in names:
            continue
        sheet = _Sheet(strings.strings, styles, from_1904=from_1904)
        sheet.run(archive, target)
        yield {"name": attributes.get("name", ""), "rows": sheet.rows, "merged": sheet.merged}


def _targets(archive: zipfile.ZipFile, part: str, folder: str) -> dict[str, tuple[str, str]]:
    if part not in archive.namelist():
        return {}
    events = _Collected("Relationship")
    events.run(archive, part)
    found = {}
    for _, attributes in events.found:
        target = attributes.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        found[attributes.get("Id", "")] = (attributes.get("Type", ""), posixpath.normpath(path))
    return found


def _target(archive: zipfile.ZipFile, part: str, kind: str, folder: str) -> str:
    for found, path in _targets(archive, part, folder).values():
        if found.endswith(kind):
            return path
    return ""


def main() -> int:
    """Write the workbook named by the first argument to standard output as JSON."""
    limit_process()
    try:
        content = read_workbook(sys.argv[1])
    except RefusedError as error:
        content = {"refused": error.args[0], "detail": error.args[1]}
    except MemoryError:
        content = {"refused": "limit", "detail": "memory"}
    json.dump(content, sys.stdout, ensure_ascii=True, allow_nan=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
