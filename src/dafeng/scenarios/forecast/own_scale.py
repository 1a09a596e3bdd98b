"""How restless is each place: beside the others of the same year, and they all at present?"""

from __future__ import annotations

from typing import Final

import numpy as np

from dafeng.axes import Floats
from dafeng.scenarios.forecast.pooled_settings import PooledSettings

#: A change counts up to this size [log].
_LARGEST: Final = 0.6


def fading(age: Floats, half_life: float) -> Floats:
    r"""Return weights that fade with age, :math:`2^{-a/\lambda}`."""
    return np.asarray(0.5 ** (age / half_life))


def own_scale(own: Floats, settings: PooledSettings) -> Floats:
    r"""Return the scale of each place's own changes: restlessness times the panel's scale.

    With own changes :math:`e_{i,s}` and their mean size over places :math:`\bar e_s`, leaning to
    a prior where places are few:

    .. math::

        q_i = \frac{\sum_s w_s |e_{i,s}| / \bar e_s + k \tilde q}{(\sum_s w_s + k) \tilde q},
        \quad
        s_i = q_i \, \frac{\sum_s v_s \bar e_s}{\sum_s v_s}

    where :math:`\tilde q` is the median place's mean; restlessness is remembered long (`w`), the
    panel's scale briefly (`v`), since places keep their character while the years turn calm or
    stormy together.

    Parameters
    ----------
    own
        Own part of the changes (place, year) [log]; NaN where unknown.
    settings
        Half-lives, pooling and prior.
    """
    known = np.isfinite(own)
    size = np.where(known, np.minimum(np.abs(np.where(known, own, 0.0)), _LARGEST), 0.0)
    yearly = _of_years(size, known.sum(axis=0), settings)
    age = np.arange(own.shape[1], dtype=np.float64)[::-1]
    recent = fading(age, settings.memory_scale) * known.any(axis=0)
    present = (recent * yearly).sum() / recent.sum() if recent.any() else settings.prior_scale
    weights = known * fading(age, settings.memory_restless)
    years = weights.sum(axis=1)
    total = (weights * size / yearly).sum(axis=1)
    enough = years > 1
    middle = float(np.median(total[enough] / years[enough])) if enough.any() else 0.0
    middle = middle or 1.0
    lean = settings.lean_scale
    return np.asarray(present * (total + lean * middle) / ((years + lean) * middle))


def _of_years(size: Floats, places: Floats, settings: PooledSettings) -> Floats:
    """Return the mean size of own changes in each year, leaning to the prior [log]."""
    lean = settings.lean_places
    return np.asarray((size.sum(axis=0) + lean * settings.prior_scale) / (places + lean))
