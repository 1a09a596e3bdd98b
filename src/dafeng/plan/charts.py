"""What does a chart show? Data alone; how it is drawn is the business of `dafeng.files`."""

from __future__ import annotations

from dataclasses import dataclass

from dafeng.axes import Floats
from dafeng.language import Text
from dafeng.plan.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Line:
    """A named series.

    Parameters
    ----------
    id, name
        What it is.
    years, values
        Points, values in the canonical unit of the chart's quantity.
    dashed
        Whether it is drawn dashed (a series on another basis).
    """

    id: str
    name: Text
    years: tuple[int, ...]
    values: Floats
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class LineChart:
    """Series over the years."""

    id: str
    quantity: Quantity
    axis: Text
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class StackedChart:
    """Layers that add up to a total, over the years; the largest layer stands first."""

    id: str
    quantity: Quantity
    axis: Text
    years: tuple[int, ...]
    layers: tuple[tuple[Text, Floats], ...]


@dataclass(frozen=True, slots=True)
class RankedChart:
    """Parts of one total, largest first."""

    id: str
    quantity: Quantity
    axis: Text
    parts: tuple[tuple[Text, float], ...]


@dataclass(frozen=True, slots=True)
class WaterfallChart:
    """A change as the sum of effects; it starts at zero, so that no bar is cut off.

    Parameters
    ----------
    effects
        Name and value of each effect, in the order in which they are drawn.
    net
        Name and value of the change.
    """

    id: str
    quantity: Quantity
    axis: Text
    effects: tuple[tuple[Text, float], ...]
    net: tuple[Text, float]


@dataclass(frozen=True, slots=True)
class Fan:
    """Quantiles of one scenario.

    Parameters
    ----------
    name
        Name of the scenario.
    years
        Years of the bands.
    bands
        5, 25, 50, 75 and 95 % points (level, year).
    """

    name: Text
    years: tuple[int, ...]
    bands: Floats


@dataclass(frozen=True, slots=True)
class FanChart:
    """Ensembles side by side on one scale, each with the same history.

    Parameters
    ----------
    history
        The place's own past on the basis of the ensembles; dashed lines stand on another basis
        and are not joined to them.
    fans
        The ensembles.
    """

    id: str
    quantity: Quantity
    axis: Text
    history: tuple[Line, ...]
    fans: tuple[Fan, ...]


@dataclass(frozen=True, slots=True)
class ChanceChart:
    """Probability of the peak year within each scenario.

    Parameters
    ----------
    years
        Years of the horizon.
    scenarios
        Name, probability of each year (year), and of no peak inside the horizon.
    """

    id: str
    axis: Text
    years: tuple[int, ...]
    scenarios: tuple[tuple[Text, Floats, float], ...]


@dataclass(frozen=True, slots=True)
class Course:
    """What becomes of one thing: its past, and its path in each scenario."""

    name: Text
    past: Line
    paths: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class CourseChart:
    """Courses side by side, each on a scale of its own; all have the same scenarios."""

    id: str
    quantity: Quantity
    axis: Text
    courses: tuple[Course, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A place through which something flows, in one of the columns from left to right."""

    id: str
    name: Text
    column: int


@dataclass(frozen=True, slots=True)
class Flow:
    """What flows from one node to another of a later column."""

    source: str
    target: str
    value: float


@dataclass(frozen=True, slots=True)
class FlowChart:
    """Flows between nodes (Sankey); what enters a node between the ends also leaves it."""

    id: str
    quantity: Quantity
    axis: Text
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]

    def through(self, node: str) -> float:
        """Return what flows through a node: the larger of what enters and what leaves it."""
        entering = sum(f.value for f in self.flows if f.target == node)
        leaving = sum(f.value for f in self.flows if f.source == node)
        return max(entering, leaving)


@dataclass(frozen=True, slots=True)
class WedgeChart:
    """Two paths and, between them, the shares of what makes the difference.

    Parameters
    ----------
    above, below
        The path without and with all of it (year).
    wedges
        Name and share of each (year); they add up to the difference.
    """

    id: str
    quantity: Quantity
    axis: Text
    years: tuple[int, ...]
    above: tuple[Text, Floats]
    below: tuple[Text, Floats]
    wedges: tuple[tuple[Text, Floats], ...]


@dataclass(frozen=True, slots=True)
class FrontChart:
    """Least cost for ever more of something, and what was chosen.

    Parameters
    ----------
    quantity, axis
        What lies across.
    cost, cost_axis
        What lies along.
    fronts
        Name, and points across and along, of each curve.
    chosen
        Name, and place across and along, of each choice; the first is the one taken.
    """

    id: str
    quantity: Quantity
    axis: Text
    cost: Quantity
    cost_axis: Text
    fronts: tuple[tuple[Text, Floats, Floats], ...]
    chosen: tuple[tuple[Text, float, float], ...]


@dataclass(frozen=True, slots=True)
class Span:
    """What is built from one year to another (both within).

    Parameters
    ----------
    id, name
        What it is.
    group
        Its class.
    first, last
        Years.
    taken
        Whether the chosen portfolio takes it; None where that is not known.
    effect
        What would be missing without it, 5 %, 50 % and 95 % points; None where not known.
    """

    id: str
    name: Text
    group: Text
    first: int
    last: int
    taken: bool | None = None
    effect: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class SpanChart:
    """What is built when (Gantt), class by class, with what it brings in one year.

    Parameters
    ----------
    quantity, effect
        Kind and name of the effects.
    groups
        All classes that there are, in their order; each has its colour on every chart.
    """

    id: str
    quantity: Quantity
    effect: Text
    groups: tuple[Text, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of a map [degrees east and north]; its mark is written beside it.

    The place itself has no group.
    """

    mark: str
    name: Text
    group: Text | None
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class MapChart:
    """Where things lie: points without any boundary, on a graticule with scale and north.

    Parameters
    ----------
    groups
        All classes that there are, in their order; each has its colour on every chart.
    others
        Points that another map of the same extent names.
    """

    id: str
    groups: tuple[Text, ...]
    spots: tuple[Spot, ...]
    others: tuple[Spot, ...] = ()


Chart = (
    LineChart
    | StackedChart
    | RankedChart
    | WaterfallChart
    | FanChart
    | ChanceChart
    | CourseChart
    | FlowChart
    | WedgeChart
    | FrontChart
    | SpanChart
    | MapChart
)
