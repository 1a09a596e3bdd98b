"""``dafeng portfolio``: what to do, when, at what cost, so that the peak holds?"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from dafeng.axes import Axis, year_axis
from dafeng.desk import account
from dafeng.desk.answers import Answer, AnswerTable
from dafeng.desk.building import compile_inventory
from dafeng.desk.opening import open_dossier
from dafeng.desk.portfolio_tables import (
    field_table,
    front_table,
    give_table,
    hold_table,
    measure_table,
    money_by_field,
    price_table,
    project_table,
    summary_table,
    total_table,
)
from dafeng.language import Text
from dafeng.measures.catalogue import Catalogue, catalogue_of
from dafeng.measures.portfolio.chance import hold_peak
from dafeng.measures.portfolio.credit import credit
from dafeng.measures.portfolio.drawn import Hold
from dafeng.measures.portfolio.explain import explain
from dafeng.measures.portfolio.front import front
from dafeng.measures.portfolio.joint import JointRun, in_use
from dafeng.measures.portfolio.limits import cap, least_share
from dafeng.measures.portfolio.place import FIRST_YEAR, Choices, Posed, posed
from dafeng.measures.portfolio.problem import Limit
from dafeng.measures.portfolio.solve import InfeasibleError, Portfolio, least_cost
from dafeng.measures.rates import Rates
from dafeng.reference.measures import FIELDS
from dafeng.scenarios.base_year import baseline_of
from dafeng.scenarios.central import central_path
from dafeng.scenarios.story import Scenario, own_scenarios, scenario

_REMARKS = (
    Text(
        "组合建立在所选情景之上：情景里已有的变化不再计算，措施作用于情景各行剩余的能耗",
        "the portfolio builds on the scenario chosen: what the scenario does by itself is not "
        "counted again, and measures act on the energy that its rows still have",
    ),
    Text(
        "减排量为联合运行之差，各领域份额为沙普利值，单项吨数不可相加；不按负的吨成本排序",
        "tonnes are differences of joint runs, shares of fields are Shapley values, tonnes per "
        "measure never add up; nothing is ranked by a negative cost per tonne",
    ),
    Text(
        "费用为不变价净现值（投资年金在期内的部分 + 运行费 − 节省的能源费），负值为净节省；"
        "未计交易成本与隐性成本",
        "cost is net present value at constant prices (the part of the investment's annuity inside "
        "the horizon + running cost - energy bills saved), negative where it saves; costs of "
        "transaction and other hidden costs are not in it",
    ),
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a portfolio; see `portfolio`."""

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


def portfolio(path: Path, wish: Wish, seed: int) -> Answer:
    """Choose measures and projects for a place.

    Parameters
    ----------
    path
        Dossier.
    wish
        What is asked: budgets [yuan], the year and level [t] of the peak and how surely it is to
        hold, the scenario on which it builds, points of a front; caps (quantity, year, [t] or
        [TJ]) and least non-fossil shares (year, [-]), straight between the years given and held
        after the last.
    seed
        Seed of the draws.
    """
    dossier = open_dossier(path).dossier
    inventory, _faults = compile_inventory(dossier)
    basis = account.plan_basis(dossier).value
    baseline = baseline_of(inventory, dossier)
    own = {s.id: s for s in own_scenarios(baseline, dossier.assumptions)}
    story = own.get(wish.scenario) or scenario(baseline, wish.scenario, dossier.assumptions)
    catalogue = catalogue_of(baseline, dossier, wish.rates)
    path_ahead = central_path(baseline, story)
    choices = _choices(wish, basis, path_ahead.years)
    asked = posed(path_ahead, catalogue.measures, choices, catalogue.projects)
    tables, facts = _answered(asked, catalogue, story, basis, wish, seed)
    return Answer(
        "portfolio",
        (dossier.identity.code, dossier.identity.name),
        tuple(t for t in tables if t.rows),
        (("basis", basis), ("scenario", wish.scenario), ("seed", seed), *facts),
        _REMARKS,
    )


def _choices(wish: Wish, basis: str, path: Axis[int]) -> Choices:
    years = year_axis(max(FIRST_YEAR, path.labels[0] + 1), path.labels[-1])
    return Choices(
        basis=basis,
        rates=wish.rates,
        budget_total=np.inf if wish.budget is None else wish.budget,
        budget_yearly=np.inf if wish.yearly_budget is None else wish.yearly_budget,
        limits=_limits(wish, years),
    )


def _limits(wish: Wish, years: Axis[int]) -> tuple[Limit, ...]:
    """Return the caps and the target for the share that are asked for."""
    last = years.labels[-1]
    by_quantity: dict[str, dict[int, float]] = {}
    for quantity, year, value in wish.caps:
        by_quantity.setdefault(quantity, {})[year] = value
    found = [cap(q, years, _held_on(points, last)) for q, points in by_quantity.items()]
    if wish.shares:
        found.append(least_share(years, _held_on(dict(wish.shares), last)))
    return tuple(found)


def _held_on(points: dict[int, float], last: int) -> dict[int, float]:
    return {last: points[max(points)], **points}


Facts = tuple[tuple[str, object], ...]


def _answered(
    asked: Posed, catalogue: Catalogue, story: Scenario, basis: str, wish: Wish, seed: int
) -> tuple[tuple[AnswerTable, ...], Facts]:
    held = None
    try:
        if wish.hold_by is None:
            found = least_cost(asked.problem)
        else:
            level = np.inf if wish.level is None else wish.level
            hold = Hold(wish.hold_by, level, wish.probability)
            held = hold_peak(asked, story, basis, hold, seed)
            found = held.portfolio
    except InfeasibleError:
        return (give_table(explain(asked.problem)),), (("feasible", False),)
    tables = [
        *([hold_table(held)] if held else []),
        summary_table(found),
        _merit(asked, found, basis),
        measure_table(asked, found),
        project_table(asked, found, catalogue),
        total_table(found),
        price_table(found),
    ]
    if wish.points:
        tables.append(front_table(front(asked.problem, wish.points)))
    facts: Facts = (("feasible", True), ("gap", found.gap), ("degenerate", found.degenerate))
    return tuple(tables), facts


def _merit(asked: Posed, found: Portfolio, basis: str) -> AnswerTable:
    """Return savings and tonnes by field, credited by joint runs."""
    used = in_use(found.operation).tolist()
    fields = [f for f in FIELDS if any(asked.measures[m].measure.field == f for m in used)]
    if not fields:
        return AnswerTable("fields", Text("各领域", "Fields"), (), ())
    joint = JointRun(asked, found.operation, basis)
    member = [asked.measures[m].measure.field for m in used]

    def avoided(coalition: frozenset[int]) -> float:
        names = {fields[i] for i in coalition}
        chosen = [m for m, name in zip(used, member, strict=True) if name in names]
        return float(joint.avoided(chosen).sum())

    credited = credit(avoided, len(fields), np.random.default_rng(0))
    invested, saved = money_by_field(found, used, member, fields)
    return field_table(fields, credited, invested, saved)
