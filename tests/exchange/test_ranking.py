"""Matches come with their reasons, and with what does not fit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.exchange.constraints import Fit
from dafeng.exchange.pool import Pool
from dafeng.exchange.ranking import Match, in_groups, ranked
from dafeng.exchange.reader import Reader, Reading
from dafeng.exchange.reasons import reasons
from dafeng.exchange.reciprocal import (
    acceptable,
    both_ways,
    exposed,
    likings,
    meetings,
    mutual,
    unmet,
    with_room,
)
from dafeng.exchange.records import Record
from dafeng.exchange.weights import WEIGHTS, Weights

from .conftest import DAY, OFFERS, offer_of, request_of

DYEHOUSE = request_of(
    "印染厂每天排放大量四五十度的废水，想用热泵回收余热。",
    lang="zh",
    trl=8,
    cooperation_types=("EMC",),
)


def matches(
    reader: Reader,
    offers: tuple[Record, ...],
    asked: Record = DYEHOUSE,
    weights: Weights = WEIGHTS,
) -> tuple[Match, ...]:
    pool = Pool(reader)
    pool.put(offers)
    (reading,) = reader.read([asked], "query")
    return ranked(pool, asked, reading, DAY, weights=weights)


def read(reader: Reader, asked: Record) -> Reading:
    (reading,) = reader.read([asked], "query")
    return reading


@pytest.mark.parametrize(
    "broken",
    [{"regions_served": ("EU",)}, {"trl": 4}, {"deadline": date(2026, 2, 1)}],
)
def test_a_breaker_stands_behind_what_fits_but_is_not_lost(
    full: Reader, broken: dict[str, object]
) -> None:
    offers = (replace(OFFERS[1], **broken), *OFFERS[:1], *OFFERS[2:])  # type: ignore[arg-type]
    found = matches(full, offers)
    order = [match.record.id for match in found]
    assert order.index("E1") < order.index("Z1")
    fitting, but = in_groups(found, 3)
    assert "Z1" not in [m.record.id for m in fitting]
    assert [m.record.id for m in but] == ["Z1"]
    assert any(check.fit is Fit.BROKEN and check.change for check in but[0].checks)


def test_a_soft_mismatch_costs_less_than_a_broken_constraint(plain: Reader) -> None:
    soft = replace(OFFERS[1], cooperation_types=("EPC",))
    hard = replace(OFFERS[1], regions_served=("EU",))
    by = [
        next(m for m in matches(plain, (o, *OFFERS[2:])) if m.record.id == "Z1")
        for o in (OFFERS[1], soft, hard)
    ]
    assert by[0].score > by[1].score > by[2].score
    assert by[0].topic == pytest.approx(by[1].topic) == pytest.approx(by[2].topic)


def test_reasons_name_shared_concepts_in_both_languages(full: Reader) -> None:
    pool = Pool(full)
    pool.put(OFFERS)
    why = reasons(pool, read(full, DYEHOUSE), pool["E1"])
    labels = {(c.label.zh, c.label.en) for c in why.concepts}
    assert any("热泵" in zh and "heat pump" in en.lower() for zh, en in labels)
    assert all(c.asked.lower() in DYEHOUSE.words.lower() for c in why.concepts)
    assert why.sentences is not None
    assert why.sentences.asked in DYEHOUSE.words
    assert why.sentences.found in pool["E1"].words
    assert why.sentences.similarity is not None


def test_without_a_model_the_best_sentences_share_terms(plain: Reader) -> None:
    pool = Pool(plain)
    offer = replace(
        OFFERS[0],
        text="We were founded in 1990. Heat pumps recover heat of dyehouse effluent.",
        title="Firm",
    )
    pool.put([offer, *OFFERS[2:]])
    pair = reasons(pool, read(plain, DYEHOUSE), offer).sentences
    assert pair is not None
    assert pair.found.startswith("Heat pumps")
    assert pair.similarity is None


def test_nothing_in_common_gives_no_reason(plain: Reader) -> None:
    pool = Pool(plain)
    pool.put(OFFERS)
    asked = read(plain, request_of("zzz"))
    assert reasons(pool, asked, pool["E4"]).concepts == ()
    assert reasons(pool, asked, pool["E4"]).sentences is None


def test_problems_in_plain_words_find_what_solves_them(plain: Reader) -> None:
    asked = request_of("Our dyehouse throws away hot water every day.")
    (reading,) = plain.read([asked], "query")
    assert reading.problems
    assert matches(plain, OFFERS, asked)[0].record.id in {"E1", "Z1"}


@pytest.mark.parametrize(
    ("said", "problem", "heard"),
    [
        ("Our campus wants heat from the computing halls, day and night.",
         "school_hospital_energy", False),
        ("十几栋办公楼一到夏天下午电费就翻番。", "office_power_high", True),
    ],
)  # fmt: skip
def test_a_problem_is_heard_in_what_is_said_not_in_names_put_for_it(
    plain: Reader, said: str, problem: str, heard: bool
) -> None:
    (reading,) = plain.read([request_of(said)], "query")
    assert (problem in {one.id for one in reading.problems}) is heard


def test_no_common_sector_costs_as_a_soft_mismatch_does(plain: Reader) -> None:
    asked = replace(DYEHOUSE, sectors=("industry",))
    undoubted = replace(WEIGHTS, doubt=0.0)  # another sector lowers the chance as well
    by = [
        next(m for m in matches(plain, (o, *OFFERS[2:]), asked, undoubted) if m.record.id == "Z1")
        for o in (
            replace(OFFERS[1], sectors=("industry",), cooperation_types=("EMC",)),
            replace(OFFERS[1], sectors=("water",), cooperation_types=("EMC",)),
            replace(OFFERS[1], sectors=("industry",), cooperation_types=("EPC",)),
        )
    ]
    assert by[0].score > by[1].score == pytest.approx(by[2].score, rel=1e-3)


def test_words_of_the_confidential_part_are_never_matched(plain: Reader) -> None:
    secret = replace(OFFERS[7], details="heat pump for dyehouse waste heat", contact="热泵 余热")
    (with_secret,) = plain.read([secret], "passage")
    (without,) = plain.read([OFFERS[7]], "passage")
    assert with_secret.terms == without.terms


def test_liking_is_relative_to_the_best_and_takes_two() -> None:
    assert mutual(1.0, 1.0) == 1.0
    assert mutual(1.0, 0.0) == 0.0
    assert mutual(0.5, 1.0) == mutual(1.0, 0.5) == pytest.approx(2 / 3)


def test_meetings_need_a_wish_from_both_sides() -> None:
    asked = {("R1", "O1"): 1.0, ("R1", "O2"): 0.8, ("R2", "O1"): 0.9}
    offered = {("O1", "R1"): 0.7, ("O1", "R2"): 1.0, ("O2", "R2"): 1.0}
    pairs = meetings(acceptable(asked, offered, ()), offered, 1, 1)
    assert [(p.request, p.offer) for p in pairs] == [("R2", "O1")]
    assert pairs[0].mutual == pytest.approx(mutual(0.9, 1.0))


def test_what_both_find_weak_meets_nobody_and_is_told() -> None:
    asked = {("R1", "O1"): 1.0, ("R2", "O1"): 0.9, ("R3", "O2"): 1.0}
    offered = {("O1", "R1"): 0.7, ("O1", "R2"): 1.0, ("O2", "R3"): 1.0}
    weak = {("R3", "O2"), ("O2", "R3"), ("R2", "O1")}
    wished = acceptable(asked, offered, weak)
    pairs = meetings(wished, offered, 1, 1)
    assert [(p.request, p.offer) for p in pairs] == [("R2", "O1")]  # one side alone finds it weak
    alone = unmet(["R1", "R2", "R3", "O1", "O2"], wished, pairs)
    assert alone == (("R1", True), ("R3", False), ("O2", False))


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 4), st.integers(0, 4)),
        st.tuples(st.floats(0.1, 1), st.floats(0.1, 1), st.booleans(), st.booleans()),
    ),
    st.integers(1, 2),
    st.integers(1, 2),
)
def test_meetings_are_stable_among_those_who_would_do(
    drawn: dict[tuple[int, int], tuple[float, float, bool, bool]], a: int, b: int
) -> None:
    asked = {(f"R{r}", f"O{o}"): told[0] for (r, o), told in drawn.items()}
    offered = {(f"O{o}", f"R{r}"): told[1] for (r, o), told in drawn.items()}
    weak = {(f"R{r}", f"O{o}") for (r, o), told in drawn.items() if told[2]}
    weak |= {(f"O{o}", f"R{r}") for (r, o), told in drawn.items() if told[3]}
    wished = acceptable(asked, offered, weak)
    met = {(p.request, p.offer) for p in meetings(wished, offered, a, b)}
    assert not any(pair in weak and pair[::-1] in weak for pair in met)
    for request, offer in set(wished) - met:
        mine = [asked[pair] for pair in met if pair[0] == request]
        theirs = [offered[pair[::-1]] for pair in met if pair[1] == offer]
        wants = len(mine) < a or min(mine) < asked[request, offer]
        wanted = len(theirs) < b or min(theirs) < offered[offer, request]
        assert not (wants and wanted), (request, offer)


def test_no_offer_stands_on_more_lists_than_the_limit() -> None:
    liked = {(f"R{r}", f"O{o}"): 1.0 - 0.1 * o - 0.01 * r for r in range(4) for o in range(4)}
    pairs = exposed(liked, top=2, limit=2)
    assert all(sum(o == f"O{n}" for _, o in pairs) <= 2 for n in range(4))
    assert all(sum(r == f"R{n}" for r, _ in pairs) == 2 for n in range(4))
    assert ("R0", "O0") in pairs


def test_long_lists_are_filled_as_long_as_they_are_asked_for() -> None:
    liked = {("R1", f"O{o:03}"): 1.0 - 0.001 * o for o in range(80)}
    assert len(exposed(liked, top=70, limit=5)) == 70


def test_only_what_fits_is_liked(full: Reader) -> None:
    offers = (replace(OFFERS[1], regions_served=("EU",)), *OFFERS[:1], *OFFERS[2:])
    liked = likings({"R1": matches(full, offers)})
    assert ("R1", "Z1") not in liked
    assert max(liked.values()) == 1.0
    assert min(liked.values()) > 0


def test_what_is_hardly_on_the_topic_is_called_weak(full: Reader) -> None:
    weak = {match.record.id: match.weak for match in matches(full, OFFERS)}
    assert not weak["E1"]
    assert not weak["Z1"]
    assert weak["E4"]
    assert weak["Z4"]


@pytest.mark.parametrize("reader", ["plain", "full"])
def test_weak_says_the_same_in_every_pool(reader: str, request: pytest.FixtureRequest) -> None:
    read_by: Reader = request.getfixturevalue(reader)
    asked = request_of("LED street lighting: renewal of 30,000 sodium lamps.", id="R9")
    right = offer_of("LED street lamps for cities under performance contracts.", id="L1")
    pools = {
        "alone": (right,),
        "special": tuple(replace(right, id=f"L{n}") for n in range(1, 6)),
        "mixed": (right, *OFFERS),
    }
    for name, offers in pools.items():
        weak = {m.record.id: m.weak for m in matches(read_by, offers, asked)}
        assert not any(told for record, told in weak.items() if record[0] == "L"), name
        others = [told for record, told in weak.items() if record[0] != "L" and record != "E4"]
        assert all(others), name  # E4 names a street too: without a model a word is all there is


def test_the_same_words_alone_in_a_pool_are_not_weak(full: Reader, plain: Reader) -> None:
    offer = offer_of("热泵", id="L1", lang="zh")
    for reader in (full, plain):
        (match,) = matches(reader, (offer,), request_of("热泵", lang="zh"))
        assert not match.weak


def test_what_has_no_room_follows_and_is_shown_if_nobody_else_fits(full: Reader) -> None:
    found = matches(full, OFFERS)
    fitting = [match.record.id for match in found if match.fits]
    first = fitting[0]
    assert [m.record.id for m in with_room(found, {first}, 3)] == fitting[1:4]
    everybody = with_room(found, {first}, len(found))
    assert [m.record.id for m in everybody] == [*fitting[1:], first]


def test_a_pair_that_both_like_stands_before_one_that_only_one_side_likes(full: Reader) -> None:
    found = [match for match in matches(full, OFFERS) if match.fits][:2]
    one, other = (match.record.id for match in found)
    back = [replace(found[0], record=DYEHOUSE)]
    pairs = both_ways(DYEHOUSE, found, {other: back})
    assert list(pairs) == [other, one]
    assert pairs[one].mutual == 0
    assert (pairs[other].request, pairs[other].offer) == (DYEHOUSE.id, other)
    assert pairs[other].offered == 1
