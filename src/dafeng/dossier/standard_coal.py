"""How much standard coal is a recorded amount, by published coefficients?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dafeng import reference, units
from dafeng.dossier.records import Amount
from dafeng.errors import UnitError, UnknownNameError


def standard_coal(amount: Amount, carrier: str) -> float | None:
    """Return an amount as standard coal [tce]; None where no coefficient fits.

    For plausibility only: the inventory uses the place's own calorific values. Electricity counts
    by its own heat.
    """
    if amount.value is None:
        return None
    try:
        return units.convert(amount.value, amount.unit, "GJ") / float(units.GJ_PER_TCE)
    except UnitError:
        pass
    try:
        coefficient = reference.standard_coal(carrier)
        coal, _, own = coefficient.unit.partition("/")
        quantity = units.convert(amount.value, amount.unit, own)
        return units.convert(quantity * coefficient.coefficient, coal, "tce")
    except (UnitError, UnknownNameError):
        return None


@dataclass(frozen=True, slots=True)
class Comparable:
    """Amounts in the unit of their total; not exact where a published coefficient took part."""

    values: tuple[float, ...]
    exact: bool


def comparable(total: Amount, parts: Sequence[Amount], carrier: str) -> Comparable | None:
    """Return parts in the unit of their total; None where nothing leads from one to the other.

    Physical quantities and energy are compared by way of standard coal.

    Parameters
    ----------
    total, parts
        Amounts of one carrier; parts without a figure are passed over.
    carrier
        Carrier id.
    """
    stated = [p for p in parts if p.value is not None]
    try:
        values = tuple(units.convert(p.value or 0.0, p.unit, total.unit) for p in stated)
        return Comparable(values, exact=True)
    except UnitError:
        pass
    whole = standard_coal(replace(total, value=1.0), carrier)
    coal = [standard_coal(p, carrier) for p in stated]
    if not whole or any(c is None for c in coal):
        return None
    return Comparable(tuple((c or 0.0) / whole for c in coal), exact=False)
