"""What do the futures of a build give for an indicator in a year?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from dafeng.axes import Floats
from dafeng.language import Text, same
from dafeng.plan import facts, quantities
from dafeng.plan.binding import Spread
from dafeng.plan.chapters.goals import years_cell
from dafeng.plan.chapters.indicator_lines import Line
from dafeng.plan.material import PlanMaterial
from dafeng.plan.quantities import Quantity
from dafeng.plan.references import USUAL
from dafeng.plan.tree import Cell
from dafeng.scenarios.counted_energy import drawn_energy, fall_per_gdp
from dafeng.scenarios.ensemble import Ensemble
from dafeng.units import TCE_PER_TJ, Convention


def usual(material: PlanMaterial) -> Ensemble:
    """Return the futures that the table prints."""
    return material.ensembles.get(USUAL) or next(iter(material.ensembles.values()))


def computed(material: PlanMaterial, line: Line, year: int) -> Cell:
    """Return what the usual scenario gives for a year: median and 5 %-95 % range."""
    key = line.indicator.id if line.indicator else ""
    ensemble = usual(material)
    outlook = material.outlooks.get(ensemble.recipe.scenario)
    if key == "peak_year" and outlook is not None:
        return years_cell(outlook)
    if key == "peak_level" and outlook is not None and outlook.level_quantiles:
        low, _, middle, _, high = outlook.level_quantiles
        return _spread((low, middle, high), facts.emissions(material))
    if key in FALLS:
        return _fallen(ensemble, line, year, base_of(material, line, ensemble))
    drawn = _drawn(material, ensemble, line, year)
    return same("—") if drawn is None else _spread(np.quantile(drawn[0], _POINTS), drawn[1])


#: Falls of an intensity, with the intensity that shows where the place stands.
FALLS: Final = {
    "co2_intensity_fall": "co2_intensity",
    "energy_intensity_fall": "energy_intensity",
}


def base_of(material: PlanMaterial, line: Line, ensemble: Ensemble) -> int:
    """Return the year compared with, of targets or guide; the base year where it lies before."""
    asked = material.guide.indicator(line.indicator.id) if line.indicator else None
    stated = (*(t.base_year for t in line.targets), asked.base_year if asked else None)
    years = ensemble.years.labels
    return next((year for year in stated if year in years), years[0])


def _fallen(ensemble: Ensemble, line: Line, year: int, base: int) -> Cell:
    """Return by how much an intensity falls from a base year, draw by draw."""
    if year not in ensemble.years.labels or year <= base:
        return same("—")
    at, since = ensemble.years.index(year), ensemble.years.index(base)
    counted = line.convention
    amount = ensemble.totals if counted is None else drawn_energy(ensemble, counted)
    fall = fall_per_gdp(amount, ensemble.gdp, since, at)
    return _spread(np.quantile(fall, _POINTS), quantities.SHARE)


def _drawn(
    material: PlanMaterial, ensemble: Ensemble, line: Line, year: int
) -> tuple[Floats, Quantity] | None:
    """Return the draws of an indicator in a year, with their kind; None if it is not computed."""
    if year not in ensemble.years.labels:
        return None
    at = ensemble.years.index(year)
    totals, key = ensemble.totals[at], line.indicator.id if line.indicator else ""
    if key in ("co2_total", "carbon_budget"):
        return totals, facts.emissions(material)
    if key == "co2_intensity":
        return totals / ensemble.gdp[at], quantities.CARBON_INTENSITY
    if key in ("energy_total", "energy_intensity") and line.convention is not None:
        coal = drawn_energy(ensemble, line.convention)[at] * TCE_PER_TJ
        of_total = quantities.of_unit("tce", float(np.median(coal)))[0]
        per_gdp = (coal / ensemble.gdp[at], quantities.ENERGY_INTENSITY)
        return (coal, of_total) if key == "energy_total" else per_gdp
    share = _share(ensemble, key, line.convention, at)
    return None if share is None else (share, quantities.SHARE)


def _share(ensemble: Ensemble, key: str, counted: Convention | None, at: int) -> Floats | None:
    """Return the draws of a share of energy use; None for any other indicator."""
    if key == "non_fossil_share" and counted is Convention.THERMAL:
        return np.asarray(ensemble.non_fossil_share[at])
    if key not in _CARRIERS or counted is None or not ensemble.use.size:
        return None
    used = ensemble.use[ensemble.carriers.index(_CARRIERS[key]), at]
    return np.asarray(used / drawn_energy(ensemble, counted)[at])


#: Carriers whose share of energy an indicator is.
_CARRIERS: Final = {"coal_share": "coal", "oil_share": "oil", "gas_share": "gas"}


_POINTS: Final = (0.05, 0.5, 0.95)


def _spread(points: Sequence[float] | Floats, kind: Quantity) -> Text:
    low, middle, high = (float(p) for p in points)
    unit = kind.unit
    found = Spread(low, middle, high, kind).text
    zh, en = found.zh.split("\n"), found.en.split("\n")
    gap = "" if unit.en.startswith("%") else " "
    return Text(f"{zh[0]}{unit.zh}\n{zh[1]}", f"{en[0]}{gap}{unit.en}\n{en[1]}")
