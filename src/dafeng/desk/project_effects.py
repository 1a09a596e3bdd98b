"""What does each project of a place bring by a year? Runs with all of them but the one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng.axes import Floats
from dafeng.desk.posing import Question
from dafeng.language import Text, number
from dafeng.measures.portfolio.drawn import with_kernel
from dafeng.measures.portfolio.joint import JointRun
from dafeng.measures.portfolio.solve import Portfolio
from dafeng.plan.promise import ProjectEffect, Tonnes
from dafeng.plan.rules.rows import Project, projects_of
from dafeng.reference.guides import Guide

#: Draws on which paths and projects are told: apart from the three sets that choose and verify.
DRAWS: Final = 4096
#: Points over the draws that are told.
LEVELS: Final = (0.05, 0.5, 0.95)
#: Year of the national goal, for guides that name no year.
_GOAL: Final = 2030
#: Relative excess over a potential that rounding explains [-].
_ROUNDING: Final = 1e-6


class Runs:
    """The energy system of one place, run with what is deployed on one set of draws."""

    def __init__(self, put: Question, seed: int) -> None:
        self.put, self.seed = put, seed

    def totals(self, operation: Floats | None) -> Floats:
        """Return CO2 with a deployment, or without any, from the base year on [t] (year, draw)."""
        put = self.put
        deployed = None
        if operation is not None:
            deployed = JointRun(put.asked, operation, put.basis).deployed()
        found = with_kernel(put.asked, put.story, put.basis, DRAWS, self.seed, deployed)
        return np.asarray(found[-len(put.asked.path.years) :])


@dataclass(frozen=True, slots=True)
class _Offered:
    """One project with an effect: its measure and what it adds, by its own dates (year)."""

    measure: int
    adds: Floats
    taken: bool
    runs_from: int | None


class ProjectEffects:
    """The projects of a place: each is left out of a run with all of them, by its own dates."""

    def __init__(self, put: Question, found: Portfolio, guide: Guide, runs: Runs) -> None:
        self.put, self.runs = put, runs
        self.rows, _totals = projects_of(put.dossier.projects, guide)
        years = put.asked.problem.years
        self.year = _told_year(guide, years.labels)
        self.at = put.asked.path.years.index(self.year)
        self.found, self.offered = found, _offered(found)
        self.whole = self._in_year(_with(found, self.offered)) if self.offered else None

    def effects(self) -> tuple[ProjectEffect, ...]:
        """Return what each project brings, in the order of the dossier."""
        return tuple(self._effect(project) for project in self.rows)

    def classes(self) -> tuple[tuple[str, Tonnes], ...]:
        """Return what the projects of each class avoid together."""
        members: dict[str, list[str]] = {}
        for project in self.rows:
            if project.cls and project.row["id"] in self.offered:
                members.setdefault(project.cls, []).append(project.row["id"])
        return tuple((cls, self._missing(ids)) for cls, ids in members.items())

    def together(self) -> Tonnes | None:
        """Return what all projects avoid together."""
        return self._missing(list(self.offered)) if self.offered else None

    def _effect(self, project: Project) -> ProjectEffect:
        identifier, measure = project.row["id"], project.row["measure"]
        offered = self.offered.get(identifier)
        if offered is None:
            reason = self._reason(identifier)
            return ProjectEffect(identifier, project.cls, measure, reason=reason)
        years = self.put.asked.problem.years
        late = not offered.adds[: years.index(self.year) + 1].any()
        return ProjectEffect(
            id=identifier,
            cls=project.cls,
            measure=measure,
            taken=offered.taken,
            runs_from=offered.runs_from,
            tonnes=None if late else self._missing([identifier]),
            reason=_late(self.year) if late else None,
            remark=None if late else self._beyond(offered),
        )

    def _beyond(self, offered: _Offered) -> Text | None:
        """Say by how much a project is larger than what its measure can do in the told year."""
        at = self.put.asked.problem.years.index(self.year)
        most, size = self.found.problem.potential[at, offered.measure], offered.adds[at]
        if size <= most * (1 + _ROUNDING):
            return None
        unit = self.put.asked.measures[offered.measure].measure.effect_unit
        told = f"{number(size)} > {number(most)} {unit}/a"
        return Text(f"规模与潜力（{told}）", f"size and potential ({told})")

    def _missing(self, ids: Sequence[str]) -> Tonnes:
        """Return what would be missing without some projects: a difference of joint runs."""
        others = {key: one for key, one in self.offered.items() if key not in ids}
        assert self.whole is not None  # noqa: S101 - there is an offered project
        difference = self._in_year(_with(self.found, others)) - self.whole
        low, middle, high = np.quantile(difference, LEVELS)
        return Tonnes(float(low), float(middle), float(high))

    def _in_year(self, operation: Floats) -> Floats:
        return np.asarray(self.runs.totals(operation)[self.at])

    def _reason(self, identifier: str) -> Text:
        told = {key: reason for key, _, reason in self.put.catalogue.left_out}
        return told.get(identifier) or Text(
            "对应措施在本地清单中没有可作用的排放，或单独报告",
            "its measure finds no CO2 in the account to act on, or is reported apart",
        )


def _told_year(guide: Guide, years: tuple[int, ...]) -> int:
    wanted = guide.years[-1] if guide.years else _GOAL
    return min(max(wanted, years[0]), years[-1])


def _late(year: int) -> Text:
    return Text(f"{year} 年之后投产", f"it runs from after {year}")


def _offered(found: Portfolio) -> dict[str, _Offered]:
    """Return each project as its place plans it: its first choice is not put off."""
    projects, years = found.problem.projects, found.problem.years.labels
    offered = {}
    for i, identifier in enumerate(projects.ids):
        mine = np.flatnonzero(projects.project == i)
        if not len(mine):
            continue
        chosen = [k for k in mine.tolist() if found.taken[k]]
        runs_from = years[projects.start[chosen[0]]] if chosen else None
        own = mine[0]
        adds = projects.operation[:, own]
        offered[identifier] = _Offered(int(projects.measure[own]), adds, bool(chosen), runs_from)
    return offered


def _with(found: Portfolio, projects: Mapping[str, _Offered]) -> Floats:
    """Return the rest of a portfolio with these projects by their own dates, within potentials.

    What the portfolio does besides projects stays, so that a project beside which it has used up
    the potential already brings what is left of it and no more.
    """
    problem = found.problem
    taken = problem.projects
    operation = found.operation.copy()
    for k in np.flatnonzero(found.taken).tolist():
        operation[:, taken.measure[k]] -= taken.operation[:, k]
    operation = np.maximum(operation, 0.0)
    for one in projects.values():
        operation[:, one.measure] += one.adds
    return np.minimum(operation, problem.potential)
