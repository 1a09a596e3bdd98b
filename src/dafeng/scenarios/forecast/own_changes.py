"""How much has a place changed from year to year? What the naive forecasts stand on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from dafeng.axes import Floats
from dafeng.scenarios.forecast.log_panel import LogPanel

#: Fewest past changes from which a place's own spread is taken.
FEWEST_CHANGES: Final = 3
#: Smallest spread [log/a], so that a constant series still has a distribution.
SMALLEST: Final = 1e-3

Spread = Literal["mean", "zero"]


@dataclass(frozen=True, slots=True)
class OwnChanges:
    """Summary of the past changes of each place; NaN where there are too few.

    Parameters
    ----------
    last
        Last known log value (place).
    mean
        Mean change per year [log/a] (place).
    spread
        Standard deviation of the changes [log/a^0.5] (place).
    span
        Years over which the changes run (place).
    """

    last: Floats
    mean: Floats
    spread: Floats
    span: Floats


def own_changes(panel: LogPanel, window: int | None = None, about: Spread = "mean") -> OwnChanges:
    r"""Return mean and spread of each place's changes, allowing for gaps.

    .. math::

        \hat\mu = \frac{\sum_k \Delta_k}{\sum_k g_k}, \quad
        \hat\sigma^2 = \frac{1}{n-1} \sum_k \frac{(\Delta_k - \hat\mu g_k)^2}{g_k}

    with change :math:`\Delta_k` over a gap of :math:`g_k` years; about zero,
    :math:`\hat\mu` is left out and the divisor is `n`.

    Parameters
    ----------
    panel
        What was known.
    window
        Take the last so many changes; all by default.
    about
        Spread about the mean or about zero.
    """
    summary = np.array([_of_place(values, window, about) for values in panel.values])
    return OwnChanges(*summary.reshape(-1, 4).T)


def _of_place(values: Floats, window: int | None, about: Spread) -> tuple[float, ...]:
    known = np.flatnonzero(np.isfinite(values))
    if len(known) <= FEWEST_CHANGES:
        return (np.nan,) * 4
    gaps = np.diff(known).astype(np.float64)[-(window or len(known)) :]
    steps = np.diff(values[known])[-len(gaps) :]
    mean = steps.sum() / gaps.sum()
    centre, freedom = (mean, len(gaps) - 1) if about == "mean" else (0.0, len(gaps))
    spread = np.sqrt((((steps - centre * gaps) ** 2) / gaps).sum() / freedom)
    return float(values[known[-1]]), float(mean), max(float(spread), SMALLEST), float(gaps.sum())
