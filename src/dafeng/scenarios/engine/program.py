"""Which flat tables does the compiled kernel read: one place under one scenario?

Everything that is certain is worked out here, once: which sectors use which carrier, which of them
share a path (one *cell* of equal shares that move), and which sums stand behind each output. A
value of a driver is ``central + middle z + half |z|`` with ``middle = (up + down) / 2`` and
``half = (up - down) / 2``: the same two-piece normal as in `dafeng.scenarios.paths.Band`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np

from dafeng.axes import Floats, Integers
from dafeng.scenarios.base_demand import demand_of
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.catalogue import CLASSES
from dafeng.scenarios.course import Course, Transfer
from dafeng.scenarios.deployed import Deployed
from dafeng.scenarios.draws import STOCKS, layout_of
from dafeng.scenarios.engine.portfolio import PortfolioTables, portfolio_tables
from dafeng.scenarios.engine.stocked import StockTables, stock_tables
from dafeng.scenarios.engine.sums import (
    Cell,
    Sums,
    cells_of,
    fuel_sums,
    starts,
    sums,
    use_sums,
)
from dafeng.scenarios.engine.terms import drivers, halves, multipliers
from dafeng.scenarios.stocks.couple import StockPaths
from dafeng.scenarios.stocks.stock import PROCESS

#: What is written per year and draw, in this order; carriers follow.
ROWS: Final = (
    "totals",
    "direct",
    "energy",
    "non_fossil_share",
    "gdp",
    "population",
    "sinks",
    "electricity",
    "fuels",
    "process",
    "power",
    "energy_thermal",
)

#: Which activity a sector follows: the three classes, then people, then nothing (plants).
PEOPLE: Final = 3
PLANTS: Final = 4

#: Columns of `Program.supply`.
SUPPLY: Final = (
    "fossil_power",
    "non_fossil_power",
    "net_purchased",
    "grid_factor",
    "heat_factor",
    "heat_share",
    "losses",
    "heat_net_purchased",
    "heat_used",
    "heat_used_beside_plants",
    "gdp",
    "population",
    "whole_fossil_power",
    "whole_non_fossil_power",
)


class Shape(NamedTuple):
    """How many years, sectors, carriers, cells, moves, sectors with process CO2.

    And how many sectors are not plants, the first plant on the axis, where heat, electricity and
    non-fossil energy stand among the carriers, how many normal numbers a draw takes, how many
    stocks there are, how many columns they have, and how many columns all ramps, and whether a
    portfolio is in operation.
    """

    years: int
    sectors: int
    carriers: int
    cells: int
    moves: int
    processes: int
    consumers: int
    plant: int
    heat: int
    electricity: int
    non_fossil: int
    numbers: int
    stocks: int
    columns: int
    ramp_columns: int
    portfolio: int


class Program(NamedTuple):
    """One place under one scenario, flat; see the module.

    Parameters
    ----------
    shape
        Sizes and positions.
    place, place_row
        Drivers of `PLACE`: central, middle, half, low, high (year, driver x 5); row of its number.
    structure, gap, intensity, process, capture
        Central, middle, half, low, high (year, label x 5); rates carry ``1 +``.
    first_row
        Row of the first number of structure, gap, intensity, process, capture.
    clipped
        Whether gap and intensity meet a bound (year, 2).
    capturing
        Whether a sector captures (year, sector).
    size, persistence
        Yearly errors: standard deviation (year, process); AR(1) coefficient and what is fresh
        (process, 2), in the order of `dafeng.scenarios.draws.ERRORS`.
    level, factor, bought, process_level
        Base-year multipliers: middle, half, row, least (label, 4).
    order, kind
        Sectors with the plants last, activity each follows.
    class_shares
        Shares of the classes; zero where the activity of all is the gross domestic product's.
    process_sector, process_base, process_of
        Sectors with process CO2, and how much [t]; position among them of each sector, or -1.
    cell_source, cell_start
        Source carrier of each cell of equal shares; where its moves start.
    move_row, move_target, move_electric, move_factored, move
        Row of the number, target carrier, whether electricity replaces, whether what it gains has
        a CO2 factor; central, middle, half (year, move x 3).
    moving
        Whether anything moves (year, move).
    fuels, electricity, heat
        What a sector's CO2, electricity, heat per unit of its scale are the sums of; rows are
        those of the linear workspace: one, factors, kept, kept x factor, shares moved, what they
        gain, gains x factor.
    cells
        Base-year use of each cell as sums over sectors' scales.
    supply
        Figures of `SUPPLY`.
    electricity_base, heat_base
        Base-year use [TJ] (sector).
    stocks
        What stocks use.
    portfolio
        What a portfolio changes.
    """

    shape: Shape
    place: Floats
    place_row: Integers
    structure: Floats
    gap: Floats
    intensity: Floats
    process: Floats
    capture: Floats
    first_row: Integers
    clipped: Integers
    capturing: Integers
    size: Floats
    persistence: Floats
    level: Floats
    factor: Floats
    bought: Floats
    process_level: Floats
    order: Integers
    kind: Integers
    class_shares: Floats
    process_sector: Integers
    process_base: Floats
    process_of: Integers
    cell_source: Integers
    cell_start: Integers
    move_row: Integers
    move_target: Integers
    move_electric: Integers
    move_factored: Integers
    move: Floats
    moving: Integers
    fuels: Sums
    electricity: Sums
    heat: Sums
    cells: Sums
    supply: Floats
    electricity_base: Floats
    heat_base: Floats
    stocks: StockTables
    portfolio: PortfolioTables


def program_of(
    baseline: Baseline,
    course: Course,
    paths: StockPaths | None = None,
    deployed: Deployed | None = None,
) -> Program:
    """Lay a base year and a scenario out for the compiled kernel.

    Parameters
    ----------
    baseline
        Base year of the place.
    course
        Scenario on the kernel's axes.
    paths
        Stocks of this place under this scenario; their `rest` takes the place of `baseline`.
    deployed
        Portfolio in operation; it acts on each row as a whole, stocks and rest.
    """
    paths = paths or StockPaths(baseline, baseline, (), ())
    rest, whole = paths.rest, paths.whole
    layout = layout_of(whole, paths.normals)
    rows = {name: part.start for name, part in layout.slices.items()}
    cells = cells_of(rest, course)
    kind = _kinds(rest)
    process = _with_process(paths)
    stocks = stock_tables(paths, rows.get(STOCKS, 0))
    heat, electricity = (whole.carriers.index(name) for name in ("heat", "electricity"))
    return Program(
        shape=_shape(rest, course, cells, len(process), layout.size, stocks)._replace(
            portfolio=int(deployed is not None)
        ),
        **drivers(course, rows),
        **multipliers(rest, rows),
        **_moves(rest, cells, rows, len(course.years)),
        order=np.argsort(kind == PLANTS, kind="stable"),
        kind=kind,
        class_shares=rest.class_shares if len(rest.class_shares) else np.zeros(3),
        process_sector=process,
        process_base=rest.process[process],
        process_of=_positions(process, len(kind)),
        fuels=fuel_sums(rest, cells),
        electricity=use_sums(rest, cells, electricity),
        heat=use_sums(rest, cells, heat),
        cells=sums([[(s, rest.energy[s, c.source]) for s in c.sectors] for c in cells]),
        supply=_supply(paths),
        electricity_base=whole.energy[:, electricity].copy(),
        heat_base=whole.energy[:, heat].copy(),
        stocks=stocks,
        portfolio=portfolio_tables(rest, cells, deployed),
    )


def _shape(
    baseline: Baseline,
    course: Course,
    cells: Sequence[Cell],
    processes: int,
    numbers: int,
    stocks: StockTables,
) -> Shape:
    plants = np.flatnonzero(_kinds(baseline) == PLANTS)
    sectors, carrier = len(baseline.sectors), baseline.carriers.index
    return Shape(
        years=len(course.years),
        sectors=sectors,
        carriers=len(baseline.carriers),
        cells=len(cells),
        moves=sum(len(cell.moves) for cell in cells),
        processes=processes,
        consumers=sectors - len(plants),
        plant=int(plants[0]) if len(plants) else 0,
        heat=carrier("heat"),
        electricity=carrier("electricity"),
        non_fossil=carrier("non_fossil"),
        numbers=numbers,
        stocks=len(stocks.row),
        columns=len(stocks.carrier),
        ramp_columns=int(stocks.ramp_start[-1]),
        portfolio=0,
    )


def _moves(
    baseline: Baseline, cells: Sequence[Cell], rows: Mapping[str, int], years: int
) -> dict[str, Any]:
    """Return the tables of moves between carriers."""
    moves = [move for cell in cells for move in cell.moves]
    has_factor = np.asarray(baseline.factor.any(axis=0))
    weights = _weights_of(moves, years)
    return {
        "cell_source": np.array([cell.source for cell in cells], dtype=np.int64),
        "cell_start": starts([len(cell.moves) for cell in cells]),
        "move_row": np.array([rows[m.driver] + m.label for m, _ in moves], dtype=np.int64),
        "move_target": np.array([m.target for m, _ in moves], dtype=np.int64),
        "move_electric": np.array([m.electric for m, _ in moves], dtype=np.int64),
        "move_factored": np.array([has_factor[m.target] for m, _ in moves], dtype=np.int64),
        "move": halves(weights).reshape(years, -1),
        "moving": weights.any(axis=2).astype(np.int64),
    }


def _with_process(paths: StockPaths) -> Integers:
    """Return the sectors with process CO2 of their own or of their stocks."""
    has = paths.rest.process != 0
    for row, owned in zip(paths.rows, paths.owned, strict=True):
        has[row] |= PROCESS in owned.response.columns
    return np.flatnonzero(has)


def _kinds(baseline: Baseline) -> Integers:
    known = {**{name: k for k, name in enumerate(CLASSES)}, "": PEOPLE, "power": PLANTS}
    return np.array([known[name] for name in baseline.classes], dtype=np.int64)


def _weights_of(moves: Sequence[tuple[Transfer, int]], years: int) -> Floats:
    """Return central path and standard deviations of each move (year, move, 3)."""
    found = np.empty((years, len(moves), 3))
    for m, (transfer, s) in enumerate(moves):
        found[:, m] = transfer.band.weights[:, s]
    return found


def _positions(chosen: Integers, count: int) -> Integers:
    found = np.full(count, -1, dtype=np.int64)
    found[chosen] = np.arange(len(chosen))
    return found


def _supply(paths: StockPaths) -> Floats:
    baseline, whole = paths.rest, paths.whole
    supply, start = baseline.supply, demand_of(whole)
    found = {
        "losses": start.losses,
        "heat_used": start.all_heat,
        "heat_used_beside_plants": start.heat,
        "gdp": baseline.gdp,
        "population": baseline.population,
        "whole_fossil_power": whole.supply.fossil_power,
        "whole_non_fossil_power": whole.supply.non_fossil_power,
    }
    return np.array([found.get(name, getattr(supply, name, 0.0)) for name in SUPPLY])
