"""What is understood of a request or an offer, before it is compared with any other?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np

from dafeng.exchange.encoders import Encoder, Role, Vectors, unit
from dafeng.exchange.evidence import NOTHING, Evidence, named_in, sentences_of
from dafeng.exchange.glosses import Glossary
from dafeng.exchange.problems import Problem
from dafeng.exchange.reading import chinese_share, normalised
from dafeng.exchange.records import Record
from dafeng.exchange.spelling import Correction, Speller, corrected
from dafeng.exchange.terms import Terms, terms_of, with_concepts
from dafeng.exchange.thesaurus import Thesaurus
from dafeng.exchange.unwanted import NONE, Refused, of_request
from dafeng.exchange.usual_names import in_usual_names

#: Problems that are heard in what is asked, and answers to each that are looked for.
PROBLEMS: Final = 2
ANSWERS: Final = 3
#: Weight of its words from which on a problem is heard: words that many problems share tell none.
TELLING: Final = 0.5
#: What answers a problem weighs half of what is said.
SUGGESTED: Final = 0.5
#: A title weighs half of a text, beside what it weighs within it.
TITLE: Final = 0.5
_HALF: Final = 0.5


@dataclass(frozen=True)
class Reading:
    """A record as it is matched.

    Parameters
    ----------
    text
        Its public words: normalised, corrected, every concept by its usual name.
    chinese
        How much of them is Chinese, 0 to 1.
    terms
        Its terms, with those that answer the problems it states.
    vectors
        One vector for each encoder.
    corrections
        What was taken for a slip and read as another word.
    problems
        Problems that it states, best recognised first.
    evidence
        What of it can be shown as a reason.
    refused
        What it says that it does not want, which counts in nothing of the above.
    entitled
        Concepts that its title names.
    """

    text: str
    chinese: float
    terms: Terms
    vectors: tuple[Vectors, ...]
    corrections: tuple[Correction, ...] = ()
    problems: tuple[Problem, ...] = ()
    evidence: Evidence = NOTHING
    refused: Refused = NONE
    entitled: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reader:
    """What reads records: the words of the field, of the languages, and the encoders.

    Parameters
    ----------
    thesaurus, glossary, speller
        Concepts of the field, English glosses of Chinese words, and what is known of spelling.
    encoders
        What makes vectors of texts; none is possible.
    """

    thesaurus: Thesaurus
    glossary: Glossary
    speller: Speller
    encoders: tuple[Encoder, ...] = ()

    def read(self, records: Sequence[Record], role: Role) -> tuple[Reading, ...]:
        """Return records as they are matched.

        Parameters
        ----------
        records
            Requests or offers.
        role
            ``query`` for what is asked: it is corrected, and the problems that it states are
            looked up; ``passage`` for what is found.
        """
        if not records:
            return ()
        records, refused = zip(
            *(of_request(record, self.thesaurus) for record in records), strict=True
        )
        plain = [normalised(record.words) for record in records]
        asked = role == "query"
        slips = [self.speller.corrections(text) if asked else () for text in plain]
        written = [corrected(text, some) for text, some in zip(plain, slips, strict=True)]
        texts = [in_usual_names(text, self.thesaurus) for text in written]
        # Problems are heard in the words of who asks: usual names add words that nobody said.
        heard = [self._problems(text) if asked else () for text in written]
        titles = [
            self._title(record, chinese_share(text), some)
            for record, text, some in zip(records, texts, slips, strict=True)
        ]
        told = [sentences_of(record) for record in records]
        single = [normalised(sentence) for some in told for sentence in some]
        forms = (texts, written, titles)
        made = [
            self._vectors(encoder, (*forms, [] if place else single), heard, role)
            for place, encoder in enumerate(self.encoders)
        ]
        vectors = [whole for whole, _sentences in made]
        evidence = self._evidence(records, told, made[0][1] if made else None)
        return tuple(
            Reading(
                text,
                chinese_share(text),
                with_concepts(self.terms(text), _answers(heard[row]), self.thesaurus, SUGGESTED),
                tuple(v[row] for v in vectors),
                slips[row],
                heard[row],
                evidence[row],
                refused[row],
                self._entitled(records[row]),
            )
            for row, text in enumerate(texts)
        )

    def terms(self, text: str) -> Terms:
        """Return the terms of a normalised text."""
        return terms_of(text, self.thesaurus, self.glossary)

    def _title(self, record: Record, chinese: float, slips: Sequence[Correction]) -> str:
        """Return a title in usual names, in the language of the whole."""
        title = normalised(record.title)
        within = [one for one in slips if one.start + len(one.written) <= len(title)]
        return in_usual_names(corrected(title, within), self.thesaurus, chinese)

    def _entitled(self, record: Record) -> frozenset[str]:
        title = normalised(record.title)
        return frozenset(mention.concept for mention in self.thesaurus.mentions(title))

    def _problems(self, text: str) -> tuple[Problem, ...]:
        heard = (one for one in self.thesaurus.problems(text) if one.weight >= TELLING)
        return tuple(one.problem for one in islice(heard, PROBLEMS))

    def _vectors(
        self,
        encoder: Encoder,
        forms: tuple[list[str], list[str], list[str], list[str]],
        heard: list[tuple[Problem, ...]],
        role: Role,
    ) -> tuple[Vectors, Vectors]:
        """Return vectors of texts, and of single sentences as they are.

        A text is read in usual names and as it is written, and its title once more: names make
        languages and wordings alike, and lose what the wording says beside them.
        """
        texts, written, titles, single = forms
        made = _encoded(encoder, [*texts, *written, *titles, *single], role)
        whole = made[: 3 * len(texts)].reshape(3, len(texts), -1)
        named = self._drawn(encoder, whole[0], texts, heard, role)
        return unit(named + whole[1] + TITLE * whole[2]), made[3 * len(texts) :]

    def _evidence(
        self,
        records: Sequence[Record],
        told: Sequence[tuple[str, ...]],
        vectors: Vectors | None,
    ) -> tuple[Evidence, ...]:
        """Return what can be shown of each record; `vectors` are those of all sentences."""
        ends = np.cumsum([len(some) for some in told])
        parts = [None] * len(told) if vectors is None else np.split(vectors, ends[:-1])
        return tuple(
            Evidence(
                named_in(record, self.thesaurus),
                some,
                None if part is None else part.astype(np.float16),
            )
            for record, some, part in zip(records, told, parts, strict=True)
        )

    def _drawn(
        self,
        encoder: Encoder,
        made: Vectors,
        texts: list[str],
        heard: list[tuple[Problem, ...]],
        role: Role,
    ) -> Vectors:
        """Return vectors drawn towards what answers the problems that the texts state."""
        rows = [row for row, problems in enumerate(heard) if problems]
        if not rows:
            return made
        named = [self._named(_answers(heard[row]), texts[row]) for row in rows]
        drawn = np.array(made, dtype=np.float32)
        drawn[rows] = unit(made[rows] + SUGGESTED * encoder.encode(named, role))
        return drawn

    def _named(self, concepts: Sequence[str], text: str) -> str:
        """Return concepts by their names in the language of a text."""
        chinese = chinese_share(text) > _HALF
        labels = [self.thesaurus[concept].label for concept in concepts]
        return ("；" if chinese else "; ").join(x.zh if chinese else x.en for x in labels)


def _encoded(encoder: Encoder, texts: list[str], role: Role) -> Vectors:
    """Return vectors of texts; one that stands several times is encoded once."""
    each = list(dict.fromkeys(texts))
    place = {text: at for at, text in enumerate(each)}
    return encoder.encode(each, role)[[place[text] for text in texts]]


def _answers(problems: Sequence[Problem]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c for problem in problems for c in problem.concepts[:ANSWERS]))
