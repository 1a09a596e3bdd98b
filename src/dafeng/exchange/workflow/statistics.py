"""How does the exchange do? Answers, agreements, outcomes, and who is met how often."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Final

from dafeng.exchange.scales import Scale
from dafeng.exchange.workflow.events import day_of
from dafeng.exchange.workflow.outcome import Outcome
from dafeng.exchange.workflow.plausibility import held
from dafeng.exchange.workflow.state import Introduction
from dafeng.exchange.workflow.vocabulary import OPEN, Kind, Side, Stage

#: Outcomes from which on a sum of money is told: of fewer, a party could tell the other's.
LEAST: Final = 3
#: Significant figures of such a sum: what one more outcome adds does not show.
FIGURES: Final = 2
_CLOSED: Final = (Stage.AGREED, Stage.DELIVERED)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the statistics take of one introduction.

    Parameters
    ----------
    offer, stage
        Its offer, and where it stands.
    days, mutual
        Days from the first interest to the answer of the other side, and whether that was
        interest; None while there is none.
    lapsed, met
        Whether an interest lapsed, and whether there was any.
    reasons
        Why it was declined.
    outcome
        What both sides state, while they stand by it; without tonnes that are held.
    held
        Whether its tonnes wait for the operator's second look.
    """

    offer: str
    stage: Stage
    days: int | None = None
    mutual: bool = False
    lapsed: bool = False
    met: bool = False
    reasons: tuple[str, ...] = ()
    outcome: Outcome | None = None
    held: bool = False


@dataclass(frozen=True, slots=True)
class Money:
    """Money of outcomes in one currency at prices of one year, rounded, and of how many.

    The amount is None where they are fewer than `LEAST`.
    """

    currency: str
    price_base: int
    amount: float | None
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
        How many stand agreed or delivered, and how many of them delivered.
    decline_reasons
        How often each reason was given.
    meeting_gini
        Gini coefficient of how often the offers that stand were met with interest: 0 if all alike.
    money
        By currency and price base.
    projects
        Items of plans that outcomes became and that were looked up there.
    listed
        Outcomes that both sides let be listed, one by one: tonnes of several projects are not
        added up.
    held
        How many outcomes wait for the operator's second look at their tonnes.
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
    meeting_gini: float | None
    money: tuple[Money, ...]
    projects: int
    listed: tuple[Outcome, ...]
    held: int = 0


def facts(introduction: Introduction, scale: Scale | None = None) -> Facts:
    """Return what the statistics take of an introduction.

    Parameters
    ----------
    introduction
        The introduction.
    scale
        Size of its request; None if it is not stated.
    """
    answer, waits = _answer(introduction), held(introduction, scale)
    stands = introduction.outcome if introduction.stage in _CLOSED else None
    outcome = _without_tonnes(stands) if stands is not None and waits else stands
    return Facts(
        introduction.offer,
        introduction.stage,
        None if answer is None else answer[0],
        answer is not None and answer[1],
        any(done.kind is Kind.LAPSE for done in introduction.done),
        bool(introduction.consents) or introduction.stage in OPEN,
        _reasons(introduction),
        outcome,
        stands is not None and waits,
    )


def _without_tonnes(outcome: Outcome) -> Outcome:
    return replace(outcome, tonnes_low=None, tonnes_high=None, tonnes_basis="")


def statistics(
    records: Mapping[tuple[str, str], int], offers: Collection[str], found: Iterable[Facts]
) -> Statistics:
    """Return what came of the exchange.

    Parameters
    ----------
    records
        How many records there are, by kind and status.
    offers
        Ids of the offers that stand.
    found
        Of every introduction.
    """
    every = tuple(found)
    days = [f.days for f in every if f.days is not None]
    lapsed = sum(f.lapsed for f in every)
    outcomes = [f.outcome for f in every if f.outcome is not None]
    met = Counter(f.offer for f in every if f.met)
    return Statistics(
        records=records,
        introductions=Counter(f.stage for f in every),
        asked=len(days) + lapsed,
        answered=len(days),
        answer_rate=_share(len(days), len(days) + lapsed),
        median_days_to_answer=median(days) if days else None,
        mutual_rate=_share(sum(f.mutual for f in every), len(days)),
        agreements=sum(f.stage in _CLOSED for f in every),
        deliveries=sum(f.stage is Stage.DELIVERED for f in every),
        decline_reasons=Counter(r for f in every for r in f.reasons),
        meeting_gini=gini([met[offer] for offer in offers]),
        money=_money(outcomes),
        projects=len({one.project for one in outcomes if one.project and one.checked}),
        listed=tuple(_public(one) for one in outcomes if one.listed),
        held=sum(f.held for f in every),
    )


def _public(outcome: Outcome) -> Outcome:
    """Return an outcome without its money, and without an item that nobody has looked up."""
    project = outcome.project if outcome.checked else ""
    return replace(outcome, amount=None, currency="", price_base=None, project=project)


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
    """Return after how many days the first interest was answered, and whether by interest.

    An answer is what the other side says itself: not the clock, and not the operator.
    """
    steps = [d for d in introduction.done if d.kind in (Kind.INTEREST, Kind.DECLINE, Kind.LAPSE)]
    asked = next((place for place, d in enumerate(steps) if d.kind is Kind.INTEREST), None)
    if asked is None or len(steps) == asked + 1:
        return None
    first, answer = steps[asked], steps[asked + 1]
    owners = {introduction.owner(side).organisation for side in Side}
    if answer.organisation not in owners - {first.organisation}:
        return None
    days = (day_of(answer.instant) - day_of(first.instant)).days
    return days, answer.kind is Kind.INTEREST


def _reasons(introduction: Introduction) -> tuple[str, ...]:
    last = introduction.done[-1]
    return last.reasons if introduction.stage is Stage.DECLINED else ()


def _money(outcomes: Iterable[Outcome]) -> tuple[Money, ...]:
    """Return sums by currency and price base; what is stated in others is never converted here."""
    groups: dict[tuple[str, int], list[float]] = {}
    for one in outcomes:
        if one.amount is not None and one.price_base is not None:
            groups.setdefault((one.currency, one.price_base), []).append(one.amount)
    return tuple(
        Money(*key, _rounded(sum(amounts)) if len(amounts) >= LEAST else None, len(amounts))
        for key, amounts in sorted(groups.items())
    )


def _rounded(amount: float) -> float:
    return round(amount, FIGURES - 1 - math.floor(math.log10(amount))) if amount else 0.0


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
