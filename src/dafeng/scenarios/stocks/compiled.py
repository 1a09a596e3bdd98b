"""How does a compiled kernel ask a stock what it uses?"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from dafeng.axes import Floats
from dafeng.scenarios.stocks.response import FARTHEST, WIDEST, Response, bounded

_S = FARTHEST[2]


def fill(response: Response, year: int, around: Floats, normal: Floats, out: Floats) -> None:
    """Write what `Response.at` returns into `out` (column, draw), compiled.

    The first arguments of the compiled loop are arrays of the response at one year: a fused
    kernel can call it for a chunk of draws. Some hundred draws at a time stay in the nearest
    cache.
    """
    compiled_fill()(
        response.weights[year],
        response.ramps,
        response.ramp_use[:, year],
        response.slopes[:, year],
        response.steered * response.improvement[year],
        year,
        response.first_year + year,
        response.apart(year, around),
        bounded(normal),
        np.empty(out.shape[1]),
        out,
    )


@cache
def compiled_fill() -> Callable[..., None]:
    """Return the compiled loop over draws, to be called from other compiled code as well.

    Arguments: coefficients (column, term), ramps (ramp, 2), their use (ramp, column), slopes (4),
    change by efficiency (column), position of the year, calendar year, logarithms of people,
    income and activity against the central path (3, draw; people and income serve all stocks),
    normal numbers from `bounded` (4, draw), scratch (draw), result (column, draw).
    """
    from numba import njit
    from numba.extending import register_jitable

    for part in _PARTS:
        register_jitable(part)
    compiled: Callable[..., None] = njit(cache=True, nogil=True, fastmath={"contract"})(_fill)
    return compiled


def _fill(  # noqa: PLR0913, PLR0917 - arrays for the compiler; the twin is `Response.at`
    weights: Floats,
    ramps: Floats,
    ramp_use: Floats,
    slopes: Floats,
    improvement: Floats,
    year: int,
    calendar: int,
    logs: Floats,
    normal: Floats,
    apart: Floats,
    out: Floats,
) -> None:
    for d in range(out.shape[1]):
        apart[d] = slopes[3] * normal[0, d]
    for k in range(3):
        if slopes[k] != 0.0:
            for d in range(out.shape[1]):
                apart[d] += slopes[k] * logs[k, d]
    for c in range(out.shape[0]):
        _in_adoption(weights[c], normal[1], out[c])
        _in_turnover(weights[c], normal[1], normal[2], out[c])
        _in_size(weights[c], normal, apart, _S * year, out[c])
    _ramped(ramps, ramp_use, year, calendar, normal[2], out)
    _sized(apart)
    _scaled(improvement, apart, normal[3], out)


def _in_adoption(w: Floats, x: Floats, out: Floats) -> None:
    """Begin with the powers of adoption alone."""
    w0, w1, w2, w3, w6, w7 = w[0], w[1], w[2], w[3], w[6], w[7]
    if w1 == 0.0 and w2 == 0.0 and w3 == 0.0 and w6 == 0.0 and w7 == 0.0:
        for d in range(len(out)):
            out[d] = w0
    else:
        for d in range(len(out)):
            z = x[d]
            out[d] = w0 + z * (w1 + z * (w2 + z * (w3 + z * (w6 + z * w7))))


def _in_turnover(w: Floats, x: Floats, y: Floats, out: Floats) -> None:
    """Add the terms with turnover, if there are any."""
    w4, w5, w8, w9, w10, w11 = w[4], w[5], w[8], w[9], w[10], w[11]
    if w4 != 0.0 or w5 != 0.0 or w10 != 0.0:
        for d in range(len(out)):
            a, t = x[d], y[d]
            out[d] += t * (w4 + a * (w5 + a * (w8 + a * w9)) + t * (w10 + a * w11))


def _in_size(w: Floats, normal: Floats, apart: Floats, bound: float, out: Floats) -> None:
    """Add the terms with size, if there are any."""
    v0, v1, v2, v3, v4, v5, u0, u1 = w[12], w[13], w[14], w[15], w[16], w[17], w[18], w[19]
    if v0 != 0.0 or v1 != 0.0 or u0 != 0.0:
        for d in range(len(out)):
            a, t = normal[1, d], normal[2, d]
            s = min(max(apart[d], -bound), bound)
            linear = v0 + a * (v1 + a * (v2 + a * v3)) + t * (v4 + a * v5)
            out[d] += s * (linear + s * (u0 + a * u1))


def _ramped(
    ramps: Floats, use: Floats, year: int, calendar: int, turnover: Floats, out: Floats
) -> None:
    """Add what runs until an age."""
    for r in range(len(ramps)):
        end, spread = ramps[r, 0] - calendar, ramps[r, 1]
        for c in range(out.shape[0]):
            if use[r, c] != 0.0:
                for d in range(out.shape[1]):
                    running = min(max(end + spread * turnover[d], 0.0), 1.0)
                    out[c, d] += use[r, c] * (running if year > 0 else 1.0)


def _sized(apart: Floats) -> None:
    """Turn the logarithm of size into size; the twin is `exponential`."""
    for d in range(len(apart)):
        v = min(max(apart[d], -WIDEST), WIDEST) * 0.25
        root = 1 + v * 0.25 * (1 + v * 0.2 * (1 + v * (1 / 6)))
        root = 1 + v * (1 + v * 0.5 * (1 + v * (1 / 3) * root))
        square = root * root
        apart[d] = square * square


def _scaled(improvement: Floats, size: Floats, normal: Floats, out: Floats) -> None:
    """Multiply by size and by what efficiency draws; nothing is negative."""
    for c in range(out.shape[0]):
        grown = improvement[c]
        for d in range(out.shape[1]):
            better = max(1 + grown * normal[d], 0.05) if grown != 0.0 else 1.0
            out[c, d] = max(out[c, d], 0.0) * size[d] * better


_PARTS = (_in_adoption, _in_turnover, _in_size, _ramped, _sized, _scaled)
