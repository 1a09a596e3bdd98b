"""What does a balance look like whose carriers are rows, once they stand as columns?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from dafeng.dossier.balance_headers import flow_or_sector
from dafeng.dossier.cells import Cell, cell_text, read_number
from dafeng.dossier.energy_rows import find_balance_row
from dafeng.dossier.long_table import row_years
from dafeng.dossier.records import Flow
from dafeng.dossier.rules import Findings
from dafeng.dossier.sheets import Origins, RawSheet, unmerged
from dafeng.dossier.titles import bare_unit, first_column, is_unit
from dafeng.dossier.total_headers import is_coefficient, is_derived
from dafeng.dossier.turned_blocks import (
    Block,
    blocks_of,
    names_carrier,
    names_column,
    words_of,
)
from dafeng.dossier.turned_units import units_of
from dafeng.dossier.twin_columns import is_in_coal, is_physical
from dafeng.dossier.user_columns import REMARKS
from dafeng.dossier.vocabulary import is_total
from dafeng.dossier.wording import (
    NUMBERING,
    UNIT_HEADERS,
    YEAR_HEADERS,
    key,
    narrow,
    split_all_brackets,
    without_enumerator,
)
from dafeng.dossier.year_column import years_down
from dafeng.units import unit as find_unit

#: Words of a row that numbers the columns of a form.
_COLUMN_MARKS: Final = frozenset("甲乙丙丁戊己庚")


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
    blocks = blocks_of(filled, findings)
    for block in blocks:
        columns = _columns(filled, block, findings)
        if any(set(row_years(filled, r)) & {*columns.figures} for r in block.heads):
            findings.add("sheet.transposed", filled.place(block.head))
            continue
        findings.add("sheet.turned", filled.place(block.head))
        titles = block.titles if words_of(filled, block.titles) else blocks[0].titles
        tables.append(_turned(filled, replace(block, titles=titles), columns, findings))
    return tables


def _columns(sheet: RawSheet, block: Block, findings: Findings) -> _Columns:
    """Return what the columns of a table are; other words beside the names are told."""
    heads = block.heads
    names = names_column(sheet, block.head)

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
        texts = [t for r in heads if (t := sheet.text(r, index))]
        if text := next((t for t in texts if is_coefficient(t) or _compares(t)), ""):
            findings.add("column.derived", sheet.place(block.head, index), column=text)
            continue
        if text := next((t for t in texts if _of_money(t)), ""):
            findings.add("column.money", sheet.place(block.head, index), column=text)
            continue
        if index > names and (filled(index, figures=True) or _header(sheet, heads, index)):
            kept.append(index)
        elif filled(index, figures=False) and not _of_groups(sheet, block.head, index, names):
            text = next((t for r in reversed(heads) if (t := sheet.text(r, index))), "?")
            findings.add("column.unknown", sheet.place(block.head, index), column=text, near="")
    return _Columns(names, unit, year, _physical(sheet, block, kept, findings))


def _compares(text: str) -> bool:
    """Say whether a column holds growth, shares or ranks; a change of stock is a flow."""
    row = find_balance_row(split_all_brackets(text)[0])
    stock = row is not None and row.flow is Flow.STOCK_CHANGE and "%" not in narrow(text)
    return is_derived(text) and not stock


def _of_money(text: str) -> bool:
    """Say whether a column states its unit as money (金额（千元）)."""
    stated = _unit_within([text])
    return bool(stated) and find_unit(stated).monetary


def _of_groups(sheet: RawSheet, head: int, index: int, names: int) -> bool:
    """Say whether a column stands under the one heading of the names, and groups them."""
    return index < names and sheet.text(head, index) == sheet.text(head, names)


def _physical(
    sheet: RawSheet, block: Block, figures: Sequence[int], findings: Findings
) -> tuple[int, ...]:
    """Return the columns without those that state others once more in standard coal (标准量)."""
    texts = {i: [sheet.text(r, i) for r in block.heads] for i in figures}
    again = [i for i in figures if any(map(is_in_coal, texts[i]))]
    if not again or not any(any(map(is_physical, t)) for t in texts.values()):
        return tuple(figures)
    findings.add("column.standard", sheet.place(block.head, again[0]), count=len(again))
    return tuple(i for i in figures if i not in again)


def _of_units(sheet: RawSheet, block: Block, index: int) -> bool:
    """Say whether a column without a header of its own holds nothing but units."""
    texts = [t for r in block.rows if (t := sheet.text(r, index))]
    return bool(texts) and all(map(is_unit, texts))


def _header(sheet: RawSheet, heads: range, index: int) -> bool:
    return any(flow_or_sector(sheet.text(r, index)) for r in heads)


def _turned(sheet: RawSheet, block: Block, columns: _Columns, findings: Findings) -> RawSheet:
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
    heads = [r for r in block.heads if not _numbers(sheet, r, columns)]
    if columns.unit and any(sheet.text(r, columns.unit) for r in across):
        add(None, columns.unit, units_of(sheet, across, columns.unit, findings))
    elif unit := _unit_above(sheet, block, columns, findings):
        named = (_unit_within([sheet.text(r, columns.names)]) for r in across)
        add(None, columns.figures[0], [None if own else unit for own in named])
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
    return names_carrier(sheet, row, columns.names) or figures


def _unit_above(sheet: RawSheet, block: Block, columns: _Columns, findings: Findings) -> str:
    """Return the unit that headers of figures state (农业（万吨）), or nothing.

    A header without one has that of the title, which holds by itself where no header says another;
    two units cannot both be that of a carrier.
    """
    figures = [i for i in columns.figures if _header(sheet, block.heads, i)]
    stated = {i: _unit_within([sheet.text(r, i) for r in block.heads]) for i in figures}
    titled = _unit_within([cell_text(c) for r in block.titles for c in sheet.rows[r - 1]])
    units = {i: find_unit(own or titled).symbol for i, own in stated.items() if own or titled}
    found = list(dict.fromkeys(units.values()))
    if len(found) > 1:
        place = sheet.place(block.head, next(i for i, u in units.items() if u != found[0]))
        findings.add("unit.conflict.header", place, unit=found[0], other=found[1])
    if len(found) != 1 or len(units) < len(stated) or not any(stated.values()):
        return ""
    held = titled and find_unit(titled).symbol == found[0]
    return "" if held else found[0]


def _unit_within(texts: Sequence[str]) -> str:
    """Return the last unit that stands among texts, or in brackets at the end of one."""
    parts = [p for t in texts for p in (t, *split_all_brackets(t)[1])]
    return next((u for p in reversed(parts) if (u := bare_unit(p))), "")


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
    stated = (t for r in heads if (t := sheet.text(r, index)))
    texts = list(dict.fromkeys(t for t in stated if not is_unit(t)))
    if len(texts) < 2:  # noqa: PLR2004 - nothing stands above
        return (texts[0] if texts else ""), ""
    *_, above, own = texts
    if is_total(own) or is_physical(without_enumerator(own)):
        return above, above
    return own, above
