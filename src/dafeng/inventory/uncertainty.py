"""How sure is the total? Error propagation and Monte Carlo, each under its own name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from dafeng.axes import Floats
from dafeng.inventory.account import Inventory
from dafeng.inventory.bases import BASIS_PARTS, Basis, Part, part_by_sector, total
from dafeng.inventory.processes import PROCESS_FACTOR_HALF_WIDTH
from dafeng.language import Text

#: Half width of a 95 % interval of the normal distribution in standard deviations.
Z95: Final = 1.959963984540054

#: Activity with a wider relative range than this is drawn lognormal, never negative (IPCC 2006
#: V1 3.2.2: normal up to about 30 %).
LOGNORMAL_FROM: Final = 0.30


class Shape(StrEnum):
    """Distribution of a relative error.

    ``normal``; ``lognormal`` with median 1 and the same width of the 95 % interval; ``mixed``:
    normal up to a half width of 30 %, lognormal beyond.
    """

    NORMAL = "normal"
    LOGNORMAL = "lognormal"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Approach1:
    """Uncertainty of one year's total by error propagation.

    Parameters
    ----------
    total
        [t].
    half_width
        Relative half width (95 %) [-].
    correlated
        Whether a carrier's factor error is shared by all sectors.
    method
        Name of the method, to be shown beside the figure.
    """

    total: float
    half_width: float
    correlated: bool
    method: Text

    @property
    def low(self) -> float:
        """Return the lower end of the 95 % range [t]."""
        return self.total - abs(self.total) * self.half_width

    @property
    def high(self) -> float:
        """Return the upper end of the 95 % range [t]."""
        return self.total + abs(self.total) * self.half_width


#: Name of the Monte Carlo method, to be shown beside its figures.
MONTE_CARLO_NAME: Final = {
    True: Text(
        "蒙特卡罗（IPCC 方法2，同一因子在各部门和年份完全相关）",
        "Monte Carlo (IPCC approach 2, a factor fully correlated across sectors and years)",
    ),
    False: Text(
        "蒙特卡罗（各项独立，仅供比较，偏窄）",
        "Monte Carlo with independent draws (for comparison only: too narrow)",
    ),
}

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


def product_half_width(*half_widths: float) -> float:
    """Return the relative half width of a product: ``sqrt(U1^2 + ... + Un^2)``.

    References
    ----------
    IPCC 2006 Guidelines, volume 1, equation 3.1.
    """
    return float(np.sqrt(np.sum(np.square(half_widths))))


def sum_half_width(values: Floats, half_widths: Floats) -> float:
    """Return the relative half width of a sum of independent terms.

    ``sqrt(sum (U_i x_i)^2) / |sum x_i|``.

    Parameters
    ----------
    values
        Terms [any unit] (term).
    half_widths
        Their relative half widths [-] (term).

    References
    ----------
    IPCC 2006 Guidelines, volume 1, equation 3.2.
    """
    x, u = np.asarray(values, dtype=float), np.asarray(half_widths, dtype=float)
    return float(np.sqrt(np.sum((x * u) ** 2)) / abs(np.sum(x)))


def approach1(
    inventory: Inventory, basis: Basis | str, year: int, *, correlated: bool = True
) -> Approach1:
    """Return the uncertainty of one year's total by error propagation.

    Activity errors of cells are independent, except the level that all estimated cells share; the
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
    common, own = _split(inventory)
    squares = float(np.sum((fuels * own[at]) ** 2)) + float(np.sum(fuels * common[at])) ** 2
    factor = inventory.factor_half_width.mean(axis=1)
    if correlated:
        squares += float(np.sum((fuels.sum(axis=0) * factor) ** 2))
    else:
        squares += float(np.sum((fuels * factor[None, :]) ** 2))
    squares += sum(float(np.sum(x**2)) for x in _other_terms(inventory, basis, at))
    whole = float(total(inventory, basis)[at])
    relative = float(np.sqrt(squares)) / abs(whole) if whole else 0.0
    return Approach1(whole, relative, correlated, _APPROACH1_NAME[correlated])


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

    Each carrier's factor is drawn once per draw and holds in all sectors and years; activity is
    drawn per cell and year. An estimated cell errs alike in all years, and all estimated cells
    share one draw for the level they rest on.

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
        False draws every factor anew in each cell, the classic understatement, for comparison.
    shape
        Distribution of relative errors.

    References
    ----------
    IPCC 2006 Guidelines, volume 1, section 3.2.3.2; JCGM 101:2008.
    """
    streams = [np.random.Generator(np.random.Philox(key=(seed, block))) for block in range(4)]
    fuels = fuel_cells(inventory, basis)
    result = _fuel_draws(inventory, fuels, draws, streams, (shared, Shape(shape)))
    _add_process(inventory, basis, draws, streams[2], result)
    _add_power(inventory, basis, draws, streams[3], result)
    return result


def fuel_cells(inventory: Inventory, basis: Basis | str) -> Floats:
    """Return fuel CO2 that the basis counts [t] (year, sector, carrier)."""
    cells = inventory.energy_co2.copy()
    if Part.POWER_FUELS not in BASIS_PARTS[Basis(basis)]:
        cells[:, inventory.sectors.index("power_heat"), :] = 0
    return cells


def _split(inventory: Inventory) -> tuple[Floats, Floats]:
    """Split the half width of cells into a common level of estimates and an own part.

    The narrowest estimate of a year bounds what all of that year's estimates can share.
    """
    whole = inventory.activity_half_width
    counted = inventory.estimated & (inventory.energy_co2 > 0)
    level = np.where(counted, whole, np.inf).min(axis=(1, 2))
    level = np.where(np.isfinite(level), level, 0.0)
    common = np.where(inventory.estimated, level[:, None, None], 0.0)
    common = np.minimum(common, whole)
    return common, np.sqrt(np.maximum(whole**2 - common**2, 0.0))


def _other_terms(inventory: Inventory, basis: Basis | str, at: int) -> list[Floats]:
    """Return absolute half widths of processes and purchased electricity [t]."""
    parts = BASIS_PARTS[Basis(basis)]
    terms = []
    if Part.PROCESS in parts:
        terms.append(inventory.process_co2[at] * inventory.process_half_width)
    power = inventory.electricity.half_width[at]
    bought = [
        p for p in (Part.NET_ELECTRICITY, Part.USED_ELECTRICITY, Part.GRID_LOSSES) if p in parts
    ]
    for part in bought:
        width = power if part is Part.NET_ELECTRICITY else _use_half_width(inventory, at)
        terms.append(np.array([part_by_sector(inventory, part)[at].sum() * width]))
    return terms


def _use_half_width(inventory: Inventory, at: int) -> float:
    carrier = inventory.carriers.index("electricity")
    use = inventory.energy[at, :, carrier]
    if not use.sum():
        return float(inventory.electricity.half_width[at])
    return sum_half_width(use, inventory.activity_half_width[at, :, carrier])


def _multiplier(half: Floats | float, z: Floats, shape: Shape) -> Floats:
    """Return factors around 1 whose 95 % interval has the relative half width given."""
    width = np.asarray(half, dtype=np.float64)
    normal = np.maximum(1 + z * width / Z95, 0.0)
    if shape is Shape.NORMAL:
        return normal
    lognormal: Floats = np.exp(z * np.arcsinh(width) / Z95)
    if shape is Shape.LOGNORMAL:
        return lognormal
    return np.where(width > LOGNORMAL_FROM, lognormal, normal)


def _two_sided(half: Floats, z: Floats, shape: Shape) -> Floats:
    """Return factors with different widths below and above 1 (carrier's half widths down, up)."""
    return np.where(z < 0, _multiplier(half[0], z, shape), _multiplier(half[1], z, shape))


def _fuel_draws(
    inventory: Inventory,
    fuels: Floats,
    draws: int,
    streams: list[np.random.Generator],
    choice: tuple[bool, Shape],
) -> Floats:
    shared, shape = choice
    activity, factor = streams[0], streams[1]
    common, own = _split(inventory)
    result = np.zeros((len(inventory.years), draws))
    level = activity.standard_normal(draws)
    for j in range(len(inventory.carriers)):
        if not fuels[:, :, j].any():
            continue
        z = factor.standard_normal(draws)
        error = _two_sided(inventory.factor_half_width[j], z, shape)
        lasting: dict[int, Floats] = {}
        for i, s in zip(*np.nonzero(fuels[:, :, j]), strict=True):
            if not shared:
                z = factor.standard_normal(draws)
                error = _two_sided(inventory.factor_half_width[j], z, shape)
            drawn = activity.standard_normal(draws)
            if inventory.estimated[i, s, j]:
                drawn = lasting.setdefault(s, drawn)
            used = _multiplier(own[i, s, j], drawn, shape)
            if common[i, s, j]:
                used = used * _multiplier(common[i, s, j], level, shape)
            result[i] += fuels[i, s, j] * used * error
    return result


def _add_process(
    inventory: Inventory,
    basis: Basis | str,
    draws: int,
    stream: np.random.Generator,
    result: Floats,
) -> None:
    if Part.PROCESS not in BASIS_PARTS[Basis(basis)]:
        return
    shared = PROCESS_FACTOR_HALF_WIDTH
    for p, half in enumerate(inventory.process_half_width):
        factor = _multiplier(min(shared, half), stream.standard_normal(draws), Shape.MIXED)
        own = float(np.sqrt(max(half**2 - shared**2, 0.0)))
        for i in range(len(inventory.years)):
            used = _multiplier(own, stream.standard_normal(draws), Shape.MIXED)
            result[i] += inventory.process_co2[i, p] * factor * used


def _add_power(
    inventory: Inventory,
    basis: Basis | str,
    draws: int,
    stream: np.random.Generator,
    result: Floats,
) -> None:
    parts = BASIS_PARTS[Basis(basis)]
    bought = sum(
        part_by_sector(inventory, p).sum(axis=1)
        for p in (Part.NET_HEAT, Part.USED_HEAT)
        if p in parts
    )
    result += np.broadcast_to(bought, len(inventory.years))[:, None]
    carrier = inventory.carriers.index("electricity")
    lasting = stream.standard_normal(draws)
    for i in range(len(inventory.years)):
        z = stream.standard_normal(draws)
        if inventory.estimated[i, :, carrier].any():
            z = lasting
        for part in (Part.NET_ELECTRICITY, Part.USED_ELECTRICITY, Part.GRID_LOSSES):
            if part not in parts:
                continue
            net = part is Part.NET_ELECTRICITY
            width = inventory.electricity.half_width[i] if net else _use_half_width(inventory, i)
            amount = part_by_sector(inventory, part)[i].sum()
            result[i] += amount + abs(amount) * width * z / Z95
