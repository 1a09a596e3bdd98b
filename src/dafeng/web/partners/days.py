"""Who meets whom at a matchmaking day, among what stands on the site?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dafeng.exchange.pool import Pool
from dafeng.exchange.ranking import ranked
from dafeng.exchange.reciprocal import (
    LONGEST,
    Likings,
    Pair,
    Unmet,
    acceptable,
    likings,
    meetings,
    off_topic,
    unmet,
)
from dafeng.exchange.records import KINDS, Kind, Record
from dafeng.exchange.workflow import Status, public_view
from dafeng.web.partners import finding
from dafeng.web.partners.models import ListingRow

#: Records of either side that take part at most: a page waits for the answer.
MOST: Final = 150


@dataclass(frozen=True, slots=True)
class Day:
    """A matchmaking day.

    Parameters
    ----------
    meetings
        Who meets whom, stable for both sides.
    unmet
        Who meets nobody, and whether anybody would do.
    records
        Everybody who was asked, by id.
    left_out
        How many records were not asked since there are too many.
    """

    meetings: tuple[Pair, ...]
    unmet: tuple[Unmet, ...]
    records: dict[str, Record]
    left_out: int


def arranged(sector: str, places: tuple[int, int], day: date) -> Day:
    """Return who meets whom, by deferred acceptance.

    Broken constraints bar a meeting, and so does a partner that both find weak on the topic.

    Parameters
    ----------
    sector
        Whose records take part; all if empty.
    places
        Meetings of each request, and of each offer.
    day
        Day on which deadlines are judged.
    """
    found = {kind: _standing(kind, sector) for kind in KINDS}
    some = {kind: records[:MOST] for kind, records in found.items()}
    of_requests, weak = _likings(some["request"], some["offer"], day)
    of_offers, weak_back = _likings(some["offer"], some["request"], day)
    wished = acceptable(of_requests, of_offers, weak | weak_back)
    pairs = meetings(wished, of_offers, *places)
    everybody = {r.id: r for records in some.values() for r in records}
    alone = unmet(everybody, wished, pairs)
    return Day(pairs, alone, everybody, sum(map(len, found.values())) - len(everybody))


def _standing(kind: Kind, sector: str) -> list[Record]:
    rows = ListingRow.objects.filter(kind=kind, status=Status.PUBLISHED).order_by("change")
    records = [public_view(row.listing.as_agreed).record for row in rows]
    return [record for record in records if not sector or sector in record.sectors]


def _likings(
    asking: Sequence[Record], others: Sequence[Record], day: date
) -> tuple[Likings, frozenset[tuple[str, str]]]:
    pool = Pool(finding.reader())
    pool.put(others, finding.readings(others))
    queries = finding.reader().read(asking, "query")
    weights = finding.weights()
    lists = {
        record.id: ranked(pool, record, reading, day, LONGEST, weights)
        for record, reading in zip(asking, queries, strict=True)
    }
    return likings(lists), off_topic(lists)
