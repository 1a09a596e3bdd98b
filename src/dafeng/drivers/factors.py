"""Which factors may stand in an identity of emissions, and how is one item of it written?"""

from __future__ import annotations

from typing import Final

import numpy as np

from dafeng.axes import Floats
from dafeng.drivers.decomposition import Factor
from dafeng.errors import MethodError
from dafeng.language import Text

POPULATION: Final = Factor("population", Text("人口", "Population"))
AFFLUENCE: Final = Factor("gdp_per_head", Text("人均 GDP", "GDP per head"))
STRUCTURE: Final = Factor("structure", Text("产业结构", "Sector structure"))
INTENSITY: Final = Factor("energy_intensity", Text("能源强度", "Energy intensity"))
MIX: Final = Factor("energy_mix", Text("能源结构", "Energy mix"))
EMISSION_FACTOR: Final = Factor("emission_factor", Text("燃料排放因子", "Fuel emission factor"))
PURCHASED: Final = Factor(
    "purchased_share", Text("外购电热占比", "Purchased share of electricity and heat")
)
GRID: Final = Factor("grid_factor", Text("电网（热力）排放因子", "Grid (and heat) emission factor"))
PROCESS: Final = Factor("process", Text("工业过程", "Industrial processes"))
COVERAGE: Final = Factor("coverage", Text("核算范围变化", "Change of coverage"))

FACTORS: Final = (
    POPULATION,
    AFFLUENCE,
    STRUCTURE,
    INTENSITY,
    MIX,
    EMISSION_FACTOR,
    PURCHASED,
    GRID,
    PROCESS,
    COVERAGE,
)

#: An item of an identity: +1 or -1, and its factors (factor, year).
Item = tuple[float, Floats]


def single(factor: Factor, co2: Floats) -> Floats:
    """Return an item that is one factor alone (factor, year)."""
    rows = np.ones((len(FACTORS), len(co2)))
    rows[FACTORS.index(factor)] = co2
    return rows


def ratio(part: Floats, whole: Floats) -> Floats:
    """Return part / whole; where both are zero, the ratio of the nearest year that has one.

    An unused carrier has no share and no factor of its own; what is carried over is multiplied
    by zero energy and so adds nothing, but lets the whole change fall on the energy itself.
    """
    if (part[whole == 0] != 0).any():
        raise MethodError(
            Text("有排放而无能源消费，无法分解", "emissions without energy cannot be decomposed")
        )
    known = np.flatnonzero(whole != 0)
    if not known.size:
        return np.zeros(len(part))
    found = np.divide(part, whole, out=np.zeros(len(part)), where=whole != 0)
    nearest = known[np.abs(np.arange(len(part))[:, np.newaxis] - known).argmin(axis=1)]
    return np.asarray(found[nearest])
