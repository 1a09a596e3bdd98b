"""Which records are on the topic of what is asked? Built once, kept up to date by record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng.axes import Floats
from dafeng.exchange import views
from dafeng.exchange.dense import Dense
from dafeng.exchange.encoders import Vectors
from dafeng.exchange.lexical import Lexicon
from dafeng.exchange.reader import Reader, Reading
from dafeng.exchange.records import Record
from dafeng.exchange.vectors import EXACT, Rows, compared_exactly, first
from dafeng.exchange.weights import WEIGHTS

#: Candidates of each view in a pool that is too large to be compared as a whole.
CANDIDATES: Final = 500
#: Records that stand for all others in such a pool.
SAMPLE: Final = 4000
#: Records up to which all are compared with a question that is drawn towards its first answers;
#: of more, those that come first before, some times as many as are wanted.
AGAIN: Final = 20_000
TIMES: Final = 5
#: First answers of each language towards which a question is drawn, if they come near the best of
#: all: to this share of its score.
ANSWERS: Final = 2
NEAR: Final = 0.4
HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class Topical:
    """A record with how well it meets the topic of what is asked.

    Parameters
    ----------
    record
        The record.
    words, vectors
        By the view of words, and summed over the views of vectors [standard deviations].
    score
        Both together, each with its weight.
    plain
        The score before the question was drawn towards its first answers: those draw it also where
        none is on the topic, hence this says whether one is.
    """

    record: Record
    words: float
    vectors: float
    score: float
    plain: float


@dataclass(frozen=True, slots=True)
class _Seen:
    """How records are seen: by words, by vectors, and by vectors before the question was drawn."""

    words: Floats
    vectors: Floats
    plain: Floats


class Pool:
    """Records to be found, with what finds them.

    The one thing here that changes: `put` and `drop` keep it up to date record by record. What
    it answers depends on the records alone, not on the order in which they came or went, as long as
    all are compared (also with a question that is drawn, `AGAIN`); beyond, those that stand for all
    are picked by their rows.

    Parameters
    ----------
    reader
        What reads texts; its encoders made the vectors.
    exact
        Records up to which all vectors are compared.
    """

    def __init__(self, reader: Reader, exact: int = EXACT) -> None:
        self.reader = reader
        self._exact = compared_exactly(exact)
        self._rows: dict[str, int] = {}
        self._records: list[Record | None] = []
        self._readings: list[Reading | None] = []
        self._lexicon = Lexicon()
        self._dense = tuple(Dense(encoder, self._exact) for encoder in reader.encoders)
        self._chinese = np.zeros(0, bool)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, record: object) -> bool:
        return record in self._rows

    def __getitem__(self, record: str) -> Record:
        return self._at(self._rows[record])

    def reading(self, record: str) -> Reading:
        """Return a record as it is matched."""
        found = self._readings[self._rows[record]]
        assert found is not None  # noqa: S101 - rows of ids are held
        return found

    def put(self, records: Iterable[Record], readings: Sequence[Reading] | None = None) -> None:
        """Add records, or replace those of the same id.

        Parameters
        ----------
        records
            The records.
        readings
            How they are matched, if that is known already; they are read otherwise.
        """
        new = list(records)
        if not new:
            return
        read = self.reader.read(new, "passage") if readings is None else tuple(readings)
        for record in new:
            if record.id in self._rows:
                self.drop(record.id)
        chinese = [reading.chinese > HALF for reading in read]
        for place, dense in enumerate(self._dense):
            dense.add(np.stack([reading.vectors[place] for reading in read]), chinese)
        for record, reading in zip(new, read, strict=True):
            self._rows[record.id] = len(self._records)
            self._records.append(record)
            self._readings.append(reading)
            self._lexicon.add(reading.terms)
        self._chinese = np.append(self._chinese, np.asarray(chinese, bool))

    def drop(self, record: str) -> None:
        """Take a record out."""
        row = self._rows.pop(record)
        reading = self._readings[row]
        assert reading is not None  # noqa: S101 - rows of ids are held
        self._lexicon.drop(row, reading.terms)
        for dense in self._dense:
            dense.drop(row)
        self._records[row] = self._readings[row] = None

    def rarity(self, kind: str, term: str) -> float:
        """Return how rare a term of a kind is among the records."""
        return self._lexicon.postings[kind].rarity(term)

    def topical(
        self, asked: Reading, count: int | None = None, words: float = WEIGHTS.words
    ) -> tuple[Topical, ...]:
        """Return records with how well they meet the topic of what is asked, best first.

        Parameters
        ----------
        asked
            The other side, as it is matched (role ``query``).
        count
            How many; all by default.
        words
            Weight of the view of words beside one view of vectors.
        """
        if not self._rows:
            return ()
        rows, seen = self._views(asked, words, count)
        scores = words * seen.words + seen.vectors
        best, _found = first(scores, len(rows) if count is None else min(count, len(rows)))
        columns = np.stack([seen.words, seen.vectors, scores, words * seen.words + seen.plain])
        named = [
            Topical(self._at(int(row)), *told)
            for row, told in zip(rows[best], columns[:, best].T.tolist(), strict=True)
        ]
        return tuple(sorted(named, key=lambda one: (-one.score, one.record.id)))

    def _views(self, asked: Reading, weight: float, count: int | None) -> tuple[Rows, _Seen]:
        """Return the rows compared, and how each is seen in words and in vectors."""
        held = np.asarray(sorted(self._rows.values()), dtype=np.int64)
        words = self._lexicon.scores(asked.terms)
        questions = [
            dense.question(vector, asked.chinese)
            for dense, vector in zip(self._dense, asked.vectors, strict=True)
        ]
        rows, sample = self._compared(held, words, questions)
        by_words = views.of_words(words[rows], self._chinese[rows], sample)
        plain = self._by_vectors(questions, rows, sample)
        scores = weight * by_words + plain
        drawn = [
            dense.drawn(question, self._answers(rows, scores))
            for dense, question in zip(self._dense, questions, strict=True)
        ]
        again, stand = _again(scores, sample, count)
        by_vectors = self._by_vectors(drawn, rows[again], stand)
        return rows[again], _Seen(by_words[again], by_vectors, plain[again])

    def _answers(self, rows: Rows, scores: Floats) -> Rows:
        """Return the first rows of each language that come near the best of all."""
        found = []
        for chinese in (True, False):
            group = np.flatnonzero(self._chinese[rows] == chinese)
            best, reached = first(scores[group], min(ANSWERS, len(group)))
            found.append(group[best][reached >= NEAR * scores.max()])
        return np.asarray(rows[np.concatenate(found)], dtype=np.int64)

    def _by_vectors(self, questions: list[Vectors], rows: Rows, sample: views.Flags) -> Floats:
        whole = None if len(rows) == len(self._records) else rows
        total = np.zeros(len(rows))
        for dense, question in zip(self._dense, questions, strict=True):
            total += views.of_vectors(dense.cosines(question, whole), self._chinese[rows], sample)
        return total

    def _compared(
        self, held: Rows, words: Floats, questions: Sequence[Vectors]
    ) -> tuple[Rows, views.Flags]:
        """Return the rows that are compared, and which of them stand for all."""
        if len(held) <= self._exact:
            return held, np.ones(len(held), bool)
        sample = held[np.linspace(0, len(held) - 1, SAMPLE).astype(int)]
        found = [sample]
        for chinese in (True, False):
            group = held[self._chinese[held] == chinese]
            found.append(group[first(words[group], CANDIDATES)[0]] if len(group) else group)
        for dense, question in zip(self._dense, questions, strict=True):
            near = dense.candidates(question, CANDIDATES)
            found.append(held if near is None else near)
        rows = np.unique(np.concatenate(found))
        return rows, np.isin(rows, sample)

    def _at(self, row: int) -> Record:
        record = self._records[row]
        assert record is not None  # noqa: S101 - rows of ids are held
        return record


def _again(scores: Floats, sample: views.Flags, count: int | None) -> tuple[Rows, views.Flags]:
    """Return the places to compare with a drawn question, and which of them stand for all."""
    places = np.arange(len(scores))
    if count is None or len(scores) <= max(AGAIN, TIMES * count):
        return places, sample
    standing = places[sample]
    stand = standing[np.linspace(0, len(standing) - 1, min(SAMPLE, len(standing))).astype(int)]
    again = np.union1d(stand, first(scores, TIMES * count)[0])
    return again, np.isin(again, stand)
