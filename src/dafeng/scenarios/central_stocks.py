"""What do a place's stocks use on the central path, and how much of it follows what goes on?"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from dafeng.axes import Floats
from dafeng.scenarios.stocks.couple import StockPaths
from dafeng.scenarios.stocks.stock import FOSSIL_POWER, NON_FOSSIL_POWER, PROCESS, Setting


@dataclass(frozen=True, slots=True)
class CentralStocks:
    """What stocks use and give on the central path.

    Parameters
    ----------
    energy
        Energy use [TJ] (year, sector, carrier).
    following
        Of it, what changes in proportion to their activity [TJ] (year, sector, carrier).
    process
        Process CO2 [t] (year, sector).
    fossil_power, non_fossil_power
        Generation [MWh] (year).
    """

    energy: Floats
    following: Floats
    process: Floats
    fossil_power: Floats
    non_fossil_power: Floats

    def beside(self, other: CentralStocks) -> CentralStocks:
        """Return the sum of both."""
        return CentralStocks(
            self.energy + other.energy,
            self.following + other.following,
            self.process + other.process,
            self.fossil_power + other.fossil_power,
            self.non_fossil_power + other.non_fossil_power,
        )


def central_stocks(paths: StockPaths, around: Setting, *, plants: bool) -> CentralStocks:
    """Follow the stocks of users, or of plants, with every random number at zero.

    Parameters
    ----------
    paths
        Stocks beside the inventory.
    around
        People and income (year), activity (sector, year), relative to the base year [-]; of plants
        the heat that they must deliver.
    plants
        Whether the stocks of plants are wanted, or those of all other sectors.
    """
    whole, years = paths.whole, len(around.people)
    energy, following = np.zeros((2, years, *whole.energy.shape))
    beside = {name: np.zeros((years, len(whole.sectors))) for name in _BESIDE}
    for position, (row, owned) in enumerate(zip(paths.rows, paths.owned, strict=True)):
        if (whole.classes[row] == "power") != plants:
            continue
        for name, use in zip(
            owned.response.columns, _columns(paths, position, around), strict=True
        ):
            if name in beside:
                beside[name][:, row] += use
            else:
                at = whole.carriers.index(name)
                energy[:, row, at] += use
                following[:, row, at] += use * owned.response.slopes[2]
    fossil, clean = (beside[name].sum(axis=1) for name in (FOSSIL_POWER, NON_FOSSIL_POWER))
    return CentralStocks(energy, following, beside[PROCESS], fossil, clean)


_BESIDE = (PROCESS, FOSSIL_POWER, NON_FOSSIL_POWER)


def _columns(paths: StockPaths, position: int, around: Setting) -> Floats:
    """Return the use of one stock (column, year)."""
    still = np.zeros((paths.normals, 1))
    found = [
        paths.column_use(position, year, _in(around, year), still)[:, 0]
        for year in range(len(around.people))
    ]
    return np.stack(found, axis=1)


def _in(around: Setting, year: int) -> Setting:
    """Return what goes on in one year, one draw wide."""
    at = slice(year, year + 1)
    return replace(
        around,
        people=around.people[at],
        income=around.income[at],
        activity=around.activity[:, at],
    )
