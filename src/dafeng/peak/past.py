"""Has it peaked? Rule R1 applied to a published series and to the draws of an inventory.

The rule, for a series that ends in year T, with t* the last year of its maximum:

1. ``T = t*``: not peaked.
2. ``T - t* < gap`` (5 years), or fewer than five figures since t*: potential peak.
3. otherwise peaked if the Mann-Kendall test on [t*, T] has Z < 0 and p < 0.05, the last value lies
   at least 5 % below the maximum, and neither a rebound nor an outlier speaks against it; else
   plateau.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import NormalDist
from typing import Final

import numpy as np

from dafeng.axes import Axis, Booleans, Floats, Integers
from dafeng.drivers.trend import Scores, mann_kendall, robust_p, window_scores
from dafeng.errors import LabelError, MethodError
from dafeng.inventory.error_shapes import Z95
from dafeng.language import Text
from dafeng.peak.status import Flag, PeakStatus, Status

#: Relative half width (95 %) by which the years of a published series err independently: that of
#: national fuel statistics (IPCC 2006, volume 2, table 2.15) for want of the publisher's own.
PUBLISHED_HALF_WIDTH: Final = 0.05


@dataclass(frozen=True, slots=True)
class Rule:
    """Parameters of rule R1.

    Parameters
    ----------
    gap
        Years from the maximum to the end before a peak can be confirmed [a].
    significance
        Two-sided p below which a Mann-Kendall trend counts [-].
    fall
        Least fall of the last value below the maximum [-].
    outlier
        A maximum that exceeds both neighbours by more than this share may be an outlier [-].
    history
        Years that are asked whether the series rises without an outlying maximum, at least; as
        many years before the maximum as after it, if that is more [a]. A century of growth says
        nothing of a spike within a decline.
    fewest
        Fewest figures in the window for a trend, and in the series for any status.
    dominance
        Share of the fall above which one fuel or sector is taken for a data break [-].
    doubt
        Share of draws with another status above which the status is uncertain [-].
    """

    gap: int = 5
    significance: float = 0.05
    fall: float = 0.05
    outlier: float = 0.10
    history: int = 30
    fewest: int = 5
    dominance: float = 0.5
    doubt: float = 0.10


R1: Final = Rule()


@dataclass(frozen=True, slots=True)
class Context:
    """What is known beside the series; None or an absent year leaves a flag unchecked.

    Parameters
    ----------
    gdp
        GDP at constant prices by year [any unit].
    population
        Population by year [any unit].
    breakdown
        Parts of the series (fuels or sectors) by id and year [unit of the series].
    """

    gdp: Mapping[int, float] | None = None
    population: Mapping[int, float] | None = None
    breakdown: Mapping[str, Mapping[int, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the rule says of each draw.

    Parameters
    ----------
    statuses
        The order of the codes in `status`.
    status
        Position in `statuses` (draw).
    peak
        Position of the last year of the maximum (draw).
    z
        Mann-Kendall statistic of the window from the maximum to the end (draw).
    rebound, outlier
        Whether the flag is raised (draw).
    """

    statuses: tuple[Status, ...]
    status: Integers
    peak: Integers
    z: Floats
    rebound: Booleans
    outlier: Booleans


def judge(years: Axis[int], values: Floats, rule: Rule = R1) -> Verdicts:
    """Apply the rule to many series of the same years.

    Parameters
    ----------
    years
        Years with figures, ascending; they may have gaps.
    values
        Emissions [any unit, not negative maximum] (year, draw).
    rule
        Parameters of the rule.

    Returns
    -------
    Verdicts
        Status codes and what they rest on (draw).

    Raises
    ------
    LabelError
        If the years do not ascend or do not fit the array.
    MethodError
        If there are too few years, a figure is missing, or a maximum is not positive.
    """
    calendar = _checked_years(years, values, rule)
    last = len(calendar) - 1
    draws = np.arange(values.shape[1])
    peak = last - values[::-1].argmax(axis=0)
    top, end = values[peak, draws], values[last]
    if not (top > 0).all():
        raise MethodError(Text("序列最大值须为正", "the maximum of a series must be positive"))
    scores = window_scores(values)
    z = scores.z[peak, draws]
    rebound = _rebounds(values, peak, scores, rule)
    outlier = _outliers(calendar, values, peak, scores, rule)
    gap = calendar[last] - calendar[peak]
    confirmable = (gap >= rule.gap) & (last - peak + 1 >= rule.fewest)
    falls = (z < -_limit(rule)) & (end <= (1 - rule.fall) * top)
    statuses = (Status.NOT_PEAKED, Status.POTENTIAL_PEAK, Status.PLATEAU, Status.PEAKED)
    code = np.select(
        [gap == 0, ~confirmable, ~falls | rebound | outlier], [0, 1, 2], default=3
    ).astype(np.int64)
    return Verdicts(statuses, code, peak, z, rebound, outlier)


def status(
    series: str, values: Mapping[int, float], context: Context | None = None, rule: Rule = R1
) -> PeakStatus:
    """Say whether one series has peaked, with all flags.

    Parameters
    ----------
    series
        Id of the series.
    values
        Emissions by year [t]; years without a figure are absent.
    context
        GDP, population and breakdown, as far as known.
    rule
        Parameters of the rule.

    Returns
    -------
    PeakStatus
        Status, window trend, flags, and the flags that could not be examined.

    Raises
    ------
    MethodError
        As in `judge`.
    """
    years = Axis("year", tuple(sorted(values)))
    figures = np.array([values[y] for y in years], dtype=float)[:, np.newaxis]
    verdicts = judge(years, figures, rule)
    position = int(verdicts.peak[0])
    first, last = years.labels[position], years.labels[-1]
    window = figures[position:, 0]
    enough = len(window) >= max(rule.fewest, 3)
    trend = mann_kendall(window) if enough else None
    flags = _context_flags(values, context or Context(), (first, last), rule)
    flags[Flag.REBOUND] = bool(verdicts.rebound[0])
    neighbours = {first - 1, first + 1} <= set(years)
    flags[Flag.OUTLIER] = bool(verdicts.outlier[0]) if neighbours else None
    return PeakStatus(
        series=series,
        status=verdicts.statuses[int(verdicts.status[0])],
        year=first,
        value=values[first],
        last_year=last,
        last_value=values[last],
        gap=last - first,
        trend_z=trend.z if trend else None,
        trend_p=trend.p if trend else None,
        flags=tuple(flag for flag in Flag if flags[flag]),
        unchecked=tuple(flag for flag in Flag if flags[flag] is None),
        missing_years=tuple(sorted(set(range(years.labels[0], last)) - set(years))),
        robust_p=robust_p(window) if enough else None,
    )


def published_draws(series: str, values: Floats, draws: int, seed: int) -> Floats:
    """Draw a published series whose years err independently [t] (year, draw).

    ``x exp(e)``, e normal with a half width (95 %) of `PUBLISHED_HALF_WIDTH`; an error of the
    level would not touch the status.

    Parameters
    ----------
    series
        Id of the series; it keeps the random numbers of series apart.
    values
        Published totals [t] (year).
    draws
        Number of draws.
    seed
        Seed of the random stream.
    """
    stream = np.random.Generator(np.random.Philox(key=(seed, zlib.crc32(series.encode()))))
    errors = stream.standard_normal((len(values), draws))
    return np.asarray(values[:, np.newaxis] * np.exp(errors * PUBLISHED_HALF_WIDTH / Z95))


def status_probability(years: Axis[int], draws: Floats, rule: Rule = R1) -> dict[Status, float]:
    """Return the share of draws with each status.

    Parameters
    ----------
    years
        Years of the draws.
    draws
        Emissions of the inventory's uncertainty ensemble [t] (year, draw).
    rule
        Parameters of the rule.

    Returns
    -------
    dict
        P(status) for all four statuses, adding up to one.

    Raises
    ------
    MethodError
        As in `judge`.
    """
    verdicts = judge(years, draws, rule)
    counts = np.bincount(verdicts.status, minlength=len(verdicts.statuses))
    return {
        name: float(count) / draws.shape[1]
        for name, count in zip(verdicts.statuses, counts, strict=True)
    }


def uncertain(central: Status, probability: Mapping[Status, float], rule: Rule = R1) -> bool:
    """Say whether the central status flips in too many draws to be shown as certain.

    Parameters
    ----------
    central
        Status of the central series.
    probability
        P(status) over the draws.
    rule
        Parameters of the rule.
    """
    return 1 - probability.get(central, 0.0) > rule.doubt


def in_doubt(found: PeakStatus, chances: Mapping[str, Mapping[str, float]]) -> bool | None:
    """Say whether a status is uncertain over the draws of its series; None without draws.

    Parameters
    ----------
    found
        Status of a series.
    chances
        P(status) by series and status.
    """
    shares = chances.get(found.series)
    if shares is None:
        return None
    return uncertain(found.status, {Status(name): share for name, share in shares.items()})


def _checked_years(years: Axis[int], values: Floats, rule: Rule) -> Integers:
    calendar = np.array(years.labels, dtype=np.int64)
    if len(calendar) < rule.fewest:
        raise MethodError(
            Text(
                f"达峰判断至少需要 {rule.fewest} 个年份，现有 {len(calendar)} 个",
                f"a peak status needs at least {rule.fewest} years, not {len(calendar)}",
            )
        )
    if values.ndim != 2 or len(calendar) != len(values) or (np.diff(calendar) <= 0).any():  # noqa: PLR2004
        raise LabelError(
            Text("年份须递增且与数组一致", "years must ascend and fit the array (year, draw)")
        )
    if not np.isfinite(values).all():
        raise MethodError(
            Text("缺失年份应去掉，不能留空值", "leave missing years out instead of empty values")
        )
    return calendar


def _limit(rule: Rule) -> float:
    """Return the size of Z beyond which a trend is significant."""
    return NormalDist().inv_cdf(1 - rule.significance / 2)


def _rebounds(values: Floats, peak: Integers, scores: Scores, rule: Rule) -> Booleans:
    """Say where the series rises significantly since its (last) low after the peak."""
    rows = np.arange(len(values))[:, np.newaxis]
    after = np.where(rows > peak, values, np.inf)
    low = len(values) - 1 - after[::-1].argmin(axis=0)
    draws = np.arange(values.shape[1])
    enough = len(values) - low >= rule.fewest
    return np.asarray(enough & (low > peak) & (scores.z[low, draws] > _limit(rule)))


def _outliers(
    calendar: Integers, values: Floats, peak: Integers, scores: Scores, rule: Rule
) -> Booleans:
    """Say where the maximum towers over both neighbours and the rest of the series rises."""
    last = len(values) - 1
    inside = (peak > 0) & (peak < last)
    place = np.where(inside, peak, 1)
    draws = np.arange(values.shape[1])
    top = values[place, draws]
    adjacent = calendar[place + 1] - calendar[place - 1] == 2  # noqa: PLR2004 - both neighbours
    beside = np.maximum(values[place - 1, draws], values[place + 1, draws])
    towers = inside & adjacent & (top > (1 + rule.outlier) * beside)
    since = np.minimum(2 * calendar[place] - calendar[last], calendar[last] - rule.history)
    start = np.searchsorted(calendar, since)
    # leaving one year out takes its pairs from S and one member from its group of ties
    rows = np.arange(last + 1)[:, np.newaxis]
    within = rows >= start
    signs = np.sign(values - top) * np.sign(rows - place) * within
    equal = ((values == top) & within).sum(axis=0)
    rest = Scores(
        score=scores.score[start, draws] - signs.sum(axis=0).astype(np.int64),
        ties=scores.ties[start, draws] - 6 * (equal**2 - 1),
        count=last - start,
    )
    return np.asarray(towers & (rest.z > _limit(rule)))


def _context_flags(
    values: Mapping[int, float], context: Context, span: tuple[int, int], rule: Rule
) -> dict[Flag, bool | None]:
    """Return the flags that need more than the series; None where they cannot be examined."""
    first, last = span
    if first == last:
        return {Flag.PASSIVE: False, Flag.DATA_BREAK: False}
    falls = [
        series[last] < series[first]
        for series in (context.gdp, context.population)
        if series is not None and first in series and last in series
    ]
    both_known = len(falls) == 2  # noqa: PLR2004 - GDP and population
    passive = True if any(falls) else (False if both_known else None)
    parts = context.breakdown.values()
    known = [p for p in parts if first in p and last in p]
    drop = values[first] - values[last]
    broken: bool | None = None
    if known and drop > 0:
        broken = max(p[first] - p[last] for p in known) > rule.dominance * drop
        broken = None if not broken and len(known) < len(parts) else broken
    return {Flag.PASSIVE: passive, Flag.DATA_BREAK: broken}
