"""What do the peaks of all draws say together, and how does history join the futures?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng.axes import Axis, Booleans, Floats, Integers, contiguous
from dafeng.errors import MethodError
from dafeng.language import Text
from dafeng.peak.futures import DrawPeaks, PeakOutlook
from dafeng.scenarios.ensemble import LEVELS

#: A year belongs to the plateau when it is within this share of the maximum.
PLATEAU: Final = 0.02

#: Years over which the rate after the peak is taken.
AFTER: Final = 10

#: Gives the points `LEVELS` of some numbers, none of none.
Quantiles = Callable[[Floats | Integers], tuple[float, ...]]

#: A share of the draws that is whole but for floating point counts as whole (0.05 of 140 is 7).
_ROUNDING: Final = 1e-9


def peaks_of(totals: Floats, years: Axis[int], since: int | None = None) -> DrawPeaks:
    """Find the peak of every draw before anything is averaged.

    The peak year is the last year of the maximum. Where that is the last year of all, the draw has
    no peak inside the horizon; its year is the horizon and its rate afterwards is NaN, as is the
    rate after a maximum at or below zero (a net exporter). A maximum in the first year is a peak
    at or before that year.

    Parameters
    ----------
    totals
        Emissions [t] (year, draw).
    years
        Axis of the first dimension, without gaps.
    since
        First year of the cumulative CO2; by default that of the axis.

    Returns
    -------
    DrawPeaks
        Year, level, plateau, rate after the peak and sum of each draw.

    Raises
    ------
    MethodError
        If there are fewer than two years, years have gaps, or a figure is not finite.
    """
    _checked(totals, years)
    count = len(years)
    since = years.labels[0] if since is None else since
    position = count - 1 - np.argmax(totals[::-1], axis=0)
    draws = np.arange(totals.shape[1])
    level = totals[position, draws]
    found = position < count - 1
    return DrawPeaks(
        years=years,
        found=found,
        year=np.asarray(years.labels, dtype=np.int64)[position],
        level=level,
        plateau=_plateau(totals, position, level),
        rate_after=_rate_after(totals, position, level, found),
        since=since,
        cumulative=totals[years.index(since) :].sum(axis=0),
    )


def outlook(peaks: DrawPeaks, scenario: str, quantiles: Quantiles | None = None) -> PeakOutlook:
    """Summarise the peaks of one scenario; the scenario itself has no probability.

    ``by_year[y] = P(peak at or before y)``; its first entry is the probability that the peak is
    already past, and ``by_year[-1] + none = 1``.

    Parameters
    ----------
    peaks
        From `peaks_of`.
    scenario
        Scenario id.
    quantiles
        Gives the points `LEVELS` of some numbers; by default by sorting them.
    """
    points = quantiles or _quantiles
    first, count = peaks.years.labels[0], len(peaks.found)
    position = np.minimum(peaks.year[peaks.found] - first, len(peaks.years) - 1)
    reached = np.bincount(position, minlength=len(peaks.years)).cumsum()
    return PeakOutlook(
        scenario=scenario,
        years=peaks.years,
        by_year=reached / count,
        none=float(1 - peaks.found.mean()),
        year_quantiles=tuple(_year_quantile(reached, count, first, level) for level in LEVELS),
        level_quantiles=points(peaks.level[peaks.found]),
        plateau_quantiles=points(peaks.plateau[peaks.found]),
        rate_quantiles=points(peaks.rate_after[np.isfinite(peaks.rate_after)]),
        cumulative_quantiles=points(peaks.cumulative),
        since=peaks.since,
    )


def probability_by(found: PeakOutlook, year: int) -> float:
    """Return P(peak at or before a year); a year before the axis has none.

    Raises
    ------
    MethodError
        If the year is beyond the horizon.
    """
    if year > found.years.labels[-1]:
        raise MethodError(
            Text(
                f"{year} 年晚于目标年 {found.years.labels[-1]}",
                f"{year} is beyond the horizon {found.years.labels[-1]}",
            )
        )
    return float(found.by_year[found.years.index(year)]) if year in found.years.labels else 0.0


def with_history(
    totals: Floats, years: Axis[int], past_years: Sequence[int], past: Floats
) -> tuple[Floats, Axis[int]]:
    """Put the observed series before the futures, so that a peak can lie in the past.

    The observed series, which must be on the same basis, is scaled in each draw to that draw's
    base year: ``past[t] * totals[0] / past[base]``. So the uncertain level moves past and future
    alike and makes no step between them. A base year at or below zero (a net exporter) cannot
    be scaled to; there the series is moved, ``past[t] + totals[0] - past[base]``. Years before a
    gap are left out.

    Parameters
    ----------
    totals
        Futures from the base year [t] (year, draw).
    years
        Axis of the futures.
    past_years, past
        Observed years and emissions [t]; the base year must be among them.

    Returns
    -------
    totals, years
        The joined paths and their axis.

    Raises
    ------
    MethodError
        If the base year is not observed.
    """
    base = years.labels[0]
    if base not in past_years:
        raise MethodError(
            Text(f"历史序列缺基准年 {base}", f"the observed series lacks the base year {base}")
        )
    found = before(base, dict(zip(past_years, past.tolist(), strict=True)))
    if not found.years:
        return totals, years
    earlier = found.ratio[:, None] * totals[0] + found.shift[:, None]
    return np.concatenate([earlier, totals]), Axis("year", (*found.years, *years.labels))


@dataclass(frozen=True, slots=True)
class Before:
    """Observed years that join the futures: in each draw ``ratio totals[0] + shift`` [t].

    Parameters
    ----------
    years
        Years before the base year, without gaps up to it.
    ratio, shift
        What makes them of a draw's base year [-], [t] (year).
    """

    years: tuple[int, ...]
    ratio: Floats
    shift: Floats


def before(base: int, observed: Mapping[int, float]) -> Before:
    """Return the observed years that join the futures from a base year; see `with_history`.

    None do unless the base year and the year before it are observed.
    """
    first = base
    while base in observed and first - 1 in observed:
        first -= 1
    years = tuple(range(first, base))
    past = np.array([observed[year] for year in years])
    if years and observed[base] <= 0:
        return Before(years, np.ones(len(years)), past - observed[base])
    return Before(years, past / observed.get(base, 1.0), np.zeros(len(years)))


def with_observed(
    totals: Floats, years: Axis[int], observed: Mapping[int, float]
) -> tuple[Floats, Axis[int]]:
    """Put what a place has entered [t] by year before its futures, as `with_history` does.

    Nothing is put there unless the base year and another year up to it are observed.
    """
    base = years.labels[0]
    before = sorted(year for year in observed if year <= base)
    if base not in before or len(before) == 1:
        return totals, years
    return with_history(totals, years, before, np.array([observed[year] for year in before]))


def _checked(totals: Floats, years: Axis[int]) -> None:
    fits = totals.ndim == 2 and totals.shape[0] == len(years) and len(years) > 1  # noqa: PLR2004
    if not fits or not contiguous(years.labels) or not np.isfinite(totals).all():
        raise MethodError(
            Text(
                "峰值分析需要至少两个连续年份的完整路径（年 × 抽样）",
                "peaks need complete paths (year, draw) over two or more years without gaps",
            )
        )


def _plateau(totals: Floats, position: Integers, level: Floats) -> Integers:
    """Count the years around the maximum, in one run, that stay within 2 % of it (draw)."""
    near = totals >= level - PLATEAU * np.abs(level)
    length = np.ones(totals.shape[1], dtype=np.int64)
    draws = np.arange(totals.shape[1])
    for step in (-1, 1):
        running = np.ones(totals.shape[1], dtype=np.bool_)
        at = position.copy()
        while running.any():
            at += step
            inside = (at >= 0) & (at < len(totals))
            running &= inside
            running &= near[np.where(inside, at, 0), draws]
            length += running
    return length


def _rate_after(totals: Floats, position: Integers, level: Floats, found: Booleans) -> Floats:
    """Return ``(C[t+n] / C[t])^(1/n) - 1``, n = 10 or the years left (draw)."""
    end = np.minimum(position + AFTER, len(totals) - 1)
    span = np.maximum(end - position, 1)
    later = totals[end, np.arange(totals.shape[1])]
    usable = found & (level > 0)
    share = np.divide(later, level, out=np.zeros_like(level), where=usable)
    # a path that turns to net export (below zero) has lost all that it emitted
    rate = np.maximum(share, 0.0) ** (1 / span) - 1
    return np.asarray(np.where(usable, rate, np.nan))


def _year_quantile(reached: Integers, count: int, first: int, level: float) -> int | None:
    """Return the least year by which the share `level` of all draws has peaked.

    Parameters
    ----------
    reached
        Draws that have peaked by each year (year).
    count
        Number of draws.
    first
        First year.
    level
        Share [-].
    """
    wanted = max(int(np.ceil(level * count - _ROUNDING)), 1)
    position = int(np.searchsorted(reached, wanted))
    return first + position if position < len(reached) else None


def _quantiles(values: Floats | Integers) -> tuple[float, ...]:
    """Return the points `LEVELS`, linear between neighbours: those of `numpy.quantile`, sooner."""
    if not len(values):
        return ()
    ordered, last = np.sort(values), len(values) - 1
    exact = np.asarray(LEVELS) * last
    below = np.floor(exact).astype(np.int64)
    lower, upper = ordered[below], ordered[np.minimum(below + 1, last)]
    return tuple((lower + (exact - below) * (upper - lower)).tolist())
