"""How are the wedges of a portfolio and its place on the front drawn?"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from dafeng.files.pen import COLOURS, DASHES, Pen, legend, mark_years, thousands
from dafeng.plan.charts import FrontChart, WedgeChart

_CURVES: Final = (COLOURS[0], COLOURS[1])
_SIGNS: Final = ("D", "s")


def wedge(figure: Any, chart: WedgeChart, pen: Pen) -> None:
    """Draw the wedges one below the other, from the path without to the path with all of them."""
    axes = figure.add_subplot()
    top = pen.scaled(chart.above[1], chart.quantity)
    edge = top.copy()
    for number, (name, values) in enumerate(chart.wedges):
        lower = edge - pen.scaled(values, chart.quantity)
        colour = COLOURS[number % len(COLOURS)]
        axes.fill_between(chart.years, lower, edge, color=colour, alpha=0.8, linewidth=0)
        axes.fill_between([], [], color=colour, alpha=0.8, linewidth=0, label=pen.write(name))
        edge = lower
    for (name, values), dashes in ((chart.above, (None, None)), (chart.below, DASHES[0])):
        shown = pen.scaled(values, chart.quantity)
        axes.plot(chart.years, shown, color="#111111", dashes=dashes, label=pen.write(name))
    axes.set_ylim(bottom=min(0.0, float(edge.min()), float(top.min())))
    axes.set_ylabel(pen.head(chart.axis, chart.quantity))
    axes.yaxis.set_major_formatter(thousands)
    mark_years(axes, chart.years)
    legend(figure, axes, 3)


def front(figure: Any, chart: FrontChart, pen: Pen) -> None:
    """Draw cost against effect: curves of least cost, and what was chosen."""
    axes = figure.add_subplot()
    for number, (name, across, along) in enumerate(chart.fronts):
        axes.plot(
            pen.scaled(across, chart.quantity),
            pen.scaled(along, chart.cost),
            color=_CURVES[number % len(_CURVES)],
            dashes=(None, None) if not number else DASHES[0],
            marker="o",
            markersize=3,
            label=pen.write(name),
        )
    for number, (name, x, y) in enumerate(chart.chosen):
        axes.plot(
            pen.scaled(np.array([x]), chart.quantity),
            pen.scaled(np.array([y]), chart.cost),
            linestyle="none",
            marker=_SIGNS[number % len(_SIGNS)],
            markersize=7,
            markerfacecolor=_CURVES[number % len(_CURVES)],
            markeredgecolor="#111111",
            zorder=4,
            label=pen.write(name),
        )
    axes.axhline(0, color="#333333", linewidth=0.8)
    axes.set_xlabel(pen.head(chart.axis, chart.quantity))
    axes.set_ylabel(pen.head(chart.cost_axis, chart.cost))
    axes.xaxis.set_major_formatter(thousands)
    axes.yaxis.set_major_formatter(thousands)
    legend(figure, axes, 2)
