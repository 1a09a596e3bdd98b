"""Which portfolio problem does a place pose: its path, its measures, what it wants to hold?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from dafeng.axes import Axis, Floats, year_axis
from dafeng.errors import MethodError
from dafeng.language import Text
from dafeng.measures.place_measure import PlaceMeasure
from dafeng.measures.portfolio.choices import projects_on
from dafeng.measures.portfolio.effects import (
    QUANTITIES,
    Effects,
    changes,
    effects_of,
    totals,
)
from dafeng.measures.portfolio.problem import (
    Budget,
    Limit,
    Problem,
    Projects,
)
from dafeng.measures.portfolio.shared import rooms_of
from dafeng.measures.rates import Rates
from dafeng.measures.realised import PlaceProject
from dafeng.scenarios.central import CentralPath
from dafeng.scenarios.simulation import BASES

#: First year in which a portfolio can act: that of the 15th five-year plan.
FIRST_YEAR: Final = 2026


@dataclass(frozen=True, slots=True)
class Choices:
    """How a place wants its portfolio posed.

    Parameters
    ----------
    basis
        ``assessment``, ``territorial`` or ``park``.
    first
        First year of decision.
    rates
        Discount rates.
    budget_yearly, budget_total
        Investment [yuan at constant prices].
    limits
        Caps and targets on `QUANTITIES`.
    """

    basis: str = "assessment"
    first: int = FIRST_YEAR
    rates: Rates = field(default_factory=Rates)
    budget_yearly: float = np.inf
    budget_total: float = np.inf
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True)
class Posed:
    """A problem and what it was made from.

    Parameters
    ----------
    problem
        The problem.
    path
        Central path on which it builds.
    measures
        Measures in it, in the order of its axis.
    effects
        What each does.
    left_out
        Ids of measures that have no CO2 in the account to act on or are reported apart, and of
        projects that realise one of them.
    past
        Observed CO2 on the same basis [t] by year, in which a peak may already lie; empty if the
        place has entered none.
    """

    problem: Problem
    path: CentralPath
    measures: tuple[PlaceMeasure, ...]
    effects: Effects
    left_out: tuple[str, ...]
    past: Mapping[int, float] = field(default_factory=dict)


def posed(
    path: CentralPath,
    measures: Sequence[PlaceMeasure],
    choices: Choices | None = None,
    projects: Sequence[PlaceProject] = (),
    past: Mapping[int, float] | None = None,
) -> Posed:
    """Pose the problem of a place.

    Parameters
    ----------
    path
        Central path of the scenario on which the portfolio builds.
    measures
        Measures of the place with potentials and effects.
    choices
        How it is posed.
    projects
        Projects of the dossier, to go or not to go.
    past
        Observed CO2 on the same basis [t] by year.

    Raises
    ------
    MethodError
        If no measure acts on the place, or no year of decision lies on the path.
    """
    wish = choices or Choices()
    kept, left_out = usable(measures)
    if not kept or max(wish.first, path.years.labels[0] + 1) > path.years.labels[-1]:
        raise MethodError(
            Text(
                "没有可用的措施，或决策年份晚于目标年",
                "no measure acts on this place, or decisions would begin after the horizon",
            )
        )
    years = decided(path.years, wish.first)
    effects = effects_of(path, years, kept)
    offered, without = projects_on(years, kept, projects)
    problem = _problem(path, years, kept, effects, wish, offered)
    return Posed(problem, path, kept, effects, (*left_out, *without), past or {})


def decided(path: Axis[int], first: int = FIRST_YEAR) -> Axis[int]:
    """Return the years of decision on a path: from the first, after the base year, to the last."""
    return year_axis(max(first, path.labels[0] + 1), path.labels[-1])


def usable(measures: Sequence[PlaceMeasure]) -> tuple[tuple[PlaceMeasure, ...], tuple[str, ...]]:
    """Return the measures that act on energy or CO2 of the account, and ids of the others."""
    acting = [not m.measure.apart and m.potential.central > 0 for m in measures]
    kept = tuple(m for m, acts in zip(measures, acting, strict=True) if acts)
    return kept, tuple(m.measure.id for m, acts in zip(measures, acting, strict=True) if not acts)


def _problem(
    path: CentralPath,
    years: Axis[int],
    measures: tuple[PlaceMeasure, ...],
    effects: Effects,
    wish: Choices,
    projects: Projects,
) -> Problem:
    parts, count = BASES[wish.basis], len(years)
    potential = _potential(path, years, measures, effects)
    flat = np.ones((count, 1))
    investment = [m.measure.investment.central for m in measures]
    ids = [m.measure.id for m in measures]
    return Problem(
        years=years,
        measures=Axis("measure", tuple(ids)),
        names=tuple(m.measure.name for m in measures),
        quantities=Axis("quantity", QUANTITIES),
        base=totals(path, years, parts),
        effect=changes(path, years, effects, parts),
        potential=potential,
        build=_build(years, measures),
        lifetime=np.array([max(round(m.measure.lifetime), 1) for m in measures]),
        investment=flat * np.array(investment),
        running=flat * np.array([m.measure.running_cost for m in measures]),
        savings=flat * np.array([_saved(m) for m in measures]),
        budget=Budget(np.full(count, wish.budget_yearly), wish.budget_total),
        rooms=rooms_of(path, years, measures, effects, potential),
        projects=projects,
        limits=wish.limits,
        needs=_pairs(ids, [m.measure.prerequisites for m in measures]),
        one_of=_groups(ids, [m.measure.exclusions for m in measures]),
        rates=wish.rates,
    )


def _potential(
    path: CentralPath,
    years: Axis[int],
    measures: Sequence[PlaceMeasure],
    effects: Effects,
) -> Floats:
    """Return the potential in step with what it touches [effect unit/a] (year, measure).

    A potential that the place states as an amount shrinks with its rows and never grows.
    """
    at = [path.years.index(year) for year in years]
    touched = effects.touched.sum(axis=(2, 3)).T
    heads = (path.population / path.population[0])[at]
    demand = path.energy[:, :, path.baseline.carriers.index("electricity")].sum(axis=1)
    growth = {"population": heads, "demand": (demand / (demand[0] or 1.0))[at]}
    columns = [
        growth.get(m.measure.potential_basis, np.ones(len(at))) * m.potential.central
        if m.measure.lever == "supply"
        else touched[:, i]
        for i, m in enumerate(measures)
    ]
    most = np.array([m.potential.central if m.stated else np.inf for m in measures])
    return np.asarray(np.minimum(np.stack(columns, axis=1), most))


def _build(years: Axis[int], measures: Sequence[PlaceMeasure]) -> Floats:
    """Return what can be added each year, nothing before a measure's start (year, measure).

    Where the place states the year of full potential, as much a year as leads there from the
    start, ``potential / (end - start + 1)``; the measure's own pace otherwise.
    """
    begins = np.array([max(m.start or 0, years.labels[0]) for m in measures])
    pace = [
        m.build if m.end is None else m.potential.central / max(m.end - start + 1, 1)
        for m, start in zip(measures, begins.tolist(), strict=True)
    ]
    return np.asarray(np.array(pace) * (np.array(years.labels)[:, None] >= begins))


def _saved(measure: PlaceMeasure) -> float:
    """Return what a unit saves with its energy bill [yuan per effect unit]."""
    return measure.measure.savings + measure.bill


def _pairs(ids: Sequence[str], others: Sequence[Sequence[str]]) -> tuple[tuple[int, int], ...]:
    at = {name: i for i, name in enumerate(ids)}
    return tuple((i, at[o]) for i, names in enumerate(others) for o in names if o in at)


def _groups(ids: Sequence[str], others: Sequence[Sequence[str]]) -> tuple[tuple[int, ...], ...]:
    """Return pairs of measures that stand for the same base, each pair once."""
    found = {(min(pair), max(pair)) for pair in _pairs(ids, others)}
    return tuple(sorted(pair for pair in found if pair[0] != pair[1]))
