"""How does a table look in the Word file? Three rules, repeated head, short rows unbroken.

Rows are written as WordprocessingML (ECMA-376, part 1, 17.4): a plan has thousands of cells, each
of which costs python-docx a millisecond.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from dafeng.files.layout import Layout, width
from dafeng.files.table_shape import Line, Shape, shape
from dafeng.files.word_marks import NAMESPACE, run_xml, runs
from dafeng.language import Language, Text
from dafeng.plan.tree import DataTable, caption_line

#: Twentieths of a point in a millimetre.
_TWIPS: Final = 1440 / 25.4
#: Rules above and below the table and between rows: width in eighths of a point.
_RULES: Final = (
    '<w:top w:val="single" w:sz="12" w:space="0" w:color="000000"/>'
    '<w:bottom w:val="single" w:sz="12" w:space="0" w:color="000000"/>'
    '<w:insideH w:val="single" w:sz="2" w:space="0" w:color="A6A6A6"/>'
)
#: Edges of a cell: the rule below the head, and none.
_BELOW_HEAD: Final = '<w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/>'
_NONE_BELOW: Final = '<w:bottom w:val="nil"/>'
_NONE_ABOVE: Final = '<w:top w:val="nil"/>'
_CENTRED: Final = '<w:jc w:val="center"/>'
#: Room beside the text of cells in dense tables, so that narrow columns break fewer words.
_CLOSE: Final = (
    '<w:tblCellMar><w:left w:w="50" w:type="dxa"/><w:right w:w="50" w:type="dxa"/></w:tblCellMar>'
)

#: Widths of the table on the cover [mm].
_FACTS: Final = (36.0, 104.0)
#: A long table keeps so many rows with its caption, and as many with its notes.
_KEPT: Final = 2
#: How far the words beneath a line are set in [mm].
_SET_IN: Final = 4


@dataclass(frozen=True, slots=True)
class _Cell:
    """Paragraphs of a cell, its style, its place, its edges that differ, and its span."""

    paragraphs: tuple[str, ...]
    style: str
    align: str
    edges: str = ""
    span: int = 1
    top: bool = False
    indent: float = 0.0


@dataclass(frozen=True, slots=True)
class _Row:
    """A row: whether it is kept on one page, with the row below, and repeated as the head."""

    cells: tuple[_Cell, ...]
    whole: bool = True
    kept: bool = False
    head: bool = False


def add(word: Any, block: DataTable, layout: Layout, language: Language) -> None:
    """Add a table with its caption above and its notes below."""
    runs(word.add_paragraph(style="Table Caption"), caption_line(block, language))
    unit = block.shared_unit_line
    if unit is not None:
        runs(word.add_paragraph(style="Table Unit"), unit[language])
    found = shape(block, layout, language)
    rows = _together(_rows(word, block, found), long=found.long, notes=bool(block.notes))
    widths = [width(layout) * share for share in found.widths]
    _append(word, _table(rows, widths, block.caption[language], close=block.dense))
    for note in block.notes:
        runs(word.add_paragraph(style="Note"), note[language])
    word.add_paragraph(style="Note")


def add_facts(word: Any, facts: tuple[tuple[Text, Text], ...], language: Language) -> None:
    """Add the facts of the cover as a table of two columns."""
    style = word.styles["Table Text"].style_id
    rows = [
        _Row(tuple(_Cell((words[language],), style, "left") for words in fact), whole=False)
        for fact in facts
    ]
    title = Text("封面信息", "Facts of the cover")[language]
    _append(word, _table(rows, _FACTS, title, centred=True))


def _rows(word: Any, block: DataTable, found: Shape) -> list[_Row]:
    size = " Dense" if block.dense else ""
    head, text = (word.styles[f"Table {part}{size}"].style_id for part in ("Head", "Text"))
    aligns = [block.columns[at].align for at in found.columns]
    titles = tuple(
        # figures stand right: a head in the middle of a wide column would stand away from them
        _Cell((words,), head, "right" if align == "right" else "", _BELOW_HEAD)
        for words, align in zip(found.heads, aligns, strict=True)
    )
    rows = [_Row(titles, head=True)]
    for line in found.lines:
        if len(line.cells) < len(aligns):
            heading = _Cell(line.cells, head, "left", span=len(aligns))
            rows.append(_Row((heading,), kept=True))
        else:
            rows += _lines(line, text, aligns)
    return rows


def _lines(line: Line, style: str, aligns: Sequence[str]) -> list[_Row]:
    """Return a line, and what stands beneath it across the table with no rule between."""
    breaks = line.tall and not line.beneath
    edges = _NONE_BELOW if line.beneath else ""
    cells = tuple(
        _Cell((words,), style, align, edges, top=breaks)
        for words, align in zip(line.cells, aligns, strict=True)
    )
    first = _Row(cells, whole=not breaks, kept=bool(line.beneath))
    if not line.beneath:
        return [first]
    below = _Cell(line.beneath, style, "left", _NONE_ABOVE, len(aligns), indent=_SET_IN)
    return [first, _Row((below,), whole=not line.tall)]


def _together(rows: list[_Row], *, long: bool, notes: bool) -> list[_Row]:
    """Keep a short table on one page, and of a longer one its ends with caption and notes."""
    end = len(rows) if notes else len(rows) - 1
    ends = {*range(_KEPT), *range(max(end - _KEPT, _KEPT), end)} if long else set(range(end))
    return [
        replace(row, kept=row.kept or (at in ends and row.whole)) for at, row in enumerate(rows)
    ]


def _append(word: Any, xml: str) -> None:
    from docx.oxml import parse_xml

    body = word.element.body
    body.insert(len(body) - 1, parse_xml(xml))  # before the properties of the section


def _table(
    rows: Sequence[_Row],
    widths: Sequence[float],
    title: str,
    *,
    close: bool = False,
    centred: bool = False,
) -> str:
    """Return a table; its properties in the order of ECMA-376, part 1, 17.4.60."""
    sizes = [round(size * _TWIPS) for size in widths]
    grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in sizes)
    return (
        f'<w:tbl xmlns:w="{NAMESPACE}"><w:tblPr><w:tblW w:type="auto" w:w="0"/>'
        f"{_CENTRED if centred else ''}<w:tblBorders>{_RULES}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/>{_CLOSE if close else ""}'
        '<w:tblLook w:firstColumn="1" w:firstRow="1" w:lastColumn="0" w:lastRow="0" '
        'w:noHBand="0" w:noVBand="1" w:val="04A0"/>'
        f"<w:tblCaption w:val={quoteattr(title)}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"{''.join(_row(row, sizes) for row in rows)}</w:tbl>"
    )


def _row(row: _Row, sizes: Sequence[int]) -> str:
    marks = "<w:cantSplit/>" * row.whole + '<w:tblHeader w:val="true"/>' * row.head
    properties = f"<w:trPr>{marks}</w:trPr>" if marks else ""
    found = []
    at = 0
    for cell in row.cells:
        found.append(_cell(cell, sum(sizes[at : at + cell.span]), kept=row.kept))
        at += cell.span
    return f"<w:tr>{properties}{''.join(found)}</w:tr>"


def _cell(cell: _Cell, size: int, *, kept: bool) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    edges = f"<w:tcBorders>{cell.edges}</w:tcBorders>" if cell.edges else ""
    place = "top" if cell.top else "center"
    words = "".join(_paragraph(text, cell, kept=kept) for text in cell.paragraphs)
    return (
        f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{size}"/>{span}{edges}'
        f'<w:vAlign w:val="{place}"/></w:tcPr>'
        f"{words}</w:tc>"
    )


def _paragraph(text: str, cell: _Cell, *, kept: bool) -> str:
    keep = "<w:keepNext/>" if kept else ""
    indent = f'<w:ind w:left="{round(cell.indent * _TWIPS)}"/>' if cell.indent else ""
    align = f'<w:jc w:val="{cell.align}"/>' if cell.align else ""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{cell.style}"/>{keep}{indent}{align}</w:pPr>'
        f"{run_xml(text)}</w:p>"
    )
