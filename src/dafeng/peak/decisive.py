"""Which assumptions decide when and how high the peak is, and what 2035 emits?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng.axes import Axis, Floats
from dafeng.peak.compiled import fast_peaks
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.sensitivity.design import ROWS, design_of
from dafeng.scenarios.sensitivity.groups import Group
from dafeng.scenarios.sensitivity.indices import Indices, indices
from dafeng.scenarios.simulation import SEED
from dafeng.scenarios.stocks.place import Stocks
from dafeng.scenarios.story import Scenario

#: Year whose emissions are asked beside the peak: that of the national contribution.
TARGET_YEAR: Final = 2035

#: Outcomes, in the order in which they are told.
OUTCOMES: Final = ("peak_year", "peak_level", "emissions_2035")


@dataclass(frozen=True, slots=True)
class Decisive:
    """What decides the outcomes of one place under one scenario.

    Parameters
    ----------
    scenario
        Scenario id.
    groups
        Assumptions, in the order of the indices.
    found
        Indices by outcome of `OUTCOMES`; 2035 only where it lies after the base year and not
        beyond the horizon.
    draws
        Draws that the kernel has run.
    """

    scenario: str
    groups: tuple[Group, ...]
    found: dict[str, Indices]
    draws: int

    def ranked(self, outcome: str) -> tuple[int, ...]:
        """Return the positions of the groups by total index, largest first; none if none varies."""
        total = self.found[outcome].total
        if not np.isfinite(total).all():
            return ()
        return tuple(np.argsort(-total, kind="stable").tolist())


def decisive(
    baseline: Baseline,
    scenario: Scenario,
    rows: int = ROWS,
    seed: int = SEED,
    basis: str = "assessment",
    stocks: Stocks | None = None,
) -> Decisive:
    """Return Sobol indices of the peak year, the peak level and the emissions of 2035.

    The peak is that of the years from the base year on; a draw that does not peak inside the
    horizon counts with the horizon.

    Parameters
    ----------
    baseline, scenario, rows, seed, basis, stocks
        As for `dafeng.scenarios.sensitivity.design.design_of`.
    """
    design = design_of(baseline, scenario, rows, seed, basis, stocks)
    measures = _measures(design.years)
    runs = [[measure(totals, rows) for measure in measures.values()] for totals in design.totals()]
    values = np.array(runs)  # (run, outcome, row)
    found = {
        name: indices(values[0, at], values[1, at], values[2:, at], seed)
        for at, name in enumerate(measures)
    }
    return Decisive(scenario.id, design.groups, found, rows * len(runs))


def _measures(years: Axis[int]) -> dict[str, Callable[[Floats, int], Floats]]:
    """Return what turns totals (year, draw) into each outcome (draw)."""
    found: dict[str, Callable[[Floats, int], Floats]] = {
        "peak_year": lambda totals, rows: fast_peaks(totals, years, rows).year.astype(float),
        "peak_level": lambda totals, rows: fast_peaks(totals, years, rows).level,
    }
    if TARGET_YEAR in years.labels[1:]:
        at = years.index(TARGET_YEAR)
        found["emissions_2035"] = lambda totals, rows: totals[at, :rows]
    return found
