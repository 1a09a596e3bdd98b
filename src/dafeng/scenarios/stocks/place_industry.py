"""Which plants and process routes does a place have, and how will they change?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dafeng.axes import Floats
from dafeng.dossier.records import ActivityRecord, PlantRecord, RouteRecord
from dafeng.reference import stocks as published
from dafeng.scenarios.stocks.entered import (
    EFFICIENCY,
    Start,
    demand_of,
    life_of,
    near,
    spread_of,
    value,
)
from dafeng.scenarios.stocks.plants import HeatPlants, PowerPlants, Unit
from dafeng.scenarios.stocks.routes import Route, Routes
from dafeng.scenarios.stocks.stock import PROCESS, Demand
from dafeng.units import TJ_PER_MWH

#: Technologies that make heat alone, their hours where none are stated, and their successor.
HEAT = ("coal_boiler", "gas_boiler", "electric_heat_pump")
_HEAT_HOURS = 2500.0
_SUCCESSOR = {"frozen": "gas_boiler"}


def place_plants(start: Start, power_path: Floats) -> tuple[PowerPlants | HeatPlants, ...]:
    """Return power and heat plants by unit; none if the place has entered none.

    Parameters
    ----------
    start
        Where the stocks start.
    power_path
        Central path of generation from fuel that the scenario wants, relative to the base year
        [-] (year). Units run as many hours as it needs, and no more than they do now.
    """
    baseline = start.baseline
    rows = [s for s, c in zip(baseline.sectors, baseline.classes, strict=True) if c == "power"]
    stated = [
        r
        for r in start.dossier.plants
        if r.amount.value and (r.end is None or r.end > baseline.year)
    ]
    if not rows or not stated:
        return ()
    power = tuple(_unit(r) for r in stated if r.technology not in HEAT)
    heat = tuple(_unit(r) for r in stated if r.technology in HEAT and r.start <= baseline.year)
    found: list[PowerPlants | HeatPlants] = []
    if power:
        found.append(_power(start, rows[0], power, power_path))
    if heat:
        found.append(_heat(start, rows[0], heat))
    return tuple(found)


def _unit(record: PlantRecord) -> Unit:
    technology = published.plant_technologies()[record.technology]
    capacity = value(record.amount, "MW")
    makes_heat = record.technology in HEAT
    hours = record.hours or technology.hours or _HEAT_HOURS
    output = capacity * hours * (TJ_PER_MWH if makes_heat else 1.0)
    settled = record.end is not None
    life = float((record.end or 0) - record.start) if settled else technology.life
    efficiency = record.efficiency or technology.efficiency.value
    spread = 0.0 if settled else technology.spread
    return Unit(record.name, technology.carrier, output, efficiency, record.start, life, spread)


def _power(start: Start, row: str, units: Sequence[Unit], wanted: Floats) -> PowerPlants:
    """Return power plants whose hours follow the wanted generation, held to what stands."""
    years, normal = start.years, np.zeros(1)
    standing = np.zeros(len(years))
    for unit in units:
        if unit.carrier != "non_fossil":
            standing += unit.output * unit.running(years, normal)[:, 0]
    share = np.divide(standing, standing[0], out=np.ones_like(standing), where=standing[0] > 0)
    hours = np.minimum(np.divide(wanted, share, out=np.ones_like(share), where=share > 0), 1.0)
    return PowerPlants(
        "plants:power", row, years, tuple(units), hours, (), Demand(spread=0.0), EFFICIENCY / 2
    )


def _heat(start: Start, row: str, units: Sequence[Unit]) -> HeatPlants:
    name = _SUCCESSOR.get(start.policy, "electric_heat_pump")
    technology = published.plant_technologies()[name]
    successor = Unit(
        name, technology.carrier, 0.0, technology.efficiency.value, 0, technology.life, 0.0
    )
    path = start.around(row).activity[:, 0]
    return HeatPlants(
        "plants:heat",
        row,
        start.years,
        tuple(units),
        successor,
        path,
        Demand(activity=1.0),
        EFFICIENCY / 2,
    )


def place_routes(start: Start) -> tuple[Routes, ...]:
    """Return products by route, for which the place gives output by route or at least output."""
    base = start.baseline.year
    stated = near(start.dossier.routes, base)
    outputs = near((r for r in start.dossier.activity if r.variable == "output"), base)
    found = []
    for product, sector in published.product_sectors().items():
        by_route = _by_route(product, stated, outputs)
        if sector in start.baseline.sectors.labels and sum(by_route.values()) > 0:
            found.append(_routes(start, product, sector, by_route))
    return tuple(found)


def _by_route(
    product: str, stated: Sequence[RouteRecord], outputs: Sequence[ActivityRecord]
) -> dict[str, float]:
    """Return output by route [t]; with the nation's shares if the place gives but a total."""
    own = {r.route: value(r.amount, "t") for r in stated if r.product == product}
    known = {o.option: o.share for o in published.options_today()[product]}
    own = {route: tonnes for route, tonnes in own.items() if route in known}
    if own:
        return own
    total = sum(value(r.amount, "t") for r in outputs if r.sector == product)
    return {route: share * total for route, share in known.items()}


def _routes(start: Start, product: str, sector: str, by_route: dict[str, float]) -> Routes:
    total = sum(by_route.values())
    routes = []
    for option in published.options_today()[product]:
        uses = published.process_routes()[product, option.option]
        share = by_route.get(option.option, 0.0) / total
        today = option.sales_share
        spread = None
        if today is not None:
            spread = spread_of(start, product, option.option, max(today, min(share, 0.95)))
        routes.append(
            Route(
                option.option,
                share,
                tuple((u.carrier, u.figure.value) for u in uses if u.carrier != PROCESS),
                sum(u.figure.value for u in uses if u.carrier == PROCESS),
                uses[0].improvement,
                spread,
            )
        )
    around = start.around(sector)
    demand = demand_of(product)
    return Routes(
        name=f"routes:{product}",
        row=sector,
        years=start.years,
        output=total,
        path=demand.index(around, np.zeros(1))[:, 0],
        routes=tuple(routes),
        life=life_of("industry"),
        demand=demand,
        efficiency=EFFICIENCY,
    )
