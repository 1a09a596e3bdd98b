"""Which measures and projects, and when: portfolio, front, chance, credit, explanation."""

from __future__ import annotations

from dafeng.measures.portfolio.chance import Held, hold_peak
from dafeng.measures.portfolio.credit import Credit, credit
from dafeng.measures.portfolio.drawn import Hold
from dafeng.measures.portfolio.explain import Explanation, explain
from dafeng.measures.portfolio.front import Front, front
from dafeng.measures.portfolio.place import Choices, Posed, posed
from dafeng.measures.portfolio.problem import Problem
from dafeng.measures.portfolio.solve import (
    InfeasibleError,
    Portfolio,
    least_cost,
    least_emissions,
)

__all__ = [
    "Choices",
    "Credit",
    "Explanation",
    "Front",
    "Held",
    "Hold",
    "InfeasibleError",
    "Portfolio",
    "Posed",
    "Problem",
    "credit",
    "explain",
    "front",
    "hold_peak",
    "least_cost",
    "least_emissions",
    "posed",
]
