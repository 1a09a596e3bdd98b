"""Is a table of one carrier: rows of a balance, or users of energy, down and years across?"""

from __future__ import annotations

import re
from typing import Final

from dafeng.dossier.balance_headers import header_row
from dafeng.dossier.balance_layout import CarrierColumn, Layout
from dafeng.dossier.cells import cell_text
from dafeng.dossier.energy_rows import carrier_units
from dafeng.dossier.long_table import row_years
from dafeng.dossier.melted_rows import tell_nameless
from dafeng.dossier.melting import tell_others, units_below
from dafeng.dossier.rules import Findings
from dafeng.dossier.sheets import RawSheet
from dafeng.dossier.titles import bare_unit, corner, titles
from dafeng.dossier.user_columns import names_users
from dafeng.dossier.vocabulary import find_carrier
from dafeng.dossier.wording import key, split_all_brackets

_DEPTH: Final = 15
#: Characters at the end of a title in which a carrier is looked for.
_LONGEST: Final = 40
#: Words of a title that name no carrier.
_PLAIN: Final = re.compile(
    r"\d{4}年?|[-—–~～至到]|平衡表?|消费(?:量|情况)?|情况|表\s*\d*|各年|历年|分类|分行业|统计|汇总|一览"
)


def is_carrier_sheet(sheet: RawSheet) -> bool:
    """Say whether a table has rows of a balance, years as columns and one carrier in its title."""
    row = _header(sheet)
    return row is not None and bool(_carrier(sheet, row)) and names_users(sheet, row, 1)


def carrier_layout(sheet: RawSheet, findings: Findings) -> Layout | None:
    """Return where everything stands in the balance of one carrier, or None for other tables.

    Parameters
    ----------
    sheet
        A table, merged cells filled.
    findings
        Takes titles, and columns that are no years.
    """
    row = _header(sheet)
    if row is None or not is_carrier_sheet(sheet):
        return None
    years = row_years(sheet, row)
    first = min(years)
    labels = tuple(range(1, first))
    above = titles(sheet, row, findings, corner(sheet, (row, row), labels))
    above.tell(findings, dated=True)
    tell_others(sheet, row, first, findings)
    carrier = _carrier(sheet, row)
    below = units_below(sheet, row, years)
    last = row + bool(below)
    for index in range(first, sheet.width + 1):
        if not sheet.text(row, index):
            tell_nameless(sheet, index, last, findings)
    stated = above.unit_of(carrier_units(carrier)) or _unit(sheet, row)
    if len(below) < len(years) and not stated:
        findings.add("unit.missing", sheet.place(row, first), unit="", near="")
        years = {}
    columns = [
        CarrierColumn(i, carrier, "", below.get(i) or stated, year, sheet.place(row, i))
        for i, year in years.items()
    ]
    heads = frozenset(key(sheet.text(row, i)) for i in labels)
    return Layout(row, last, tuple(columns), labels, None, None, above, heads)


def _header(sheet: RawSheet) -> int | None:
    """Return the first row that names a year behind a label, where no row names carriers."""
    rows = range(1, min(_DEPTH, len(sheet.rows)) + 1)
    found = (r for r in rows if (years := row_years(sheet, r)) and min(years) > 1)
    row = next(found, None)
    return None if row is None or header_row(sheet) is not None else row


def _words(sheet: RawSheet, header: int) -> list[str]:
    """Return the name of the sheet, what stands above the header and what in its corner."""
    cells = (cell_text(c) for row in sheet.rows[: header - 1] for c in row)
    labels = range(1, min(row_years(sheet, header)))
    beside = (t for t, _ in corner(sheet, (header, header), labels))
    return [sheet.name, *dict.fromkeys(t for t in (*cells, *beside) if t)]


def _carrier(sheet: RawSheet, header: int) -> str:
    """Return the one carrier that title and name end in (湖州市原煤平衡表), or nothing."""
    found = set()
    for text in _words(sheet, header):
        plain = _PLAIN.sub("", split_all_brackets(text)[0]).strip()
        plain = plain[-_LONGEST:]
        ends = (plain[i:] for i in range(max(len(plain) - 1, 1)))
        found.add(next((c for end in ends if end and (c := find_carrier(end))), ""))
    found -= {""}
    return found.pop() if len(found) == 1 else ""


def _unit(sheet: RawSheet, header: int) -> str:
    inside = (i for text in _words(sheet, header) for i in split_all_brackets(text)[1])
    return next((u for i in inside if (u := bare_unit(i))), "")
