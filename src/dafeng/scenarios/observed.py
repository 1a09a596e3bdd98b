"""Which yearly series does a dossier hold: population, GDP at constant prices, published CO2?"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from dafeng import units
from dafeng.axes import Floats
from dafeng.dossier.records import ActivityRecord, Dossier
from dafeng.inventory.gdp import constant_gdp
from dafeng.inventory.published import published_totals, tonnes_of_co2
from dafeng.language import Text
from dafeng.scenarios.catalogue import CLASSES

#: Years by which a figure may miss the base year.
TOLERANCE = 2


def series(dossier: Dossier, variable: str, unit: str, sector: str = "") -> dict[int, float]:
    """Return a variable by year in the unit; absent figures stay absent."""
    return _by_year((r for r in _records(dossier, variable) if r.sector == sector), unit)


def stated(dossier: Dossier, variable: str, unit: str, year: int) -> float | None:
    """Return the figure of a year, or the nearest within two years, or None."""
    return _near(series(dossier, variable, unit), year)


def real_gdp(
    dossier: Dossier, year: int | None = None
) -> tuple[dict[int, float], int, Text | None]:
    """Return GDP at constant prices [yuan] by year, the price base, and a remark if in doubt.

    Read by `dafeng.inventory.gdp.constant_gdp`; of current-price GDP alone only the last year up
    to a given one (by default the base year) is of use.
    """
    found = constant_gdp(dossier.activity, dossier.identity.price_base)
    if found.comparable or not found.current:
        base = dossier.identity.price_base if found.price_base is None else found.price_base
        return dict(found.values), base, None
    remark = Text(
        "只有当年价GDP：不取其增速", "GDP is at current prices only: its growth is not used"
    )
    current, latest = found.current, dossier.identity.base_year if year is None else year
    last = max(y for y in current if y <= latest or y == min(current))
    return {last: current[last]}, last, remark


def class_shares(dossier: Dossier, year: int) -> Floats:
    """Return the shares of the three classes in GDP, summing to one [-]; empty if not known."""
    for variable, unit in (("value_added_share", "1"), ("value_added", "元")):
        by_class = [_near(_class_series(dossier, variable, unit, c), year) for c in CLASSES]
        if all(v is not None for v in by_class):
            values = np.array([float(v) for v in by_class if v is not None])
            return np.asarray(values / values.sum())
    return np.zeros(0)


def published(dossier: Dossier) -> tuple[dict[int, float], str]:
    """Return the published CO2 series that ends latest (the longest of them) [t], and its id."""
    names = {r.series for r in dossier.published if r.amount.value is not None}
    found = {name: published_totals(dossier.published, name) for name in sorted(names)}
    if not found:
        return {}, ""
    name = max(sorted(found), key=lambda s: (max(found[s]), len(found[s])))
    return found[name], name


def _class_series(dossier: Dossier, variable: str, unit: str, name: str) -> dict[int, float]:
    records = [r for r in _records(dossier, variable) if r.sector == name]
    constant = [r for r in records if r.price_base.isdigit()]
    return _by_year(constant or records, unit)


def _near(values: dict[int, float], year: int) -> float | None:
    near = [y for y in values if abs(y - year) <= TOLERANCE]
    return values[min(near, key=lambda y: (abs(y - year), y))] if near else None


def _records(dossier: Dossier, variable: str) -> list[ActivityRecord]:
    return [r for r in dossier.activity if r.variable == variable]


def _by_year(records: Iterable[ActivityRecord], unit: str) -> dict[int, float]:
    return {
        r.year: _amount(r.amount.value, r.amount.unit, unit)
        for r in records
        if r.amount.value is not None
    }


def _amount(value: float, unit: str, wanted: str) -> float:
    if wanted == "元":
        return value * float(units.factor(unit.split("@", maxsplit=1)[0], wanted))
    return tonnes_of_co2(value, unit) if wanted == "tCO2" else units.convert(value, unit, wanted)
