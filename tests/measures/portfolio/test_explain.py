"""What would have to give, in both languages, by the least that is enough."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.measures.portfolio.tiny import co2_cap, tiny

from dafeng.measures.portfolio.explain import explain
from dafeng.measures.portfolio.problem import Budget
from dafeng.measures.portfolio.solve import least_cost


def test_cap_out_of_reach_by_five_tonnes() -> None:
    """10 t can be avoided, 15 are asked: the cap of 85 rises by 5, which is 5.9 % of it."""
    problem = tiny(1, limits=(co2_cap([85.0]),))
    found = explain(problem)
    (give,) = found.together
    assert (give.wish, give.year, give.raised) == ("cap", 2026, True)
    assert give.amount == pytest.approx(5)
    assert (give.asked, give.nearest) == pytest.approx((85, 90))
    assert give.share == pytest.approx(5 / 85)
    assert "85.00 提高到 90.00" in give.text.zh
    assert "2026" in give.text.zh
    assert "raised" in give.text.en
    eased = replace(problem, limits=(co2_cap([85.0 + give.amount + 1e-6]),))
    assert least_cost(eased).totals[0, 0] == pytest.approx(90)


def test_either_the_cap_or_the_budget_can_give() -> None:
    """8 t are asked at 2 yuan with 10 yuan: 3 t less (3 %), or 6 yuan more (60 %)."""
    problem = tiny(1, investment=2.0, total=10.0, limits=(co2_cap([92.0]),))
    found = explain(problem)
    alone = {wish: gives[0] for wish, gives in found.alone}
    assert alone["cap"].amount == pytest.approx(3)
    assert alone["budget_total"].amount == pytest.approx(6)
    assert [g.wish for g in found.together] == ["cap"]


def test_money_does_not_help_where_there_is_nothing_to_buy() -> None:
    problem = tiny(1, investment=2.0, total=10.0, limits=(co2_cap([85.0]),))
    assert {wish for wish, _ in explain(problem).alone} == {"cap"}


def test_a_total_is_told_without_a_year() -> None:
    problem = tiny(1, investment=2.0, total=-0.0, limits=(co2_cap([92.0]),))
    (give,) = dict(explain(problem).alone)["budget_total"]
    assert give.year is None
    assert give.amount == pytest.approx(16)
    assert "预算" in give.text.zh
    assert "budget" in give.text.en


def test_yearly_budget_is_named_by_its_year() -> None:
    problem = tiny(1, 2, investment=1.0, limits=(co2_cap([96.0, np.inf]),), lifetime=[2])
    tight = replace(problem, budget=Budget(np.array([1.0, 9.0])))
    alone = dict(explain(tight).alone)
    (give,) = alone["budget"]
    assert give.year == 2026
    assert give.amount == pytest.approx(3)


def test_nothing_gives_where_all_can_be_met() -> None:
    found = explain(tiny(1, limits=(co2_cap([95.0]),)))
    assert found.together == ()
