"""How far do the worst draws overshoot, and which portfolio bounds that at least cost?

With ``x[d]`` the largest of ``E[d, t] - level`` over all years and ``E[d, t] - E[d, anchor]`` over
the years after the one by which the peak lies, the mean of the worst draws is bounded (CVaR):

``eta + 1 / ((1 - p) N) sum_d z[d] <= margin``, ``z[d] >= x[d] - eta``, ``z[d] >= 0``.

Any year up to the asked one may be the anchor: if no later year is above it, the peak lies by then.

References
----------
Rockafellar, R. T. and Uryasev, S. (2000). Optimization of conditional value-at-risk. Journal of
Risk 2, 21-41, doi:10.21314/JOR.2000.038.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from dafeng.axes import Floats, Integers
from dafeng.measures.portfolio import model as models
from dafeng.measures.portfolio import solve
from dafeng.measures.portfolio.drawn import Drawn, Hold, above_before, with_portfolio
from dafeng.measures.portfolio.model import Model
from dafeng.measures.portfolio.problem import Problem
from dafeng.measures.portfolio.rows import sizes
from dafeng.measures.portfolio.solve import Portfolio

#: Rounds in which rows are added.
_ROUNDS: Final = 40

#: Room left to the solver beside the least tail [share of a hundredth of the emissions].
_ROOM: Final = 0.02

#: The surest that a tail is asked to be: its mean then still has draws to stand on [-].
_SUREST: Final = 0.98

#: An overshoot smaller than this share of a hundredth of the emissions is none [-].
_SLIGHT: Final = 1e-4


@dataclass(frozen=True, slots=True)
class Tail:
    """The rows of the tail in a model; rows of single years are added where they are needed.

    Columns after the portfolio's: effect by group and year, eta, then ``z`` of each draw, all in
    `unit` [t]; `rows` are the known (year, draw, kind) rows.
    """

    model: Model
    change: Floats
    drawn: Drawn
    hold: Hold
    sure: float
    anchor: Integers
    unit: float
    first: int
    row: int
    known: set[tuple[int, int, bool]]

    def at(self, margin: float) -> Portfolio:
        """Return the cheapest portfolio whose tail overshoots by a margin at most [t]."""
        self.model.highs.changeRowBounds(self.row, -np.inf, margin / self.unit)
        for _ in range(_ROUNDS):
            found = solve.solved(self.model)
            if not self._added(found):
                break
        return found

    def least(self) -> float:
        """Return the least margin that can be kept [t], with some room for the solver."""
        highs = self.model.highs
        costs = np.asarray(highs.getLp().col_cost_)
        highs.changeRowBounds(self.row, -np.inf, np.inf)
        everything = np.arange(len(costs), dtype=np.int32)
        highs.changeColsCost(len(costs), everything, self._tail_cost(len(costs)))
        if sizes(self.model.problem)[2]:
            models.whole(self.model, yes=False)  # parts of projects need nearly the same rows
            self._lowest()
            models.whole(self.model, yes=True)
        lowest = self._lowest()
        highs.changeColsCost(len(costs), everything, costs)
        return lowest + _ROOM * self.unit

    def _lowest(self) -> float:
        """Return the least tail [t], with the rows added that it needs."""
        for _ in range(_ROUNDS):
            solve.run(self.model)
            lowest = float(self.model.highs.getObjectiveValue()) * self.unit
            operation = solve.values(self.model)[: self._cells].reshape(self.change.shape[1:])
            if not self._added_for(operation):
                break
        return lowest

    def overshoot(self, portfolio: Portfolio) -> float:
        """Return the CVaR of the overshoot of a portfolio on the draws of the tail [t]."""
        worst = np.sort(self._overshoots(portfolio.operation).max(axis=(0, 1)))[::-1]
        count = max(round((1 - self.sure) * len(worst)), 1)
        return float(worst[:count].mean())

    @property
    def _cells(self) -> int:
        return int(np.prod(self.change.shape[1:]))

    def _tail_cost(self, columns: int) -> Floats:
        draws, cost = self.drawn.totals.shape[1], np.zeros(columns)
        eta = self.first + self.change.shape[0] * self.change.shape[1]
        cost[eta] = 1.0
        cost[eta + 1 :] = 1 / ((1 - self.sure) * draws)
        return cost

    def _overshoots(self, operation: Floats) -> Floats:
        """Return overshoot over the level and over the anchor [t] (kind, year, draw)."""
        effect = np.einsum("gtm,tm->gt", self.change, operation)
        totals = with_portfolio(self.drawn, effect)
        over = np.full((2, *totals.shape), -np.inf)
        if np.isfinite(self.hold.level):
            over[0, self.drawn.past :] = totals[self.drawn.past :] - self.hold.level
        late = np.array(self.drawn.years.labels) > self.hold.by
        anchors = np.take_along_axis(totals, self.anchor[None, :], axis=0)
        over[1, late] = (totals - anchors)[late]
        return over

    def _added(self, portfolio: Portfolio) -> bool:
        return self._added_for(portfolio.operation)

    def _added_for(self, operation: Floats) -> bool:
        """Add the row of the worst year of each draw that lies above what the model knows."""
        over = self._overshoots(operation).reshape(2 * len(self.drawn.years), -1)
        worst = over.argmax(axis=0)
        allowed = self._allowed()
        draws = np.flatnonzero(over.max(axis=0) > allowed + _SLIGHT * self.unit)
        fresh = [
            (int(worst[d]) % len(self.drawn.years), int(d), int(worst[d]) < len(self.drawn.years))
            for d in draws
        ]
        fresh = [row for row in fresh if row not in self.known]
        if fresh:
            self.add(fresh)
        return bool(fresh)

    def _allowed(self) -> Floats:
        """Return ``eta + z`` of the present solution [t] (draw)."""
        found = np.asarray(self.model.highs.getSolution().col_value)
        eta = self.first + self.change.shape[0] * self.change.shape[1]
        return np.asarray((found[eta] + found[eta + 1 :]) * self.unit)

    def add(self, rows: list[tuple[int, int, bool]]) -> None:
        """Add rows ``eta + z[d] - sum_g ratio F[g, t] (+ at the anchor) >= total - ...``."""
        self.known.update(rows)
        years, draws = (np.array(column) for column in list(zip(*rows, strict=True))[:2])
        level = np.array([row[2] for row in rows])
        groups, span = self.change.shape[:2]
        start = len(self.drawn.years) - span
        eta, here = self.first + groups * span, np.arange(len(rows))
        parts = [(here, np.full(len(rows), eta), np.ones(len(rows)))]
        parts.append((here, eta + 1 + draws, np.ones(len(rows))))
        anchors = self.anchor[draws]
        for at, sign, wanted in (
            (years, -1.0, years >= start),
            (anchors, 1.0, ~level & (anchors >= start)),
        ):
            for group in range(groups):
                kept = np.flatnonzero(wanted)
                ratio = self.drawn.ratio[group, at[kept], draws[kept]]
                column = self.first + group * span + at[kept] - start
                parts.append((kept, column, sign * ratio))
        row, column, value = (np.concatenate(x) for x in zip(*parts, strict=True))
        totals = self.drawn.totals
        against = np.where(level, min(self.hold.level, 1e300), totals[anchors, draws])
        lower = (totals[years, draws] - against) / self.unit
        models.write_rows(
            self.model.highs, (row, column, value), lower, np.full(len(rows), np.inf), len(rows)
        )


def tail_of(problem: Problem, change: Floats, drawn: Drawn, hold: Hold, operation: Floats) -> Tail:
    """Write the problem and its tail into the solver, with the first rows.

    Parameters
    ----------
    problem
        What to choose from and what must hold.
    change
        Change of CO2 by group of one unit of each measure [t] (group, year, measure).
    drawn
        Draws whose tail is bounded.
    hold
        What is to be held; of its probability the draws that break the level before anything can
        be decided are taken off: the others must hold the more surely.
    operation
        Portfolio with which each draw's highest year up to the asked one is found, its anchor.
    """
    groups, span, _ = change.shape
    drawn, sure = _in_reach(drawn, hold, span)
    totals = with_portfolio(drawn, np.einsum("gtm,tm->gt", change, operation))
    draws = totals.shape[1]
    early = np.array(drawn.years.labels) <= hold.by
    anchor = np.asarray(np.where(early[:, None], totals, -np.inf).argmax(axis=0))
    unit = float(np.median(np.abs(drawn.totals[0]))) / 100
    model = models.build(problem)
    first, row = _add_columns(model, (groups, span, draws), sure)
    _define(model, change, first, unit)
    made = Tail(model, change, drawn, hold, sure, anchor, unit, first, row, set())
    made.add(list(_first_rows(drawn, hold)))
    return made


def _add_columns(model: Model, shape: tuple[int, int, int], sure: float) -> tuple[int, int]:
    """Add the columns of the tail and the row that bounds it; return the first and the row."""
    groups, span, draws = shape
    first, count = model.highs.getNumCol(), groups * span + 1 + draws
    lower = np.concatenate([np.full(groups * span + 1, -np.inf), np.zeros(draws)])
    none = np.zeros(0, dtype=np.int32)
    model.highs.addCols(
        count, np.zeros(count), lower, np.full(count, np.inf), 0, none, none, np.zeros(0)
    )
    row = model.highs.getNumRow()
    weights = np.concatenate([[1.0], np.full(draws, 1 / ((1 - sure) * draws))])
    columns = (first + groups * span + np.arange(1 + draws)).astype(np.int32)
    model.highs.addRow(-np.inf, np.inf, len(columns), columns, weights)
    return first, row


def _in_reach(drawn: Drawn, hold: Hold, decisions: int) -> tuple[Drawn, float]:
    """Leave out draws that break the level before anything can be decided.

    The others must then hold more surely: ``p / (1 - lost)``.
    """
    open_still = ~above_before(drawn, hold, decisions)
    if not open_still.any():
        return drawn, hold.probability
    kept = replace(drawn, totals=drawn.totals[:, open_still], ratio=drawn.ratio[..., open_still])
    return kept, min(hold.probability / float(open_still.mean()), _SUREST)


def _define(model: Model, change: Floats, first: int, unit: float) -> None:
    """Add rows ``F[g, t] = sum_m change[g, t, m] a[t, m]``."""
    groups, span, measures = change.shape
    group, year, measure = np.nonzero(change)
    scale = model.column_scale[year * measures + measure] / unit
    own = np.arange(groups * span)
    row = np.concatenate([own, group * span + year])
    column = np.concatenate([first + own, year * measures + measure])
    value = np.concatenate([-np.ones(len(own)), change[group, year, measure] * scale])
    zero = np.zeros(groups * span)
    models.write_rows(model.highs, (row, column, value), zero, zero, groups * span)


def _first_rows(drawn: Drawn, hold: Hold) -> Iterator[tuple[int, int, bool]]:
    """Yield the rows to begin with: the worst years of each draw without a portfolio."""
    late = np.array(drawn.years.labels) > hold.by
    for draw in range(drawn.totals.shape[1]):
        totals = drawn.totals[:, draw]
        if late.any():
            yield int(np.where(late, totals, -np.inf).argmax()), draw, False
        if np.isfinite(hold.level):
            yield drawn.past + int(totals[drawn.past :].argmax()), draw, True
