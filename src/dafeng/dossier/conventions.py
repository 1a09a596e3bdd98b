"""By which convention does electricity stand in standard coal, and how much is it in kWh?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dafeng import units
from dafeng.dossier.balance import BalanceTable
from dafeng.dossier.energy_rows import is_standard_coal
from dafeng.dossier.records import Amount, EnergyRecord
from dafeng.dossier.rules import Findings
from dafeng.errors import Place
from dafeng.language import number

#: Electricity for a unit of standard coal by the equivalent value [kWh/kgce].
_KWH_PER_KGCE: Final = 1 / units.EQUIVALENT_RATE

_Column = tuple[str, str, int | None]


def with_convention(
    records: Sequence[EnergyRecord], tables: Sequence[BalanceTable], findings: Findings
) -> list[EnergyRecord]:
    """Turn electricity in standard coal to kWh where its column names the equivalent value.

    ``kWh = kgce / 0.1229`` (当量值, GB/T 2589-2020). Electricity by the thermal value (等价值), of
    which no rate is stated, or by none, is left out. Either is said once a column.
    """
    methods: dict[_Column, str] = {
        (*_sheet(cell.amount.place), cell.column.index): cell.column.method
        for table in tables
        for cell in table.cells
        if cell.column.carrier == "electricity"
    }
    kept: list[EnergyRecord] = []
    told: set[_Column] = set()
    for record in records:
        if record.carrier != "electricity" or not is_standard_coal(record.amount.unit):
            kept.append(record)
            continue
        place = record.amount.place
        column = (*_sheet(place), place.column)
        equivalent = methods.get(column) == "equivalent"
        turned = _in_kwh(record.amount) if equivalent else record.amount
        if equivalent:
            kept.append(replace(record, amount=turned))
        if column not in told:
            told.add(column)
            _tell(record.amount, turned, findings)
    return kept


def _sheet(place: Place) -> tuple[str, str]:
    return place.file, place.sheet


def _in_kwh(amount: Amount) -> Amount:
    ends = (_yi_kwh(x, amount.unit) for x in (amount.value, amount.low, amount.high))
    value, low, high = ends
    return replace(amount, value=value, low=low, high=high, unit="亿千瓦时")


def _yi_kwh(value: float | None, unit: str) -> float | None:
    if value is None:
        return None
    coal = units.convert(value, unit, "kgce")
    return float(f"{coal * float(_KWH_PER_KGCE) / 1e8:.12g}")


def _tell(stated: Amount, turned: Amount, findings: Findings) -> None:
    if turned is stated or stated.value is None or turned.value is None:
        rule = "unit.convention" if turned is stated else "energy.electricity.equivalent"
        findings.add(rule, stated.place, unit=stated.unit, value="-", read="-")
        return
    findings.add(
        "energy.electricity.equivalent",
        stated.place,
        value=number(stated.value),
        unit=stated.unit,
        read=number(turned.value),
    )
