"""Does a series rise, fall or break? The statistics of trend, gathered."""

from __future__ import annotations

from dafeng.drivers.autocorrelated import (
    autocorrelation,
    hamed_rao,
    robust_p,
    trend_free_prewhitened,
)
from dafeng.drivers.changepoint import Pettitt, pettitt
from dafeng.drivers.kendall import (
    MannKendall,
    Scores,
    mann_kendall,
    mann_kendall_many,
    window_scores,
)
from dafeng.drivers.slope import SenSlope, sen_slope, sen_slope_many

__all__ = [
    "MannKendall",
    "Pettitt",
    "Scores",
    "SenSlope",
    "autocorrelation",
    "hamed_rao",
    "mann_kendall",
    "mann_kendall_many",
    "pettitt",
    "robust_p",
    "sen_slope",
    "sen_slope_many",
    "trend_free_prewhitened",
    "window_scores",
]
