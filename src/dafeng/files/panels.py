"""What does each kind of chart look like on paper?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from dafeng.files.course_panel import courses
from dafeng.files.fan_panel import fans
from dafeng.files.pen import (
    COLOURS,
    DASHES,
    DOWN,
    NET,
    UP,
    Pen,
    from_zero,
    legend,
    mark_years,
    thousands,
)
from dafeng.files.project_panels import places, spans
from dafeng.files.sankey_panel import sankey
from dafeng.files.wedge_panel import front, wedge
from dafeng.language import Text
from dafeng.plan.charts import (
    ChanceChart,
    CourseChart,
    FanChart,
    FlowChart,
    FrontChart,
    Line,
    LineChart,
    MapChart,
    RankedChart,
    SpanChart,
    StackedChart,
    WaterfallChart,
    WedgeChart,
)
from dafeng.plan.quantities import CHANCE, Quantity

#: Labels stand this share of the span away from a bar.
_GAP: Final = 0.015


def lines(figure: Any, chart: LineChart, pen: Pen) -> None:
    """Draw series over the years."""
    axes = figure.add_subplot()
    for number, line in enumerate(chart.lines):
        _line(axes, line, chart.quantity, pen, number)
    axes.set_ylabel(pen.head(chart.axis, chart.quantity))
    from_zero((axes,))
    axes.yaxis.set_major_formatter(thousands)
    mark_years(axes, tuple(y for line in chart.lines for y in line.years))
    legend(figure, axes, 1 if len(chart.lines) < 3 else 2)  # noqa: PLR2004 - rows of the legend


def _line(
    axes: Any, line: Line, quantity: Quantity, pen: Pen, number: int, *, size: float = 4
) -> None:
    colour = "#111111" if not line.dashed else COLOURS[(number - 1) % len(COLOURS)]
    dashes = DASHES[(number - 1) % len(DASHES)] if line.dashed else (None, None)
    axes.plot(
        line.years,
        pen.scaled(line.values, quantity),
        color=colour,
        dashes=dashes,
        marker="o" if len(line.years) == 1 or not line.dashed else None,
        markersize=size,
        label=pen.write(line.name),
    )


def stack(figure: Any, chart: StackedChart, pen: Pen) -> None:
    """Draw layers over the years as bars on one another."""
    axes = figure.add_subplot()
    above = np.zeros(len(chart.years))
    below = np.zeros(len(chart.years))
    for number, (name, values) in enumerate(chart.layers):
        shown = pen.scaled(values, chart.quantity)
        bottom = np.where(shown >= 0, above, below)
        axes.bar(
            chart.years,
            shown,
            bottom=bottom,
            width=0.72,
            color=COLOURS[number % len(COLOURS)],
            edgecolor="white",
            linewidth=0.5,
            label=pen.write(name),
        )
        above += np.maximum(shown, 0)
        below += np.minimum(shown, 0)
    axes.set_ylabel(pen.head(chart.axis, chart.quantity))
    axes.yaxis.set_major_formatter(thousands)
    mark_years(axes, chart.years, room=0.6)
    legend(figure, axes, 2)


def ranked(figure: Any, chart: RankedChart, pen: Pen) -> None:
    """Draw the parts of a total as lying bars with their figures."""
    axes = figure.add_subplot()
    values = pen.scaled(np.array([v for _, v in chart.parts]), chart.quantity)
    at = np.arange(len(values))
    axes.barh(at, values, color=COLOURS[0], height=0.66)
    span = float(max(values.max(initial=0.0), 0.0) - min(values.min(initial=0.0), 0.0)) or 1.0
    for place, (_, value) in zip(at, chart.parts, strict=True):
        end = max(value / chart.quantity.divisor(pen.language), 0.0)
        axes.text(end + _GAP * span, place, chart.quantity.digits(value)[pen.language], va="center")
    axes.set_yticks(at, [pen.write(name) for name, _ in chart.parts])
    axes.invert_yaxis()
    _lying(axes, pen.head(chart.axis, chart.quantity), 0.16)


def waterfall(figure: Any, chart: WaterfallChart, pen: Pen) -> None:
    """Draw effects one after another from zero, and the net change below them."""
    axes = figure.add_subplot()
    values = np.array([v for _, v in chart.effects])
    shown = pen.scaled(values, chart.quantity)
    ends = np.cumsum(shown)
    starts = ends - shown
    colours = [UP if v > 0 else DOWN for v in shown]
    at = np.arange(len(values))
    axes.barh(at, shown, left=starts, color=colours, height=0.62)
    for place, end in enumerate(ends):
        axes.plot([end, end], [place, place + 1], color="#888888", linewidth=0.7)
    net = chart.net[1] / chart.quantity.divisor(pen.language)
    axes.barh(len(values), net, color=NET, height=0.62)
    span = float(max(*ends, *starts, 0.0) - min(*ends, *starts, 0.0)) or 1.0
    edges = (*np.maximum(starts, ends), max(net, 0.0))
    for place, (edge, value) in enumerate(zip(edges, (*values, chart.net[1]), strict=True)):
        text = chart.quantity.digits(float(value))[pen.language]
        sign = "+" if value > 0 else ""
        axes.text(edge + _GAP * span, place, sign + text, va="center")
    names = [pen.write(name) for name, _ in (*chart.effects, chart.net)]
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.axvline(0, color="#333333", linewidth=0.8)
    _lying(axes, pen.head(chart.axis, chart.quantity), 0.16)


def chances(figure: Any, chart: ChanceChart, pen: Pen) -> None:
    """Draw the probability of each peak year, one scenario above the other on one scale."""
    rows = len(chart.scenarios)
    panels = figure.subplots(rows, 1, sharex=True, sharey=True, squeeze=False)[:, 0]
    top = max((max(float(p.max()), n) for _, p, n in chart.scenarios), default=1.0)
    beyond = chart.years[-1] + 4
    for axes, (name, path, none) in zip(panels, chart.scenarios, strict=True):
        axes.bar(chart.years, 100 * path, width=0.75, color=COLOURS[0])
        axes.bar([beyond], [100 * none], width=1.8, color=NET)
        label = CHANCE.write(none)[pen.language]
        axes.text(beyond, 100 * none + 3 * top, label, ha="center", fontsize=8)
        axes.set_title(pen.write(name), loc="left", pad=3)
        axes.set_ylim(0, 100 * top * 1.22)
    _chance_axis(panels[-1], chart.years, beyond, pen)
    figure.supylabel(pen.write(Text(f"{chart.axis.zh}（%）", f"{chart.axis.en} (%)")), fontsize=9)


def _chance_axis(axes: Any, years: tuple[int, ...], beyond: int, pen: Pen) -> None:
    ticks = [y for y in years if y % 5 == 0]
    none = pen.write(Text("无峰值", "No peak"))
    axes.set_xticks([*ticks, beyond], [*map(str, ticks), none])
    axes.set_xlim(years[0] - 0.7, beyond + 2.2)


def _lying(axes: Any, label: str, room: float) -> None:
    axes.set_xlabel(label)
    axes.xaxis.set_major_formatter(thousands)
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x")
    axes.tick_params(axis="y", length=0)
    axes.margins(x=room)


#: How each kind of chart is drawn.
PANELS: Final[dict[type, Callable[[Any, Any, Pen], None]]] = {
    LineChart: lines,
    StackedChart: stack,
    RankedChart: ranked,
    WaterfallChart: waterfall,
    FanChart: fans,
    ChanceChart: chances,
    CourseChart: courses,
    FlowChart: sankey,
    WedgeChart: wedge,
    FrontChart: front,
    SpanChart: spans,
    MapChart: places,
}
