"""What of a record can be shown as a reason? Found once, when the record is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from dafeng.exchange.reading import normalised, sentences
from dafeng.exchange.records import Record
from dafeng.exchange.thesaurus import Thesaurus

#: Half the room of the vectors that are compared: they only tell which pair of sentences is best.
Sparing = npt.NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a record says, as it is written.

    Parameters
    ----------
    named
        The concepts it names, each with the first wording by which it does.
    sentences
        The sentences of title and text.
    vectors
        Their vectors by the first encoder (sentence, dimension); None without a model.
    """

    named: Mapping[str, str] = field(default_factory=dict)
    sentences: tuple[str, ...] = ()
    vectors: Sparing | None = None


NOTHING: Final = Evidence()


def named_in(record: Record, thesaurus: Thesaurus) -> dict[str, str]:
    """Return the concepts that the public words of a record name, each with its first wording."""
    named: dict[str, str] = {}
    for mention in thesaurus.mentions(normalised(record.words)):
        named.setdefault(mention.concept, mention.surface)
    return named


def sentences_of(record: Record) -> tuple[str, ...]:
    """Return the sentences of the title and the text of a record."""
    return tuple(s for part in (record.title, record.text) for s in sentences(part))
