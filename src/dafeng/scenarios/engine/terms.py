"""What does a driver's path give the compiled kernel: its value as a sum of terms?

A value is ``central + middle z + half |z|`` with ``middle = (up + down) / 2`` and
``half = (up - down) / 2``: the same two-piece normal as in `dafeng.scenarios.paths.Band`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from dafeng.axes import Floats
from dafeng.inventory.error_shapes import Z95
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.course import Course
from dafeng.scenarios.draws import ERRORS
from dafeng.scenarios.kernel import LEAST
from dafeng.scenarios.paths import Band

#: Drivers with one number for the whole place, in the order of `Program.place`.
PLACE: Final = (
    "population_growth",
    "gdp_growth",
    "grid_factor",
    "local_fossil_power",
    "local_non_fossil_power",
    "electricity_replacement",
    "sinks",
)

#: Drivers with a number for each label.
_ROWS: Final = (
    "structure",
    "output_gap",
    "energy_intensity",
    "process_intensity",
    "carbon_capture",
)

#: No bound is met.
_FREE: Final = 1e300


def drivers(course: Course, rows: Mapping[str, int]) -> dict[str, Any]:
    """Return the tables of drivers and yearly errors."""
    bands, years = course.bands, len(course.years)
    at_bounds = [
        bands["output_gap"].beyond,
        bands["energy_intensity"].beyond,
    ]
    return {
        "place": np.concatenate([_place(bands.get(name), name, years) for name in PLACE], axis=1),
        "place_row": np.array([rows[name] for name in PLACE]),
        "structure": _growth(bands["structure"]),
        "gap": _growth(bands["output_gap"]),
        "intensity": _growth(bands["energy_intensity"]),
        "process": _growth(bands["process_intensity"]),
        "capture": _terms(bands["carbon_capture"], 0.0),
        "first_row": np.array([rows[name] for name in _ROWS]),
        "clipped": np.stack(at_bounds, axis=1).astype(np.int64),
        "capturing": bands["carbon_capture"].weights.any(axis=2).astype(np.int64),
        "size": np.stack([course.errors[name] for name in ERRORS], axis=1),
        "persistence": np.array([(phi, np.sqrt(1 - phi**2)) for _, phi in course.persistence]),
    }


def multipliers(baseline: Baseline, rows: Mapping[str, int]) -> dict[str, Any]:
    """Return the multipliers of the base year."""
    spread = baseline.spread
    return {
        "level": _sides(spread.level, spread.level, rows["level"]),
        "factor": _sides(spread.factor[:, 0], spread.factor[:, 1], rows["factor"]),
        "bought": _sides(*(np.array([spread.purchased]),) * 2, rows["purchased"], -_FREE),
        "process_level": _sides(spread.process, spread.process, rows["process"]),
    }


def halves(weights: Floats) -> Floats:
    """Turn central, up, down into central, middle, half (..., 3)."""
    return _halved(weights, np.empty(weights.shape))


def _halved(weights: Floats, found: Floats) -> Floats:
    central, up, down = (weights[..., i] for i in range(3))
    found[..., 0] = central
    np.divide(np.add(up, down, out=found[..., 1]), 2, out=found[..., 1])
    np.divide(np.subtract(up, down, out=found[..., 2]), 2, out=found[..., 2])
    return found


def _terms(band: Band, one: float) -> Floats:
    """Return central, middle, half, low, high (year, label x 5), with `one` added to values."""
    years, labels, _ = band.weights.shape
    found = np.empty((years, labels, 5))
    _halved(band.weights, found[..., :3])[..., 0] += one
    found[..., 3], found[..., 4] = band.low + one, band.high + one
    return found.reshape(years, -1)


def _growth(band: Band) -> Floats:
    return _terms(band, 1.0)


def _place(band: Band | None, name: str, years: int) -> Floats:
    if band is None:  # no sinks are stated
        return np.full((years, 5), np.nan)
    rate = name in ("population_growth", "gdp_growth", "grid_factor", "local_fossil_power")
    return _terms(band, 1.0 if rate else 0.0)


def _sides(down: Floats, up: Floats, row: int, least: float = LEAST) -> Floats:
    """Return middle, half, row, least of multipliers with relative half widths (label, 4)."""
    up, down = up / Z95, down / Z95
    rows = row + np.arange(len(up))
    return np.stack([(up + down) / 2, (up - down) / 2, rows, np.full(len(up), least)], axis=1)
