"""Does a series rise or fall beyond what its own memory explains? Two robust variants."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from dafeng.axes import Floats
from dafeng.drivers.kendall import MannKendall, checked_series, mann_kendall, outcome, ranks
from dafeng.drivers.slope import sen_slope
from dafeng.errors import MethodError
from dafeng.language import Text


def hamed_rao(
    values: npt.ArrayLike, level: float = 0.05, longest_lag: int | None = None
) -> MannKendall:
    """Test for a trend with the variance corrected for autocorrelation.

    ``Var* = Var [1 + 2 / (n(n-1)(n-2)) sum_k (n-k)(n-k-1)(n-k-2) rho_k]`` over the lags whose
    autocorrelation of the ranks of the detrended series is significant.

    Parameters
    ----------
    values
        Series (year).
    level
        Significance level at which a lag counts [-].
    longest_lag
        Longest lag that may count [a]; all by default.

    Raises
    ------
    MethodError
        For fewer than three values, or if the corrected variance is not positive (short series
        with negative autocorrelation) though the series is not constant.

    References
    ----------
    Hamed, K. H. & Rao, A. R. (1998). A modified Mann-Kendall trend test for autocorrelated data.
    Journal of Hydrology 204, 182-196, doi:10.1016/S0022-1694(97)00125-X.
    """
    series = checked_series(values)
    plain = mann_kendall(series)
    n = plain.count
    residuals = series - np.arange(1, n + 1) * sen_slope(series).slope
    rho = autocorrelation(ranks(residuals))[1:]
    lags = np.arange(1, n)
    within = lags <= (n if longest_lag is None else longest_lag)
    counts = within & (np.abs(rho) > NormalDist().inv_cdf(1 - level / 2) / math.sqrt(n))
    weighted = ((n - lags) * (n - lags - 1) * (n - lags - 2) * rho)[counts].sum()
    variance = plain.variance * (1 + 2 * float(weighted) / (n * (n - 1) * (n - 2)))
    if variance <= 0 < plain.variance:
        raise MethodError(
            Text(
                "序列过短，自相关修正后的方差不为正",
                "the series is too short: its variance corrected for autocorrelation is not"
                " positive",
            )
        )
    shifted = plain.score - np.sign(plain.score)
    return outcome(series, plain.score, variance, float(shifted / math.sqrt(variance or 1.0)))


def robust_p(values: npt.ArrayLike, level: float = 0.05) -> float | None:
    """Return the p-value of `hamed_rao`, or None where a series allows no such test.

    Parameters
    ----------
    values
        Series (year).
    level
        Significance level at which a lag counts [-].
    """
    try:
        return hamed_rao(values, level).p
    except MethodError:
        return None


def trend_free_prewhitened(values: npt.ArrayLike) -> MannKendall:
    """Test for a trend after taking first-order autocorrelation out of the detrended series.

    Parameters
    ----------
    values
        Series (year).

    Raises
    ------
    MethodError
        For fewer than four values.

    References
    ----------
    Yue, S., Pilon, P., Phinney, B. & Cavadias, G. (2002). The influence of autocorrelation on the
    ability to detect trend in hydrological series. Hydrological Processes 16, 1807-1829,
    doi:10.1002/hyp.1095.
    """
    series = checked_series(values)
    slope = sen_slope(series).slope
    residuals = series - np.arange(1, len(series) + 1) * slope
    whitened = residuals[1:] - residuals[:-1] * autocorrelation(residuals)[1]
    return mann_kendall(whitened + np.arange(1, len(whitened) + 1) * slope)


def autocorrelation(values: Floats) -> Floats:
    """Return the autocorrelation at lags 0 to n-1; zero beyond lag 0 for a constant series.

    Parameters
    ----------
    values
        Series (year).
    """
    centred = values - values.mean()
    covariance = np.correlate(centred, centred, "full")[len(values) - 1 :] / len(values)
    if covariance[0] == 0:
        return np.asarray(np.eye(1, len(values))[0])
    return np.asarray(covariance / covariance[0])
