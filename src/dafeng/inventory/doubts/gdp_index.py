"""Is an index of GDP an index (previous year = 100), or a growth rate?"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from dafeng import units
from dafeng.dossier.records import ActivityRecord, Dossier
from dafeng.errors import DafengError, Fault, Severity
from dafeng.inventory.doubts.gdp_years import Year, check_gdp_years
from dafeng.inventory.gdp import constant_gdp
from dafeng.language import Text, significant

#: GDP of a place over that of the year before [-]: 840 published indices of prefectures lie within
#: 0.947 and 1.300; new parks may double.
INDEX: Final = (0.6, 2.5)

#: Rise of prices per year that GDP at current prices and the index imply together [-], by the
#: number of years. Of 4693 prefecture years 2001-2023 two lie outside over one year, 8 of 4488
#: over two and 2 of 4283 over three, where GDP was revised.
PRICES: Final = {1: (0.6, 1.6), 2: (0.74, 1.35), 3: (0.78, 1.28)}

#: Years of GDP that could be compared.
_SEVERAL: Final = 2

#: A growth rate that was taken for an index [%].
_GROWTH: Final = (-30.0, 45.0)


def check_gdp_index(dossier: Dossier) -> Iterator[Fault]:
    """Yield figures of the GDP index that cannot be one, and what was probably meant.

    Parameters
    ----------
    dossier
        The place's records.
    """
    indices: dict[int, tuple[float, ActivityRecord]] = {}
    wrong = False
    for record in dossier.activity:
        if record.variable != "gdp_index" or record.sector or record.amount.value is None:
            continue
        try:
            ratio = units.convert(record.amount.value, record.amount.unit, "1")
        except DafengError:
            continue
        if not INDEX[0] <= ratio <= INDEX[1]:
            wrong = True
            yield _no_index(record, ratio)
        indices[record.year] = ratio, record
    yield from _not_comparable(dossier)
    if wrong:
        return
    apart = list(_beside_current(indices, dossier))
    yield from apart or check_gdp_years(_years(indices, dossier))


def _not_comparable(dossier: Dossier) -> Iterator[Fault]:
    """Yield GDP of years with energy that no index and no constant prices carry to the others."""
    found = constant_gdp(dossier.activity, dossier.identity.price_base)
    energy = {r.year for r in dossier.energy}
    lacking = [y for y in sorted(found.current) if y in energy and y not in found.values]
    if not lacking or len(found.current) < _SEVERAL:
        return
    whole = [r for r in dossier.activity if r.variable == "gdp" and not r.sector]
    current = _by_year(r for r in whole if not r.price_base.isdigit())
    if lacking[0] in current:
        yield _current_only(lacking, current[lacking[0]][1])


def _current_only(years: list[int], record: ActivityRecord) -> Fault:
    return Fault(
        "inventory.gdp.current_only",
        Severity.WARNING,
        record.amount.place,
        Text(
            f"{'、'.join(map(str, years))} 年只有当年价地区生产总值，"
            "没有连到价格基年的指数或不变价：这些年的单位 GDP 指标、驱动因素和增速算不出",
            f"GDP of {', '.join(map(str, years))} is at current prices, and no index or constant "
            "prices lead to the price base: figures per GDP, drivers and growth of these years "
            "cannot be computed",
        ),
        Text(
            "填入各年指数（上年=100），或不变价地区生产总值",
            "enter the index of each year (previous year = 100), or GDP at constant prices",
        ),
    )


def _years(
    indices: Mapping[int, tuple[float, ActivityRecord]], dossier: Dossier
) -> dict[int, Year]:
    """Return GDP over the year before by year, by the index or else by constant prices."""
    whole = [r for r in dossier.activity if r.variable == "gdp" and not r.sector]
    current = _by_year(r for r in whole if not r.price_base.isdigit())
    growing = dict(indices)
    for base in sorted({r.price_base for r in whole if r.price_base.isdigit()}):
        same = {int(base): current[int(base)]} if int(base) in current else {}
        fixed = {**same, **_by_year(r for r in whole if r.price_base == base)}
        for year in sorted(set(fixed) - set(growing)):
            if year - 1 in fixed:
                growing[year] = fixed[year][0] / fixed[year - 1][0], fixed[year][1]
    return {
        y: Year(ratio, current[y][0] / current[y - 1][0], record, current[y][1])
        for y, (ratio, record) in sorted(growing.items())
        if y in current and y - 1 in current
    }


def _by_year(records: Iterable[ActivityRecord]) -> dict[int, tuple[float, ActivityRecord]]:
    """Return GDP by year [yuan], and where it stands."""
    return {r.year: (r.amount.in_unit("元"), r) for r in records if (r.amount.value or 0.0) > 0}


def _beside_current(
    indices: Mapping[int, tuple[float, ActivityRecord]], dossier: Dossier
) -> Iterator[Fault]:
    """Yield an index that leaves GDP at current prices, over the years that have both."""
    current = constant_gdp(dossier.activity).current
    years = [y for y in sorted(indices) if current.get(y, 0.0) > 0 and current.get(y - 1, 0.0) > 0]
    if not years:
        return
    growth = math.prod(current[y] / current[y - 1] for y in years)
    chained = math.prod(indices[y][0] for y in years)
    prices = (growth / chained) ** (1 / len(years))
    low, high = PRICES[min(len(years), max(PRICES))]
    if not low <= prices <= high:
        means = growth ** (1 / len(years)), chained ** (1 / len(years))
        yield _apart(indices[years[0]][1], years, *means)


def _apart(record: ActivityRecord, years: list[int], growth: float, chained: float) -> Fault:
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])
    return Fault(
        "inventory.gdp_index.beside_current",
        Severity.WARNING,
        record.amount.place,
        Text(
            f"{span} 年地区生产总值指数合每年增长 {chained - 1:.1%}，而当年价地区生产总值每年变化 "
            f"{growth - 1:.1%}：像是以某一年为 100 的定基指数，或金额有误",
            f"the GDP index of {span} makes {chained - 1:.1%} growth a year, while GDP at current "
            f"prices changes by {growth - 1:.1%} a year: it looks like an index on one fixed year, "
            "or the amounts are wrong",
        ),
        Text(
            "填上年=100 的指数；定基指数在名称中写明基年（2015年=100）",
            "enter the index of the previous year = 100; let the name of an index on a fixed year "
            "state it (2015 = 100)",
        ),
    )


def _meant(stated: float, ratio: float) -> list[str]:
    """Return what the index may be: 100 plus a growth rate, a ratio times 100, or itself [%]."""
    found = []
    if _GROWTH[0] <= 100 * ratio <= _GROWTH[1]:
        found.append(significant(100 * (1 + ratio), 5))
    if INDEX[0] <= stated <= INDEX[1]:
        found.append(significant(100 * stated, 5))
    if INDEX[0] <= ratio / 100 <= INDEX[1]:
        found.append(significant(ratio, 5))
    return found


def _no_index(record: ActivityRecord, ratio: float) -> Fault:
    stated = record.amount.value or 0.0
    meant = _meant(stated, ratio)
    zh = f"；像是增速、比值或漏写 % 的指数，应写 {' 或 '.join(meant)}（单位 %）" if meant else ""
    write = f"write {' or '.join(meant)} (unit %)"
    en = f": it looks like a growth rate, a ratio or an index without its %; {write}"
    return Fault(
        "inventory.gdp_index.implausible",
        Severity.ERROR,
        record.amount.place,
        Text(
            f"{record.year} 年地区生产总值指数 {significant(stated)}{record.amount.unit} 会使 "
            "GDP 变为上年的 "
            f"{significant(ratio, 3)} 倍{zh}",
            f"the GDP index {significant(stated)} {record.amount.unit} of {record.year} would "
            "make GDP "
            f"{significant(ratio, 3)} times that of the year before{en if meant else ''}",
        ),
        Text(
            "指数以上年为 100：增长 8.4% 写 108.4",
            "the index of the previous year is 100: a growth of 8.4 % is 108.4",
        ),
    )
