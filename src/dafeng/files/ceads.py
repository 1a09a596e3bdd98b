"""Which inventories are in a CEADs workbook?"""

from __future__ import annotations

from pathlib import Path

from dafeng.dossier.sheets import RawSheet
from dafeng.errors import Fault, InputError, Place, Severity
from dafeng.files.workbooks import read_sheets
from dafeng.inventory.ceads import (
    CeadsInventory,
    CityTotal,
    Rows,
    is_sectoral,
    read_city_matrix,
    read_city_vector,
    read_sectoral_sheet,
)
from dafeng.language import Text

_CITY_SHEETS = {"emission vector": read_city_vector, "emission matrix": read_city_matrix}


def read_province_workbook(path: Path | str) -> tuple[CeadsInventory, ...]:
    """Return the sectoral inventories of a provincial workbook, one for each province.

    Raises
    ------
    InputError
        If the file cannot be opened or a sheet is not a CEADs sheet.
    """
    return _sectoral(Path(path))


def read_national_workbook(path: Path | str) -> tuple[CeadsInventory, ...]:
    """Return the sectoral inventories of the national workbook, one for each year."""
    return tuple(sorted(_sectoral(Path(path)), key=lambda i: i.year))


def read_city_workbook(path: Path | str) -> tuple[CityTotal, ...]:
    """Return city totals of the city workbook, from its long sheet or else its wide one.

    Raises
    ------
    InputError
        If the file cannot be opened or has neither sheet.
    """
    sheets = _sheets(Path(path))
    for name, read in _CITY_SHEETS.items():
        if name in sheets:
            return read(Path(path).name, name, sheets[name])
    raise InputError([_unreadable(Path(path).name, Text("没有城市数据表", "no city sheet"))])


def read_city_sheets(path: Path | str) -> dict[str, tuple[CityTotal, ...]]:
    """Return the totals of each city sheet (``emission vector``, ``emission matrix``)."""
    sheets = _sheets(Path(path))
    return {
        n: read(Path(path).name, n, sheets[n]) for n, read in _CITY_SHEETS.items() if n in sheets
    }


def _sectoral(path: Path) -> tuple[CeadsInventory, ...]:
    sheets = {name: rows for name, rows in _sheets(path).items() if is_sectoral(name)}
    if not sheets:
        raise InputError([_unreadable(path.name, Text("没有分部门清单", "no sectoral sheet"))])
    return tuple(read_sectoral_sheet(path.name, name, rows) for name, rows in sheets.items())


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
