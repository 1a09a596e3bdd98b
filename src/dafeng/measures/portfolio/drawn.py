"""What does a portfolio change in each draw of the future?

A measure is deployed in step with the rows it acts on: where a draw has more of a row than the
central path, it changes more there. `with_kernel` runs the energy system of every draw with the
portfolio. For the solver, which needs effects that are linear in what is deployed, a draw and year
is folded into one ratio for each sector's fuels, one for all process CO2 and one for purchased
power.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dafeng.axes import Axis, Booleans, Floats
from dafeng.measures.portfolio.effects import co2_changes, fuel_changes
from dafeng.measures.portfolio.place import Posed
from dafeng.measures.portfolio.ratios import over
from dafeng.peak.outlook import peaks_of, with_observed
from dafeng.scenarios.course import course_of
from dafeng.scenarios.deployed import Deployed
from dafeng.scenarios.draws import SOBOL, layout_of
from dafeng.scenarios.engine.blocks import Asked, Found, Source, gathered
from dafeng.scenarios.engine.program import program_of
from dafeng.scenarios.simulation import BASES, weights_of
from dafeng.scenarios.story import Scenario
from dafeng.units import TJ_PER_MWH

#: Net purchases below this share of demand give no grid factor of a draw [-].
_FEW_PURCHASES = 0.01

#: What is asked of the kernel, to fold: these rows, then carriers; fuels by sector.
_ROWS = ("fuels", "process", "power", "electricity")


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
    found = gathered(_source(posed, scenario, seed, Asked(_ROWS, (1.0, 0.0, 0.0))), draws)
    rows = dict(zip(_ROWS, found.rows[..., :draws], strict=False))
    totals = np.sum([rows[name] for name in BASES[basis]], axis=0)
    ratio = _ratio(posed, found, rows)
    totals, years = _with_past(posed, totals)
    past = len(years) - len(posed.path.years)
    before = np.ones((ratio.shape[0], past, draws))
    return Drawn(years, totals, np.concatenate([before, ratio], axis=1), past)


def with_kernel(
    posed: Posed,
    scenario: Scenario,
    basis: str,
    draws: int,
    seed: int,
    deployed: Deployed | None = None,
) -> Floats:
    """Run the energy system of every draw with a portfolio, or without [t] (year, draw).

    Parameters
    ----------
    posed, scenario, basis, draws, seed
        As for `drawn`; the years are the same.
    deployed
        The portfolio.
    """
    asked = Asked(("totals",), weights_of(basis), carriers=False, sectors=False)
    found = gathered(_source(posed, scenario, seed, asked, deployed), draws)
    return _with_past(posed, found.rows[0, :, :draws])[0]


def _source(
    posed: Posed, scenario: Scenario, seed: int, asked: Asked, deployed: Deployed | None = None
) -> Source:
    baseline, stocks = posed.path.baseline, posed.path.stocks
    program = program_of(baseline, course_of(baseline, scenario), stocks, deployed)
    layout = layout_of(baseline, stocks.normals if stocks else 0)
    return Source(program, layout, seed, SOBOL, asked)


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


def _with_past(posed: Posed, totals: Floats) -> tuple[Floats, Axis[int]]:
    """Put the observed years before the futures, as the outlook of the peak does."""
    return with_observed(totals, posed.path.years, posed.past)


def _ratio(posed: Posed, found: Found, rows: dict[str, Floats]) -> Floats:
    """Return the ratios of all years (group, year, draw)."""
    path = posed.path
    fuels = over(found.sectors[..., : found.count], path.fuels.T[:, :, None], 1.0)
    whole = (path.process * (1 - path.captured)).sum(axis=1)[:, None]
    process = over(rows["process"], whole, 1.0)
    return np.concatenate([fuels, process[None], _power(posed, found, rows)[None]])


def _power(posed: Posed, found: Found, rows: dict[str, Floats]) -> Floats:
    """Return demand over central demand times grid factor over central grid factor (year, draw)."""
    path, carriers = posed.path, posed.path.baseline.carriers
    by_carrier = found.rows[len(_ROWS) :, :, : found.count]
    heat = by_carrier[carriers.index("heat")] * 1000 * path.baseline.supply.heat_factor
    bought = by_carrier[carriers.index("electricity")] / TJ_PER_MWH
    demand = path.energy[:, :, carriers.index("electricity")].sum(axis=1)[:, None] / TJ_PER_MWH
    central = np.broadcast_to(path.grid_factor[:, None], bought.shape)
    enough = np.abs(bought) > _FEW_PURCHASES * demand
    factor = np.divide(rows["power"] - heat, bought, out=central.copy(), where=enough)
    return over(rows["electricity"], demand, 1.0) * over(factor, central, 1.0)
