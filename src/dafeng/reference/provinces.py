"""What does a province emit, by sector and carrier?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dafeng.axes import Axis, Floats
from dafeng.reference.carriers import carriers
from dafeng.reference.catalogue import Row, rows, unknown
from dafeng.reference.sectors import sectors

GROUPS = ("coal", "oil", "gas", "process")


@dataclass(frozen=True, slots=True)
class ProvinceEmissions:
    """CO2 of a province in the latest year with data (CEADs, 47 sectors summed to 13).

    Parameters
    ----------
    code, year
        Province and year.
    sectors, carriers
        Axes: 13 standard sectors, fossil carriers of CEADs.
    co2
        CO2 from fuel combustion [t] (sector, carrier).
    process_co2
        CO2 from industrial processes, nearly all from cement [t].
    process_by_sector
        The same by sector [t] (sector).
    source
        Source id.
    """

    code: str
    year: int
    sectors: Axis[str]
    carriers: Axis[str]
    co2: Floats
    process_co2: float
    process_by_sector: Floats
    source: str = "ceads-provinces"


@lru_cache(maxsize=64)
def province_emissions(code: str) -> ProvinceEmissions:
    """Return the CO2 of a province by sector and carrier.

    Raises
    ------
    UnknownNameError
        If CEADs has no inventory of the province (Tibet, Hong Kong, Macao, Taiwan).
    """
    own = _emission_rows().get(code)
    if own is None:
        raise unknown("省级排放清单", "inventory of province", code, _emission_rows())
    sector_axis = Axis("sector", sectors().leaves())
    carrier_axis = Axis("carrier", _carriers())
    co2 = np.zeros((len(sector_axis), len(carrier_axis)))
    process = np.zeros(len(sector_axis))
    for r in own:
        place = sector_axis.index(r["sector"])
        if r["carrier"] == "process":
            process[place] += float(r["co2"])
        else:
            co2[place, carrier_axis.index(r["carrier"])] += float(r["co2"])
    co2.setflags(write=False)
    process.setflags(write=False)
    year = int(own[0]["year"])
    return ProvinceEmissions(
        code, year, sector_axis, carrier_axis, co2, float(process.sum()), process
    )


@lru_cache(maxsize=1)
def all_province_emissions() -> tuple[ProvinceEmissions, ...]:
    """Return the CO2 of every province that has an inventory."""
    return tuple(province_emissions(code) for code in _emission_rows())


@dataclass(frozen=True, slots=True)
class ProvinceHistory:
    """CO2 of a province over the years by coarse sector and by coal, oil, gas and process.

    Parameters
    ----------
    code
        Province.
    years, sectors, groups
        Axes.
    co2
        CO2 [t] (year, sector, group).
    """

    code: str
    years: Axis[int]
    sectors: Axis[str]
    groups: Axis[str]
    co2: Floats

    @property
    def totals(self) -> Mapping[int, float]:
        """CO2 by year [t]."""
        return dict(zip(self.years, self.co2.sum(axis=(1, 2)).tolist(), strict=True))


@lru_cache(maxsize=64)
def province_history(code: str) -> ProvinceHistory:
    """Return the CO2 of a province, 1997 to 2019.

    Raises
    ------
    UnknownNameError
        If CEADs has no inventory of the province.
    """
    own = [r for r in rows("province_history") if r["code"] == code]
    if not own:
        raise unknown("省级排放清单", "inventory of province", code, _emission_rows())
    years = Axis("year", tuple(sorted({int(r["year"]) for r in own})))
    sector_axis = Axis("sector", sectors().leaves("coarse"))
    co2 = np.zeros((len(years), len(sector_axis), len(GROUPS)))
    for r in own:
        place = years.index(int(r["year"])), sector_axis.index(r["sector"])
        co2[place] = [float(r[group]) for group in GROUPS]
    co2.setflags(write=False)
    return ProvinceHistory(code, years, sector_axis, Axis("group", GROUPS), co2)


@lru_cache(maxsize=1)
def _emission_rows() -> dict[str, list[Row]]:
    provinces: dict[str, list[Row]] = {}
    for r in rows("province_emissions"):
        provinces.setdefault(r["code"], []).append(r)
    return provinces


@lru_cache(maxsize=1)
def _carriers() -> tuple[str, ...]:
    used = {r["carrier"] for r in rows("province_emissions")}
    return tuple(c for c in carriers() if c in used)
