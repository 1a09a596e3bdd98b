"""How much electricity and heat is demanded in the base year, and what is lost on the way?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng.axes import Floats
from dafeng.scenarios.baseline import Baseline
from dafeng.units import TJ_PER_MWH

#: Most electricity delivered per electricity used that is taken for losses in the grid [-].
MOST_LOSSES: Final = 1.15


@dataclass(frozen=True, slots=True)
class Demand:
    """Demand of the base year by sector [MWh] (sector), heat [TJ], losses [-]."""

    electricity: Floats
    heat: float
    all_heat: float
    losses: float


def demand_of(baseline: Baseline) -> Demand:
    """Return the demand of the base year."""
    electricity = baseline.energy[:, baseline.carriers.index("electricity")] / TJ_PER_MWH
    heat = baseline.energy[:, baseline.carriers.index("heat")]
    plants = np.array([c == "power" for c in baseline.classes])
    supply = baseline.supply
    delivered = supply.net_purchased + supply.fossil_power + supply.non_fossil_power
    used = float(electricity.sum())
    losses = delivered / used if used > 0 else 1.0
    return Demand(
        electricity,
        float(heat[~plants].sum()),
        float(heat.sum()),
        min(max(losses, 1.0), MOST_LOSSES),
    )
