"""Which records stand in a table with years or indicators as columns?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from dafeng.dossier.cells import cell_text, is_planned, read_number, read_year
from dafeng.dossier.index_base import INDEX
from dafeng.dossier.index_words import stated_base
from dafeng.dossier.long_table import (
    Field,
    LongRow,
    is_footnote,
    row_years,
    tell_preliminary,
)
from dafeng.dossier.rules import Findings
from dafeng.dossier.schema import tables
from dafeng.dossier.sheets import RawSheet, unmerged
from dafeng.dossier.titles import Titles, bare_unit, titles
from dafeng.dossier.total_headers import is_derived
from dafeng.dossier.vocabulary import (
    find_class,
    find_sector,
    find_term,
    is_industry,
    term_names,
    term_words,
    variable_rule,
)
from dafeng.dossier.wording import (
    UNIT_HEADERS,
    YEAR_HEADERS,
    key,
    nearest,
    of_which,
    split_all_brackets,
    split_brackets,
    without_enumerator,
)

#: Columns of years by which a header is known, and of one where a header of indicators stands
#: beside it.
_LEAST: Final = 2
_INDICATOR_HEADERS: Final = frozenset(
    map(key, ("指标", "指标名称", "项目", "名称", "indicator", "item"))
)
_DEPTH: Final = 15
_REMARKS: Final = frozenset(map(key, ("备注", "说明", "来源", "数据来源", "remarks", "source")))
_OF_SECTOR: Final = (
    (re.compile(r"^(?P<sector>.+?)增加值$"), "value_added"),
    (
        re.compile(r"^(?P<sector>.+?)(?:增加值)?(?:占比|比重|占GDP比重)$", re.IGNORECASE),
        "value_added_share",
    ),
    (re.compile(r"^value added,? (?:of )?(?P<sector>.+)$", re.IGNORECASE), "value_added"),
    (re.compile(r"^(?P<sector>.+?) value added$", re.IGNORECASE), "value_added"),
    (re.compile(r"^(?P<sector>.+?)产量$"), "output"),
)


def find_indicator(text: str) -> tuple[str, str] | None:
    """Return variable and sector that an indicator's name means, or None."""
    bare = of_which(without_enumerator(split_all_brackets(text)[0]))[1]
    found = find_term("variable", text) or find_term("variable", bare)
    if found is not None:
        return found, ""
    for pattern, variable in _OF_SECTOR:
        if match := pattern.match(bare):
            sector = find_class(match["sector"]) or find_sector(match["sector"])
            if variable == "output" and (product := find_term("product", match["sector"])):
                return variable, product
            if sector is not None and variable != "output":
                return variable, sector
    whole = find_class(bare)
    return ("value_added", whole) if whole is not None else None


def is_wide_activity(sheet: RawSheet) -> bool:
    """Say whether a sheet has indicators or years as columns and no column of variables."""
    filled = unmerged(sheet)
    return _indicator_header(filled) is not None or _year_header(filled) is not None


def melt_activity(sheet: RawSheet, findings: Findings) -> Iterator[LongRow]:
    """Yield one long row for each figure of a wide activity table."""
    filled = unmerged(sheet)
    by_indicator = _indicator_header(filled)
    row = _year_header(filled) if by_indicator is None else by_indicator
    if row is None:
        return
    above = titles(filled, row, findings)
    above.tell(findings, dated=above.whole)
    if above.whole:
        melted = _by_year if by_indicator is None else _by_indicator
        yield from melted(filled, row, above, findings)


def _long_header(sheet: RawSheet, row: int) -> bool:
    schema = tables()["activity"]
    texts = [cell_text(c) for c in sheet.rows[row - 1]]
    found = {c.id for t in texts if (c := schema.find_column(split_brackets(t)[0])) is not None}
    return "variable" in found and "quantity" in found


def _indicator_header(sheet: RawSheet) -> int | None:
    for row in range(1, min(_DEPTH, len(sheet.rows)) + 1):
        texts = [cell_text(c) for c in sheet.rows[row - 1]]
        named = sum(find_indicator(t) is not None for t in texts if t)
        if not _long_header(sheet, row) and named and any(key(t) in YEAR_HEADERS for t in texts):
            return row
    return None


def _year_header(sheet: RawSheet) -> int | None:
    for row in range(1, min(_DEPTH, len(sheet.rows)) + 1):
        if _long_header(sheet, row):
            return None
        years = row_years(sheet, row)
        if len(years) >= _LEAST or (years and _names_indicators(sheet, row, min(years))):
            return row
    return None


def _names_indicators(sheet: RawSheet, row: int, year: int) -> bool:
    """Say whether a header of indicators, and not one of years, stands left of a year."""
    left = {key(sheet.text(row, i)) for i in range(1, year)}
    return bool(left & _INDICATOR_HEADERS) and not left & YEAR_HEADERS


def _by_indicator(
    sheet: RawSheet, header: int, above: Titles, findings: Findings
) -> Iterator[LongRow]:
    columns: dict[int, tuple[str, str, str]] = {}
    year_column = 0
    last = header + 1 if _unit_row(sheet, header + 1) else header
    for index, cell in enumerate(sheet.rows[header - 1], 1):
        text = cell_text(cell)
        if key(text) in YEAR_HEADERS:
            year_column = year_column or index
            continue
        found = find_indicator(text) if text else None
        if found is None:
            if text:
                _unknown(sheet, header, index, findings)
            continue
        below = sheet.text(last, index) if last > header else ""
        columns[index] = (*found, bare_unit(below) or _measure(text, found[0], above))
    words = {i: f"{sheet.text(header, i)} {sheet.text(last, i)}" for i in columns}
    bases = _price_bases(((header, i), v[0], words[i]) for i, v in columns.items())
    for row in range(last + 1, len(sheet.rows) + 1):
        if sheet.blank_row(row) or _footnote(sheet, row, findings):
            continue
        year = Field(sheet.at(row, year_column), sheet, row, year_column)
        for index, meaning in columns.items():
            if read_number(sheet.at(row, index)).blank:
                continue
            value = Field(sheet.at(row, index), sheet, row, index)
            where = row, header, index
            yield _row(sheet, where, meaning, (year, value), bases[header, index])


def _by_year(sheet: RawSheet, header: int, above: Titles, findings: Findings) -> Iterator[LongRow]:
    years = row_years(sheet, header)
    tell_preliminary(sheet, header, years, findings)
    tell_others(sheet, header, min(years), findings)
    first = min(years)
    units = [i for i in range(1, first) if key(sheet.text(header, i)) in UNIT_HEADERS]
    labels = [i for i in range(1, first) if i not in units]
    rows = range(header + 1, len(sheet.rows) + 1)
    column = labels[-1] if labels else 1
    named = [
        ((r, column), found[0], " ".join(sheet.text(r, i) for i in (column, *units)))
        for r in rows
        if (found := _named(sheet, r, labels))
    ]
    bases = _price_bases(named)
    for row in rows:
        if sheet.blank_row(row) or _footnote(sheet, row, findings):
            continue
        label = _label(sheet, row, labels)
        found = _named(sheet, row, labels)
        if found is None and all(read_number(sheet.at(row, i)).blank for i in years):
            continue
        if found is None:
            _unknown(sheet, row, column, findings)
            continue
        measure = sheet.text(row, units[0]) if units else ""
        measure = measure or _measure(label, found[0], above)
        for index, year in years.items():
            if read_number(sheet.at(row, index)).blank:
                continue
            stated = Field(year, sheet, header, index)
            value = Field(sheet.at(row, index), sheet, row, index)
            where = row, row, column
            yield _row(sheet, where, (*found, measure), (stated, value), bases[row, column])


def _measure(label: str, variable: str, above: Titles) -> str:
    """Return the unit in a label's brackets or the title; an index has none but its own."""
    inside = (bare_unit(i) for i in reversed(split_all_brackets(label)[1]))
    return next((u for u in inside if u), "" if variable == INDEX else above.unit)


def tell_others(sheet: RawSheet, header: int, first: int, findings: Findings) -> None:
    """Report the columns that hold no statistics of a whole year: plans, growth, parts of years."""
    for index, cell in enumerate(sheet.rows[header - 1], 1):
        text, place = cell_text(cell), sheet.place(header, index)
        if is_planned(cell):
            findings.add("column.planned", place, column=text)
        elif is_derived(text):
            findings.add("column.derived", place, column=text)
        elif index > first and text and read_year(cell) is None and key(text) not in _REMARKS:
            findings.add("column.unknown", place, column=text, near="")


def _label(sheet: RawSheet, row: int, labels: list[int]) -> str:
    return next((t for i in reversed(labels) if (t := sheet.text(row, i))), "")


def _named(sheet: RawSheet, row: int, labels: list[int]) -> tuple[str, str] | None:
    label = _label(sheet, row, labels)
    return find_indicator(label) if label else None


def _price_bases(
    names: Iterable[tuple[tuple[int, int], str, str]],
) -> dict[tuple[int, int], str]:
    """Return the price base of each name; value added takes that of the GDP before it."""
    found: dict[tuple[int, int], str] = {}
    above = ""
    for where, variable, words in names:
        own = _price_base(words, variable)
        above = own if variable == "gdp" else above
        found[where] = own or (above if variable == "value_added" else "")
    return found


def _row(
    sheet: RawSheet,
    where: tuple[int, int, int],
    meaning: tuple[str, str, str],
    figures: tuple[Field, Field],
    price_base: str,
) -> LongRow:
    row, name_row, name_column = where
    variable, sector, measure = meaning
    name = sheet, name_row, name_column
    fields = {
        "year": figures[0],
        "variable": Field(variable, *name),
        "sector": Field(sector, *name),
        "quantity": figures[1],
        "unit": Field(measure, *name),
        "price_base": Field(price_base, *name),
    }
    return LongRow(fields, sheet.place(row))


def _price_base(header: str, variable: str) -> str:
    """Return the base that an indicator's name or unit states; current is never implied."""
    if variable == INDEX:
        return stated_base(header)
    if variable not in ("gdp", "value_added"):
        return ""
    if match := re.search(r"((?:19|20)\d\d)\s*年?\s*(?:不变价|可比价|价|constant|prices)", header):
        return match[1]
    return (
        "current" if re.search(r"当年价|现价|名义|current|nominal", header, re.IGNORECASE) else ""
    )


def _unit_row(sheet: RawSheet, row: int) -> bool:
    if row > len(sheet.rows):
        return False
    passed = YEAR_HEADERS | UNIT_HEADERS
    texts = [t for c in sheet.rows[row - 1] if (t := cell_text(c)) and key(t) not in passed]
    return bool(texts) and all(bare_unit(t) and read_year(t) is None for t in texts)


def _footnote(sheet: RawSheet, row: int, findings: Findings) -> bool:
    text = next(t for c in sheet.rows[row - 1] if (t := cell_text(c)))
    if is_footnote(text):
        findings.add("sheet.footnote", sheet.place(row, 1), text=text[:40])
        return True
    return False


def _unknown(sheet: RawSheet, row: int, column: int, findings: Findings) -> None:
    """Report a name that is no indicator; a sector (#工业) is none that is used."""
    text = sheet.text(row, column)
    bare = of_which(without_enumerator(split_brackets(text)[0]))[1]
    sector = is_industry(bare) or find_sector(bare) is not None
    if sector or variable_rule(text) == "variable.unread":
        findings.leave_unread(text, sheet.place(row, column))
        return
    near = nearest(text, term_words("variable"))
    place = sheet.place(row, column)
    findings.add("variable.unknown", place, text=text, known=term_names("variable"), near=near)
