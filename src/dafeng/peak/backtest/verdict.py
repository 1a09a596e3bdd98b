"""What does a backtest say of each model, over all cases and over parts of them?"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np

from dafeng.axes import Booleans, Floats
from dafeng.peak.backtest.rolling_origin import Backtest
from dafeng.peak.backtest.scores import covered, crps, pinball, pit
from dafeng.peak.backtest.skill import Coverage, Skill, coverage, skill
from dafeng.scenarios.forecast import DEFAULT, MODELS

P = TypeVar("P", bound=Hashable)

#: Nominal shares of the intervals.
INTERVALS: Final = (0.5, 0.8, 0.9)
#: Classes of the PIT histogram.
CLASSES: Final = 10


@dataclass(frozen=True, slots=True)
class Line:
    """Scores of one model over some cases.

    Parameters
    ----------
    model
        Id of the model.
    cases, places
        How many cases, of how many places.
    crps
        Mean score of log emissions [log].
    skill
        Skill over the best naive model on the same cases; None for that model itself.
    coverage
        Coverage of each interval.
    width
        Mean width of the 80 % interval [log].
    absolute
        Mean absolute error of the median [log].
    """

    model: str
    cases: int
    places: int
    crps: float
    skill: Skill | None
    coverage: tuple[Coverage, ...]
    width: float
    absolute: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the cases say together.

    Parameters
    ----------
    best_naive
        Naive model of the smallest mean score.
    lines
        Scores of each model.
    pinball_skill
        Skill of the default over the best naive model at each level (level).
    pit
        Share of the default's PIT values in ten equal classes (class).
    """

    best_naive: str
    lines: tuple[Line, ...]
    pinball_skill: Floats
    pit: Floats

    def line(self, model: str = DEFAULT) -> Line:
        """Return the scores of a model."""
        return next(line for line in self.lines if line.model == model)


def verdict(found: Backtest) -> Verdict:
    """Score every model of a backtest against the naive one that did best on the same cases.

    Parameters
    ----------
    found
        At least one case.
    """
    scores = {model: crps(table, found.observed) for model, table in found.quantiles.items()}
    naive = [model for model in scores if MODELS[model].naive]
    best = min(naive, key=lambda model: scores[model].mean())
    chosen = found.quantiles[DEFAULT]
    losses = [pinball(found.quantiles[m], found.observed).sum(axis=0) for m in (DEFAULT, best)]
    counts, _ = np.histogram(pit(chosen, found.observed), bins=CLASSES, range=(0, 1))
    return Verdict(
        best,
        tuple(_line(found, model, scores, best) for model in scores),
        1 - losses[0] / losses[1],
        counts / len(found),
    )


def by_part(found: Backtest, parts: Mapping[P, Booleans]) -> dict[P, Verdict]:
    """Return the verdict of each part that has cases."""
    return {name: verdict(found.where(cases)) for name, cases in parts.items() if cases.any()}


def _line(found: Backtest, model: str, scores: Mapping[str, Floats], best: str) -> Line:
    table, place = found.quantiles[model], found.place
    return Line(
        model,
        len(found),
        len(np.unique(place)),
        float(scores[model].mean()),
        None if model == best else skill(scores[model], scores[best], place),
        tuple(coverage(covered(table, found.observed, s), place, s) for s in INTERVALS),
        float((table[:, -2] - table[:, 1]).mean()),
        float(np.abs(table[:, table.shape[1] // 2] - found.observed).mean()),
    )
