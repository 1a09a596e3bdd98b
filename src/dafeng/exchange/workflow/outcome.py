"""What came of an introduction: money, tonnes, and the project that it became?"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from dafeng.exchange.currencies import CURRENCIES
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
#: What each part of an outcome is called.
PARTS: Final[dict[str, Text]] = {
    "kind": Text("种类", "the kind"),
    "amount": Text("金额", "the amount"),
    "currency": Text("币种", "the currency"),
    "price_base": Text("价格年份", "the price base"),
    "tonnes_low": Text("年减排量下限", "the lower end of the tonnes"),
    "tonnes_high": Text("年减排量上限", "the upper end of the tonnes"),
    "tonnes_basis": Text("吨数的依据", "the basis of the tonnes"),
    "project": Text("方案中的项目", "the item of the plan"),
    "listed": Text("可否公开列出", "whether it may be listed"),
    "checked": Text("方案条目已核对", "whether the item was looked up"),
}
#: Parts that mean something together alone: who restates one restates all.
_TOGETHER: Final = (
    ("amount", "currency", "price_base"),
    ("tonnes_low", "tonnes_high", "tonnes_basis"),
    ("project", "checked"),
    ("listed",),
)
_ITEM: Final = re.compile(r"[\w-]{1,40}/(?:measure|project|task)/[\w.-]{1,80}")
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
    checked
        Whether the item stands in its plan, by somebody who may edit that plan; the rim has
        looked it up. Others are never shown in public.
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
    checked: bool = False


def restated(stated: Mapping[str, Any], before: Outcome | None) -> dict[str, Any]:
    """Return what is stated, with what an earlier outcome holds and this one leaves unsaid.

    Money that was agreed does not vanish since a delivery speaks of tonnes alone.
    """
    whole = dict(stated)
    for group in _TOGETHER if before is not None else ():
        if not any(key in stated for key in group):
            whole |= {key: getattr(before, key) for key in group}
    return whole


def outcome_of(stated: Mapping[str, Any]) -> Outcome:
    """Return an outcome from plain values that `outcome_errors` finds nothing wrong with."""
    numbers = {k: float(stated[k]) for k in _NUMBERS if stated.get(k) is not None}
    return Outcome(**{**stated, **numbers})


def outcome_errors(stated: Mapping[str, Any]) -> Iterator[Text]:
    """Yield everything that is wrong with an outcome as it is handed in."""
    known = Outcome.__dataclass_fields__
    for key in stated:
        if key not in known:
            yield Text(f"没有“{key}”这一项", f"there is no “{key}”")
    yield from _word_errors(stated)
    yield from _number_errors(stated)
    yield from _whole_errors(stated)


def _word_errors(stated: Mapping[str, Any]) -> Iterator[Text]:
    for key, words in (("kind", OUTCOMES), ("tonnes_basis", BASES)):
        word = stated.get(key, "")
        if not isinstance(word, str) or (word not in words and (word or key == "kind")):
            yield _named("{part}应为以下之一：{words}", "{part} is one of: {words}", key, words)
    for key in ("currency", "project"):
        if not isinstance(stated.get(key, ""), str):
            yield _named("{part}应为文字", "{part} is text", key)
    for key in ("listed", "checked"):
        if not isinstance(stated.get(key, False), bool):
            yield _named("{part}应为是或否", "{part} is true or false", key)
    yield from _form_errors(stated.get("currency"), stated.get("project"))


def _form_errors(currency: Any, project: Any) -> Iterator[Text]:
    if isinstance(currency, str) and currency and currency not in CURRENCIES:
        wanted = ("{part}应为 ISO 4217 代码，如 CNY、EUR", "{part} is a code of ISO 4217: CNY, EUR")
        yield _named(*wanted, "currency")
    if isinstance(project, str) and project and not _ITEM.fullmatch(project):
        wanted = ("{part}应写成 330500/project/P3 的形式", "{part} is like 330500/project/P3")
        yield _named(*wanted, "project")


def _named(zh: str, en: str, part: str, words: Mapping[str, Text] | None = None) -> Text:
    """Return a sentence about a part of an outcome, with the words that it may be."""
    texts = (words or {}).values()
    listed = Text("、".join(t.zh for t in texts) or "-", ", ".join(t.en for t in texts) or "-")
    return Text(zh, en).format(part=PARTS[part], words=listed)


def _number_errors(stated: Mapping[str, Any]) -> Iterator[Text]:
    for key in _NUMBERS:
        if not _number(stated.get(key)):
            yield _named("{part}应为不小于零的数", "{part} is a number not below zero", key)
    year = stated.get("price_base")
    first, last = _YEARS
    whole = isinstance(year, int) and not isinstance(year, bool)
    if year is not None and not (whole and first <= year <= last):
        yield _named("{part}应为年份", "{part} is a year", "price_base")


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
