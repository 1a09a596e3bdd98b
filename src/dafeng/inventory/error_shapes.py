"""How is a relative error distributed?"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import numpy as np

from dafeng.axes import Floats

#: Half width of a 95 % interval of the normal distribution in standard deviations.
Z95: Final = 1.959963984540054

#: Activity with a wider relative range than this is drawn lognormal, never negative (IPCC 2006
#: V1 3.2.2: normal up to about 30 %).
LOGNORMAL_FROM: Final = 0.30


class Shape(StrEnum):
    """Distribution of a relative error.

    ``normal``; ``lognormal`` with median 1 and the same width of the 95 % interval; ``mixed``:
    normal up to a half width of 30 %, lognormal beyond.
    """

    NORMAL = "normal"
    LOGNORMAL = "lognormal"
    MIXED = "mixed"


def multiplier(half: Floats | float, z: Floats, shape: Shape) -> Floats:
    """Return factors around 1 whose 95 % interval has the relative half width given."""
    width = np.asarray(half, dtype=np.float64)
    normal = np.maximum(1 + z * width / Z95, 0.0)
    if shape is Shape.NORMAL:
        return normal
    lognormal: Floats = np.exp(z * np.arcsinh(width) / Z95)
    if shape is Shape.LOGNORMAL:
        return lognormal
    return np.where(width > LOGNORMAL_FROM, lognormal, normal)


def two_sided(half: Floats, z: Floats, shape: Shape) -> Floats:
    """Return factors with different widths below and above 1 (carrier's half widths down, up)."""
    return np.where(z < 0, multiplier(half[0], z, shape), multiplier(half[1], z, shape))
