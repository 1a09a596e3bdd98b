"""When did the level of a series change? Pettitt's test."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dafeng.drivers.kendall import checked_series, ranks


@dataclass(frozen=True, slots=True)
class Pettitt:
    """Outcome of Pettitt's test for one change point.

    Parameters
    ----------
    statistic
        ``K = max |U_t|``.
    position
        Number of values before the change (the first, where several attain K).
    falls
        True if the level is lower after the change.
    p
        Approximate two-sided probability, good below 0.5.
    """

    statistic: int
    position: int
    falls: bool
    p: float


def pettitt(values: npt.ArrayLike) -> Pettitt:
    """Find the most likely change of level.

    ``U_t = sum_{i<=t<j} sgn(x_i - x_j)``, ``K = max |U_t|``, ``p ~ 2 exp(-6 K^2 / (n^3 + n^2))``.

    Parameters
    ----------
    values
        Series (year).

    Raises
    ------
    MethodError
        For fewer than three values or a value that is missing.

    References
    ----------
    Pettitt, A. N. (1979). A non-parametric approach to the change-point problem. Journal of the
    Royal Statistical Society C 28, 126-135, doi:10.2307/2346729.
    """
    series = checked_series(values)
    n = len(series)
    # 2 sum of the first t ranks - t(n+1) equals U_t (Verstraeten et al. 2006)
    scores = (2 * np.cumsum(ranks(series)) - np.arange(1, n + 1) * (n + 1))[:-1]
    position = int(np.argmax(np.abs(scores)))
    statistic = round(abs(float(scores[position])))
    return Pettitt(
        statistic=statistic,
        position=position + 1,
        falls=bool(scores[position] > 0),
        p=min(1.0, 2 * math.exp(-6 * statistic**2 / (n**3 + n**2))),
    )
