"""Portfolios whose best answer, and whose shadow prices, were worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.measures.portfolio.tiny import co2_cap, lumps, room, tiny

from dafeng.axes import Axis
from dafeng.language import same
from dafeng.measures.portfolio import solve
from dafeng.measures.portfolio.front import front
from dafeng.measures.portfolio.problem import Limit
from dafeng.measures.portfolio.solve import InfeasibleError, least_cost, least_emissions
from dafeng.measures.rates import Rates


def test_cap_is_met_in_the_order_of_cost_and_its_price_is_the_dearest_measure_used() -> None:
    """Cap 85 of 100 t: 15 t to avoid. m0 10 t at 2, then m1 5 t at 5: cost 20 + 25 = 45.

    One tonne more room saves one tonne of m1: 5 yuan.
    """
    found = least_cost(tiny(2, investment=[2.0, 5.0], build=20.0, limits=(co2_cap([85.0]),)))
    assert found.operation[0] == pytest.approx([10, 5])
    assert found.cost == pytest.approx(45)
    (price,) = found.prices
    assert (price.kind, price.what, price.year) == ("limit", "cap", 2026)
    assert price.value == pytest.approx(5)
    assert not found.degenerate


def test_price_of_a_room_is_what_the_next_best_costs_more() -> None:
    """Both draw on a row of 6: m0 takes 1 per unit at 2 yuan, m1 none at 5. 10 t to avoid.

    m0 6 + m1 4 = 12 + 20 = 32; one more of the row saves 5 - 2 = 3.
    """
    found = least_cost(
        tiny(2, running=[2.0, 5.0], limits=(co2_cap([90.0]),), rooms=room([6.0], {0: 1.0}))
    )
    assert found.cost == pytest.approx(32)
    prices = {p.kind: p.value for p in found.prices}
    assert prices == pytest.approx({"limit": 5.0, "room": 3.0})


def test_discounted_price_stands_in_money_of_its_year() -> None:
    """At 25 % a tonne avoided in the second year for 5 yuan costs 4 today; its price there is 5."""
    found = least_cost(
        tiny(1, 2, running=5.0, limits=(co2_cap([np.inf, 90.0]),), rates=Rates(0.25, 0.25))
    )
    assert found.cost == pytest.approx(40)
    (price,) = found.prices
    assert price.year == 2027
    assert price.value == pytest.approx(5)


def test_knapsack_of_projects() -> None:
    """Weights 5, 4, 3 (yuan) with 10, 7, 6 t and a budget of 7: the best is 4 + 3 -> 13 t.

    By tonnes per yuan one would take 5 -> 10 t first and have no money for another.
    """
    problem = tiny(
        1,
        potential=100.0,
        build=0.0,
        total=7.0,
        projects=lumps([10.0, 7.0, 6.0], [5.0, 4.0, 3.0]),
    )
    found = least_emissions(problem)
    assert found.taken.tolist() == [False, True, True]
    assert found.avoided == pytest.approx(13)


def test_a_search_ends_after_as_many_nodes_on_every_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Covering 20,001 t by 30 lumps of even size, each at its size, has no proof but counting."""
    sizes = (2 * np.random.default_rng(4).integers(500, 2000, 30)).astype(float).tolist()
    problem = tiny(
        1,
        base=1e5,
        potential=1e6,
        build=0.0,
        projects=lumps(sizes, sizes),
        limits=(co2_cap([1e5 - 20_001]),),
    )
    monkeypatch.setattr(solve, "NODES", 20)
    one, other = (least_cost(problem, gap=0.0) for _ in range(2))
    assert one.gap > 0
    assert one.taken.tolist() == other.taken.tolist()
    assert one.cost >= 20_002


def test_cheapest_cover_by_projects_and_its_fixed_price() -> None:
    """12 t to avoid by lumps of 10 t (cost 9) and 7 t (cost 7), the rest by m0 at 3 yuan.

    10 + 2 m0 = 9 + 6 = 15; 7 + 5 m0 = 22; both = 16; none = 36. With the lump fixed, a tonne of
    room saves 3 yuan.
    """
    problem = tiny(
        1,
        running=0.0,
        potential=40.0,
        build=40.0,
        investment=3.0,
        limits=(co2_cap([88.0]),),
        projects=lumps([10.0, 7.0], [9.0, 7.0]),
    )
    found = least_cost(problem)
    assert found.taken.tolist() == [True, False]
    assert found.cost == pytest.approx(15)
    assert found.building[0, 0] == pytest.approx(2)
    assert [p.value for p in found.prices] == [pytest.approx(3)]


def test_what_is_slow_begins_early() -> None:
    """6 t to be avoided in year 3 at 2 a year: building must begin in year 1 though it costs."""
    found = least_cost(
        tiny(1, 3, build=2.0, running=1.0, limits=(co2_cap([np.inf, np.inf, 94.0]),))
    )
    assert found.building[:, 0] == pytest.approx([2, 2, 2])
    assert found.operation[2, 0] == pytest.approx(6)


def test_dear_but_slow_goes_along_with_cheap_and_fast() -> None:
    """Years 1 and 2: caps 95 and 85. m0 10 t at 1 a year; m1 at 4, 2.5 a year of pace.

    Year 2 needs 15 = 10 + 5: m1 must build 2.5 in year 1 already, though m0 alone would do there.
    What is built runs: year 1 has m0 2.5 and m1 2.5, 12.5 yuan; year 2 m0 10 and m1 5, 30 yuan.
    """
    found = least_cost(
        tiny(2, 2, running=[1.0, 4.0], build=[10.0, 2.5], limits=(co2_cap([95.0, 85.0]),))
    )
    assert found.building[:, 1] == pytest.approx([2.5, 2.5])
    assert found.operation[0] == pytest.approx([2.5, 2.5])
    assert found.cost == pytest.approx(42.5)


def test_a_measure_waits_if_money_is_worth_more_later() -> None:
    """5 t in year 2 for 10 yuan each; built in year 1 it costs 50, in year 2 50 / 1.25 = 40."""
    found = least_cost(
        tiny(
            1,
            2,
            investment=10.0,
            lifetime=[1],
            limits=(co2_cap([np.inf, 95.0]),),
            rates=Rates(0.25, 0.25),
        )
    )
    assert found.building[:, 0] == pytest.approx([0, 5])
    assert found.cost == pytest.approx(40)


def test_what_is_worn_out_is_built_again() -> None:
    """Life of two years, 4 t in each of five years at 6 yuan: built in 1, 3 and 5.

    The last lives half inside the horizon: 4 x 6 x 2.5 = 60.
    """
    found = least_cost(tiny(1, 5, lifetime=[2], investment=6.0, limits=(co2_cap([96.0] * 5),)))
    assert found.building.sum() == pytest.approx(12)
    assert found.cost == pytest.approx(60)
    window = found.building[1:, 0] + found.building[:-1, 0]
    assert (window >= 4 - 1e-6).all()


def test_prerequisite_goes_as_far_as_what_needs_it() -> None:
    """m1 (5 of 10) needs m0 (potential 20, no effect, 1 yuan): half of m0 too, cost 5 x 2 + 10."""
    problem = tiny(
        2,
        avoided=[0.0, 1.0],
        running=[1.0, 2.0],
        potential=[20.0, 10.0],
        build=20.0,
        limits=(co2_cap([95.0]),),
        needs=((1, 0),),
    )
    found = least_cost(problem)
    assert found.operation[0] == pytest.approx([10, 5])
    assert found.cost == pytest.approx(20)


def test_measures_for_the_same_base_share_it() -> None:
    """m0 (10 t at 1) and m1 (20 t at 4) exclude one another: shares sum to one.

    15 t: a/10 + b/20 <= 1 and a + b = 15 -> a = 5, b = 10, cost 5 + 40 = 45.
    """
    problem = tiny(
        2,
        running=[1.0, 4.0],
        potential=[10.0, 20.0],
        build=20.0,
        limits=(co2_cap([85.0]),),
        one_of=((0, 1),),
    )
    found = least_cost(problem)
    assert found.operation[0] == pytest.approx([5, 10])
    assert found.cost == pytest.approx(45)


def test_one_of_a_group_of_projects() -> None:
    """p0 8 t for 4 and p1 9 t for 5 exclude one another, p2 5 t for 6: 12 t need p0 + p2 = 10."""
    problem = tiny(
        1,
        potential=30.0,
        build=0.0,
        limits=(co2_cap([88.0]),),
        projects=lumps([8.0, 9.0, 5.0], [4.0, 5.0, 6.0], one_of=((0, 1),)),
    )
    assert least_cost(problem).taken.tolist() == [True, False, True]


def test_a_project_that_needs_another_brings_it_along() -> None:
    """p0 10 t for 1 needs p1 (nothing, 8); p2 10 t for 7: 10 t are cheaper by p2 alone."""
    of = lumps([10.0, 0.0, 10.0], [1.0, 8.0, 7.0], needs=((0, 1),))
    problem = tiny(1, potential=30.0, build=0.0, limits=(co2_cap([90.0]),), projects=of)
    assert least_cost(problem).taken.tolist() == [False, False, True]
    both = tiny(1, potential=30.0, build=0.0, limits=(co2_cap([80.0]),), projects=of)
    assert least_cost(both).taken.tolist() == [True, True, True]


def test_start_of_a_project_is_chosen() -> None:
    """One project, start in year 1 or 2, 6 yuan: needed in year 2 only; at 20 % later is cheaper.

    Early: 6 x 1 for two years' life inside; late: 6 / 1.2 with one of two years inside.
    """
    of = lumps([0.0, 0.0], [0.0, 0.0], years=2)
    operation = np.array([[5.0, 0.0], [5.0, 5.0]])
    investment = np.array([[6.0, 0.0], [0.0, 6.0]])
    projects = type(of)(
        Axis("project", ("p",)),
        np.array([0, 0]),
        np.array([0, 1]),
        np.array([0, 0]),
        operation,
        investment,
        np.zeros((2, 2)),
        np.array([2, 2]),
    )
    problem = tiny(
        1,
        2,
        potential=30.0,
        build=0.0,
        limits=(co2_cap([np.inf, 95.0]),),
        projects=projects,
        rates=Rates(0.2, 0.2),
    )
    found = least_cost(problem)
    assert found.taken.tolist() == [False, True]
    share = 1 / (1 + 1 / 1.2)
    assert found.cost == pytest.approx(6 / 1.2 * share)


def test_yearly_budget_spreads_building_and_has_a_price() -> None:
    """4 yuan a year at 1 yuan a unit: 4, then 4 more; over both years 4 + 8 = 12 t."""
    found = least_emissions(tiny(1, 2, investment=1.0, yearly=4.0, potential=20.0, build=20.0))
    assert found.building[:, 0] == pytest.approx([4, 4], rel=1e-4)
    assert found.avoided == pytest.approx(12, rel=1e-5)


def test_total_budget_buys_where_a_yuan_avoids_most() -> None:
    """20 yuan: m0 10 t at 1, the rest m1 at 4 -> 2.5 t."""
    found = least_emissions(tiny(2, investment=[1.0, 4.0], total=20.0))
    assert found.operation[0] == pytest.approx([10, 2.5], rel=1e-4)
    assert found.investment.sum() == pytest.approx(20, rel=1e-4)


def test_what_saves_money_is_taken_without_being_asked() -> None:
    found = least_cost(tiny(2, running=[1.0, 1.0], savings=[3.0, 0.0]))
    assert found.operation[0] == pytest.approx([10, 0])
    assert found.cost == pytest.approx(-20)
    assert found.prices == () or all(p.value >= 0 for p in found.prices)


def test_target_for_a_share_is_linear() -> None:
    """Clean 20 of 100; m0 turns a unit of the rest into clean. 30 % need 10 units at 2 yuan."""
    problem = tiny(1, potential=50.0, build=50.0, running=2.0)
    weights = np.array([[0.0], [1.0], [-0.3]])
    target = Limit("share", same("share"), weights, np.array([0.0]), np.array([np.inf]))
    found = least_cost(
        replace(
            problem,
            quantities=Axis("quantity", ("co2", "clean", "all")),
            base=np.array([[100.0], [20.0], [100.0]]),
            effect=np.array([[[-1.0]], [[1.0]], [[0.0]]]),
            limits=(target,),
        )
    )
    assert found.operation[0, 0] == pytest.approx(10)
    assert found.prices[0].value == pytest.approx(-2)


def test_the_two_rates_stand_side_by_side() -> None:
    """10 yuan now save 6 in each of two years: 2 in hand at 0 %, less at 50 %: 10 - 6 - 4 = 0."""
    found = least_cost(
        tiny(
            1,
            2,
            investment=10.0,
            savings=6.0,
            potential=1.0,
            build=1.0,
            rates=Rates(private=0.5, social=0.0),
        )
    )
    assert found.cost == pytest.approx(-2)
    assert found.private_cost == pytest.approx(0)


def test_front_is_the_supply_curve_of_tonnes() -> None:
    """m0 10 t at 2, m1 10 t at 5: from 0 to 20 t by steps of 5 t: 0, 10, 20, 45, 70."""
    found = front(tiny(2, running=[2.0, 5.0]), points=5)
    assert found.avoided == pytest.approx([0, 5, 10, 15, 20])
    assert found.cost == pytest.approx([0, 10, 20, 45, 70])
    assert found.price[1] == pytest.approx(2)
    assert found.price[3] == pytest.approx(5)


def test_what_cannot_be_met_is_said() -> None:
    with pytest.raises(InfeasibleError) as error:
        least_cost(tiny(1, limits=(co2_cap([80.0]),)))
    assert error.value.text.zh
    assert error.value.text.en
