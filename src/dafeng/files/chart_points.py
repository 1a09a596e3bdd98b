"""Which values does a chart show, where on its panels, and what does each say?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from dafeng.files.name_lines import bar_places
from dafeng.files.sankey_panel import bands, boxes
from dafeng.language import Language, Text
from dafeng.plan.charts import (
    ChanceChart,
    Chart,
    CourseChart,
    FanChart,
    FlowChart,
    FrontChart,
    LineChart,
    MapChart,
    RankedChart,
    SpanChart,
    StackedChart,
    WaterfallChart,
    WedgeChart,
)
from dafeng.plan.quantities import CHANCE, DEGREES, Quantity


@dataclass(frozen=True, slots=True)
class Point:
    """A value in the units of its panel, and its words."""

    panel: int
    x: float
    y: float
    words: Text


def points(chart: Chart, language: Language) -> Iterator[Point]:
    """Yield the values of a chart series by series."""
    yield from _POINTS[type(chart)](chart, language)


def _of_year(name: Text, year: int, figure: Text) -> Text:
    return Text(f"{name.zh}，{year}年：{figure.zh}", f"{name.en}, {year}: {figure.en}")


def _of(name: Text, figure: Text) -> Text:
    return Text(f"{name.zh}：{figure.zh}", f"{name.en}: {figure.en}")


def _lines(chart: LineChart, language: Language) -> Iterator[Point]:
    unit = chart.quantity.divisor(language)
    for line in chart.lines:
        for year, value in zip(line.years, map(float, line.values), strict=True):
            words = _of_year(line.name, year, chart.quantity.write(value))
            yield Point(0, year, value / unit, words)


def _stack(chart: StackedChart, language: Language) -> Iterator[Point]:
    unit = chart.quantity.divisor(language)
    ends = {True: np.zeros(len(chart.years)), False: np.zeros(len(chart.years))}
    for name, values in chart.layers:
        for at, (year, value) in enumerate(zip(chart.years, map(float, values), strict=True)):
            end = ends[value >= 0]
            words = _of_year(name, year, chart.quantity.write(value))
            yield Point(0, year, (end[at] + value / 2) / unit, words)
            end[at] += value


def _ranked(chart: RankedChart, language: Language) -> Iterator[Point]:
    unit = chart.quantity.divisor(language)
    for at, (name, value) in enumerate(chart.parts):
        yield Point(0, value / 2 / unit, at, _of(name, chart.quantity.write(value)))


def _waterfall(chart: WaterfallChart, language: Language) -> Iterator[Point]:
    unit = chart.quantity.divisor(language)
    start = 0.0
    for at, (name, value) in enumerate(chart.effects):
        yield Point(0, (start + value / 2) / unit, at, _of(name, chart.quantity.write(value)))
        start += value
    name, value = chart.net
    words = _of(name, chart.quantity.write(value))
    yield Point(0, value / 2 / unit, len(chart.effects), words)


def _fans(chart: FanChart, language: Language) -> Iterator[Point]:
    unit = chart.quantity.divisor(language)
    for panel, fan in enumerate(chart.fans):
        for line in chart.history:
            for year, value in zip(line.years, map(float, line.values), strict=True):
                words = _of_year(line.name, year, chart.quantity.write(value))
                yield Point(panel, year, value / unit, words)
        for year, points in zip(fan.years, fan.bands.T, strict=True):
            words = _of_year(fan.name, year, _spread(points, chart.quantity))
            yield Point(panel, year, float(points[2]) / unit, words)


def _spread(points: Any, kind: Quantity) -> Text:
    low, lower, middle, upper, high = (float(p) for p in points)
    return Text(
        "中位数{m}；25%—75%：{a}至{b}；5%—95%：{l}至{h}",
        "median {m}; 25–75%: {a} to {b}; 5–95%: {l} to {h}",
    ).format(
        m=kind.write(middle),
        a=kind.digits(lower),
        b=kind.digits(upper),
        l=kind.digits(low),
        h=kind.digits(high),
    )


def _chances(chart: ChanceChart, language: Language) -> Iterator[Point]:
    del language  # a share has one unit
    for panel, (name, path, _) in enumerate(chart.scenarios):
        for year, value in zip(chart.years, map(float, path), strict=True):
            yield Point(panel, year, 100 * value, _of_year(name, year, CHANCE.write(value)))


def _courses(chart: CourseChart, language: Language) -> Iterator[Point]:
    unit = chart.quantity.divisor(language)
    for panel, course in enumerate(chart.courses):
        for line in (course.past, *course.paths):
            name = Text("{c}，{l}", "{c}, {l}").format(c=course.name, l=line.name)
            for year, value in zip(line.years, map(float, line.values), strict=True):
                words = _of_year(name, year, chart.quantity.write(value))
                yield Point(panel, year, value / unit, words)


def _flows(chart: FlowChart, language: Language) -> Iterator[Point]:
    del language  # the picture has no scale
    names = {node.id: node.name for node in chart.nodes}
    for box in boxes(chart):
        figure = chart.quantity.write(chart.through(box.node.id))
        yield Point(0, box.left, box.middle, _of(box.node.name, figure))
    for band in bands(chart):
        way = Text("{a} → {b}", "{a} → {b}").format(
            a=names[band.flow.source], b=names[band.flow.target]
        )
        middle = (sum(band.low) + sum(band.high)) / 4
        words = _of(way, chart.quantity.write(band.flow.value))
        yield Point(0, (band.start + band.end) / 2, middle, words)


def _wedges(chart: WedgeChart, language: Language) -> Iterator[Point]:
    unit = chart.quantity.divisor(language)
    edge = np.array(chart.above[1])
    for name, values in (chart.above, chart.below):
        for year, value in zip(chart.years, map(float, values), strict=True):
            yield Point(0, year, value / unit, _of_year(name, year, chart.quantity.write(value)))
    for name, values in chart.wedges:
        middles = edge - values / 2
        for year, value, middle in zip(chart.years, values, middles, strict=True):
            words = _of_year(name, year, chart.quantity.write(float(value)))
            yield Point(0, year, float(middle) / unit, words)
        edge = edge - values


def _front(chart: FrontChart, language: Language) -> Iterator[Point]:
    across, along = chart.quantity.divisor(language), chart.cost.divisor(language)
    curves = [
        (n, float(x), float(y)) for n, xs, ys in chart.fronts for x, y in zip(xs, ys, strict=True)
    ]
    for name, x, y in (*curves, *chart.chosen):
        figures = Text("{x}；{y}", "{x}; {y}").format(
            x=_of(chart.axis, chart.quantity.write(x)), y=_of(chart.cost_axis, chart.cost.write(y))
        )
        yield Point(0, x / across, y / along, _of(name, figures))


def _spans(chart: SpanChart, language: Language) -> Iterator[Point]:
    for row, span in zip(bar_places(chart, language)[:-1], chart.spans, strict=True):
        words = Text("{n}（{g}）：{a}—{b}年", "{n} ({g}): {a}–{b}").format(
            n=span.name, g=span.group, a=span.first, b=span.last
        )
        if span.effect is not None:
            low, middle, high = (chart.quantity.write(value) for value in span.effect)
            words = Text("{w}；{e}{m}（{l}至{h}）", "{w}; {e} {m} ({l} to {h})").format(
                w=words, e=chart.effect, m=middle, l=low, h=high
            )
        yield Point(0, (span.first + span.last) / 2, row, words)


def _map(chart: MapChart, language: Language) -> Iterator[Point]:
    del language  # degrees are degrees
    for spot in chart.spots:
        east, north = DEGREES.digits(spot.longitude), DEGREES.digits(spot.latitude)
        where = Text("{e}°E，{n}°N", "{e}°E, {n}°N").format(e=east, n=north)
        name = Text("{k}{n}", "{k}{n}").format(k=f"{spot.mark} " if spot.mark else "", n=spot.name)
        yield Point(0, spot.longitude, spot.latitude, _of(name, where))


_POINTS: Final[dict[type[Chart], Callable[[Any, Language], Iterator[Point]]]] = {
    LineChart: _lines,
    StackedChart: _stack,
    RankedChart: _ranked,
    WaterfallChart: _waterfall,
    FanChart: _fans,
    ChanceChart: _chances,
    CourseChart: _courses,
    FlowChart: _flows,
    WedgeChart: _wedges,
    FrontChart: _front,
    SpanChart: _spans,
    MapChart: _map,
}
