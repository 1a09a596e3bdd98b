"""What do the draws of a block give, and how are blocks gathered, here or elsewhere?

A block's numbers depend on the seed and its position alone and every draw is computed for itself,
so the same bytes come from one thread, many, other processes or other machines. What must be
reduced over draws is reduced after gathering, in the order of draws.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from threading import local
from typing import Any, Final, Protocol

import numpy as np

from dafeng.axes import Floats, Integers
from dafeng.scenarios.draws import BLOCK, PANEL, SOBOL, Layout, Numbers, aligned, blocks, numbers_of
from dafeng.scenarios.engine.addresses import addressed
from dafeng.scenarios.engine.compiled import fused, state
from dafeng.scenarios.engine.program import ROWS, Program

#: Draws that one thread takes at a time; results do not depend on it.
CHUNK: Final = 1024


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted of every draw.

    Parameters
    ----------
    rows
        Names among `dafeng.scenarios.engine.program.ROWS`.
    weights
        Whether totals and sectors take fuels, process, power [0 or 1].
    carriers
        Whether the use of every carrier is wanted.
    sectors
        Whether CO2 by sector is wanted.
    """

    rows: tuple[str, ...]
    weights: tuple[float, float, float]
    carriers: bool = True
    sectors: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """What came out: a row of years for each name, carrier and sector.

    Rows are padded to whole vectors; `count` draws of them hold.

    Parameters
    ----------
    count
        Number of draws.
    rows
        Rows in the order asked, then carriers if asked (row, year, draw).
    sectors
        CO2 by sector [t] (sector, year, draw); empty if not asked.
    """

    count: int
    rows: Floats
    sectors: Floats


@dataclass(frozen=True, slots=True)
class Source:
    """Whose futures are drawn, from which numbers.

    Parameters
    ----------
    program
        Place and scenario.
    layout, seed, sampler
        Random numbers, see `dafeng.scenarios.draws.numbers_of`.
    asked
        What is wanted.
    """

    program: Program
    layout: Layout
    seed: int
    sampler: str
    asked: Asked

    @property
    def key(self) -> str:
        """Return a hash of everything that a block of this source depends on, the code included."""
        given = (state(), self.layout, self.seed, self.sampler, self.asked)
        digest = sha256(repr(given).encode())
        for table in _flat(self.program):
            digest.update(table)
        return digest.hexdigest()

    def numbers(self, block: int) -> Numbers:
        """Return the random numbers of a block."""
        years = self.program.shape.years - 1
        return numbers_of(self.layout, years, self.seed, block, self.sampler)


def _flat(program: tuple[Any, ...]) -> Iterator[bytes]:
    for part in program:
        if isinstance(part, tuple):
            yield from _flat(part)
        elif isinstance(part, np.ndarray):
            yield repr((part.shape, part.dtype.str)).encode() + part.tobytes()
        else:
            yield repr(part).encode()


class Store(Protocol):
    """Where finished blocks are kept, so that a run can go on where it was stopped."""

    def read(self, block: int) -> tuple[Floats, Floats] | None:
        """Return rows and sectors of a finished block, or None."""

    def write(self, block: int, rows: Floats, sectors: Floats) -> None:
        """Keep a finished block."""


#: Told of the number of finished blocks and of all.
Watch = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Way:
    """How an ensemble is computed; none of it but the sampler changes a figure.

    Parameters
    ----------
    executor
        Where blocks are computed; None uses the threads of this machine.
    sampler
        ``sobol`` or ``latin``: how parameters fill the unit cube.
    stores
        Gives the store of a run by the hash of what it depends on; None keeps nothing.
    watch
        Told of progress.
    """

    executor: Executor | None = None
    sampler: str = SOBOL
    stores: Callable[[str], Store] | None = None
    watch: Watch | None = None


#: Here, in threads, from Sobol points.
HERE: Final = Way()


def gathered(source: Source, draws: int, way: Way = HERE) -> Found:
    """Compute all draws of a source; finished blocks that a store has are not computed again."""
    if way == Way(sampler=way.sampler):
        with workers() as pool:
            return _here(source, draws, _empty(source, draws), pool)
    whole, parts, done = _empty(source, draws), blocks(draws), 0
    store = way.stores(source.key) if way.stores else None
    with _given(way.executor) as pool:
        asked: dict[Future[Found], tuple[int, int]] = {}
        for part in parts:
            kept = store.read(part[0]) if store else None
            if kept is not None and kept[0].shape[-1] >= part[1]:
                _lay(whole, part, *kept)
                done += 1
            else:
                asked[pool.submit(block_of, source, part)] = part
        try:
            for future in as_completed(asked):
                part, found = asked[future], future.result()
                if store:
                    store.write(part[0], found.rows, found.sectors)
                _lay(whole, part, found.rows, found.sectors)
                done += 1
                if way.watch:
                    way.watch(done, len(parts))
        except BaseException:  # also when stopped by hand: what has finished is kept
            for future in asked:
                future.cancel()
            raise
    return whole


def glimpsed(source: Source, draws: int, pool: Executor) -> Found:
    """Compute all draws by some threads, in memory that the next call takes again.

    The caller has done with what it got before the same thread calls again: fresh memory for a
    place with sectors and carriers costs as much as a third of the arithmetic.
    """
    return _here(source, draws, _kept_memory(source, draws), pool)


_memory: Final = local()


def _kept_memory(source: Source, draws: int) -> Found:
    """Return the memory of this thread's last run if it fits."""
    asked = (source.program.shape, source.asked, draws)
    if getattr(_memory, "asked", None) != asked:
        _memory.asked, _memory.found = asked, _empty(source, draws)
    found: Found = _memory.found
    return found


def block_of(source: Source, part: tuple[int, int]) -> Found:
    """Compute one block: its number and how many of its draws."""
    number, count = part
    found = _empty(source, count)
    _fill(source, addressed(source.program), source.numbers(number), found, 0, (0, count))
    return Found(count, found.rows[..., :count], found.sectors[..., :count])


def _here(source: Source, draws: int, whole: Found, pool: Executor) -> Found:
    """Compute all draws by threads, straight into place."""
    program = addressed(source.program)
    numbers = [pool.submit(source.numbers, number) for number, _ in blocks(draws)]
    jobs = []
    for (number, count), of in zip(blocks(draws), numbers, strict=True):
        for first in range(0, count, CHUNK):
            span = (first, min(first + CHUNK, count))
            shift = number * BLOCK
            jobs.append(pool.submit(_fill, source, program, of.result(), whole, shift, span))
    for job in jobs:
        job.result()
    return whole


def _fill(
    source: Source,
    program: Integers,
    numbers: Numbers,
    found: Found,
    shift: int,
    span: tuple[int, int],
) -> None:
    """Compute draws of a block into `found`, whose draw `shift` is the block's first.

    `program` is the source's as `addressed`, the same for all chunks.
    """
    asked, kernel = source.asked, fused()
    desk = kernel.desk_of(source.program)
    block = kernel.Block(
        panels=numbers.panels,
        height=numbers.panels.shape[1],
        row=_places(asked, source.program.shape.carriers),
        basis=np.array(asked.weights),
        out=found.rows,
        by_sector=found.sectors,
        out_width=found.rows.shape[-1],
        out_shift=shift,
        detail=int(asked.sectors),
        carriers=int(asked.carriers or not _OF_CARRIERS.isdisjoint(asked.rows)),
    )
    kernel.run_block(program, addressed(block), addressed(desk), *span)


#: Rows that are made of all carriers.
_OF_CARRIERS: Final = frozenset({"energy", "non_fossil_share", "energy_thermal"})


def _places(asked: Asked, carriers: int) -> Integers:
    """Return where each row of the kernel goes, -1 for nowhere."""
    names = {name: i for i, name in enumerate(asked.rows)}
    rows = [names.get(name, -1) for name in ROWS]
    first = len(asked.rows)
    rows += [first + c if asked.carriers else -1 for c in range(carriers)]
    return np.array(rows)


def _empty(source: Source, count: int) -> Found:
    shape, asked = source.program.shape, source.asked
    width = -(-count // PANEL) * PANEL
    rows = len(asked.rows) + (shape.carriers if asked.carriers else 0)
    sectors = shape.sectors if asked.sectors else 0
    return Found(
        count,
        aligned(rows, shape.years, width),
        aligned(sectors, shape.years, width),
    )


def _lay(whole: Found, part: tuple[int, int], rows: Floats, sectors: Floats) -> None:
    number, count = part
    where = slice(number * BLOCK, number * BLOCK + count)
    whole.rows[..., where] = rows[..., :count]
    whole.sectors[..., where] = sectors[..., :count]


@contextmanager
def workers() -> Iterator[ThreadPoolExecutor]:
    """Give as many threads as this process may use cores."""
    with ThreadPoolExecutor(usable_cores()) as pool:
        yield pool


@contextmanager
def _given(executor: Executor | None) -> Iterator[Executor]:
    if executor is not None:
        yield executor
    else:
        with workers() as pool:
            yield pool


@cache
def usable_cores() -> int:
    """Return how many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1
