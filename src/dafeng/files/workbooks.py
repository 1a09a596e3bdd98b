"""How is a workbook read in safety, and written without surprises?"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from dafeng.dossier.rules import fault
from dafeng.dossier.sheets import Hidden, RawSheet
from dafeng.errors import Fault, Place
from dafeng.files import workbook_child
from dafeng.files.regular import irregular
from dafeng.files.text_tables import long_cell
from dafeng.language import Text

#: Largest file that is handed to the child [bytes].
LARGEST: Final = 64 << 20
#: Seconds after which the child is stopped.
SECONDS: Final = 30

_RULES: Final = {
    "legacy": "file.format",
    "damaged": "workbook.not_workbook",
    "encrypted": "workbook.encrypted",
    "limit": "workbook.refused",
}
_CREATED: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - workbooks know no time zone


def read_sheets(
    path: Path, name: str = "", seconds: float = SECONDS
) -> tuple[tuple[RawSheet, ...], tuple[Fault, ...]]:
    """Return the sheets of a workbook, or the fault for which it cannot be read.

    The workbook is opened in a child process with bounded memory and time, which cannot take this
    process down with it.

    Parameters
    ----------
    path
        The file.
    name
        Name under which the user knows it; its own name by default.
    seconds
        Time after which the child is stopped [s].
    """
    name = name or path.name
    place = Place(file=name)
    if (wrong := irregular(path, name)) is not None:
        return (), (wrong,)
    size = path.stat().st_size
    if size > LARGEST:
        detail = {"size": size >> 20, "limit": LARGEST >> 20}
        return (), (fault("file.large", place, **detail),)
    try:
        done = _run(path, seconds)
    except subprocess.TimeoutExpired:
        return (), (fault("workbook.stopped", place, detail=f"> {seconds:g} s"),)
    return _result(done, name)


def _run(path: Path, seconds: float) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-I", workbook_child.__file__, str(path.resolve())]
    return subprocess.run(  # noqa: S603 - own file, no shell
        command, capture_output=True, timeout=seconds, check=False, stdin=subprocess.DEVNULL
    )


def _result(
    done: subprocess.CompletedProcess[bytes], name: str
) -> tuple[tuple[RawSheet, ...], tuple[Fault, ...]]:
    place = Place(file=name)
    content = _json(done.stdout) if done.returncode == 0 else None
    if content is None:
        detail = Text(f"退出码 {done.returncode}", f"exit {done.returncode}")
        return (), (fault("workbook.stopped", place, detail=detail),)
    if "refused" in content:
        rule = _RULES[content["refused"]]
        detail = Text(content["zh"], content["en"])
        return (), (fault(rule, place, detail=detail, kind=detail),)
    sheets = tuple(_sheet(name, s) for s in content["sheets"])
    if all(sheet.blank for sheet in sheets):
        return (), (fault("workbook.empty", place),)
    found = [(sheet, _long_cell(sheet)) for sheet in sheets]
    return tuple(s for s, wrong in found if wrong is None), tuple(w for _, w in found if w)


def _long_cell(sheet: RawSheet) -> Fault | None:
    """Return the fault of the first cell that is longer than the format allows."""
    rows = enumerate(sheet.rows, 1)
    found = (long_cell(sheet.file, sheet.sheet, row, cells) for row, cells in rows)
    return next((f for f in found if f is not None), None)


def _json(data: bytes) -> dict[str, Any] | None:
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def _sheet(name: str, content: dict[str, Any]) -> RawSheet:
    rows = tuple(tuple(row) for row in content["rows"])
    merged = tuple((m[0], m[1], m[2], m[3]) for m in content["merged"])
    hidden = Hidden(
        bool(content["hidden"]), tuple(content["hidden_rows"]), tuple(content["hidden_columns"])
    )
    return RawSheet(name, content["name"], rows, merged, hidden)


class _Exact(float):
    """A float that is written with all its digits, whatever format is asked for."""

    __slots__ = ()

    def __format__(self, _: str) -> str:
        return repr(float(self))


def write_sheets(sheets: Sequence[RawSheet], path: Path) -> None:
    """Write sheets as a workbook: text stays text, numbers keep all digits, same bytes each time.

    Parameters
    ----------
    sheets
        Tables with their sheet names.
    path
        File to write.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(buffer, {**options, "strings_to_numbers": False})
    workbook.set_properties({"created": _CREATED})
    heading = workbook.add_format({"bold": True, "text_wrap": True, "bg_color": "#DDEBF7"})
    for sheet in sheets:
        worksheet = workbook.add_worksheet(sheet.sheet[:31])
        worksheet.freeze_panes(1, 0)
        worksheet.set_column(0, max(sheet.width - 1, 0), 16)
        for row, cells in enumerate(sheet.rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    worksheet.write_string(row, column, cell, heading if row == 0 else None)
                elif cell is not None:
                    worksheet.write_number(row, column, _Exact(cell))
        for top, left, bottom, right in sheet.merged:
            text = sheet.text(top, left)
            worksheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, text)
    workbook.close()
    path.write_bytes(buffer.getvalue())
