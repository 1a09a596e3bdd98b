"""What do the CEADs workbooks say? Reading of their sheets, rows already in hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng import reference
from dafeng.axes import Axis, Floats
from dafeng.errors import Fault, InputError, Place, Severity
from dafeng.language import Text

#: A raw cell as a workbook reader hands it over.
Cell = str | float | int | bool | None
Rows = Sequence[Sequence[Cell]]

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


@dataclass(frozen=True, slots=True)
class CityTotal:
    """Total CO2 of a city in a year, under the name that the workbook uses [t]."""

    city: str
    year: int
    co2: float


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
    columns = _columns(file, sheet, rows)
    _unit(file, sheet, rows, columns)
    names = _sector_rows(file, sheet, rows)
    carriers = Axis("carrier", tuple(c for c in columns if c not in ("process", "total")))
    sectors = Axis("sector", tuple(s for s in names if s))
    numbers = {s: _numbers(file, sheet, rows[r], r, columns) for s, r in names.items()}
    fuels = np.array([[numbers[s][c] for c in carriers] for s in sectors])
    process = np.array([numbers[s]["process"] for s in sectors])
    faults = _checked(file, sheet, names, numbers, columns)
    return CeadsInventory(
        sheet,
        area,
        year,
        sectors,
        carriers,
        fuels * _T_PER_MT,
        process * _T_PER_MT,
        numbers[""]["total"] * _T_PER_MT,
        tuple(faults),
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


def read_city_vector(file: str, sheet: str, rows: Rows) -> tuple[CityTotal, ...]:
    """Return city totals from the long sheet (``ID, city, year, emission`` in Mt)."""
    header = [str(c or "").strip().lower() for c in rows[0]]
    wanted = ("city", "year", "emission")
    _require(file, sheet, [w for w in wanted if w not in header])
    city, year, emission = (header.index(w) for w in wanted)
    result = []
    for i, row in enumerate(rows[1:], start=2):
        if row[emission] in (None, "") or not row[city]:
            continue
        value = _number(file, sheet, row[emission], i, emission + 1)
        result.append(CityTotal(str(row[city]).strip(), int(float(str(row[year]))), value * 1e6))
    return tuple(result)


def read_city_matrix(file: str, sheet: str, rows: Rows) -> tuple[CityTotal, ...]:
    """Return city totals from the wide sheet (one row a city, one column a year, Mt).

    Here a city's name carries its province (``安徽安庆``).
    """
    header = [_plain_year(c) for c in rows[0]]
    _require(file, sheet, [] if any(header) else ["year"])
    return tuple(
        CityTotal(str(row[0]).strip(), year, _number(file, sheet, row[j], i, j + 1) * 1e6)
        for i, row in enumerate(rows[1:], start=2)
        for j, year in enumerate(header)
        if year and row[0] and row[j] not in (None, "")
    )


def _letters(cell: Cell) -> str:
    return re.sub(r"[^a-z0-9]", "", str(cell or "").lower())


def _plain_year(cell: Cell) -> int:
    text = str(cell or "").strip().removesuffix(".0")
    return int(text) if re.fullmatch(r"(19|20)\d\d", text) else 0


def _named(file: str, sheet: str) -> tuple[str, int]:
    if not is_sectoral(sheet):
        raise InputError([_not_ceads(file, sheet, 1, Text("表名", "the sheet's name"))])
    return sheet.strip()[:-4].strip(), int(sheet.strip()[-4:])


def _columns(file: str, sheet: str, rows: Rows) -> dict[str, int]:
    found = {}
    for j, cell in enumerate(rows[0] if rows else ()):
        name = COLUMNS.get(_letters(cell))
        if name:
            found[name] = j
    missing = [c for c in COLUMNS.values() if c not in found]
    _require(file, sheet, missing)
    return found


def _unit(file: str, sheet: str, rows: Rows, columns: dict[str, int]) -> None:
    units = {_letters(rows[1][j]) for j in columns.values()}
    if not units <= _UNIT:
        raise InputError([_not_ceads(file, sheet, 2, Text("单位（应为 Mt）", "the unit (Mt)"))])


def _require(file: str, sheet: str, missing: Iterable[str]) -> None:
    faults = [_not_ceads(file, sheet, 1, Text(f"列 {name}", f"column {name}")) for name in missing]
    if faults:
        raise InputError(faults)


def _sector_rows(file: str, sheet: str, rows: Rows) -> dict[str, int]:
    """Return the row of each CEADs sector and of the total (``""``)."""
    tree = reference.sectors()
    known = {_letters(tree.name(s).en): s for s in tree.leaves("fine")}
    found: dict[str, int] = {}
    faults = []
    for i, row in enumerate(rows[2:], start=2):
        name = _letters(row[0])
        if not name:
            continue
        sector = "" if name in _TOTAL_ROWS else known.get(name)
        if sector is None or sector in found:
            said = Text(f"行“{row[0]}”", f"row {row[0]!r}")
            faults.append(_not_ceads(file, sheet, i + 1, said))
            continue
        found[sector] = i
    absent = [s for s in ("", *tree.leaves("fine")) if s not in found]
    faults += [
        _not_ceads(file, sheet, 1, Text(f"缺行 {s or '合计'}", f"no row {s or 'total'}"))
        for s in absent
    ]
    if faults:
        raise InputError(faults)
    return found


def _numbers(
    file: str, sheet: str, row: Sequence[Cell], index: int, columns: dict[str, int]
) -> dict[str, float]:
    return {name: _number(file, sheet, row[j], index + 1, j + 1) for name, j in columns.items()}


def _number(file: str, sheet: str, cell: Cell, row: int, column: int) -> float:
    if cell is None or cell == "":
        return 0.0
    try:
        return float(cell)
    except (TypeError, ValueError):
        place = Place(file, sheet, row, column)
        raise InputError(
            [
                Fault(
                    "ceads.cell.number",
                    Severity.ERROR,
                    place,
                    Text(f"“{cell}”不是数", f"{cell!r} is not a number"),
                    Text("用原始文件", "use the file as published"),
                )
            ]
        ) from None


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
            f"合计 {stated:.9g} Mt，各项之和 {parts:.9g} Mt",
            f"the total is {stated:.9g} Mt, its parts sum to {parts:.9g} Mt",
        ),
        Text("与发布方核对", "check with the publisher"),
    )


def _not_ceads(file: str, sheet: str, row: int, what: Text) -> Fault:
    return Fault(
        "ceads.layout",
        Severity.ERROR,
        Place(file, sheet, row),
        Text(f"不是 CEADs 分部门清单：{what.zh}", f"not a CEADs sectoral sheet: {what.en}"),
        Text("用原始文件", "use the file as published"),
    )
