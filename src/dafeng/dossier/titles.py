"""What do the rows above a header, and the name of the sheet, say about all below?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from dafeng.dossier.cells import FIRST_YEAR, LAST_YEAR, cell_text
from dafeng.dossier.rules import Findings
from dafeng.dossier.sheets import RawSheet
from dafeng.dossier.title_notes import is_note
from dafeng.dossier.title_years import TitleYear, title_year
from dafeng.dossier.wording import (
    NUMBERING,
    UNIT_HEADERS,
    YEAR_HEADERS,
    key,
    narrow,
    without_marks,
)
from dafeng.errors import NOWHERE, Place, UnitError
from dafeng.units import unit as find_unit

_TITLE_UNIT = re.compile(
    r"(?:计量)?单位\s*[:：]\s*([^\s,，;；)）]+)|unit\s*:\s*([^,;]+)", re.IGNORECASE
)
#: What stands between a unit and the same in another language.
_APART: Final = re.compile(r"\s*\(\s*|\s+")
_LONGEST: Final = 60
#: Metres with an exponent; those behind a prefix of length (厘米³) are another unit.
_METRES = re.compile(r"(?<![厘毫分千])米\^([23])(?!\d)")


@dataclass(frozen=True, slots=True)
class Titles:
    """What the rows above a header say about all below.

    Parameters
    ----------
    unit, year, text
        Unit, year and all words, the name of the sheet among them.
    units
        Units, where the title lists several.
    lines
        Name of the sheet and each row above the header.
    other
        Year of the title, where the sheet's name states a year that differs from it.
    place
        Where the title with the year stands.
    refused
        Rule by which the period of the title is no year of figures, or nothing.
    period
        The words of that period.
    period_year
        The one year of which that is a part, if it states one.
    aside
        A remark on part of a year that does not say what the table is, with its place.
    """

    unit: str
    year: int | None
    text: str
    other: int | None = None
    place: Place = NOWHERE
    refused: str = ""
    period: str = ""
    units: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    period_year: int | None = None
    aside: tuple[str, Place] | None = None

    @property
    def whole(self) -> bool:
        """Say whether figures dated elsewhere may be those of whole years."""
        return self.refused != _PART or self.period_year is None

    def tell(self, findings: Findings, *, dated: bool) -> None:
        """Report what is wrong with the year; little, where figures are dated elsewhere."""
        if self.aside is not None and not self.refused:
            findings.once(_BESIDE, self.aside[1], text=self.aside[0])
        if dated and self.refused in _DATED:
            findings.once(_DATED[self.refused], self.place, text=self.period)
        if dated:
            return
        if self.refused:
            findings.once(self.refused, self.place, text=self.period)
        if self.other is not None:
            findings.add("sheet.year.conflict", self.place, title=self.other, name=self.year)

    def place_of(self, sheet: RawSheet) -> Place:
        """Return where the title stands, or the sheet where it states no year."""
        return sheet.place() if self.place == NOWHERE else self.place

    def unit_of(self, allowed: Sequence[str]) -> str:
        """Return the unit of the title, or the one of its list that fits the usual unit first."""
        usual = _kind(allowed[0])
        fitting = [u for u in self.units if _kind(u) == usual]
        return self.unit or (fitting[0] if len(fitting) == 1 else "")


_PART: Final = "sheet.period.part"
_PLANNED: Final = "sheet.period.planned"
_BESIDE: Final = "sheet.period.beside"
#: Rules for figures whose years stand beside them, by the rule of the title.
_DATED: Final = {_PART: _BESIDE, _PLANNED: "sheet.period.planned_beside"}


def _kind(symbol: str) -> tuple[object, ...]:
    found = find_unit(symbol)
    return found.dimension, bool(found.electric), bool(found.coal)


def is_unit(text: str) -> bool:
    """Say whether a text, brackets taken off, is a unit."""
    return bool(bare_unit(text))


@lru_cache(maxsize=16384)
def bare_unit(text: str) -> str:
    """Return a unit's text without brackets, or nothing if it is no unit."""
    plain = narrow(without_marks(text)).strip().removeprefix("(").removesuffix(")").strip()
    plain = re.sub(r"^(?:单位|unit)\s*:\s*", "", plain, flags=re.IGNORECASE)
    plain = _METRES.sub(lambda found: "平立"[int(found[1]) - 2] + "方米", plain)
    try:
        find_unit(plain)
    except UnitError:
        return _stated_twice(plain)
    return "" if plain.isdigit() else plain


def _stated_twice(text: str) -> str:
    """Return the unit that a text states in two languages (万吨 10^4 t), or nothing."""
    for found in _APART.finditer(text if len(text) < _LONGEST else ""):
        half = text[: found.start()]
        try:
            same = find_unit(half) == find_unit(text[found.end() :])
        except UnitError:
            continue
        if same:
            return half
    return ""


def corner(
    sheet: RawSheet, rows: tuple[int, int], labels: Iterable[int]
) -> tuple[tuple[str, Place], ...]:
    """Return what the header says over the labels of rows, where that is no name of a column.

    Bureaus write the title of a balance there (``2022年能源平衡表``).

    Parameters
    ----------
    sheet
        A table, merged cells filled.
    rows
        First and last row of its header.
    labels
        Columns in which rows are named.
    """
    cells = [(r, i) for r in range(rows[0], rows[1] + 1) for i in labels]
    found = {sheet.text(r, i): sheet.place(r, i) for r, i in reversed(cells)}
    return tuple((t, p) for t, p in found.items() if t and key(t) not in _COLUMN_NAMES)


#: What heads the names of rows and is no title.
_COLUMN_NAMES: Final = frozenset(
    map(
        key,
        (
            *(
                "项目",
                "指标",
                "指标名称",
                "主要指标",
                "核心指标",
                "具体指标",
                "指标项",
                "行业",
                "行业名称",
                "部门",
                "产业",
                "分类",
                "类别",
                "名称",
            ),
            *(
                "分行业",
                "用电分类",
                "流向",
                "能源品种",
                "品种",
                "能源名称",
                "产品名称",
                "item",
                "items",
            ),
            *("indicator", "sector", "industry", "user", "flow", "carrier", "name", "项目名称"),
        ),
    )
) | (YEAR_HEADERS | UNIT_HEADERS | NUMBERING)


def titles(
    sheet: RawSheet,
    header_row: int,
    findings: Findings,
    beside: Sequence[tuple[str, Place]] = (),
) -> Titles:
    """Return unit and year that stand above a header; note each title row.

    Where the sheet's name states another year than its title, that of the name is taken.

    Parameters
    ----------
    sheet, header_row
        Where the header begins.
    findings
        Takes the rows above it, and titles whose years differ.
    beside
        Further titles: what stands in the corner of the header.
    """
    unit, listed = "", tuple[str, ...]()
    rows: list[_Stated] = []
    lines = [*_rows_above(sheet, header_row), *beside]
    for text, place in lines:
        rule = "sheet.corner" if (text, place) in beside else "sheet.title"
        findings.once(rule, place, text=short(text))
        findings.entitle(text, place)
        if match := _TITLE_UNIT.search(narrow(without_marks(text))):
            stated = match[1] or match[2] or ""
            unit = bare_unit(stated) or _with_convention(stated) or unit
            listed = listed or _listed_units(match)
        elif rule == "sheet.corner":
            unit = bare_unit(text) or unit
        else:
            unit = unit or _unit_behind(text)
        rows.append(_Stated(title_year(text), place, text))
    named = _Stated(title_year(sheet.name), sheet.place(), sheet.name)
    findings.entitle(sheet.name, sheet.place())
    words = (sheet.name, *(r.text for r in rows))
    _tell_years(rows, findings)
    found = _titled("" if listed else unit, " ".join(words), rows, named)
    return replace(found, units=listed, lines=words, aside=_aside(rows))


#: How electricity counts, behind a unit: 万吨标准煤（电力按当量值）.
_CONVENTION: Final = re.compile(
    r"\(?(?:其中)?(?:电力|电)?(?:按|采用|以)?(?:电热当量|发电煤耗|当量|等价)(?:值|计算法|法)?(?:计算|折算|计)?\)?"
    r"|\(?(?:by )?(?:calorific|equivalent|thermal)(?: values?| equivalent)?\)?",
    re.IGNORECASE,
)
_LAST_BRACKETS: Final = re.compile(r"\(([^()]+)\)\s*$")


def _with_convention(text: str) -> str:
    """Return the unit of a text that names the convention for electricity behind it."""
    name, bracket, inside = text.strip().partition("(")
    return bare_unit(name) if bracket and _CONVENTION.fullmatch(inside.strip()) else ""


def _unit_behind(title: str) -> str:
    """Return the unit of amounts that the brackets behind a title hold, be a convention beside it.

    A unit of one letter may be a number of the table, and a ratio says nothing of amounts.
    """
    found = None if is_note(title) else _LAST_BRACKETS.search(narrow(without_marks(title)))
    parts = re.split(r"[,;、]\s*", found[1]) if found else []
    units = [u for part in parts if len(u := bare_unit(part)) > 1 and find_unit(u).dimension]
    others = [p for p in parts if not bare_unit(p) and not _CONVENTION.fullmatch(p.strip())]
    return units[0] if len(units) == 1 and not others else ""


def _rows_above(sheet: RawSheet, header_row: int) -> Iterator[tuple[str, Place]]:
    for row in range(1, header_row):
        seen = dict.fromkeys(t for t in (cell_text(c) for c in sheet.rows[row - 1]) if t)
        if seen:
            yield " ".join(seen), sheet.place(row, first_column(sheet, row))


def _tell_years(rows: Sequence[_Stated], findings: Findings) -> None:
    """Report titles of whole years that state different ones."""
    sure = [
        r
        for r in rows
        if r.title.year is not None and r.title.sure and r.title.whole and not is_note(r.text)
    ]
    last = sure[-1] if sure else _NOTHING
    other = next((r for r in sure if r.title.year != last.title.year), None)
    if other is not None:
        findings.once(
            "sheet.titles.differ", other.place, text=short(other.text), year=other.title.year,
            other=short(last.text), other_year=last.title.year,
        )  # fmt: skip


def _aside(rows: Sequence[_Stated]) -> tuple[str, Place] | None:
    odd = next((r for r in rows if r.title.part and is_note(r.text)), None)
    return None if odd is None else (short(odd.text), odd.place)


def _listed_units(match: re.Match[str]) -> tuple[str, ...]:
    """Return the units that a title lists (单位：万吨、亿立方米), if it lists several."""
    line = match.string[match.start() :].partition(":")[2].split(")")[0]
    units = tuple(u for part in re.split(r"[、,;/\s]+", line) if (u := bare_unit(part)))
    return units if len(units) > 1 else ()


@dataclass(frozen=True, slots=True)
class _Stated:
    """What a row above the header, or the sheet's name, states of the year."""

    title: TitleYear
    place: Place
    text: str


_NOTHING: Final = _Stated(TitleYear(None, sure=False), NOWHERE, "")


def _titled(unit: str, words: str, rows: Sequence[_Stated], named: _Stated) -> Titles:
    """Return what rows and name say together; the row that surely states a year goes first."""
    stated = [r for r in rows if r.title.year is not None]
    title = max(
        reversed(stated),
        key=lambda r: (not is_note(r.text), r.title.sure, not r.title.month),
        default=_NOTHING,
    )
    if title.title.month and named.title.year is not None and not named.title.month:
        title = _NOTHING
    if refused := _refused(title, rows, named):
        rule, odd = refused
        text, part = short(odd.text), odd.title.year
        return Titles(unit, None, words, None, odd.place, rule, text, period_year=part)
    year, name = title.title.year, named.title.year
    if name is None and year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        return Titles(unit, None, words)
    if name is None or year in (None, name):
        return Titles(unit, year or name, words, None, title.place)
    return Titles(unit, name, words, year if title.title.sure else None, title.place)


def _refused(title: _Stated, rows: Sequence[_Stated], named: _Stated) -> tuple[str, _Stated] | None:
    """Return the rule by which the period is no year of figures, and what states it."""
    chosen = title if title.title.year is not None else named
    year = chosen.title.year
    own = [s for s in rows if not is_note(s.text)]
    same = [s for s in (*own, named) if s.title.year in (None, year)]
    if odd := next((s for s in same if s.title.part), None):
        return _PART, odd
    if chosen.title.month:
        return _PART, chosen
    if odd := next((s for s in same if s.title.planned), None):
        return _PLANNED, odd
    if year is None and (odd := next((s for s in (*rows, named) if s.title.yearbook), None)):
        return "sheet.year.yearbook", odd
    return None


def first_column(sheet: RawSheet, row: int) -> int:
    """Return the first column of a row that holds something."""
    cells = sheet.rows[row - 1]
    return next(i for i, cell in enumerate(cells, 1) if cell_text(cell))


def short(text: str, length: int = 40) -> str:
    """Return the beginning of a text, for messages."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[:length] + "…"
