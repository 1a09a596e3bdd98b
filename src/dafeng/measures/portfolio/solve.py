"""Which portfolio costs least, or emits least, and what is each limit worth?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from dafeng.axes import Booleans, Floats
from dafeng.errors import MethodError
from dafeng.language import Text
from dafeng.measures.portfolio import model as models
from dafeng.measures.portfolio.model import Model
from dafeng.measures.portfolio.problem import CO2, Problem, discount
from dafeng.measures.portfolio.rows import sizes

if TYPE_CHECKING:
    import highspy

#: Gap at which a search over projects stops [-], and the time that it may take at all [s].
GAP: Final = 1e-3
TIME_LIMIT: Final = 300.0

#: Nodes after which a search over projects stops, on any machine alike: 300 measures with 40 of
#: them need one.
NODES: Final = 1_000

#: Reduced costs smaller than this are zero: another portfolio is as good [scaled].
_TIE: Final = 1e-7

#: A whole choice is taken above this; a price below this is none [yuan]; the solver's word for a
#: solution that meets all rows.
_HALF: Final = 0.5
_NO_PRICE: Final = 1e-9
_FEASIBLE: Final = 2

#: What is tried in turn where the solver stops without a verdict: only a fresh start, its own
#: scaling, the interior point method.
_OTHER_WAYS: Final[tuple[tuple[str, int | str], ...]] = (
    ("simplex_scale_strategy", 0),
    ("simplex_scale_strategy", 2),
    ("solver", "ipm"),
)

#: Kinds of rows whose price is told, beside rooms.
_PRICED: Final = ("limit", "budget", "budget_total", "emission")


@dataclass(frozen=True, slots=True)
class Price:
    """What one more unit of a limit would save.

    Parameters
    ----------
    kind
        ``limit``, ``budget``, ``budget_total``, ``emission``, ``room`` or ``chance``.
    what
        Id of the limit or label of the room.
    year
        Year; None if it is over all years.
    value
        Cost saved per unit of relief, in money of that year (over all years: of the first)
        [yuan per own unit].
    """

    kind: str
    what: str
    year: int | None
    value: float


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What to deploy and which projects to take.

    Parameters
    ----------
    problem
        What was asked.
    operation
        In operation [effect unit/a] (year, measure), projects included.
    building
        Built apart from projects [effect unit/a] (year, measure).
    taken
        Whether a choice is taken (choice).
    cost
        Discounted net cost at the social rate [yuan].
    private_cost
        The same portfolio at the private rate [yuan].
    totals
        Quantities with the portfolio [own unit] (quantity, year).
    gap
        Relative distance to the best bound [-]; NaN where the solver was stopped and cannot tell.
    prices
        Shadow prices, of the linear problem with the projects as taken.
    degenerate
        Whether another portfolio costs as much or a price could be another one.
    """

    problem: Problem
    operation: Floats
    building: Floats
    taken: Booleans
    cost: float
    private_cost: float
    totals: Floats
    gap: float
    prices: tuple[Price, ...]
    degenerate: bool

    @property
    def avoided(self) -> float:
        """Return CO2 avoided over all years [t], counted jointly."""
        at = self.problem.quantities.index(CO2)
        return float((self.problem.base[at] - self.totals[at]).sum())

    @property
    def investment(self) -> Floats:
        """Return what is invested [yuan at constant prices] (year)."""
        own = (self.problem.investment * self.building).sum(axis=1)
        return np.asarray(own + self.problem.projects.investment @ self.taken)


class InfeasibleError(MethodError):
    """No portfolio meets all limits; `dafeng.measures.portfolio.explain` says what would give."""

    code = "infeasible"


def least_cost(problem: Problem, gap: float = GAP, time_limit: float = TIME_LIMIT) -> Portfolio:
    """Return the portfolio of least discounted cost at the social rate.

    Parameters
    ----------
    problem
        What to choose from and what must hold.
    gap
        Relative gap at which a search over projects stops [-].
    time_limit
        Time of the search [s], where `NODES` do not end it before; the best portfolio so far is
        returned with its gap.

    Raises
    ------
    InfeasibleError
        If no portfolio meets all limits.
    """
    model = models.build(problem)
    return solved(model, gap, time_limit)


def least_emissions(
    problem: Problem, gap: float = GAP, time_limit: float = TIME_LIMIT
) -> Portfolio:
    """Return the cheapest of the portfolios that emit least under the budgets.

    Among whole projects all that lie within the gap of the search count as least: which of them is
    the very least is not known, and to ask for it would cost the search a minute.
    """
    model = models.build(problem)
    lowest = lowest_emission(model, gap, time_limit)
    slack = gap if sizes(problem)[2] else 1e-7
    models.bound_row(model, "emission", 0, -np.inf, lowest + slack * abs(lowest))
    return solved(model, gap, time_limit)


def lowest_emission(model: Model, gap: float = GAP, time_limit: float = TIME_LIMIT) -> float:
    """Return the least change of CO2 over all years [t], and set the objective back to cost."""
    change = models.emission(model.problem) * model.column_scale
    size = float(np.abs(change).max(initial=0.0)) or 1.0
    models.objective(model, change / size * 1e3)
    run(model, gap, time_limit)
    found = float(values(model) @ models.emission(model.problem))
    models.objective(model, model.cost * model.column_scale / model.money)
    return found


def solved(model: Model, gap: float = GAP, time_limit: float = TIME_LIMIT) -> Portfolio:
    """Solve a model as it stands and read the portfolio."""
    reached = run(model, gap, time_limit)
    found = values(model)
    years, measures, count = sizes(model.problem)
    taken = found[2 * years * measures :] > _HALF
    if count:
        _fix_projects(model, taken)
        run(model, gap, time_limit)
        found = values(model)
    prices, ties = _prices(model)
    portfolio = _portfolio(model, found, taken, reached, prices, ties)
    if count:
        _free_projects(model)
    return portfolio


def run(model: Model, gap: float = GAP, time_limit: float = TIME_LIMIT) -> float:
    """Run the solver; return the relative gap it has reached, NaN where it cannot tell.

    Where it stops without a verdict, as it can from the basis of a model that was changed since,
    it starts anew, then scales the model itself, then takes another method.

    Raises
    ------
    InfeasibleError
        If there is no solution.
    MethodError
        If the solver gives up in every way.
    """
    status = attempt(model, gap, time_limit)
    for option, value in _OTHER_WAYS:
        if status in _verdicts():
            break
        status = _tried_anew(model, (gap, time_limit), option, value)
    return _reached(model, status)


def _verdicts() -> tuple[highspy.HighsModelStatus, ...]:
    """Return the states in which the solver knows what is the case, or has no more room."""
    import highspy

    kinds = highspy.HighsModelStatus
    infeasible = (kinds.kInfeasible, kinds.kUnboundedOrInfeasible)
    return (*infeasible, kinds.kOptimal, kinds.kSolutionLimit, kinds.kTimeLimit)


def attempt(model: Model, gap: float, time_limit: float) -> highspy.HighsModelStatus:
    """Run the solver once; return in what state it stops."""
    highs = model.highs
    highs.setOptionValue("mip_rel_gap", gap)
    highs.setOptionValue("mip_max_nodes", NODES)
    highs.setOptionValue("time_limit", highs.getRunTime() + time_limit)
    highs.run()
    return highs.getModelStatus()


def _tried_anew(
    model: Model, limits: tuple[float, float], option: str, value: int | str
) -> highspy.HighsModelStatus:
    """Run without what is left of earlier runs, with one option changed for this once."""
    highs = model.highs
    _, before = highs.getOptionValue(option)
    highs.clearSolver()
    highs.setOptionValue(option, value)
    status = attempt(model, *limits)
    highs.setOptionValue(option, before)
    return status


def _reached(model: Model, status: highspy.HighsModelStatus) -> float:
    """Return the gap of a run that found a solution."""
    infeasible, unclear, optimal, *stopped = _verdicts()
    if status in (infeasible, unclear):
        raise InfeasibleError(
            Text("没有组合能同时满足全部约束", "no portfolio meets all the limits")
        )
    info = model.highs.getInfo()
    found = info.primal_solution_status == _FEASIBLE
    if status in stopped and not found:
        raise MethodError(
            Text(
                "求解器在限定的搜索内未找到任何组合；可减少重点工程或目标后再试",
                "the solver found no portfolio within its search; try again with fewer projects or "
                "targets",
            )
        )
    if status not in (optimal, *stopped) or not found:
        what = model.highs.modelStatusToString(status)
        raise MethodError(
            Text(
                f"求解器换用{len(_OTHER_WAYS)}种方法后仍无结论（{what}）；"
                "通常因目标或项目数值相差过大，请核对其单位",
                f"the solver came to no verdict ({what}), in {len(_OTHER_WAYS)} other ways "
                "either; as a rule figures of targets or projects are far apart: check their units",
            )
        )
    if info.mip_node_count >= 0:
        return float(info.mip_gap)
    return 0.0 if status == optimal else float("nan")


def values(model: Model) -> Floats:
    """Return the portfolio's columns in own units (column)."""
    found = np.asarray(model.highs.getSolution().col_value)[: model.columns]
    return np.asarray(np.maximum(found, 0.0) * model.column_scale)


def _fix_projects(model: Model, taken: Booleans) -> None:
    models.whole(model, yes=False)
    _bound_projects(model, taken.astype(float), taken.astype(float))


def _free_projects(model: Model) -> None:
    count = len(model.problem.projects.project)
    _bound_projects(model, np.zeros(count), np.ones(count))
    models.whole(model, yes=True)


def _bound_projects(model: Model, lower: Floats, upper: Floats) -> None:
    years, measures, count = sizes(model.problem)
    columns = (2 * years * measures + np.arange(count)).astype(np.int32)
    model.highs.changeColsBounds(count, columns, lower, upper)


def _prices(model: Model) -> tuple[tuple[Price, ...], bool]:
    """Read shadow prices; say whether the solution or its prices may not be the only ones."""
    solution = model.highs.getSolution()
    dual = np.asarray(solution.row_dual)[: len(model.row_scale)] * model.row_scale * model.money
    weight = discount(model.problem.years, model.problem.rates.social)
    prices = []
    for block in model.blocks:
        if block.kind not in (*_PRICED, "room"):
            continue
        at = model.first[block.kind]
        own = dual[at : at + len(block.lower)]
        own = np.where(block.year >= 0, own / weight[block.year], own)
        prices += [
            _price(model.problem, block.kind, block.what[row], block.year[row], own[row])
            for row in np.flatnonzero(np.abs(own) > _NO_PRICE)
        ]
    return tuple(prices), _ties(model)


def _price(problem: Problem, kind: str, what: int, year: int, value: float) -> Price:
    names = {"limit": [limit.id for limit in problem.limits], "room": list(problem.rooms.labels)}
    label = names[kind][what] if kind in names else kind
    return Price(kind, label, problem.years.labels[year] if year >= 0 else None, -float(value))


def _ties(model: Model) -> bool:
    """Say whether a basic value lies at its bound or a non-basic one has no reduced cost."""
    import highspy

    solution, lp, basis = model.highs.getSolution(), model.highs.getLp(), model.highs.getBasis()
    if not basis.valid:
        return False
    basic = np.array([s == highspy.HighsBasisStatus.kBasic for s in basis.col_status])
    value, reduced = np.asarray(solution.col_value), np.asarray(solution.col_dual)
    lower, upper = np.asarray(lp.col_lower_), np.asarray(lp.col_upper_)
    movable = upper > lower
    free = ~basic & movable & (np.abs(reduced) < _TIE)
    at_bound = basic & (np.minimum(value - lower, upper - value) < _TIE)
    return bool(free.any() or at_bound.any())


def _portfolio(
    model: Model, found: Floats, taken: Booleans, gap: float, prices: tuple[Price, ...], ties: bool
) -> Portfolio:
    problem = model.problem
    years, measures, _ = sizes(problem)
    operation, building = found[: 2 * years * measures].reshape(2, years, measures)
    totals = problem.base + np.einsum("qtm,tm->qt", problem.effect, operation)
    exact = np.concatenate([found[: 2 * years * measures], taken.astype(float)])
    return Portfolio(
        problem=problem,
        operation=operation,
        building=building,
        taken=taken,
        cost=float(model.cost @ exact),
        private_cost=float(models.cost(problem, problem.rates.private) @ exact),
        totals=totals,
        gap=gap,
        prices=prices,
        degenerate=ties,
    )
