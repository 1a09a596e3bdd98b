"""How far off is a forecast that is a distribution?"""

from __future__ import annotations

import numpy as np

from dafeng.axes import Booleans, Floats
from dafeng.scenarios.forecast.levels import LEVELS


def pinball(quantiles: Floats, observed: Floats) -> Floats:
    r"""Return the pinball loss of every stated quantile.

    .. math:: \rho_p(y, q) = (p - 1\{y < q\}) (y - q)

    Parameters
    ----------
    quantiles
        Quantiles at `LEVELS` (case, level).
    observed
        What came (case).

    References
    ----------
    Koenker and Bassett (1978), doi 10.2307/1913643.
    """
    wrong = observed[:, None] - quantiles
    return np.asarray(np.maximum(LEVELS * wrong, (LEVELS - 1) * wrong))


def crps(quantiles: Floats, observed: Floats) -> Floats:
    r"""Return the continuous ranked probability score from stated quantiles.

    .. math:: \mathrm{CRPS} \approx \frac{2}{K} \sum_{k=1}^{K} \rho_{p_k}(y, q_k)

    over the 19 levels 5 %, ... 95 %; the exact score is the same mean over all levels.

    Parameters
    ----------
    quantiles
        Quantiles at `LEVELS` (case, level).
    observed
        What came (case).

    References
    ----------
    Gneiting and Ranjan (2011), doi 10.1198/jbes.2010.08110.
    """
    return np.asarray(2 * pinball(quantiles, observed).mean(axis=1))


def covered(quantiles: Floats, observed: Floats, share: float) -> Booleans:
    """Return which observations lie in the central interval of a nominal share.

    Parameters
    ----------
    quantiles
        Quantiles at `LEVELS` (case, level).
    observed
        What came (case).
    share
        Nominal share whose ends are stated levels, for example 0.8.
    """
    low = int(np.argmin(np.abs(LEVELS - (1 - share) / 2)))
    high = len(LEVELS) - 1 - low
    return np.asarray((quantiles[:, low] <= observed) & (observed <= quantiles[:, high]))


def pit(quantiles: Floats, observed: Floats) -> Floats:
    """Return the probability integral transform, linear between the stated quantiles.

    Beyond the outer quantiles half of the outer probability is returned. Uniform if the forecast
    is calibrated (Dawid 1984, doi 10.2307/2981683).
    """
    below = (quantiles <= observed[:, None]).sum(axis=1)
    edges = np.concatenate([[0.0], LEVELS, [1.0]])
    inner = np.clip(below, 1, len(LEVELS) - 1)
    rows = np.arange(len(observed))
    low, high = quantiles[rows, inner - 1], quantiles[rows, inner]
    width = np.where(high > low, high - low, 1.0)
    share = np.clip((observed - low) / width, 0.0, 1.0)
    share = np.where((below == 0) | (below == len(LEVELS)), 0.5, share)
    return np.asarray(edges[below] * (1 - share) + edges[below + 1] * share)


def brier(probability: Floats, happened: Booleans) -> Floats:
    r"""Return the squared error of stated probabilities.

    .. math:: (p - o)^2

    References
    ----------
    Brier (1950), doi 10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2.
    """
    return np.asarray((probability - happened) ** 2)
