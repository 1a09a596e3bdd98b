"""How much CO2 stands behind a kilowatt-hour from the grid, of which kind, area and year?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from dafeng.errors import UnknownNameError
from dafeng.language import Text
from dafeng.reference.catalogue import rows, unknown


class GridKind(StrEnum):
    """Kinds of grid factor; they answer different questions and cannot stand for one another.

    ``average``: all power of the area. ``average_without_traded_non_fossil``: the same without
    market-traded non-fossil power (residual). ``fossil``: fossil power only.
    ``enterprise_reporting``: the factor once prescribed for enterprise reports.
    ``footprint``: life cycle, CO2e, for product footprints only; not a territorial factor.
    """

    AVERAGE = "average"
    AVERAGE_WITHOUT_TRADED_NON_FOSSIL = "average_without_traded_non_fossil"
    FOSSIL = "fossil"
    ENTERPRISE_REPORTING = "enterprise_reporting"
    FOOTPRINT = "footprint"


@dataclass(frozen=True, slots=True)
class GridFactor:
    """CO2 of the generation of electricity.

    Parameters
    ----------
    value
        The factor [tCO2/MWh].
    year
        Data year.
    kind
        What it is a factor of.
    area
        Division code, ``CN`` or a grid region (``CN-NORTH`` ...).
    area_name
        Name of the area.
    document
        Source id.
    verification
        ``A`` located and recomputed, ``D`` located, ``M`` from memory.
    """

    value: float
    year: int
    kind: GridKind
    area: str
    area_name: Text
    document: str
    verification: str


@dataclass(frozen=True, slots=True)
class FootprintFactor:
    """Life-cycle greenhouse gases of electricity, for product footprints only.

    Parameters
    ----------
    value
        The factor [kgCO2e/kWh].
    year, area, area_name, document, verification
        As in `GridFactor`.
    """

    value: float
    year: int
    area: str
    area_name: Text
    document: str
    verification: str


@lru_cache(maxsize=1)
def grid_factors() -> tuple[GridFactor, ...]:
    """Return all factors of territorial kinds; footprints are not among them."""
    return tuple(
        GridFactor(
            float(r["value"]),
            int(r["year"]),
            GridKind(r["kind"]),
            r["area"],
            Text(r["zh"], r["en"]),
            r["source"],
            r["verification"],
        )
        for r in rows("grid_factors")
        if r["kind"] != GridKind.FOOTPRINT
    )


@lru_cache(maxsize=1)
def footprint_factors() -> tuple[FootprintFactor, ...]:
    """Return the life-cycle footprint factors of electricity."""
    return tuple(
        FootprintFactor(
            float(r["value"]),
            int(r["year"]),
            r["area"],
            Text(r["zh"], r["en"]),
            r["source"],
            r["verification"],
        )
        for r in rows("grid_factors")
        if r["kind"] == GridKind.FOOTPRINT
    )


@lru_cache(maxsize=512)
def grid_factor(area: str, year: int, kind: GridKind | str = GridKind.AVERAGE) -> GridFactor:
    """Return the grid factor of an area, year and kind; no other one stands in.

    Parameters
    ----------
    area
        Division code of a province (a prefecture stands for its province), ``CN`` or a region.
    year
        Data year.
    kind
        Kind of factor; never a footprint.

    Raises
    ------
    UnknownNameError
        If there is no such factor, or a footprint is asked for (see `footprint_factors`).
    """
    known = {k.value for k in GridKind} - {GridKind.FOOTPRINT.value}
    if kind == GridKind.FOOTPRINT:
        raise UnknownNameError(
            Text(
                "电力碳足迹因子（生命周期）不能用于地区核算",
                "an electricity footprint (life cycle) is no territorial grid factor",
            )
        )
    if kind not in known:
        raise unknown("电网因子种类", "kind of grid factor", str(kind), sorted(known))
    code = area[:2] + "0000" if area.isdigit() else area
    for factor in grid_factors():
        if (factor.area, factor.year, factor.kind) == (code, year, kind):
            return factor
    raise _missing(code, year, str(kind))


def _missing(area: str, year: int, kind: str) -> UnknownNameError:
    there = [f"{f.year} {f.kind.value}" for f in grid_factors() if f.area == area]
    listed = ", ".join(there) or "-"
    return UnknownNameError(
        Text(
            f"没有 {area} {year} 年的电网因子（{kind}）；该地区有：{listed}",
            f"no grid factor of {area} for {year} ({kind}); the area has: {listed}",
        )
    )
