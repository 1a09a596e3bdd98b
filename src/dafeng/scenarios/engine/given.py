"""What are the yearly totals of draws whose random numbers are given?"""

from __future__ import annotations

import numpy as np

from dafeng.axes import Floats
from dafeng.scenarios.draws import PANEL, aligned
from dafeng.scenarios.engine.addresses import addressed
from dafeng.scenarios.engine.blocks import CHUNK, workers
from dafeng.scenarios.engine.compiled import fused
from dafeng.scenarios.engine.program import ROWS, Program


def given_totals(program: Program, panels: Floats, weights: tuple[float, float, float]) -> Floats:
    """Return yearly totals [t] (year, draw), padded to whole panels.

    Parameters
    ----------
    program
        Place and scenario.
    panels
        Standard normal numbers: correlated parameters, then fresh numbers of the yearly errors in
        the order of `dafeng.scenarios.draws.ERRORS` (panel, number, draw).
    weights
        Whether totals take fuels, process, power [0 or 1].
    """
    width, kernel = len(panels) * PANEL, fused()
    totals = aligned(program.shape.years, width)
    rows = [0 if name == "totals" else -1 for name in ROWS] + [-1] * program.shape.carriers
    block = kernel.Block(
        panels=panels,
        height=panels.shape[1],
        row=np.array(rows),
        basis=np.array(weights),
        out=totals,
        by_sector=aligned(0),
        out_width=width,
        out_shift=0,
        detail=0,
        carriers=0,
    )
    words, asked = addressed(program), addressed(block)

    def part(first: int) -> None:
        desk = kernel.desk_of(program)
        kernel.run_block(words, asked, addressed(desk), first, min(first + CHUNK, width))

    with workers() as pool:
        list(pool.map(part, range(0, width, CHUNK)))
    return totals
