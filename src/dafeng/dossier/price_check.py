"""Are constant prices constant, or current ones under another name?"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from dafeng import units
from dafeng.dossier.records import ActivityRecord, Amount, Dossier
from dafeng.dossier.rules import Findings
from dafeng.dossier.totals import last_digit
from dafeng.dossier.vocabulary import terms
from dafeng.errors import UnitError
from dafeng.language import number

#: Rounding of a figure above which two that are equal may be so by chance [-].
_ROUNDED: Final = 0.002
#: Gap between growth at constant prices and the index that revisions leave [-].
_GAP: Final = 0.015
_MONEY: Final = ("gdp", "value_added")

_Key = tuple[str, str, int]


def check_prices(dossier: Dossier, findings: Findings) -> None:
    """Report money at constant prices that equals current prices, or leaves the index of GDP.

    In the year of the price base both are equal. A rounded figure may be equal in one year by
    chance; it is reported where other years are equal as well.
    """
    current: dict[_Key, Amount] = {}
    for record in dossier.activity:
        if record.variable in _MONEY and record.price_base == "current":
            current[record.variable, record.sector, record.year] = record.amount
    equal: dict[tuple[str, str, str], list[ActivityRecord]] = defaultdict(list)
    for record in dossier.activity:
        twin = current.get((record.variable, record.sector, record.year))
        if twin is not None and _constant(record) and _same(record.amount, twin):
            equal[record.variable, record.sector, record.price_base].append(record)
    told = {id(r) for found in equal.values() for r in _doubted(found)}
    for record in dossier.activity:
        if id(record) in told:
            _tell_equal(record, findings)
    _check_index(dossier, told, findings)


def _constant(record: ActivityRecord) -> bool:
    return record.price_base.isdigit() and int(record.price_base) != record.year


def _same(constant: Amount, current: Amount) -> bool:
    value = _in_unit(constant, current.unit)
    return bool(value) and value is not None and abs(value - (current.value or 0.0)) <= 1e-9 * value


def _doubted(found: list[ActivityRecord]) -> list[ActivityRecord]:
    return found if len(found) > 1 else [r for r in found if not _is_rounded(r.amount)]


def _is_rounded(amount: Amount) -> bool:
    value = amount.value or 0.0
    return 0.5 * last_digit([value]) > _ROUNDED * abs(value)


def _in_unit(amount: Amount, unit: str) -> float | None:
    try:
        return None if amount.value is None else units.convert(amount.value, amount.unit, unit)
    except UnitError:
        return None


def _tell_equal(record: ActivityRecord, findings: Findings) -> None:
    findings.add(
        "money.constant_equals_current",
        record.amount.place,
        variable=terms("variable")[record.variable].name,
        year=record.year,
        base=record.price_base,
        value=number(record.amount.value or 0.0),
    )


def _check_index(dossier: Dossier, told: set[int], findings: Findings) -> None:
    """Hold growth of GDP at constant prices against the index of the year (previous = 1)."""
    index = {
        r.year: v
        for r in dossier.activity
        if r.variable == "gdp_index" and not r.sector and (v := _in_unit(r.amount, "1"))
    }
    gdp: dict[str, dict[int, ActivityRecord]] = defaultdict(dict)
    for record in dossier.activity:
        whole = record.variable == "gdp" and not record.sector and record.price_base != "current"
        if whole and record.amount.value:
            gdp[record.price_base][record.year] = record
    for years in gdp.values():
        off = [y for y in sorted(years) if _leaves(years, index, y)]
        for year in off:
            pair = {id(years[year]), id(years[year - 1])}
            if year - 1 not in off and not pair & told:
                _tell_index(years, index[year], year, findings)


def _leaves(years: dict[int, ActivityRecord], index: dict[int, float], year: int) -> bool:
    if year - 1 not in years or year not in index:
        return False
    return abs(_growth(years, year) / index[year] - 1) > _GAP


def _growth(years: dict[int, ActivityRecord], year: int) -> float:
    after, before = years[year].amount, years[year - 1].amount
    return (_in_unit(after, before.unit) or 0.0) / (before.value or 1.0)


def _tell_index(
    years: dict[int, ActivityRecord], index: float, year: int, findings: Findings
) -> None:
    findings.add(
        "money.index_differs",
        years[year].amount.place,
        variable=terms("variable")["gdp"].name,
        year=year,
        ratio=number(_growth(years, year)),
        index=number(index),
    )
