"""How is a target printed: in the units of each language, never rounded?"""

from __future__ import annotations

from typing import Final

from dafeng.errors import UnitError
from dafeng.language import Text, same
from dafeng.plan import quantities
from dafeng.plan.binding import Measured
from dafeng.plan.quantities import Quantity
from dafeng.plan.rules.rows import Target
from dafeng.plan.tree import Cell
from dafeng.units import convert

#: Canonical units, and the kind in which they are printed.
_KINDS: Final[tuple[tuple[str, Quantity], ...]] = (
    ("tCO2", quantities.EMISSIONS),
    ("tce", quantities.ENERGY),
    ("MWh", quantities.ELECTRICITY),
    ("MW", quantities.CAPACITY),
    ("元", quantities.MONEY),
    ("人", quantities.PEOPLE),
    ("tCO2/元", quantities.CARBON_INTENSITY),
    ("t/元", quantities.CARBON_INTENSITY),
    ("tce/元", quantities.ENERGY_INTENSITY),
    ("tCO2/tce", quantities.CO2_PER_ENERGY),
)
#: Relation of a target, as it is printed before the figure.
SIGNS: Final = {"at_least": "≥", "at_most": "≤", "about": "≈"}
#: How close a printed figure has to be to the one that was handed in [-].
_SAME: Final = 1e-9


def value_of(target: Target) -> Cell:
    """Return a target in both languages' units; as entered where that would round it."""
    if target.aim.value is None:
        return same(target.aim.text or "—")
    sign = SIGNS.get(target.aim.relation, "")
    found = _measured(target)
    if found is None or target.aim.relation == "range":
        unit = target.unit if target.unit not in ("", "1", "年") else ""
        digits = target.aim.text if target.unit in target.aim.text else target.aim.text + unit
        return same(digits)
    return Text(f"{sign}{found['zh']}", f"{sign}{found['en']}")


def _measured(target: Target) -> Measured | None:
    value, stated = target.aim.value, target.unit
    if value is None:
        return None
    if stated in ("%", "％"):
        return _exact(value / 100, quantities.SHARE)
    for unit, kind in _KINDS:
        try:
            return _exact(convert(value, stated, unit), kind)
        except UnitError:
            continue
    return None


def _exact(value: float, kind: Quantity) -> Measured | None:
    """Return a figure that the kind prints without rounding, None otherwise."""
    steps = value / kind.step
    return (
        Measured(value, kind, unit=True)
        if abs(steps - round(steps)) <= _SAME * max(abs(steps), 1.0)
        else None
    )
