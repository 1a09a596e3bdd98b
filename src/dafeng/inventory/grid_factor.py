"""Which grid factor holds for purchased electricity, year by year?"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from dafeng import reference
from dafeng.axes import Axis, Floats
from dafeng.dossier.records import Dossier, FactorRecord, Identity
from dafeng.errors import NOWHERE, Fault, InputError, Severity, UnknownNameError
from dafeng.inventory.quantities import FactorBook, figure
from dafeng.language import Text


def grid_factors(
    dossier: Dossier, book: FactorBook, years: Axis[int]
) -> tuple[Floats, tuple[Fault, ...]]:
    """Return the place's own factor, or that of its area and kind, of each year [t/MWh] (year).

    Parameters
    ----------
    dossier
        The place's records.
    book
        Factors in use.
    years
        Years of the account; one without a published factor takes that of the nearest year.

    Returns
    -------
    Floats, faults
        The factors, and a note for each year that takes another year's.

    Raises
    ------
    InputError
        If no grid factor of the kind in use is known for the area.
    """
    faults: list[Fault] = []
    missing: list[int] = []
    values = [_grid_factor(dossier, book, year, faults, missing) for year in years]
    if missing:
        raise InputError([_no_grid_factor(dossier.identity, missing)])
    return np.array(values, dtype=np.float64), tuple(faults)


def missing_grid_factor(dossier: Dossier) -> Iterator[Fault]:
    """Yield a fault where no grid factor is known at all, whatever else is wrong with the records.

    Parameters
    ----------
    dossier
        The place's records; they need not make an account.
    """
    identity = dossier.identity
    known = any(r.quantity == "grid" and r.amount.value is not None for r in dossier.factors)
    if known or _known_factors(
        replace(dossier, factors=()), identity.grid_area, identity.grid_kind
    ):
        return
    years = {r.year for r in dossier.energy if r.amount.value is not None}
    yield _no_grid_factor(identity, sorted(years) or [identity.base_year])


def _grid_factor(
    dossier: Dossier, book: FactorBook, year: int, faults: list[Fault], missing: list[int]
) -> float:
    """Return the factor of the same data year, or of the nearest one with a note [t/MWh]."""
    record = book.local("grid", "", "", year)
    if record is not None:
        return figure(record.amount, "tCO2/MWh")
    area, kind = dossier.identity.grid_area, dossier.identity.grid_kind
    try:
        return reference.grid_factor(area, year, kind).value
    except UnknownNameError:
        pass
    known = _known_factors(dossier, area, kind)
    if not known:
        missing.append(year)
        return math.nan
    nearest = min(known, key=lambda y: (abs(y - year), y))
    local = book.local("grid", "", "", nearest)
    faults.append(_other_year(year, nearest, known[nearest], local))
    return known[nearest]


def _known_factors(dossier: Dossier, area: str, kind: str) -> dict[int, float]:
    """Return the grid factors of one area and kind by year, the place's own ones first."""
    code = area[:2] + "0000" if area.isdigit() else area
    known = {f.year: f.value for f in reference.grid_factors() if (f.area, f.kind) == (code, kind)}
    for record in dossier.factors:
        fits = record.quantity == "grid" and record.year is not None
        if fits and record.year is not None and record.amount.value is not None:
            known[record.year] = figure(record.amount, "tCO2/MWh")
    return known


def _no_grid_factor(identity: Identity, years: list[int]) -> Fault:
    area = reference.grid_area_name(identity.grid_area)
    kind = reference.grid_kind_name(identity.grid_kind)
    zh, en = "、".join(map(str, years)), ", ".join(map(str, years))
    return Fault(
        "inventory.grid_factor.missing",
        Severity.ERROR,
        identity.place("grid_area"),
        Text(
            f"没有{area.zh}的{kind.zh}（{zh} 年）",
            f"no {kind.en} is known for {area.en} ({en})",
        ),
        Text(
            "在因子表（factors.csv）每年填一行当地因子，例如 "
            f"grid,,,{years[-1]},0.410,tCO2/MWh,reported,SOURCE"
            "（数值换成当地的，SOURCE 换成来源编号）；或改用有因子的地区。不同类别不可互换",
            "enter the local factor in the table Factors (factors.csv), a row for each year, say "
            f"grid,,,{years[-1]},0.410,tCO2/MWh,reported,SOURCE (with your own value and the id of "
            "your source); or name an area that has one. Kinds are not interchangeable",
        ),
    )


def _other_year(year: int, used: int, value: float, local: FactorRecord | None) -> Fault:
    zh = f"本地填报的 {used} 年因子" if local else f" {used} 年的"
    en = f"the local factor of {used}" if local else f"that of {used}"
    return Fault(
        "inventory.grid_factor.other_year",
        Severity.NOTE,
        NOWHERE if local is None else local.amount.place,
        Text(
            f"{year} 年没有公布的电网因子，用{zh} {value} t/MWh",
            f"no grid factor is published for {year}; {en} is used ({value} t/MWh)",
        ),
        Text("当年因子公布后替换", "replace it when the factor of the year is published"),
    )
