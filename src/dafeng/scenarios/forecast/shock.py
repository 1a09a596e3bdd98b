"""How far may all places together be off? The common shock of the years to come."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.special import ndtri

from dafeng.axes import Floats
from dafeng.scenarios.forecast.pooled_settings import PooledSettings

#: Nodes of the common shock; their spread is set right by `_WIDER`.
_NODES: Final = 9
_STEPS: Final[Floats] = np.asarray(ndtri((np.arange(_NODES) + 0.5) / _NODES))
_WIDER: Final = float(1 / np.sqrt((_STEPS**2).mean()))


def common_shocks(horizon: int, settings: PooledSettings) -> Floats:
    r"""Return equally likely values of the shock that all places share.

    .. math:: u_h \sim N(0, \tau^2 h)

    Parameters
    ----------
    horizon
        Years ahead [a].
    settings
        Holds :math:`\tau` [log/a^0.5].

    Returns
    -------
    Floats
        Nodes (node), of mean zero and the variance above.
    """
    return np.asarray(_STEPS * (_WIDER * settings.common_shock * np.sqrt(horizon)))
