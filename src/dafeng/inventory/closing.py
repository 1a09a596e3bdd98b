"""Does supply meet use, carrier by carrier?"""

from __future__ import annotations

from dataclasses import dataclass

from dafeng.errors import MethodError
from dafeng.inventory.account import Inventory
from dafeng.language import Text


@dataclass(frozen=True, slots=True)
class BalanceLine:
    """Supply and use of one carrier in one year.

    Parameters
    ----------
    carrier
        Carrier id.
    supply, use
        Both sides of the energy balance [TJ].
    difference
        Statistical difference, as stated or supply less use [TJ]; None where neither is known
        because no trade is recorded. It is shown and not emitted.
    """

    carrier: str
    supply: float
    use: float
    difference: float | None


def balance_lines(inventory: Inventory, year: int) -> tuple[BalanceLine, ...]:
    """Return supply, use and statistical difference of each carrier that occurs.

    Parameters
    ----------
    inventory
        The account of a place.
    year
        Year on the inventory's axis.

    Raises
    ------
    MethodError
        If the account was not compiled from an energy balance.
    """
    sides = inventory.closure
    if sides is None:
        raise MethodError(
            Text("清单没有能源平衡数据", "the account holds no energy balance to compare")
        )
    at = inventory.years.index(year)
    return tuple(
        BalanceLine(
            carrier,
            float(sides.supply[at, j]),
            float(sides.use[at, j]),
            float(inventory.statistical_difference[at, j]) if sides.known[at, j] else None,
        )
        for j, carrier in enumerate(inventory.carriers)
        if sides.supply[at, j] or sides.use[at, j] or sides.known[at, j]
    )
