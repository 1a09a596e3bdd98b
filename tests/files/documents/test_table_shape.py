"""How wide are the columns of a table, what stands beneath its lines, where may it break?"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from dafeng.files.layout import LAYOUTS
from dafeng.files.line_breaks import breakable, measured
from dafeng.files.pdf import pdf_bytes
from dafeng.files.table_shape import shape
from dafeng.files.word import word_bytes
from dafeng.language import LANGUAGES, Language, same
from dafeng.plan.binding import say
from dafeng.plan.tree import Column, DataTable, Document, Heading, Paragraph

POINTS = 72 / 25.4
CONTENT = "对4条日产5000吨水泥熟料生产线实施综合能效提升改造，包括篦冷机更新和分解炉扩容；" * 3
TABLE_ROOM = 22.0


def table(heads: Sequence[str], *rows: Sequence[str]) -> DataTable:
    columns = tuple(Column(head, same(head), align="left") for head in heads)
    cells = tuple(tuple(map(same, row)) for row in rows)
    return DataTable("t", same("Listed"), columns, cells, fitted=True)


def projects(count: int = 8) -> DataTable:
    heads = "编号 项目名称 Kind 建设内容 Sector 地点 主体 开工 投产 规模 总投资 减排量 状态 来源"
    row = "节能降碳", CONTENT, "非金属矿物", "长兴县李家巷镇", "湖州某某水泥有限公司"
    rest = "2026", "2028", "500万吨/年", "3.2亿元", "15.6万吨", "在建", "可行性研究报告"
    name = "熟料生产线综合能效提升改造项目"
    return table(heads.split(), *((f"P{n}", name, *row, *rest) for n in range(count)))


def pages(document: Document, found: DataTable, language: Language) -> list[Any]:
    blocks = (Heading(1, same("Chapter-above")), found)
    raw = pdf_bytes(replace(document, blocks=blocks), language)
    return list(PdfReader(io.BytesIO(raw)).pages)


def pieces(page: Any) -> list[tuple[float, float, float, str]]:
    """Return left, right, base line and words of each piece of text on a page [pt]."""
    found: list[tuple[float, float, float, str]] = []

    def visit(text: str, cm: Any, tm: Any, _: Any, size: float) -> None:
        if text.strip():
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            found.append((x, x + 0.85 * size * measured(text.strip()), y, text))

    page.extract_text(visitor_text=visit)
    return found


def plain(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_of_projects_stays_on_its_pages(document: Document, language: Language) -> None:
    layout = LAYOUTS[language]
    found = pages(document, projects(), language)[2:]
    words = plain("".join(page.extract_text() for page in found))
    assert words.count(plain(CONTENT)) == 8
    for page in found:
        body = [p for p in pieces(page) if p[2] > layout.bottom * POINTS - 6]
        others = [p for p in pieces(page) if p not in body]
        assert all(len(p[3].strip()) < 10 for p in others), "only the number of the page"
        assert min(p[0] for p in body) >= layout.left * POINTS - 1
        assert max(p[1] for p in body) <= (210 - layout.right) * POINTS + 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_tall_row_breaks_under_a_repeated_head(document: Document, language: Language) -> None:
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 6000)))
    found = pages(document, table(("Alpha-head", "Beta-head"), ("R1", text)), language)[2:]
    shown = [plain(page.extract_text()) for page in found]
    assert len(shown) >= 3
    assert all("Alpha-head" in page for page in shown)
    assert set(text) <= set("".join(shown))
    assert "Chapter-above" in shown[0]
    assert text[:9] in shown[0], "the heading stands with the table"


def test_what_stands_beneath_is_named_and_follows_its_line() -> None:
    found = shape(projects(), LAYOUTS["zh"], "zh")
    line = found.lines[0]
    assert found.columns[:2] == (0, 1)
    assert 3 not in found.columns
    assert line.beneath[0] == f"建设内容：{CONTENT}"
    shown = plain("".join((*line.cells, *line.beneath)))
    assert all(plain(cell["zh"]) in shown for cell in projects().rows[0])


def test_widths_follow_the_words() -> None:
    found = shape(
        table(("编号", "举措", "作用", "单位"), ("R1", "甲" * 12, "乙" * 90, "市人大")),
        LAYOUTS["zh"],
        "zh",
    )
    assert found.columns == (0, 1, 2, 3)
    number, name, effect, owner = found.widths
    assert effect > name > owner
    assert effect > 3 * number


def test_no_head_is_broken_inside_a_word() -> None:
    heads = ("Id", "Project", "Kind", "Sector", "Responsible", "Location", "Commissioning")
    row = ("P1", "n" * 9, *("词" * 9 for _ in heads[2:]))
    assert shape(table(heads, row), LAYOUTS["en"], "en").heads == heads


def test_empty_cells_are_not_named_beneath() -> None:
    found = table(("Id", "Task", "Comment"), ("T1", "a", CONTENT * 3), ("T2", "b", "—"))
    lines = shape(found, LAYOUTS["en"], "en").lines
    assert [len(line.beneath) for line in lines] == [1, 0]


@given(
    st.lists(
        st.tuples(*[st.text("词a W-/", min_size=1, max_size=200)] * 9), min_size=1, max_size=5
    ),
    st.sampled_from(LANGUAGES),
)
def test_a_table_is_as_wide_as_the_page_and_drops_no_word(
    rows: list[tuple[str, ...]], language: Language
) -> None:
    found = shape(table([f"Head {n}" for n in range(9)], *rows), LAYOUTS[language], language)
    assert sum(found.widths) == pytest.approx(1)
    assert min(found.widths) > 0
    for row, line in zip(rows, found.lines, strict=True):
        shown = plain("".join((*line.cells, *line.beneath)))
        assert all(plain(cell) in shown for cell in row)


@given(st.text("abcWm./-_:", max_size=80), st.floats(2, 30))
def test_long_words_may_break_before_they_leave_the_column(word: str, room: float) -> None:
    parts = breakable(word, room).split("\u200b")
    assert "".join(parts) == word
    assert all(measured(part) <= room for part in parts)


def test_numbers_never_break_and_ids_break_before_their_digits() -> None:
    assert breakable("10,577.7", 2) == "10,577.7"
    assert breakable("heliyon2023", 5) == "heliyon\u200b2023"


def test_words_that_fit_are_left_alone() -> None:
    assert breakable("Sector 部门 ndrc/2023", 8) == "Sector 部门 ndrc/2023"
    assert breakable("https://example.org/a", TABLE_ROOM) == "https://example.org/a"


def test_word_sets_the_same_columns_and_lets_tall_rows_break(document: Document) -> None:
    found = projects(2)
    set_as = shape(found, LAYOUTS["zh"], "zh")
    raw = word_bytes(replace(document, blocks=(found,)), "zh")
    shown = docx.Document(io.BytesIO(raw)).tables[-1]
    head, upper, lower, *_ = shown.rows
    assert [cell.text for cell in head.cells] == list(set_as.heads)
    whole = sum(cell.width or 0 for cell in head.cells)
    widths = [(cell.width or 0) / whole for cell in head.cells]
    assert widths == pytest.approx(set_as.widths, abs=0.01)
    assert upper.cells[0].paragraphs[0].paragraph_format.keep_with_next
    assert lower.cells[0].text == "\n".join(set_as.lines[0].beneath)


@pytest.mark.parametrize(("repeated", "whole"), [(1, True), (200, False)])
def test_only_short_rows_are_kept_whole_in_word(
    document: Document, repeated: int, whole: bool
) -> None:
    found = table(("Id", "Name"), ("R1", "改革举措，" * repeated))
    raw = word_bytes(replace(document, blocks=(found,)), "zh")
    row = docx.Document(io.BytesIO(raw)).tables[-1].rows[1]
    held = row._tr.trPr is not None and row._tr.trPr.find(qn("w:cantSplit")) is not None  # noqa: SLF001
    assert held is whole


def weighed(heads: Sequence[str], weights: Sequence[float], *rows: Sequence[str]) -> DataTable:
    columns = tuple(
        Column(head, same(head), weight=weight) for head, weight in zip(heads, weights, strict=True)
    )
    return DataTable("t", same("Listed"), columns, tuple(tuple(map(same, r)) for r in rows))


def test_a_column_with_room_gives_it_to_one_that_lacks_a_bit() -> None:
    basis = "考核口径（直接加净外购电热）"
    found = shape(weighed(("口径", "值"), (1, 3), (basis, "1.0")), LAYOUTS["zh"], "zh")
    assert found.widths[0] * found.whole > measured(basis)
    assert found.widths[1] * found.whole > measured("1.0")
    assert sum(found.widths) == pytest.approx(1)


def test_a_column_without_room_keeps_what_fits_in_it() -> None:
    names = ("黑色金属冶炼和压延加工业", "词" * 80)
    rows = [(name, "3,456.7～4,567.8" * 2) for name in names]
    found = shape(weighed(("部门", "值"), (1, 2), *rows), LAYOUTS["zh"], "zh")
    assert found.widths[0] * found.whole > measured(names[0])


def test_a_long_head_is_not_squeezed_for_the_others() -> None:
    heads = (
        "时段",
        "人口",
        "人均GDP",
        "能源强度",
        "燃料排放因子",
        "电网（热力）排放因子",
        "合计变化",
    )
    row = ("2017—2018年", "196.1", "4,582.4", "−2,324.6", "0.0", "0.0", "12,030.0")
    found = shape(weighed(heads, (1.3, *[1.0] * 6), row), LAYOUTS["zh"], "zh")
    assert min(found.widths) * found.whole > 4
    assert found.widths[0] * found.whole > measured(row[0])


def test_a_head_of_a_year_is_not_broken() -> None:
    heads = ("指标", "现状", "2025年", "2030年", "2030年测算", "依据")
    row = ("能源消费总量" * 2, "11,155.3万吨标准煤", "—", "≤9,500万吨标准煤", "—", "目标" * 20)
    found = shape(table(heads, row), LAYOUTS["zh"], "zh")
    assert found.widths[2] * found.whole > measured("2025年")


def test_a_span_of_years_is_not_broken() -> None:
    heads = ("编号", "项目", "地点", "起止年份", "状态")
    row = ("P1", "词" * 60, "词" * 40, "2026—2029", "在建")
    found = shape(table(heads, row), LAYOUTS["zh"], "zh")
    assert found.widths[3] * found.whole > measured("2026—2029")


def test_a_range_beneath_a_line_stands_behind_its_figure() -> None:
    heads = ("编号", "项目", *"甲乙丙丁戊己庚辛", "减排量")
    row = ("P1", "词" * 30, *("词" * 20 for _ in range(8)), "9.649\n5.537～15.516")
    (line,) = shape(table(heads, row), LAYOUTS["zh"], "zh").lines
    assert any("减排量：9.649（5.537～15.516）" in words for words in line.beneath)


def test_the_notes_of_a_short_table_stay_with_it(document: Document) -> None:
    note = say("注：NOTE。", "Note: NOTE.")
    short = replace(weighed(("A", "B"), (1, 1), *(("x", "y") for _ in range(6))), notes=(note,))
    filler = Paragraph(say("词" * 28, "w" * 28))
    for count in (14, 16, 18, 20):
        raw = pdf_bytes(replace(document, blocks=(*[filler] * count, short)), "zh")
        shown = [plain(p.extract_text()) for p in PdfReader(io.BytesIO(raw)).pages]
        (own,) = (text for text in shown if "NOTE" in text)
        assert "Listed" in own, count


def test_columns_share_their_room_without_breaking_a_head_inside_a_word() -> None:
    heads = (
        *("Period", "Population", "GDP per head", "Energy intensity", "Energy mix"),
        *("Fuel emission factor", "Purchased share of electricity and heat"),
        *("Grid (and heat) emission factor", "Change"),
    )
    columns = tuple(Column(f"c{n}", same(head)) for n, head in enumerate(heads))
    row = tuple(same(word) for word in ("2017–2018", *("−48.854" for _ in heads[1:])))
    found = shape(DataTable("t", same("T"), columns, (row,)), LAYOUTS["en"], "en")
    for head, share in zip(heads, found.widths, strict=True):
        assert all(measured(word) < share * found.whole for word in head.split())


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("≤3,000万吨", "≤3,000万吨"),
        ("强度1.954吨标准煤/万元", "1.954吨标准煤/万元"),
        ("about 300 gce/kWh", "300 gce/kWh"),
    ],
)
def test_a_figure_keeps_its_unit_where_there_is_room(text: str, whole: str) -> None:
    joiner = "\u2060"
    assert f"{joiner}{whole}{joiner}" in breakable(text, 20)
    assert joiner not in breakable(text, 3)
    assert breakable(f"a{joiner}b", 20) == "ab"


def test_the_unit_of_a_head_stands_whole_on_its_own_line() -> None:
    """``投资（亿元）`` never breaks inside its bracket where the bracket has room on a line."""
    heads = ("投资（亿元）",) * 8
    row = ("3,456.7",) * 8
    found = shape(weighed(heads, (1,) * 8, row), LAYOUTS["zh"], "zh")
    roomy = shape(weighed(heads[:3], (1,) * 3, row[:3]), LAYOUTS["zh"], "zh")
    assert set(found.heads) == {"投资\n（亿元）"}
    assert set(roomy.heads) == {"投资（亿元）"}
