"""What has the place entered of a stock, near the base year, and what goes on around it?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np

from dafeng import units
from dafeng.axes import Axis
from dafeng.dossier.records import Amount, Dossier, Quality
from dafeng.errors import UnitError
from dafeng.reference import stocks as published
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.stocks.adoption import Ownership, Spread, spread_through
from dafeng.scenarios.stocks.stock import Demand, Setting
from dafeng.scenarios.stocks.vehicles import Life

#: Years by which an entry may miss the base year.
TOLERANCE = 2

#: Year to which the national shares of drives and routes belong.
SHARES_OF = 2023

#: Yearly change of energy use that nothing else explains, as a standard deviation [1/a]
#: (project's judgement).
EFFICIENCY = 0.004


@dataclass(frozen=True, slots=True)
class Start:
    """Where the stocks of a place start.

    Parameters
    ----------
    dossier
        Records of the place.
    baseline
        Base year.
    years
        Base year to horizon.
    policy
        ``frozen``, ``current_policy`` or ``enhanced``: the scenario on which the course rests.
    centre
        Central path of people, income and activity by sector.
    """

    dossier: Dossier
    baseline: Baseline
    years: Axis[int]
    policy: str
    centre: Setting

    def around(self, row: str) -> Setting:
        """Return what goes on around one row (year, 1)."""
        position = self.baseline.sectors.index(row)
        return Setting(self.centre.people, self.centre.income, self.centre.activity[position])

    def first_of(self, *rows: str) -> str | None:
        """Return the first of some sectors that the place has."""
        return next((r for r in rows if r in self.baseline.sectors.labels), None)


class Dated(Protocol):
    """A record of one year with a figure."""

    @property
    def year(self) -> int: ...  # noqa: D102 - told above
    @property
    def amount(self) -> Amount: ...  # noqa: D102


R = TypeVar("R", bound=Dated)


def near(records: Iterable[R], base: int) -> list[R]:
    """Return the records with a figure of the year nearest to the base year, at most two away."""
    known = [r for r in records if r.amount.value is not None]
    gaps = {abs(r.year - base) for r in known}
    if not gaps or min(gaps) > TOLERANCE:
        return []
    best = min(known, key=lambda r: (abs(r.year - base), r.year)).year
    return [r for r in known if r.year == best]


def entered_first(records: Iterable[R], base: int) -> list[R]:
    """Return the place's own records near the base year, or estimates where it has none."""
    every = list(records)
    own = [r for r in every if r.amount.quality is not Quality.ESTIMATE]
    return near(own, base) or near(every, base)


def value(amount: Amount, symbol: str) -> float:
    """Return a figure in a unit; 0 if it is absent or of another kind."""
    if amount.value is None:
        return 0.0
    try:
        return units.convert(amount.value, amount.unit, symbol)
    except UnitError:
        return 0.0


def demand_of(identifier: str, owned: float = 0.0) -> Demand:
    """Return the published demand for a class or product.

    Parameters
    ----------
    identifier
        Class or product.
    owned
        What a head owns in the base year, for a class with a curve. The place stands on the
        nation's curve where that is owned, whatever its own income.
    """
    found = published.stock_demands()[identifier]
    ownership = None
    if found.saturation is not None:
        today = min(max(owned, 0.005), 0.98 * found.saturation)
        approach = -np.log(np.log(today / found.saturation) / found.alpha)
        ownership = Ownership(today, found.saturation, max(float(approach), 0.2))
    return Demand(found.people, found.income, found.activity, ownership, found.spread)


def spread_of(start: Start, of: str, option: str, today: float) -> Spread:
    """Return how an option spreads from its share of sales in the year of the national shares.

    With frozen policy it keeps that share. Otherwise it follows the published ceiling and pace,
    through the share in `SHARES_OF`, moved to the place's base year.
    """
    adoptions = published.adoptions()
    found = adoptions.get((start.policy, of, option), adoptions.get(("current_policy", of, option)))
    if start.policy == "frozen" or found is None:
        return Spread(today, -1000.0, 10.0, 0.0)
    through = spread_through(today, found.ceiling, found.duration, found.pace)
    moved = through.midpoint + SHARES_OF - start.baseline.year
    return Spread(through.ceiling, moved, through.duration, through.pace)


def life_of(identifier: str) -> Life:
    """Return the published survival of a class, kind or plant."""
    found = published.survivals()[identifier]
    return Life(found.scale, found.shape, found.limit, found.spread)
