"""What does each kind of chart look like on paper?

Colours are those of Okabe and Ito (2008), told apart by people with any colour vision; layers that
lie side by side also differ in lightness, and lines in their dashes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from dafeng.axes import Floats
from dafeng.language import Language, Text
from dafeng.plan.charts import (
    ChanceChart,
    FanChart,
    Line,
    LineChart,
    RankedChart,
    StackedChart,
    WaterfallChart,
)
from dafeng.plan.quantities import CHANCE, Quantity

COLOURS: Final = (
    "#0072B2",
    "#E69F00",
    "#D55E00",
    "#56B4E9",
    "#009E73",
    "#F0E442",
    "#CC79A7",
    "#BBBBBB",
)
UP: Final = "#D55E00"
DOWN: Final = "#0072B2"
NET: Final = "#555555"
_DASHES: Final = ((4, 1.6), (1.2, 1.2), (6, 1.5, 1.2, 1.5))
#: Labels stand this share of the span away from a bar.
_GAP: Final = 0.015


@dataclass(frozen=True, slots=True)
class Pen:
    """How labels are written: the language, and the way to write a text in it."""

    language: Language
    write: Callable[[Text], str]

    def head(self, name: Text, quantity: Quantity) -> str:
        """Write the name of an axis with its unit."""
        both = Text(
            f"{name.zh}（{quantity.unit.zh}）",
            f"{name.en} ({quantity.unit.en})",
        )
        return self.write(both)

    def scaled(self, values: Floats, quantity: Quantity) -> Floats:
        """Return values in the printed unit."""
        return np.asarray(values, dtype=np.float64) / quantity.divisor(self.language)


def escaped(text: str) -> str:
    """Return a text for a label: CO2 with its subscript, signs of markup as they are."""
    plain = text.replace("$", r"\$")
    return re.sub(r"CO2", r"$\\mathrm{CO_2}$", plain)


def lines(figure: Any, chart: LineChart, pen: Pen) -> None:
    """Draw series over the years."""
    axes = figure.add_subplot()
    for number, line in enumerate(chart.lines):
        _line(axes, line, chart.quantity, pen, number)
    axes.set_ylabel(pen.head(chart.axis, chart.quantity))
    _from_zero((axes,))
    axes.yaxis.set_major_formatter(_thousands)
    _years(axes, tuple(y for line in chart.lines for y in line.years))
    _legend(figure, axes, 1 if len(chart.lines) < 3 else 2)  # noqa: PLR2004 - rows of the legend


def _from_zero(panels: Iterable[Any]) -> None:
    """Let axes of one scale begin at zero; a net exporter's go below, with a line at zero."""
    shown = list(panels)
    if min(axes.dataLim.ymin for axes in shown) >= 0:
        shown[0].set_ylim(bottom=0)
        return
    for axes in shown:
        axes.axhline(0, color="#333333", linewidth=0.8)


def _line(
    axes: Any, line: Line, quantity: Quantity, pen: Pen, number: int, *, size: float = 4
) -> None:
    colour = "#111111" if not line.dashed else COLOURS[(number - 1) % len(COLOURS)]
    dashes = _DASHES[(number - 1) % len(_DASHES)] if line.dashed else (None, None)
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
    axes.yaxis.set_major_formatter(_thousands)
    _years(axes, chart.years, room=0.6)
    _legend(figure, axes, 2)


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


def fans(figure: Any, chart: FanChart, pen: Pen) -> None:
    """Draw the ensembles side by side on one scale."""
    panels = figure.subplots(1, len(chart.fans), sharey=True, squeeze=False)[0]
    colours = (COLOURS[2], COLOURS[0], COLOURS[4])
    for axes, fan, number in zip(panels, chart.fans, range(len(chart.fans)), strict=True):
        for place, line in enumerate(chart.history):
            _line(axes, line, chart.quantity, pen, place, size=1.5)
        colour = colours[number % len(colours)]
        low, lower, middle, upper, high = pen.scaled(fan.bands, chart.quantity)
        axes.fill_between(fan.years, low, high, color=colour, alpha=0.22, linewidth=0)
        axes.fill_between(fan.years, lower, upper, color=colour, alpha=0.38, linewidth=0)
        axes.plot(fan.years, middle, color=colour)
        axes.set_title(pen.write(fan.name))
        axes.tick_params(axis="x", labelsize=8)
        every = (*fan.years, *(y for line in chart.history for y in line.years))
        _years(axes, every, room=4, most=4)
    _from_zero(panels)
    panels[0].yaxis.set_major_formatter(_thousands)
    panels[0].set_ylabel(pen.head(chart.axis, chart.quantity))
    _fan_legend(figure, panels[0], pen)


def _fan_legend(figure: Any, axes: Any, pen: Pen) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles, labels = axes.get_legend_handles_labels()
    bands = (
        (Line2D([], [], color="#555555"), Text("中位数", "Median")),
        (Patch(color="#555555", alpha=0.55, linewidth=0), Text("25—75%", "25–75%")),
        (Patch(color="#555555", alpha=0.25, linewidth=0), Text("5—95%", "5–95%")),
    )
    figure.legend(
        [h for h, _ in bands] + handles,
        [pen.write(t) for _, t in bands] + labels,
        loc="outside lower center",
        ncols=3,
    )


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


def _years(axes: Any, years: tuple[int, ...], room: float = 0.5, most: int = 9) -> None:
    """Mark whole years, no more than have room."""
    first, last = min(years), max(years)
    step = next(s for s in (1, 2, 5, 10, 20, 50) if (last - first) / s <= most)
    ticks = [y for y in range(first, last + 1) if y % step == 0] or [first]
    axes.set_xticks(ticks, [str(y) for y in ticks])
    axes.set_xlim(first - room, last + room)


def _thousands(value: float, position: int | None = None) -> str:
    """Write the figure at a tick as figures are written elsewhere."""
    del position
    return f"{value:,.10g}".replace("-", "−")


def _legend(figure: Any, axes: Any, columns: int) -> None:
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=columns)


def _lying(axes: Any, label: str, room: float) -> None:
    axes.set_xlabel(label)
    axes.xaxis.set_major_formatter(_thousands)
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
}
