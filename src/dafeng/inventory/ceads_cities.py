"""Which totals of cities stand in the CEADs workbook? Reading of its two sheets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dafeng.inventory.ceads_cells import CellReader, Rows, plain_year

_T_PER_MT: Final = 1e6


@dataclass(frozen=True, slots=True)
class CityTotal:
    """Total CO2 of a city in a year, under the name that the workbook uses [t]."""

    city: str
    year: int
    co2: float


def read_city_vector(file: str, sheet: str, rows: Rows) -> tuple[CityTotal, ...]:
    """Return city totals from the long sheet (``ID, city, year, emission`` in Mt).

    A row without an emission is a year without a figure, not a zero.

    Raises
    ------
    InputError
        If a column is missing, or a cell is no year or figure; all faults are listed.
    """
    reader = CellReader(file, sheet)
    header = [str(c or "").strip().lower() for c in (rows[0] if rows else ())]
    wanted = ("city", "year", "emission")
    reader.require(w for w in wanted if w not in header)
    reader.settle()
    city, year, emission = (header.index(w) for w in wanted)
    result = []
    for i, row in enumerate(rows[1:], start=1):
        if row[emission] in (None, "") or not row[city]:
            continue
        co2 = reader.figure(row, i, emission) * _T_PER_MT
        result.append(CityTotal(str(row[city]).strip(), reader.year(row[year], i, year), co2))
    reader.settle()
    return tuple(result)


def read_city_matrix(file: str, sheet: str, rows: Rows) -> tuple[CityTotal, ...]:
    """Return city totals from the wide sheet (one row a city, one column a year, Mt).

    Here a city's name carries its province (``安徽安庆``).

    Raises
    ------
    InputError
        If no column is a year or a cell is no figure; all faults are listed.
    """
    reader = CellReader(file, sheet)
    header = [plain_year(c) for c in (rows[0] if rows else ())]
    reader.require([] if any(header) else ["year"])
    reader.settle()
    found = tuple(
        CityTotal(str(row[0]).strip(), year, reader.figure(row, i, j) * _T_PER_MT)
        for i, row in enumerate(rows[1:], start=1)
        for j, year in enumerate(header)
        if year and row[0] and row[j] not in (None, "")
    )
    reader.settle()
    return found
