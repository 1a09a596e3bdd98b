"""How much better than another forecast, and how sure is that? Skill, coverage and their bands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import betaincinv

from dafeng.axes import Booleans, Floats, Integers

#: Resamples of places, and the seed of their draw.
RESAMPLES: Final = 2000
SEED: Final = 20231206
#: Probability outside a band.
OUTSIDE: Final = 0.05


@dataclass(frozen=True, slots=True)
class Skill:
    """Skill over another forecast with its interval.

    Parameters
    ----------
    value
        One less the ratio of mean scores [-].
    low, high
        95 % interval over resampled places; NaN for a single place.
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """Share of observations inside an interval, with two bands.

    Parameters
    ----------
    nominal, share
        Stated and found share [-].
    binomial
        95 % band as if all cases were independent (Clopper and Pearson 1934): too narrow.
    places
        95 % band over resampled places; years that hit all places alike are not in it.
    """

    nominal: float
    share: float
    binomial: tuple[float, float]
    places: tuple[float, float]


def skill(score: Floats, reference: Floats, place: Integers) -> Skill:
    r"""Return the skill of a score over a reference, with a bootstrap over places.

    .. math:: S = 1 - \frac{\sum_i \mathrm{CRPS}_i}{\sum_i \mathrm{CRPS}^{ref}_i}

    Parameters
    ----------
    score, reference
        Scores of the forecast and of the reference (case); smaller is better.
    place
        Place of each case (case); whole places are drawn with replacement.

    References
    ----------
    Cluster bootstrap: Davison and Hinkley (1997), Bootstrap Methods, section 3.8.
    """
    sums = _by_place(np.stack([score, reference], axis=1), place)
    drawn = 1 - _resampled_ratio(sums)
    low, high = _band(drawn, len(sums))
    return Skill(float(1 - score.sum() / reference.sum()), low, high)


def coverage(inside: Booleans, place: Integers, nominal: float) -> Coverage:
    """Return the share of cases inside an interval with its bands.

    Parameters
    ----------
    inside
        Whether each case lies inside (case).
    place
        Place of each case (case).
    nominal
        Stated share.
    """
    hits, cases = int(inside.sum()), len(inside)
    sums = _by_place(np.stack([inside, np.ones(cases)], axis=1).astype(np.float64), place)
    band = _band(_resampled_ratio(sums), len(sums))
    return Coverage(nominal, hits / cases, binomial_band(hits, cases), band)


def binomial_band(hits: int, cases: int) -> tuple[float, float]:
    r"""Return the exact 95 % band of a share.

    .. math:: B^{-1}_{\alpha/2}(k, n - k + 1), \quad B^{-1}_{1 - \alpha/2}(k + 1, n - k)

    References
    ----------
    Clopper and Pearson (1934), doi 10.1093/biomet/26.4.404.
    """
    low = betaincinv(hits, cases - hits + 1, OUTSIDE / 2) if hits else 0.0
    high = betaincinv(hits + 1, cases - hits, 1 - OUTSIDE / 2) if hits < cases else 1.0
    return float(low), float(high)


def _by_place(values: Floats, place: Integers) -> Floats:
    """Return sums by place (place, column)."""
    _, index = np.unique(place, return_inverse=True)
    return np.stack([np.bincount(index, weights=column) for column in values.T], axis=1)


def _resampled_ratio(sums: Floats) -> Floats:
    """Return the ratio of the first to the second column over places drawn with replacement."""
    generator = np.random.default_rng(SEED)
    count = generator.multinomial(len(sums), np.full(len(sums), 1 / len(sums)), size=RESAMPLES)
    drawn = count @ sums
    return np.asarray(drawn[:, 0] / drawn[:, 1])


def _band(drawn: Floats, places: int) -> tuple[float, float]:
    if places < 2:  # noqa: PLR2004 - one place cannot be resampled
        return float("nan"), float("nan")
    low, high = np.quantile(drawn, [OUTSIDE / 2, 1 - OUTSIDE / 2])
    return float(low), float(high)
