"""How are scores of different kinds, in two languages, made comparable and added up?

Every list of scores prefers the language of the question, each to another degree. Adding them, or
adding up their ranks, keeps that preference. Here each view is freed of it first.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from dafeng.axes import Floats

Flags = npt.NDArray[np.bool_]

#: First records of a language whose scores say how strong a view is there.
FIRST: Final = 20
#: A language in which the question finds little is not blown up to more than this.
FLOOR: Final = 0.1
#: Records that pull mean and deviation of a language as much as what is known beforehand: records
#: off the topic score nothing, and their cosines deviate by `SPREAD`.
PRIOR: Final = 5.0
SPREAD: Final = 0.1


def of_words(scores: Floats, chinese: Flags, sample: Flags) -> Floats:
    """Return lexical scores free of language: the mean off, over the strength of the first.

    ``(x - mean) / max(s, FLOOR s*)`` with `s` the root mean square of the first `FIRST`
    scores of the language and `s*` that of the stronger language. It does not depend on how many
    records are held, as a standard deviation over mostly zeros would.

    Parameters
    ----------
    scores
        Lexical scores (record,).
    chinese
        Whether each record is in Chinese (record,).
    sample
        Which records stand for all that are held (record,); the mean is theirs.
    """
    groups = _groups(chinese)
    centred = [scores[g] - _mean(scores, g, sample) for g in groups]
    strengths = [_strength(c) for c in centred]
    least = FLOOR * max(strengths, default=0.0)
    view = np.zeros(len(scores))
    for group, values, strength in zip(groups, centred, strengths, strict=True):
        view[group] = values / max(strength, least, 1e-9)
    return view


def of_vectors(scores: Floats, chinese: Flags, sample: Flags) -> Floats:
    """Return similarities free of language: the mean off, over the standard deviation.

    Both are those of the language, as far as there are records to tell them (`PRIOR`, `SPREAD`).
    Parameters are those of `of_words`.
    """
    view = np.zeros(len(scores))
    for group in _groups(chinese):
        centred = scores[group] - _mean(scores, group, sample)
        own = centred[sample[group]]
        squares = float((own**2).sum()) + PRIOR * SPREAD**2
        view[group] = centred / np.sqrt(squares / (own.size + PRIOR))
    return view


def _groups(chinese: Flags) -> list[Flags]:
    return [group for group in (chinese, ~chinese) if group.any()]


def _mean(scores: Floats, group: Flags, sample: Flags) -> float:
    """Return the mean of a language; of few records it is not far from nothing."""
    own = scores[group & sample]
    return float(own.sum() / (own.size + PRIOR))


def _strength(values: Floats) -> float:
    count = min(FIRST, len(values))
    best = np.partition(values, len(values) - count)[len(values) - count :]
    return float(np.sqrt(np.mean(np.maximum(best, 0.0) ** 2)))
