"""Do the place's own factors make sense beside the published ones?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dafeng import reference, units
from dafeng.dossier.other_rows import factor_subject_name
from dafeng.dossier.records import Dossier, FactorRecord
from dafeng.dossier.vocabulary import terms
from dafeng.errors import DafengError, Fault, Severity
from dafeng.inventory.carbon_per_tce import check_carbon_per_tce, co2_per_tce
from dafeng.inventory.doubts.factor_products import factors_beside
from dafeng.inventory.doubts.factor_ranges import published
from dafeng.inventory.doubts.factor_rows import Stated, foreign_factors
from dafeng.inventory.doubts.grid_factors import mistaken, published_twin
from dafeng.inventory.doubts.mistakes import explain
from dafeng.inventory.quantities import FactorBook, figure
from dafeng.language import Text, significant

#: Carbon per standard coal, all fuels [tC/tce].
_PER_TCE: Final = (0.3, 1.0)

#: How near a calorific value must come to that of standard coal, and how far from any published:
#: as the exact figure, as a rounded one [-].
_STANDARD: Final = ((5e-5, 0.01), (0.002, 0.025))

#: Carriers by volume, with standard coal per unit for which one was taken [tce/unit].
_BY_VOLUME: Final = {"万立方米": (1.0, 10.0)}
_TARGETS: Final = {
    "ncv": "GJ/{unit}",
    "carbon_content": "tC/TJ",
    "oxidation": "1",
    "emission_factor": "tCO2/{unit}",
}

#: Unit of a quantity in messages, and its name in a factor set.
_UNITS: Final = {
    "ncv": " GJ/{unit}",
    "carbon_content": " tC/TJ",
    "oxidation": "",
    "per_unit": " tCO2/{unit}",
    "per_tj": " tCO2/TJ",
}
_IN_SET: Final = {
    "ncv": "ncv",
    "carbon_content": "carbon_content",
    "oxidation": "oxidation",
    "per_unit": "co2_per_unit",
    "per_tj": "co2_per_tj",
}


def unusable_factors(dossier: Dossier, book: FactorBook) -> list[Fault]:
    """Return an error for every local factor whose unit does not fit what it is a factor of."""
    beside = factors_beside(dossier, book)
    faults = [fault for fault in beside if fault.severity is Severity.ERROR]
    for record in dossier.factors:
        target = _target(record, book)
        if target is None or record.amount.value is None:
            continue
        try:
            _usable(record, target)
        except DafengError as error:
            footprint = published_twin("", record.year or 0, "", record.amount.value)
            if record.quantity == "grid" and footprint is not None:
                faults.append(mistaken(record, record.amount.value, None, footprint))
            else:
                faults.append(_wrong_unit(record, target, error))
    return faults


def _usable(record: FactorRecord, target: str) -> None:
    """Raise where the unit of a factor cannot become its target's."""
    try:
        figure(record.amount, target)
    except DafengError:
        if record.quantity != "emission_factor":
            raise
        figure(record.amount, "tCO2/TJ")


def _target(record: FactorRecord, book: FactorBook) -> str | None:
    if record.quantity in ("grid", "heat"):
        return {"grid": "tCO2/MWh", "heat": "tCO2/GJ"}[record.quantity]
    if record.subject not in book.carriers or record.quantity not in _TARGETS:
        return None
    return _TARGETS[record.quantity].format(unit=book.carriers[record.subject].unit)


def check_fuel_factors(dossier: Dossier, book: FactorBook) -> Iterator[Fault]:
    """Yield doubts about local calorific values, carbon contents, oxidation and CO2 factors."""
    yield from (f for f in factors_beside(dossier, book) if f.severity is Severity.NOTE)
    sound: list[Stated] = []
    for item in filter(None, (_stated(record, book) for record in dossier.factors)):
        faults = list(_misread(item, book))
        yield from faults
        if not faults:
            sound.append(item)
    foreign = list(foreign_factors(sound))
    yield from foreign
    told = {fault.place for fault in foreign}
    for item in sound:
        if item.doubtful and item.record.amount.place not in told:
            yield _off(item, _reason(item), book)


def _stated(record: FactorRecord, book: FactorBook) -> Stated | None:
    """Return a factor in the unit of the published ones; None where nothing is published."""
    target = _target(record, book)
    usual = record.quantity in _TARGETS and record.amount.value is not None
    if target is None or not usual or record.subject not in book.set.factors:
        return None
    if record.quantity != "emission_factor":
        return Stated(record, record.quantity, figure(record.amount, target))
    try:
        return Stated(record, "per_unit", figure(record.amount, target))
    except DafengError:
        return Stated(record, "per_tj", figure(record.amount, "tCO2/TJ"))


def _misread(item: Stated, book: FactorBook) -> Iterator[Fault]:
    """Yield a share beyond one, or a figure that belongs to standard coal."""
    record = item.record
    if item.quantity == "oxidation" and not 0 < item.value <= 1:
        yield _oxidation(record, item.value)
    elif item.quantity == "carbon_content":
        yield from check_carbon_per_tce(record)
    elif item.quantity == "ncv":
        yield from _as_standard(item)
    elif item.quantity == "per_unit" and item.value > 0 and not item.own:
        why = _per_tce(item)
        if why is not None:
            yield _off(item, why, book)


def _per_tce(item: Stated) -> Text | None:
    """Return why a CO2 factor per physical unit is one per tonne of standard coal."""
    known = co2_per_tce(item.record.subject, item.value)
    if known is not None:
        return Text(
            f"等于每吨标准煤的系数 {significant(known, 5)} tCO2/tce，被用于实物量",
            f"it equals the factor per standard coal {significant(known, 5)} tCO2/tce, applied "
            "to physical "
            "units",
        )
    if item.doubtful and co2_per_tce(item.record.subject, item.value * 44 / 12) is not None:
        return Text(
            "等于 tC/tce 的系数，被用于实物量且未乘 44/12",
            "it equals a factor in tC/tce, applied to physical units and without 44/12",
        )
    return None


def _reason(item: Stated) -> Text | None:
    """Return the well-known mistake behind a figure beyond its limits, or None."""
    carbon = item.quantity == "carbon_content"
    if carbon and _PER_TCE[0] < (item.record.amount.value or 0.0) < _PER_TCE[1]:
        return Text(
            "像是 tC/tce 的系数被当作 tC/TJ",
            "as if a factor in tC/tce were taken for tC/TJ",
        )
    known = published(item.record.subject, item.quantity)
    found = (explain(item.value / x) for x in known.values) if known is not None else iter(())
    return next(filter(None, found), None)


def _as_standard(item: Stated) -> Iterator[Fault]:
    record = item.record
    known = published(record.subject, "ncv")
    if known is None or item.value <= 0:
        return
    unit = reference.carriers()[record.subject].unit
    unlike = min(abs(item.value / x - 1) for x in known.values)
    for scale in _BY_VOLUME.get(unit, (1.0,)):
        near = abs(item.value / scale / float(units.GJ_PER_TCE) - 1)
        if any(near <= close and unlike > far for close, far in _STANDARD):
            yield _tce_for_tonnes(record, (item.value, scale), unit)


def _tce_for_tonnes(record: FactorRecord, values: tuple[float, float], unit: str) -> Fault:
    name = reference.carriers()[record.subject].name
    ncv, scale = values
    return Fault(
        "inventory.factor.tce_for_tonnes",
        Severity.WARNING,
        record.amount.place,
        Text(
            f"{name.zh}的热值 {significant(ncv)} GJ/{unit} 即标准煤热值（{significant(scale)} "
            f"tce/{unit}）："
            "把实物量当作标准煤",
            f"the calorific value of {name.en}, {significant(ncv)} GJ/{unit}, is that of "
            "standard coal "
            f"({significant(scale)} tce/{unit}): physical tonnes are taken for tce",
        ),
        Text("改用实测或因子集的热值", "use a measured value or that of the factor set"),
    )


def _off(item: Stated, why: Text | None, book: FactorBook) -> Fault:
    record = item.record
    name, what = reference.carriers()[record.subject].name, terms("factor")[record.quantity].name
    known = published(record.subject, item.quantity)
    low, high = known.limits if known is not None else (0.0, 0.0)
    expected = getattr(book.set.factors[record.subject], _IN_SET[item.quantity])
    unit = _UNITS[item.quantity].format(unit=reference.carriers()[record.subject].unit)
    reason = why or Text("原因不明", "no common mistake fits")
    return Fault(
        "inventory.factor.implied",
        Severity.WARNING,
        record.amount.place,
        Text(
            f"{name.zh}的{what.zh}合 {significant(item.value, 4)}{unit}，因子集为 "
            f"{significant(expected, 4)}，"
            f"合理范围 {significant(low, 4)}–{significant(high, 4)}：{reason.zh}",
            f"{what.en} of {name.en} is {significant(item.value, 4)}{unit}; the factor set has "
            f"{significant(expected, 4)}, plausible are {significant(low, 4)} to "
            f"{significant(high, 4)}: {reason.en}",
        ),
        Text(
            "核对热值、含碳量、氧化率及其单位",
            "check calorific value, carbon content and oxidation with their units",
        ),
    )


def _oxidation(record: FactorRecord, value: float) -> Fault:
    name = reference.carriers()[record.subject].name
    return Fault(
        "inventory.factor.oxidation",
        Severity.ERROR,
        record.amount.place,
        Text(
            f"{name.zh}的氧化率 {significant(value, 4)} 不在 0 与 1 之间",
            f"the oxidation of {name.en}, {significant(value, 4)}, is not between 0 and 1",
        ),
        Text("氧化率填 0–1 或百分数并注明 %", "enter a share of one, or per cent with its sign"),
    )


def _wrong_unit(record: FactorRecord, target: str, error: DafengError) -> Fault:
    name = factor_subject_name(record.quantity, record.subject)
    what = terms("factor")[record.quantity].name
    return Fault(
        "inventory.factor.unit",
        Severity.ERROR,
        record.amount.place,
        Text(
            f"{name.zh}的{what.zh}单位不符：{error.text.zh}；每吨标准煤的系数不能用于实物吨",
            f"the unit of {what.en} of {name.en} does not fit: {error.text.en}; a "
            "factor per tonne of standard coal cannot be applied to physical tonnes",
        ),
        Text(f"换算为 {target}", f"give it in {target}"),
    )
