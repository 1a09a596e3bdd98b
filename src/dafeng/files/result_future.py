"""Which results does the future give? Quantiles and peaks as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np

from dafeng.axes import Floats
from dafeng.files.result_columns import Columns, plain, table
from dafeng.peak.futures import PeakOutlook
from dafeng.plan.material import PlanMaterial
from dafeng.scenarios.ensemble import LEVELS, Ensemble

#: Yearly measures of an ensemble, with their units.
MEASURES: Final[tuple[tuple[str, str], ...]] = (
    ("totals", "t"),
    ("direct", "t"),
    ("energy", "TJ"),
    ("energy_thermal", "TJ"),
    ("non_fossil_share", "1"),
    ("gdp", "yuan"),
    ("population", "persons"),
    ("sinks", "t"),
)
_PEAK: Final[tuple[tuple[str, str], ...]] = (
    ("year", "a"),
    ("level", "t"),
    ("plateau", "a"),
    ("rate", "1/a"),
    ("cumulative", "t"),
)


def points_of(values: Floats) -> Floats:
    """Return the kept quantiles of yearly values over the draws (level, year)."""
    return np.quantile(values, LEVELS, axis=1)


def quantiles(material: PlanMaterial) -> Columns:
    """Return the table ``quantiles``."""

    def rows(key: str, found: Ensemble) -> Iterable[Sequence[Any]]:
        for measure, unit in MEASURES:
            points = points_of(getattr(found, measure))
            for y, year in enumerate(found.years):
                for level, value in zip(LEVELS, points[:, y], strict=True):
                    yield key, measure, year, level, value, unit

    return table(
        (
            ("scenario", str),
            ("measure", str),
            ("year", int),
            ("level", float),
            ("value", float),
            ("unit", str),
        ),
        (row for key, e in material.ensembles.items() for row in rows(key, e)),
    )


def labelled(material: PlanMaterial, measure: str) -> Columns:
    """Return the quantiles by sector or by carrier."""

    def rows(key: str, found: Ensemble) -> Iterable[Sequence[Any]]:
        axis = found.sectors if measure == "by_sector" else found.carriers
        points = getattr(found, measure)
        for at, label in enumerate(axis):
            for y, year in enumerate(found.years):
                for n, level in enumerate(found.levels):
                    yield key, label, year, level, points[n, y, at]

    name, unit = ("sector", "t") if measure == "by_sector" else ("carrier", "tj")
    return table(
        (("scenario", str), (name, str), ("year", int), ("level", float), (f"value_{unit}", float)),
        (row for key, e in material.ensembles.items() for row in rows(key, e)),
    )


def peak_probability(material: PlanMaterial) -> Columns:
    """Return the table ``peak_probability``."""
    return table(
        (("scenario", str), ("year", int), ("at_or_before", float), ("none", float)),
        (
            (key, year, outlook.by_year[y], outlook.none)
            for key, outlook in material.outlooks.items()
            for y, year in enumerate(outlook.years)
        ),
    )


def peak_points(outlook: PeakOutlook) -> Iterable[tuple[str, str, tuple[float | None, ...]]]:
    """Yield measure, unit and quantiles of an outlook."""
    for measure, unit in _PEAK:
        points = tuple(plain(p) for p in getattr(outlook, f"{measure}_quantiles"))
        yield measure, unit, points


def peak_quantiles(material: PlanMaterial) -> Columns:
    """Return the table ``peak_quantiles``."""
    return table(
        (
            ("scenario", str),
            ("measure", str),
            ("level", float),
            ("value", float),
            ("unit", str),
        ),
        (
            (key, measure, level, None if value is None else float(value), unit)
            for key, outlook in material.outlooks.items()
            for measure, unit, points in peak_points(outlook)
            for level, value in zip(LEVELS, points or (None,) * len(LEVELS), strict=True)
        ),
    )
