"""What the statistics page counts, and what outcomes teach of the weights."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.exchange.learning import judgements
from dafeng.exchange.workflow import Event, Exchange, Kind, Money, apply, gini, statistics
from dafeng.exchange.workflow.outcome import outcome_errors

from .cast import (
    CITY,
    CLOCK,
    CONTACT,
    FIRM,
    MUTUAL,
    OUTCOME,
    PAIR,
    PUBLISHED,
    START,
    SUGGESTED,
    after,
)

AGREED = (
    *CONTACT,
    (Kind.AGREE, FIRM, PAIR, {"outcome": OUTCOME}),
    (Kind.AGREE, CITY, PAIR, {}),
)


def test_an_empty_exchange_has_no_rates() -> None:
    found = statistics(Exchange())
    assert found.answer_rate is None
    assert found.median_days_to_answer is None
    assert found.exposure_gini is None
    assert found.money == ()


def test_answers_agreements_and_money_are_counted() -> None:
    found = statistics(after(*AGREED))
    assert (found.asked, found.answered, found.answer_rate, found.mutual_rate) == (1, 1, 1.0, 1.0)
    assert (found.agreements, found.deliveries) == (1, 0)
    assert found.money == (Money("CNY", 2026, 1e6, 1),)
    ((name, outcome),) = found.outcomes
    assert (name, outcome.tonnes_low, outcome.tonnes_high) == (PAIR, 900, 1300)


def test_an_interest_that_waits_counts_in_no_rate_and_one_that_lapsed_in_the_rate() -> None:
    asked = after(*MUTUAL[:-1])
    assert (statistics(asked).asked, statistics(asked).answer_rate) == (0, None)
    lapsed = apply(asked, Event(START + timedelta(days=40), Kind.LAPSE, CLOCK, PAIR))
    assert (statistics(lapsed).asked, statistics(lapsed).answer_rate) == (1, 0.0)


def test_a_refusal_is_an_answer_and_tells_why() -> None:
    when = START + timedelta(days=4)
    said = {"reasons": ["price", "timing"]}
    found = statistics(apply(after(*MUTUAL[:-1]), Event(when, Kind.DECLINE, FIRM, PAIR, said)))
    assert (found.answer_rate, found.mutual_rate, found.median_days_to_answer) == (1.0, 0.0, 4)
    assert found.decline_reasons == {"price": 1, "timing": 1}


def test_exposure_counts_offers_that_nobody_was_shown() -> None:
    exchange = after(*SUGGESTED)
    alone = exchange.listings["o1"]
    second = replace(alone, record=replace(alone.record, id="o2"))
    assert statistics(exchange).exposure_gini == 0.0
    assert statistics(exchange.with_listing(second)).exposure_gini == pytest.approx(0.5)


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
    assert judgements(after(*SUGGESTED)) == ()
    found = (Kind.SUGGEST, CITY, PAIR, {"origin": "search"})
    by_search = (
        *PUBLISHED,
        found,
        (Kind.INTEREST, CITY, PAIR, {}),
        (Kind.INTEREST, FIRM, PAIR, {}),
    )
    assert judgements(after(*by_search)) == ()
