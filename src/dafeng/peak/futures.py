"""When and how high is the peak of each future?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dafeng.axes import Axis, Floats, Integers


@dataclass(frozen=True, slots=True)
class DrawPeaks:
    """Peak facts of every draw; a draw whose maximum is the last year has no peak.

    Parameters
    ----------
    years
        Axis of the paths.
    found
        Whether the draw peaks inside the horizon (draw).
    year
        Year of the (last) maximum; the horizon where not found (draw).
    level
        Maximum [t] (draw).
    plateau
        Years within 2 % of the maximum, in one run around it [a] (draw).
    rate_after
        Mean yearly rate of change over the ten years after the peak, or to the horizon if
        shorter [1/a]; NaN where not found or where the maximum is not above zero (draw).
    since
        First year of `cumulative`.
    cumulative
        Sum from `since` to the last year [t] (draw).
    """

    years: Axis[int]
    found: npt.NDArray[np.bool_]
    year: Integers
    level: Floats
    plateau: Integers
    rate_after: Floats
    since: int
    cumulative: Floats


@dataclass(frozen=True, slots=True)
class PeakOutlook:
    """Probabilities of peak year and level within one scenario.

    Parameters
    ----------
    scenario
        Scenario id; no probability is attached to the scenario itself.
    years
        Years of `by_year`.
    by_year
        P(peak at or before the year) (year).
    none
        P(no peak inside the horizon).
    year_quantiles
        5, 25, 50, 75, 95 % points of the peak year, over all draws with "none" as later than
        the horizon; None where the quantile falls there.
    level_quantiles
        The same points of the level [t], over draws with a peak; empty if there is none.
    plateau_quantiles, rate_quantiles, cumulative_quantiles
        The same points of plateau [a], rate after the peak [1/a] and cumulative CO2 [t]; rates
        over draws that have one, empty if none has.
    since
        First year of the cumulative CO2.
    """

    scenario: str
    years: Axis[int]
    by_year: Floats
    none: float
    year_quantiles: tuple[int | None, ...]
    level_quantiles: tuple[float, ...]
    plateau_quantiles: tuple[float, ...]
    rate_quantiles: tuple[float, ...]
    cumulative_quantiles: tuple[float, ...]
    since: int
