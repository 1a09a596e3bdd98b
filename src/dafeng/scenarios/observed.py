"""Which yearly series does a dossier hold: population, GDP at constant prices, published CO2?"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from dafeng import units
from dafeng.axes import Floats
from dafeng.dossier.records import ActivityRecord, Dossier
from dafeng.errors import UnitError
from dafeng.language import Text
from dafeng.scenarios.catalogue import CLASSES

#: Years by which a figure may miss the base year.
TOLERANCE = 2


def series(dossier: Dossier, variable: str, unit: str, sector: str = "") -> dict[int, float]:
    """Return a variable by year in the unit; absent figures stay absent."""
    return _by_year((r for r in _records(dossier, variable) if r.sector == sector), unit)


def stated(dossier: Dossier, variable: str, unit: str, year: int) -> float | None:
    """Return the figure of a year, or the nearest within two years, or None."""
    values = series(dossier, variable, unit)
    near = [y for y in values if abs(y - year) <= TOLERANCE]
    return values[min(near, key=lambda y: (abs(y - year), y))] if near else None


def real_gdp(dossier: Dossier) -> tuple[dict[int, float], int, Text | None]:
    """Return GDP at constant prices [yuan] by year, the price base, and a remark if in doubt.

    First choice is the series at the dossier's price base, then the longest other constant-price
    series, then current-price GDP of one year carried by the index (previous year = 100), and
    last current-price GDP alone, of which only the base year is of use.
    """
    records = [r for r in _records(dossier, "gdp") if not r.sector]
    wanted = dossier.identity.price_base
    fixed = {r.price_base for r in records if r.price_base.isdigit()}
    if fixed:
        count = {base: sum(r.price_base == base for r in records) for base in fixed}
        best = str(wanted) if str(wanted) in fixed else max(fixed, key=lambda b: (count[b], b))
        return _by_year((r for r in records if r.price_base == best), "元"), int(best), None
    current = _by_year(records, "元")
    index = series(dossier, "gdp_index", "1")
    if current and index:
        anchor = wanted if wanted in current else max(current)
        return _chained(current[anchor], anchor, index), anchor, None
    remark = Text(
        "只有当年价GDP：不取其增速", "GDP is at current prices only: its growth is not used"
    )
    if not current:
        return {}, wanted, None
    last = max(y for y in current if y <= dossier.identity.base_year or y == min(current))
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
    """Return the longest published CO2 series [t] by year and its id."""
    found: dict[str, dict[int, float]] = {}
    for record in dossier.published:
        if record.amount.value is not None:
            tonnes = _amount(record.amount.value, record.amount.unit, "tCO2")
            found.setdefault(record.series, {})[record.year] = tonnes
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
    if wanted == "tCO2":
        return _tonnes(value, unit)
    return units.convert(value, unit, wanted)


def _tonnes(value: float, unit: str) -> float:
    """Read a mass of CO2 whether or not its unit says that it is CO2."""
    try:
        return units.convert(value, unit, "tCO2")
    except UnitError:
        return units.convert(value, unit, "t")


def _chained(level: float, anchor: int, index: dict[int, float]) -> dict[int, float]:
    """Carry a level forward and back by an index of the previous year."""
    values = {anchor: level}
    year = anchor
    while year + 1 in index:
        values[year + 1] = values[year] * index[year + 1]
        year += 1
    year = anchor
    while year in index:
        values[year - 1] = values[year] / index[year]
        year -= 1
    return dict(sorted(values.items()))
