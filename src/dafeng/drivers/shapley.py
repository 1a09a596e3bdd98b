"""How much of a change is due to each factor? Shapley (Sun) and generalised Fisher as second view.

Both average the marginal effect of a factor over all orders in which the factors may change.
"""

from __future__ import annotations

from itertools import pairwise
from math import factorial
from typing import Final

import numpy as np
import numpy.typing as npt

from dafeng.axes import Floats, Integers
from dafeng.drivers.lmdi import factor_array
from dafeng.errors import MethodError
from dafeng.language import Text

#: The number of subsets doubles with each factor.
MOST_FACTORS: Final = 16


def effects(start: npt.ArrayLike, end: npt.ArrayLike, signs: Floats | None = None) -> Floats:
    """Return the Shapley value of each factor (additive; Sun's complete decomposition).

    ``dV_k = sum_S (s-1)! (n-s)! / n! [V(S) - V(S without k)]`` over all sets S with k, where
    ``V(S)`` has the factors of S at the last year and the others at the first.

    Parameters
    ----------
    start, end
        Factors in the first and the last year (factor, item).
    signs
        +1 or -1 for each item, for aggregates with deductions (item); all +1 by default.

    Returns
    -------
    Floats
        Effects in the unit of the aggregate, adding up to its change (factor).

    Raises
    ------
    MethodError
        If a factor is not finite or there are more than `MOST_FACTORS` factors.

    References
    ----------
    Sun, J. W. (1998). Changes in energy consumption and energy intensity: a complete
    decomposition model. Energy Economics 20, 85-100, doi:10.1016/S0140-9883(97)00012-1.
    Albrecht, J., Francois, D. & Schoors, K. (2002). A Shapley decomposition of carbon emissions
    without residuals. Energy Policy 30, 727-736, doi:10.1016/S0301-4215(01)00131-8.
    """
    start, end = factor_array(start), factor_array(end)
    totals = _subset_totals(start, end, signs)
    return averaged(totals, len(start))


def ratios(start: npt.ArrayLike, end: npt.ArrayLike) -> Floats:
    """Return the generalised Fisher index of each factor (multiplicative; the geometric twin).

    ``D_k = prod_S [V(S) / V(S without k)] ^ ((s-1)! (n-s)! / n!)``.

    Parameters
    ----------
    start, end
        Factors in the first and the last year (factor, item).

    Returns
    -------
    Floats
        Ratios whose product is the ratio of the aggregates (factor).

    Raises
    ------
    MethodError
        As in `effects`; also if a mixed total is not positive.

    References
    ----------
    Ang, B. W., Liu, F. L. & Chung, H.-S. (2004). A generalized Fisher index approach to energy
    decomposition analysis. Energy Economics 26, 757-763, doi:10.1016/j.eneco.2004.02.002.
    """
    start, end = factor_array(start), factor_array(end)
    totals = _subset_totals(start, end, None)
    if (totals <= 0).any():
        raise MethodError(
            Text(
                "广义 Fisher 指数要求各组合总量为正",
                "the generalised Fisher index needs positive totals of all combinations",
            )
        )
    return np.asarray(np.exp(averaged(np.log(totals), len(start))))


def chained(factors: Floats, signs: Floats | None = None) -> Floats:
    """Return additive effects from each year to the next (period, factor).

    Parameters
    ----------
    factors
        Factors (factor, item, year).
    signs
        As in `effects`.
    """
    years = range(factors.shape[2])
    return np.stack(
        [effects(factors[:, :, a], factors[:, :, b], signs) for a, b in pairwise(years)]
    )


def chained_ratios(factors: Floats) -> Floats:
    """Return ratios from each year to the next (period, factor); see `ratios`.

    Parameters
    ----------
    factors
        Factors (factor, item, year).
    """
    years = range(factors.shape[2])
    return np.stack([ratios(factors[:, :, a], factors[:, :, b]) for a, b in pairwise(years)])


def _subset_totals(start: Floats, end: Floats, signs: Floats | None) -> Floats:
    """Return V(S) for each set S, written as a bit mask (subset)."""
    count = len(start)
    if count > MOST_FACTORS:
        raise MethodError(
            Text(
                f"Shapley 分解最多 {MOST_FACTORS} 个因素，现有 {count} 个",
                f"Shapley takes at most {MOST_FACTORS} factors, not {count}",
            )
        )
    if not (np.isfinite(start).all() and np.isfinite(end).all()):
        raise MethodError(Text("因素数组含缺失值或无穷大", "a factor is missing or not finite"))
    products = np.ones((1, start.shape[1])) if signs is None else signs[np.newaxis, :]
    for first, last in zip(start, end, strict=True):
        # the k-th factor is bit k of the mask: sets without it first, then those with it
        products = np.concatenate([products * first, products * last])
    return np.asarray(products.sum(axis=1))


def averaged(totals: Floats, count: int) -> Floats:
    """Return the Shapley value of each player from what every set of them makes (player).

    Parameters
    ----------
    totals
        V(S) for each set S, written as a bit mask: player k is bit k (subset).
    count
        Number of players.
    """
    masks: Integers = np.arange(1 << count, dtype=np.int64)
    sizes = np.bitwise_count(masks).astype(np.int64)
    weights = np.array(
        [factorial(s) * factorial(count - s - 1) / factorial(count) for s in range(count)]
    )
    found = np.empty(count)
    for k in range(count):
        without = masks[(masks >> k) & 1 == 0]
        gains = totals[without | (1 << k)] - totals[without]
        found[k] = (weights[sizes[without]] * gains).sum()
    return found
