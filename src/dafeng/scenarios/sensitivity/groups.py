"""Which random numbers belong to one assumption?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng.axes import Floats, Integers
from dafeng.language import Text
from dafeng.scenarios.catalogue import NAMES
from dafeng.scenarios.draws import ERRORS, STOCKS, Layout, lower_factor

#: Prefix of yearly errors among groups.
YEARLY: Final = "yearly:"

#: Numbers of the base year.
BASE_YEAR: Final = ("level", "factor", "process", "purchased")

_WORDED: Final = {
    "base_year": Text("基准年清单本身的不确定性", "uncertainty of the base-year account"),
    STOCKS: Text(
        "存量更替（推广速度、寿命、需求、效率）",
        "turnover of stocks (pace of adoption, life, demand, efficiency)",
    ),
    f"{YEARLY}energy_intensity": Text("能耗强度的逐年波动", "ups and downs of energy intensity"),
    f"{YEARLY}gdp_growth": Text("经济增长的逐年波动", "ups and downs of growth"),
    f"{YEARLY}grid_factor": Text("电网因子的逐年波动", "ups and downs of the grid factor"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """One assumption that varies as a whole.

    Parameters
    ----------
    id
        Driver id, ``base_year``, ``stocks`` or ``yearly:`` and a process.
    name
        Name for readers.
    rows
        Its numbers: parameters first, then yearly errors (process x year).
    """

    id: str
    name: Text
    rows: Integers


def groups_of(layout: Layout, years: int) -> tuple[Group, ...]:
    """Return the groups of all numbers of a draw; every number is in one of them.

    Parameters
    ----------
    layout
        Meaning of the parameters.
    years
        Years after the base year.
    """
    slices, found = layout.slices, []
    for name, part in slices.items():
        if name not in BASE_YEAR:
            rows = np.arange(part.start, part.stop)
            found.append(Group(name, NAMES.get(name) or _WORDED[name], rows))
    base = np.concatenate([np.arange(slices[n].start, slices[n].stop) for n in BASE_YEAR])
    found.append(Group("base_year", _WORDED["base_year"], base))
    for at, name in enumerate(ERRORS):
        rows = layout.size + at * years + np.arange(years)
        found.append(Group(f"{YEARLY}{name}", _WORDED[f"{YEARLY}{name}"], rows))
    return tuple(group for group in found if len(group.rows))


def within_drivers(layout: Layout) -> Floats:
    """Return the lower factor of the correlation within drivers (parameter, parameter).

    What is between drivers is left out: a decomposition of variance needs groups that are
    independent of each other.
    """
    whole = lower_factor(layout)
    matrix, found = whole @ whole.T, np.eye(layout.size)
    for part in layout.slices.values():
        found[part, part] = matrix[part, part]
    return np.asarray(np.linalg.cholesky(found))
