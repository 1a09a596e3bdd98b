"""The peak of every draw and quantiles, compiled: the figures of `dafeng.peak.outlook`, faster."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dafeng.axes import Axis, Floats, Integers
from dafeng.peak.futures import DrawPeaks
from dafeng.peak.outlook import AFTER, PLATEAU, before
from dafeng.scenarios.draws import aligned
from dafeng.scenarios.engine.addresses import addressed
from dafeng.scenarios.engine.compiled import reductions
from dafeng.scenarios.engine.quantiles import row_quantiles
from dafeng.scenarios.ensemble import LEVELS


def fast_quantiles(values: Floats | Integers) -> tuple[float, ...]:
    """Return the points `LEVELS` of numbers, compiled; those of `numpy.quantile`."""
    if not len(values):
        return ()
    given = np.ascontiguousarray(values, dtype=np.float64)
    return tuple(row_quantiles(given, len(given), LEVELS).tolist())


def fast_peaks(
    totals: Floats, years: Axis[int], count: int, observed: Mapping[int, float] | None = None
) -> DrawPeaks:
    """Find the peak of every draw, compiled; see `dafeng.peak.outlook.peaks_of`.

    Parameters
    ----------
    totals
        Contiguous emissions [t], rows a multiple of 32 long (year, draw).
    years
        Axis of the first dimension, without gaps.
    count
        Draws that hold.
    observed
        Emissions [t] by year that join them, see `dafeng.peak.outlook.before`; sums begin with
        the base year all the same.
    """
    base, past = years.labels[0], before(years.labels[0], observed or {})
    longer = Axis("year", (*past.years, *years.labels)) if past.years else years
    facts = aligned(7, totals.shape[1])
    compiled = reductions()
    near = np.array([PLATEAU])
    joined = (len(past.years), past.ratio, past.shift)
    size = (len(longer), totals.shape[1], count)
    paths = compiled.Paths(totals, *size, *joined, AFTER, near, facts)
    compiled.peak_rows(addressed(paths))
    position = facts[0, :count].astype(np.int64)
    return DrawPeaks(
        years=longer,
        found=position < len(longer) - 1,
        year=position + longer.labels[0],
        level=facts[1, :count],
        plateau=facts[2, :count].astype(np.int64),
        rate_after=facts[3, :count],
        since=base,
        cumulative=facts[4, :count],
    )
