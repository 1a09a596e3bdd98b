"""Which cells of a header of several rows are blank because a cell before them stands for them?

Exported and copied tables have lost their merged cells: the name of a group stands over its first
column alone, and a name of its own only in the first row of the header.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from dafeng.dossier.cells import (
    BLANK,
    FIRST_YEAR,
    LAST_YEAR,
    Cell,
    cell_text,
    read_number,
    read_year,
)
from dafeng.dossier.energy_rows import find_balance_row
from dafeng.dossier.footnotes import is_footnote
from dafeng.dossier.indicators import find_indicator, is_comparison
from dafeng.dossier.long_table import is_long_table
from dafeng.dossier.sheets import RawSheet, unmerged
from dafeng.dossier.titles import is_unit
from dafeng.dossier.total_headers import MAYBE_TOTALS, bare_total, carrier_total, first_method
from dafeng.dossier.vocabulary import find_carrier
from dafeng.dossier.wording import UNIT_HEADERS, key

#: Names by which a header is known below figures, where a table stands under another.
_LEAST_BELOW: Final = 2


def spread_headings(sheet: RawSheet) -> RawSheet:
    """Return a table with the blanks of its headers filled as if their cells were merged.

    A row below a header belongs to it where its first cell is blank, no figure stands in it and it
    names carriers, indicators or years. In such a header the name of a group goes on to the right
    over blanks with a name below them, and a name goes down where nothing stands below it. A number
    never goes down, and is a year only where all numbers of a row are years that no name of
    carrier, indicator or row stands before. Tables with one record a row have one row of header and
    stay as they are.

    Parameters
    ----------
    sheet
        A table of energy or activity as read.
    """
    filled = unmerged(sheet)
    if is_long_table(filled):
        return sheet
    rows = [list(row) for row in filled.rows]
    changed = figures = False
    row = 1
    while row < len(rows):
        figures = figures or _has_data(filled.rows[row - 1])
        last = _last(filled, row, _LEAST_BELOW if figures else 1)
        if last > row:
            block = rows[row - 1 : last]
            changed = _spread(block, filled.width) or changed
        row = last + 1
    if not changed:
        return sheet
    own = [list(r) for r in sheet.rows]
    for kept, new, before in zip(own, rows, filled.rows, strict=True):
        kept.extend([None] * (len(new) - len(kept)))
        for i, cell in enumerate(new):
            if cell_text(cell) and not (i < len(before) and cell_text(before[i])):
                kept[i] = cell
    return replace(sheet, rows=tuple(map(tuple, own)))


def _last(sheet: RawSheet, row: int, least: int) -> int:
    """Return the last row of the header that begins in a row, or that row if none does."""
    below = row + 1
    if below > len(sheet.rows) or not _begins(sheet, row, least) or not _continues(sheet, below):
        return row
    while below < len(sheet.rows) and _continues(sheet, below + 1):
        below += 1
    return below


def _begins(sheet: RawSheet, row: int, least: int) -> bool:
    """Say whether a row names carriers, indicators or years behind its first cell."""
    cells = sheet.rows[row - 1]
    return not _has_data(cells) and sum(map(_is_heading, cells[1:])) >= least


def _continues(sheet: RawSheet, row: int) -> bool:
    """Say whether a row without a label goes on with the names of the row above it."""
    cells = sheet.rows[row - 1]
    first = sheet.text(row, 1)
    if first and first != sheet.text(row - 1, 1) and key(first) not in UNIT_HEADERS:
        return False
    if _has_data(cells):
        return False
    own = [c for i, c in enumerate(cells, 1) if c != sheet.at(row - 1, i)]
    return any(_is_heading(c) or _is_method(cell_text(c)) for c in own) and not any(
        is_footnote(cell_text(c)) for c in own
    )


def _is_year(cell: Cell) -> bool:
    year = read_year(cell)
    return year is not None and FIRST_YEAR <= year <= LAST_YEAR


def _has_data(cells: Sequence[Cell]) -> bool:
    """Say whether a row holds a figure; numbers behind a name are figures, be they like years."""
    readings = [BLANK if c is None else read_number(c) for c in cells]
    if any(r.notation is not None or r.dash for r in readings):
        return True
    numbers = [i for i, r in enumerate(readings) if r.value is not None]
    if not numbers:
        return False
    before = (t for c in cells[: numbers[-1]] if (t := cell_text(c)) and not _is_year(c))
    return not all(_is_year(cells[i]) for i in numbers) or any(map(_names_row, before))


@lru_cache(maxsize=4096)
def _names_row(text: str) -> bool:
    """Say whether a text says what the figures of a row are: a name, a user, a unit."""
    return is_unit(text) or _is_name(text) or find_balance_row(text) is not None


def _is_heading(cell: Cell) -> bool:
    return cell is not None and (_is_year(cell) or _is_name(cell_text(cell)))


def _is_method(text: str) -> bool:
    """Say whether a text names the convention of a total and no more (当量值)."""
    return bool(text) and not bare_total(text) and bool(first_method(text))


def _is_group(cell: Cell) -> bool:
    """Say whether a cell can stand over names: a name itself, growth or shares (构成)."""
    return _is_heading(cell) or is_comparison(cell_text(cell))


@lru_cache(maxsize=4096)
def _is_name(text: str) -> bool:
    """Say whether a text names a carrier, a total of carriers or an indicator."""
    if not text or is_unit(text):
        return False
    if find_carrier(text) or carrier_total(text)[0] or key(text) in MAYBE_TOTALS:
        return True
    return find_indicator(text) is not None


def _spread(block: Sequence[list[Cell]], width: int) -> bool:
    """Fill the blanks of a header in place; say whether there were any."""
    changed = False
    for row in block:
        row.extend([None] * (width - len(row)))
    for i, row in enumerate(block[:-1]):
        for column in range(1, width):
            below = any(cell_text(r[column]) for r in block[i + 1 :])
            if not cell_text(row[column]) and below and _is_group(row[column - 1]):
                row[column] = row[column - 1]
                changed = True
    for above, row in pairwise(block):
        for column in range(width):
            name = cell_text(above[column]) and read_number(above[column]).value is None
            if name and not cell_text(row[column]):
                row[column] = above[column]
                changed = True
    return changed
