"""Can each pilot hold a peak by 2030, at what cost, and if not, why not?"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
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
from dafeng.peak.outlook import probability_by

#: What all pilots have said of 2030: the peak lies by then; none has published a level.
BY: Final = 2030
PROBABILITY: Final = 0.8


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
        Share of fresh draws in which the peak holds without and with the portfolio, and half of
        its 95 % interval [-].
    tonnes
        Median CO2 in 2030 without and with the portfolio [t].
    cost
        Discounted net cost at the social rate [yuan].
    investment
        Over all years, and up to 2030 [yuan at constant prices].
    outcome
        Held or not, and why.
    """

    code: str
    name: Text
    basis: str
    base: float
    default: dict[str, float]
    before: float
    after: float
    half_width: float
    tonnes: tuple[float, float]
    cost: float
    investment: tuple[float, float]
    outcome: Text


def pilot_portfolios(
    scenario: str, seed: int, draws: int = FRESH_DRAWS
) -> Iterator[PilotPortfolio | tuple[Text, Text]]:
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
    for pilot in reference.pilots():
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / pilot.id
            new(pilot.id, place)
            try:
                yield _found(question(place, Wish(scenario=scenario)), seed, draws)
            except DafengError as error:
                yield pilot.name, error.text


def _found(put: Question, seed: int, draws: int) -> PilotPortfolio:
    made = futures(put.dossier, put.inventory, Basis(put.basis), draws, seed)
    hold = Hold(BY, np.inf, PROBABILITY)
    held = hold_peak(put.asked, put.story, put.basis, hold, seed, draws)
    years = np.array(put.asked.problem.years.labels)
    at = put.asked.path.years.index(BY)
    invested = held.portfolio.investment
    return PilotPortfolio(
        code=put.dossier.identity.code,
        name=put.dossier.identity.name,
        basis=put.basis,
        base=float(held.median[0, 0]),
        default={key: probability_by(found, BY) for key, found in made.outlooks.items()},
        before=held.before,
        after=held.probability,
        half_width=held.half_width,
        tonnes=(float(held.median[0, at]), float(held.median[1, at])),
        cost=held.portfolio.cost,
        investment=(float(invested.sum()), float(invested[years <= BY].sum())),
        outcome=_outcome(put, held),
    )


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
    return Text(
        "守不住：未找到能守住足够抽样的组合；单看中心路径并不排除",
        "out of reach: none found that holds enough draws; the central path alone does not "
        "forbid it",
    )
