"""Was it right to say that the peak lies behind? Probabilities of peak statements, scored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng.axes import Booleans, Floats, Integers
from dafeng.peak.backtest.rolling_origin import Backtest
from dafeng.scenarios.forecast.paths import paths, spread_uniforms

#: Paths of each forecast.
PATHS: Final = 512


@dataclass(frozen=True, slots=True)
class PeakStatements:
    """Statements "the maximum to date is not exceeded within h years", beside what came.

    Parameters
    ----------
    place, origin, horizon
        Row of the panel, year of the statement, years that it covers (statement).
    true
        Whether it came true (statement).
    probability
        Stated probability by model id (statement).
    """

    place: Integers
    origin: Integers
    horizon: Integers
    true: Booleans
    probability: Mapping[str, Floats]


def peak_statements(found: Backtest) -> PeakStatements:
    r"""Return the statements of every model on every origin whose next years are all known.

    .. math:: P\left(\max_{1 \le k \le h} l_{i,T+k} \le \max_{s \le T} l_{i,s}\right)

    over paths that keep each year's stated quantiles and wander between them as a random walk.

    Parameters
    ----------
    found
        A backtest whose horizons begin at one year.
    """
    rows = _complete(found)
    place, origin = found.place[rows[:, 0]], found.origin[rows[:, 0]]
    top = _highest(found, place, origin)
    cases, ahead = rows.shape
    came = np.maximum.accumulate(_taken(found.observed, rows), axis=1) <= top[:, None]
    known = np.repeat((rows >= 0).sum(axis=1)[:, None], ahead, axis=1) > np.arange(ahead)
    spot = np.nonzero(known)
    return PeakStatements(
        np.repeat(place[:, None], ahead, axis=1)[spot],
        np.repeat(origin[:, None], ahead, axis=1)[spot],
        (np.zeros(cases, dtype=np.int64)[:, None] + np.arange(1, ahead + 1))[spot],
        came[spot],
        {m: _stated(_taken(q, rows), top)[spot] for m, q in found.quantiles.items()},
    )


def _complete(found: Backtest) -> Integers:
    """Return case numbers (place and origin, horizon), -1 from the first unknown year on."""
    most = int(found.horizon.max(initial=0))
    keys, index = np.unique(
        np.stack([found.place, found.origin], axis=1), axis=0, return_inverse=True
    )
    table = np.full((len(keys), most), -1, dtype=np.int64)
    table[index.ravel(), found.horizon - 1] = np.arange(len(found))
    broken = np.logical_or.accumulate(table < 0, axis=1)
    table[broken] = -1
    return table[table[:, 0] >= 0] if most else table


def _highest(found: Backtest, place: Integers, origin: Integers) -> Floats:
    """Return the highest log value of a place up to an origin."""
    filled = np.where(np.isfinite(found.panel.values), found.panel.values, -np.inf)
    highest = np.maximum.accumulate(filled, axis=1)
    return np.asarray(highest[place, origin - found.panel.years[0]]) if len(place) else np.empty(0)


def _taken(values: Floats, rows: Integers) -> Floats:
    """Return values by (place and origin, horizon); an unknown year repeats the one before."""
    last = np.maximum.accumulate(np.where(rows >= 0, rows, -1), axis=1)
    return np.asarray(values[last])


def _stated(quantiles: Floats, top: Floats) -> Floats:
    """Return the share of paths that have not passed the top (place and origin, horizon)."""
    ahead = quantiles.shape[1]
    uniforms = spread_uniforms(PATHS, max(ahead, 1))
    share = np.empty(quantiles.shape[:2])
    for block in range(0, len(quantiles), 256):
        part = slice(block, block + 256)
        wandering = paths(quantiles[part], range(1, ahead + 1), uniforms)
        highest = np.maximum.accumulate(wandering, axis=2)
        share[part] = (highest <= top[part, None, None]).mean(axis=1)
    return share
