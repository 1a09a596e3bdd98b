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
from dafeng.measures.portfolio.holdable import Holdable, holdable, none_held
from dafeng.measures.portfolio.place import Posed
from dafeng.measures.portfolio.solve import least_cost
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
    give = next(g for g in found.gives if g.year == 2028)
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


def test_where_single_ones_do_not_help_all_are_named(pose: Pose) -> None:
    asked = pose()
    targets = read(asked, ("CO2 emissions", "2030", "0.000001", "MtCO2"))
    found = none_held(asked.problem, targets, asked.path)
    assert found.limits == ()
    assert found.left_out == targets
    assert found.gives


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
