"""How fast has it changed so far, how surely do we know, and how bumpy was the way?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from dafeng.axes import Floats

#: Years looked back at most; older change belongs to another economy.
WINDOW: Final = 10

#: Fewest yearly changes from which a rate is estimated.
FEWEST: Final = 4


@dataclass(frozen=True, slots=True)
class Trend:
    """Mean yearly change of a series and the errors around it.

    Parameters
    ----------
    rate
        Mean yearly rate of change [1/a].
    standard_error
        Standard error of `rate`, widened for autocorrelation [1/a].
    spread
        Standard deviation of single years around the mean [1/a].
    persistence
        Correlation of successive errors, held to 0 ... 0.6 [-].
    first, last
        Years used.
    series
        Id of the series.
    """

    rate: float
    standard_error: float
    spread: float
    persistence: float
    first: int
    last: int
    series: str = ""


def trend(values: Mapping[int, float], until: int, series: str = "") -> Trend | None:
    """Estimate the mean yearly change of a positive series over its last ten years.

    ``rate = exp(mean(diff(ln x))) - 1``; the standard error of a mean of AR(1) errors is
    ``s / sqrt(n) * sqrt((1 + phi) / (1 - phi))``. A gap of several years counts as that many
    equal steps for the mean and is left out of the spread.

    Parameters
    ----------
    values
        Year to value (year).
    until
        Last year that may be used.
    series
        Id kept with the result.

    Returns
    -------
    Trend or None
        None if fewer than four yearly changes are known.

    References
    ----------
    Bayley & Hammersley 1946, doi:10.2307/2983560 (effective number of observations).
    """
    years = sorted(y for y, v in values.items() if until - WINDOW <= y <= until and v > 0)
    steps = [(np.log(values[b] / values[a]) / (b - a), b - a) for a, b in pairwise(years)]
    single = np.array([change for change, width in steps if width == 1])
    if len(single) < FEWEST:
        return None
    mean = float(np.log(values[years[-1]] / values[years[0]]) / (years[-1] - years[0]))
    spread = float(single.std(ddof=1))
    phi = _persistence(single)
    error = spread / np.sqrt(len(single)) * np.sqrt((1 + phi) / (1 - phi))
    return Trend(float(np.expm1(mean)), float(error), spread, phi, years[0], years[-1], series)


def _persistence(changes: Floats) -> float:
    """Return the lag-one correlation with Kendall's small-sample correction, held to 0 ... 0.6."""
    residual = changes - changes.mean()
    scale = float(residual @ residual)
    if scale == 0.0:
        return 0.0
    raw = float(residual[1:] @ residual[:-1]) / scale
    corrected = raw + (1 + 3 * raw) / len(changes)
    return float(np.clip(corrected, 0.0, 0.6))


def ratio(top: Mapping[int, float], bottom: Mapping[int, float]) -> dict[int, float]:
    """Divide two series in the years that both have."""
    return {y: top[y] / bottom[y] for y in sorted(top) if bottom.get(y)}
