"""Which factors stand in a table with one fuel a row and one factor a column?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from dafeng import reference, units
from dafeng.dossier.bracket_words import left_over, tell_words
from dafeng.dossier.cells import cell_text, read_number
from dafeng.dossier.footnotes import has_figures, is_footnote
from dafeng.dossier.long_table import Field, LongRow
from dafeng.dossier.needless_factors import ENERGY, tell_needless
from dafeng.dossier.rules import Findings
from dafeng.dossier.schema import tables
from dafeng.dossier.sheets import RawSheet, unmerged
from dafeng.dossier.titles import bare_unit, titles
from dafeng.dossier.vocabulary import carrier_name, find_carrier, find_term
from dafeng.dossier.wording import UNIT_HEADERS, key, narrow, nearest, split_brackets, without_marks
from dafeng.errors import UnitError
from dafeng.language import Text, number

_DEPTH: Final = 20
#: Factors of energy that is bought: they are of no fuel.
_OF_NO_FUEL: Final = ("grid", "heat", "thermal_rate")
_COEFFICIENT: Final = re.compile(r"标|standard coal", re.IGNORECASE)
_POWER_OF_TEN: Final = re.compile(r"[×x*·]\s*(?=10)")
_ALTERNATIVES: Final = re.compile(r"[,、;]|或|\bor\b")
_PASSED: Final = frozenset(map(key, ("序号", "行次", "编号", "no", "no.")))
#: Relative gap between a calorific value and its standard coal coefficient [-].
_GAP: Final = 0.01


@dataclass(frozen=True, slots=True)
class _Factor:
    """A column of factors: where it stands, what it means, in which units."""

    index: int
    factor: str
    coefficient: bool
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Layout:
    """Header of the table: factors, and the columns that say what they are of."""

    row: int
    last: int
    factors: tuple[_Factor, ...]
    columns: Mapping[str, int]


def is_wide_factors(sheet: RawSheet) -> bool:
    """Say whether a sheet has factors as columns, and fuels or years as rows."""
    return _header(unmerged(sheet)) is not None


def melt_factors(sheet: RawSheet, findings: Findings) -> Iterator[LongRow]:
    """Yield one long row for each factor of a table with one fuel, or one year, a row.

    A standard coal coefficient is a calorific value; beside one it is a check and no factor.
    """
    filled = unmerged(sheet)
    row = _header(filled)
    if row is None:
        return
    layout = _layout(filled, row, findings)
    for number_of_row in range(layout.last + 1, len(filled.rows) + 1):
        if not filled.blank_row(number_of_row) and not _note(filled, number_of_row, findings):
            yield from _row(filled, number_of_row, layout, findings)


def _header(sheet: RawSheet) -> int | None:
    for row in range(1, min(_DEPTH, len(sheet.rows)) + 1):
        texts = [cell_text(c) for c in sheet.rows[row - 1]]
        stated = {_column(t) for t in texts if t}
        factors = {f for t in texts if t and (f := _factor(t))}
        if not factors or stated & {"factor", "quantity"}:
            continue
        if "subject" in stated or ("year" in stated and factors <= set(_OF_NO_FUEL)):
            return row
    return None


def _split(text: str) -> tuple[str, str]:
    """Return a header's name and its unit, which stands in brackets or behind a blank."""
    words = narrow(without_marks(text)).split()
    for i in range(1, len(words)):
        name, rest = " ".join(words[:i]), " ".join(words[i:])
        if _measures(rest) and find_term("factor", name):
            return name, rest
    return split_brackets(text)


def _name(text: str) -> str:
    return _split(text)[0].rstrip("/ ")


def _factor(text: str) -> str | None:
    bare = narrow(text).split()
    found = find_term("factor", text) or find_term("factor", _name(text))
    return found or (find_term("factor", bare[0]) if len(bare) > 1 else None)


def _column(text: str) -> str:
    """Return the column of the table of factors that a header names, or nothing."""
    for spelling in (text, _name(text)):
        found = tables()["factors"].find_column(spelling)
        if found is not None:
            return found.id
        energy = tables()["energy"].find_column(spelling)
        if energy is not None and energy.id == "carrier":
            return "subject"
    return ""


def _layout(sheet: RawSheet, row: int, findings: Findings) -> _Layout:
    above = titles(sheet, row, findings)
    columns: dict[str, int] = {}
    factors: list[_Factor] = []
    last = row + 1 if _unit_row(sheet, row) else row
    for index in range(1, sheet.width + 1):
        text = sheet.text(row, index)
        factor = _factor(text) if text else None
        if factor is not None:
            measures = _units(sheet, (row, last, index), above.unit, findings)
            if measures is not None:
                coefficient = factor == "ncv" and _COEFFICIENT.search(_name(text)) is not None
                factors.append(_Factor(index, factor, coefficient, measures))
        elif text and (column := _column(text)):
            columns.setdefault(column, index)
        elif text and key(text) not in _PASSED:
            findings.add("column.unknown", sheet.place(row, index), column=text, near="")
    return _Layout(row, last, tuple(factors), columns)


def _unit_row(sheet: RawSheet, row: int) -> bool:
    """Say whether the row below the header holds nothing but units."""
    if row >= len(sheet.rows):
        return False
    head = [sheet.text(row, i) for i in range(1, sheet.width + 1)]
    below = [sheet.text(row + 1, i) for i in range(1, sheet.width + 1)]
    own = [
        (h, t)
        for h, t in zip(head, below, strict=True)
        if t and t != h and key(t) not in UNIT_HEADERS
    ]
    return bool(own) and all(_factor(h) and _measures(t) for h, t in own)


def _measures(text: str) -> tuple[str, ...]:
    """Return the units that a text lists (``GJ/t, GJ/×10^4Nm3``)."""
    plain = _POWER_OF_TEN.sub("", narrow(text)).strip().removeprefix("(").removesuffix(")")
    found = [bare_unit(part) for part in _ALTERNATIVES.split(plain)]
    return tuple(u for u in found if u)


def _units(
    sheet: RawSheet, where: tuple[int, int, int], above: str, findings: Findings
) -> tuple[str, ...] | None:
    """Return the units that a header states, none if it states none; None if it is no unit."""
    row, last, index = where
    text = sheet.text(row, index)
    inside = _split(text)[1]
    plain = narrow(text).split()
    inside = inside or (plain[-1] if len(plain) > 1 and _measures(plain[-1]) else "")
    below = sheet.text(last, index) if last > row else ""
    found = (_measures(below) if below != text else ()) or _measures(inside)
    if found or not re.search(r"[/%]|tC", inside):
        return found or ((above,) if above else ())
    findings.add("unit.unknown", sheet.place(row, index), unit=inside, near=nearest(inside, ()))
    return None


def _note(sheet: RawSheet, row: int, findings: Findings) -> bool:
    column = next(i for i, c in enumerate(sheet.rows[row - 1], 1) if cell_text(c))
    text = sheet.text(row, column)
    noted = is_footnote(text) and not has_figures(sheet, row)
    if noted:
        findings.add("sheet.footnote", sheet.place(row, column), text=text[:40])
    return noted


def _row(sheet: RawSheet, row: int, layout: _Layout, findings: Findings) -> Iterator[LongRow]:
    shared = {c: Field(sheet.at(row, i), sheet, row, i) for c, i in layout.columns.items()}
    measure = shared.pop("unit", None)
    if len(layout.factors) > 1:
        shared = {c: f for c, f in shared.items() if c not in ("low", "high", "notation")}
    if "subject" in shared:
        name = shared["subject"]
        if not tell_words(name.text, left_over(name.text, find_carrier), name.place, findings):
            return
        shared["subject"] = _subject(name)
    carrier = find_carrier(shared["subject"].text) if "subject" in shared else None
    stated = [f for f in layout.factors if not read_number(sheet.at(row, f.index)).blank]
    value = next((f for f in stated if f.factor == "ncv" and not f.coefficient), None)
    for factor in stated:
        found = _fitting(factor, carrier, measure.text if measure else "")
        if factor.factor == "ncv" and carrier in ENERGY:
            figure = read_number(sheet.at(row, factor.index)).value or 0.0, found
            tell_needless(carrier or "", figure, sheet.place(row, factor.index), findings)
            continue
        found = found or _share(sheet, row, factor)
        if factor.coefficient and value is not None:
            ncv = _fitting(value, carrier, measure.text if measure else "")
            subject = carrier_name(carrier) if carrier else shared["subject"].text
            _compare(sheet, row, (subject, (factor, found), (value, ncv)), findings)
            continue
        yield LongRow(
            {
                **shared,
                "factor": Field(_meant(sheet, layout, factor), sheet, layout.row, factor.index),
                "quantity": Field(sheet.at(row, factor.index), sheet, row, factor.index),
                "unit": Field(found, sheet, row, factor.index),
            },
            sheet.place(row),
        )


def _meant(sheet: RawSheet, layout: _Layout, factor: _Factor) -> str:
    """Return the factor's name as the header writes it, for messages; its id if it is long."""
    name = _name(sheet.text(layout.row, factor.index))
    return name if find_term("factor", name) == factor.factor else factor.factor


def _subject(field: Field) -> Field:
    """Return a fuel's name without what stands in brackets behind it, if it is one."""
    bare = split_brackets(field.text)[0]
    if find_carrier(field.text) is None and find_carrier(bare) is not None:
        return Field(bare, field.sheet, field.row, field.column)
    return field


def _fitting(factor: _Factor, carrier: str | None, stated: str) -> str:
    """Return the unit of a cell: of those in the header the one that fits the fuel.

    The row's own unit serves where it is one of a factor; a bare unit of quantity is no more than
    what the fuel is counted in.
    """
    own = reference.carriers()[carrier].unit if carrier else "t"
    choices: tuple[str, ...] = (
        *factor.units,
        *((stated,) if "/" in stated or stated == "%" else ()),
    )
    wanted = {"ncv": f"GJ/{own}", "emission_factor": f"tCO2/{own}"}.get(factor.factor, "")
    for choice in choices:
        if not wanted or _alike(choice, wanted):
            return choice
    return choices[0] if choices else ""


def _alike(first: str, second: str) -> bool:
    try:
        return bool(units.unit(first).dimension == units.unit(second).dimension)
    except UnitError:
        return False


def _share(sheet: RawSheet, row: int, factor: _Factor) -> str:
    """Return the unit of an oxidation rate without unit: from 0 to 1 it can only be a share."""
    value = read_number(sheet.at(row, factor.index)).value
    share = factor.factor == "oxidation" and value is not None and 0 <= value <= 1
    return "1" if share else ""


def _compare(
    sheet: RawSheet,
    row: int,
    compared: tuple[Text | str, tuple[_Factor, str], tuple[_Factor, str]],
    findings: Findings,
) -> None:
    """Warn where a standard coal coefficient is another than the calorific value beside it."""
    subject, (coefficient, measure), (ncv, ncv_measure) = compared
    stated = read_number(sheet.at(row, coefficient.index)).value
    value = read_number(sheet.at(row, ncv.index)).value
    if stated is None or value is None:
        return
    try:
        right = units.convert(value, ncv_measure, measure)
    except UnitError:
        place = sheet.place(row, coefficient.index)
        rule = "unit.unknown" if measure else "unit.missing"
        findings.add(rule, place, unit=measure, near="")
        return
    if abs(stated - right) <= _GAP * abs(right):
        return
    findings.add(
        "factor.coefficient.differs",
        sheet.place(row, coefficient.index),
        subject=subject,
        value=number(stated),
        unit=measure,
        ncv=number(value),
        ncv_unit=ncv_measure,
        right=number(right),
    )
