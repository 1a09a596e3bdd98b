"""Which pairs would both sides want, and who is shown to whom when lists are short?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from dafeng.exchange.assignment import Wish, assigned
from dafeng.exchange.ranking import Match
from dafeng.exchange.records import Record

#: How far down its own list a request goes where places are short.
LONGEST: Final = 50

Likings = Mapping[tuple[str, str], float]


@dataclass(frozen=True, slots=True)
class Pair:
    """A request and an offer that meet.

    Parameters
    ----------
    request, offer
        Their ids.
    asked, offered
        How well each fits in the eyes of the other, relative to the best it can have, 0 to 1.
    mutual
        Harmonic mean of both: it takes two.
    """

    request: str
    offer: str
    asked: float
    offered: float
    mutual: float


class Unmet(NamedTuple):
    """A record that meets nobody at a matchmaking day.

    Parameters
    ----------
    record
        Its id.
    wanted
        Whether anybody on the other side would do: then the places are taken by others. If not,
        nobody is both on its topic and within its constraints.
    """

    record: str
    wanted: bool


def likings(lists: Mapping[str, Sequence[Match]]) -> dict[tuple[str, str], float]:
    """Return how much each record likes each match that breaks no constraint, 0 to 1.

    ``score / best score of the record``, nothing below zero: success is a matter of what else
    there is. One-sided scores are told apart first and put together later, since judged pairs
    are too few to learn both at once.

    Parameters
    ----------
    lists
        Matches by the record whose they are, best first.
    """
    found: dict[tuple[str, str], float] = {}
    for record, matches in lists.items():
        fitting = [match for match in matches if match.fits and match.score > 0]
        best = max((match.score for match in fitting), default=1.0)
        found.update({(record, m.record.id): m.score / best for m in fitting})
    return found


def mutual(one: float, other: float) -> float:
    """Return the harmonic mean of two likings; nothing if either side wants nothing."""
    return 2 * one * other / (one + other) if one > 0 and other > 0 else 0.0


def both_ways(
    asked: Record, matches: Sequence[Match], mirrored: Mapping[str, Sequence[Match]]
) -> dict[str, Pair]:
    """Return how well a record and each of its matches serve one another, the best pair first.

    Parameters
    ----------
    asked
        A request or an offer.
    matches
        What fits it, best first.
    mirrored
        Of each match, by its id, what fits it on the side of the record.
    """
    own = likings({asked.id: matches})
    back = likings(mirrored)
    pairs: dict[str, Pair] = {}
    for match in matches:
        name = match.record.id
        ids = (asked.id, name) if asked.kind == "request" else (name, asked.id)
        one, other = own.get((asked.id, name), 0.0), back.get((name, asked.id), 0.0)
        liked = (one, other) if asked.kind == "request" else (other, one)
        pairs[name] = _pair(*ids, *liked)
    order = sorted(pairs.items(), key=lambda item: -item[1].mutual)
    return dict(order)


def with_room(matches: Sequence[Match], full: Collection[str], top: int) -> tuple[Match, ...]:
    """Return the first matches that fit; what has no room follows where places are left.

    A popular provider does not fill every list: with as much under way as it can answer it gives
    its place to who comes next, and is still shown if nobody does.

    Parameters
    ----------
    matches
        Matches, best first.
    full
        Ids of those that have no room.
    top
        Places on the list.
    """
    fitting = [match for match in matches if match.fits]
    return tuple(sorted(fitting, key=lambda match: match.record.id in full)[:top])


def off_topic(lists: Mapping[str, Sequence[Match]]) -> frozenset[tuple[str, str]]:
    """Return the pairs in which a match is weak on the topic in the eyes of whose match it is.

    Likings are relative to the best that each can have, so that of nothing the best is liked well:
    whether a partner would do at all is another question, and has its own answer.
    """
    return frozenset(
        (one, m.record.id) for one, matches in lists.items() for m in matches if m.weak
    )


def acceptable(
    of_requests: Likings, of_offers: Likings, weak: Collection[tuple[str, str]]
) -> Likings:
    """Return what requests like of the offers that may be met.

    Both sides must fit, and one at least must find the other on the topic: what both find weak is
    met by nobody, however short the lists are.

    Parameters
    ----------
    of_requests, of_offers
        What each side likes of the other, see `likings`.
    weak
        Pairs that a side finds weak on the topic, its own id first, see `off_topic`.
    """
    return {
        pair: liking
        for pair, liking in of_requests.items()
        if pair[::-1] in of_offers and not (pair in weak and pair[::-1] in weak)
    }


def meetings(
    wished: Likings, of_offers: Likings, places_asked: int, places_offered: int
) -> tuple[Pair, ...]:
    """Return who meets whom at a matchmaking day, stable for both sides.

    Parameters
    ----------
    wished
        What requests like of the offers that may be met, see `acceptable`; who is not named there
        stays unmatched rather than be met.
    of_offers
        What offers like of requests, see `likings`.
    places_asked, places_offered
        Meetings of each request and of each offer.
    """
    pairs = _assigned(wished, of_offers, places_asked, places_offered)
    return tuple(_pair(r, o, wished[r, o], of_offers[o, r]) for r, o in pairs)


def unmet(records: Iterable[str], wished: Likings, pairs: Iterable[Pair]) -> tuple[Unmet, ...]:
    """Return which of the records of both sides meet nobody, and why."""
    met = {name for pair in pairs for name in (pair.request, pair.offer)}
    wanted = {name for pair in wished for name in pair}
    return tuple(Unmet(name, name in wanted) for name in records if name not in met)


def exposed(of_requests: Likings, top: int, limit: int) -> tuple[tuple[str, str], ...]:
    """Return whom each request is shown if an offer may stand in so many lists and no more.

    A popular offer is shown to the requests that like it best; the others see what comes next on
    their lists. It is an assignment with `top` places for a request and `limit` for an offer.

    Parameters
    ----------
    of_requests
        What requests like, see `likings`.
    top
        Offers on the list of a request.
    limit
        Lists on which an offer may stand.
    """
    back = {(offer, request): liking for (request, offer), liking in of_requests.items()}
    return _assigned(of_requests, back, top, limit, max(LONGEST, top))


def _assigned(
    wished: Likings, back: Likings, places_asked: int, places_offered: int, longest: int = LONGEST
) -> tuple[tuple[str, str], ...]:
    requests = sorted({request for request, _offer in wished})
    offers = sorted({offer for _request, offer in wished})
    number = {offer: place for place, offer in enumerate(offers)}
    lists: dict[str, list[tuple[float, str]]] = {request: [] for request in requests}
    for (request, offer), liking in wished.items():
        lists[request].append((-liking, offer))
    wishes = [
        [Wish(number[offer], back[offer, request]) for _, offer in sorted(lists[request])[:longest]]
        for request in requests
    ]
    pairs = assigned(wishes, [places_asked] * len(requests), [places_offered] * len(offers))
    return tuple((requests[r], offers[o]) for r, o in pairs)


def _pair(request: str, offer: str, asked: float, offered: float) -> Pair:
    return Pair(request, offer, asked, offered, mutual(asked, offered))
