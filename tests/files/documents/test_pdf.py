"""How does a plan document become a PDF?"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from tests.pdf_pages import pages_of

from dafeng.files.pdf import pdf_bytes, unprintable, write_pdf
from dafeng.language import LANGUAGES, Language, same
from dafeng.plan.binding import say
from dafeng.plan.tree import Block, ChartFigure, Column, DataTable, Document, Heading, Paragraph

ALLOWED = {"NotoSansSC-Regular", "NotoSerifSC-Regular"}


@pytest.fixture(scope="module")
def files(pdfs: dict[Language, bytes]) -> dict[Language, bytes]:
    return pdfs


def reader(raw: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(raw))


def text_of(raw: bytes) -> str:
    return "\n".join(page.text for page in pages_of(raw))


def faces(raw: bytes) -> Iterator[str]:
    for page in reader(raw).pages:
        found: Any = page["/Resources"]
        for font in found.get("/Font", {}).values():
            name = str(font.get_object()["/BaseFont"]).lstrip("/")
            yield name.split("+")[-1].removesuffix("-Identity-H")


def test_the_same_document_has_the_same_bytes(
    document: Document, files: dict[Language, bytes], tmp_path: Path
) -> None:
    write_pdf(document, tmp_path / "plan.pdf", "en")
    assert (tmp_path / "plan.pdf").read_bytes() == files["en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_other_typeface_stands_in(files: dict[Language, bytes], language: Language) -> None:
    assert set(faces(files[language])) == ALLOWED


def test_chinese_can_be_selected(files: dict[Language, bytes]) -> None:
    text = text_of(files["zh"])
    assert "示例市（测试用）碳达峰试点实施方案" in text.replace("\n", "")
    assert "考核口径" in text


def test_every_heading_is_in_the_bookmarks(
    document: Document, files: dict[Language, bytes]
) -> None:
    def titles(found: Any) -> Iterator[str]:
        for entry in found:
            if isinstance(entry, list):
                yield from titles(entry)
            else:
                yield entry.title

    marks = " ".join(titles(reader(files["en"]).outline))
    for block in document.blocks:
        if isinstance(block, Heading):
            assert block.text.en in marks


@pytest.mark.parametrize("language", LANGUAGES)
def test_file_is_tagged_and_names_no_clock(
    files: dict[Language, bytes], language: Language
) -> None:
    found = reader(files[language])
    catalogue: Any = found.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert str(catalogue["/Lang"]).startswith(language)
    assert "/CreationDate" not in (found.metadata or {})


def test_pages_are_numbered_after_the_cover(files: dict[Language, bytes]) -> None:
    pages = reader(files["zh"]).pages
    assert "— 1 —" not in pages[0].extract_text()
    assert "— 1 —" in pages[1].extract_text().replace("—1—", "— 1 —")


def test_signs_of_markup_stand_as_they_are(document: Document) -> None:
    words = '#sys.version $x$ *y* _z_ <a> `b` "c" \\d @e //f'
    block = Paragraph(say(words, words))
    raw = pdf_bytes(replace(document, blocks=(block,)), "en")
    assert words.replace(" ", "") in text_of(raw).replace(" ", "").replace("\n", "")


def test_a_long_table_repeats_its_head(document: Document) -> None:
    columns = (Column("a", same("Alpha-head")), Column("b", same("Beta-head")))
    rows = tuple((same(f"r{n}"), same(str(n))) for n in range(120))
    table = DataTable("long", same("Long"), columns, rows)
    raw = pdf_bytes(replace(document, blocks=(table,)), "en")
    assert text_of(raw).count("Alpha-head") >= 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_few_lines_too_many_leave_the_contents_on_one_page(
    document: Document, language: Language
) -> None:
    blocks = tuple(Heading(2 if n % 4 else 1, same(f"Heading {n}")) for n in range(50))
    pages = pages_of(pdf_bytes(replace(document, blocks=blocks), language))
    assert "Heading 49" in pages[1].text


def test_notes_stand_on_the_page_of_a_short_table(document: Document) -> None:
    columns = (Column("a", same("Alpha")), Column("b", same("Beta")))
    rows = tuple((same(f"r{n}"), same(str(n))) for n in range(6))
    note = say("注：末尾。", "Note: the end.")
    room = Paragraph(say("词", "word"))
    for lines in range(20, 40):
        table = DataTable("short", same("Short"), columns, rows, (note,))
        blocks: tuple[Block, ...] = (*(room for _ in range(lines)), table)
        pages = pages_of(pdf_bytes(replace(document, blocks=blocks), "en"))
        (last,) = (page.text for page in pages if "Note: the end." in page.text)
        assert "r5" in last


def test_a_draft_is_marked_on_every_page(document: Document) -> None:
    raw = pdf_bytes(replace(document, draft=True, blocks=document.blocks[:6]), "zh")
    assert all("草案" in page.text for page in pages_of(raw))


def test_a_long_boundary_leaves_the_cover_on_one_page(document: Document) -> None:
    facts = (*document.facts, (same("x"), same("边界说明" * 60)))
    raw = pdf_bytes(replace(document, facts=facts, blocks=document.blocks[:3]), "zh")
    pages = [page.extract_text() for page in reader(raw).pages]
    assert "—1—" in pages[1].replace(" ", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_warning_stands_on_the_cover(document: Document, language: Language) -> None:
    words = say("注意甲", "Beware of A")
    raw = pdf_bytes(replace(document, warning=words, blocks=document.blocks[:3]), language)
    assert words[language] in reader(raw).pages[0].extract_text()


def test_any_character_of_a_place_can_be_printed(document: Document) -> None:
    words = Paragraph(say("排放CH₄、SF₆，10⁻³，👍 𠮷野", "it emits CH₄ and SF₆, 10⁻³, 👍 𠮷野"))
    odd = replace(document, blocks=(words,))
    assert "CH" in text_of(pdf_bytes(odd, "zh"))
    assert unprintable(odd, LANGUAGES) == ("👍", "𠮷")
    assert unprintable(document, LANGUAGES) == ()


LINE = Paragraph(say("这一行恰好写满整个版心宽度不多也不少。", "words"))


def test_no_page_stays_half_empty_before_a_figure(document: Document) -> None:
    """The figure moves to the head of the next page with its note; the text behind it comes up."""
    chart = next(b for b in document.blocks if isinstance(b, ChartFigure))
    note = Paragraph(say("只说这张图。", "of this figure"), "note")
    blocks: tuple[Block, ...] = (*[LINE] * 16, chart, note, *[LINE] * 12)
    before, behind = pages_of(pdf_bytes(replace(document, blocks=blocks), "zh"))[-2:]
    assert before.text.count("这一行恰好") > 20
    assert behind.text.index("只说这张图") < behind.text.index("这一行恰好")


def test_no_page_stays_half_empty_before_a_short_table(document: Document) -> None:
    """It breaks, and its note stays with its last rows."""
    columns = (Column("a", same("甲")), Column("b", same("乙")))
    rows = tuple((same(f"第{n}行"), same(str(n))) for n in range(12))
    table = DataTable("t", same("十二行的表"), columns, rows, (say("注在表下。", "a note"),))
    blocks: tuple[Block, ...] = (*[LINE] * 14, table, *[LINE] * 9)
    pages = pages_of(pdf_bytes(replace(document, blocks=blocks), "zh"))[-2:]
    before, behind = (page.text.replace(" ", "") for page in pages)
    assert "第2行" in before
    assert "第10行" in behind
    order = [behind.index(words) for words in ("第11行", "注在表下", "这一行恰好")]
    assert order == sorted(order)
