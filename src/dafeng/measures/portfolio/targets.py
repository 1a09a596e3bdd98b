"""Which of a place's own targets can a portfolio be held to, and as which limits?

A row of the dossier's table ``targets`` is read by its indicator, unit and base year: totals of
CO2, coal or energy, the non-fossil share, and CO2 or energy per unit of GDP. All others stay plan
text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from dafeng.axes import Axis, Floats, year_axis
from dafeng.dossier.aims import SINCE, Aim, is_past, read_aim, year_of, year_within
from dafeng.dossier.records import Row
from dafeng.dossier.wording import key, narrow, split_brackets
from dafeng.language import Text
from dafeng.measures.amounts import converted
from dafeng.measures.portfolio.effects import QUANTITIES, totals
from dafeng.measures.portfolio.limits import cap, intensity, least_share
from dafeng.measures.portfolio.problem import CO2, Limit
from dafeng.scenarios.central import CentralPath
from dafeng.scenarios.simulation import BASES

_PER_GDP: Final = ("生产总值", "gdp", "强度", "intensity")
_SHARE: Final = ("比重", "占比", "比例", "share")
_FALL: Final = ("下降", "降低", "降幅", "减少", "fall", "reduction", "cut", "decline", "decrease")
_CARBON: Final = ("二氧化碳", "碳排放", "co2", "carbon")
_ENERGY: Final = ("能源消费", "能源消耗", "能耗", "energy")
_COAL: Final = ("煤炭消费", "煤消费", "用煤", "coal")

#: Words that make an indicator something else than a total of the place.
_OTHER: Final = (
    *(
        "达峰",
        "峰值",
        "peak",
        "装机",
        "capacity",
        "发电",
        "generation",
        "面积",
        "area",
        "人均",
        "percapita",
    ),
    *("产品", "product", "行业", "规模以上", "工业增加值", "建筑", "building", "供电", "吨钢"),
    *("碳汇", "固碳", "sink", "捕集", "封存", "capture", "storage", "可再生", "renewable"),
    *("公共机构", "institution", "居民", "household", "交通", "transport", "valueadded"),
    *("增速", "增长率", "growth", "电气化", "electrification"),
)

#: Absolute units of a quantity and of its intensity.
_UNITS: Final = {CO2: ("tCO2", "t"), "coal": ("TJ",), "energy": ("TJ",)}
_PER_YUAN: Final = {CO2: ("tCO2/元", "t/元"), "energy": ("TJ/元",)}


@dataclass(frozen=True, slots=True)
class ReadTarget:
    """A target as it was read.

    Parameters
    ----------
    indicator, year, value
        As entered.
    limit
        Id of the limit that it sets; empty if none.
    bound
        What the limit says [t, TJ, -, t/yuan or TJ/yuan]; NaN if none.
    reason
        Why it sets none.
    wanted
        Whether it is a target for a year ahead whose indicator is one that can be held.
    """

    indicator: str
    year: int
    value: str
    limit: str = ""
    bound: float = np.nan
    reason: Text | None = None
    wanted: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of the years up to the base year, for targets that look back.

    Parameters
    ----------
    co2
        Observed CO2 on the basis of the portfolio [t] by year.
    gdp
        GDP at constant prices [yuan] by year.
    """

    co2: Mapping[int, float]
    gdp: Mapping[int, float]


def read_targets(
    rows: Sequence[Row], path: CentralPath, basis: str, record: Record
) -> tuple[ReadTarget, ...]:
    """Read each target as a bound, or say why it sets none.

    Parameters
    ----------
    rows
        Table ``targets`` of the dossier.
    path
        Central path of the scenario, whose years and GDP the targets refer to.
    basis
        Basis of the account.
    record
        Observed years, for targets against a year before the base year.
    """
    return tuple(_read(row, path, basis, record) for row in rows)


def limits_from(
    found: Sequence[ReadTarget], years: Axis[int], path: CentralPath
) -> tuple[Limit, ...]:
    """Return the limits that targets set: straight between their years, held after the last.

    Of two figures for one limit and year the stricter one holds.

    Parameters
    ----------
    found
        From `read_targets`.
    years
        Years of decision.
    path
        Central path, for its GDP.
    """
    points: dict[str, dict[int, float]] = {}
    for target in found:
        if target.limit and target.year <= years.labels[-1]:
            known = points.setdefault(target.limit, {})
            stricter = max if target.limit.startswith("share") else min
            known[target.year] = stricter(target.bound, known.get(target.year, target.bound))
    at = [path.years.index(year) for year in years]
    return tuple(_limit(name, known, years, path.gdp[at]) for name, known in points.items())


def _limit(name: str, known: Mapping[int, float], years: Axis[int], gdp: Floats) -> Limit:
    held = {years.labels[-1]: known[max(known)], **known}
    kind, quantity = name.split(":")
    if kind == "share":
        found = least_share(years, held)
    elif kind == "cap":
        found = cap(quantity, years, held)
    else:
        found = intensity(quantity, years, held, gdp)
    return replace(found, id=f"target:{name}")


def _read(row: Row, path: CentralPath, basis: str, record: Record) -> ReadTarget:
    aim, year, limit = (
        read_aim(row["value"]),
        year_of(row["year"]),
        limit_named(key(row["indicator"])),
    )
    blank = ReadTarget(row["indicator"], year or 0, f"{row['value']} {row['unit']}".strip())
    if is_past(row) or (year is not None and year <= path.years.labels[0]):
        return _told(blank, Text("是过去的数值，不是目标", "it states what was and is no target"))
    if limit is None:
        return _told(blank, Text("该指标不作约束", "this indicator is none that can be held"))
    bound = _unheld(limit, aim, row, path) or _bound(limit, aim, row, (path, basis, record))
    if isinstance(bound, Text):
        return replace(_told(blank, bound), wanted=True)
    return replace(blank, limit=limit, bound=bound, wanted=True)


def _unheld(limit: str, aim: Aim, row: Row, path: CentralPath) -> Text | None:
    """Return why a row sets no limit before its bound is looked at; None if nothing bars it."""
    year = year_of(row["year"])
    if aim.value is None or year is None:
        return Text("数值或年份读不出", "the value or the year cannot be read")
    if year > path.years.labels[-1]:
        return Text("年份不在组合的年份内", "its year is not one of the portfolio's")
    more = limit.startswith("share") or _is_fall(row, aim)
    if aim.relation == ("at_most" if more else "at_least"):
        return Text("界限方向相反", "it bounds the side that nothing limits")
    return None


def _is_fall(row: Row, aim: Aim) -> bool:
    return aim.falls or any(w in key(row["indicator"]) for w in _FALL)


def _figure(aim: Aim, *, least: bool) -> float:
    """Return the figure of a target; of a range the end that asks for less."""
    ends = (aim.low, aim.high)
    found = aim.value if None in ends else ends[0 if least else 1]
    assert found is not None  # noqa: S101 - told by the caller
    return found


def _told(blank: ReadTarget, reason: Text) -> ReadTarget:
    return ReadTarget(blank.indicator, blank.year, blank.value, reason=reason)


def limit_named(name: str) -> str | None:
    """Return the limit that an indicator's name speaks of, None if of none."""

    def has(words: Sequence[str]) -> bool:
        return any(word in name for word in words)

    if has(_OTHER):
        return None
    if "非化石" in name or "nonfossil" in name:
        return "share:non_fossil" if has(_SHARE) else None
    if has(_PER_GDP):
        quantity = CO2 if has(_CARBON) else "energy" if has(_ENERGY) else ""
        return f"intensity:{quantity}" if quantity else None
    if has(_SHARE):
        return None
    for quantity, words in (("coal", _COAL), (CO2, _CARBON), ("energy", _ENERGY)):
        if has(words):
            return f"cap:{quantity}"
    return None


def _bound(limit: str, aim: Aim, row: Row, place: tuple[CentralPath, str, Record]) -> float | Text:
    """Return the bound of a limit, or why there is none."""
    kind, quantity = limit.split(":")
    inside = split_brackets(narrow(row["indicator"]).strip())[1]
    unit = aim.unit or row["unit"] or ("" if SINCE.search(inside) else inside)
    per_cent, falls = unit in ("%", "％"), _is_fall(row, aim)
    if kind == "share":
        value = _figure(aim, least=True)
        return value / 100 if per_cent else _as_share(value)
    if per_cent:
        since = _base_year(row, aim)
        if since is None and not falls:
            return Text("百分数缺对比年份", "a percentage without the year it is compared with")
        return _fallen(kind, quantity, abs(_figure(aim, least=True)) / 100, (since, *place))
    if falls:
        return Text("绝对减少量不作约束", "a fall in absolute terms cannot be held")
    units = _UNITS[quantity] if kind == "cap" else _PER_YUAN[quantity]
    found = converted(_figure(aim, least=False), unit, units)
    if found is None:
        return Text(
            f"单位“{unit}”不能折算（煤炭、能源按标准煤或 TJ）",
            f"the unit {unit!r} cannot be turned into that of the limit (coal and energy: coal "
            "equivalent or TJ)",
        )
    return found


def _base_year(row: Row, aim: Aim) -> int | None:
    """Return the year compared with: of its column, else of the name, else of the cell."""
    named = SINCE.search(narrow(row["indicator"]))
    found = (year_within(row["base_year"]), int(named["year"]) if named else None, aim.since)
    return next((year for year in found if year is not None), None)


def _as_share(value: float) -> float | Text:
    if 0 < value <= 1:
        return value
    return Text("占比缺单位 %", "a share without the unit %")


def _fallen(
    kind: str, quantity: str, fall: float, against: tuple[int | None, CentralPath, str, Record]
) -> float | Text:
    """Return ``(1 - fall)`` of a total, or of its ratio to GDP, in the year compared with."""
    year, path, basis, record = against
    if year is None:
        return Text("缺对比年份", "the year it is compared with is not stated")
    then = _amount(quantity, year, path, basis, record)
    gdp = _gdp(year, path, record) if kind == "intensity" else 1.0
    if then is None or not gdp:
        return Text(f"没有 {year} 年同口径的数值", f"nothing comparable is known of {year}")
    return (1 - fall) * then / gdp


def _amount(
    quantity: str, year: int, path: CentralPath, basis: str, record: Record
) -> float | None:
    """Return a total on the path, or the observed CO2 at the level of the path's base year."""
    base = path.years.labels[0]
    at = max(year, base)
    if at not in path.years.labels:
        return None
    on_path = totals(path, year_axis(at, at), BASES[basis])[QUANTITIES.index(quantity), 0]
    if year >= base:
        return float(on_path)
    if quantity != CO2 or year not in record.co2 or not record.co2.get(base):
        return None
    return float(on_path) * record.co2[year] / record.co2[base]


def _gdp(year: int, path: CentralPath, record: Record) -> float | None:
    base = path.years.labels[0]
    if year >= base:
        return float(path.gdp[path.years.index(year)]) if year in path.years.labels else None
    if year not in record.gdp or not record.gdp.get(base):
        return None
    return float(path.gdp[0]) * record.gdp[year] / record.gdp[base]
