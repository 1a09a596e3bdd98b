"""What does a portfolio change in each draw of the future?

A measure is deployed in step with the rows it acts on: where a draw has more of a row than the
central path, it changes more there. The draws are the ensemble's own; per draw and year they are
folded into one ratio for each sector's fuels, one for all process CO2 and one for purchased power.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dafeng.axes import Axis, Booleans, Floats
from dafeng.measures.portfolio.effects import co2_changes, fuel_changes
from dafeng.measures.portfolio.place import Posed
from dafeng.peak.outlook import peaks_of, with_history
from dafeng.scenarios.central import TJ_PER_MWH
from dafeng.scenarios.course import course_of
from dafeng.scenarios.draws import blocks, draw_block, layout_of
from dafeng.scenarios.kernel import run
from dafeng.scenarios.simulation import BASES
from dafeng.scenarios.story import Scenario
from dafeng.scenarios.year_result import YearResult

#: Net purchases below this share of demand give no grid factor of a draw [-].
_FEW_PURCHASES = 0.01


@dataclass(frozen=True, slots=True)
class Drawn:
    """Futures without the portfolio and how its central effect turns out in each.

    Parameters
    ----------
    years
        Base year to horizon, before them the observed years.
    totals
        CO2 without the portfolio [t] (year, draw).
    ratio
        Effect in the draw over the effect on the central path [-] (group, year, draw); groups are
        the sectors' fuels, then process CO2, then purchased electricity and heat.
    past
        Number of observed years before the base year; the level need not hold there.
    """

    years: Axis[int]
    totals: Floats
    ratio: Floats
    past: int = 0


@dataclass(frozen=True, slots=True)
class Hold:
    """What is to be held, and how surely.

    Parameters
    ----------
    by
        The peak lies in this year or before.
    level
        No year from the base year on is above it [t]; infinite if no level is asked for.
    probability
        Share of the draws in which both hold, 0 to 1.
    """

    by: int
    level: float = np.inf
    probability: float = 0.8


def drawn(posed: Posed, scenario: Scenario, basis: str, draws: int, seed: int) -> Drawn:
    """Draw the futures of a place and fold them for the portfolio.

    Parameters
    ----------
    posed
        The problem and its central path.
    scenario
        The story of that path.
    basis
        Basis of the account.
    draws, seed
        Number of draws and seed of their streams.
    """
    parts = [_block(posed, scenario, basis, seed, part) for part in blocks(draws)]
    return Drawn(
        parts[0].years,
        np.concatenate([part.totals for part in parts], axis=-1),
        np.concatenate([part.ratio for part in parts], axis=-1),
        parts[0].past,
    )


def drawn_blocks(
    posed: Posed, scenario: Scenario, basis: str, draws: int, seed: int
) -> Iterator[Drawn]:
    """Yield the same block by block, for many draws in little memory."""
    for part in blocks(draws):
        yield _block(posed, scenario, basis, seed, part)


def grouped(posed: Posed, basis: str) -> Floats:
    """Return the change of CO2 by group of one unit of each measure (group, year, measure).

    Groups as in `Drawn`; their sum is the change of CO2 in the problem.
    """
    problem = posed.problem
    fuels = fuel_changes(posed.path, problem.years, posed.effects).transpose(2, 1, 0)
    parts = co2_changes(posed.path, problem.years, posed.effects)
    process, power = (
        parts[name].T if name in BASES[basis] else np.zeros_like(fuels[0])
        for name in ("process", "power")
    )
    return np.concatenate([fuels, process[None], power[None]])


def with_portfolio(drawn: Drawn, change: Floats) -> Floats:
    """Return the totals of each draw with a portfolio [t] (year, draw).

    Parameters
    ----------
    drawn
        Futures without it.
    change
        Its effect on the central path [t] (group, year); the years are the last of the futures.
    """
    totals = drawn.totals.copy()
    first = len(drawn.years) - change.shape[1]
    totals[first:] += np.einsum("gt,gtd->td", change, drawn.ratio[:, first:])
    return totals


def held(totals: Floats, years: Axis[int], hold: Hold, past: int = 0) -> Booleans:
    """Say in which draws the peak is held; the first `past` years are observed ones (draw)."""
    peaks = peaks_of(totals, years)
    highest = totals[past:].max(axis=0)
    return np.asarray(peaks.found & (peaks.year <= hold.by) & (highest <= hold.level))


def above_before(drawn: Drawn, hold: Hold, decisions: int) -> Booleans:
    """Say which draws are above the level before the last `decisions` years begin (draw)."""
    undecided = drawn.totals[drawn.past : len(drawn.years) - decisions]
    return np.asarray((undecided > hold.level).any(axis=0))


def _block(posed: Posed, scenario: Scenario, basis: str, seed: int, part: tuple[int, int]) -> Drawn:
    baseline = posed.path.baseline
    course = course_of(baseline, scenario)
    draws = draw_block(layout_of(baseline), course.persistence, len(course.years) - 1, seed, part)
    totals, ratios = [], []
    for at, year in enumerate(run(baseline, course, draws)):
        totals.append(sum(getattr(year, name).sum(axis=0) for name in BASES[basis]))
        ratios.append(_ratio(posed, year, at))
    return _joined(posed, np.stack(totals), np.stack(ratios, axis=1))


def _joined(posed: Posed, totals: Floats, ratio: Floats) -> Drawn:
    """Put the observed years before the futures, as the outlook of the peak does."""
    years = posed.path.years
    known = sorted(year for year in posed.past if year <= years.labels[0])
    if len(known) > 1 and known[-1] == years.labels[0]:
        totals, years = with_history(totals, years, known, np.array([posed.past[y] for y in known]))
    past = len(years) - len(posed.path.years)
    before = np.ones((ratio.shape[0], past, ratio.shape[2]))
    return Drawn(years, totals, np.concatenate([before, ratio], axis=1), past)


def _ratio(posed: Posed, year: YearResult, at: int) -> Floats:
    """Return the ratios of one year (group, draw)."""
    path = posed.path
    fuels = _over(year.fuels, path.fuels[at][:, None])
    process = _over(year.process.sum(axis=0), (path.process * (1 - path.captured))[at].sum())
    return np.concatenate([fuels, process[None], _power(posed, year, at)[None]])


def _power(posed: Posed, year: YearResult, at: int) -> Floats:
    """Return demand over central demand times grid factor over central grid factor (draw)."""
    path, carriers = posed.path, posed.path.baseline.carriers
    heat = year.by_carrier[carriers.index("heat")] * 1000 * path.baseline.supply.heat_factor
    bought = year.by_carrier[carriers.index("electricity")] / TJ_PER_MWH
    demand = path.energy[at, :, carriers.index("electricity")].sum() / TJ_PER_MWH
    carbon = year.power.sum(axis=0) - heat
    enough = np.abs(bought) > _FEW_PURCHASES * demand
    central = path.grid_factor[at]
    factor = np.divide(carbon, bought, out=np.full_like(bought, central), where=enough)
    return _over(year.electricity, demand) * _over(factor, central)


def _over(top: Floats, bottom: Floats | float) -> Floats:
    """Divide where the divisor is above zero, one elsewhere."""
    top, bottom = np.broadcast_arrays(top, bottom)
    return np.divide(top, bottom, out=np.ones(top.shape), where=bottom > 0)
