"""Where do carriers, units, years and labels stand in an energy balance table?"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from dafeng import reference
from dafeng.dossier.cells import Cell, cell_text, is_planned, is_preliminary, read_number, read_year
from dafeng.dossier.energy_rows import FUELS, carrier_units, find_balance_row, user_of
from dafeng.dossier.long_table import row_years
from dafeng.dossier.rules import Findings
from dafeng.dossier.sheets import RawSheet, unmerged
from dafeng.dossier.titles import Titles, bare_unit, is_unit, titles
from dafeng.dossier.total_headers import (
    MAYBE_TOTALS,
    TOTAL_COLUMNS,
    bare_total,
    carrier_total,
    electricity_method,
    first_method,
    group_members,
    inner_units,
    is_derived,
)
from dafeng.dossier.twin_columns import is_twin_row, twin_columns
from dafeng.dossier.user_columns import REMARKS, USER_HEADERS, names_users
from dafeng.dossier.vocabulary import (
    carrier_name,
    carrier_words,
    find_carrier,
    find_sector,
    is_total,
)
from dafeng.dossier.wording import (
    UNIT_HEADERS,
    YEAR_HEADERS,
    key,
    nearest,
    split_all_brackets,
    split_brackets,
)
from dafeng.errors import Place
from dafeng.language import same
from dafeng.units import unit

#: Rows in which the carriers are looked for.
_DEPTH: Final = 15
_LEAST_CARRIERS: Final = 2
#: Flows or sectors in one row by which a table with carriers as rows is known.
_MANY_ACROSS: Final = 3
_POWER: Final = "electricity"
#: Words behind a carrier that say no more than that it is used (原煤消费量).
_USED: Final = re.compile(r"(?<=\S)(?:终端)?(?:消费|消耗|使用|用)量$")
#: A carrier in whose units the sum of a group is stated.
_MEMBER: Final = {"coal": "raw_coal", "oil": "crude_oil"}
_PASSED_HEADERS: Final = frozenset(map(key, ("序号", "代码", "行次", "编码", "no", "code", "id")))


@dataclass(frozen=True, slots=True)
class CarrierColumn:
    """A column of the table: its carrier (or the group it sums up), its unit, its year.

    Groups are ``coal``, ``oil``, ``all``, and ``net`` (综合能源消费量: less what is given off). A
    total of all energy, and electricity in standard coal, may say the method by which electricity
    counts: ``equivalent`` or ``thermal``. `name` is the carrier as written.
    """

    index: int
    carrier: str
    group: str
    unit: str
    year: int | None
    place: Place
    method: str = ""
    name: str = ""


@dataclass(slots=True)
class Layout:
    """Rows and columns of a balance table, and what stands above it."""

    first: int
    last: int
    columns: tuple[CarrierColumn, ...]
    labels: tuple[int, ...]
    year_column: int | None
    unit_column: int | None
    above: Titles
    header_keys: frozenset[str]
    dashes: list[Place] = field(default_factory=list)


def is_balance(sheet: RawSheet) -> bool:
    """Say whether a sheet has carriers as columns."""
    return header_row(unmerged(sheet)) is not None


def is_transposed(sheet: RawSheet) -> bool:
    """Say whether carriers stand as rows and flows or sectors as columns."""
    rows = sheet.rows[:_DEPTH]
    across = max((len({m for c in row if (m := _flow_or_sector(c))}) for row in rows), default=0)
    down = ({_carrier(sheet.text(r, i)) for r in range(1, len(sheet.rows) + 1)} for i in (1, 2))
    return across >= _MANY_ACROSS and max(len(d - {""}) for d in down) >= _LEAST_CARRIERS


def _flow_or_sector(cell: Cell) -> str:
    text = cell_text(cell)
    row = find_balance_row(text) if text else None
    return row.id if row is not None else find_sector(text) or "" if text else ""


def is_standard(layout: Layout) -> bool:
    """Say whether a table counts in standard coal."""
    if "实物量" in layout.above.text:
        return False
    units = [c.unit for c in layout.columns if c.unit and c.carrier]
    coal = sum(bool(unit(u).coal) for u in units)
    return "标准量" in layout.above.text or (bool(units) and 2 * coal > len(units))


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
        marked = [i for i, c in enumerate(sheet.rows[row - 1], 1) if _carrier(cell_text(c))]
        heads = {i for i in range(1, sheet.width + 1) if key(sheet.text(row, i)) in USER_HEADERS}
        if marked and heads and min(heads) < min(marked) and names_users(sheet, row, min(heads), 2):
            return row
    return None


def carriers_in(sheet: RawSheet, row: int) -> set[str]:
    """Return the carriers, and the groups of coal and oil, that the cells of a row name."""
    names = (cell_text(cell) for cell in sheet.rows[row - 1])
    return {_carrier(t) or carrier_total(t)[0] for t in names} - {"", "all", "net"}


def _carrier(text: str) -> str:
    """Return the carrier that a header names, its unit taken off, or nothing."""
    if not text or is_unit(text):
        return ""
    name, _ = split_brackets(text)
    bare = split_all_brackets(text)[0]
    found = find_carrier(text) or find_carrier(name) or find_carrier(bare)
    used = "" if key(bare_total(text)) in TOTAL_COLUMNS else _USED.sub("", bare)
    return found or find_carrier(used) or ""


def _group(text: str, others: frozenset[str] = frozenset()) -> str:
    """Return the group that a header sums up, or nothing; `others` are the table's carriers."""
    name, _ = split_brackets(text)
    bare = split_all_brackets(text)[0]
    sure = next(
        (g for n in (text, name, bare, bare_total(text)) if (g := TOTAL_COLUMNS.get(key(n)))), ""
    )
    if sure:
        return sure
    group = MAYBE_TOTALS.get(key(text)) or MAYBE_TOTALS.get(key(name)) or ""
    own = _carrier(text)
    members = group_members(group, _carrier_groups()) - {own} if group else set()
    return group if others & members else ""


def _carrier_groups() -> dict[str, str]:
    return {i: c.group for i, c in reference.carriers().items()}


def find_layout(sheet: RawSheet, findings: Findings) -> Layout:
    """Return where everything stands; unknown carriers and units are reported."""
    row = header_row(sheet)
    if row is None:
        raise ValueError("no carriers stand in the header")
    first, last = header_rows(sheet, row)
    above = titles(sheet, first, findings)
    words = [sheet.text(r, i) for r in range(first, last + 1) for i in range(1, sheet.width + 1)]
    others = frozenset(_carrier(t) for t in words if key(t) not in MAYBE_TOTALS)
    year_column = _named_column(sheet, first, last, YEAR_HEADERS)
    unit_column = _named_column(sheet, first, last, UNIT_HEADERS, row)
    passed = _named_column(sheet, first, last, _PASSED_HEADERS)
    if unit_column:
        heading = sheet.text(row, unit_column)
        findings.add("column.unknown", sheet.place(row, unit_column), column=heading, near="")
    twins = twin_columns(sheet, first, last, findings)
    aside = {year_column, unit_column, passed}
    start = _first_figures(sheet, row, last, aside)
    labels = tuple(i for i in range(1, start) if i not in aside)

    def texts_of(index: int) -> list[str]:
        texts = (sheet.text(row, index) for row in range(first, last + 1))
        return [t for t in dict.fromkeys(texts) if t]

    columns = tuple(
        c
        for i in range(start, sheet.width + 1)
        if i not in (year_column, unit_column)
        and i not in twins
        and not _holds_words(sheet, last, i)
        and (c := _column(texts_of(i), sheet.place(last, i), (above, others), findings)) is not None
    )
    _tell_nameless(sheet, last, start, findings)
    dated = year_column is not None or all(c.year is not None for c in columns)
    above.tell(findings, dated=dated)
    columns = _once(columns, texts_of, (sheet, first, last), findings)
    heads = frozenset(key(sheet.text(r, i)) for r in range(first, last + 1) for i in labels)
    return Layout(first, last, columns, labels, year_column, unit_column, above, heads)


def _holds_words(sheet: RawSheet, last: int, index: int) -> bool:
    """Say whether a column behind the figures names rows once more, or remarks on them."""
    heads = {key(sheet.text(row, index)) for row in range(1, last + 1)}
    below = (sheet.at(row, index) for row in range(last + 1, len(sheet.rows) + 1))
    words = heads & (USER_HEADERS | REMARKS)
    return bool(words) and all(read_number(cell).value is None for cell in below)


def _once(
    columns: Sequence[CarrierColumn],
    texts_of: Callable[[int], list[str]],
    header: tuple[RawSheet, int, int],
    findings: Findings,
) -> tuple[CarrierColumn, ...]:
    """Return the columns without those whose name stands before in the same year; each is told.

    Headers that differ and mean one carrier (soft coal and hard coal) are parts and stay.
    """
    sheet, first, last = header
    kept: list[CarrierColumn] = []
    seen: dict[tuple[int | None, str, str], Place] = {}
    for column in columns:
        rows = range(last, first - 1, -1)
        row = next((r for r in rows if _carrier(sheet.text(r, column.index))), last)
        name = next((t for t in reversed(texts_of(column.index)) if _carrier(t)), "")
        spot = column.year, column.carrier, _plain_name(name, column.carrier)
        place = sheet.place(row, column.index)
        if not column.carrier or seen.setdefault(spot, place) == place:
            kept.append(column)
        else:
            title = carrier_name(column.carrier)
            findings.add("column.duplicate", place, column=title, other=str(seen[spot]))
    return tuple(kept)


def _plain_name(header: str, carrier: str) -> str:
    """Return the key of a header without its unit; a carrier's id and names are one key."""
    if not carrier:
        return ""
    found = key(split_brackets(header)[0]) if not find_carrier(header) else key(header)
    name = carrier_name(carrier)
    return "" if found in {key(carrier), key(name.zh), key(name.en)} else found


def _first_figures(sheet: RawSheet, row: int, last: int, aside: set[int | None]) -> int:
    """Return the first column that holds figures; labels stand left of it."""
    first = min(i for i, c in enumerate(sheet.rows[row - 1], 1) if _carrier(cell_text(c)))
    for index in range(2, first):
        below = (sheet.at(r, index) for r in range(last + 1, len(sheet.rows) + 1))
        if index not in aside and any(read_number(c).value is not None for c in below):
            return index
    return first


def _is_unit_row(sheet: RawSheet, row: int, carriers: int) -> bool:
    """Say whether a row below the carriers holds nothing but units under them."""
    marked = (i for i, c in enumerate(sheet.rows[carriers - 1], 1) if _carrier(cell_text(c)))
    texts = [t for i in marked if (t := sheet.text(row, i)) and t != sheet.text(carriers, i)]
    return bool(texts) and all(map(is_unit, texts))


def header_rows(sheet: RawSheet, row: int) -> tuple[int, int]:
    """Return first and last row of the header: groups or years above, units or years below."""
    first = last = row
    marked = [i for i, c in enumerate(sheet.rows[row - 1], 1) if _carrier(cell_text(c))]
    if row > 1:
        texts = [sheet.text(row - 1, i) for i in marked if sheet.text(row - 1, i)]
        if texts and (row_years(sheet, row - 1) or any(_group(t) for t in texts)):
            first = row - 1
    while last < len(sheet.rows):
        texts = [sheet.text(last + 1, i) for i in marked if sheet.text(last + 1, i)]
        names = [_carrier(t) for t in texts]
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
    return bool(_carrier(text)) or is_total(text)


def _named_column(
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


def _column(
    texts: list[str], place: Place, known: tuple[Titles, frozenset[str]], findings: Findings
) -> CarrierColumn | None:
    above, others = known
    if planned := next((t for t in texts if is_planned(t)), ""):
        findings.add("column.planned", place, column=planned)
        return None
    group = next((g for t in reversed(texts) if (g := _group(t, others))), "")
    carrier = next((c for t in reversed(texts) if (c := _carrier(t))), "")
    if group and any(_carrier(t) and not _group(t, others) for t in texts):
        group = ""
    year = next((y for t in texts if (y := read_year(t)) is not None), None)
    if marked := next((t for t in texts if is_preliminary(t)), ""):
        findings.add("year.preliminary", place, text=marked, year=year)
    stated = [bare_unit(t) for t in texts]
    stated += [bare_unit(i) for t in texts for i in reversed(split_all_brackets(t)[1])]
    stated += [u for t in texts for u in inner_units(t)]
    own = carrier or _MEMBER.get(group, "")
    listed = above.unit_of(carrier_units(own)) if own else above.unit
    measure = next((u for u in stated if u and read_year(u) is None), listed)
    if carrier or group:
        index = place.column or 0
        carrier = "" if group else carrier
        words = " ".join(texts)
        if carrier == _POWER and not first_method(words):
            words = above.text
        method = electricity_method(words) if group or carrier == _POWER else ""
        name = next((t for t in reversed(texts) if _carrier(t)), words)
        found = CarrierColumn(index, carrier, group, measure, year, place, method, name)
        return _checked(found, texts, findings)
    name = " ".join(texts)
    if is_derived(name):
        findings.add("column.derived", place, column=name)
    elif texts:
        findings.add("carrier.unknown", place, text=name, near=nearest(name, carrier_words()))
    return None


def _tell_nameless(sheet: RawSheet, last: int, start: int, findings: Findings) -> None:
    """Report columns of figures that have no header."""
    for index in range(start, sheet.width + 1):
        named = any(sheet.text(r, index) for r in range(1, last + 1))
        below = (sheet.at(r, index) for r in range(last + 1, len(sheet.rows) + 1))
        if not named and any(read_number(c).value for c in below):
            findings.add("column.nameless", sheet.place(last, index))


def _checked(column: CarrierColumn, texts: list[str], findings: Findings) -> CarrierColumn | None:
    inside = next((i for t in texts if (i := split_brackets(t)[1]) and not _carrier(t)), "")
    inside = inside or next((i for t in texts if (i := split_brackets(t)[1])), "")
    if not column.unit:
        odd = inside and not find_carrier(inside)
        rule = "unit.unknown" if odd else "unit.missing"
        findings.add(rule, column.place, unit=inside, near="")
        return None
    if column.carrier:
        allowed = carrier_units(column.carrier)
        measure = unit(column.unit)
        if measure.dimension not in {unit(u).dimension for u in allowed}:
            findings.add(
                "unit.dimension",
                column.place,
                unit=column.unit,
                subject=carrier_name(column.carrier),
                expected=same(", ".join(allowed)),
            )
            return None
        if measure.electric and reference.carriers()[column.carrier].group in FUELS:
            subject = carrier_name(column.carrier)
            findings.add("unit.electricity", column.place, unit=column.unit, subject=subject)
    return column
