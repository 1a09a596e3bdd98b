"""How near is what is asked to each record by the vectors of one encoder, freed of language?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from dafeng.axes import Floats
from dafeng.exchange.encoders import Encoder, Vectors, unit
from dafeng.exchange.vectors import ExactIndex, GraphIndex, Rows

#: Records that pull the centre of a language away from zero as much as the prior holds it there.
PRIOR: Final = 5.0
#: How far a question is drawn towards its first answers, beside what it says itself.
DRAWN: Final = 0.5

Flags = npt.NDArray[np.bool_]


class Dense:
    """The vectors of one encoder, kept up to date by record.

    Vectors of one language lie together. Hence the cosine is taken from the centre of each
    language: ``cos(q - m(q), p - m(p))`` with the mean `m` of the records of a language; what is
    asked in a mixed text is taken from a point between both centres.

    Parameters
    ----------
    encoder
        What makes the vectors.
    exact
        Records up to which all are compared; beyond, a graph per language finds candidates.
    """

    def __init__(self, encoder: Encoder, exact: float) -> None:
        self.encoder = encoder
        self._exact = exact
        self._index: ExactIndex | None = None
        self._chinese = np.zeros(0, bool)
        self._held = np.zeros(0, bool)
        self._centres: tuple[Vectors, Vectors] | None = None
        self._lengths: Vectors = np.zeros(0, np.float32)
        self._sums: dict[bool, Floats] = {}
        self._graphs: dict[bool, _Graph] = {}

    def add(self, vectors: Vectors, chinese: Sequence[bool]) -> None:
        """Add unit vectors as the next rows, with whether each is of a Chinese text."""
        if self._index is None:
            self._index = ExactIndex(vectors.shape[1])
        self._index.add(vectors)
        new, flags = len(self._held) + np.arange(len(vectors)), np.asarray(chinese, bool)
        self._chinese = np.append(self._chinese, flags)
        self._held = np.append(self._held, np.ones(len(vectors), bool))
        self._centres = None
        for language in (True, False):
            self._sums[language] = self._sums.get(language, 0.0) + _sum(vectors[flags == language])
        for language, graph in self._graphs.items():
            graph.add(new[flags == language], vectors[flags == language])

    def drop(self, row: int) -> None:
        """Take a row out again."""
        if self._index is not None:
            self._sums[bool(self._chinese[row])] -= self._index.vectors[row]
            self._index.drop(row)
            self._held[row] = False
            self._centres = None
            if self._graphs:
                self._graphs[bool(self._chinese[row])].drop(row)

    def question(self, vector: Vectors, chinese: float) -> Vectors:
        """Return the vector of what is asked, from the centre of its languages.

        Parameters
        ----------
        vector
            As the encoder gives it.
        chinese
            How much of the text is Chinese, 0 to 1.
        """
        zh, en = self._settled()
        from_centre = vector - chinese * zh - (1 - chinese) * en
        length = max(float(np.linalg.norm(from_centre)), 1e-9)
        return np.asarray(from_centre / length, dtype=np.float32)

    def cosines(self, question: Vectors, rows: Rows | None = None) -> Floats:
        """Return the cosine of each row to a question, from the centre of the row's language."""
        zh, en = self._settled()
        assert self._index is not None  # noqa: S101 - settled
        all_rows = self._index.vectors
        some, chinese, lengths = (
            (all_rows, self._chinese, self._lengths)
            if rows is None
            else (all_rows[rows], self._chinese[rows], self._lengths[rows])
        )
        away = np.where(chinese, float(question @ zh), float(question @ en))
        return np.asarray((some @ question - away) / lengths, dtype=float)

    def drawn(self, question: Vectors, answers: Rows) -> Vectors:
        """Return a question drawn towards its first answers.

        Those say in the words of providers, and in both languages, what the question means: what
        is like them answers it as well (Rocchio 1971, relevance feedback without a judge).

        Parameters
        ----------
        question
            From the centre of its languages (`question`).
        answers
            Rows that answer it best so far; without any it stays as it is.
        """
        if not len(answers):
            return question
        zh, en = self._settled()
        assert self._index is not None  # noqa: S101 - settled
        chinese = self._chinese[answers][:, None]
        from_centre = unit(self._index.vectors[answers] - np.where(chinese, zh, en))
        return unit(question + DRAWN * unit(from_centre.mean(axis=0)))

    def candidates(self, question: Vectors, count: int) -> Rows | None:
        """Return rows of each language that may be nearest; None if all are compared anyway."""
        if len(self._held) <= self._exact:
            return None
        if not self._graphs:
            self._graphs = {language: self._graph(language) for language in (True, False)}
        return np.concatenate([g.nearest(question, count) for g in self._graphs.values()])

    def _graph(self, chinese: bool) -> _Graph:
        assert self._index is not None  # noqa: S101 - rows are held
        vectors = self._index.vectors
        rows = np.flatnonzero(self._held & (self._chinese == chinese))
        graph = _Graph(vectors.shape[1])
        graph.add(rows, vectors[rows])
        return graph

    def _settled(self) -> tuple[Vectors, Vectors]:
        """Return the centres of both languages; they move with every record."""
        assert self._index is not None  # noqa: S101 - asked only of a pool with records
        if self._centres is None:
            vectors = self._index.vectors
            self._centres = (self._centre(chinese=True), self._centre(chinese=False))
            self._lengths = _lengths(vectors, self._chinese, self._centres)
        return self._centres

    def _centre(self, *, chinese: bool) -> Vectors:
        count = int((self._held & (self._chinese == chinese)).sum())
        return np.asarray(self._sums[chinese] / (count + PRIOR), dtype=np.float32)


class _Graph:
    """The graph of one language: its places are numbered for themselves.

    It holds the vectors as they are: within one language the centre moves all products alike.
    """

    def __init__(self, dimension: int) -> None:
        self._index = GraphIndex(dimension)
        self._rows: list[int] = []
        self._places: dict[int, int] = {}

    def add(self, rows: Rows, vectors: Vectors) -> None:
        if len(rows):
            self._places |= {int(row): len(self._rows) + at for at, row in enumerate(rows)}
            self._rows += rows.tolist()
            self._index.add(vectors)

    def drop(self, row: int) -> None:
        self._index.drop(self._places.pop(row))

    def nearest(self, question: Vectors, count: int) -> Rows:
        if not self._places:
            return np.zeros(0, np.int64)
        places, _products = self._index.nearest(question, min(count, len(self._places)))
        return np.asarray(self._rows, dtype=np.int64)[places]


def _sum(vectors: Vectors) -> Floats:
    return np.asarray(vectors.sum(axis=0, dtype=float))


def _lengths(vectors: Vectors, chinese: Flags, centres: tuple[Vectors, Vectors]) -> Vectors:
    """Return ``|p - m|`` by ``|p|2 - 2 p m + |m|2``, without a second matrix."""
    along = np.where(chinese, vectors @ centres[0], vectors @ centres[1])
    own = np.where(chinese, centres[0] @ centres[0], centres[1] @ centres[1])
    squares = np.einsum("ij,ij->i", vectors, vectors) - 2 * along + own
    return np.asarray(np.sqrt(np.maximum(squares, 1e-9)), dtype=np.float32)
