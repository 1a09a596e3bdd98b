"""Which stocks does a place start from?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final, Protocol, TypeVar

from dafeng.dossier.records import Amount, Dossier, Quality
from dafeng.errors import MethodError
from dafeng.language import Text
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.course import Course, course_of
from dafeng.scenarios.stocks.couple import StockPaths, central_growth, centre_of, with_stocks
from dafeng.scenarios.stocks.entered import Start
from dafeng.scenarios.stocks.place_buildings import place_buildings
from dafeng.scenarios.stocks.place_industry import place_plants, place_routes
from dafeng.scenarios.stocks.place_vehicles import place_vehicles
from dafeng.scenarios.stocks.stock import Stock
from dafeng.scenarios.stocks.turnover import turn_over, turn_over_fast
from dafeng.scenarios.story import Scenario

#: Which stocks act: all that there are figures for, none, or those that the place has entered.
ON, OFF, ENTERED = "on", "off", "entered"
CHOICES: Final = (ENTERED, ON, OFF)

#: Gives the stocks of a place under a scenario.
Stocks = Callable[[Baseline, Course], StockPaths]


class _Figured(Protocol):
    @property
    def amount(self) -> Amount: ...


R = TypeVar("R", bound=_Figured)


def stocks_of(dossier: Dossier, choice: str = ENTERED) -> Stocks | None:
    """Return what gives the stocks of a place; None if none act.

    Estimates of a first dossier are no entries, and an output without its routes is none of routes:
    they act only if that is asked.

    Raises
    ------
    MethodError
        If the choice is unknown.
    """
    if choice not in CHOICES:
        known = ", ".join(CHOICES)
        raise MethodError(
            Text(f"没有“{choice}”这种选择；可选：{known}", f"no choice {choice!r}; known: {known}")
        )
    given = dossier if choice == ON else without_estimates(dossier)
    if choice == OFF or (choice == ENTERED and not _tables(given)):
        return None
    return lambda baseline, course: stock_paths(given, baseline, course, compiled=True)


def stocks_told(baseline: Baseline, story: Scenario, stocks: Stocks) -> tuple[Text, ...]:
    """Return which stocks act and how they were calibrated, for readers."""
    return tuple(owned.told() for owned in stocks(baseline, course_of(baseline, story)).owned)


def without_estimates(dossier: Dossier) -> Dossier:
    """Return a dossier whose stock tables hold what the place has entered, and nothing else."""
    return replace(
        dossier,
        vehicles=_own(dossier.vehicles),
        buildings=_own(dossier.buildings),
        plants=_own(dossier.plants),
        routes=_own(dossier.routes),
        activity=tuple(r for r in dossier.activity if r.variable != "output"),
    )


def _own(records: tuple[R, ...]) -> tuple[R, ...]:
    return tuple(r for r in records if r.amount.quality is not Quality.ESTIMATE)


def _tables(dossier: Dossier) -> bool:
    return bool(dossier.vehicles or dossier.buildings or dossier.plants or dossier.routes)


def place_stocks(
    dossier: Dossier, baseline: Baseline, course: Course, *, compiled: bool = False
) -> tuple[Stock, ...]:
    """Return the stocks that a place has entered, under one scenario.

    Vehicles, buildings and routes are each off unless the dossier has rows of them within two years
    of the base year, plants unless one stands then, by its own years; what a row does not say is
    taken from the published tables.

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
    start = Start(dossier, baseline, course.years, course.policy, centre)
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
