"""Which sums stand behind the outputs: who uses which carrier, and what moves alike?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from dafeng.axes import Floats, Integers
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.course import Course, Transfer


class Sums(NamedTuple):
    """Sparse sums: output i adds ``coefficient[j] row[j]`` for start[i] <= j < start[i+1]."""

    start: Integers
    row: Integers
    coefficient: Floats


class Cell(NamedTuple):
    """Sectors that use a carrier and move it alike; a move with the sector whose path it takes."""

    source: int
    sectors: tuple[int, ...]
    moves: tuple[tuple[Transfer, int], ...]


def cells_of(baseline: Baseline, course: Course) -> list[Cell]:
    """Group the sectors that use a carrier and move it alike."""
    groups: dict[tuple[int, bool, bytes], list[int]] = {}
    moves: dict[int, list[Transfer]] = {}
    for transfer in course.transfers:
        moves.setdefault(transfer.source, []).append(transfer)
    for carrier in range(len(baseline.carriers)):
        for s in np.flatnonzero(baseline.energy[:, carrier]).tolist():
            paths = b"".join(m.band.weights[:, s].tobytes() for m in moves.get(carrier, ()))
            groups.setdefault((carrier, baseline.classes[s] == "power", paths), []).append(s)
    return [
        Cell(
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


def fuel_sums(baseline: Baseline, cells: Sequence[Cell]) -> Sums:
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
    return sums([[(row, value) for row, value in terms if value] for terms in found])


def use_sums(baseline: Baseline, cells: Sequence[Cell], carrier: int) -> Sums:
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
    return sums(found)


def sums(terms: Sequence[Sequence[tuple[int, float]]]) -> Sums:
    """Lay sparse sums out: terms of (row, coefficient) for each output."""
    flat = [term for of in terms for term in of]
    return Sums(
        starts([len(of) for of in terms]),
        np.array([row for row, _ in flat], dtype=np.int64),
        np.array([value for _, value in flat], dtype=np.float64),
    )


def starts(counts: Sequence[int]) -> Integers:
    """Return where each part begins, and the end of the last."""
    return np.array(list(accumulate(counts, initial=0)), dtype=np.int64)
