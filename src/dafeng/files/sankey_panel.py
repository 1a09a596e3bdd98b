"""How are flows between nodes drawn? Nodes in columns, flows as wide as what they carry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from dafeng.files.pen import COLOURS, Pen
from dafeng.plan.charts import Flow, FlowChart, Node

#: Width of a node, in distances of columns.
_WIDE: Final = 0.05
#: Least room from the middle of one node's label to the next, as a share of the height.
_APART: Final = 0.062
#: Room between a node and its label, in distances of columns and in shares of the height.
_BESIDE: Final = 0.03
_ABOVE: Final = 0.012
#: Size of labels, and about how wide its Latin and its Chinese characters are [pt].
_LABEL: Final = 8.0
_LATIN: Final = 4.4
#: The most of the width that the labels of the last column take.
_MOST: Final = 0.5
#: Labels nearer than this stand on one line, as a share of the height.
_LINE: Final = 0.045
_GREY: Final = "#8a8a8a"
_BY_NODE: Final[Mapping[str, str]] = {
    "coal": "#4d4d4d",
    "oil": COLOURS[2],
    "gas": COLOURS[3],
    "non_fossil": COLOURS[4],
    "bought-electricity": COLOURS[1],
    "bought-heat": COLOURS[6],
    "plants": "#4d4d4d",
    "electricity": COLOURS[1],
    "heat": COLOURS[6],
}


@dataclass(frozen=True, slots=True)
class Box:
    """Where a node stands: left edge in columns, lower and upper edge in shares of the height."""

    node: Node
    left: float
    low: float
    high: float

    @property
    def middle(self) -> float:
        """Return the height of its middle."""
        return (self.low + self.high) / 2


@dataclass(frozen=True, slots=True)
class Band:
    """A flow: its edges where it leaves a node and where it enters the next."""

    flow: Flow
    start: float
    end: float
    low: tuple[float, float]
    high: tuple[float, float]


def boxes(chart: FlowChart) -> tuple[Box, ...]:
    """Return where the nodes of a chart stand."""
    columns = range(1 + max(node.column for node in chart.nodes))
    by_column = [[n for n in chart.nodes if n.column == c] for c in columns]
    scale = min(_scale(chart, nodes) for nodes in by_column if nodes)
    return tuple(box for nodes in by_column for box in _column(chart, nodes, scale))


def _scale(chart: FlowChart, nodes: list[Node]) -> float:
    """Return the largest height of a unit at which a column still leaves its labels apart."""
    values = [chart.through(n.id) for n in nodes]
    low, high = 0.0, 1 / sum(values)
    for _ in range(40):
        middle = (low + high) / 2
        fits = _needed(values, middle) <= 1
        low, high = (middle, high) if fits else (low, middle)
    return low


def _needed(values: list[float], scale: float) -> float:
    return sum(max(value * scale + _APART / 4, _APART) for value in values)


def _column(chart: FlowChart, nodes: list[Node], scale: float) -> Iterator[Box]:
    values = [chart.through(n.id) for n in nodes]
    rooms = [max(value * scale + _APART / 4, _APART) for value in values]
    top = 0.5 + sum(rooms) / 2
    for node, value, room in zip(nodes, values, rooms, strict=True):
        middle = top - room / 2
        half = value * scale / 2
        yield Box(node, float(node.column), middle - half, middle + half)
        top -= room


def bands(chart: FlowChart) -> tuple[Band, ...]:
    """Return where the flows of a chart run; none crosses another more than it must."""
    at = {box.node.id: box for box in boxes(chart)}
    scale = _heights(chart, at)
    leaving = {key: box.high for key, box in at.items()}
    entering = dict(leaving)
    starts: dict[tuple[str, str], float] = {}
    ends: dict[tuple[str, str], float] = {}
    for flow in sorted(chart.flows, key=lambda f: -at[f.target].middle):
        starts[flow.source, flow.target] = leaving[flow.source]
        leaving[flow.source] -= flow.value * scale
    for flow in sorted(chart.flows, key=lambda f: -at[f.source].middle):
        ends[flow.source, flow.target] = entering[flow.target]
        entering[flow.target] -= flow.value * scale
    return tuple(
        Band(
            f,
            at[f.source].left + _WIDE,
            at[f.target].left,
            (
                starts[f.source, f.target] - f.value * scale,
                ends[f.source, f.target] - f.value * scale,
            ),
            (starts[f.source, f.target], ends[f.source, f.target]),
        )
        for f in chart.flows
    )


def _heights(chart: FlowChart, at: Mapping[str, Box]) -> float:
    box = max(at.values(), key=lambda b: b.high - b.low)
    return (box.high - box.low) / chart.through(box.node.id)


def sankey(figure: Any, chart: FlowChart, pen: Pen) -> None:
    """Draw nodes and flows; each flow has the colour of where it comes from."""
    axes = figure.add_subplot()
    for band in bands(chart):
        _ribbon(axes, band)
    found = boxes(chart)
    for box in found:
        colour = _BY_NODE.get(box.node.id, _GREY)
        height = max(box.high - box.low, 1e-3)
        axes.bar(box.left, height, _WIDE, box.low, align="edge", color=colour, linewidth=0)
        _label(axes, box, chart, pen, found)
    axes.set_xlim(-0.02, _right(found, chart, pen, 72 * figure.get_figwidth()))
    axes.set_ylim(-0.01, 1.01)
    axes.axis("off")
    axes.set_title(pen.head(chart.axis, chart.quantity), loc="left", fontsize=9)


def _ribbon(axes: Any, band: Band) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    bend = (band.end - band.start) * 0.5
    x0, x1 = band.start, band.end
    (low0, low1), (high0, high1) = band.low, band.high
    points = [
        (x0, high0), (x0 + bend, high0), (x1 - bend, high1), (x1, high1),
        (x1, low1), (x1 - bend, low1), (x0 + bend, low0), (x0, low0), (x0, high0),
    ]  # fmt: skip
    curve = [Path.CURVE4] * 3
    codes = [Path.MOVETO, *curve, Path.LINETO, *curve, Path.CLOSEPOLY]
    colour = _BY_NODE.get(band.flow.source, _GREY)
    axes.add_patch(PathPatch(Path(points, codes), facecolor=colour, alpha=0.35, linewidth=0))


def _right(found: tuple[Box, ...], chart: FlowChart, pen: Pen, width: float) -> float:
    """Return where the drawing ends: behind the longest label of the last column."""
    last = max(box.node.column for box in found)
    longest = max(
        sum(_LABEL if sign > "\u2e80" else _LATIN for sign in _words(box, chart, pen))
        for box in found
        if box.node.column == last
    )
    share = min(longest / width, _MOST)
    return max(last + 1.05, (last + _WIDE + _BESIDE) / (1 - share))


def _words(box: Box, chart: FlowChart, pen: Pen) -> str:
    value = chart.quantity.digits(chart.through(box.node.id))[pen.language]
    return f"{pen.write(box.node.name)} {value}"


def _label(axes: Any, box: Box, chart: FlowChart, pen: Pen, found: tuple[Box, ...]) -> None:
    """Write name and figure of a node: beside it at both ends, above it between them."""
    text = _words(box, chart, pen)
    last = max(other.node.column for other in found)
    behind = {"facecolor": "white", "alpha": 0.7, "linewidth": 0, "pad": 0.8}
    if 0 < box.node.column < last:
        height = box.high + _ABOVE
        # a label in the middle would run into that of the first column on the same line
        beside = any(
            b.node.column == 0 and abs(b.middle - height - _LINE / 3) < _LINE for b in found
        )
        start = box.left if beside and box.node.column == 1 else box.left + _WIDE / 2
        side = "center" if start > box.left else "left"
        axes.text(start, height, text, va="bottom", ha=side, fontsize=_LABEL, bbox=behind)
        return
    seen = None if box.node.column == last else behind
    place = (box.left + _WIDE + _BESIDE, box.middle)
    axes.text(*place, text, va="center", ha="left", fontsize=_LABEL, bbox=seen)
