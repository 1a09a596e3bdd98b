"""What follows from a scenario when stocks own part of the rows?

The arithmetic is that of `dafeng.scenarios.kernel` on what stocks leave, with their use added in
each year: to energy before plants follow the demand for heat, to process CO2 before capture, to
local generation before purchases. A portfolio acts on each row as a whole, stocks and rest: on the
users' rows before plants follow their demand for heat, on the plants' rows after.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dafeng.axes import Floats
from dafeng.scenarios.base_demand import demand_of
from dafeng.scenarios.course import Course
from dafeng.scenarios.deployed import Deployed
from dafeng.scenarios.draws import Draws
from dafeng.scenarios.kernel import _Block
from dafeng.scenarios.stocks.couple import StockPaths
from dafeng.scenarios.stocks.stock import (
    BESIDES,
    FOSSIL_POWER,
    NON_FOSSIL_POWER,
    PROCESS,
    Setting,
)
from dafeng.scenarios.year_result import YearResult

__all__ = ["run"]


def run(
    paths: StockPaths,
    course: Course,
    draws: Draws,
    normal: Floats,
    deployed: Deployed | None = None,
) -> Iterator[YearResult]:
    """Yield the years of one block of draws, from the base year to the horizon.

    Parameters
    ----------
    paths
        Stocks beside the inventory.
    course
        Scenario on the kernel's axes; the one for which the stocks were made.
    draws
        Random numbers of the block.
    normal
        Standard normal numbers of the stocks, four each (4 * stock, draw).
    deployed
        Portfolio in operation; None for none.
    """
    block = _StockBlock(paths, course, draws, normal, deployed)
    for year in range(len(course.years)):
        if year:
            block.advance(year)
        yield block.year(year)


class _StockBlock(_Block):
    """A block of draws with stocks."""

    def __init__(
        self,
        paths: StockPaths,
        course: Course,
        draws: Draws,
        normal: Floats,
        deployed: Deployed | None,
    ) -> None:
        super().__init__(paths.rest, course, draws, deployed)
        self.paths, self.normal = paths, normal
        self.start = demand_of(paths.whole)
        heat = paths.whole.carriers.index("heat")
        self.heat_before = paths.whole.energy[:, heat]
        self.beside = {name: np.zeros((len(paths.whole.sectors), self.count)) for name in BESIDES}

    def _end_use(self, year: int, activity: Floats) -> None:
        """Fill the energy use of all sectors [TJ] (carrier, sector, draw)."""
        scale = self.level * activity * self.intensity
        np.multiply(self.base.energy.T[:, :, None], scale, out=self.use)
        self._move(year)
        for values in self.beside.values():
            values[:] = 0.0
        around = self._around(activity)
        self._add(year, around, plants=False)
        self._deploy(year, ~self.plants)
        if self.plants.any():
            demand = self._heat_demand(year)
            share = self.base.supply.heat_share
            self.use[:, self.plants] *= share * demand + (1 - share) * self.fossil_power
            activity = activity.copy()
            activity[self.plants] = demand
            self._add(year, self._around(activity), plants=True)
            self._deploy(year, self.plants)

    def _around(self, activity: Floats) -> Setting:
        people = self.population / self.base.population
        return Setting(people, self.gdp / self.base.gdp / people, activity)

    def _heat_demand(self, year: int) -> Floats:
        """Return the heat that plants must deliver relative to the base year (draw)."""
        users = ~self.plants
        before = self.heat_before[users] @ self.level[users]
        heat = self.use[self.base.carriers.index("heat")][users].sum(axis=0)
        heat *= self._heat_left(year)
        return np.asarray(np.divide(heat, before, out=np.ones_like(heat), where=before > 0))

    def _add(self, year: int, around: Setting, *, plants: bool) -> None:
        """Add what the stocks of users, or of plants, use this year."""
        for position, row in enumerate(self.paths.rows):
            if self.plants[row] != plants:
                continue
            values = self.paths.column_use(position, year, around, self.normal)
            columns = self.paths.owned[position].response.columns
            for column, value in zip(columns, values, strict=True):
                if column in BESIDES:
                    self.beside[column][row] += value
                else:
                    self.use[self.base.carriers.index(column), row] += self.level[row] * value

    def _generation(self, year: int, demand: Floats) -> tuple[Floats, Floats]:
        local, non_fossil = super()._generation(year, demand)
        clean = self.beside[NON_FOSSIL_POWER].sum(axis=0)
        return local + self.beside[FOSSIL_POWER].sum(axis=0) + clean, non_fossil + clean

    def _purchased(self, demand: Floats, local: Floats) -> Floats:
        rest, whole = self.base.supply, self.paths.whole.supply
        owned = whole.fossil_power - rest.fossil_power
        owned += whole.non_fossil_power - rest.non_fossil_power
        return super()._purchased(demand, local - owned)

    def _direct(self, year: int, activity: Floats) -> tuple[Floats, Floats]:
        fuels, process = super()._direct(year, activity)
        added = self.beside[PROCESS] * self.process
        if not self.course.bands["carbon_capture"].idle[year]:
            added = added * (1 - self._value("carbon_capture", year))
        if self.deployed is not None:
            left = self.deployed.emitted[year] * self.deployed.process[year]
            added = added * left[:, None]
        return fuels, process + added
