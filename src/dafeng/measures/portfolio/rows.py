"""Which linear rows does a problem give, as index vectors and values?

Columns: operation ``a[t, m]``, then building ``b[t, m]``, then the choices of projects ``y[k]``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dafeng.axes import Floats, Integers
from dafeng.measures.portfolio.problem import CO2, Limit, Problem

#: Row, column and value of each entry that is not zero.
Entries = tuple[Integers, Integers, Floats]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one kind; `labels` name them ``kind:what`` or ``kind:what:year`` in order.

    Parameters
    ----------
    kind
        ``stock``, ``room``, ``needs``, ``one_of``, ``limit``, ``budget``, ``budget_total``,
        ``emission``, ``choice``, ``project_needs``, ``project_one_of``.
    row, column, value
        Entries; the row counts from the block's first.
    lower, upper
        Bounds (row).
    what, year
        Which thing and which year (-1: all years) each row is about (row).
    """

    kind: str
    row: Integers
    column: Integers
    value: Floats
    lower: Floats
    upper: Floats
    what: Integers
    year: Integers


def blocks(problem: Problem) -> Iterator[Block]:
    """Yield the blocks of rows that are not empty."""
    makers = (_stock, _rooms, _needs, _one_of, _limits, _budget, _budget_total, _emission)
    whole = (_choice, _project_needs, _project_one_of)
    for make in (*makers, *whole):
        block = make(problem)
        if len(block.lower):
            yield block


def sizes(problem: Problem) -> tuple[int, int, int]:
    """Return the number of years, measures and choices."""
    return len(problem.years), len(problem.measures), len(problem.projects.project)


def _stock(problem: Problem) -> Block:
    """``a[t] - a[t-1] = b[t] - b[t-L] + sum_k (operation[t, k] - operation[t-1, k]) y[k]``.

    What is built runs to the end of its life; so stated, the rows stay sparse.
    """
    years, measures, _ = sizes(problem)
    size = years * measures
    here = np.arange(size)
    year, what = here // measures, here % measures
    life = problem.lifetime[what]
    later, gone = here[year > 0], here[year >= life]
    steps = np.diff(problem.projects.operation, axis=0, prepend=0.0)
    kt, k = np.nonzero(steps)
    row = np.concatenate([here, later, here, gone, kt * measures + problem.projects.measure[k]])
    column = np.concatenate(
        [here, later - measures, size + here, size + gone - life[gone] * measures, 2 * size + k]
    )
    ones = np.ones(size)
    value = np.concatenate([ones, -ones[: len(later)], -ones, ones[: len(gone)], -steps[kt, k]])
    return _block("stock", (row, column, value), np.zeros(size), np.zeros(size), what, year)


def _rooms(problem: Problem) -> Block:
    """Rows of rooms, but for those that even all measures at full potential leave unfilled."""
    years, measures, _ = sizes(problem)
    rooms, count = problem.rooms, len(problem.rooms.labels)
    most = np.zeros((years, count))
    taken = np.maximum(rooms.take, 0.0) * problem.potential[:, rooms.measure]
    np.add.at(most.T, rooms.room, taken.T)
    tight = most > rooms.available
    position = np.cumsum(tight.ravel()) - 1
    t, e = np.nonzero((rooms.take != 0) & tight[:, rooms.room])
    row = position[t * count + rooms.room[e]]
    entries = (row, t * measures + rooms.measure[e], rooms.take[t, e])
    year, what = np.nonzero(tight)
    upper = rooms.available[tight]
    return _block("room", entries, np.full(len(upper), -np.inf), upper, what, year)


def _shares(problem: Problem, pairs: Integers, signs: Floats, what: Integers) -> Entries:
    """Return entries ``sign a[t, m] / potential[t, m]`` of rows (year, group)."""
    years, measures, _ = sizes(problem)
    groups = int(what.max()) + 1 if len(what) else 0
    t = np.repeat(np.arange(years), len(pairs))
    m, group, sign = np.tile(pairs, years), np.tile(what, years), np.tile(signs, years)
    most = problem.potential[t, m]
    value = np.divide(sign, most, out=np.zeros_like(most), where=most > 0)
    return t * groups + group, t * measures + m, value


def _needs(problem: Problem) -> Block:
    years = len(problem.years)
    pairs = np.array(problem.needs, dtype=np.int64).reshape(-1, 2)
    what = np.repeat(np.arange(len(pairs)), 2)
    signs = np.tile([1.0, -1.0], len(pairs))
    entries = _shares(problem, pairs.ravel(), signs, what)
    return _yearly("needs", entries, years, len(pairs), 0.0)


def _one_of(problem: Problem) -> Block:
    sizes_of = [len(group) for group in problem.one_of]
    members = np.array([m for group in problem.one_of for m in group], dtype=np.int64)
    what = np.repeat(np.arange(len(sizes_of)), sizes_of).astype(np.int64)
    entries = _shares(problem, members, np.ones(len(members)), what)
    return _yearly("one_of", entries, len(problem.years), len(sizes_of), 1.0)


def _limits(problem: Problem) -> Block:
    """Rows of caps and targets, only where a year has a bound."""
    measures = len(problem.measures)
    rows, columns, values, lowers, uppers, whats, ats = [], [], [], [], [], [], []
    count = 0
    for position, limit in enumerate(problem.limits):
        at = np.flatnonzero(np.isfinite(limit.lower) | np.isfinite(limit.upper))
        net = np.einsum("qt,qtm->tm", limit.weights[:, at], problem.effect[:, at])
        t, m = np.nonzero(net)
        rows.append(count + t)
        columns.append(at[t] * measures + m)
        values.append(net[t, m])
        without = before(problem, limit)[at]
        lowers.append(limit.lower[at] - without)
        uppers.append(limit.upper[at] - without)
        whats.append(np.full(len(at), position))
        ats.append(at)
        count += len(at)
    if not count:
        return _nothing("limit")
    entries = (np.concatenate(rows), np.concatenate(columns), np.concatenate(values))
    return _block(
        "limit",
        entries,
        np.concatenate(lowers),
        np.concatenate(uppers),
        np.concatenate(whats),
        np.concatenate(ats),
    )


def before(problem: Problem, limit: Limit) -> Floats:
    """Return the left side of a limit without any portfolio (year)."""
    return np.asarray((limit.weights * problem.base).sum(axis=0))


def _budget(problem: Problem) -> Block:
    years = len(problem.years)
    at = np.flatnonzero(np.isfinite(problem.budget.yearly))
    row, column, value = _spending(problem)
    position = np.full(years, -1)
    position[at] = np.arange(len(at))
    kept = position[row] >= 0
    entries = (position[row[kept]], column[kept], value[kept])
    upper = problem.budget.yearly[at]
    return _block("budget", entries, np.full(len(at), -np.inf), upper, np.zeros_like(at), at)


def _budget_total(problem: Problem) -> Block:
    if not np.isfinite(problem.budget.total):
        return _nothing("budget_total")
    _, column, value = _spending(problem)
    order = np.argsort(column, kind="stable")
    unique, starts = np.unique(column[order], return_index=True)
    total = np.add.reduceat(value[order], starts) if len(order) else np.zeros(0)
    return _single("budget_total", unique, total, problem.budget.total)


def _spending(problem: Problem) -> Entries:
    """Return entries of what is invested in each year (year row)."""
    years, measures, _ = sizes(problem)
    t, m = np.nonzero(problem.investment)
    kt, k = np.nonzero(problem.projects.investment)
    return (
        np.concatenate([t, kt]),
        np.concatenate([(years + t) * measures + m, 2 * years * measures + k]),
        np.concatenate([problem.investment[t, m], problem.projects.investment[kt, k]]),
    )


def _emission(problem: Problem) -> Block:
    """Change of CO2 over all years; unbounded until a front asks for it."""
    _, measures, _ = sizes(problem)
    change = problem.effect[problem.quantities.index(CO2)]
    t, m = np.nonzero(change)
    return _single("emission", t * measures + m, change[t, m], np.inf)


def _choice(problem: Problem) -> Block:
    """One start at most for each project."""
    years, measures, count = sizes(problem)
    entries = (problem.projects.project, 2 * years * measures + np.arange(count), np.ones(count))
    return _yearly("choice", entries, 0, len(problem.projects.ids), 1.0)


def _project_needs(problem: Problem) -> Block:
    """``sum_(k of p, started by t) y[k] <= sum_(k of q, started by t) y[k]`` in each year."""
    years, measures, _ = sizes(problem)
    projects = problem.projects
    pairs = np.array(projects.needs, dtype=np.int64).reshape(-1, 2)
    started = np.arange(years)[:, None] >= projects.start[None, :]
    sides = [(projects.project[None, :] == pairs[:, side, None]) for side in (0, 1)]
    signed = (sides[0].astype(float) - sides[1])[None] * started[:, None, :]
    t, pair, k = np.nonzero(signed)
    entries = (t * len(pairs) + pair, 2 * years * measures + k, signed[t, pair, k])
    return _yearly("project_needs", entries, years, len(pairs), 0.0)


def _project_one_of(problem: Problem) -> Block:
    years, measures, _ = sizes(problem)
    groups = problem.projects.one_of
    inside = np.array(
        [np.isin(problem.projects.project, group) for group in groups], dtype=bool
    ).reshape(len(groups), len(problem.projects.project))
    group, k = np.nonzero(inside)
    entries = (group, 2 * years * measures + k, np.ones(len(k)))
    return _yearly("project_one_of", entries, 0, len(groups), 1.0)


def _yearly(kind: str, entries: Entries, years: int, count: int, upper: float) -> Block:
    """Return rows (year, group); no years at all stand for one row over all of them."""
    size = max(years, 1) * count
    what = np.tile(np.arange(count), max(years, 1))
    year = np.repeat(np.arange(years), count) if years else np.full(size, -1)
    return _block(kind, entries, np.full(size, -np.inf), np.full(size, upper), what, year)


def _single(kind: str, column: Integers, value: Floats, upper: float) -> Block:
    entries = (np.zeros(len(column), dtype=np.int64), column, value)
    none = np.full(1, -1)
    return _block(kind, entries, np.array([-np.inf]), np.array([upper]), none, none)


def _nothing(kind: str) -> Block:
    none, nothing = np.zeros(0, dtype=np.int64), np.zeros(0)
    return _block(kind, (none, none, nothing), nothing, nothing, none, none)


def _block(
    kind: str,
    entries: Entries,
    lower: Floats,
    upper: Floats,
    what: Integers,
    year: Integers,
) -> Block:
    row, column, value = entries
    return Block(kind, row, column, value, lower, upper, what, year)
