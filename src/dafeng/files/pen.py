"""What do all charts share: colours, the writing of labels, and the marks of axes?

Colours are those of Okabe and Ito (2008), told apart by people with any colour vision; layers that
lie side by side also differ in lightness, and lines in their dashes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from dafeng.axes import Floats
from dafeng.language import Language, Text
from dafeng.plan.quantities import Quantity

COLOURS: Final = (
    "#0072B2",
    "#E69F00",
    "#D55E00",
    "#56B4E9",
    "#009E73",
    "#F0E442",
    "#CC79A7",
    "#BBBBBB",
)
UP: Final = "#D55E00"
DOWN: Final = "#0072B2"
NET: Final = "#555555"
DASHES: Final = ((4, 1.6), (1.2, 1.2), (6, 1.5, 1.2, 1.5))


@dataclass(frozen=True, slots=True)
class Pen:
    """How labels are written: the language, and the way to write a text in it."""

    language: Language
    write: Callable[[Text], str]

    def head(self, name: Text, quantity: Quantity) -> str:
        """Write the name of an axis with its unit."""
        both = Text(
            f"{name.zh}（{quantity.unit.zh}）",
            f"{name.en} ({quantity.unit.en})",
        )
        return self.write(both)

    def scaled(self, values: Floats, quantity: Quantity) -> Floats:
        """Return values in the printed unit."""
        return np.asarray(values, dtype=np.float64) / quantity.divisor(self.language)


def escaped(text: str) -> str:
    """Return a text for a label: CO2 with its subscript, signs of markup as they are."""
    plain = text.replace("$", r"\$")
    return re.sub(r"CO2", r"$\\mathrm{CO_2}$", plain)


def from_zero(panels: Iterable[Any]) -> None:
    """Let axes of one scale begin at zero; a net exporter's go below, with a line at zero."""
    shown = list(panels)
    if min(axes.dataLim.ymin for axes in shown) >= 0:
        shown[0].set_ylim(bottom=0)
        return
    for axes in shown:
        axes.axhline(0, color="#333333", linewidth=0.8)


def mark_years(axes: Any, years: tuple[int, ...], room: float = 0.5, most: int = 9) -> None:
    """Mark whole years, no more than have room."""
    first, last = min(years), max(years)
    step = next(s for s in (1, 2, 5, 10, 20, 50) if (last - first) / s <= most)
    ticks = [y for y in range(first, last + 1) if y % step == 0] or [first]
    axes.set_xticks(ticks, [str(y) for y in ticks])
    axes.set_xlim(first - room, last + room)


def thousands(value: float, position: int | None = None) -> str:
    """Write the figure at a tick as figures are written elsewhere."""
    del position
    return f"{value:,.10g}".replace("-", "−")


def legend(figure: Any, axes: Any, columns: int) -> None:
    """Write the legend below the chart."""
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=columns)
