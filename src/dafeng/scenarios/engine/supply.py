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
    on_all,
    smaller,
    store,
    where_positive,
)
from dafeng.scenarios.engine.memory import (
    MWH_PER_TJ,
    W_BEFORE,
    W_BOUGHT,
    W_CARBON,
    W_CLEAN,
    W_FOSSIL,
    W_GRID,
    W_OWN_LOCAL,
    W_REPLACED,
    W_WARMTH,
    Block,
    Desk,
    get,
    put,
)
from dafeng.scenarios.engine.program import Program
from dafeng.scenarios.engine.stock_use import stock_electricity
from dafeng.scenarios.engine.values import added_up, over, placed, summed
from dafeng.scenarios.kernel import FOSSIL_POWER_FACTOR, THERMAL_RATE, TJ_PER_MWH


@njit
def purchases(p: Program, year: int, used: Any, w: Desk) -> Any:
    """Return net purchases, local generation and its non-fossil part [MWh]."""
    demand = used * MWH_PER_TJ
    added = placed(p, year, 4, w)
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
def clean_share(p: Program, bought: Any, local: Any, non_fossil: Any, whole: Any, w: Desk) -> Any:
    """Return the non-fossil share by the coal-consumption method."""
    factor = get(w.economy, W_GRID) * p.supply[3]
    clean = smaller(larger(1.0 - factor * (1.0 / FOSSIL_POWER_FACTOR), 0.0), 1.0)
    exported = over(smaller(bought, 0.0), local)
    power = non_fossil * (1.0 + exported) + larger(bought, 0.0) * clean
    direct = get(w.carriers, p.shape.non_fossil) - non_fossil * TJ_PER_MWH
    counted = direct + power * (THERMAL_RATE / 1000)
    base = whole + (bought + non_fossil) * (THERMAL_RATE / 1000 - TJ_PER_MWH)
    share = counted / where_positive(absolute(base), base, 1.0)
    share = where_positive(absolute(base), share, 0.0)
    return smaller(larger(share, 0.0), 1.0)


@njit
def energy_used(p: Program, bought: Any, heat: Any, non_fossil: Any, w: Desk) -> Any:
    """Set what is purchased among the carriers; return all energy [TJ]."""
    put(w.carriers, p.shape.electricity, bought * TJ_PER_MWH)
    put(w.carriers, p.shape.heat, heat * 0.001)
    clean = fma(non_fossil, TJ_PER_MWH, get(w.carriers, p.shape.non_fossil))
    put(w.carriers, p.shape.non_fossil, clean)
    return added_up(w.carriers, p.shape.carriers)


@njit
def write(p: Program, b: Block, year: int, draw: int, which: int, value: Any) -> None:
    """Write a row if it is asked."""
    row = b.row[which]
    if row >= 0:
        store(b.out, (row * p.shape.years + year) * b.out_width + b.out_shift + draw, value)


@njit
def write_sectors(p: Program, b: Block, year: int, draw: int, used: Any, w: Desk) -> None:
    """Write CO2 by sector: what is purchased goes to its users, the rest to the plants."""
    moves = p.shape.moves
    moved = 1 + p.shape.carriers + 2 * p.shape.cells
    for m in range(moves):
        if p.move_electric[m]:
            gained = get(w.linear, moved + m) * get(w.economy, W_REPLACED)
            put(w.linear, moved + moves + m, gained)
    carbon, warmth = get(w.economy, W_CARBON), get(w.economy, W_WARMTH)
    heat = added_up(w.heat, p.shape.sectors)
    own = where_positive(used, smaller(carbon, 0.0), carbon)
    own_heat = where_positive(heat, smaller(warmth, 0.0), warmth)
    each, each_heat = over(carbon - own, used), over(warmth - own_heat, heat)
    for s in range(p.shape.sectors):
        fuels = get(w.fuels, s)
        electricity = summed(p.electricity, s, w.linear) * get(w.scale, s)
        if p.shape.stocks > 0:
            electricity = electricity + stock_electricity(p, s, w)
        power = fma(
            electricity,
            each,
            get(w.heat, s) * each_heat,
        )
        if s == p.shape.plant:
            power = power + own + own_heat
        process = on_all(0.0)
        if p.process_of[s] >= 0:
            process = get(w.process_co2, p.process_of[s])
        total = fma(process, b.basis[1], fuels * b.basis[0])
        here = (s * p.shape.years + year) * b.out_width + b.out_shift + draw
        store(b.by_sector, here, fma(power, b.basis[2], total))
