"""What does each sign of a match weigh? One versioned set, so that a change can be told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of a ranking, in standard deviations of one view of vectors.

    Every view of vectors weighs 1. Costs count once for each view in use, so that they mean the
    same with one view and with three.

    Parameters
    ----------
    version
        Name of the set; it stands in every answer.
    words
        The view of words beside one view of vectors.
    soft
        A soft mismatch: readiness one step short, size within a factor of two, a part of the
        places only, another form of cooperation.
    unknown
        What is not stated, or cannot be compared: it may fit.
    other_sector
        No common sector, where both sides name some: a sign of another topic.
    hard
        A broken constraint, in the one ranking of all: behind what fits on the same topic.
    doubt
        Each unit by which the logarithm of the chance to be on the topic falls short of certainty:
        what fits every constraint and is beside the point stands behind what does not fit in all
        and is to the point. Files of sets learnt before there was this sign are read with nothing.
    """

    version: str = "2026-4"
    words: float = 1.0
    soft: float = 0.4
    unknown: float = 0.1
    other_sector: float = 0.4
    hard: float = 1.25
    doubt: float = 0.3


#: The weights in use; chosen by principle and checked by leaving out one request after the other
#: (``python -m bench.matching``).
WEIGHTS = Weights()
