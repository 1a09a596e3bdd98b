"""Is each figure of a plan the same amount in both languages, and does the PDF print it so?

Two steps, each with its own reader of numbers and units, which shares nothing with the code that
writes them. Every figure of the document is read in both languages as value, point and unit, and
brought to one unit (3,456.7 万吨 and 34.567 Mt are 34,567,000 t). Then every number that the
document states must be printed in the PDF of its language with the same digits, commas and point,
and every figure of a sentence with its unit.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Final

from tests.pdf_numbers import body_pages

from dafeng.language import LANGUAGES, Language, Text
from dafeng.plan.binding import Measured, Spread
from dafeng.plan.tree import Cell, ChartFigure, DataTable, Document, sentences

#: What one of a unit is, by dimension.
_UNITS: Final[dict[str, tuple[str, float]]] = {
    "万吨标准煤": ("tce", 1e4),
    "吨标准煤": ("tce", 1),
    "Mtce": ("tce", 1e6),
    "ktce": ("tce", 1e3),
    "tce": ("tce", 1),
    "万吨": ("t", 1e4),
    "亿吨": ("t", 1e8),
    "吨": ("t", 1),
    "Gt": ("t", 1e9),
    "Mt": ("t", 1e6),
    "kt": ("t", 1e3),
    "t": ("t", 1),
    "亿千瓦时": ("MWh", 1e5),
    "TWh": ("MWh", 1e6),
    "万千瓦": ("MW", 10),
    "MW": ("MW", 1),
    "亿元": ("yuan", 1e8),
    "billion yuan": ("yuan", 1e9),
    "million yuan": ("yuan", 1e6),
    "元": ("yuan", 1),
    "yuan": ("yuan", 1),
    "人": ("people", 1),
    "persons": ("people", 1),
    "t/元": ("t/yuan", 1),
    "t/yuan": ("t/yuan", 1),
    "tce/元": ("tce/yuan", 1),
    "tce/yuan": ("tce/yuan", 1),
    "t/人": ("t/head", 1),
    "t/persons": ("t/head", 1),
    "万人": ("people", 1e4),
    "million people": ("people", 1e6),
    "吨/万元": ("t/yuan", 1e-4),
    "t per million yuan": ("t/yuan", 1e-6),
    "吨标准煤/万元": ("tce/yuan", 1e-4),
    "tce per million yuan": ("tce/yuan", 1e-6),
    "吨/人": ("t/head", 1),
    "t per head": ("t/head", 1),
    "吨/吨标准煤": ("t/tce", 1),
    "t/tce": ("t/tce", 1),
    "吨/兆瓦时": ("t/MWh", 1),
    "t/MWh": ("t/MWh", 1),
    "%/年": ("%/a", 1),
    "% a year": ("%/a", 1),
    "%": ("%", 1),
    "个百分点": ("points", 1),
    "percentage points": ("points", 1),
    "年": ("", 1),
    "—": ("", 1),
    "years": ("", 1),
    "year": ("", 1),
    "TJ/a": ("TJ/a", 1),
    "TJ": ("TJ", 1),
    "公里": ("km", 1),
    "km": ("km", 1),
}
_LONGEST: Final = sorted(_UNITS, key=len, reverse=True)
#: A number that is no part of a name (P1, GB/T 2589, CO2, 10⁴).
_NUMBER: Final = re.compile(r"(?<![A-Za-z\d.,_/-])−?\d[\d,]*(?:\.\d+)?")
#: A name with a number in it (GB 55015, CC BY 4.0).
_NAME: Final = re.compile(r"(?:\b[A-Z]{2,}(?:/T)?|署名)\s?\d[\d.]*")
_BEHIND: Final = re.compile(rf"\s?(?P<unit>{'|'.join(map(re.escape, _LONGEST))})(?![A-Za-z/])")

#: A cell of figures alone, and a unit that a row or a note names.
_BARE: Final = re.compile(r"[\d.,−\s]+(?:to [\d.,−\s]+)?")
_SAID: Final = re.compile(
    rf"(?:[（(]|单位为?：?|[Uu]nit:? )\s?({'|'.join(map(re.escape, _LONGEST))})(?![A-Za-z/])"
)

#: A figure: its dimension, and its value in the one unit of the dimension to nine digits.
Amount = tuple[str, str]


def amounts(text: str, head: str = "") -> Counter[Amount]:
    """Return the figures of a text; those without a unit of their own have that of their head."""
    found = Counter[Amount]()
    text = _NAME.sub("", text)
    for match in _NUMBER.finditer(text):
        behind = _BEHIND.match(text, match.end())
        remark = text[: match.start()].endswith(("(", "（"))  # the year of a figure
        unit = behind["unit"] if behind else "" if remark else head
        if "\n" in text and not remark:
            head = unit  # a range stands below its figure, in the same unit
        dimension, factor = _UNITS.get(unit, (unit, 1.0))
        value = float(match[0].replace(",", "").replace("−", "-")) * factor
        found[dimension, f"{value:.9g}"] += 1
    return found


def unequal(document: Document) -> list[tuple[str, str]]:
    """Return the sentences' figures and the cells whose amounts differ between the languages."""
    return [
        (zh, en)
        for zh, en, heads in _pairs(document)
        if amounts(zh, heads[0]) != amounts(en, heads[1])
    ]


_NO_HEAD: Final = ("", "")


def _pairs(document: Document) -> Iterator[tuple[str, str, tuple[str, str]]]:
    """Yield each figure in both languages, with the unit in the head above it."""
    for block in document.blocks:
        for statement in sentences(block):
            for figure in statement.figures:
                yield figure.text.zh, figure.text.en, _NO_HEAD
        if isinstance(block, DataTable):
            for row in block.rows:
                for at, cell in enumerate(row):
                    yield cell["zh"], cell["en"], _head(block, row, at)


def _head(table: DataTable, row: tuple[Cell, ...], at: int) -> tuple[str, str]:
    """Return the unit of a cell: of its column, its row, the cell of units, or the note."""
    column, cell = table.columns[at], row[at]
    if isinstance(cell, Measured) and cell.unit:
        return _NO_HEAD
    if column.unit is not None:
        return column.unit.zh, column.unit.en
    units = [c.id for c in table.columns].index("unit") if _has_units(table) else None
    if units is not None and column.id == "value":
        return row[units]["zh"], row[units]["en"]
    if isinstance(cell, Text) and not _BARE.fullmatch(cell.en):
        return _NO_HEAD
    said = [row[0], *(note for note in table.notes)]
    zh, en = (next((m[1] for w in said if (m := _SAID.search(w[t]))), "") for t in LANGUAGES)
    return zh, en


def _has_units(table: DataTable) -> bool:
    return {"value", "unit"} <= {column.id for column in table.columns}


def unprinted(raw: bytes, document: Document, language: Language) -> list[str]:
    """Return the numbers of a document that its PDF prints less often, and lost figures.

    Parameters
    ----------
    raw
        The PDF.
    document
        What it was made from.
    language
        Its language.
    """
    text = "\n".join(page.text for _, page in body_pages(raw))
    there = Counter(_numbers(text))
    wanted = Counter(n for words in _words(document, language) for n in _numbers(words))
    close = _close(text)
    figures = {
        figure.text[language]
        for block in document.blocks
        if not isinstance(block, ChartFigure)  # its description is not printed
        for statement in sentences(block)
        for figure in statement.figures
    }
    short = [number for number, count in wanted.items() if there[number] < count]
    return sorted((*short, *(f for f in figures if _close(f) not in close)))


def _words(document: Document, language: Language) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, ChartFigure):
            continue
        for statement in sentences(block):
            yield from (f.text[language] for f in statement.figures)
        if isinstance(block, DataTable):
            for row in block.rows:
                yield from (c[language] for c in row if isinstance(c, Measured | Spread))


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d[\d,]*(?:\.\d+)?", unicodedata.normalize("NFKC", text))


def _close(text: str) -> str:
    """Return a text without blanks, as lines break anywhere in Chinese."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def faults(document: Document, pdfs: dict[Language, bytes]) -> list[str]:
    """Return all that the two steps find in a document and its PDFs."""
    return [
        *(f"{zh} | {en}" for zh, en in unequal(document)),
        *(
            f"{tongue}: {n}"
            for tongue in LANGUAGES
            for n in unprinted(pdfs[tongue], document, tongue)
        ),
    ]
