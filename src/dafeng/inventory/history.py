"""How did emissions develop, by the place's own account and by published series?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from dafeng import units
from dafeng.axes import Axis, Floats
from dafeng.dossier.records import Dossier
from dafeng.inventory.account import Inventory
from dafeng.inventory.bases import BASIS_NAMES, Basis, total
from dafeng.language import Text, same

#: Names of the published series that first dossiers carry.
SERIES_NAMES = {"edgar-v8": same("EDGAR v8"), "ceads": same("CEADs")}


@dataclass(frozen=True, slots=True)
class History:
    """One series of yearly CO2.

    Parameters
    ----------
    id, name
        ``inventory`` or the id of a published series.
    years
        Years with a figure; not necessarily without gaps.
    co2
        [t] (year).
    estimated
        Whether any figure behind it is an estimate.
    """

    id: str
    name: Text
    years: Axis[int]
    co2: Floats
    estimated: bool


def emission_history(
    inventory: Inventory, dossier: Dossier, basis: Basis | str = Basis.TERRITORIAL
) -> tuple[History, ...]:
    """Return the place's own series on a basis, then every published one, the longest first.

    Series of different makers stand side by side and are never joined: they differ in what they
    count.

    Parameters
    ----------
    inventory
        The place's account.
    dossier
        The dossier, with published totals.
    basis
        Basis of the own series.
    """
    own = History(
        "inventory",
        BASIS_NAMES[Basis(basis)],
        inventory.years,
        total(inventory, basis),
        bool(inventory.estimated.any()),
    )
    published = [_published(dossier, name) for name in _names(dossier)]
    return (own, *sorted(published, key=lambda h: (-len(h.years), h.id)))


def _names(dossier: Dossier) -> list[str]:
    return sorted({r.series for r in dossier.published if r.amount.value is not None})


def _published(dossier: Dossier, series: str) -> History:
    values: dict[int, list[float]] = {}
    for record in dossier.published:
        if record.series == series and record.amount.value is not None:
            co2 = units.convert(record.amount.value, record.amount.unit, "tCO2")
            values.setdefault(record.year, []).append(co2)
    years = Axis("year", tuple(sorted(values)))
    means = np.array([math.fsum(values[y]) / len(values[y]) for y in years])
    return History(series, SERIES_NAMES.get(series, same(series)), years, means, False)
