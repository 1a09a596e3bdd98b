"""The same problem written as its formulas read, cell by cell, for another solver (SCIP)."""

from __future__ import annotations

from typing import Any

import numpy as np

from dafeng.measures.portfolio.problem import Problem


def least_cost_by_scip(problem: Problem) -> float | None:
    """Return the least cost [yuan] found by SCIP, None if nothing meets all limits."""
    from pyscipopt import Model

    scip = Model()
    scip.hideOutput()
    scip.setParam("limits/gap", 0.0)
    years, measures = range(len(problem.years)), range(len(problem.measures))
    choices = range(len(problem.projects.project))
    a = {(t, m): scip.addVar(lb=0, ub=problem.potential[t, m]) for t in years for m in measures}
    b = {(t, m): scip.addVar(lb=0, ub=problem.build[t, m]) for t in years for m in measures}
    y = {k: scip.addVar(vtype="B") for k in choices}
    _stock(scip, problem, a, b, y)
    _shared(scip, problem, a)
    _limits(scip, problem, a)
    _money(scip, problem, b, y)
    _projects(scip, problem, y)
    scip.setObjective(_cost(problem, a, b, y))
    scip.optimize()
    return float(scip.getObjVal()) if scip.getStatus() == "optimal" else None


def _stock(scip: Any, problem: Problem, a: Any, b: Any, y: Any) -> None:
    for (t, m), operation in a.items():
        alive = [b[u, m] for u in range(t + 1) if t - u < problem.lifetime[m]]
        whole = [
            problem.projects.operation[t, k] * y[k] for k in y if problem.projects.measure[k] == m
        ]
        scip.addCons(operation == sum(alive) + sum(whole))


def _shared(scip: Any, problem: Problem, a: Any) -> None:
    rooms = problem.rooms
    for t in range(len(problem.years)):
        for r in range(len(rooms.labels)):
            taken = [
                rooms.take[t, e] * a[t, rooms.measure[e]]
                for e in range(len(rooms.room))
                if rooms.room[e] == r
            ]
            if taken:
                scip.addCons(sum(taken) <= rooms.available[t, r])
        for one, other in problem.needs:
            scip.addCons(
                a[t, one] / problem.potential[t, one] <= a[t, other] / problem.potential[t, other]
            )
        for group in problem.one_of:
            scip.addCons(sum(a[t, m] / problem.potential[t, m] for m in group) <= 1)


def _limits(scip: Any, problem: Problem, a: Any) -> None:
    for limit in problem.limits:
        for t in range(len(problem.years)):
            total = 0.0
            for q in range(len(problem.quantities)):
                changed = sum(
                    problem.effect[q, t, m] * a[t, m] for m in range(len(problem.measures))
                )
                total = total + limit.weights[q, t] * (problem.base[q, t] + changed)
            if np.isfinite(limit.upper[t]):
                scip.addCons(total <= limit.upper[t])
            if np.isfinite(limit.lower[t]):
                scip.addCons(total >= limit.lower[t])


def _money(scip: Any, problem: Problem, b: Any, y: Any) -> None:
    everything = 0.0
    for t in range(len(problem.years)):
        spent = sum(problem.investment[t, m] * b[t, m] for m in range(len(problem.measures)))
        spent = spent + sum(problem.projects.investment[t, k] * y[k] for k in y)
        if np.isfinite(problem.budget.yearly[t]):
            scip.addCons(spent <= problem.budget.yearly[t])
        everything = everything + spent
    if np.isfinite(problem.budget.total):
        scip.addCons(everything <= problem.budget.total)


def _projects(scip: Any, problem: Problem, y: Any) -> None:
    projects = problem.projects
    for p in range(len(projects.ids)):
        scip.addCons(sum(y[k] for k in y if projects.project[k] == p) <= 1)
    for one, other in projects.needs:
        for t in range(len(problem.years)):
            mine, its = (
                sum(y[k] for k in y if projects.project[k] == p and projects.start[k] <= t)
                for p in (one, other)
            )
            scip.addCons(mine - its <= 0) if not isinstance(mine - its, int) else None
    for group in projects.one_of:
        scip.addCons(sum(y[k] for k in y if projects.project[k] in group) <= 1)


def _cost(problem: Problem, a: Any, b: Any, y: Any) -> Any:
    rate, years = problem.rates.social, len(problem.years)
    weight = [(1 + rate) ** -t for t in range(years)]

    def inside(t: int, life: int) -> float:
        all_of_it = sum((1 + rate) ** -k for k in range(life))
        return sum((1 + rate) ** -k for k in range(min(life, years - t))) / all_of_it

    cost = 0.0
    for (t, m), operation in a.items():
        cost = cost + weight[t] * (problem.running[t, m] - problem.savings[t, m]) * operation
        part = inside(t, int(problem.lifetime[m]))
        cost = cost + weight[t] * problem.investment[t, m] * part * b[t, m]
    projects = problem.projects
    for k in y:
        part = inside(int(projects.start[k]), int(projects.lifetime[k]))
        for t in range(years):
            paid = projects.investment[t, k] * part + projects.running[t, k]
            cost = cost + weight[t] * paid * y[k]
    return cost
