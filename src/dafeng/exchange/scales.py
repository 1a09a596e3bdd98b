"""How large is a need, how large are the works of a provider, and can the two be compared?"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

from dafeng.language import number

#: What a unit measures, and how many of the first unit of its kind it is.
_UNITS: Final[dict[str, tuple[str, float]]] = {
    "w": ("power", 1e-3),
    "kw": ("power", 1.0),
    "mw": ("power", 1e3),
    "gw": ("power", 1e6),
    "kwh": ("energy", 1.0),
    "mwh": ("energy", 1e3),
    "gwh": ("energy", 1e6),
    "m2": ("area", 1.0),
    "km2": ("area", 1e6),
    "ha": ("area", 1e4),
    "mu": ("area", 1e4 / 15),
    "m": ("length", 1.0),
    "km": ("length", 1e3),
    "kg": ("mass", 1e-3),
    "t": ("mass", 1.0),
    "kt": ("mass", 1e3),
    "mt": ("mass", 1e6),
    "l": ("volume", 1e-3),
    "m3": ("volume", 1.0),
    "nm3": ("gas volume", 1.0),
}
#: Hours of a rate per time; a year has 8,000 hours of work where it meets hours or days.
_HOURS: Final = {"h": 1.0, "d": 24.0, "a": 8000.0}
_SPELLINGS: Final = {
    "吨": "t", "万吨": "10000t", "千瓦": "kw", "兆瓦": "mw", "吉瓦": "gw", "立方米": "m3",
    "标方": "nm3", "平方米": "m2", "万平方米": "10000m2", "公顷": "ha", "亩": "mu", "公里": "km",
    "千米": "km", "平方公里": "km2", "小时": "h", "时": "h", "日": "d", "天": "d", "年": "a",
    "yr": "a", "year": "a", "y": "a", "day": "d", "hour": "h", "hr": "h", "tonnes": "t",
    "tons": "t", "sqm": "m2", "hectares": "ha", "辆": "vehicles", "户": "households",
    "人": "inhabitants", "家": "enterprises",
}  # fmt: skip
_NUMBER: Final = r"\d[\d,]*(?:\.\d+)?(?:e\d+)?"
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
        ends = (
            [_plain(self.low)] if self.low == self.high else [_plain(self.low), _plain(self.high)]
        )
        return f"{'-'.join(ends)} {self.unit}"


def scale_of(text: str) -> Scale | None:
    """Return the scale that a text states (``5-20 MW``, ``1500 m3/d``); None if it states none."""
    found = _SCALE.match(text)
    if found is None:
        return None
    first, second, unit = found.groups()
    low = float(first.replace(",", ""))
    high = float(second.replace(",", "")) if second else low
    if not math.isfinite(max(low, high)):
        return None
    return Scale(min(low, high), max(low, high), unit)


def distance(needed: Scale, offered: Scale) -> float | None:
    """Return by which factor an offer misses a need; 1 if the ranges meet, None if incomparable.

    ``max(1, low / need, need / high)`` in one unit. Units are compared only where a rule exists:
    the same word, or units of one kind; a rate per hour, day and year over 8,000 hours a year.
    """
    one, other = _measured(needed.unit), _measured(offered.unit)
    if one[0] != other[0]:
        return None
    low, high = needed.low * one[1], needed.high * one[1]
    least, most = offered.low * other[1], offered.high * other[1]
    if low <= most and least <= high:
        return 1.0
    below, above = max(high, 1e-300), max(most, 1e-300)
    return least / below if high < least else (low / above if above else math.inf)


def _measured(unit: str) -> tuple[str, float]:
    """Return what a unit measures and its size in the first unit of that kind."""
    amount, _, time = (
        unit.lower().replace(" ", "").replace("³", "3").replace("²", "2").partition("/")
    )
    kind, size = _amount(amount)
    hours = _HOURS.get(_SPELLINGS.get(time, time))
    if not time:
        return kind, size
    return (f"{kind} rate", size / hours) if hours else (f"{kind} per {time}", size)


def _amount(text: str) -> tuple[str, float]:
    word = _SPELLINGS.get(text, text)
    size = 1.0
    if word.startswith("10000"):
        word, size = word[5:], 1e4
    kind, factor = _UNITS.get(word, (word.rstrip("s"), 1.0))
    return kind, size * factor


def _plain(value: float) -> str:
    return number(value, 0) if value == int(value) else f"{value:g}"
