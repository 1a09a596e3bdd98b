"""Why do two records meet? Only what stands in both, never praise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng.exchange.pool import Pool
from dafeng.exchange.reading import normalised, sentences
from dafeng.exchange.records import Record
from dafeng.exchange.terms import Terms
from dafeng.language import Text

#: Concepts that are shown for a match.
SHOWN: Final = 6


@dataclass(frozen=True, slots=True)
class SharedConcept:
    """A concept that both sides name.

    Parameters
    ----------
    concept, label
        Id and name in both languages.
    asked, found
        The words by which either side names it; those of a narrower concept if the other side
        names the wider one.
    """

    concept: str
    label: Text
    asked: str
    found: str


@dataclass(frozen=True, slots=True)
class SentencePair:
    """The sentence of either side that say most nearly the same.

    Parameters
    ----------
    asked, found
        As they are written.
    similarity
        Cosine of their vectors; None if no model was used and shared terms decided.
    """

    asked: str
    found: str
    similarity: float | None


@dataclass(frozen=True, slots=True)
class Reasons:
    """What speaks for a match; the constraints stand with the match itself."""

    concepts: tuple[SharedConcept, ...]
    sentences: SentencePair | None


def reasons(pool: Pool, asked: Record, found: Record) -> Reasons:
    """Return why a record of a pool meets another, from the words of both."""
    return Reasons(shared_concepts(pool, asked, found), best_pair(pool, asked, found))


def shared_concepts(pool: Pool, asked: Record, found: Record) -> tuple[SharedConcept, ...]:
    """Return the concepts that both name, the rarest in the pool first.

    A concept counts as shared too if one side names it and the other one below it.
    """
    thesaurus = pool.reader.thesaurus
    ours, theirs = _named(pool, asked), _named(pool, found)
    shared: dict[str, SharedConcept] = {}
    for concept, word in ours.items():
        if concept in theirs:
            label = thesaurus[concept].label
            shared[concept] = SharedConcept(concept, label, word, theirs[concept])
    for wide, narrow, turned in ((ours, theirs, False), (theirs, ours, True)):
        for below, word in narrow.items():
            for above in thesaurus.ancestors(below):
                if above in wide and thesaurus[above].broader and above not in shared:
                    words = (word, wide[above]) if turned else (wide[above], word)
                    shared[above] = SharedConcept(above, thesaurus[above].label, *words)
    order = sorted(
        shared.values(), key=lambda one: (-pool.rarity("concepts", one.concept), one.concept)
    )
    return tuple(order[:SHOWN])


def best_pair(pool: Pool, asked: Record, found: Record) -> SentencePair | None:
    """Return the two sentences, one of each side, that say most nearly the same."""
    ours, theirs = _sentences(asked), _sentences(found)
    if not ours or not theirs:
        return None
    if pool.reader.encoders:
        encoder = pool.reader.encoders[0]
        one = encoder.encode([normalised(s) for s in ours], "query")
        other = encoder.encode([normalised(s) for s in theirs], "passage")
        alike = one @ other.T
        row, column = np.unravel_index(int(alike.argmax()), alike.shape)
        return SentencePair(ours[row], theirs[column], float(alike[row, column]))
    return _by_terms(pool, ours, theirs)


def _by_terms(pool: Pool, ours: tuple[str, ...], theirs: tuple[str, ...]) -> SentencePair | None:
    one, other = [_terms(pool, s) for s in ours], [_terms(pool, s) for s in theirs]
    scored = [
        (_shared_weight(pool, a, b), -i, -j) for i, a in enumerate(one) for j, b in enumerate(other)
    ]
    weight, i, j = max(scored)
    return SentencePair(ours[-i], theirs[-j], None) if weight > 0 else None


def _shared_weight(pool: Pool, one: Terms, other: Terms) -> float:
    """Return how rare the terms are that two sentences share, less for long sentences."""
    weight = 0.0
    for kind in ("words", "meanings", "concepts"):
        ours, theirs = getattr(one, kind), getattr(other, kind)
        weight += sum(min(ours[t], theirs[t]) * pool.rarity(kind, t) for t in ours if t in theirs)
    size = sum(one.meanings.values()) + sum(other.meanings.values())
    return float(weight / (size + 1) ** 0.5)


def _terms(pool: Pool, sentence: str) -> Terms:
    return pool.reader.terms(normalised(sentence))


def _named(pool: Pool, record: Record) -> dict[str, str]:
    text = normalised(record.words)
    named: dict[str, str] = {}
    for mention in pool.reader.thesaurus.mentions(text):
        named.setdefault(mention.concept, mention.surface)
    return named


def _sentences(record: Record) -> tuple[str, ...]:
    return tuple(s for part in (record.title, record.text) for s in sentences(part))
