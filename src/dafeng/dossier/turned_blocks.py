"""Which tables with carriers as rows stand in a sheet, one below the other?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from dafeng.dossier.balance_headers import carrier_of, flow_or_sector, group_of, transposed_header
from dafeng.dossier.cells import cell_text
from dafeng.dossier.long_table import row_years
from dafeng.dossier.rules import Findings
from dafeng.dossier.sheets import RawSheet
from dafeng.dossier.stacked_tables import CONTINUED
from dafeng.dossier.wording import key

#: Columns in which the names of carriers are looked for.
_NAMES_WITHIN: Final = 4
#: Carriers that make a table of their own.
_LEAST_CARRIERS: Final = 2


@dataclass(frozen=True, slots=True)
class Block:
    """A table in a sheet: its titles, header, and rows below it; pages may go on with it."""

    titles: range
    first: int
    head: int
    rows: tuple[int, ...]

    @property
    def heads(self) -> range:
        """Return the rows of the header."""
        return range(self.first, self.rows[0])


def blocks_of(sheet: RawSheet, findings: Findings) -> list[Block]:
    """Return the tables of a sheet from top to bottom; a page that goes on is none of its own.

    Parameters
    ----------
    sheet
        A table with carriers as rows, merged cells filled.
    findings
        Takes a later header with a single carrier below it that does not go on with a table.
    """
    blocks: list[Block] = []
    begins, least = 1, _LEAST_CARRIERS
    while (head := transposed_header(sheet, begins, least=least)) is not None:
        names = names_column(sheet, head)
        rows = [r for r in range(head + 1, len(sheet.rows) + 1) if names_carrier(sheet, r, names)]
        below = rows[0] if rows else len(sheet.rows) + 1
        following = transposed_header(sheet, below, depth=len(sheet.rows), least=1)
        own = [r for r in rows if following is None or r < following]
        if not own:
            break
        last = own[-1] if following is not None else len(sheet.rows)
        first = _first_header(sheet, head, names)
        block = Block(range(begins, first), first, head, tuple(range(own[0], last + 1)))
        if blocks and _goes_on(sheet, blocks[-1], block):
            blocks[-1] = replace(blocks[-1], rows=(*blocks[-1].rows, *block.rows))
        elif len({carrier_of(sheet.text(r, names)) for r in own} - {""}) < _LEAST_CARRIERS:
            findings.add("sheet.header.differs", sheet.place(head, names))
        else:
            blocks.append(block)
        begins, least = last + 1, 1
    return blocks


def _goes_on(sheet: RawSheet, above: Block, block: Block) -> bool:
    """Say whether a header repeats the one above it, under the same title or none (续表)."""
    same = words_of(sheet, block.heads) == words_of(sheet, above.heads)
    return same and words_of(sheet, block.titles) in ("", words_of(sheet, above.titles))


def words_of(sheet: RawSheet, rows: range) -> str:
    """Return the key of what stands in rows, without what says that a table goes on."""
    texts = (cell_text(c) for r in rows for c in sheet.rows[r - 1])
    return CONTINUED.sub("", "|".join(key(t) for t in texts if t))


def names_carrier(sheet: RawSheet, row: int, names: int) -> bool:
    """Say whether a row is of a carrier, or of a group of them, by its name."""
    text = sheet.text(row, names)
    return bool(carrier_of(text) or group_of(text))


def names_column(sheet: RawSheet, head: int) -> int:
    """Return the column that names most carriers."""
    rows = range(head + 1, len(sheet.rows) + 1)
    return max(
        range(1, _NAMES_WITHIN + 1),
        key=lambda i: (len({carrier_of(sheet.text(r, i)) for r in rows} - {""}), -i),
    )


def _first_header(sheet: RawSheet, head: int, names: int) -> int:
    """Return the first row of a header: groups of columns may stand above it."""
    first = head
    while first > 1:
        row = first - 1
        texts = [sheet.text(row, i) for i in range(names + 1, sheet.width + 1)]
        merged = sheet.text(row, names) and sheet.text(row, names) == sheet.text(head, names)
        groups = any(map(flow_or_sector, texts)) and len({*texts} - {""}) > 1
        years = len(set(row_years(sheet, row).values())) > 1
        if not (merged or groups or years):
            break
        first = row
    return first
