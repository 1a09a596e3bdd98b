"""How is a chart drawn?"""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dafeng.files.drawing import RESOLUTION, WIDTH, draw
from dafeng.files.fan_panel import ceiling, fans
from dafeng.files.panels import lines
from dafeng.files.pen import COLOURS, Pen, escaped
from dafeng.language import LANGUAGES, Language, Text
from dafeng.plan.charts import Fan, FanChart, Line, LineChart, RankedChart, WaterfallChart
from dafeng.plan.quantities import EMISSIONS
from dafeng.plan.tree import ChartFigure, Document

AXIS = Text("二氧化碳排放量", "CO2 emissions")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", range(5))
def test_the_same_chart_has_the_same_bytes(
    document: Document, place: int, language: Language
) -> None:
    chart = [b for b in document.blocks if isinstance(b, ChartFigure)][place].chart
    picture = draw(chart, language)
    assert picture == draw(chart, language)
    assert b"<dc:date>" not in picture
    assert ET.fromstring(picture).tag.endswith("svg")  # noqa: S314 - our own picture


def test_languages_differ(document: Document) -> None:
    chart = next(b for b in document.blocks if isinstance(b, ChartFigure)).chart
    assert draw(chart, "zh") != draw(chart, "en")


def test_a_raster_picture_has_the_width_of_the_page(document: Document) -> None:
    chart = next(b for b in document.blocks if isinstance(b, ChartFigure)).chart
    picture = Image.open(io.BytesIO(draw(chart, "zh", "png")))
    assert picture.size[0] == round(WIDTH * RESOLUTION)
    assert not picture.info.get("Software")


def test_labels_may_hold_any_sign() -> None:
    name = Text("甲$乙_^{}\\", "a$b_^{}\\ CO2")
    line = Line("x", name, (2020, 2021), np.array([1e7, 2e7]))
    assert draw(LineChart("c", EMISSIONS, AXIS, (line,)), "en")


def test_co2_has_a_subscript() -> None:
    assert escaped("CO2 in $") == r"$\mathrm{CO_2}$ in \$"


def test_parts_of_nothing_can_be_drawn() -> None:
    parts = ((Text("甲", "a"), 0.0), (Text("乙", "b"), 0.0))
    assert draw(RankedChart("r", EMISSIONS, AXIS, parts), "zh")


def test_a_fall_can_be_drawn() -> None:
    effects = ((Text("甲", "a"), -3e6), (Text("乙", "b"), 1e6))
    chart = WaterfallChart("w", EMISSIONS, AXIS, effects, (Text("净", "net"), -2e6))
    assert draw(chart, "zh")


def test_one_year_of_a_series_is_seen() -> None:
    line = Line("x", Text("甲", "a"), (2022,), np.array([1e7]))
    nothing = replace(line, values=np.array([np.nan]))
    charts = [LineChart("c", EMISSIONS, AXIS, (shown,)) for shown in (line, nothing)]
    assert draw(charts[0], "zh") != draw(charts[1], "zh")


def test_colours_can_be_told_apart_by_their_lightness() -> None:
    """Neighbours in a stack differ in lightness, whatever the colour vision."""
    lightness = [
        sum(w * int(c[i : i + 2], 16) for w, i in ((0.2126, 1), (0.7152, 3), (0.0722, 5)))
        for c in COLOURS
    ]
    assert all(abs(a - b) > 15 for a, b in pairwise(lightness))


@pytest.mark.parametrize("least", [2e7, -1e7])
def test_an_axis_begins_at_zero_unless_a_net_exporter_is_below(least: float) -> None:
    from matplotlib.figure import Figure

    name = Text("甲", "a")
    line = Line("x", name, (2020, 2021), np.array([least, 3e7]))
    pen = Pen("en", lambda text: text.en)
    bands = np.sort(np.full((5, 2), least) * np.linspace(0.8, 1.2, 5)[:, None], axis=0)
    fan = FanChart("f", EMISSIONS, AXIS, (line,), (Fan(name, (2022, 2023), bands),) * 2)
    on_lines, on_fans = Figure(), Figure()
    lines(on_lines, LineChart("c", EMISSIONS, AXIS, (line,)), pen)
    fans(on_fans, fan, pen)
    for figure in (on_lines, on_fans):
        bottom = figure.axes[0].get_ylim()[0]
        assert bottom == 0 if least > 0 else bottom < least / EMISSIONS.divisor("en")


def fan_chart(tops: list[float], past: float = 1e7) -> FanChart:
    """Return fans whose ranges end at the given figures, with medians at half of them."""
    name = Text("甲", "a")
    line = Line("x", name, (2020, 2021), np.array([past, past]))
    shares = np.array([0.3, 0.4, 0.5, 0.75, 1.0])
    fans_ = tuple(Fan(name, (2022, 2023), np.outer(shares * top, np.ones(2))) for top in tops)
    return FanChart("f", EMISSIONS, AXIS, (line,), fans_)


@given(
    st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=4),
    st.floats(-1e9, 1e9, allow_subnormal=False),
)
def test_a_common_scale_cuts_the_widest_range_alone(tops: list[float], past: float) -> None:
    end = ceiling(fan_chart(tops, past))
    if end is not None:
        *others, widest = sorted(tops)
        assert others
        assert past < end < widest
        assert all(top < end for top in others if top > 0)
        assert max(0.0, widest / 2) < end


def test_a_range_that_would_squeeze_the_others_is_cut_and_said() -> None:
    from matplotlib.figure import Figure

    figure, chart = Figure(), fan_chart([9e7, 3e7, 2e7])
    fans(figure, chart, Pen("en", lambda text: text.en))
    top = figure.axes[0].get_ylim()[1] * EMISSIONS.divisor("en")
    assert top == pytest.approx(ceiling(chart))
    assert [[t.get_text() for t in axes.texts] for axes in figure.axes] == [
        ["95% point in 2023\n90.000 ↑"],
        [],
        [],
    ]


@pytest.mark.parametrize("tops", [[9e7], [3e7, 3.1e7], [-1e7, -2e7]])
def test_what_squeezes_nothing_is_not_cut(tops: list[float]) -> None:
    assert ceiling(fan_chart(tops, past=-3e7)) is None
