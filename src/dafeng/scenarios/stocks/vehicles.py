"""Which vehicles are on the road, and what do they burn?"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dafeng.axes import Axis, Floats
from dafeng.scenarios.stocks.adoption import Spread
from dafeng.scenarios.stocks.stock import Demand, Drawn, Ramp, elapsed
from dafeng.scenarios.stocks.survival import conditional, settled, weibull
from dafeng.scenarios.stocks.turnover import Turnover, turn_over

#: Energy of a vehicle's year [TJ] per kilometre and MJ/km.
_TJ_PER_MJ = 1e-6

#: Share left below which an age is not followed [-].
_NEGLIGIBLE = 5e-4

TurnOver = Callable[[Floats, Floats, Floats, Floats, Floats], Turnover]


@dataclass(frozen=True, slots=True)
class Life:
    """How long a class lives.

    Parameters
    ----------
    scale, shape
        Weibull parameters [a], [-].
    limit
        Age of mandatory scrapping, infinite if none [a].
    spread
        Standard deviation of the logarithm of the scale [-].
    """

    scale: float
    shape: float
    limit: float
    spread: float

    @property
    def ages(self) -> int:
        """Return how many ages have to be followed."""
        end = float(self.scale * (-math.log(_NEGLIGIBLE)) ** (1 / self.shape))
        return max(2, math.ceil(min(end, self.limit)))

    def survival(self, normal: Floats) -> Floats:
        """Return the share left at each age [-] (age, draw)."""
        ages = np.arange(self.ages, dtype=np.float64)[:, None]
        return weibull(ages, self.scale * np.exp(self.spread * normal), self.shape, self.limit)


@dataclass(frozen=True, slots=True)
class Drive:
    """What moves a vehicle.

    Parameters
    ----------
    id
        ``gasoline``, ``diesel``, ``gas``, ``electric``, ``hydrogen`` ...
    share
        Share of the class's stock in the base year [-].
    energy
        Energy of a new vehicle by carrier group [MJ/km].
    improvement
        Yearly fall of the energy of new vehicles [1/a].
    spread
        How it takes over sales; None for a drive that loses what others gain.
    """

    id: str
    share: float
    energy: tuple[tuple[str, float], ...]
    improvement: float
    spread: Spread | None = None


@dataclass(frozen=True, slots=True)
class VehicleClass:
    """Vehicles of one kind.

    Parameters
    ----------
    id
        ``private_car``, ``taxi``, ``bus``, ``heavy_truck`` ...
    number
        Stock of the base year [vehicles].
    path
        Central stock relative to the base year [-] (year).
    life
        Survival.
    past_growth
        Growth of sales before the base year, for the age structure [1/a].
    distance
        Yearly distance [km].
    drives
        What moves them; shares sum to one.
    """

    id: str
    number: float
    path: Floats
    life: Life
    past_growth: float
    distance: float
    drives: tuple[Drive, ...]


@dataclass(frozen=True, slots=True)
class Vehicles:
    """The vehicles whose energy stands in one row; see `dafeng.scenarios.stocks.stock.Stock`."""

    name: str
    row: str
    years: Axis[int]
    classes: tuple[VehicleClass, ...]
    demand: Demand
    efficiency: float
    engine: TurnOver = turn_over
    ramps: tuple[Ramp, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the carrier groups that the drives use."""
        found = (c for of in self.classes for d in of.drives for c, _ in d.energy)
        return tuple(dict.fromkeys(found))

    def use(self, drawn: Drawn) -> Floats:
        """Return energy by carrier [TJ] (year, carrier, draw).

        Sales are the balance of the stock and its survivors; each year's sales use what new
        vehicles of that year use, for life: ``E = sum_a N_a km sum_d f_d[t-a] e_d[t-a]``.
        """
        parts = [self._class_use(of, drawn) for of in self.classes]
        return np.asarray(sum(parts[1:], parts[0]))

    def _class_use(self, of: VehicleClass, drawn: Drawn) -> Floats:
        columns = self.columns
        old, new = sold(of, elapsed(self.years), drawn.adoption)
        ages = -np.arange(of.life.ages, dtype=np.float64)
        return _turned(of, drawn, old @ _unit(of, ages, columns), new, self, columns).use


def fleet(model: Vehicles, of: VehicleClass, drawn: Drawn) -> tuple[Turnover, Floats]:
    """Return sales and scrapping, and the stock by drive [vehicles] (year, drive, draw)."""
    old, new = sold(of, elapsed(model.years), drawn.adoption)
    draws = drawn.adoption.size
    each = np.repeat(old[:, 0, :, None], draws, axis=2)
    turned = _run(of, drawn, model.engine, np.ascontiguousarray(new), each)
    return turned, turned.use


def sold(of: VehicleClass, years: Floats, adoption: Floats) -> tuple[Floats, Floats]:
    """Return shares of drives in the base year's stock by age and in sales by year.

    What spreads takes its share of sales, together never more than all; the rest is split as the
    drives that do not spread stand to one another in the stock. In the base year's stock a drive
    that spreads is as young as its curve says, and as frequent as stated.

    Parameters
    ----------
    of
        Class.
    years
        Years after the base year [a] (year).
    adoption
        Standard normal number (draw).

    Returns
    -------
    tuple
        Shares [-] (age, 1, drive) and (year, drive, draw).
    """
    ages = -np.arange(of.life.ages, dtype=np.float64)
    weight = settled(of.life.survival(np.zeros(1)), of.past_growth)[:, 0]
    stated = np.array([d.share for d in of.drives])
    old = _split(of, ages, np.zeros(1))[:, :, 0]
    for position, drive in enumerate(of.drives):
        if drive.spread is not None:
            old[:, position] = _as_frequent(old[:, position], weight, stated[position])
    spreading = np.array([d.spread is not None for d in of.drives])
    rest = np.maximum(1 - old[:, spreading].sum(axis=1), 0.0)
    old[:, ~spreading] = rest[:, None] * _relative(stated[~spreading])
    old /= old.sum(axis=1, keepdims=True)
    return old[:, None, :], _split(of, years, adoption)


def _split(of: VehicleClass, years: Floats, adoption: Floats) -> Floats:
    """Return shares of drives in sales (year, drive, draw)."""
    shares = np.zeros((len(years), len(of.drives), adoption.size))
    for position, drive in enumerate(of.drives):
        if drive.spread is not None:
            shares[:, position] = drive.spread.share(years, adoption)
    taken = shares.sum(axis=1)
    shares /= np.maximum(taken, 1.0)[:, None]
    stays = np.array([d.share if d.spread is None else 0.0 for d in of.drives])
    left = np.maximum(1 - taken, 0.0)
    return np.asarray(shares + left[:, None] * _relative(stays)[:, None])


def _relative(shares: Floats) -> Floats:
    """Return shares that sum to one; equal ones if all are zero."""
    total = shares.sum()
    return shares / total if total > 0 else np.full(shares.shape, 1 / max(shares.size, 1))


def _as_frequent(shares: Floats, weight: Floats, wanted: float) -> Floats:
    """Scale shares by age, none above one, so that they are as frequent as wanted."""
    found = shares
    for _ in range(20):
        mean = float(weight @ found)
        if mean <= 0 or wanted <= 0:
            return np.full_like(shares, wanted)
        if abs(mean - wanted) < 1e-12:  # noqa: PLR2004 - rounding
            break
        found = np.minimum(found * (wanted / mean), 1.0)
    return found


def _unit(of: VehicleClass, years: Floats, columns: tuple[str, ...]) -> Floats:
    """Return what a new vehicle uses in a year [TJ] (year, drive, column)."""
    found = np.zeros((len(years), len(of.drives), len(columns)))
    for position, drive in enumerate(of.drives):
        for carrier, energy in drive.energy:
            level = energy * (1 - drive.improvement) ** years
            found[:, position, columns.index(carrier)] = level * of.distance * _TJ_PER_MJ
    return found


def _turned(
    of: VehicleClass,
    drawn: Drawn,
    old: Floats,
    new: Floats,
    model: Vehicles,
    columns: tuple[str, ...],
) -> Turnover:
    draws = drawn.adoption.size
    unit = _unit(of, elapsed(model.years), columns)
    each = np.matmul(unit.transpose(0, 2, 1), new)
    before = np.repeat(old[:, 0, :, None], draws, axis=2)
    return _run(of, drawn, model.engine, each, before)


def _run(of: VehicleClass, drawn: Drawn, engine: TurnOver, new: Floats, old: Floats) -> Turnover:
    """Let the class follow its path; the base year's ages are those of the central life."""
    draws = drawn.adoption.size
    path = of.number * of.path[:, None] * drawn.size
    shares = settled(of.life.survival(np.zeros(1)), of.past_growth)
    ages = of.number * np.repeat(shares, draws, axis=1)
    step = conditional(of.life.survival(drawn.turnover))
    return engine(path, ages, step, new, old)
