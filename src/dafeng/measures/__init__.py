"""What can be done: costs of measures. Catalogue, joint effects and portfolio will follow."""

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
