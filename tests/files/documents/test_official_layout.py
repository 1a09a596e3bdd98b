"""Does the Chinese document stand as GB/T 9704-2012 wants it?

GB/T 9704-2012, Layout key for official document of Party and government organs: 5.2.2 (type area
156 mm x 225 mm), 5.2.3 (size 3 FangSong), 5.2.4 (22 lines of 28 characters), 7.5 (page numbers).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from tests.pdf_pages import pages_of
from tests.pdf_places import POINTS, Words, beyond, overlapping, words_of

from dafeng.errors import InputError
from dafeng.files import fonts
from dafeng.files.layout import layout_of
from dafeng.files.pdf import pdf_bytes
from dafeng.language import LANGUAGES, Language, same
from dafeng.plan.binding import say
from dafeng.plan.tree import Column, DataTable, Document, Heading, Paragraph

TITLE = Heading(1, same("总体要求"), same("一、"))


def long(document: Document, *blocks: Heading) -> Document:
    text = Paragraph(say("国" * 2000, "x"))
    return replace(document, blocks=(*blocks, text))


def pages(raw: bytes) -> list[list[str]]:
    """Return the lines of each page behind cover and contents, from top to bottom."""
    found = []
    for page in pages_of(raw)[2:]:
        lines: dict[float, str] = {}
        for words in sorted(words_of(page), key=lambda w: w.left):
            if words.base > 35 * POINTS:
                base = round(words.base, 1)
                lines[base] = lines.get(base, "") + words.text
        found.append([lines[base] for base in sorted(lines, reverse=True)])
    return found


def test_a_page_has_22_lines_of_28_characters(document: Document) -> None:
    first, second, *_ = pages(pdf_bytes(long(document, TITLE), "zh"))
    assert len(first) == len(second) == 22
    assert [len(line) for line in first] == [6, 26, *[28] * 20]
    assert {len(line) for line in second} == {28}


def test_headings_stand_on_the_lines_of_the_body(document: Document) -> None:
    below = (Heading(2, same("基础"), same("（一）")), Heading(3, same("能源"), same("1.")))
    page = pages(pdf_bytes(long(document, TITLE, *below), "zh"))[0]
    assert len(page) == 22


def test_body_fills_the_type_area(document: Document) -> None:
    page = pages_of(pdf_bytes(long(document), "zh"))[3]
    lines = [w for w in words_of(page) if w.base > 35 * POINTS]
    assert {round(w.left / POINTS) for w in lines} == {28}
    assert {round(w.size, 1) for w in lines} == {16.0}
    bases = sorted(w.base for w in lines)
    assert (bases[-1] - bases[0]) / 21 == pytest.approx(28.95, abs=0.01)


def numbers(raw: bytes) -> Iterator[tuple[int, Words]]:
    for number, page in enumerate(pages_of(raw)[1:], start=1):
        foot = [w for w in words_of(page) if w.base < 35 * POINTS]
        yield number, min(foot, key=lambda w: w.left)


def test_page_numbers_stand_outside(document: Document) -> None:
    """7 mm below the type area, one character in: right on odd pages and left on even ones."""
    for number, found in numbers(pdf_bytes(long(document), "zh")):
        side = "right" if found.left > 300 else "left"
        assert side == ("right" if number % 2 else "left")
        assert round(found.size) == 14
        assert 35 - 7 - 5 <= found.base / POINTS <= 35 - 7


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_leave_the_type_area_or_run_into_others(
    document: Document, pdfs: dict[Language, bytes], language: Language
) -> None:
    layout = layout_of(document, language)
    for page in pages_of(pdfs[language]):
        assert beyond(page, layout.left, layout.right) == []
        assert list(overlapping(page)) == []
        assert "\ufffd" not in page.text


def test_words_beyond_the_margin_are_found() -> None:
    """The check itself: a word of no break runs out of its line."""
    block = Paragraph(say("x" * 300, "x" * 300))
    raw = pdf_bytes(Document(same("T"), same("S"), (), (), (block,), draft=False), "en")
    page = pages_of(raw)[2]
    assert beyond(page, 28, 26)


@pytest.fixture
def official(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a face that calls itself FangSong and has two characters alone."""
    with TTFont(next(p for p in fonts.faces() if "Serif" in p.name)) as face:
        make: Any = Subsetter
        wanted: Any = Options
        cut = make(wanted(name_IDs=["*"]))
        cut.populate(text="国家")
        cut.subset(face)
        for record in face["name"].names:
            if record.nameID in {1, 4, 6, 16}:
                record.string = "FangSong"
        face["CFF "].cff.fontNames = ["FangSong"]
        face.save(tmp_path / "simfang.otf")
    monkeypatch.setenv(fonts.FOLDER, str(tmp_path))
    return tmp_path


def test_official_typefaces_are_used_where_the_user_has_them(
    document: Document, official: Path
) -> None:
    found = pdf_bytes(long(document, TITLE), "zh")
    names = {str(f) for p in PdfReader(io.BytesIO(found)).pages for f in _faces(p)}
    assert any("FangSong" in name for name in names)
    assert [f.name for f in fonts.official_files()] == ["simfang.otf"]
    assert fonts.typefaces("zh").fangsong == ("FangSong", fonts.SERIF)
    assert fonts.typefaces("zh").kaiti == (fonts.SERIF,)
    assert fonts.typefaces("en").fangsong == (fonts.SERIF,)
    assert official.is_dir()


def _faces(page: object) -> Iterator[str]:
    resources = page["/Resources"]  # type: ignore[index]
    for font in resources.get("/Font", {}).values():
        yield str(font.get_object()["/BaseFont"])


def test_a_folder_without_typefaces_is_told(
    document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for named in (tmp_path, tmp_path / "none"):
        monkeypatch.setenv(fonts.FOLDER, str(named))
        with pytest.raises(InputError) as told:
            pdf_bytes(long(document), "zh")
        assert [f.rule for f in told.value.faults] == ["typefaces.none"]


def test_word_counts_pages_and_characters_alike(words: dict[Language, bytes]) -> None:
    word = docx.Document(io.BytesIO(words["zh"]))
    section = word.sections[-1]
    lengths = (section.page_height, section.top_margin, section.bottom_margin)
    assert [x.mm for x in lengths if x] == pytest.approx([297, 37, 35], abs=0.1)
    body = word.styles["Body Text"]
    room = 156 * POINTS / (body.font.size.pt - 0.25)
    assert int(room) == 28
    assert body.element.rPr.find(qn("w:spacing")).get(qn("w:val")) == "-5"
    assert body.paragraph_format.line_spacing.pt == pytest.approx(28.95)
    assert word.settings.odd_and_even_pages_header_footer
    assert section.even_page_footer.paragraphs[0].style.name == "Page Number Even"
    for level in (1, 2, 3):
        form = word.styles[f"Heading {level}"].paragraph_format
        assert (form.space_before, form.space_after) == (0, 0)


def test_text_is_set_in_columns_that_add_up_to_the_type_area(words: dict[Language, bytes]) -> None:
    word = docx.Document(io.BytesIO(words["zh"]))
    for table in word.tables[1:]:
        widths = [int(c.get(qn("w:w"))) for c in table._tbl.tblGrid]  # noqa: SLF001
        assert sum(widths) / 20 / POINTS == pytest.approx(156, abs=0.5)


@pytest.mark.parametrize("lines", [16, 19])
def test_a_sentence_between_heading_and_table_stays_with_both(
    document: Document, lines: int
) -> None:
    """Near the foot of a page all three move on, not the table alone."""
    head = (Column("a", same("甲")), Column("b", same("乙")))
    table = DataTable("t", same("一览"), head, tuple((same("子"), same("丑")) for _ in range(9)))
    filler = Paragraph(say("国" * 28 * lines, "x"))
    sentence = Paragraph(say("下列数字由编制单位填写。", "x"))
    blocks = (filler, Heading(1, same("文中数字"), same("附件1")), sentence, table)
    read = pages(pdf_bytes(replace(document, blocks=blocks), "zh"))
    at = {word: n for n, page in enumerate(read) for line in page for word in WORDS if word in line}
    assert at["文中数字"] == at["下列数字"] == at["一览"]


WORDS = ("文中数字", "下列数字", "一览")
