"""Can a local factor be true?"""

from __future__ import annotations

from typing import Final

from dafeng import reference, units
from dafeng.dossier.needless_factors import ENERGY, tell_needless
from dafeng.dossier.other_rows import factor_subject_name
from dafeng.dossier.records import Dossier, FactorRecord
from dafeng.dossier.rules import Findings
from dafeng.dossier.vocabulary import terms
from dafeng.errors import UnitError
from dafeng.language import number

#: How far a process factor may lie from the reference [-].
_PROCESS_SLACK: Final = 3
#: Share of carbon that any boiler burns at least [-].
_LEAST_OXIDATION: Final = 0.5
#: Ranges of factors that no set of fuels holds: grid [tCO2/MWh], heat [tCO2/GJ].
_PLAIN_RANGES: Final = {
    "grid": ("tCO2/MWh", 0.02, 1.3),
    "heat": ("tCO2/GJ", 0.02, 0.2),
}
#: Coal that plants burn for electricity, as a rule [kgce/kWh].
_PLANTS: Final = (0.25, 0.45)
#: What the equivalent value may be off by rounding [-].
_ROUNDED: Final = 0.01

#: Factors that only fuels have.
_OF_FUELS: Final = ("ncv", "carbon_content", "oxidation")


def check_factors(dossier: Dossier, findings: Findings) -> None:
    """Report local factors outside the range in which such factors lie.

    Calorific values are compared with the factor set, and grid factors with the published ones,
    where the set and the year are known: in the inventory.
    """
    for record in dossier.factors:
        _check(record, findings)


def _check(record: FactorRecord, findings: Findings) -> None:
    if record.amount.value is None:
        return
    amount = record.amount
    if record.subject in ENERGY and record.quantity in _OF_FUELS:
        tell_needless(record.subject, (amount.value or 0.0, amount.unit), amount.place, findings)
    elif record.quantity == "oxidation":
        _oxidation(record, findings)
    elif record.quantity == "thermal_rate":
        _rate(record, findings)
    elif record.quantity in _PLAIN_RANGES:
        unit, low, high = _PLAIN_RANGES[record.quantity]
        _within(record, unit, (low, high), findings)
    elif record.quantity == "carbon_content":
        _carbon(record, findings)
    elif record.quantity == "process":
        _process(record, findings)


def _rate(record: FactorRecord, findings: Findings) -> None:
    """Refuse a thermal rate that is none; all that counts electricity by it would fail later."""
    rate = _value(record, "kgce/kWh")
    if rate is None:
        return
    low, high = units.THERMAL_RATES
    stated = {"value": number(record.amount.value or 0.0), "unit": record.amount.unit}
    if abs(rate / float(units.EQUIVALENT_RATE) - 1) <= _ROUNDED:
        findings.add("factor.thermal_rate.equivalent", record.amount.place, **stated)
    elif not low <= rate <= high:
        findings.add("factor.thermal_rate.none", record.amount.place, **stated)
    else:
        _within(record, "kgce/kWh", _PLANTS, findings)


def _oxidation(record: FactorRecord, findings: Findings) -> None:
    share = units.convert(record.amount.value or 0.0, record.amount.unit, "1")
    stated = record.amount.value or 0.0
    if not 0 <= share <= 1:
        findings.add("factor.oxidation", record.amount.place, value=number(share))
    elif record.amount.unit == "%" and _LEAST_OXIDATION <= stated <= 1:
        place = record.amount.place
        findings.add("factor.oxidation.fraction", place, value=number(stated))


def _carbon(record: FactorRecord, findings: Findings) -> None:
    found = [
        (f.carbon_content, f.cc_low or f.carbon_content, f.cc_high or f.carbon_content)
        for s in reference.fuel_factor_sets().values()
        if (f := s.factors.get(record.subject)) is not None
    ]
    if not found:
        return
    low, high = min(f[1] for f in found) / 1.3, max(f[2] for f in found) * 1.3
    value = _value(record, "tC/TJ")
    if value is None or low <= value <= high:
        return
    as_carbon = value * 12 / 44
    if low <= as_carbon <= high:
        findings.add(
            "factor.carbon_as_co2",
            record.amount.place,
            subject=factor_subject_name(record.quantity, record.subject),
            value=number(record.amount.value or 0.0),
            unit=record.amount.unit,
        )
        return
    _within(record, "tC/TJ", (low, high), findings)


def _process(record: FactorRecord, findings: Findings) -> None:
    known = reference.process_factors().get(record.subject)
    if known is not None:
        bounds = (known.value / _PROCESS_SLACK, known.value * _PROCESS_SLACK)
        _within(record, known.unit, bounds, findings)


def _value(record: FactorRecord, unit: str) -> float | None:
    try:
        return units.convert(record.amount.value or 0.0, record.amount.unit, unit)
    except UnitError:
        return None


def _within(
    record: FactorRecord, unit: str, bounds: tuple[float, float], findings: Findings
) -> None:
    value = _value(record, unit)
    if value is None or bounds[0] <= value <= bounds[1]:
        return
    own = [units.convert(b, unit, record.amount.unit) for b in bounds]
    findings.add(
        "factor.implausible",
        record.amount.place,
        subject=factor_subject_name(record.quantity, record.subject),
        factor=terms("factor")[record.quantity].name,
        value=number(record.amount.value or 0.0),
        unit=record.amount.unit,
        low=number(own[0]),
        high=number(own[1]),
    )
