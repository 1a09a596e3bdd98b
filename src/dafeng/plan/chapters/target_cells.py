"""How is a target printed: in the units of each language, never rounded?"""

from __future__ import annotations

import re
from typing import Final

from dafeng.errors import UnitError
from dafeng.language import Text, same
from dafeng.plan import quantities
from dafeng.plan.binding import Measured
from dafeng.plan.quantities import Quantity
from dafeng.plan.rules.rows import Target, in_unit
from dafeng.plan.tree import Cell
from dafeng.units import convert

#: Canonical units, and the kinds in which they are printed, the coarser first.
_KINDS: Final[tuple[tuple[str, tuple[Quantity, ...]], ...]] = (
    ("tCO2", (quantities.EMISSIONS, quantities.EMISSIONS_SMALL)),
    ("tce", (quantities.ENERGY, quantities.ENERGY_SMALL)),
    ("MWh", (quantities.ELECTRICITY,)),
    ("MW", (quantities.CAPACITY,)),
    ("元", (quantities.MONEY, quantities.MONEY_FINE)),
    ("人", (quantities.PEOPLE,)),
    ("tCO2/元", (quantities.CARBON_INTENSITY,)),
    ("t/元", (quantities.CARBON_INTENSITY,)),
    ("tce/元", (quantities.ENERGY_INTENSITY,)),
    ("tCO2/tce", (quantities.CO2_PER_ENERGY,)),
    ("t", (quantities.EMISSIONS, quantities.EMISSIONS_SMALL)),  # of coal, say
)
#: Relation of a target, as it is printed before the figure.
SIGNS: Final = {"at_least": "≥", "at_most": "≤", "about": "≈"}
#: The same before and behind a year.
_YEARS: Final = {
    "at_least": Text("不早于{y}年", "not before {y}"),
    "at_most": Text("不晚于{y}年", "by {y}"),
    "about": Text("{y}年前后", "about {y}"),
}
#: Units that have no kind, in English.
_ENGLISH: Final = {
    **dict.fromkeys(("个", "家", "项", "座", "套", "台", "处"), ""),
    "辆": "vehicles",
    "级": "level",
    "小时": "h",
    "个百分点": "percentage points",
    "公里": "km",
    "平方米": "m²",
}
#: A figure with no more words than its relation to the target.
_FIGURE: Final = re.compile(
    r"(?:[≥≤≈><=~～]|约|不低于|不少于|不超过|不高于)*\s*[\d.,，]+\s*(?:左右|以上|以下|以内)?"
)
#: How close a printed figure has to be to the one that was handed in [-].
_SAME: Final = 1e-9


def value_of(target: Target) -> Cell:
    """Return a target in both languages' units; as entered where that would round it."""
    aim = target.aim
    if aim.value is None:
        return same(aim.text or "—")
    if target.indicator is not None and target.indicator.kind == "year":
        return _year(target)
    if aim.low is not None and aim.high is not None:
        ends = [_measured(target, value) for value in (aim.low, aim.high)]
        if ends[0] is None or ends[1] is None:
            return _as_entered(target)
        return Text(f"{ends[0]['zh']}～{ends[1]['zh']}", f"{ends[0]['en']}–{ends[1]['en']}")
    found = _measured(target, aim.value)
    if found is None:
        return _as_entered(target)
    return _signed(aim.relation, Text(found["zh"], found["en"]))


def amount_of(value: float, stated: str) -> Measured | None:
    """Return an amount in both languages' units; None where no kind prints it without rounding.

    Parameters
    ----------
    value, stated
        The amount and its unit as entered.
    """
    for unit, kinds in _KINDS:
        try:
            converted = convert(value, stated, unit)
        except UnitError:
            continue
        return next((found for kind in kinds if (found := _exact(converted, kind))), None)
    return None


def unit_words(stated: str) -> tuple[str, str]:
    """Return a unit in Chinese and English, in which counted things (座) have none.

    One of which no English is known stands as entered.
    """
    return stated, _ENGLISH.get(stated, stated)


def _year(target: Target) -> Text:
    aim = target.aim
    if aim.low is not None and aim.high is not None:
        return Text(f"{aim.low:.0f}—{aim.high:.0f}年", f"{aim.low:.0f}–{aim.high:.0f}")
    year = same(f"{aim.value:.0f}")
    if aim.before:
        return Text("{y}年前", "before {y}").format(y=year)
    return _YEARS.get(aim.relation, Text("{y}年", "{y}")).format(y=year)


def _as_entered(target: Target) -> Text:
    """Return the figure of the place with its unit; its words where they say more than that."""
    aim, unit = target.aim, target.unit if target.unit not in ("", "1", "年") else ""
    if (
        aim.value is None
        or aim.low is not None
        or not _FIGURE.fullmatch(aim.text.replace(unit, ""))
    ):
        chinese = aim.text if unit in aim.text else aim.text + unit
        if unit not in _ENGLISH or aim.value is None or aim.low is not None:
            return same(chinese)
        return Text(
            chinese, f"{SIGNS.get(aim.relation, '')}{aim.value:,.10g} {_ENGLISH[unit]}".strip()
        )
    figure = f"{aim.value:,.10g}"
    told = Text(*(_beside(figure, word) for word in unit_words(unit)))
    return _signed(aim.relation, told)


def _beside(figure: str, unit: str) -> str:
    """Return a figure with its unit, apart from one in Latin letters."""
    return f"{figure} {unit}".strip() if unit[:1].isascii() and unit != "%" else figure + unit


def _signed(relation: str, figure: Text) -> Text:
    """Return a figure with its relation to the target."""
    if relation == "about":
        return Text(f"{figure.zh}左右", f"{SIGNS[relation]}{figure.en}")
    sign = SIGNS.get(relation, "")
    return Text(f"{sign}{figure.zh}", f"{sign}{figure.en}")


def _measured(target: Target, value: float) -> Measured | None:
    stated = target.unit
    if stated in ("%", "％"):
        return _exact(value / 100, quantities.SHARE)
    of = target.indicator
    if of is not None and (inside := in_unit(value, stated, of.unit)) is not None:
        value, stated = inside, of.unit
    return amount_of(value, stated)


def _exact(value: float, kind: Quantity) -> Measured | None:
    """Return a figure that the kind prints without rounding, None otherwise."""
    steps = value / kind.step
    return (
        Measured(value, kind, unit=True, entered=True)
        if abs(steps - round(steps)) <= _SAME * max(abs(steps), 1.0)
        else None
    )
