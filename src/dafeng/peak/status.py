"""Has a series of emissions peaked? Rule R1 with its flags."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
