"""Weights are learnt from judgements, never turn a fault into a merit, and move little on few."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.errors import MethodError
from dafeng.exchange.learning import SIGNS, Judgement, learnt
from dafeng.exchange.quality import ndcg, quality
from dafeng.exchange.weights import WEIGHTS, Weights


def judged(count: int, truth: Mapping[str, float], seed: int = 0) -> list[Judgement]:
    """Return pairs whose goodness follows from their signs by known coefficients."""
    g = np.random.default_rng(seed)
    found = []
    for n in range(count):
        signs = {"words": g.normal(1, 1.5), "vectors": g.normal(1, 1.5)}
        signs |= {name: -float(g.integers(0, 3)) for name in SIGNS[2:]}
        odds = sum(truth.get(name, 0.0) * value for name, value in signs.items())
        good = bool(g.random() < 1 / (1 + np.exp(-odds)))
        found.append(Judgement(f"R{n}", f"O{n}", signs, good))
    return found


def test_many_judgements_find_the_weights_behind_them() -> None:
    truth = {"words": 2.0, "vectors": 1.0, "soft": 1.5, "hard": 6.0}
    found = learnt(judged(4000, truth), WEIGHTS, 1, "new")
    assert found.version == "new"
    assert found.words == pytest.approx(2.0, rel=0.25)
    assert found.soft == pytest.approx(1.5 / 3.0, rel=0.3)
    assert found.hard > found.soft


def test_few_judgements_move_the_weights_little() -> None:
    truth = {"words": 0.2, "vectors": 1.0, "hard": 0.5}
    few, many = (learnt(judged(n, truth), WEIGHTS, 1, "new") for n in (60, 3000))
    away = [
        sum(abs(getattr(found, name) - getattr(WEIGHTS, name)) for name in ("soft", "hard"))
        for found in (few, many)
    ]
    assert away[0] < away[1]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 2))
def test_no_sign_ever_weighs_below_nothing(seed: int, views: int) -> None:
    truth = {"words": 1.0, "vectors": 1.0, "hard": -0.3, "soft": -0.3}
    found = learnt(judged(200, truth, seed), WEIGHTS, views, "new")
    assert all(value >= 0 for name, value in asdict(found).items() if name != "version")
    assert views or found.words == pytest.approx(WEIGHTS.words)


def test_too_few_judgements_teach_nothing() -> None:
    with pytest.raises(MethodError):
        learnt(judged(20, {"words": 1.0}), WEIGHTS, 1, "new")
    same = [replace(one, good=True) for one in judged(100, {})]
    with pytest.raises(MethodError):
        learnt(same, WEIGHTS, 1, "new")


def test_pairs_without_a_sign_teach_nothing() -> None:
    """Judged before there was a sign for doubt: they are not taken for certainly on topic."""
    known = judged(200, {"words": 1.0, "vectors": 1.0, "doubt": 2.0})
    old = [
        replace(one, good=not one.good, signs={k: v for k, v in one.signs.items() if k != "doubt"})
        for one in judged(400, {"words": 1.0}, 3)
    ]
    assert learnt([*known, *old], WEIGHTS, 1, "new") == learnt(known, WEIGHTS, 1, "new")
    with pytest.raises(MethodError):
        learnt(old, WEIGHTS, 1, "new")


def test_the_version_in_use_means_one_set() -> None:
    assert Weights() == WEIGHTS


def test_ndcg_of_a_worked_example() -> None:
    # Grades 3, 2, 3, 0, 1, 2 in this order (the example of the English Wikipedia's page on DCG)
    # with gain 2^g - 1: DCG 13.848, ideal order 14.595.
    grades = dict(zip("abcdef", (3, 2, 3, 0, 1, 2), strict=True))
    assert ndcg("abcdef", grades) == pytest.approx(13.8483 / 14.5952, abs=1e-4)
    assert ndcg("acbfed", grades) == 1.0


def test_quality_is_a_mean_over_graded_requests() -> None:
    grades = {"r1": {"a": 3, "b": 1}, "r2": {"c": 2}, "r3": {"d": 0}, "r4": {"e": 3}}
    ranks: Mapping[str, Sequence[str]] = {"r1": "xab", "r2": "xyzc", "r3": "d"}
    found = quality(ranks, grades)
    assert found.requests == 2
    assert found.recall == 1.0
    assert found.reciprocal_rank == pytest.approx((1 / 2 + 1 / 4) / 2)
    assert quality({}, grades).ndcg is None
