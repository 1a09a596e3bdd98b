"""Which records stand in a table of activity with years or indicators as columns?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from dafeng.dossier.cells import cell_text, is_planned, read_number, read_year
from dafeng.dossier.comparison_rows import Comparison, under_title
from dafeng.dossier.index_base import INDEX
from dafeng.dossier.index_words import is_base
from dafeng.dossier.indicator_columns import by_indicator, indicator_header
from dafeng.dossier.indicators import find_stacked
from dafeng.dossier.long_table import (
    Field,
    LongRow,
    is_long_activity,
    row_years,
    tell_preliminary,
)
from dafeng.dossier.melted_rows import Melting, Name, melted_row, tell_nameless, unit_of
from dafeng.dossier.rules import Findings
from dafeng.dossier.sheets import RawSheet, unmerged
from dafeng.dossier.titles import bare_unit, corner, titles
from dafeng.dossier.total_headers import is_derived
from dafeng.dossier.user_columns import REMARKS
from dafeng.dossier.wording import NUMBERING, UNIT_HEADERS, YEAR_HEADERS, key

#: Columns of years by which a header is known, and of one where a header of indicators stands
#: beside it.
_LEAST: Final = 2
_INDICATORS: Final = ("指标", "指标名称", "主要指标", "核心指标", "具体指标", "指标项")
_INDICATOR_HEADERS: Final = frozenset(map(key, (*_INDICATORS, "项目", "名称", "indicator", "item")))
_DEPTH: Final = 15


def is_wide_activity(sheet: RawSheet) -> bool:
    """Say whether a sheet has indicators or years as columns and no column of variables."""
    filled = unmerged(sheet)
    return indicator_header(filled) is not None or _year_header(filled) is not None


def melt_activity(sheet: RawSheet, findings: Findings) -> Iterator[LongRow]:
    """Yield one long row for each figure of a wide activity table."""
    filled = unmerged(sheet)
    header = indicator_header(filled)
    row = _year_header(filled) if header is None else header.first
    if row is None:
        return
    labels = range(1, min(row_years(filled, row), default=1)) if header is None else ()
    above = titles(filled, row, findings, corner(filled, (row, row), labels))
    above.tell(findings, dated=above.whole)
    if above.whole:
        melting = Melting(filled, above, findings)
        yield from _by_year(melting, row) if header is None else by_indicator(melting, header)


def _year_header(sheet: RawSheet) -> int | None:
    for row in range(1, min(_DEPTH, len(sheet.rows)) + 1):
        if is_long_activity(sheet, row):
            return None
        years = row_years(sheet, row)
        if len(years) >= _LEAST or (years and _names_indicators(sheet, row, min(years))):
            return row
    return None


def _names_indicators(sheet: RawSheet, row: int, year: int) -> bool:
    """Say whether a header of indicators, and not one of years, stands left of a year."""
    left = {key(sheet.text(row, i)) for i in range(1, year)}
    return bool(left & _INDICATOR_HEADERS) and not left & YEAR_HEADERS


@dataclass(frozen=True, slots=True)
class _Columns:
    """Columns of years, of the names of rows, and of their units; units of the years."""

    years: dict[int, int]
    labels: list[int]
    unit: int
    units: dict[int, str]
    last: int

    def unit_at(self, row: int, year: int, sheet: RawSheet) -> str:
        """Return the unit of a figure that its row, or the header of its year, states."""
        return self.unit_of(row, sheet) or self.units.get(year, "") or self.shared

    def unit_of(self, row: int, sheet: RawSheet) -> str:
        """Return the unit that a row states; the base of an index (上年=100) is one of ratios."""
        own = sheet.text(row, self.unit) if self.unit else ""
        return "%" if is_base(own) else own

    @property
    def shared(self) -> str:
        """Return the unit beneath the years, where they all have the same."""
        found = set(self.units.values())
        return found.pop() if len(found) == 1 else ""


def _by_year(melting: Melting, header: int) -> Iterator[LongRow]:
    sheet, findings = melting.sheet, melting.findings
    columns = _columns(sheet, header)
    first = min(columns.years)
    tell_preliminary(sheet, header, columns.years, findings)
    tell_others(sheet, header, first, findings)
    for index in range(1, sheet.width + 1):
        text = sheet.text(header, index)
        if index > first and not text:
            tell_nameless(sheet, index, columns.last, findings)
        named = index in (*columns.labels, columns.unit) or key(text) in NUMBERING
        if index < first and not named:
            findings.add("column.unknown", sheet.place(header, index), column=text or "?", near="")
    found = dict(_named_rows(melting, columns))
    rows = {r: [sheet.at(r, i) for i in columns.years] for r in found}
    names = melting.units_beside(melting.shares_without_unit(found, rows))
    bases = melting.price_bases(names)
    for row, name in names.items():
        for index, year in columns.years.items():
            if read_number(sheet.at(row, index)).blank:
                continue
            stated = Field(year, sheet, header, index)
            value = Field(sheet.at(row, index), sheet, row, index)
            own = replace(name, unit=columns.unit_at(row, index, sheet) or name.unit)
            yield melted_row(own, stated, value, bases[row])


def _columns(sheet: RawSheet, header: int) -> _Columns:
    years = row_years(sheet, header)
    left = range(1, min(years))
    measures = [i for i in left if key(sheet.text(header, i)) in UNIT_HEADERS]
    passed = [i for i in left if key(sheet.text(header, i)) in NUMBERING]
    passed += [i for i in left if i > 1 and _only_figures(sheet, header, i)]
    labels = [i for i in left if i not in (*measures, *passed)]
    units = units_below(sheet, header, years)
    last = header + bool(units)
    return _Columns(years, labels, measures[0] if measures else 0, units, last)


def _only_figures(sheet: RawSheet, header: int, column: int) -> bool:
    """Say whether a column holds figures and no word, and so names no row."""
    below = [sheet.at(r, column) for r in range(header + 1, len(sheet.rows) + 1)]
    stated = [read_number(cell).value is not None for cell in below if cell_text(cell)]
    return bool(stated) and all(stated)


def units_below(sheet: RawSheet, header: int, years: dict[int, int]) -> dict[int, str]:
    """Return the units that stand in the row beneath a header of years, by column, if any do.

    Parameters
    ----------
    sheet
        A table, merged cells filled.
    header
        Its last row so far.
    years
        Columns of years.
    """
    row = header + 1
    texts = {i: sheet.text(row, i) for i in range(1, sheet.width + 1)}
    own = {i: t for i, t in texts.items() if t and t != sheet.text(header, i)}
    named = [i for i, t in own.items() if i < min(years) and key(t) not in UNIT_HEADERS]
    units = {i: bare_unit(own[i]) for i in years if i in own}
    return units if units and all(units.values()) and not named else {}


def _named_rows(melting: Melting, columns: _Columns) -> Iterator[tuple[int, Name]]:
    """Yield the rows whose names are indicators; what names nothing and has figures is told."""
    sheet = melting.sheet
    column = columns.labels[-1] if columns.labels else 1
    group = ""
    under = Comparison()
    for row in range(columns.last + 1, len(sheet.rows) + 1):
        if sheet.blank_row(row) or melting.note_below(row):
            continue
        names, group = _names(sheet, row, columns, group)
        measure = columns.unit_of(row, sheet)
        if len(columns.labels) < 2 and names:  # noqa: PLR2004 - no column of groups
            said = measure or unit_of(names, INDEX, melting.above)
            after = sheet.text(row + 1, column) if row < len(sheet.rows) else ""
            names = under.names(names[0], said, after, titled=bool(melting.above.unit))
        amount = find_stacked(names) or ("", "")
        stated = measure or columns.shared or unit_of(names, amount[0], melting.above)
        names = under_title(names, stated, melting.above)
        blank = all(read_number(sheet.at(row, i)).blank for i in columns.years)
        found = find_stacked(names)
        if found is None and blank:
            continue
        own = next((i for i in reversed(columns.labels) if sheet.text(row, i)), column)
        if found is None:
            melting.tell_unknown(names or [sheet.text(row, own)], row, own)
            continue
        if melting.tell_brackets(names, row, own):
            measure = measure or columns.shared
            measure = measure or unit_of(names, found[0], melting.above)
            words = " ".join((*names, sheet.text(row, columns.unit)))
            yield row, Name(sheet, row, own, *found, measure, words)


def _names(sheet: RawSheet, row: int, columns: _Columns, group: str) -> tuple[list[str], str]:
    """Return the names of a row from the left, and the first of several that stands for rows."""
    texts = [sheet.text(row, i) for i in columns.labels]
    if len(texts) > 1 and any(texts[1:]):
        texts[0] = group = texts[0] or group
    elif any(texts):
        group = texts[0]
    return list(dict.fromkeys(t for t in texts if t)), group


def tell_others(sheet: RawSheet, header: int, first: int, findings: Findings) -> None:
    """Report the columns that hold no statistics of a whole year: plans, growth, parts of years."""
    for index, cell in enumerate(sheet.rows[header - 1], 1):
        text, place = cell_text(cell), sheet.place(header, index)
        if is_planned(cell):
            findings.add("column.planned", place, column=text)
        elif is_derived(text):
            findings.add("column.derived", place, column=text)
        elif index > first and text and read_year(cell) is None and key(text) not in REMARKS:
            findings.add("column.unknown", place, column=text, near="")
