"""When does one place peak, drawn again at the pace of a slider?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dafeng.axes import Floats
from dafeng.peak.compiled import fast_peaks, fast_quantiles
from dafeng.peak.futures import PeakOutlook
from dafeng.peak.outlook import outlook
from dafeng.peak.sweep import Swept
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.course import Course, course_of
from dafeng.scenarios.draws import layout_of
from dafeng.scenarios.engine.blocks import Asked, Source, glimpsed, workers
from dafeng.scenarios.engine.program import program_of
from dafeng.scenarios.engine.quantiles import quantiles_begun
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
    with workers() as pool:
        found = glimpsed(source, draws, pool)
        seen = pool.submit(_outlook, found.rows[0], course, draws, observed)
        begun = [quantiles_begun(v, draws, LEVELS, pool) for v in (found.rows, found.sectors)]
        rows, by_sector = (end() for end in begun)
        place = Swept(baseline.place, course.years, rows[:, 0], seen.result())
    return Glance(place, by_sector.swapaxes(1, 2), rows[:, 1:].swapaxes(1, 2))


def _outlook(
    totals: Floats, course: Course, draws: int, observed: Mapping[int, float] | None
) -> PeakOutlook:
    """Say when the draws peak, in the past as well; sums begin with the base year."""
    peaks = fast_peaks(totals, course.years, draws, observed)
    return outlook(peaks, course.scenario, fast_quantiles)
