"""The naive forecast that a straight line through the logarithms goes on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dafeng.axes import Floats
from dafeng.scenarios.forecast.levels import gaussian_quantiles
from dafeng.scenarios.forecast.log_panel import LogPanel
from dafeng.scenarios.forecast.own_changes import FEWEST_CHANGES, SMALLEST, own_changes


def log_linear(panel: LogPanel, horizons: Sequence[int]) -> Floats:
    r"""Forecast the least-squares line through all known log values.

    .. math::

        l_{T+h} \sim N\!\left(\hat a + \hat b x, \;
        \hat s^2 \left(1 + \frac1n + \frac{(x - \bar x)^2}{S_{xx}}\right) + h \hat\sigma^2\right),
        \quad x = T + h

    with the residual variance of the line :math:`\hat s^2` and the variance of the place's own
    changes :math:`\hat\sigma^2` widening with the horizon.

    Parameters
    ----------
    panel
        What was known at the origin.
    horizons
        Years ahead [a].

    Returns
    -------
    Floats
        Quantiles of log values (place, horizon, level).
    """
    own = own_changes(panel)
    ahead = np.asarray(horizons, dtype=np.float64)
    lines = np.array([_line(values, ahead) for values in panel.values])
    lines = lines.reshape(len(panel.places), 2, len(ahead))
    variance = lines[:, 1] + ahead * own.spread[:, None] ** 2
    return gaussian_quantiles(lines[:, 0], np.sqrt(variance))


def _line(values: Floats, ahead: Floats) -> Floats:
    """Return value and prediction variance of the line at each horizon."""
    known = np.flatnonzero(np.isfinite(values)).astype(np.float64)
    if len(known) <= FEWEST_CHANGES:
        return np.full((2, len(ahead)), np.nan)
    at = known[-1] + ahead - known.mean()
    centred = known - known.mean()
    figures = values[known.astype(np.int64)]
    square = (centred**2).sum()
    slope = (centred * figures).sum() / square
    rest = figures - figures.mean() - slope * centred
    noise = max((rest**2).sum() / (len(known) - 2), SMALLEST**2)
    return np.array([figures.mean() + slope * at, noise * (1 + 1 / len(known) + at**2 / square)])
