"""What do the rows above a header, and the name of the sheet, say about all below?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dafeng.dossier.cells import FIRST_YEAR, LAST_YEAR, cell_text
from dafeng.dossier.rules import Findings
from dafeng.dossier.sheets import RawSheet
from dafeng.dossier.wording import narrow, without_marks
from dafeng.errors import NOWHERE, Place, UnitError
from dafeng.units import unit as find_unit

_TITLE_UNIT = re.compile(
    r"(?:计量)?单位\s*[:：]\s*([^\s,，;；)）]+)|unit\s*:\s*([^,;]+)", re.IGNORECASE
)
_TITLE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_ANY_YEAR = re.compile(r"(?<!\d)(\d{3,5})\s*年")
#: Metres with an exponent; those behind a prefix of length (厘米³) are another unit.
_METRES = re.compile(r"(?<![厘毫分千])米\^([23])(?!\d)")
#: Words of a title whose year may be another than that of the figures.
_BESIDES = re.compile(
    r"年鉴|制表|填表|填报|报送|印发|发布|公布|打印|日期|GB/?T|yearbook|published|printed|date",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Titles:
    """What the rows above a header say about all below.

    Parameters
    ----------
    unit, year, text
        Unit, year and all words, the name of the sheet among them.
    other
        Year of the title, where the sheet's name states a year that differs from it.
    place
        Where the title with the year stands.
    """

    unit: str
    year: int | None
    text: str
    other: int | None = None
    place: Place = NOWHERE

    def tell_conflict(self, findings: Findings) -> None:
        """Report that title and name differ; for a table whose figures have no other year."""
        if self.other is not None:
            findings.add("sheet.year.conflict", self.place, title=self.other, name=self.year)


def is_unit(text: str) -> bool:
    """Say whether a text, brackets taken off, is a unit."""
    return bool(bare_unit(text))


def bare_unit(text: str) -> str:
    """Return a unit's text without brackets, or nothing if it is no unit."""
    plain = narrow(without_marks(text)).strip().removeprefix("(").removesuffix(")").strip()
    plain = re.sub(r"^(?:单位|unit)\s*:\s*", "", plain, flags=re.IGNORECASE)
    plain = _METRES.sub(lambda found: "平立"[int(found[1]) - 2] + "方米", plain)
    try:
        find_unit(plain)
    except UnitError:
        return ""
    return "" if plain.isdigit() else plain


def titles(sheet: RawSheet, header_row: int, findings: Findings) -> Titles:
    """Return unit and year that stand above a header; note each title row.

    Where the sheet's name states another year than its title, that of the name is taken.
    """
    unit, texts = "", []
    years: list[tuple[bool, int, Place]] = []
    for row in range(1, header_row):
        seen = dict.fromkeys(t for t in (cell_text(c) for c in sheet.rows[row - 1]) if t)
        text = " ".join(seen)
        if not text:
            continue
        texts.append(text)
        place = sheet.place(row, first_column(sheet, row))
        findings.once("sheet.title", place, text=short(text))
        if match := _TITLE_UNIT.search(narrow(without_marks(text))):
            unit = bare_unit(match[1] or match[2] or "") or unit
        year = only_year(text) or _odd_year(text)
        if year is not None:
            years.append((_BESIDES.search(narrow(text)) is None, year, place))
    words = " ".join((sheet.name, *texts))
    named = only_year(sheet.name)
    sure, title, place = max(reversed(years), key=lambda y: y[0], default=(False, None, NOWHERE))
    if named is None and title is not None and not FIRST_YEAR <= title <= LAST_YEAR:
        return Titles(unit, None, words)
    if named is None or title in (None, named):
        return Titles(unit, title or named, words, None, place)
    return Titles(unit, named, words, title if sure else None, place)


def only_year(text: str) -> int | None:
    """Return the year that a text states, if it states no other."""
    years = set(_TITLE_YEAR.findall(narrow(text)))
    return int(years.pop()) if len(years) == 1 else None


def _odd_year(text: str) -> int | None:
    """Return a year that cannot be true (2202年, 202年) where a text states no other."""
    plain = narrow(text)
    odd = {int(y) for y in _ANY_YEAR.findall(plain)}
    return odd.pop() if len(odd) == 1 and not _TITLE_YEAR.search(plain) else None


def first_column(sheet: RawSheet, row: int) -> int:
    """Return the first column of a row that holds something."""
    cells = sheet.rows[row - 1]
    return next(i for i, cell in enumerate(cells, 1) if cell_text(cell))


def short(text: str, length: int = 40) -> str:
    """Return the beginning of a text, for messages."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[:length] + "…"
