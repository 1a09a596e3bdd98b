"""Which sector figures hold others: branches, all industry, the classes of the economy?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from dafeng import reference
from dafeng.dossier.covering import above
from dafeng.dossier.energy_rows import INDUSTRY, PRIMARY, PRODUCTIVE, SECONDARY, TERTIARY

#: Sectors that make up all industry, and the classes of the economy that bureaus state.
INDUSTRY_PARTS: Final = ("mining", "manufacturing", "power_heat")
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    PRIMARY: ("agriculture",),
    INDUSTRY: INDUSTRY_PARTS,
    SECONDARY: (*INDUSTRY_PARTS, "construction"),
    TERTIARY: ("transport", "services"),
    PRODUCTIVE: ("agriculture", *INDUSTRY_PARTS, "construction", "transport", "services"),
}


def over(sector: str) -> list[str]:
    """Return what a sector or a group is part of, nearest first; the total is not named."""
    chain = above(sector)
    top = chain[-1] if chain else sector
    own = set(GROUPS.get(sector, (top,)))
    return [*chain, *(g for g, parts in GROUPS.items() if g != sector and own <= set(parts))]


def highest(sectors: Iterable[str]) -> set[str]:
    """Return those of some sectors and groups that are part of no other among them."""
    found = set(sectors)
    return {s for s in found if not any(o in found for o in over(s))}


def exhausted(sector: str, stated: Collection[str]) -> bool:
    """Say whether stated sectors leave nothing of one over: all parts of it are among them.

    Parameters
    ----------
    sector
        A sector, a group, or ``""`` for all.
    stated
        Sectors and groups that have rows.
    """
    parts = GROUPS.get(sector) or (_tops() if not sector else _children(sector))
    below = {s for s in stated if s and (not sector or sector in over(s))}
    return bool(parts) and all(_held(part, below) for part in parts)


def _held(part: str, stated: Collection[str]) -> bool:
    if part in stated or any(o in stated for o in over(part)):
        return True
    children = _children(part)
    return bool(children) and all(_held(c, stated) for c in children)


def _children(sector: str) -> tuple[str, ...]:
    tree = reference.sectors()
    return tuple(tree.children(sector)) if sector in tree else ()


def _tops() -> tuple[str, ...]:
    """Return the sectors that a place must have: power and mining may be held by industry."""
    tree = reference.sectors()
    tops = dict.fromkeys((above(s) or [s])[-1] for s in tree.leaves("standard"))
    return tuple(t for t in tops if t not in ("mining", "power_heat"))
