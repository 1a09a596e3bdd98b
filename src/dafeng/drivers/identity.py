"""Which factors make up the emissions of an inventory? The identity as an array of factors.

For a producing sector s and carrier f::

    CO2 = population x GDP/population x share_s x energy_s/(share_s GDP)
          x energy_sf/energy_s x CO2_sf/energy_sf

Households have no value added; their energy is taken per person, so that affluence and structure
are one for them. Value added is taken at the finest level known for all years: the sector, a
sector above it, its industry class (primary, secondary, tertiary), or GDP as a whole; sectors of
one class then share its structure factor. Purchased electricity is spread over the sectors by
their use, with the purchased share and the grid factor as factors of their own; a net exporter's
surplus is deducted as a gross flow. Process CO2 is one effect by itself. So is coverage: what is
estimated in some years only (notation keys NE and C) counts as a change of the account, not of
the place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng import reference
from dafeng.axes import Axis, Booleans, Floats
from dafeng.drivers.activity import Activity, aligned
from dafeng.drivers.decomposition import Factor
from dafeng.errors import MethodError
from dafeng.inventory.account import Electricity, Inventory, State
from dafeng.inventory.bases import BASIS_PARTS, Basis, Part, heat_supplied
from dafeng.language import Text

POPULATION: Final = Factor("population", Text("人口", "Population"))
AFFLUENCE: Final = Factor("gdp_per_head", Text("人均 GDP", "GDP per head"))
STRUCTURE: Final = Factor("structure", Text("产业结构", "Sector structure"))
INTENSITY: Final = Factor("energy_intensity", Text("能源强度", "Energy intensity"))
MIX: Final = Factor("energy_mix", Text("能源结构", "Energy mix"))
EMISSION_FACTOR: Final = Factor("emission_factor", Text("燃料排放因子", "Fuel emission factor"))
PURCHASED: Final = Factor(
    "purchased_share", Text("外购电热占比", "Purchased share of electricity and heat")
)
GRID: Final = Factor("grid_factor", Text("电网（热力）排放因子", "Grid (and heat) emission factor"))
PROCESS: Final = Factor("process", Text("工业过程", "Industrial processes"))
COVERAGE: Final = Factor("coverage", Text("核算范围变化", "Change of coverage"))

FACTORS: Final = (
    POPULATION,
    AFFLUENCE,
    STRUCTURE,
    INTENSITY,
    MIX,
    EMISSION_FACTOR,
    PURCHASED,
    GRID,
    PROCESS,
    COVERAGE,
)

MWH_PER_TJ: Final = 1000 / 3.6
GJ_PER_TJ: Final = 1000.0


@dataclass(frozen=True, slots=True)
class Identity:
    """Emissions as signed products of factors.

    Parameters
    ----------
    years
        Years of the arrays.
    factors
        What the factors are.
    values
        Factors (factor, item, year).
    signs
        +1, or -1 for a deduction (item).
    """

    years: Axis[int]
    factors: tuple[Factor, ...]
    values: Floats
    signs: Floats

    @property
    def totals(self) -> Floats:
        """Return the emissions [t] (year)."""
        return np.asarray((self.values.prod(axis=0) * self.signs[:, np.newaxis]).sum(axis=0))


def build_identity(inventory: Inventory, activity: Activity, basis: Basis) -> Identity:
    """Write the emissions of an inventory as products of factors.

    Parameters
    ----------
    inventory
        The account.
    activity
        Population, GDP at constant prices and shares.
    basis
        Which parts of the account count.

    Returns
    -------
    Identity
        Factors of all items with emissions in any year; factors that are one throughout
        (no processes, nothing purchased, structure without shares of value added) are left out.

    Raises
    ------
    MethodError
        If a year of population or GDP is missing.
    """
    parts = BASIS_PARTS[basis]
    covered = _covered(inventory)
    place = _Place(inventory.years, activity)
    items = [
        item
        for sector in inventory.sectors
        if (Part.POWER_FUELS if sector == "power_heat" else Part.FUELS) in parts
        for item in _fuel_items(inventory, place, sector, covered)
    ]
    if Part.PROCESS in parts:
        items += _process_items(inventory)
    for part in parts:
        if part in _FLOWS:
            items += _flow_items(inventory, place, _FLOWS[part](inventory), covered)
    empty = np.ones((len(FACTORS), 0, len(inventory.years)))
    values = np.stack([rows for _, rows in items], axis=1) if items else empty
    signs = np.array([sign for sign, _ in items])
    always = (POPULATION, AFFLUENCE, INTENSITY, MIX, EMISSION_FACTOR)
    used = [k for k, f in enumerate(FACTORS) if f in always or (values[k] != 1).any()]
    return Identity(
        inventory.years, tuple(FACTORS[k] for k in used), np.asarray(values[used]), signs
    )


class _Place:
    """Population, GDP and sector activity on the years of the inventory."""

    def __init__(self, years: Axis[int], activity: Activity) -> None:
        self.years = years
        self.population = aligned(POPULATION.name, activity.population, years.labels)
        self.gdp = aligned(
            Text("可比价地区生产总值", "GDP at constant prices"), activity.gdp, years.labels
        )
        self._shares = activity.shares

    def rows(self, sector: str, energy: Floats) -> Floats:
        """Return population, affluence, structure and intensity of a sector (4, year)."""
        ones = np.ones(len(self.years))
        if _lines_of_descent(sector)[-1] == "none":
            return np.stack([self.population, ones, ones, energy / self.population])
        share = self._share(sector)
        affluence = self.gdp / self.population
        return np.stack([self.population, affluence, share, energy / (share * self.gdp)])

    def _share(self, sector: str) -> Floats:
        """Return the share in GDP at the finest level known and positive in all years (year)."""
        for level in _lines_of_descent(sector):
            known: Mapping[int, float] = self._shares.get(level, {})
            if all(known.get(year, 0.0) > 0 for year in self.years):
                return np.array([known[year] for year in self.years])
        return np.ones(len(self.years))


def _lines_of_descent(sector: str) -> tuple[str, ...]:
    """Return the sector, those above it, and its industry class."""
    if not sector:
        return ("",)
    tree = reference.sectors()
    return (sector, *tree.above(sector), str(tree.industry_class(sector) or ""))


def _fuel_items(
    inventory: Inventory, place: _Place, sector: str, covered: Booleans
) -> list[tuple[float, Floats]]:
    at = inventory.sectors.index(sector)
    used = inventory.energy[:, at] * covered[at]
    co2 = inventory.energy_co2[:, at]
    energy = used.sum(axis=1)
    head = place.rows(sector, energy)
    found = []
    for f in np.flatnonzero((co2 != 0).any(axis=0)):
        if not covered[at, f]:
            found.append((1.0, _single(COVERAGE, co2[:, f])))
            continue
        rows = np.ones((len(FACTORS), len(energy)))
        rows[:4] = head
        rows[4] = _ratio(used[:, f], energy)
        rows[5] = _ratio(co2[:, f], used[:, f])
        found.append((1.0, rows))
    return found


def _single(factor: Factor, co2: Floats) -> Floats:
    """Return an item that is one factor alone (factor, year)."""
    rows = np.ones((len(FACTORS), len(co2)))
    rows[FACTORS.index(factor)] = co2
    return rows


def _covered(inventory: Inventory) -> Booleans:
    """Say which cells hold figures that can be compared over the years (sector, carrier)."""
    unknown = np.isin(inventory.state, (State.NE, State.C))
    return np.asarray(~unknown.any(axis=0))


def _process_items(inventory: Inventory) -> list[tuple[float, Floats]]:
    co2 = inventory.process_co2.sum(axis=1)
    if not (co2 != 0).any():
        return []
    return [(1.0, _single(PROCESS, co2))]


@dataclass(frozen=True, slots=True)
class _Flow:
    """Electricity or heat that is charged with a factor: carrier, amount [TJ], factor [t/TJ].

    `covered` says whether the years can be compared.
    """

    carrier: str
    amount: Floats
    factor: Floats
    covered: bool


def _net_electricity(inventory: Inventory) -> _Flow:
    power = inventory.electricity
    return _electricity(power, power.net_purchased)


def _used_electricity(inventory: Inventory) -> _Flow:
    power = inventory.electricity
    lost = 0.0 if power.losses is None else power.losses
    return _electricity(power, power.consumed - lost)


def _grid_losses(inventory: Inventory) -> _Flow:
    power = inventory.electricity
    lost = np.zeros(len(inventory.years)) if power.losses is None else power.losses
    return _electricity(power, lost)


def _electricity(power: Electricity, amount: Floats) -> _Flow:
    covered = power.state is None or bool((power.state == State.VALUE).all())
    return _Flow("electricity", amount / MWH_PER_TJ, power.grid_factor * MWH_PER_TJ, covered)


def _net_heat(inventory: Inventory) -> _Flow:
    return _heat(inventory, inventory.electricity.heat_net_purchased / GJ_PER_TJ, covered=True)


def _used_heat(inventory: Inventory) -> _Flow:
    supplied = heat_supplied(inventory)
    amount = np.where(supplied, _used(inventory, "heat").sum(axis=1), 0.0)
    return _heat(inventory, amount, covered=bool(supplied.all()))


def _heat(inventory: Inventory, amount: Floats, *, covered: bool) -> _Flow:
    return _Flow("heat", amount, inventory.electricity.heat_factor * GJ_PER_TJ, covered)


#: Parts of a basis that charge electricity or heat with a factor.
_FLOWS: Final[Mapping[Part, Callable[[Inventory], _Flow]]] = {
    Part.NET_ELECTRICITY: _net_electricity,
    Part.USED_ELECTRICITY: _used_electricity,
    Part.GRID_LOSSES: _grid_losses,
    Part.NET_HEAT: _net_heat,
    Part.USED_HEAT: _used_heat,
}


def _used(inventory: Inventory, carrier: str) -> Floats:
    """Return a carrier's use [TJ] (year, sector)."""
    if carrier not in inventory.carriers.labels:
        return np.zeros((len(inventory.years), len(inventory.sectors)))
    return inventory.energy[:, :, inventory.carriers.index(carrier)]


def _flow_items(
    inventory: Inventory, place: _Place, flow: _Flow, covered: Booleans
) -> list[tuple[float, Floats]]:
    """Spread a flow over the sectors that use its carrier; gross flows in, gross flows out.

    Where the use of a sector is unknown in some year, the flow stands for the whole economy:
    otherwise what is not known would read as a change of shares.
    """
    gross = [
        (sign, np.maximum(sign * flow.amount, 0.0))
        for sign in (1.0, -1.0)
        if (sign * flow.amount > 0).any()
    ]
    if not flow.covered:
        return [(sign, _single(COVERAGE, amount * flow.factor)) for sign, amount in gross]
    used = _used(inventory, flow.carrier)
    whole = used.sum(axis=1)
    if not (whole > 0).all() or _partly_unknown(inventory, flow.carrier, covered):
        return [(sign, _whole_rows(place, amount, flow.factor)) for sign, amount in gross]
    found = []
    for s, sector in enumerate(inventory.sectors):
        if not (used[:, s] != 0).any():
            continue
        energy = (inventory.energy[:, s] * covered[s]).sum(axis=1)
        rows = np.ones((len(FACTORS), len(energy)))
        rows[:4] = place.rows(sector, energy)
        rows[4] = _ratio(used[:, s], energy)
        rows[7] = flow.factor
        for sign, amount in gross:
            part = rows.copy()
            part[6] = amount / whole
            found.append((sign, part))
    return found


def _partly_unknown(inventory: Inventory, carrier: str, covered: Booleans) -> bool:
    """Say whether a sector that uses a carrier in some years is unknown in another."""
    at = inventory.carriers.index(carrier)
    uses = (inventory.energy[:, :, at] != 0).any(axis=0)
    return bool((uses & ~covered[:, at]).any())


def _whole_rows(place: _Place, flow: Floats, factor: Floats) -> Floats:
    rows = np.ones((len(FACTORS), len(flow)))
    rows[:4] = place.rows("", np.ones(len(flow)))
    rows[6], rows[7] = flow, factor
    return rows


def _ratio(part: Floats, whole: Floats) -> Floats:
    """Return part / whole; where both are zero, the ratio of the nearest year that has one.

    An unused carrier has no share and no factor of its own; what is carried over is multiplied
    by zero energy and so adds nothing, but lets the whole change fall on the energy itself.
    """
    if (part[whole == 0] != 0).any():
        raise MethodError(
            Text("有排放而无能源消费，无法分解", "emissions without energy cannot be decomposed")
        )
    known = np.flatnonzero(whole != 0)
    if not known.size:
        return np.zeros(len(part))
    ratio = np.divide(part, whole, out=np.zeros(len(part)), where=whole != 0)
    nearest = known[np.abs(np.arange(len(part))[:, np.newaxis] - known).argmin(axis=1)]
    return np.asarray(ratio[nearest])
