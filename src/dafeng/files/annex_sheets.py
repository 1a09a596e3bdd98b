"""What stands in each sheet of the workbook of annexes? Heads in both languages, typed figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dafeng.files.workbook_units import shown
from dafeng.language import Text, same
from dafeng.plan.binding import BoundFigure, Measured, Spread
from dafeng.plan.quantities import Quantity
from dafeng.plan.tree import Cell, Column, DataTable

#: A text that is a number as a spreadsheet would write it; a year may carry its sign in Chinese.
_NUMBER: Final = re.compile(r"(-?(?:0|[1-9]\d{0,14})(?:\.\d*[1-9])?)年?")
#: The same as people write it, with groups of digits and zeros behind the point.
_AMOUNT: Final = re.compile(r"(-?(?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,14})(?:\.\d+)?)")
#: Column of identifiers: 1.10 is none of 1.1.
_IDENTIFIER: Final = "id"
_BLANK: Final = frozenset({"—"})
_LOW, _HIGH = Text("下限", "low"), Text("上限", "high")
_UNIT: Final = Text("单位", "Unit")


@dataclass(frozen=True, slots=True)
class Figure:
    """A typed figure with its number format."""

    value: float
    form: str


Entry = str | Figure | None


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet: its head, its relative width, and an entry for each row."""

    head: str
    width: float
    entries: tuple[Entry, ...]


def sheet_columns(table: DataTable) -> tuple[SheetColumn, ...]:
    """Return the columns of the sheet of a table.

    A column of figures keeps one unit, stated in its head; where units differ from row to row a
    column of units follows. A range stands in two columns of its own. Words that differ between
    the languages stand in two columns.
    """
    found: list[SheetColumn] = []
    for at, column in enumerate(table.columns):
        cells = [row[at] if at < len(row) else None for row in table.rows]
        figures = [c for c in cells if isinstance(c, Measured | Spread)]
        found += _figures(column, cells, figures) if figures else _words(column, cells)
    return tuple(found)


def _both(name: Text, *more: Text) -> str:
    zh = "，".join((name.zh, *(m.zh for m in more)))
    en = ", ".join((name.en, *(m.en for m in more)))
    return zh if zh == en else f"{zh}\n{en}"


def _figures(
    column: Column, cells: list[Cell | None], figures: list[Measured | Spread]
) -> Iterator[SheetColumn]:
    units = {shown(f.quantity).unit for f in figures}
    unit = units.pop() if len(units) == 1 else None
    name = column.name
    if unit is not None:
        name = Text(f"{name.zh}（{unit.zh}）", f"{name.en} ({unit.en})")
    yield SheetColumn(_both(name), column.weight, tuple(map(_middle, cells)))
    if any(isinstance(f, Spread) for f in figures):
        lows = tuple(_figure(c.low, c.quantity) if isinstance(c, Spread) else None for c in cells)
        highs = tuple(_figure(c.high, c.quantity) if isinstance(c, Spread) else None for c in cells)
        yield SheetColumn(_both(name, _LOW), column.weight, lows)
        yield SheetColumn(_both(name, _HIGH), column.weight, highs)
    if units:
        yield SheetColumn(_both(_UNIT), 1.0, tuple(map(_unit, cells)))


def _middle(cell: Cell | None) -> Entry:
    match cell:
        case None:
            return None
        case Spread(middle=value, quantity=kind):
            return _figure(value, kind)
        case Measured(value=value, quantity=kind):
            return None if value is None else _figure(value, kind)
        case Text():
            return _word(cell.zh if cell.zh == cell.en else f"{cell.zh}\n{cell.en}")


def _figure(value: float, quantity: Quantity) -> Figure:
    how = shown(quantity)
    return Figure(value * how.factor, how.form)


def _unit(cell: Cell | None) -> Entry:
    if not isinstance(cell, Measured | Spread):
        return None
    unit = shown(cell.quantity).unit
    return None if unit is None else _both(unit)


def _words(column: Column, cells: list[Cell | None]) -> Iterator[SheetColumn]:
    texts = [c if isinstance(c, Text) else None for c in cells]
    read = _word if column.id == _IDENTIFIER else _amount
    zh = tuple(None if t is None else read(t.zh) for t in texts)
    en = tuple(None if t is None else read(t.en) for t in texts)
    if zh == en:
        yield SheetColumn(_both(column.name), column.weight, zh)
        return
    yield SheetColumn(column.name.zh, column.weight, zh)
    yield SheetColumn(column.name.en, column.weight, en)


def _word(text: str) -> Entry:
    found = _NUMBER.fullmatch(text)
    if found:
        return Figure(float(found[1]), "General")
    return None if text in _BLANK else text


def _amount(text: str) -> Entry:
    """Return an entry of a column that may hold amounts as people write them."""
    found = _AMOUNT.fullmatch(text)
    return Figure(float(found[1].replace(",", "")), "General") if found else _word(text)


def figure_columns(figures: tuple[BoundFigure, ...]) -> tuple[SheetColumn, ...]:
    """Return the list of every figure in the sentences: id, exact figure, as printed, origin."""
    units = [shown(f.quantity).unit or same("—") for f in figures]
    return (
        SheetColumn("编号\nId", 4.0, tuple(f.id for f in figures)),
        SheetColumn("数值\nValue", 1.6, tuple(_figure(f.value, f.quantity) for f in figures)),
        SheetColumn("单位\nUnit", 1.6, tuple(map(_both, units))),
        SheetColumn("文中写法", 1.6, tuple(f.text.zh for f in figures)),
        SheetColumn("As printed", 1.6, tuple(f.text.en for f in figures)),
        SheetColumn("来源", 2.0, tuple(f.origin.zh for f in figures)),
        SheetColumn("From", 2.0, tuple(f.origin.en for f in figures)),
    )
