"""What is the value of a driver in a year, and how wide is its range?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np

from dafeng.axes import Booleans, Floats
from dafeng.errors import MethodError
from dafeng.inventory.error_shapes import Z95
from dafeng.language import Text
from dafeng.scenarios.catalogue import Key
from dafeng.scenarios.defaults import Basis

#: No draw lies farther out than this many standard deviations.
FARTHEST_DRAW = 6.5


#: Share from which a logistic path starts where a point says zero (and ends where it says one).
FIRST_SHARE = 0.01


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


class Form(StrEnum):
    """How a path runs between its points.

    Linear; at a constant rate of growth (linear in the logarithm of the size, so that all points
    lie above zero or all below it); as a logistic, that is linear in
    ``ln(f / (1 - f))``, so that between 10 and 90 % it has the slope ``b = ln 81 / dt`` of Fisher
    and Pry; or as a table, where each point holds until the next.

    References
    ----------
    Fisher and Pry 1971, doi:10.1016/S0040-1625(71)80005-7.
    """

    LINEAR = "linear"
    GROWTH = "growth"
    LOGISTIC = "logistic"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Path:
    """The points of one driver for one sector and carrier, in order of years.

    Between points the path has its form; before the first and after the last it is level.
    """

    key: Key
    points: tuple[Point, ...]
    form: Form = Form.LINEAR


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
    """Return low, central and high of a path (3, year).

    Raises
    ------
    MethodError
        If the central path of growth touches or crosses zero, or a logistic one leaves 0 to 1.
        Ranges are held: beyond a hundredth of the central value on its side of zero, and within 0
        and 1.
    """
    values = tuple((p.year, p.low, p.central, p.high) for p in path.points)
    if path.form is Form.LINEAR:
        return _linear(values, tuple(years))
    known, *columns = zip(*values, strict=True)
    low, central, high = (np.array(column, dtype=np.float64) for column in columns)
    if path.form is Form.GROWTH:
        _within(path, central.min() > 0 or central.max() < 0)
        if central.min() > 0:
            low = np.maximum(low, FIRST_SHARE * central)
        else:
            high = np.minimum(high, FIRST_SHARE * central)
    if path.form is Form.LOGISTIC:
        _within(path, bool(central.min() >= 0 and central.max() <= 1))
        low, high = np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0)
    return np.array([_bent(path, years, known, column) for column in (low, central, high)])


@lru_cache(maxsize=4096)
def _linear(points: tuple[tuple[float, ...], ...], years: tuple[int, ...]) -> Floats:
    """Return a linear path (3, year); sectors often share one."""
    known, *columns = zip(*points, strict=True)
    found = np.array([np.interp(years, known, column) for column in columns])
    found.setflags(write=False)
    return found


def _bent(path: Path, years: Sequence[int], known: Sequence[int], column: Floats) -> Floats:
    """Return one column of a path that is not linear (year)."""
    at_or_before = np.maximum(np.searchsorted(known, years, side="right") - 1, 0)
    if path.form is Form.TABLE:
        return np.asarray(column[at_or_before])
    if path.form is Form.GROWTH:
        size = np.exp(np.interp(years, known, np.log(np.abs(column))))
        found = np.sign(column[0]) * size
    else:
        held = np.clip(column, FIRST_SHARE, 1 - FIRST_SHARE)
        found = 1 / (1 + np.exp(-np.interp(years, known, np.log(held / (1 - held)))))
        edges = np.interp(years, known, column)
        outside = (np.asarray(years) <= known[0]) | (np.asarray(years) >= known[-1])
        found = np.where(outside, edges, found)
    return np.where(np.isin(years, known), column[at_or_before], found)


def _within(path: Path, fits: bool) -> None:
    if not fits:
        name, years = path.key.driver, ", ".join(str(p.year) for p in path.points)
        zh, en = {
            Form.GROWTH: (
                "按增长率内插要求各点同号且不为零，请改用 linear",
                "growth needs all points above zero or all below it; take linear instead",
            ),
            Form.LOGISTIC: (
                "S 形要求各点在 0 与 1 之间",
                "a logistic needs all points between 0 and 1",
            ),
        }[path.form]
        raise MethodError(
            Text(
                f"驱动因素“{name}”（{years} 年）不能走“{path.form.value}”形状：{zh}",
                f"{name} ({years}) cannot follow the form {path.form.value!r}: {en}",
            )
        )


def band(paths: Sequence[Path], years: Sequence[int], low: float, high: float) -> Band:
    """Lay paths side by side as one band (year, label).

    Bands of the very same paths are kept: who moves one driver waits for no other.
    """
    return _band(_These(tuple(paths)), tuple(years), low, high)


class _These:
    """Paths that are equal only to themselves; quick to look up."""

    __slots__ = ("_hash", "paths")

    def __init__(self, paths: tuple[Path, ...]) -> None:
        self.paths = paths
        self._hash = hash(tuple(map(id, paths)))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _These)
            and len(self.paths) == len(other.paths)
            and all(a is b for a, b in zip(self.paths, other.paths, strict=True))
        )


@lru_cache(maxsize=2048)
def _band(these: _These, years: tuple[int, ...], low: float, high: float) -> Band:
    stacked = np.stack([interpolated(path, years) for path in these.paths], axis=-1)
    central = np.clip(stacked[1], low, high)
    up, down = (stacked[2] - central) / Z95, (central - stacked[0]) / Z95
    outside = (central - FARTHEST_DRAW * down < low) | (central + FARTHEST_DRAW * up > high)
    certain = ~(up.any(axis=1) | down.any(axis=1))
    weights = np.stack([central, up, down], axis=-1)
    weights.setflags(write=False)
    return Band(
        weights=weights,
        low=low,
        high=high,
        certain=certain,
        beyond=outside.any(axis=1),
        idle=certain & ~central.any(axis=1),
    )
