"""How do words, figures and tables of a document become HTML? All text is escaped here."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from dafeng.language import Language, Text
from dafeng.plan.binding import BoundFigure, Measured, Statement
from dafeng.plan.tree import Cell, DataTable, caption_line

_CARBON: Final = re.compile(r"(?<=CO)2")
#: Characters that a page must not hold (HTML standard, 13.2.3.5).
_BARRED: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f﷐-﷯￾￿\ud800-\udfff]")
_ORIGIN: Final = Text(
    "编号：{id}；精确值：{value} {unit}；来源：{origin}",
    "id: {id}; exact value: {value} {unit}; from: {origin}",
)
#: Id of the table that lists the figures of the sentences.
FIGURES: Final = "figures"


def safe(text: str) -> str:
    """Return a text as it may stand in an attribute or in text."""
    return escape(_BARRED.sub("�", text), quote=True)


def words(text: str) -> str:
    """Return a text for the page: escaped, lines broken, CO2 with its subscript."""
    return _CARBON.sub("<sub>2</sub>", safe(text)).replace("\n", "<br>")


def sentence(statement: Statement, language: Language) -> str:
    """Return a sentence whose bound figures can be traced."""
    return "".join(
        words(piece.text) if piece.figure is None else _figure(piece.figure, piece.text, language)
        for piece in statement.pieces(language)
    )


def _figure(figure: BoundFigure, text: str, language: Language) -> str:
    origin = safe(traced(figure)[language])
    shown = f'<a href="#{row_id(figure.id)}">{words(text)}</a>'
    return f'<span class="figure" title="{origin}" data-origin="{origin}">{shown}</span>'


def traced(figure: BoundFigure) -> Text:
    """Say of a figure under which id it stands in the results, its exact value and its origin."""
    return _ORIGIN.format(
        id=figure.id,
        value=f"{figure.value:.12g}",
        unit=figure.quantity.canonical,
        origin=figure.origin,
    )


def row_id(figure: str) -> str:
    """Return the anchor of a figure's row in the list of figures."""
    return "figure-" + "".join(c if c.isalnum() or c in "._-" else f"~{ord(c):x}" for c in figure)


def table(block: DataTable, language: Language) -> str:
    """Return a table with caption, heads, unit and notes."""
    caption = words(caption_line(block, language))
    unit = block.shared_unit_line
    line = f'<span class="unit">{words(unit[language])}</span>' if unit else ""
    heads = "".join(
        f'<th scope="col" class="{column.align}">{words(head[language])}</th>'
        for column, head in zip(block.columns, block.heads, strict=True)
    )
    rows = "\n".join(_row(block, row, language) for row in block.rows)
    notes = "".join(f'<p class="note">{sentence(n, language)}</p>' for n in block.notes)
    label = safe(caption_line(block, language))
    dense = " dense" if block.dense else ""
    return (
        f'<div class="table{dense}" role="region" aria-label="{label}" tabindex="0">'
        f"<table><caption>{caption}{line}</caption>\n<thead><tr>{heads}</tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody></table></div>\n{notes}"
    )


def _row(block: DataTable, row: tuple[Cell, ...], language: Language) -> str:
    first, *others = row
    if not others and len(block.columns) > 1:
        span = f'colspan="{len(block.columns)}" scope="rowgroup"'
        return f"<tr><th {span}>{words(first[language])}</th></tr>"
    anchor = f' id="{row_id(first[language])}"' if block.id == FIGURES else ""
    cells = "".join(
        f'<td class="{column.align}">{_cell(cell, language)}</td>'
        for column, cell in zip(block.columns[1:], others, strict=True)
    )
    head = f'<th scope="row" class="{block.columns[0].align}">{_cell(first, language)}</th>'
    return f"<tr{anchor}>{head}{cells}</tr>"


def _cell(cell: Cell, language: Language) -> str:
    if isinstance(cell, Measured) and cell.value is not None:
        return f'<data value="{cell.value:.12g}">{words(cell[language])}</data>'
    return words(cell[language])
