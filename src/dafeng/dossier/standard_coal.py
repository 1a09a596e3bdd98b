"""How much standard coal is a recorded amount, by published coefficients?"""

from __future__ import annotations

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
