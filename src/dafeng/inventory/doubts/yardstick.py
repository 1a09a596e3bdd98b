"""How much energy would a place of this size use, if it were like its province?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dafeng import reference
from dafeng.dossier.records import Dossier
from dafeng.errors import UnknownNameError
from dafeng.inventory.doubts.patterns import power_shares
from dafeng.inventory.gdp import constant_gdp
from dafeng.inventory.hierarchy import ancestors
from dafeng.inventory.recorded import residents

#: 1 亿千瓦时 as energy [TJ].
_TJ_PER_YI_KWH: Final = 360.0


@dataclass(frozen=True, slots=True)
class Yardstick:
    """Population and GDP of a place beside those of its province and the nation.

    Parameters
    ----------
    province
        Province code.
    population
        Residents by year [persons].
    gdp
        GDP at current prices by year [yuan].
    park
        Whether the place is a park, whose use per head says little.
    """

    province: str
    population: dict[int, float]
    gdp: dict[int, float]
    park: bool

    def share(self, year: int) -> float | None:
        """Return the place's share of its province: mean of GDP and population shares [-]."""
        try:
            whole = reference.province_series(self.province)
        except UnknownNameError:
            return None
        gdp = _ratio(self.gdp, {y: v * 1e8 for y, v in whole.gdp_current.items()}, year)
        people = _ratio(self.population, {y: v * 1e4 for y, v in whole.population.items()}, year)
        return _mean(gdp, people)

    def fuel_co2(self, carriers: tuple[str, ...], year: int) -> float | None:
        """Return the CO2 of some carriers, the province's of the latest year by the share [t]."""
        share = self.share(year)
        try:
            emissions = reference.province_emissions(self.province)
        except UnknownNameError:
            return None
        columns = [emissions.carriers.index(c) for c in carriers if c in emissions.carriers.labels]
        whole = float(emissions.co2[:, columns].sum())
        return None if share is None or not whole else share * whole

    def electricity(self, year: int) -> float | None:
        """Return the electricity used at the nation's rate per GDP and per head [TJ].

        ``use of the nation x the place's share of it x the nation's growth since that use``; the
        share is that of the nearest year of which the place has a figure.
        """
        nation = reference.national()
        used = nation.electricity_use
        near = min(used, key=lambda y: (abs(y - year), y))
        total = used[near]["total"] * _TJ_PER_YI_KWH
        by_gdp = _carried(self.gdp, nation.gdp, 1e8, (year, near))
        by_head = _carried(self.population, nation.population, 1e4, (year, near))
        mean = _mean(by_gdp, by_head)
        return None if mean is None else total * mean

    def cell(self, carrier: str, sector: str, year: int) -> float | None:
        """Return one cell if the place were like its province [t CO2, electricity TJ]."""
        if carrier == "electricity":
            whole, shares = self.electricity(year), power_shares()
            below = [s for s in shares if s == sector or sector in ancestors(s)]
            share = math.fsum(shares[s] for s in below) / math.fsum(shares.values())
            return None if whole is None or not share else whole * share
        part = self.share(year)
        try:
            emissions = reference.province_emissions(self.province)
        except UnknownNameError:
            return None
        if part is None or carrier not in emissions.carriers.labels:
            return None
        rows = [i for i, s in enumerate(emissions.sectors) if s == sector or sector in ancestors(s)]
        whole = float(emissions.co2[rows, emissions.carriers.index(carrier)].sum())
        return part * whole or None


def since_then(province: str, year: int, group: str) -> float:
    """Return how much more of a group a province emitted in a year than in the latest one [-].

    ``max(1, CO2 of the year / CO2 of 2019)``; years beyond the series count as its ends.

    Parameters
    ----------
    province
        Province code.
    year
        Year.
    group
        ``coal``, ``oil``, ``gas`` or ``process``.
    """
    try:
        history = reference.province_history(province)
    except UnknownNameError:
        return 1.0
    if group not in history.groups.labels:
        return 1.0
    sums = history.co2[:, :, history.groups.index(group)].sum(axis=1)
    near = min(history.years, key=lambda y: abs(y - year))
    latest = float(sums[-1])
    return max(1.0, float(sums[history.years.index(near)]) / latest) if latest else 1.0


def yardstick(dossier: Dossier) -> Yardstick:
    """Return the size of a place by its own records, or by published ones where it has none.

    Parameters
    ----------
    dossier
        What the place has handed in. A park without figures of its own has no size.
    """
    people = {y: p for y, p in residents(dossier.activity).items() if p > 0}
    gdp = {y: v for y, v in _current_gdp(dossier).items() if v > 0}
    park = dossier.identity.kind == "park"
    if not park and not (people and gdp):
        published = _published(dossier.identity.code)
        people, gdp = people or published[0], gdp or published[1]
    return Yardstick(dossier.identity.province, people, gdp, park)


def _current_gdp(dossier: Dossier) -> dict[int, float]:
    """Return GDP at current prices [yuan]; at constant ones only the year of the prices is that."""
    stated = constant_gdp(dossier.activity)
    same = {y: v for y, v in stated.values.items() if y == stated.price_base}
    return {**same, **stated.current}


def _published(code: str) -> tuple[dict[int, float], dict[int, float]]:
    try:
        series = reference.place_series(code)
    except UnknownNameError:
        return {}, {}
    people = {y: v * 1e4 for y, v in series.population_interpolated.items()}
    return people, {y: v * 1e8 for y, v in series.gdp_current.items()}


def _carried(
    own: dict[int, float], nation: Mapping[int, float], unit: float, years: tuple[int, int]
) -> float | None:
    """Return the place's share of the nation in one year, times the nation's growth to it."""
    share = _ratio(own, {y: v * unit for y, v in nation.items()}, years[0])
    last = min(nation, key=lambda y: (abs(y - years[0]), y))
    return None if share is None else share * nation[last] / nation[years[1]]


def _ratio(own: dict[int, float], whole: dict[int, float], year: int) -> float | None:
    common = [y for y in own if whole.get(y, 0.0) > 0]
    if not common:
        return None
    near = min(common, key=lambda y: (abs(y - year), y))
    return own[near] / whole[near]


def _mean(first: float | None, second: float | None) -> float | None:
    """Return the geometric mean of what is known."""
    known = [x for x in (first, second) if x is not None and x > 0]
    return math.exp(math.fsum(map(math.log, known)) / len(known)) if known else None
