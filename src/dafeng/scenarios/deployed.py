"""What does a portfolio change in the energy system, in step with what each draw has there?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dafeng.axes import Floats


@dataclass(frozen=True, slots=True)
class Deployed:
    """Measures in operation, as factors on the lines of the kernel; years are all of the path.

    Everything is a share of what a draw has: where it burns more coal, a saving saves more.

    Parameters
    ----------
    rows
        Use of one carrier (third) from what the sector would use of another (fourth): saved,
        switched, needed besides [TJ/TJ] (year, sector, carrier, carrier); one and zero where
        nothing is done.
    process
        Share of process CO2 that is left before capture [-] (year, sector).
    emitted
        Share of direct CO2 that is not captured [-] (year, sector).
    heat
        Share of the demand for heat that plants and purchases still deliver [-] (year).
    demand
        Demand for electricity, of what it would be without the portfolio [-] (year).
    generated
        Local non-fossil generation, of the demand without the portfolio [-] (year); the scenario's
        own stays a share of that demand as well: what is saved takes no panel from a roof.
    """

    rows: Floats
    process: Floats
    emitted: Floats
    heat: Floats
    demand: Floats
    generated: Floats


def nothing_deployed(years: int, sectors: int, carriers: int) -> Deployed:
    """Return what changes nothing."""
    return Deployed(
        rows=np.tile(np.eye(carriers), (years, sectors, 1, 1)),
        process=np.ones((years, sectors)),
        emitted=np.ones((years, sectors)),
        heat=np.ones(years),
        demand=np.ones(years),
        generated=np.zeros(years),
    )
