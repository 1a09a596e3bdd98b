"""Which portfolio holds a peak with a stated probability at least cost?

Three sets of draws, never shared. On the first the tail is bounded (`dafeng.measures.portfolio.
tail`). At a margin of zero that is safer than asked, so on the second set the margin is widened by
bisection until the share of draws that hold is the stated one. On the third, fresh, it is verified.
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
    drawn_blocks,
    grouped,
    held,
    with_portfolio,
)
from dafeng.measures.portfolio.place import Posed
from dafeng.measures.portfolio.solve import Portfolio
from dafeng.measures.portfolio.tail import tail_of
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
        Share of the fresh draws that hold without and with the portfolio [-].
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
    change = grouped(posed, basis)
    tail = drawn(posed, scenario, basis, TAIL_DRAWS, seed)
    judge = drawn(posed, scenario, basis, MARGIN_DRAWS, seed + 1)
    found, margin, reached = _calibrated(posed, change, tail, judge, hold)
    shares, median, lost = [], [], []
    for block in drawn_blocks(posed, scenario, basis, fresh, seed + 2):
        after = with_portfolio(block, _effect(change, found))
        shares.append([held(e, block.years, hold, block.past) for e in (block.totals, after)])
        median.append(np.stack([block.totals, after])[:, block.past :])
        lost.append(above_before(block, hold, change.shape[1]))
    before, probability = np.concatenate(shares, axis=1).mean(axis=1).tolist()
    return Held(
        portfolio=found,
        hold=hold,
        before=before,
        probability=probability,
        half_width=1.96 * float(np.sqrt(probability * (1 - probability) / fresh)),
        draws=fresh,
        margin=margin,
        reached=reached,
        lost=float(np.concatenate(lost).mean()),
        median=np.median(np.concatenate(median, axis=2), axis=2),
    )


def _effect(change: Floats, portfolio: Portfolio) -> Floats:
    """Return the effect of a portfolio on the central path by group [t] (group, year)."""
    return np.asarray(np.einsum("gtm,tm->gt", change, portfolio.operation))


def _parts(judge: Drawn, hold: Hold, decisions: int) -> tuple[float, ...]:
    """Return how sure the tail is asked to be: one try will do if too many draws are lost."""
    return (
        _SURENESS
        if 1 - above_before(judge, hold, decisions).mean() > hold.probability
        else _SURENESS[1:2]
    )


def _calibrated(
    posed: Posed, change: Floats, tail: Drawn, judge: Drawn, hold: Hold
) -> tuple[Portfolio, float, bool]:
    """Widen the margin until the share of the judging draws that hold is the asked one."""

    def share(portfolio: Portfolio) -> float:
        after = with_portfolio(judge, _effect(change, portfolio))
        return float(held(after, judge.years, hold, judge.past).mean())

    free = solve.least_cost(posed.problem)
    if share(free) >= hold.probability:
        return free, np.inf, True
    nearest = [free]
    for part in _parts(judge, hold, change.shape[1]):
        eased = replace(hold, probability=part * hold.probability)
        tight = tail_of(posed.problem, change, tail, eased, free.operation)
        wide, narrow = tight.overshoot(free), tight.least()
        best = tight.at(narrow)
        if share(best) >= hold.probability:
            break
        nearest.append(best)
    else:
        nearest.append(solve.least_emissions(posed.problem))
        return max(nearest, key=share), narrow, False
    for _ in range(_STEPS):
        middle = (narrow + wide) / 2
        tried = tight.at(middle)
        if share(tried) >= hold.probability:
            narrow, best = middle, tried
        else:
            wide = middle
    return best, narrow, True
