"""How well do the terms of a text meet those of each record? BM25, kept up to date by record."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import Final

import numpy as np

from dafeng.axes import Floats
from dafeng.exchange.terms import KINDS, Bag, Terms

#: Saturation of repeated terms and weight of length (Robertson & Zaragoza 2009,
#: doi:10.1561/1500000019); records are short and of like length.
K1: Final = 1.2
B: Final = 0.5
#: A term repeated in what is asked counts at most so often.
REPEATED: Final = 2.0


class Postings:
    """An inverted index of one kind of terms; rows are numbered from 0 and never renumbered."""

    def __init__(self) -> None:
        self._rows: dict[str, array[int]] = {}
        self._counts: dict[str, array[float]] = {}
        self._lengths = array("d")
        self._held = 0

    def add(self, bag: Bag) -> None:
        """Add a record as the next row."""
        row = len(self._lengths)
        for term, count in bag.items():
            self._rows.setdefault(term, array("q")).append(row)
            self._counts.setdefault(term, array("d")).append(count)
        self._lengths.append(sum(bag.values()))
        self._held += 1

    def drop(self, row: int, bag: Bag) -> None:
        """Take a record out again; its row stays empty."""
        for term in bag:
            at = bisect_left(self._rows[term], row)  # rows come in order
            del self._rows[term][at], self._counts[term][at]
        self._lengths[row] = 0.0
        self._held -= 1

    def scores(self, asked: Bag) -> Floats:
        """Return BM25 of every row against what is asked (row,).

        ``sum over terms of weight * idf * tf (k1 + 1) / (tf + k1 (1 - b + b length / mean))``
        with ``idf = ln(1 + (N - n + 1/2) / (n + 1/2))``.
        """
        lengths = np.asarray(self._lengths, dtype=float)
        total = np.zeros(len(lengths))
        if not self._held:
            return total
        spread = K1 * (1 - B + B * lengths / max(lengths.sum() / self._held, 1e-12))
        for term, weight in asked.items():
            rows = np.asarray(self._rows.get(term, ()), dtype=np.int64)
            if rows.size:
                counts = np.asarray(self._counts[term], dtype=float)
                rarity = np.log(1 + (self._held - rows.size + 0.5) / (rows.size + 0.5))
                gain = counts * (K1 + 1) / (counts + spread[rows])
                total[rows] += min(weight, REPEATED) * rarity * gain
        return total

    def rarity(self, term: str) -> float:
        """Return how rare a term is, ``idf``."""
        held = len(self._rows.get(term, ()))
        return float(np.log(1 + (self._held - held + 0.5) / (held + 0.5)))


class Lexicon:
    """The postings of all kinds of terms."""

    def __init__(self) -> None:
        self.postings = {kind: Postings() for kind in KINDS}

    def add(self, terms: Terms) -> None:
        """Add a record as the next row."""
        for kind, postings in self.postings.items():
            postings.add(getattr(terms, kind))

    def drop(self, row: int, terms: Terms) -> None:
        """Take a record out again."""
        for kind, postings in self.postings.items():
            postings.drop(row, getattr(terms, kind))

    def scores(self, asked: Terms) -> Floats:
        """Return the sum of BM25 of all kinds of terms (row,)."""
        parts = [self.postings[kind].scores(getattr(asked, kind)) for kind in KINDS]
        return np.asarray(np.sum(parts, axis=0))
