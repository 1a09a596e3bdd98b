"""How long do things last, what do they use, and how fast does the new come in?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from dafeng.language import Text
from dafeng.reference.catalogue import Row, rows, unknown


@dataclass(frozen=True, slots=True)
class Figure:
    """A published or judged figure with its range.

    Parameters
    ----------
    value, low, high
        Central value and range [unit].
    unit
        Unit.
    source, year
        Source id and year.
    quality
        A Chinese official or peer-reviewed, B Chinese industry or second-hand, C foreign,
        M from memory or judgement.
    """

    value: float
    low: float
    high: float
    unit: str
    source: str
    year: int
    quality: str


@dataclass(frozen=True, slots=True)
class Survival:
    """Weibull survival of vehicles, buildings or industrial plant.

    Parameters
    ----------
    id, kind, name
        Identifier, ``vehicle``, ``building`` or ``plant``, and name.
    scale, shape
        Weibull parameters [a], [-].
    limit
        Age of mandatory scrapping, infinite if none [a].
    spread
        Standard deviation of the logarithm of the scale [-].
    source, year, quality
        As in `Figure`.
    """

    id: str
    kind: str
    name: Text
    scale: float
    shape: float
    limit: float
    spread: float
    source: str
    year: int
    quality: str


@dataclass(frozen=True, slots=True)
class StockDemand:
    """How a stock follows people, income and activity.

    Parameters
    ----------
    people, income, activity
        Elasticities [-].
    saturation
        Ownership that is never passed [1/person]; None without a curve.
    alpha, beta
        Gompertz parameters; `beta` per 10 000 yuan of 2020 a head.
    spread
        As in `dafeng.scenarios.stocks.stock.Demand`.
    """

    people: float
    income: float
    activity: float
    saturation: float | None
    alpha: float
    beta: float
    spread: float


@dataclass(frozen=True, slots=True)
class Option:
    """A drive or process route today.

    Parameters
    ----------
    option
        Drive or route.
    share
        Share of the stock or the output [-].
    sales_share
        Share of sales or additions; None for an option that does not spread [-].
    """

    option: str
    share: float
    sales_share: float | None


@dataclass(frozen=True, slots=True)
class Adoption:
    """How an option spreads: ceiling [-], years from 10 to 90 % [a], spread of the pace [-]."""

    ceiling: float
    duration: float
    pace: float


@dataclass(frozen=True, slots=True)
class PlantTechnology:
    """A power or heat technology.

    Parameters
    ----------
    id, name
        Identifier and name.
    carrier
        Carrier group of its fuel; ``non_fossil`` if it burns none.
    efficiency
        Net efficiency with range [-].
    hours
        Hours at full load [h/a]; 0 for heat.
    life, spread
        Years in service and their standard deviation [a].
    """

    id: str
    name: Text
    carrier: str
    efficiency: Figure
    hours: float
    life: float
    spread: float


@dataclass(frozen=True, slots=True)
class RouteUse:
    """What one route takes or emits per tonne of product.

    Parameters
    ----------
    carrier
        Carrier group, or ``process`` for process CO2.
    figure
        [GJ/t] or, for ``process``, [t/t].
    improvement
        Yearly fall [1/a].
    """

    carrier: str
    figure: Figure
    improvement: float


def _figure(r: Row, unit: str = "") -> Figure:
    low, high = r.get("low") or r["value"], r.get("high") or r["value"]
    return Figure(
        float(r["value"]),
        float(low),
        float(high),
        unit or r["unit"],
        r["source"],
        int(r["year"]),
        r["quality"],
    )


@lru_cache(maxsize=1)
def survivals() -> Mapping[str, Survival]:
    """Return survival by class of vehicle, kind of building or plant."""
    return {
        r["id"]: Survival(
            r["id"],
            r["kind"],
            Text(r["zh"], r["en"]),
            float(r["scale"]),
            float(r["shape"]),
            float(r["limit"] or math.inf),
            float(r["spread"]),
            r["source"],
            int(r["year"]),
            r["quality"],
        )
        for r in rows("stock_survival")
    }


@lru_cache(maxsize=1)
def stock_demands() -> Mapping[str, StockDemand]:
    """Return the demand for stocks by class or product."""
    return {
        r["id"]: StockDemand(
            float(r["people"]),
            float(r["income"]),
            float(r["activity"]),
            float(r["saturation"]) / 1000 if r["saturation"] else None,
            float(r["alpha"] or 0.0),
            float(r["beta"] or 0.0),
            float(r["spread"]),
        )
        for r in rows("stock_demand")
    }


@lru_cache(maxsize=1)
def yearly_distances() -> Mapping[str, Figure]:
    """Return the yearly distance by class of vehicle [km]."""
    return {r["id"]: _figure(r) for r in rows("stock_distance")}


@lru_cache(maxsize=1)
def drive_energies() -> Mapping[tuple[str, str], tuple[RouteUse, ...]]:
    """Return energy per kilometre [MJ/km] by class and drive."""
    found: dict[tuple[str, str], tuple[RouteUse, ...]] = {}
    for r in rows("stock_drives"):
        key = r["class"], r["drive"]
        use = RouteUse(r["carrier"], _figure(r), float(r["improvement"]))
        found[key] = (*found.get(key, ()), use)
    return found


@lru_cache(maxsize=1)
def options_today() -> Mapping[str, tuple[Option, ...]]:
    """Return drives or routes with their national shares by class or product."""
    found: dict[str, tuple[Option, ...]] = {}
    for r in rows("stock_shares"):
        sales = float(r["sales_share"]) if r["sales_share"] else None
        option = Option(r["option"], float(r["share"]), sales)
        found[r["id"]] = (*found.get(r["id"], ()), option)
    return found


@lru_cache(maxsize=1)
def adoptions() -> Mapping[tuple[str, str, str], Adoption]:
    """Return how options spread by (scenario, class or product, option)."""
    return {
        (r["scenario"], r["id"], r["option"]): Adoption(
            float(r["ceiling"]), float(r["duration"]), float(r["pace"])
        )
        for r in rows("stock_adoption")
    }


def building_energy(kind: str, zone: str) -> Mapping[tuple[str, str], Figure]:
    """Return energy per floor area [MJ/m2] by (service, carrier) of a kind in a climate zone."""
    return {
        (r["service"], r["carrier"]): _figure(r)
        for r in rows("stock_buildings")
        if r["id"] == kind and r["zone"] in ("", zone)
    }


def building_facts(kind: str) -> Mapping[str, Figure]:
    """Return facts on a kind of building by name."""
    return {r["fact"]: _figure(r) for r in rows("stock_building_facts") if r["id"] == kind}


def climate_zone(code: str) -> str:
    """Return the climate zone of a division; it has that of what it lies in unless told apart.

    Raises
    ------
    UnknownNameError
        If the code lies in no province.
    """
    zones = _zones()
    found = next((zones[key] for key in _above(code) if key in zones), None)
    if found is None:
        raise unknown("气候区的省份", "province with a climate zone", code, zones)
    return found


def climate_zones(code: str) -> frozenset[str]:
    """Return the climate zones of a division; of a province all of them, none if unknown."""
    zones = _zones()
    if code.endswith("0000"):
        return frozenset(zone for key, zone in zones.items() if key[:2] == code[:2])
    return frozenset([zones[key] for key in _above(code) if key in zones][:1])


def is_zone_from_memory(code: str) -> bool:
    """Say whether the climate zone of a division is from memory and not from the standard."""
    return any(key in _remembered_zones() for key in _above(code))


def _above(code: str) -> tuple[str, str, str]:
    """Return a division, its prefecture and its province."""
    return code, code[:4] + "00", code[:2] + "0000"


@lru_cache(maxsize=1)
def _zones() -> Mapping[str, str]:
    return {r["code"]: r["zone"] for r in rows("stock_zones")}


@lru_cache(maxsize=1)
def _remembered_zones() -> frozenset[str]:
    return frozenset(r["code"] for r in rows("stock_zones") if r["quality"] == "M")


@lru_cache(maxsize=1)
def plant_technologies() -> Mapping[str, PlantTechnology]:
    """Return power and heat technologies by id."""
    return {
        r["id"]: PlantTechnology(
            r["id"],
            Text(r["zh"], r["en"]),
            r["carrier"],
            _figure(r | {"value": r["efficiency"]}, "1"),
            float(r["hours"]),
            float(r["life"]),
            float(r["spread"]),
        )
        for r in rows("stock_plants")
    }


@lru_cache(maxsize=1)
def process_routes() -> Mapping[tuple[str, str], tuple[RouteUse, ...]]:
    """Return what routes take and emit by (product, route)."""
    found: dict[tuple[str, str], tuple[RouteUse, ...]] = {}
    for r in rows("stock_routes"):
        key = r["product"], r["route"]
        use = RouteUse(r["carrier"], _figure(r), float(r["improvement"]))
        found[key] = (*found.get(key, ()), use)
    return found


@lru_cache(maxsize=1)
def product_sectors() -> Mapping[str, str]:
    """Return the sector in whose row a product's energy stands, by product."""
    return {r["product"]: r["sector"] for r in rows("stock_routes")}


@lru_cache(maxsize=1)
def private_cars() -> Mapping[str, Figure]:
    """Return private vehicles of the provinces at the end of 2023 [万辆] by code."""
    return {r["province"]: _figure(r) for r in rows("stock_cars")}
