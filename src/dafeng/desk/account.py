"""What does the place emit? The part of a build that speaks of the inventory."""

from __future__ import annotations

from typing import Final

import numpy as np

from dafeng import reference
from dafeng.axes import Floats
from dafeng.dossier.records import Dossier
from dafeng.inventory import bases, uncertainty
from dafeng.inventory.absent import part_state, with_reason
from dafeng.inventory.account import Inventory, State
from dafeng.inventory.bases import Basis
from dafeng.language import Text
from dafeng.plan.material import Uncertainty

#: Draws of the inventory's Monte Carlo.
DRAWS: Final = 10_000


def plan_basis(dossier: Dossier) -> Basis:
    """Return the basis on which a plan argues: a park's own, otherwise the assessment basis."""
    return bases.usual_basis(dossier.identity.kind)


def totals(inventory: Inventory) -> dict[str, Floats]:
    """Return totals on every basis [t] (year)."""
    return {basis.value: bases.total(inventory, basis) for basis in Basis}


def sector_names(inventory: Inventory) -> tuple[tuple[str, Text], ...]:
    """Return id and name of the inventory's sectors.

    One that stands beside its own parts holds what could not be given to any of them.
    """
    tree = reference.sectors()
    whole = {group for sector in inventory.sectors for group in tree.above(sector)}

    def named(sector: str) -> Text:
        name = tree.name(sector)
        rest = Text(f"{name.zh}（未细分）", f"{name.en} (not split)")
        return rest if sector in whole else name

    return tuple((sector, named(sector)) for sector in inventory.sectors)


def reconciliation(inventory: Inventory, year: int) -> tuple[tuple[Text, float | None], ...]:
    """Return the steps from the territorial to the assessment basis in one year [t].

    A part that nobody entered is none and says why in its name.
    """
    at = inventory.years.index(year)
    steps = bases.reconcile(inventory, Basis.TERRITORIAL, Basis.ASSESSMENT)
    return tuple(_step(inventory, year, step, float(step.co2[at])) for step in steps)


def _step(
    inventory: Inventory, year: int, step: bases.Step, co2: float
) -> tuple[Text, float | None]:
    parts = {part.value: part for part in bases.Part}
    if step.id not in parts or co2:
        return step.name, co2
    state = part_state(inventory, parts[step.id], year)
    return with_reason(step.name, state), 0.0 if state is State.VALUE else None


def ranges(inventory: Inventory, basis: Basis, year: int, seed: int) -> tuple[Uncertainty, ...]:
    """Return the 95 % range of the base year by both approaches, each labelled."""
    first = uncertainty.approach1(inventory, basis, year)
    draws = uncertainty.monte_carlo(inventory, basis, DRAWS, seed)[inventory.years.index(year)]
    low, middle, high = (float(q) for q in np.quantile(draws, (0.025, 0.5, 0.975)))
    return (
        Uncertainty(basis, year, "approach-1", first.total, first.low, first.high),
        Uncertainty(basis, year, "monte-carlo", middle, low, high),
    )
