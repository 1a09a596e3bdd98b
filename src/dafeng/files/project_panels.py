"""How are projects drawn: when they are built, and where they lie?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import cos, floor, log10, radians
from typing import Any, Final

from dafeng.files.pen import COLOURS, NET, Pen, mark_years
from dafeng.language import Text
from dafeng.plan.charts import MapChart, SpanChart, Spot
from dafeng.plan.project_coordinates import KM_PER_DEGREE

_LABEL: Final = 18
_LATIN_LABEL: Final = 36
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
#: Up to so many projects a map names them beside it.
_KEYED: Final = 18
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
    for row, span in enumerate(chart.spans):
        look = _OPEN if span.taken is False else {"edgecolor": "white", "linewidth": 0.4}
        colour = known[span.group.en][1]
        axes.barh(row, span.last + 1 - span.first, 0.62, span.first - 0.5, color=colour, **look)
        if span.effect is not None:
            figure_ = chart.quantity.write(span.effect[1])[pen.language]
            axes.text(
                span.last + 0.6, row, pen.write(Text(figure_, figure_)), va="center", fontsize=8
            )
    axes.set_yticks(range(len(chart.spans)), [_short(pen, s.name) for s in chart.spans], fontsize=8)
    axes.invert_yaxis()
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


def _short(pen: Pen, name: Text) -> str:
    words = name[pen.language]
    most = _LABEL if any(c > "\u2e80" for c in words) else _LATIN_LABEL
    cut = words if len(words) <= most else f"{words[: most - 1]}…"
    return pen.write(Text(cut, cut))


def places(figure: Any, chart: MapChart, pen: Pen) -> None:
    """Draw points on a graticule with a scale and an arrow to the north; no boundaries."""
    listed = [s for s in chart.spots if s.group is not None]
    keyed = len(listed) <= _KEYED
    panels = figure.subplots(1, 2 if keyed else 1, squeeze=False, width_ratios=[3, 2][: 1 + keyed])
    axes = panels[0, 0]
    known = _colours(chart.groups, (s.group for s in listed))
    for spot in chart.spots:
        place = (spot.longitude, spot.latitude)
        if spot.group is None:
            axes.plot(*place, "*", color="#111111", markersize=9, zorder=2)
        else:
            axes.plot(*place, "o", color=known[spot.group.en][1], markersize=6, zorder=3)
        _write(axes, spot, pen.write(Text(spot.mark, spot.mark) if spot.mark else spot.name))
    _frame(axes, chart, 1.2 if keyed else 1.9)
    for name, colour in known.values():
        axes.plot([], [], "o", color=colour, label=pen.write(name))
    _scale(axes, pen)
    _north(axes, pen)
    if keyed:
        _key(panels[0, 1], listed, pen)
    figure.legend(loc="outside lower center", ncols=2)


def _key(axes: Any, spots: Sequence[Spot], pen: Pen) -> None:
    """Write beside the map which mark stands for which project."""
    axes.axis("off")
    lines = (f"{pen.write(Text(s.mark, s.mark))}  {_short(pen, s.name)}" for s in spots)
    axes.text(0, 1, "\n".join(lines), va="top", fontsize=8, linespacing=1.5)


def _write(axes: Any, spot: Spot, words: str) -> None:
    place = (spot.longitude, spot.latitude)
    axes.annotate(words, place, (4, 3), textcoords="offset points", fontsize=8, zorder=5)


def _frame(axes: Any, chart: MapChart, shape: float) -> None:
    """Let the map show all points with room around, one kilometre as long both ways."""
    east = [s.longitude for s in chart.spots]
    north = [s.latitude for s in chart.spots]
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
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.10g}°E")
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.10g}°N")
    for edge in ("top", "right"):
        axes.spines[edge].set_visible(True)


def _scale(axes: Any, pen: Pen) -> None:
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    per_degree = KM_PER_DEGREE * cos(radians((south + north) / 2))
    length = _round((east - west) * per_degree / 4)
    start, height = west + 0.04 * (east - west), south + 0.06 * (north - south)
    end = start + length / per_degree
    axes.plot([start, end], [height, height], color="#111111", linewidth=2.5, solid_capstyle="butt")
    words = pen.write(Text(f"{length:g} 公里", f"{length:g} km"))
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
