"""How does something new spread, how many own it in the end, and what does it then cost?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from dafeng.axes import Floats

#: Logarithm of the odds from 10 to 90 %: ln 81.
LN_81 = math.log(81.0)


def steepness(duration: float) -> float:
    """Return ``b = ln 81 / dt`` [1/a] of a spread that takes `duration` [a] from 10 to 90 %."""
    return LN_81 / duration


def fisher_pry(year: Floats, midpoint: Floats, duration: float) -> Floats:
    """Return the share that the new has taken.

    ``f = 1 / (1 + exp(-b (t - t0)))``, ``b = ln 81 / dt(10-90)``.

    Parameters
    ----------
    year
        Years (any shape that broadcasts with `midpoint`).
    midpoint
        Year of one half ``t0``.
    duration
        Years from 10 to 90 % [a].

    Returns
    -------
    Floats
        Share [-].

    Source: Fisher and Pry 1971, doi 10.1016/S0040-1625(71)80005-7.
    """
    return np.asarray(1 / (1 + np.exp(-steepness(duration) * (year - midpoint))))


def midpoint_through(share: float, year: float, duration: float) -> float:
    """Return the midpoint of the spread that passes through a share in a year.

    Parameters
    ----------
    share
        Share observed, between 0 and 1 without both [-].
    year
        When.
    duration
        Years from 10 to 90 % [a].
    """
    return year - math.log(share / (1 - share)) / steepness(duration)


@dataclass(frozen=True, slots=True)
class Ownership:
    """A Gompertz curve that passes through what a place owns today.

    Parameters
    ----------
    today
        Ownership in the base year [1/person].
    saturation
        Ownership that is never passed [1/person].
    approach
        ``-beta y0``: income of the base year in units of the curve's own [-].
    """

    today: float
    saturation: float
    approach: float

    def index(self, income: Floats, saturation: Floats | float = 1.0) -> Floats:
        """Return ownership relative to the base year.

        ``V / V0 = (V0 / g)^(exp(beta (y - y0)) - 1)``

        Parameters
        ----------
        income
            Income relative to the base year [-].
        saturation
            Factor on the saturation [-]; it never falls below what is owned already.
        """
        level = np.maximum(self.saturation * np.asarray(saturation), self.today * 1.001)
        left = np.log(self.today / level)
        return np.asarray(np.exp(left * np.expm1(-self.approach * (income - 1))))


@dataclass(frozen=True, slots=True)
class Spread:
    """Something new that takes over, at a pace that nobody knows.

    Parameters
    ----------
    ceiling
        Share that is never passed [-].
    midpoint
        Years after the base year at which half of the ceiling is reached, central [a].
    duration
        Years from 10 to 90 % of the ceiling, central [a].
    pace
        Standard deviation of the pace [-]: a draw goes through the same curve ``1 + pace z``
        times as fast from the base year on, so that today's share is the same in every draw.
    """

    ceiling: float
    midpoint: float
    duration: float
    pace: float

    def share(self, elapsed: Floats, normal: Floats) -> Floats:
        """Return the share taken [-] (year, draw).

        Parameters
        ----------
        elapsed
            Years after the base year, negative before it [a] (year).
        normal
            Standard normal number, positive for faster (draw).
        """
        pace = np.maximum(1 + self.pace * normal, 0.0)
        moved = elapsed[:, None] * np.where(elapsed[:, None] > 0, pace, 1.0)
        return self.ceiling * fisher_pry(moved, np.asarray(self.midpoint), self.duration)


def spread_through(today: float, ceiling: float, duration: float, pace: float) -> Spread:
    """Return the spread that has come to `today` in the base year; both shares in (0, 1]."""
    reached = min(max(today / ceiling, 0.002), 0.998)
    return Spread(ceiling, midpoint_through(reached, 0.0, duration), duration, pace)
