"""How does a table look in the Word file? Three rules, repeated head, short rows unbroken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from dafeng.files.layout import Layout, width
from dafeng.files.table_shape import Line, Shape, shape
from dafeng.files.word_marks import runs
from dafeng.language import Language, Text
from dafeng.plan.tree import DataTable, caption_line

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
#: A long table keeps so many rows with its caption, and as many with its notes.
_KEPT: Final = 2
#: How far the words beneath a line are set in [mm].
_SET_IN: Final = 4


def add(word: Any, block: DataTable, layout: Layout, language: Language) -> None:
    """Add a table with its caption above and its notes below."""
    runs(word.add_paragraph(style="Table Caption"), caption_line(block, language))
    unit = block.shared_unit_line
    if unit is not None:
        runs(word.add_paragraph(style="Table Unit"), unit[language])
    found = shape(block, layout, language)
    below = sum(bool(line.beneath) for line in found.lines)
    table = word.add_table(rows=1 + len(found.lines) + below, cols=len(found.columns))
    table.autofit = False
    _frame(table)
    if block.dense:
        _close(table)
    _widths(table, found, layout)
    _write(word, table, block, found)
    _together(table, long=found.long, notes=bool(block.notes))
    _describe(table, block.caption[language])
    for note in block.notes:
        runs(word.add_paragraph(style="Note"), note[language])
    word.add_paragraph(style="Note")


def _write(word: Any, table: Any, block: DataTable, found: Shape) -> None:
    """Fill head and rows."""
    size = " Dense" if block.dense else ""
    head, text = (word.styles[f"Table {part}{size}"].style_id for part in ("Head", "Text"))
    aligns = [block.columns[at].align for at in found.columns]
    rows = iter(table.rows)
    first = next(rows)
    for cell, words in zip(first.cells, found.heads, strict=True):
        _fill(cell, words, head, None)
    _repeat(first)
    for line in found.lines:
        row = next(rows)
        if len(line.cells) < len(aligns):
            _whole(row)
            _fill(row.cells[0].merge(row.cells[-1]), line.cells[0], head, "left")
            _keep(row)
            continue
        _line(row, line, text, aligns)
        if line.beneath:
            _keep(row)
            _beneath(row, next(rows), line, text)


def _line(row: Any, line: Line, style: str, aligns: Sequence[str]) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT

    breaks = line.tall and not line.beneath
    if not breaks:
        _whole(row)
    for place, content, align in zip(row.cells, line.cells, aligns, strict=True):
        _fill(place, content, style, align)
        if breaks:
            place.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP


def _beneath(upper: Any, row: Any, line: Line, style: str) -> None:
    """Set what stands beneath a line, across the table and with no rule between."""
    from docx.shared import Mm

    if not line.tall:
        _whole(row)
    cell = row.cells[0].merge(row.cells[-1])
    first, *others = line.beneath
    _fill(cell, first, style, "left")
    for words in others:
        cell.add_paragraph()
        paragraph = cell.paragraphs[-1]
        paragraph._p.style = style  # noqa: SLF001
        runs(paragraph, words)
    for paragraph in cell.paragraphs:
        paragraph.paragraph_format.left_indent = Mm(_SET_IN)
    for above in upper.cells:
        _edge(above, "bottom", "nil")
    _edge(cell, "top", "nil")


def _keep(row: Any) -> None:
    """Keep a row with the one below."""
    for cell in row.cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True


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


def _widths(table: Any, found: Shape, layout: Layout) -> None:
    from docx.shared import Mm

    for share, shown in zip(found.widths, table.columns, strict=True):
        size = Mm(width(layout) * share)
        shown.width = size
        for cell in shown.cells:
            cell.width = size


def _together(table: Any, *, long: bool, notes: bool) -> None:
    """Keep a short table on one page, and of a longer one its ends with caption and notes."""
    rows = list(table.rows)
    end = len(rows) if notes else len(rows) - 1
    for row in (*rows[:_KEPT], *rows[max(end - _KEPT, _KEPT) : end]) if long else rows[:end]:
        if _is_whole(row):
            _keep(row)


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
        _edge(cell, "bottom", "single", _HEAD)


def _edge(cell: Any, edge: str, kind: str, size: str = "0") -> None:
    """Rule one edge of a cell, or leave it without a rule."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tcBorders")
    line = OxmlElement(f"w:{edge}")
    for name, value in (("val", kind), ("sz", size), ("space", "0"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    cell._tc.get_or_add_tcPr().insert_element_before(  # noqa: SLF001
        borders, "w:shd", "w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign"
    )


def _whole(row: Any) -> None:
    """Keep a row on one page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001


def _is_whole(row: Any) -> bool:
    """Say whether a row is kept on one page."""
    from docx.oxml.ns import qn

    found = row._tr.get_or_add_trPr().find(qn("w:cantSplit"))  # noqa: SLF001
    return found is not None


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
