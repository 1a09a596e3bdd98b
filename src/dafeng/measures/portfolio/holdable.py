"""Which of a place's own targets can be held together, and which have to be left out?

Where no portfolio holds them all, the least that would have to give is found, and only the targets
that are missed in it are left out; all others stay. What a target asks between its years and after
the last of them is given up where it alone is out of reach.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from dafeng.measures.portfolio.explain import Give, least_misses
from dafeng.measures.portfolio.problem import Limit, Problem
from dafeng.measures.portfolio.targets import ReadTarget, limits_from
from dafeng.scenarios.central import CentralPath

#: Rounds of leaving out; each leaves out at least one target or one year of a limit.
_ROUNDS: Final = 12


@dataclass(frozen=True, slots=True)
class Holdable:
    """What can be held of a place's targets.

    Parameters
    ----------
    limits
        Limits that can be held together.
    held, left_out
        Targets that they stand for, and targets that cannot be held.
    gives
        What would have to give so that those could be held, in every year that is missed.
    given_up
        Limit and year between or after targets that are held, where what joins them cannot be.
    """

    limits: tuple[Limit, ...]
    held: tuple[ReadTarget, ...]
    left_out: tuple[ReadTarget, ...] = ()
    gives: tuple[Give, ...] = ()
    given_up: tuple[tuple[str, int], ...] = ()


def holdable(problem: Problem, targets: Sequence[ReadTarget], path: CentralPath) -> Holdable:
    """Leave out the fewest targets without which the others can be held.

    Parameters
    ----------
    problem
        What there is to choose from; its own limits are not looked at.
    targets
        Targets that set a limit.
    path
        Central path, for its GDP.
    """
    kept = tuple(t for t in targets if t.limit)
    gives: tuple[Give, ...] = ()
    given_up: set[tuple[str, int]] = set()
    for _ in range(_ROUNDS):
        limits = _without(limits_from(kept, problem.years, path), given_up, problem)
        missed = least_misses(replace(problem, limits=limits))
        if not missed:
            return Holdable(limits, kept, _rest(targets, kept), gives, tuple(sorted(given_up)))
        gives = (*gives, *missed)
        fewer = tuple(t for t in kept if not _is_missed(t, missed, problem))
        if len(fewer) == len(kept):
            given_up |= {(give.wish, give.year) for give in missed if give.year is not None}
        kept = fewer
    return none_held(problem, targets, path)


def none_held(problem: Problem, targets: Sequence[ReadTarget], path: CentralPath) -> Holdable:
    """Leave out every target, where leaving out single ones does not help."""
    wanted = tuple(t for t in targets if t.limit)
    posed = replace(problem, limits=limits_from(wanted, problem.years, path))
    return Holdable((), (), wanted, least_misses(posed))


def _rest(targets: Sequence[ReadTarget], kept: Sequence[ReadTarget]) -> tuple[ReadTarget, ...]:
    return tuple(t for t in targets if t.limit and t not in kept)


def _is_missed(target: ReadTarget, missed: Sequence[Give], problem: Problem) -> bool:
    """Say whether a target is missed in its own year, or in the first year if it lies before."""
    year = max(target.year, problem.years.labels[0])
    return any(give.wish == f"target:{target.limit}" and give.year == year for give in missed)


def _without(
    limits: tuple[Limit, ...], given_up: set[tuple[str, int]], problem: Problem
) -> tuple[Limit, ...]:
    """Return limits without the years that are given up."""
    years = problem.years.labels
    found = []
    for limit in limits:
        gone = np.array([(limit.id, year) in given_up for year in years])
        lower, upper = np.where(gone, -np.inf, limit.lower), np.where(gone, np.inf, limit.upper)
        found.append(replace(limit, lower=lower, upper=upper))
    return tuple(found)
