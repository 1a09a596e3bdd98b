"""Which of a place's own targets can be held together, and which have to be left out?

Targets that cannot be held even alone are set aside first. Where the others do not go together,
those are left out that are missed where the sum of misses is least; then each is put back that can
be held beside the rest, in the order of the table. What a target asks between its years and after
the last of them is given up where it is out of reach.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dafeng.measures.portfolio import model as models
from dafeng.measures.portfolio import solve
from dafeng.measures.portfolio.elastic import Elastic, Give, elastic, least
from dafeng.measures.portfolio.problem import Limit, Problem
from dafeng.measures.portfolio.targets import ReadTarget, limits_from
from dafeng.scenarios.central import CentralPath


@dataclass(frozen=True, slots=True)
class Holdable:
    """What can be held of a place's targets.

    Parameters
    ----------
    limits
        Limits that can be held together.
    held, left_out
        Targets that they stand for, and targets that cannot be held beside them.
    gives
        For each target that is left out, what comes nearest to it while those limits are held;
        None where it is missed by no more than the solver can tell.
    given_up
        Limit and year between or after targets that are held, where what joins them cannot be.
    """

    limits: tuple[Limit, ...]
    held: tuple[ReadTarget, ...]
    left_out: tuple[ReadTarget, ...] = ()
    gives: tuple[Give | None, ...] = ()
    given_up: tuple[tuple[str, int], ...] = ()


def holdable(problem: Problem, targets: Sequence[ReadTarget], path: CentralPath) -> Holdable:
    """Leave out targets so that the others can be held, and none that could be put back.

    Parameters
    ----------
    problem
        What there is to choose from, and the budgets; its own limits are not looked at. Parts of
        projects are allowed.
    targets
        Targets that set a limit.
    path
        Central path, for its GDP.
    """
    wanted = tuple(t for t in targets if t.limit)
    points = [_own_year(target, problem, path) for target in wanted]
    chosen = _chosen(problem, points)
    held = tuple(target for i, target in enumerate(wanted) if i in chosen)
    return _told(problem, wanted, held, path)


def without_parts(
    problem: Problem, targets: Sequence[ReadTarget], found: Holdable, path: CentralPath
) -> Holdable:
    """Leave out one more target, or what joins some, where only parts of projects hold them all.

    Parameters
    ----------
    problem, targets, path
        As in `holdable`.
    found
        What is held with parts of projects; something.
    """
    held = found.held
    model = elastic(replace(problem, limits=found.limits), 0, relaxed=False)
    missed = tuple((least(model) or {}).values())
    of_targets = {i: size for i, t in enumerate(held) if (size := _missed_share(t, missed))}
    joins = {(give.wish, give.year) for give in missed if give.year is not None}
    if joins and not of_targets:
        gone = {*found.given_up, *joins}
        limits = _without(found.limits, gone, problem)
        return replace(found, limits=limits, given_up=tuple(sorted(gone)))
    worst = max(of_targets, key=lambda i: of_targets[i]) if of_targets else len(held) - 1
    wanted = tuple(t for t in targets if t.limit)
    return _told(problem, wanted, (*held[:worst], *held[worst + 1 :]), path)


def _missed_share(target: ReadTarget, missed: Iterable[Give]) -> float:
    """Return by which share a target is missed in its own year, 0 if it is met."""
    own = f"target:{target.limit}"
    found = (g for g in missed if (g.wish, g.year) == (own, target.year))
    return max((np.inf if g.share is None else g.share for g in found), default=0.0)


def _own_year(target: ReadTarget, problem: Problem, path: CentralPath) -> Limit:
    """Return what a target asks in its own year."""
    (limit,) = limits_from((target,), problem.years, path)
    return _only(limit, np.array(problem.years.labels) == target.year)


def _only(limit: Limit, kept: NDArray[np.bool_]) -> Limit:
    """Return a limit in some of its years."""
    lower, upper = np.where(kept, limit.lower, -np.inf), np.where(kept, limit.upper, np.inf)
    return replace(limit, lower=lower, upper=upper)


def _chosen(problem: Problem, points: Sequence[Limit]) -> list[int]:
    """Return the positions of the targets that are held."""
    rest = list(range(len(points)))
    if _go_together(problem, points):
        return rest
    alone = [i for i in _missed(problem, points, rest) if not _go_together(problem, [points[i]])]
    rest = [i for i in rest if i not in alone]
    missed = _missed(problem, points, rest)
    kept = [i for i in rest if i not in missed]
    if not _go_together(problem, [points[i] for i in kept]):  # missed by less than counts
        kept = []
    for i in rest:
        if i not in kept and _go_together(problem, [points[k] for k in (*kept, i)]):
            kept.append(i)
    return kept


def _missed(problem: Problem, points: Sequence[Limit], which: Sequence[int]) -> list[int]:
    """Return which targets are missed where the sum of misses is least."""
    asked = elastic(replace(problem, limits=tuple(points[i] for i in which)), 0)
    positions = (asked.slacks[slack].limit for slack in least(asked) or {})
    return [which[position] for position in positions if position is not None]


def _go_together(problem: Problem, limits: Sequence[Limit]) -> bool:
    model = models.build(replace(problem, limits=tuple(limits)), relaxed=True)
    models.objective(model, np.zeros(model.columns))
    try:
        solve.run(model)
    except solve.InfeasibleError:
        return False
    return True


def _told(
    problem: Problem, wanted: Sequence[ReadTarget], held: tuple[ReadTarget, ...], path: CentralPath
) -> Holdable:
    """Return what is held, with what comes nearest to each of the others."""
    limits, given_up = _joined(problem, held, path)
    left_out = tuple(target for target in wanted if target not in held)
    points = tuple(_own_year(target, problem, path) for target in left_out)
    asked = elastic(replace(problem, limits=(*limits, *points)), len(limits))
    gives = tuple(_nearest(asked, len(limits) + i) for i in range(len(points)))
    return Holdable(limits, held, left_out, gives, given_up)


def _nearest(asked: Elastic, position: int) -> Give | None:
    """Return what comes nearest to one wish, whatever the others give."""
    counts = tuple(slack.limit == position for slack in asked.slacks)
    found = least(asked, counts=counts) or {}
    return next((give for i, give in found.items() if counts[i]), None)


def _joined(
    problem: Problem, held: tuple[ReadTarget, ...], path: CentralPath
) -> tuple[tuple[Limit, ...], tuple[tuple[str, int], ...]]:
    """Return the limits of targets, and where what joins their years has to be given up."""
    limits = limits_from(held, problem.years, path)
    if not limits or _go_together(problem, limits):
        return limits, ()
    own = {(f"target:{target.limit}", target.year) for target in held}
    hard, soft = [], []
    for limit in limits:
        at = np.array([(limit.id, year) in own for year in problem.years])
        hard.append(_only(limit, at))
        soft.append(_only(limit, ~at))
    missed = least(elastic(replace(problem, limits=(*hard, *soft)), len(hard))) or {}
    gone = {(give.wish, give.year) for give in missed.values() if give.year is not None}
    return _without(limits, gone, problem), tuple(sorted(gone))


def _without(
    limits: tuple[Limit, ...], given_up: set[tuple[str, int]], problem: Problem
) -> tuple[Limit, ...]:
    """Return limits without the years that are given up."""
    return tuple(
        _only(limit, np.array([(limit.id, year) not in given_up for year in problem.years]))
        for limit in limits
    )
