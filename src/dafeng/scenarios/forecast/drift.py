"""The naive forecast that the mean past growth goes on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dafeng.axes import Floats
from dafeng.scenarios.forecast.levels import gaussian_quantiles
from dafeng.scenarios.forecast.log_panel import LogPanel
from dafeng.scenarios.forecast.own_changes import own_changes


def drift(panel: LogPanel, horizons: Sequence[int], *, window: int | None = None) -> Floats:
    r"""Forecast a random walk with the place's mean change, its error counted.

    .. math:: l_{T+h} \sim N(l_T + h \hat\mu, \; \hat\sigma^2 (h + h^2 / n))

    with `n` the years that the changes run over.

    Parameters
    ----------
    panel
        What was known at the origin.
    horizons
        Years ahead [a].
    window
        Take the last so many changes; all by default.

    Returns
    -------
    Floats
        Quantiles of log values (place, horizon, level).

    References
    ----------
    Hyndman and Athanasopoulos (2021), Forecasting: principles and practice, section 5.5.
    """
    own = own_changes(panel, window)
    ahead = np.asarray(horizons, dtype=np.float64)
    middle = own.last[:, None] + own.mean[:, None] * ahead
    spread = own.spread[:, None] * np.sqrt(ahead + ahead**2 / own.span[:, None])
    return gaussian_quantiles(middle, spread)
