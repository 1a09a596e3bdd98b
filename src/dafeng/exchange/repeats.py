"""Which records of one owner say the same?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng.exchange.reader import Reading
from dafeng.exchange.records import Record
from dafeng.exchange.terms import Bag

#: Cosine from which on two records of one owner are held for one.
ALIKE: Final = 0.92
#: Share of common terms from which on, where there are no vectors.
COMMON: Final = 0.8
#: Records of one owner that are compared pair by pair.
LARGEST: Final = 5000


@dataclass(frozen=True, slots=True)
class Repeat:
    """A record that says what an earlier one of the same owner says."""

    record: str
    other: str
    similarity: float


def repeats(records: Sequence[Record], readings: Sequence[Reading]) -> tuple[Repeat, ...]:
    """Return the records that nearly repeat an earlier one of the same owner.

    Records without an owner stand for one owner: those of a file that somebody hands in.

    Parameters
    ----------
    records, readings
        Records of one kind, and how they are matched.
    """
    groups: dict[str, list[int]] = {}
    for row, record in enumerate(records):
        groups.setdefault(record.owner, []).append(row)
    found = [repeat for rows in groups.values() for repeat in _within(rows, records, readings)]
    return tuple(sorted(found, key=lambda repeat: (repeat.record, repeat.other)))


def _within(
    rows: list[int], records: Sequence[Record], readings: Sequence[Reading]
) -> Iterator[Repeat]:
    if 1 < len(rows) <= LARGEST and readings[rows[0]].vectors:
        yield from _by_vectors(rows, records, readings)
    else:
        yield from _by_terms(rows, records, readings)


def _by_vectors(
    rows: list[int], records: Sequence[Record], readings: Sequence[Reading]
) -> Iterator[Repeat]:
    vectors = np.stack([readings[row].vectors[0] for row in rows])
    for place in range(1, len(rows)):
        alike = vectors[:place] @ vectors[place]
        other = int(alike.argmax())
        if alike[other] > ALIKE:
            yield Repeat(records[rows[place]].id, records[rows[other]].id, float(alike[other]))


def _by_terms(
    rows: list[int], records: Sequence[Record], readings: Sequence[Reading]
) -> Iterator[Repeat]:
    holding: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        words = readings[row].terms.words
        near = {other for word in _telling(words, holding) for other in holding[word]}
        scored = [(_share(words, readings[rows[other]].terms.words), -other) for other in near]
        if scored and max(scored)[0] > COMMON:
            share, other = max(scored)
            yield Repeat(records[row].id, records[rows[-other]].id, share)
        for word in words:
            holding.setdefault(word, []).append(place)


def _telling(words: Bag, holding: dict[str, list[int]]) -> list[str]:
    """Return the rarest words, so many that a repeat must have one of them: not all can miss."""
    rarest = sorted(words, key=lambda word: (len(holding.get(word, ())), word))
    few = rarest[: int((1 - COMMON) * len(words)) + 1]
    return [word for word in few if word in holding]


def _share(one: Bag, other: Bag) -> float:
    """Return the common terms over all terms (Jaccard)."""
    together = set(one) | set(other)
    return len(set(one) & set(other)) / len(together) if together else 0.0
