"""What does one unit of each measure do to the energy system of a place, year by year?

A measure acts on rows (sector and carrier); what it does there is carried on: less heat means less
fuel in the plants and less heat bought, less electricity means less bought from the grid. Totals
and emissions follow from the rows, never from tonnes per measure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng.axes import Axis, Floats, Integers
from dafeng.measures.place_measure import PlaceMeasure
from dafeng.measures.portfolio.problem import CO2
from dafeng.measures.portfolio.ratios import over
from dafeng.scenarios.central import CentralPath
from dafeng.scenarios.counted_energy import RATES, central_energy
from dafeng.scenarios.kernel import FOSSIL_POWER_FACTOR
from dafeng.units import TJ_PER_MWH, Convention

#: How primary electricity counts in the total energy that a portfolio follows.
CONVENTION: Final = Convention.THERMAL

#: Totals that a portfolio follows: CO2 [t], carriers [TJ], electricity use [MWh], and energy and
#: its non-fossil part by the coal-consumption method [TJ].
QUANTITIES: Final = (CO2, "coal", "oil", "gas", "electricity", "non_fossil", "energy")

#: Order in which measures meet the same row: less activity, then less energy for it, then another
#: carrier for what is left.
ORDER: Final = {"activity": 0, "intensity": 1, "switch": 2, "supply": 3, "process": 3, "capture": 4}


@dataclass(frozen=True, slots=True)
class Effects:
    """What one unit per year of each measure does, and where it finds its potential.

    Parameters
    ----------
    touched
        Energy [TJ], or process or direct CO2 [t], on which a measure can act at most
        (measure, year, sector, carrier); zero for local supply.
    energy
        Change of energy use, plants included [TJ] (measure, year, sector, carrier).
    process, captured
        Change of process CO2, and what is captured [t] (measure, year, sector).
    heat
        Change of the heat that plants and purchases must deliver [TJ] (measure, year).
    purchased
        Change of net purchased electricity [MWh] (measure, year).
    generated
        Local non-fossil electricity [MWh] (measure, year).
    delivered
        Local non-fossil heat [TJ] (measure, year).
    """

    touched: Floats
    energy: Floats
    process: Floats
    captured: Floats
    heat: Floats
    purchased: Floats
    generated: Floats
    delivered: Floats


def effects_of(path: CentralPath, years: Axis[int], measures: Sequence[PlaceMeasure]) -> Effects:
    """Return what one unit of each measure does in each year.

    Parameters
    ----------
    path
        Central path of the scenario on which measures build.
    years
        Years of decision, all on the path.
    measures
        Measures of the place.
    """
    at = np.array([path.years.index(year) for year in years])
    touched = np.stack([_touched(path, at, m) for m in measures])
    weight = over(touched, touched.sum(axis=(2, 3), keepdims=True))
    energy = np.stack([_energy(path, m, w) for m, w in zip(measures, weight, strict=True)])
    sector = weight.sum(axis=3)
    process = np.stack([_process(m, w) for m, w in zip(measures, sector, strict=True)])
    is_capture = np.array([float(m.measure.lever == "capture") for m in measures])
    generated = np.array([m.effect.generation for m in measures])[:, None] * np.ones(len(at))
    delivered = np.array([m.effect.heat for m in measures])[:, None] * np.ones(len(at))
    heat = _heat(path, energy) - delivered
    energy = energy + _plants(path, at, heat)
    electric = energy[..., path.baseline.carriers.index("electricity")].sum(axis=2)
    return Effects(
        touched=touched,
        energy=energy,
        process=process,
        captured=is_capture[:, None, None] * sector,
        heat=heat,
        purchased=electric / TJ_PER_MWH * path.losses - generated,
        generated=generated,
        delivered=delivered,
    )


def totals(path: CentralPath, years: Axis[int], basis: tuple[str, ...]) -> Floats:
    """Return the totals of the path without measures (quantity, year), see `QUANTITIES`."""
    at = np.array([path.years.index(year) for year in years])
    carriers = path.baseline.carriers
    use = path.energy[at].sum(axis=1).T
    electric = use[carriers.index("electricity")] / TJ_PER_MWH
    local, purchased = path.non_fossil_power[at], path.purchased[at]
    fuels = [use[carriers.index(c)] for c in ("coal", "oil", "gas")]
    kept, clean = _kept(path, at), _clean(path, at)
    clean_power = (local * kept + purchased * clean) * RATES[CONVENTION]
    non_fossil = use[carriers.index("non_fossil")] + clean_power
    energy = central_energy(path, CONVENTION)[at]
    return np.stack([_co2(path, at, basis), *fuels, electric, non_fossil, energy])


def changes(
    path: CentralPath, years: Axis[int], effects: Effects, basis: tuple[str, ...]
) -> Floats:
    """Return the change of each total by one unit of each measure (quantity, year, measure)."""
    at = np.array([path.years.index(year) for year in years])
    carriers = path.baseline.carriers
    use = effects.energy.sum(axis=2)
    fuels = [use[..., carriers.index(c)] for c in ("coal", "oil", "gas")]
    electric = use[..., carriers.index("electricity")] / TJ_PER_MWH
    kept, clean, rate = _kept(path, at), _clean(path, at), RATES[CONVENTION]
    direct = use[..., carriers.index("non_fossil")] + effects.delivered
    non_fossil = direct + (effects.generated * kept + effects.purchased * clean) * rate
    other = use[..., carriers.index("other")] + _heat_bought(path, at, effects) / 1000
    power = (effects.generated + effects.purchased) * rate
    energy = np.sum(fuels, axis=0) + direct + other + power
    parts = co2_changes(path, years, effects)
    co2 = np.sum([parts[name] for name in basis], axis=0)
    return np.stack([co2, *fuels, electric, non_fossil, energy]).transpose(0, 2, 1)


def fuel_changes(path: CentralPath, years: Axis[int], effects: Effects) -> Floats:
    """Return the change of CO2 from fuels by sector of one unit [t] (measure, year, sector)."""
    at = np.array([path.years.index(year) for year in years])
    burnt = np.einsum("mtsc,sc->mts", effects.energy, path.baseline.factor)
    return np.asarray(burnt * (1 - path.captured[at]) - effects.captured * _burnt_share(path, at))


def co2_changes(path: CentralPath, years: Axis[int], effects: Effects) -> dict[str, Floats]:
    """Return changes of CO2 by part of the account [t] (measure, year)."""
    at = np.array([path.years.index(year) for year in years])
    stays, share = (1 - path.captured[at])[None], _burnt_share(path, at)
    process = effects.process * stays - effects.captured * (1 - share)
    heat = _heat_bought(path, at, effects) * path.baseline.supply.heat_factor
    return {
        "fuels": fuel_changes(path, years, effects).sum(axis=2),
        "process": process.sum(axis=2),
        "power": effects.purchased * path.grid_factor[at] + heat,
    }


def _burnt_share(path: CentralPath, at: Integers) -> Floats:
    """Return the share of fuels in direct CO2: of what is captured, so much is theirs."""
    return over(path.fuels[at], path.fuels[at] + _left_process(path)[at])


def _co2(path: CentralPath, at: Integers, basis: tuple[str, ...]) -> Floats:
    parts = {
        "fuels": path.fuels.sum(axis=1),
        "process": _left_process(path).sum(axis=1),
        "power": path.power,
    }
    return np.asarray(np.sum([parts[name] for name in basis], axis=0)[at])


def _left_process(path: CentralPath) -> Floats:
    return path.process * (1 - path.captured)


def _clean(path: CentralPath, at: Integers) -> Floats:
    """Return the non-fossil share of purchased electricity [-] (year); none where it is sold."""
    clean = np.clip(1 - path.grid_factor[at] / FOSSIL_POWER_FACTOR, 0.0, 1.0)
    return np.where(path.purchased[at] > 0, clean, 0.0)


def _kept(path: CentralPath, at: Integers) -> Floats:
    """Return the share of local power that is not sold on [-] (year), as the kernel has it."""
    local = path.fossil_power[at] + path.non_fossil_power[at]
    return np.maximum(1 - over(-np.minimum(path.purchased[at], 0.0), local), 0.0)


def _touched(path: CentralPath, at: Integers, measure: PlaceMeasure) -> Floats:
    """Return on what a measure can act (year, sector, carrier), in step with its rows."""
    if measure.measure.lever == "supply" or not measure.by.any():
        return np.zeros((len(at), *path.baseline.energy.shape))
    if measure.measure.lever == "process":
        now = over(path.process, path.process[0])[at, :, None]
    elif measure.measure.lever == "capture":
        direct = path.fuels + _left_process(path)
        now = over(direct, direct[0])[at, :, None]
    else:
        now = over(path.energy, path.energy[0])[at]
    return np.asarray(measure.by * now)


def _energy(path: CentralPath, measure: PlaceMeasure, weight: Floats) -> Floats:
    """Return the change of energy use at the users per unit [TJ] (year, sector, carrier)."""
    carriers, kind = path.baseline.carriers, measure.measure
    change = np.zeros_like(weight)
    if kind.lever in ("intensity", "activity", "switch"):
        change -= weight
    if kind.lever == "switch":
        change[..., carriers.index(kind.target)] += kind.ratio * weight.sum(axis=2)
    for carrier, penalty in kind.penalty:
        change[..., carriers.index(carrier)] += penalty * weight.sum(axis=2)
    return change


def _process(measure: PlaceMeasure, sector: Floats) -> Floats:
    """Return the change of process CO2 per unit [t] (year, sector)."""
    if measure.measure.lever == "process":
        return -sector
    return np.broadcast_to(measure.effect.process, sector.shape)


def _heat(path: CentralPath, energy: Floats) -> Floats:
    """Return the change of heat demand outside the plants [TJ] (measure, year)."""
    users = [i for i, c in enumerate(path.baseline.classes) if c != "power"]
    return np.asarray(energy[:, :, users, path.baseline.carriers.index("heat")].sum(axis=2))


def _plants(path: CentralPath, at: Integers, heat: Floats) -> Floats:
    """Return the change of the plants' fuel with the heat to deliver [TJ] (m, year, s, c)."""
    on_heat = path.energy[at] * path.plants_on_heat[at]
    rows = over(on_heat, demanded_heat(path)[at, None, None])
    return np.asarray(heat[:, :, None, None] * rows[None])


def demanded_heat(path: CentralPath) -> Floats:
    """Return the demand for heat outside the plants [TJ] (year)."""
    users = [i for i, c in enumerate(path.baseline.classes) if c != "power"]
    return np.asarray(path.energy[:, users, path.baseline.carriers.index("heat")].sum(axis=1))


def _heat_bought(path: CentralPath, at: Integers, effects: Effects) -> Floats:
    """Return the change of net purchased heat [GJ] (measure, year)."""
    return np.asarray(effects.heat * over(path.heat_purchased, demanded_heat(path))[at])
