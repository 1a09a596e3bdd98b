"""Is a row's figure sound: number, unit, range, quality, or the reason why there is none?"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from dafeng.dossier.bracket_words import says_coal, says_physical, units_in
from dafeng.dossier.cells import (
    FIRST_YEAR,
    LAST_YEAR,
    Reading,
    garbled,
    is_preliminary,
    read_number,
    read_year,
)
from dafeng.dossier.long_table import LongRow
from dafeng.dossier.records import Amount, NotationKey, Quality
from dafeng.dossier.rules import Findings
from dafeng.dossier.schema import TableSchema
from dafeng.dossier.vocabulary import find_term, term_names
from dafeng.dossier.wording import nearest
from dafeng.errors import UnitError
from dafeng.language import Text, number, same
from dafeng.units import Unit, unit

#: Units that a hint may propose for a misspelt one.
COMMON_UNITS: Final = (
    *(
        "t",
        "kt",
        "Mt",
        "吨",
        "千吨",
        "万吨",
        "百万吨",
        "kgce",
        "tce",
        "吨标准煤",
        "万吨标准煤",
        "GJ",
    ),
    *("TJ", "PJ", "百万千焦", "太焦", "kWh", "MWh", "GWh", "TWh", "千瓦时", "万千瓦时", "亿千瓦时"),
    *("m3", "立方米", "万立方米", "亿立方米", "元", "万元", "亿元", "人", "万人", "平方米"),
    *("万平方米", "辆", "万辆", "车公里", "%", "tC/TJ", "GJ/t", "tCO2/MWh", "tCO2/t"),
)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a figure may be: units, whether it may fall below zero, its unit where none stands."""

    subject: Text
    units: tuple[str, ...] = ()
    negative: bool = False
    unit: str = ""


class RowReader:
    """Reads the fields of one row; what is wrong goes to the findings and yields None.

    Parameters
    ----------
    row
        The row as entered.
    schema
        Its table.
    findings
        Takes what is wrong.
    """

    def __init__(self, row: LongRow, schema: TableSchema, findings: Findings) -> None:
        self.row = row
        self.schema = schema
        self.findings = findings
        #: The name of what is counted, and the words in its brackets.
        self.beside: tuple[str, tuple[str, ...]] = "", ()

    def add(self, rule: str, column: str, /, **values: object) -> None:
        """Note that a rule is broken at a column of this row."""
        self.findings.add(rule, self.row.at(column), **values)

    def header(self, column: str) -> Text:
        """Return a column's header in both languages."""
        return self.schema.column(column).header

    def text(self, column: str) -> str:
        """Return a text field; garbled characters are reported."""
        text = self.row.text(column)
        if garbled(text):
            self.add("value.mojibake", column, text=text[:40])
        return text

    def required(self, column: str) -> str | None:
        """Return a text field that must not be blank."""
        text = self.text(column)
        if text:
            return text
        if column in self.row.fields:
            self.add("value.missing", column, column=self.header(column))
        return None

    def year(self, column: str = "year") -> int | None:
        """Return the year of the row."""
        if self.required(column) is None:
            return None
        year = read_year(self.row.fields[column].cell)
        if year is None:
            self.add("year.not_whole", column, text=self.row.text(column))
        elif not FIRST_YEAR <= year <= LAST_YEAR:
            self.add("year.range", column, year=year, first=FIRST_YEAR, last=LAST_YEAR)
            return None
        elif is_preliminary(text := self.row.text(column)):
            self.add("year.preliminary", column, text=text, year=year)
        return year

    def number(self, column: str) -> Reading:
        """Return what a number field says; a number that is none is reported."""
        found = self.row.fields.get(column)
        reading = read_number(found.cell if found else None)
        if reading.rule:
            self.add(reading.rule, column, text=reading.text[:40])
        if reading.multiplied and reading.value is not None:
            value = number(reading.value)
            self.add("value.multiplied", column, text=reading.text, value=value)
        return reading

    def unit(self, column: str, expected: Expected, *, percent: bool = False) -> Unit | None:
        """Return the unit of a number field, from the unit column or from the header."""
        text, header = self.text("unit"), self.row.header_units.get(column, "")
        inside = next(iter(units_in(self.beside[1])), "")
        if not text and not header and not inside:
            if percent or expected.unit:
                return unit("%" if percent else expected.unit)
            self.add("unit.missing", "unit")
            return None
        found = self._known_unit(text or header or inside)
        if found is None or self._contradicted(found):
            return None
        if text and header and found != self._known_unit(header):
            self.add("unit.conflict", "unit", header=header, unit=text)
            return None
        fitting = _fitting(found, expected.units)
        if fitting is None:
            listed = same(", ".join(expected.units[:3]))
            self.add(
                "unit.dimension", "unit", unit=found, subject=expected.subject, expected=listed
            )
        return fitting

    def _contradicted(self, found: Unit) -> bool:
        """Say whether the name of what is counted states another unit; it is reported."""
        name, words = self.beside
        odd = says_physical(words) if found.coal else says_coal(words)
        odd = odd or next((u for u in units_in(words) if unit(u) != found), "")
        if odd:
            self.add("unit.conflict.name", "carrier", text=name, inside=odd, unit=found)
        return bool(odd)

    def _known_unit(self, text: str) -> Unit | None:
        try:
            return unit(text)
        except UnitError:
            self.add("unit.unknown", "unit", unit=text, near=nearest(text, COMMON_UNITS))
            return None

    def notation(self) -> NotationKey | None:
        """Return the notation key of the notation column."""
        text = self.text("notation")
        if not text:
            return None
        found = find_term("notation", text)
        if found is None:
            self.add("notation.unknown", "notation", text=text)
            return None
        return NotationKey(found)

    def quality(self) -> Quality:
        """Return the quality of the figure; reported unless stated."""
        text = self.text("quality")
        found = find_term("quality", text) if text else Quality.REPORTED
        if found is None:
            known = term_names("quality")
            self.add("quality.unknown", "quality", text=text, known=known)
            return Quality.REPORTED
        return Quality(found)

    def source(self) -> str:
        """Return the source that is cited."""
        text = self.text("source")
        if text:
            self.findings.cite(text, self.row.at("source"))
        return text

    def amount(self, expected: Expected, column: str = "quantity") -> Amount | None:
        """Return the figure of the row with unit, range, quality and source."""
        reading = self.number(column)
        if reading.rule == "value.unit_in_cell":
            return None
        before = len(self.findings.faults)
        measure = self.unit(column, expected, percent=bool(reading.ratio))
        notation = self._why_absent(reading, column)
        if measure is None or reading.rule:
            return None
        value = self.value(reading, measure, column)
        low, high = (self._end(c, measure) for c in ("low", "high"))
        if not expected.negative and self._below_zero(value, low, column):
            return None
        if self.range_broken(value, low, high, column) or (value is None) == (notation is None):
            return None
        if any(f.rule == "value.percent" for f in self.findings.faults[before:]):
            return None
        return Amount(
            value,
            measure.symbol.partition("@")[0],
            notation,
            low,
            high,
            self.quality(),
            self.source(),
            self.text("comment"),
            self.row.at(column),
        )

    def _below_zero(self, value: float | None, low: float | None, column: str) -> bool:
        """Say whether a figure or its lower bound is negative; it is reported."""
        if value is not None and value < 0:
            self.add("value.negative", column, column=self.header(column), value=number(value))
            return True
        if low is not None and low < 0:
            self.add("range.negative", "low", low=number(low))
            return True
        return False

    def _end(self, column: str, measure: Unit) -> float | None:
        """Return an end of the range; a notation key is none."""
        reading = self.number(column)
        if reading.notation is not None:
            self.add("range.notation", column, column=self.header(column), text=reading.text)
        return self.value(reading, measure, column)

    def _why_absent(self, reading: Reading, column: str) -> NotationKey | None:
        stated = self.notation()
        if reading.value is not None and stated is not None:
            value = number(reading.value)
            self.add("notation.beside_value", "notation", value=value, notation=stated.value)
        wrong = self.row.text("notation") and stated is None
        if reading.blank and stated is None and not wrong and column in self.row.fields:
            self.add("value.missing", column, column=self.header(column))
        return stated or reading.notation

    def value(self, reading: Reading, measure: Unit, column: str) -> float | None:
        """Return a number in its unit; a per cent sign counts only in units of ratio."""
        if reading.value is None or not reading.ratio:
            return reading.value
        if measure.dimension:
            self.add("value.percent", column, text=reading.text, unit=measure)
            return None
        return float(Fraction(str(reading.value)) * reading.ratio / measure.factor)

    def range_broken(
        self, value: float | None, low: float | None, high: float | None, column: str
    ) -> bool:
        """Say whether a range is reversed, misses its value, or has none; it is reported."""
        if low is not None and high is not None and low > high:
            self.add("range.reversed", "low", low=number(low), high=number(high))
            return True
        if value is None:
            stated = next((c for c, v in (("low", low), ("high", high)) if v is not None), None)
            if stated:
                self.add("range.without_value", stated)
            return stated is not None
        outside = (low is not None and value < low) or (high is not None and value > high)
        if outside:
            ends = [number(x) if x is not None else "…" for x in (low, high)]
            self.add("range.value_outside", column, value=number(value), low=ends[0], high=ends[1])
        return outside


def _fitting(found: Unit, allowed: tuple[str, ...]) -> Unit | None:
    """Return the unit if it has an allowed dimension; a bare mass may be one of CO2 or carbon."""
    dimensions = {unit(u).dimension for u in allowed}
    if not allowed or found.dimension in dimensions:
        return found
    mass, slash, rest = found.symbol.partition("/")
    for substance in ("CO2", "C"):
        try:
            named = unit(f"{mass}{substance}{slash}{rest}")
        except UnitError:
            continue
        if named.dimension in dimensions:
            return named
    return None
