"""What would have to give where no portfolio meets all that is asked?

What is physical (potentials, build rates, energy that is there) stays hard. What is wished (caps,
targets, budgets) is made elastic: each wish may be missed at a penalty in proportion to its size,
and the least sum of misses is found, once with all wishes and once with each of them alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng.axes import Floats, Integers
from dafeng.language import Text, number
from dafeng.measures.portfolio import model as models
from dafeng.measures.portfolio import solve
from dafeng.measures.portfolio.model import Model
from dafeng.measures.portfolio.problem import Problem
from dafeng.measures.portfolio.rows import Block, before, sizes

#: Kinds of rows that are wishes.
_WISHES: Final = ("limit", "budget", "budget_total")

#: A miss below this share of the wish is none [-].
_SLIGHT: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Give:
    """One wish in one year that would have to give.

    Parameters
    ----------
    wish
        Id of the limit, ``budget`` or ``budget_total``.
    name
        Its name.
    year
        Year; None if over all years.
    asked, nearest
        What is asked, and what comes nearest to it where all else holds [unit of the name].
    raised
        Whether it is an upper bound that is raised.
    """

    wish: str
    name: Text
    year: int | None
    asked: float
    nearest: float
    raised: bool

    @property
    def amount(self) -> float:
        """Return by how much, above zero: a cap or budget is raised, a target lowered."""
        return abs(self.nearest - self.asked)

    @property
    def share(self) -> float | None:
        """Return by which share of what is asked [-]; None where nothing is asked."""
        return self.amount / abs(self.asked) if self.asked else None

    @property
    def text(self) -> Text:
        """Say it in both languages."""
        zh, en = ("提高到", "be raised") if self.raised else ("降低到", "be lowered")
        when = Text("各年合计：", "all years")
        if self.year is not None:
            when = Text(f"{self.year}年", f"{self.year}")
        ends = f"{number(self.asked)}", f"{number(self.nearest)}"
        return Text(
            f"{when.zh}{self.name.zh}须从 {ends[0]} {zh} {ends[1]}",
            f"{when.en}: {self.name.en} would have to {en} from {ends[0]} to {ends[1]}",
        )


@dataclass(frozen=True, slots=True)
class Explanation:
    """What would have to give.

    Parameters
    ----------
    together
        What gives where the sum of all misses, as shares of the size of each wish, is least.
    alone
        For each wish that could make room by itself: what it would have to give.
    """

    together: tuple[Give, ...]
    alone: tuple[tuple[str, tuple[Give, ...]], ...]


def explain(problem: Problem) -> Explanation:
    """Say which wishes would have to give so that a portfolio meets the rest.

    Parts of projects are allowed here, so the misses are the least that can be asked.

    Parameters
    ----------
    problem
        A problem without a solution; of one with a solution nothing has to give.
    """
    model, slacks = _elastic(problem)
    if not len(slacks.row):
        return Explanation((), ())
    together = _missed(model, slacks, np.ones(len(slacks.row), dtype=bool))
    alone = []
    for wish in dict.fromkeys(slacks.wish):
        found = _missed(model, slacks, np.array([w == wish for w in slacks.wish]))
        if found:
            alone.append((wish, found))
    return Explanation(together or (), tuple(alone) if together else ())


def least_misses(problem: Problem) -> tuple[Give, ...]:
    """Return what gives at least where all wishes may give; nothing if all can be met.

    Parameters
    ----------
    problem
        What is asked; parts of projects are allowed.
    """
    model, slacks = _elastic(problem)
    if not len(slacks.row):
        return ()
    return _missed(model, slacks, np.ones(len(slacks.row), dtype=bool)) or ()


def _elastic(problem: Problem) -> tuple[Model, _Slacks]:
    """Return a model in which wishes may give, and nothing else costs."""
    model = models.build(problem, relaxed=True)
    models.objective(model, np.zeros(model.columns))
    slacks = _slacks(model)
    if len(slacks.row):
        _add(model, slacks)
    return model, slacks


@dataclass(frozen=True, slots=True)
class _Slacks:
    """Elastic columns: row of the model, side (+1 raises an upper bound), size [own unit].

    `limit` and `at` are positions of the limit and of the year; -1 where there is none.
    """

    row: Integers
    side: Floats
    size: Floats
    bound: Floats
    limit: tuple[int, ...]
    at: tuple[int, ...]
    wish: tuple[str, ...]
    name: tuple[Text, ...]


def _slacks(model: Model) -> _Slacks:
    rows, sides, sizes, bounds, limits, ats, wishes, names = [], [], [], [], [], [], [], []
    for block in model.blocks:
        if block.kind not in _WISHES:
            continue
        for at in range(len(block.lower)):
            for side, bound in ((1.0, block.upper[at]), (-1.0, block.lower[at])):
                if np.isfinite(bound):
                    rows.append(model.first[block.kind] + at)
                    sides.append(side)
                    sizes.append(_size(model.problem, block, at))
                    wishes.append(_wish(model.problem, block, at))
                    names.append(_name(model.problem, block, at))
                    bounds.append(bound)
                    limits.append(int(block.what[at]) if block.kind == "limit" else -1)
                    ats.append(int(block.year[at]))
    row = np.array(rows, dtype=np.int64)
    where = (tuple(limits), tuple(ats), tuple(wishes), tuple(names))
    return _Slacks(row, np.array(sides), np.array(sizes), np.array(bounds), *where)


def _size(problem: Problem, block: Block, at: int) -> float:
    """Return the size of a wish: of the quantities in a limit, or of the budget."""
    if block.kind == "limit":
        weights = problem.limits[block.what[at]].weights[:, block.year[at]]
        size = float(np.abs(weights * problem.base[:, block.year[at]]).max())
    else:
        size = float(block.upper[at])
    return size or 1.0


def _wish(problem: Problem, block: Block, at: int) -> str:
    return problem.limits[block.what[at]].id if block.kind == "limit" else block.kind


def _name(problem: Problem, block: Block, at: int) -> Text:
    if block.kind == "budget":
        return Text("年度投资预算（元）", "the yearly budget [yuan]")
    if block.kind == "budget_total":
        return Text("投资总预算（元）", "the total budget [yuan]")
    return problem.limits[int(block.what[at])].name


def _add(model: Model, slacks: _Slacks) -> None:
    """Add one column per slack, in shares of the wish's size."""
    count = len(slacks.row)
    value = -slacks.side * slacks.size * model.row_scale[slacks.row]
    model.highs.addCols(
        count,
        np.ones(count),
        np.zeros(count),
        np.full(count, np.inf),
        count,
        np.arange(count, dtype=np.int32),
        slacks.row.astype(np.int32),
        value,
    )


def _missed(
    model: Model, slacks: _Slacks, may: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> tuple[Give, ...] | None:
    """Return the least misses when some wishes may give; None if that is not enough."""
    columns = (model.columns + np.arange(len(may))).astype(np.int32)
    upper = np.where(may, np.inf, 0.0)
    model.highs.changeColsBounds(len(may), columns, np.zeros(len(may)), upper)
    try:
        solve.run(model)
    except solve.InfeasibleError:
        return None
    found = np.asarray(model.highs.getSolution().col_value)[model.columns :]
    totals = _totals(model)
    return tuple(
        _give(model.problem, slacks, i, float(found[i]), totals)
        for i in np.flatnonzero(found > _SLIGHT).tolist()
    )


def _totals(model: Model) -> Floats:
    """Return the totals of what the solver has found (quantity, year)."""
    problem = model.problem
    years, measures, _ = sizes(problem)
    operation = solve.values(model)[: years * measures].reshape(years, measures)
    return np.asarray(problem.base + np.einsum("qtm,tm->qt", problem.effect, operation))


def _give(problem: Problem, slacks: _Slacks, i: int, missed: float, totals: Floats) -> Give:
    """Return one miss in the unit of its name."""
    at, side = slacks.at[i], float(slacks.side[i])
    year = None if at < 0 else problem.years.labels[at]
    limit = problem.limits[slacks.limit[i]] if slacks.limit[i] >= 0 else None
    share = limit.share_asked(at) if limit else None
    if limit is not None and share is not None:
        ends = (share, limit.share_of(totals, at))
    else:
        bound = _stated(problem, slacks, i)
        ends = (bound, bound + side * missed * float(slacks.size[i]))
        if limit is not None:
            ends = (limit.named(ends[0], at), limit.named(ends[1], at))
    return Give(slacks.wish[i], slacks.name[i], year, *ends, raised=side > 0)


def _stated(problem: Problem, slacks: _Slacks, i: int) -> float:
    """Return the bound of a wish as it was stated: rows of limits bound changes alone."""
    if slacks.limit[i] < 0:
        return float(slacks.bound[i])
    return float(slacks.bound[i] + before(problem, problem.limits[slacks.limit[i]])[slacks.at[i]])
