"""One chart of a build, as a notebook shows it and as a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dafeng.errors import UnknownNameError
from dafeng.language import Language, Text
from dafeng.plan import pictures
from dafeng.plan.material import PlanMaterial
from dafeng.plan.tree import ChartFigure

_CHARTS: Final[dict[str, Callable[[PlanMaterial], ChartFigure]]] = {
    "history": pictures.history,
    "sectors": pictures.by_sector,
    "fan": pictures.fan,
    "peak_years": pictures.chances,
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn chart; a notebook shows it by itself.

    Parameters
    ----------
    svg
        The drawing.
    description
        What it shows, in a sentence with the numbers.
    """

    svg: str
    description: str

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: Path | str) -> None:
        """Write the drawing as an SVG file."""
        Path(path).write_text(self.svg, encoding="utf-8")


def picture(material: PlanMaterial, chart: str = "fan", language: Language = "en") -> Picture:
    """Draw one chart of a build.

    Parameters
    ----------
    material
        From `dafeng.build`.
    chart
        ``history``, ``sectors``, ``fan`` or ``peak_years``.
    language
        Language of the labels.

    Raises
    ------
    UnknownNameError
        If there is no such chart.
    """
    from dafeng.files.drawing import draw

    if chart not in _CHARTS:
        known = ", ".join(_CHARTS)
        raise UnknownNameError(
            Text(f"没有图“{chart}”；可用：{known}", f"no chart {chart!r}; there are: {known}")
        )
    figure = _CHARTS[chart](material)
    svg = draw(figure.chart, language, "svg").decode()
    return Picture(svg, figure.description[language])
