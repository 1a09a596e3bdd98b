"""How are ensembles drawn side by side? One scale, which no single range may stretch."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np

from dafeng.files.pen import COLOURS, DASHES, Pen, from_zero, mark_years, thousands
from dafeng.language import Text
from dafeng.plan.charts import FanChart

#: Room above what a cut scale must show, and the share of the whole below which it is cut.
_ABOVE: Final = 1.08
_WORTH: Final = 0.85


def fans(figure: Any, chart: FanChart, pen: Pen) -> None:
    """Draw the ensembles side by side on one scale, which no single range may stretch."""
    panels = figure.subplots(1, len(chart.fans), sharey=True, squeeze=False)[0]
    colours = (COLOURS[2], COLOURS[0], COLOURS[4])
    for axes, fan, number in zip(panels, chart.fans, range(len(chart.fans)), strict=True):
        _past(axes, chart, pen)
        colour = colours[number % len(colours)]
        low, lower, middle, upper, high = pen.scaled(fan.bands, chart.quantity)
        axes.fill_between(fan.years, low, high, color=colour, alpha=0.22, linewidth=0)
        axes.fill_between(fan.years, lower, upper, color=colour, alpha=0.38, linewidth=0)
        axes.plot(fan.years, middle, color=colour)
        axes.set_title(pen.write(fan.name))
        axes.tick_params(axis="x", labelsize=8)
        every = (*fan.years, *(y for line in chart.history for y in line.years))
        mark_years(axes, every, room=4, most=4)
    from_zero(panels)
    _cut(panels, chart, pen)
    panels[0].yaxis.set_major_formatter(thousands)
    panels[0].set_ylabel(pen.head(chart.axis, chart.quantity))
    _fan_legend(figure, panels[0], pen)


def _past(axes: Any, chart: FanChart, pen: Pen) -> None:
    """Draw the own past; series on another basis are thin and grey."""
    for number, line in enumerate(chart.history):
        values = pen.scaled(line.values, chart.quantity)
        if line.dashed:
            dashes = DASHES[(number - 1) % len(DASHES)]
            look: dict[str, Any] = {"color": "#888888", "dashes": dashes, "linewidth": 0.8}
        else:
            size = 4 if len(line.years) == 1 else 2
            look = {"color": "#111111", "marker": "o", "markersize": size}
        axes.plot(line.years, values, label=pen.write(line.name), zorder=3, **look)


def _cut(panels: Iterable[Any], chart: FanChart, pen: Pen) -> None:
    """End the common scale above what must be seen, and write where a cut range would end."""
    end = ceiling(chart)
    if end is None:
        return
    for axes, fan in zip(panels, chart.fans, strict=True):
        axes.set_ylim(top=end / chart.quantity.divisor(pen.language))
        if fan.bands[4].max() > end:
            value = chart.quantity.digits(float(fan.bands[4][-1]))
            text = Text("{year}年95%分位\n{v} ↑", "95% point in {year}\n{v} ↑")
            words = pen.write(text.format(year=fan.years[-1], v=value))
            place = {"transform": axes.transAxes, "ha": "right", "va": "bottom", "fontsize": 7.5}
            behind = {"facecolor": "white", "alpha": 0.75, "linewidth": 0, "pad": 1.5}
            axes.text(0.98, 0.03, words, bbox=behind, **place)


def ceiling(chart: FanChart) -> float | None:
    """Return where the common scale of fans ends [canonical unit]; None if nothing is cut.

    Medians, the past and all ranges but the widest stay whole; the widest is cut only where it
    would take much of the scale for itself, and never below zero.
    """
    tops = sorted(float(fan.bands[4].max()) for fan in chart.fans)
    if len(tops) == 1:
        return None
    medians = [float(fan.bands[2].max()) for fan in chart.fans]
    past = [float(np.nanmax(line.values)) for line in chart.history if len(line.years)]
    end = _ABOVE * max((*medians, *past, *tops[:-1]))
    return end if 0 < end < _WORTH * tops[-1] else None


def _fan_legend(figure: Any, axes: Any, pen: Pen) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles, labels = axes.get_legend_handles_labels()
    bands = (
        (Line2D([], [], color="#555555"), Text("中位数", "Median")),
        (Patch(color="#555555", alpha=0.55, linewidth=0), Text("25%—75%", "25–75%")),
        (Patch(color="#555555", alpha=0.25, linewidth=0), Text("5%—95%", "5–95%")),
    )
    figure.legend(
        [h for h, _ in bands] + handles,
        [pen.write(t) for _, t in bands] + labels,
        loc="outside lower center",
        ncols=3,
    )
