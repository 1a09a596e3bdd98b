"""How much CO2 do plants emit for their electricity, where heat comes with it?"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

import numpy as np

from dafeng import reference
from dafeng.axes import Axis, Floats

#: Sources of generation that burn fossil fuel.
_FOSSIL: Final = ("coal", "gas", "oil")


@lru_cache(maxsize=1)
def co2_per_power() -> float:
    """Return the CO2 of power and heat plants per electricity from fossil fuel [t/MWh].

    ``sum over provinces of CO2 of power and heat / the nation's generation from coal, gas and
    oil``, both of the year of the provincial inventories. It stands above the factor of fossil
    power (`fossil_factor`), since provincial inventories hold the fuel of heat under the same
    sector.
    """
    inventories = reference.all_province_emissions()
    burnt = math.fsum(float(e.co2[e.sectors.index("power_heat")].sum()) for e in inventories)
    nation, year = reference.national(), inventories[0].year
    shares = nation.generation_mix[year]
    return burnt / (nation.generation[year] * math.fsum(shares[s] for s in _FOSSIL) * 1e6)


def fossil_factor(years: Axis[int]) -> Floats:
    """Return the nation's factor of fossil power, of the nearest year published [t/MWh] (year)."""
    known = [f for f in reference.grid_factors() if (f.area, f.kind) == ("CN", "fossil")]
    return np.array([min(known, key=lambda f: (abs(f.year - y), f.year)).value for y in years])


def heat_range(years: Axis[int]) -> Floats:
    """Return how far the share of heat leaves generation open, as a factor [-] (year).

    Plants without heat emit the factor of fossil power: they generate more by
    ``co2_per_power / fossil_factor``. Others give as much more heat, and generate less by it.
    """
    ratio: Floats = np.maximum(co2_per_power() / fossil_factor(years), 1.0)
    return ratio
