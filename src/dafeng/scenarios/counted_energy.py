"""How much energy does a path use, by the convention on which an indicator counts electricity?

Primary electricity, purchased or of own non-fossil plants, counts by its own heat (当量值) or by
the coal that plants would burn for it (等价值, 发电煤耗计算法); power from local fuels counts by
its fuels either way. Which one an indicator is on stands in the catalogue of indicators.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from dafeng.axes import Floats
from dafeng.scenarios.central import CentralPath
from dafeng.scenarios.ensemble import Ensemble
from dafeng.scenarios.kernel import THERMAL_RATE
from dafeng.units import TJ_PER_MWH, Convention

#: Energy of a kWh of primary electricity [TJ/MWh].
RATES: Final = {Convention.EQUIVALENT: TJ_PER_MWH, Convention.THERMAL: THERMAL_RATE / 1000}


def drawn_energy(ensemble: Ensemble, convention: Convention) -> Floats:
    """Return total energy of each draw [TJ] (year, draw)."""
    return ensemble.energy if convention is Convention.EQUIVALENT else ensemble.energy_thermal


def central_energy(path: CentralPath, convention: Convention) -> Floats:
    """Return total energy of the central path [TJ] (year)."""
    carriers, use = path.baseline.carriers, path.energy.sum(axis=1)
    burnt = [carriers.index(c) for c in ("coal", "oil", "gas", "non_fossil", "other")]
    primary = path.non_fossil_power + path.purchased
    heat = path.heat_purchased / 1000
    return np.asarray(use[:, burnt].sum(axis=1) + heat + primary * RATES[convention])


def fall_per_gdp(amount: Floats, gdp: Floats, since: int, at: int) -> Floats:
    """Return by how much an amount per unit of GDP falls between two years of a path [-].

    Parameters
    ----------
    amount, gdp
        The amount, and GDP at constant prices (year, ...).
    since, at
        Positions of the year compared with and of the year that is asked for.
    """
    return np.asarray(1 - amount[at] / gdp[at] / (amount[since] / gdp[since]))
