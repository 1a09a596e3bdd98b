"""What does one unit of a measure change in the base year, taken alone?

The base year is linear around what is there: electricity is bought or sold at the margin, with
losses; heat is made by the plants and bought in the present shares; the rest is energy x factor.
Joint effects of several measures are differences of joint runs, never sums of these.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dafeng import reference
from dafeng.axes import Floats
from dafeng.measures.bases import Base
from dafeng.measures.place_measure import Effect
from dafeng.reference.measures import Measure
from dafeng.scenarios.base_demand import demand_of
from dafeng.scenarios.baseline import Baseline
from dafeng.units import TJ_PER_MWH

#: Energy of heat [TJ/GJ].
TJ_PER_GJ = 0.001


def effect_of(measure: Measure, base: Base, baseline: Baseline) -> Effect:
    """Return what one effect unit per year does.

    Parameters
    ----------
    measure
        The measure.
    base
        What it acts on in the place; one unit is spread over it in proportion.
    baseline
        Base year of the place.
    """
    shape = baseline.energy.shape
    energy, process, captured = np.zeros(shape), np.zeros(shape[0]), np.zeros(shape[0])
    weight = base.by / base.by.sum() if base.by.any() else base.by
    if measure.lever in ("intensity", "activity", "switch"):
        energy -= weight
    if measure.lever == "switch":
        energy[:, baseline.carriers.index(measure.target)] += measure.ratio * weight.sum(axis=1)
    if measure.lever == "activity":
        process -= _process_per_energy(baseline) * weight.sum(axis=1)
    if measure.lever == "process":
        process -= weight.sum(axis=1)
    if measure.lever == "capture":
        captured += weight.sum(axis=1)
    for carrier, used in measure.penalty:
        energy[:, baseline.carriers.index(carrier)] += used * weight.sum(axis=1)
    supplied = measure.carriers if measure.lever == "supply" else ()
    return Effect(
        energy=energy,
        process=process,
        captured=captured,
        generation=float(supplied == ("electricity",)),
        heat=float(supplied == ("heat",)),
        apart=float(measure.apart),
    )


def _process_per_energy(baseline: Baseline) -> Floats:
    """Return process CO2 per energy of each sector [t/TJ] (sector)."""
    used = baseline.energy.sum(axis=1)
    none = np.zeros_like(used)
    return np.asarray(np.divide(baseline.process, used, out=none, where=used > 0))


def tonnes_alone(effect: Effect, baseline: Baseline) -> float:
    """Return the CO2 that one effect unit avoids if nothing else changes [t per effect unit].

    ``-(sum(dE f) + dP - captured + dW L g + dH h)``: energy x factor, process, electricity bought
    with losses L at the grid factor g, heat at its mean factor h. Effects that are reported apart
    are returned as they are.

    Parameters
    ----------
    effect
        What one unit does.
    baseline
        Base year of the place.
    """
    if effect.apart:
        return effect.apart
    burnt = float((effect.energy * baseline.factor).sum())
    users = np.array([c != "power" for c in baseline.classes])
    heat = effect.energy[users, baseline.carriers.index("heat")].sum() - effect.heat
    electricity = effect.energy[:, baseline.carriers.index("electricity")].sum() / TJ_PER_MWH
    bought = electricity * demand_of(baseline).losses - effect.generation
    change = burnt + float(effect.process.sum() - effect.captured.sum())
    change += float(bought) * baseline.supply.grid_factor
    return -(change + float(heat) * heat_intensity(baseline))


def gross_alone(effect: Effect, baseline: Baseline) -> float:
    """Return the CO2 that one effect unit avoids before what takes over emits its own [t].

    As `tonnes_alone`, of the avoided energy alone.
    """
    avoided = replace(effect, energy=np.minimum(effect.energy, 0.0))
    return tonnes_alone(avoided, baseline)


def heat_intensity(baseline: Baseline) -> float:
    """Return the CO2 of a unit of heat used: plants' fuel for heat, and heat bought [t/TJ].

    Where no heat is used yet, that of heat to be bought.
    """
    plants = np.array([c == "power" for c in baseline.classes])
    used = baseline.energy[:, baseline.carriers.index("heat")]
    at_users, total = float(used[~plants].sum()), float(used.sum())
    if not at_users > 0:
        return baseline.supply.heat_factor / TJ_PER_GJ
    burnt = float((baseline.energy * baseline.factor)[plants].sum()) * baseline.supply.heat_share
    bought = max(baseline.supply.heat_net_purchased, 0.0) * baseline.supply.heat_factor
    return burnt / at_users + bought / total


def bill_saved(measure: Measure, effect: Effect, baseline: Baseline) -> float:
    """Return the energy bill that one effect unit saves [yuan per effect unit].

    Each sector pays its own price; what takes over, or is supplied, has the measure's own price if
    it names one. Money stands at the price base of the place.

    Parameters
    ----------
    measure, effect
        The measure and what one unit does.
    baseline
        Base year of the place.
    """
    prices = prices_of(baseline)
    own = _own_price(measure, baseline.price_base)
    bill = -float((effect.energy * prices).sum())
    if measure.lever == "switch" and own is not None:
        column = baseline.carriers.index(measure.target)
        taken = np.maximum(effect.energy[:, column], 0.0)
        bill += float((taken * (prices[:, column] - own)).sum())
    supplied = effect.generation * TJ_PER_MWH + effect.heat
    if supplied:
        carrier = measure.carriers[0]
        mean = float(prices[:, baseline.carriers.index(carrier)].mean())
        bill += supplied * (mean if own is None else own)
    return bill


def prices_of(baseline: Baseline) -> Floats:
    """Return what each sector pays for each carrier group [yuan/TJ] (sector, carrier)."""
    return np.array(
        [
            [_at(reference.energy_price(c, s), baseline.price_base) for c in baseline.carriers]
            for s in baseline.sectors
        ]
    )


def _own_price(measure: Measure, price_base: int) -> float | None:
    if not measure.price:
        return None
    return _at(reference.energy_prices()[measure.price], price_base)


def _at(price: reference.EnergyPrice, price_base: int) -> float:
    return price.central * reference.price_level(price.year, price_base)
