"""What does an energy balance table say, with flows or sectors as rows and carriers as columns?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from dafeng import reference
from dafeng.dossier.cells import Reading, cell_text, read_number, read_year
from dafeng.dossier.energy_rows import (
    INDUSTRY,
    BalanceRow,
    by_convention,
    carrier_units,
    find_balance_row,
)
from dafeng.dossier.long_table import (
    Titles,
    bare_unit,
    is_footnote,
    is_unit,
    row_years,
    titles,
)
from dafeng.dossier.records import Amount, Flow
from dafeng.dossier.rules import Findings
from dafeng.dossier.sheets import RawSheet, unmerged
from dafeng.dossier.vocabulary import (
    carrier_name,
    carrier_names,
    find_carrier,
    find_sector,
    is_industry,
    is_total,
    sector_names,
)
from dafeng.dossier.wording import key, nearest, of_which, split_brackets, without_enumerator
from dafeng.errors import Place
from dafeng.language import same
from dafeng.units import unit

#: Rows in which the carriers are looked for.
_DEPTH: Final = 15
_LEAST_CARRIERS: Final = 2
_YEAR_HEADERS: Final = frozenset(map(key, ("年份", "年", "年度", "year")))
_UNIT_HEADERS: Final = frozenset(map(key, ("单位", "计量单位", "unit", "units")))
_PASSED_HEADERS: Final = frozenset(map(key, ("序号", "代码", "行次", "编码", "no", "code", "id")))
#: Columns that sum up carriers, with the groups that they hold.
_TOTAL_COLUMNS: Final = {
    key(word): group
    for group, words in {
        "coal": ("煤合计", "煤炭合计", "煤品合计", "total coal", "coal total", "煤炭消费量"),
        "oil": (
            "油品合计",
            "石油合计",
            "total oil",
            "oil products total",
            "total petroleum products",
        ),
        "all": (
            "能源合计",
            "合计",
            "总计",
            "能源消费合计",
            "综合能源消费量",
            "total",
            "total energy",
        ),
    }.items()
    for word in words
}
#: Columns that sum up a group only where the group's carriers have columns of their own.
_MAYBE_TOTALS: Final = {
    key(word): group
    for group, words in {"coal": ("煤炭", "煤", "coal"), "oil": ("石油", "油品", "oil")}.items()
    for word in words
}


@dataclass(frozen=True, slots=True)
class CarrierColumn:
    """A column of the table: its carrier (or the group it sums up), its unit, its year."""

    index: int
    carrier: str
    group: str
    unit: str
    year: int | None
    place: Place


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
        Role of the row: ``value``, ``section``, ``parent``, ``child``, ``of_which``, ``total``,
        ``subtotal``.
    section
        Row of the section total above, or 0.
    column
        Its column.
    amount
        The figure.
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


@dataclass(frozen=True, slots=True)
class BalanceTable:
    """An energy balance as read, before totals are settled."""

    sheet: RawSheet
    cells: tuple[BalanceCell, ...]
    standard: bool


@dataclass(slots=True)
class _Layout:
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
    return _header_row(unmerged(sheet)) is not None


def read_balance(sheet: RawSheet, findings: Findings) -> BalanceTable:
    """Return every figure of an energy balance table with its row, column and unit."""
    filled = unmerged(sheet)
    layout = _layout(filled, findings)
    cells: list[BalanceCell] = []
    section = 0
    flow_of_section = Flow.FINAL_CONSUMPTION
    for row in range(layout.last + 1, len(filled.rows) + 1):
        entry = _entry(filled, row, layout, findings)
        if entry is None:
            continue
        label, balance_row = entry
        if balance_row.role == "section":
            section = row
        elif balance_row.flow in (Flow.LOSS, Flow.STATISTICAL_DIFFERENCE, Flow.TOTAL_CONSUMPTION):
            section = 0
        part = section if section != row else 0
        flow = balance_row.flow or (flow_of_section if balance_row.role == "total" else None)
        position = _Position(row, label, balance_row, flow, part)
        cells.extend(_figures(filled, position, layout, findings))
    if layout.dashes:
        findings.add("cell.dashes", layout.dashes[0], count=len(layout.dashes))
    return BalanceTable(sheet, tuple(cells), _standard(layout))


def _standard(layout: _Layout) -> bool:
    if "实物量" in layout.above.text:
        return False
    units = [c.unit for c in layout.columns if c.unit and c.carrier]
    coal = sum(bool(unit(u).coal) for u in units)
    return "标准量" in layout.above.text or (bool(units) and 2 * coal > len(units))


def _header_row(sheet: RawSheet) -> int | None:
    best, count = None, _LEAST_CARRIERS - 1
    for row in range(1, min(_DEPTH, len(sheet.rows)) + 1):
        carriers = {_carrier(cell_text(cell)) for cell in sheet.rows[row - 1]} - {""}
        if len(carriers) > count:
            best, count = row, len(carriers)
    return best


def _carrier(text: str) -> str:
    """Return the carrier that a header names, its unit taken off, or nothing."""
    if not text or is_unit(text):
        return ""
    name, _ = split_brackets(text)
    return find_carrier(text) or find_carrier(name) or ""


def _group(text: str, others: frozenset[str] = frozenset()) -> str:
    """Return the group that a header sums up, or nothing; `others` are the table's carriers."""
    name, _ = split_brackets(text)
    sure = _TOTAL_COLUMNS.get(key(text)) or _TOTAL_COLUMNS.get(key(name))
    if sure:
        return sure
    group = _MAYBE_TOTALS.get(key(text)) or _MAYBE_TOTALS.get(key(name)) or ""
    own = _carrier(text)
    members = group_members(group, _carrier_groups()) - {own} if group else set()
    return group if others & members else ""


def _carrier_groups() -> dict[str, str]:
    return {i: c.group for i, c in reference.carriers().items()}


def _layout(sheet: RawSheet, findings: Findings) -> _Layout:
    row = _header_row(sheet)
    if row is None:
        raise ValueError("no carriers stand in the header")
    first, last = _header_rows(sheet, row)
    above = titles(sheet, first, findings)
    words = [sheet.text(r, i) for r in range(first, last + 1) for i in range(1, sheet.width + 1)]
    others = frozenset(_carrier(t) for t in words if key(t) not in _MAYBE_TOTALS)
    year_column = _named_column(sheet, first, last, _YEAR_HEADERS)
    unit_column = _named_column(sheet, first, last, _UNIT_HEADERS)
    passed = _named_column(sheet, first, last, _PASSED_HEADERS)
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
        and (c := _column(texts_of(i), sheet.place(last, i), (above, others), findings)) is not None
    )
    heads = frozenset(key(sheet.text(r, i)) for r in range(first, last + 1) for i in labels)
    return _Layout(first, last, columns, labels, year_column, unit_column, above, heads)


def _first_figures(sheet: RawSheet, row: int, last: int, aside: set[int | None]) -> int:
    """Return the first column that holds figures; labels stand left of it."""
    first = min(i for i, c in enumerate(sheet.rows[row - 1], 1) if _carrier(cell_text(c)))
    for index in range(2, first):
        below = (sheet.at(r, index) for r in range(last + 1, len(sheet.rows) + 1))
        if index not in aside and any(read_number(c).value is not None for c in below):
            return index
    return first


def _header_rows(sheet: RawSheet, row: int) -> tuple[int, int]:
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
        labelled = find_balance_row(sheet.text(last + 1, 1)) is not None
        plain = all(is_unit(t) for t in texts) or all(names)
        if not texts or labelled or not (plain or (all(years) and all(len(t) < 6 for t in texts))):  # noqa: PLR2004 - a year and 年
            break
        last += 1
    return first, last


def _named_column(sheet: RawSheet, first: int, last: int, names: frozenset[str]) -> int | None:
    for row in range(first, last + 1):
        for index in range(1, sheet.width + 1):
            if key(sheet.text(row, index)) in names:
                return index
    return None


def _column(
    texts: list[str], place: Place, known: tuple[Titles, frozenset[str]], findings: Findings
) -> CarrierColumn | None:
    above, others = known
    group = next((g for t in reversed(texts) if (g := _group(t, others))), "")
    carrier = next((c for t in reversed(texts) if (c := _carrier(t))), "")
    if group and any(_carrier(t) and not _group(t, others) for t in texts):
        group = ""
    year = next((y for t in texts if (y := read_year(t)) is not None), None)
    stated = [bare_unit(t) for t in texts] + [bare_unit(split_brackets(t)[1]) for t in texts]
    measure = next((u for u in stated if u and read_year(u) is None), above.unit)
    if carrier or group:
        index = place.column or 0
        found = CarrierColumn(index, "" if group else carrier, group, measure, year, place)
        return _checked(found, texts, findings)
    if texts:
        name = " ".join(texts)
        findings.add("carrier.unknown", place, text=name, near=nearest(name, carrier_names()))
    return None


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
    return column


def _entry(
    sheet: RawSheet, row: int, layout: _Layout, findings: Findings
) -> tuple[str, BalanceRow] | None:
    if sheet.blank_row(row):
        return None
    label = next((t for i in reversed(layout.labels) if (t := sheet.text(row, i))), "")
    filled = any(read_number(sheet.at(row, c.index)).value is not None for c in layout.columns)
    place = sheet.place(row, next((i for i in layout.labels if sheet.text(row, i)), 1))
    if not filled and (is_footnote(label) or _is_prose(label)):
        findings.add("sheet.footnote", place, text=label[:40])
        return None
    found = _meaning(label)
    if found is None and (filled or label):
        if not filled and key(label) in layout.header_keys:
            findings.add("sheet.header.repeated", place)
            return None
        near = nearest(without_enumerator(label), sector_names())
        findings.add("sheet.row.unknown", place, label=label or "?", near=near)
    return (label, found) if found is not None else None


def _is_prose(label: str) -> bool:
    return len(label) > 20 and re.search(r"[。；;]", label) is not None  # noqa: PLR2004 - a sentence


def _meaning(label: str) -> BalanceRow | None:
    """Return what a row label means: a balance row, a sector, or a total."""
    part, bare = of_which(without_enumerator(label))
    name, _ = split_brackets(bare)
    found = find_balance_row(bare) or find_balance_row(name)
    if found is not None:
        return _industry(found) if is_industry(found.sector) else found
    if is_total(bare) or is_total(name):
        return BalanceRow("total", "total", None, "", "", same(bare))
    sector = find_sector(bare) or find_sector(name)
    if sector is None:
        return None
    role = "of_which" if part and sector is None else "value"
    return BalanceRow(sector, role, Flow.FINAL_CONSUMPTION, sector, "", same(bare))


def _industry(row: BalanceRow) -> BalanceRow:
    return BalanceRow(row.id, row.role, row.flow, INDUSTRY, row.sign, row.name)


@dataclass(frozen=True, slots=True)
class _Position:
    row: int
    label: str
    meaning: BalanceRow
    flow: Flow | None
    section: int


def _figures(
    sheet: RawSheet, position: _Position, layout: _Layout, findings: Findings
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
            cells.append(_cell(year, position, column, amount))
    return cells


def _cell(year: int, position: _Position, column: CarrierColumn, amount: Amount) -> BalanceCell:
    meaning = position.meaning
    return BalanceCell(
        year, position.row, position.label, position.flow, meaning.sector, meaning.role,
        position.section, column, amount,
    )  # fmt: skip


def _no_year(sheet: RawSheet, layout: _Layout, findings: Findings) -> None:
    place = sheet.place(layout.first, layout.year_column)
    if not any(f.rule == "sheet.year.missing" and f.place == place for f in findings.faults):
        findings.add("sheet.year.missing", place)


def _amount(
    reading: Reading, position: _Position, column: CarrierColumn, place: Place, findings: Findings
) -> Amount | None:
    symbol = unit(column.unit).symbol
    if reading.ratio:
        findings.add("value.percent", place, text=reading.text, unit=symbol)
        return None
    meaning = position.meaning
    positive = meaning.flow in (Flow.FINAL_CONSUMPTION, Flow.NON_ENERGY, Flow.PRODUCTION, Flow.LOSS)
    if positive and reading.value is not None and reading.value < 0:
        findings.add("value.negative", place, column=same(position.label), value=reading.value)
        return None
    amount = Amount(reading.value, symbol, reading.notation, place=place)
    if meaning.flow is None or not column.carrier:
        return amount
    return by_convention(amount, meaning.flow, column.carrier, meaning.sign, findings)


def group_members(group: str, carriers: Mapping[str, str]) -> set[str]:
    """Return the carriers that a total column sums up.

    Parameters
    ----------
    group
        ``coal``, ``oil`` or ``all``.
    carriers
        Carrier id to carrier group.
    """
    if group == "all":
        return set(carriers)
    gases = ("coke_oven_gas", "blast_furnace_gas", "converter_gas", "other_gas")
    coke = ("coke", "other_coking_products", *gases)
    return {c for c, g in carriers.items() if g == group and not (group == "coal" and c in coke)}
