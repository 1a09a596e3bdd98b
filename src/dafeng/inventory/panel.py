"""What does a panel file of prefectures say of one of them?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from dafeng.axes import Axis
from dafeng.errors import Fault, InputError, Place, Severity, UnknownNameError
from dafeng.inventory.panel_years import check_years
from dafeng.language import Text
from dafeng.reference import PlaceSeries

#: Rows of a panel file by column name; columns as in `first_dossier_from_panel`.
Panel = Sequence[Mapping[str, str]]


def panel_series(code: str, rows: Panel, latest: int | None = None) -> PlaceSeries:
    """Return the series of one prefecture of a panel file.

    Parameters
    ----------
    code
        Division code.
    rows
        Rows of the panel; an empty cell is a missing figure.
    latest
        Last year that can have figures; None where nobody says what day it is.

    Raises
    ------
    UnknownNameError
        If the panel has no row of the code.
    InputError
        If a cell is no finite number above zero, a share is above one, or a year is none, stands
        twice or lies ahead, or the figures end before an estimate starts; all are listed.
    """
    own = [(at, r) for at, r in enumerate(rows, 2) if str(r["city_adcode"]).strip() == code]
    if not own:
        raise UnknownNameError(Text(f"面板文件中没有 {code}", f"the panel has no rows of {code}"))
    faults: list[Fault] = []

    dated = _dated(own, faults)
    faults += check_years(dated, latest)

    def column(name: str, factor: float = 1.0, most: float = math.inf) -> dict[int, float]:
        found = {}
        for year, (at, row) in dated.items():
            cell = str(row.get(name) or "").strip()
            value = _finite(cell) if cell else None
            if value is not None and (value > 0 or (value == 0 and most == 1)) and value <= most:
                found[year] = value * factor
            elif value is not None:
                faults.append(_out_of_range(at, name, cell, most))
            elif cell:
                faults.append(_no_number(at, name, cell))
        return found

    current, index = column("gdp_nominal_yi"), column("gdp_index_prev100")
    result = PlaceSeries(
        code,
        Axis("year", tuple(sorted(dated))),
        current,
        index,
        column("share_primary", most=1.0),
        column("share_secondary", most=1.0),
        column("share_tertiary", most=1.0),
        column("pop_resident_wan"),
        column("pop_interp_wan") or column("pop_resident_wan"),
        column("co2_edgar8_t"),
        column("co2_ceads_mt", 1e6),
    )
    if faults:
        raise InputError(list(dict.fromkeys(faults)))
    return result


def _dated(
    rows: Sequence[tuple[int, Mapping[str, str]]], faults: list[Fault]
) -> dict[int, tuple[int, Mapping[str, str]]]:
    """Return the rows by year; a year that is none or stands twice is a fault."""
    found: dict[int, tuple[int, Mapping[str, str]]] = {}
    for at, row in rows:
        cell = str(row.get("year") or "").strip()
        year = _finite(cell)
        if year is None or year != int(year):
            faults.append(_no_number(at, "year", cell))
        elif int(year) in found:
            faults.append(_twice(at, int(year), found[int(year)][0]))
        else:
            found[int(year)] = at, row
    return found


def _finite(cell: str) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _twice(row: int, year: int, before: int) -> Fault:
    return Fault(
        "panel.year.twice",
        Severity.ERROR,
        Place("panel", row=row, field="year"),
        Text(f"{year} 年已在第 {before} 行出现", f"{year} stands in row {before} already"),
        Text("每年只留一行", "keep one row for each year"),
    )


def _out_of_range(row: int, column: str, cell: str, most: float) -> Fault:
    share = math.isfinite(most)
    return Fault(
        "panel.cell.range",
        Severity.ERROR,
        Place("panel", row=row, field=column),
        Text(
            f"“{cell}”不是占比（0 到 1）" if share else f"“{cell}”不大于零",
            f"{cell!r} is no share of one" if share else f"{cell!r} is not above zero",
        ),
        Text("核对数字与单位，缺失则留空", "check number and unit, or leave the cell empty"),
    )


def _no_number(row: int, column: str, cell: str) -> Fault:
    return Fault(
        "panel.cell.number",
        Severity.ERROR,
        Place("panel", row=row, field=column),
        Text(f"“{cell}”不是有限数", f"{cell!r} is not a finite number"),
        Text("改为数字，缺失则留空", "enter a number, or leave the cell empty if missing"),
    )
