"""How large is a need, how large are the works of a provider, and can the two be compared?"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dafeng.errors import UnitError
from dafeng.language import number
from dafeng.units import unit as unit_of

#: Hours of a rate per time; a year has 8,000 hours of work where it meets hours or days.
_HOURS: Final = {"s": 1 / 3600, "min": 1 / 60, "h": 1.0, "d": 24.0, "a": 8000.0}
_TIMES: Final = {
    "秒": "s", "second": "s", "分": "min", "分钟": "min", "minute": "min",
    "小时": "h", "时": "h", "hour": "h", "hr": "h", "日": "d", "天": "d", "day": "d",
    "年": "a", "yr": "a", "year": "a", "y": "a",
}  # fmt: skip
#: Words for what is counted, alike in both languages. What is of unlike size is counted apart:
#: a word for any of them (辆, 头) is comparable with itself alone.
_COUNTED: Final = {
    "家": "enterprise", "家企业": "enterprise", "企业": "enterprise", "firm": "enterprise",
    "company": "enterprise", "companies": "enterprise",
    "盏": "lamp", "盏灯": "lamp", "盏路灯": "lamp", "路灯": "lamp", "luminaire": "lamp",
    "streetlight": "lamp", "street light": "lamp", "street lamp": "lamp",
    "辆": "vehicle", "辆车": "vehicle",
    "车辆": "vehicle", "辆轿车": "car", "轿车": "car",
    "公交车": "bus", "辆公交车": "bus", "buses": "bus", "出租车": "taxi", "辆出租车": "taxi",
    "卡车": "truck", "辆卡车": "truck", "货车": "truck", "辆货车": "truck", "lorry": "truck",
    "lorries": "truck",
    "户": "household", "户家庭": "household", "home": "household", "dwelling": "household",
    "栋": "building", "幢": "building", "座建筑": "building",
    "头": "head", "头猪": "pig", "headofpig": "pig", "headsofpig": "pig",
    "头牛": "cattle", "cow": "cattle", "headofcattle": "cattle", "headsofcattle": "cattle",
    "人": "person", "名": "person", "people": "person", "persons": "person",
    "学员": "trainee", "名学员": "trainee",
    "棵": "tree", "株": "tree",
}  # fmt: skip
#: Two sizes that differ by the rounding of their units are the same.
_ROUNDED: Final = 1 + 1e-9
#: Words that make an end of a size open, which a range does not hold.
_OPEN: Final = re.compile(
    r"(?:以上|以下|以内|及以上|起|\bor more|\bor less|\band above)\s*$", re.IGNORECASE
)
#: Dimensions that say nothing of what is measured: pieces of anything, and pure numbers.
_OF_ANYTHING: Final = ((("item", 1),), ())
_GAS: Final = re.compile(r"^(?:[万亿千百\d]*)(?:nm\^?3|标m3|标方|标立方米|标准立方米)$")
#: Peak, thermal and electric power are all power.
_POWER: Final = re.compile(r"(?<=[kMGT]W)(?:p|th|e|el)$")
#: Words beside a size that say that it is meant roughly; a size is a scale, not a promise.
_ROUGHLY: Final = re.compile(
    r"^\s*(?:约|大约|近|约为|approx\.?|approximately|about|around|circa|ca\.|~|≈)\s*|"
    r"\s*(?:左右|上下)\s*$",
    re.IGNORECASE,
)
#: A rate that stands before the amount (每天100吨), and behind it without a stroke (100吨每天).
_RATE_BEFORE: Final = re.compile(r"^\s*[每日](?:均)?(天|日|小时|年)?(?=\s*[\d])(.+)$")
_RATE_BEHIND: Final = re.compile(r"(?<=[吨方米时瓦焦])每(天|日|小时|年)$")
_TIMES_EACH: Final = re.compile(
    r"^\s*(\d+)\s*[x×*]\s*(\d+(?:\.\d+)?)\s*(?=[^\W\d_])", re.IGNORECASE
)
_NUMERALS: Final = {"十": "10", "百": "100", "两百": "200", "二百": "200", "两千": "2000",
                    "一": "1", "两": "2", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6",
                    "七": "7", "八": "8", "九": "9"}  # fmt: skip
_SPELT: Final = re.compile(
    r"^(?:两百|二百|两千|[一两二三四五六七八九十百])(?=[万亿千百]?[吨户辆家盏栋台兆方])"
)
_COMMAS: Final = r"\d{1,3}(?:,\d{3})+|\d+"
_NUMBER: Final = rf"(?:{_COMMAS})(?:\.\d+)?(?:e[+-]?\d+)?"
_ALONE: Final = re.compile(_NUMBER, re.IGNORECASE)
_SCALE: Final = re.compile(
    rf"^\s*({_NUMBER})\s*(?:(?:-|~|to|至|–|—)\s*({_NUMBER})\s*)?([^\W\d_].*?)\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Scale:
    """A size or a range of sizes.

    Parameters
    ----------
    low, high
        Its ends; equal for a single size [unit].
    unit
        Unit as written.
    """

    low: float
    high: float
    unit: str

    def __str__(self) -> str:
        return self._written(_read)

    @property
    def plain(self) -> str:
        """Return it without commas, as files hold it."""
        return self._written(_exact)

    def _written(self, each: Callable[[float], str]) -> str:
        ends = dict.fromkeys((self.low, self.high))
        return f"{'-'.join(map(each, ends))} {self.unit}"


def scale_of(text: str) -> Scale | None:
    """Return the scale that a text states (``5-20 MW``, ``1500 m3/d``); None if it states none.

    A point parts decimals, commas part thousands; ``1,5`` is neither and states nothing. Nothing
    (``0 MW``) is no size either.
    """
    found = _SCALE.match(_plainly(text))
    if found is None:
        return None
    first, second, unit = found.groups()
    if _OPEN.search(unit):
        return None
    low = _value(first)
    high = _value(second) if second else low
    if not math.isfinite(max(low, high)) or max(low, high) == 0:
        return None
    return Scale(min(low, high), max(low, high), unit)


def is_reversed(text: str) -> bool:
    """Say whether a text states a range from its larger to its smaller end (``20-5 MW``)."""
    found = _SCALE.match(_plainly(text))
    return bool(found and found[2] and _value(found[1]) > _value(found[2]))


def _plainly(text: str) -> str:
    """Return a size without what is said beside it: roughly, so many of them, spelt figures."""
    plain = _ROUGHLY.sub("", unicodedata.normalize("NFKC", text)).strip()
    plain = _SPELT.sub(lambda found: _NUMERALS[found[0]], plain)
    if before := _RATE_BEFORE.match(plain):
        plain = f"{before[2].strip()}/{before[1] or '日'}"
    plain = _RATE_BEHIND.sub(r"/\1", plain)
    if each := _TIMES_EACH.match(plain):
        plain = f"{_exact(int(each[1]) * float(each[2]))} {plain[each.end() :]}"
    return plain


def number_of(text: str) -> float | None:
    """Return the number that a text states, nothing below zero; None if it states none.

    A point parts decimals, commas part thousands; ``1,5`` is neither.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    value = _value(plain) if _ALONE.fullmatch(plain) else math.inf
    return value if math.isfinite(value) else None


@lru_cache(maxsize=65536)
def distance(needed: Scale, offered: Scale) -> float | None:
    """Return by which factor an offer misses a need; 1 if the ranges meet, None if incomparable.

    ``max(1, low / need, need / high)`` in one unit. Units are compared only where a rule exists:
    the same word, or units of one kind (`dafeng.units`); a rate per hour, day and year over 8,000
    hours a year. Gas at standard conditions is not compared with other volumes, nor electricity
    with standard coal, which takes a convention.
    """
    one, other = _measured(needed.unit), _measured(offered.unit)
    if one.kind != other.kind or {one.of, other.of} == {"electricity", "coal"}:
        return None
    low, high = needed.low * one.size, needed.high * one.size
    least, most = offered.low * other.size, offered.high * other.size
    if low <= most * _ROUNDED and least <= high * _ROUNDED:
        return 1.0
    small, large = (high, least) if high < least else (most, low)
    return large / max(small, 1e-300)


@dataclass(frozen=True, slots=True)
class _Measured:
    """What a unit measures, its size in the first unit of that kind, and what it is energy of."""

    kind: str
    size: float
    of: str = ""


@lru_cache(maxsize=4096)
def _measured(unit: str) -> _Measured:
    plain = re.sub(r"\s+|\bper\b", lambda m: "/" if m[0].strip() else "", unit)
    amount, _, time = unicodedata.normalize("NFKC", plain).partition("/")
    whole = _amount(amount)
    if not time:
        return whole
    word = time.casefold()
    hours = _HOURS.get(_TIMES.get(word, word))
    if hours is None:
        return _Measured(f"{whole.kind} per {word}", whole.size, whole.of)
    if whole.kind == _ENERGY and hours <= 1:
        return _Measured(_POWERS, whole.size / hours * _HOURS_OF_YEAR, whole.of)
    return _Measured(f"{whole.kind} rate", whole.size / hours, whole.of)


def _amount(text: str) -> _Measured:
    plain = text.casefold()
    word = _COUNTED.get(plain) or _COUNTED.get(plain.removesuffix("s"), text)
    try:
        known = unit_of(_POWER.sub("", word))
    except UnitError:
        known = None
    if known is None or known.dimension in _OF_ANYTHING:
        short = len(word) <= _SHORT  # MT and mt may be anything; words are words in any case
        return _Measured(word if short else word.casefold().rstrip("s"), 1.0)
    gas = "gas " if _GAS.match(text.casefold()) else ""
    of = "electricity" if known.electric else "coal" if known.coal else ""
    return _Measured(f"{gas}{known.dimension}", float(known.factor), of)


_SHORT: Final = 2
_ENERGY: Final = f"{unit_of('GJ').dimension}"
_POWERS: Final = f"{unit_of('MW').dimension}"
_HOURS_OF_YEAR: Final = float(1 / unit_of("h").factor)


def _value(text: str) -> float:
    return float(text.replace(",", ""))


def _read(value: float) -> str:
    return number(value, 0) if value == int(value) else repr(value)


def _exact(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)
