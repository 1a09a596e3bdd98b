"""What is there to choose from, and what must hold: a portfolio problem on labelled axes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from dafeng.axes import Axis, Floats, Integers
from dafeng.errors import MethodError
from dafeng.language import Text
from dafeng.measures.rates import Rates

#: Below this rate there is no interest [1/a].
_NO_RATE: Final = 1e-12

#: Quantity whose sum over the years is the emission of a portfolio.
CO2 = "co2"


@dataclass(frozen=True, slots=True)
class Rooms:
    """What measures together can take at most of one thing: a row of energy, a share of it.

    ``sum_e take[t, e] a[t, measure[e]] <= available[t, r]`` over the entries e of room r.

    Parameters
    ----------
    labels
        Names of the rooms, ``kind:what`` (room).
    room, measure
        To which room and measure an entry belongs (entry).
    take
        What one unit in operation takes [unit of the room per effect unit] (year, entry).
    available
        What is there [unit of the room] (year, room).
    """

    labels: tuple[str, ...]
    room: Integers
    measure: Integers
    take: Floats
    available: Floats


def no_rooms(years: int) -> Rooms:
    """Return no rooms at all."""
    nothing = np.zeros(0, dtype=np.int64)
    return Rooms((), nothing, nothing, np.zeros((years, 0)), np.zeros((years, 0)))


@dataclass(frozen=True, slots=True)
class Projects:
    """Projects to take or leave, each with one or more years of start to choose from.

    Parameters
    ----------
    ids
        Projects.
    project
        Project of each choice (choice).
    start
        Position of the first year of operation of each choice (choice).
    measure
        Measure that the choice realises (choice).
    operation
        What it adds to the measure [effect unit/a] (year, choice).
    investment, running
        [yuan] and [yuan/a] (year, choice).
    lifetime
        Life from the start [a] (choice).
    needs
        Pairs (project, project that must be in operation with it).
    one_of
        Groups of projects of which one at most can go.
    """

    ids: Axis[str]
    project: Integers
    start: Integers
    measure: Integers
    operation: Floats
    investment: Floats
    running: Floats
    lifetime: Integers
    needs: tuple[tuple[int, int], ...] = ()
    one_of: tuple[tuple[int, ...], ...] = ()


def no_projects(years: int) -> Projects:
    """Return no projects at all."""
    nothing, flows = np.zeros(0, dtype=np.int64), np.zeros((years, 0))
    ids: Axis[str] = Axis("project", ())
    return Projects(ids, nothing, nothing, nothing, flows, flows, flows, nothing)


@dataclass(frozen=True, slots=True)
class Limit:
    """A cap or a target, year by year.

    ``lower[t] <= sum_q weights[q, t] quantity[q, t] <= upper[t]``; a share ``x / y >= s`` enters
    as ``x - s y >= 0``, an intensity as a cap times its known denominator.

    Parameters
    ----------
    id, name
        Identifier, and name for readers.
    weights
        Weight of each quantity (quantity, year).
    lower, upper
        Infinite where there is none (year).
    per
        What one of the unit of the name is in that of the bounds (year): GDP of an intensity; None
        where both are the same.
    part_of
        Part and whole of a share, as positions among the quantities: it is named in per cent.
    """

    id: str
    name: Text
    weights: Floats
    lower: Floats
    upper: Floats
    per: Floats | None = None
    part_of: tuple[int, int] | None = None

    def named(self, bound: float, year: int) -> float:
        """Return a bound, not of a share, in the unit of the name.

        Parameters
        ----------
        bound
            The bound in its own unit.
        year
            Position of the year.
        """
        return bound if self.per is None else float(bound / self.per[year])

    def share_asked(self, year: int) -> float | None:
        """Return the share that is asked in a year (by position) [%]; None if it is no share."""
        if self.part_of is None:
            return None
        return -100 * float(self.weights[self.part_of[1], year])

    def share_of(self, totals: Floats, year: int) -> float:
        """Return the share that totals (quantity, year) have in a year (by position) [%]."""
        part, whole = self.part_of or (0, 0)
        return 100 * float(totals[part, year] / totals[whole, year])


@dataclass(frozen=True, slots=True)
class Budget:
    """What may be invested [yuan at constant prices], each year (year) and in all."""

    yearly: Floats
    total: float = np.inf


@dataclass(frozen=True, slots=True)
class Problem:
    """Measures to deploy year by year and projects to take or leave.

    Effects are changes of the place's energy system: emissions follow from what is left in its
    rows (`Rooms`), so no tonne is counted twice.

    Parameters
    ----------
    years
        Years of decision.
    measures
        Measures; `names` for readers.
    quantities
        Yearly totals that are followed, `CO2` among them.
    base
        Totals without the portfolio [own unit] (quantity, year).
    effect
        Change of a total per unit in operation (quantity, year, measure).
    potential
        Most that can be in operation [effect unit/a] (year, measure).
    build
        Most that can be added in a year [effect unit/a] (year, measure).
    lifetime
        Years in operation [a] (measure).
    investment
        Paid when built [yuan per effect unit/a] (year, measure).
    running, savings
        Running cost, and what is saved with energy bills [yuan per effect unit] (year, measure).
    budget, rates
        What may be spent, and how later years are weighed; the social rate decides.
    rooms, projects, limits
        What measures share, what is whole, what must hold.
    needs
        Pairs (measure, measure that it needs): as a share of its potential it goes no further.
    one_of
        Groups of measures for the same base: their shares of potential sum to one at most.
    """

    years: Axis[int]
    measures: Axis[str]
    names: tuple[Text, ...]
    quantities: Axis[str]
    base: Floats
    effect: Floats
    potential: Floats
    build: Floats
    lifetime: Integers
    investment: Floats
    running: Floats
    savings: Floats
    budget: Budget
    rooms: Rooms
    projects: Projects
    limits: tuple[Limit, ...] = ()
    needs: tuple[tuple[int, int], ...] = ()
    one_of: tuple[tuple[int, ...], ...] = ()
    rates: Rates = field(default_factory=Rates)

    def __post_init__(self) -> None:
        years, measures, quantities = len(self.years), len(self.measures), len(self.quantities)
        shapes = {
            "base": (quantities, years),
            "effect": (quantities, years, measures),
            "lifetime": (measures,),
            **dict.fromkeys(
                ("potential", "build", "investment", "running", "savings"), (years, measures)
            ),
        }
        wrong = [name for name, shape in shapes.items() if getattr(self, name).shape != shape]
        if wrong or len(self.names) != measures or self.budget.yearly.shape != (years,):
            raise MethodError(
                Text(
                    f"组合问题各数组的轴不一致：{wrong or '名称或预算'}",
                    f"arrays of the problem do not fit its axes: {wrong or 'names, budget'}",
                )
            )
        self._refuse_nonsense()

    def _refuse_nonsense(self) -> None:
        arrays = (self.base, self.effect, self.potential, self.investment, self.running)
        finite = all(np.isfinite(a).all() for a in (*arrays, self.savings))
        if not finite or (self.potential < 0).any() or (self.build < 0).any():
            raise MethodError(
                Text(
                    "组合问题含非有限值，或潜力、建设速度为负",
                    "a portfolio problem has a value that is not finite, or a negative potential "
                    "or build rate",
                )
            )
        if (self.lifetime < 1).any():
            raise MethodError(Text("措施寿命须至少一年", "a measure lives one year at least"))


def discount(years: Axis[int], rate: float) -> Floats:
    """Return the weight of each year, ``(1 + i)^-(t - t0)`` with the first year at one (year)."""
    return np.asarray((1 + rate) ** -np.arange(len(years), dtype=np.float64))


def charged(years: int, lifetime: Integers, rate: float) -> Floats:
    """Return the share of an investment that falls inside the horizon (year, life).

    The investment is spread over its life as an annuity; the years after the horizon are not
    charged: ``sum_(k < min(L, T - t)) v^k / sum_(k < L) v^k`` with ``v = 1 / (1 + i)``. So a
    measure that outlives the horizon is not punished for it.
    """
    inside = np.minimum(lifetime[None, :], years - np.arange(years)[:, None])
    if abs(rate) < _NO_RATE:
        return np.asarray(inside / lifetime)
    return np.asarray(np.expm1(-inside * np.log1p(rate)) / np.expm1(-lifetime * np.log1p(rate)))
