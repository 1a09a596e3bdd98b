"""What do the CEADs workbooks say? Reading of their sheets, rows already in hand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng import reference
from dafeng.axes import Axis, Floats
from dafeng.errors import Fault, InputError, Place, Severity
from dafeng.inventory.ceads_cells import Cell, CellReader, Rows, not_ceads
from dafeng.language import Text, significant

#: Columns of a sectoral sheet by their letters alone.
COLUMNS: Final = {
    "rawcoal": "raw_coal",
    "cleanedcoal": "cleaned_coal",
    "otherwashedcoal": "other_washed_coal",
    "briquettes": "briquettes",
    "coke": "coke",
    "cokeovengas": "coke_oven_gas",
    "othergas": "other_gas",
    "othercokingproducts": "other_coking_products",
    "crudeoil": "crude_oil",
    "gasoline": "gasoline",
    "kerosene": "kerosene",
    "dieseloil": "diesel",
    "fueloil": "fuel_oil",
    "lpg": "lpg",
    "refinerygas": "refinery_gas",
    "otherpetroleumproducts": "other_petroleum_products",
    "naturalgas": "natural_gas",
    "process": "process",
    "scope1total": "total",
}

_TOTAL_ROWS: Final = frozenset({"totalconsumption", "totalemissions"})
_UNIT: Final = frozenset({"mtco2", "mt", "milliontonnes", "milliontons"})
_T_PER_MT: Final = 1e6

#: A total may differ from its parts by this much: the publisher rounds to nine decimals [Mt].
TOTAL_TOLERANCE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class CeadsInventory:
    """One sectoral sheet: 47 sectors, 17 fuels and process.

    Parameters
    ----------
    sheet, area, year
        Name of the sheet (``Shanghai2019``, ``2019``), area as written there, year.
    sectors, carriers
        Axes: ``ceads_01`` ..., carrier ids.
    co2
        CO2 from fuels [t] (sector, carrier).
    process
        CO2 from processes [t] (sector).
    total
        Total that the sheet states [t].
    faults
        Totals that differ from the sum of their parts.
    """

    sheet: str
    area: str
    year: int
    sectors: Axis[str]
    carriers: Axis[str]
    co2: Floats
    process: Floats
    total: float
    faults: tuple[Fault, ...]


def read_sectoral_sheet(file: str, sheet: str, rows: Rows) -> CeadsInventory:
    """Return the inventory of one province or national sheet; its total is checked, not added.

    Parameters
    ----------
    file, sheet
        Names for diagnostics; the sheet's name holds area and year.
    rows
        Raw cells, first row first.

    Raises
    ------
    InputError
        If name, columns, unit or sectors are not those of a CEADs sheet; all faults are listed.
    """
    area, year = _named(file, sheet)
    reader = CellReader(file, sheet)
    columns = _columns(reader, rows)
    reader.settle()
    _unit(reader, rows, columns)
    names = _sector_rows(reader, rows)
    numbers = {
        s: {name: reader.figure(rows[i], i, j) for name, j in columns.items()}
        for s, i in names.items()
    }
    reader.settle()
    carriers = Axis("carrier", tuple(c for c in columns if c not in ("process", "total")))
    sectors = Axis("sector", tuple(s for s in names if s))
    fuels = np.array([[numbers[s][c] for c in carriers] for s in sectors])
    process = np.array([numbers[s]["process"] for s in sectors])
    return CeadsInventory(
        sheet,
        area,
        year,
        sectors,
        carriers,
        fuels * _T_PER_MT,
        process * _T_PER_MT,
        numbers[""]["total"] * _T_PER_MT,
        tuple(_checked(file, sheet, names, numbers, columns)),
    )


def is_sectoral(sheet: str) -> bool:
    """Say whether a sheet's name is that of an area and year, or of a year."""
    return re.fullmatch(r"[A-Za-z ]*(19|20)\d\d", sheet.strip()) is not None


def standard(inventory: CeadsInventory) -> tuple[Axis[str], Floats, Floats]:
    """Sum the 47 sectors up to the thirteen standard ones.

    Returns
    -------
    axis, co2, process
        Standard sectors, fuels [t] (sector, carrier), processes [t] (sector).
    """
    tree = reference.sectors()
    axis = Axis("sector", tree.leaves("standard"))
    co2, process = np.zeros((len(axis), len(inventory.carriers))), np.zeros(len(axis))
    for i, sector in enumerate(inventory.sectors):
        at = axis.index(tree.parent(sector))
        co2[at] += inventory.co2[i]
        process[at] += inventory.process[i]
    return axis, co2, process


def _letters(cell: Cell) -> str:
    return re.sub(r"[^a-z0-9]", "", str(cell or "").lower())


def _named(file: str, sheet: str) -> tuple[str, int]:
    if not is_sectoral(sheet):
        raise InputError([not_ceads(file, sheet, 1, Text("表名", "the sheet's name"))])
    return sheet.strip()[:-4].strip(), int(sheet.strip()[-4:])


def _columns(reader: CellReader, rows: Rows) -> dict[str, int]:
    found = {}
    for j, cell in enumerate(rows[0] if rows else ()):
        name = COLUMNS.get(_letters(cell))
        if name:
            found[name] = j
    reader.require(c for c in COLUMNS.values() if c not in found)
    return found


def _unit(reader: CellReader, rows: Rows, columns: dict[str, int]) -> None:
    units = {_letters(rows[1][j]) for j in columns.values()} if len(rows) > 1 else {""}
    if not units <= _UNIT:
        reader.refuse(2, Text("单位（应为 Mt）", "the unit (Mt)"))


def _sector_rows(reader: CellReader, rows: Rows) -> dict[str, int]:
    """Return the row of each CEADs sector and of the total (``""``)."""
    tree = reference.sectors()
    known = {_letters(tree.name(s).en): s for s in tree.leaves("fine")}
    found: dict[str, int] = {}
    for i, row in enumerate(rows[2:], start=2):
        name = _letters(row[0])
        if not name:
            continue
        sector = "" if name in _TOTAL_ROWS else known.get(name)
        if sector is None or sector in found:
            reader.refuse(i + 1, Text(f"行“{row[0]}”", f"row {row[0]!r}"))
            continue
        found[sector] = i
    for sector in ("", *tree.leaves("fine")):
        if sector not in found:
            reader.refuse(1, _no_row(reference.sector_name(sector)))
    return found


def _checked(
    file: str,
    sheet: str,
    names: dict[str, int],
    numbers: dict[str, dict[str, float]],
    columns: dict[str, int],
) -> list[Fault]:
    """Compare the total row with the sectors, and each row's total with its fuels."""
    faults = []
    for column, j in columns.items():
        parts = float(np.sum([numbers[s][column] for s in names if s]))
        if abs(parts - numbers[""][column]) > TOTAL_TOLERANCE:
            place = Place(file, sheet, names[""] + 1, j + 1)
            faults.append(_total_differs(place, numbers[""][column], parts))
    for sector, i in names.items():
        parts = float(np.sum([v for c, v in numbers[sector].items() if c != "total"]))
        if abs(parts - numbers[sector]["total"]) > TOTAL_TOLERANCE:
            place = Place(file, sheet, i + 1, columns["total"] + 1)
            faults.append(_total_differs(place, numbers[sector]["total"], parts))
    return faults


def _total_differs(place: Place, stated: float, parts: float) -> Fault:
    return Fault(
        "ceads.total.differs",
        Severity.WARNING,
        place,
        Text(
            f"合计 {significant(stated, 9)} Mt，各项之和 {significant(parts, 9)} Mt",
            f"the total is {significant(stated, 9)} Mt, its parts sum to {significant(parts, 9)} "
            "Mt",
        ),
        Text("与发布方核对", "check with the publisher"),
    )


def _no_row(sector: Text) -> Text:
    return Text(f"缺“{sector.zh}”一行", f"no row {sector.en}")
