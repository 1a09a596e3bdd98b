"""Can every kind of chart be drawn, pointed at and read as a table, in both languages?"""

from __future__ import annotations

import itertools
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from dafeng.files.album import Album
from dafeng.files.chart_points import points
from dafeng.files.drawing import WIDTH
from dafeng.files.line_breaks import measured
from dafeng.files.name_lines import key_lines, wrapped
from dafeng.files.panels import PANELS
from dafeng.files.pen import Pen
from dafeng.files.report_html_charts import figure
from dafeng.files.report_html_marks import marks
from dafeng.files.sankey_panel import bands, boxes, sankey
from dafeng.language import LANGUAGES, Language, Text, same
from dafeng.plan import (
    pictures_energy,
    pictures_futures,
    pictures_projects,
    pictures_promise,
)
from dafeng.plan.chart_tables import chart_table
from dafeng.plan.charts import Chart, Flow, FlowChart, MapChart, Node, Span, SpanChart, Spot
from dafeng.plan.material import PlanMaterial
from dafeng.plan.quantities import ENERGY
from dafeng.plan.tree import ChartFigure

NEW = ("energy-flows", "courses", "projects-when", "projects-where", "wedges", "front")


@pytest.fixture(scope="module")
def shown(material: PlanMaterial) -> dict[str, ChartFigure]:
    assert material.promise is not None
    found = (
        pictures_energy.flows(material),
        pictures_futures.courses(material),
        *pictures_projects.spans(material),
        *pictures_projects.places(material),
        pictures_promise.wedges(material, material.promise),
        pictures_promise.front(material, material.promise),
    )
    return {block.chart.id: block for block in found if block is not None}


@pytest.fixture(scope="module")
def albums() -> dict[Language, Album]:
    return {language: Album(language) for language in LANGUAGES}


def test_every_kind_can_be_drawn() -> None:
    assert set(PANELS) == set(get_args(Chart))


@pytest.mark.parametrize("name", NEW)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_can_be_pointed_at(
    shown: dict[str, ChartFigure], albums: dict[Language, Album], name: str, language: Language
) -> None:
    chart = shown[name].chart
    found = marks(chart, albums[language].frames(chart), language)
    assert len(found) == len(list(points(chart, language)))
    assert all(0 <= m.across <= 1 and 0 <= m.down <= 1 for m in found)
    assert all(m.words[language] for m in found)


@pytest.mark.parametrize("name", NEW)
def test_figures_behind_a_chart_are_those_it_shows(
    shown: dict[str, ChartFigure], name: str
) -> None:
    table = chart_table(shown[name])
    said = " ".join(p.words["zh"] for p in points(shown[name].chart, "zh"))
    told = [cell["zh"] for row in table.rows for cell in row[1:] if cell["zh"] not in {"—", ""}]
    assert len(told) > 3
    assert all(words in said for words in told if any(map(str.isdigit, words)))


@pytest.mark.parametrize("name", NEW)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_has_the_chart_its_sentence_and_its_table(
    shown: dict[str, ChartFigure], albums: dict[Language, Album], name: str, language: Language
) -> None:
    page = figure(shown[name], albums[language])
    assert f'id="chart-{name}"' in page
    assert 'tabindex="0"' in page
    assert page.count("<circle") > 1
    assert "<details>" in page
    assert 'role="img"' in page


def test_forms_of_one_chart_have_their_panels_in_the_same_place(
    shown: dict[str, ChartFigure],
) -> None:
    """Print and screen show the same picture, whichever is made first."""
    chart = shown["courses"].chart
    one, other = Album("zh"), Album("zh")
    svg = one.picture(chart, "svg")
    other.picture(chart, "png")
    assert other.picture(chart, "svg") == svg
    assert one.frames(chart) == other.frames(chart)


def test_labels_of_flows_stay_inside_the_picture() -> None:
    services = "Wholesale, retail, catering and other services"
    ends = (Node("long", Text("服务业", services), 2), Node("lost", Text("损", "Lost"), 2))
    nodes = (Node("coal", Text("煤", "Coal"), 0), Node("plants", Text("电厂", "Plants"), 1), *ends)
    flows = (Flow("coal", "plants", 9e5), Flow("plants", "long", 8e5), Flow("plants", "lost", 1e5))
    chart = FlowChart("f", ENERGY, Text("能", "e"), nodes, flows)
    drawing = Figure(figsize=(WIDTH, 3.0), layout="constrained")
    sankey(drawing, chart, Pen("en", lambda text: text["en"]))
    drawing.draw_without_rendering()
    labels = [text.get_window_extent() for text in drawing.axes[0].texts]
    assert len(labels) == len(nodes)
    assert all(box.x0 >= 0 and box.x1 <= drawing.bbox.x1 for box in labels)


@given(st.lists(st.floats(1e3, 1e8), min_size=1, max_size=12))
@settings(max_examples=50, deadline=None)
def test_flows_are_as_wide_as_what_they_carry(values: list[float]) -> None:
    ends = [Node(f"end{n}", Text("终", "end"), 1) for n in range(len(values))]
    flows = tuple(Flow("a", end.id, v) for end, v in zip(ends, values, strict=True))
    chart = FlowChart("f", ENERGY, Text("能", "e"), (Node("a", Text("源", "a"), 0), *ends), flows)
    found = boxes(chart)
    assert all(-1e-9 <= box.low <= box.high <= 1 + 1e-9 for box in found)
    widths = np.array([band.high[0] - band.low[0] for band in bands(chart)])
    np.testing.assert_allclose(widths / widths.sum(), np.array(values) / sum(values), atol=1e-9)
    middles = sorted(box.middle for box in found if box.node.column == 1)
    assert all(np.diff(middles) > 0.06)


LONG = Text(
    "年产30万吨高性能节能钢化玻璃生产线余热综合利用与屋顶分布式光伏发电一体化改造项目（一期）",
    "Waste heat use and roof-top solar power for a line of 300,000 t of tempered glass a year, "
    "first stage",
)
GROUP = Text("能源", "Energy")


def _named() -> tuple[SpanChart, MapChart]:
    names = (same("A"), LONG, same("B"))
    spans = tuple(Span(f"P{n}", name, GROUP, 2026, 2028) for n, name in enumerate(names))
    spots = tuple(Spot(f"P{n}", name, GROUP, 120.0, 30.0 + n / 9) for n, name in enumerate(names))
    return (
        SpanChart("when", ENERGY, GROUP, (GROUP,), spans),
        MapChart("where", (GROUP,), spots),
    )


def test_labels_of_bars_are_whole_and_stand_beside_them() -> None:
    bars, _ = _named()
    drawing = Figure(figsize=(WIDTH, 3.0), layout="constrained")
    PANELS[SpanChart](drawing, bars, Pen("en", lambda text: text["en"]))
    drawing.draw_without_rendering()
    axes = drawing.axes[0]
    labels = axes.get_yticklabels()
    assert labels[1].get_text().replace("\n", " ") == LONG["en"]
    extents = [label.get_window_extent() for label in labels]
    assert all(box.x0 >= 0 for box in extents)
    assert not any(a.overlaps(b) for a, b in itertools.pairwise(extents))
    boxes_ = [bar.get_path().get_extents(bar.get_patch_transform()) for bar in axes.patches]
    middles = [(box.y0 + box.y1) / 2 for box in boxes_]
    assert middles == pytest.approx(list(axes.get_yticks()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_names_of_projects_are_whole_on_maps_and_at_marks(language: Language) -> None:
    bars, spots = _named()
    found = marks(bars, Album(language).frames(bars), language)
    assert len(found) == 3
    assert LONG[language] in found[1].words[language]
    key = "".join("".join(drawn.split()) for drawn in key_lines(spots, language))
    assert "".join(LONG[language].split()) in key


def test_marks_of_a_map_stand_within_its_frame() -> None:
    corners = [(x, y) for x in (113.9, 114.9) for y in (31.6, 32.5)]
    spots = tuple(
        Spot(f"XY-{n:03}", same(f"{n}"), GROUP, x + 0.004 * (n % 3), y)
        for n, (x, y) in enumerate(corners * 4)
    )
    middle = Spot("", Text("信阳全域中点", "middle of the area of Xinyang"), None, 115.0, 32.0)
    drawing = Figure(figsize=(WIDTH, 3.4), layout="constrained")
    chart = MapChart("m", (GROUP,), (middle, *spots))
    PANELS[MapChart](drawing, chart, Pen("en", lambda text: text["en"]))
    drawing.draw_without_rendering()
    axes = drawing.axes[0]
    frame = axes.get_window_extent()
    written = [t for t in axes.texts if t.get_text().startswith(("XY-", "middle"))]
    assert len(written) == 17
    for text in written:
        box = text.get_window_extent()
        assert frame.x0 <= box.x0, text.get_text()
        assert box.x1 <= frame.x1, text.get_text()
        assert frame.y0 <= box.y0, text.get_text()
        assert box.y1 <= frame.y1, text.get_text()


def test_lines_of_names_break_between_words_and_before_no_closing_sign() -> None:
    for language in LANGUAGES:
        lines = wrapped(LONG[language], 10.0)
        assert len(lines) > 3
        assert all(measured(line) <= 10.0 for line in lines)
        assert not any(line[0] in "）)，," for line in lines)
    assert wrapped("Roof solar power", 5.0) == ("Roof", "solar", "power")
    assert wrapped("") == ("",)
    assert "".join(wrapped("x" * 100, 10.0)) == "x" * 100
