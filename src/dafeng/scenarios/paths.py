"""What is the value of a driver in a year, and how wide is its range?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dafeng.axes import Booleans, Floats
from dafeng.scenarios.catalogue import Key
from dafeng.scenarios.defaults import Basis

#: Standard normal quantile of the 97.5 % point.
Z_975 = 1.959963984540054

#: No draw lies farther out than this many standard deviations.
FARTHEST_DRAW = 6.5


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a path.

    Parameters
    ----------
    year
        Year of the point.
    low, central, high
        2.5, 50 and 97.5 % points in the driver's unit.
    basis
        On whose word it stands.
    """

    year: int
    low: float
    central: float
    high: float
    basis: Basis


@dataclass(frozen=True, slots=True)
class Path:
    """The points of one driver for one sector and carrier, in order of years.

    Between points the path is linear; before the first and after the last it is level.
    """

    key: Key
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """Paths of one driver on one axis of labels, ready for draws.

    A draw with standard normal z takes ``central + up * max(z, 0) + down * min(z, 0)``, held
    between `low` and `high`: a two-piece normal whose 2.5, 50 and 97.5 % points are the path's.

    Parameters
    ----------
    weights
        Central path, standard deviation above and below it (year, label, 3).
    low, high
        Bounds of the driver.
    certain
        Whether the range is nothing (year).
    beyond
        Whether a draw can fall outside the bounds (year).
    idle
        Whether every draw is zero (year).
    """

    weights: Floats
    low: float
    high: float
    certain: Booleans
    beyond: Booleans
    idle: Booleans


def at(path: Path, year: int) -> tuple[float, float, float]:
    """Return low, central and high of a path in a year."""
    low, central, high = interpolated(path, (year,))[:, 0]
    return float(low), float(central), float(high)


def interpolated(path: Path, years: Sequence[int]) -> Floats:
    """Return low, central and high of a path (3, year)."""
    known = [p.year for p in path.points]
    values = [(p.low, p.central, p.high) for p in path.points]
    return np.array([np.interp(years, known, column) for column in zip(*values, strict=True)])


def band(paths: Sequence[Path], years: Sequence[int], low: float, high: float) -> Band:
    """Lay paths side by side as one band (year, label)."""
    stacked = np.stack([interpolated(path, years) for path in paths], axis=-1)
    central = np.clip(stacked[1], low, high)
    up, down = (stacked[2] - central) / Z_975, (central - stacked[0]) / Z_975
    outside = (central - FARTHEST_DRAW * down < low) | (central + FARTHEST_DRAW * up > high)
    certain = ~(up.any(axis=1) | down.any(axis=1))
    return Band(
        weights=np.stack([central, up, down], axis=-1),
        low=low,
        high=high,
        certain=certain,
        beyond=outside.any(axis=1),
        idle=certain & ~central.any(axis=1),
    )
