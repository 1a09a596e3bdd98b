"""Has a series of emissions peaked? Rule R1 with its flags."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dafeng.language import Text


class Status(StrEnum):
    """What the rule says of a series."""

    NOT_PEAKED = "not_peaked"
    POTENTIAL_PEAK = "potential_peak"
    PLATEAU = "plateau"
    PEAKED = "peaked"


class Flag(StrEnum):
    """What speaks against reading a maximum as a peak."""

    REBOUND = "rebound"
    OUTLIER = "outlier"
    PASSIVE = "passive"
    DATA_BREAK = "data_break"


STATUS_NAMES: Final[dict[Status, Text]] = {
    Status.NOT_PEAKED: Text("未达峰", "not peaked"),
    Status.POTENTIAL_PEAK: Text("潜在达峰（待确认）", "potential peak (to be confirmed)"),
    Status.PLATEAU: Text("平台期", "plateau"),
    Status.PEAKED: Text("已达峰", "peaked"),
}

FLAG_NAMES: Final[dict[Flag, Text]] = {
    Flag.REBOUND: Text("反弹", "rebound"),
    Flag.OUTLIER: Text("峰值年异常", "peak year is an outlier"),
    Flag.PASSIVE: Text("被动下降", "passive decline"),
    Flag.DATA_BREAK: Text("数据断点", "break in the data"),
}


@dataclass(frozen=True, slots=True)
class PeakStatus:
    """Status of one series.

    Parameters
    ----------
    series
        Id of the series (``edgar-v8``, ``ceads``, ``inventory:territorial``, ...).
    status
        Outcome of the rule.
    year, value
        Last year of the maximum and the maximum [t].
    last_year, last_value
        End of the series [t].
    gap
        Years from the maximum to the end.
    trend_z, trend_p
        Mann-Kendall statistic and two-sided p of the window from the maximum to the end;
        None when the window is too short.
    flags
        What speaks against a peak.
    unchecked
        Flags that could not be examined for want of data (GDP or population of a year, a
        breakdown, a neighbour of the maximum); their absence from `flags` proves nothing.
    missing_years
        Years inside the series without a figure; nothing was filled in.
    robust_p
        Two-sided p of the same window allowing for autocorrelation (Hamed and Rao); None when it
        cannot be computed. A second line, it does not enter the status.
    """

    series: str
    status: Status
    year: int
    value: float
    last_year: int
    last_value: float
    gap: int
    trend_z: float | None
    trend_p: float | None
    flags: tuple[Flag, ...]
    unchecked: tuple[Flag, ...] = ()
    missing_years: tuple[int, ...] = ()
    robust_p: float | None = None
