"""What does a scenario's central path use and emit, row by row?

The arithmetic is the kernel's at the central value of every driver (`dafeng.scenarios.kernel`),
kept by sector and carrier: one path is small. It is where measures take hold. Stocks of the place
are in its rows, as they are in the futures.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from dafeng.axes import Axis, Booleans, Floats
from dafeng.scenarios.base_demand import demand_of
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.catalogue import CLASSES
from dafeng.scenarios.central_stocks import CentralStocks, central_stocks
from dafeng.scenarios.course import Course, course_of
from dafeng.scenarios.stocks.couple import StockPaths
from dafeng.scenarios.stocks.place import Stocks
from dafeng.scenarios.stocks.stock import Setting
from dafeng.scenarios.story import Scenario
from dafeng.units import TJ_PER_MWH


@dataclass(frozen=True, slots=True)
class CentralPath:
    """The central path of one scenario; the first year is the base year.

    Parameters
    ----------
    baseline
        Base year.
    scenario
        Scenario id.
    years
        Base year to horizon.
    energy
        Energy use [TJ] (year, sector, carrier).
    process
        Process CO2 before capture [t] (year, sector).
    captured
        Share of direct CO2 captured [-] (year, sector).
    purchased
        Net purchased electricity [MWh] (year).
    grid_factor
        CO2 of purchased electricity [t/MWh] (year).
    heat_purchased
        Net purchased heat [GJ] (year).
    fossil_power, non_fossil_power
        Local generation from fuel and from everything else [MWh] (year).
    losses
        Purchased per demanded electricity [-].
    plants_on_heat
        Share of each of the plants' carriers that follows the demand for heat [-], zero elsewhere
        (year, sector, carrier).
    gdp, population
        [yuan] and [persons] (year).
    stocks
        Stocks of the place beside its inventory; None if none act.
    """

    baseline: Baseline
    scenario: str
    years: Axis[int]
    energy: Floats
    process: Floats
    captured: Floats
    purchased: Floats
    grid_factor: Floats
    heat_purchased: Floats
    fossil_power: Floats
    non_fossil_power: Floats
    losses: float
    plants_on_heat: Floats
    gdp: Floats
    population: Floats
    stocks: StockPaths | None = None

    @property
    def fuels(self) -> Floats:
        """Return CO2 from fuels less what is captured [t] (year, sector)."""
        burnt = np.einsum("tsc,sc->ts", self.energy, self.baseline.factor)
        return np.asarray(burnt * (1 - self.captured))

    @property
    def power(self) -> Floats:
        """Return CO2 of net purchased electricity and heat [t] (year)."""
        heat = self.heat_purchased * self.baseline.supply.heat_factor
        return np.asarray(self.purchased * self.grid_factor + heat)


def central_path(
    baseline: Baseline, scenario: Scenario, stocks: Stocks | None = None
) -> CentralPath:
    """Follow a scenario at the central value of every driver.

    Parameters
    ----------
    baseline
        Base year.
    scenario
        Story with its horizon.
    stocks
        Gives the stocks of the place under a scenario; None runs without them.
    """
    course = course_of(baseline, scenario)
    beside = stocks(baseline, course) if stocks else StockPaths(baseline, baseline, (), ())
    gdp, population, activity = _activity(baseline, course)
    people = population / baseline.population
    around = Setting(people, gdp / baseline.gdp / people, activity.T)
    energy, plants_on_heat, owned = _energy(beside, course, around)
    growth = _growth(course, "process_intensity")
    purchased, fossil, non_fossil = _electricity(beside, course, energy, owned)
    heat = energy[:, :, baseline.carriers.index("heat")].sum(axis=1)
    return CentralPath(
        baseline=baseline,
        scenario=scenario.id,
        years=course.years,
        energy=energy,
        process=beside.rest.process * activity * growth + owned.process,
        captured=_central(course, "carbon_capture"),
        purchased=purchased,
        grid_factor=baseline.supply.grid_factor * _growth(course, "grid_factor")[:, 0],
        heat_purchased=baseline.supply.heat_net_purchased * _index(heat),
        fossil_power=fossil,
        non_fossil_power=non_fossil,
        losses=demand_of(baseline).losses,
        plants_on_heat=plants_on_heat,
        gdp=gdp,
        population=population,
        stocks=beside if beside.owned else None,
    )


def _central(course: Course, name: str) -> Floats:
    """Return the central values of a driver (year, label)."""
    return course.bands[name].weights[:, :, 0]


def _growth(course: Course, name: str) -> Floats:
    """Return the index of a driver given as yearly rates, one in the base year (year, label)."""
    rates = _central(course, name).copy()
    rates[0] = 0.0
    return np.asarray(np.cumprod(1 + rates, axis=0))


def _index(values: Floats) -> Floats:
    """Return values over the first; one where there is nothing to begin with."""
    return values / values[0] if values[0] > 0 else np.ones_like(values)


def _activity(baseline: Baseline, course: Course) -> tuple[Floats, Floats, Floats]:
    """Return GDP, population and activity of each sector as an index (year, sector)."""
    growth, people = (_growth(course, f"{n}_growth")[:, 0] for n in ("gdp", "population"))
    classes = np.repeat(growth[:, None], len(CLASSES), axis=1)
    if len(baseline.class_shares):
        structure = _growth(course, "structure")
        classes = structure * (growth / (structure @ baseline.class_shares))[:, None]
    member = np.array([[float(c == k) for k in CLASSES] for c in baseline.classes])
    activity = classes @ member.T
    activity[:, [c == "" for c in baseline.classes]] = people[:, None]
    activity[:, _plants(baseline)] = 1.0
    activity = activity * _growth(course, "output_gap")
    return baseline.gdp * growth, baseline.population * people, activity


def _plants(baseline: Baseline) -> Booleans:
    return np.array([c == "power" for c in baseline.classes])


def _energy(
    beside: StockPaths, course: Course, around: Setting
) -> tuple[Floats, Floats, CentralStocks]:
    """Return energy use [TJ], the plants' share on heat (year, sector, carrier), and stocks."""
    plants, rest = _plants(beside.whole), beside.rest
    scale = around.activity.T * _growth(course, "energy_intensity")
    energy = _moved(course, rest.energy * scale[:, :, None])
    users = central_stocks(beside, around, plants=False)
    energy += users.energy
    heat = _index(energy[:, ~plants, rest.carriers.index("heat")].sum(axis=1))
    on_heat = rest.supply.heat_share * heat
    power = (1 - rest.supply.heat_share) * _growth(course, "local_fossil_power")[:, 0]
    following = energy * plants[:, None] * on_heat[:, None, None]
    energy[:, plants] *= (on_heat + power)[:, None, None]
    warm = replace(around, activity=np.where(plants[:, None], heat, around.activity))
    own = central_stocks(beside, warm, plants=True)
    energy += own.energy
    return energy, _share(following + own.following, energy), users.beside(own)


def _share(part: Floats, energy: Floats) -> Floats:
    """Return a part of each carrier; of those without use, the share in the row [-]."""
    parts, whole = part.sum(axis=2, keepdims=True), energy.sum(axis=2, keepdims=True)
    row = np.divide(parts, whole, out=np.zeros_like(whole), where=whole > 0)
    share = np.broadcast_to(row, energy.shape).copy()
    return np.asarray(np.divide(part, energy, out=share, where=energy > 0))


def _moved(course: Course, energy: Floats) -> Floats:
    """Move energy between carriers, shares of one source to one at most, all from one mix."""
    replaced = _central(course, "electricity_replacement")
    mix = energy.copy()
    for source in {move.source for move in course.transfers}:
        moves = [move for move in course.transfers if move.source == source]
        shares = np.stack([move.band.weights[:, :, 0] for move in moves])
        shares = shares / np.maximum(shares.sum(axis=0), 1.0)
        for move, share in zip(moves, shares, strict=True):
            gone = share * mix[:, :, source]
            energy[:, :, source] -= gone
            energy[:, :, move.target] += gone / replaced if move.electric else gone
    return np.maximum(energy, 0.0)


def _electricity(
    beside: StockPaths, course: Course, energy: Floats, owned: CentralStocks
) -> tuple[Floats, Floats, Floats]:
    """Return net purchases, local generation from fuel and from all else [MWh] (year)."""
    whole, rest = beside.whole.supply, beside.rest.supply
    start = demand_of(beside.whole)
    demand = energy[:, :, beside.whole.carriers.index("electricity")].sum(axis=1) / TJ_PER_MWH
    added = _central(course, "local_non_fossil_power")[:, 0] * demand
    fossil = rest.fossil_power * _growth(course, "local_fossil_power")[:, 0] + owned.fossil_power
    non_fossil = rest.non_fossil_power + added + owned.non_fossil_power
    grown = (demand - start.electricity.sum()) * start.losses
    made = fossil + non_fossil - whole.fossil_power - whole.non_fossil_power
    return whole.net_purchased + grown - made, fossil, non_fossil
