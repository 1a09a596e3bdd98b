"""Where in the picture of a chart does each of its values lie, and what does it say there?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from dafeng.files.drawing import Frame
from dafeng.language import Language, Text
from dafeng.plan.charts import (
    ChanceChart,
    Chart,
    FanChart,
    LineChart,
    RankedChart,
    StackedChart,
    WaterfallChart,
)
from dafeng.plan.quantities import CHANCE, Quantity


@dataclass(frozen=True, slots=True)
class Mark:
    """A value of a chart.

    Parameters
    ----------
    across, down
        Where it lies, in shares of width and height of the picture.
    words
        What it says: name, year, figure with unit.
    """

    across: float
    down: float
    words: Text


@dataclass(frozen=True, slots=True)
class _Point:
    """A value in the units of its panel."""

    panel: int
    x: float
    y: float
    words: Text


def marks(chart: Chart, frames: tuple[Frame, ...], language: Language) -> tuple[Mark, ...]:
    """Return the values of a chart series by series; those outside their panel are left out.

    Parameters
    ----------
    chart
        What the picture shows.
    frames
        Its panels as they were drawn.
    language
        Language of the picture, whose unit its axes have.
    """
    found = []
    for point in _POINTS[type(chart)](chart, language):
        frame = frames[point.panel]
        across, down = frame.place(point.x, point.y)
        if frame.left <= across <= frame.right and frame.top <= down <= frame.bottom:
            found.append(Mark(across, down, point.words))
    return tuple(found)


def _of_year(name: Text, year: int, figure: Text) -> Text:
    return Text(f"{name.zh}，{year}年：{figure.zh}", f"{name.en}, {year}: {figure.en}")


def _of(name: Text, figure: Text) -> Text:
    return Text(f"{name.zh}：{figure.zh}", f"{name.en}: {figure.en}")


def _lines(chart: LineChart, language: Language) -> Iterator[_Point]:
    unit = chart.quantity.divisor(language)
    for line in chart.lines:
        for year, value in zip(line.years, map(float, line.values), strict=True):
            words = _of_year(line.name, year, chart.quantity.write(value))
            yield _Point(0, year, value / unit, words)


def _stack(chart: StackedChart, language: Language) -> Iterator[_Point]:
    unit = chart.quantity.divisor(language)
    ends = {True: np.zeros(len(chart.years)), False: np.zeros(len(chart.years))}
    for name, values in chart.layers:
        for at, (year, value) in enumerate(zip(chart.years, map(float, values), strict=True)):
            end = ends[value >= 0]
            words = _of_year(name, year, chart.quantity.write(value))
            yield _Point(0, year, (end[at] + value / 2) / unit, words)
            end[at] += value


def _ranked(chart: RankedChart, language: Language) -> Iterator[_Point]:
    unit = chart.quantity.divisor(language)
    for at, (name, value) in enumerate(chart.parts):
        yield _Point(0, value / 2 / unit, at, _of(name, chart.quantity.write(value)))


def _waterfall(chart: WaterfallChart, language: Language) -> Iterator[_Point]:
    unit = chart.quantity.divisor(language)
    start = 0.0
    for at, (name, value) in enumerate(chart.effects):
        yield _Point(0, (start + value / 2) / unit, at, _of(name, chart.quantity.write(value)))
        start += value
    name, value = chart.net
    words = _of(name, chart.quantity.write(value))
    yield _Point(0, value / 2 / unit, len(chart.effects), words)


def _fans(chart: FanChart, language: Language) -> Iterator[_Point]:
    unit = chart.quantity.divisor(language)
    for panel, fan in enumerate(chart.fans):
        for line in chart.history:
            for year, value in zip(line.years, map(float, line.values), strict=True):
                words = _of_year(line.name, year, chart.quantity.write(value))
                yield _Point(panel, year, value / unit, words)
        for year, points in zip(fan.years, fan.bands.T, strict=True):
            words = _of_year(fan.name, year, _spread(points, chart.quantity))
            yield _Point(panel, year, float(points[2]) / unit, words)


def _spread(points: Any, kind: Quantity) -> Text:
    low, lower, middle, upper, high = (float(p) for p in points)
    return Text(
        "中位数{m}；25—75%：{a}至{b}；5—95%：{l}至{h}",
        "median {m}; 25–75%: {a} to {b}; 5–95%: {l} to {h}",
    ).format(
        m=kind.write(middle),
        a=kind.digits(lower),
        b=kind.digits(upper),
        l=kind.digits(low),
        h=kind.digits(high),
    )


def _chances(chart: ChanceChart, language: Language) -> Iterator[_Point]:
    del language  # a share has one unit
    for panel, (name, path, _) in enumerate(chart.scenarios):
        for year, value in zip(chart.years, map(float, path), strict=True):
            yield _Point(panel, year, 100 * value, _of_year(name, year, CHANCE.write(value)))


_POINTS: Final[dict[type[Chart], Callable[[Any, Language], Iterator[_Point]]]] = {
    LineChart: _lines,
    StackedChart: _stack,
    RankedChart: _ranked,
    WaterfallChart: _waterfall,
    FanChart: _fans,
    ChanceChart: _chances,
}
