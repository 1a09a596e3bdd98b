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


Chart = LineChart | StackedChart | RankedChart | WaterfallChart | FanChart | ChanceChart
