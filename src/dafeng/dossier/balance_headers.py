"""Which rows of an energy balance table are its header, and what do the cells there name?"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from dafeng import reference
from dafeng.dossier.cells import cell_text, read_number, read_year
from dafeng.dossier.energy_rows import find_balance_row, user_of
from dafeng.dossier.long_table import row_years
from dafeng.dossier.row_labels import meaning_of
from dafeng.dossier.schema import tables
from dafeng.dossier.sheets import RawSheet, unmerged
from dafeng.dossier.titles import is_unit
from dafeng.dossier.total_headers import (
    MAYBE_TOTALS,
    TOTAL_COLUMNS,
    bare_total,
    carrier_total,
    group_members,
)
from dafeng.dossier.twin_columns import is_twin_row
from dafeng.dossier.user_columns import USER_HEADERS, names_users
from dafeng.dossier.vocabulary import (
    find_carrier,
    find_process,
    find_term,
    is_total,
)
from dafeng.dossier.wording import (
    NUMBERING,
    UNIT_HEADERS,
    YEAR_HEADERS,
    key,
    split_all_brackets,
    split_brackets,
)

#: Rows in which the carriers are looked for.
_DEPTH: Final = 15
_LEAST_CARRIERS: Final = 2
#: Flows or sectors in one row by which a table with carriers as rows is known.
_MANY_ACROSS: Final = 3
#: Headers of columns that may stand beside those of carriers.
_BESIDE: Final = UNIT_HEADERS | YEAR_HEADERS | NUMBERING
#: Words behind a carrier that say no more than that it is used (原煤消费量).
_USED: Final = re.compile(r"(?<=\S)(?:终端)?(?:消费|消耗|使用|用)量$")


def is_balance(sheet: RawSheet) -> bool:
    """Say whether a sheet has carriers as columns."""
    return header_row(unmerged(sheet)) is not None


def is_transposed(sheet: RawSheet) -> bool:
    """Say whether carriers stand as rows and flows or sectors as columns."""
    return header_row(sheet) is None and transposed_header(sheet) is not None


def transposed_header(
    sheet: RawSheet, begins: int = 1, depth: int = _DEPTH, least: int = _LEAST_CARRIERS
) -> int | None:
    """Return the row that names most flows or sectors, with carriers down below it, or None.

    Two flows or sectors are enough beside a header of carriers (品种) and words of other columns.

    Parameters
    ----------
    sheet
        A table, merged cells filled.
    begins, depth
        First row that is looked at, and how many.
    least
        Carriers that a table names at least; the page of one may name a single one.
    """
    best, most = None, 0
    for row in range(begins, min(begins + depth, len(sheet.rows) + 1)):
        across = len({m for c in sheet.rows[row - 1] if (m := flow_or_sector(cell_text(c)))})
        many = across >= _MANY_ACROSS or (across > 1 and _heads_carriers(sheet, row))
        if many and across > most:
            best, most = row, across
            if depth > _DEPTH:
                break
    if best is None:
        return None
    rows = range(best + 1, len(sheet.rows) + 1)
    down = ({carrier_of(sheet.text(r, i)) for r in rows} - {""} for i in (1, 2, 3, 4))
    return best if max(map(len, down)) >= least else None


def _heads_carriers(sheet: RawSheet, row: int) -> bool:
    """Say whether a row names a column of carriers, and besides columns that are known."""
    texts = [t for c in sheet.rows[row - 1] if (t := cell_text(c)) and not flow_or_sector(t)]
    names = {key(split_all_brackets(t)[0]) for t in texts}
    return bool(names & _carrier_headers()) and names <= _carrier_headers() | _BESIDE


@cache
def _carrier_headers() -> frozenset[str]:
    column = next(c for c in tables()["energy"].columns if c.id == "carrier")
    return frozenset(map(key, (column.header.zh, column.header.en, *column.synonyms)))


def carriers_down(sheet: RawSheet) -> bool:
    """Say whether carriers stand as rows, years as columns and nothing says flow or sector.

    Among other names (主要工业产品产量: 原煤, 水泥, 粗钢) they are products.
    """
    for row in range(1, min(_DEPTH, len(sheet.rows)) + 1):
        years = row_years(sheet, row)
        if not years or min(years) == 1:
            continue
        if carriers_in(sheet, row) or not _is_text_row(sheet, row, min(years)):
            return False
        down = [
            {t for r in range(row + 1, len(sheet.rows) + 1) if (t := sheet.text(r, i))}
            for i in range(1, min(years))
        ]
        return any(map(_are_carriers, down))
    return False


def _are_carriers(names: set[str]) -> bool:
    """Say whether most names of rows are carriers, and none is a product that is no fuel."""
    carriers = {t for t in names if carrier_of(t)}
    products = any(find_term("product", t) or find_process(t) for t in names - carriers)
    several = len({carrier_of(t) for t in carriers}) >= _LEAST_CARRIERS
    return several and not products and 2 * len(carriers) > len(names)


def _is_text_row(sheet: RawSheet, row: int, year: int) -> bool:
    """Say whether words stand left of the first year of a row: it is a header."""
    texts = [t for i in range(1, year) if (t := sheet.text(row, i))]
    return bool(texts) and all(read_number(t).value is None for t in texts)


def flow_or_sector(text: str) -> str:
    """Return the row of a balance, or the sector, that a text names, or nothing."""
    found = meaning_of(text) if text else None
    return found.id if found is not None and found.role != "total" else ""


def header_row(sheet: RawSheet) -> int | None:
    """Return the row that names most carriers, at least two or one beside users, or None."""
    best, count = None, _LEAST_CARRIERS - 1
    for row in range(sheet.begins, min(sheet.begins + _DEPTH - 1, len(sheet.rows)) + 1):
        carriers = carriers_in(sheet, row)
        if len(carriers) > count:
            best, count = row, len(carriers)
    return _lone_header(sheet) if best is None else best


def _lone_header(sheet: RawSheet) -> int | None:
    """Return the row that names one carrier behind a column of users (行业、部门), or None."""
    for row in range(sheet.begins, min(sheet.begins + _DEPTH - 1, len(sheet.rows)) + 1):
        marked = [i for i, c in enumerate(sheet.rows[row - 1], 1) if carrier_of(cell_text(c))]
        heads = {i for i in range(1, sheet.width + 1) if key(sheet.text(row, i)) in USER_HEADERS}
        if marked and heads and min(heads) < min(marked) and names_users(sheet, row, min(heads), 2):
            return row
    return None


def carriers_in(sheet: RawSheet, row: int) -> set[str]:
    """Return the carriers, and the groups of coal and oil, that the cells of a row name."""
    names = (cell_text(cell) for cell in sheet.rows[row - 1])
    return {carrier_of(t) or carrier_total(t)[0] for t in names} - {"", "all", "net"}


def carrier_of(text: str) -> str:
    """Return the carrier that a header names, its unit taken off, or nothing."""
    if not text or is_unit(text):
        return ""
    name, _ = split_brackets(text)
    bare = split_all_brackets(text)[0]
    found = find_carrier(text) or find_carrier(name) or find_carrier(bare)
    used = "" if key(bare_total(text)) in TOTAL_COLUMNS else _USED.sub("", bare)
    return found or find_carrier(used) or ""


def group_of(text: str, others: frozenset[str] = frozenset()) -> str:
    """Return the group that a header sums up, or nothing; `others` are the table's carriers."""
    name, _ = split_brackets(text)
    bare = split_all_brackets(text)[0]
    sure = next(
        (g for n in (text, name, bare, bare_total(text)) if (g := TOTAL_COLUMNS.get(key(n)))), ""
    )
    if sure:
        return sure
    group = MAYBE_TOTALS.get(key(text)) or MAYBE_TOTALS.get(key(name)) or ""
    own = carrier_of(text)
    members = group_members(group, _carrier_groups()) - {own} if group else set()
    return group if others & members else ""


def _carrier_groups() -> dict[str, str]:
    return {i: c.group for i, c in reference.carriers().items()}


def first_figures(sheet: RawSheet, row: int, last: int, aside: set[int | None]) -> int:
    """Return the first column that holds figures; labels stand left of it."""
    first = min(i for i, c in enumerate(sheet.rows[row - 1], 1) if carrier_of(cell_text(c)))
    for index in range(2, first):
        below = (sheet.at(r, index) for r in range(last + 1, len(sheet.rows) + 1))
        if index not in aside and any(read_number(c).value is not None for c in below):
            return index
    return first


def _is_unit_row(sheet: RawSheet, row: int, carriers: int) -> bool:
    """Say whether a row below the carriers holds nothing but units under them."""
    marked = (i for i, c in enumerate(sheet.rows[carriers - 1], 1) if carrier_of(cell_text(c)))
    texts = [t for i in marked if (t := sheet.text(row, i)) and t != sheet.text(carriers, i)]
    return bool(texts) and all(map(is_unit, texts))


def header_rows(sheet: RawSheet, row: int) -> tuple[int, int]:
    """Return first and last row of the header: groups or years above, units or years below."""
    first = last = row
    marked = [i for i, c in enumerate(sheet.rows[row - 1], 1) if carrier_of(cell_text(c))]
    if row > 1:
        above = {i: t for i in marked if (t := sheet.text(row - 1, i))}
        merged = any(t == sheet.text(row, i) for i, t in above.items())
        groups = any(group_of(t) for t in above.values())
        dated = row_years(sheet, row - 1)
        alone = len(dated) == 1 < len(marked)  # a year in a title, and not over carriers
        if above and (merged or groups or (dated and not alone)):
            first = row - 1
    while last < len(sheet.rows):
        texts = [sheet.text(last + 1, i) for i in marked if sheet.text(last + 1, i)]
        names = [carrier_of(t) for t in texts]
        years = [read_year(t) for t in texts]
        label = sheet.text(last + 1, 1)
        labelled = find_balance_row(label) is not None or user_of(label) is not None
        kinds = any(names) and all(map(_carrier_or_total, texts))
        plain = all(is_unit(t) for t in texts) or kinds or is_twin_row(texts)
        if not texts or labelled or not (plain or (all(years) and all(len(t) < 6 for t in texts))):  # noqa: PLR2004 - a year and 年
            break
        last += 1
    return first, last


def _carrier_or_total(text: str) -> bool:
    """Say whether a header below a carrier names one of its kinds, or their total."""
    return bool(carrier_of(text)) or is_total(text)


def named_column(
    sheet: RawSheet, first: int, last: int, names: frozenset[str], carriers: int = 0
) -> int | None:
    """Return the column under one of the names; a row of units may be called 单位 and has none."""
    for row in range(first, last + 1):
        if carriers and row > carriers and _is_unit_row(sheet, row, carriers):
            continue
        for index in range(1, sheet.width + 1):
            if key(sheet.text(row, index)) in names:
                return index
    return None
