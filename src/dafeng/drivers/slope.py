"""How fast does a series rise or fall? Sen's slope with its interval."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from dafeng.axes import Floats
from dafeng.drivers.kendall import CHUNK, checked_series, window_scores


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
    values: npt.ArrayLike, years: npt.ArrayLike | None = None, level: float = 0.95
) -> SenSlope:
    """Return the median of all pair slopes and its interval by ranks.

    ``Q = median (x_j - x_i) / (t_j - t_i)``; the interval lies at the ranks
    ``(N -+ z sqrt(Var(S))) / 2`` of the N ordered slopes, rounded to the nearest.

    Parameters
    ----------
    values
        Series [any unit] (year).
    years
        Years (year); 0, 1, 2, ... by default.
    level
        Confidence level [-].

    Raises
    ------
    MethodError
        For fewer than three values or a value that is missing.

    References
    ----------
    Sen, P. K. (1968). Estimates of the regression coefficient based on Kendall's tau. Journal of
    the American Statistical Association 63, 1379-1389.
    """
    series = checked_series(values)
    times = np.arange(len(series), dtype=float) if years is None else checked_series(years)
    low, high = np.triu_indices(len(series), 1)
    slopes = np.sort((series[high] - series[low]) / (times[high] - times[low]))
    slope = float(np.median(slopes))
    half = NormalDist().inv_cdf((1 + level) / 2) * math.sqrt(
        float(window_scores(series[:, np.newaxis]).variance[0, 0])
    )
    number = len(slopes)
    return SenSlope(
        slope=slope,
        low=float(slopes[max(round((number - half) / 2) - 1, 0)]),
        high=float(slopes[min(round((number + half) / 2), number - 1)]),
        intercept=float(np.median(series) - np.median(times) * slope),
        level=level,
    )


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
    wanted = (middle,) if len(low) % 2 else (middle - 1, middle)
    found = np.empty(count)
    for first in range(0, count, CHUNK):
        chunk = series[first : first + CHUNK]
        slopes = (chunk[:, high] - chunk[:, low]) / gaps
        slopes.partition(wanted, axis=1)
        found[first : first + CHUNK] = slopes[:, list(wanted)].mean(axis=1)
    return found
