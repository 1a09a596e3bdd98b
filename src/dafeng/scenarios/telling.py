"""What does a scenario assume, told in as few lines as the figures allow?"""

from __future__ import annotations

from dataclasses import dataclass

from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.catalogue import Driver, driver
from dafeng.scenarios.defaults import Basis
from dafeng.scenarios.paths import Path, Point
from dafeng.scenarios.story import Scenario


@dataclass(frozen=True, slots=True)
class Assumption:
    """One point of a path and the sectors that share it.

    Parameters
    ----------
    scenario
        Scenario id.
    driver
        The driver.
    sectors
        Sectors (or classes) for which it holds; empty for the whole place.
    carrier
        Carrier group from which energy moves; empty otherwise.
    year
        Year of the point.
    low, central, high
        2.5, 50 and 97.5 % points in the driver's unit.
    basis
        On whose word it stands.
    """

    scenario: str
    driver: Driver
    sectors: tuple[str, ...]
    carrier: str
    year: int
    low: float
    central: float
    high: float
    basis: Basis


def told(scenario: Scenario, baseline: Baseline) -> tuple[Assumption, ...]:
    """List the assumptions of a scenario; sectors with equal paths share a line.

    Sectors that use no energy are left out, and so are transfers of a carrier that they do not
    use. A path that is level is told by its first point.

    Parameters
    ----------
    scenario
        The story.
    baseline
        The base year, which says what is in use.
    """
    groups: dict[tuple[str, str, tuple[Point, ...]], list[str]] = {}
    for path in scenario.paths.values():
        if _used(path, baseline):
            labels = groups.setdefault((path.key.driver, path.key.carrier, path.points), [])
            labels.extend([path.key.sector] if path.key.sector else [])
    return tuple(
        Assumption(
            scenario.id,
            driver(name),
            tuple(sectors),
            carrier,
            point.year,
            point.low,
            point.central,
            point.high,
            point.basis,
        )
        for (name, carrier, points), sectors in groups.items()
        for point in _telling(points)
    )


def _telling(points: tuple[Point, ...]) -> tuple[Point, ...]:
    level = {(p.low, p.central, p.high) for p in points}
    return points[:1] if len(level) == 1 else points


def _used(path: Path, baseline: Baseline) -> bool:
    sector, carrier = path.key.sector, path.key.carrier
    if sector not in baseline.sectors.labels:
        return True
    used = baseline.energy[baseline.sectors.index(sector)]
    return bool(used[baseline.carriers.index(carrier)] > 0 if carrier else used.any())
