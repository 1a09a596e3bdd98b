"""How do the years of one forecast hang together? Paths that keep the stated quantiles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtri

from dafeng.axes import Floats
from dafeng.scenarios.forecast.levels import LEVELS


def paths(quantiles: Floats, horizons: Sequence[int], uniforms: Floats) -> Floats:
    r"""Return paths whose yearly distributions are the stated ones and that wander between them.

    The dependence is that of a random walk (a Gaussian copula):

    .. math:: \operatorname{corr}(z_h, z_k) = \sqrt{\min(h,k) / \max(h,k)}

    Parameters
    ----------
    quantiles
        Quantiles at `LEVELS` (case, horizon, level).
    horizons
        Years ahead, rising [a].
    uniforms
        Independent numbers in (0, 1) (draw, horizon).

    Returns
    -------
    Floats
        Values (case, draw, horizon). Between the levels they are linear in the normal score,
        beyond the outer ones the outer slope goes on.
    """
    ahead = np.asarray(horizons, dtype=np.float64)
    steps = np.sqrt(np.diff(ahead, prepend=0.0))
    walk = (np.asarray(ndtri(uniforms)) * steps).cumsum(axis=1) / np.sqrt(ahead)
    scores = np.asarray(ndtri(LEVELS))
    below = np.clip(np.searchsorted(scores, walk) - 1, 0, len(scores) - 2)
    share = (walk - scores[below]) / (scores[below + 1] - scores[below])
    column = np.arange(len(ahead))
    return np.asarray(
        quantiles[:, column, below] * (1 - share) + quantiles[:, column, below + 1] * share
    )


def spread_uniforms(draws: int, horizons: int) -> Floats:
    """Return evenly spread numbers in (0, 1) (draw, horizon): a Sobol net, the same every time."""
    from scipy.stats import qmc

    net = qmc.Sobol(horizons, scramble=True, rng=np.random.default_rng(0))
    return np.asarray(np.clip(net.random(draws), 1e-9, 1 - 1e-9))
