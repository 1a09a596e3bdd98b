"""Which share of an outcome's variance does each input stand for?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dafeng.axes import Floats

#: Times that rows are drawn again for the intervals, and the levels of their ends.
RESAMPLES = 500
ENDS = (0.05, 0.95)

#: Variance below this share of the squared mean is rounding.
_NOTHING = 1e-20


@dataclass(frozen=True, slots=True)
class Indices:
    """Sobol indices of one outcome, NaN where it does not vary.

    Parameters
    ----------
    first, total
        Share of variance by an input alone, and with all interactions [-] (input).
    first_ends, total_ends
        5 and 95 % points by bootstrap over rows [-] (2, input).
    mean, variance
        Of the outcome, in its unit.
    """

    first: Floats
    total: Floats
    first_ends: Floats
    total_ends: Floats
    mean: float
    variance: float


def indices(one: Floats, other: Floats, mixed: Floats, seed: int = 0) -> Indices:
    """Return first and total indices from Saltelli's design.

    ``S_i = mean(f_B (f_i - f_A)) / V`` and ``T_i = mean((f_A - f_i)^2) / (2 V)``, where `f_i` has
    input i from B and all others from A; outcomes are centred before.

    Parameters
    ----------
    one, other
        Outcome at A and B, two independent samples (row).
    mixed
        Outcome at A with one input from B (input, row).
    seed
        Seed of the bootstrap.

    References
    ----------
    Saltelli et al. 2010, doi:10.1016/j.cpc.2009.09.018, table 2 (b) and (f); Jansen 1999,
    doi:10.1016/S0010-4655(98)00154-4.
    """
    both = np.concatenate([one, other])
    mean, variance = float(both.mean()), float(both.var())
    rows, inputs = len(one), len(mixed)
    if variance <= _NOTHING * max(mean**2, 1e-300):
        nothing = np.full(inputs, np.nan)
        return Indices(nothing, nothing, *(np.full((2, inputs), np.nan),) * 2, mean, variance)
    a, b, m = one - mean, other - mean, mixed - mean
    # rows give: sum, sum of squares, then what first and total indices are means of
    terms = np.stack([a + b, a**2 + b**2, *(b * (m - a)), *(0.5 * (a - m) ** 2)])
    plain = _shares(terms.mean(axis=1)[:, None], inputs)
    picked = np.random.default_rng(seed).multinomial(rows, np.full(rows, 1 / rows), RESAMPLES)
    again = _shares(terms @ (picked.T / rows), inputs)
    ends = np.quantile(again, ENDS, axis=-1)
    return Indices(plain[0, :, 0], plain[1, :, 0], ends[:, 0], ends[:, 1], mean, variance)


def _shares(means: Floats, inputs: int) -> Floats:
    """Return first and total indices from means of terms (2, input, resample)."""
    variance = means[1] / 2 - (means[0] / 2) ** 2
    return np.asarray(means[2:].reshape(2, inputs, -1) / variance)
