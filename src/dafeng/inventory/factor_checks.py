"""Do the place's own factors make sense beside the published ones?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dafeng import units
from dafeng.dossier.records import Dossier, FactorRecord
from dafeng.errors import DafengError, Fault, Place, Severity
from dafeng.inventory.carbon_per_tce import check_carbon_per_tce
from dafeng.inventory.grid_factor_checks import mistaken, published_twin
from dafeng.inventory.mistakes import explain, per_tce
from dafeng.inventory.quantities import FactorBook, figure
from dafeng.language import Text

#: A factor per unit of fuel may differ from the set's by this factor before it is doubted.
FUEL_FACTOR_RANGE: Final = 1.6

#: A factor per tce is recognised only where the set's factor differs by this share [-].
_TELLING: Final = 0.1

#: Carbon per standard coal, all fuels [tC/tce].
_PER_TCE: Final = (0.3, 1.0)

#: How near a calorific value must come to that of standard coal, and how far from the set's [-].
_STANDARD: Final = (0.002, 0.03)
_TARGETS: Final = {
    "ncv": "GJ/{unit}",
    "carbon_content": "tC/TJ",
    "oxidation": "1",
    "emission_factor": "tCO2/{unit}",
}

#: What a stated CO2 factor replaces.
_PARTS: Final = ("carbon_content", "oxidation")


def unusable_factors(dossier: Dossier, book: FactorBook) -> list[Fault]:
    """Return an error for every local factor whose unit does not fit what it is a factor of."""
    faults: list[Fault] = []
    for record in dossier.factors:
        target = _target(record, book)
        if target is None or record.amount.value is None:
            continue
        if record.quantity == "emission_factor":
            faults.extend(_stated_twice(record, dossier))
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


def _stated_twice(record: FactorRecord, dossier: Dossier) -> Iterator[Fault]:
    """Yield an error where a CO2 factor stands beside the parts that it replaces."""
    for other in dossier.factors:
        same = other.subject == record.subject and other.quantity in _PARTS
        meets = all(
            not a or not b or a == b
            for a, b in ((other.sector, record.sector), (other.year, record.year))
        )
        if same and meets:
            yield _twice(record, other)


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


def _doubted(record: FactorRecord, implied: float, expected: float, group: str) -> Iterator[Fault]:
    ratio = implied / expected if expected else 0.0
    known = per_tce(group, implied)
    if known is not None and abs(ratio - 1) > _TELLING:
        why: Text | None = Text(
            f"等于每吨标准煤的系数 {known} tCO2/tce，被用于实物量",
            f"it equals the factor per standard coal {known} tCO2/tce, applied to physical units",
        )
    elif record.quantity == "emission_factor" and per_tce(group, implied * 44 / 12) is not None:
        why = Text(
            "等于 tC/tce 的系数，被用于实物量且未乘 44/12",
            "it equals a factor in tC/tce, applied to physical units and without 44/12",
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


def _twice(record: FactorRecord, other: FactorRecord) -> Fault:
    return Fault(
        "inventory.factor.twice",
        Severity.ERROR,
        record.amount.place,
        Text(
            f"{record.subject} 的二氧化碳排放因子与{other.amount.place} 的含碳量或氧化率并存",
            f"{record.subject} has a CO2 emission factor and, at {other.amount.place}, carbon "
            "content or oxidation as well",
        ),
        Text("只保留其中一种", "keep one of the two"),
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
