"""Which vectors are nearest? Exact up to 100,000, by an approximate graph beyond."""

from __future__ import annotations

from importlib import util
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from dafeng.exchange.encoders import Vectors

#: Records up to which every vector is compared; beyond, a graph finds the candidates.
EXACT: Final = 100_000

#: Library of the graph; without it every vector is compared, however many there are.
GRAPH: Final = "usearch"

Rows = npt.NDArray[np.int64]


def compared_exactly(exact: int = EXACT) -> float:
    """Return up to how many records every vector is compared."""
    return exact if util.find_spec(GRAPH) else float("inf")


class ExactIndex:
    """All vectors in one matrix by row, numbered from 0; a question is one product with it."""

    def __init__(self, dimension: int) -> None:
        self._matrix: Vectors = np.zeros((0, dimension), np.float32)
        self._rows = 0

    @property
    def vectors(self) -> Vectors:
        """Return all rows (row, dimension); a dropped row is zero."""
        return self._matrix[: self._rows]

    def add(self, vectors: Vectors) -> None:
        """Add vectors as the next rows; room grows by doubling."""
        last = self._rows + len(vectors)
        if last > len(self._matrix):
            room = max(last, 2 * len(self._matrix)) - len(self._matrix)
            self._matrix = np.pad(self._matrix, ((0, room), (0, 0)))
        self._matrix[self._rows : last] = vectors
        self._rows = last

    def drop(self, row: int) -> None:
        """Take a row out again."""
        self._matrix[row] = 0


class GraphIndex:
    """A navigable small-world graph (Malkov & Yashunin 2020, doi:10.1109/TPAMI.2018.2889473).

    Built by ``usearch`` (Apache-2.0); it finds nearly all of the nearest in a fraction of the time.
    """

    #: Neighbours per row, and how many candidates are followed; how near this comes to comparing
    #: all, `python -m bench.matching` prints.
    DEGREE: Final = 24
    EFFORT: Final = 256

    def __init__(self, dimension: int) -> None:
        from usearch.index import Index as Graph

        self._graph: Any = Graph(
            ndim=dimension, metric="ip", dtype="f32", connectivity=self.DEGREE,
            expansion_add=self.EFFORT // 2, expansion_search=self.EFFORT,
        )  # fmt: skip
        self._rows = 0

    def add(self, vectors: Vectors) -> None:
        """Add vectors as the next rows."""
        keys = np.arange(self._rows, self._rows + len(vectors))
        self._graph.add(keys, np.ascontiguousarray(vectors), threads=1)
        self._rows += len(vectors)

    def drop(self, row: int) -> None:
        """Take a row out again."""
        self._graph.remove(row)

    def nearest(self, vector: Vectors, count: int) -> tuple[Rows, Vectors]:
        """Return nearly the rows of the largest inner products, best first, and the products."""
        found = self._graph.search(vector, count)
        return np.asarray(found.keys, dtype=np.int64), np.asarray(1 - found.distances, np.float32)


def first(scores: npt.NDArray[Any], count: int) -> tuple[Rows, npt.NDArray[Any]]:
    """Return the rows of the largest scores, best first and lower rows first among equals."""
    if count <= 0:
        return np.zeros(0, np.int64), scores[:0]
    rows = np.arange(len(scores))
    if count < len(scores):
        rows = np.flatnonzero(
            scores >= np.partition(scores, len(scores) - count)[len(scores) - count]
        )
    order = rows[np.argsort(-scores[rows], kind="stable")][:count]
    return order, scores[order]
