"""What is known in which year, and why is the rest not?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from dafeng.axes import Axis, Floats
from dafeng.language import Text


@dataclass(frozen=True, slots=True)
class Yearly:
    """Figures of some years, each with its own reason where there is none.

    Parameters
    ----------
    years
        The years.
    values
        Figures (year); NaN where there is none.
    reasons
        Why there is none, by year: every year without a figure has one.
    """

    years: Axis[int]
    values: Floats
    reasons: Mapping[int, Text] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a gap without its reason, or a reason where there is a figure."""
        gaps = {y for y, v in zip(self.years, self.values, strict=True) if not math.isfinite(v)}
        if gaps != set(self.reasons):
            raise ValueError(f"gaps {sorted(gaps)} and reasons {sorted(self.reasons)} differ")

    @property
    def known(self) -> dict[int, float]:
        """Return the figures by year; years without one are absent."""
        pairs = zip(self.years, self.values.tolist(), strict=True)
        return {year: value for year, value in pairs if year not in self.reasons}


def of_years(series: Mapping[int, float], years: Axis[int], name: Text) -> Yearly:
    """Return recorded figures on the years asked for.

    Parameters
    ----------
    series
        Figures by year.
    years
        Years asked for.
    name
        What the figures are, for the reason.
    """
    values = np.array([series.get(year, math.nan) for year in years], dtype=np.float64)
    reasons = {
        year: Text(f"缺 {year} 年的{name.zh}", f"{name.en} of {year} is missing")
        for year, value in zip(years, values, strict=True)
        if not math.isfinite(value)
    }
    return Yearly(years, values, reasons)


def ratio(above: Yearly, below: Yearly, name: Text) -> Yearly:
    """Return one series over another, year by year.

    Parameters
    ----------
    above, below
        Series on the same years.
    name
        What the denominator is, for the reason where it is not positive.
    """
    reasons = {**above.reasons, **below.reasons}
    for year, value in below.known.items():
        if value <= 0:
            reasons.setdefault(
                year,
                Text(
                    f"{year} 年{name.zh}不大于零，不能作分母",
                    f"{name.en} of {year} is not positive and cannot be a denominator",
                ),
            )
    free = np.array([year not in reasons for year in above.years], dtype=np.bool_)
    nothing = np.full(len(free), math.nan)
    values = np.divide(above.values, below.values, out=nothing, where=free)
    return Yearly(above.years, values, reasons)
