"""How fast does a series rise or fall? Sen's slope with its interval."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
import numpy.typing as npt

from dafeng.axes import Floats
from dafeng.drivers.kendall import CHUNK, checked_series, checked_times
from dafeng.drivers.repeated_times import score_and_variance
from dafeng.errors import MethodError
from dafeng.language import Text

#: How the limits lie between ordered slopes.
Limits = Literal["rounded", "interpolated"]


@dataclass(frozen=True, slots=True)
class SenSlope:
    """Median of all pair slopes, with its confidence interval by ranks.

    Parameters
    ----------
    slope, low, high
        Change per year [unit of the series / a].
    intercept
        Median of the values minus slope times median of the years [unit of the series].
    level
        Confidence level of the interval [-].
    """

    slope: float
    low: float
    high: float
    intercept: float
    level: float


def sen_slope(
    values: npt.ArrayLike,
    years: npt.ArrayLike | None = None,
    level: float = 0.95,
    limits: Limits = "rounded",
) -> SenSlope:
    """Return the median of all pair slopes and its interval by ranks.

    ``Q = median (x_j - x_i) / (t_j - t_i)``; the interval lies at the ranks
    ``(N -+ z sqrt(Var(S))) / 2`` of the N ordered slopes. Pairs of one year have no slope and
    are left out.

    Parameters
    ----------
    values
        Series [any unit] (observation).
    years
        Years (observation); 0, 1, 2, ... by default. A year may have several values.
    level
        Confidence level [-].
    limits
        ``rounded`` takes the limits at the nearest ranks (as R and SciPy do), ``interpolated``
        between ranks (as Gilbert 1987 does).

    Raises
    ------
    MethodError
        For fewer than three values, a value that is missing, years that do not fit, or a level
        that is not between 0 and 1.

    References
    ----------
    Sen, P. K. (1968). Estimates of the regression coefficient based on Kendall's tau. Journal of
    the American Statistical Association 63, 1379-1389.
    Gilbert, R. O. (1987). Statistical methods for environmental pollution monitoring, 16.4.2.
    """
    series = checked_series(values)
    times = np.arange(len(series), dtype=float) if years is None else checked_times(years, series)
    slopes = _pair_slopes(series, times)
    slope = float(np.median(slopes))
    low, high = _limits(slopes, _half_ranks(series, times, level), limits)
    intercept = float(np.median(series) - np.median(times) * slope)
    return SenSlope(slope=slope, low=low, high=high, intercept=intercept, level=level)


def _pair_slopes(series: Floats, times: Floats) -> Floats:
    low, high = np.triu_indices(len(series), 1)
    apart = times[high] != times[low]
    low, high = low[apart], high[apart]
    return np.sort((series[high] - series[low]) / (times[high] - times[low]))


def _half_ranks(series: Floats, times: Floats, level: float) -> float:
    """Return ``z sqrt(Var(S))``."""
    if not 0 < level < 1:
        raise MethodError(
            Text(f"置信水平 {level} 须在 0 与 1 之间", f"the level {level} is not between 0 and 1")
        )
    _score, variance = score_and_variance(series, times)
    return NormalDist().inv_cdf((1 + level) / 2) * math.sqrt(variance)


def _limits(slopes: Floats, half: float, limits: Limits) -> tuple[float, float]:
    number = len(slopes)
    if limits == "interpolated":
        ranks = np.arange(1, number + 1)
        ends = ((number - half) / 2, (number + half) / 2 + 1)
        low, high = np.interp(ends, ranks, slopes)
        return float(low), float(high)
    low_at = max(round((number - half) / 2) - 1, 0)
    high_at = min(round((number + half) / 2), number - 1)
    return float(slopes[low_at]), float(slopes[high_at])


def sen_slope_many(series: Floats) -> Floats:
    """Return Sen's slope of many series of consecutive years.

    Parameters
    ----------
    series
        Series (series, year), without missing values.

    Returns
    -------
    Floats
        Slopes [unit of the series / a] (series).
    """
    count, years = series.shape
    low, high = np.triu_indices(years, 1)
    gaps = (high - low).astype(float)
    middle = len(low) // 2
    found = np.empty(count)
    for first in range(0, count, CHUNK):
        chunk = series[first : first + CHUNK]
        slopes = chunk[:, high]
        slopes -= chunk[:, low]
        slopes /= gaps
        slopes.partition(middle, axis=1)  # one place at a time: two cost half as much again
        found[first : first + CHUNK] = slopes[:, middle]
        if len(low) % 2 == 0:
            before = slopes[:, :middle].max(axis=1)
            found[first : first + CHUNK] = (before + slopes[:, middle]) / 2
    return found
