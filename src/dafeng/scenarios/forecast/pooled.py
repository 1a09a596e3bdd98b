"""The default forecast: places lean on one another for growth, spread and tails."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from dafeng.axes import Floats, Integers
from dafeng.scenarios.forecast.companion import follow
from dafeng.scenarios.forecast.levels import LEVELS, weighted_quantiles
from dafeng.scenarios.forecast.log_panel import LogPanel
from dafeng.scenarios.forecast.pooled_settings import DEFAULT_SETTINGS, PooledSettings
from dafeng.scenarios.forecast.shared_growth import (
    Signals,
    centre,
    leaned_median,
    signals,
    usable,
)
from dafeng.scenarios.forecast.shock import common_shocks

__all__ = ["PooledSettings", "pooled"]

#: First column from which an earlier forecast can be tried.
_FIRST: Final = 3


def pooled(
    panel: LogPanel, horizons: Sequence[int], settings: PooledSettings = DEFAULT_SETTINGS
) -> Floats:
    r"""Forecast every place from its own past and that of the others.

    .. math:: l_{i,T+h} = l_{i,T} + \mu_{i,h} + u_h + s_i \, z_h

    Centre :math:`\mu` (damped, shrunken growth, see `shared_growth`), common shock
    :math:`u_h \sim N(0, \tau^2 h)`, own scale :math:`s_i` shrunk to that of the panel, and
    :math:`z_h` drawn from the errors that the same rule made `h` years ahead at earlier origins,
    each divided by the scale of then, recent ones weighing more: their quantiles, not a bell
    curve, are the tails.

    Parameters
    ----------
    panel
        What was known at the origin; the origin is its last year.
    horizons
        Years ahead [a].
    settings
        Strength of pooling, damping and memory.

    Returns
    -------
    Floats
        Quantiles of log values (place, horizon, level); NaN for places with too short a past.
    """
    past = [signals(panel.until(year), settings) for year in panel.years]
    quantiles = np.full((len(panel.places), len(horizons), len(LEVELS)), np.nan)
    ready = usable(panel) & np.isfinite(panel.values[:, -1:]).any(axis=1)
    if not ready.any():
        return quantiles
    for column, horizon in enumerate(horizons):
        following = followed(panel, past, horizon, settings)
        errors = tails(panel, past, horizon, settings, following)
        middle = panel.values[:, -1] + centre(past[-1], horizon, settings, following)
        spread = spreads(past[-1].scale[ready], errors, horizon, settings)
        quantiles[ready, column] = middle[ready, None] + spread
    return quantiles


def spreads(scale: Floats, errors: Floats, horizon: int, settings: PooledSettings) -> Floats:
    """Return quantiles of common shock plus scaled error about the centre (place, level)."""
    shocks = common_shocks(horizon, settings)
    sums = shocks[None, :, None] + scale[:, None, None] * errors[None, None, :]
    table = np.sort(sums.reshape(len(scale), -1), axis=1)
    spot = LEVELS * table.shape[1] - 0.5
    below = np.floor(spot).astype(np.int64)
    share = spot - below
    return np.asarray(table[:, below] * (1 - share) + table[:, below + 1] * share)


def tails(
    panel: LogPanel,
    past: Sequence[Signals],
    horizon: int,
    settings: PooledSettings,
    following: float = 0.0,
) -> Floats:
    """Return a grid of quantiles of the scaled errors made at earlier origins (node).

    Parameters
    ----------
    panel
        What was known at the origin.
    past
        Signals at the end of each of its years.
    horizon
        Years ahead [a].
    settings
        Memory, and what is assumed before there are errors.
    following
        How far the series follows its companion [-].
    """
    nodes = settings.nodes
    levels = (np.arange(nodes) + 0.5) / nodes
    samples = [settings.prior_error * _laplace(levels) * np.sqrt(horizon)]
    weights = [np.full(nodes, settings.prior_weight / nodes)]
    last = len(panel.years) - 1
    for origin in range(_FIRST, last - horizon + 1):
        rows, wrong = _errors(panel, past[origin], (origin, horizon), settings, following)
        found = wrong / past[origin].scale[rows]
        age = last - horizon - origin
        samples.append(found)
        weights.append(np.full(len(found), 0.5 ** (age / settings.memory_tails)))
    return weighted_quantiles(np.concatenate(samples), np.concatenate(weights), levels)


def followed(
    panel: LogPanel, past: Sequence[Signals], horizon: int, settings: PooledSettings
) -> float:
    """Return how far the series followed its companion's last move at earlier origins [-]."""
    if panel.companion is None:
        return 0.0
    moves, errors = [np.empty(0)], [np.empty(0)]
    for origin in range(_FIRST, len(panel.years) - horizon):
        rows, wrong = _errors(panel, past[origin], (origin, horizon), settings, 0.0)
        moves.append(past[origin].move[rows])
        errors.append(wrong)
    return follow(np.concatenate(moves), np.concatenate(errors), settings.lean_follow)


def _errors(
    panel: LogPanel,
    then: Signals,
    when: tuple[int, int],
    settings: PooledSettings,
    following: float,
) -> tuple[Integers, Floats]:
    """Return errors of the centre at an earlier origin, less what all shared, and their places."""
    origin, horizon = when
    moved = panel.values[:, origin + horizon] - panel.values[:, origin]
    wrong = moved - centre(then, horizon, settings, following)
    rows = np.flatnonzero(np.isfinite(wrong) & then.usable)
    return rows, np.asarray(wrong[rows] - leaned_median(wrong[rows], settings))


def _laplace(levels: Floats) -> Floats:
    """Return quantiles of the Laplace distribution of mean absolute value one."""
    away = np.abs(levels - 0.5)
    return np.asarray(-np.sign(levels - 0.5) * np.log1p(-2 * away))
