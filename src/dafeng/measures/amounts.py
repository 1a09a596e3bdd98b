"""What do the figures of a place's own measures and projects mean in effect units?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dafeng.dossier.cells import read_number, read_year
from dafeng.errors import UnitError
from dafeng.language import Text
from dafeng.units import TJ_PER_MWH, convert

#: Unit of the units table for each effect unit.
_EFFECTS: Final = {"TJ": ("TJ", "MWh"), "MWh": ("MWh", "TJ"), "t": ("tCO2",), "tCO2e": ("tCO2",)}

#: Effect units per unit of `_EFFECTS`, where they are not one and the same.
_ELECTRIC: Final = {("TJ", "MWh"): TJ_PER_MWH, ("MWh", "TJ"): 1 / TJ_PER_MWH}

_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure with its unit, as the place wrote it."""

    value: float
    unit: str

    def effects(self, effect_unit: str, tonnes: float) -> float | Text:
        """Return the figure in effect units per year, or why that cannot be.

        Parameters
        ----------
        effect_unit
            ``TJ``, ``MWh``, ``t`` or ``tCO2e``.
        tonnes
            CO2 avoided per effect unit [t], for a figure in tonnes of CO2.
        """
        for known in _EFFECTS[effect_unit]:
            found = converted(self.value, self.unit, (known, f"{known}/a"))
            if found is not None:
                return found * _ELECTRIC.get((effect_unit, known), 1.0)
        in_tonnes = converted(self.value, self.unit, ("tCO2", "tCO2/a"))
        if in_tonnes is not None and tonnes > 0:
            return in_tonnes / tonnes
        return Text(
            f"单位“{self.unit}”不能折算为每年{effect_unit}",
            f"the unit {self.unit!r} cannot be turned into {effect_unit} per year",
        )


def number(text: str) -> float | None:
    """Return the number in a cell, None if it holds none."""
    return read_number(text).value if text else None


def year(text: str) -> int | None:
    """Return the year in a cell, also in ``2025年底`` or ``2025-06``; None if it holds none."""
    found = read_year(text)
    match = None if found is not None else _YEAR.match(text.strip())
    return int(match[1]) if match else found


def stated(text: str, unit: str) -> Stated | None:
    """Return the figure in a cell with its unit (``10%`` brings its own), None if it holds none."""
    read = read_number(text) if text else None
    if read is None or read.value is None:
        return None
    return Stated(read.value, "%" if read.ratio and not unit else unit)


def at_full_load(figure: Stated, hours: float) -> Stated:
    """Return a capacity as its electricity of a year, a cost per capacity as one per MWh.

    Parameters
    ----------
    figure
        In MW or yuan per MW (any unit of them); any other is returned as it is.
    hours
        Full-load hours [h/a]; 0 if the measure has none.
    """
    if hours > 0:
        for unit, target, factor in (("MW", "MWh", hours), ("元/MW", "元/MWh", 1 / hours)):
            found = converted(figure.value, figure.unit, (unit,))
            if found is not None:
                return Stated(found * factor, target)
    return figure


def converted(value: float, unit: str, targets: Sequence[str]) -> float | None:
    """Return a figure in the first of the units that it can be turned into, None if in none."""
    for target in targets:
        try:
            return float(convert(value, unit, target))
        except UnitError:
            continue
    return None


def cost_per_effect(
    stated: Stated, effect_unit: str, amount: float | None, tonnes: float
) -> float | Text:
    """Return a stated cost per effect unit [yuan per effect unit].

    Parameters
    ----------
    stated
        In money per effect (yuan/tce), per tonne of CO2, or in money for the whole potential.
    effect_unit
        ``TJ``, ``MWh``, ``t`` or ``tCO2e``.
    amount
        Whole potential in effect units, None if it is not stated.
    tonnes
        CO2 avoided per effect unit [t].
    """
    for known in _EFFECTS[effect_unit]:
        found = converted(stated.value, stated.unit, (f"元/{known}",))
        if found is not None:
            return found / _ELECTRIC.get((effect_unit, known), 1.0)
    by_tonne = converted(stated.value, stated.unit, ("元/tCO2",))
    if by_tonne is not None and tonnes > 0:
        return by_tonne * tonnes
    whole = converted(stated.value, stated.unit, ("元", "元/a"))
    if whole is not None and amount:
        return whole / amount
    if whole is not None:
        return Text(
            "总额须有以量填报的潜力才能折算为单位费用",
            "a cost of the whole needs the potential stated as an amount",
        )
    return Text(
        f"单位“{stated.unit}”不能折算为元每{effect_unit}",
        f"the unit {stated.unit!r} cannot be turned into yuan per {effect_unit}",
    )
