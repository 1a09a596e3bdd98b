"""How does a plan document become one HTML page?"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from dafeng.files.album import Album
from dafeng.files.report_html import report_html, write_report
from dafeng.files.report_html_marks import marks
from dafeng.language import LANGUAGES, Language, same
from dafeng.plan.binding import plain
from dafeng.plan.charts import Line, LineChart, StackedChart
from dafeng.plan.quantities import EMISSIONS
from dafeng.plan.tree import (
    Block,
    ChartFigure,
    Column,
    DataTable,
    Document,
    Heading,
    Listing,
    Paragraph,
    figures_in,
    heading_line,
)

ATTACK = "</title><script>alert(1)</script><img src=x onerror='alert(2)'>\"{x}&amp;"
VOID = {"meta", "br", "img", "link", "input", "hr"}


class Reader(HTMLParser):
    """Gathers elements and checks that they are closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {k: v or "" for k, v in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {k: v or "" for k, v in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(scope="module")
def pages(document: Document) -> dict[Language, str]:
    return {language: report_html(document, language, Album(language)) for language in LANGUAGES}


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    found: Language = request.param
    return found


@pytest.fixture(scope="module")
def page(pages: dict[Language, str], language: Language) -> Reader:
    read = Reader(pages[language])
    assert not read.open
    return read


def test_the_same_document_has_the_same_bytes(
    document: Document, pages: dict[Language, str], tmp_path: Path
) -> None:
    write_report(document, tmp_path / "plan.html", "zh")
    assert (tmp_path / "plan.html").read_bytes() == pages["zh"].encode()


def test_nothing_is_loaded_from_elsewhere(page: Reader) -> None:
    for tag, attributes in page.found:
        assert tag not in {"link", "iframe", "img", "object"}
        assert "src" not in attributes
        assert attributes.get("href", "#").startswith("#")
    policy = next(a["content"] for t, a in page.found if t == "meta" and "http-equiv" in a)
    assert policy.startswith("default-src 'none'")


def test_ids_are_unique_and_every_link_leads_to_one(page: Reader) -> None:
    ids = Counter(a["id"] for _, a in page.found if "id" in a)
    assert max(ids.values()) == 1
    links = {a["href"][1:] for _, a in page.found if "href" in a}
    clips = {
        c for _, a in page.found for v in a.values() for c in re.findall(r"url\(#([^)]+)\)", v)
    }
    assert clips
    assert links | clips <= set(ids)


def test_language_headings_and_contents(
    document: Document, page: Reader, language: Language
) -> None:
    assert next(a for t, a in page.found if t == "html")["lang"][:2] == language
    headings = [b for b in document.blocks if isinstance(b, Heading)]
    levels = [int(t[1]) - 1 for t, a in page.found if re.fullmatch("h[2-4]", t)][1:]
    assert levels == [h.level for h in headings]
    text = "".join(page.text)
    assert all(heading_line(h, language) in text for h in headings)


def test_every_bound_figure_says_where_it_comes_from(document: Document, page: Reader) -> None:
    titles = " ".join(a["title"] for t, a in page.found if a.get("class") == "figure")
    for figure in figures_in(document.body):
        assert f" {figure.id}; exact value: {figure.value:.12g}" in titles.replace(
            "；精确值：", "; exact value: "
        ).replace("编号：", "id: ")


def test_every_chart_has_words_values_and_a_table(
    document: Document, page: Reader, language: Language
) -> None:
    charts = [b for b in document.blocks if isinstance(b, ChartFigure)]
    described = [a["aria-label"] for t, a in page.found if a.get("class") == "picture"]
    assert described == [b.description[language] for b in charts]
    assert sum(t == "details" for t, _ in page.found) == len(charts)
    assert sum(a.get("class") == "marks" for _, a in page.found) == len(charts)


def test_words_of_a_place_are_never_markup(document: Document) -> None:
    bad = same(ATTACK)
    column = Column("a", bad, bad)
    line = Line(ATTACK, bad, (2020, 2021), EMISSIONS.step * np.array([5.0, 7.0]))
    attacked = replace(
        document,
        title=bad,
        subtitle=bad,
        facts=((bad, bad),),
        statement=(plain(bad),),
        warning=plain(bad),
        blocks=(
            Heading(1, bad),
            Paragraph(plain(bad)),
            Listing((plain(bad),)),
            DataTable("figures", bad, (column, column), ((bad, bad), (bad,)), (plain(bad),)),
            ChartFigure(LineChart("lines", EMISSIONS, bad, (line,)), bad, plain(bad)),
        ),
    )
    read = Reader(report_html(attacked, "en", Album("en")))
    tags = [t for t, _ in read.found]
    assert tags.count("script") == 1
    assert "img" not in tags
    assert not any(key.startswith("on") for _, a in read.found for key in a)
    assert unescape("".join(read.text)).count("alert(1)") > 10


def test_characters_that_no_page_may_hold_are_shown_as_missing(document: Document) -> None:
    odd = replace(document, blocks=(Paragraph(plain(same("a\x00b\x1fc"))),))
    assert "a\ufffdb\ufffdc" in report_html(odd, "en", Album("en"))


def test_values_lie_where_the_picture_shows_them() -> None:
    layers = ((same("A"), np.array([4e6, 2e6])), (same("B"), np.array([-1e6, 1e6])))
    chart = StackedChart("stack", EMISSIONS, same("CO2"), (2020, 2021), layers)
    found = marks(chart, Album("en").frames(chart), "en")
    assert [m.words.en for m in found] == [
        "A, 2020: 4.000 Mt",
        "A, 2021: 2.000 Mt",
        "B, 2020: −1.000 Mt",
        "B, 2021: 1.000 Mt",
    ]
    first, second, below, above = found
    assert first.across == below.across < second.across
    assert first.down == pytest.approx(second.down - (below.down - first.down) * 1e6 / 2.5e6)
    assert above.down < second.down < below.down


@pytest.mark.parametrize(("between", "times"), [((), 1), ((Heading(3, same("别的")),), 2)])
def test_a_paragraph_that_describes_the_chart_below_it_is_not_repeated(
    document: Document, between: tuple[Heading, ...], times: int
) -> None:
    chart = next(b for b in document.blocks if isinstance(b, ChartFigure))
    blocks: tuple[Block, ...] = (Paragraph(chart.description), *between, chart)
    page = Reader(report_html(replace(document, blocks=blocks), "zh", Album("zh")))
    assert "".join(page.text).count(chart.description["zh"]) == times
