"""Where in the picture of a chart does each of its values lie, and what does it say there?"""

from __future__ import annotations

from dataclasses import dataclass

from dafeng.files.chart_points import points
from dafeng.files.drawing import Frame
from dafeng.language import Language, Text
from dafeng.plan.charts import Chart


@dataclass(frozen=True, slots=True)
class Mark:
    """A value of a chart.

    Parameters
    ----------
    across, down
        Where it lies, in shares of width and height of the picture.
    words
        What it says: name, year, figure with unit.
    """

    across: float
    down: float
    words: Text


def marks(chart: Chart, frames: tuple[Frame, ...], language: Language) -> tuple[Mark, ...]:
    """Return the values of a chart series by series; those outside their panel are left out.

    Parameters
    ----------
    chart
        What the picture shows.
    frames
        Its panels as they were drawn.
    language
        Language of the picture, whose unit its axes have.
    """
    found = []
    for point in points(chart, language):
        frame = frames[point.panel]
        across, down = frame.place(point.x, point.y)
        if frame.left <= across <= frame.right and frame.top <= down <= frame.bottom:
            found.append(Mark(across, down, point.words))
    return tuple(found)
