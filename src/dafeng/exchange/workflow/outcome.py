"""What came of an introduction: money, tonnes, and the project that it became?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from dafeng.language import Text

OUTCOMES: Final[dict[str, Text]] = {
    "contract": Text("合同", "contract"),
    "pilot": Text("示范项目", "pilot"),
    "licence": Text("技术许可", "licence"),
    "joint venture": Text("合资企业", "joint venture"),
    "investment": Text("投资", "investment"),
    "memorandum": Text("谅解备忘录", "memorandum of understanding"),
    "training": Text("培训", "training"),
    "other": Text("其他", "other"),
}
#: How the tonnes are known.
BASES: Final[dict[str, Text]] = {
    "estimate": Text("事前估计", "estimate beforehand"),
    "design": Text("按设计文件", "by the design"),
    "measured": Text("实测", "measured"),
    "verified": Text("经第三方核查", "verified by a third party"),
}
_YEARS: Final = (1990, 2100)
_NUMBERS: Final = ("amount", "tonnes_low", "tonnes_high")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What both sides say came of it; what is not stated is None or "", never nothing.

    Parameters
    ----------
    kind
        See `OUTCOMES`.
    amount, currency, price_base
        Money [currency], ISO 4217 code, year of its prices.
    tonnes_low, tonnes_high, tonnes_basis
        CO2 avoided, as a range [t/a], and how it is known, see `BASES`. It is what the two sides
        state of this one project: effects of several projects are not added up.
    project
        Item of the plan that it became (``330500/project/P3``).
    listed
        Whether kind, tonnes and project may be listed in public; never the money.
    """

    kind: str
    amount: float | None = None
    currency: str = ""
    price_base: int | None = None
    tonnes_low: float | None = None
    tonnes_high: float | None = None
    tonnes_basis: str = ""
    project: str = ""
    listed: bool = False


def outcome_of(stated: Mapping[str, Any]) -> Outcome:
    """Return an outcome from plain values that `outcome_errors` finds nothing wrong with."""
    numbers = {k: float(stated[k]) for k in _NUMBERS if stated.get(k) is not None}
    return Outcome(**{**stated, **numbers})


def outcome_errors(stated: Mapping[str, Any]) -> Iterator[Text]:
    """Yield everything that is wrong with an outcome as it is handed in."""
    known = Outcome.__dataclass_fields__
    for key in stated:
        if key not in known:
            yield Text(f"没有 {key} 这一项", f"there is no {key}")
    yield from _word_errors(stated)
    yield from _number_errors(stated)
    yield from _whole_errors(stated)


def _word_errors(stated: Mapping[str, Any]) -> Iterator[Text]:
    for key, words in (("kind", OUTCOMES), ("tonnes_basis", BASES)):
        word = stated.get(key, "")
        if not isinstance(word, str) or (word not in words and (word or key == "kind")):
            yield Text(f"{key} 应为 {'、'.join(words)} 之一", f"{key} is one of {', '.join(words)}")
    for key in ("currency", "project"):
        if not isinstance(stated.get(key, ""), str):
            yield Text(f"{key} 应为文字", f"{key} is text")
    if not isinstance(stated.get("listed", False), bool):
        yield Text("listed 应为 true 或 false", "listed is true or false")


def _number_errors(stated: Mapping[str, Any]) -> Iterator[Text]:
    for key in _NUMBERS:
        if not _number(stated.get(key)):
            yield Text(f"{key} 应为不小于零的数", f"{key} is a number not below zero")
    year = stated.get("price_base")
    first, last = _YEARS
    whole = isinstance(year, int) and not isinstance(year, bool)
    if year is not None and not (whole and first <= year <= last):
        yield Text("price_base 应为年份", "price_base is a year")


def _whole_errors(stated: Mapping[str, Any]) -> Iterator[Text]:
    """Yield what is missing for a figure to mean something."""
    if stated.get("amount") is not None and not (
        stated.get("currency") and stated.get("price_base")
    ):
        yield Text("金额须写明币种和价格年份", "an amount needs its currency and its price base")
    low, high = stated.get("tonnes_low"), stated.get("tonnes_high")
    if (low is None) is not (high is None):
        yield Text("吨数须写成区间的两端", "tonnes need both ends of their range")
    elif low is not None and not stated.get("tonnes_basis"):
        yield Text("吨数须写明依据", "tonnes need their basis")
    elif _number(low) and _number(high) and low is not None and high is not None and low > high:
        yield Text("吨数下限高于上限", "the range of tonnes ends below its start")


def _number(value: Any) -> bool:
    if value is None:
        return True
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return plain and math.isfinite(value) and value >= 0
