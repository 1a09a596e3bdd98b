"""What becomes of the largest sectors, and what does the chart of their paths say in words?"""

from __future__ import annotations

from typing import Final

import numpy as np

from dafeng.axes import Floats
from dafeng.language import Text
from dafeng.plan import facts
from dafeng.plan.binding import Statement, listed, say, year_figure
from dafeng.plan.charts import Course, CourseChart, Line
from dafeng.plan.first_letter import small
from dafeng.plan.material import PlanMaterial
from dafeng.plan.past_lines import own_years
from dafeng.plan.pictures import AXIS
from dafeng.plan.tree import ChartFigure
from dafeng.scenarios.ensemble import LEVELS, Ensemble

#: Sectors that are shown: two rows of panels.
_SECTORS: Final = 6
_MEDIAN: Final = LEVELS.index(0.5)


def courses(material: PlanMaterial) -> ChartFigure:
    """Return past and median paths of the largest sectors in every scenario.

    Medians of sectors do not add up to the median of the total: they are shown apart and are not
    stacked.
    """
    order = np.argsort(-material.by_sector[material.base], kind="stable")
    largest = [int(i) for i in order if material.by_sector[material.base, i] > 0][:_SECTORS]
    kind = facts.emissions(material)
    chart = CourseChart("courses", kind, AXIS, tuple(_course(material, i) for i in largest))
    caption = Text(
        "主要部门二氧化碳排放：历年与各情景中位数（纵轴各异，不可相加）",
        "CO2 of the largest sectors: past, and median path in each scenario (each on its own "
        "scale; medians of sectors do not add up to the median of the total)",
    )
    return ChartFigure(chart, caption, _words(material, chart))


def _course(material: PlanMaterial, at: int) -> Course:
    key, name = material.sectors[at]
    years = own_years(material)
    rows = [material.inventory.years.index(y) for y in years]
    past = Line(key, Text("本清单", "This inventory"), years, material.by_sector[rows, at])
    paths = tuple(
        Line(f"{key}.{scenario}", facts.scenario(scenario), e.years.labels, _median(e, key))
        for scenario, e in material.ensembles.items()
    )
    return Course(name, past, paths)


def _median(ensemble: Ensemble, sector: str) -> Floats:
    return np.asarray(ensemble.by_sector[_MEDIAN, :, ensemble.sectors.index(sector)])


def _words(material: PlanMaterial, chart: CourseChart) -> Statement:
    now, last = material.base_year, max(line.years[-1] for line in chart.courses[0].paths)
    parts = tuple(_told(material, course, last) for course in chart.courses)
    head = say(
        "{first}和{last}（各情景中位数）：",
        "In {first}, and in {last} (medians of the scenarios):",
        first=year_figure("courses.first", now, facts.INVENTORY),
        last=year_figure("courses.last", last, facts.FUTURES),
    )
    return listed(head, parts)


def _told(material: PlanMaterial, course: Course, last: int) -> Statement:
    start = facts.tonnes(
        material, f"courses.{course.past.id}", float(course.past.values[-1]), facts.INVENTORY
    )
    ends = {
        f"end{n}": facts.tonnes(
            material, f"courses.{line.id}.{last}", float(line.values[-1]), facts.FUTURES
        )
        for n, line in enumerate(course.paths)
    }
    names = {f"name{n}": small(line.name) for n, line in enumerate(course.paths)}
    zh = "、".join(f"{{name{n}}}{{end{n}}}" for n in range(len(ends)))
    en = ", ".join(f"{{end{n}}} ({{name{n}}})" for n in range(len(ends)))
    return say(
        f"{{sector}}由{{start}}变为{zh}",
        f"{{sector}} from {{start}} to {en}",
        sector=small(course.name),
        start=start,
        **names,
        **ends,
    )
