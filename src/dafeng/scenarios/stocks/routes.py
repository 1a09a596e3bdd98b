"""By which process is a product made, and what does each process take and emit?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dafeng.axes import Axis, Floats
from dafeng.scenarios.stocks.adoption import Spread
from dafeng.scenarios.stocks.stock import PROCESS, Demand, Drawn, Ramp, elapsed
from dafeng.scenarios.stocks.survival import weibull
from dafeng.scenarios.stocks.vehicles import Life

_TJ_PER_GJ = 1e-3


@dataclass(frozen=True, slots=True)
class Route:
    """One way to make a product.

    Parameters
    ----------
    id
        ``bf_bof``, ``scrap_eaf``, ``h2_dri`` ...
    share
        Share of the output in the base year [-].
    energy
        Final energy by carrier group [GJ/t].
    process
        Process CO2 [t/t].
    improvement
        Yearly fall of its specific energy [1/a].
    spread
        How it takes over output; None for a route that loses what others gain.
    """

    id: str
    share: float
    energy: tuple[tuple[str, float], ...]
    process: float
    improvement: float
    spread: Spread | None = None


@dataclass(frozen=True, slots=True)
class Routes:
    """One product by route; see `dafeng.scenarios.stocks.stock.Stock`.

    Parameters
    ----------
    output
        Output of the base year [t].
    path
        Central output relative to the base year [-] (year).
    routes
        Ways to make it; shares sum to one.
    life
        Life of the plants that lose: no route is left faster than they wear out.
    """

    name: str
    row: str
    years: Axis[int]
    output: float
    path: Floats
    routes: tuple[Route, ...]
    life: Life
    demand: Demand
    efficiency: float
    ramps: tuple[Ramp, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the carrier groups of all routes, then process CO2."""
        return (*dict.fromkeys(c for r in self.routes for c, _ in r.energy), PROCESS)

    def use(self, drawn: Drawn) -> Floats:
        """Return energy by carrier [TJ] and process CO2 [t] (year, column, draw).

        ``E_c = Q sum_r share_r e_rc (1 - improvement)^t``
        """
        columns, years = self.columns, elapsed(self.years)[:, None]
        made = self.output * self.path[:, None] * drawn.size
        shares = route_shares(self, drawn)
        found = np.zeros((len(self.years), len(columns), drawn.adoption.size))
        for position, route in enumerate(self.routes):
            output = made * shares[:, position]
            better = (1 - route.improvement) ** years
            for carrier, energy in route.energy:
                found[:, columns.index(carrier)] += output * better * (energy * _TJ_PER_GJ)
            found[:, -1] += output * route.process
        return found


def route_shares(model: Routes, drawn: Drawn) -> Floats:
    """Return the shares of routes in output [-] (year, route, draw); they sum to one.

    What spreads gains as its curve has risen since the base year, held to what the wear of the
    others has set free: ``sum gains <= (1 - S(t)) sum of the others``.

    Parameters
    ----------
    model
        Product by route.
    drawn
        Its draws.
    """
    years = elapsed(model.years)
    base = np.array([r.share for r in model.routes])
    gains = np.zeros((len(years), len(base), drawn.adoption.size))
    for position, route in enumerate(model.routes):
        if route.spread is not None:
            share = route.spread.share(years, drawn.adoption)
            gains[:, position] = np.maximum(share - share[0], 0.0)
    losers = np.array([r.spread is None for r in model.routes])
    rest = base[losers].sum()
    scale = model.life.scale * np.exp(model.life.spread * drawn.turnover)
    free = rest * (1 - weibull(years[:, None], scale, model.life.shape))
    wanted = gains.sum(axis=1)
    held = np.divide(free, wanted, out=np.ones_like(wanted), where=wanted > free)
    gains *= held[:, None]
    left = np.maximum(rest - gains.sum(axis=1), 0.0)
    relative = np.where(losers, base / rest if rest > 0 else 0.0, 0.0)
    stays = np.where(losers, 0.0, base)
    return np.asarray(stays[:, None] + gains + left[:, None] * relative[:, None])
