"""How does a table look in the Word file? Three rules, repeated head, rows that do not break."""

from __future__ import annotations

from typing import Any, Final

from dafeng.files.layout import Layout, width
from dafeng.files.word_marks import runs
from dafeng.language import Language, Text
from dafeng.plan.tree import Column, DataTable, caption_line

#: Rules above and below the table, below the head, and between rows: width in eighths of a point.
_OUTER: Final = "12"
_HEAD: Final = "6"
_INNER: Final = "2"

#: Properties of a table in the order of ECMA-376, part 1, 17.4.60.
_ORDER: Final = (
    "tblStyle",
    "tblW",
    "jc",
    "tblBorders",
    "tblLayout",
    "tblCellMar",
    "tblLook",
    "tblCaption",
)

#: Room beside the text of cells in dense tables, in twentieths of a point.
_BESIDE: Final = "50"

#: Widths of the table on the cover [mm].
_FACTS: Final = (36, 104)
#: A table with so many rows or fewer is kept on one page; a longer one keeps so many rows with
#: its caption, and as many with its notes.
_SHORT: Final = 8
_KEPT: Final = 2


def add(word: Any, block: DataTable, layout: Layout, language: Language) -> None:
    """Add a table with its caption above and its notes below."""
    runs(word.add_paragraph(style="Table Caption"), caption_line(block, language))
    unit = block.shared_unit_line
    if unit is not None:
        runs(word.add_paragraph(style="Table Unit"), unit[language])
    table = word.add_table(rows=1 + len(block.rows), cols=len(block.columns))
    table.autofit = False
    _frame(table)
    if block.dense:
        _close(table)
    _widths(table, block.columns, layout)
    _write(word, table, block, language)
    _together(table, notes=bool(block.notes))
    _describe(table, block.caption[language])
    for note in block.notes:
        runs(word.add_paragraph(style="Note"), note[language])
    word.add_paragraph(style="Note")


def _write(word: Any, table: Any, block: DataTable, language: Language) -> None:
    """Fill head and rows."""
    size = " Dense" if block.dense else ""
    head, text = (word.styles[f"Table {part}{size}"].style_id for part in ("Head", "Text"))
    first, *others = table.rows
    for cell, words in zip(first.cells, block.heads, strict=True):
        _fill(cell, words[language], head, None)
    _repeat(first)
    for row, cells in zip(others, block.rows, strict=True):
        _whole(row)
        shown = row.cells
        if len(cells) < len(shown):
            _fill(shown[0].merge(shown[-1]), cells[0][language], head, "left")
            shown[0].paragraphs[0].paragraph_format.keep_with_next = True
            continue
        for place, content, column in zip(shown, cells, block.columns, strict=True):
            _fill(place, content[language], text, column.align)


def add_facts(word: Any, facts: tuple[tuple[Text, Text], ...], language: Language) -> None:
    """Add the facts of the cover as a table of two columns."""
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Mm

    table = word.add_table(rows=len(facts), cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    style = word.styles["Table Text"].style_id
    for column, size in zip(table.columns, _FACTS, strict=True):
        column.width = Mm(size)
    for row, (name, value) in zip(table.rows, facts, strict=True):
        left, right = row.cells
        left.width, right.width = (Mm(size) for size in _FACTS)
        _fill(left, name[language], style, "left")
        _fill(right, value[language], style, "left")
    _frame(table)
    _describe(table, Text("封面信息", "Facts of the cover")[language])


def _fill(cell: Any, text: str, style: str, align: str | None) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = cell.paragraphs[0]
    paragraph._p.style = style  # noqa: SLF001 - by id: looking it up by name costs 2 ms a cell
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    if align is not None:
        paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, align.upper())
    runs(paragraph, text)


def _widths(table: Any, columns: tuple[Column, ...], layout: Layout) -> None:
    from docx.shared import Mm

    whole = sum(column.weight for column in columns)
    for column, shown in zip(columns, table.columns, strict=True):
        size = Mm(width(layout) * column.weight / whole)
        shown.width = size
        for cell in shown.cells:
            cell.width = size


def _together(table: Any, *, notes: bool) -> None:
    """Keep a short table on one page, and of a longer one its ends with caption and notes."""
    rows = list(table.rows)
    end = len(rows) if notes else len(rows) - 1
    long = len(rows) - 1 > _SHORT
    kept = (*rows[:_KEPT], *rows[max(end - _KEPT, _KEPT) : end]) if long else rows[:end]
    for row in kept:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _frame(table: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tblBorders")
    for edge, size in (("top", _OUTER), ("bottom", _OUTER), ("insideH", _INNER)):
        line = OxmlElement(f"w:{edge}")
        colour = "000000" if size == _OUTER else "A6A6A6"
        for name, value in (("val", "single"), ("sz", size), ("space", "0"), ("color", colour)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)  # noqa: SLF001 - no public door to borders


def _close(table: Any) -> None:
    """Leave less room beside the text of cells, so that narrow columns break fewer words."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), _BESIDE)
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)  # noqa: SLF001 - no public door to margins


def _repeat(row: Any) -> None:
    """Repeat a row on each page and rule it off."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    _whole(row)
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(head)  # noqa: SLF001
    for cell in row.cells:
        borders = OxmlElement("w:tcBorders")
        line = OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", _HEAD), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
        properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001
        properties.insert_element_before(
            borders, "w:shd", "w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign"
        )


def _whole(row: Any) -> None:
    """Keep a row on one page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001


def _describe(table: Any, words: str) -> None:
    """Give the table a title for those who do not see it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), words)
    table._tbl.tblPr.append(caption)  # noqa: SLF001
    _in_order(table)


def _in_order(table: Any) -> None:
    """Put the properties of a table in the order that the file form prescribes."""
    from docx.oxml.ns import qn

    properties = table._tbl.tblPr  # noqa: SLF001
    order = {qn(f"w:{name}"): place for place, name in enumerate(_ORDER)}
    properties[:] = sorted(properties, key=lambda element: order[element.tag])
