"""What does a scenario's central path use and emit, row by row?

The arithmetic is the kernel's at the central value of every driver (`dafeng.scenarios.kernel`),
kept by sector and carrier: one path is small. It is where measures take hold.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dafeng.axes import Axis, Floats
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.catalogue import CLASSES
from dafeng.scenarios.course import Course, course_of
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
        Share of the plants' row that follows the demand for heat [-] (year).
    gdp, population
        [yuan] and [persons] (year).
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


def central_path(baseline: Baseline, scenario: Scenario) -> CentralPath:
    """Follow a scenario at the central value of every driver.

    Parameters
    ----------
    baseline
        Base year.
    scenario
        Story with its horizon.
    """
    course = course_of(baseline, scenario)
    gdp, population, activity = _activity(baseline, course)
    energy, plants_on_heat = _energy(baseline, course, activity)
    growth = _growth(course, "process_intensity")
    fossil = baseline.supply.fossil_power * _growth(course, "local_fossil_power")[:, 0]
    purchased, non_fossil, losses = _electricity(baseline, course, energy, fossil)
    heat = energy[:, :, baseline.carriers.index("heat")].sum(axis=1)
    return CentralPath(
        baseline=baseline,
        scenario=scenario.id,
        years=course.years,
        energy=energy,
        process=baseline.process * activity * growth,
        captured=_central(course, "carbon_capture"),
        purchased=purchased,
        grid_factor=baseline.supply.grid_factor * _growth(course, "grid_factor")[:, 0],
        heat_purchased=baseline.supply.heat_net_purchased * _index(heat),
        fossil_power=fossil,
        non_fossil_power=non_fossil,
        losses=losses,
        plants_on_heat=plants_on_heat,
        gdp=gdp,
        population=population,
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


def _plants(baseline: Baseline) -> list[int]:
    return [i for i, c in enumerate(baseline.classes) if c == "power"]


def _energy(baseline: Baseline, course: Course, activity: Floats) -> tuple[Floats, Floats]:
    """Return energy use [TJ] (year, sector, carrier) and the plants' share on heat (year)."""
    scale = activity * _growth(course, "energy_intensity")
    energy = _moved(course, baseline.energy * scale[:, :, None])
    plants = _plants(baseline)
    heat = np.delete(energy[:, :, baseline.carriers.index("heat")], plants, axis=1).sum(axis=1)
    on_heat = baseline.supply.heat_share * _index(heat)
    power = (1 - baseline.supply.heat_share) * _growth(course, "local_fossil_power")[:, 0]
    energy[:, plants] *= (on_heat + power)[:, None, None]
    scale = on_heat + power
    return energy, np.divide(on_heat, scale, out=np.zeros_like(scale), where=scale > 0)


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
    baseline: Baseline, course: Course, energy: Floats, fossil: Floats
) -> tuple[Floats, Floats, float]:
    """Return net purchases, local non-fossil generation [MWh] (year) and losses."""
    supply = baseline.supply
    demand = energy[:, :, baseline.carriers.index("electricity")].sum(axis=1) / TJ_PER_MWH
    before = float(baseline.energy[:, baseline.carriers.index("electricity")].sum()) / TJ_PER_MWH
    delivered = supply.net_purchased + supply.fossil_power + supply.non_fossil_power
    losses = min(max(delivered / before, 1.0), 1.15) if before > 0 else 1.0
    added = _central(course, "local_non_fossil_power")[:, 0] * demand
    grown = (demand - before) * losses - added - (fossil - supply.fossil_power)
    return supply.net_purchased + grown, supply.non_fossil_power + added, losses
