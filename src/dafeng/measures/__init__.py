"""What can be done: costs, the measures of a place, portfolios."""

from __future__ import annotations

from dafeng.measures.cost import (
    abatement_cost,
    annual_cost,
    capital_recovery_factor,
    levelised_cost,
    present_value,
)

__all__ = [
    "abatement_cost",
    "annual_cost",
    "capital_recovery_factor",
    "levelised_cost",
    "present_value",
]
