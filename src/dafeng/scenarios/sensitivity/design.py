"""What are the yearly totals at the points of Saltelli's design?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dafeng.axes import Axis, Floats
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.course import course_of
from dafeng.scenarios.draws import ERRORS, Layout, in_panels, layout_of
from dafeng.scenarios.engine.given import given_totals
from dafeng.scenarios.engine.program import Program, program_of
from dafeng.scenarios.sensitivity.groups import Group, groups_of, within_drivers
from dafeng.scenarios.simulation import SEED, weights_of
from dafeng.scenarios.stocks.place import Stocks
from dafeng.scenarios.story import Scenario

#: Rows of the design unless asked otherwise; a power of two, as Sobol points want it.
ROWS = 2048


@dataclass(frozen=True, slots=True)
class Design:
    """Two independent samples of one place under one scenario, and what may be exchanged.

    Parameters
    ----------
    years
        Base year to horizon.
    program
        Place and scenario.
    weights
        Whether totals take fuels, process, power [0 or 1].
    groups
        Assumptions.
    one, other
        Standard normal numbers, parameters then yearly errors, in panels of rows
        (panel, number, row).
    """

    years: Axis[int]
    program: Program
    weights: tuple[float, float, float]
    groups: tuple[Group, ...]
    one: Floats
    other: Floats

    def totals(self) -> Iterator[Floats]:
        """Yield totals at A, at B, then at A with each group from B [t] (year, row).

        Rows are padded to whole vectors.
        """
        yield given_totals(self.program, self.one, self.weights)
        yield given_totals(self.program, self.other, self.weights)
        mixed = self.one.copy()
        for group in self.groups:
            mixed[:, group.rows] = self.other[:, group.rows]
            yield given_totals(self.program, mixed, self.weights)
            mixed[:, group.rows] = self.one[:, group.rows]


def design_of(
    baseline: Baseline,
    scenario: Scenario,
    rows: int = ROWS,
    seed: int = SEED,
    basis: str = "assessment",
    stocks: Stocks | None = None,
) -> Design:
    """Return the design for one place under one scenario.

    Parameters
    ----------
    baseline, scenario, seed, basis, stocks
        As for `dafeng.scenarios.simulation.simulate`.
    rows
        Rows of A and of B; the kernel runs ``rows (groups + 2)`` draws.
    """
    course = course_of(baseline, scenario)
    paths = stocks(baseline, course) if stocks else None
    layout = layout_of(baseline, paths.normals if paths else 0)
    years = len(course.years) - 1
    one, other = _samples(layout, years, rows, seed)
    return Design(
        course.years,
        program_of(baseline, course, paths),
        weights_of(basis),
        groups_of(layout, years),
        one,
        other,
    )


@lru_cache(maxsize=2)
def _samples(layout: Layout, years: int, rows: int, seed: int) -> tuple[Floats, Floats]:
    """Return A and B from scrambled Sobol points, correlated within drivers; in panels."""
    from scipy.special import ndtri
    from scipy.stats import qmc

    size = layout.size + len(ERRORS) * years
    generator = np.random.Generator(np.random.Philox(np.random.SeedSequence([seed, 0x5E45])))
    engine = qmc.Sobol(2 * size, scramble=True, rng=generator)
    normal = ndtri(np.clip(engine.random(rows).T, 2.0**-32, 1 - 2.0**-32))
    factor = within_drivers(layout)
    found = [normal[:size], normal[size:]]
    for sample in found:
        sample[: layout.size] = factor @ sample[: layout.size]
    return in_panels(found[0]), in_panels(found[1])
