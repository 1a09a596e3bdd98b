"""Which known problem does a text describe, and what answers it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from dafeng.exchange.surfaces import cue, folded
from dafeng.language import Text


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem as people put it who do not know the technology, with what answers it.

    Parameters
    ----------
    id
        Identifier.
    statement
        The problem in plain words.
    cues
        Groups of words in both languages: a text describes the problem if it has a word of each.
    concepts
        Concept ids of technologies, practices and services that answer it, the usual one first.
    measures
        Ids of the library of measures.
    """

    id: str
    statement: Text
    cues: tuple[tuple[str, ...], ...]
    concepts: tuple[str, ...]
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recognised:
    """A problem that a text describes.

    Parameters
    ----------
    problem
        The problem.
    words
        The words of its cues that stand in the text.
    weight
        How telling these words are: each counts one by the number of problems that share it.
    """

    problem: Problem
    words: tuple[str, ...]
    weight: float


@dataclass(frozen=True)
class Problems:
    """The table of problems, ready to be looked up.

    Parameters
    ----------
    table
        The problems.
    spellings
        The spelling to read a word as (see `dafeng.exchange.surfaces.folded`).
    """

    table: tuple[Problem, ...]
    spellings: Mapping[str, str]

    def recognised(self, text: str) -> tuple[Recognised, ...]:
        """Return the problems that a text describes, those of the most telling words first."""
        line = folded(text, self.spellings).line
        standing = {word for word, sought in self._sought.items() if sought in line}
        found = []
        for problem in self.table:
            groups = [[word for word in group if word in standing] for group in problem.cues]
            if all(groups):
                words = tuple(dict.fromkeys(word for group in groups for word in group))
                found.append(
                    Recognised(problem, words, sum(1 / self._sharing[word] for word in words))
                )
        return tuple(sorted(found, key=lambda r: (-r.weight, r.problem.id)))

    @cached_property
    def _sought(self) -> dict[str, str]:
        return {word: cue(word, self.spellings) for word in self._sharing}

    @cached_property
    def _sharing(self) -> Counter[str]:
        """Return how many problems share a word."""
        return Counter(w for p in self.table for w in {w for group in p.cues for w in group})
