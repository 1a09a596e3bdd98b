"""What does a total of coal or oil count for, beside the carriers that are stated?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dafeng import reference
from dafeng.dossier.records import Amount
from dafeng.dossier.sector_groups import over
from dafeng.dossier.standard_coal import comparable
from dafeng.dossier.total_headers import group_members
from dafeng.dossier.totals import agrees

#: Carrier that stands for a group of which no carrier is stated.
STAND_INS: Final = {"coal": "raw_coal", "oil": "diesel"}
#: Carrier that holds what one stated carrier leaves of its group.
OTHERS: Final = {"coal": "other_washed_coal", "oil": "other_petroleum_products"}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a figure stands in the balance, whatever the form of its table.

    Parameters
    ----------
    year
        Year of the figure.
    flow
        Id of the flow, or what its row is called.
    sector
        Sector or group of sectors; "" for none or all.
    """

    year: int
    flow: str
    sector: str


class Use(StrEnum):
    """What a total of coal or oil is.

    ``alone``: no carrier of the group stands at its sector, above or below it: it counts as one.
    ``rest``: its table states one carrier of the group, which leaves a rest. ``sum``: more of them
    stand beside it, and it is only checked. ``unsplit``: carriers stand above or below it only.
    """

    ALONE = "alone"
    REST = "rest"
    SUM = "sum"
    UNSPLIT = "unsplit"


class Figures:
    """Which carriers are stated where."""

    def __init__(self) -> None:
        self._at: dict[Spot, set[str]] = defaultdict(set)
        self._sectors: dict[tuple[int, str, str], set[str]] = defaultdict(set)
        self._years: dict[int, set[str]] = defaultdict(set)

    def add(self, spot: Spot, carrier: str) -> None:
        """Remember a figure of one carrier."""
        self._at[spot].add(carrier)
        self._sectors[spot.year, spot.flow, carrier].add(spot.sector)
        self._years[spot.year].add(carrier)

    def beside(self, spot: Spot, carriers: set[str]) -> bool:
        """Say whether any of some carriers stands at a spot."""
        return bool(self._at.get(spot, set()) & carriers)

    def kinds(self, year: int, carriers: set[str]) -> int:
        """Return how many of some carriers a year states."""
        return len(self._years.get(year, set()) & carriers)

    def near(self, spot: Spot, carriers: Iterable[str]) -> bool:
        """Say whether any of some carriers stands at a sector, above or below it.

        The total over all sectors is above each only where no sector states a carrier.
        """
        sectors = {s for c in carriers for s in self._sectors.get((spot.year, spot.flow, c), ())}
        if not spot.sector or sectors == {""}:
            return bool(sectors)
        return any(
            s == spot.sector or s in over(spot.sector) or spot.sector in over(s)
            for s in sectors - {""}
        )


def members(group: str) -> set[str]:
    """Return the carriers that a group sums up."""
    return group_members(group, {i: c.group for i, c in reference.carriers().items()})


def use_of(total: Spot, group: str, own: Figures, every: Figures) -> Use:
    """Return what a total of coal or oil is.

    Parameters
    ----------
    total
        Where it stands.
    group
        ``coal`` or ``oil``.
    own
        Figures of its table.
    every
        Figures of all tables.
    """
    held = members(group)
    if own.beside(total, held):
        return Use.REST if own.kinds(total.year, held) == 1 else Use.SUM
    return Use.UNSPLIT if every.near(total, held) else Use.ALONE


def rest_of(total: Amount, parts: Sequence[Amount], carrier: str) -> float | None:
    """Return what a carrier leaves of its group, in the unit of the total.

    None for a total that agrees, is too small, or cannot be compared: it is checked.
    """
    found = comparable(total, parts, carrier)
    value = total.value
    if value is None or found is None or not found.exact or agrees(value, found.values):
        return None
    rest = float(f"{value - math.fsum(found.values):.12g}")
    return rest if rest * value >= 0 else None
