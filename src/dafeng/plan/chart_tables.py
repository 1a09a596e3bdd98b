"""Which figures stand behind a chart? The table that says in digits what the chart shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from dafeng.language import Text, same
from dafeng.plan import quantities
from dafeng.plan.binding import Measured
from dafeng.plan.charts import (
    ChanceChart,
    Chart,
    FanChart,
    LineChart,
    RankedChart,
    StackedChart,
    WaterfallChart,
)
from dafeng.plan.quantities import Quantity
from dafeng.plan.tree import Cell, ChartFigure, Column, DataTable
from dafeng.scenarios.ensemble import LEVELS

_YEAR: Final = Text("年份", "Year")
_NAME: Final = Text("名称", "Name")

Rows = tuple[tuple[Cell, ...], ...]


def chart_table(figure: ChartFigure) -> DataTable:
    """Return the table behind a chart, in the unit of its axis."""
    columns, rows = _TABLES[type(figure.chart)](figure.chart)
    return DataTable(f"{figure.chart.id}-data", figure.caption, columns, rows, label=figure.label)


def _by_year(
    series: Sequence[tuple[Text, dict[int, float]]], kind: Quantity
) -> tuple[tuple[Column, ...], Rows]:
    """Return one column for each series and one row for each year."""
    years = sorted({year for _, values in series for year in values})
    columns = (
        Column("year", _YEAR, align="center", weight=0.7),
        *(Column(str(n), name, kind.unit) for n, (name, _) in enumerate(series)),
    )
    rows: Rows = tuple(
        (same(str(year)), *(Measured(values.get(year), kind) for _, values in series))
        for year in years
    )
    return columns, rows


def _lines(chart: LineChart) -> tuple[tuple[Column, ...], Rows]:
    found = [(x.name, dict(zip(x.years, map(float, x.values), strict=True))) for x in chart.lines]
    return _by_year(found, chart.quantity)


def _stack(chart: StackedChart) -> tuple[tuple[Column, ...], Rows]:
    found = [
        (name, dict(zip(chart.years, map(float, values), strict=True)))
        for name, values in chart.layers
    ]
    return _by_year(found, chart.quantity)


def _parts(
    parts: Sequence[tuple[Text, float]], axis: Text, kind: Quantity
) -> tuple[tuple[Column, ...], Rows]:
    columns = (
        Column("name", _NAME, align="left", weight=2.0),
        Column("value", axis, kind.unit),
    )
    return columns, tuple((name, Measured(float(value), kind)) for name, value in parts)


def _ranked(chart: RankedChart) -> tuple[tuple[Column, ...], Rows]:
    return _parts(chart.parts, chart.axis, chart.quantity)


def _waterfall(chart: WaterfallChart) -> tuple[tuple[Column, ...], Rows]:
    return _parts((*chart.effects, chart.net), chart.axis, chart.quantity)


def _fans(chart: FanChart) -> tuple[tuple[Column, ...], Rows]:
    points = tuple(
        Column(f"p{100 * level:02.0f}", same(f"{100 * level:.0f}%"), chart.quantity.unit)
        for level in LEVELS
    )
    rows: list[tuple[Cell, ...]] = []
    for line in chart.history:
        rows.append((line.name,))
        rows += [
            (same(str(year)), *_middle(float(value), chart.quantity))
            for year, value in zip(line.years, line.values, strict=True)
        ]
    for fan in chart.fans:
        rows.append((fan.name,))
        rows += [
            (same(str(year)), *(Measured(float(v), chart.quantity) for v in values))
            for year, values in zip(fan.years, fan.bands.T, strict=True)
        ]
    return (Column("year", _YEAR, align="center", weight=0.7), *points), tuple(rows)


def _middle(value: float, kind: Quantity) -> tuple[Measured, ...]:
    """Return a figure without range in the column of the median."""
    return tuple(Measured(value if level == 0.5 else None, kind) for level in LEVELS)  # noqa: PLR2004


def _chances(chart: ChanceChart) -> tuple[tuple[Column, ...], Rows]:
    kind = quantities.CHANCE
    found = [
        (name, dict(zip(chart.years, map(float, path), strict=True)))
        for name, path, _ in chart.scenarios
    ]
    columns, rows = _by_year(found, kind)
    none: tuple[Cell, ...] = (
        Text("无峰值", "No peak"),
        *(Measured(n, kind) for _, _, n in chart.scenarios),
    )
    return columns, (*rows, none)


_TABLES: Final[dict[type[Chart], Callable[[Any], tuple[tuple[Column, ...], Rows]]]] = {
    LineChart: _lines,
    StackedChart: _stack,
    RankedChart: _ranked,
    WaterfallChart: _waterfall,
    FanChart: _fans,
    ChanceChart: _chances,
}
