"""How do relative errors combine?"""

from __future__ import annotations

import numpy as np

from dafeng.axes import Floats
from dafeng.errors import MethodError
from dafeng.language import Text


def product_half_width(*half_widths: float) -> float:
    """Return the relative half width of a product: ``sqrt(U1^2 + ... + Un^2)``.

    References
    ----------
    IPCC 2006 Guidelines, volume 1, equation 3.1.
    """
    return float(np.sqrt(np.sum(np.square(half_widths))))


def sum_half_width(values: Floats, half_widths: Floats) -> float:
    """Return the relative half width of a sum of independent terms.

    ``sqrt(sum (U_i x_i)^2) / |sum x_i|``.

    Parameters
    ----------
    values
        Terms [any unit] (term).
    half_widths
        Their relative half widths [-] (term).

    Raises
    ------
    MethodError
        If the terms sum to zero: there is no relative width.

    References
    ----------
    IPCC 2006 Guidelines, volume 1, equation 3.2.
    """
    x, u = np.asarray(values, dtype=float), np.asarray(half_widths, dtype=float)
    if np.sum(x) == 0:
        raise MethodError(
            Text("各项之和为零，没有相对不确定性", "terms that sum to zero have no relative width")
        )
    return float(np.sqrt(np.sum((x * u) ** 2)) / abs(np.sum(x)))
