"""Which futures follow from a baseline and a scenario?"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import cache
from importlib import metadata
from typing import Final

from dafeng.errors import MethodError
from dafeng.language import Text
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.course import Course, course_of
from dafeng.scenarios.draws import SAMPLERS, SOBOL, layout_of
from dafeng.scenarios.engine.blocks import (
    HERE,
    Asked,
    Found,
    Source,
    Way,
    gathered,
    workers,
)
from dafeng.scenarios.engine.program import program_of
from dafeng.scenarios.engine.quantiles import row_quantiles
from dafeng.scenarios.ensemble import LEVELS, Ensemble, Recipe
from dafeng.scenarios.stocks.couple import StockPaths
from dafeng.scenarios.stocks.place import Stocks
from dafeng.scenarios.story import Scenario

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


def simulate(  # noqa: PLR0913, PLR0917 - the settings of a run
    baseline: Baseline,
    scenario: Scenario,
    draws: int = DRAWS,
    seed: int = SEED,
    basis: str = "assessment",
    executor: Executor | None = None,
    way: Way = HERE,
    stocks: Stocks | None = None,
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
        Where blocks of draws are computed; None computes them in threads of this machine. The
        result is the same to the last bit.
    way
        Sampler, kept blocks and progress, see `dafeng.scenarios.engine.blocks.Way`; `executor`
        goes before its own.
    stocks
        Gives the stocks of the place under a scenario, see
        `dafeng.scenarios.stocks.place.stocks_of`; None runs without them.

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
    _known_sampler(way.sampler)
    course = course_of(baseline, scenario)
    paths = stocks(baseline, course) if stocks else None
    source = source_of(baseline, course, seed, basis, way.sampler, paths)
    chosen = way if executor is None else replace(way, executor=executor)
    found = gathered(source, draws, chosen)
    recipe = Recipe(
        course.scenario,
        draws,
        seed,
        basis,
        _version(),
        course.years.labels[-1],
        way.sampler,
        source.key,
    )
    return _ensemble(baseline, course, recipe, found)


def weights_of(basis: str) -> tuple[float, float, float]:
    """Return whether a basis takes fuels, process, power [0 or 1].

    Raises
    ------
    MethodError
        If the basis is unknown.
    """
    if basis not in BASES:
        known = ", ".join(BASES)
        raise MethodError(
            Text(
                f"情景不支持口径“{basis}”；可用：{known}",
                f"futures are not drawn on basis {basis!r}; known: {known}",
            )
        )
    parts = BASES[basis]
    return float("fuels" in parts), float("process" in parts), float("power" in parts)


def source_of(
    baseline: Baseline,
    course: Course,
    seed: int,
    basis: str,
    sampler: str = SOBOL,
    paths: StockPaths | None = None,
) -> Source:
    """Return whose futures are drawn, for `dafeng.scenarios.engine.blocks`."""
    asked = Asked(_ROWS, weights_of(basis))
    layout = layout_of(baseline, paths.normals if paths else 0)
    return Source(program_of(baseline, course, paths), layout, seed, sampler, asked)


def simulate_all(  # noqa: PLR0913, PLR0917 - as simulate
    baseline: Baseline,
    scenarios: Sequence[Scenario],
    draws: int = DRAWS,
    seed: int = SEED,
    basis: str = "assessment",
    executor: Executor | None = None,
    way: Way = HERE,
    stocks: Stocks | None = None,
) -> tuple[Ensemble, ...]:
    """Draw the futures under several scenarios with the same random numbers; see `simulate`."""
    return tuple(
        simulate(baseline, s, draws, seed, basis, executor, way, stocks) for s in scenarios
    )


def _checked(baseline: Baseline, scenario: Scenario, draws: int, seed: int, basis: str) -> None:
    weights_of(basis)
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


def _known_sampler(sampler: str) -> None:
    if sampler not in SAMPLERS:
        known = ", ".join(SAMPLERS)
        raise MethodError(
            Text(f"没有抽样法“{sampler}”；现有：{known}", f"no sampler {sampler!r}; known: {known}")
        )


#: What every ensemble keeps of each draw.
_ROWS: Final = (
    "totals",
    "direct",
    "energy",
    "non_fossil_share",
    "gdp",
    "population",
    "sinks",
    "electricity",
    "energy_thermal",
)


@cache
def _version() -> str:
    """Return the version of Dafeng without importing the rooms that come later."""
    return metadata.version("dafeng")


def _ensemble(baseline: Baseline, course: Course, recipe: Recipe, found: Found) -> Ensemble:
    count, kept = found.count, len(_ROWS)
    rows = dict(zip(_ROWS, found.rows[:kept, :, :count], strict=True))
    with workers() as pool:
        by_sector = row_quantiles(found.sectors, count, LEVELS, pool)
        by_carrier = row_quantiles(found.rows[kept:], count, LEVELS, pool)
    return Ensemble(
        recipe=recipe,
        years=course.years,
        sectors=baseline.sectors,
        carriers=baseline.carriers,
        levels=LEVELS,
        by_sector=by_sector.swapaxes(1, 2),
        by_carrier=by_carrier.swapaxes(1, 2),
        use=found.rows[kept:, :, :count],
        **rows,
    )
