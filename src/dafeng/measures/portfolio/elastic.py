"""How far are wishes missed at least, where they may give?

What is physical (potentials, build rates, energy that is there) stays hard. A wish (cap, target,
budget) may be missed at a penalty in proportion to its size, and the least sum is found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng.axes import Floats
from dafeng.language import Text, number
from dafeng.measures.portfolio import model as models
from dafeng.measures.portfolio import solve
from dafeng.measures.portfolio.model import Model
from dafeng.measures.portfolio.problem import Limit, Problem
from dafeng.measures.portfolio.rows import Block, before, sizes

#: Names of the wishes that are no limits, by the kind of their rows.
_BUDGETS: Final = {
    "budget": Text("年度投资预算（元）", "the yearly budget [yuan]"),
    "budget_total": Text("投资总预算（元）", "the total budget [yuan]"),
}

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
class Slack:
    """One wish in one year that may be missed.

    Parameters
    ----------
    wish, name
        Id of the limit, ``budget`` or ``budget_total``, and its name.
    row
        Row of the model.
    side
        +1 where an upper bound is raised, -1 where a lower one is lowered.
    size, bound
        Size of the wish, and what is asked [own unit].
    at
        Position of the year; None if over all years.
    limit
        Position of the limit; None if it is a budget.
    """

    wish: str
    name: Text
    row: int
    side: float
    size: float
    bound: float
    at: int | None
    limit: int | None


@dataclass(frozen=True, slots=True)
class Elastic:
    """A model in which wishes may give, and nothing else costs."""

    model: Model
    slacks: tuple[Slack, ...]


def elastic(problem: Problem, first: int | None = None, *, relaxed: bool = True) -> Elastic:
    """Return a model in which wishes may give.

    Parameters
    ----------
    problem
        What is asked.
    first
        Position of the first limit that may give; those before it and the budgets stay hard. None
        where all wishes may.
    relaxed
        Whether parts of projects may be taken.
    """
    model = models.build(problem, relaxed=relaxed)
    models.objective(model, np.zeros(model.columns))
    slacks = tuple(slack for slack in _slacks(model) if first is None or _from(slack, first))
    if slacks:
        _add(model, slacks)
    return Elastic(model, slacks)


def least(
    of: Elastic, may: tuple[bool, ...] = (), counts: tuple[bool, ...] = ()
) -> dict[int, Give] | None:
    """Return what gives at least, by the position of its slack; None if that is not enough.

    Parameters
    ----------
    of
        The model.
    may
        Which slacks may be used; all if empty.
    counts
        Which slacks count in the sum that is made least; all if empty.
    """
    count = len(of.slacks)
    if not count:
        return {}
    highs, columns = of.model.highs, (of.model.columns + np.arange(count)).astype(np.int32)
    upper = np.where(np.array(may or (True,) * count), np.inf, 0.0)
    highs.changeColsBounds(count, columns, np.zeros(count), upper)
    highs.changeColsCost(count, columns, np.array(counts or (True,) * count, dtype=np.float64))
    try:
        solve.run(of.model)
    except solve.InfeasibleError:
        return None
    found = np.asarray(highs.getSolution().col_value)[of.model.columns :]
    totals = _totals(of.model)
    return {
        i: _give(of.model.problem, of.slacks[i], float(found[i]), totals)
        for i in np.flatnonzero(found > _SLIGHT).tolist()
    }


def _from(slack: Slack, first: int) -> bool:
    return slack.limit is not None and slack.limit >= first


def _slacks(model: Model) -> Iterator[Slack]:
    for block in model.blocks:
        if block.kind != "limit" and block.kind not in _BUDGETS:
            continue
        for at in range(len(block.lower)):
            for side, bound in ((1.0, block.upper[at]), (-1.0, block.lower[at])):
                if np.isfinite(bound):
                    yield _slack(model, block, at, side, float(bound))


def _slack(model: Model, block: Block, at: int, side: float, bound: float) -> Slack:
    row, year = model.first[block.kind] + at, int(block.year[at])
    when = None if year < 0 else year
    if block.kind != "limit":
        name = _BUDGETS[block.kind]
        return Slack(block.kind, name, row, side, bound or 1.0, bound, when, None)
    position = int(block.what[at])
    limit = model.problem.limits[position]
    size = _size(model.problem, limit, year)
    # rows of limits bound changes alone
    stated = bound + float(before(model.problem, limit)[year])
    return Slack(limit.id, limit.name, row, side, size, stated, when, position)


def _size(problem: Problem, limit: Limit, year: int) -> float:
    """Return the size of a limit: of the quantities in it."""
    return float(np.abs(limit.weights[:, year] * problem.base[:, year]).max()) or 1.0


def _add(model: Model, slacks: tuple[Slack, ...]) -> None:
    """Add one column per slack, in shares of the wish's size."""
    count = len(slacks)
    rows = np.array([slack.row for slack in slacks], dtype=np.int32)
    value = -np.array([slack.side * slack.size for slack in slacks]) * model.row_scale[rows]
    model.highs.addCols(
        count,
        np.ones(count),
        np.zeros(count),
        np.full(count, np.inf),
        count,
        np.arange(count, dtype=np.int32),
        rows,
        value,
    )


def _totals(model: Model) -> Floats:
    """Return the totals of what the solver has found (quantity, year)."""
    problem = model.problem
    years, measures, _ = sizes(problem)
    operation = solve.values(model)[: years * measures].reshape(years, measures)
    return np.asarray(problem.base + np.einsum("qtm,tm->qt", problem.effect, operation))


def _give(problem: Problem, slack: Slack, missed: float, totals: Floats) -> Give:
    """Return one miss in the unit of its name."""
    year = None if slack.at is None else problem.years.labels[slack.at]
    ends = (slack.bound, slack.bound + slack.side * missed * slack.size)
    if slack.limit is not None and slack.at is not None:
        limit = problem.limits[slack.limit]
        share = limit.share_asked(slack.at)
        if share is not None:
            ends = (share, limit.share_of(totals, slack.at))
        else:
            ends = (limit.named(ends[0], slack.at), limit.named(ends[1], slack.at))
    return Give(slack.wish, slack.name, year, *ends, raised=slack.side > 0)
