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
from dafeng.plan.quantities import Quantity
from dafeng.plan.tree import Cell, ChartFigure, Column, DataTable
from dafeng.scenarios.ensemble import LEVELS

_YEAR: Final = Text("年份", "Year")
_NAME: Final = Text("名称", "Name")
_SEAT: Final = Text("所在地", "The place itself")

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


def _courses(chart: CourseChart) -> tuple[tuple[Column, ...], Rows]:
    columns: tuple[Column, ...] = ()
    rows: list[tuple[Cell, ...]] = []
    for course in chart.courses:
        lines = (course.past, *course.paths)
        found = [(x.name, dict(zip(x.years, map(float, x.values), strict=True))) for x in lines]
        columns, below = _by_year(found, chart.quantity)
        rows += [(course.name,), *below]
    return columns, tuple(rows)


def _flows(chart: FlowChart) -> tuple[tuple[Column, ...], Rows]:
    names = {node.id: node.name for node in chart.nodes}
    columns = (
        Column("from", Text("来自", "From"), align="left", weight=1.6),
        Column("to", Text("流向", "To"), align="left", weight=2.0),
        Column("value", chart.axis, chart.quantity.unit),
    )
    return columns, tuple(
        (names[f.source], names[f.target], Measured(f.value, chart.quantity)) for f in chart.flows
    )


def _wedges(chart: WedgeChart) -> tuple[tuple[Column, ...], Rows]:
    series = (chart.above, *chart.wedges, chart.below)
    found = [
        (name, dict(zip(chart.years, map(float, values), strict=True))) for name, values in series
    ]
    return _by_year(found, chart.quantity)


def _fronts(chart: FrontChart) -> tuple[tuple[Column, ...], Rows]:
    columns = (
        Column("name", _NAME, align="left", weight=2.0),
        Column("across", chart.axis, chart.quantity.unit),
        Column("along", chart.cost_axis, chart.cost.unit),
    )
    points = [
        (name, float(x), float(y))
        for name, across, along in chart.fronts
        for x, y in zip(across, along, strict=True)
    ]
    return columns, tuple(
        (name, Measured(x, chart.quantity), Measured(y, chart.cost))
        for name, x, y in (*points, *chart.chosen)
    )


def _spans(chart: SpanChart) -> tuple[tuple[Column, ...], Rows]:
    unit = chart.quantity.unit
    columns = (
        Column("name", Text("项目", "Project"), align="left", weight=3.0),
        Column("group", Text("类别", "Class"), align="left", weight=1.6),
        Column("first", Text("开工", "Begins"), align="center"),
        Column("last", Text("建成", "Finished"), align="center"),
        *(
            Column(point, Text(f"{chart.effect.zh}{point}", f"{chart.effect.en}, {point}"), unit)
            for point in ("5%", "50%", "95%")
        ),
    )
    return columns, tuple(
        (
            s.name,
            s.group,
            same(str(s.first)),
            same(str(s.last)),
            *(Measured(value, chart.quantity) for value in s.effect or (None, None, None)),
        )
        for s in chart.spans
    )


def _map(chart: MapChart) -> tuple[tuple[Column, ...], Rows]:
    columns = (
        Column("mark", Text("编号", "Id"), align="left", weight=0.8),
        Column("name", _NAME, align="left", weight=3.0),
        Column("group", Text("类别", "Class"), align="left", weight=1.6),
        Column("east", Text("东经", "East"), same("°")),
        Column("north", Text("北纬", "North"), same("°")),
    )
    return columns, tuple(
        (
            same(s.mark or "—"),
            s.name,
            s.group or _SEAT,
            Measured(s.longitude, quantities.DEGREES),
            Measured(s.latitude, quantities.DEGREES),
        )
        for s in chart.spots
    )


_TABLES: Final[dict[type[Chart], Callable[[Any], tuple[tuple[Column, ...], Rows]]]] = {
    LineChart: _lines,
    StackedChart: _stack,
    RankedChart: _ranked,
    WaterfallChart: _waterfall,
    FanChart: _fans,
    ChanceChart: _chances,
    CourseChart: _courses,
    FlowChart: _flows,
    WedgeChart: _wedges,
    FrontChart: _fronts,
    SpanChart: _spans,
    MapChart: _map,
}
