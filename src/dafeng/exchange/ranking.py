"""Which records fit what is asked, in which order, and which fit the topic alone?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dafeng.exchange.constraints import Check, Fit, breaks, checks
from dafeng.exchange.pool import Pool
from dafeng.exchange.reader import Reading
from dafeng.exchange.records import Record
from dafeng.exchange.weights import WEIGHTS, Weights

#: Standard deviations in each view below which a match is weak.
WEAK: Final = 1.5
#: Share of the best topic from which on a record that breaks a constraint is worth showing.
NEAR_TOPIC: Final = 0.4
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
    score
        The same less what its constraints cost.
    checks
        Its constraints, judged.
    weak
        Whether it meets the topic hardly better than any record of its language does: the best
        of a pool that holds nothing on the topic.
    """

    record: Record
    topic: float
    score: float
    checks: tuple[Check, ...]
    weak: bool = False

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
    found = [
        _match(asked, record, topic, day, weights, views)
        for record, topic in pool.topical(reading, count, weights.words)
    ]
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


def _match(
    asked: Record, record: Record, topic: float, day: date, weights: Weights, views: float
) -> Match:
    request, offer = (asked, record) if asked.kind == "request" else (record, asked)
    found = checks(request, offer, day)
    cost = sum(_cost(check, weights) for check in found)
    if _other_sector(request, offer):
        cost += weights.other_sector
    return Match(record, topic, topic - views * cost, found, topic < WEAK * views)


def _cost(check: Check, weights: Weights) -> float:
    if check.fit is Fit.BROKEN:
        return weights.hard
    if check.fit is Fit.NEAR:
        return weights.soft
    return 0.0 if check.fit is Fit.FITS else weights.unknown


def _other_sector(request: Record, offer: Record) -> bool:
    named = bool(request.sectors and offer.sectors)
    return named and not set(request.sectors) & set(offer.sectors)
