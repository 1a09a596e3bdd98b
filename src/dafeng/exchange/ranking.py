"""Which records fit what is asked, in which order, and which fit the topic alone?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log
from typing import Final

from dafeng.exchange.constraints import Check, Fit, breaks, checks
from dafeng.exchange.pool import Pool, Topical
from dafeng.exchange.reader import Reading
from dafeng.exchange.records import Record
from dafeng.exchange.topic import WEAK, judge_of
from dafeng.exchange.weights import WEIGHTS, Weights

#: Standard deviations in each view from which on something stands out of a pool.
STANDS_OUT: Final = 1.5
#: Share of the strength of the first from which on words alone tell that something is on a topic.
NAMED: Final = 0.5
#: Share of the best topic from which on a record that breaks a constraint is worth showing.
NEAR_TOPIC: Final = 0.4
#: Chances below this are all the same: beside the point is beside the point.
LEAST: Final = 0.2
#: Records of the topic whose constraints are judged, for each one that is asked for.
JUDGED: Final = 20


@dataclass(frozen=True, slots=True)
class Match:
    """A record that meets the topic of another.

    Parameters
    ----------
    record
        The record found.
    topic
        How well it meets the topic, freed of language [standard deviations, summed over views].
    words, vectors
        By the view of words, and summed over the views of vectors; each weighs in the topic.
    score
        The topic less what its constraints cost.
    checks
        Its constraints, judged.
    on_topic
        Chance that it is on the topic, 0 to 1, whatever else the pool holds
        (`dafeng.exchange.topic`).
    """

    record: Record
    topic: float
    words: float
    vectors: float
    score: float
    checks: tuple[Check, ...]
    on_topic: float = 1.0

    @property
    def weak(self) -> bool:
        """Return whether it is weak on the topic: the best there is may be nothing to the point."""
        return self.on_topic < WEAK

    @property
    def fits(self) -> bool:
        """Return whether no constraint is broken."""
        return not breaks(self.checks)


def ranked(
    pool: Pool,
    asked: Record,
    reading: Reading,
    day: date,
    top: int | None = None,
    weights: Weights = WEIGHTS,
) -> tuple[Match, ...]:
    """Return matches of a request among offers, or of an offer among requests, best first.

    Constraint breakers are demoted, not left out. More are returned than wanted, so that what
    fits the topic alone can be shown beside what fits (`in_groups`).

    Parameters
    ----------
    pool
        The other side.
    asked, reading
        Whose matches, and how it is matched (role ``query``).
    day
        Day on which deadlines are judged.
    top
        How many are wanted; all by default. The first ``JUDGED * top`` of the topic are judged.
    weights
        What each sign weighs.
    """
    count = None if top is None else JUDGED * top
    views = weights.words + len(pool.reader.encoders)
    sure = judge_of(asked, reading, pool.reader)
    found = [
        _match(asked, topical, sure(topical.record, pool.reading(topical.record.id)), day, weights,
               views)
        for topical in pool.topical(reading, count, weights.words)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda match: (-match.score, match.record.id)))


def in_groups(matches: Sequence[Match], top: int) -> tuple[tuple[Match, ...], tuple[Match, ...]]:
    """Return what fits, and what fits the topic but breaks a constraint.

    Parameters
    ----------
    matches
        Matches, best first.
    top
        The first group holds so many; the second those that break a constraint among as many of
        the best on the topic alone.
    """
    best = sorted(matches, key=lambda match: (-match.topic, match.record.id))[:top]
    least = NEAR_TOPIC * best[0].topic if best else 0.0
    but = tuple(match for match in best if not match.fits and match.topic >= least)
    return tuple(match for match in matches if match.fits)[:top], but


def on_topic(found: Topical, pool: Pool) -> bool:
    """Say whether a record is on the topic at all: it stands out, or names what is asked.

    Parameters
    ----------
    found
        A record with how well it meets the topic.
    pool
        Where it was found.
    """
    views = WEIGHTS.words + len(pool.reader.encoders)
    return found.plain >= STANDS_OUT * views or found.words >= NAMED


def signs(match: Match, asked: Record) -> Mapping[str, float]:
    """Return what a ranking goes by: what the views say, and what stands against a match.

    Costs are negative counts, so that more of every sign is better.

    Parameters
    ----------
    match, asked
        A match, and whose it is.
    """
    fits = Counter(check.fit for check in match.checks)
    request, offer = _sides(asked, match.record)
    return {
        "words": match.words,
        "vectors": match.vectors,
        "soft": -float(fits[Fit.NEAR]),
        "unknown": -float(fits[Fit.NOT_STATED] + fits[Fit.NOT_COMPARABLE]),
        "other_sector": -float(_other_sector(request, offer)),
        "hard": -float(fits[Fit.BROKEN]),
        "doubt": -_doubt(match.on_topic),
    }


def _match(
    asked: Record, topical: Topical, sure: float, day: date, weights: Weights, views: float
) -> Match:
    request, offer = _sides(asked, topical.record)
    found, topic = checks(request, offer, day), topical.score
    cost = sum(_cost(check, weights) for check in found)
    if _other_sector(request, offer):
        cost += weights.other_sector
    score = topic - views * (cost + weights.doubt * _doubt(sure))
    return Match(topical.record, topic, topical.words, topical.vectors, score, found, sure)


def _doubt(sure: float) -> float:
    """Return how far a chance is from certainty, as a logarithm."""
    return -log(max(sure, LEAST))


def _sides(asked: Record, found: Record) -> tuple[Record, Record]:
    return (asked, found) if asked.kind == "request" else (found, asked)


def _cost(check: Check, weights: Weights) -> float:
    if check.fit is Fit.BROKEN:
        return weights.hard
    if check.fit is Fit.NEAR:
        return weights.soft
    return 0.0 if check.fit is Fit.FITS else weights.unknown


def _other_sector(request: Record, offer: Record) -> bool:
    named = bool(request.sectors and offer.sectors)
    return named and not set(request.sectors) & set(offer.sectors)
