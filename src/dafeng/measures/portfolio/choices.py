"""When can a project of the dossier start, and what does it bring and cost?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng.axes import Axis, Floats
from dafeng.measures.place_measure import PlaceMeasure
from dafeng.measures.portfolio.problem import Projects
from dafeng.measures.realised import PlaceProject

#: By how many years a project may be put off; the first is as its place plans it.
DELAYS: Final = (0, 2, 4)

#: Years of building where the place does not state them.
_BUILDING: Final = 2


@dataclass(frozen=True, slots=True)
class _Choice:
    """One project with one start: positions on the axes, years of building, size and cost."""

    project: int
    measure: int
    runs: int
    building: int
    effect: float
    investment: float
    lifetime: int


def projects_on(
    years: Axis[int], measures: Sequence[PlaceMeasure], projects: Sequence[PlaceProject]
) -> tuple[Projects, tuple[str, ...]]:
    """Return the projects as choices, and ids of those whose measure is not on the axis.

    Each can run from the year that its place states or up to four years later. Its investment is
    spread evenly over the years of building that lie on the axis. What it costs to run is its
    measure's.

    Parameters
    ----------
    years
        Years of decision.
    measures
        Measures on their axis.
    projects
        Projects of the dossier.
    """
    at = {m.measure.id: i for i, m in enumerate(measures)}
    kept = [p for p in projects if p.measure in at and p.effect > 0]
    choices = [
        choice
        for i, project in enumerate(kept)
        for choice in _choices(
            i, project, at[project.measure], measures[at[project.measure]], years
        )
    ]
    operation, investment = (np.zeros((len(years), len(choices))) for _ in range(2))
    for k, choice in enumerate(choices):
        operation[choice.runs : choice.runs + choice.lifetime, k] = choice.effect
        _spread(investment[:, k], choice)
    found = Projects(
        ids=Axis("project", tuple(p.id for p in kept)),
        project=np.array([c.project for c in choices], dtype=np.int64),
        start=np.array([c.runs for c in choices], dtype=np.int64),
        measure=np.array([c.measure for c in choices], dtype=np.int64),
        operation=operation,
        investment=investment,
        running=np.zeros_like(operation),
        lifetime=np.array([c.lifetime for c in choices], dtype=np.int64),
    )
    return found, tuple(p.id for p in projects if p not in kept)


def _choices(
    position: int, project: PlaceProject, at: int, measure: PlaceMeasure, years: Axis[int]
) -> list[_Choice]:
    first, last = years.labels[0], years.labels[-1]
    begins = project.start or (project.end or first + _BUILDING) - _BUILDING
    runs = project.end or begins + _BUILDING
    cost = project.investment
    if cost is None:
        cost = project.effect * measure.measure.investment.central
    late = (0,) if runs < first else DELAYS  # what is under way is not put off
    return [
        _Choice(
            project=position,
            measure=at,
            runs=max(runs + delay, first) - first,
            building=max(runs - begins, 1),
            effect=project.effect,
            investment=cost,
            lifetime=max(round(measure.measure.lifetime), 1),
        )
        for delay in late
        if max(runs + delay, first) <= last
    ]


def _spread(investment: Floats, choice: _Choice) -> None:
    """Spread the investment over the years before the start, or the first year if there is none."""
    begin = max(choice.runs - choice.building, 0)
    end = max(choice.runs, begin + 1)
    investment[begin:end] = choice.investment / (end - begin)
