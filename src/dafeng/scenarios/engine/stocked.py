"""Which flat tables hold what stocks use: polynomials and ramps by year and column?

Stocks stand in the order of their rows on the sector axis, so that the columns of one sector lie
side by side. See `dafeng.scenarios.stocks.response` for the formulas.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from dafeng.axes import Floats, Integers
from dafeng.scenarios.engine.sums import starts
from dafeng.scenarios.stocks.couple import StockPaths
from dafeng.scenarios.stocks.response import Response
from dafeng.scenarios.stocks.stock import BESIDES, NORMALS

#: What stands for a carrier where a column is no energy, in the order of `BESIDES`.
PROCESS, FOSSIL_POWER, NON_FOSSIL_POWER = -1, -2, -3
_BESIDES: Final = dict(zip(BESIDES, (PROCESS, FOSSIL_POWER, NON_FOSSIL_POWER), strict=True))


class StockTables(NamedTuple):
    """All stocks of a place; empty where it has none.

    Parameters
    ----------
    row, number
        Sector, and row of the first of four normal numbers (stock).
    column, of_sector
        First column of each stock (stock + 1) and of each sector (sector + 1).
    carrier
        Carrier, or what goes beside energy (column).
    factor
        CO2 factor of the carrier in that row [t/TJ] (column).
    weights
        Coefficients (year, column x 20).
    slopes
        Elasticities to people, income, activity, and change by demand (year, stock x 4).
    around, activity
        Central people and income (year, 2), central activity (year, stock).
    improvement
        Change by efficiency; zero where it does not act (year, column).
    ramp, ends
        First ramp of each stock (stock + 1); years from the base year to the end, and spread [a]
        (ramp, 2).
    ramp_start, ramp_use
        Where the use of a ramp begins (ramp), and that use (year, sum over ramps of columns).
    """

    row: Integers
    number: Integers
    column: Integers
    of_sector: Integers
    carrier: Integers
    factor: Floats
    weights: Floats
    slopes: Floats
    around: Floats
    activity: Floats
    improvement: Floats
    ramp: Integers
    ends: Floats
    ramp_start: Integers
    ramp_use: Floats


def stock_tables(paths: StockPaths, first: int) -> StockTables:
    """Lay stocks out.

    Parameters
    ----------
    paths
        Stocks beside the inventory.
    first
        Row of their first normal number.
    """
    order = sorted(range(len(paths.rows)), key=lambda k: paths.rows[k])
    rows = [paths.rows[k] for k in order]
    found = [paths.owned[k].response for k in order]
    of_column = [row for row, r in zip(rows, found, strict=True) for _ in r.columns]
    carriers = [_carrier(paths, name) for r in found for name in r.columns]
    ramps = [(r, i) for r in found for i in range(len(r.ramps))]
    return StockTables(
        row=_whole(rows),
        number=_whole([first + len(NORMALS) * k for k in order]),
        column=starts([len(r.columns) for r in found]),
        of_sector=starts([of_column.count(s) for s in range(len(paths.whole.sectors))]),
        carrier=_whole(carriers),
        factor=np.array(
            [
                paths.whole.factor[row, c] if c >= 0 else 0.0
                for row, c in zip(of_column, carriers, strict=True)
            ]
        ),
        weights=_beside([r.weights.reshape(len(r.weights), -1) for r in found]),
        slopes=_beside([r.slopes.T for r in found]),
        around=found[0].centre[:2].T.copy() if found else np.zeros(0),
        activity=_beside([r.centre[2:].T for r in found]),
        improvement=_beside([_improvement(r) for r in found]),
        ramp=starts([len(r.ramps) for r in found]),
        ends=np.array([(r.ramps[i, 0] - r.first_year, r.ramps[i, 1]) for r, i in ramps]),
        ramp_start=starts([len(r.columns) for r, _ in ramps]),
        ramp_use=_beside([r.ramp_use[i] for r, i in ramps]),
    )


def _carrier(paths: StockPaths, name: str) -> int:
    return _BESIDES[name] if name in _BESIDES else paths.whole.carriers.index(name)


def _improvement(response: Response) -> Floats:
    return response.improvement[:, None] * response.steered


def _whole(numbers: list[int]) -> Integers:
    return np.array(numbers, dtype=np.int64)


def _beside(parts: list[Floats]) -> Floats:
    """Lay tables side by side (year, ...)."""
    return np.ascontiguousarray(np.concatenate(parts, axis=1)) if parts else np.zeros(0)
