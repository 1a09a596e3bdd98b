"""A dossier as one workbook: the same tables as sheets, the identity as the first."""

from __future__ import annotations

from pathlib import Path

from dafeng.dossier.records import Dossier
from dafeng.dossier.writing import identity_sheet, sheets_of
from dafeng.files.dossier_folder import Raw
from dafeng.files.workbooks import read_sheets, write_sheets
from dafeng.language import Language


def read_workbook(path: Path) -> Raw:
    """Return the tables that a workbook holds; the identity is the sheet called Dossier."""
    sheets, faults = read_sheets(path)
    return Raw(sheets, None, faults)


def write_workbook(dossier: Dossier, path: Path, language: Language = "zh") -> None:
    """Write a dossier as a workbook, with sheet names, headers and words in one language."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_sheets((identity_sheet(dossier, language), *sheets_of(dossier, language)), path)
