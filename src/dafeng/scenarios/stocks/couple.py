"""Which part of the inventory does each stock own, and what does it put in its place?

A stock owns, of each carrier in its row, what it explains in the base year, and never more than
the inventory has. The rest of the row stays with activity and intensity. So the base year of the
whole is the inventory's, to the last digit of a sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dafeng.axes import Floats
from dafeng.language import Text
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.catalogue import CLASSES
from dafeng.scenarios.course import Course
from dafeng.scenarios.stocks.plants import HeatPlants, PowerPlants
from dafeng.scenarios.stocks.response import Response, fitted, turned_over
from dafeng.scenarios.stocks.stock import (
    BESIDES,
    FOSSIL_POWER,
    NON_FOSSIL_POWER,
    PROCESS,
    Setting,
    Stock,
    central,
)

_GENERATION = (FOSSIL_POWER, NON_FOSSIL_POWER)


@dataclass(frozen=True, slots=True)
class Owned:
    """One stock beside the inventory.

    Parameters
    ----------
    response
        What it uses in any draw, calibrated.
    calibration
        Factor on what the stock says, so that it fits into the row; 1 if it does by itself [-].
    explained
        Share of the row's energy that it owns in the base year [-].
    base
        What it owns in the base year, by column [TJ], [t], [MWh] (column).
    """

    response: Response
    calibration: float
    explained: float
    base: Floats

    def told(self) -> Text:
        """Return calibration and explained share for readers."""
        name, factor, share = self.response.name, self.calibration, 100 * self.explained
        row = self.response.row
        return Text(
            f"存量模型“{name}”占部门 {row} 基准年能耗的 {share:.0f}%，校准系数 {factor:.3f}",
            f"stock {name} owns {share:.0f} % of the energy of {row} in the base year; "
            f"calibration factor {factor:.3f}",
        )


@dataclass(frozen=True, slots=True)
class StockPaths:
    """What the kernel needs to run with stocks.

    In each year the kernel computes the rows of `rest` as ever and adds, for each stock,
    ``level[row] * response.at(year, ...)`` to the carriers of its row, to process CO2
    and to local generation. Demand, losses and supply of the base year are those of `whole`.

    Parameters
    ----------
    whole
        Base year of the place.
    rest
        The same without what stocks own.
    owned
        Stocks with what they own.
    rows
        Position of each stock's row on the sector axis.
    """

    whole: Baseline
    rest: Baseline
    owned: tuple[Owned, ...]
    rows: tuple[int, ...]

    @property
    def normals(self) -> int:
        """Return how many standard normal numbers all stocks take: four each."""
        return 4 * len(self.owned)

    def use(self, year: int, setting: Setting, normal: Floats) -> Floats:
        """Return energy that stocks use, by row and carrier [TJ] (sector, carrier, draw).

        Parameters
        ----------
        year
            Position on the axis of years.
        setting
            People and income (draw), activity (sector, draw), relative to the base year [-]. For
            heat plants activity is the demand for heat.
        normal
            Standard normal numbers, four for each stock (4 * stock, draw).
        """
        carriers = self.whole.carriers
        found = np.zeros((len(self.whole.sectors), len(carriers), normal.shape[1]))
        for position, (row, owned) in enumerate(zip(self.rows, self.owned, strict=True)):
            values = self.column_use(position, year, setting, normal)
            for column, value in zip(owned.response.columns, values, strict=True):
                if column not in BESIDES:
                    found[row, carriers.index(column)] += value
        return found

    def beside(self, name: str, year: int, setting: Setting, normal: Floats) -> Floats:
        """Return what goes beside energy, by row: process CO2 [t] or generation [MWh]."""
        found = np.zeros((len(self.whole.sectors), normal.shape[1]))
        for position, (row, owned) in enumerate(zip(self.rows, self.owned, strict=True)):
            if name in owned.response.columns:
                values = self.column_use(position, year, setting, normal)
                found[row] += values[owned.response.columns.index(name)]
        return found

    def column_use(self, position: int, year: int, setting: Setting, normal: Floats) -> Floats:
        """Return the use of one stock (column, draw)."""
        response, row = self.owned[position].response, self.rows[position]
        around = np.stack([setting.people, setting.income, setting.activity[row]])
        own = normal[4 * position : 4 * position + 4]
        return response.at(year, around, own)


def with_stocks(baseline: Baseline, stocks: Sequence[Stock], centre: Setting) -> StockPaths:
    """Set stocks beside the inventory.

    Parameters
    ----------
    baseline
        Base year of the place.
    stocks
        Stocks; each owns at most what those before it have left.
    centre
        Central path of people and income (year, 1) and of each row's activity
        (sector, year, 1), relative to the base year.

    Raises
    ------
    LabelError
        If the row of a stock is no sector of the place.
    """
    rest, owned, rows = baseline, [], []
    for stock in stocks:
        row = baseline.sectors.index(stock.row)
        around = replace(centre, activity=centre.activity[row])
        one = _owned(stock, around, rest, row)
        rest = _without(rest, row, one, stock)
        owned.append(one)
        rows.append(row)
    return StockPaths(baseline, rest, tuple(owned), tuple(rows))


def _owned(stock: Stock, around: Setting, rest: Baseline, row: int) -> Owned:
    """Calibrate a stock to its row.

    The factor is ``min(1, sum_c row / sum_c stock)`` over the carriers that both have. Of each
    column the stock owns ``min(row, factor * stock)``. A fall below the base year is proportional
    to what is owned, a rise counts in the stock's own units times the factor: so a carrier that
    the row does not have yet can come. Stocks with ramps rise in proportion, too.
    """
    told = stock.use(central(len(stock.years)))[0, :, 0]
    available = np.array([_available(c, rest, row, stock) for c in stock.columns])
    energy = np.array([c not in BESIDES for c in stock.columns])
    both = energy & (told > 0) & (available > 0)
    factor = min(1.0, float(available[both].sum() / told[both].sum())) if both.any() else 1.0
    base = np.minimum(available, factor * told)
    scale = np.divide(base, told, out=np.full_like(base, factor), where=told > 0)
    nodes = turned_over(stock)
    if stock.ramps:
        nodes = nodes * scale[:, None]
    else:
        nodes = _anchored(nodes, told[:, None], scale[:, None], factor)
    response = fitted(stock, nodes, around)
    response = replace(response, ramp_use=response.ramp_use * scale)
    whole = float(rest.energy[row].sum())
    explained = float(base[energy].sum()) / whole if whole > 0 else 0.0
    return Owned(response, factor, explained, base)


def _anchored(nodes: Floats, told: Floats, scale: Floats, factor: float) -> Floats:
    """Return nodes with falls in proportion and rises in the stock's own units."""
    fallen = scale * np.minimum(nodes, told)
    return np.asarray(fallen + factor * np.maximum(nodes - told, 0.0))


def _available(column: str, rest: Baseline, row: int, stock: Stock) -> float:
    """Return how much of a column is there to be owned."""
    if column == PROCESS:
        return float(rest.process[row])
    if column in _GENERATION:
        return max(float(getattr(rest.supply, column)), 0.0)
    energy = float(rest.energy[row, rest.carriers.index(column)])
    share = rest.supply.heat_share
    if isinstance(stock, PowerPlants):
        return energy * (1 - share)
    return energy * share if isinstance(stock, HeatPlants) else energy


def _without(rest: Baseline, row: int, owned: Owned, stock: Stock) -> Baseline:
    """Return the base year without what a stock owns."""
    energy, process = rest.energy.copy(), rest.process.copy()
    supply = {name: float(getattr(rest.supply, name)) for name in _GENERATION}
    for column, value in zip(owned.response.columns, owned.base, strict=True):
        if column == PROCESS:
            process[row] -= value
        elif column in supply:
            supply[column] -= value
        else:
            energy[row, rest.carriers.index(column)] -= value
    share = rest.supply.heat_share
    if isinstance(stock, PowerPlants | HeatPlants):
        share = _heat_share(rest, energy[row], row, stock)
    changed = replace(
        rest.supply,
        fossil_power=supply[FOSSIL_POWER],
        non_fossil_power=supply[NON_FOSSIL_POWER],
        heat_share=share,
    )
    return replace(rest, energy=energy, process=process, supply=changed)


def _heat_share(rest: Baseline, left: Floats, row: int, stock: Stock) -> float:
    """Return the share of the plants' remaining fuel that makes heat [-]."""
    fuels = [rest.carriers.index(c) for c in ("coal", "oil", "gas", "other")]
    before, after = float(rest.energy[row, fuels].sum()), float(left[fuels].sum())
    heat = rest.supply.heat_share * before
    if isinstance(stock, HeatPlants):
        heat -= before - after
    return min(max(heat / after, 0.0), 1.0) if after > 0 else 0.0


def centre_of(baseline: Baseline, course: Course) -> Setting:
    """Return the central path of what goes on around stocks.

    People and income (year, 1), activity of each sector (sector, year, 1): the arithmetic of
    `dafeng.scenarios.kernel` at the centre of every band and without yearly errors. Plants have
    an activity of one.
    """
    years = course.years
    people = central_growth(course, "population_growth")[0]
    gdp = central_growth(course, "gdp_growth")[0]
    gap = central_growth(course, "output_gap")
    classes = central_growth(course, "structure")
    shares = baseline.class_shares
    if len(shares):
        classes = classes * gdp / (shares @ classes)
    else:
        classes = np.broadcast_to(gdp, classes.shape)
    by_class = dict(zip(CLASSES, classes, strict=True)) | {"": people, "power": np.ones(len(years))}
    activity = np.stack([by_class[c] for c in baseline.classes]) * gap
    return Setting(people[:, None], (gdp / people)[:, None], activity[:, :, None])


def central_growth(course: Course, name: str) -> Floats:
    """Return the central index of a driver that grows (label, year)."""
    rates = course.bands[name].weights[:, :, 0]
    index = np.cumprod(1 + rates[1:], axis=0)
    return np.concatenate([np.ones((1, rates.shape[1])), index]).T
