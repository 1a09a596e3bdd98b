"""How sure is the total? Error propagation and Monte Carlo, each under its own name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng.axes import Booleans, Floats
from dafeng.inventory.account import Inventory
from dafeng.inventory.bases import BASIS_PARTS, Basis, Part, fuels_counted, total
from dafeng.inventory.error_shapes import Z95, Shape, multiplier, two_sided
from dafeng.inventory.processes import PROCESS_FACTOR_HALF_WIDTH
from dafeng.inventory.supplied_errors import SUPPLIED, Supplied, supplied
from dafeng.language import Text


@dataclass(frozen=True, slots=True)
class Approach1:
    """Uncertainty of one year's total by error propagation.

    Parameters
    ----------
    total
        [t].
    width
        Half width (95 %) [t].
    correlated
        Whether a carrier's factor error is shared by all sectors.
    method
        Name of the method, to be shown beside the figure.
    """

    total: float
    width: float
    correlated: bool
    method: Text

    @property
    def half_width(self) -> float | None:
        """Return the relative half width (95 %) [-]; None where the total is zero."""
        return self.width / abs(self.total) if self.total else None

    @property
    def low(self) -> float:
        """Return the lower end of the 95 % range [t]."""
        return self.total - self.width

    @property
    def high(self) -> float:
        """Return the upper end of the 95 % range [t]."""
        return self.total + self.width


_APPROACH1_NAME: Final = {
    True: Text(
        "误差传播（IPCC 方法1，同一因子完全相关）",
        "error propagation (IPCC approach 1, shared factors fully correlated)",
    ),
    False: Text(
        "误差传播（IPCC 方法1，各项独立）",
        "error propagation (IPCC approach 1, independent categories)",
    ),
}


def approach1(
    inventory: Inventory, basis: Basis | str, year: int, *, correlated: bool = True
) -> Approach1:
    """Return the uncertainty of one year's total by error propagation.

    Activity errors of cells are independent, except the level that all estimated cells share, and
    parts of one entered total, which err with it; the
    factor error of a carrier adds linearly over sectors if `correlated`, else in quadrature.

    Parameters
    ----------
    inventory
        The account of a place.
    basis
        The basis.
    year
        Year on the axis.
    correlated
        Treat a factor as one and the same in all sectors.
    """
    at = inventory.years.index(year)
    fuels = fuel_cells(inventory, basis)[at]
    common, own = common_and_own(inventory, basis)
    squares = float(np.sum(fuels * common[at])) ** 2
    split = parts_of_totals(inventory)[at]
    squares += float(np.sum((fuels * own[at])[~split] ** 2))
    squares += float(np.sum(np.where(split, fuels * own[at], 0.0).sum(axis=0) ** 2))
    factor = inventory.factor_half_width.mean(axis=1)
    if correlated:
        squares += float(np.sum((fuels.sum(axis=0) * factor) ** 2))
    else:
        squares += float(np.sum((fuels * factor[None, :]) ** 2))
    squares += sum(float(np.sum(x**2)) for x in _other_terms(inventory, basis, at))
    whole = float(total(inventory, basis)[at])
    return Approach1(whole, float(np.sqrt(squares)), correlated, _APPROACH1_NAME[correlated])


def monte_carlo(
    inventory: Inventory,
    basis: Basis | str,
    draws: int,
    seed: int,
    *,
    shared: bool = True,
    shape: Shape | str = Shape.MIXED,
) -> Floats:
    """Draw the total on a basis [t] (year, draw).

    Each carrier's factor is drawn once per draw and holds in all sectors and years, those of
    electricity and heat included; activity is drawn per cell and year, for supplied electricity
    and heat per year. An estimated cell errs alike in all years, and all estimated cells
    share one draw for the level they rest on; parts of one entered total share that of the total.

    Parameters
    ----------
    inventory
        The account of a place.
    basis
        The basis.
    draws
        Number of draws.
    seed
        Seed of the Philox stream: the same seed gives the same draws.
    shared
        False draws every factor anew in each cell, those of processes, electricity and heat anew
        in each year: the classic understatement, for comparison.
    shape
        Distribution of relative errors; the amount of supplied electricity and heat is normal in
        any case, since net trade may have either sign.

    References
    ----------
    IPCC 2006 Guidelines, volume 1, section 3.2.3.2; JCGM 101:2008.
    """
    streams = [np.random.Generator(np.random.Philox(key=(seed, block))) for block in range(6)]
    fuels = fuel_cells(inventory, basis)
    widths = common_and_own(inventory, basis)
    result = _fuel_draws(inventory, (fuels, *widths), draws, streams, (shared, Shape(shape)))
    if Part.PROCESS in BASIS_PARTS[Basis(basis)]:
        result += _process_draws(inventory, draws, streams[2], (shared, Shape(shape)))
    for one in supplied(inventory, basis):
        pair = streams[3 + list(SUPPLIED).index(one.carrier)], streams[5]
        result += _supplied_draws(one, draws, pair, (shared, Shape(shape)))
    return result


def fuel_cells(inventory: Inventory, basis: Basis | str) -> Floats:
    """Return fuel CO2 that the basis counts [t] (year, sector, carrier)."""
    return fuels_counted(inventory, basis).energy_co2


def common_and_own(inventory: Inventory, basis: Basis | str) -> tuple[Floats, Floats]:
    """Split the half width of cells into a common level of estimates and an own part.

    The narrowest estimate of a year bounds what all of that year's estimates can share.

    Parameters
    ----------
    inventory
        The account of a place.
    basis
        The basis: what it does not count of a cell does not count for its width, either.

    Returns
    -------
    common, own
        Relative half widths (95 %) [-] (year, sector, carrier).
    """
    whole = fuels_counted(inventory, basis).activity_half_width
    counted = inventory.estimated & (inventory.energy_co2 > 0)
    level = np.where(counted, whole, np.inf).min(axis=(1, 2))
    level = np.where(np.isfinite(level), level, 0.0)
    common = np.where(inventory.estimated, level[:, None, None], 0.0)
    common = np.minimum(common, whole)
    return common, np.sqrt(np.maximum(whole**2 - common**2, 0.0))


def parts_of_totals(inventory: Inventory) -> Booleans:
    """Say which cells are parts of an entered total, with which they err (year, sector, carrier).

    Parameters
    ----------
    inventory
        The account of a place.
    """
    none = np.zeros(inventory.estimated.shape, dtype=np.bool_)
    return none if inventory.split is None else inventory.split & ~inventory.estimated


def process_half_widths(inventory: Inventory) -> tuple[Floats, Floats]:
    """Split the half widths of processes into that of the factor and that of activity [-]."""
    whole = inventory.process_half_width
    factor = np.minimum(whole, PROCESS_FACTOR_HALF_WIDTH)
    return factor, np.sqrt(np.maximum(whole**2 - factor**2, 0.0))


def _other_terms(inventory: Inventory, basis: Basis | str, at: int) -> list[Floats]:
    """Return absolute half widths of processes, electricity and heat [t]."""
    terms = []
    if Part.PROCESS in BASIS_PARTS[Basis(basis)]:
        terms.append(inventory.process_co2[at] * inventory.process_half_width)
    bought = supplied(inventory, basis)
    return terms + [np.array([x.width[at], x.co2[at] * x.factor_half_width]) for x in bought]


def _fuel_draws(
    inventory: Inventory,
    cells: tuple[Floats, Floats, Floats],
    draws: int,
    streams: list[np.random.Generator],
    choice: tuple[bool, Shape],
) -> Floats:
    """Return drawn CO2 of fuels, given their CO2 and its common and own half width (year, draw)."""
    shared, shape = choice
    activity, factor = streams[0], streams[1]
    fuels, common, own = cells
    split = parts_of_totals(inventory)
    result = np.zeros((len(inventory.years), draws))
    level = activity.standard_normal(draws)
    for j in range(len(inventory.carriers)):
        if not fuels[:, :, j].any():
            continue
        z = factor.standard_normal(draws)
        error = two_sided(inventory.factor_half_width[j], z, shape)
        lasting: dict[int, Floats] = {}
        of_total: dict[int, Floats] = {}
        for i, s in zip(*np.nonzero(fuels[:, :, j]), strict=True):
            if not shared:
                z = factor.standard_normal(draws)
                error = two_sided(inventory.factor_half_width[j], z, shape)
            drawn = activity.standard_normal(draws)
            if inventory.estimated[i, s, j]:
                drawn = lasting.setdefault(s, drawn)
            elif split[i, s, j]:
                drawn = of_total.setdefault(i, drawn)
            used = multiplier(own[i, s, j], drawn, shape)
            if common[i, s, j]:
                used = used * multiplier(common[i, s, j], level, shape)
            result[i] += fuels[i, s, j] * used * error
    return result


def _process_draws(
    inventory: Inventory, draws: int, stream: np.random.Generator, choice: tuple[bool, Shape]
) -> Floats:
    """Return drawn CO2 of processes [t] (year, draw)."""
    shared, shape = choice
    result = np.zeros((len(inventory.years), draws))
    for p, (lasting, own) in enumerate(zip(*process_half_widths(inventory), strict=True)):
        factor = multiplier(lasting, stream.standard_normal(draws), shape)
        for i in range(len(inventory.years)):
            if not shared and i:
                factor = multiplier(lasting, stream.standard_normal(draws), shape)
            used = multiplier(own, stream.standard_normal(draws), shape)
            result[i] += inventory.process_co2[i, p] * factor * used
    return result


def _supplied_draws(
    one: Supplied,
    draws: int,
    streams: tuple[np.random.Generator, np.random.Generator],
    choice: tuple[bool, Shape],
) -> Floats:
    """Return drawn ``co2 x (1 + activity error) x factor error`` [t] (year, draw)."""
    activity, factor = streams
    shared, shape = choice
    error = multiplier(one.factor_half_width, factor.standard_normal(draws), shape)
    lasting = activity.standard_normal(draws)
    result = np.zeros((len(one.co2), draws))
    for i, co2 in enumerate(one.co2):
        if not shared and i:
            error = multiplier(one.factor_half_width, factor.standard_normal(draws), shape)
        z = activity.standard_normal(draws)
        if one.estimated[i]:
            z = lasting
        result[i] = (co2 + one.width[i] * z / Z95) * error
    return result
