"""Which flat tables does the compiled kernel read: one place under one scenario?

Everything that is certain is worked out here, once: which sectors use which carrier, which of them
share a path (one *cell* of equal shares that move), and which sums stand behind each output. A
value of a driver is ``central + middle z + half |z|`` with ``middle = (up + down) / 2`` and
``half = (up - down) / 2``: the same two-piece normal as in `dafeng.scenarios.paths.Band`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final, NamedTuple

import numpy as np

from dafeng.axes import Floats, Integers
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.catalogue import CLASSES
from dafeng.scenarios.course import Course, Transfer
from dafeng.scenarios.draws import ERRORS, layout_of
from dafeng.scenarios.kernel import LEAST, TJ_PER_MWH, demand_of
from dafeng.scenarios.paths import Z_975, Band

#: Drivers with one number for the whole place, in the order of `Program.place`.
PLACE: Final = (
    "population_growth",
    "gdp_growth",
    "grid_factor",
    "local_fossil_power",
    "local_non_fossil_power",
    "electricity_replacement",
    "sinks",
)

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
)

#: No bound is met.
_FREE: Final = 1e300


class Sums(NamedTuple):
    """Sparse sums: output i adds ``coefficient[j] row[j]`` for start[i] <= j < start[i+1]."""

    start: Integers
    row: Integers
    coefficient: Floats


class Shape(NamedTuple):
    """How many years, sectors, carriers, cells, moves, sectors with process CO2.

    And how many sectors are not plants, the first plant on the axis, where heat, electricity and
    non-fossil energy stand among the carriers, and how many normal numbers a draw takes.
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
        Whether gap, intensity meet a bound, and whether captures are at work (year, 3).
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


def program_of(baseline: Baseline, course: Course) -> Program:
    """Lay a base year and a scenario out for the compiled kernel."""
    layout = layout_of(baseline)
    rows = {name: part.start for name, part in layout.slices.items()}
    bands, years = course.bands, len(course.years)
    cells = _cells(baseline, course)
    kind = _kinds(baseline)
    order = np.argsort(kind == PLANTS, kind="stable")
    plants = np.flatnonzero(kind == PLANTS)
    process = np.flatnonzero(baseline.process)
    moves = [move for cell in cells for move in cell.moves]
    carrier = baseline.carriers.index
    shape = Shape(
        years,
        len(kind),
        len(baseline.carriers),
        len(cells),
        len(moves),
        len(process),
        len(kind) - len(plants),
        int(plants[0]) if len(plants) else 0,
        carrier("heat"),
        carrier("electricity"),
        carrier("non_fossil"),
        layout.size,
    )
    return Program(
        shape=shape,
        place=np.concatenate([_place(bands.get(name), name, years) for name in PLACE], axis=1),
        place_row=np.array([rows[name] for name in PLACE]),
        structure=_growth(bands["structure"]),
        gap=_growth(bands["output_gap"]),
        intensity=_growth(bands["energy_intensity"]),
        process=_growth(bands["process_intensity"]),
        capture=_terms(bands["carbon_capture"], 0.0),
        first_row=np.array([rows[name] for name in _ROWS]),
        clipped=np.stack(
            [
                bands["output_gap"].beyond,
                bands["energy_intensity"].beyond,
                ~bands["carbon_capture"].idle,
            ],
            axis=1,
        ).astype(np.int64),
        size=np.stack([course.errors[name] for name in ERRORS], axis=1),
        persistence=np.array([(phi, np.sqrt(1 - phi**2)) for _, phi in course.persistence]),
        level=_sides(baseline.spread.level, baseline.spread.level, rows["level"]),
        factor=_sides(baseline.spread.factor[:, 0], baseline.spread.factor[:, 1], rows["factor"]),
        bought=_sides(*(np.array([baseline.spread.purchased]),) * 2, rows["purchased"], -_FREE),
        process_level=_sides(baseline.spread.process, baseline.spread.process, rows["process"]),
        order=order,
        kind=kind,
        class_shares=baseline.class_shares if len(baseline.class_shares) else np.zeros(3),
        process_sector=process,
        process_base=baseline.process[process],
        process_of=_positions(process, len(kind)),
        cell_source=np.array([cell.source for cell in cells], dtype=np.int64),
        cell_start=_starts([len(cell.moves) for cell in cells]),
        move_row=np.array([rows[m.driver] + m.label for m, _ in moves], dtype=np.int64),
        move_target=np.array([m.target for m, _ in moves], dtype=np.int64),
        move_electric=np.array([m.electric for m, _ in moves], dtype=np.int64),
        move_factored=_factored(baseline, [m.target for m, _ in moves]),
        move=_side_by_side([_halves(m.band.weights[:, s]) for m, s in moves], years),
        moving=_moving(moves, years),
        fuels=_fuel_sums(baseline, cells),
        electricity=_use_sums(baseline, cells, carrier("electricity")),
        heat=_use_sums(baseline, cells, carrier("heat")),
        cells=_sums([[(s, baseline.energy[s, c.source]) for s in c.sectors] for c in cells]),
        supply=_supply(baseline),
        electricity_base=baseline.energy[:, carrier("electricity")].copy(),
        heat_base=baseline.energy[:, carrier("heat")].copy(),
    )


_ROWS = ("structure", "output_gap", "energy_intensity", "process_intensity", "carbon_capture")


class _Cell(NamedTuple):
    """Sectors that use a carrier and move it alike; a move with the sector whose path it takes."""

    source: int
    sectors: tuple[int, ...]
    moves: tuple[tuple[Transfer, int], ...]


def _cells(baseline: Baseline, course: Course) -> list[_Cell]:
    groups: dict[tuple[int, bool, bytes], list[int]] = {}
    moves: dict[int, list[Transfer]] = {}
    for transfer in course.transfers:
        moves.setdefault(transfer.source, []).append(transfer)
    for carrier in range(len(baseline.carriers)):
        for s in np.flatnonzero(baseline.energy[:, carrier]).tolist():
            paths = b"".join(m.band.weights[:, s].tobytes() for m in moves.get(carrier, ()))
            groups.setdefault((carrier, baseline.classes[s] == "power", paths), []).append(s)
    return [
        _Cell(
            carrier,
            tuple(sectors),
            tuple(
                (m, sectors[0])
                for m in moves.get(carrier, ())
                if m.band.weights[:, sectors[0]].any()
            ),
        )
        for (carrier, _, _), sectors in groups.items()
    ]


def linear_rows(carriers: int, cells: int, moves: int) -> tuple[int, ...]:
    """Return where kept, kept x factor, shares, gains, gains x factor begin, and the end."""
    return tuple(accumulate((cells, cells, moves, moves, moves), initial=1 + carriers))


def _fuel_sums(baseline: Baseline, cells: Sequence[_Cell]) -> Sums:
    """CO2 per unit of scale: what is kept, and what is gained, each at its carrier's factor."""
    factor, energy = baseline.factor, baseline.energy
    _, kept, _, _, gains, _ = linear_rows(
        len(baseline.carriers), len(cells), sum(len(c.moves) for c in cells)
    )
    found: list[list[tuple[int, float]]] = [[] for _ in baseline.sectors]
    move = 0
    for k, cell in enumerate(cells):
        for s in cell.sectors:
            found[s].append((kept + k, energy[s, cell.source] * factor[s, cell.source]))
            for m, (transfer, _) in enumerate(cell.moves):
                found[s].append(
                    (gains + move + m, energy[s, cell.source] * factor[s, transfer.target])
                )
        move += len(cell.moves)
    return _sums([[(row, value) for row, value in terms if value] for terms in found])


def _use_sums(baseline: Baseline, cells: Sequence[_Cell], carrier: int) -> Sums:
    """Use of one carrier per unit of scale: what is kept of it, and what is gained."""
    kept, _, _, gains, _, _ = linear_rows(
        len(baseline.carriers), len(cells), sum(len(c.moves) for c in cells)
    )
    found: list[list[tuple[int, float]]] = [[] for _ in baseline.sectors]
    move = 0
    for k, cell in enumerate(cells):
        for s in cell.sectors:
            if cell.source == carrier:
                found[s].append((kept + k, baseline.energy[s, carrier]))
            for m, (transfer, _) in enumerate(cell.moves):
                if transfer.target == carrier:
                    found[s].append((gains + move + m, baseline.energy[s, cell.source]))
        move += len(cell.moves)
    return _sums(found)


def _sums(terms: Sequence[Sequence[tuple[int, float]]]) -> Sums:
    flat = [term for of in terms for term in of]
    return Sums(
        _starts([len(of) for of in terms]),
        np.array([row for row, _ in flat], dtype=np.int64),
        np.array([value for _, value in flat], dtype=np.float64),
    )


def _starts(counts: Sequence[int]) -> Integers:
    return np.array(list(accumulate(counts, initial=0)), dtype=np.int64)


def _halves(weights: Floats) -> Floats:
    """Turn central, up, down into central, middle, half (year, 3)."""
    central, up, down = weights[..., 0], weights[..., 1], weights[..., 2]
    return np.stack([central, (up + down) / 2, (up - down) / 2], axis=-1)


def _terms(band: Band, one: float) -> Floats:
    """Return central, middle, half, low, high (year, label x 5), with `one` added to values."""
    terms = _halves(band.weights)
    terms[..., 0] += one
    bounds = np.broadcast_to([band.low + one, band.high + one], (*terms.shape[:2], 2))
    return np.concatenate([terms, bounds], axis=-1).reshape(len(terms), -1)


def _growth(band: Band) -> Floats:
    return _terms(band, 1.0)


def _place(band: Band | None, name: str, years: int) -> Floats:
    if band is None:  # no sinks are stated
        return np.full((years, 5), np.nan)
    rate = name in ("population_growth", "gdp_growth", "grid_factor", "local_fossil_power")
    return _terms(band, 1.0 if rate else 0.0)


def _sides(down: Floats, up: Floats, row: int, least: float = LEAST) -> Floats:
    """Return middle, half, row, least of multipliers with relative half widths (label, 4)."""
    up, down = up / Z_975, down / Z_975
    rows = row + np.arange(len(up))
    return np.stack([(up + down) / 2, (up - down) / 2, rows, np.full(len(up), least)], axis=1)


def _kinds(baseline: Baseline) -> Integers:
    known = {**{name: k for k, name in enumerate(CLASSES)}, "": PEOPLE, "power": PLANTS}
    return np.array([known[name] for name in baseline.classes], dtype=np.int64)


def _side_by_side(columns: Sequence[Floats], years: int) -> Floats:
    return np.concatenate([np.zeros((years, 0)), *columns], axis=1)


def _positions(chosen: Integers, count: int) -> Integers:
    found = np.full(count, -1, dtype=np.int64)
    found[chosen] = np.arange(len(chosen))
    return found


def _factored(baseline: Baseline, carriers: Sequence[int]) -> Integers:
    """Say which carriers have a CO2 factor anywhere (carrier)."""
    return np.array([bool(baseline.factor[:, c].any()) for c in carriers], dtype=np.int64)


def _moving(moves: Sequence[tuple[Transfer, int]], years: int) -> Integers:
    found = np.zeros((years, len(moves)), dtype=np.int64)
    for m, (transfer, s) in enumerate(moves):
        found[:, m] = transfer.band.weights[:, s].any(axis=1)
    return found


def _supply(baseline: Baseline) -> Floats:
    supply, start = baseline.supply, demand_of(baseline)
    found = {
        "losses": start.losses,
        "heat_used": start.all_heat,
        "heat_used_beside_plants": start.heat,
        "gdp": baseline.gdp,
        "population": baseline.population,
    }
    return np.array([found.get(name, getattr(supply, name, 0.0)) for name in SUPPLY])


__all__ = ["PLACE", "ROWS", "SUPPLY", "TJ_PER_MWH", "Program", "Sums", "linear_rows", "program_of"]
