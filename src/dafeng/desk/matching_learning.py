"""How good is the ranking by the grades of people, and what do outcomes teach of its weights?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from dafeng.desk.encoding import reader_of
from dafeng.desk.matching import MatchWish, imported
from dafeng.errors import Fault
from dafeng.exchange.learning import Judgement, complete, learnt
from dafeng.exchange.pool import Pool
from dafeng.exchange.quality import HELPS, Grades, Quality, quality
from dafeng.exchange.ranking import ranked, signs
from dafeng.exchange.reader import Reading
from dafeng.exchange.records import Record
from dafeng.exchange.weights import Weights
from dafeng.files.exchange_judgements import read_grades, read_judgements

#: Parts into which judged requests are cut; each is ranked by what the others teach.
PARTS: Final = 5


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt, and what it changes.

    Parameters
    ----------
    before, after
        The weights in use, and the new ones.
    quality_before, quality_after
        By the same graded requests. Those that were learnt from are ranked by weights that were
        learnt from the others.
    pairs
        Judged pairs that were learnt from.
    without_signs
        Judged pairs that were left out, since they lack a sign that is seen today.
    faults
        What is wrong with the files of requests and offers.
    models
        Names and versions of the models under which the signs were taken.
    """

    before: Weights
    after: Weights
    quality_before: Quality
    quality_after: Quality
    pairs: int
    faults: tuple[Fault, ...]
    models: tuple[str, ...] = ()
    without_signs: int = 0

    @property
    def report(self) -> Mapping[str, Any]:
        """Return what goes with the new weights, so that the change can be looked up later."""
        return {
            "from": self.before.version,
            "models": list(self.models),
            "pairs": self.pairs,
            "without_signs": self.without_signs,
            "quality_before": asdict(self.quality_before),
            "quality_after": asdict(self.quality_after),
        }


@dataclass(frozen=True, slots=True)
class Measured:
    """How good a ranking is, and what is wrong with the files of requests and offers."""

    quality: Quality
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class _Graded:
    """Graded requests with the pool of their offers."""

    pool: Pool
    requests: Mapping[str, tuple[Record, Reading]]
    grades: Grades
    wish: MatchWish
    faults: tuple[Fault, ...]

    def ranks(self, weights: Weights, some: Iterable[str]) -> dict[str, list[str]]:
        """Return the offers of some requests, best first."""
        day = self.wish.day
        return {
            one: [m.record.id for m in ranked(self.pool, *self.requests[one], day, weights=weights)]
            for one in some
        }

    def judged(self) -> tuple[Judgement, ...]:
        """Return each graded pair with what the ranking sees of it."""
        return tuple(
            Judgement(name, m.record.id, signs(m, record), given[m.record.id] >= HELPS)
            for name, (record, reading) in self.requests.items()
            for given in [self.grades[name]]
            for m in ranked(self.pool, record, reading, self.wish.day, weights=self.wish.weights)
            if m.record.id in given
        )


def graded_quality(requests: Path, offers: Path, grades: Path, wish: MatchWish) -> Measured:
    """Return how good the ranking of a file of requests is by the grades of people.

    Parameters
    ----------
    requests, offers
        Files of both sides.
    grades
        Lines ``request 0 offer grade``.
    wish
        Day, models and weights.
    """
    graded = _graded(requests, offers, grades, wish)
    found = quality(graded.ranks(wish.weights, graded.requests), graded.grades)
    return Measured(found, graded.faults)


def learn(
    requests: Path, offers: Path, grades: Path, wish: MatchWish, version: str, told: Path | None
) -> Learnt:
    """Learn weights, from the grades or from what an exchange was told, and report the change.

    Parameters
    ----------
    requests, offers, grades, wish
        As in `graded_quality`.
    version
        Name of the new weights.
    told
        Judgements of an exchange (`dafeng.exchange.learning.judgements`); None to learn from the
        grades.

    Raises
    ------
    MethodError
        If there are too few judgements.
    """
    graded = _graded(requests, offers, grades, wish)
    views = len(graded.pool.reader.encoders)
    given = graded.judged() if told is None else read_judgements(told)
    judged = complete(given)
    after = learnt(judged, wish.weights, views, version)
    if told is None:
        ranks = _left_out(graded, judged, views, version)
    else:
        ranks = graded.ranks(after, graded.requests)
    before = quality(graded.ranks(wish.weights, graded.requests), graded.grades)
    return Learnt(
        wish.weights,
        after,
        before,
        quality(ranks, graded.grades),
        len(judged),
        graded.faults,
        tuple(encoder.name for encoder in graded.pool.reader.encoders),
        len(given) - len(judged),
    )


def _left_out(
    graded: _Graded, judged: Sequence[Judgement], views: int, version: str
) -> dict[str, list[str]]:
    """Return the ranks of each part of the requests under what the other parts teach."""
    names = sorted(graded.requests)
    ranks: dict[str, list[str]] = {}
    for part in (set(names[at::PARTS]) for at in range(PARTS)):
        others = [one for one in judged if one.request not in part]
        weights = learnt(others, graded.wish.weights, views, version)
        ranks |= graded.ranks(weights, part)
    return ranks


def _graded(requests: Path, offers: Path, grades: Path, wish: MatchWish) -> _Graded:
    given = read_grades(grades)
    reader = reader_of(wish.model, wish.store)
    pool = Pool(reader)
    offered, asking = imported(offers, "offer"), imported(requests, "request")
    pool.put(offered.records)
    asked = tuple(r for r in asking.records if r.id in given)
    pairs = zip(asked, reader.read(asked, "query"), strict=True)
    by_id = {record.id: (record, reading) for record, reading in pairs}
    return _Graded(pool, by_id, given, wish, (*asking.faults, *offered.faults))
