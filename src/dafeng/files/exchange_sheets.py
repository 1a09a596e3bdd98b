"""Which rows of the sheets of a table or workbook state records?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dafeng.dossier.cells import UNCALCULATED
from dafeng.dossier.sheets import RawSheet
from dafeng.errors import Fault, Place
from dafeng.exchange.entry import heading
from dafeng.exchange.faults import fault

#: A row of an import: where it stands and its values, or why it cannot be read.
Row = tuple[Place, Mapping[str, Any] | Fault]


def rows_of(sheets: Iterable[RawSheet], faults: Iterable[Fault], name: str) -> Iterator[Row]:
    """Yield the rows of every sheet with an id or a title in its heading, and name the others.

    Parameters
    ----------
    sheets
        As read; if none has such a heading, the first that holds anything is taken.
    faults
        What the reading of the file found; they are passed on.
    name
        Name under which the user knows the file.
    """
    yield from ((Place(file=name), each) for each in faults)
    filled = [sheet for sheet in sheets if not sheet.blank]
    taken = [sheet for sheet in filled if {"id", "title"} & set(_headings(sheet).values())]
    for sheet in filled:
        if sheet in (taken or filled[:1]):
            yield from _rows(sheet)
        else:
            yield sheet.place(), fault("file.sheet", sheet.place(), name=sheet.sheet)


def _filled(sheet: RawSheet) -> list[int]:
    return [row for row in range(1, len(sheet.rows) + 1) if not sheet.blank_row(row)]


def _headings(sheet: RawSheet) -> dict[int, str]:
    """Return the fields that the first row names, by column."""
    top = next(iter(_filled(sheet)), 0)
    named = ((c, heading(sheet.text(top, c))) for c in range(1, sheet.width + 1))
    return {column: field for column, field in named if field}


def _rows(sheet: RawSheet) -> Iterator[Row]:
    filled = _filled(sheet)
    columns: dict[str, int] = {}
    for column, field in _headings(sheet).items():
        if columns.setdefault(field, column) != column:
            place = sheet.place(filled[0], column)
            yield place, _twice(sheet, place, sheet.place(filled[0], columns[field]), field)
    unnamed = [c for c in range(1, sheet.width + 1) if c not in _headings(sheet)]
    for row in filled[1:]:
        yield from _left_out(sheet, row, columns.values(), unnamed)
        stated = {field: sheet.at(row, c) for field, c in columns.items()}
        yield sheet.place(row), {k: v for k, v in stated.items() if v != UNCALCULATED}


def _left_out(
    sheet: RawSheet, row: int, columns: Iterable[int], unnamed: Iterable[int]
) -> Iterator[Row]:
    """Yield what is wrong with each cell of a row that states nothing: why it was not read."""
    for column in columns:
        if sheet.at(row, column) == UNCALCULATED:
            place = sheet.place(row, column)
            yield place, fault("file.formula", place)
    for column in unnamed:
        if text := sheet.text(row, column).strip():
            place = sheet.place(row, column)
            yield place, fault("file.no_heading", place, found=text)


def _twice(sheet: RawSheet, place: Place, first: Place, field: str) -> Fault:
    found = sheet.text(place.row or 0, place.column or 0)
    return fault("file.heading_twice", place, found=found, first=first.cell, field=field)
