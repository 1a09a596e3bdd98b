"""What does a sector use with a portfolio? The lines of `dafeng.scenarios.deployed`, compiled.

This module imports numba; import it only inside a function.
"""

from __future__ import annotations

from typing import Any

from numba import njit

from dafeng.scenarios.engine.lanes import fma, on_all
from dafeng.scenarios.engine.memory import W_REPLACED, Desk, get, put
from dafeng.scenarios.engine.program import Program


@njit
def clear_use(p: Program, w: Desk) -> None:
    """Set what all sectors use to nothing; the bucket of replacing electricity as well."""
    for c in range(p.shape.carriers + 1):
        put(w.carriers, c, on_all(0.0))


@njit
def _before(p: Program, s: int, scale: Any, w: Desk) -> None:
    """Set what a sector with its stocks would use of every carrier [TJ]."""
    kept_at = 1 + p.shape.carriers
    moved = kept_at + 2 * p.shape.cells
    for c in range(p.shape.carriers):
        put(w.used, c, on_all(0.0))
    parts = p.portfolio.parts
    for j in range(parts.start[s], parts.start[s + 1]):
        k = parts.row[j]
        use, source = scale * parts.coefficient[j], p.cell_source[k]
        put(w.used, source, fma(use, get(w.linear, kept_at + k), get(w.used, source)))
        for m in range(p.cell_start[k], p.cell_start[k + 1]):
            gained, target = use * get(w.linear, moved + m), p.move_target[m]
            if p.move_electric[m]:
                gained = gained * get(w.economy, W_REPLACED)
            put(w.used, target, get(w.used, target) + gained)
    if p.shape.stocks > 0:
        for j in range(p.stocks.of_sector[s], p.stocks.of_sector[s + 1]):
            c = p.stocks.carrier[j]
            if c >= 0:
                put(w.used, c, get(w.used, c) + get(w.stock, j))


@njit
def sector_with_portfolio(p: Program, year: int, s: int, scale: Any, w: Desk) -> Any:
    """Add a sector's use to the carriers; return its CO2 from fuels [t] and its heat [TJ]."""
    carriers = p.shape.carriers
    _before(p, s, scale, w)
    fuels, heat = on_all(0.0), on_all(0.0)
    first = (year * p.shape.sectors + s) * carriers
    for c in range(carriers):
        used = on_all(0.0)
        for source in range(carriers):
            share = p.portfolio.rows[(first + c) * carriers + source]
            if share != 0.0:
                used = fma(get(w.used, source), share, used)
        factor = p.portfolio.factor[s * carriers + c]
        if factor != 0.0:
            fuels = fma(used * get(w.linear, 1 + c), factor, fuels)
        if c == p.shape.heat:
            heat = used
        if c == p.shape.electricity:
            put(w.electric, s, used)
        put(w.carriers, c, get(w.carriers, c) + used)
    return fuels, heat
