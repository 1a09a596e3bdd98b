"""Whose activity stands behind a sector's energy: people, value added, or GDP as a whole?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dafeng import reference
from dafeng.axes import Axis, Floats
from dafeng.drivers.activity import Activity, aligned
from dafeng.drivers.factors import POPULATION
from dafeng.language import Text


class PlaceActivity:
    """Population, GDP and sector activity on the years of the inventory."""

    def __init__(self, years: Axis[int], activity: Activity) -> None:
        self.years = years
        self.population = aligned(POPULATION.name, activity.population, years.labels)
        self.gdp = aligned(
            Text("可比价地区生产总值", "GDP at constant prices"), activity.gdp, years.labels
        )
        self._shares = activity.shares

    def rows(self, sector: str, energy: Floats) -> Floats:
        """Return population, affluence, structure and intensity of a sector (4, year)."""
        ones = np.ones(len(self.years))
        if _lines_of_descent(sector)[-1] == "none":
            return np.stack([self.population, ones, ones, energy / self.population])
        share = self._share(sector)
        affluence = self.gdp / self.population
        return np.stack([self.population, affluence, share, energy / (share * self.gdp)])

    def _share(self, sector: str) -> Floats:
        """Return the share in GDP at the finest level known and positive in all years (year)."""
        for level in _lines_of_descent(sector):
            known: Mapping[int, float] = self._shares.get(level, {})
            if all(known.get(year, 0.0) > 0 for year in self.years):
                return np.array([known[year] for year in self.years])
        return np.ones(len(self.years))


def _lines_of_descent(sector: str) -> tuple[str, ...]:
    """Return the sector, those above it, and its industry class."""
    if not sector:
        return ("",)
    tree = reference.sectors()
    return (sector, *tree.above(sector), str(tree.industry_class(sector) or ""))
