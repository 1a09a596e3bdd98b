"""Which portfolio problem does a dossier pose, with what is wished on top?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from dafeng.axes import Axis
from dafeng.desk import account
from dafeng.desk.building import open_account
from dafeng.dossier.records import Dossier
from dafeng.errors import Fault
from dafeng.inventory.account import Inventory
from dafeng.inventory.comparable import comparable_totals
from dafeng.measures.catalogue import Catalogue, catalogue_of
from dafeng.measures.portfolio.early import Judged, judged
from dafeng.measures.portfolio.limits import cap, held_on, least_share
from dafeng.measures.portfolio.place import Choices, Posed, decided, posed
from dafeng.measures.portfolio.problem import Limit
from dafeng.measures.portfolio.targets import ReadTarget, Record, limits_from, read_targets
from dafeng.measures.rates import Rates
from dafeng.scenarios.base_year import baseline_of
from dafeng.scenarios.central import CentralPath, central_path
from dafeng.scenarios.observed import real_gdp
from dafeng.scenarios.stocks.place import stocks_of
from dafeng.scenarios.story import Scenario, own_scenarios, scenario


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a portfolio.

    Parameters
    ----------
    scenario
        Scenario on which it builds.
    hold_by, level, probability
        Year by which the peak lies, level [t] above which no year is, and how surely.
    budget, yearly_budget
        Investment [yuan at constant prices].
    points
        Points of a front; zero for none.
    caps, shares
        Caps (quantity, year, [t] or [TJ]) and least non-fossil shares (year, [-]), straight
        between the years given and held after the last.
    rates
        Discount rates.
    targets
        Whether the targets of the dossier are held too.
    """

    scenario: str = "current_policy"
    hold_by: int | None = None
    level: float | None = None
    probability: float = 0.8
    budget: float | None = None
    yearly_budget: float | None = None
    points: int = 0
    caps: tuple[tuple[str, int, float], ...] = ()
    shares: tuple[tuple[int, float], ...] = ()
    rates: Rates = field(default_factory=Rates)
    targets: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A place's problem with all that it was made from, and what was noticed on the way."""

    dossier: Dossier
    inventory: Inventory
    basis: str
    story: Scenario
    catalogue: Catalogue
    asked: Posed
    targets: tuple[ReadTarget, ...] = ()
    judged: tuple[Judged, ...] = ()
    faults: tuple[Fault, ...] = ()

    def limited(self, limits: tuple[Limit, ...]) -> Question:
        """Return the same question with other limits."""
        problem = replace(self.asked.problem, limits=limits)
        return replace(self, asked=replace(self.asked, problem=problem))


def question(path: Path, wish: Wish) -> Question:
    """Open a dossier and pose its portfolio problem.

    Parameters
    ----------
    path
        Dossier.
    wish
        What is asked.
    """
    opened = open_account(path)
    return pose(opened.dossier, opened.inventory, wish, opened.faults)


def pose(
    dossier: Dossier, inventory: Inventory, wish: Wish, faults: tuple[Fault, ...] = ()
) -> Question:
    """Pose the portfolio problem of a dossier whose account is compiled.

    Parameters
    ----------
    dossier, inventory
        The place and its account.
    wish
        What is asked.
    faults
        What was noticed on the way.

    Raises
    ------
    MethodError
        If no measure acts on the place, or its records do not suffice for a baseline.
    UnknownNameError
        If there is no such scenario.
    """
    basis = account.plan_basis(dossier)
    baseline = baseline_of(inventory, dossier)
    own = {s.id: s for s in own_scenarios(baseline, dossier.assumptions)}
    story = own.get(wish.scenario) or scenario(baseline, wish.scenario, dossier.assumptions)
    catalogue = catalogue_of(baseline, dossier, wish.rates)
    ahead = central_path(baseline, story, stocks_of(dossier))
    past = comparable_totals(inventory, basis)
    choices = _choices(wish, basis.value, ahead.years)
    read = _targets(dossier, ahead, basis.value, past) if wish.targets else ()
    read, early = judged(read, decided(ahead.years).labels[0], ahead, basis.value)
    choices = replace(choices, limits=(*choices.limits, *_held_to(read, ahead)))
    asked = posed(ahead, catalogue.measures, choices, catalogue.projects, past)
    return Question(dossier, inventory, basis.value, story, catalogue, asked, read, early, faults)


def _choices(wish: Wish, basis: str, path: Axis[int]) -> Choices:
    return Choices(
        basis=basis,
        rates=wish.rates,
        budget_total=np.inf if wish.budget is None else wish.budget,
        budget_yearly=np.inf if wish.yearly_budget is None else wish.yearly_budget,
        limits=_limits(wish, decided(path)),
    )


def _targets(
    dossier: Dossier, ahead: CentralPath, basis: str, past: Mapping[int, float]
) -> tuple[ReadTarget, ...]:
    gdp, _base, _remark = real_gdp(dossier)
    return read_targets(dossier.targets, ahead, basis, Record(past, gdp))


def _held_to(read: tuple[ReadTarget, ...], ahead: CentralPath) -> tuple[Limit, ...]:
    return limits_from(read, decided(ahead.years), ahead)


def _limits(wish: Wish, years: Axis[int]) -> tuple[Limit, ...]:
    """Return the caps and the target for the share that are asked for."""
    last = years.labels[-1]
    by_quantity: dict[str, dict[int, float]] = {}
    for quantity, year, value in wish.caps:
        by_quantity.setdefault(quantity, {})[year] = value
    found = [cap(q, years, held_on(points, last)) for q, points in by_quantity.items()]
    if wish.shares:
        found.append(least_share(years, held_on(dict(wish.shares), last)))
    return tuple(found)
