"""What of the tables of use counts where a whole energy balance of the year stands beside them?

Published tables go beyond the rows of a balance: electricity of all society holds what plants and
grids use and lose, and tables of industries hold the fuel of power plants.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from dafeng.dossier.covering import Cover, is_estimate
from dafeng.dossier.energy_rows import CLASSES, INDUSTRY, SHEET_INDUSTRY
from dafeng.dossier.records import EnergyRecord, Flow
from dafeng.dossier.rules import Findings
from dafeng.dossier.sector_groups import highest, over
from dafeng.dossier.standard_coal import comparable
from dafeng.dossier.totals import agrees
from dafeng.dossier.vocabulary import carrier_name
from dafeng.errors import Place
from dafeng.language import number
from dafeng.units import convert

_POWER: Final = "electricity"
_PLANTS: Final = "power_heat"
#: Sectors by which a table is of all society, and not of industry alone.
_SOCIETY: Final = ("households", "households_urban", "households_rural", *CLASSES)

_Sheet = tuple[str, str]


def beside_balances(
    records: Sequence[EnergyRecord], covers: Iterable[Cover], findings: Findings
) -> list[EnergyRecord]:
    """Return the records without what a whole balance of the same year and carrier holds already.

    Parameters
    ----------
    records
        Entries and estimates of all tables.
    covers
        Columns of whole balances.
    findings
        Takes what does not count, and why.
    """
    balances = {(c.year, c.carrier): _sheet_of(c.place) for c in covers if c.flow is None}
    kept = _without(records, _other_electricity(records, balances, findings))
    return _without(kept, _plant_fuel(kept, balances, findings))


def _without(records: Sequence[EnergyRecord], left: Iterable[EnergyRecord]) -> list[EnergyRecord]:
    dropped = set(map(id, left))
    return [r for r in records if id(r) not in dropped]


def _sheet_of(place: Place) -> _Sheet:
    return place.file, place.sheet


def _entries(records: Iterable[EnergyRecord]) -> list[EnergyRecord]:
    return [r for r in records if not is_estimate(r) and r.amount.value is not None]


def _other_electricity(
    records: Sequence[EnergyRecord], balances: dict[tuple[int, str], _Sheet], findings: Findings
) -> list[EnergyRecord]:
    """Return the electricity of society that a balance has or that differs from it, and tell it."""
    tables: dict[tuple[int, _Sheet], list[EnergyRecord]] = defaultdict(list)
    for record in _entries(records):
        if record.carrier == _POWER and (record.year, _POWER) in balances:
            tables[record.year, _sheet_of(record.amount.place)].append(record)
    left: list[EnergyRecord] = []
    for (year, sheet), found in tables.items():
        own = balances[year, _POWER]
        final = all(r.flow is Flow.FINAL_CONSUMPTION for r in found)
        if sheet == own or not final or not any(r.sector in _SOCIETY for r in found):
            continue
        whole = _final(tables.get((year, own), ()))
        total = _final(found)
        if not whole:
            continue
        if agrees(whole, [total]):
            left += _stated_twice(found, tables[year, own], findings)
            continue
        findings.add(
            "energy.table.beside", found[0].amount.place, year=year, total=number(total),
            final=number(whole), count=len(found), balance=" ".join(filter(None, own)),
        )  # fmt: skip
        left += found
    return left


def _stated_twice(
    table: Sequence[EnergyRecord], balance: Iterable[EnergyRecord], findings: Findings
) -> list[EnergyRecord]:
    """Return the figures of a table that a balance states too: they are a check that holds."""
    stated = {(r.flow, r.sector): r for r in balance}
    left = [r for r in table if _equal(r, stated.get((r.flow, r.sector)))]
    if left:
        amount = left[0].amount
        balance_at = next(iter(stated.values())).amount.place
        findings.add(
            "energy.table.same", amount.place, year=left[0].year, count=len(left),
            balance=" ".join(filter(None, _sheet_of(balance_at))),
        )  # fmt: skip
    return left


def _equal(record: EnergyRecord, other: EnergyRecord | None) -> bool:
    return other is not None and agrees(_in_kwh(other), [_in_kwh(record)])


def _in_kwh(record: EnergyRecord) -> float:
    """Return electricity without the dust of its conversion [亿千瓦时]."""
    value = float(convert(record.amount.value or 0.0, record.amount.unit, "亿千瓦时"))
    return float(f"{value:.12g}")


def _final(records: Iterable[EnergyRecord]) -> float:
    """Return the final electricity of a table, its highest rows added up [亿千瓦时]."""
    by_sector = {r.sector: r for r in records if r.flow is Flow.FINAL_CONSUMPTION and r.sector}
    parts = [by_sector[s] for s in sorted(highest(by_sector))]
    if not parts:
        return 0.0
    return math.fsum(map(_in_kwh, parts))


def _plant_fuel(
    records: Sequence[EnergyRecord], balances: dict[tuple[int, str], _Sheet], findings: Findings
) -> list[EnergyRecord]:
    """Return the fuel of plants in tables of industries that a balance has as their input."""
    spots: dict[tuple[int, str], list[EnergyRecord]] = defaultdict(list)
    for record in _entries(records):
        if (record.year, record.carrier) in balances:
            spots[record.year, record.carrier].append(record)
    left: list[EnergyRecord] = []
    for (year, carrier), found in spots.items():
        final = [r for r in found if r.flow is Flow.FINAL_CONSUMPTION]
        whole = next((r for r in final if r.sector == INDUSTRY), None)
        plants = next((r for r in final if r.sector == _PLANTS), None)
        turned = [
            r for r in found if r.flow in (Flow.POWER, Flow.HEAT) and (r.amount.value or 0) < 0
        ]
        if whole is None or plants is None or not turned or not _beyond(final, whole, plants):
            continue
        amount = plants.amount
        findings.add(
            "energy.table.plants", amount.place, year=year, carrier=carrier_name(carrier),
            value=number(amount.value or 0.0), unit=amount.unit, whole=str(whole.amount.place),
        )  # fmt: skip
        left.append(plants)
    return left


def _beyond(final: Sequence[EnergyRecord], whole: EnergyRecord, plants: EnergyRecord) -> bool:
    """Say whether industries make more than industry in the balance, and do not without plants."""
    if _sheet_of(plants.amount.place) == _sheet_of(whole.amount.place):
        return False
    inside = {r.sector: r for r in final if INDUSTRY in over(r.sector)}
    inside.pop(SHEET_INDUSTRY, None)
    parts = [inside[s] for s in sorted(highest(inside))]
    found = comparable(whole.amount, [p.amount for p in parts], whole.carrier)
    own = comparable(whole.amount, [plants.amount], whole.carrier)
    if plants not in parts or found is None or own is None or whole.amount.value is None:
        return False
    total, rest = math.fsum(found.values), math.fsum(found.values) - own.values[0]
    value = whole.amount.value
    more = total > value and not agrees(value, found.values)
    return more and (rest <= value or agrees(value, [rest]))
