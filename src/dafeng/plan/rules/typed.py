"""Which figures does a sentence state by hand, of which indicator and year?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dafeng.dossier.aims import SINCE, read_aim
from dafeng.dossier.stated_convention import convention_in
from dafeng.dossier.summed_years import years_named
from dafeng.errors import UnitError
from dafeng.language import Text
from dafeng.plan.rules.plain_figures import in_digits, of_chance
from dafeng.plan.rules.rows import in_unit
from dafeng.reference.indicators import Indicator, indicators
from dafeng.units import Convention, unit

#: Units that a figure in a sentence may have, longest first.
_UNITS: Final = (
    "万吨标准煤|万吨二氧化碳|亿吨标准煤|亿千瓦时|万千瓦时|亿千瓦|万千瓦|亿吨|万吨|吨"
    "|万亿元|亿元|万元|万人|兆瓦|吉瓦|个百分点|MtCO2|Mtce|ktce|tce|TWh|GWh|MWh|GW|MW|Mt|%|％|年"
)
#: A figure with its unit, after the name of an indicator and what may stand between them.
_BETWEEN: Final = (
    r"(?P<between>(?:[^。；;.!?\n\d]{0,14}?|[ A-Za-z]{0,40}?)"
    r"(?:(?P<year>(?:19|20)\d\d)\s*年?[^。；;.!?\n\d]{0,10}?)?)"
    rf"(?P<figure>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>{_UNITS})?"
)
_YEAR: Final = re.compile(r"((?:19|20)\d\d)\s*年?")
#: The year of a figure, said behind it.
_IN_YEAR: Final = re.compile(
    r"[^。；;.!?\n\d,，]{0,10}?\b(?:in|by)\s+((?:19|20)\d\d)\b", re.IGNORECASE
)
#: Words by which a figure says of itself that it is a change, a part or a bound and no total.
_OTHER: Final = re.compile(
    r"下降|降低|减少|增长|提高|增加|减排|年均|其中|新增|人均|单位|折合|fall|cut|gr[oe]w|increas|rise",
    re.IGNORECASE,
)
_FALL: Final = re.compile(r"下降|降低|fall|cut", re.IGNORECASE)
#: Words of a bound, before the figure and behind it.
_MOST: Final = (
    re.compile(r"不超过|不高于|控制在|以内|低于|at most|below", re.IGNORECASE),
    re.compile(r"^(?:以内|以下)"),
)
_LEAST: Final = (
    re.compile(r"不低于|不少于|高于|at least|above", re.IGNORECASE),
    re.compile(r"^以上"),
)
#: A year in which emissions peak.
_PEAK: Final = re.compile(
    r"(?P<zh>(?:19|20)\d\d\s*年(?:及[以之]前|[底末]?(?:之前|以前|前后|前|左右)?)|(?:19|20)\d\d)"
    r"[^。；;，,\d]{0,6}?(?:碳|排放|二氧化碳)*达峰"
    r"|\bpeak(?:s|ing)?\s+(?:in\s+)?(?P<en>(?:(?:by|before)\s+)?(?:19|20)\d\d)",
    re.IGNORECASE,
)
#: A bound that holds its own year, in the form that `read_aim` knows.
_INCLUDED: Final = re.compile(r"及[以之]前")
#: Whose peak is no peak of the place.
_OTHERS: Final = re.compile(
    r"行业|领域|部门|工业|建筑|交通|电力|钢铁|水泥|园区|全国|国家|我国|全省|省|煤炭|石油|能源消费"
    r"|nation|China|industry|sector|transport|coal|energy",
    re.IGNORECASE,
)
#: Masses in which CO2 and energy are written, for the unit of an indicator.
_AS_CO2: Final = {"万吨": "万吨二氧化碳", "亿吨": "亿吨二氧化碳", "吨": "tCO2", "Mt": "MtCO2"}


@dataclass(frozen=True, slots=True)
class Typed:
    """A figure that a sentence states.

    Parameters
    ----------
    indicator, year
        Of what, and for which year; None of a level of the peak, which has no year of its own.
    figure, unit
        As typed.
    value
        In the indicator's unit; of a peak year the last year that is allowed.
    relation
        ``at_most``, ``at_least`` or "" for a plain figure.
    since
        Year with which a fall compares; None if it names none.
    span
        First and last year of a figure summed over several; None for one of a year.
    convention
        How electricity counts, where the words say it.
    """

    indicator: Indicator
    year: int | None
    figure: str
    unit: str
    value: float
    relation: str = ""
    since: int | None = None
    span: tuple[int, int] | None = None
    convention: Convention | None = None

    @property
    def when(self) -> Text | str:
        """Return the year, or the years, that the sentence names; nothing of a year of peak."""
        if self.span is not None:
            first, last = self.span
            return Text(f" {first}—{last} 年", f" of {first}–{last}")
        if self.year is None or self.indicator.kind == "year":
            return ""
        return Text(f" {self.year} 年", f" of {self.year}")


def typed_in(text: str) -> Iterator[Typed]:
    """Yield the figures of a text that follow an indicator's name, and the years of a peak.

    Figures written in words (百分之三十五, 二〇三〇年) count as digits; what a sentence says of a
    probability is no figure of the plan.
    """
    plain = in_digits(text)
    if any(sign.isdigit() for sign in plain):
        yield from _named(plain)
        yield from _peaks(plain)


def _named(text: str) -> Iterator[Typed]:
    pattern, by_name = _spellings()
    for found in pattern.finditer(text):
        indicator = _meant(by_name[found["name"].casefold()], found, text)
        if indicator is None or of_chance(text, found):
            continue
        since = SINCE.search(found["between"])
        span = _span_of(text, found, indicator)
        year = None if span else _year_of(text, found, since is not None)
        value = _value(found["figure"], found["unit"] or "", indicator)
        if value is None or (year is None and span is None and indicator.id != "peak_level"):
            continue
        yield Typed(
            indicator,
            year,
            found["figure"],
            found["unit"] or "",
            value,
            _relation(found["between"], text[found.end() :]),
            int(since["year"]) if since else None,
            span,
            convention_in(found["name"] + found["between"]),
        )


def _span_of(text: str, found: re.Match[str], indicator: Indicator) -> tuple[int, int] | None:
    """Return the years over which a sentence sums a figure that may be summed; None otherwise."""
    if indicator.period != "stated":
        return None
    begin = max(text.rfind(sign, 0, found.start()) for sign in "。；;!?\n") + 1
    return years_named(text[begin : found.start("figure")])


def _year_of(text: str, found: re.Match[str], compared: bool) -> int | None:
    """Return the year of a figure: beside it, behind it, or the last before it."""
    if found["year"] and not compared:
        return int(found["year"])
    behind = _IN_YEAR.match(text, found.end())
    return int(behind[1]) if behind else _year_before(text, found.start())


def _meant(indicator: Indicator, found: re.Match[str], text: str) -> Indicator | None:
    """Return what a figure is about: a fall after the name of a ratio is one of the ratio."""
    if indicator.kind == "fall":
        return indicator
    if _FALL.search(found["between"]) and (found["unit"] or "") in ("%", "％"):
        return indicators().get(f"{indicator.id}_fall")
    changed = _OTHER.search(found["between"]) or _OTHER.search(text[: found.start()][-4:])
    return None if changed else indicator


def _relation(before: str, after: str) -> str:
    for relation, (ahead, behind) in (("at_most", _MOST), ("at_least", _LEAST)):
        if ahead.search(before) or behind.match(after):
            return relation
    return ""


def _peaks(text: str) -> Iterator[Typed]:
    """Yield the years in which the place is said to peak."""
    for found in _PEAK.finditer(text):
        sentence = re.split(r"[。；;!?\n，,]", text[: found.start()])[-1]
        if _OTHERS.search(sentence + found[0]) or of_chance(text, found):
            continue
        claim = (found["zh"] or found["en"]).strip()
        aim = read_aim(_INCLUDED.sub("底前", claim))
        if aim.latest is not None:
            peak = indicators()["peak_year"]
            yield Typed(peak, aim.latest, claim, "", float(aim.latest), aim.relation)


def _year_before(text: str, at: int) -> int | None:
    """Return the last year in the sentence before a place."""
    sentence = re.split(r"[。；;!?\n]", text[:at])[-1]
    years = _YEAR.findall(SINCE.sub("", sentence))
    return int(years[-1]) if years else None


@lru_cache(maxsize=1)
def _spellings() -> tuple[re.Pattern[str], dict[str, Indicator]]:
    """Return a pattern of all names of indicators that are an amount, a share or a fall."""
    names: dict[str, Indicator] = {}
    for indicator in indicators().values():
        if indicator.kind in ("total", "share", "intensity", "fall"):
            for name in (indicator.name.zh, indicator.name.en, *indicator.synonyms):
                names.setdefault(name.casefold(), indicator)
    every = sorted(names, key=len, reverse=True)
    either = "|".join(re.escape(name) for name in every)
    return re.compile(rf"(?P<name>{either}){_BETWEEN}", re.IGNORECASE), names


def _value(figure: str, stated: str, indicator: Indicator) -> float | None:
    value = float(figure.replace(",", ""))
    wanted = stated.replace("％", "%")
    if indicator.unit.endswith("CO2") or "二氧化碳" in indicator.unit:
        wanted = _AS_CO2.get(wanted, wanted)
    if not wanted or wanted == "年":
        return None
    try:
        unit(wanted)
    except UnitError:
        return None
    return in_unit(value, wanted, indicator.unit)
