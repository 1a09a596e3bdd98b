"""Where do the figures of a draw lie while it is computed, and where do its results go?

This module imports numba; import it only inside a function.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Any, Final, NamedTuple

from numba import njit

from dafeng.axes import Floats, Integers
from dafeng.scenarios.draws import PANEL, aligned
from dafeng.scenarios.engine.lanes import LANES, load, store
from dafeng.scenarios.engine.program import Program
from dafeng.scenarios.engine.sums import linear_rows
from dafeng.units import TJ_PER_MWH

#: Electricity of an energy [MWh/TJ].
MWH_PER_TJ: Final = 1.0 / TJ_PER_MWH

#: Rows of `Desk.economy`: state of the place, then the activity of each kind of sector.
W_GDP, W_PEOPLE, W_GRID, W_FOSSIL, W_CLASS, W_ERROR = 0, 1, 2, 3, 4, 7
W_BOUGHT, W_BEFORE, W_HEAT, W_ACTIVITY = 10, 11, 12, 13
W_RUN, W_REPLACED, W_CARBON, W_WARMTH = 18, 19, 20, 21
W_PEOPLE_LOG, W_INCOME_LOG, W_OWN_LOCAL, W_CLEAN, W_GIVEN, W_END = 22, 23, 24, 25, 26, 27

PLANTS_KIND: Final = 4


class Desk(NamedTuple):
    """Working memory of one thread: rows of `LANES` numbers (row, lane).

    `state` is level x gap x intensity of each sector; `process` the like for process CO2; `gap` is
    kept apart, and `stock` has a row for each of their columns, where there are stocks. `used` is a
    sector's use by carrier, `electric` the electricity of each sector, where there is a portfolio.
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
    gap: Floats
    stock: Floats
    normal: Floats
    used: Floats
    electric: Floats


class Block(NamedTuple):
    """Random numbers of one block, and where results go.

    Parameters
    ----------
    panels
        Correlated standard normal numbers of the parameters, then uncorrelated ones of the yearly
        errors, in the order of `dafeng.scenarios.draws.ERRORS` (panel, number, draw).
    height
        Numbers in a panel.
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
    carriers
        Whether any of the energy, its non-fossil share and the carriers is asked.
    """

    panels: Floats
    height: int
    row: Integers
    basis: Floats
    out: Floats
    by_sector: Floats
    out_width: int
    out_shift: int
    detail: int
    carriers: int


def desk_of(program: Program) -> Desk:
    """Return working memory for a program; never shared between threads."""
    shape = program.shape
    linear = linear_rows(shape.carriers, shape.cells, shape.moves)[-1]
    rows: tuple[int, ...] = (shape.sectors,) * 4 + (shape.processes,) * 2
    stocked = shape.sectors if shape.stocks else 0
    rows += (shape.carriers + 1, linear, W_END, stocked, shape.columns, shape.numbers)
    rows += (shape.carriers, shape.sectors) if shape.portfolio else (0, 0)
    ends = list(accumulate(rows))
    whole = aligned(ends[-1] + 1, LANES)  # in one piece: a chunk of draws is soon done
    return Desk(*(whole[end - count : end] for count, end in zip(rows, ends, strict=True)))


@njit(forceinline=True)
def get(rows: Any, row: int) -> Any:
    """Return a row of working memory."""
    return load(rows, row * LANES)


@njit(forceinline=True)
def put(rows: Any, row: int, value: Any) -> None:
    """Set a row of working memory."""
    store(rows, row * LANES, value)


@njit(forceinline=True)
def drawn(b: Block, panel: int, row: int) -> Any:
    """Return a random number as it was drawn."""
    return load(b.panels, (panel * b.height + row) * PANEL)


@njit(forceinline=True)
def number(w: Desk, row: int) -> Any:
    """Return a standard normal number of the draw."""
    return load(w.normal, row * LANES)
