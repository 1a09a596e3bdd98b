"""Which plants still run, what do they burn, and what is built instead?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dafeng.axes import Axis, Floats
from dafeng.scenarios.stocks.stock import (
    FOSSIL_POWER,
    NON_FOSSIL_POWER,
    Demand,
    Drawn,
    Ramp,
    elapsed,
)
from dafeng.units import TJ_PER_MWH


@dataclass(frozen=True, slots=True)
class Unit:
    """One generating unit or boiler.

    Parameters
    ----------
    id
        Name of the unit.
    carrier
        Carrier group of its fuel; ``non_fossil`` for water, wind, sun and uranium.
    output
        Electricity [MWh/a] or heat [TJ/a] in a full year.
    efficiency
        Output per fuel [-]; 1 for what burns nothing.
    start
        Year of commissioning; later than the base year for what is planned.
    life
        Years in service, central [a].
    spread
        Standard deviation of the life [a]; 0 where the end is settled.
    """

    id: str
    carrier: str
    output: float
    efficiency: float
    start: int
    life: float
    spread: float

    def running(self, years: Axis[int], turnover: Floats) -> Floats:
        """Return the share of a year in which the unit runs [-] (year, draw).

        ``clip(start + life + spread z - t, 0, 1)`` from its start on; what stands in the base year
        runs in it.
        """
        calendar = np.array(years.labels, dtype=np.float64)[:, None]
        end = self.start + self.life + self.spread * turnover
        share = np.clip(end - calendar, 0.0, 1.0) * (calendar >= self.start)
        if self.start <= years.labels[0]:
            share[0] = 1.0
        return np.asarray(share)


@dataclass(frozen=True, slots=True)
class Build:
    """What is added without fuel.

    Parameters
    ----------
    technology
        Wind, photovoltaic ...
    potential
        What the place has room for beyond the base year's plants [MW].
    rate
        Central yearly addition [MW/a].
    pace
        Standard deviation of the rate, relative [-].
    hours
        Yearly hours at full load [h].
    """

    technology: str
    potential: float
    rate: float
    pace: float
    hours: float

    def output(self, years: Floats, adoption: Floats) -> Floats:
        """Return generation added since the base year [MWh] (year, draw)."""
        rate = self.rate * np.maximum(1 + self.pace * adoption, 0.0)
        return np.asarray(np.minimum(years[:, None] * rate, self.potential) * self.hours)


@dataclass(frozen=True, slots=True)
class PowerPlants:
    """Power plants by unit; see `dafeng.scenarios.stocks.stock.Stock`.

    Parameters
    ----------
    units
        Units that stand or are planned.
    hours
        Hours of units that burn fuel, relative to the base year, central [-] (year).
    builds
        What is added without fuel.
    """

    name: str
    row: str
    years: Axis[int]
    units: tuple[Unit, ...]
    hours: Floats
    builds: tuple[Build, ...]
    demand: Demand
    efficiency: float

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the fuels, then generation from fuel and without."""
        return (*_fuels(self.units), FOSSIL_POWER, NON_FOSSIL_POWER)

    @property
    def ramps(self) -> tuple[Ramp, ...]:
        """Return the units that stand in the base year and whose end is open."""
        columns, found = self.columns, []
        for unit in _open_ended(self.units, self.years):
            use = np.zeros((len(self.years), len(columns)))
            if unit.carrier == "non_fossil":
                use[:, columns.index(NON_FOSSIL_POWER)] = unit.output
            else:
                output = unit.output * self.hours
                use[:, columns.index(unit.carrier)] = output * (TJ_PER_MWH / unit.efficiency)
                use[:, columns.index(FOSSIL_POWER)] = output
            found.append(Ramp(unit.start + unit.life, unit.spread, use))
        return tuple(found)

    def use(self, drawn: Drawn) -> Floats:
        """Return fuel by carrier [TJ] and generation [MWh] (year, column, draw)."""
        columns = self.columns
        found = np.zeros((len(self.years), len(columns), drawn.adoption.size))
        load = self.hours[:, None] * drawn.size
        for unit in self.units:
            running = unit.running(self.years, drawn.turnover)
            if unit.carrier == "non_fossil":
                found[:, columns.index(NON_FOSSIL_POWER)] += unit.output * running * drawn.size
                continue
            output = unit.output * running * load
            found[:, columns.index(unit.carrier)] += output * (TJ_PER_MWH / unit.efficiency)
            found[:, columns.index(FOSSIL_POWER)] += output
        for build in self.builds:
            added = build.output(elapsed(self.years), drawn.adoption)
            found[:, columns.index(NON_FOSSIL_POWER)] += added * drawn.size
        return found


@dataclass(frozen=True, slots=True)
class HeatPlants:
    """Heat plants by unit; see `dafeng.scenarios.stocks.stock.Stock`.

    Heat is always delivered: what retired units made, a successor makes.

    Parameters
    ----------
    units
        Units; their outputs sum to the heat of the base year [TJ].
    successor
        What replaces them; its output and years do not matter.
    path
        Central heat output relative to the base year [-] (year).
    """

    name: str
    row: str
    years: Axis[int]
    units: tuple[Unit, ...]
    successor: Unit
    path: Floats
    demand: Demand
    efficiency: float

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the fuels, that of the successor among them."""
        return _fuels((*self.units, self.successor))

    @property
    def ramps(self) -> tuple[Ramp, ...]:
        """Return the units whose end is open, each less what its successor would use."""
        columns, found = self.columns, []
        for unit in _open_ended(self.units, self.years):
            use = np.zeros((len(self.years), len(columns)))
            heat = unit.output * self.path
            use[:, columns.index(unit.carrier)] += heat / unit.efficiency
            use[:, columns.index(self.successor.carrier)] -= heat / self.successor.efficiency
            found.append(Ramp(unit.start + unit.life, unit.spread, use))
        return tuple(found)

    def use(self, drawn: Drawn) -> Floats:
        """Return fuel by carrier [TJ] (year, carrier, draw).

        ``F_c = H (sum_u share_u running_u / eta_u + (1 - sum_u share_u running_u) / eta_new)``
        """
        columns = self.columns
        found = np.zeros((len(self.years), len(columns), drawn.adoption.size))
        total = sum(u.output for u in self.units)
        heat = total * self.path[:, None] * drawn.size
        covered = np.zeros_like(heat)
        for unit in self.units:
            share = unit.output / total * unit.running(self.years, drawn.turnover)
            covered += share
            found[:, columns.index(unit.carrier)] += heat * share / unit.efficiency
        rest = heat * np.maximum(1 - covered, 0.0)
        found[:, columns.index(self.successor.carrier)] += rest / self.successor.efficiency
        return found


def _open_ended(units: Sequence[Unit], years: Axis[int]) -> tuple[Unit, ...]:
    """Return units that stand in the base year and end nobody knows when."""
    return tuple(u for u in units if u.spread > 0 and u.start <= years.labels[0])


def _fuels(units: Sequence[Unit]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(u.carrier for u in units if u.carrier != "non_fossil"))
