"""What is published about a place's past, and what follows from it by the rule of the manual?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dafeng import reference
from dafeng.errors import MethodError
from dafeng.language import Text
from dafeng.peak.past import status
from dafeng.peak.status import FLAG_NAMES, STATUS_NAMES, PeakStatus
from dafeng.plan.binding import BoundFigure, join, say, year_figure
from dafeng.plan.charts import Line, LineChart
from dafeng.plan.names import published as published_name
from dafeng.plan.quantities import emissions_of
from dafeng.plan.tree import ChartFigure


@dataclass(frozen=True, slots=True)
class Past:
    """Published series of the host of a place.

    Parameters
    ----------
    series
        CO2 by year [t] of each published series, by id.
    names
        Their names.
    figure
        The chart of them.
    statuses
        What rule R1 says of each series that is long enough.
    """

    series: Mapping[str, Mapping[int, float]]
    names: Mapping[str, Text]
    figure: ChartFigure
    statuses: tuple[PeakStatus, ...]

    @property
    def verdicts(self) -> list[dict[str, object]]:
        """Return the statuses as a page shows them."""
        return [
            {
                "series": self.names[s.series],
                "status": STATUS_NAMES[s.status],
                "year": s.year,
                "value": s.value / 1e4,
                "first": min(self.series[s.series]),
                "last": s.last_year,
                "flags": [FLAG_NAMES[f] for f in s.flags],
            }
            for s in self.statuses
        ]


@lru_cache(maxsize=128)
def past(code: str) -> Past | None:
    """Return the published past of a division; None if no series of it is kept."""
    if code not in reference.places_with_series():
        return None
    found = reference.place_series(code)
    every = {"edgar-v8": found.co2_edgar, "ceads": found.co2_ceads}
    series = {key: values for key, values in every.items() if values}
    if not series:
        return None
    names = {key: published_name(key) for key in series}
    return Past(series, names, _figure(series, names), tuple(_statuses(series)))


def _statuses(series: Mapping[str, Mapping[int, float]]) -> list[PeakStatus]:
    found = []
    for key, values in series.items():
        try:
            found.append(status(key, values))
        except MethodError:
            continue
    return found


def _figure(series: Mapping[str, Mapping[int, float]], names: Mapping[str, Text]) -> ChartFigure:
    kind = emissions_of(max(max(values.values()) for values in series.values()))
    lines = tuple(
        Line(key, names[key], tuple(sorted(v)), np.array([v[y] for y in sorted(v)]), dashed=True)
        for key, v in series.items()
    )
    told = []
    for line in lines:
        top = int(np.argmax(line.values))
        level = BoundFigure(f"{line.id}.top", float(line.values[top]), kind, line.name)
        last = BoundFigure(f"{line.id}.last", float(line.values[-1]), kind, line.name)
        told.append(
            say(
                "{name}：{top}最高，为{level}；{end}为{last}。",
                "{name}: highest in {top} with {level}; {last} in {end}.",
                name=line.name,
                top=year_figure(f"{line.id}.top.year", line.years[top], line.name),
                level=level,
                end=year_figure(f"{line.id}.last.year", line.years[-1], line.name),
                last=last,
            )
        )
    axis = Text("二氧化碳排放量", "CO2 emissions")
    caption = Text("已发布的历年二氧化碳排放", "Published CO2 emissions of the past")
    return ChartFigure(LineChart("published", kind, axis, lines), caption, join(tuple(told)))
