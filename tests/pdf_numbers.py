"""Which numbers stand in the PDF of a plan? Read from its pages, to hold both languages together.

Both forms of a figure differ in the place of the point alone (万吨 and Mt), so that equal digits
are equal figures after conversion of units. Left out are the contents, page numbers, the numbers
of headings, those of table heads, which pages repeat as often as they break, and those in names
and fixed wordings (GB 55015), which are no figures.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from tests.pdf_pages import ReadPage, first_chapter, pages_of

from dafeng.language import LANGUAGES, Language, Text
from dafeng.plan.tree import (
    ChartFigure,
    DataTable,
    Document,
    Heading,
    heading_line,
    sentences,
)

_NUMBER: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
#: Signs that the PDF sets as a figure of their own: 10⁴, m³.
_RAISED: Final = re.compile("[⁰¹²³⁴-⁹₀-₉]")
_CARBON: Final = re.compile(r"CO\s*2")


def digits(text: str) -> Counter[str]:
    """Return the digits of each number in a text, without point, commas and outer zeros.

    A target is printed as entered: 20万千瓦 and 200 MW have the same digits.
    """
    plain = _RAISED.sub(lambda sign: f" {unicodedata.normalize('NFKC', sign[0])}", text)
    found = _NUMBER.findall(_CARBON.sub("CO", plain))
    return Counter(re.sub(r"[.,]", "", number).strip("0") for number in found)


def printed(raw: bytes, document: Document, language: Language) -> Counter[str]:
    """Return how often each number is printed in the body of a plan.

    Parameters
    ----------
    raw
        The PDF.
    document
        What it was made from.
    language
        Its language.
    """
    found = Counter[str]()
    for number, page in body_pages(raw):
        found += digits("\n".join(run.text for run in page.runs))
        found[str(number).strip("0")] -= 1
    for block in document.blocks:
        if isinstance(block, Heading):
            found.subtract(digits(heading_line(block, language)))
    for figure in _heads(document):
        del found[figure]
    return found


def body_pages(raw: bytes) -> Iterator[tuple[int, ReadPage]]:
    """Yield the pages from the first chapter on, each with its number; the cover is not counted."""
    start = first_chapter(raw)
    yield from enumerate(pages_of(raw)[start:], start=start)


def differing(document: Document, pdfs: Mapping[Language, bytes]) -> dict[str, tuple[int, int]]:
    """Return the numbers that one PDF prints more often than the other, with both counts.

    Parameters
    ----------
    document
        What the PDFs were made from.
    pdfs
        The PDF of each language.
    """
    zh, en = (
        _less(printed(pdfs[language], document, language), _worded(document, language))
        for language in LANGUAGES
    )
    return {n: (zh[n], en[n]) for n in sorted({*zh, *en}) if zh[n] != en[n]}


def _less(found: Counter[str], words: Counter[str]) -> Counter[str]:
    return Counter({n: count - words[n] for n, count in found.items()})


def _worded(document: Document, language: Language) -> Counter[str]:
    """Return the numbers in wordings of the body that are no figures."""
    heads = _heads(document)
    words = "\n".join(_wordings(document, language))
    return Counter({n: count for n, count in digits(words).items() if n not in heads})


def _wordings(document: Document, language: Language) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, ChartFigure):
            continue  # its description is not printed
        for statement in sentences(block):
            yield from (p.text for p in statement.pieces(language) if p.figure is None)
        if isinstance(block, DataTable):
            cells = (cell for row in block.rows for cell in row)
            yield from (cell[language] for cell in cells if isinstance(cell, Text))


def _heads(document: Document) -> set[str]:
    """Return the numbers in heads of tables, in either language."""
    return {
        number
        for block in document.blocks
        if isinstance(block, DataTable)
        for head in block.heads
        for words in (head.zh, head.en)
        for number in digits(words)
    }
