"""What have all stocks in common: an owner's row, a demand, draws, and columns of use?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from dafeng.axes import Axis, Floats
from dafeng.scenarios.stocks.adoption import Ownership

#: Standard normal numbers that each stock takes, in this order.
NORMALS: Final = ("demand", "adoption", "turnover", "efficiency")

#: Columns that are no energy: process CO2 [t], local generation [MWh].
PROCESS: Final = "process"
FOSSIL_POWER: Final = "fossil_power"
NON_FOSSIL_POWER: Final = "non_fossil_power"
BESIDES: Final = (PROCESS, FOSSIL_POWER, NON_FOSSIL_POWER)


@dataclass(frozen=True, slots=True)
class Setting:
    """What goes on around a stock, relative to the base year.

    Parameters
    ----------
    people
        Resident population [-] (year, draw).
    income
        GDP per head at constant prices [-] (year, draw).
    activity
        Activity of the row that the stock owns [-] (year, draw).
    """

    people: Floats
    income: Floats
    activity: Floats


@dataclass(frozen=True, slots=True)
class Demand:
    """How large a stock is wanted.

    ``index = people^a income^b activity^c V(income) / V(1) exp(spread (t - t0) z)``

    Parameters
    ----------
    people, income, activity
        Elasticities [-].
    ownership
        Gompertz curve of ownership by income; None if the stock has none.
    spread
        Standard deviation of the yearly growth that the elasticities do not explain [1/a]; with a
        curve, of the logarithm of the saturation [-].
    """

    people: float = 0.0
    income: float = 0.0
    activity: float = 0.0
    ownership: Ownership | None = None
    spread: float = 0.0

    def index(self, setting: Setting, normal: Floats) -> Floats:
        """Return the wanted stock relative to the base year (year, draw).

        Parameters
        ----------
        setting
            What goes on around it.
        normal
            Standard normal number (draw).
        """
        wanted = setting.people**self.people
        if self.income:
            wanted = wanted * setting.income**self.income
        if self.activity:
            wanted = wanted * setting.activity**self.activity
        if self.ownership is not None:
            return wanted * self.ownership.index(setting.income, np.exp(self.spread * normal))
        elapsed = np.arange(len(wanted), dtype=np.float64)[:, None]
        return np.asarray(wanted * np.exp(self.spread * elapsed * normal))


@dataclass(frozen=True, slots=True)
class Drawn:
    """What one stock has drawn.

    Parameters
    ----------
    size
        Stock wanted, relative to its central path [-] (year, draw).
    adoption
        Standard normal number of the pace of what is new, positive for faster (draw).
    turnover
        Standard normal number of life, positive for longer (draw).
    """

    size: Floats
    adoption: Floats
    turnover: Floats


def central(years: int) -> Drawn:
    """Return the central draw of a stock, one draw wide."""
    return Drawn(np.ones((years, 1)), np.zeros(1), np.zeros(1))


@dataclass(frozen=True, slots=True)
class Ramp:
    """Something that runs until an age that nobody knows exactly, and then stops.

    Parameters
    ----------
    end, spread
        Year of its end, central, and standard deviation [a].
    use
        What it uses while it runs (year, column).
    """

    end: float
    spread: float
    use: Floats

    def running(self, years: Axis[int], turnover: Floats) -> Floats:
        """Return the share of a year in which it runs [-] (year, draw).

        ``clip(end + spread z - t, 0, 1)``; in the base year it runs.
        """
        calendar = np.array(years.labels, dtype=np.float64)[:, None]
        share = np.clip(self.end + self.spread * turnover - calendar, 0.0, 1.0)
        share[0] = 1.0
        return np.asarray(share)


class Stock(Protocol):
    """A stock that owns part of a sector row.

    Attributes
    ----------
    name
        Identifier, unique among the stocks of a place.
    row
        Sector id of the row that it owns, wholly or in part.
    years
        Base year to horizon.
    columns
        What `use` tells: carrier groups [TJ] and, beside them, `BESIDES`.
    demand
        How large it is wanted.
    efficiency
        Standard deviation of the yearly change of energy use that nothing else explains [1/a].
    ramps
        The part of `use` that stops at an age and is proportional to size; none for most.
    """

    @property
    def name(self) -> str: ...  # noqa: D102 - told above
    @property
    def row(self) -> str: ...  # noqa: D102
    @property
    def years(self) -> Axis[int]: ...  # noqa: D102
    @property
    def columns(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def demand(self) -> Demand: ...  # noqa: D102
    @property
    def efficiency(self) -> float: ...  # noqa: D102
    @property
    def ramps(self) -> tuple[Ramp, ...]: ...  # noqa: D102

    def use(self, drawn: Drawn) -> Floats:
        """Return energy by carrier [TJ] and what goes with it (year, column, draw)."""
        ...


def elapsed(years: Axis[int] | Sequence[int]) -> Floats:
    """Return years after the base year [a] (year)."""
    labels = np.array(tuple(years), dtype=np.float64)
    return np.asarray(labels - labels[0])
