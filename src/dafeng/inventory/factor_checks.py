"""Do the place's own factors make sense beside the published ones?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dafeng import reference, units
from dafeng.dossier.records import Dossier, FactorRecord
from dafeng.errors import NOWHERE, DafengError, Fault, Place, Severity, UnknownNameError
from dafeng.inventory.carbon_per_tce import check_carbon_per_tce
from dafeng.inventory.mistakes import explain, per_tce
from dafeng.inventory.quantities import FactorBook, figure
from dafeng.language import Text

#: A factor per unit of fuel may differ from the set's by this factor before it is doubted.
FUEL_FACTOR_RANGE: Final = 1.6

#: A grid factor may differ from the published one by this share before it is doubted [-].
GRID_RANGE: Final = 0.2

_SAME: Final = 5e-5

#: A factor per tce is recognised only where the set's factor differs by this share [-].
_TELLING: Final = 0.1

#: Carbon per standard coal, all fuels [tC/tce].
_PER_TCE: Final = (0.3, 1.0)

#: How near a calorific value must come to that of standard coal, and how far from the set's [-].
_STANDARD: Final = (0.002, 0.03)
_TARGETS: Final = {"ncv": "GJ/{unit}", "carbon_content": "tC/TJ", "oxidation": "1"}


@dataclass(frozen=True, slots=True)
class EmissionRow:
    """One line of an inventory table that somebody brings: activity and CO2 side by side.

    Parameters
    ----------
    year, sector, carrier
        What it is about.
    quantity, unit
        Fuel used.
    co2
        CO2 stated for it [t].
    place
        Where it stands.
    """

    year: int
    sector: str
    carrier: str
    quantity: float
    unit: str
    co2: float
    place: Place = NOWHERE


def unusable_factors(dossier: Dossier, book: FactorBook) -> list[Fault]:
    """Return an error for every local factor whose unit does not fit what it is a factor of."""
    faults = []
    for record in dossier.factors:
        target = _target(record, book)
        if target is None or record.amount.value is None:
            continue
        try:
            figure(record.amount, target)
        except DafengError as error:
            footprint = _match("", record.year or 0, "", record.amount.value)
            if record.quantity == "grid" and footprint is not None:
                faults.append(_other_factor(record, record.amount.value, None, footprint))
            else:
                faults.append(_wrong_unit(record, target, error))
    return faults


def _target(record: FactorRecord, book: FactorBook) -> str | None:
    if record.quantity in ("grid", "heat"):
        return {"grid": "tCO2/MWh", "heat": "tCO2/GJ"}[record.quantity]
    if record.subject not in book.carriers or record.quantity not in _TARGETS:
        return None
    return _TARGETS[record.quantity].format(unit=book.carriers[record.subject].unit)


def check_fuel_factors(dossier: Dossier, book: FactorBook) -> Iterator[Fault]:
    """Yield doubts about local calorific values, carbon contents and oxidation rates."""
    for record in dossier.factors:
        if record.quantity not in _TARGETS or record.amount.value is None:
            continue
        base = book.set.factors.get(record.subject)
        if base is None or record.subject not in book.carriers:
            continue
        try:
            resolved = book.resolve(record.subject, record.sector, record.year or 0)
        except DafengError:
            continue
        ncv = resolved.ncv or 0.0
        implied = ncv * resolved.co2_per_tj / 1000
        if not 0 < resolved.oxidation <= 1:
            yield _oxidation(record, resolved.oxidation)
            continue
        yield from _doubted(record, implied, base.co2_per_unit, book.group(record.subject))
        if record.quantity == "carbon_content":
            yield from check_carbon_per_tce(record)
        if record.quantity == "ncv" and book.group(record.subject) == "coal":
            yield from _coal_as_standard(record, ncv, base.ncv)


def check_emission_rows(rows: Sequence[EmissionRow], factor_set: str) -> tuple[Fault, ...]:
    """Compare the factor implied by each line of a table with a named set.

    Parameters
    ----------
    rows
        Lines with activity and CO2.
    factor_set
        Id of the set.

    Returns
    -------
    tuple of Fault
        One warning for each line off by more than a factor of 1.6, or equal to a factor per tce.
    """
    factors, carriers = reference.fuel_factor_set(factor_set), reference.carriers()
    faults = []
    for row in rows:
        if row.carrier not in factors or not row.quantity:
            continue
        factor, group = factors[row.carrier], carriers[row.carrier].group
        try:
            quantity = units.convert(row.quantity, row.unit, factor.unit)
            expected = factor.co2_per_unit
        except DafengError:
            quantity = units.convert(row.quantity, row.unit, "TJ")
            expected = factor.co2_per_tj
        fault = _implied(row, row.co2 / quantity, expected, group)
        if fault is not None:
            faults.append(fault)
    return tuple(faults)


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
        if expected is not None and abs(value - expected) < _SAME:
            continue
        match = _match(code, year, dossier.identity.grid_kind, value)
        if match is not None:
            yield _other_factor(record, value, expected, match)
        elif expected is not None and abs(value / expected - 1) > GRID_RANGE:
            yield _far(record, value, expected)


def _of_all_years(dossier: Dossier, code: str) -> Iterator[Fault]:
    """Yield a local factor for all years that is the published factor of one particular year."""
    for record in dossier.factors:
        if record.quantity != "grid" or record.year is not None or record.amount.value is None:
            continue
        value = figure(record.amount, "tCO2/MWh")
        match = _match(code, dossier.identity.base_year, dossier.identity.grid_kind, value)
        if match is not None:
            stated = {f.year for f in dossier.factors if f.quantity == "grid" and f.year}
            years = sorted({r.year for r in dossier.energy} - stated)
            yield _one_for_all(record, value, years, match)


def _published(code: str, year: int, kind: str) -> float | None:
    try:
        return reference.grid_factor(code, year, kind).value
    except UnknownNameError:
        return None


def _match(code: str, year: int, kind: str, value: float) -> Text | None:
    """Return the published factor that a value equals, own area and kind first."""
    near = [
        f
        for f in reference.grid_factors()
        if f.area in (code, "CN") and abs(f.value - value) < _SAME
    ]
    near.sort(key=lambda f: (f.kind != kind, f.area != code, abs(f.year - year)))
    for f in near:
        return Text(
            f"{f.area_name.zh} {f.year} 年、类别 {f.kind.value} 的因子",
            f"the factor of {f.area_name.en} for {f.year}, kind {f.kind.value}",
        )
    for g in reference.footprint_factors():
        if abs(g.value - value) < _SAME:
            return Text(
                f"{g.area_name.zh} {g.year} 年电力碳足迹因子（生命周期，不能用于地区核算）",
                f"the life-cycle footprint factor of {g.area_name.en} for {g.year}, which has no "
                "place in a territorial inventory",
            )
    return None


def _doubted(record: FactorRecord, implied: float, expected: float, group: str) -> Iterator[Fault]:
    ratio = implied / expected if expected else 0.0
    known = per_tce(group, implied)
    if known is not None and abs(ratio - 1) > _TELLING:
        why: Text | None = Text(
            f"等于每吨标准煤的系数 {known} tCO2/tce，被用于实物量",
            f"it equals the factor per standard coal {known} tCO2/tce, applied to physical units",
        )
    elif ratio <= 0 or not 1 / FUEL_FACTOR_RANGE <= ratio <= FUEL_FACTOR_RANGE:
        why = _tce_or_known(record, ratio)
    else:
        return
    yield _off(record.amount.place, record.subject, (implied, expected), why)


def _tce_or_known(record: FactorRecord, ratio: float) -> Text | None:
    value = record.amount.value or 0.0
    if record.quantity == "carbon_content" and _PER_TCE[0] < value < _PER_TCE[1]:
        return Text(
            "像是 tC/tce 的系数被当作 tC/TJ",
            "as if a factor in tC/tce were taken for tC/TJ",
        )
    return explain(ratio)


def _coal_as_standard(record: FactorRecord, ncv: float, expected: float) -> Iterator[Fault]:
    standard = float(units.GJ_PER_TCE)
    if abs(ncv / standard - 1) < _STANDARD[0] and abs(ncv / expected - 1) > _STANDARD[1]:
        yield Fault(
            "inventory.factor.tce_for_tonnes",
            Severity.WARNING,
            record.amount.place,
            Text(
                f"{record.subject} 的热值 {ncv:.6g} GJ/t 即标准煤热值：把实物吨当作吨标准煤",
                f"the calorific value of {record.subject}, {ncv:.6g} GJ/t, is that of standard "
                "coal: physical tonnes are taken for tce",
            ),
            Text("改用实测或因子集的热值", "use a measured value or that of the factor set"),
        )


def _implied(row: EmissionRow, implied: float, expected: float, group: str) -> Fault | None:
    ratio = implied / expected
    known = per_tce(group, implied)
    carbon = per_tce(group, implied * 44 / 12)
    if known is not None and abs(ratio - 1) > _TELLING:
        why: Text | None = Text(
            f"等于每吨标准煤的系数 {known} tCO2/tce，被用于实物量",
            f"it equals the factor per standard coal {known} tCO2/tce, applied to physical units",
        )
    elif carbon is not None:
        why = Text(
            "等于 tC/tce 的系数，被用于实物量且未乘 44/12",
            "it equals a factor in tC/tce, applied to physical units and without 44/12",
        )
    elif ratio <= 0 or not 1 / FUEL_FACTOR_RANGE <= ratio <= FUEL_FACTOR_RANGE:
        coal = reference.standard_coals().get(row.carrier)
        why = explain(ratio, coal.coefficient if coal else None)
    else:
        return None
    return _off(row.place, f"{row.sector} {row.carrier} {row.year}", (implied, expected), why)


def _off(place: Place, subject: str, pair: tuple[float, float], why: Text | None) -> Fault:
    implied, expected = pair
    reason = why or Text("原因不明", "no common mistake fits")
    return Fault(
        "inventory.factor.implied",
        Severity.WARNING,
        place,
        Text(
            f"{subject} 隐含因子 {implied:.4g} tCO2/单位，应约 {expected:.4g}：{reason.zh}",
            f"the implied factor of {subject} is {implied:.4g} tCO2 per unit, about "
            f"{expected:.4g} is expected: {reason.en}",
        ),
        Text(
            "核对热值、含碳量、氧化率及其单位",
            "check calorific value, carbon content and oxidation with their units",
        ),
    )


def _oxidation(record: FactorRecord, value: float) -> Fault:
    return Fault(
        "inventory.factor.oxidation",
        Severity.ERROR,
        record.amount.place,
        Text(
            f"{record.subject} 的氧化率 {value:.4g} 不在 0 与 1 之间",
            f"the oxidation of {record.subject}, {value:.4g}, is not between 0 and 1",
        ),
        Text("氧化率填 0–1 或百分数并注明 %", "enter a share of one, or per cent with its sign"),
    )


def _wrong_unit(record: FactorRecord, target: str, error: DafengError) -> Fault:
    return Fault(
        "inventory.factor.unit",
        Severity.ERROR,
        record.amount.place,
        Text(
            f"{record.subject} 的 {record.quantity} 单位不符：{error.text.zh}；"
            "每吨标准煤的系数不能用于实物吨",
            f"the unit of {record.quantity} of {record.subject} does not fit: {error.text.en}; a "
            "factor per tonne of standard coal cannot be applied to physical tonnes",
        ),
        Text(f"换算为 {target}", f"give it in {target}"),
    )


def _other_factor(record: FactorRecord, value: float, expected: float | None, match: Text) -> Fault:
    footprint = "CO2e" in record.amount.unit
    severity = Severity.ERROR if expected is not None or footprint else Severity.WARNING
    zh = f"，公布值为 {expected}" if expected is not None else ""
    en = f"; {expected} is published" if expected is not None else ""
    return Fault(
        "inventory.grid_factor.mistaken",
        severity,
        record.amount.place,
        Text(
            f"{record.year} 年电网因子 {value} 是{match.zh}{zh}",
            f"the grid factor {value} for {record.year} is {match.en}{en}",
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
            f"电网因子 {value} 未注明年份，用于 {zh} 年；它是{match.zh}",
            f"the grid factor {value} names no year and is used for {en}; it is {match.en}",
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
            f"{record.year} 年电网因子 {value} 与公布值 {expected} 相差超过 20%",
            f"the grid factor {value} for {record.year} is more than 20 % off the published "
            f"{expected}",
        ),
        Text("核对单位与来源", "check its unit and source"),
    )
