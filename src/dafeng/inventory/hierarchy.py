"""Which figures stand for themselves, and which are only the sum of others?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dafeng import reference

#: An aggregate may differ from the sum of its parts by this share before it is reported [-].
AGGREGATE_TOLERANCE: Final = 0.005


@dataclass(frozen=True, slots=True)
class Settled:
    """Sector figures of one year, flow and carrier after aggregates were taken out.

    Parameters
    ----------
    kept
        Sector to the figure that counts. An aggregate keeps what its parts do not itemise.
    remainders
        Aggregates that keep a remainder beside itemised parts, with the remainder.
    differing
        Aggregates whose parts do not add up: aggregate, stated figure, sum of the parts.
    included
        Sectors whose figure stands in a kept aggregate.
    """

    kept: dict[str, float]
    remainders: tuple[tuple[str, float], ...]
    differing: tuple[tuple[str, float, float], ...]
    included: frozenset[str]


@lru_cache(maxsize=1)
def standard_sectors() -> tuple[str, ...]:
    """Return the thirteen standard leaves in the order of the sector tree."""
    return tuple(reference.sectors().leaves("standard"))


@lru_cache(maxsize=1024)
def ancestors(sector: str) -> tuple[str, ...]:
    """Return the sectors above one, nearest first; the total ``""`` comes last."""
    return (*reference.sectors().above(sector), "") if sector else ()


@lru_cache(maxsize=1024)
def standard_label(sector: str) -> str:
    """Return the standard leaf that holds a finer sector; coarser sectors stay as they are."""
    if sector in standard_sectors():
        return sector
    for above in ancestors(sector):
        if above in standard_sectors():
            return above
    return sector


def settle(given: Mapping[str, float], absent: frozenset[str]) -> Settled:
    """Take aggregates out of sector figures, so that nothing counts twice and nothing is lost.

    Parameters
    ----------
    given
        Sector (``""`` for the total) to its stated figure [any unit].
    absent
        Sectors that are stated as not occurring; they count as itemised with nothing.

    Returns
    -------
    Settled
        What counts, what remained unitemised, and which sums disagree.
    """
    kept: dict[str, float] = {}
    remainders: list[tuple[str, float]] = []
    differing: list[tuple[str, float, float]] = []
    included: set[str] = set()
    covered: dict[str, float] = {}
    for sector in sorted(given, key=lambda s: (-len(ancestors(s)), s)):
        below = _parts(sector, given)
        stated = given[sector]
        if not below:
            kept[sector] = covered[sector] = stated
            continue
        itemised = math.fsum(covered[part] for part in sorted(below))
        rest = stated - itemised
        complete = _complete(sector, below, absent)
        if abs(rest) <= AGGREGATE_TOLERANCE * abs(stated) or rest < 0 or complete:
            if abs(rest) > AGGREGATE_TOLERANCE * max(abs(stated), abs(itemised)):
                differing.append((sector, stated, itemised))
            covered[sector] = itemised
            continue
        covered[sector] = stated
        remainders.append((sector, rest))
        kept[sector] = rest
    for sector in kept:
        included.update(_unstated_parts(sector, kept))
    return Settled(kept, tuple(remainders), tuple(differing), frozenset(included))


def _parts(sector: str, given: Mapping[str, float]) -> list[str]:
    """Return the given sectors right below one, skipping levels that are not given."""
    below = [s for s in given if sector in ancestors(s)]
    return [s for s in below if not any(a in below for a in ancestors(s))]


def _complete(sector: str, below: list[str], absent: frozenset[str]) -> bool:
    tree = reference.sectors()
    children = tree.children(sector) if sector else _top()
    return all(child in absent or _held(child, below) for child in children)


def _held(child: str, below: list[str]) -> bool:
    return any(s == child or child in ancestors(s) for s in below)


@lru_cache(maxsize=1)
def _top() -> tuple[str, ...]:
    tops = [(ancestors(s)[-2:-1] or (s,))[0] for s in standard_sectors()]
    return tuple(dict.fromkeys(tops))


def _unstated_parts(sector: str, kept: Mapping[str, float]) -> list[str]:
    return [s for s in standard_sectors() if sector in ancestors(s) and s not in kept]
