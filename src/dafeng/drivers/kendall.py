"""Does a series rise or fall? The Mann-Kendall test, of one series, of many, of many windows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from dafeng.axes import Floats, Integers
from dafeng.errors import MethodError
from dafeng.language import Text

#: Series that are compared at once; the pair arrays of a chunk stay in the second-level cache.
CHUNK: Final = 256

#: Series whose pairs are compared distance by distance at once.
MANY: Final = 1024

#: Largest count that a byte holds.
_IN_A_BYTE: Final = 255

#: Most values for which the exact probability is computed, as in the published tables.
EXACT: Final = 10


@dataclass(frozen=True, slots=True)
class MannKendall:
    """Outcome of a Mann-Kendall test.

    Parameters
    ----------
    count
        Number of values.
    score, variance
        Kendall's S and its variance under no trend, ties (and autocorrelation, if the variant
        allows for it) taken into account.
    z
        Standard normal statistic with continuity correction.
    p
        Two-sided probability by the normal approximation.
    exact_p
        Two-sided probability over all orders of the values, for ten values or fewer that all
        differ, at times that all differ; None otherwise and where the variance is corrected.
    tau
        ``S / (n(n-1)/2)`` (tau-a), as pymannkendall prints it.
    tau_b
        Kendall's tau-b, corrected for ties, as R and SciPy print it.
    """

    count: int
    score: int
    variance: float
    z: float
    p: float
    tau: float
    tau_b: float
    exact_p: float | None


@dataclass(frozen=True, slots=True)
class Scores:
    """Mann-Kendall parts of many windows at once.

    Parameters
    ----------
    score
        S of each window.
    ties
        Tie term ``sum t(t-1)(2t+5)`` of each window.
    count
        Values in each window, to be broadcast against `score`.
    """

    score: Integers
    ties: Integers
    count: Integers

    @property
    def variance(self) -> Floats:
        """Return ``Var(S) = [n(n-1)(2n+5) - sum t(t-1)(2t+5)] / 18``."""
        n = self.count
        return np.asarray((n * (n - 1) * (2 * n + 5) - self.ties) / 18.0)

    @property
    def z(self) -> Floats:
        """Return the statistic with continuity correction; 0 where S is 0."""
        spread = np.sqrt(self.variance)
        shifted = self.score - np.sign(self.score)
        return np.divide(shifted, spread, out=np.zeros(spread.shape), where=spread > 0)


def window_scores(values: Floats) -> Scores:
    """Return the Mann-Kendall parts of all windows that end in the last year.

    Row i of the result belongs to the window from year i to the end, so one pass over all pairs
    serves every possible start. A group of t ties adds ``6 (k^2 - 1)`` for its k-th member from
    the end, which sums to ``t(t-1)(2t+5)``.

    Parameters
    ----------
    values
        Series (year, draw).

    Returns
    -------
    Scores
        Arrays (year, draw); `Scores.count` is (year, 1).
    """
    years, draws = values.shape
    score = np.zeros((years, draws), dtype=np.int64)
    ties = np.zeros((years, draws), dtype=np.int64)
    for first in range(0, draws, CHUNK):
        chunk = np.ascontiguousarray(values[:, first : first + CHUNK])
        for i in range(years - 1):
            later, now = chunk[i + 1 :], chunk[i]
            up = np.count_nonzero(later > now, axis=0)
            down = np.count_nonzero(later < now, axis=0)
            equal = years - 1 - i - up - down
            score[i, first : first + CHUNK] = up - down
            ties[i, first : first + CHUNK] = 6 * ((equal + 1) ** 2 - 1)
    return Scores(
        score=_from_end(score),
        ties=_from_end(ties),
        count=np.arange(years, 0, -1, dtype=np.int64)[:, np.newaxis],
    )


def mann_kendall(values: npt.ArrayLike, times: npt.ArrayLike | None = None) -> MannKendall:
    """Test a series for a monotonic trend.

    ``S = sum_{i<j} sgn(x_j - x_i)``, ``Var = [n(n-1)(2n+5) - sum t(t-1)(2t+5)] / 18``,
    ``Z = (S -+ 1) / sqrt(Var)``. Pairs of one time are left out of S, and the variance allows for
    them (see `dafeng.drivers.repeated_times`).

    Parameters
    ----------
    values
        Series (observation).
    times
        Year of each value; needed only where a year has several or the series is not in order.

    Raises
    ------
    MethodError
        For fewer than three values, a value that is missing, or times that do not fit.

    References
    ----------
    Mann, H. B. (1945). Nonparametric tests against trend. Econometrica 13, 245-259.
    Kendall, M. G. (1975). Rank correlation methods. Griffin, London.
    Gilbert, R. O. (1987). Statistical methods for environmental pollution monitoring, chapter 16.
    """
    series = checked_series(values)
    if times is not None:
        from dafeng.drivers.repeated_times import score_and_variance

        years = checked_times(times, series)
        score, variance = score_and_variance(series, years)
        spread = math.sqrt(variance)
        z = (score - np.sign(score)) / spread if spread else 0.0
        apart = len(np.unique(years)) == len(years)
        return outcome(series, score, variance, z, tied=tied_pairs(years), exact=apart)
    scores = window_scores(series[:, np.newaxis])
    return outcome(
        series,
        int(scores.score[0, 0]),
        float(scores.variance[0, 0]),
        float(scores.z[0, 0]),
        exact=True,
    )


def mann_kendall_many(series: Floats) -> Scores:
    """Return score, variance and Z of many series at once.

    Parameters
    ----------
    series
        Series (series, year), without missing values.

    Returns
    -------
    Scores
        Arrays (series).
    """
    count, years = series.shape
    score = np.empty(count, dtype=np.int64)
    ties = np.zeros(count, dtype=np.int64)
    for first in range(0, count, MANY):
        chunk = np.ascontiguousarray(series[first : first + MANY].T)
        up, down = _pairs_up_and_down(chunk)
        score[first : first + MANY] = up - down
        tied = np.flatnonzero(up + down < years * (years - 1) // 2)
        if tied.size:
            ties[first + tied] = window_scores(chunk[:, tied]).ties[0]
    return Scores(score, ties, np.array(years, dtype=np.int64))


def _pairs_up_and_down(chunk: Floats) -> tuple[Integers, Integers]:
    """Return how many pairs of years rise and fall (year, series), distance by distance.

    At one distance fewer than 256 pairs fit into a byte, and adding bytes is what is fast.
    """
    years, count = chunk.shape
    up, down = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    for apart in range(1, years):
        for start in range(0, years - apart, _IN_A_BYTE):
            stop = min(start + _IN_A_BYTE, years - apart)
            late, early = chunk[start + apart : stop + apart], chunk[start:stop]
            up += np.add.reduce((late > early).view(np.uint8), axis=0, dtype=np.uint8)
            down += np.add.reduce((late < early).view(np.uint8), axis=0, dtype=np.uint8)
    return up, down


def outcome(
    series: Floats,
    score: int,
    variance: float,
    z: float,
    *,
    tied: float = 0.0,
    exact: bool = False,
) -> MannKendall:
    """Complete a test from its score, variance and statistic.

    Parameters
    ----------
    series
        The values.
    score, variance, z
        The test.
    tied
        Pairs of one time; they hold no order.
    exact
        Whether the score is one of an order of the values at times that all differ, with the
        plain variance.
    """
    n = len(series)
    pairs = n * (n - 1) / 2 - tied
    equal = tied_pairs(series)
    untied = n * (n - 1) / 2 - equal
    return MannKendall(
        count=n,
        score=score,
        variance=variance,
        z=float(z),
        p=math.erfc(abs(z) / math.sqrt(2)),
        tau=score / pairs,
        tau_b=score / math.sqrt(pairs * untied) if untied else 0.0,
        exact_p=exact_p(n, score) if exact and n <= EXACT and not equal else None,
    )


def tied_pairs(values: Floats) -> float:
    """Return how many pairs of values are equal."""
    _, sizes = np.unique(values, return_counts=True)
    return float((sizes * (sizes - 1)).sum()) / 2


@lru_cache(maxsize=EXACT + 1)
def _orders(count: int) -> tuple[int, ...]:
    """Return how many orders of `count` different values have 0, 1, 2, ... descending pairs."""
    ways = [1]
    for size in range(2, count + 1):
        longer = len(ways) + size - 1
        ways = [
            sum(ways[k - shift] for shift in range(size) if 0 <= k - shift < len(ways))
            for k in range(longer)
        ]
    return tuple(ways)


def exact_p(count: int, score: int) -> float:
    """Return the two-sided probability of a Mann-Kendall score over all orders of the values.

    ``P = 2 P(S >= |s|)``, at most one; values without ties.

    Parameters
    ----------
    count
        Number of values.
    score
        Kendall's S.

    References
    ----------
    Kendall, M. G. (1975). Rank correlation methods. Griffin, London; tabled by Gilbert (1987),
    table A18.
    """
    ways = _orders(count)
    most = (count * (count - 1) // 2 - abs(score)) // 2  # descending pairs of S = |score|
    return min(2 * sum(ways[: most + 1]) / math.factorial(count), 1.0)


def ranks(values: Floats) -> Floats:
    """Return ranks from 1, ties at their mean."""
    below = (values[:, np.newaxis] > values).sum(axis=1)
    equal = (values[:, np.newaxis] == values).sum(axis=1)
    return np.asarray(below + (equal + 1) / 2)


def checked_series(values: npt.ArrayLike) -> Floats:
    """Return a series as an array; raise `MethodError` if it is short or incomplete (year)."""
    series = np.asarray(values, dtype=float)
    if series.ndim != 1 or len(series) < 3 or not np.isfinite(series).all():  # noqa: PLR2004
        raise MethodError(
            Text(
                "趋势检验需要至少三个年份的完整序列",
                "a trend needs a series of at least three years without missing values",
            )
        )
    return series


def checked_times(times: npt.ArrayLike, series: Floats) -> Floats:
    """Return the times of a series as an array; raise `MethodError` where they do not fit."""
    years = np.asarray(times, dtype=float)
    if years.shape != series.shape or not np.isfinite(years).all() or np.ptp(years) == 0:
        raise MethodError(
            Text(
                "时间须与数值一一对应、无缺失且不全相同",
                "times must fit the values one by one, without gaps, and not be all the same",
            )
        )
    return years


def _from_end(terms: Integers) -> Integers:
    return np.asarray(np.cumsum(terms[::-1], axis=0)[::-1])
