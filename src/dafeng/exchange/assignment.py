"""Who meets whom, when each has few places? Deferred acceptance, stable and reproducible."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from dafeng.errors import MethodError
from dafeng.language import Text


@dataclass(frozen=True, slots=True)
class Wish:
    """One request's wish for one offer.

    Parameters
    ----------
    offer
        Number of the offer, from 0.
    liking
        How much the offer likes the request; larger is better.
    """

    offer: int
    liking: float


def assigned(
    wishes: Sequence[Sequence[Wish]], places_asked: Sequence[int], places_offered: Sequence[int]
) -> tuple[tuple[int, int], ...]:
    """Return pairs of request and offer, stable for both sides.

    Requests propose in the order of their wishes; an offer holds the best of those that have
    proposed and lets the others go, who propose further (Gale & Shapley 1962,
    doi:10.2307/2312726; with several places on both sides Roth 1984, doi:10.1086/261272). No
    request and offer that are not paired would both rather have one another than one of those
    they have, or a free place. Among all stable assignments it is the best for every request.

    Parameters
    ----------
    wishes
        The wishes of each request, best first; what a request does not want it does not list.
    places_asked
        How many offers each request can meet.
    places_offered
        How many requests each offer can meet.

    Returns
    -------
    tuple
        Pairs in the order of requests, then offers. Equal likings go to the request that stands
        first, so that the same input gives the same pairs.

    Raises
    ------
    MethodError
        If the numbers of places do not fit the wishes.
    """
    _check(wishes, places_asked, places_offered)
    held: list[list[tuple[float, int]]] = [[] for _ in places_offered]
    free = list(places_asked)
    following = [0] * len(wishes)
    waiting = deque(range(len(wishes)))
    while waiting:
        request = waiting.popleft()
        while free[request] and following[request] < len(wishes[request]):
            wish = wishes[request][following[request]]
            following[request] += 1
            free[request] -= 1
            heapq.heappush(held[wish.offer], (wish.liking, -request))
            if len(held[wish.offer]) > places_offered[wish.offer]:
                loser = -heapq.heappop(held[wish.offer])[1]
                free[loser] += 1
                if loser != request:
                    waiting.append(loser)
    pairs = ((-minus, offer) for offer, some in enumerate(held) for _liking, minus in some)
    return tuple(sorted(pairs))


def _check(
    wishes: Sequence[Sequence[Wish]], places_asked: Sequence[int], places_offered: Sequence[int]
) -> None:
    known = len(places_offered)
    numbers = [[wish.offer for wish in some] for some in wishes]
    if (
        len(wishes) != len(places_asked)
        or min((*places_asked, *places_offered), default=0) < 0
        or any(len(set(some)) != len(some) for some in numbers)
        or any(not 0 <= offer < known for some in numbers for offer in some)
    ):
        raise MethodError(
            Text(
                "席位数与愿望不一致，或愿望重复、指向不存在的供给",
                "places do not fit the wishes, or a wish is repeated or names no offer",
            )
        )
