"""A city with stocks, made up for the tests alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dafeng.axes import Axis
from dafeng.dossier.records import (
    Amount,
    BuildingRecord,
    Dossier,
    Identity,
    PlantRecord,
    RouteRecord,
    VehicleRecord,
)
from dafeng.language import Text
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.course import Course, course_of
from dafeng.scenarios.stocks.couple import StockPaths
from dafeng.scenarios.stocks.place import stock_paths
from dafeng.scenarios.story import default_scenario

YEARS = Axis("year", tuple(range(2023, 2061)))

IDENTITY = Identity(
    "330100", Text("示例", "Example"), "city", "330000", ("330100",), Text("全市", "all"),
    2023, "provincial-guideline-2025", "average", "330000", 2020, "",
)  # fmt: skip

VEHICLES = {
    "private_car": 3.2e6, "taxi": 1.5e4, "city_bus": 9e3, "coach": 8e3, "other_bus": 1.5e4,
    "heavy_truck": 6e4, "medium_truck": 1e4, "light_truck": 2e5,
}  # fmt: skip


def vehicle(of: str, number: float, drive: str = "", variable: str = "stock") -> VehicleRecord:
    unit = "km/辆" if variable == "distance" else "辆"
    return VehicleRecord(2023, of, drive, variable, Amount(number, unit))


def plant(name: str, technology: str, start: int, capacity: float) -> PlantRecord:
    return PlantRecord(name, technology, start, None, None, None, Amount(capacity, "MW"))


def full() -> Dossier:
    area = (("urban_residential", 40000.0), ("public", 15000.0))
    return Dossier(
        IDENTITY,
        vehicles=tuple(vehicle(of, number) for of, number in VEHICLES.items()),
        buildings=tuple(
            BuildingRecord(2023, kind, None, "area", Amount(size, "万平方米"))
            for kind, size in area
        ),
        plants=(
            plant("A1", "coal_ultra", 2008, 1000.0),
            plant("A2", "coal_supercritical", 1998, 600.0),
            plant("B1", "gas_cc", 2012, 2000.0),
            plant("S1", "solar", 2018, 1500.0),
            plant("K1", "coal_boiler", 2015, 900.0),
        ),
        routes=(
            RouteRecord(2023, "crude_steel", "bf_bof", Amount(150.0, "万吨")),
            RouteRecord(2023, "cement", "usual", Amount(1500.0, "万吨")),
        ),
    )


@pytest.fixture(name="dossier", scope="session")
def dossier_with_stocks() -> Dossier:
    """Return a dossier that holds stocks of every kind."""
    return full()


@pytest.fixture(name="course_for", scope="session")
def course_by_scenario(typical: Baseline) -> Callable[[str], Course]:
    """Return the course of a default scenario."""
    return lambda scenario: course_of(typical, default_scenario(typical, scenario))


@pytest.fixture(name="paths", scope="session")
def stocks_beside_inventory(
    typical: Baseline, dossier: Dossier, course_for: Callable[[str], Course]
) -> StockPaths:
    """Return the stocks under current policy."""
    return stock_paths(dossier, typical, course_for("current_policy"))
