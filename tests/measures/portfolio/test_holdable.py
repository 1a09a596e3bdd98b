"""Only targets that cannot be held are left out, and what comes nearest is told in their terms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.measures.portfolio.conftest import Pose

from dafeng.axes import year_axis
from dafeng.dossier.records import Row
from dafeng.measures.portfolio.early import judged
from dafeng.measures.portfolio.effects import QUANTITIES, totals
from dafeng.measures.portfolio.holdable import Holdable, holdable
from dafeng.measures.portfolio.place import Posed
from dafeng.measures.portfolio.problem import Budget
from dafeng.measures.portfolio.solve import InfeasibleError, least_cost
from dafeng.measures.portfolio.targets import ReadTarget, Record, limits_from, read_targets
from dafeng.scenarios.simulation import BASES


def read(asked: Posed, *rows: tuple[str, str, str, str]) -> tuple[ReadTarget, ...]:
    names = ("indicator", "year", "value", "unit")
    made = tuple(Row(tuple(zip(names, row, strict=True))) for row in rows)
    return read_targets(made, asked.path, "park", Record({}, {}))


def held(asked: Posed, targets: tuple[ReadTarget, ...]) -> Holdable:
    limits = limits_from(targets, asked.problem.years, asked.path)
    return holdable(replace(asked.problem, limits=limits), targets, asked.path)


def level(asked: Posed, share: float, year: int = 2030) -> str:
    """Return a share of the CO2 that the path has in a year [MtCO2]."""
    at = asked.problem.years.index(year)
    found = asked.problem.base[QUANTITIES.index("co2"), at]
    return f"{share * found / 1e6:.6f}"


def test_a_target_out_of_reach_does_not_take_the_others_with_it(pose: Pose) -> None:
    asked = pose()
    easy = ("CO2 emissions", "2030", level(asked, 0.999), "MtCO2")
    targets = read(asked, easy, ("非化石能源消费比重", "2028", "97", "%"))
    found = held(asked, targets)
    assert [t.indicator for t in found.held] == ["CO2 emissions"]
    assert [t.indicator for t in found.left_out] == ["非化石能源消费比重"]
    portfolio = least_cost(replace(asked.problem, limits=found.limits))
    at = asked.problem.years.index(2030)
    assert portfolio.totals[0, at] <= 0.999 * asked.problem.base[0, at] * (1 + 1e-9)


def test_what_comes_nearest_is_told_as_the_share_that_was_asked(pose: Pose) -> None:
    asked = pose()
    found = held(asked, read(asked, ("非化石能源消费比重", "2028", "97", "%")))
    (give,) = found.gives
    assert give is not None
    assert give.year == 2028
    assert give.asked == pytest.approx(97)
    assert 0 < give.nearest < 97
    assert "[%]" in give.text.en


def test_one_year_of_a_limit_is_left_out_and_the_other_held(pose: Pose) -> None:
    asked = pose()
    targets = read(
        asked,
        ("CO2 emissions", "2027", "0.000001", "MtCO2"),
        ("CO2 emissions", "2060", level(asked, 0.999, 2060), "MtCO2"),
    )
    found = held(asked, targets)
    assert [t.year for t in found.held] == [2060]
    assert [t.year for t in found.left_out] == [2027]


def test_nothing_is_left_out_where_all_can_be_held(pose: Pose) -> None:
    asked = pose()
    found = held(asked, read(asked, ("CO2 emissions", "2030", level(asked, 1.0), "MtCO2")))
    assert (found.left_out, found.gives, found.given_up) == ((), (), ())
    assert len(found.limits) == 1


def test_targets_before_the_first_year_are_judged_and_no_limit(pose: Pose) -> None:
    asked = pose()
    early, path = asked.path.years.labels[0] + 1, asked.path
    first = early + 1
    targets = read(
        asked,
        ("非化石能源消费比重", str(early), "97", "%"),
        ("CO2 emissions", str(early), "100000", "MtCO2"),
        ("CO2 emissions", "2030", "1", "MtCO2"),
    )
    kept, found = judged(targets, first, path, "park")
    assert [t.limit for t in kept] == ["", "", "cap:co2"]
    assert [j.met for j in found] == [False, True]
    at = totals(path, year_axis(early, early), BASES["park"])
    assert found[1].reached == pytest.approx(float(at[0, 0]))
    assert all(t.reason is not None and str(first) in t.reason.zh for t in kept[:2])
    assert np.isfinite(found[0].reached)


CO2_2031 = ("CO2 emissions", "2031")
NO_ENERGY = ("Total energy consumption", "2032", "1", "万tce")


def own_years(asked: Posed, targets: tuple[ReadTarget, ...]) -> bool:
    """Say whether targets can be met together in their own years."""
    only = []
    for target in targets:
        (limit,) = limits_from((target,), asked.problem.years, asked.path)
        at = np.array(asked.problem.years.labels) == target.year
        lower, upper = np.where(at, limit.lower, -np.inf), np.where(at, limit.upper, np.inf)
        only.append(replace(limit, lower=lower, upper=upper))
    try:
        least_cost(replace(asked.problem, limits=tuple(only)))
    except InfeasibleError:
        return False
    return True


@pytest.mark.parametrize(("share", "kept"), [("50", 0.6), ("60", 0.45)])
def test_no_target_is_left_out_that_could_be_put_back(pose: Pose, share: str, kept: float) -> None:
    asked = pose()
    share_2030 = ("非化石能源消费比重", "2030", share, "%")
    rows = (share_2030, (*CO2_2031, level(asked, kept, 2031), "MtCO2"), NO_ENERGY)
    found = held(asked, read(asked, *rows))
    assert found.left_out
    assert own_years(asked, found.held)
    for target in found.left_out:
        assert not own_years(asked, (*found.held, target))


@pytest.mark.parametrize("more", [NO_ENERGY, ("CO2 emissions", "2031", "0.000001", "MtCO2")])
def test_a_target_that_cannot_be_held_takes_no_other_with_it(
    pose: Pose, more: tuple[str, str, str, str]
) -> None:
    asked = pose()
    rows = (
        ("非化石能源消费比重", "2030", "50", "%"),
        (*CO2_2031, level(asked, 0.6, 2031), "MtCO2"),
    )
    before = held(asked, read(asked, *rows))
    assert before.held
    for more_rows in ((*rows, more), (more, *rows)):
        assert held(asked, read(asked, *more_rows)).held == before.held


def test_a_lenient_target_stays_where_a_strict_one_of_the_same_year_goes(pose: Pose) -> None:
    asked = pose()
    strict = ("CO2 emissions", "2030", "0.000001", "MtCO2")
    lenient = ("CO2 emissions", "2030", level(asked, 0.999), "MtCO2")
    targets = read(asked, strict, lenient)
    found = held(asked, targets)
    assert (found.left_out, found.held) == (targets[:1], targets[1:])
    (give,) = found.gives
    assert give is not None
    assert 1e6 * float(lenient[2]) > give.nearest > give.asked


def test_what_comes_nearest_to_each_does_not_depend_on_other_left_out_ones(pose: Pose) -> None:
    asked = pose()
    share = ("非化石能源消费比重", "2030", "97", "%")
    (alone,) = held(asked, read(asked, share)).gives
    together = held(asked, read(asked, share, NO_ENERGY)).gives
    assert alone is not None
    assert together[0] is not None
    assert together[0].nearest == pytest.approx(alone.nearest, rel=1e-6)


def test_a_coal_target_of_nought_has_a_nearest_and_no_share(pose: Pose) -> None:
    asked = pose()
    (give,) = held(asked, read(asked, ("煤炭消费总量", "2060", "0", "万吨标准煤"))).gives
    assert give is not None
    assert (give.year, give.asked, give.share) == (2060, 0.0, None)
    assert give.nearest > 0


def test_no_money_leaves_out_what_needs_it_and_nothing_else(pose: Pose) -> None:
    asked = pose()
    poor = Budget(np.zeros(len(asked.problem.years)))
    targets = read(
        asked,
        ("CO2 emissions", "2030", level(asked, 0.9), "MtCO2"),
        ("CO2 emissions", "2028", level(asked, 1.001, 2028), "MtCO2"),
    )
    found = holdable(replace(asked.problem, budget=poor), targets, asked.path)
    assert [t.year for t in found.held] == [2028]
    assert all(give is None or give.wish == "target:cap:co2" for give in found.gives)
