"""When does one place peak, drawn again at the pace of a slider?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dafeng.axes import Axis, Floats
from dafeng.peak.compiled import fast_peaks, fast_quantiles
from dafeng.peak.futures import DrawPeaks
from dafeng.peak.outlook import outlook, with_observed
from dafeng.peak.sweep import Swept
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.course import course_of
from dafeng.scenarios.draws import aligned, layout_of
from dafeng.scenarios.engine.blocks import Asked, Source, glimpsed, row_quantiles, workers
from dafeng.scenarios.engine.program import program_of
from dafeng.scenarios.ensemble import LEVELS
from dafeng.scenarios.simulation import DRAWS, SEED, weights_of
from dafeng.scenarios.stocks.place import Stocks
from dafeng.scenarios.story import Scenario


@dataclass(frozen=True, slots=True)
class Glance:
    """One place drawn again.

    Parameters
    ----------
    place
        Quantiles of totals, and peaks.
    by_sector, by_carrier
        Quantiles of CO2 [t] (level, year, sector) and energy [TJ] (level, year, carrier); empty
        if not asked.
    """

    place: Swept
    by_sector: Floats
    by_carrier: Floats


def glance(  # noqa: PLR0913 - as simulate
    baseline: Baseline,
    scenario: Scenario,
    draws: int = DRAWS,
    seed: int = SEED,
    basis: str = "assessment",
    *,
    sectors: bool = False,
    stocks: Stocks | None = None,
    observed: Mapping[int, float] | None = None,
) -> Glance:
    """Draw one place again at the pace of a slider: quantiles and peaks, no draws kept.

    Figures are those of `dafeng.scenarios.simulation.simulate` with the same settings.

    Parameters
    ----------
    baseline, scenario, draws, seed, basis, stocks
        As for `simulate`.
    sectors
        Whether quantiles by sector and carrier are wanted too; without them only totals are.
    observed
        CO2 on the same basis [t] by year that the place has entered: a peak may lie there.
    """
    course = course_of(baseline, scenario)
    asked = Asked(("totals",), weights_of(basis), carriers=sectors, sectors=sectors)
    paths = stocks(baseline, course) if stocks else None
    layout = layout_of(baseline, paths.normals if paths else 0)
    source = Source(program_of(baseline, course, paths), layout, seed, "sobol", asked)
    found = glimpsed(source, draws)
    with workers() as pool:
        peaks = pool.submit(_peaks, found.rows[0], course.years, draws, observed or {})
        rows = row_quantiles(found.rows, draws, LEVELS, pool)
        by_sector = row_quantiles(found.sectors, draws, LEVELS, pool)
        seen = outlook(peaks.result(), scenario.id, fast_quantiles)
    return Glance(
        Swept(baseline.place, course.years, rows[:, 0], seen),
        by_sector.swapaxes(1, 2),
        rows[:, 1:].swapaxes(1, 2),
    )


def _peaks(
    totals: Floats, years: Axis[int], draws: int, observed: Mapping[int, float]
) -> DrawPeaks:
    """Find the peak of every draw, in the past as well; sums begin with the base year."""
    joined, longer = with_observed(totals, years, observed)
    if longer is years:
        return fast_peaks(totals, years, draws)
    rows = aligned(*joined.shape)
    rows[:] = joined
    cumulative = totals[:, :draws].sum(axis=0)
    return replace(fast_peaks(rows, longer, draws), since=years.labels[0], cumulative=cumulative)
