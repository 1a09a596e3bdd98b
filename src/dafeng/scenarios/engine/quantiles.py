"""What are the quantiles of every row of draws, exactly?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from functools import lru_cache
from math import prod

import numpy as np

from dafeng.axes import Floats, Integers
from dafeng.scenarios.draws import PANEL
from dafeng.scenarios.engine.addresses import addressed
from dafeng.scenarios.engine.compiled import reductions


def row_quantiles(
    values: Floats, count: int, levels: Sequence[float], pool: Executor | None = None
) -> Floats:
    """Return exact quantiles with linear interpolation of each row (level, ...).

    Parameters
    ----------
    values
        Rows, padded beyond `count` (..., draw).
    count
        Numbers that hold in each row.
    levels
        Quantile levels.
    pool
        Threads to use.

    Returns
    -------
    Floats
        Equal to ``numpy.quantile`` over the last axis.
    """
    return quantiles_begun(values, count, levels, pool)()


def quantiles_begun(
    values: Floats, count: int, levels: Sequence[float], pool: Executor | None
) -> Callable[[], Floats]:
    """Begin `row_quantiles`, so that other work of the same threads need not wait for its end."""
    shape = values.shape[:-1]
    rows = prod(shape)
    between, order, below, above = _positions(count, tuple(levels))
    found = np.empty((rows, len(order)))
    step = max(-(-rows // 8) if pool else rows, 1)
    spans = [(first, min(first + step, rows)) for first in range(0, rows, step)]
    given = [(values, count, order, found, span) for span in spans]
    jobs = [pool.submit(_select, *each) for each in given] if pool else []

    def ended() -> Floats:
        for job in jobs:
            job.result()
        lower, upper = found[:, below], found[:, above]
        mixed = lower + between * (upper - lower)
        return np.ascontiguousarray(mixed.T).reshape(len(levels), *shape)

    if not pool:
        for each in given:
            _select(*each)
    return ended


@lru_cache(maxsize=32)
def _positions(
    count: int, levels: tuple[float, ...]
) -> tuple[Floats, Integers, Integers, Integers]:
    """Say which order statistics quantiles lie between.

    Returns
    -------
    tuple
        How far each lies from the lower to the upper; the positions wanted, rising; which of
        them is the lower and the upper of each.
    """
    exact = np.asarray(levels) * (count - 1)
    below = np.floor(exact).astype(np.int64)
    above = np.minimum(below + 1, count - 1)
    order = np.unique([below, above])
    return exact - below, order, np.searchsorted(order, below), np.searchsorted(order, above)


def _select(
    values: Floats, count: int, order: Integers, found: Floats, span: tuple[int, int]
) -> None:
    compiled = reductions()
    near = np.empty(max(count, 2 * PANEL))
    rows = compiled.Rows(
        values=values,
        width=values.shape[-1],
        size=count,
        order=order,
        wanted=len(order),
        found=found,
        bin_of=np.empty(-(-count // compiled.IN_A_WORD), dtype=np.int64),
        bins=np.empty(compiled.BINS + 1, dtype=np.int64),
        needed=np.empty(2 * len(order), dtype=np.int64),
        near=near,
    )
    compiled.select_rows(addressed(rows), near, *span)
