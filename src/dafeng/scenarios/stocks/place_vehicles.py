"""Which vehicles does a place have, and how will they change?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dafeng.dossier.records import VehicleRecord
from dafeng.reference import stocks as published
from dafeng.scenarios.stocks.entered import (
    EFFICIENCY,
    SHARES_OF,
    Start,
    demand_of,
    entered_first,
    life_of,
    near,
    spread_of,
    value,
)
from dafeng.scenarios.stocks.stock import Demand, central
from dafeng.scenarios.stocks.turnover import turn_over
from dafeng.scenarios.stocks.vehicles import Drive, TurnOver, VehicleClass, Vehicles

#: Rows in which the fuel of a class stands, the first that the place has.
ROWS = {
    "private_car": ("households_urban", "households", "transport"),
    "business_car": ("services", "transport"),
}
_ROW = ("transport",)

#: Growth of sales before the base year [1/a] (project's judgement).
_PAST_GROWTH = 0.04


def place_vehicles(start: Start, engine: TurnOver = turn_over) -> tuple[Vehicles, ...]:
    """Return the vehicles of a place, one stock for each row that holds their fuel.

    Parameters
    ----------
    start
        Where the stocks start.
    engine
        How classes are turned over.
    """
    stated = [r for r in start.dossier.vehicles if r.variable == "stock"]
    by_row: dict[str, list[VehicleClass]] = {}
    for identifier in dict.fromkeys(r.vehicle_class for r in stated):
        row = start.first_of(*ROWS.get(identifier, _ROW))
        records = entered_first(
            (r for r in stated if r.vehicle_class == identifier), start.baseline.year
        )
        number = _number(records)
        if row is not None and number > 0:
            by_row.setdefault(row, []).append(_class_of(start, identifier, records, number))
    return tuple(_vehicles(start, row, classes, engine) for row, classes in by_row.items())


def _number(records: Sequence[VehicleRecord]) -> float:
    """Return the vehicles of a class: its total if stated, otherwise the sum of its drives."""
    whole = [value(r.amount, "辆") for r in records if not r.drive]
    return whole[0] if whole else sum(value(r.amount, "辆") for r in records)


def _class_of(
    start: Start, identifier: str, records: Sequence[VehicleRecord], number: float
) -> VehicleClass:
    demand = demand_of(identifier, number / start.baseline.population)
    around = start.around(start.first_of(*ROWS.get(identifier, _ROW)) or "")
    return VehicleClass(
        id=identifier,
        number=number,
        path=demand.index(around, np.zeros(1))[:, 0],
        life=life_of(identifier),
        past_growth=_PAST_GROWTH,
        distance=_distance(start, identifier),
        drives=_drives(start, identifier, records),
    )


def _distance(start: Start, identifier: str) -> float:
    stated = (
        r
        for r in start.dossier.vehicles
        if r.variable == "distance" and r.vehicle_class == identifier
    )
    found = [value(r.amount, "km/辆") for r in near(stated, start.baseline.year)]
    return found[0] if found else published.yearly_distances()[identifier].value


def _drives(start: Start, identifier: str, records: Sequence[VehicleRecord]) -> tuple[Drive, ...]:
    """Return the drives with the place's shares, or the nation's where it states none."""
    stock = {r.drive: value(r.amount, "辆") for r in records if r.drive}
    sales = _sales(start, identifier)
    drives = []
    for option in published.options_today()[identifier]:
        today = option.sales_share
        if sales and option.sales_share is not None:
            today = sales.get(option.option, 0.0) / sum(sales.values())
        spread = None if today is None else spread_of(start, identifier, option.option, today)
        share = option.share
        if stock:
            share = stock.get(option.option, 0.0) / sum(stock.values())
        elif spread is not None and today:
            gone = np.array([0.0, float(start.baseline.year - SHARES_OF)])
            then = spread.share(gone + (SHARES_OF - start.baseline.year), np.zeros(1))[:, 0]
            share *= float(min(then[1] / then[0], 1.5)) if then[0] > 0 else 1.0
        energy = published.drive_energies()[identifier, option.option]
        uses = tuple((u.carrier, u.figure.value) for u in energy)
        drives.append(Drive(option.option, share, uses, energy[0].improvement, spread))
    return tuple(drives)


def _sales(start: Start, identifier: str) -> dict[str, float]:
    """Return sales by drive near the base year; empty unless there are some of each kind."""
    stated = (
        r
        for r in start.dossier.vehicles
        if r.variable == "sales" and r.vehicle_class == identifier and r.drive
    )
    found = {r.drive: value(r.amount, "辆") for r in near(stated, start.baseline.year)}
    return found if len(found) > 1 and sum(found.values()) > 0 else {}


def _vehicles(
    start: Start, row: str, classes: Sequence[VehicleClass], engine: TurnOver
) -> Vehicles:
    """Put the classes of one row together; what moves their size is weighted by their energy."""
    alone = [(of, Vehicles(of.id, row, start.years, (of,), Demand(), 0.0)) for of in classes]
    demands = [demand_of(of.id, of.number / start.baseline.population) for of in classes]
    if len(classes) == 1:
        demand = demands[0]
    else:
        weight = np.array([_energy_now(model) for _, model in alone])
        weight /= weight.sum()
        mean = [
            float(weight @ [getattr(d, name) for d in demands])
            for name in ("people", "income", "activity")
        ]
        spread = float(weight @ [d.spread for d in demands])
        demand = Demand(mean[0], mean[1], mean[2], None, spread)
    return Vehicles(f"vehicles:{row}", row, start.years, tuple(classes), demand, EFFICIENCY, engine)


def _energy_now(model: Vehicles) -> float:
    return float(model.use(central(len(model.years)))[0].sum())
