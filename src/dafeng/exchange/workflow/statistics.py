"""How does the exchange do? Answers, agreements, and who is shown how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from dafeng.exchange.workflow.events import day_of
from dafeng.exchange.workflow.outcome import Outcome
from dafeng.exchange.workflow.state import Exchange, Introduction
from dafeng.exchange.workflow.vocabulary import OPEN, Kind, Side, Stage, Status


@dataclass(frozen=True, slots=True)
class Money:
    """Money of all outcomes in one currency at prices of one year, and of how many."""

    currency: str
    price_base: int
    amount: float
    outcomes: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """What came of the exchange; a rate of nothing is None.

    Parameters
    ----------
    records
        Records by kind and status.
    introductions
        Introductions by stage.
    asked, answered, answer_rate
        Interests whose time to answer is over or that were answered, those that were, and their
        share; one that still waits counts in neither.
    median_days_to_answer
        Median of the days from an interest to its answer.
    mutual_rate
        Share of answered interests that both sides share.
    agreements, deliveries
        How many came to an agreement, and to a delivery.
    decline_reasons
        How often each reason was given.
    exposure_gini
        Gini coefficient of how often the offers that stand were shown: 0 if all alike.
    money
        By currency and price base.
    outcomes
        What both sides state, one by one: tonnes of several projects are not added up.
    """

    records: Mapping[tuple[str, str], int]
    introductions: Mapping[Stage, int]
    asked: int
    answered: int
    answer_rate: float | None
    median_days_to_answer: float | None
    mutual_rate: float | None
    agreements: int
    deliveries: int
    decline_reasons: Mapping[str, int]
    exposure_gini: float | None
    money: tuple[Money, ...]
    outcomes: tuple[tuple[str, Outcome], ...]


def statistics(exchange: Exchange) -> Statistics:
    """Return what came of the exchange.

    Parameters
    ----------
    exchange
        All records and introductions.
    """
    all_of_them = tuple(exchange.introductions.values())
    answers = [a for i in all_of_them if (a := _answer(i)) is not None]
    days = [length for length, _mutual in answers]
    lapsed = sum(_let_lapse(i) for i in all_of_them)
    mutual = sum(both for _length, both in answers)
    outcomes = tuple((i.id, i.outcome) for i in all_of_them if i.outcome is not None)
    return Statistics(
        records=Counter((x.record.kind, x.status.value) for x in exchange.listings.values()),
        introductions=Counter(i.stage for i in all_of_them),
        asked=len(answers) + lapsed,
        answered=len(answers),
        answer_rate=_share(len(answers), len(answers) + lapsed),
        median_days_to_answer=median(days) if days else None,
        mutual_rate=_share(mutual, len(answers)),
        agreements=sum(i.consented(Kind.AGREE) == frozenset(Side) for i in all_of_them),
        deliveries=sum(i.stage is Stage.DELIVERED for i in all_of_them),
        decline_reasons=Counter(r for i in all_of_them for r in _reasons(i)),
        exposure_gini=gini(_exposure(exchange)),
        money=_money(outcome for _name, outcome in outcomes),
        outcomes=outcomes,
    )


def gini(counts: Sequence[float]) -> float | None:
    """Return the Gini coefficient of counts; None if there are none, or all are zero.

    ``sum((2 i - n - 1) x_i) / (n sum(x))`` over counts in ascending order, `i` from 1.
    """
    total, n = sum(counts), len(counts)
    if not total:
        return None
    ranked = enumerate(sorted(counts), start=1)
    return sum((2 * place - n - 1) * count for place, count in ranked) / (n * total)


def _answer(introduction: Introduction) -> tuple[int, bool] | None:
    """Return after how many days the first interest was answered, and whether by interest."""
    steps = [d for d in introduction.done if d.kind in (Kind.INTEREST, Kind.DECLINE, Kind.LAPSE)]
    asked = next((place for place, d in enumerate(steps) if d.kind is Kind.INTEREST), None)
    if asked is None or len(steps) == asked + 1:
        return None
    first, answer = steps[asked], steps[asked + 1]
    if answer.kind is Kind.LAPSE or answer.organisation == first.organisation:
        return None
    days = (day_of(answer.instant) - day_of(first.instant)).days
    return days, answer.kind is Kind.INTEREST


def _let_lapse(introduction: Introduction) -> bool:
    return any(done.kind is Kind.LAPSE for done in introduction.done)


def _reasons(introduction: Introduction) -> tuple[str, ...]:
    last = introduction.done[-1]
    return last.reasons if introduction.stage is Stage.DECLINED else ()


def _exposure(exchange: Exchange) -> list[int]:
    shown = Counter(i.offer for i in exchange.introductions.values() if i.shown or _talked(i))
    standing = (
        x.id
        for x in exchange.listings.values()
        if x.record.kind == "offer" and x.status is Status.PUBLISHED
    )
    return [shown[offer] for offer in standing]


def _talked(introduction: Introduction) -> bool:
    return bool(introduction.consents) or introduction.stage in OPEN


def _money(outcomes: Iterable[Outcome]) -> tuple[Money, ...]:
    """Return sums by currency and price base; what is stated in others is never converted here."""
    groups: dict[tuple[str, int], list[float]] = {}
    for one in outcomes:
        if one.amount is not None and one.price_base is not None:
            groups.setdefault((one.currency, one.price_base), []).append(one.amount)
    return tuple(Money(*key, sum(amounts), len(amounts)) for key, amounts in sorted(groups.items()))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
