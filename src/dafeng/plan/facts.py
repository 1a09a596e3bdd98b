"""Which figures may a sentence bind? Each result of the build with its id and origin."""

from __future__ import annotations

from typing import Final

import numpy as np

from dafeng.language import Text
from dafeng.peak.futures import PeakOutlook
from dafeng.plan import quantities
from dafeng.plan.binding import BoundFigure, Measured, year_figure
from dafeng.plan.material import Indicator, PlanMaterial
from dafeng.plan.promise import Promise
from dafeng.plan.quantities import Quantity
from dafeng.scenarios.defaults import name_of
from dafeng.scenarios.ensemble import LEVELS

INVENTORY: Final = Text("清单计算", "inventory")
HANDED_IN: Final = Text("本地档案", "dossier")
DRIVERS: Final = Text("驱动因素分解", "decomposition")
STATUS: Final = Text("达峰状态判断", "peak rule")
FUTURES: Final = Text("情景集合", "ensemble")
PORTFOLIO: Final = Text("措施组合", "portfolio")


def emissions(material: PlanMaterial) -> Quantity:
    """Return the form in which the place prints its tonnes."""
    largest = max(
        (float(np.max(np.abs(v), initial=0.0)) for v in material.totals.values()), default=0.0
    )
    return quantities.emissions_of(largest)


def saved(promise: Promise | None) -> Quantity:
    """Return the one form in which tonnes of projects are printed: by the smallest of them.

    Parameters
    ----------
    promise
        What the plan promises; None if nothing.
    """
    known = [abs(p.tonnes.central) for p in promise.projects if p.tonnes] if promise else []
    return quantities.saved_of(min((t for t in known if t), default=0.0))


def base_year(material: PlanMaterial) -> BoundFigure:
    """Return the base year."""
    return year_figure("base_year", material.base_year, HANDED_IN)


def total(material: PlanMaterial, basis: str, year: int) -> BoundFigure:
    """Return the total of a basis in a year of the inventory."""
    at = material.inventory.years.index(year)
    return BoundFigure(
        f"inventory.{basis}.{year}",
        float(material.totals[basis][at]),
        emissions(material),
        INVENTORY,
    )


def share(name: str, value: float, origin: Text = INVENTORY) -> BoundFigure:
    """Return a share of one."""
    return BoundFigure(name, value, quantities.SHARE, origin)


def chance(name: str, value: float, origin: Text = FUTURES) -> BoundFigure:
    """Return a probability."""
    return BoundFigure(name, value, quantities.CHANCE, origin)


def count(name: str, value: float, origin: Text) -> BoundFigure:
    """Return a count."""
    return BoundFigure(name, value, quantities.COUNT, origin)


def tonnes(material: PlanMaterial, name: str, value: float, origin: Text) -> BoundFigure:
    """Return tonnes of CO2 [t] in the form of the place."""
    return BoundFigure(name, value, emissions(material), origin)


def indicator(record: Indicator) -> Measured:
    """Return an indicator as a cell with its unit."""
    if record.value is None:
        return Measured(None, quantities.PLAIN)
    kind, factor = quantities.of_unit(record.unit, record.value)
    return Measured(record.value * factor, kind, unit=True)


def bound_indicator(record: Indicator) -> BoundFigure:
    """Return an indicator that has a figure for a sentence."""
    cell = indicator(record)
    return BoundFigure(
        f"indicator.{record.id}.{record.year}", cell.value or 0.0, cell.quantity, HANDED_IN
    )


def peak_year(outlook: PeakOutlook, level: float) -> BoundFigure | Text:
    """Return a quantile of the peak year; words where it lies outside the horizon."""
    year = outlook.year_quantiles[LEVELS.index(level)]
    if year is None:
        return beyond(outlook)
    if year == outlook.years.labels[0]:
        return at_or_before(year)
    return year_figure(f"peak.{outlook.scenario}.year.p{level * 100:02.0f}", year, FUTURES)


def at_or_before(year: int) -> Text:
    """Return the words for a maximum in the first year known: the peak may be older."""
    return Text(f"{year}年或以前", f"{year} or before")


def beyond(outlook: PeakOutlook) -> Text:
    """Return the words for a peak that does not fall inside the horizon."""
    horizon = outlook.years.labels[-1]
    return Text(f"{horizon}年前未出现", f"not by {horizon}")


def scenario(key: str) -> Text:
    """Return the name of a scenario."""
    return name_of(key)


def duration(name: str, value: float, origin: Text) -> BoundFigure:
    """Return a number of years."""
    return BoundFigure(name, value, quantities.YEARS, origin)


def rate(name: str, value: float, origin: Text) -> BoundFigure:
    """Return a yearly rate of change of one."""
    return BoundFigure(name, value, quantities.RATE, origin)


def figure(name: str, value: float, kind: Quantity, origin: Text) -> BoundFigure:
    """Return a figure of any kind."""
    return BoundFigure(name, value, kind, origin)
