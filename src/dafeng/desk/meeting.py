"""Who meets whom at a matchmaking day, when each side has few places?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dafeng.desk.encoding import reader_of
from dafeng.desk.matching import MatchWish, imported
from dafeng.errors import Fault
from dafeng.exchange.pool import Pool
from dafeng.exchange.ranking import ranked
from dafeng.exchange.reciprocal import (
    LONGEST,
    Pair,
    Unmet,
    acceptable,
    likings,
    meetings,
    off_topic,
    unmet,
)
from dafeng.exchange.records import Record


@dataclass(frozen=True, slots=True)
class Met:
    """Who meets whom, who meets nobody, and what is wrong with either file."""

    pairs: tuple[Pair, ...]
    unmet: tuple[Unmet, ...]
    faults: tuple[Fault, ...]


def meet(requests: Path, offers: Path, wish: MatchWish, places: tuple[int, int]) -> Met:
    """Assign requests and offers to one another, stable for both sides.

    Both sides are asked: each request ranks offers, each offer ranks requests. Broken constraints
    bar a meeting, and so does a partner that both sides find weak on the topic. Rows that cannot
    be read are left out and told.

    Parameters
    ----------
    requests, offers
        Files of both sides.
    wish
        Day and models.
    places
        Meetings of each request, and of each offer.
    """
    asked, offered = imported(requests, "request"), imported(offers, "offer")
    of_requests, weak = _likings(asked.records, offered.records, wish)
    wanted = {offer for _request, offer in of_requests}
    liked = tuple(o for o in offered.records if o.id in wanted)
    of_offers, weak_back = _likings(liked, asked.records, wish)
    wished = acceptable(of_requests, of_offers, weak | weak_back)
    pairs = meetings(wished, of_offers, *places)
    everybody = (record.id for side in (asked, offered) for record in side.records)
    return Met(pairs, unmet(everybody, wished, pairs), (*asked.faults, *offered.faults))


def _likings(
    asked: tuple[Record, ...], others: tuple[Record, ...], wish: MatchWish
) -> tuple[dict[tuple[str, str], float], frozenset[tuple[str, str]]]:
    reader = reader_of(wish.model, wish.store)
    pool = Pool(reader)
    pool.put(others)
    lists = {
        record.id: ranked(pool, record, reading, wish.day, LONGEST, wish.weights)
        for record, reading in zip(asked, reader.read(asked, "query"), strict=True)
    }
    return likings(lists), off_topic(lists)
