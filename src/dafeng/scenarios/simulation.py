"""Which futures follow from a baseline and a scenario?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from typing import Final

import numpy as np

from dafeng.axes import Floats
from dafeng.errors import MethodError
from dafeng.language import Text
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.course import Course, course_of
from dafeng.scenarios.draws import blocks, draw_block, layout_of
from dafeng.scenarios.ensemble import LEVELS, Ensemble, Recipe
from dafeng.scenarios.kernel import run
from dafeng.scenarios.story import Scenario
from dafeng.scenarios.year_result import YearResult

#: Bases on which futures are drawn, with the parts of the account that each takes (the same as
#: `dafeng.inventory.bases`).
BASES: Final[dict[str, tuple[str, ...]]] = {
    "territorial": ("fuels", "process"),
    "assessment": ("fuels", "power"),
    "park": ("fuels", "process", "power"),
}

#: Draws of an ensemble unless asked otherwise.
DRAWS: Final = 10_000


#: Seed unless asked otherwise: the day on which the first pilots were announced.
SEED: Final = 20231206


def simulate(
    baseline: Baseline,
    scenario: Scenario,
    draws: int = DRAWS,
    seed: int = SEED,
    basis: str = "assessment",
    executor: Executor | None = None,
) -> Ensemble:
    """Draw the futures of one place under one scenario.

    Parameters
    ----------
    baseline
        Base year.
    scenario
        Story with its horizon, see `dafeng.scenarios.story`.
    draws
        Number of draws.
    seed
        Seed of all random streams, 0 or more.
    basis
        ``assessment``, ``territorial`` or ``park``.
    executor
        Where blocks of draws are computed; None computes them here, year by year in little
        memory. The result is the same to the last bit.

    Returns
    -------
    Ensemble
        Yearly totals per draw and quantiles by sector and carrier.

    Raises
    ------
    MethodError
        If the basis is unknown, draws or seed are out of range, or the horizon is not after the
        base year.
    """
    _checked(baseline, scenario, draws, seed, basis)
    course = course_of(baseline, scenario)
    parts = blocks(draws)
    if executor is None:
        streams: list[Iterable[YearResult]] = [
            _block(baseline, course, seed, part) for part in parts
        ]
    else:
        blocks_asked = [
            executor.submit(_whole_block, baseline, course, seed, part) for part in parts
        ]
        streams = [asked.result() for asked in blocks_asked]
    with ThreadPoolExecutor(2) as beside:  # quantiles of one year while the next is computed
        jobs = [beside.submit(_joined, year, basis) for year in zip(*streams, strict=True)]
        years = [job.result() for job in jobs]
    recipe = Recipe(course.scenario, draws, seed, basis, _version())
    return _gathered(baseline, course, recipe, years)


def simulate_all(
    baseline: Baseline,
    scenarios: Sequence[Scenario],
    draws: int = DRAWS,
    seed: int = SEED,
    basis: str = "assessment",
    executor: Executor | None = None,
) -> tuple[Ensemble, ...]:
    """Draw the futures under several scenarios with the same random numbers; see `simulate`."""
    return tuple(simulate(baseline, s, draws, seed, basis, executor) for s in scenarios)


def _checked(baseline: Baseline, scenario: Scenario, draws: int, seed: int, basis: str) -> None:
    if basis not in BASES:
        known = ", ".join(BASES)
        raise MethodError(
            Text(
                f"情景不支持口径“{basis}”；可用：{known}",
                f"futures are not drawn on basis {basis!r}; known: {known}",
            )
        )
    if draws < 1 or seed < 0:
        raise MethodError(
            Text("抽样数须为正，种子不可为负", "draws must be positive and the seed not negative")
        )
    if scenario.horizon <= baseline.year:
        raise MethodError(
            Text(
                f"目标年 {scenario.horizon} 不晚于基准年 {baseline.year}",
                f"the horizon {scenario.horizon} is not after the base year {baseline.year}",
            )
        )


@dataclass(frozen=True, slots=True)
class _Year:
    """One year over all draws; what is large is reduced to quantiles at once."""

    rows: Floats
    by_sector: Floats
    by_carrier: Floats


#: Order of `_Year.rows`.
_ROWS: Final = ("totals", "direct", "energy", "non_fossil_share", "gdp", "population", "sinks")


def _block(
    baseline: Baseline, course: Course, seed: int, part: tuple[int, int]
) -> Iterator[YearResult]:
    draws = draw_block(layout_of(baseline), course.persistence, len(course.years) - 1, seed, part)
    return run(baseline, course, draws)


def _whole_block(
    baseline: Baseline, course: Course, seed: int, part: tuple[int, int]
) -> list[YearResult]:
    return list(_block(baseline, course, seed, part))


def _joined(results: Sequence[YearResult], basis: str) -> _Year:
    """Join the blocks of one year and take its quantiles."""
    by_sector = _side_by_side([_on_basis(r, basis) for r in results])
    by_carrier = _side_by_side([r.by_carrier for r in results])
    direct = _side_by_side([r.fuels + r.process for r in results])
    rows = np.stack(
        [
            by_sector.sum(axis=0),
            direct.sum(axis=0),
            by_carrier.sum(axis=0),
            _side_by_side([r.non_fossil_share for r in results]),
            _side_by_side([r.gdp for r in results]),
            _side_by_side([r.population for r in results]),
            _side_by_side([r.sinks for r in results]),
        ]
    )
    return _Year(rows, quantiles(by_sector, LEVELS), quantiles(by_carrier, LEVELS))


def _on_basis(result: YearResult, basis: str) -> Floats:
    first, *others = (getattr(result, part) for part in BASES[basis])
    return np.asarray(sum(others, start=first))


def _side_by_side(parts: Sequence[Floats]) -> Floats:
    return np.concatenate(parts, axis=-1)


def quantiles(values: Floats, levels: Sequence[float]) -> Floats:
    """Return quantiles over the last axis with linear interpolation (level, ...).

    Equal to ``numpy.quantile``; one partition serves all levels.
    """
    count = values.shape[-1]
    exact = np.asarray(levels) * (count - 1)
    below = np.floor(exact).astype(np.int64)
    above = np.minimum(below + 1, count - 1)
    ordered = np.partition(values, np.unique([below, above]), axis=-1)
    lower, upper = ordered[..., below], ordered[..., above]
    mixed = lower + (exact - below) * (upper - lower)
    return np.ascontiguousarray(np.moveaxis(mixed, -1, 0))


@cache
def _version() -> str:
    """Return the version of Dafeng without importing the rooms that come later."""
    return metadata.version("dafeng")


def _gathered(
    baseline: Baseline, course: Course, recipe: Recipe, years: Sequence[_Year]
) -> Ensemble:
    rows = dict(zip(_ROWS, np.stack([year.rows for year in years], axis=1), strict=True))
    return Ensemble(
        recipe=recipe,
        years=course.years,
        sectors=baseline.sectors,
        carriers=baseline.carriers,
        levels=LEVELS,
        by_sector=np.stack([year.by_sector for year in years], axis=1),
        by_carrier=np.stack([year.by_carrier for year in years], axis=1),
        **rows,
    )
