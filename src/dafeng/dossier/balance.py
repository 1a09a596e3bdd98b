"""What does an energy balance table say, with flows or sectors as rows and carriers as columns?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from dafeng.dossier.balance_layout import CarrierColumn, Layout, find_layout, is_standard
from dafeng.dossier.bracket_words import left_over, tell_words
from dafeng.dossier.carrier_sheets import carrier_layout
from dafeng.dossier.cells import Reading, read_number, read_year
from dafeng.dossier.energy_rows import (
    COGENERATION,
    INDUSTRY,
    BalanceRow,
    by_convention,
    is_large_industry,
    is_negative,
    is_small_industry,
    may_fall_below_zero,
    traded,
)
from dafeng.dossier.footnotes import is_footnote, is_signature
from dafeng.dossier.records import Amount, Flow
from dafeng.dossier.row_labels import HEADINGS, is_of_works, is_part, is_prose, meaning_of
from dafeng.dossier.rules import Findings
from dafeng.dossier.section_ends import INTERMEDIATE, LOST, ends_section
from dafeng.dossier.sheets import RawSheet, unmerged
from dafeng.dossier.title_flows import other_flow, raw_material
from dafeng.dossier.title_subjects import other_subject
from dafeng.dossier.titles import Titles, first_column, short
from dafeng.dossier.vocabulary import is_total, sector_words
from dafeng.dossier.wording import key, nearest, of_which, without_enumerator
from dafeng.dossier.year_column import years_down
from dafeng.errors import NOWHERE, Place
from dafeng.language import number, same
from dafeng.units import unit

#: Words that stand where a printed table goes on.
_CONTINUED: Final = frozenset(map(key, ("续表", "续", "continued")))


#: Words of a row that sums up the class of rows in which it stands.
_SUBTOTALS: Final = frozenset(map(key, ("小计", "subtotal", "sub-total")))


_MASS: Final = unit("t").dimension
#: Rows that say themselves that they are consumption.
_NAMED: Final = frozenset(("final", "total_consumption"))


@dataclass(frozen=True, slots=True)
class BalanceCell:
    """A figure of the table with its position.

    Parameters
    ----------
    year
        Year of the figure.
    row
        Row of the sheet.
    label
        Row label as written.
    flow, sector
        What the row fills; flow is None for totals.
    role
        Role of the row: ``value``, ``section``, ``parent``, ``child``, ``of_which``, ``total``, or
        ``part`` of the row above (其中), which is checked and never added.
    section
        Row of the section total above, or 0.
    column
        Its column.
    amount
        The figure.
    meaning
        Id of the balance row, or sector.
    parent
        Row of which a row marked as 其中 is a part, or 0.
    label_place
        Where the row is named, in a table that was turned.
    """

    year: int
    row: int
    label: str
    flow: Flow | None
    sector: str
    role: str
    section: int
    column: CarrierColumn
    amount: Amount
    meaning: str = ""
    parent: int = 0
    label_place: Place = NOWHERE

    @property
    def line(self) -> Place:
        """Return the place of the row as a whole."""
        if self.label_place != NOWHERE:
            return self.label_place
        return replace(self.amount.place, column=None)


@dataclass(frozen=True, slots=True)
class BalanceTable:
    """An energy balance as read, before totals are settled.

    Parameters
    ----------
    sheet
        Where it stands.
    cells
        Its figures.
    standard
        Whether it counts in standard coal.
    title
        Name of the sheet and what stands above the header.
    year_column
        Column that states the year of a row, if there is one.
    title_place
        Where the title states the year.
    sections
        Rows that begin a section, with what the section is.
    """

    sheet: RawSheet
    cells: tuple[BalanceCell, ...]
    standard: bool
    title: str = ""
    year_column: int | None = None
    title_place: Place = NOWHERE
    sections: Mapping[int, str] = field(default_factory=dict)

    def year_place(self, cell: BalanceCell) -> Place:
        """Return where the year of a figure stands."""
        if cell.column.year is not None:
            return cell.column.place
        if self.year_column is not None:
            return self.sheet.place(cell.row, self.year_column)
        return cell.amount.place if self.title_place == NOWHERE else self.title_place


def read_balance(sheet: RawSheet, findings: Findings) -> BalanceTable:
    """Return every figure of an energy balance table with its row, column and unit."""
    filled = unmerged(sheet)
    layout = carrier_layout(filled, findings) or find_layout(filled, findings)
    filled = years_down(filled, layout.last, layout.year_column, findings)
    cells: list[BalanceCell] = []
    section = 0
    sections: dict[int, str] = {}
    above: _Position | None = None
    rows = range(layout.last + 1, len(filled.rows) + 1)
    works = is_of_works(_row_label(filled, row, layout) for row in rows)
    for row in rows:
        entry = _entry(filled, row, layout, (above, findings))
        if entry is None:
            continue
        label, balance_row = entry
        if balance_row.role == "section":
            section, sections[row] = row, balance_row.id
        elif ends_section(balance_row, sections.get(section)):
            section = 0
        part = section if section != row else 0
        flow = balance_row.flow
        flow = Flow.FINAL_CONSUMPTION if balance_row.role == "total" else flow
        marked = of_which(without_enumerator(label))[0] and above is not None
        parent = above.row if above is not None and marked else 0
        turned = sections.get(section) == INTERMEDIATE or balance_row.id in LOST
        place = filled.place(part or row)
        position = _Position(
            row, label, balance_row, flow, part, parent, place, turned=turned, works=works
        )
        figures = _figures(filled, position, layout, findings)
        cells.extend(figures)
        above = above if marked else position if figures else None
    if layout.dashes:
        findings.add("cell.dashes", layout.dashes[0], count=len(layout.dashes))
    if not cells and layout.above.year is not None and not _has_figures(filled, layout):
        findings.add("sheet.empty", sheet.place(), name=sheet.name)
    cells = _of_title(_without_large_industry(cells, findings), layout.above, sheet, findings)
    return BalanceTable(
        sheet, tuple(cells), is_standard(layout), layout.above.text,
        layout.year_column, layout.above.place, sections,
    )  # fmt: skip


def _of_title(
    cells: list[BalanceCell], above: Titles, sheet: RawSheet, findings: Findings
) -> list[BalanceCell]:
    """Give figures of sectors the flow that the title names; other than use is told, not read.

    Rows that name flows of their own need no title, unless that is of no energy at all.
    """
    place = sheet.place() if above.place == NOWHERE else above.place
    weighed = all(unit(c.amount.unit).dimension == _MASS for c in cells)
    if cells and (words := other_subject(above.lines, weighed=weighed)):
        findings.once("sheet.subject", place, text=words)
        return []
    consumed = all(c.flow in (None, Flow.FINAL_CONSUMPTION) and not c.section for c in cells)
    if not cells or not consumed or any(c.meaning in _NAMED for c in cells):
        return cells
    if line := raw_material(above.lines):
        findings.once("sheet.raw_material", place, text=short(line))
        return [replace(c, flow=c.flow and Flow.NON_ENERGY) for c in cells]
    words = other_flow(above.lines)
    if not words:
        return cells
    findings.once("sheet.flow", place, text=words)
    return []


def _without_large_industry(cells: Sequence[BalanceCell], findings: Findings) -> list[BalanceCell]:
    """Let industry above or below the reporting size be a part of the row of all industry, if any.

    It may stand below that row, above it, or at the foot of the table.
    """
    spots = {
        (c.year, c.flow, c.sector, c.column.index): c
        for c in cells
        if c.amount.value is not None and not _by_size(c.label)
    }
    kept = []
    for cell in cells:
        whole = spots.get((cell.year, cell.flow, cell.sector, cell.column.index))
        large = cell.role == "value" and cell.sector == INDUSTRY and _by_size(cell.label)
        if not large or whole is None:
            kept.append(cell)
            continue
        kept.append(replace(cell, role="part", parent=whole.row))
        findings.once("energy.row.part", cell.line, label=cell.label, parent=whole.label)
    return kept


def _has_figures(sheet: RawSheet, layout: Layout) -> bool:
    """Say whether anything below the header is a number, read or not."""
    rows = sheet.rows[layout.last :]
    return any(read_number(cell).value is not None for row in rows for cell in row)


def _by_size(label: str) -> bool:
    return is_large_industry(label) or is_small_industry(label)


def _entry(
    sheet: RawSheet, row: int, layout: Layout, context: tuple[_Position | None, Findings]
) -> tuple[str, BalanceRow] | None:
    above, findings = context
    if sheet.blank_row(row):
        return None
    label = _row_label(sheet, row, layout)
    filled = any(read_number(sheet.at(row, c.index)).value is not None for c in layout.columns)
    place = sheet.place(row, next((i for i in layout.labels if sheet.text(row, i)), 1))
    begins = next((t for i in range(1, sheet.width + 1) if (t := sheet.text(row, i))), "")
    if is_signature(begins) or (not filled and _is_note(sheet, row, label, layout)):
        place = sheet.place(row, first_column(sheet, row))
        findings.add("sheet.footnote", place, text=short(begins))
        return None
    layout.notes.begun = False
    found = meaning_of(label)
    if filled and found is not None and found.id == COGENERATION:
        findings.add("flow.cogeneration", place, label=label)
    if filled and above is not None and is_part(label, found, above.meaning):
        findings.add("energy.row.part", place, label=label, parent=above.label)
        return label, replace(above.meaning, role="part")
    if found is None and (filled or label):
        if not filled and _heads(label, layout, place, findings):
            return None
        near = nearest(without_enumerator(label), sector_words())
        findings.add("sheet.row.unknown", place, label=label or "?", near=near)
    if found is None or (filled and not _words_fit(label, place, layout, findings)):
        return None
    return label, found


def _is_note(sheet: RawSheet, row: int, label: str, layout: Layout) -> bool:
    """Say whether a row without figures is a note, goes on with notes, or is a sentence."""
    if is_footnote(label) or layout.notes.goes_on(sheet, row):
        layout.notes.begun = True
        return True
    return is_prose(label) or key(label) in _CONTINUED


def _words_fit(label: str, place: Place, layout: Layout, findings: Findings) -> bool:
    """Say whether what a label has in brackets lets its row count; what is not used is told."""
    words = left_over(label, lambda t: (row := meaning_of(t)) and (row.id, row.sector))
    return tell_words(label, words, place, findings, layout.above.year)


def _heads(label: str, layout: Layout, place: Place, findings: Findings) -> bool:
    """Say whether a label heads rows and says no more; the header once more is noted."""
    repeated = key(label) in layout.header_keys
    if repeated:
        findings.add("sheet.header.repeated", place)
    return repeated or key(without_enumerator(label)) in HEADINGS


def _row_label(sheet: RawSheet, row: int, layout: Layout) -> str:
    """Return the last label of a row; that of a subtotal is the class in which it stands."""
    label = next((t for i in reversed(layout.labels) if (t := sheet.text(row, i))), "")
    if key(without_enumerator(label)) not in _SUBTOTALS:
        return label
    rows = range(row, layout.last, -1)
    above = (t for r in rows for i in layout.labels[:-1] if (t := sheet.text(r, i)))
    return next((t for t in above if not is_total(t) and meaning_of(t) is not None), label)


@dataclass(frozen=True, slots=True)
class _Position:
    row: int
    label: str
    meaning: BalanceRow
    flow: Flow | None
    section: int
    parent: int = 0
    place: Place = NOWHERE
    turned: bool = False
    works: bool = False


def _figures(
    sheet: RawSheet, position: _Position, layout: Layout, findings: Findings
) -> list[BalanceCell]:
    row = position.row
    stated = read_year(sheet.at(row, layout.year_column)) if layout.year_column else None
    cells = []
    for column in layout.columns:
        reading = read_number(sheet.at(row, column.index))
        place = sheet.place(row, column.index)
        if reading.rule:
            findings.add(reading.rule, place, text=reading.text[:40])
        if reading.dash:
            layout.dashes.append(place)
        if reading.rule or reading.blank:
            continue
        year = column.year or stated or layout.above.year
        if year is None:
            _no_year(sheet, layout, findings)
            continue
        if amount := _amount(reading, position, column, place, findings):
            flow = position.flow and traded(position.flow, amount, position.label, findings)
            line = sheet.place(row) if sheet.origins is not None else NOWHERE
            cells.append(_cell(year, replace(position, flow=flow, place=line), column, amount))
    return cells


def _cell(year: int, position: _Position, column: CarrierColumn, amount: Amount) -> BalanceCell:
    meaning = position.meaning
    return BalanceCell(
        year, position.row, position.label, position.flow, meaning.sector, meaning.role,
        position.section, column, amount, meaning.id, position.parent, position.place,
    )  # fmt: skip


def _no_year(sheet: RawSheet, layout: Layout, findings: Findings) -> None:
    if not layout.above.refused:
        findings.once("sheet.year.missing", sheet.place(layout.first, layout.year_column))


def _amount(
    reading: Reading, position: _Position, column: CarrierColumn, place: Place, findings: Findings
) -> Amount | None:
    symbol = unit(column.unit).symbol
    meaning = position.meaning
    by_form = position.works and is_negative(meaning.flow, column.carrier, meaning.sign)
    if (position.turned or by_form) and reading.value is not None and reading.value > 0:
        rule = "energy.intermediate" if position.turned else "value.sign.works"
        findings.once(rule, position.place)
        reading = replace(reading, value=-reading.value)
    if reading.ratio:
        findings.add("value.percent", place, text=reading.text, unit=symbol)
        return None
    negative = may_fall_below_zero(meaning.flow, position.label)
    if not negative and reading.value is not None and reading.value < 0:
        value = number(reading.value)
        findings.add("value.negative", place, column=same(position.label), value=value)
        return None
    amount = Amount(reading.value, symbol, reading.notation, place=place)
    if meaning.flow is None or not column.carrier:
        return amount
    return by_convention(amount, meaning.flow, column.carrier, meaning.sign, findings)
