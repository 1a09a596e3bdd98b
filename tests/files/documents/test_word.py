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
from docx.oxml.ns import qn
from tests.wordings import printed

from dafeng.files.word import word_bytes, write_word
from dafeng.language import LANGUAGES, Language
from dafeng.plan.binding import say
from dafeng.plan.tree import ChartFigure, DataTable, Document, Heading, Paragraph


@pytest.fixture(scope="module")
def files(document: Document) -> dict[Language, bytes]:
    return {language: word_bytes(document, language) for language in LANGUAGES}


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
        "Title": "宋体",
        "Table Text": "宋体",
    }


def test_typefaces_name_what_stands_in_for_them(files: dict[Language, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(files["zh"])) as package:
        fonts = package.read("word/fontTable.xml").decode()
        assert {e.date_time for e in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert 'w:name="仿宋"><w:altName w:val="FangSong;' in fonts


def test_page_is_a4_with_page_numbers_and_contents(files: dict[Language, bytes]) -> None:
    word = docx.Document(io.BytesIO(files["zh"]))
    section = word.sections[0]
    lengths = (section.page_width, section.page_height, section.left_margin)
    assert [round(length.mm) for length in lengths if length] == [210, 297, 28]
    assert "PAGE" in section.footer._element.xml  # noqa: SLF001
    assert 'TOC \\o "1-2"' in word.element.xml


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
    word = docx.Document(io.BytesIO(word_bytes(replace(document, draft=True), "zh")))
    assert "草案" in word.sections[0].header.paragraphs[0].text


def test_signs_of_markup_stand_as_they_are(document: Document) -> None:
    text = say("<w:t>&amp; #let $x$ *y* \\z", "<w:t>&amp; #let $x$ *y* \\z")
    word = docx.Document(io.BytesIO(word_bytes(replace(document, blocks=(Paragraph(text),)), "zh")))
    assert text["zh"] in [p.text for p in word.paragraphs]
