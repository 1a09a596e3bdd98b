"""What follows from the paths of one block of draws: `dafeng.scenarios.kernel`, compiled.

The same arithmetic, fused: `LANES` draws go through all years while their state stays in the
nearest cache, and only what is asked for is written. Reads like the kernel; see there for the
formulas and in `dafeng.scenarios.engine.program` for the tables.

This module imports numba; import it only inside a function.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from numba import njit

from dafeng.axes import Floats, Integers
from dafeng.scenarios.draws import aligned
from dafeng.scenarios.engine.lanes import (
    LANES,
    absolute,
    any_above,
    exponential,
    fma,
    larger,
    load,
    on_all,
    smaller,
    store,
    where_positive,
)
from dafeng.scenarios.engine.program import Program, linear_rows
from dafeng.scenarios.engine.tables import tables_of
from dafeng.scenarios.kernel import FOSSIL_POWER_FACTOR, THERMAL_RATE, TJ_PER_MWH

#: Electricity of an energy [MWh/TJ].
MWH_PER_TJ: Final = 1.0 / TJ_PER_MWH

#: Numbers of a term: central, middle, half, low, high.
_TERM: Final = 5


class Desk(NamedTuple):
    """Working memory of one thread: rows of `LANES` numbers (row, lane).

    `state` is level x gap x intensity of each sector; `process` the like for process CO2.
    """

    state: Floats
    scale: Floats
    fuels: Floats
    heat: Floats
    process: Floats
    process_co2: Floats
    carriers: Floats
    linear: Floats
    economy: Floats
    normal: Floats


#: Rows of `Desk.economy`: state of the place, then the activity of each kind of sector.
_W_GDP, _W_PEOPLE, _W_GRID, _W_FOSSIL, _W_CLASS, _W_ERROR = 0, 1, 2, 3, 4, 7
_W_BOUGHT, _W_BEFORE, _W_HEAT, _W_ACTIVITY = 10, 11, 12, 13
_W_RUN, _W_REPLACED, _W_CARBON, _W_WARMTH, _W_END = 18, 19, 20, 21, 22

_PLANTS: Final = 4


class Block(NamedTuple):
    """Random numbers of one block, and where results go.

    Parameters
    ----------
    normal
        Correlated standard normal numbers (parameter, draw).
    noise
        Uncorrelated standard normal numbers of the yearly errors, in the order of
        `dafeng.scenarios.draws.ERRORS` (process x year, draw).
    width
        Draws in a row of both.
    row
        Where each of `dafeng.scenarios.engine.program.ROWS`, and then each carrier, goes in `out`;
        -1 for nowhere (row).
    basis
        Whether totals take fuels, process, power [0 or 1] (3).
    out
        Rows by year (row x year, draw).
    by_sector
        CO2 on the basis by sector (sector x year, draw); not touched unless `detail`.
    out_width
        Draws in a row of `out` and `by_sector`.
    out_shift
        Position of the block's first draw in a row of `out`.
    detail
        Whether sectors are asked.
    """

    normal: Floats
    noise: Floats
    width: int
    row: Integers
    basis: Floats
    out: Floats
    by_sector: Floats
    out_width: int
    out_shift: int
    detail: int


def desk_of(program: Program) -> Desk:
    """Return working memory for a program; never shared between threads."""
    shape = program.shape
    linear = linear_rows(shape.carriers, shape.cells, shape.moves)[-1]
    rows: tuple[int, ...] = (shape.sectors,) * 4 + (shape.processes,) * 2
    rows += (shape.carriers + 1, linear, _W_END, shape.numbers)
    return Desk(*(aligned(max(count, 1), LANES) for count in rows))


@njit
def _get(rows: Any, row: int) -> Any:
    return load(rows, row * LANES)


@njit
def _set(rows: Any, row: int, value: Any) -> None:
    store(rows, row * LANES, value)


@njit
def _z(w: Desk, row: int) -> Any:
    return load(w.normal, row * LANES)


@njit
def _free(z: Any, terms: Any, at: int) -> Any:
    return fma(absolute(z), terms[at + 2], fma(z, terms[at + 1], terms[at]))


@njit
def _held(z: Any, terms: Any, at: int) -> Any:
    return smaller(larger(_free(z, terms, at), terms[at + 3]), terms[at + 4])


@njit
def _times(table: Any, label: int, w: Desk) -> Any:
    """Return a base-year multiplier."""
    at = 4 * label
    z = _z(w, int(table[at + 2]))
    moved = fma(absolute(z), table[at + 1], fma(z, table[at], 1.0))
    return larger(moved, table[at + 3])


@njit
def _placed(p: Program, year: int, which: int, w: Desk) -> Any:
    """Return the value of a driver of the whole place."""
    return _held(_z(w, p.place_row[which]), p.place, _TERM * (year * 7 + which))


@njit
def _begin(p: Program, b: Block, draw: int, w: Desk) -> None:
    """Set the state of the base year."""
    one = on_all(1.0)
    before = on_all(0.0)
    heat = on_all(0.0)
    for row in range(p.shape.numbers):
        _set(w.normal, row, load(b.normal, row * b.width + draw))
    for s in range(p.shape.sectors):
        level = _times(p.level, s, w)
        _set(w.state, s, level)
        _set(w.heat, s, on_all(0.0))
        before = fma(level, p.electricity_base[s] * MWH_PER_TJ, before)
        if p.kind[s] != _PLANTS:
            heat = fma(level, p.heat_base[s], heat)
    for i in range(p.shape.processes):
        times = _times(p.process_level, p.process_sector[i], w)
        _set(w.process, i, times * p.process_base[i])
    _set(w.linear, 0, one)
    for c in range(p.shape.carriers):
        _set(w.linear, 1 + c, _times(p.factor, c, w))
    _set(w.economy, _W_GDP, on_all(p.supply[10]))
    _set(w.economy, _W_PEOPLE, on_all(p.supply[11]))
    for row in range(_W_GRID, _W_CLASS + 3):
        _set(w.economy, row, one)
    _set(w.economy, _W_BOUGHT, _times(p.bought, 0, w))
    _set(w.economy, _W_BEFORE, before)
    _set(w.economy, _W_HEAT, heat)


@njit
def _error(p: Program, b: Block, year: int, which: int, draw: int, w: Desk) -> Any:
    """Step one AR(1) error and return it as a factor with median one."""
    years = p.shape.years - 1
    fresh = load(b.noise, (which * years + year - 1) * b.width + draw)
    if year > 1:
        before = _get(w.economy, _W_ERROR + which) * p.persistence[2 * which]
        fresh = fresh * p.persistence[2 * which + 1] + before
    _set(w.economy, _W_ERROR + which, fresh)
    size = p.size[3 * year + which]
    factor = on_all(1.0)
    if size != 0.0:
        factor = exponential(fresh * size)
    return factor


@njit
def _grow(rows: Any, row: int, factor: Any) -> None:
    _set(rows, row, _get(rows, row) * factor)


@njit
def _advance(p: Program, b: Block, year: int, draw: int, w: Desk) -> None:
    """Carry growing quantities from the year before."""
    sectors = p.shape.sectors
    error = _error(p, b, year, 0, draw, w)
    _grow(w.economy, _W_GDP, _placed(p, year, 1, w) * _error(p, b, year, 1, draw, w))
    _grow(w.economy, _W_GRID, _placed(p, year, 2, w) * _error(p, b, year, 2, draw, w))
    _grow(w.economy, _W_PEOPLE, _placed(p, year, 0, w))
    _grow(w.economy, _W_FOSSIL, _placed(p, year, 3, w))
    for k in range(3):
        z = _z(w, p.first_row[0] + k)
        _grow(w.economy, _W_CLASS + k, _held(z, p.structure, _TERM * (year * 3 + k)))
    for s in range(sectors):
        at = _TERM * (year * sectors + s)
        z = _z(w, p.first_row[1] + s)
        growth = _free(z, p.gap, at)
        if p.clipped[3 * year]:
            growth = _held(z, p.gap, at)
        i = p.process_of[s]
        if i >= 0:
            change = _held(_z(w, p.first_row[3]), p.process, at)
            _grow(w.process, i, growth * change)
        z = _z(w, p.first_row[2] + s)
        change = _free(z, p.intensity, at)
        if p.clipped[3 * year + 1]:
            change = _held(z, p.intensity, at)
        if p.kind[s] != _PLANTS:
            change = change * error
        _grow(w.state, s, growth * change)


@njit
def _mix(p: Program, year: int, w: Desk) -> None:
    """Set what is kept of each cell and what its moves take, as shares of base-year use."""
    cells, moves = p.shape.cells, p.shape.moves
    kept_at = 1 + p.shape.carriers
    factored, moved = kept_at + cells, kept_at + 2 * cells
    for k in range(cells):
        first, last = p.cell_start[k], p.cell_start[k + 1]
        total = on_all(0.0)
        for m in range(first, last):
            share = on_all(0.0)
            if p.moving[year * moves + m]:
                share = _free(_z(w, p.move_row[m]), p.move, 3 * (year * moves + m))
                share = smaller(larger(share, 0.0), 1.0)
            _set(w.linear, moved + m, share)
            total = total + share
        if any_above(total, 1.0):
            crowd = 1.0 / larger(total, 1.0)
            for m in range(first, last):
                _grow(w.linear, moved + m, crowd)
        for m in range(first, last):
            if p.move_factored[m]:
                factor = _get(w.linear, 1 + p.move_target[m])
                gained = _get(w.linear, moved + m) * factor
                if p.move_electric[m]:
                    gained = gained * _get(w.economy, _W_REPLACED)
                _set(w.linear, moved + 2 * moves + m, gained)
        kept = larger(1.0 - total, 0.0)
        _set(w.linear, kept_at + k, kept)
        _set(w.linear, factored + k, kept * _get(w.linear, 1 + p.cell_source[k]))


@njit
def _activities(p: Program, w: Desk) -> None:
    """Set the index of activity that each kind of sector follows."""
    growth = _get(w.economy, _W_GDP) * (1.0 / p.supply[10])
    if p.class_shares[0] + p.class_shares[1] + p.class_shares[2] > 0:
        mixed = on_all(0.0)
        for k in range(3):
            mixed = fma(_get(w.economy, _W_CLASS + k), p.class_shares[k], mixed)
        each = growth / mixed
        for k in range(3):
            _set(w.economy, _W_ACTIVITY + k, _get(w.economy, _W_CLASS + k) * each)
    else:
        for k in range(3):
            _set(w.economy, _W_ACTIVITY + k, growth)
    _set(w.economy, _W_ACTIVITY + 3, _get(w.economy, _W_PEOPLE) * (1.0 / p.supply[11]))
    _set(w.economy, _W_ACTIVITY + 4, on_all(1.0))


@njit
def _summed(sums: Any, which: int, rows: Any) -> Any:
    total = on_all(0.0)
    for j in range(sums.start[which], sums.start[which + 1]):
        total = fma(_get(rows, sums.row[j]), sums.coefficient[j], total)
    return total


@njit
def _plants_run(p: Program, w: Desk) -> Any:
    """Return how far the plants run: heat follows the demand for heat, power its own path."""
    demand = on_all(1.0)
    if p.supply[9] > 0:
        heat = on_all(0.0)
        for i in range(p.shape.consumers):
            heat = heat + _get(w.heat, p.order[i])
        demand = heat / _get(w.economy, _W_HEAT)
    return fma(demand, p.supply[5], _get(w.economy, _W_FOSSIL) * (1 - p.supply[5]))


@njit
def _sector(p: Program, year: int, s: int, b: Block, w: Desk) -> Any:
    """Set a sector's scale and heat and process CO2; return its CO2 from fuels and processes."""
    activity = _get(w.economy, _W_ACTIVITY + p.kind[s])
    scale = _get(w.state, s) * activity
    if p.kind[s] == _PLANTS:
        scale = scale * _get(w.economy, _W_RUN)
    _set(w.scale, s, scale)
    if p.heat.start[s + 1] > p.heat.start[s]:
        _set(w.heat, s, _summed(p.heat, s, w.linear) * scale)
    fuels, process, i = _summed(p.fuels, s, w.linear) * scale, on_all(0.0), p.process_of[s]
    if i >= 0:
        process = _get(w.process, i) * activity
    if p.clipped[3 * year + 2]:
        z = _z(w, p.first_row[4] + s)
        left = 1.0 - _held(z, p.capture, _TERM * (year * p.shape.sectors + s))
        fuels = fuels * left
        if i >= 0:
            process = process * left
    if i >= 0:
        _set(w.process_co2, i, process)
    if b.detail:
        _set(w.fuels, s, fuels)
    return fuels, process


@njit
def _total(rows: Any, count: int) -> Any:
    total = on_all(0.0)
    for row in range(count):
        total = total + _get(rows, row)
    return total


@njit
def _end_use(p: Program, year: int, b: Block, w: Desk) -> Any:
    """Set every sector's use and CO2; return CO2 from fuels and processes, and heat used [TJ]."""
    fuels = on_all(0.0)
    processes = on_all(0.0)
    for i in range(p.shape.sectors):
        if i == p.shape.consumers:
            _set(w.economy, _W_RUN, _plants_run(p, w))
        burnt, process = _sector(p, year, p.order[i], b, w)
        fuels, processes = fuels + burnt, processes + process
    heat = on_all(0.0)
    if p.supply[8] > 0:
        heat = _total(w.heat, p.shape.sectors)
    return fuels, processes, heat


@njit
def _carriers(p: Program, w: Desk) -> Any:
    """Set the use of every carrier [TJ]; return that of electricity."""
    carriers = p.shape.carriers
    kept_at = 1 + carriers
    moved = kept_at + 2 * p.shape.cells
    for c in range(carriers + 1):
        _set(w.carriers, c, on_all(0.0))
    for k in range(p.shape.cells):
        use, source = _summed(p.cells, k, w.scale), p.cell_source[k]
        total = fma(use, _get(w.linear, kept_at + k), _get(w.carriers, source))
        _set(w.carriers, source, total)
        for m in range(p.cell_start[k], p.cell_start[k + 1]):
            target = carriers if p.move_electric[m] else p.move_target[m]
            total = fma(use, _get(w.linear, moved + m), _get(w.carriers, target))
            _set(w.carriers, target, total)
    gained = _get(w.carriers, carriers) * _get(w.economy, _W_REPLACED)
    used = _get(w.carriers, p.shape.electricity) + gained
    _set(w.carriers, p.shape.electricity, used)
    return used


@njit
def _over(top: Any, bottom: Any) -> Any:
    """Divide where the divisor is above zero, zero elsewhere."""
    return where_positive(bottom, top / where_positive(bottom, bottom, 1.0), 0.0)


@njit
def _purchases(p: Program, year: int, used: Any, w: Desk) -> Any:
    """Return net purchases, local generation and its non-fossil part [MWh]."""
    demand = used * MWH_PER_TJ
    added = _placed(p, year, 4, w)
    non_fossil = fma(added, demand, p.supply[1])
    local = fma(_get(w.economy, _W_FOSSIL), p.supply[0], non_fossil)
    grown = (demand - _get(w.economy, _W_BEFORE)) * p.supply[6]
    at_start = _get(w.economy, _W_BOUGHT) * p.supply[2]
    return at_start + grown - (local - p.supply[0] - p.supply[1]), local, non_fossil


@njit
def _clean_share(p: Program, bought: Any, local: Any, non_fossil: Any, whole: Any, w: Desk) -> Any:
    """Return the non-fossil share by the coal-consumption method."""
    factor = _get(w.economy, _W_GRID) * p.supply[3]
    clean = smaller(larger(1.0 - factor * (1.0 / FOSSIL_POWER_FACTOR), 0.0), 1.0)
    exported = _over(smaller(bought, 0.0), local)
    power = non_fossil * (1.0 + exported) + larger(bought, 0.0) * clean
    direct = _get(w.carriers, p.shape.non_fossil) - non_fossil * TJ_PER_MWH
    counted = direct + power * (THERMAL_RATE / 1000)
    base = whole + (bought + non_fossil) * (THERMAL_RATE / 1000 - TJ_PER_MWH)
    share = counted / where_positive(absolute(base), base, 1.0)
    share = where_positive(absolute(base), share, 0.0)
    return smaller(larger(share, 0.0), 1.0)


@njit
def _put(p: Program, b: Block, year: int, draw: int, which: int, value: Any) -> None:
    """Write a row if it is asked."""
    row = b.row[which]
    if row >= 0:
        store(b.out, (row * p.shape.years + year) * b.out_width + b.out_shift + draw, value)


@njit
def _by_sector(p: Program, b: Block, year: int, draw: int, used: Any, w: Desk) -> None:
    """Write CO2 by sector: what is purchased goes to its users, the rest to the plants."""
    moves = p.shape.moves
    moved = 1 + p.shape.carriers + 2 * p.shape.cells
    for m in range(moves):
        if p.move_electric[m]:
            gained = _get(w.linear, moved + m) * _get(w.economy, _W_REPLACED)
            _set(w.linear, moved + moves + m, gained)
    carbon, warmth = _get(w.economy, _W_CARBON), _get(w.economy, _W_WARMTH)
    heat = _total(w.heat, p.shape.sectors)
    own = where_positive(used, smaller(carbon, 0.0), carbon)
    own_heat = where_positive(heat, smaller(warmth, 0.0), warmth)
    each, each_heat = _over(carbon - own, used), _over(warmth - own_heat, heat)
    for s in range(p.shape.sectors):
        fuels = _get(w.fuels, s)
        power = fma(
            _summed(p.electricity, s, w.linear) * _get(w.scale, s),
            each,
            _get(w.heat, s) * each_heat,
        )
        if s == p.shape.plant:
            power = power + own + own_heat
        process = on_all(0.0)
        if p.process_of[s] >= 0:
            process = _get(w.process_co2, p.process_of[s])
        total = fma(process, b.basis[1], fuels * b.basis[0])
        here = (s * p.shape.years + year) * b.out_width + b.out_shift + draw
        store(b.by_sector, here, fma(power, b.basis[2], total))


@njit
def _energy(p: Program, bought: Any, heat: Any, non_fossil: Any, w: Desk) -> Any:
    """Set what is purchased among the carriers; return all energy [TJ]."""
    _set(w.carriers, p.shape.electricity, bought * TJ_PER_MWH)
    _set(w.carriers, p.shape.heat, heat * 0.001)
    clean = fma(non_fossil, TJ_PER_MWH, _get(w.carriers, p.shape.non_fossil))
    _set(w.carriers, p.shape.non_fossil, clean)
    return _total(w.carriers, p.shape.carriers)


@njit
def _year(p: Program, b: Block, year: int, draw: int, w: Desk) -> None:
    """Compute one year of `LANES` draws and write what is asked."""
    _set(w.economy, _W_REPLACED, 1.0 / _placed(p, year, 5, w))
    _mix(p, year, w)
    _activities(p, w)
    fuels, process, heat = _end_use(p, year, b, w)
    used = _carriers(p, w)
    bought, local, non_fossil = _purchases(p, year, used, w)
    bought_heat = on_all(p.supply[7])
    if p.supply[8] > 0:
        bought_heat = heat * (p.supply[7] / p.supply[8])
    energy = _energy(p, bought, bought_heat, non_fossil, w)
    carbon = bought * (_get(w.economy, _W_GRID) * p.supply[3])
    warmth = bought_heat * p.supply[4]
    _set(w.economy, _W_CARBON, carbon)
    _set(w.economy, _W_WARMTH, warmth)
    power = carbon + warmth
    totals = fma(process, b.basis[1], fuels * b.basis[0])
    totals = fma(power, b.basis[2], totals)
    _put(p, b, year, draw, 0, totals)
    _put(p, b, year, draw, 1, fuels + process)
    _put(p, b, year, draw, 2, energy)
    if b.row[3] >= 0:
        _put(p, b, year, draw, 3, _clean_share(p, bought, local, non_fossil, energy, w))
    _put(p, b, year, draw, 4, _get(w.economy, _W_GDP))
    _put(p, b, year, draw, 5, _get(w.economy, _W_PEOPLE))
    if b.row[6] >= 0:
        _put(p, b, year, draw, 6, _placed(p, year, 6, w))
    _put(p, b, year, draw, 7, used * MWH_PER_TJ)
    _put(p, b, year, draw, 8, fuels)
    _put(p, b, year, draw, 9, process)
    _put(p, b, year, draw, 10, power)
    for c in range(p.shape.carriers):
        _put(p, b, year, draw, 11 + c, _get(w.carriers, c))
    if b.detail:
        _by_sector(p, b, year, draw, used, w)


_PROGRAM, _BLOCK, _DESK = tables_of(Program), tables_of(Block), tables_of(Desk)


@njit(nogil=True, cache=True)
def run_block(program: Integers, block: Integers, desk: Integers, first: int, last: int) -> None:
    """Compute draws `first` to `last` (whole vectors) of one block.

    Parameters
    ----------
    program, block, desk
        A `Program`, a `Block` and a `Desk` as `dafeng.scenarios.engine.addresses.addressed`.
    first, last
        Draws of the block.
    """
    p, b, w = _PROGRAM(program), _BLOCK(block), _DESK(desk)
    for draw in range(first, last, LANES):
        _begin(p, b, draw, w)
        for year in range(p.shape.years):
            if year > 0:
                _advance(p, b, year, draw, w)
            _year(p, b, year, draw, w)
