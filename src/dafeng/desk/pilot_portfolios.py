"""Can each pilot hold a peak by 2030, at what cost, what decides it, and if not, why not?"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import numpy as np

from dafeng import reference
from dafeng.desk.futures import futures
from dafeng.desk.posing import Question, Wish, question
from dafeng.desk.starting import new
from dafeng.errors import DafengError
from dafeng.inventory.bases import Basis
from dafeng.language import Text, percent
from dafeng.measures.portfolio.chance import FRESH_DRAWS, Held, hold_peak
from dafeng.measures.portfolio.drawn import Hold
from dafeng.measures.portfolio.problem import CO2
from dafeng.measures.portfolio.solve import least_emissions
from dafeng.peak.decisive import decisive
from dafeng.peak.outlook import probability_by
from dafeng.scenarios.engine.blocks import usable_cores

#: What all pilots have said of 2030: the peak lies by then; none has published a level.
BY: Final = 2030
PROBABILITY: Final = 0.8

#: Rows of the design of the sensitivity: enough to name what leads.
_ROWS: Final = 1024


@dataclass(frozen=True, slots=True)
class PilotPortfolio:
    """One pilot and the portfolio that holds its peak.

    Parameters
    ----------
    code, name, basis
        The pilot and the basis of its account.
    base
        CO2 of the base year [t].
    default
        P(peak by 2030) in each default scenario [-].
    before, after, half_width
        Share of fresh draws in which the peak holds without and with the portfolio, run in the
        kernel, and half of its 95 % interval [-].
    linear
        The share with the portfolio if its effects were linear, as the solver takes them [-].
    tonnes
        Median CO2 in 2030 without and with the portfolio [t].
    cost
        Discounted net cost at the social rate [yuan].
    investment
        Over all years, and up to 2030 [yuan at constant prices].
    outcome
        Held or not, and why.
    decided_by, first, total
        The assumption that decides most of the peak year on that scenario without a portfolio,
        with its Sobol indices [-].
    """

    code: str
    name: Text
    basis: str
    base: float
    default: dict[str, float]
    before: float
    after: float
    half_width: float
    linear: float
    tonnes: tuple[float, float]
    cost: float
    investment: tuple[float, float]
    outcome: Text
    decided_by: Text
    first: float
    total: float


#: What was found for a pilot, or its name and why nothing could be posed.
Found = PilotPortfolio | tuple[Text, Text]


def pilot_portfolios(scenario: str, seed: int, draws: int = FRESH_DRAWS) -> Iterator[Found]:
    """Yield each pilot's portfolio in the order of the official list: no ranking.

    Parameters
    ----------
    scenario
        Scenario on which the portfolios build.
    seed
        Seed of the draws.
    draws
        Draws of the default scenarios and of the verification.

    Yields
    ------
    PilotPortfolio | tuple of Text
        What was found, or the pilot's name and why nothing could be posed.
    """
    ids = [pilot.id for pilot in reference.pilots()]
    answer = partial(pilot_portfolio, scenario=scenario, seed=seed, draws=draws)
    with ProcessPoolExecutor(usable_cores(), mp_context=get_context("spawn")) as pool:
        yield from pool.map(answer, ids)


def pilot_portfolio(pilot: str, scenario: str, seed: int, draws: int = FRESH_DRAWS) -> Found:
    """Return the portfolio of one pilot, by its id; see `pilot_portfolios`."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / pilot
        new(pilot, place)
        try:
            return _found(question(place, Wish(scenario=scenario)), seed, draws)
        except DafengError as error:
            return next(p.name for p in reference.pilots() if p.id == pilot), error.text


def _found(put: Question, seed: int, draws: int) -> PilotPortfolio:
    made = futures(put.dossier, put.inventory, Basis(put.basis), draws, seed)
    hold = Hold(BY, np.inf, PROBABILITY)
    held = hold_peak(put.asked, put.story, put.basis, hold, seed, draws)
    years = np.array(put.asked.problem.years.labels)
    at = put.asked.path.years.index(BY)
    invested = held.portfolio.investment
    decided_by, first, total = _decided(put, seed)
    return PilotPortfolio(
        code=put.dossier.identity.code,
        name=put.dossier.identity.name,
        basis=put.basis,
        base=float(held.median[0, 0]),
        default={key: probability_by(found, BY) for key, found in made.outlooks.items()},
        before=held.before,
        after=held.probability,
        half_width=held.half_width,
        linear=held.linear,
        tonnes=(float(held.median[0, at]), float(held.median[1, at])),
        cost=held.portfolio.cost,
        investment=(float(invested.sum()), float(invested[years <= BY].sum())),
        outcome=_outcome(put, held),
        decided_by=decided_by,
        first=first,
        total=total,
    )


def _decided(put: Question, seed: int) -> tuple[Text, float, float]:
    """Return the assumption that decides most of the peak year, with first and total index."""
    found = decisive(put.asked.path.baseline, put.story, _ROWS, seed, put.basis)
    leading, of = found.ranked("peak_year"), found.found["peak_year"]
    if not leading:
        return Text("各次抽样都相同", "the same in every draw"), np.nan, np.nan
    at = leading[0]
    return found.groups[at].name, max(float(of.first[at]), 0.0), float(of.total[at])


def _outcome(put: Question, held: Held) -> Text:
    """Say whether the peak holds; if not, whether potentials or the spread of the draws forbid."""
    if held.before >= PROBABILITY:
        return Text("无组合亦守住", "holds without a portfolio")
    if held.reached and not np.isfinite(held.margin):
        return Text("自身可回本的措施即可守住", "held by what pays by itself")
    if held.reached:
        return Text("守住", "held")
    problem = put.asked.problem
    years, at = np.array(problem.years.labels), problem.quantities.index(CO2)
    least = np.where(years > BY, least_emissions(problem).totals[at], -np.inf)
    over = float(least.max() / problem.base[at, years <= BY].max()) - 1
    if over > 0:
        when = int(years[least.argmax()])
        return Text(
            f"守不住：潜力全部用于减排，中心路径 {when} 年仍比无组合时 2030 年前的最高值高 "
            f"{percent(over)}",
            f"out of reach: with every potential spent on least CO₂ the central path in {when} is "
            f"still {percent(over)} above the highest up to 2030 without a portfolio",
        )
    share = percent(max(held.probability, held.before), 0)
    return Text(
        f"守不住：中心路径可以达峰，但抽样太分散，最接近的组合只守住 {share}",
        f"out of reach: the central path can peak, the draws spread too far: the portfolio that "
        f"comes nearest holds {share} of them",
    )
