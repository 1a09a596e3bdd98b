"""What is emitted, on each basis, how sure."""

from __future__ import annotations

from dafeng.inventory.account import Electricity, Inventory, State
from dafeng.inventory.bases import (
    BASIS_NAMES,
    Basis,
    Part,
    Step,
    by_sector,
    reconcile,
    scopes,
    total,
    with_grid_factor_of,
)
from dafeng.inventory.closing import BalanceLine, balance_lines
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.first_dossier import first_dossier, first_dossier_from_panel
from dafeng.inventory.gpc import GpcRow, gpc_table
from dafeng.inventory.plausibility import check_dossier
from dafeng.inventory.superseding import replace_estimates
from dafeng.inventory.trend_uncertainty import approach1_trend
from dafeng.inventory.uncertainty import approach1, monte_carlo

__all__ = [
    "BASIS_NAMES",
    "BalanceLine",
    "Basis",
    "Electricity",
    "GpcRow",
    "Inventory",
    "Part",
    "State",
    "Step",
    "approach1",
    "approach1_trend",
    "balance_lines",
    "by_sector",
    "check_dossier",
    "compile_inventory",
    "first_dossier",
    "first_dossier_from_panel",
    "gpc_table",
    "monte_carlo",
    "reconcile",
    "replace_estimates",
    "scopes",
    "total",
    "with_grid_factor_of",
]
