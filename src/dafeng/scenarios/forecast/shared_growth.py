"""What do the places' pasts say together: common growth, own drift, own scale?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dafeng.axes import Booleans, Floats
from dafeng.scenarios.forecast.companion import distance, last_move
from dafeng.scenarios.forecast.log_panel import LogPanel, yearly_changes
from dafeng.scenarios.forecast.own_changes import FEWEST_CHANGES
from dafeng.scenarios.forecast.own_scale import fading, own_scale
from dafeng.scenarios.forecast.pooled_settings import PooledSettings


@dataclass(frozen=True, slots=True)
class Signals:
    """What the past up to a year says of the years after.

    Parameters
    ----------
    growth
        Remembered common growth [log/a].
    scale
        Mean absolute own change, shrunk to the panel's (place) [log].
    drift
        Own growth beside the common one, shrunk to nothing (place) [log/a].
    surprise
        Own part of the last change, clipped (place) [log].
    move, distance
        Last move of the companion and log ratio to it, beside the median place (place) [log].
    usable
        Whether a place has enough of a past (place).
    """

    growth: float
    scale: Floats
    drift: Floats
    surprise: Floats
    move: Floats
    distance: Floats
    usable: Booleans


def usable(panel: LogPanel) -> Booleans:
    """Return which places have enough known years for a forecast."""
    return np.asarray(panel.counts > FEWEST_CHANGES)


def leaned_median(values: Floats, settings: PooledSettings) -> float:
    r"""Return a median over places, leaning to zero the more the fewer they are.

    .. math:: \tilde x \, \frac{n}{n + k}
    """
    count = len(values)
    return float(np.median(values)) * count / (count + settings.lean_places) if count else 0.0


def signals(panel: LogPanel, settings: PooledSettings) -> Signals:
    r"""Return common growth, own scale and own drift at the end of a panel.

    With changes :math:`d_{i,s}`, common growth :math:`c_s` (median over places, leaning to zero),
    own parts :math:`e_{i,s} = d_{i,s} - c_s` and weights :math:`w_s = 2^{-(T-s)/\lambda}`:

    .. math::

        g = \frac{\sum_s w_s c_s}{\sum_s w_s + k_g}, \quad
        a_i = \frac{\sum_s w_s e_{i,s}}{\sum_s w_s + k_a}

    and the scale :math:`s_i` of `own_scale`.

    Parameters
    ----------
    panel
        What was known.
    settings
        Half-lives and strengths of pooling.

    References
    ----------
    Shrinkage to the panel as in Efron and Morris (1975), doi 10.1080/01621459.1975.10479864, with
    fixed strengths in place of estimated ones.
    """
    changes = yearly_changes(panel)
    common = np.array([leaned_median(c[np.isfinite(c)], settings) for c in changes.T])
    own = changes - common
    known = np.isfinite(own)
    age = np.arange(len(panel.years), dtype=np.float64)[::-1]
    scale = own_scale(own, settings)
    limit = settings.clip * scale[:, None]
    clipped = np.clip(np.where(known, own, 0.0), -limit, limit)
    kept = known * fading(age, settings.memory_drift)
    return Signals(
        _growth(common, known.any(axis=0) * fading(age, settings.memory_growth), settings),
        scale,
        (kept * clipped).sum(axis=1) / (kept.sum(axis=1) + settings.lean_drift),
        clipped[:, -1],
        last_move(panel),
        distance(panel),
        usable(panel),
    )


def centre(
    found: Signals, horizon: int, settings: PooledSettings, following: float = 0.0
) -> Floats:
    r"""Return the expected change over some years of every place.

    .. math::

        \mu_{i,h} = (\kappa g + \lambda a_i) \sum_{j<h} \varphi^j
            - \rho_- \min(e_{i,T}, 0) - \rho_+ \max(e_{i,T}, 0) + b_h x_i - \pi h \, r_i

    with the companion's last move :math:`x_i` and the log ratio to it :math:`r_i`.

    Parameters
    ----------
    found
        Signals at the origin.
    horizon
        Years ahead [a].
    settings
        Kept shares, damping, reversal and pull.
    following
        How far the series follows the companion's last move [-].

    References
    ----------
    Damped trend: Gardner and McKenzie (1985), doi 10.1287/mnsc.31.10.1237.
    """
    steps = float((settings.damping ** np.arange(horizon)).sum())
    growth = settings.growth_kept * found.growth + settings.drift_kept * found.drift
    fall, rise = np.minimum(found.surprise, 0.0), np.maximum(found.surprise, 0.0)
    back = settings.reversal_of_falls * fall + settings.reversal_of_rises * rise
    pulled = settings.pull * horizon * found.distance
    return np.asarray(growth * steps - back + following * found.move - pulled)


def _growth(common: Floats, weights: Floats, settings: PooledSettings) -> float:
    return float((weights * common).sum() / (weights.sum() + settings.lean_growth))
