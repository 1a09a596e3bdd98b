"""Where does the future start: activity, energy, factors and history of one place?"""

from __future__ import annotations

from dataclasses import dataclass

from dafeng.axes import Axis, Floats
from dafeng.language import Text
from dafeng.scenarios.history import Trend


@dataclass(frozen=True, slots=True)
class Supply:
    """Electricity and heat of the base year.

    Parameters
    ----------
    fossil_power, non_fossil_power
        Local generation from fuel and from everything else [MWh]; the split is an estimate
        (see `dafeng.scenarios.base_year`).
    net_purchased
        Net import of electricity, negative for an exporter [MWh].
    grid_factor
        CO2 factor of purchased electricity [t/MWh].
    heat_net_purchased
        Net import of heat [GJ].
    heat_factor
        CO2 factor of purchased heat [t/GJ].
    heat_share
        Share of the plants' fuel that makes heat; it follows the demand for heat [-].
    """

    fossil_power: float
    non_fossil_power: float
    net_purchased: float
    grid_factor: float
    heat_net_purchased: float
    heat_factor: float
    heat_share: float


@dataclass(frozen=True, slots=True)
class Spread:
    """Relative half widths (95 %) of the base year.

    Parameters
    ----------
    level
        Activity data of each sector [-] (sector).
    factor
        CO2 factor of each carrier group, down and up, shared by all sectors [-] (carrier, 2).
    process
        Process CO2 [-] (sector).
    purchased
        Net purchased electricity [-].
    """

    level: Floats
    factor: Floats
    process: Floats
    purchased: float


@dataclass(frozen=True, slots=True)
class Past:
    """What the place's own series say; None where the series are too short or absent.

    Parameters
    ----------
    population, gdp, carbon_intensity
        Trends of population, GDP at constant prices, and CO2 per GDP.
    known
        Growth after the base year that is already known: (driver, year, rate [1/a]).
    """

    population: Trend | None
    gdp: Trend | None
    carbon_intensity: Trend | None
    known: tuple[tuple[str, int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Baseline:
    """The base year of one place; energy flows in groups of carriers, data on an axis.

    Parameters
    ----------
    place
        Code of the place.
    year
        Base year.
    price_base
        Year of constant prices.
    sectors, carriers
        Axes; carriers are groups (coal, oil, gas, heat, electricity, non_fossil, other).
    classes
        Industry class of each sector; "" for households, "power" for power and heat plants.
    lineage
        Parents of each sector, so that an assumption on a parent reaches its leaves.
    population
        Resident population [persons].
    gdp
        Gross domestic product at constant prices [yuan].
    class_shares
        Shares of the three classes in GDP [-] (class); empty if not known.
    energy
        Energy use [TJ] (sector, carrier).
    factor
        Implied CO2 factor [t/TJ] (sector, carrier).
    process
        Process CO2 [t] (sector).
    supply
        Electricity and heat.
    spread
        Uncertainty of the base year.
    past
        History.
    sinks
        Uptake by sinks in the base year [t/a]; None if not stated.
    notes
        What had to be assumed to build the baseline.
    """

    place: str
    year: int
    price_base: int
    sectors: Axis[str]
    carriers: Axis[str]
    classes: tuple[str, ...]
    lineage: tuple[tuple[str, ...], ...]
    population: float
    gdp: float
    class_shares: Floats
    energy: Floats
    factor: Floats
    process: Floats
    supply: Supply
    spread: Spread
    past: Past
    sinks: float | None = None
    notes: tuple[Text, ...] = ()

    @property
    def fuels(self) -> float:
        """Return CO2 from fuels burnt inside the boundary [t]."""
        return float((self.energy * self.factor).sum())

    @property
    def purchased(self) -> float:
        """Return CO2 of net purchased electricity and heat [t]."""
        supply = self.supply
        return (
            supply.net_purchased * supply.grid_factor
            + supply.heat_net_purchased * supply.heat_factor
        )
