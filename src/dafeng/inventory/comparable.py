"""Which years of an account rest on the place's entries and can be compared on a basis?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from dafeng.axes import Booleans, Floats
from dafeng.inventory.account import Electricity, Inventory, State
from dafeng.inventory.bases import BASIS_PARTS, Basis, Part, by_sector, part_by_sector, total
from dafeng.inventory.final_fuels import final_fuels
from dafeng.inventory.unknown_cells import unknown_shares

#: Share of a year's CO2 that entries must carry for the year to count as entered [-].
LARGER_PART: Final = 0.5

#: Share of a year's CO2 that may be unknown (NE, C) before its total says little [-].
MOST_UNKNOWN: Final = 0.05

#: Parts that rest on what is known to be used.
_ON_USE: Final = {Part.USED_ELECTRICITY, Part.GRID_LOSSES}

#: Share of estimates by part, as named in `dafeng.inventory.account.EstimatedShares`.
_SHARE_OF: Final = {
    Part.NET_ELECTRICITY: "net",
    Part.USED_ELECTRICITY: "used",
    Part.GRID_LOSSES: "used",
    Part.NET_HEAT: "heat_net",
    Part.USED_HEAT: "heat_used",
}


def electricity_known(account: Electricity) -> Booleans:
    """Say in which years the net purchase of electricity is known (year)."""
    return _values(account.state, len(account.consumed))


def use_known(account: Electricity) -> Booleans:
    """Say in which years the use of electricity is known (year)."""
    return _values(account.used_state, len(account.consumed))


def _values(states: npt.NDArray[np.int8] | None, years: int) -> Booleans:
    if states is None:
        return np.ones(years, dtype=np.bool_)
    return np.asarray(states == State.VALUE)


def entered_shares(inventory: Inventory, basis: Basis) -> Floats:
    """Return how much of what a basis counts rests on entries of the place [-] (year).

    ``sum |part| x entered share of the part / sum |part|``: electricity and heat count by the
    estimates among the flows behind them, and what is sold counts as what is bought. A year
    without CO2 has 0.
    """
    parts = BASIS_PARTS[basis]
    pairs = [(_size(inventory, part), _guessed(inventory, part)) for part in parts]
    whole: Floats = np.sum([size for size, _ in pairs], axis=0)
    entered: Floats = whole - np.sum([guess for _, guess in pairs], axis=0)
    shares: Floats = np.divide(entered, whole, out=np.zeros_like(whole), where=whole > 0)
    return shares


def _size(inventory: Inventory, part: Part) -> Floats:
    size: Floats = np.abs(part_by_sector(inventory, part).sum(axis=1))
    return size


def _guessed(inventory: Inventory, part: Part) -> Floats:
    """Return what of a part rests on estimates [t] (year)."""
    if part is Part.PROCESS:
        if inventory.process_estimated is None:
            return np.zeros(len(inventory.years))
        return np.asarray(np.where(inventory.process_estimated, inventory.process_co2, 0).sum(1))
    if part in (Part.FUELS, Part.POWER_FUELS):
        final = final_fuels(inventory).energy_co2
        cells = final if part is Part.FUELS else inventory.energy_co2 - final
        return np.asarray(np.where(inventory.estimated, cells, 0.0).sum(axis=(1, 2)))
    shares = inventory.electricity.estimated
    if shares is None:
        return np.zeros(len(inventory.years))
    share: Floats = getattr(shares, _SHARE_OF[part])
    return _size(inventory, part) * share


def entered_years(inventory: Inventory, basis: Basis) -> tuple[int, ...]:
    """Return the years whose total on a basis rests for the larger part on entries of the place.

    A year without any fuel is none of them.
    """
    shares = entered_shares(inventory, basis)
    without = fuelless_years(inventory)
    return tuple(
        year
        for year, share in zip(inventory.years, shares, strict=True)
        if year not in without and share >= LARGER_PART
    )


def fuelless_years(inventory: Inventory) -> tuple[int, ...]:
    """Return the years in which no fuel is burnt: what is not recorded is no estimate, either."""
    fuels = inventory.energy_co2.sum(axis=(1, 2))
    return tuple(y for y, burnt in zip(inventory.years, fuels, strict=True) if not burnt > 0)


def complete(inventory: Inventory, basis: Basis) -> Booleans:
    """Say in which years no substantial part of a basis is unknown (year)."""
    known: Booleans = unknown_shares(inventory, basis) <= MOST_UNKNOWN
    parts, power = set(BASIS_PARTS[basis]), inventory.electricity
    if Part.NET_ELECTRICITY in parts:
        known = known & electricity_known(power)
    if parts & _ON_USE:
        known = known & use_known(power)
    return known


def known_totals(inventory: Inventory) -> dict[str, tuple[float | None, ...]]:
    """Return totals on every basis [t] (year); None where a substantial part is not known."""
    return {
        basis.value: tuple(
            float(value) if known else None
            for value, known in zip(
                total(inventory, basis), complete(inventory, basis), strict=True
            )
        )
        for basis in Basis
    }


def incomplete_years(inventory: Inventory, basis: Basis) -> tuple[int, ...]:
    """Return the entered years whose total on a basis lacks what is not known."""
    known = dict(zip(inventory.years, complete(inventory, basis), strict=True))
    return tuple(year for year in entered_years(inventory, basis) if not known[year])


def comparable_years(inventory: Inventory, basis: Basis) -> tuple[int, ...]:
    """Return the entered years whose total on a basis lacks no part.

    A year whose electricity is not known (NE) would read as a fall of emissions.
    """
    lacking = incomplete_years(inventory, basis)
    return tuple(year for year in entered_years(inventory, basis) if year not in lacking)


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
