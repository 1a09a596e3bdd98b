"""Which stocks does a place start from?"""

from __future__ import annotations

from dafeng.dossier.records import Dossier
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.course import Course
from dafeng.scenarios.stocks.couple import StockPaths, central_growth, centre_of, with_stocks
from dafeng.scenarios.stocks.entered import Start
from dafeng.scenarios.stocks.place_buildings import place_buildings
from dafeng.scenarios.stocks.place_industry import place_plants, place_routes
from dafeng.scenarios.stocks.place_vehicles import place_vehicles
from dafeng.scenarios.stocks.stock import Stock
from dafeng.scenarios.stocks.turnover import turn_over, turn_over_fast


def place_stocks(
    dossier: Dossier, baseline: Baseline, course: Course, *, compiled: bool = False
) -> tuple[Stock, ...]:
    """Return the stocks that a place has entered, under one scenario.

    Vehicles, buildings, plants and routes are each off unless the dossier has rows of them within
    two years of the base year; what a row does not say is taken from the published tables.

    Parameters
    ----------
    dossier
        Records of the place.
    baseline
        Base year.
    course
        Scenario.
    compiled
        Whether vehicles are turned over by compiled code; equal but for the order of sums.
    """
    centre = centre_of(baseline, course)
    start = Start(dossier, baseline, course.years, course.scenario, centre)
    power = central_growth(course, "local_fossil_power")[0]
    return (
        *place_vehicles(start, turn_over_fast if compiled else turn_over),
        *place_buildings(start),
        *place_plants(start, power),
        *place_routes(start),
    )


def stock_paths(
    dossier: Dossier, baseline: Baseline, course: Course, *, compiled: bool = False
) -> StockPaths:
    """Return the stocks of a place set beside its inventory; without any it changes nothing."""
    stocks = place_stocks(dossier, baseline, course, compiled=compiled)
    return with_stocks(baseline, stocks, centre_of(baseline, course))
