"""Which expert reads which plan? Subjects, load and conflicts, solved as a flow of least cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt

from dafeng.programme.definition import Programme
from dafeng.programme.people import Person, derived_conflicts
from dafeng.programme.reviewing import load
from dafeng.programme.state import Case, Run
from dafeng.programme.vocabulary import Scope

#: Cost of a plan whose subjects an expert knows none of; a plan without subjects costs half.
_STRANGE = 1000
#: Cost of the n-th plan of an expert's load is n times this: loads are levelled before subjects
#: are matched to the last point.
_LOAD = 120
#: Cost of a reader who cannot be found: above anything that another reader could cost.
_MISSING = 10_000_000


@dataclass(frozen=True, slots=True)
class Shortage:
    """A plan for which readers are lacking, and why.

    Parameters
    ----------
    case
        Id.
    missing
        Readers who could not be found.
    conflicted, full
        Experts barred by a conflict; experts who have as many cases as they take.
    """

    case: str
    missing: int
    conflicted: int
    full: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """A proposal; nothing is assigned until an event says so.

    Parameters
    ----------
    experts
        New experts by case.
    shortages
        Plans that would still lack readers: reported, never bent.
    """

    experts: Mapping[str, tuple[str, ...]]
    shortages: tuple[Shortage, ...]


def propose(programme: Programme, run: Run, cases: Sequence[str]) -> Assignment:
    """Return which experts should read which plans.

    Minimise the sum over pairs of (subjects that the expert does not know) + levelling of loads,
    subject to: each plan has as many readers as the rubric asks, those already assigned counted;
    no expert beyond capacity; no pair in conflict. The matrix is totally unimodular, so the
    linear programme has a whole-numbered optimum; among equal optima small distinct costs by the
    order of ids decide, so that the order of input does not.

    Parameters
    ----------
    programme, run
        The rules and where the batch stands.
    cases
        Ids of the plans that need readers.
    """
    plans = [run.cases[c] for c in sorted(set(cases))]
    experts = _experts(programme, run)
    free = np.array([max(p.capacity - load(programme, run, p.id), 0) for p in experts], np.int64)
    allowed = np.array([[_may_read(programme, run, p, c) for p in experts] for c in plans], bool)
    need = np.array([max(programme.rubric.reviewers - len(c.experts), 0) for c in plans], np.int64)
    shape = (len(plans), len(experts))
    loads = np.array([load(programme, run, p.id) for p in experts], np.int64)
    chosen = _solved(_costs(plans, experts), allowed.reshape(shape), need, free, loads)
    names = [p.id for p in experts]
    found = {
        c.id: tuple(n for n, taken in zip(names, row, strict=True) if taken)
        for c, row in zip(plans, chosen, strict=True)
    }
    short = need - chosen.sum(axis=1)
    return Assignment(
        found,
        tuple(
            Shortage(
                c.id,
                int(missing),
                sum(_is_barred(programme, run, p, c) for p in experts),
                int((allowed[i].reshape(-1) & ~chosen[i] & (chosen.sum(axis=0) >= free)).sum()),
            )
            for i, (c, missing) in enumerate(zip(plans, short, strict=True))
            if missing
        ),
    )


def _experts(programme: Programme, run: Run) -> list[Person]:
    roles = _readers(programme)
    people = (p for p in run.people.values() if any(g.role in roles for g in p.grants))
    return sorted(people, key=lambda p: p.id)


def _readers(programme: Programme) -> set[str]:
    return {r.id for r in programme.roles.values() if r.scope is Scope.ASSIGNED}


def _is_barred(programme: Programme, run: Run, person: Person, case: Case) -> bool:
    declared = run.has_declared(person.id, case.id)
    roles = {g.role for g in person.grants} & _readers(programme)
    found = (derived_conflicts(programme, person, role, case.applicant) for role in roles)
    return declared or any(any(one) for one in found)


def _may_read(programme: Programme, run: Run, person: Person, case: Case) -> bool:
    return person.id not in case.experts and not _is_barred(programme, run, person, case)


def _costs(plans: Sequence[Case], experts: Sequence[Person]) -> npt.NDArray[np.float64]:
    costs = np.zeros((len(plans), len(experts)))
    for i, case in enumerate(plans):
        subjects = set(case.applicant.subjects)
        for j, person in enumerate(experts):
            known = len(subjects & set(person.subjects)) / len(subjects) if subjects else 0.5
            costs[i, j] = round(_STRANGE * (1 - known))
    rows, columns = costs.shape
    rank = np.arange(rows)[:, None] * columns + (np.arange(columns)[None, :] * 7919) % columns
    return costs + rank / (rows * columns + 1) / max(rows * columns, 1)


def _solved(
    costs: npt.NDArray[np.float64],
    allowed: npt.NDArray[np.bool_],
    need: npt.NDArray[np.int64],
    free: npt.NDArray[np.int64],
    loads: npt.NDArray[np.int64],
) -> npt.NDArray[np.bool_]:
    """Return the chosen pairs (plan, expert)."""
    optimize: Any = import_module("scipy.optimize")
    sparse: Any = import_module("scipy.sparse")
    plans, experts = np.nonzero(allowed)
    pairs, slots = len(plans), np.repeat(np.arange(len(free)), free)
    if not pairs or not need.sum():
        return np.zeros_like(allowed)
    # Columns: pairs, load steps of each expert, readers who are missing.
    steps = np.arange(len(slots)) - np.repeat(np.cumsum(free) - free - loads, free)
    cost = np.concatenate([costs[plans, experts], _LOAD * steps, np.full(len(need), _MISSING)])
    step, lack = pairs + np.arange(len(slots)), pairs + len(slots) + np.arange(len(need))
    rows = np.concatenate([plans, np.arange(len(need)), len(need) + experts, len(need) + slots])
    columns = np.concatenate([np.arange(pairs), lack, np.arange(pairs), step])
    values = np.concatenate(
        [np.ones(pairs), np.ones(len(need)), np.ones(pairs), -np.ones(len(slots))]
    )
    shape = (len(need) + len(free), len(cost))
    matrix = sparse.coo_array((values, (rows, columns)), shape).tocsr()
    low = np.concatenate([need, np.full(len(free), -np.inf)])
    high = np.concatenate([need, np.zeros(len(free))])
    upper = np.concatenate([np.ones(pairs + len(slots)), need])
    found = optimize.milp(  # no column is declared whole: a vertex of the flow is
        cost,
        bounds=optimize.Bounds(np.zeros(len(cost)), upper),
        constraints=optimize.LinearConstraint(matrix, low, high),
    )
    chosen = np.zeros_like(allowed)
    chosen[plans, experts] = found.x[:pairs] > 0.5  # noqa: PLR2004 - whole numbers
    return chosen
