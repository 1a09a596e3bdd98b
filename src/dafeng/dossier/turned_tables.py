"""What does a balance look like whose carriers are rows, once they stand as columns?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from dafeng.dossier.balance_headers import carrier_of, flow_or_sector, group_of, transposed_header
from dafeng.dossier.cells import Cell, cell_text, read_number
from dafeng.dossier.long_table import row_years
from dafeng.dossier.rules import Findings
from dafeng.dossier.sheets import Origins, RawSheet, unmerged
from dafeng.dossier.stacked_tables import CONTINUED
from dafeng.dossier.titles import bare_unit, first_column, is_unit
from dafeng.dossier.total_headers import is_coefficient, is_derived
from dafeng.dossier.twin_columns import is_in_coal, is_physical
from dafeng.dossier.user_columns import REMARKS
from dafeng.dossier.vocabulary import is_total
from dafeng.dossier.wording import NUMBERING, UNIT_HEADERS, YEAR_HEADERS, key, without_enumerator
from dafeng.dossier.year_column import years_down

#: Columns in which the names of carriers are looked for.
_NAMES_WITHIN: Final = 4
#: Words of a row that numbers the columns of a form.
_COLUMN_MARKS: Final = frozenset("甲乙丙丁戊己庚")


@dataclass(frozen=True, slots=True)
class _Block:
    """A table in a sheet: its titles, header, and rows below it; pages may go on with it."""

    titles: range
    first: int
    head: int
    rows: tuple[int, ...]

    @property
    def heads(self) -> range:
        """Return the rows of the header."""
        return range(self.first, self.rows[0])


@dataclass(frozen=True, slots=True)
class _Columns:
    """Columns of names, units and years (0 if there is none), and those of figures."""

    names: int
    unit: int
    year: int
    figures: tuple[int, ...]


def turned_tables(sheet: RawSheet, findings: Findings) -> list[RawSheet]:
    """Return the tables of a sheet with carriers as columns; each cell keeps its own place.

    Figures and words are those of the sheet, so that a table says the same in either form.

    Parameters
    ----------
    sheet
        A sheet with carriers as rows, and flows or sectors as columns.
    findings
        Takes that it is read so, columns of other words, and tables that cannot be turned.
    """
    filled = unmerged(sheet)
    tables = []
    blocks = _blocks(filled)
    for block in blocks:
        columns = _columns(filled, block, findings)
        if any(set(row_years(filled, r)) & {*columns.figures} for r in block.heads):
            findings.add("sheet.transposed", filled.place(block.head))
            continue
        findings.add("sheet.turned", filled.place(block.head))
        titles = block.titles if _words(filled, block.titles) else blocks[0].titles
        tables.append(_turned(filled, replace(block, titles=titles), columns, findings))
    return tables


def _blocks(sheet: RawSheet) -> list[_Block]:
    """Return the tables of a sheet from top to bottom; a page that goes on is none of its own."""
    blocks: list[_Block] = []
    begins = 1
    while (head := transposed_header(sheet, begins)) is not None:
        names = _names(sheet, head)
        rows = [r for r in range(head + 1, len(sheet.rows) + 1) if _named(sheet, r, names)]
        following = transposed_header(sheet, rows[0], depth=len(sheet.rows)) if rows else None
        own = [r for r in rows if following is None or r < following]
        if not own:
            break
        last = own[-1] if following is not None else len(sheet.rows)
        first = _first_header(sheet, head, names)
        block = _Block(range(begins, first), first, head, tuple(range(own[0], last + 1)))
        if blocks and _goes_on(sheet, blocks[-1], block):
            blocks[-1] = replace(blocks[-1], rows=(*blocks[-1].rows, *block.rows))
        else:
            blocks.append(block)
        begins = last + 1
    return blocks


def _goes_on(sheet: RawSheet, above: _Block, block: _Block) -> bool:
    """Say whether a header repeats the one above it, under the same title or none (续表)."""
    same = _words(sheet, block.heads) == _words(sheet, above.heads)
    return same and _words(sheet, block.titles) in ("", _words(sheet, above.titles))


def _words(sheet: RawSheet, rows: range) -> str:
    """Return the key of what stands in rows, without what says that a table goes on."""
    texts = (cell_text(c) for r in rows for c in sheet.rows[r - 1])
    return CONTINUED.sub("", "|".join(key(t) for t in texts if t))


def _named(sheet: RawSheet, row: int, names: int) -> bool:
    text = sheet.text(row, names)
    return bool(carrier_of(text) or group_of(text))


def _names(sheet: RawSheet, head: int) -> int:
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


def _columns(sheet: RawSheet, block: _Block, findings: Findings) -> _Columns:
    """Return what the columns of a table are; other words beside the names are told."""
    heads = block.heads
    names = _names(sheet, block.head)

    def under(index: int, words: frozenset[str]) -> bool:
        return any(key(sheet.text(r, index)) in words for r in heads)

    def filled(index: int, *, figures: bool) -> bool:
        cells = (sheet.at(r, index) for r in block.rows)
        return any(read_number(c).value is not None if figures else cell_text(c) for c in cells)

    others = [i for i in range(1, sheet.width + 1) if i != names]
    unit = next((i for i in others if under(i, UNIT_HEADERS) or _of_units(sheet, block, i)), 0)
    year = next((i for i in others if under(i, YEAR_HEADERS)), 0)
    kept = []
    for index in (i for i in others if i not in (unit, year)):
        if under(index, NUMBERING | REMARKS):
            continue
        derived = (t for r in heads if (t := sheet.text(r, index)))
        if text := next((t for t in derived if is_coefficient(t) or is_derived(t)), ""):
            findings.add("column.derived", sheet.place(block.head, index), column=text)
            continue
        if index > names and (filled(index, figures=True) or _header(sheet, heads, index)):
            kept.append(index)
        elif filled(index, figures=False) and not _of_groups(sheet, block.head, index, names):
            text = next((t for r in reversed(heads) if (t := sheet.text(r, index))), "?")
            findings.add("column.unknown", sheet.place(block.head, index), column=text, near="")
    return _Columns(names, unit, year, _physical(sheet, block, kept, findings))


def _of_groups(sheet: RawSheet, head: int, index: int, names: int) -> bool:
    """Say whether a column stands under the one heading of the names, and groups them."""
    return index < names and sheet.text(head, index) == sheet.text(head, names)


def _physical(
    sheet: RawSheet, block: _Block, figures: Sequence[int], findings: Findings
) -> tuple[int, ...]:
    """Return the columns without those that state others once more in standard coal (标准量)."""
    texts = {i: [sheet.text(r, i) for r in block.heads] for i in figures}
    again = [i for i in figures if any(map(is_in_coal, texts[i]))]
    if not again or not any(any(map(is_physical, t)) for t in texts.values()):
        return tuple(figures)
    findings.add("column.standard", sheet.place(block.head, again[0]), count=len(again))
    return tuple(i for i in figures if i not in again)


def _of_units(sheet: RawSheet, block: _Block, index: int) -> bool:
    """Say whether a column without a header of its own holds nothing but units."""
    texts = [t for r in block.rows if (t := sheet.text(r, index))]
    return bool(texts) and all(map(is_unit, texts))


def _header(sheet: RawSheet, heads: range, index: int) -> bool:
    return any(flow_or_sector(sheet.text(r, index)) for r in heads)


def _turned(sheet: RawSheet, block: _Block, columns: _Columns, findings: Findings) -> RawSheet:
    sheet = years_down(sheet, block.rows[0] - 1, columns.year or None, findings)
    across = [r for r in block.rows if _is_carrier_row(sheet, r, columns)]
    below = [r for r in block.rows if r not in across]
    rows = [_title(sheet, r) for r in block.titles]
    lines = [(True, r) for r in block.titles]

    def add(label: Cell, column: int, cells: Sequence[Cell]) -> None:
        rows.append((label, *cells))
        lines.append((False, column))

    if columns.year:
        add(None, columns.year, [sheet.at(r, columns.year) for r in across])
    corner = sheet.at(block.head, columns.names)
    add(corner, columns.names, [sheet.at(r, columns.names) for r in across])
    if columns.unit and any(sheet.text(r, columns.unit) for r in across):
        add(None, columns.unit, [_unit(sheet, r, columns) for r in across])
    heads = [r for r in block.heads if not _numbers(sheet, r, columns)]
    group = ""
    for index in columns.figures:
        label, above = _label(sheet, heads, index)
        if above and above not in (group, label) and flow_or_sector(above):
            add(above, index, ())
        group = above
        add(label, index, [sheet.at(r, index) for r in across])
    rows += (sheet.rows[r - 1] for r in below)
    lines += ((True, r) for r in below)
    origins = Origins(tuple(lines), (block.head, *across))
    return replace(sheet, rows=tuple(rows), merged=(), origins=origins)


def _title(sheet: RawSheet, row: int) -> tuple[Cell, ...]:
    """Return a row of titles with its words in the first cell that has any."""
    if sheet.blank_row(row):
        return ()
    texts = dict.fromkeys(t for c in sheet.rows[row - 1] if (t := cell_text(c)))
    return (*[None] * (first_column(sheet, row) - 1), " ".join(texts))


def _is_carrier_row(sheet: RawSheet, row: int, columns: _Columns) -> bool:
    """Say whether a row is of a carrier, or has figures and so must be of one."""
    figures = any(read_number(sheet.at(row, i)).value is not None for i in columns.figures)
    return _named(sheet, row, columns.names) or figures


def _unit(sheet: RawSheet, row: int, columns: _Columns) -> Cell:
    """Return the unit of a carrier, or nothing where its name states it too."""
    text = sheet.text(row, columns.unit)
    return bare_unit(text) or text


def _numbers(sheet: RawSheet, row: int, columns: _Columns) -> bool:
    """Say whether a row of a header numbers the columns (甲 乙 1 2 3)."""
    texts = [t for i in columns.figures if (t := sheet.text(row, i))]
    return bool(texts) and all(
        t in _COLUMN_MARKS or read_number(t).value is not None for t in texts
    )


def _label(sheet: RawSheet, heads: Sequence[int], index: int) -> tuple[str, str]:
    """Return the name of a column, and the group above it that has no column of its own.

    A total and the physical quantity of a group are the group itself.
    """
    texts = list(dict.fromkeys(t for r in heads if (t := sheet.text(r, index))))
    if len(texts) < 2:  # noqa: PLR2004 - nothing stands above
        return (texts[0] if texts else ""), ""
    *_, above, own = texts
    if is_total(own) or is_physical(without_enumerator(own)):
        return above, above
    return own, above
