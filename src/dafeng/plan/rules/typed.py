"""Which figures does a sentence state by hand, and does the plan or the model say another?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dafeng.dossier.aims import SINCE, read_aim
from dafeng.errors import UnitError
from dafeng.language import Text, number, same
from dafeng.plan.rules.rows import in_unit
from dafeng.plan.rules.subject import Path, Subject
from dafeng.reference.indicators import Indicator, indicators
from dafeng.units import unit

#: A figure with its unit, after the name of an indicator and what may stand between them.
_BETWEEN: Final = (
    r"(?P<between>[^。；;.!?\n\d]{0,14}?(?:(?P<year>(?:19|20)\d\d)\s*年?[^。；;.!?\n\d]{0,10}?)?)"
    r"(?P<figure>\d[\d,]*(?:\.\d+)?)\s*"
    r"(?P<unit>万吨标准煤|万吨二氧化碳|亿吨|万吨|吨|亿千瓦时|亿元|万元|万人|万千瓦|%|％|个百分点|年|Mt|%)?"
)
_YEAR: Final = re.compile(r"((?:19|20)\d\d)\s*年?")
#: Words by which a figure says of itself that it is a change, a part or a bound and no total.
_OTHER: Final = re.compile(
    r"下降|降低|减少|增长|提高|增加|减排|年均|其中|新增|人均|单位|折合|fall|cut|growth"
)
_FALL: Final = re.compile(r"下降|降低|fall|cut")
#: Words of a bound, before the figure and behind it.
_MOST: Final = (
    re.compile(r"不超过|不高于|控制在|以内|低于|at most|below"),
    re.compile(r"^(?:以内|以下)"),
)
_LEAST: Final = (re.compile(r"不低于|不少于|高于|at least|above"), re.compile(r"^以上"))
#: A year in which emissions peak.
_PEAK: Final = re.compile(
    r"(?P<zh>(?:19|20)\d\d\s*年[底末]?(?:之前|以前|前|左右)?)[^。；;，,\d]{0,6}?(?:碳|排放|二氧化碳)*达峰"
    r"|\bpeak(?:s|ing)?\s+(?:in\s+)?(?P<en>(?:(?:by|before)\s+)?(?:19|20)\d\d)",
    re.IGNORECASE,
)
#: Whose peak is no peak of the place.
_OTHERS: Final = re.compile(
    r"行业|领域|部门|工业|建筑|交通|电力|钢铁|水泥|园区|全国|国家|我国|全省|省|煤炭|石油|能源消费"
    r"|nation|China|industry|sector|transport|coal|energy",
    re.IGNORECASE,
)
#: Relative gap below which two figures are one, beyond what rounding leaves [-].
_GAP: Final = 0.005
#: Masses in which CO2 and energy are written, for the unit of an indicator.
_AS_CO2: Final = {"万吨": "万吨二氧化碳", "亿吨": "亿吨二氧化碳", "吨": "tCO2", "Mt": "MtCO2"}


@dataclass(frozen=True, slots=True)
class Typed:
    """A figure that a sentence states.

    Parameters
    ----------
    indicator, year
        Of what, and for which year.
    figure, unit
        As typed.
    value
        In the indicator's unit; of a peak year the last year that is allowed.
    relation
        ``at_most``, ``at_least`` or "" for a plain figure.
    since
        Year with which a fall compares; None if it names none.
    """

    indicator: Indicator
    year: int
    figure: str
    unit: str
    value: float
    relation: str = ""
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Other:
    """What is said elsewhere of the same indicator and year."""

    figure: Text
    where: Text


def typed_in(text: str) -> Iterator[Typed]:
    """Yield the figures of a text that follow an indicator's name, and the years of a peak."""
    if any(sign.isdigit() for sign in text):
        yield from _named(text)
        yield from _peaks(text)


def _named(text: str) -> Iterator[Typed]:
    pattern, by_name = _spellings()
    for found in pattern.finditer(text):
        indicator = _meant(by_name[found["name"].casefold()], found, text)
        if indicator is None:
            continue
        since = SINCE.search(found["between"])
        own = found["year"] if not since else None
        year = int(own) if own else _year_before(text, found.start())
        value = _value(found["figure"], found["unit"] or "", indicator)
        if year is None or value is None:
            continue
        relation = _relation(found["between"], text[found.end() :])
        against = int(since["year"]) if since else None
        yield Typed(indicator, year, found["figure"], found["unit"] or "", value, relation, against)


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
        if _OTHERS.search(sentence + found[0]):
            continue
        claim = (found["zh"] or found["en"]).strip()
        aim = read_aim(claim)
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


def contradicted(subject: Subject, typed: Typed) -> Other | None:
    """Return what a typed figure contradicts: a target, the account or the model; None if nothing.

    A target of the same name and year decides by itself; what it says of the model is told of the
    target.
    """
    for target in subject.figures(typed.indicator.id):
        peak = typed.indicator.id in ("peak_year", "peak_level")
        here = peak or target.year == typed.year
        bases = {b for b in (typed.since, target.changes_from) if b is not None}
        if not here or target.aim.relation == "range" or len(bases) > 1:
            continue
        year = typed.indicator.id == "peak_year"
        known = float(target.aim.latest or 0) if year else target.value or 0.0
        if not _differs(typed, known):
            return None
        return Other(same(f"{target.aim.text} {target.unit}".strip()), _at(target.at("value")))
    return _of_account(subject, typed) or _of_model(subject, typed)


def _at(place: object) -> Text:
    return same(str(place))


def _of_account(subject: Subject, typed: Typed) -> Other | None:
    account, indicator = subject.account, typed.indicator
    if account is None or account.year != typed.year or indicator.kind in ("year", "fall"):
        return None
    if indicator.id == "co2_total":
        found = in_unit(account.co2, "t", indicator.unit)
    else:
        value, stated = account.values.get(indicator.result, (0.0, ""))
        found = in_unit(value, stated.replace("-", "1"), indicator.unit) if stated else None
    if found is None or not _differs(typed, found):
        return None
    return Other(same(f"{number(found)} {indicator.unit}"), same(f"dossier.toml {account.year}"))


def _of_model(subject: Subject, typed: Typed) -> Other | None:
    """Return the span of the model's scenarios if a figure lies outside all of it."""
    paths = subject.results.paths if subject.results else ()
    spans = [s for path in paths if (s := _span(path, typed)) is not None]
    if not spans:
        return None
    low, high = min(s[0] for s in spans), max(s[1] for s in spans)
    room = _GAP * abs(typed.value) if typed.indicator.kind != "year" else 0.0
    below, above = typed.value < low - room, typed.value > high + room
    wrong = {"at_most": below, "at_least": above}.get(typed.relation, below or above)
    if not wrong:
        return None
    digits = 0 if typed.indicator.kind == "year" else 1
    figures = [f"{x:.0f}" if not digits else number(x, digits) for x in (low, high)]
    if high == float("inf"):
        figures[1] = "…"
    return Other(
        same(f"{figures[0]}–{figures[1]} {typed.indicator.unit}"),
        Text("各情景的 5%—95% 区间", "the scenarios' 5–95% range"),
    )


def _span(path: Path, typed: Typed) -> tuple[float, float] | None:
    """Return the 5 % and 95 % points of what a figure is about in one scenario."""
    match typed.indicator.id:
        case "peak_year":
            return path.peak_years
        case "peak_level":
            return None if path.level is None else (path.level[0] / 1e4, path.level[1] / 1e4)
        case "co2_total" | "non_fossil_share" if typed.year in path.years:
            at = path.years.index(typed.year)
            if typed.indicator.id == "co2_total":
                return path.low[at] / 1e4, path.high[at] / 1e4
            low, high = path.share
            return (100 * low[at], 100 * high[at]) if low else None
    return None


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


def _differs(typed: Typed, known: float) -> bool:
    """Say whether two figures differ by more than the digits of the typed one leave open."""
    if typed.indicator.kind == "year":
        return typed.value != known
    digits = typed.figure.replace(",", "")
    decimals = len(digits.partition(".")[2])
    stated = float(digits) or 1.0
    rounding = 0.5 * 10**-decimals / stated
    size = max(abs(known), abs(typed.value))
    return bool(abs(typed.value - known) > max(_GAP, rounding) * size)
