"""Which years of an account rest on the place's entries and can be compared on a basis?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from dafeng.axes import Booleans
from dafeng.inventory.account import Electricity, Inventory, State
from dafeng.inventory.bases import BASIS_PARTS, Basis, Part, by_sector, total

#: Share of a year's CO2 from fuels that entries must carry for the year to count as entered [-].
LARGER_PART: Final = 0.5

#: Parts that rest on the electricity account.
_ON_ELECTRICITY: Final = {Part.NET_ELECTRICITY, Part.USED_ELECTRICITY, Part.GRID_LOSSES}


def electricity_known(account: Electricity) -> Booleans:
    """Say in which years the use or purchase of electricity is known (year)."""
    if account.state is None:
        return np.ones(len(account.consumed), dtype=np.bool_)
    return np.asarray(account.state == State.VALUE)


def entered_years(inventory: Inventory) -> tuple[int, ...]:
    """Return the years whose CO2 from fuels rests for the larger part on entries of the place."""
    whole = inventory.energy_co2.sum(axis=(1, 2))
    entered = np.where(inventory.estimated, 0.0, inventory.energy_co2).sum(axis=(1, 2))
    return tuple(
        year
        for year, part, all_of_it in zip(inventory.years, entered, whole, strict=True)
        if all_of_it > 0 and part >= LARGER_PART * all_of_it
    )


def without_electricity(inventory: Inventory, basis: Basis) -> tuple[int, ...]:
    """Return the entered years whose total on a basis lacks electricity, which is not known."""
    if not _ON_ELECTRICITY & set(BASIS_PARTS[basis]):
        return ()
    known = dict(zip(inventory.years, electricity_known(inventory.electricity), strict=True))
    return tuple(year for year in entered_years(inventory) if not known[year])


def comparable_years(inventory: Inventory, basis: Basis) -> tuple[int, ...]:
    """Return the entered years whose total on a basis lacks no part.

    A year whose electricity is not known (NE) would read as a fall of emissions.
    """
    lacking = without_electricity(inventory, basis)
    return tuple(year for year in entered_years(inventory) if year not in lacking)


def comparable_totals(inventory: Inventory, basis: Basis) -> dict[int, float]:
    """Return the totals of the comparable years [t]."""
    whole = dict(zip(inventory.years, total(inventory, basis).tolist(), strict=True))
    return {year: whole[year] for year in comparable_years(inventory, basis)}


def breakdown(inventory: Inventory, basis: Basis) -> dict[str, Mapping[int, float]]:
    """Return CO2 of the comparable years by sector and by fuel [t]: what may explain a fall."""
    years = comparable_years(inventory, basis)
    rows = [inventory.years.index(year) for year in years]
    sectors = by_sector(inventory, basis)[rows]
    carriers = inventory.energy_co2[rows].sum(axis=1)
    parts = [
        *zip(inventory.sectors, sectors.T, strict=True),
        *zip(inventory.carriers, carriers.T, strict=True),
    ]
    return {key: dict(zip(years, line.tolist(), strict=True)) for key, line in parts}
