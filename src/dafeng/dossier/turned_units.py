"""What does the column of units beside carriers say, row by row?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dafeng.dossier.cells import Cell
from dafeng.dossier.rules import Findings
from dafeng.dossier.sheets import RawSheet
from dafeng.dossier.titles import bare_unit

#: What says that the unit is that of the row above.
_DITTO: Final = frozenset(("同上", "〃", "″", "“", "”", '"', "''", "ditto", "do."))


def units_of(sheet: RawSheet, rows: Sequence[int], column: int, findings: Findings) -> list[Cell]:
    """Return the unit of each carrier; one that is not understood is told and left blank.

    Parameters
    ----------
    sheet
        A table with carriers as rows.
    rows
        Rows of the carriers.
    column
        Column of the units.
    findings
        Takes units that are not known.
    """
    units: list[Cell] = []
    above = ""
    for row in rows:
        text = sheet.text(row, column)
        unit = above if text.lower() in _DITTO else bare_unit(text)
        if text and not unit:
            findings.add("unit.unknown", sheet.place(row, column), unit=text, near="")
        units.append(unit or None)
        above = unit
    return units
