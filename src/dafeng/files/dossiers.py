"""Reading and writing a dossier in either form, folder or workbook, with all its faults."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from dafeng.dossier.parse import IDENTITY_FILE, parse
from dafeng.dossier.records import Dossier
from dafeng.dossier.rules import fault
from dafeng.errors import Fault, Place
from dafeng.files.dossier_folder import Raw, read_folder, write_folder, wrong_format
from dafeng.files.dossier_workbook import read_workbook, write_workbook
from dafeng.files.regular import irregular
from dafeng.files.text_tables import read_text_table
from dafeng.language import Language, Text

Form = Literal["folder", "workbook"]

_WORKBOOKS: Final = (".xlsx", ".xlsm")
_TEXT_TABLES: Final = (".csv", ".tsv", ".txt")


def read_dossier(path: str | Path) -> tuple[Dossier | None, tuple[Fault, ...]]:
    """Return the dossier of a folder or workbook, and everything wrong with its cells.

    How records fit together is asked by `dafeng.dossier.check.check`.

    Parameters
    ----------
    path
        Folder with ``dossier.toml`` and tables, or a workbook with the same sheets.

    Returns
    -------
    tuple
        The dossier, or None where the place is not stated or nothing can be read; and the faults
        of reading and of the cells.
    """
    raw = read_raw(Path(path))
    if raw is None:
        return None, (fault("file.missing", Place(file=Path(path).name), path=path),)
    if not raw.sheets and raw.identity is None and raw.faults:
        return None, raw.faults
    dossier, faults = parse(raw.sheets, raw.identity, _drivers(), _identity_file(Path(path)))
    return dossier, (*raw.faults, *faults)


def read_raw(path: Path) -> Raw | None:
    """Return the tables of a folder or file before anybody knows what they mean; None if absent."""
    if path.is_dir():
        return read_folder(path)
    if not path.exists():
        return None
    if (wrong := irregular(path)) is not None:
        return Raw((), None, (wrong,))
    return read_folder(path.parent) if path.name == IDENTITY_FILE else _table(path)


def _table(path: Path) -> Raw:
    ending = path.suffix.lower()
    if ending in _TEXT_TABLES:
        sheet, faults = read_text_table(path)
        return Raw((sheet,) if sheet else (), None, faults)
    if ending in _WORKBOOKS:
        return read_workbook(path)
    return Raw((), None, (wrong_format(path),))


def _identity_file(path: Path) -> str:
    return IDENTITY_FILE if path.is_dir() else path.name


def _drivers() -> dict[str, Text]:
    """Return the drivers that scenarios know, by id."""
    from dafeng.scenarios.catalogue import DRIVERS

    return {d.id: d.name for d in DRIVERS}


def write_dossier(
    dossier: Dossier, path: str | Path, form: Form = "folder", language: Language = "zh"
) -> None:
    """Write a dossier so that reading it back gives the same records.

    Parameters
    ----------
    dossier
        What to write.
    path
        Folder, or workbook file.
    form
        ``folder`` or ``workbook``.
    language
        Language of headers and words.
    """
    write = write_folder if form == "folder" else write_workbook
    write(dossier, Path(path), language)
