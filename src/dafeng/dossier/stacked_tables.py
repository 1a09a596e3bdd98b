"""Which tables stand one below the other in a sheet, and where does one only go on?"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from dafeng.dossier.balance_headers import carriers_in, header_rows, is_balance
from dafeng.dossier.cells import Cell, read_number
from dafeng.dossier.energy_rows import find_balance_row, is_large_industry
from dafeng.dossier.footnotes import is_footnote
from dafeng.dossier.rules import Findings
from dafeng.dossier.sheets import RawSheet, unmerged
from dafeng.dossier.titles import first_column, short
from dafeng.dossier.vocabulary import find_sector
from dafeng.dossier.wording import key

#: What a title says where a printed table goes on: (续), 续表, 续一.
CONTINUED: Final = re.compile(r"续表?[一二三四五六七八九十\d]*|continued")
_LEAST_CARRIERS: Final = 2


@dataclass(frozen=True, slots=True)
class _Block:
    """A header, first to last row, and the first row of the titles right above it."""

    titles: int
    first: int
    last: int


def stacked_tables(sheet: RawSheet, findings: Findings) -> list[RawSheet]:
    """Return the balances of a sheet, one for each header that differs from the one above.

    A header that repeats the one above it cell by cell, under the same title or none, goes on with
    its table and is noted. Any other begins a table, with its own titles; those of the table above
    hold too where it says no more than that it goes on.

    Parameters
    ----------
    sheet
        A sheet with carriers as columns.
    findings
        Takes headers that repeat, and those below which no table can be read.
    """
    filled = unmerged(sheet)
    blocks = _blocks(filled)
    if len(blocks) < 2:  # noqa: PLR2004 - one header is one table
        return [sheet]
    rows = list(filled.rows)
    heads = [blocks[0]]
    for block in blocks[1:]:
        if _goes_on(filled, heads[-1], block):
            _skip(filled, rows, block, findings)
        else:
            heads.append(block)
    tables = [_table(replace(filled, rows=tuple(rows)), heads, i) for i in range(len(heads))]
    for table, head in zip(tables, heads, strict=True):
        if not is_balance(table):
            findings.add(
                "sheet.header.differs", sheet.place(head.first, first_column(sheet, head.first))
            )
    return [t for t in tables if is_balance(t)]


def _blocks(sheet: RawSheet) -> list[_Block]:
    """Return the headers of a sheet, from top to bottom."""
    rows = range(1, len(sheet.rows) + 1)
    row = next((r for r in rows if len(carriers_in(sheet, r)) >= _LEAST_CARRIERS), None)
    if row is None:
        return []
    blocks = [_Block(1, *header_rows(sheet, row))]
    label = _label(sheet, row)
    filled = False
    for below in range(blocks[0].last + 1, len(sheet.rows) + 1):
        above = blocks[-1].last
        if below <= above:
            continue
        if filled and _is_header(sheet, below, label):
            first, last = header_rows(sheet, below)
            blocks.append(_Block(_title_row(sheet, first, above), first, last))
            filled = False
        else:
            filled = filled or any(map(_figure, sheet.rows[below - 1]))
    return blocks


def _label(sheet: RawSheet, row: int) -> str:
    return key(sheet.text(row, first_column(sheet, row)))


def _is_header(sheet: RawSheet, row: int, label: str) -> bool:
    """Say whether a row names carriers, or is labelled like the first header, without figures."""
    if sheet.blank_row(row) or any(_figure(c) for c in sheet.rows[row - 1]):
        return False
    alone = len({*_texts(sheet, row)}) == 1
    return len(carriers_in(sheet, row)) >= _LEAST_CARRIERS or (
        not alone and _label(sheet, row) == label
    )


def _figure(cell: Cell) -> bool:
    return read_number(cell).value is not None


def _texts(sheet: RawSheet, row: int) -> list[str]:
    return [t for i in range(1, sheet.width + 1) if (t := sheet.text(row, i))]


def _title_row(sheet: RawSheet, first: int, above: int) -> int:
    """Return the first of the rows right above a header that hold nothing but titles."""
    row = first
    while row - 1 > above and _is_title(sheet, row - 1):
        row -= 1
    return row


def _is_title(sheet: RawSheet, row: int) -> bool:
    texts = _texts(sheet, row)
    if any(_figure(c) for c in sheet.rows[row - 1]):
        return False
    label = texts[0] if texts else ""
    named = find_balance_row(label) is not None or find_sector(label) is not None
    return is_large_industry(label) or not (named or is_footnote(label))


def _title(sheet: RawSheet, block: _Block) -> str:
    """Return the key of a block's titles, without what says that it goes on."""
    rows = range(block.titles, block.first)
    words = dict.fromkeys(t for row in rows for t in _texts(sheet, row))
    return "".join(CONTINUED.sub("", key(word)) for word in words)


def _adds_none(sheet: RawSheet, above: _Block, block: _Block) -> bool:
    """Say whether a block has no title of its own, or that of the block above."""
    return _title(sheet, block) in ("", _title(sheet, above))


def _goes_on(sheet: RawSheet, above: _Block, block: _Block) -> bool:
    return _header(sheet, above) == _header(sheet, block) and _adds_none(sheet, above, block)


def _header(sheet: RawSheet, block: _Block) -> list[list[str]]:
    rows = range(block.first, block.last + 1)
    return [[key(sheet.text(r, i)) for i in range(1, sheet.width + 1)] for r in rows]


def _skip(sheet: RawSheet, rows: list[tuple[Cell, ...]], block: _Block, findings: Findings) -> None:
    for row in range(block.titles, block.last + 1):
        if row < block.first and not sheet.blank_row(row):
            place = sheet.place(row, first_column(sheet, row))
            findings.add(
                "sheet.title", place, text=short(" ".join(dict.fromkeys(_texts(sheet, row))))
            )
        rows[row - 1] = ()
    findings.add(
        "sheet.header.repeated", sheet.place(block.first, first_column(sheet, block.first))
    )


def _table(sheet: RawSheet, heads: list[_Block], index: int) -> RawSheet:
    """Return one table at its place: what stands above and below it is blank."""
    head = heads[index]
    end = heads[index + 1].titles - 1 if index + 1 < len(heads) else len(sheet.rows)
    own = range(head.titles, end + 1)
    shared = range(heads[0].titles, heads[0].first) if _inherits(sheet, heads, index) else range(0)
    rows = (r if i in own or i in shared else () for i, r in enumerate(sheet.rows[:end], 1))
    return replace(sheet, rows=tuple(rows), merged=(), begins=head.first)


def _inherits(sheet: RawSheet, heads: list[_Block], index: int) -> bool:
    """Say whether the titles of the sheet hold for a table: none between states another."""
    return all(_adds_none(sheet, heads[0], head) for head in heads[1 : index + 1])
