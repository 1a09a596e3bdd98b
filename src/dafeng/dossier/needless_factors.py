"""Is a coefficient of electricity or heat its own energy, the coal burnt for it, or neither?"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from dafeng.dossier.rules import Findings
from dafeng.dossier.vocabulary import carrier_name, terms
from dafeng.errors import Place, UnitError
from dafeng.language import number, significant
from dafeng.units import EQUIVALENT_RATE, convert

#: Carriers that are counted as energy, and need no factor that makes energy of them.
ENERGY: Final = ("electricity", "heat")
#: What a coefficient of the equivalent value may be off it by rounding [-].
_ROUNDED: Final = 0.01
#: Coal for electricity by the thermal value, over its own energy, at the most [-]: 0.5 kgce/kWh.
_THERMAL: Final = Fraction("0.5") / EQUIVALENT_RATE
_RATE: Final = "kgce/kWh"
#: Unit of fuels: in their column it is none of electricity.
_OF_FUELS: Final = "kgce/kg"
#: Units in which a coefficient without one may stand.
_USUAL: Final = (_RATE, "tce/万kWh")


def tell_needless(
    carrier: str, figure: tuple[float, str], place: Place, findings: Findings
) -> None:
    """Say that a factor of what is energy already is not used, and what it looks like.

    Parameters
    ----------
    carrier
        Electricity or heat.
    figure
        The coefficient or calorific value, and its unit; empty if none is stated.
    place
        Where it stands.
    findings
        Takes a note, or a warning where it is not the equivalent value (当量值).
    """
    value, unit = figure
    subject = carrier_name(carrier)
    stated = bool(unit) and _ratio(value, unit, _OF_FUELS) is None
    ratios = [
        r for u in ((unit,) if stated else _USUAL) if (r := _ratio(value, u, _RATE)) is not None
    ]
    ratio = next((r for r in ratios if 1 - _ROUNDED <= r <= _THERMAL), None)
    if not ratios or (ratio is None and not stated) or (ratio and abs(ratio - 1) <= _ROUNDED):
        findings.add("factor.not_needed", place, subject=subject)
    elif ratio is not None:
        findings.add(
            "factor.convention", place, subject=subject, unit=unit,
            value=number(value), right=significant(value / ratio, 4),
        )  # fmt: skip
    else:
        low, high = (convert(float(EQUIVALENT_RATE * r), _RATE, unit) for r in (1, _THERMAL))
        findings.add(
            "factor.implausible", place, subject=subject, factor=terms("factor")["ncv"].name,
            value=number(value), unit=unit, low=significant(low, 4), high=significant(high, 4),
        )  # fmt: skip


def _ratio(value: float, unit: str, wanted: str) -> float | None:
    """Return a coefficient over the equivalent value in a unit [-], or None if it has no such."""
    try:
        return convert(value, unit, wanted) / float(EQUIVALENT_RATE)
    except UnitError:
        return None
