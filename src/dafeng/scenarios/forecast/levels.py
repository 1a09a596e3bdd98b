"""At which probabilities and how far ahead is a forecast stated?"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.special import ndtri

from dafeng.axes import Floats

#: Probabilities of the stated quantiles: 5 %, 10 %, ... 95 % [-].
LEVELS: Final[Floats] = np.arange(1, 20) / 20

#: Years ahead of the origin.
HORIZONS: Final = (1, 2, 3, 4, 5)


def gaussian_quantiles(middle: Floats, spread: Floats) -> Floats:
    r"""Return the quantiles of normal distributions.

    .. math:: q_p = m + s \, \Phi^{-1}(p)

    Parameters
    ----------
    middle, spread
        Mean and standard deviation, of equal shape.

    Returns
    -------
    Floats
        Quantiles at `LEVELS` on a new last axis.
    """
    return np.asarray(middle[..., None] + spread[..., None] * ndtri(LEVELS))


def weighted_quantiles(values: Floats, weights: Floats, levels: Floats) -> Floats:
    r"""Return quantiles of a weighted sample, linear between mid-points of the weights.

    .. math:: F(x_{(k)}) = \frac{\sum_{j \le k} w_{(j)} - w_{(k)}/2}{\sum_j w_j}

    Parameters
    ----------
    values, weights
        Sample and its weights (sample).
    levels
        Probabilities.

    References
    ----------
    Hyndman and Fan (1996), doi 10.2307/2684934, definition 5, with weights.
    """
    order = np.argsort(values, kind="stable")
    ordered = weights[order]
    reached = (np.cumsum(ordered) - 0.5 * ordered) / ordered.sum()
    return np.asarray(np.interp(levels, reached, values[order]))
