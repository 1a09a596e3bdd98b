"""What is one figure over another where there may be nothing to divide by?"""

from __future__ import annotations

import numpy as np

from dafeng.axes import Floats


def over(top: Floats, bottom: Floats | float, otherwise: float = 0.0) -> Floats:
    """Divide where the divisor is above zero; another figure elsewhere."""
    top, bottom = np.broadcast_arrays(top, bottom)
    found = np.full(top.shape, otherwise)
    return np.asarray(np.divide(top, bottom, out=found, where=bottom > 0))
