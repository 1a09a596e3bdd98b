"""How sure is the change between two years, by IPCC approach 1?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dafeng import reference
from dafeng.axes import Floats
from dafeng.errors import MethodError
from dafeng.inventory.account import Inventory
from dafeng.inventory.bases import (
    BASIS_PARTS,
    PART_NAMES,
    Basis,
    Part,
    total,
)
from dafeng.inventory.error_table import sensitivities
from dafeng.inventory.supplied_errors import supplied
from dafeng.inventory.uncertainty import (
    common_and_own,
    fuel_cells,
    parts_of_totals,
    process_half_widths,
)
from dafeng.language import Text, same


@dataclass(frozen=True, slots=True)
class TrendTerm:
    """One category of the trend table (IPCC 2006 V1 table 3.2).

    Parameters
    ----------
    name
        Carrier, process or purchased electricity.
    start, end
        CO2 of the category [t].
    type_a, type_b
        Sensitivities: response of the total trend, in percentage points, to 1 % more of the
        category in both years (A) and in the later year alone (B).
    by_factor, by_activity
        Uncertainty brought into the trend by what lasts over the years (factor, estimates) and by
        entered activity [percentage points].
    """

    name: Text
    start: float
    end: float
    type_a: float
    type_b: float
    by_factor: float
    by_activity: float


@dataclass(frozen=True, slots=True)
class Trend:
    """Change of the total between two years with its uncertainty.

    Parameters
    ----------
    change
        Relative change [%].
    half_width
        Half width (95 %) of the change [percentage points].
    by_level
        Uncertainty from the level that all estimated cells share [percentage points].
    terms
        Categories.
    method
        Name of the method; a Monte Carlo of the same inputs gives another figure.
    """

    change: float
    half_width: float
    by_level: float
    terms: tuple[TrendTerm, ...]
    method: Text


_METHOD = Text(
    "误差传播趋势不确定性（IPCC 方法1，A/B 型敏感度；因子跨年相关，活动水平跨年独立）",
    "trend uncertainty by error propagation (IPCC approach 1, type A and B sensitivities; factors "
    "correlated between the years, activity independent)",
)


def approach1_trend(inventory: Inventory, basis: Basis | str, start: int, end: int) -> Trend:
    """Return the change of the total between two years and its uncertainty.

    Factors of fuels, processes, electricity and heat are fully correlated between the years (type
    A), and so are estimates, which err alike in all years; entered activity is independent (type B
    times the root of two) with the width of the later year. The level that estimates rest on is one
    error of all of them, as in `approach1`. A carrier is one category, since its
    factor is shared by all sectors; so is electricity with its losses, and so is heat.

    Parameters
    ----------
    inventory
        The account of a place.
    basis
        The basis.
    start, end
        Years on the axis.

    Raises
    ------
    MethodError
        If the total of the first year is not positive.

    References
    ----------
    IPCC 2006 Guidelines, volume 1, section 3.2.3.1 and table 3.2.
    """
    at = inventory.years.index(start), inventory.years.index(end)
    whole = total(inventory, basis)[list(at)]
    if not whole[0] > 0:
        raise MethodError(Text(f"{start} 年总量须大于零", f"the total of {start} must be positive"))
    terms = tuple(_term(c, whole) for c in _categories(inventory, Basis(basis), at))
    level = _by_level(inventory, Basis(basis), at, whole)
    width = float(np.sqrt(level**2 + sum(t.by_factor**2 + t.by_activity**2 for t in terms)))
    return Trend(float(100 * (whole[1] / whole[0] - 1)), width, level, terms, _METHOD)


def _by_level(inventory: Inventory, basis: Basis, at: tuple[int, int], whole: Floats) -> float:
    """Return what the common level of estimates brings into the trend [percentage points]."""
    common, _ = common_and_own(inventory, basis)
    start, end = (fuel_cells(inventory, basis) * common)[list(at)].sum(axis=(1, 2))
    return float(100 * abs(end / whole[0] - start * whole[1] / whole[0] ** 2))


@dataclass(frozen=True, slots=True)
class _Category:
    """CO2 of both years [t], relative half widths of what lasts [-], own half width [t]."""

    name: Text
    co2: Floats
    factor: float
    spread: float
    lasting: float = 0.0


def _term(category: _Category, whole: Floats) -> TrendTerm:
    start, end = (float(x) for x in category.co2)
    base, last = (float(x) for x in whole)
    (type_a,), (type_b,) = sensitivities(category.co2[:1], category.co2[1:], (base, last))
    return TrendTerm(
        category.name,
        start,
        end,
        type_a,
        type_b,
        type_a * 100 * float(np.hypot(category.factor, category.lasting)),
        100 * category.spread / abs(base) * float(np.sqrt(2)),
    )


def _categories(inventory: Inventory, basis: Basis, at: tuple[int, int]) -> list[_Category]:
    cells = fuel_cells(inventory, basis)[list(at)]
    half = common_and_own(inventory, basis)[1][at[1]]
    names = reference.carriers()
    found = []
    for j, carrier in enumerate(inventory.carriers):
        co2 = cells[:, :, j].sum(axis=1)
        if not co2.any():
            continue
        spread = cells[1, :, j] * half[:, j]
        guessed = inventory.estimated[at[1], :, j]
        split = parts_of_totals(inventory)[at[1], :, j]
        apart = float(np.hypot(np.linalg.norm(spread[~guessed & ~split]), spread[split].sum()))
        lasting = float(np.linalg.norm(spread[guessed])) / co2[1] if co2[1] else 0.0
        factor = float(inventory.factor_half_width[j].mean())
        found.append(_Category(names[carrier].name, co2, factor, apart, lasting))
    return found + _others(inventory, basis, at)


def _others(inventory: Inventory, basis: Basis, at: tuple[int, int]) -> list[_Category]:
    found = []
    if Part.PROCESS in BASIS_PARTS[basis]:
        factors, activities = process_half_widths(inventory)
        known = reference.process_factors()
        for p, process in enumerate(inventory.processes):
            co2 = inventory.process_co2[list(at), p]
            widths = float(factors[p]), float(activities[p] * co2[1])
            found.append(
                _Category(known[process].name if process in known else same(process), co2, *widths)
            )
    for one in supplied(inventory, basis):
        co2, width = one.co2[list(at)], float(one.width[at[1]])
        if not co2.any() and not width:
            continue
        guessed = bool(one.estimated[at[1]] and co2[1])
        apart, lasts = (0.0, width / abs(co2[1])) if guessed else (width, 0.0)
        name = PART_NAMES[one.parts[0]]
        found.append(_Category(name, co2, one.factor_half_width, apart, lasts))
    return found
