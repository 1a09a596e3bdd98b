"""What does energy cost whom, and what is a figure worth at the prices of another year?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dafeng.language import Text
from dafeng.reference.catalogue import Row, rows, unknown
from dafeng.reference.sectors import sectors

#: User of energy by sector; the sectors below one pay the same, and any other is ``industry``.
_USERS: Final = {
    "power_heat": "power",
    "steel": "steel",
    "agriculture": "agriculture",
    "transport": "transport",
    "services": "services",
    "households": "households",
}


@dataclass(frozen=True, slots=True)
class EnergyPrice:
    """A price of energy.

    Parameters
    ----------
    id, name
        Identifier and name.
    group
        Carrier group.
    users
        Users who pay it unless a measure names another.
    low, central, high
        Price [yuan/TJ].
    quoted, unit
        The figure as it is quoted, and its unit.
    year
        Price base.
    quality, source, note
        Mark, id of the source and conversion.
    """

    id: str
    name: Text
    group: str
    users: tuple[str, ...]
    low: float
    central: float
    high: float
    quoted: float
    unit: str
    year: int
    quality: str
    source: str
    note: str


@lru_cache(maxsize=1)
def energy_prices() -> dict[str, EnergyPrice]:
    """Return all energy prices by id."""
    return {row["id"]: _price(row) for row in rows("energy_prices")}


def energy_price(group: str, sector: str) -> EnergyPrice:
    """Return what a sector pays for a carrier group.

    Raises
    ------
    UnknownNameError
        If no price is known for the group.
    """
    user = user_of(sector)
    for price in energy_prices().values():
        if price.group == group and user in price.users:
            return price
    raise unknown("能源价格", "energy price", f"{group}:{user}", energy_prices())


@lru_cache(maxsize=256)
def user_of(sector: str) -> str:
    """Return which kind of user a sector is: ``power``, ``steel``, ``industry``, ..."""
    tree, at = sectors(), sector
    while at:
        if at in _USERS:
            return _USERS[at]
        at = tree.parent(at)
    return "industry"


def price_level(from_year: int, to_year: int) -> float:
    """Return by how much consumer prices rose between two years.

    ``prod(1 + change_t)`` over the years after the first; years without a figure count as still.

    Parameters
    ----------
    from_year, to_year
        Price base of a figure, and the one that is wanted.
    """
    changes = {int(row["year"]): float(row["change_percent"]) for row in rows("price_index")}
    level = 1.0
    for year in range(min(from_year, to_year) + 1, max(from_year, to_year) + 1):
        level *= 1 + changes.get(year, 0.0) / 100
    return level if to_year >= from_year else 1 / level


def _price(row: Row) -> EnergyPrice:
    per = 1 / float(row["tj_per_unit"])
    low, central, high = (float(row[column]) * per for column in ("low", "price", "high"))
    return EnergyPrice(
        id=row["id"],
        name=Text(row["zh"], row["en"]),
        group=row["group"],
        users=tuple(user for user in row["users"].split("|") if user),
        low=low,
        central=central,
        high=high,
        quoted=float(row["price"]),
        unit=row["unit"],
        year=int(row["year"]),
        quality=row["quality"],
        source=row["source"],
        note=row["note"],
    )
