"""Which records stand in a table of activity with indicators as columns and years down?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dafeng.dossier.cells import cell_text, read_number, read_year
from dafeng.dossier.comparison_rows import Comparison, under_title
from dafeng.dossier.footnotes import is_footnote
from dafeng.dossier.index_base import INDEX
from dafeng.dossier.index_words import is_base
from dafeng.dossier.indicators import find_stacked
from dafeng.dossier.long_table import Field, LongRow, is_long_activity
from dafeng.dossier.melted_rows import Melting, Name, melted_row, unit_of
from dafeng.dossier.sheets import RawSheet
from dafeng.dossier.titles import is_unit
from dafeng.dossier.wording import NUMBERING, UNIT_HEADERS, YEAR_HEADERS, key

_DEPTH: Final = 15


@dataclass(frozen=True, slots=True)
class IndicatorHeader:
    """First and last row of a header, and the column of years."""

    first: int
    last: int
    year: int


def indicator_header(sheet: RawSheet) -> IndicatorHeader | None:
    """Return where a header with a column of years names indicators, or None.

    Rows below belong to it that state no year and no figure.

    Parameters
    ----------
    sheet
        A table, merged cells filled.
    """
    for row in range(1, min(_DEPTH, len(sheet.rows)) + 1):
        texts = [cell_text(c) for c in sheet.rows[row - 1]]
        year = next((i for i, t in enumerate(texts, 1) if key(t) in YEAR_HEADERS), 0)
        if not year or is_long_activity(sheet, row):
            continue
        last = row
        while last < len(sheet.rows) and _continues(sheet, last + 1, year):
            last += 1
        header = IndicatorHeader(row, last, year)
        columns = (i for i in range(1, sheet.width + 1) if i != year)
        if any(find_stacked(_names(sheet, header, i)) is not None for i in columns):
            return header
    return None


def _continues(sheet: RawSheet, row: int, year: int) -> bool:
    label = sheet.text(row, year)
    if sheet.blank_row(row) or (label and key(label) not in YEAR_HEADERS | UNIT_HEADERS):
        return False
    texts = [t for c in sheet.rows[row - 1] if (t := cell_text(c))]
    if is_footnote(texts[0]):
        return False
    readings = [read_number(c) for c in sheet.rows[row - 1]]
    return not any(r.value is not None or r.notation or r.dash for r in readings)


def _texts(sheet: RawSheet, header: IndicatorHeader, column: int) -> list[str]:
    rows = range(header.first, header.last + 1)
    return list(dict.fromkeys(t for r in rows if (t := sheet.text(r, column))))


def _names(sheet: RawSheet, header: IndicatorHeader, column: int) -> list[str]:
    texts = _texts(sheet, header, column)
    return [t for t in texts if not is_unit(t) and not (is_base(t) and t != texts[0])]


def by_indicator(melting: Melting, header: IndicatorHeader) -> Iterator[LongRow]:
    """Yield one long row for each figure; what stands outside the named columns is told.

    Parameters
    ----------
    melting
        The table, what stands above and below it, and what takes its faults.
    header
        Where its header stands.
    """
    sheet = melting.sheet
    named: dict[int, Name] = {}
    under = Comparison()
    for column in range(1, sheet.width + 1):
        if column == header.year:
            continue
        name = _name(melting, header, column, under)
        if name is not None:
            named[column] = name
    below = range(header.last + 1, len(sheet.rows) + 1)
    columns = {i: [sheet.at(r, i) for r in below] for i in named}
    named = melting.units_beside(melting.shares_without_unit(named, columns))
    bases = melting.price_bases(named)
    for row in range(header.last + 1, len(sheet.rows) + 1):
        if sheet.blank_row(row) or melting.note_below(row):
            continue
        year = Field(sheet.at(row, header.year), sheet, row, header.year)
        if read_year(year.cell) is None and _bare(sheet, row):
            melting.tell_note(row)
            continue
        for column, name in named.items():
            if not read_number(sheet.at(row, column)).blank:
                value = Field(sheet.at(row, column), sheet, row, column)
                yield melted_row(name, year, value, bases[column])


def _bare(sheet: RawSheet, row: int) -> bool:
    """Say whether a row has words and no figure."""
    return all(read_number(c).value is None for c in sheet.rows[row - 1])


def _name(melting: Melting, header: IndicatorHeader, column: int, under: Comparison) -> Name | None:
    sheet = melting.sheet
    texts, names = _texts(sheet, header, column), _names(sheet, header, column)
    rows = range(header.last, header.first - 1, -1)
    row = next((r for r in rows if names and sheet.text(r, column) == names[-1]), header.first)
    if not names:
        melting.tell_nameless(column, header.last)
        return None
    if key(names[-1]) in NUMBERING | YEAR_HEADERS:
        return None
    if len(names) == 1:
        after = _names(sheet, header, column + 1)[-1:] if column < sheet.width else []
        said, titled = unit_of(texts, INDEX, melting.above), bool(melting.above.unit)
        names = under.names(names[0], said, "".join(after), titled=titled)
    else:
        under.heading = ""
    amount = find_stacked(names) or ("", "")
    names = under_title(names, unit_of(texts, amount[0], melting.above), melting.above)
    found = find_stacked(names)
    if found is None:
        melting.tell_unknown(names, row, column)
        return None
    own = melting.tell_brackets(names, row, column)
    if not own:
        return None
    every = list(dict.fromkeys((*names, *texts)))
    measure = unit_of(every, found[0], melting.above)
    return Name(sheet, row, column, *found, measure, " ".join(every))
