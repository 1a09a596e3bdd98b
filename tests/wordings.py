"""Every wording of a document that a reader sees."""

from __future__ import annotations

from collections.abc import Iterator

from dafeng.language import Language
from dafeng.plan.tree import Block, ChartFigure, DataTable, Document, Heading, sentences


def printed(document: Document, language: Language) -> Iterator[str]:
    """Yield every wording that a reader sees, labels of headings apart, in order."""
    yield document.title[language]
    yield document.subtitle[language]
    for name, value in document.facts:
        yield name[language]
        yield value[language]
    if document.warning is not None:
        yield document.warning[language]
    yield from (statement[language] for statement in document.statement)
    for block in document.blocks:
        yield from _wordings(block, language)


def _wordings(block: Block, language: Language) -> Iterator[str]:
    match block:
        case Heading():
            yield block.text[language]
        case DataTable():
            yield block.caption[language]
            if block.shared_unit_line is not None:
                yield block.shared_unit_line[language]
            yield from (head[language] for head in block.heads)
            yield from (cell[language] for row in block.rows for cell in row)
        case ChartFigure():
            yield block.caption[language]
        case _:
            pass
    yield from (statement[language] for statement in sentences(block))
