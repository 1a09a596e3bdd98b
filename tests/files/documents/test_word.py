"""How does a plan document become a Word file?"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from tests.wordings import printed

from dafeng.files.word import word_bytes, write_word
from dafeng.language import LANGUAGES, Language, same
from dafeng.plan.binding import say
from dafeng.plan.tree import ChartFigure, Column, DataTable, Document, Heading, Paragraph


@pytest.fixture(scope="module")
def files(words: dict[Language, bytes]) -> dict[Language, bytes]:
    return words


@pytest.fixture(scope="module", params=LANGUAGES)
def word(request: pytest.FixtureRequest, files: dict[Language, bytes]) -> Any:
    return docx.Document(io.BytesIO(files[request.param]))


def test_the_same_document_has_the_same_bytes(
    document: Document, files: dict[Language, bytes], tmp_path: Path
) -> None:
    write_word(document, tmp_path / "plan.docx", "zh")
    assert (tmp_path / "plan.docx").read_bytes() == files["zh"]


def test_headings_are_real_headings(document: Document, word: Any) -> None:
    found = [p for p in word.paragraphs if p.style.name.startswith("Heading ")]
    wanted = [b for b in document.blocks if isinstance(b, Heading)]
    assert [int(p.style.name[-1]) for p in found] == [h.level for h in wanted]


def test_tables_repeat_their_heads(document: Document, word: Any) -> None:
    tables = word.tables[1:]
    assert len(tables) == sum(isinstance(b, DataTable) for b in document.blocks)
    for table in tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None  # noqa: SLF001


def test_pictures_have_descriptions(document: Document, word: Any) -> None:
    figures = [b for b in document.blocks if isinstance(b, ChartFigure)]
    described = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]  # noqa: SLF001
    assert described in [[f.description[language] for f in figures] for language in LANGUAGES]


def test_the_two_of_co2_is_a_subscript(files: dict[Language, bytes]) -> None:
    word = docx.Document(io.BytesIO(files["en"]))
    runs = [r for p in word.paragraphs for r in p.runs if r.font.subscript]
    assert runs
    assert {r.text for r in runs} == {"2"}
    assert not any("CO2" in r.text for p in word.paragraphs for r in p.runs)


def test_chinese_has_chinese_typefaces(files: dict[Language, bytes]) -> None:
    word = docx.Document(io.BytesIO(files["zh"]))
    faces = {
        name: word.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("Normal", "Heading 1", "Heading 2", "Title", "Table Text")
    }
    assert faces == {
        "Normal": "仿宋",
        "Heading 1": "黑体",
        "Heading 2": "楷体",
        "Title": "方正小标宋简体",
        "Table Text": "宋体",
    }


def test_typefaces_name_what_stands_in_for_them(files: dict[Language, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(files["zh"])) as package:
        fonts = package.read("word/fontTable.xml").decode()
        assert {e.date_time for e in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert 'w:name="仿宋"><w:altName w:val="FangSong;' in fonts


def test_page_is_a4_with_page_numbers_and_contents(files: dict[Language, bytes]) -> None:
    word = docx.Document(io.BytesIO(files["zh"]))
    section = word.sections[-1]
    lengths = (section.page_width, section.page_height, section.left_margin)
    assert [round(length.mm) for length in lengths if length] == [210, 297, 28]
    assert "PAGE" in section.footer._element.xml  # noqa: SLF001
    cover = word.sections[0]
    assert "PAGE" not in cover.footer._element.xml  # noqa: SLF001
    first = section._sectPr.find(qn("w:pgNumType"))  # noqa: SLF001
    assert first.get(qn("w:start")) == "1"
    assert section.start_type == WD_SECTION.NEW_PAGE  # no empty sheet behind the cover


def test_contents_of_a_few_lines_too_many_move_closer(document: Document) -> None:
    """Fifty entries keep to the page of the contents; with twice as many nothing is squeezed."""

    def distance(entries: int) -> float:
        headings = tuple(Heading(1, same(f"第{n}节")) for n in range(entries))
        made = docx.Document(io.BytesIO(word_bytes(replace(document, blocks=headings), "zh")))
        return float(made.styles["toc 1"].paragraph_format.line_spacing.pt)

    usual = distance(10)
    assert distance(50) < usual
    assert 50 * distance(50) < 72 / 25.4 * 225
    assert distance(100) == usual


def test_contents_have_a_page_for_each_heading(document: Document, word: Any) -> None:
    """One field that is built anew from the headings, each entry in it with its own page."""
    asked = re.findall(r"PAGEREF (_Toc\d+) ", word.element.xml)
    headings = [b for b in document.blocks if isinstance(b, Heading)]
    assert asked == [f"_Toc{n:06d}" for n, h in enumerate(headings) if h.level <= 2]
    assert "w:updateFields" in word.settings.element.xml
    xml = word.element.xml
    assert xml.count(r' TOC \o "1-2" \h \z \u ') == 1
    assert xml.count('w:fldCharType="begin"') == xml.count('w:fldCharType="end"')
    start, last = xml.index(" TOC "), xml.rindex(" PAGEREF ")
    assert start < xml.index(" PAGEREF ")
    assert 'w:fldCharType="end"' in xml[xml.index("</w:hyperlink>", last) :].partition("</w:p>")[0]


def test_nothing_but_the_contents_stands_before_the_first_chapter(word: Any) -> None:
    styles = [p.style.name for p in word.paragraphs]
    between = styles[styles.index("Contents Heading") + 1 : styles.index("Heading 1")]
    assert set(between) == {"toc 1", "toc 2"}
    first = word.paragraphs[styles.index("Heading 1")]
    assert first.paragraph_format.page_break_before


@pytest.mark.parametrize(("count", "kept"), [(4, 4), (30, 4)])
def test_a_long_table_may_break_but_keeps_its_ends(
    document: Document, count: int, kept: int
) -> None:
    rows = tuple((same(f"r{n}"), same(str(n))) for n in range(count))
    table = DataTable("t", same("T"), (Column("a", same("A")), Column("b", same("B"))), rows)
    word = docx.Document(io.BytesIO(word_bytes(replace(document, blocks=(table,)), "en")))
    held = [
        bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next)
        for row in word.tables[-1].rows
    ]
    assert sum(held) == kept
    assert held[:2] == [True, True]
    assert not held[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_warning_stands_on_the_cover(document: Document, language: Language) -> None:
    words = say("注意甲", "Beware of A")
    raw = word_bytes(replace(document, warning=words, blocks=document.blocks[:3]), language)
    word = docx.Document(io.BytesIO(raw))
    found = {p.text: p.style for p in word.paragraphs}
    assert found[words[language]] == word.styles["Warning"]


def test_annexes_begin_on_their_own_page_in_chinese(files: dict[Language, bytes]) -> None:
    for language, raw in files.items():
        headings = [
            p
            for p in docx.Document(io.BytesIO(raw)).paragraphs
            if p.style is not None and p.style.name == "Heading 1"
        ]
        apart = [h.text for h in headings if h.paragraph_format.page_break_before]
        assert len(apart) == (2 if language == "zh" else 1)


def test_links_of_the_contents_lead_to_headings(word: Any) -> None:
    xml = word.element.xml
    anchors = set(re.findall(r'w:hyperlink w:anchor="(\w+)"', xml))
    marks = set(re.findall(r'w:name="(_Toc\d+)"', xml))
    assert anchors
    assert anchors <= marks


def test_every_wording_is_in_the_file(document: Document, files: dict[Language, bytes]) -> None:
    for language, raw in files.items():
        word = docx.Document(io.BytesIO(raw))
        shown = "".join(t.text or "" for t in word.element.iter(qn("w:t")))
        shown += "".join(
            shape._inline.docPr.get("descr")  # noqa: SLF001
            for shape in word.inline_shapes
        )
        for text in printed(document, language):
            assert text.replace("\n", "") in shown, text


def test_a_draft_is_marked(document: Document) -> None:
    word = docx.Document(
        io.BytesIO(word_bytes(replace(document, draft=True, blocks=document.blocks[:3]), "zh"))
    )
    assert "草案" in word.sections[0].header.paragraphs[0].text


def test_signs_of_markup_stand_as_they_are(document: Document) -> None:
    text = say("<w:t>&amp; #let $x$ *y* \\z", "<w:t>&amp; #let $x$ *y* \\z")
    word = docx.Document(io.BytesIO(word_bytes(replace(document, blocks=(Paragraph(text),)), "zh")))
    assert text["zh"] in [p.text for p in word.paragraphs]
