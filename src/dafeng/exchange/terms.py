"""Which terms has a text: words, meanings of its Chinese words in English, and concepts?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from dafeng.exchange.glosses import Glossary
from dafeng.exchange.thesaurus import Thesaurus
from dafeng.exchange.words import pairs, stems

#: Weight of the nearest concept above one that is named; each one further away has half of that
#: before it.
BROADER: Final = 0.3

Bag = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a text, each with how often it stands there.

    Parameters
    ----------
    words
        Stems of English words and two-character tokens of Chinese: one language.
    meanings
        English stems, of the English words and of the glosses of the Chinese ones: both languages.
    concepts
        Concept ids of the thesaurus with the concepts above them: both languages.
    """

    words: Bag
    meanings: Bag
    concepts: Bag


#: The three kinds of terms; each has one voice in the lexical score.
KINDS: Final = ("words", "meanings", "concepts")


def terms_of(text: str, thesaurus: Thesaurus, glossary: Glossary) -> Terms:
    """Return the terms of a normalised text."""
    english = stems(text)
    meanings: Counter[str] = Counter(english)
    for word in glossary.words(text):
        for one, weight in glossary.meaning(word):
            meanings[one] += weight  # type: ignore[assignment]
    words = Counter([*english, *pairs(text)])
    named = [mention.concept for mention in thesaurus.mentions(text)]
    return with_concepts(Terms(words, meanings, {}), named, thesaurus)


def with_concepts(
    terms: Terms, named: Iterable[str], thesaurus: Thesaurus, weight: float = 1.0
) -> Terms:
    """Return terms with further concepts, each with those above it.

    The fields at the top say nothing and are left out.

    Parameters
    ----------
    terms
        What is known already.
    named
        Concepts, as often as each counts.
    weight
        What one of them weighs.
    """
    found = dict(terms.concepts)
    for concept in named:
        found[concept] = found.get(concept, 0.0) + weight
        less = BROADER * weight
        for above in thesaurus.ancestors(concept):
            if thesaurus[above].broader:
                found[above] = found.get(above, 0.0) + less
                less /= 2
    return replace(terms, concepts=found)
