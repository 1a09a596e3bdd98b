"""The naive forecast that the last value stays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dafeng.axes import Floats
from dafeng.scenarios.forecast.levels import gaussian_quantiles
from dafeng.scenarios.forecast.log_panel import LogPanel
from dafeng.scenarios.forecast.own_changes import Spread, own_changes


def last_value(
    panel: LogPanel,
    horizons: Sequence[int],
    *,
    window: int | None = None,
    about: Spread = "mean",
) -> Floats:
    r"""Forecast the last value with the spread of the place's own past changes.

    .. math:: l_{T+h} \sim N(l_T, \; h \hat\sigma^2)

    Parameters
    ----------
    panel
        What was known at the origin.
    horizons
        Years ahead [a].
    window, about
        Which changes make the spread, see `own_changes`.

    Returns
    -------
    Floats
        Quantiles of log values (place, horizon, level).
    """
    own = own_changes(panel, window, about)
    ahead = np.asarray(horizons, dtype=np.float64)
    middle = np.repeat(own.last[:, None], len(ahead), axis=1)
    return gaussian_quantiles(middle, own.spread[:, None] * np.sqrt(ahead))
