"""What do outcomes teach of the weights of a ranking? Offline, and told before it is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from dafeng.axes import Floats
from dafeng.errors import MethodError
from dafeng.exchange.weights import Weights
from dafeng.exchange.workflow.state import Exchange, Introduction
from dafeng.exchange.workflow.vocabulary import Kind, Side, Stage
from dafeng.language import Text

#: Signs of a match in the order of the coefficients (`dafeng.exchange.ranking.signs`).
SIGNS: Final = ("words", "vectors", "soft", "unknown", "other_sector", "hard", "doubt")
#: Judged pairs below which nothing is learnt, and of each kind.
FEWEST: Final = 40
FEWEST_OF_A_KIND: Final = 8
#: How many judged pairs the weights in use count for: few judgements move them little.
PRIOR: Final = 50.0


@dataclass(frozen=True, slots=True)
class Judgement:
    """A pair that people have judged.

    Parameters
    ----------
    request, offer
        The pair.
    signs
        What the ranking saw of it (`dafeng.exchange.ranking.signs`).
    good
        Whether they met it with interest.
    """

    request: str
    offer: str
    signs: Mapping[str, float]
    good: bool


def judgements(exchange: Exchange) -> tuple[Judgement, ...]:
    """Return what introductions say of the ranking.

    Interest of both and all that follows is good; declined for the technology, however late, is
    not. Other reasons
    (price, timing, ...) say nothing of the ranking, and neither does silence: what stood low on a
    list was hardly read. Only what was suggested with its signs counts.
    """
    told = ((one, _good(one)) for one in exchange.introductions.values() if one.signs)
    return tuple(
        Judgement(one.request, one.offer, one.signs, good) for one, good in told if good is not None
    )


def complete(judged: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """Return the pairs that have every sign: one judged before a sign was seen teaches nothing."""
    return tuple(one for one in judged if one.signs.keys() >= set(SIGNS))


def learnt(judged: Sequence[Judgement], now: Weights, views: int, version: str) -> Weights:
    """Return the weights under which judged pairs come apart best.

    Logistic regression of ``good`` over the signs with every coefficient at or above zero, so that
    a broken constraint never helps:
    ``min sum ln(1 + exp(-y (b + a x))) + p/2 sum ((a - s a0) / a0)^2``
    with the coefficients `a0` of the weights in use up to a scale `s`, and `PRIOR` for `p`.

    Parameters
    ----------
    judged
        Judged pairs; those of which a sign was not kept, as before there was a sign for doubt,
        teach nothing and do not count.
    now
        The weights in use.
    views
        Views of vectors that made the signs; 0 for words alone.
    version
        Name of the new set.

    Raises
    ------
    MethodError
        If there are too few of either kind to learn from.
    """
    judged = complete(judged)
    good = np.array([one.good for one in judged], dtype=float)
    if len(judged) < FEWEST or min(good.sum(), len(good) - good.sum()) < FEWEST_OF_A_KIND:
        raise MethodError(
            Text(
                f"判断太少：至少要 {FEWEST} 对，好坏各 {FEWEST_OF_A_KIND} 对",
                f"too few judgements: at least {FEWEST} pairs, {FEWEST_OF_A_KIND} of either kind",
            )
        )
    x = np.array([[one.signs[sign] for sign in SIGNS] for one in judged])
    return _weights(_fitted(x, 2 * good - 1, _coefficients(now, views)), now, views, version)


def _coefficients(weights: Weights, views: int) -> Floats:
    each = weights.words + views
    costs = (weights.soft, weights.unknown, weights.other_sector, weights.hard, weights.doubt)
    return np.array([weights.words, 1.0 if views else 0.0, *(each * cost for cost in costs)])


def _fitted(x: Floats, y: Floats, prior: Floats) -> Floats:
    """Return the coefficients at which the loss is least; it is convex."""
    from scipy import optimize

    library: Any = optimize
    used = prior > 0
    x, prior = x[:, used], prior[used]

    def loss(p: Floats) -> tuple[float, Floats]:
        b, s, a = p[0], p[1], p[2:]
        margin = y * (b + x @ a)
        away = (a - s * prior) / prior
        pull = -y / (1 + np.exp(np.clip(margin, -500, 500)))
        gradient = np.concatenate(
            [[pull.sum(), -PRIOR * away.sum()], x.T @ pull + PRIOR * away / prior]
        )
        return float(np.logaddexp(0, -margin).sum() + PRIOR / 2 * (away**2).sum()), gradient

    start = np.concatenate([[0.0, 0.5], 0.5 * prior])
    bounds = [(None, None), *[(0.0, None)] * (1 + len(prior))]
    found = library.minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    whole = np.zeros(len(used))
    whole[used] = found.x[2:]
    return whole


def _weights(found: Floats, now: Weights, views: int, version: str) -> Weights:
    """Return coefficients as weights: a view of vectors weighs one."""
    unit = found[1] if views else found[0] / now.words
    if unit <= 0:
        raise MethodError(
            Text(
                "判断与排序所见无关，学不到权重",
                "the judgements have nothing to do with what the ranking sees; nothing is learnt",
            )
        )
    words = float(found[0] / unit)
    costs = (round(float(c / unit / (words + views)), 4) for c in found[2:])
    return Weights(version, round(words, 4), *costs)


def _good(introduction: Introduction) -> bool | None:
    declined = introduction.stage is Stage.DECLINED
    reasons: Iterable[str] = introduction.done[-1].reasons if declined else ()
    if "technology" in reasons:
        return False
    return True if introduction.consented(Kind.INTEREST) == frozenset(Side) else None
