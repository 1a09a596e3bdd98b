"""How fast is this machine: copying memory, and multiplying and adding?"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Thread
from typing import Any, NamedTuple

import numpy as np
from numba import njit

from dafeng.axes import Floats, Integers
from dafeng.scenarios.draws import aligned
from dafeng.scenarios.engine.addresses import addressed
from dafeng.scenarios.engine.lanes import LANES, fma, load, store
from dafeng.scenarios.engine.program import Program
from dafeng.scenarios.engine.tables import tables_of

#: Turns of four chains of `LANES` multiply-adds, none of which waits for another.
TURNS = 200_000


def best(
    action: Callable[[], object],
    repeats: int = 7,
    clock: Callable[[], float] = time.perf_counter,
) -> float:
    """Return the best time of a few runs [s]."""
    times = []
    for _ in range(repeats):
        start = clock()
        action()
        times.append(clock() - start)
    return min(times)


def copied() -> float:
    """Return the bandwidth of one thread copying arrays larger than any cache [GB/s].

    Bytes read and bytes written count.
    """
    source = np.ones(32_000_000)
    target = np.zeros_like(source)
    return 2 * source.nbytes / best(lambda: np.copyto(target, source)) / 1e9


class _Row(NamedTuple):
    numbers: Floats


_ROW = tables_of(_Row)


@njit(nogil=True)
def _chains(words: Integers, turns: int) -> None:
    row = _ROW(words)
    a, b = load(row.numbers, 0), load(row.numbers, LANES)
    c, d = load(row.numbers, 2 * LANES), load(row.numbers, 3 * LANES)
    for _ in range(turns):
        a, b = fma(a, 0.5, 0.25), fma(b, 0.5, 0.25)
        c, d = fma(c, 0.5, 0.25), fma(d, 0.5, 0.25)
    store(row.numbers, 0, a + b + c + d)


def multiply_adds() -> float:
    """Return fused multiply-adds of one thread [1/s]."""
    numbers = aligned(4 * LANES)
    numbers[:] = 1.0
    words = addressed(_Row(numbers))
    _chains(words, 1)
    return 4 * LANES * TURNS / best(lambda: _chains(words, TURNS), 25, time.thread_time)


def two_at_once() -> float:
    """Return how many times as much two threads multiply and add as one: what a pair can give.

    Cores that share their units give less than 2.
    """
    rows = [aligned(4 * LANES) for _ in range(2)]
    for row in rows:
        row[:] = 1.0
    words = [addressed(_Row(row)) for row in rows]

    def both() -> None:
        threads = [Thread(target=_chains, args=(word, 20 * TURNS)) for word in words]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    return 2 * best(lambda: _chains(words[0], 20 * TURNS), 5) / best(both, 5)


class Work(NamedTuple):
    """Arithmetic of the kernel per draw.

    Parameters
    ----------
    operations
        Instructions on the multiply-add units: a fused multiply-add, an addition, a product, a
        minimum or maximum and a division each count as one.
    flops
        The same with two for a fused multiply-add.
    """

    operations: int
    flops: int


def _for_electricity(p: Program) -> tuple[int, int]:
    """Return terms of the cells that use electricity or move to it, and such uses and moves."""
    moves = np.add.reduceat(np.append(p.move_electric, 0), p.cell_start[:-1])
    moves[p.cell_start[1:] == p.cell_start[:-1]] = 0
    own = p.cell_source == p.shape.electricity
    needed = own | (moves > 0)
    return int(np.diff(p.cells.start)[needed].sum()), int(moves.sum() + own.sum())


def _of(fused: int, single: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.array([fused + single, 2 * fused + single])


def arithmetic(p: Program) -> Work:
    """Count what yearly totals of one draw need; loads, stores and choices do not count.

    Of the carriers only electricity is needed: its cells and the moves to it.
    """
    cells, electric = _for_electricity(p)
    shape = p.shape
    free, held = _of(2, 1), _of(2, 3)  # a two-piece value, and one held between its bounds
    total = _of(0, 0)
    for year in range(shape.years):
        moving = int(p.moving[year].sum())
        total += 2 * held + moving * (free + _of(0, 3)) + _of(0, 3 * shape.cells + 1)
        total += _of(0, int(p.move_factored.sum())) + _of(3, 6)  # gains x factor; activities
        total += _of(len(p.fuels.row) + len(p.heat.row) + cells, 4 * shape.sectors)
        total += _of(electric, 0) + _of(6, 20)
        total += int(p.capturing[year].sum()) * (held + _of(0, 2))
        if year:
            total += 4 * held + _of(0, 6) + 3 * (held + _of(0, 1))
            total += int((p.size[year] != 0).sum()) * (_of(13, 2) + _of(0, 3))
            total += shape.sectors * (2 * free + _of(0, 3)) + shape.processes * (held + _of(0, 2))
    return Work(int(total[0]), int(total[1]))
