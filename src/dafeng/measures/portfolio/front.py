"""How does the least cost grow as less is emitted?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dafeng.axes import Floats
from dafeng.measures.portfolio import model as models
from dafeng.measures.portfolio import solve
from dafeng.measures.portfolio.problem import Problem


@dataclass(frozen=True, slots=True)
class Front:
    """Least cost for ever less CO2, from the cheapest portfolio to the one that emits least.

    Parameters
    ----------
    avoided
        CO2 avoided over all years [t] (point).
    cost, private_cost
        Discounted cost at the social rate, least, and of the same portfolio at the private rate
        [yuan] (point).
    investment
        Invested over all years at constant prices [yuan] (point).
    price
        Cost of one more tonne avoided, discounted to the first year [yuan/t] (point).
    """

    avoided: Floats
    cost: Floats
    private_cost: Floats
    investment: Floats
    price: Floats


def front(problem: Problem, points: int = 20) -> Front:
    """Return the front by tightening the emissions step by step, each from the last solution.

    Projects may be taken in part: the front is for screening, and a lower bound of the cost with
    whole projects.

    Parameters
    ----------
    problem
        What to choose from and what must hold.
    points
        Points from the cheapest portfolio to the one that emits least, both included.

    Raises
    ------
    InfeasibleError
        If no portfolio meets all limits.
    """
    ends = opened(problem)
    return swept(ends, np.linspace(ends.cheapest, ends.lowest, points))


@dataclass(frozen=True, slots=True)
class Opened:
    """A solved model and the two ends of its front.

    Parameters
    ----------
    model
        At the cheapest portfolio.
    cheapest, lowest
        Change of CO2 over all years of the cheapest portfolio and of the one that emits least [t].
    """

    model: models.Model
    cheapest: float
    lowest: float


def opened(problem: Problem) -> Opened:
    """Build the model and find the ends of its front; see `front`."""
    model = models.build(problem, relaxed=True)
    solve.run(model)
    cheapest = float(solve.values(model) @ models.emission(problem))
    return Opened(model, cheapest, _least(model))


def swept(ends: Opened, targets: Floats) -> Front:
    """Tighten the emissions target by target, each by a warm re-solve.

    Parameters
    ----------
    ends
        From `opened`.
    targets
        Change of CO2 over all years, ever lower, inside the ends [t] (point).
    """
    model, problem = ends.model, ends.model.problem
    row = model.first["emission"]
    scale = model.row_scale[row] * model.money
    portfolios, price = np.zeros((len(targets), model.columns)), np.zeros(len(targets))
    for point, most in enumerate(targets.tolist()):
        models.bound_row(model, "emission", 0, -np.inf, most + 1e-9 * abs(ends.lowest))
        solve.run(model)
        portfolios[point] = solve.values(model)
        price[point] = -model.highs.getSolution().row_dual[row] * scale
    weights = np.stack(
        [
            -models.emission(problem),
            model.cost,
            models.cost(problem, problem.rates.private),
            _spent(problem),
        ]
    )
    avoided, cost, private, invested = np.einsum("pc,wc->wp", portfolios, weights)
    return Front(avoided, cost, private, invested, price)


def _least(model: models.Model) -> float:
    """Return the least change of CO2 [t] and go back to the cheapest portfolio."""
    basis = model.highs.getBasis()
    lowest = solve.lowest_emission(model)
    model.highs.setBasis(basis)
    return lowest


def _spent(problem: Problem) -> Floats:
    """Return what one unit of each column invests, undiscounted [yuan] (column)."""
    projects = problem.projects.investment.sum(axis=0)
    nothing = np.zeros(problem.potential.size)
    return np.concatenate([nothing, problem.investment.ravel(), projects])
