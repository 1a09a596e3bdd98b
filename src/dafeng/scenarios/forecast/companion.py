"""What does another estimate of the same emissions say? Its last move, and the distance to it."""

from __future__ import annotations

from typing import Final

import numpy as np

from dafeng.axes import Floats
from dafeng.scenarios.forecast.log_panel import LogPanel

#: Moves and distances count up to these sizes [log].
_LARGEST_MOVE: Final = 0.25
_LARGEST_GAP: Final = 1.0
#: Smallest error that the fit weighs by [log].
_SMALLEST_ERROR: Final = 0.03
_ROUNDS: Final = 10


def last_move(panel: LogPanel) -> Floats:
    """Return how the companion moved in the last year beside its median place (place) [log].

    Zero where it is not known, so that nothing follows from it.
    """
    if panel.companion is None or len(panel.years) < 2:  # noqa: PLR2004 - a change needs two years
        return np.zeros(len(panel.places))
    move = panel.companion[:, -1] - panel.companion[:, -2]
    return _beside_median(move, _LARGEST_MOVE)


def distance(panel: LogPanel) -> Floats:
    """Return the log ratio to the companion beside that of the median place (place)."""
    if panel.companion is None or not panel.years:
        return np.zeros(len(panel.places))
    return _beside_median(panel.values[:, -1] - panel.companion[:, -1], _LARGEST_GAP)


def follow(moves: Floats, errors: Floats, lean: float) -> float:
    r"""Return how far a series follows the companion's last move, from errors made before.

    .. math::

        \hat b = \arg\min_b \sum_k |\varepsilon_k - b x_k| + \tfrac{\lambda}{2} b^2

    by iteratively reweighted least squares.

    Parameters
    ----------
    moves, errors
        Moves of the companion and errors of the centre without it (case) [log].
    lean
        Weight of not following at all.

    References
    ----------
    Schlossmacher (1973), doi 10.1080/01621459.1973.10481420.
    """
    found = 0.0
    for _ in range(_ROUNDS):
        weight = 1 / np.maximum(np.abs(errors - found * moves), _SMALLEST_ERROR)
        found = float((weight * moves * errors).sum() / ((weight * moves**2).sum() + lean))
    return found


def _beside_median(values: Floats, limit: float) -> Floats:
    known = np.isfinite(values)
    middle = float(np.median(values[known])) if known.any() else 0.0
    return np.asarray(np.where(known, np.clip(values - middle, -limit, limit), 0.0))
