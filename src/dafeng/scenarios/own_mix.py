"""How does a place's own mix of energy bend the default paths?

The default table speaks of the nation. A place that uses little gas has few pipes, and one that
uses little electricity has few machines for it: the odds of the new carrier against the old one
are multiplied as in the nation, so that it spreads as a logistic of one slope everywhere.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Final

import numpy as np

from dafeng.axes import Booleans
from dafeng.scenarios import defaults
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.own_past import fading
from dafeng.scenarios.paths import Path, Point

#: Share of electricity in the nation's final energy in 2023 [-] (IEA, Electricity 2025).
NATION_ELECTRIC: Final = 0.28

#: Coal burnt per unit of natural gas in the nation by final users and by plants [-]: the sums of
#: the provincial inventories of 2019 in the reference tables, in energy units.
NATION_COAL_PER_GAS: Final = {False: 4.25, True: 19.0}

#: By how much the use of electricity per unit of activity changes less fast than that of fuels,
#: moves between carriers apart [1/a] (project's judgement): much of its new use (cooling,
#: computing, new industries) replaces no fuel.
ELECTRIC_AHEAD: Final = 0.01


def mixed(path: Path, baseline: Baseline) -> Path:
    """Return a default path bent by the place's own mix of energy.

    Moves of industry's fuels to electricity and of coal to gas: with `f` the share moved in the
    nation, `k` fuel per unit of the new carrier in the nation, `k'` in the place and `R` the fuel
    that one unit replaces, ``odds = (1 + f k / R) / (1 - f)`` and ``f' = (odds - 1) / (odds +
    k' / R)``. Intensity: ``default[t] + 0.01 (s - 0.28) (1 - (t - t0) / 25)`` with `s` the
    share of electricity in the energy of the sector's class.

    References
    ----------
    Fisher and Pry 1971, doi:10.1016/S0040-1625(71)80005-7.
    """
    name = path.key.driver
    if path.key.sector not in baseline.sectors.labels:
        return path
    kind = baseline.classes[baseline.sectors.index(path.key.sector)]
    if name == "shift_to_electricity" and kind == "secondary":
        own = _ratio(baseline, _of(baseline, kind), ("coal", "oil", "gas"), "electricity")
        return _spread(path, (1 / NATION_ELECTRIC - 1) / _replaced(), own / _replaced())
    if name == "shift_to_gas" and path.key.carrier == "coal":
        plants = _of(baseline, "power")
        here = plants if kind == "power" else ~plants
        own = _ratio(baseline, here, ("coal",), "gas")
        return _spread(path, NATION_COAL_PER_GAS[kind == "power"], own)
    if name == "energy_intensity" and kind != "power":
        return _ahead(path, _of(baseline, kind), baseline)
    return path


def _of(baseline: Baseline, kind: str) -> Booleans:
    return np.array([c == kind for c in baseline.classes])


def _spread(path: Path, nation: float, own: float) -> Path:
    """Move as much as multiplies the odds as in the nation; nothing where none is there yet."""

    def moved(share: float) -> float:
        odds = (1 + share * nation) / (1 - share)
        return (odds - 1) / (odds + own)

    return replace(
        path,
        points=tuple(
            replace(p, low=moved(p.low), central=moved(p.central), high=moved(p.high))
            for p in path.points
        ),
    )


def _ahead(path: Path, here: Booleans, baseline: Baseline) -> Path:
    used = baseline.energy[here].sum(axis=0)
    if not used.sum():
        return path
    share = float(used[baseline.carriers.index("electricity")] / used.sum())
    apart = ELECTRIC_AHEAD * (share - NATION_ELECTRIC)

    def shifted(point: Point) -> Point:
        by = apart * fading(point.year, baseline.year)
        return replace(point, low=point.low + by, central=point.central + by, high=point.high + by)

    return replace(path, points=tuple(shifted(p) for p in path.points))


def _ratio(baseline: Baseline, here: Booleans, fuels: tuple[str, ...], target: str) -> float:
    """Return fuel used per unit of another carrier; infinite where there is none of it."""
    used = dict(zip(baseline.carriers, baseline.energy[here].sum(axis=0), strict=True))
    fuel = float(sum(used.get(name, 0.0) for name in fuels))
    return fuel / float(used[target]) if used.get(target, 0.0) > 0 else np.inf


@cache
def _replaced() -> float:
    """Return the fuel that one unit of electricity replaces by default [-]."""
    return next(r.central for r in defaults.rows() if r.driver == "electricity_replacement")
