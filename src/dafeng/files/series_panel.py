"""Which series does a panel file hold? One column by place and year, or all that is wrong."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dafeng.dossier.cells import Cell
from dafeng.dossier.plain_text import printable
from dafeng.dossier.sheets import RawSheet
from dafeng.errors import Fault, InputError, Place, Severity, UnknownNameError
from dafeng.files.text_tables import read_text_table
from dafeng.language import Text

#: Headings of the columns that say which place and which year.
PLACE_HEADS: Final = ("city_adcode", "adcode", "code", "区划代码", "行政区划代码")
YEAR_HEADS: Final = ("year", "年份", "年")
#: How the heading of another estimate of the same emissions begins.
COMPANIONS: Final = ("co2",)
_YEARS: Final = (1900, 2200)


@dataclass(frozen=True, slots=True)
class SeriesPanel:
    """One series of a panel file.

    Parameters
    ----------
    file
        Name of the file.
    column
        Name of the column of the series.
    place_column
        Name of the column of the places.
    series
        Values [unit of the column] by year, by place; places in rising order.
    companion_column
        Another column of CO2 in the file, by its heading; None if there is none.
    companion
        Its values by year, by place.
    companion_unread
        Cells of it that hold no positive number; they count as missing.
    """

    file: str
    column: str
    place_column: str
    series: Mapping[str, Mapping[int, float]]
    companion_column: str | None
    companion: Mapping[str, Mapping[int, float]]
    companion_unread: int


def read_series_panel(path: Path, column: str) -> SeriesPanel:
    """Return one series of a panel in CSV; an empty cell is a missing figure.

    Parameters
    ----------
    path
        The file.
    column
        Column of the series.

    Raises
    ------
    UnknownNameError
        If the file has no such column.
    InputError
        If the file is no panel or cells are wrong; all are listed.
    """
    sheet, faults = read_text_table(path)
    if sheet is None:
        raise InputError(faults)
    name = path.name
    heads = [_text(cell) for cell in sheet.rows[0]] if sheet.rows else []
    place, year = _find(heads, PLACE_HEADS), _find(heads, YEAR_HEADS)
    missing = [known for at, known in ((place, PLACE_HEADS), (year, YEAR_HEADS)) if at is None]
    if place is None or year is None:
        raise InputError([_no_column(name, known) for known in missing])
    if column not in heads:
        raise _unknown(column, heads)
    reader = _Rows(name, (place, year, heads.index(column)), heads)
    for row, cells in enumerate(sheet.rows[1:], 2):
        reader.take(row, cells)
    if reader.faults or not reader.series:
        raise InputError(reader.faults or [_empty(name, column)])
    ordered = {code: reader.series[code] for code in sorted(reader.series)}
    other = next((h for h in heads if h != column and h.lower().startswith(COMPANIONS)), None)
    beside, unread = ({}, 0) if other is None else _beside(sheet, (place, year, heads.index(other)))
    return SeriesPanel(name, column, heads[place], ordered, other, beside, unread)


def _beside(
    sheet: RawSheet, spots: tuple[int, int, int]
) -> tuple[dict[str, dict[int, float]], int]:
    """Return a second series and how many of its cells hold no positive number."""
    found: dict[str, dict[int, float]] = {}
    unread = 0
    for cells in sheet.rows[1:]:
        code, year, value = (_text(cells[at]) if at < len(cells) else "" for at in spots)
        figure, when = _number(value), _number(year)
        if figure is not None and figure > 0 and when is not None:
            found.setdefault(_code(code), {})[int(when)] = figure
        else:
            unread += bool(value)
    return found, unread


class _Rows:
    """Values taken row by row; faults are gathered, not raised."""

    def __init__(self, file: str, spots: tuple[int, int, int], heads: list[str]) -> None:
        self.file, self.spots, self.heads = file, spots, heads
        self.series: dict[str, dict[int, float]] = {}
        self.faults: list[Fault] = []
        self.seen: dict[tuple[str, int], int] = {}

    def take(self, row: int, cells: tuple[Cell, ...]) -> None:
        """Take one row; a row without a figure says nothing, and is still looked at."""
        code, year, value = (_text(cells[at]) if at < len(cells) else "" for at in self.spots)
        if not (code or year or value):
            return
        if not code:
            self._wrong(row, 0, "panel.place.missing", _NO_PLACE)
        when, figure = self._year(row, year), self._figure(row, value)
        if not code or when is None:
            return
        first = self.seen.setdefault((_code(code), when), row)
        if first != row:
            self._wrong(row, 1, "panel.row.twice", _twice(code, when, first))
        elif figure is not None:
            self.series.setdefault(_code(code), {})[when] = figure

    def _year(self, row: int, text: str) -> int | None:
        number = _number(text)
        if number is None or number != int(number) or not _YEARS[0] <= number <= _YEARS[1]:
            self._wrong(row, 1, "panel.year.number", _no_year(text))
            return None
        return int(number)

    def _figure(self, row: int, text: str) -> float | None:
        if not text:
            return None
        number = _number(text)
        if number is None:
            self._wrong(row, 2, "panel.cell.number", _no_number(text))
        elif number <= 0:
            self._wrong(row, 2, "panel.cell.positive", _not_positive(text))
        else:
            return number
        return None

    def _wrong(self, row: int, spot: int, rule: str, texts: tuple[Text, Text]) -> None:
        at = self.spots[spot]
        place = Place(self.file, row=row, column=at + 1, field=printable(self.heads[at]))
        self.faults.append(Fault(rule, Severity.ERROR, place, *texts))


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()


def _code(text: str) -> str:
    """Return a code that a spreadsheet has made a decimal number (``330500.0``) as it was."""
    whole = text.removesuffix(".0")
    return whole if whole.isdecimal() else text


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _find(heads: list[str], known: tuple[str, ...]) -> int | None:
    return next((heads.index(name) for name in known if name in heads), None)


def _unknown(column: str, heads: list[str]) -> UnknownNameError:
    known = printable(", ".join(head for head in heads if head))
    asked = printable(column)
    return UnknownNameError(
        Text(
            f"面板没有列 {asked}；可用：{known}",
            f"the panel has no column {asked}; it has: {known}",
        )
    )


def _no_column(file: str, known: tuple[str, ...]) -> Fault:
    names = ", ".join(known)
    return Fault(
        "panel.column.missing",
        Severity.ERROR,
        Place(file, row=1),
        Text(f"缺少列：{names} 之一", f"a column is missing: one of {names}"),
        Text("在首行写明列名", "name the column in the first row"),
    )


def _empty(file: str, column: str) -> Fault:
    return Fault(
        "panel.series.empty",
        Severity.ERROR,
        Place(file, field=printable(column)),
        Text("该列没有数值", "the column holds no figures"),
        Text("换一列，或补充数据", "choose another column, or add figures"),
    )


_NO_PLACE: Final = (
    Text("没有地区代码", "no place is named"),
    Text("填写六位区划代码", "enter the six-digit division code"),
)


def _no_year(text: str) -> tuple[Text, Text]:
    shown = printable(text)
    return (
        Text(f"“{shown}”不是年份", f"{shown!r} is not a year"),
        Text("填写四位年份", "enter a year of four digits"),
    )


def _no_number(text: str) -> tuple[Text, Text]:
    shown = printable(text)
    return (
        Text(f"“{shown}”不是有限数", f"{shown!r} is not a finite number"),
        Text("改为数字，缺失则留空", "enter a number, or leave the cell empty if missing"),
    )


def _not_positive(text: str) -> tuple[Text, Text]:
    shown = printable(text)
    return (
        Text(f"{shown} 不是正数，无法取对数", f"{shown} is not positive and has no logarithm"),
        Text("核对数值，缺失则留空", "check the figure, or leave the cell empty if missing"),
    )


def _twice(code: str, year: int, first: int) -> tuple[Text, Text]:
    shown = printable(code)
    return (
        Text(
            f"{shown} 的 {year} 年重复，首次在第 {first} 行",
            f"{shown} has {year} twice, first in row {first}",
        ),
        Text("每地每年只留一行", "keep one row for each place and year"),
    )
