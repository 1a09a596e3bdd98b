"""Which of a place's own targets can a portfolio be held to, and as which limits?

A row of the dossier's table ``targets`` is read by its indicator, unit and base year: totals of
CO2, coal, oil or energy of the whole place, the shares of non-fossil energy, coal and oil, and CO2
or energy per unit of GDP. The name counts as a whole, by the catalogue of indicators, never a word
inside it: a part of the place is no cap on all of it. All others stay plan text, each with the
reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from dafeng.axes import Axis, Floats, year_axis
from dafeng.dossier.aims import Aim, is_past, read_aim, year_of, year_within
from dafeng.dossier.records import Row
from dafeng.dossier.stated_convention import convention_of
from dafeng.dossier.summed_years import summed_years
from dafeng.dossier.target_names import Named, fall_or_level_of, words_of_catalogue
from dafeng.language import Text
from dafeng.measures.amounts import converted
from dafeng.measures.limit_names import FLOOR
from dafeng.measures.portfolio.effects import CONVENTION, QUANTITIES, totals
from dafeng.measures.portfolio.limits import cap, held_on, intensity, least_share, most_share
from dafeng.measures.portfolio.problem import CO2, Limit
from dafeng.reference.indicators import CONVENTIONS, Indicator
from dafeng.scenarios.central import CentralPath
from dafeng.scenarios.simulation import BASES

#: Indicators of the whole place that a limit can hold; each belongs to one limit.
_LIMITS: Final = {
    "non_fossil_share": FLOOR,
    "coal_share": "share:coal",
    "oil_share": "share:oil",
    "co2_intensity": f"intensity:{CO2}",
    "co2_intensity_fall": f"intensity:{CO2}",
    "energy_intensity": "intensity:energy",
    "energy_intensity_fall": "intensity:energy",
    "co2_total": f"cap:{CO2}",
    "carbon_budget": f"cap:{CO2}",
    "energy_total": "cap:energy",
    "coal_total": "cap:coal",
    "coal_fall": "cap:coal",
    "oil_total": "cap:oil",
}

#: Why an indicator of the catalogue is none of them, by id, else by kind.
_OTHERS: Final = {
    "peak_year": Text(
        "达峰年份由“守住峰值”约束，不是逐年上限",
        "the peak year is held as a peak, not as a limit of years",
    ),
    "peak_level": Text(
        "峰值水平由“守住峰值”约束，不是某一年的上限",
        "the peak level is held with the peak, not as the cap of one year",
    ),
    "total": Text(
        "不是全域二氧化碳、能源、煤炭或石油的总量",
        "it is no total of CO2, energy, coal or oil of the whole place",
    ),
    "fall": Text(
        "不是全域二氧化碳、能源或煤炭的下降",
        "it is no fall of CO2, energy or coal of the whole place",
    ),
    "share": Text(
        "不是非化石能源、煤炭或石油在能源消费中的比重；其他比重没有对应的约束",
        "it is no share of non-fossil energy, coal or oil in energy use; no limit is written for "
        "other shares",
    ),
    "intensity": Text(
        "不是全域单位地区生产总值的二氧化碳或能耗",
        "it is neither CO2 nor energy of the whole place per unit of GDP",
    ),
}
_ANOTHER: Final = Text(
    "该指标不是全域的总量、比重或强度", "it is no total, share or intensity of the whole place"
)
_UNKNOWN: Final = Text(
    "指标目录里没有这个名称，整个名称相符才作约束",
    "the catalogue of indicators has no such name; only a name known as a whole is held",
)

#: Family of the shares of energy use: as near to the portfolio as its own limits.
_MIX: Final = "energy_mix"
#: What marks a figure as a rise.
_PLUS: Final = re.compile(r"[+＋]\s*\d")

#: Absolute units of a quantity and of its intensity.
_UNITS: Final = {CO2: ("tCO2", "t"), "coal": ("TJ",), "oil": ("TJ",), "energy": ("TJ",)}
_PER_YUAN: Final = {CO2: ("tCO2/元", "t/元"), "energy": ("TJ/元",)}


@dataclass(frozen=True, slots=True)
class ReadTarget:
    """A target as it was read.

    Parameters
    ----------
    indicator, year, value
        As entered; of a sum over several years the last of them.
    limit
        Id of the limit that it sets; empty if none.
    bound
        What the limit says [t, TJ, -, t/yuan or TJ/yuan]; NaN if none.
    reason
        Why it sets none.
    wanted
        Whether it is a target for a year ahead whose indicator is one that can be held, or another
        share of energy use, or a total of CO2 or energy that the catalogue does not know.
    years
        The cell of the year as entered.
    """

    indicator: str
    year: int
    value: str
    limit: str = ""
    bound: float = np.nan
    reason: Text | None = None
    wanted: bool = False
    years: str = ""


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
            stricter = max if target.limit == FLOOR else min
            known[target.year] = stricter(target.bound, known.get(target.year, target.bound))
    at = [path.years.index(year) for year in years]
    return tuple(_limit(name, known, years, path.gdp[at]) for name, known in points.items())


def _limit(name: str, known: Mapping[int, float], years: Axis[int], gdp: Floats) -> Limit:
    held = held_on(known, years.labels[-1])
    kind, quantity = name.split(":")
    if kind == "share":
        floor = name == FLOOR
        found = least_share(years, held) if floor else most_share(quantity, years, held)
    elif kind == "cap":
        found = cap(quantity, years, held)
    else:
        found = intensity(quantity, years, held, gdp)
    return replace(found, id=f"target:{name}")


def _read(row: Row, path: CentralPath, basis: str, record: Record) -> ReadTarget:
    year, named = year_of(row["year"]), fall_or_level_of(row["indicator"], words_of_catalogue())
    if summed := summed_years(row, named.indicator):
        year = summed.last
    value = f"{row['value']} {row['unit']}".strip()
    blank = ReadTarget(row["indicator"], year or 0, value, years=row["year"])
    if is_past(row) or (year is not None and year <= path.years.labels[0]):
        return _told(blank, Text("是过去的数值，不是目标", "it states what was and is no target"))
    stated = _Stated(row, read_aim(row["value"]), named)
    if named.indicator is None:
        return replace(_told(blank, _UNKNOWN), wanted=stated.is_total)
    limit = _LIMITS.get(named.indicator.id)
    if limit is None:
        part = named.indicator.family == _MIX
        return replace(_told(blank, _why_other(named.indicator)), wanted=part)
    bound = (
        stated.unheld_sum
        or _otherwise(row, named.indicator)
        or stated.unheld(limit, path)
        or _bound(limit, stated, (path, basis, record))
    )
    if isinstance(bound, Text):
        return replace(_told(blank, bound), wanted=True)
    return replace(blank, limit=limit, bound=bound, wanted=True)


def _otherwise(row: Row, indicator: Indicator) -> Text | None:
    """Say that a row counts electricity otherwise than the portfolio; None if it does not."""
    found = convention_of(row, indicator)
    if found in (None, CONVENTION):
        return None
    own, ours = CONVENTIONS[found], CONVENTIONS[CONVENTION]
    return Text(
        f"目标口径为{own.zh}，组合的能源总量为{ours.zh}，不能作约束",
        f"it counts {own.en}, the portfolio {ours.en}; it cannot be held",
    )


def _why_other(indicator: Indicator) -> Text:
    return _OTHERS.get(indicator.id, _OTHERS.get(indicator.kind, _ANOTHER))


@dataclass(frozen=True, slots=True)
class _Stated:
    """A row of the table with what its value and its name say."""

    row: Row
    aim: Aim
    named: Named

    @property
    def falls(self) -> bool:
        """Return whether the figure is a fall."""
        return self.aim.falls or self.named.falls

    @property
    def unit(self) -> str:
        """Return the unit of the cell, else of the column, else of the name."""
        return self.aim.unit or self.row["unit"] or self.named.unit

    @property
    def is_total(self) -> bool:
        """Return whether its unit is one of CO2 or energy: a total, of whatever."""
        return converted(1.0, self.unit, ("tCO2", "TJ")) is not None

    @property
    def base_year(self) -> int | None:
        """Return the year compared with: of its column, else of the name, else of the cell."""
        found = (year_within(self.row["base_year"]), self.named.base_year, self.aim.since)
        year = year_of(self.row["year"])
        begin = self.aim.counts_from(year)
        return next((year for year in (*found, begin) if year is not None), None)

    def fall(self) -> float | Text:
        """Return the fall that a percentage states [-], below 0 for a rise; or why there is none.

        Neither is taken for granted: a fall has a word or a minus sign, a rise a plus sign.
        """
        rises = not self.falls and _PLUS.search(self.aim.text) is not None
        figure = _figure(self.aim, least=not rises) / 100
        if rises:
            return -abs(figure)
        if not self.falls and figure >= 0:
            return Text("百分数未说明是上升还是下降", "it says neither rise nor fall")
        if abs(figure) > 1:
            return Text("下降超过 100%", "it is a fall of more than 100 %")
        return abs(figure)

    @property
    def unheld_sum(self) -> Text | None:
        """Return why a budget of several years sets no limit; None for a figure of one year."""
        if summed_years(self.row, self.named.indicator) is None:
            return None
        return Text(
            "是多年累计的预算，组合只守逐年上限；分解到各年后可作约束",
            "it is a budget summed over several years, and the portfolio holds caps of single "
            "years: split it by year to have it held",
        )

    def unheld(self, limit: str, path: CentralPath) -> Text | None:
        """Return why it sets no limit before its bound is looked at; None if nothing bars it."""
        year = year_of(self.row["year"])
        if self.aim.value is None or year is None:
            return Text("数值或年份读不出", "the value or the year cannot be read")
        if self.aim.rises:
            return Text("写的是提高幅度，不是水平", "it states a rise and no level")
        if year > path.years.labels[-1]:
            return Text("年份不在组合的年份内", "its year is not one of the portfolio's")
        more = limit == FLOOR or self.falls
        if self.aim.relation == ("at_most" if more else "at_least"):
            return Text("界限方向相反", "it bounds the side that nothing limits")
        return None


def _figure(aim: Aim, *, least: bool) -> float:
    """Return the figure of a target; of a range the end that asks for less."""
    ends = (aim.low, aim.high)
    found = aim.value if None in ends else ends[0 if least else 1]
    assert found is not None  # noqa: S101 - told by the caller
    return found


def _told(blank: ReadTarget, reason: Text) -> ReadTarget:
    return replace(blank, reason=reason)


def _bound(limit: str, stated: _Stated, place: tuple[CentralPath, str, Record]) -> float | Text:
    """Return the bound of a limit, or why there is none."""
    kind, quantity = limit.split(":")
    aim, unit = stated.aim, stated.unit
    per_cent = unit in ("%", "％")
    if kind == "share":
        value = _figure(aim, least=limit == FLOOR)
        return value / 100 if per_cent else _as_share(value)
    if per_cent:
        since = stated.base_year
        if since is None and not stated.falls:
            return Text("百分数缺对比年份", "a percentage without the year it is compared with")
        fall = stated.fall()
        against = (since, *place)
        return fall if isinstance(fall, Text) else _fallen(kind, quantity, fall, against)
    if stated.falls:
        return Text("绝对减少量不作约束", "a fall in absolute terms cannot be held")
    units = _UNITS[quantity] if kind == "cap" else _PER_YUAN[quantity]
    found = converted(_figure(aim, least=False), unit, units)
    if found is None:
        return Text(
            f"单位“{unit}”不能折算（煤炭、石油、能源按标准煤或 TJ）",
            f"the unit {unit!r} cannot be turned into that of the limit (coal, oil and energy: "
            "coal equivalent or TJ)",
        )
    return found


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
