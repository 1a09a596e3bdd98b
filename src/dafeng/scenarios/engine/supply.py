"""Where does electricity come from in a year, and who answers for its CO2?

This module imports numba; import it only inside a function.
"""

from __future__ import annotations

from typing import Any

from numba import njit

from dafeng.scenarios.engine.lanes import (
    absolute,
    fma,
    larger,
    smaller,
    where_positive,
)
from dafeng.scenarios.engine.memory import (
    MWH_PER_TJ,
    W_BEFORE,
    W_BOUGHT,
    W_CLEAN,
    W_FOSSIL,
    W_GIVEN,
    W_GRID,
    W_OWN_LOCAL,
    Desk,
    get,
    put,
)
from dafeng.scenarios.engine.program import Program
from dafeng.scenarios.engine.values import added_up, over, placed
from dafeng.scenarios.kernel import FOSSIL_POWER_FACTOR, THERMAL_RATE
from dafeng.units import TJ_PER_MWH


@njit
def purchases(p: Program, year: int, used: Any, w: Desk) -> Any:
    """Return net purchases, local generation and its non-fossil part [MWh]."""
    demand = used * MWH_PER_TJ
    added = placed(p, year, 4, w)
    if p.shape.portfolio:
        added = (added + p.portfolio.generated[year]) * (1.0 / p.portfolio.demand[year])
    non_fossil = fma(added, demand, p.supply[1])
    local = fma(get(w.economy, W_FOSSIL), p.supply[0], non_fossil)
    if p.shape.stocks > 0:
        clean = get(w.economy, W_CLEAN)
        non_fossil = non_fossil + clean
        local = local + clean + get(w.economy, W_OWN_LOCAL)
    grown = (demand - get(w.economy, W_BEFORE)) * p.supply[6]
    at_start = get(w.economy, W_BOUGHT) * p.supply[2]
    return at_start + grown - (local - p.supply[12] - p.supply[13]), local, non_fossil


@njit
def energy_by_coal(bought: Any, non_fossil: Any, whole: Any) -> Any:
    """Return all energy, primary electricity by the coal-consumption method [TJ]."""
    return whole + (bought + non_fossil) * (THERMAL_RATE / 1000 - TJ_PER_MWH)


@njit
def clean_share(p: Program, bought: Any, local: Any, non_fossil: Any, base: Any, w: Desk) -> Any:
    """Return the non-fossil share of all energy, by the coal-consumption method."""
    factor = get(w.economy, W_GRID) * p.supply[3]
    clean = smaller(larger(1.0 - factor * (1.0 / FOSSIL_POWER_FACTOR), 0.0), 1.0)
    exported = over(smaller(bought, 0.0), local)
    power = non_fossil * (1.0 + exported) + larger(bought, 0.0) * clean
    direct = get(w.carriers, p.shape.non_fossil) - non_fossil * TJ_PER_MWH
    counted = direct + power * (THERMAL_RATE / 1000)
    share = counted / where_positive(absolute(base), base, 1.0)
    share = where_positive(absolute(base), share, 0.0)
    return smaller(larger(share, 0.0), 1.0)


@njit
def energy_used(p: Program, bought: Any, heat: Any, non_fossil: Any, w: Desk) -> Any:
    """Set what is purchased among the carriers; return all energy [TJ]."""
    put(w.carriers, p.shape.electricity, bought * TJ_PER_MWH)
    put(w.carriers, p.shape.heat, heat * 0.001)
    clean = fma(non_fossil, TJ_PER_MWH, get(w.carriers, p.shape.non_fossil))
    if p.shape.portfolio:
        clean = clean + get(w.economy, W_GIVEN)
    put(w.carriers, p.shape.non_fossil, clean)
    return added_up(w.carriers, p.shape.carriers)
