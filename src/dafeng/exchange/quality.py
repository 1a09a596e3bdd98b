"""How good is a ranking, by the grades that people gave?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from statistics import fmean
from typing import Final

#: Places of a list that count.
FIRST: Final = 10
#: Least grade of an offer that helps: 3 is right, 2 an alternative, 1 a lead, 0 of no use.
HELPS: Final = 2

Grades = Mapping[str, Mapping[str, int]]
Ranks = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Quality:
    """Measures of a ranking, each a mean over requests; None if no request can tell.

    Parameters
    ----------
    ndcg
        nDCG of the first ten with gain ``2^grade - 1`` (Jarvelin & Kekalainen 2002,
        doi:10.1145/582415.582418).
    recall
        Share of the helping offers among the first ten.
    reciprocal_rank
        One over the place of the first helping offer.
    requests
        How many requests have an offer with a grade.
    """

    ndcg: float | None
    recall: float | None
    reciprocal_rank: float | None
    requests: int


def quality(ranks: Ranks, grades: Grades) -> Quality:
    """Return the measures of a ranking.

    Parameters
    ----------
    ranks
        Offers of each request, best first.
    grades
        Grades by request and offer; what has none counts as of no use.
    """
    judged = {r: g for r, g in grades.items() if any(g.values()) and r in ranks}
    helped = {r: {o for o, grade in g.items() if grade >= HELPS} for r, g in judged.items()}
    helped = {r: some for r, some in helped.items() if some}
    return Quality(
        _mean([ndcg(ranks[r], g) for r, g in judged.items()]),
        _mean([len(some & set(ranks[r][:FIRST])) / len(some) for r, some in helped.items()]),
        _mean([_first(ranks[r], some) for r, some in helped.items()]),
        len(judged),
    )


def ndcg(ranked: Sequence[str], grades: Mapping[str, int]) -> float:
    """Return nDCG of the first ten of one list."""
    best = sorted(grades.values(), reverse=True)
    found = [grades.get(offer, 0) for offer in ranked]
    return _gain(found) / _gain(best)


def _gain(grades: Sequence[int]) -> float:
    some = enumerate(grades[:FIRST], start=2)
    return float(sum((2**grade - 1) / log2(place) for place, grade in some))


def _first(ranked: Sequence[str], wanted: set[str]) -> float:
    places = (1 / place for place, offer in enumerate(ranked, start=1) if offer in wanted)
    return next(places, 0.0)


def _mean(values: Sequence[float]) -> float | None:
    return fmean(values) if values else None
