"""Are constant prices constant, or current ones under another name?"""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import pairwise
from typing import Final

from dafeng import units
from dafeng.dossier.index_twins import REVISED
from dafeng.dossier.records import ActivityRecord, Amount, Dossier
from dafeng.dossier.rules import Findings
from dafeng.dossier.totals import last_digit
from dafeng.dossier.vocabulary import terms
from dafeng.errors import UnitError
from dafeng.language import number

#: Rounding of a figure above which two that are equal may be so by chance [-].
_ROUNDED: Final = 0.002
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
    _check_base_year(dossier, current, findings)
    _check_index(dossier, current, told, findings)


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


def _check_base_year(dossier: Dossier, current: dict[_Key, Amount], findings: Findings) -> None:
    """Hold constant prices of their own base year against current ones: both are the same."""
    for record in dossier.activity:
        twin = current.get((record.variable, record.sector, record.year))
        if twin is None or record.price_base != str(record.year):
            continue
        value = _in_unit(record.amount, twin.unit)
        if value is not None and twin.value and abs(value / twin.value - 1) > REVISED:
            findings.add(
                "money.base_year_differs", record.amount.place,
                variable=terms("variable")[record.variable].name, year=record.year,
                value=number(value), current=number(twin.value), other=str(twin.place),
            )  # fmt: skip


def _check_index(
    dossier: Dossier, current: dict[_Key, Amount], told: set[int], findings: Findings
) -> None:
    """Hold growth of GDP at constant prices against the indices of the years (previous = 1).

    Current GDP of the base year stands for itself where constant prices lack that year.
    """
    index = {
        r.year: v
        for r in dossier.activity
        if r.variable == "gdp_index" and not r.sector and (v := _in_unit(r.amount, "1"))
    }
    gdp: dict[str, dict[int, Amount]] = defaultdict(dict)
    doubted: set[tuple[str, int]] = set()
    for record in dossier.activity:
        whole = record.variable == "gdp" and not record.sector and record.price_base != "current"
        if whole and record.amount.value:
            gdp[record.price_base][record.year] = record.amount
            doubted |= {(record.price_base, record.year)} if id(record) in told else set()
    for base, years in gdp.items():
        own = current.get(("gdp", "", int(base))) if base.isdigit() else None
        if own is not None and own.value:
            years.setdefault(int(base), own)
        _hold(years, own, index, {y for b, y in doubted if b == base}, findings)


def _hold(
    years: dict[int, Amount],
    current: Amount | None,
    index: dict[int, float],
    told: set[int],
    findings: Findings,
) -> None:
    """Report figures whose growth since the figure before leaves the indices between."""
    before_off = False
    for before, year in pairwise(sorted(years)):
        between = range(before + 1, year + 1)
        if not all(y in index for y in between):
            before_off = False
            continue
        grown = _growth(years[before], years[year])
        stated = math.prod(index[y] for y in between)
        off = abs(grown / stated - 1) > REVISED * len(between)
        if off and not before_off and not {before, year} & told:
            findings.add(
                "money.index_differs",
                (years[before] if years[year] is current else years[year]).place,
                variable=terms("variable")["gdp"].name,
                year=year,
                before=before,
                ratio=number(grown),
                index=number(stated),
            )
        before_off = off


def _growth(before: Amount, after: Amount) -> float:
    return (_in_unit(after, before.unit) or 0.0) / (before.value or 1.0)
