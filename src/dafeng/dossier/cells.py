"""What does one cell say: a number, a notation key, nothing, or something that is none of these?"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from dafeng.dossier.plain_text import without_controls
from dafeng.dossier.records import NotationKey
from dafeng.dossier.vocabulary import find_term
from dafeng.dossier.wording import narrow, without_marks
from dafeng.errors import UnitError
from dafeng.units import unit

Cell = str | float | int | None

#: Years that a record can name.
FIRST_YEAR: Final = 1949
LAST_YEAR: Final = 2100

#: Numbers from which on a cell cannot be a statistic, whatever its unit.
LARGEST_NUMBER: Final = 1e15

_FORMULA_ERRORS: Final = frozenset(
    ("#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
)
#: What a workbook reader writes for a formula without a stored result.
UNCALCULATED: Final = "#UNCALCULATED!"

_DASHES: Final = re.compile(r"^(?:[-–—―_/\\.…·]+|n\.?a\.?|null|none|无|空)$", re.IGNORECASE)
_MULTIPLES: Final = {
    "千": 1_000,
    "万": 10_000,
    "百万": 1_000_000,
    "亿": 10**8,
    "万亿": 10**12,
    "萬": 10_000,
    "億": 10**8,
}
_PLAIN: Final = r"(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?"
_NUMBER: Final = re.compile(
    rf"^(?P<sign>[+-]?)(?P<digits>[1-9]\d{{0,2}}(?:,\d{{3}})+(?:\.\d+)?|{_PLAIN})"
    r"(?P<multiple>万亿|百万|千|万|亿|萬|億)?(?P<percent>[%‰])?$",
    re.IGNORECASE,
)
_RATIOS: Final = {"%": Fraction(1, 100), "‰": Fraction(1, 1000)}
_NO_RATIO: Final = Fraction(0)
_BRACKETS: Final = re.compile(r"^\((?P<inside>[^()+-]+)\)$")
_THOUSANDS_BLANK: Final = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f'](?=\d{3}(?:\D|$))")
#: A first group of thousands that begins with 0 is none.
_NO_GROUP: Final = re.compile(r"^[+-]?0\d{0,2}[ \u00a0\u2009\u202f']\d{3}")
_MARKED: Final = re.compile(r"^\s*[+-]?[\d.,]+\s*[⁰¹²³⁴⁵⁶⁷⁸⁹]+[)）]?\s*$")
_SEPARATORS: Final = re.compile(r"^[+-]?[\d.,]+$")
_WITH_UNIT: Final = re.compile(r"^[+-]?[\d,.]+\s*[^\d\s,.%‰]+$")
_GARBLED: Final = re.compile(r"�|锟斤拷|烫烫烫|屯屯屯|Ã.|â€")
_CHINESE_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
#: A year with the word by which statistics mark figures that are not final, or none yet.
_MARKED_YEAR: Final = r"^(?P<year>\d{4}(?:\s*年度?)?)\s*(?:[(\[]\s*)?"
_PRELIMINARY: Final = re.compile(
    _MARKED_YEAR
    + r"(?:(?:快报|初步核算|初步统计|初步|初核|速报)数?|preliminary|prelim\.?|p|\*)\s*[)\]]?$",
    re.IGNORECASE,
)
_PLANNED: Final = re.compile(
    _MARKED_YEAR
    + r"(?:规划|计划|预计|预期|目标|预测|展望|plan(?:ned)?|target|forecast|projected|expected|e)"
    r"(?:数|值|年|量)?\s*[)\]]?$",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"^(?P<year>\d{4})(?:\.0+)?\s*(?:年度?|[-/.]\d{1,2}[-/.]\d{1,2}.*)?$")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says.

    Parameters
    ----------
    value
        The number, if it is one.
    notation
        The notation key, if it is one.
    ratio
        Size of the ratio sign beside the number (1/100 for ``%``), or 0 without one.
    multiplied
        Whether 万, 亿 ... stood behind the number.
    dash
        Whether it is blank by a mark (``-``, ``…``) and not by being empty.
    rule
        Id of the rule that it breaks, or "".
    text
        What stands there.
    """

    value: float | None = None
    notation: NotationKey | None = None
    ratio: Fraction = _NO_RATIO
    multiplied: bool = False
    dash: bool = False
    rule: str = ""
    text: str = ""

    @property
    def blank(self) -> bool:
        """Say whether the cell says nothing."""
        return self.value is None and self.notation is None and not self.rule


BLANK: Final = Reading()


def cell_text(cell: Cell) -> str:
    """Return a cell as text: whole numbers without decimals, ends stripped, nothing unprintable."""
    if isinstance(cell, str):
        return _stripped(cell)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:  # noqa: PLR2004 - exact
        return str(int(cell))
    return "" if cell is None else str(cell)


@lru_cache(maxsize=65536)
def _stripped(text: str) -> str:
    return without_controls(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def read_number(cell: Cell) -> Reading:
    """Return what a cell of a number column says.

    Full-width digits, thousands separators, 万 and 亿, per cent signs, numbers in brackets
    (negative, as accountants write them) and notation keys are understood.
    """
    if isinstance(cell, int | float):
        if isinstance(cell, float) and not math.isfinite(cell):
            return Reading(rule="value.not_number", text=str(cell))
        if abs(cell) >= LARGEST_NUMBER:
            return Reading(rule="value.too_large", text=str(cell))
        return Reading(float(cell), text=cell_text(cell))
    return _read_text(cell) if cell else BLANK


@lru_cache(maxsize=65536)
def _read_text(cell: str) -> Reading:
    text = narrow(cell).strip()
    if not text:
        return BLANK
    if without_marks(cell) != cell or _MARKED.search(cell):
        return Reading(rule="value.footnote_mark", text=cell.strip())
    return _special(text) or _figure(text) or _complaint(text)


def _special(text: str) -> Reading | None:
    if text.upper() in _FORMULA_ERRORS:
        return Reading(rule="value.formula_error", text=text)
    if text == UNCALCULATED:
        return Reading(rule="value.formula_empty", text=text)
    if garbled(text):
        return Reading(rule="value.mojibake", text=text)
    notation = find_term("notation", text)
    if notation and _is_notation(text, notation):
        return Reading(notation=NotationKey(notation), text=text)
    return Reading(dash=True, text=text) if _DASHES.match(text) else None


def _is_notation(text: str, notation: str) -> bool:
    """Refuse the Celsius-like lower-case c alone; the others are unmistakable."""
    return notation != "C" or text != "c"


def _figure(text: str) -> Reading | None:
    bracketed = _BRACKETS.match(text)
    inner = bracketed["inside"].strip() if bracketed else text
    inner = inner if _NO_GROUP.match(inner) else _THOUSANDS_BLANK.sub("", inner)
    match = _NUMBER.match(inner.replace(" ", "") if _spaced(inner) else inner)
    if match is None:
        return None
    amount = Decimal(match["sign"] + match["digits"].replace(",", ""))
    amount *= _MULTIPLES.get(match["multiple"] or "", 1)
    value = float(-amount if bracketed else amount)
    ratio = _RATIOS.get(match["percent"] or "", _NO_RATIO)
    multiplied = match["multiple"] is not None
    if abs(value) >= LARGEST_NUMBER:
        return Reading(rule="value.too_large", text=text)
    return Reading(value, ratio=ratio, multiplied=multiplied, text=text)


def _spaced(text: str) -> bool:
    """Say whether blanks stand only beside a sign or a suffix, where they mean nothing."""
    return re.match(r"^[+-]?\s*[\d,.]+(?:\s*[千万亿百萬億]{1,2})?(?:\s*[%‰])?$", text) is not None


#: Letters that pass for digits, with the digits.
_LETTERS: Final = str.maketrans("OoIl", "0011")
_LETTERED: Final = re.compile(r"^(?=.*\d)(?=.*[OoIl])[+-]?[\dOoIl.,]*[\dOo]$")


def _complaint(text: str) -> Reading:
    if _LETTERED.match(text) and _NUMBER.match(text.translate(_LETTERS)):
        return Reading(rule="value.letter", text=text)
    if _SEPARATORS.match(text):
        return Reading(rule="value.separator", text=text)
    if _WITH_UNIT.match(text) or _ends_in_unit(text):
        return Reading(rule="value.unit_in_cell", text=text)
    return Reading(rule="value.not_number", text=text)


def _ends_in_unit(text: str) -> bool:
    """Say whether a number and a unit with digits or a slash stand together (``38931 kJ/m3``)."""
    match = re.match(r"^[+-]?[\d,.]+\s*(?P<unit>[^\d\s,.].*)$", text)
    try:
        return match is not None and bool(unit(match["unit"]).symbol)
    except UnitError:
        return False


@lru_cache(maxsize=65536)
def garbled(text: str) -> bool:
    """Say whether a text shows the marks of a wrong decoding."""
    return _GARBLED.search(text) is not None


def read_year(cell: Cell) -> int | None:
    """Return the year that a cell names (``２０２０年``, ``二〇二〇年``, a date), or None."""
    if isinstance(cell, float | int):
        return int(cell) if math.isfinite(cell) and float(cell).is_integer() else None
    return _named_year(cell) if cell else None


@lru_cache(maxsize=16384)
def _named_year(cell: str) -> int | None:
    match = _YEAR.match(_PRELIMINARY.sub(r"\g<year>", _year_text(cell)))
    return int(match["year"]) if match else None


def _year_text(cell: Cell) -> str:
    return _plain_year(cell_text(cell))


@lru_cache(maxsize=16384)
def _plain_year(text: str) -> str:
    return narrow(without_marks(text)).strip().translate(_CHINESE_DIGITS)


def is_preliminary(cell: Cell) -> bool:
    """Say whether a year is marked as one of preliminary figures (``2023年快报``, ``2023*``)."""
    return _PRELIMINARY.match(_year_text(cell)) is not None


def is_planned(cell: Cell) -> bool:
    """Say whether a year is marked as planned or expected (``2025年（规划）``, ``2030年目标``)."""
    return _PLANNED.match(_year_text(cell)) is not None
