"""How are the courses of several things drawn side by side, each on its own scale?"""

from __future__ import annotations

from textwrap import wrap
from typing import Any, Final

from dafeng.files.pen import COLOURS, DASHES, Pen, from_zero, mark_years, thousands
from dafeng.language import Text
from dafeng.plan.charts import Course, CourseChart

#: Panels in a row.
ACROSS: Final = 3
#: Signs in a line of a panel's title.
_CHARACTERS: Final = 13
_LETTERS: Final = 26
_SCENARIOS: Final = (COLOURS[2], COLOURS[0], COLOURS[4])


def rows(chart: CourseChart) -> int:
    """Return how many rows of panels a chart has."""
    return -(-len(chart.courses) // ACROSS)


def courses(figure: Any, chart: CourseChart, pen: Pen) -> None:
    """Draw past and paths of each thing in a panel of its own."""
    across = min(ACROSS, len(chart.courses))
    panels = figure.subplots(rows(chart), across, sharex=True, squeeze=False).ravel()
    for axes, course in zip(panels, chart.courses, strict=False):
        _course(axes, course, chart, pen)
    for axes in panels[len(chart.courses) :]:
        axes.remove()
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=4)
    figure.supylabel(pen.head(chart.axis, chart.quantity), fontsize=9)


def _course(axes: Any, course: Course, chart: CourseChart, pen: Pen) -> None:
    past = course.past
    size = 4 if len(past.years) == 1 else 2
    axes.plot(
        past.years,
        pen.scaled(past.values, chart.quantity),
        color="#111111",
        marker="o",
        markersize=size,
        zorder=3,
        label=pen.write(past.name),
    )
    for number, line in enumerate(course.paths):
        axes.plot(
            line.years,
            pen.scaled(line.values, chart.quantity),
            color=_SCENARIOS[number % len(_SCENARIOS)],
            dashes=(None, None) if not number else DASHES[(number - 1) % len(DASHES)],
            label=pen.write(line.name),
        )
    axes.set_title(pen.write(_broken(course.name)), fontsize=8.5)
    axes.tick_params(labelsize=8)
    from_zero((axes,))
    axes.yaxis.set_major_formatter(thousands)
    axes.yaxis.set_major_locator(_few())
    mark_years(axes, (*past.years, *(y for line in course.paths for y in line.years)), 2, 4)


def _broken(name: Text) -> Text:
    """Break a long name into lines as wide as a panel."""
    zh = "\n".join(wrap(name.zh, _CHARACTERS)) if len(name.zh) > _CHARACTERS else name.zh
    return Text(zh, "\n".join(wrap(name.en, _LETTERS)))


def _few() -> Any:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(4)
