"""Is a local grid factor the published one of its year, area and kind?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dafeng import reference
from dafeng.dossier.records import Dossier, FactorRecord
from dafeng.errors import Fault, Severity, UnknownNameError
from dafeng.inventory.quantities import figure
from dafeng.language import Text, number

#: A grid factor may differ from the published one by this share before it is doubted [-].
GRID_RANGE: Final = 0.2

_SAME: Final = 5e-5

#: A figure of so many decimals may be a published one, rounded; with fewer it is any.
_DECIMALS: Final = 3


def check_grid_factors(dossier: Dossier) -> Iterator[Fault]:
    """Yield doubts about local grid factors: of another year, another kind, far from published."""
    own = {
        f.year: f
        for f in dossier.factors
        if f.quantity == "grid" and f.year is not None and f.amount.value is not None
    }
    area = dossier.identity.grid_area
    code = area[:2] + "0000" if area.isdigit() else area
    yield from _of_all_years(dossier, code)
    for year, record in sorted(own.items()):
        value = figure(record.amount, "tCO2/MWh")
        expected = _published(code, year, dossier.identity.grid_kind)
        if expected is not None and (_equals(expected, value) or _rounds_to(expected, value)):
            continue
        twin = published_twin(code, year, dossier.identity.grid_kind, value)
        if twin is not None:
            yield mistaken(record, value, expected, twin)
        elif expected is not None and abs(value / expected - 1) > GRID_RANGE:
            yield _far(record, value, expected)


def _of_all_years(dossier: Dossier, code: str) -> Iterator[Fault]:
    """Yield a local factor for all years that is the published factor of one particular year."""
    for record in dossier.factors:
        if record.quantity != "grid" or record.year is not None or record.amount.value is None:
            continue
        value = figure(record.amount, "tCO2/MWh")
        twin = published_twin(code, dossier.identity.base_year, dossier.identity.grid_kind, value)
        if twin is not None:
            stated = {f.year for f in dossier.factors if f.quantity == "grid" and f.year}
            years = sorted({r.year for r in dossier.energy} - stated)
            if not years:
                return
            yield _one_for_all(record, value, years, twin.name)


def _published(code: str, year: int, kind: str) -> float | None:
    try:
        return reference.grid_factor(code, year, kind).value
    except UnknownNameError:
        return None


@dataclass(frozen=True, slots=True)
class Twin:
    """A published figure that a local factor equals.

    Parameters
    ----------
    name
        What it is.
    other_area_only
        Whether it differs from the expected one by its area alone.
    """

    name: Text
    other_area_only: bool


def _equals(published: float, value: float) -> bool:
    return abs(published - value) < _SAME


def _rounds_to(published: float, value: float) -> bool:
    """Say whether a value is a published figure at the decimals that it was written with."""
    decimals = len(f"{value:.4f}".rstrip("0").partition(".")[2])
    return decimals == _DECIMALS and abs(published - value) <= 0.5 * 10**-_DECIMALS + 1e-9


def published_twin(code: str, year: int, kind: str, value: float) -> Twin | None:
    """Return the published factor that a value equals: own kind, area and year first.

    Factors of other areas count for the same year and kind alone, as in a slipped row; a value of
    three decimals may be a published one of the own area and kind, rounded.
    """
    near = [
        f
        for f in reference.grid_factors()
        if _equals(f.value, value) and (f.area in (code, "CN") or (f.year, f.kind) == (year, kind))
    ]
    near = near or [
        f
        for f in reference.grid_factors()
        if _rounds_to(f.value, value) and (f.area, f.kind) == (code, kind)
    ]
    near.sort(
        key=lambda f: (f.area not in (code, "CN"), f.kind != kind, f.area != code, f.year != year)
    )
    for f in near:
        area, kind_name = reference.grid_area_name(f.area), reference.grid_kind_name(f.kind)
        name = Text(
            f"{area.zh} {f.year} 年的{kind_name.zh}",
            f"the {kind_name.en} of {area.en} for {f.year}",
        )
        return Twin(name, (f.year, f.kind) == (year, kind) and f.area.startswith("CN"))
    for g in reference.footprint_factors():
        if _equals(g.value, value):
            name = Text(
                f"{g.area_name.zh} {g.year} 年电力碳足迹因子（生命周期，不能用于地区核算）",
                f"the life-cycle footprint factor of {g.area_name.en} for {g.year}, which has no "
                "place in a territorial inventory",
            )
            return Twin(name, other_area_only=False)
    return None


def mistaken(record: FactorRecord, value: float, expected: float | None, twin: Twin) -> Fault:
    """Return the fault of a factor that is another one's; a wider area's is but a warning."""
    footprint = "CO2e" in record.amount.unit
    wrong = expected is not None and not twin.other_area_only
    zh = f"，公布值为 {number(expected)}" if expected is not None else ""
    en = f"; {number(expected)} is published" if expected is not None else ""
    return Fault(
        "inventory.grid_factor.mistaken",
        Severity.ERROR if wrong or footprint else Severity.WARNING,
        record.amount.place,
        Text(
            f"{record.year} 年电网因子 {number(value)} 是{twin.name.zh}{zh}",
            f"the grid factor {number(value)} for {record.year} is {twin.name.en}{en}",
        ),
        Text(
            "核对年份、地区与类别；2021 与 2022 年因子常被互换",
            "check year, area and kind; the factors of 2021 and 2022 are often swapped",
        ),
    )


def _one_for_all(record: FactorRecord, value: float, years: list[int], match: Text) -> Fault:
    zh, en = "、".join(map(str, years)), ", ".join(map(str, years))
    return Fault(
        "inventory.grid_factor.all_years",
        Severity.WARNING,
        record.amount.place,
        Text(
            f"电网因子 {number(value)} 未注明年份，用于 {zh} 年；它是{match.zh}",
            f"the grid factor {number(value)} names no year and is used for {en}; it is {match.en}",
        ),
        Text(
            "注明年份；其他年份用当年公布的因子（2021 与 2022 年因子常被混用）",
            "state its year; other years take their own published factor (2021 and 2022 are often "
            "confused)",
        ),
    )


def _far(record: FactorRecord, value: float, expected: float) -> Fault:
    return Fault(
        "inventory.grid_factor.far",
        Severity.WARNING,
        record.amount.place,
        Text(
            f"{record.year} 年电网因子 {number(value)} 与公布值 {number(expected)} 相差超过 20%",
            f"the grid factor {number(value)} for {record.year} is more than 20 % off the "
            f"published {number(expected)}",
        ),
        Text("核对单位与来源", "check its unit and source"),
    )
