"""What does a stock use in any draw, without turning it over in every draw?

A stock is turned over exactly at nodes: pace of adoption, life, growth of its size against the
central path. Its use per size is then a polynomial in the three, fitted to the nodes in each year,
and its size follows by elasticities. What ends at a settled age (plants by unit) is no polynomial:
it stays exact, as ramps. So a draw costs some twenty multiplications per year and column, the same
for every draw, as a compiled kernel wants it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import numpy as np

from dafeng.axes import Floats
from dafeng.scenarios.stocks.stock import (
    BESIDES,
    NORMALS,
    Drawn,
    Setting,
    Stock,
    elapsed,
)

#: Nodes of adoption and turnover [standard deviations] and of growth of size [1/a].
_ADOPTION: Final = np.linspace(-3.2, 3.2, 9)
_TURNOVER: Final = np.linspace(-2.6, 2.6, 5)
_GROWTH: Final = np.linspace(-0.03, 0.03, 5)

#: Bounds of the normal numbers, and of growth of size as far as it changes use per size.
FARTHEST: Final = (3.2, 2.6, 0.04)

#: Powers of adoption and turnover in the terms of the polynomial; the first `BY_SIZE` also times
#: size, the first `BY_SQUARE` also times its square.
TERMS: Final = (
    *((0, 0), (1, 0), (2, 0), (3, 0), (0, 1), (1, 1)),
    *((4, 0), (5, 0), (2, 1), (3, 1), (0, 2), (1, 2)),
)
BY_SIZE: Final = 6
BY_SQUARE: Final = 2

#: Step of the numerical elasticities, and bounds of the logarithm of size against the centre.
_STEP: Final = 1e-4

#: Coefficients below this share of a column's largest are rounding, and no term.
_NOTHING: Final = 1e-11
WIDEST: Final = 1.5


@dataclass(frozen=True, slots=True)
class Response:
    """What a stock uses, as polynomials and ramps over its draws.

    Parameters
    ----------
    name, row
        Stock, and sector id of the row it owns.
    columns
        Carrier groups [TJ] and what goes beside them.
    weights
        Coefficients of the terms: `TERMS`, then those by size, then by its square
        (year, column, term).
    ramps
        End, spread [a] (ramp, 2) of what stops at an age; `ramp_use` is its use
        (ramp, year, column).
    ramp_use
        See `ramps`.
    slopes
        Elasticity of size to people, income and activity [-], and its change per standard
        deviation of demand [-] (4, year).
    centre
        People, income and activity of the central path [-] (3, year).
    improvement
        Change of energy use per standard deviation of efficiency [-] (year).
    steered
        One for the columns that efficiency changes, zero for others (column).
    first_year
        Base year.
    """

    name: str
    row: str
    columns: tuple[str, ...]
    weights: Floats
    ramps: Floats
    ramp_use: Floats
    slopes: Floats
    centre: Floats
    improvement: Floats
    steered: Floats
    first_year: int

    def apart(self, year: int, around: Floats) -> Floats:
        """Return how far people, income and activity lie from the central path (3, draw).

        Parameters
        ----------
        year
            Position on the axis of years.
        around
            People, income and activity relative to the base year [-] (3, draw).
        """
        return logarithm(around / self.centre[:, year, None])

    def at(self, year: int, around: Floats, normal: Floats) -> Floats:
        """Return the use of one year, energy by carrier [TJ] and the rest (column, draw).

        Parameters
        ----------
        year
            Position on the axis of years.
        around
            People, income and activity relative to the base year [-] (3, draw).
        normal
            Standard normal numbers in the order of `NORMALS` (4, draw).
        """
        demand, adoption, turnover, efficiency = bounded(normal)
        slopes, basis = self.slopes[:, year], _terms(adoption, turnover)
        apart = slopes[:3] @ self.apart(year, around) + slopes[3] * demand
        bound = FARTHEST[2] * year
        s = np.clip(apart, -bound, bound)
        weights, last = self.weights[year], len(TERMS) + BY_SIZE
        found = weights[:, : len(TERMS)] @ basis
        found += s * (weights[:, len(TERMS) : last] @ basis[:BY_SIZE])
        found += s * s * (weights[:, last:] @ basis[:BY_SQUARE])
        found += self.ramp_use[:, year].T @ self._running(year, turnover)
        better = np.maximum(1 + self.improvement[year] * efficiency, 0.05)
        scale = np.where(self.steered[:, None] > 0, better, 1.0)
        size = exponential(np.clip(apart, -WIDEST, WIDEST))
        return np.asarray(np.maximum(found, 0.0) * size * scale)

    def _running(self, year: int, turnover: Floats) -> Floats:
        """Return the share of the year in which each ramp runs (ramp, draw)."""
        if year == 0 or not len(self.ramps):
            return np.ones((len(self.ramps), turnover.size))
        end, spread = self.ramps.T[:, :, None]
        running = np.clip(end + spread * turnover - (self.first_year + year), 0.0, 1.0)
        return np.asarray(running)


def bounded(normal: Floats) -> Floats:
    """Return standard normal numbers with adoption and turnover held to `FARTHEST` (4, draw)."""
    held = normal.copy()
    for position, name in enumerate(("adoption", "turnover")):
        row = NORMALS.index(name)
        held[row] = np.clip(normal[row], -FARTHEST[position], FARTHEST[position])
    return held


def turned_over(stock: Stock) -> Floats:
    """Return use per size at the nodes; what ends at an age is left out (year, column, node)."""
    adoption, turnover, growth = _nodes()
    years = elapsed(stock.years)
    size = np.exp(growth * years[:, None])
    use = stock.use(Drawn(size, adoption, turnover)) / size[:, None]
    for ramp in stock.ramps:
        running = ramp.running(stock.years, turnover)
        use -= ramp.use[:, :, None] * running[:, None]
    return np.asarray(use)


def fitted(stock: Stock, nodes: Floats, centre: Setting) -> Response:
    """Fit polynomials to a stock's nodes.

    Parameters
    ----------
    stock
        A stock.
    nodes
        Its use per size, possibly calibrated.
    centre
        Central path of what goes on around it, one draw wide.
    """
    years = elapsed(stock.years)
    solve, last = _fitting(), len(TERMS) + BY_SIZE
    weights = nodes @ solve.T
    # nodes differ in growth; draws in size: growth times years
    per_year = np.divide(1.0, years, out=np.zeros_like(years), where=years > 0)[:, None, None]
    weights[:, :, len(TERMS) : last] *= per_year
    weights[:, :, last:] *= per_year**2
    largest = np.abs(weights).max(axis=(0, 2), keepdims=True)
    weights[np.abs(weights) < _NOTHING * largest] = 0.0
    weights[0] = 0.0
    weights[0, :, 0] = nodes[0, :, 0]
    return Response(
        name=stock.name,
        row=stock.row,
        columns=stock.columns,
        weights=np.ascontiguousarray(weights),
        ramps=np.array([(r.end, r.spread) for r in stock.ramps]).reshape(-1, 2),
        ramp_use=np.array([r.use for r in stock.ramps]).reshape(-1, len(years), len(stock.columns)),
        slopes=_slopes(stock, centre),
        centre=np.stack([centre.people[:, 0], centre.income[:, 0], centre.activity[:, 0]]),
        improvement=stock.efficiency * years,
        steered=np.array([float(c not in BESIDES) for c in stock.columns]),
        first_year=stock.years.labels[0],
    )


def _terms(adoption: Floats, turnover: Floats) -> Floats:
    """Return the terms of adoption and turnover (term, draw)."""
    a, t = (np.cumprod([np.ones_like(x), *[x] * 5], axis=0) for x in (adoption, turnover))
    return np.stack([a[i] * t[j] for i, j in TERMS])


@cache
def _nodes() -> tuple[Floats, Floats, Floats]:
    """Return adoption, turnover and growth at all nodes (node)."""
    grids = np.meshgrid(_ADOPTION, _TURNOVER, _GROWTH, indexing="ij")
    adoption, turnover, growth = (g.ravel() for g in grids)
    return adoption, turnover, growth


@cache
def _fitting() -> Floats:
    """Return what turns values at nodes into coefficients (term, node).

    Weighted least squares, nodes near the centre counting as they are drawn, and never less than
    a tenth: ``w = 0.1 + exp(-(a^2 + t^2) / 2)``.
    """
    adoption, turnover, growth = _nodes()
    terms = _terms(adoption, turnover)
    design = np.concatenate([terms, growth * terms[:BY_SIZE], growth**2 * terms[:BY_SQUARE]])
    weight = np.sqrt(0.1 + np.exp(-(adoption**2 + turnover**2) / 2))
    return np.asarray(np.linalg.pinv((design * weight).T) * weight)


def _slopes(stock: Stock, centre: Setting) -> Floats:
    """Return the elasticities of size on the central path, by central differences (4, year)."""
    found = []
    for name in ("people", "income", "activity"):
        ends = [
            np.log(stock.demand.index(_moved(centre, name, sign * _STEP), np.zeros(1)))
            for sign in (1, -1)
        ]
        found.append((ends[0] - ends[1])[:, 0] / (2 * _STEP))
    ends = [np.log(stock.demand.index(centre, np.full(1, sign * _STEP))) for sign in (1, -1)]
    found.append((ends[0] - ends[1])[:, 0] / (2 * _STEP))
    return np.stack(found)


def _moved(centre: Setting, name: str, by: float) -> Setting:
    changed: Setting = replace(centre, **{name: getattr(centre, name) * np.exp(by)})
    return changed


def logarithm(ratio: Floats) -> Floats:
    """Return the logarithm of a ratio near one by its series, the same in the compiled twin.

    ``ln r = 2 (x + x^3/3 + x^5/5 + x^7/7 + x^9/9)``, ``x = (r - 1) / (r + 1)``: off by less than
    2e-6 between 1/2 and 2.
    """
    x = (ratio - 1) / (ratio + 1)
    s = x * x
    return np.asarray(2 * x * (1 + s * (1 / 3 + s * (1 / 5 + s * (1 / 7 + s / 9)))))


def exponential(value: Floats) -> Floats:
    """Return the exponential of a number within `WIDEST` by its series.

    ``(sum_k (v/4)^k / k!)^4`` up to the sixth power: relative error below 2e-6.
    """
    v = value / 4
    root = 1 + v * (1 + v / 2 * (1 + v / 3 * (1 + v / 4 * (1 + v / 5 * (1 + v / 6)))))
    square = root * root
    return np.asarray(square * square)
