"""What a decomposition of emissions says: effects by period and factor."""

from __future__ import annotations

from dataclasses import dataclass

from dafeng.axes import Floats
from dafeng.language import Text


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor of the identity that is decomposed (population, energy intensity, ...)."""

    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class Decomposition:
    """Effects of each factor on a change of emissions.

    Parameters
    ----------
    method
        ``lmdi-1``, ``lmdi-2`` or ``shapley``.
    form
        ``additive`` (effects in `unit`, they sum to the change) or ``multiplicative``
        (ratios, they multiply to the ratio of totals).
    series
        What is decomposed: ``inventory`` or the id of a published series.
    periods
        First and last year of each period.
    factors
        The factors of the identity.
    effects
        Effect of each factor (period, factor).
    change
        Change of the total in each period, difference or ratio (period).
    unit
        Unit of effects and change.
    """

    method: str
    form: str
    series: str
    periods: tuple[tuple[int, int], ...]
    factors: tuple[Factor, ...]
    effects: Floats
    change: Floats
    unit: str
