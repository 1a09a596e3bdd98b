"""How does a place's own past bend the default paths?"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from dafeng.language import Text
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.defaults import Basis
from dafeng.scenarios.history import Trend
from dafeng.scenarios.paths import Path, Point

#: Spread of places around the nation by which a place's own trend is trusted [1/a]
#: (project's judgement): ``w = s^2 / (s^2 + standard error^2)``.
BETWEEN_PLACES: Final = {"gdp_growth": 0.015, "population_growth": 0.008, "energy_intensity": 0.015}

#: National pace of CO2 per GDP with which a place is compared: -17 % over five years [1/a]
#: (国发〔2026〕22号; the goal of the five years before was -18 %).
NATIONAL_PACE: Final = 0.83 ** (1 / 5) - 1

#: Years after the base year over which a place comes back to the nation (project's judgement):
#: half of what sets it apart is kept at first.
FADE: Final = 25
KEPT: Final = 0.5

#: Farthest that a place's past moves a rate [1/a] (project's judgement).
FARTHEST: Final = 0.015

#: Growth of GDP with which a place's own is compared: median of the 36 host prefectures of the
#: reference tables over 2014-2024 (computed from them) [1/a].
MEDIAN_GROWTH: Final = 0.063

OBSERVED: Final = Basis(
    "observed",
    Text("已有统计数据", "already observed"),
    "",
    judgement=False,
)


def fitted(path: Path, baseline: Baseline) -> Path:
    """Return a default path bent by the place's own past.

    Growth of GDP and population, and energy intensity of producing sectors, are moved by half of
    the place's difference from other places, shrunk by how surely it is known and fading over
    25 years: ``default[t] + 0.5 w (own - others) (1 - (t - t0) / 25)``. For energy intensity the
    difference is that of CO2 per GDP from the national pace, and counts by the share of fuels in
    the energy of final users: what a place burns says nothing of its electricity. Growth already
    observed after the base year is kept as it is.
    """
    name, past = path.key.driver, baseline.past
    if name == "gdp_growth":
        return _observed(_moved(path, past.gdp, MEDIAN_GROWTH, baseline), baseline)
    if name == "population_growth":
        nation = path.points[0].central
        return _observed(_moved(path, past.population, nation, baseline), baseline)
    if name == "energy_intensity" and _produces(path, baseline):
        return _moved(path, past.carbon_intensity, NATIONAL_PACE, baseline, _fuels(baseline))
    return path


def _moved(
    path: Path, own: Trend | None, others: float, baseline: Baseline, part: float = 1.0
) -> Path:
    if own is None:
        return path
    apart = KEPT * _trust(own, path.key.driver) * (own.rate - others)
    apart = part * min(max(apart, -FARTHEST), FARTHEST)

    def moved(point: Point) -> Point:
        by = apart * fading(point.year, baseline.year)
        return replace(point, low=point.low + by, central=point.central + by, high=point.high + by)

    return replace(path, points=tuple(moved(p) for p in path.points))


def _observed(path: Path, baseline: Baseline) -> Path:
    """Put growth that is known after the base year in place of what was expected."""
    known = [
        Point(year, rate, rate, rate, OBSERVED)
        for name, year, rate in baseline.past.known
        if name == path.key.driver
    ]
    if not known:
        return path
    last = max(p.year for p in known)
    return replace(
        path,
        points=tuple(
            sorted((*known, *(p for p in path.points if p.year > last)), key=lambda p: p.year)
        ),
    )


def _fuels(baseline: Baseline) -> float:
    """Return the share of everything but electricity in the energy of final users [-]."""
    used = baseline.energy[[c != "power" for c in baseline.classes]].sum(axis=0)
    electric = float(used[baseline.carriers.index("electricity")])
    return 1.0 - electric / float(used.sum()) if used.sum() else 1.0


def _produces(path: Path, baseline: Baseline) -> bool:
    return baseline.classes[baseline.sectors.index(path.key.sector)] not in ("", "power")


def _trust(own: Trend, name: str) -> float:
    between = BETWEEN_PLACES[name]
    return between**2 / (between**2 + own.standard_error**2)


def fading(year: int, start: int) -> float:
    """Return how much of what sets a place apart is left in a year [-]."""
    return min(max(1 - (year - start) / FADE, 0.0), 1.0)
