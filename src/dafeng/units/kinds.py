"""What is a unit? Its size, its dimension, and what must not be converted in silence."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

Dimension = tuple[tuple[str, int], ...]
PriceBase = int | str


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measurement.

    Parameters
    ----------
    symbol
        Canonical spelling, which `dafeng.units.unit` reads back to an equal unit.
    factor
        Exact size in the canonical unit of its dimension (t, GJ, m, a, 元, 人, 辆 ...).
    dimension
        Powers of the base dimensions, sorted by name. The masses of CO2, of CO2 equivalent, of
        carbon and of anything else are different dimensions.
    electric
        Power of electricity units in the unit (1 for kWh, -1 for t/kWh).
    coal
        Power of standard-coal units in the unit (1 for tce).
    price_base
        For money: the year whose prices are meant, ``current``, or None if not stated.
    """

    symbol: str
    factor: Fraction
    dimension: Dimension
    electric: int = 0
    coal: int = 0
    price_base: PriceBase | None = None

    def __str__(self) -> str:
        return self.symbol

    @property
    def monetary(self) -> bool:
        """Say whether money is part of the unit."""
        return any(name == "money" for name, _ in self.dimension)


def combine(first: Dimension, second: Dimension, sign: int) -> Dimension:
    """Return the dimension of a product (`sign` 1) or a quotient (`sign` -1)."""
    powers = dict(first)
    for name, power in second:
        powers[name] = powers.get(name, 0) + sign * power
    return tuple(sorted((name, power) for name, power in powers.items() if power))
