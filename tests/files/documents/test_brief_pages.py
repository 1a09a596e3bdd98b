"""Does the brief fit on one page, with its words as long as places make them?"""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest
from pypdf import PdfReader

from dafeng.files.album import Album
from dafeng.files.drawing import draw
from dafeng.files.pdf import pdf_bytes
from dafeng.files.word import word_bytes
from dafeng.language import LANGUAGES, Language, Text
from dafeng.plan.binding import say
from dafeng.plan.brief import compose_brief
from dafeng.plan.material import PlanMaterial
from dafeng.plan.tree import ChartFigure, Document

LONG = say(
    "注意：" + "本文本的数字仍含所在地全域的估算。" * 12,
    "Note: " + "figures in this text still hold estimates of the whole host area. " * 12,
)


@pytest.fixture(scope="module")
def brief(material: PlanMaterial) -> Document:
    return compose_brief(material)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_brief_is_one_page(brief: Document, language: Language) -> None:
    pages = PdfReader(io.BytesIO(pdf_bytes(brief, language))).pages
    assert len(pages) == 1
    assert brief.title[language][:4] in pages[0].extract_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_words_are_set_smaller(brief: Document, language: Language) -> None:
    full = replace(brief, draft=True, warning=LONG)
    pages = PdfReader(io.BytesIO(pdf_bytes(full, language))).pages
    assert len(pages) == 1
    text = pages[0].extract_text().replace("\n", "")
    last = Text("文中数字”。", "of the plan.")
    assert last[language] in text


def test_the_word_file_has_no_contents_and_breaks_no_page(brief: Document) -> None:
    word = docx.Document(io.BytesIO(word_bytes(brief, "zh")))
    styles = {p.style.name for p in word.paragraphs if p.style}
    assert not {"Contents Heading", "toc 1"} & styles
    assert not any(p.paragraph_format.page_break_before for p in word.paragraphs)
    assert len(word.inline_shapes) == 1


def test_a_chart_is_drawn_once_and_alike(brief: Document, document: Document) -> None:
    album = Album("en")
    plan = {b.chart.id: b.chart for b in document.blocks if isinstance(b, ChartFigure)}
    shown = next(b.chart for b in brief.blocks if isinstance(b, ChartFigure))
    assert album.picture(plan[shown.id], "svg") is album.picture(shown, "svg")
    assert album.picture(shown, "svg") == draw(shown, "en", "svg")
    assert album.picture(plan["history"], "svg") != album.picture(shown, "svg")
