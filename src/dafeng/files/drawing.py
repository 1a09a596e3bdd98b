"""How is a chart drawn? Charts of the plan as SVG or PNG, the same bytes each time."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, Literal

from dafeng.files import course_panel, fonts
from dafeng.files.glyphs import plain
from dafeng.files.name_lines import bars_height, key_height
from dafeng.files.panels import PANELS
from dafeng.files.pen import Pen, escaped
from dafeng.language import Language, Text
from dafeng.plan.charts import (
    ChanceChart,
    Chart,
    CourseChart,
    FanChart,
    FlowChart,
    FrontChart,
    MapChart,
    RankedChart,
    SpanChart,
    WaterfallChart,
    WedgeChart,
)

Format = Literal["svg", "png"]

#: Width in inches: the type area of an A4 page (156 mm).
WIDTH: Final = 6.14
RESOLUTION: Final = 200

_STYLE: Final[dict[str, Any]] = {
    "font.family": [fonts.SANS],
    "font.size": 9,
    "axes.labelsize": 9,
    "axes.titlesize": 9.5,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "legend.fontsize": 8.5,
    "legend.frameon": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#555555",
    "axes.linewidth": 0.7,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "grid.color": "#dddddd",
    "grid.linewidth": 0.6,
    "xtick.color": "#333333",
    "ytick.color": "#333333",
    "text.color": "#222222",
    "axes.labelcolor": "#222222",
    "lines.linewidth": 1.6,
    "mathtext.fontset": "custom",
    **{f"mathtext.{face}": fonts.SANS for face in ("rm", "it", "bf", "bfit", "sf", "tt", "cal")},
    "mathtext.default": "regular",
    "mathtext.fallback": None,
    "svg.fonttype": "path",
    "svg.hashsalt": "dafeng",
    "path.simplify": True,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a panel lies in its picture, in shares of width and height from the upper left.

    Parameters
    ----------
    left, top, right, bottom
        Edges of the panel.
    x, y
        Values at left and right, and at bottom and top, in the printed unit.
    """

    left: float
    top: float
    right: float
    bottom: float
    x: tuple[float, float]
    y: tuple[float, float]

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point lies in the picture."""
        (first, last), (low, high) = self.x, self.y
        across = (x - first) / (last - first)
        up = (y - low) / (high - low)
        return (
            self.left + across * (self.right - self.left),
            self.bottom - up * (self.bottom - self.top),
        )


class Sketch:
    """A chart with everything in its place, from which pictures of any form are printed.

    Parameters
    ----------
    chart
        What it shows.
    language
        Language of its labels.
    """

    def __init__(self, chart: Chart, language: Language) -> None:
        with _settings():
            from matplotlib.backends.backend_agg import FigureCanvasAgg
            from matplotlib.figure import Figure

            self._figure = Figure(figsize=(WIDTH, _height(chart, language)), layout="constrained")
            FigureCanvasAgg(self._figure)
            PANELS[type(chart)](self._figure, chart, _pen(language))
            self._figure.draw_without_rendering()
            self._figure.set_layout_engine("none")  # places are the same in every form

    @property
    def frames(self) -> tuple[Frame, ...]:
        """Return its panels in the order in which they were drawn."""
        return tuple(_frame(axes) for axes in self._figure.axes)

    def picture(self, form: Format) -> bytes:
        """Print it as ``svg`` (type as outlines) or ``png`` (200 dots per inch).

        The same chart gives the same bytes.
        """
        target = io.BytesIO()
        metadata: dict[str, Any] = {"Date": None} if form == "svg" else {"Software": None}
        with _settings():
            from matplotlib.backends.backend_agg import FigureCanvasAgg
            from matplotlib.backends.backend_svg import FigureCanvasSVG

            self._figure.dpi = RESOLUTION
            # savefig would draw once more to find the places, which are known
            canvas: Any = (FigureCanvasSVG if form == "svg" else FigureCanvasAgg)(self._figure)
            (canvas.print_svg if form == "svg" else canvas.print_png)(target, metadata=metadata)
        return target.getvalue()


def draw(chart: Chart, language: Language, form: Format = "svg") -> bytes:
    """Return a chart as a picture; see `Sketch`."""
    return Sketch(chart, language).picture(form)


def _frame(axes: Any) -> Frame:
    box = axes.get_position()
    return Frame(box.x0, 1 - box.y1, box.x1, 1 - box.y0, axes.get_xlim(), axes.get_ylim())


#: The height that a kind of chart needs [inch]; any other takes `_USUAL`.
_HEIGHTS: Final[dict[type, Callable[[Any], float]]] = {
    RankedChart: lambda chart: 0.8 + 0.25 * len(chart.parts),
    WaterfallChart: lambda chart: 0.8 + 0.28 * (len(chart.effects) + 1),
    FanChart: lambda _: 3.0,
    ChanceChart: lambda chart: 0.7 + 0.8 * len(chart.scenarios),
    CourseChart: lambda chart: 0.7 + 1.65 * course_panel.rows(chart),
    FlowChart: lambda _: 4.0,
    WedgeChart: lambda _: 3.4,
    FrontChart: lambda _: 3.5,
}
_USUAL: Final = 2.8


def _height(chart: Chart, language: Language) -> float:
    if isinstance(chart, SpanChart):
        return bars_height(chart, language)
    if isinstance(chart, MapChart):
        return key_height(chart, language)
    return _HEIGHTS[type(chart)](chart) if type(chart) in _HEIGHTS else _USUAL


def _pen(language: Language) -> Pen:
    def write(text: Text) -> str:
        return escaped(plain(text[language]))

    return Pen(language, write)


@contextmanager
def _settings() -> Iterator[None]:
    import matplotlib as mpl
    from matplotlib import font_manager

    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    if str(fonts.sans()) not in known:
        font_manager.fontManager.addfont(str(fonts.sans()))
    settings: dict[Any, Any] = {
        key: value for key, value in mpl.rcParamsDefault.items() if "backend" not in key
    }
    with mpl.rc_context(settings | _STYLE):
        yield
