"""How does a plan document become a Word file?

Everything is set by styles, so that whoever edits the file keeps its looks: real headings,
captions, tables with repeated heads, contents whose page numbers the word processor computes,
page numbers. The bytes are the same each time.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, Final

from dafeng.files import word_tables
from dafeng.files.album import Album
from dafeng.files.layout import PAGE, Layout, layout_of, width
from dafeng.files.word_marks import bookmark, count_from, field, runs, table_of_contents
from dafeng.files.word_package import write_package
from dafeng.files.word_styles import prepare
from dafeng.language import Language, Text
from dafeng.plan.tree import (
    DRAFT,
    Block,
    ChartFigure,
    DataTable,
    Document,
    Heading,
    Listing,
    Paragraph,
    caption_line,
    heading_line,
)

_STYLES: Final = {"body": "Body Text", "note": "Note", "remark": "Remark"}
_CONTENTS: Final = Text("目录", "Contents")
#: Least distance of lines in the contents, in sizes of type; room before entries on the average
#: [EMU].
_CLOSEST: Final = 1.06
_BEFORE_ENTRY: Final = 12700


def write_word(
    document: Document, path: Path, language: Language, album: Album | None = None
) -> None:
    """Write a document as a Word file.

    Parameters
    ----------
    document
        The document tree.
    path
        Where the file is written; its folder exists.
    language
        Language of the file.
    album
        Charts that other documents of the build have drawn already.
    """
    path.write_bytes(word_bytes(document, language, album))


def word_bytes(document: Document, language: Language, album: Album | None = None) -> bytes:
    """Return the bytes of a document as a Word file."""
    import docx

    layout = layout_of(document, language)
    word = docx.Document()
    prepare(word, layout, language)
    _cover(word, document, language)
    if not document.sheet:
        _contents(word, document, layout, language)
    state = _Body(word, layout, album or Album(language), sheet=document.sheet)
    for block in document.blocks:
        state.add(block)
    if not document.sheet:
        _footer(word, language)
    if document.draft:
        _draft(word, language)
    _properties(word, document, language)
    return write_package(word)


class _Body:
    """Adds blocks to a Word document and knows whether it is among the annexes."""

    def __init__(self, word: Any, layout: Layout, album: Album, *, sheet: bool) -> None:
        self.word = word
        self.layout = layout
        self.album = album
        self.sheet = sheet
        self.language = album.language
        self.annex = False
        self.headings = 0
        self.styles: dict[str, str] = {}

    def add(self, block: Block) -> None:
        """Add one block."""
        match block:
            case Heading():
                self._heading(block)
            case Paragraph():
                self._text(block.statement[self.language], self._style(_STYLES[block.style]))
            case Listing():
                for item in block.items:
                    bullet = self.language == "en"
                    style = "List Bullet" if bullet else self._style("List Text")
                    self._text(item[self.language], style)
            case DataTable():
                word_tables.add(self.word, block, self.layout, self.language)
            case ChartFigure():
                self._figure(block)

    def _style(self, name: str) -> str:
        return f"Annex {name}" if self.annex and name in ("Body Text", "List Text") else name

    def _text(self, text: str, style: str) -> None:
        paragraph = self.word.add_paragraph()
        if style not in self.styles:  # python-docx searches all styles for each paragraph
            self.styles[style] = self.word.styles[style].style_id
        paragraph._p.style = self.styles[style]  # noqa: SLF001 - no public door to a style's id
        runs(paragraph, text)

    def _heading(self, block: Heading) -> None:
        first_annex = block.annex and not self.annex
        self.annex = self.annex or block.annex
        paragraph = self.word.add_paragraph(style=f"Heading {block.level}")
        apart = first_annex and self.layout.annex_page
        opens = apart or not (self.headings or self.sheet)  # the first one follows the contents
        paragraph.paragraph_format.page_break_before = opens or None
        runs(paragraph, heading_line(block, self.language))
        bookmark(paragraph, self.headings)
        self.headings += 1

    def _figure(self, block: ChartFigure) -> None:
        from docx.shared import Mm

        paragraph = self.word.add_paragraph(style="Picture")
        picture = paragraph.add_run().add_picture(
            io.BytesIO(self.album.picture(block.chart, "png")),
            width=Mm(self.layout.picture * width(self.layout)),
        )
        words = picture._inline.docPr  # noqa: SLF001 - python-docx has no door to the description
        words.set("descr", block.description[self.language])
        words.set("title", block.caption[self.language])
        self._text(caption_line(block, self.language), "Figure Caption")


def _cover(word: Any, document: Document, language: Language) -> None:
    runs(word.add_paragraph(style="Title"), document.title[language])
    runs(word.add_paragraph(style="Subtitle"), document.subtitle[language])
    if document.warning is not None:
        runs(word.add_paragraph(style="Warning"), document.warning[language])
    if document.facts:
        word_tables.add_facts(word, document.facts, language)
    for statement in document.statement:
        runs(word.add_paragraph(style="Cover Text"), statement[language])


def _contents(word: Any, document: Document, layout: Layout, language: Language) -> None:
    """Begin the numbered pages right behind the cover, with no empty sheet between."""
    from docx.enum.section import WD_SECTION

    word.add_section(WD_SECTION.NEW_PAGE)
    paragraph = word.add_paragraph(style="Contents Heading")
    runs(paragraph, _CONTENTS[language])
    count = table_of_contents(word, document, language)
    _closer(word, layout, count)


def _closer(word: Any, layout: Layout, entries: int) -> None:
    """Move the lines of the contents closer where a few too many would go onto a second page."""
    from docx.shared import Length, Mm, Pt

    style = word.styles["Contents Heading"].paragraph_format
    high = Mm(PAGE[1] - layout.top - layout.bottom) - Pt(2.5 * layout.level1) - style.space_after
    line = Length(int(high / max(entries, 1)))
    forms = [word.styles[name].paragraph_format for name in ("toc 1", "toc 2")]
    if Pt(_CLOSEST * layout.caption) <= line < forms[0].line_spacing + _BEFORE_ENTRY:
        for form in forms:
            form.line_spacing, form.space_before = line, Pt(0)


def _footer(word: Any, language: Language) -> None:
    """Number the pages behind the cover; in Chinese right on odd pages and left on even ones."""
    section = word.sections[-1]
    section.footer.is_linked_to_previous = False
    count_from(section, 1)  # the cover is not counted
    _number(word, section.footer, "Page Number", "— " if language == "zh" else "")
    if language == "zh":
        word.settings.odd_and_even_pages_header_footer = True
        section.even_page_footer.is_linked_to_previous = False
        _number(word, section.even_page_footer, "Page Number Even", "— ")


def _number(word: Any, footer: Any, style: str, dash: str) -> None:
    paragraph = footer.paragraphs[0]
    paragraph.style = word.styles[style]
    paragraph.add_run(dash)
    field(paragraph, "PAGE", "1")
    paragraph.add_run(dash[::-1])


def _draft(word: Any, language: Language) -> None:
    section = word.sections[0]
    for header in (section.header, section.even_page_header):
        paragraph = header.paragraphs[0]
        paragraph.style = word.styles["Draft Mark"]
        runs(paragraph, DRAFT[language])


def _properties(word: Any, document: Document, language: Language) -> None:
    core = word.core_properties
    core.title = document.title[language]
    core.subject = document.subtitle[language]
    core.author = "Dafeng"
    core.last_modified_by = "Dafeng"
    core.comments = ""
    core.language = "zh-CN" if language == "zh" else "en-GB"
