"""Which floor area stands, how well is it built, and what keeps it warm?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dafeng.axes import Axis, Floats
from dafeng.scenarios.stocks.adoption import Spread
from dafeng.scenarios.stocks.stock import Demand, Drawn, Ramp, elapsed
from dafeng.scenarios.stocks.survival import weibull
from dafeng.scenarios.stocks.vehicles import Life

_TJ_PER_MJ = 1e-6


@dataclass(frozen=True, slots=True)
class Vintage:
    """Floor area of one time of building.

    Parameters
    ----------
    age
        Mean age in the base year [a].
    area
        Floor area [m2].
    heating
        Final energy for heating before retrofit [MJ/m2].
    retrofitted
        Share of the area that has been retrofitted already [-].
    """

    age: float
    area: float
    heating: float
    retrofitted: float


@dataclass(frozen=True, slots=True)
class Retrofit:
    """How the old becomes better.

    Parameters
    ----------
    rate
        Share of what is not yet retrofitted that is done in a year [1/a].
    saving
        Heating energy saved by it [-].
    pace
        Standard deviation of the rate, relative; it goes with the pace of adoption [-].
    """

    rate: float
    saving: float
    pace: float


@dataclass(frozen=True, slots=True)
class Buildings:
    """Buildings of one kind; see `dafeng.scenarios.stocks.stock.Stock`.

    Parameters
    ----------
    path
        Central floor area relative to the base year [-] (year).
    vintages
        Floor area of the base year.
    life
        How long buildings stand.
    retrofit
        How the old becomes better.
    new_heating
        Final energy for heating of what is built in a year [MJ/m2] (year).
    heating
        Shares of carrier groups in heating energy of the base year [-].
    services
        Final energy for everything else by carrier group [MJ/m2].
    service_growth
        Central yearly growth of that per area [1/a].
    switch
        Share of fuel burnt for heating and services that has gone to electricity; None for none.
    replaced
        Fuel that one unit of electricity stands for [-].
    """

    name: str
    row: str
    years: Axis[int]
    path: Floats
    vintages: tuple[Vintage, ...]
    life: Life
    retrofit: Retrofit
    new_heating: Floats
    heating: tuple[tuple[str, float], ...]
    services: tuple[tuple[str, float], ...]
    service_growth: float
    switch: Spread | None
    replaced: float
    demand: Demand
    efficiency: float
    ramps: tuple[Ramp, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the carrier groups in use, electricity among them."""
        named = (c for c, _ in (*self.heating, *self.services))
        return tuple(dict.fromkeys((*named, "electricity")))

    def use(self, drawn: Drawn) -> Floats:
        """Return energy by carrier [TJ] (year, carrier, draw).

        ``heat = sum_v A_v h_v (1 - saving (R_v - R_v0)) + sum_new A h``, then split by carrier;
        of fuels the share that has switched becomes electricity at ``1 / replaced``.
        """
        found = standing(self, drawn)
        years = elapsed(self.years)[:, None]
        grown = found.area * (1 + self.service_growth) ** years
        columns = self.columns
        energy = np.zeros((len(self.years), len(columns), drawn.adoption.size))
        for carrier, share in self.heating:
            energy[:, columns.index(carrier)] += share * found.heat
        for carrier, intensity in self.services:
            energy[:, columns.index(carrier)] += intensity * _TJ_PER_MJ * grown
        self._switch(energy, columns, drawn.adoption)
        return energy

    def _switch(self, energy: Floats, columns: tuple[str, ...], adoption: Floats) -> None:
        """Move fuel to electricity in place, from what the base year has already done."""
        if self.switch is None:
            return
        share = self.switch.share(elapsed(self.years), adoption)
        moved = np.clip((share - share[0]) / np.maximum(1 - share[0], 1e-9), 0.0, 1.0)
        electricity = columns.index("electricity")
        for position, carrier in enumerate(columns):
            if carrier in ("coal", "oil", "gas"):
                energy[:, electricity] += energy[:, position] * moved / self.replaced
                energy[:, position] *= 1 - moved


@dataclass(frozen=True, slots=True)
class Standing:
    """Floor area and its heat.

    Parameters
    ----------
    area, built, demolished
        Floor area that stands, comes and goes [m2] (year, draw).
    old
        Floor area of the base year's vintages that still stands [m2] (year, vintage, draw).
    heat
        Final energy for heating [TJ] (year, draw).
    """

    area: Floats
    built: Floats
    demolished: Floats
    old: Floats
    heat: Floats


def standing(model: Buildings, drawn: Drawn) -> Standing:
    """Return what stands: vintages go by Weibull from their mean age, building is the balance.

    ``A_v[t] = A_v[0] S(a_v + t) / S(a_v)``; if the wanted area falls faster than that, the rest
    goes alike.

    Parameters
    ----------
    model
        Buildings of one kind.
    drawn
        Its draws.
    """
    years = elapsed(model.years)
    wanted = sum(v.area for v in model.vintages) * model.path[:, None] * drawn.size
    old = np.stack([v.area * _left(model.life, v.age, years, drawn) for v in model.vintages], 1)
    done = _retrofitted(model, years, drawn.adoption)
    heating = np.array([v.heating for v in model.vintages])[:, None]
    old_heat = (old * heating * (1 - model.retrofit.saving * done)).sum(axis=1)
    new, new_heat = np.zeros_like(wanted), np.zeros_like(wanted)
    built, kept = np.zeros_like(wanted), np.ones_like(wanted)
    for year in range(1, len(years)):
        left = old[year].sum(axis=0) * kept[year - 1] + new[year - 1]
        thinned = np.ones_like(left)
        np.divide(wanted[year], left, out=thinned, where=left > wanted[year])
        kept[year] = kept[year - 1] * thinned
        built[year] = np.maximum(wanted[year] - left, 0.0)
        new[year] = new[year - 1] * thinned + built[year]
        new_heat[year] = new_heat[year - 1] * thinned + built[year] * model.new_heating[year]
    old *= kept[:, None]
    demolished = np.zeros_like(wanted)
    demolished[1:] = wanted[:-1] + built[1:] - wanted[1:]
    heat = (old_heat * kept + new_heat) * _TJ_PER_MJ
    return Standing(wanted, built, demolished, old, heat)


def _left(life: Life, age: float, years: Floats, drawn: Drawn) -> Floats:
    """Return the share of a vintage that still stands (year, draw)."""
    scale = life.scale * np.exp(life.spread * drawn.turnover)
    now = weibull(np.asarray(age), scale, life.shape)
    return np.asarray(weibull(age + years[:, None], scale, life.shape) / np.maximum(now, 1e-9))


def _retrofitted(model: Buildings, years: Floats, adoption: Floats) -> Floats:
    """Return what has been retrofitted since the base year, as a share (year, vintage, draw)."""
    how = model.retrofit
    rate = np.clip(how.rate * (1 + how.pace * adoption), 0.0, 0.5)
    done = 1 - (1 - rate) ** years[:, None]
    before = np.array([v.retrofitted for v in model.vintages])
    return np.asarray((1 - before)[None, :, None] * done[:, None])
