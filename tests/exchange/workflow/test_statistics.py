"""What the statistics page counts, and what outcomes teach of the weights."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.exchange.learning import judgements
from dafeng.exchange.scales import scale_of
from dafeng.exchange.workflow import (
    Event,
    Exchange,
    Facts,
    Kind,
    Money,
    Outcome,
    RefusedError,
    Stage,
    Statistics,
    Status,
    apply,
    facts,
    gini,
    statistics,
)
from dafeng.exchange.workflow.actor import Actor
from dafeng.exchange.workflow.introduction_view import visible_introduction
from dafeng.exchange.workflow.outcome import outcome_errors
from dafeng.exchange.workflow.plausibility import doubts

from .cast import (
    CITY,
    CLOCK,
    CONTACT,
    FIRM,
    MUTUAL,
    OPERATOR,
    OUTCOME,
    PAIR,
    PUBLISHED,
    START,
    SUGGESTED,
    Said,
    after,
)

AGREED = (
    *CONTACT,
    (Kind.AGREE, FIRM, PAIR, {"outcome": OUTCOME}),
    (Kind.AGREE, CITY, PAIR, {}),
)


def of(exchange: Exchange) -> Statistics:
    records: Counter[tuple[str, str]] = Counter(
        (x.record.kind, x.status.value) for x in exchange.listings.values()
    )
    offers = [
        x.id for x in exchange.listings.values()
        if x.record.kind == "offer" and x.status is Status.PUBLISHED
    ]  # fmt: skip
    return statistics(records, offers, map(facts, exchange.introductions.values()))


AGREES: Said = (Kind.AGREE, CITY, PAIR, {})  # to what the other side states


def test_an_empty_exchange_has_no_rates() -> None:
    found = of(Exchange())
    assert found.answer_rate is None
    assert found.median_days_to_answer is None
    assert found.meeting_gini is None
    assert found.money == ()


def test_answers_agreements_and_money_are_counted() -> None:
    found = of(after(*AGREED))
    assert (found.asked, found.answered, found.answer_rate, found.mutual_rate) == (1, 1, 1.0, 1.0)
    assert (found.agreements, found.deliveries) == (1, 0)
    assert found.money == (Money("CNY", 2026, None, 1),)
    assert (found.projects, found.listed) == (1, ())
    listed = {**OUTCOME, "listed": True}
    both = (*CONTACT, (Kind.AGREE, FIRM, PAIR, {"outcome": listed}), (Kind.AGREE, CITY, PAIR, {}))
    (outcome,) = of(after(*both)).listed
    assert (outcome.tonnes_low, outcome.tonnes_high) == (900, 1300)
    assert (outcome.amount, outcome.project) == (None, OUTCOME["project"])


ABSURD = {**OUTCOME, "listed": True, "tonnes_low": 5.0, "tonnes_high": 1e9}
DOUBTED = (*CONTACT, (Kind.AGREE, FIRM, PAIR, {"outcome": ABSURD}), (Kind.AGREE, CITY, PAIR, {}))


def test_absurd_tonnes_are_not_listed_until_the_operator_has_looked_them_over() -> None:
    found = of(after(*DOUBTED))
    assert found.held == 1
    assert [one.tonnes_high for one in found.listed] == [None]
    view = visible_introduction(after(*DOUBTED), PAIR, CITY)
    assert view is not None
    assert len(view.doubts) >= 3
    looked = after(*DOUBTED, (Kind.LOOK_OVER, OPERATOR, PAIR, {}))
    assert (of(looked).held, of(looked).listed[0].tonnes_high) == (0, 1e9)
    seen = visible_introduction(looked, PAIR, CITY)
    assert seen is not None
    assert seen.doubts == ()


@pytest.mark.parametrize(("actor", "steps"), [(CITY, DOUBTED), (FIRM, DOUBTED), (OPERATOR, AGREED)])
def test_only_the_operator_looks_over_and_only_what_is_doubted(
    actor: Actor, steps: tuple[Said, ...]
) -> None:
    with pytest.raises(RefusedError):
        after(*steps, (Kind.LOOK_OVER, actor, PAIR, {}))


def test_tonnes_that_change_after_the_second_look_need_another() -> None:
    more = {**ABSURD, "tonnes_high": 2e9}
    steps = (
        *DOUBTED, (Kind.LOOK_OVER, OPERATOR, PAIR, {}),
        (Kind.DELIVER, FIRM, PAIR, {"outcome": more}), (Kind.DELIVER, CITY, PAIR, {}),
    )  # fmt: skip
    assert of(after(*steps)).held == 1


@pytest.mark.parametrize(
    ("stated", "scale", "many"),
    [
        ({}, None, 0),
        ({"tonnes_low": None, "tonnes_high": None}, "1 MW", 0),
        ({"tonnes_low": 0.0, "tonnes_high": 0.0}, "1 MW", 0),
        ({"tonnes_high": 9001.0}, None, 1),
        ({"tonnes_low": 2e7, "tonnes_high": 2e7, "amount": None}, None, 1),
        ({"amount": 1000.0}, None, 1),
        ({"tonnes_low": 9e5, "tonnes_high": 9e5, "amount": 1e9}, "1-5 MW", 1),
        ({"tonnes_low": 4e5, "tonnes_high": 4e5, "amount": 1e9}, "1-5 MW", 0),
        ({"tonnes_low": 3e6, "tonnes_high": 3e6, "amount": 1e9}, "40 t/d", 1),
        ({"tonnes_low": 9e5, "tonnes_high": 9e5, "amount": 1e9}, "40 t/d", 0),
        ({"tonnes_low": 9e6, "tonnes_high": 9e6, "amount": 1e9}, "3 towns", 0),
    ],
)
def test_tonnes_are_doubted_by_orders_of_magnitude_alone(
    stated: dict[str, Any], scale: str | None, many: int
) -> None:
    outcome = Outcome(**{**OUTCOME, **stated})
    assert len(doubts(outcome, scale_of(scale) if scale else None)) == many


def test_an_item_that_nobody_has_looked_up_is_neither_counted_nor_listed() -> None:
    unseen = {**OUTCOME, "listed": True, "checked": False}
    found = of(after(*CONTACT, (Kind.AGREE, FIRM, PAIR, {"outcome": unseen}), AGREES))
    assert found.projects == 0
    assert [outcome.project for outcome in found.listed] == [""]


def test_one_item_of_a_plan_counts_once_however_many_helped() -> None:
    some = [Facts("o", Stage.AGREED, outcome=Outcome(**OUTCOME)) for _ in range(2)]
    assert statistics({}, ["o"], some).projects == 1


def test_an_agreement_that_is_declined_later_counts_no_more() -> None:
    found = of(after(*AGREED, (Kind.DECLINE, CITY, PAIR, {"reasons": ["price"]})))
    assert (found.agreements, found.money, found.projects) == (0, (), 0)
    assert found.decline_reasons == {"price": 1}


@given(st.lists(st.floats(1, 1e12), max_size=6))
def test_no_sum_is_told_of_fewer_than_three(amounts: list[float]) -> None:
    some = [
        Facts("o", Stage.AGREED, outcome=Outcome("contract", amount, "EUR", 2026))
        for amount in amounts
    ]
    for money in statistics({}, (), some).money:
        assert (money.amount is None) is (money.outcomes < 3)
        assert money.amount is None or money.amount == pytest.approx(sum(amounts), rel=0.051)


def test_an_interest_that_waits_counts_in_no_rate_and_one_that_lapsed_in_the_rate() -> None:
    asked = after(*MUTUAL[:-1])
    assert (of(asked).asked, of(asked).answer_rate) == (0, None)
    lapsed = apply(asked, Event(START + timedelta(days=40), Kind.LAPSE, CLOCK, PAIR))
    assert (of(lapsed).asked, of(lapsed).answer_rate) == (1, 0.0)


def test_a_refusal_is_an_answer_and_tells_why() -> None:
    when = START + timedelta(days=4)
    said = {"reasons": ["price", "timing"]}
    found = of(apply(after(*MUTUAL[:-1]), Event(when, Kind.DECLINE, FIRM, PAIR, said)))
    assert (found.answer_rate, found.mutual_rate, found.median_days_to_answer) == (1.0, 0.0, 4)
    assert found.decline_reasons == {"price": 1, "timing": 1}


def test_meetings_count_offers_that_nobody_met() -> None:
    exchange = after(*MUTUAL)
    alone = exchange.listings["o1"]
    second = replace(alone, record=replace(alone.record, id="o2"))
    assert of(exchange).meeting_gini == 0.0
    assert of(exchange.with_listing(second)).meeting_gini == pytest.approx(0.5)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=20))
def test_gini_is_half_the_mean_difference_over_the_mean(counts: list[int]) -> None:
    found, n, total = gini(counts), len(counts), sum(counts)
    if not total:
        assert found is None
        return
    differences = sum(abs(a - b) for a in counts for b in counts)
    assert found == pytest.approx(differences / (2 * n * total))
    assert 0 <= (found or 0) < 1


@pytest.mark.parametrize(
    "stated",
    [
        {}, {"kind": "luck"}, {"kind": "pilot", "amount": 3}, {"kind": "pilot", "tonnes_low": 3},
        {"kind": "pilot", "tonnes_low": 9, "tonnes_high": 3, "tonnes_basis": "design"},
        {"kind": "pilot", "tonnes_low": 1, "tonnes_high": 3}, {"kind": "pilot", "colour": "red"},
        {"kind": "pilot", "amount": float("nan"), "currency": "EUR", "price_base": 2026},
        {"kind": "pilot", "amount": -1, "currency": "EUR", "price_base": 2026},
        {"kind": "pilot", "amount": True, "currency": "EUR", "price_base": 2026},
        {"kind": "pilot", "price_base": "2026"}, {"kind": "pilot", "project": 7},
    ],
)  # fmt: skip
def test_an_outcome_that_means_nothing_is_told(stated: dict[str, object]) -> None:
    assert list(outcome_errors(stated))


def test_a_whole_outcome_is_right() -> None:
    assert list(outcome_errors(OUTCOME)) == []
    assert list(outcome_errors({"kind": "memorandum"})) == []


def test_interest_of_both_and_a_wrong_technology_are_judgements_and_silence_is_none() -> None:
    assert [j.good for j in judgements(after(*AGREED))] == [True]
    when = START + timedelta(days=2)
    for reasons, told in ((["technology"], [False]), (["price"], [])):
        said = Event(when, Kind.DECLINE, FIRM, PAIR, {"reasons": reasons})
        declined = apply(after(*MUTUAL[:-1]), said)
        assert [j.good for j in judgements(declined)] == told
    late = after(*CONTACT, (Kind.DECLINE, FIRM, PAIR, {"reasons": ["technology"]}))
    assert [j.good for j in judgements(late)] == [False]
    assert judgements(after(*SUGGESTED)) == ()
    found = (Kind.SUGGEST, CITY, PAIR, {"origin": "search"})
    by_search = (
        *PUBLISHED,
        found,
        (Kind.INTEREST, CITY, PAIR, {}),
        (Kind.INTEREST, FIRM, PAIR, {}),
    )
    assert judgements(after(*by_search)) == ()
