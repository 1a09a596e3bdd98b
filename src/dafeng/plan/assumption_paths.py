"""Which paths do the assumptions form, and which of them are alike?

A scenario has a path for each driver, sector and fuel; most are the same for many sectors and many
for every scenario. Readers get each distinct path once, with the sectors for which it holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dafeng.language import Text
from dafeng.plan.material import Assumption

#: Low, central and high value of a year.
Range = tuple[float | None, float, float | None]


@dataclass(frozen=True, slots=True)
class DriverPath:
    """A path and the sectors for which it holds.

    Parameters
    ----------
    driver, unit, carrier
        What moves; carrier "" for all.
    points
        Year and range.
    sources
        On what the points rest, each once.
    sectors
        Ids of the sectors; "" for the place as a whole.
    """

    driver: Text
    unit: str
    carrier: str
    points: tuple[tuple[int, Range], ...]
    sources: tuple[Text, ...]
    sectors: tuple[str, ...]

    @property
    def held(self) -> bool:
        """Say whether nothing moves: every point is zero without range."""
        return all(not any(value or 0.0 for value in span) for _, span in self.points)

    def at(self, year: int) -> Range | None:
        """Return the range of a year; None where the path has no point."""
        return dict(self.points).get(year)


def paths(assumptions: Iterable[Assumption]) -> tuple[DriverPath, ...]:
    """Return the distinct paths of one scenario, in the order of the assumptions."""
    merged: dict[tuple[object, ...], tuple[list[Assumption], list[str]]] = {}
    for run in _runs(assumptions):
        head = run[0]
        points = tuple((a.year, a.low, a.central, a.high, a.source) for a in run)
        key = (head.driver, head.unit, head.carrier, points)
        _, sectors = merged.setdefault(key, (run, []))
        if head.sector not in sectors:
            sectors.append(head.sector)
    return tuple(_path(run, tuple(sectors)) for run, sectors in merged.values())


def shared(scenarios: Iterable[tuple[DriverPath, ...]]) -> tuple[DriverPath, ...]:
    """Return the paths that stand in every scenario."""
    every = list(scenarios)
    if len(every) < 2:  # noqa: PLR2004 - sharing needs two
        return ()
    return tuple(p for p in every[0] if all(p in other for other in every[1:]))


def _runs(assumptions: Iterable[Assumption]) -> Iterable[list[Assumption]]:
    """Yield the points of each path; a year that does not follow begins another one."""
    run: list[Assumption] = []
    for point in assumptions:
        if run and not _continues(run[-1], point):
            yield run
            run = []
        run.append(point)
    if run:
        yield run


def _continues(before: Assumption, point: Assumption) -> bool:
    same_path = (before.driver, before.sector, before.carrier) == (
        point.driver,
        point.sector,
        point.carrier,
    )
    return same_path and before.year < point.year


def _path(run: list[Assumption], sectors: tuple[str, ...]) -> DriverPath:
    return DriverPath(
        driver=run[0].driver,
        unit=run[0].unit,
        carrier=run[0].carrier,
        points=tuple((a.year, (a.low, a.central, a.high)) for a in run),
        sources=tuple(dict.fromkeys(a.source for a in run)),
        sectors=sectors,
    )
