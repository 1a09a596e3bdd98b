"""How does a problem become a sparse model of the solver, scaled and labelled?

The model is written from index vectors in one go. Columns are scaled by the potential of their
measure, rows by their largest coefficient, money by the largest cost, so that the solver's
tolerances mean the same for a kiosk and for a steel works; what comes back is scaled back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from dafeng.axes import Floats, Integers
from dafeng.errors import MethodError
from dafeng.language import Text
from dafeng.measures.portfolio.problem import CO2, Problem, charged, discount
from dafeng.measures.portfolio.rows import Block, blocks, sizes

if TYPE_CHECKING:
    import highspy

#: Size of the largest scaled cost: well above the solver's tolerance of 1e-7.
_LARGEST_COST: Final = 1e3


@dataclass(frozen=True, slots=True)
class Model:
    """A problem in the solver.

    Parameters
    ----------
    problem
        What was asked.
    highs
        The solver with the model in it.
    blocks
        Rows by kind, in the order of the model.
    first
        First row of each kind.
    column_scale
        Own unit per scaled unit (column).
    row_scale
        Scaled unit per own unit (row).
    cost
        Discounted cost at the social rate [yuan per own unit] (column).
    money
        Yuan per scaled unit of the objective.
    """

    problem: Problem
    highs: highspy.Highs
    blocks: tuple[Block, ...]
    first: dict[str, int]
    column_scale: Floats
    row_scale: Floats
    cost: Floats
    money: float

    @property
    def columns(self) -> int:
        """Return the number of columns of the portfolio itself."""
        return len(self.cost)

    def block(self, kind: str) -> Block | None:
        """Return the rows of one kind, None if there are none."""
        return next((b for b in self.blocks if b.kind == kind), None)


def build(problem: Problem, *, relaxed: bool = False) -> Model:
    """Write the problem into the solver; cost is the objective until another is set.

    Parameters
    ----------
    problem
        What is asked.
    relaxed
        Whether parts of projects may be taken (for bounds and screening).
    """
    parts = tuple(blocks(problem))
    first = dict(
        zip(
            (b.kind for b in parts),
            np.cumsum([0, *(len(b.lower) for b in parts)]).tolist(),
            strict=False,
        )
    )
    scale = _column_scale(problem)
    costs = cost(problem, problem.rates.social)
    money = float(np.abs(costs * scale).max(initial=0.0)) / _LARGEST_COST or 1.0
    highs = _solver()
    _add_columns(highs, problem, scale, costs * scale / money)
    row_scale = _add_rows(highs, parts, scale)
    model = Model(problem, highs, parts, first, scale, row_scale, costs, money)
    if not relaxed:
        whole(model, yes=True)
    return model


def cost(problem: Problem, rate: float) -> Floats:
    """Return the discounted cost of one unit of each column [yuan per own unit] (column)."""
    years = len(problem.years)
    weight = discount(problem.years, rate)[:, None]
    building = problem.investment * weight * charged(years, problem.lifetime, rate)
    running = (problem.running - problem.savings) * weight
    projects = problem.projects
    share = charged(years, projects.lifetime, rate)[projects.start, np.arange(len(projects.start))]
    taking = (projects.investment * weight).sum(axis=0) * share
    taking += (projects.running * weight).sum(axis=0)
    return np.concatenate([running.ravel(), building.ravel(), taking])


def emission(problem: Problem) -> Floats:
    """Return the change of CO2 over all years of one unit of each column [t] (column)."""
    years, measures, count = sizes(problem)
    change = problem.effect[problem.quantities.index(CO2)].ravel()
    return np.concatenate([change, np.zeros(years * measures + count)])


def whole(model: Model, *, yes: bool) -> None:
    """Ask for whole projects, or allow parts of them."""
    import highspy

    years, measures, count = sizes(model.problem)
    if count:
        kind = highspy.HighsVarType.kInteger if yes else highspy.HighsVarType.kContinuous
        columns = (2 * years * measures + np.arange(count)).astype(np.int32)
        model.highs.changeColsIntegrality(count, columns, np.full(count, kind))


def objective(model: Model, costs: Floats) -> None:
    """Set what is made least [scaled unit per scaled column] (column of the portfolio)."""
    columns = np.arange(len(costs), dtype=np.int32)
    model.highs.changeColsCost(len(costs), columns, costs)


def bound_row(model: Model, kind: str, position: int, lower: float, upper: float) -> None:
    """Change the bounds of one row [own unit]."""
    row = model.first[kind] + position
    scale = model.row_scale[row]
    model.highs.changeRowBounds(row, lower * scale, upper * scale)


def _solver() -> highspy.Highs:
    import highspy

    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", 0),
        ("primal_feasibility_tolerance", 1e-8),
        ("dual_feasibility_tolerance", 1e-8),
        ("mip_feasibility_tolerance", 1e-8),
        ("simplex_dual_edge_weight_strategy", 1),  # Devex: measured a third faster here
        ("simplex_scale_strategy", 0),  # the model comes scaled: a quarter fewer pivots in a sweep
    ):
        highs.setOptionValue(option, value)
    return highs


def _column_scale(problem: Problem) -> Floats:
    years, _, count = sizes(problem)
    most = problem.potential.max(axis=0, initial=0.0)
    most = np.where(most > 0, most, 1.0)
    return np.concatenate([np.tile(most, 2 * years), np.ones(count)])


def _add_columns(highs: highspy.Highs, problem: Problem, scale: Floats, costs: Floats) -> None:
    upper = np.concatenate(
        [problem.potential.ravel(), problem.build.ravel(), np.ones(sizes(problem)[2])]
    )
    none = np.zeros(0, dtype=np.int32)
    highs.addCols(
        len(costs), costs, np.zeros(len(costs)), upper / scale, 0, none, none, np.zeros(0)
    )


def _add_rows(highs: highspy.Highs, parts: tuple[Block, ...], scale: Floats) -> Floats:
    """Add all rows; return the scale of each."""
    if not parts:
        return np.zeros(0)
    counts = [len(b.lower) for b in parts]
    starts = np.cumsum([0, *counts[:-1]])
    row = np.concatenate([b.row + s for b, s in zip(parts, starts, strict=True)])
    column = np.concatenate([b.column for b in parts])
    value = np.concatenate([b.value for b in parts]) * scale[column]
    lower = np.concatenate([b.lower for b in parts])
    upper = np.concatenate([b.upper for b in parts])
    rows = sum(counts)
    return write_rows(highs, (row, column, value), lower, upper, rows)


def write_rows(
    highs: highspy.Highs,
    entries: tuple[Integers, Integers, Floats],
    lower: Floats,
    upper: Floats,
    rows: int,
) -> Floats:
    """Add rows given by index vectors, scaled to a largest coefficient of one.

    Parameters
    ----------
    highs
        The solver.
    entries
        Row from zero, column, value per scaled column.
    lower, upper
        Bounds in own units (row).
    rows
        Number of rows.

    Returns
    -------
    Floats
        Scaled unit per own unit (row).
    """
    row, column, value = _merged(*entries)
    largest = np.zeros(rows)
    np.maximum.at(largest, row, np.abs(value))
    row_scale = 1 / np.where(largest > 0, largest, 1.0)
    starts = np.searchsorted(row, np.arange(rows)).astype(np.int32)
    status = highs.addRows(
        rows,
        lower * row_scale,
        upper * row_scale,
        len(row),
        starts,
        column.astype(np.int32),
        value * row_scale[row],
    )
    _require(status)
    return row_scale


def _merged(row: Integers, column: Integers, value: Floats) -> tuple[Integers, Integers, Floats]:
    """Sort entries by row and column and add up those that stand in the same place."""
    order = np.lexsort((column, row))
    row, column, value = row[order], column[order], value[order]
    new = np.ones(len(row), dtype=bool)
    new[1:] = (row[1:] != row[:-1]) | (column[1:] != column[:-1])
    if not new.all():
        value = np.add.reduceat(value, np.flatnonzero(new))
    return row[new], column[new], value


def _require(status: highspy.HighsStatus) -> None:
    import highspy

    if status == highspy.HighsStatus.kError:
        raise MethodError(Text("求解器不接受该模型", "the solver does not take the model"))
