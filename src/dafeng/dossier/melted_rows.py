"""What do tables of activity share that have several figures a row: names, prices, notes?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from dafeng.dossier.bracket_words import bracketed, left_over, tell_words
from dafeng.dossier.cells import Cell, cell_text, is_planned, read_number
from dafeng.dossier.footnotes import Footnotes
from dafeng.dossier.index_base import INDEX
from dafeng.dossier.indicators import (
    bare_name,
    find_indicator,
    is_comparison,
    price_base,
    stated_prices,
)
from dafeng.dossier.long_table import Field, LongRow
from dafeng.dossier.rules import Findings
from dafeng.dossier.sheets import RawSheet
from dafeng.dossier.titles import Titles, bare_unit, first_column, short
from dafeng.dossier.total_headers import inner_units
from dafeng.dossier.vocabulary import (
    CLASSES,
    find_sector,
    is_industry,
    is_total,
    term_names,
    term_words,
    terms,
    variable_rule,
)
from dafeng.dossier.wording import nearest, of_which, split_brackets, without_enumerator
from dafeng.errors import Place
from dafeng.language import Text
from dafeng.units import unit

#: Variable of a class's share of GDP.
SHARE: Final = "value_added_share"


@dataclass(frozen=True, slots=True)
class Name:
    """An indicator where a table names it.

    Parameters
    ----------
    sheet, row, column
        Where it stands.
    variable, sector
        What it means.
    unit
        Unit of its figures, or nothing.
    words
        All that is said of it.
    """

    sheet: RawSheet
    row: int
    column: int
    variable: str
    sector: str
    unit: str
    words: str


def melted_row(name: Name, year: Field, figure: Field, base: str) -> LongRow:
    """Return the record of one figure."""
    own = name.sheet, name.row, name.column
    fields = {
        "year": year,
        "variable": Field(name.variable, *own),
        "sector": Field(name.sector, *own),
        "quantity": figure,
        "unit": Field(name.unit, *own),
        "price_base": Field(base, *own),
    }
    return LongRow(fields, name.sheet.place(figure.row))


def unit_of(texts: Sequence[str], variable: str, above: Titles) -> str:
    """Return the unit of the lowest name that states one, or that of the title.

    It may stand alone, in brackets, or there beside other words (当年价格，亿元); an index has none
    but its own.
    """
    for text in reversed(texts):
        found = (bare_unit(text), *map(bare_unit, reversed(bracketed(text))), *inner_units(text))
        if own := next((u for u in found if u), ""):
            return own
    return "" if variable == INDEX else above.unit


@dataclass(slots=True)
class Melting:
    """A table of activity with what stands above it, and what takes its faults."""

    sheet: RawSheet
    above: Titles
    findings: Findings
    notes: Footnotes = field(default_factory=Footnotes)

    def price_bases(self, names: Mapping[int, Name]) -> dict[int, str]:
        """Return the price base of each name; value added takes that of the GDP before it.

        GDP at two bases before it says nothing of its own. Where none is stated, that of the title
        or of a note counts. What a figure does not state itself is told, once a table.
        """
        found: dict[int, str] = {}
        taken: list[tuple[Name, str]] = []
        gdp: set[str] = set()
        before = ""
        for index, name in names.items():
            own = price_base(name.words, name.variable)
            if name.variable == "gdp":
                gdp = {own} | (gdp if before == "gdp" else set())
            if name.variable == "value_added" and len(gdp) == 1 and not own:
                own = next(iter(gdp))
                taken += [(name, own)] if own else []
            before = name.variable if name.variable in ("gdp", "value_added") else before
            if not own and name.variable in ("gdp", "value_added"):
                own = self._titled_base()
            found[index] = own
        self._tell_taken(taken)
        return found

    def _tell_taken(self, taken: Sequence[tuple[Name, str]]) -> None:
        """Note that value added has the price base of GDP, where the first of it stands."""
        if not taken:
            return
        name, base = taken[0]
        self.findings.add(
            "money.price_base.beside", name.sheet.place(name.row, name.column),
            text=short(name.sheet.text(name.row, name.column)), count=len(taken),
            base=_base_name(base),
        )  # fmt: skip

    def units_beside(self, names: Mapping[int, Name]) -> dict[int, Name]:
        """Return names with units: value added without one takes that of the GDP before it."""
        found: dict[int, Name] = {}
        gdp: Name | None = None
        for index, name in names.items():
            gdp = name if name.variable == "gdp" else gdp
            found[index] = name
            if name.variable == "value_added" and not name.unit and gdp is not None and gdp.unit:
                found[index] = replace(name, unit=gdp.unit)
                self.findings.add(
                    "unit.beside", name.sheet.place(name.row, name.column),
                    text=name.sheet.text(name.row, name.column), unit=gdp.unit,
                    other=gdp.sheet.text(gdp.row, gdp.column),
                )  # fmt: skip
        return found

    def shares_without_unit(
        self, names: Mapping[int, Name], figures: Mapping[int, Sequence[Cell]]
    ) -> dict[int, Name]:
        """Return names with units: shares of GDP are percent, or fractions.

        They state no unit, and all three classes of the economy must be there: the largest is then
        more than a third of the whole.

        Parameters
        ----------
        names
            Indicators by row or column.
        figures
            What stands in that row or column.
        """
        bare = {i for i, n in names.items() if n.variable == SHARE and not n.unit}
        if not set(CLASSES) <= {names[i].sector for i in bare}:
            return dict(names)
        found = (read_number(c).value for i in bare for c in figures[i])
        largest = max((v for v in found if v is not None), default=None)
        if largest is None:
            return dict(names)
        measure = "%" if largest > 1 else "1"
        first = names[min(bare)]
        self.findings.add(
            "unit.shares", first.sheet.place(first.row, first.column),
            text=short(first.sheet.text(first.row, first.column)), unit=measure, count=len(bare),
        )  # fmt: skip
        return {i: replace(n, unit=measure) if i in bare else n for i, n in names.items()}

    def _has_money(self) -> bool:
        """Say whether a cell names a unit of money, though the title is of ratios."""
        texts = (t for row in self.sheet.rows for c in row if (t := cell_text(c)))
        units = (u for t in texts for u in (bare_unit(t), *map(bare_unit, bracketed(t))) if u)
        return any(unit(u).monetary for u in units)

    def _titled_base(self) -> str:
        texts = [(t, self.above.place) for t in self.above.lines]
        for row, cells in enumerate(self.sheet.rows, 1):
            words = [t for c in cells if (t := cell_text(c))]
            if len(words) == 1 and read_number(words[0]).value is None:
                texts.append((words[0], self.sheet.place(row, first_column(self.sheet, row))))
        stated = [(base, text, place) for text, place in texts if (base := stated_prices(text))]
        if len({base for base, _, _ in stated}) != 1:
            return ""
        base, text, place = stated[-1]
        self.findings.once(
            "money.price_base.titled", place if place.file else self.sheet.place(),
            text=short(text), base=_base_name(base),
        )  # fmt: skip
        return base

    def note_below(self, row: int) -> bool:
        """Say whether a row is a note below the table, and note it."""
        return self.notes.tell(self.sheet, row, self.findings)

    def tell_note(self, row: int) -> None:
        """Note a row of words without year and figure."""
        column = first_column(self.sheet, row)
        text = short(self.sheet.text(row, column))
        self.findings.add("sheet.footnote", self.sheet.place(row, column), text=text)

    def tell_nameless(self, column: int, header: int) -> None:
        """Report a column without header that holds figures, or words."""
        tell_nameless(self.sheet, column, header, self.findings)

    def tell_unknown(self, names: Sequence[str], row: int, column: int) -> None:
        """Report names that mean no indicator; a sector (#工业) is none that is used."""
        place, text = self.sheet.place(row, column), names[-1]
        words = " ".join(names)
        if is_planned(text):
            self.findings.add("column.planned", place, column=words)
            return
        titled = len(names) > 1 and names[0] == " ".join(self.above.lines[1:])
        if titled and is_comparison(names[0]) and not self._has_money():
            self.findings.add("variable.compared", place, text=short(text))
            return
        bare = of_which(without_enumerator(split_brackets(text)[0]))[1]
        sector = is_industry(bare) or find_sector(bare) is not None
        if sector or len(names) > 1 or variable_rule(text) == "variable.unread":
            self.findings.leave_unread(words, place)
            return
        near = nearest(text, term_words("variable"))
        known = term_names("variable")
        self.findings.add("variable.unknown", place, text=text, known=known, near=near)

    def tell_brackets(self, names: Sequence[str], row: int, column: int) -> bool:
        """Report what the brackets of names hold besides; say whether figures can be used."""
        place = self.sheet.place(row, column)
        own = bare_name(names[-1])
        for text in names[:-1]:
            if is_comparison(text):
                continue
            if find_indicator(text) is None and (is_total(own) or find_indicator(own)):
                self._tell_group(text, own, place)
        return all(
            tell_words(text, left_over(text, find_indicator), place, self.findings)
            for text in names
        )

    def _tell_group(self, text: str, own: str, place: Place) -> None:
        """Tell the words of a group of names: they may limit what stands below."""
        words = bare_name(text)
        self.findings.once("cell.heading", place, text=short(own), words=short(words))
        self.findings.entitle(words, place)


def _base_name(base: str) -> Text:
    if base == "current":
        return terms("price")[base].name
    return Text(f"{base} 年价", f"prices of {base}")


def tell_nameless(sheet: RawSheet, column: int, header: int, findings: Findings) -> None:
    """Report a column without header that holds figures, or words.

    Parameters
    ----------
    sheet, column
        Where it stands.
    header
        Last row of the header.
    findings
        Takes the fault.
    """
    below = [(r, sheet.at(r, column)) for r in range(header + 1, len(sheet.rows) + 1)]
    if any(read_number(cell).value is not None for _, cell in below):
        findings.add("column.nameless", sheet.place(header, column))
        return
    row = next((r for r, cell in below if cell_text(cell) and not _alone(sheet, r)), None)
    if row is not None:
        findings.add("column.remark", sheet.place(row, column))


def _alone(sheet: RawSheet, row: int) -> bool:
    """Say whether one text, merged or not, is all that a row holds."""
    return len({t for c in sheet.rows[row - 1] if (t := cell_text(c))}) < 2  # noqa: PLR2004
