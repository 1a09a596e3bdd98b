"""How sure are a total and its trend, given a table of categories with their uncertainties?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dafeng.axes import Floats
from dafeng.errors import MethodError
from dafeng.language import Text


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """One category of the table of error propagation; widths are half widths (95 %).

    Parameters
    ----------
    name
        What it is.
    start, end
        Emissions in the first and the last year [any unit, the same for all].
    activity, factor
        Uncertainty of activity data and of the emission factor [%].
    """

    name: str
    start: float
    end: float
    activity: float
    factor: float


@dataclass(frozen=True, slots=True)
class ErrorTable:
    """The table of IPCC approach 1, column by column (category).

    Parameters
    ----------
    combined
        Uncertainty of each category [%] (column G).
    share_of_variance
        Its part in the variance of the last year's total [-] (column H).
    type_a, type_b
        Sensitivities of the trend [percentage points per %] (columns I, J).
    by_factor, by_activity
        Uncertainty brought into the trend [percentage points] (columns K, L).
    total
        Uncertainty of the last year's total [%].
    change, trend
        Change of the total [%] and its uncertainty [percentage points].
    """

    combined: Floats
    share_of_variance: Floats
    type_a: Floats
    type_b: Floats
    by_factor: Floats
    by_activity: Floats
    total: float
    change: float
    trend: float


def sensitivities(start: Floats, end: Floats, totals: tuple[float, float]) -> tuple[Floats, Floats]:
    """Return type A and type B sensitivities of the trend [percentage points] (category).

    ``A = |100 [(sum D + 0.01 D_i) / (sum C + 0.01 C_i) - sum D / sum C]|``: 1 % more in both
    years; ``B = |D_i / sum C|``: 1 % more in the last year alone.

    Parameters
    ----------
    start, end
        Emissions of each category in both years (category).
    totals
        Totals of both years.
    """
    base, last = totals
    moved = (last + 0.01 * end) / (base + 0.01 * start) - last / base
    return np.asarray(np.abs(100 * moved)), np.asarray(np.abs(end / base))


def error_table(rows: Sequence[ErrorRow]) -> ErrorTable:
    """Propagate the errors of a table of categories to the total and the trend.

    Factors are correlated between the years, activity data are not; categories are independent.
    ``G = sqrt(E^2 + F^2)``, ``H = (G D)^2 / (sum D)^2``, ``K = A F``, ``L = sqrt(2) B E``; total
    ``sqrt(sum H)``, trend ``sqrt(sum K^2 + L^2)``.

    Parameters
    ----------
    rows
        Categories.

    Raises
    ------
    MethodError
        If the total of either year is zero.

    References
    ----------
    IPCC 2006 Guidelines, volume 1, section 3.2.3.1 and table 3.2; Good Practice Guidance 2000,
    table 6.1.
    """
    start, end, activity, factor = (
        np.array([getattr(r, name) for r in rows], dtype=np.float64)
        for name in ("start", "end", "activity", "factor")
    )
    base, last = float(start.sum()), float(end.sum())
    if not base or not last:
        raise MethodError(Text("两年总量都不可为零", "the total of neither year may be zero"))
    combined = np.hypot(activity, factor)
    variance = (combined * end / last) ** 2
    type_a, type_b = sensitivities(start, end, (base, last))
    by_factor, by_activity = type_a * factor, type_b * activity * np.sqrt(2)
    whole = float(variance.sum())
    return ErrorTable(
        combined,
        variance / whole if whole else variance,
        type_a,
        type_b,
        by_factor,
        by_activity,
        float(np.sqrt(whole)),
        100 * (last / base - 1),
        float(np.sqrt((by_factor**2 + by_activity**2).sum())),
    )
