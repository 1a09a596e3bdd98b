"""Which inventories are in a CEADs workbook?"""

from __future__ import annotations

from pathlib import Path

from dafeng.dossier.sheets import RawSheet
from dafeng.errors import Fault, InputError, Place, Severity
from dafeng.files.workbooks import read_sheets
from dafeng.inventory.ceads import CeadsInventory, is_sectoral, read_sectoral_sheet
from dafeng.inventory.ceads_cells import Rows
from dafeng.inventory.ceads_cities import CityTotal, read_city_matrix, read_city_vector
from dafeng.language import Text

_CITY_SHEETS = {"emission vector": read_city_vector, "emission matrix": read_city_matrix}


def read_ceads_workbook(
    path: Path | str,
) -> tuple[tuple[CeadsInventory, ...], tuple[CityTotal, ...]]:
    """Return the sectoral inventories of a workbook, or else its city totals.

    The names of its sheets say which: ``Zhejiang2019`` and ``2019`` are sectoral inventories,
    ``emission vector`` and ``emission matrix`` hold city totals, the second only without the first.

    Parameters
    ----------
    path
        The provincial, national or city workbook as published.

    Returns
    -------
    inventories, totals
        One of the two is empty.

    Raises
    ------
    InputError
        If the file cannot be opened, has no such sheet, or has faults; those of all sheets are
        listed.
    """
    path = Path(path)
    sheets = _sheets(path)
    sectoral = {name: rows for name, rows in sheets.items() if is_sectoral(name)}
    if sectoral:
        return _sectoral(path.name, sectoral), ()
    for name, read in _CITY_SHEETS.items():
        if name in sheets:
            return (), read(path.name, name, sheets[name])
    raise InputError([_unreadable(path.name, Text("没有 CEADs 的数据表", "no sheet of CEADs"))])


def _sectoral(file: str, sheets: dict[str, Rows]) -> tuple[CeadsInventory, ...]:
    """Return the inventories in the order of their years."""
    found: list[CeadsInventory] = []
    faults: list[Fault] = []
    for name, rows in sheets.items():
        try:
            found.append(read_sectoral_sheet(file, name, rows))
        except InputError as error:
            faults.extend(error.faults)
    if faults:
        raise InputError(faults)
    return tuple(sorted(found, key=lambda i: i.year))


def _sheets(path: Path) -> dict[str, Rows]:
    try:
        sheets, faults = read_sheets(path)
    except OSError as error:
        said = Text(f"无法打开：{error}", f"cannot be opened: {error}")
        raise InputError([_unreadable(path.name, said)]) from error
    if faults:
        raise InputError(faults)
    return {sheet.sheet: _rows(sheet) for sheet in sheets}


def _rows(sheet: RawSheet) -> Rows:
    """Return the rows of a sheet, filled up to one width."""
    width = sheet.width
    return [[*row, *[None] * (width - len(row))] for row in sheet.rows]


def _unreadable(file: str, what: Text) -> Fault:
    return Fault(
        "ceads.workbook",
        Severity.ERROR,
        Place(file),
        what,
        Text("用 CEADs 发布的原始文件", "use the workbook as CEADs publishes it"),
    )
