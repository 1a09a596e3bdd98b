"""What are Mann-Kendall's score and variance where a time has several values?"""

from __future__ import annotations

import numpy as np

from dafeng.axes import Floats


def score_and_variance(values: Floats, times: Floats) -> tuple[int, float]:
    """Return S and Var(S) with ties in values (groups of t) and in times (groups of u).

    ``S = sum_{i<j} sgn(x_j - x_i) sgn(t_j - t_i)``;
    ``Var = [n(n-1)(2n+5) - sum t(t-1)(2t+5) - sum u(u-1)(2u+5)] / 18
    + sum t(t-1)(t-2) sum u(u-1)(u-2) / [9n(n-1)(n-2)]
    + sum t(t-1) sum u(u-1) / [2n(n-1)]``.

    Parameters
    ----------
    values, times
        Series and its times (observation).

    References
    ----------
    Gilbert, R. O. (1987). Statistical methods for environmental pollution monitoring, equation
    16.4; Kendall, M. G. (1975). Rank correlation methods, chapter 4.
    """
    n = len(values)
    low, high = np.triu_indices(n, 1)
    signs = np.sign(values[high] - values[low]) * np.sign(times[high] - times[low])
    t, u = (np.unique(x, return_counts=True)[1].astype(float) for x in (values, times))
    plain = n * (n - 1) * (2 * n + 5) - sum(
        float((g * (g - 1) * (2 * g + 5)).sum()) for g in (t, u)
    )
    triples = [float((g * (g - 1) * (g - 2)).sum()) for g in (t, u)]
    pairs = [float((g * (g - 1)).sum()) for g in (t, u)]
    variance = (
        plain / 18
        + triples[0] * triples[1] / (9 * n * (n - 1) * (n - 2))
        + pairs[0] * pairs[1] / (2 * n * (n - 1))
    )
    return int(signs.sum()), variance
