"""How large can a figure be for this place, judged by what is published of its past?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dafeng import reference
from dafeng.language import Text, number
from dafeng.plan.rules.rows import Target, exact_in, tonnes_of
from dafeng.plan.rules.subject import History
from dafeng.reference.indicators import Indicator, NationalValue, indicators

#: Share of the nation's figure that no prefecture or park has [-]: of what grows manifold, a plan
#: may hold the figure of a later year against one of the past.
OF_NATION: Final = 0.3
_GROWING: Final = frozenset(
    {"own_green_power", "bought_green_power", "non_electric_renewables", "storage_capacity"}
)
#: The same of what is about as large in all years: the largest have a twentieth.
OF_STEADY: Final = 0.1
#: CO2 per energy of the nation [t/tce]: a place may lie a factor of two or three off.
PER_TCE: Final = 2.2
#: Times a total may be above or below what is published: other bases, other years.
WHOLE: Final = 10.0
#: Times a part may be above the whole: energy that is told from CO2 is uncertain besides.
PART: Final = 4.0
#: Times power may be above the place's part of the nation's: some live on aluminium or data.
POWER: Final = 15.0
#: Totals of a whole place, and for which amount of it they stand.
_WHOLES: Final = {
    "co2_total": "co2",
    "peak_level": "co2",
    "carbon_budget": "co2",
    "energy_total": "energy",
    "gdp": "gdp",
    "population": "population",
    "electricity_use": "power",
}
#: Amounts that a part cannot exceed, by the unit in which an indicator of them stands.
_PARTS: Final = {"万吨二氧化碳": "co2", "万吨标准煤": "energy", "亿千瓦时": "power"}
#: Indicators that stand for the nation's amount where a row names none of the catalogue.
_STANDS_FOR: Final = ("co2_total", "energy_total", "electricity_use", "wind_solar_capacity")


@dataclass(frozen=True, slots=True)
class Room:
    """What a place can have of an amount.

    Parameters
    ----------
    least, most
        In the unit of the indicator; `least` is 0 for parts.
    known
        What is published, in words.
    year
        Of what is published.
    """

    least: float
    most: float
    known: Text
    year: int


def meant(target: Target) -> tuple[Indicator, float] | None:
    """Return an indicator of the kind of a target's amount, and its figure in that unit.

    A row that names no indicator of the catalogue is judged by its unit alone.

    Parameters
    ----------
    target
        The row.
    """
    if target.indicator is not None:
        return None if target.size is None else (target.indicator, target.size)
    if target.aim.value is None or target.is_change:
        return None
    for identifier in _STANDS_FOR:
        of = indicators()[identifier]
        found = exact_in(target.aim.value, target.unit, of.unit)
        if found is not None:
            return of, found
    return None


@dataclass(frozen=True, slots=True)
class Share:
    """A figure as a share of the nation's that no single place has.

    Parameters
    ----------
    share
        [-].
    nation, unit
        What the nation has, and in which unit.
    """

    share: float
    nation: NationalValue
    unit: str


def share_of_nation(target: Target) -> Share | None:
    """Return a share of the nation's figure that no city or park has; None if it is smaller.

    Parameters
    ----------
    target
        The row.
    """
    found = meant(target)
    nation = found[0].national if found else None
    if found is None or nation is None:
        return None
    share = found[1] / nation.value
    most = OF_NATION if found[0].id in _GROWING else OF_STEADY
    return Share(share, nation, found[0].unit) if share >= most else None


def room(target: Target, of: Indicator, history: History) -> Room | None:
    """Return what a place can have of a target's amount; None where its past says nothing of it.

    Parameters
    ----------
    target
        The row.
    of
        Indicator of the kind of its amount.
    history
        What is published of the place.
    """
    whole = _WHOLES.get(of.id, "") if target.indicator is not None else ""
    part = "" if whole or of.kind != "total" else _PARTS.get(of.unit, "")
    found = _amount(whole or part, history)
    if found is None:
        return None
    value, known, year = found
    power = (whole or part) == "power"
    times = POWER if power else WHOLE if whole or part == "co2" else PART
    return Room(value / times if whole else 0.0, value * times, known, year)


def _amount(name: str, history: History) -> tuple[float, Text, int] | None:
    """Return an amount of the place in the unit of plans, in words, and its year."""
    series = {"gdp": history.gdp, "population": history.population}.get(name, history.co2)
    year = max(series, default=0)
    if not name or not series or series[year] <= 0:
        return None
    value = series[year]
    match name:
        case "gdp":
            return (
                value,
                Text(f"{number(value, 0)} 亿元", f"{number(value / 10, 1)} billion yuan"),
                year,
            )
        case "population":
            return (
                value,
                Text(f"{number(value, 1)} 万人", f"{number(value / 100, 2)} million"),
                year,
            )
        case "co2":
            return value / 1e4, tonnes_of(value), year
        case "energy":
            energy = value / PER_TCE / 1e4
            return (
                energy,
                Text(
                    f"约 {number(energy, 0)} 万吨标准煤（由排放量折算）",
                    f"about {number(energy / 100, 1)} Mtce (from its CO2)",
                ),
                year,
            )
        case _:
            return _power(value, year)


def _power(co2: float, year: int) -> tuple[float, Text, int] | None:
    """Return the nation's electricity by the place's part of its CO2."""
    whole, nation = indicators()["electricity_use"].national, reference.national().co2
    if whole is None:
        return None
    value = whole.value * co2 / nation[max(nation)]
    return (
        value,
        Text(
            f"约 {number(value, 0)} 亿千瓦时（按排放占全国的份额）",
            f"about {number(value / 10, 1)} TWh (by its part of the nation's CO2)",
        ),
        year,
    )


#: Totals below which no city and no park is [unit of the indicator].
_FLOORS: Final = {
    "co2_total": (10.0, 0.1),
    "peak_level": (10.0, 0.1),
    "carbon_budget": (10.0, 0.1),
    "energy_total": (5.0, 0.05),
    "gdp": (10.0, 0.5),
    "population": (1.0, 0.001),
    "electricity_use": (0.5, 0.01),
}


def floor(identifier: str, kind: str) -> float | None:
    """Return what no city, or no park, is below; None where nothing is known.

    Parameters
    ----------
    identifier
        Of the indicator.
    kind
        ``city``, ``park`` or ``province``; a province is judged as a city.
    """
    city, park = _FLOORS.get(identifier, (None, None))
    return park if kind == "park" else city
