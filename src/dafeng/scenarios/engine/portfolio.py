"""Which flat tables hold what a portfolio changes?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from dafeng.axes import Floats
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.deployed import Deployed
from dafeng.scenarios.engine.sums import Cell, Sums, sums


class PortfolioTables(NamedTuple):
    """A portfolio in operation; empty where there is none. See `dafeng.scenarios.deployed`.

    Parameters
    ----------
    rows
        Carriers used from carriers (year x sector x carrier x carrier).
    process, emitted
        Shares that are left (year x sector).
    heat, demand, generated
        Shares of demand (year).
    parts
        Cells in which each sector has a part, and how much [TJ] (sector).
    factor
        CO2 factors [t/TJ] (sector x carrier).
    """

    rows: Floats
    process: Floats
    emitted: Floats
    heat: Floats
    demand: Floats
    generated: Floats
    parts: Sums
    factor: Floats


def portfolio_tables(
    baseline: Baseline, cells: Sequence[Cell], deployed: Deployed | None
) -> PortfolioTables:
    """Lay a portfolio out."""
    if deployed is None:
        none = np.zeros(0)
        return PortfolioTables(none, none, none, none, none, none, sums([]), none)
    parts: list[list[tuple[int, float]]] = [[] for _ in baseline.sectors]
    for k, cell in enumerate(cells):
        for s in cell.sectors:
            parts[s].append((k, baseline.energy[s, cell.source]))
    return PortfolioTables(
        rows=np.ascontiguousarray(deployed.rows),
        process=np.ascontiguousarray(deployed.process),
        emitted=np.ascontiguousarray(deployed.emitted),
        heat=np.ascontiguousarray(deployed.heat),
        demand=np.ascontiguousarray(deployed.demand),
        generated=np.ascontiguousarray(deployed.generated),
        parts=sums(parts),
        factor=np.ascontiguousarray(baseline.factor),
    )
