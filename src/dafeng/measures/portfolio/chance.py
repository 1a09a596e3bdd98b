"""Which portfolio holds a peak with a stated probability at least cost?

Three sets of draws, never shared. On the first the tail is bounded (`dafeng.measures.portfolio.
tail`), with effects that are linear in what is deployed. At a margin of zero that is safer than
asked, so on the second set the margin is widened by bisection until the share of draws that hold
is the stated one. On the third, fresh, it is verified. The second and the third run the energy
system of every draw with the portfolio in the kernel of the futures: no linear effect is trusted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from dafeng.axes import Floats
from dafeng.measures.portfolio import solve
from dafeng.measures.portfolio.drawn import (
    Drawn,
    Hold,
    above_before,
    drawn,
    grouped,
    held,
    with_kernel,
    with_portfolio,
)
from dafeng.measures.portfolio.joint import JointRun
from dafeng.measures.portfolio.place import Posed
from dafeng.measures.portfolio.solve import Portfolio
from dafeng.measures.portfolio.tail import tail_of
from dafeng.scenarios.deployed import Deployed
from dafeng.scenarios.story import Scenario

#: Draws whose tail is bounded, on which the margin is found, and on which it is verified.
TAIL_DRAWS: Final = 256
MARGIN_DRAWS: Final = 6144
FRESH_DRAWS: Final = 10_000

#: Steps of the bisection.
_STEPS: Final = 9

#: How much of the draws the tail leaves aside, as shares of the asked probability: where the very
#: worst draws are out of reach, those next to them may still be held.
_SURENESS: Final = (1.0, 0.8, 0.5)


@dataclass(frozen=True, slots=True)
class Held:
    """A portfolio that holds a peak, and how surely on draws it has never seen.

    Parameters
    ----------
    portfolio
        What to deploy.
    hold
        What was asked.
    before, probability
        Share of the fresh draws that hold without and with the portfolio, both run in the
        kernel [-].
    linear
        The share with the portfolio if its effects were linear, as the solver takes them [-].
    half_width
        Half of the 95 % interval of the probability that the number of draws leaves [-].
    draws
        Fresh draws.
    margin
        How far the tail may overshoot [t]; infinite if the cheapest portfolio holds by itself.
    reached
        Whether the asked probability can be met.
    lost
        Share of the draws that are above the level before anything can be decided [-].
    median
        Median CO2 over the fresh draws without and with the portfolio [t] (2, year).
    """

    portfolio: Portfolio
    hold: Hold
    before: float
    probability: float
    linear: float
    half_width: float
    draws: int
    margin: float
    reached: bool
    lost: float
    median: Floats


def hold_peak(
    posed: Posed, scenario: Scenario, basis: str, hold: Hold, seed: int, fresh: int = FRESH_DRAWS
) -> Held:
    """Return the portfolio of least cost that holds a peak with the asked probability.

    Parameters
    ----------
    posed
        The problem of the place.
    scenario
        Story on which it builds.
    basis
        Basis of the account.
    hold
        Year, level and probability.
    seed
        Seed; the three sets of draws take it and the next two.
    fresh
        Draws of the verification.

    Returns
    -------
    Held
        If the probability cannot be met, the portfolio that comes nearest, marked as such.

    Raises
    ------
    InfeasibleError
        If the limits of the problem cannot be met at all.
    """
    case = _Case(posed, scenario, basis, hold, seed)
    found, margin, reached = _calibrated(case)
    draws = drawn(posed, scenario, basis, fresh, seed + 2)
    after = with_kernel(posed, scenario, basis, fresh, seed + 2, case.deployed(found))
    linear = with_portfolio(draws, case.effect(found))
    before, probability, said = (
        float(held(totals, draws.years, hold, draws.past).mean())
        for totals in (draws.totals, after, linear)
    )
    return Held(
        portfolio=found,
        hold=hold,
        before=before,
        probability=probability,
        linear=said,
        half_width=1.96 * float(np.sqrt(probability * (1 - probability) / fresh)),
        draws=fresh,
        margin=margin,
        reached=reached,
        lost=float(above_before(draws, hold, case.change.shape[1]).mean()),
        median=np.median(np.stack([draws.totals, after])[:, draws.past :], axis=2),
    )


class _Case:
    """A place, what is to be held, and the draws on which that is judged."""

    def __init__(self, posed: Posed, scenario: Scenario, basis: str, hold: Hold, seed: int) -> None:
        self.posed, self.scenario, self.basis, self.hold = posed, scenario, basis, hold
        self.seed, self.change = seed, grouped(posed, basis)
        self.judge = drawn(posed, scenario, basis, MARGIN_DRAWS, seed + 1)
        self.lost = float(above_before(self.judge, hold, self.change.shape[1]).mean())

    def tail(self) -> Drawn:
        """Return the draws whose tail is bounded."""
        return drawn(self.posed, self.scenario, self.basis, TAIL_DRAWS, self.seed)

    def effect(self, portfolio: Portfolio) -> Floats:
        """Return the effect of a portfolio on the central path by group [t] (group, year)."""
        return np.asarray(np.einsum("gtm,tm->gt", self.change, portfolio.operation))

    def deployed(self, portfolio: Portfolio) -> Deployed:
        """Return a portfolio for the kernel."""
        return JointRun(self.posed, portfolio.operation, self.basis).deployed()

    def share(self, portfolio: Portfolio) -> float:
        """Return the share of the judging draws that hold with a portfolio, by the kernel [-]."""
        given = (self.posed, self.scenario, self.basis, MARGIN_DRAWS, self.seed + 1)
        totals = with_kernel(*given, self.deployed(portfolio))
        return float(held(totals, self.judge.years, self.hold, self.judge.past).mean())


def _parts(case: _Case) -> tuple[float, ...]:
    """Return how sure the tail is asked to be: one try will do if too many draws are lost."""
    return _SURENESS if 1 - case.lost > case.hold.probability else _SURENESS[1:2]


def _calibrated(case: _Case) -> tuple[Portfolio, float, bool]:
    """Widen the margin until the share of the judging draws that hold is the asked one."""
    problem, hold, tail = case.posed.problem, case.hold, case.tail()
    free = solve.least_cost(problem)
    if case.share(free) >= hold.probability:
        return free, np.inf, True
    nearest = [free]
    for part in _parts(case):
        eased = replace(hold, probability=part * hold.probability)
        tight = tail_of(problem, case.change, tail, eased, free.operation)
        wide, narrow = tight.overshoot(free), tight.least()
        best = tight.at(narrow)
        if case.share(best) >= hold.probability:
            break
        nearest.append(best)
    else:
        nearest.append(solve.least_emissions(problem))
        return max(nearest, key=case.share), narrow, False
    for _ in range(_STEPS):
        middle = (narrow + wide) / 2
        tried = tight.at(middle)
        if case.share(tried) >= hold.probability:
            narrow, best = middle, tried
        else:
            wide = middle
    return best, narrow, True
