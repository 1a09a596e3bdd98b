"""Why do two records meet? Only what stands in both, never praise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng.exchange.evidence import Evidence
from dafeng.exchange.pool import Pool
from dafeng.exchange.reader import Reading
from dafeng.exchange.reading import normalised
from dafeng.exchange.records import Record
from dafeng.exchange.terms import Terms
from dafeng.exchange.unwanted import refused_of
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
    """What speaks for a match; the constraints stand with the match itself.

    Parameters
    ----------
    concepts, sentences
        What both sides name, and the two sentences that say most nearly the same.
    refused
        What speaks against it: names of what the offer names and the request does not want.
    """

    concepts: tuple[SharedConcept, ...]
    sentences: SentencePair | None
    refused: tuple[Text, ...] = ()


def reasons(pool: Pool, asked: Reading, found: Record) -> Reasons:
    """Return why a record of a pool meets what is asked, from the words of both.

    Parameters
    ----------
    pool
        Where it was found.
    asked
        Whose match it is, as it is matched.
    found
        The match.
    """
    ours, theirs = asked.evidence, pool.reading(found.id).evidence
    shared, pair = shared_concepts(pool, ours, theirs), best_pair(pool, ours, theirs)
    return Reasons(shared, pair, _refused(pool, asked, found))


def _refused(pool: Pool, asked: Reading, found: Record) -> tuple[Text, ...]:
    """Return the names of what the offer of a pair names and the request does not want."""
    other, thesaurus = pool.reading(found.id), pool.reader.thesaurus
    request, offer = (asked, other) if found.kind == "offer" else (other, asked)
    refused, wanted = request.refused.concepts, request.evidence.named
    named = refused_of(refused, wanted, offer.evidence.named, thesaurus) if refused else ()
    return tuple(thesaurus[concept].label for concept in named)


def shared_concepts(pool: Pool, asked: Evidence, found: Evidence) -> tuple[SharedConcept, ...]:
    """Return the concepts that both name, the rarest in the pool first.

    A concept counts as shared too if one side names it and the other one below it.
    """
    thesaurus = pool.reader.thesaurus
    ours, theirs = asked.named, found.named
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


def best_pair(pool: Pool, asked: Evidence, found: Evidence) -> SentencePair | None:
    """Return the two sentences, one of each side, that say most nearly the same."""
    ours, theirs = asked.sentences, found.sentences
    if not ours or not theirs:
        return None
    if asked.vectors is None or found.vectors is None:
        return _by_terms(pool, ours, theirs)
    alike = asked.vectors.astype(np.float32) @ found.vectors.astype(np.float32).T
    row, column = np.unravel_index(int(alike.argmax()), alike.shape)
    return SentencePair(ours[row], theirs[column], float(alike[row, column]))


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
