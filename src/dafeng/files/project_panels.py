"""How are projects drawn: when they are built, and where they lie?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import cos, floor, hypot, log10, pi, radians, sin
from typing import Any, Final, NamedTuple

from dafeng.files.name_lines import bar_places, in_lines, key_lines
from dafeng.files.pen import COLOURS, NET, Pen, mark_years
from dafeng.language import Text, same, significant
from dafeng.plan.charts import MapChart, SpanChart
from dafeng.plan.project_coordinates import KM_PER_DEGREE

#: Most steps of the graticule each way.
_LINES: Final = 4
#: Least extent of a map [degrees], so that neighbours do not fill it.
_LEAST: Final = 0.15
#: Colours of the classes of projects, of which yellow is too pale.
_CLASSES: Final = (*COLOURS[:5], COLOURS[6], COLOURS[7])
#: How a project is drawn that the portfolio leaves.
_OPEN: Final[dict[str, Any]] = {
    "hatch": "////",
    "alpha": 0.6,
    "edgecolor": "white",
    "linewidth": 0.4,
}
#: Size of a mark on a map [pt], its breadth per character, and rings on which it finds room [pt].
_MARK: Final = 7.5
_BREADTH: Final = 0.62
_RINGS: Final = (7, 14, 22, 31, 41, 52, 64, 77)
_TURNS: Final = 12
_NOT_TAKEN: Final = Text("组合未采用", "not taken by the portfolio")


def _colours(groups: Sequence[Text], shown: Iterable[Text | None]) -> dict[str, tuple[Text, str]]:
    """Return name and colour of each class that is shown; a class has one colour on all charts."""
    here = {group.en for group in shown if group is not None}
    found = ((g, _CLASSES[n % len(_CLASSES)]) for n, g in enumerate(groups))
    return {group.en: (group, colour) for group, colour in found if group.en in here}


def spans(figure: Any, chart: SpanChart, pen: Pen) -> None:
    """Draw one bar for each project over its years, in the colour of its class."""
    axes = figure.add_subplot()
    known = _colours(chart.groups, (s.group for s in chart.spans))
    *rows, end = bar_places(chart, pen.language)
    for row, span in zip(rows, chart.spans, strict=True):
        look = _OPEN if span.taken is False else {"edgecolor": "white", "linewidth": 0.4}
        colour = known[span.group.en][1]
        axes.barh(row, span.last + 1 - span.first, 0.62, span.first - 0.5, color=colour, **look)
        if span.effect is not None:
            figure_ = chart.quantity.write(span.effect[1])[pen.language]
            axes.text(
                span.last + 0.6, row, pen.write(Text(figure_, figure_)), va="center", fontsize=8
            )
    names = [in_lines(s.name, pen.language) for s in chart.spans]
    axes.set_yticks(rows, [pen.write(same(name)) for name in names], fontsize=8, linespacing=1.1)
    axes.set_ylim(end, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x")
    years = tuple(y for s in chart.spans for y in (s.first, s.last))
    mark_years(axes, years, room=0.6, most=12)
    if any(s.effect is not None for s in chart.spans):
        axes.set_xlim(right=max(years) + 0.6 + 0.12 * (max(years) - min(years) + 1))
    _span_legend(figure, chart, known.values(), pen)


def _span_legend(
    figure: Any, chart: SpanChart, known: Iterable[tuple[Text, str]], pen: Pen
) -> None:
    from matplotlib.patches import Patch

    shown = [(Patch(color=colour), name) for name, colour in known]
    if any(s.taken is False for s in chart.spans):
        shown.append((Patch(facecolor=NET, **_OPEN), _NOT_TAKEN))
    patches, names = zip(*shown, strict=True)
    figure.legend(patches, [pen.write(n) for n in names], loc="outside lower center", ncols=2)


def places(figure: Any, chart: MapChart, pen: Pen) -> None:
    """Draw points on a graticule with a scale and an arrow to the north; no boundaries."""
    listed = [s for s in chart.spots if s.group is not None]
    axes, beside = figure.subplots(1, 2, width_ratios=[3, 2])
    known = _colours(chart.groups, (s.group for s in listed))
    for spot in chart.spots:
        place = (spot.longitude, spot.latitude)
        if spot.group is None:
            axes.plot(*place, "+", color="#111111", markersize=9, zorder=2)
        else:
            axes.plot(*place, "o", color=known[spot.group.en][1], markersize=5, zorder=3)
    for spot in chart.others:
        axes.plot(spot.longitude, spot.latitude, "o", color="#CCCCCC", markersize=3, zorder=1)
    _frame(axes, chart, 1.2)
    for name, colour in known.values():
        axes.plot([], [], "o", color=colour, label=pen.write(name))
    _scale(axes, pen)
    _north(axes, pen)
    _key(beside, chart, pen)
    figure.legend(loc="outside lower center", ncols=2)
    _write(figure, axes, chart, pen)


def _key(axes: Any, chart: MapChart, pen: Pen) -> None:
    """Write beside the map which mark stands for which project."""
    axes.axis("off")
    words = "\n".join(key_lines(chart, pen.language))
    axes.text(0, 1, pen.write(same(words)), va="top", fontsize=8, linespacing=1.5)


def _write(figure: Any, axes: Any, chart: MapChart, pen: Pen) -> None:
    """Write each mark where it lies on no other, with a line to its point if that is far."""
    figure.draw_without_rendering()  # only then is it known where the frame lies
    points = 72 / figure.dpi
    edges = axes.get_window_extent().extents
    frame = Box(*(float(edge) * points for edge in edges))
    dots = [
        tuple(float(c) * points for c in axes.transData.transform((s.longitude, s.latitude)))
        for s in chart.spots
    ]
    taken = [Box(x - 3, y - 3, x + 3, y + 3) for x, y in dots]
    for spot, (x, y) in zip(chart.spots, dots, strict=True):
        words = Text(spot.mark, spot.mark) if spot.mark else spot.name
        breadth = _BREADTH * _MARK * sum(2 if c > "\u2e80" else 1 for c in words[pen.language])
        dx, dy = _room((x, y), breadth, taken, frame)
        taken.append(_box(x + dx, y + dy, breadth))
        line = {"arrowstyle": "-", "color": "#777777", "linewidth": 0.4, "shrinkA": 0}
        axes.annotate(
            pen.write(words), (spot.longitude, spot.latitude), (dx, dy), va="center", zorder=5,
            textcoords="offset points", fontsize=_MARK,
            arrowprops=line if hypot(dx, dy) > 2 * _RINGS[0] else None,
        )  # fmt: skip


class Box(NamedTuple):
    """A rectangle [pt]."""

    left: float
    low: float
    right: float
    high: float

    def holds(self, other: Box) -> bool:
        """Say whether all of another lies within it."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.low <= other.low and other.high <= self.high

    def meets(self, other: Box) -> bool:
        """Say whether it covers some of another."""
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.high <= other.low or other.high <= self.low)


def _box(x: float, y: float, breadth: float) -> Box:
    return Box(x, y - 0.6 * _MARK, x + breadth, y + 0.6 * _MARK)


def _room(
    at: tuple[float, float], breadth: float, taken: Sequence[Box], frame: Box
) -> tuple[float, float]:
    """Return how far from its point a mark stands: the nearest free place in the frame [pt]."""
    for ring in _RINGS:
        for turn in range(_TURNS):
            angle = 2 * pi * (turn / _TURNS + 0.03)
            dx, dy = ring * cos(angle), ring * sin(angle)
            dx -= breadth * (1 - cos(angle)) / 2  # to the left of the point on its left side
            box = _box(at[0] + dx, at[1] + dy, breadth)
            if frame.holds(box) and not any(box.meets(other) for other in taken):
                return dx, dy
    return float(_RINGS[0]), 0.0


def _frame(axes: Any, chart: MapChart, shape: float) -> None:
    """Let the map show all points with room around, one kilometre as long both ways."""
    every = (*chart.spots, *chart.others)
    east = [s.longitude for s in every]
    north = [s.latitude for s in every]
    middle = (min(north) + max(north)) / 2
    high = max(max(north) - min(north), _LEAST) * 0.7
    wide = max(max(east) - min(east), _LEAST) * 0.62
    aspect = 1 / cos(radians(middle))
    wide = max(wide, shape * high * aspect)
    high = max(high, wide / aspect / shape)
    centre = (min(east) + max(east)) / 2
    axes.set_xlim(centre - wide, centre + wide)
    axes.set_ylim(middle - high, middle + high)
    axes.set_aspect(aspect, anchor="N")
    axes.grid(visible=True, axis="both")
    for axis, side in ((axes.xaxis, "E"), (axes.yaxis, "N")):
        _graticule(axis, side)
    for edge in ("top", "right"):
        axes.spines[edge].set_visible(True)


def _graticule(axis: Any, side: str) -> None:
    """Mark whole steps, few enough that their labels stand apart and no two read the same."""
    from matplotlib.ticker import MaxNLocator

    low, high = axis.get_view_interval()
    found = MaxNLocator(_LINES, steps=[1, 2, 5, 10]).tick_values(low, high)
    ticks = [round(float(tick), 6) for tick in found if low <= tick <= high]
    decimals = max((len(f"{tick:.6g}".partition(".")[2]) for tick in ticks), default=0)
    axis.set_ticks(ticks, [f"{tick:.{decimals}f}°{side}" for tick in ticks])


def _scale(axes: Any, pen: Pen) -> None:
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    per_degree = KM_PER_DEGREE * cos(radians((south + north) / 2))
    length = _round((east - west) * per_degree / 4)
    start, height = west + 0.04 * (east - west), south + 0.06 * (north - south)
    end = start + length / per_degree
    axes.plot([start, end], [height, height], color="#111111", linewidth=2.5, solid_capstyle="butt")
    words = pen.write(Text(f"{significant(length)} 公里", f"{significant(length)} km"))
    above = height + 0.02 * (north - south)
    axes.text((start + end) / 2, above, words, ha="center", va="bottom", fontsize=8)


def _round(length: float) -> float:
    """Return the largest of 1, 2, 5, 10, 20, ... that is not longer."""
    power = 10.0 ** floor(log10(length))
    return max(step * power for step in (1, 2, 5) if step * power <= length)


def _north(axes: Any, pen: Pen) -> None:
    words = pen.write(Text("北", "N"))
    arrow = {"arrowstyle": "-|>", "color": "#111111", "linewidth": 1}
    axes.annotate(
        words,
        (0.96, 0.95),
        (0.96, 0.8),
        xycoords="axes fraction",
        textcoords="axes fraction",
        ha="center",
        va="center",
        fontsize=8,
        arrowprops=arrow,
    )
