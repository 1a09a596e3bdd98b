"""A stated probability is the share of draws never seen in which the peak holds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.measures.portfolio.conftest import Pose
from tests.measures.portfolio.tiny import tiny

from dafeng.axes import year_axis
from dafeng.measures.portfolio.chance import hold_peak
from dafeng.measures.portfolio.drawn import (
    Drawn,
    Hold,
    above_before,
    drawn,
    grouped,
    held,
    with_kernel,
    with_portfolio,
)
from dafeng.measures.portfolio.joint import JointRun
from dafeng.measures.portfolio.solve import least_emissions
from dafeng.measures.portfolio.tail import tail_of
from dafeng.peak.outlook import outlook, peaks_of, probability_by, with_history
from dafeng.scenarios.simulation import simulate
from dafeng.scenarios.story import Scenario


def _draws(levels: list[float]) -> Drawn:
    """Return draws with a base year of 90 t and one year of decision."""
    totals = np.array([[90.0] * len(levels), levels])
    return Drawn(year_axis(2025, 2026), totals, np.ones((1, 2, len(levels))))


def test_cvar_by_hand() -> None:
    """Draws 100, 102, 104, 106, 108; level 100; p = 0.6: the worst two of five overshoot 7 t.

    So 7 t must be avoided at 1 yuan; with a margin of 2 t, five.
    """
    problem = tiny(1, running=1.0, potential=20.0, build=20.0)
    change = -np.ones((1, 1, 1))
    draws = _draws([100.0, 102.0, 104.0, 106.0, 108.0])
    tail = tail_of(problem, change, draws, Hold(2026, 100.0, 0.6), np.zeros((1, 1)))
    assert tail.overshoot(tail.at(np.inf)) == pytest.approx(7)
    assert tail.at(0.0).cost == pytest.approx(7, rel=1e-5)
    assert tail.at(2.0).operation[0, 0] == pytest.approx(5, rel=1e-5)
    assert tail.least() == pytest.approx(90 - 100, abs=0.05)  # the base year stays as it is


def test_a_peak_is_held_against_each_draw_s_own_level() -> None:
    """2025: 90 t, 2026: 92, 95, 91. p = 2/3: the worst of three is 5 t above its own 2025."""
    problem = tiny(1, running=1.0, potential=20.0, build=20.0)
    draws = _draws([92.0, 95.0, 91.0])
    hold = Hold(2025, np.inf, 2 / 3)
    tail = tail_of(problem, -np.ones((1, 1, 1)), draws, hold, np.zeros((1, 1)))
    assert tail.at(0.0).cost == pytest.approx(5, rel=1e-5)


def test_draws_that_are_lost_beforehand_leave_more_to_the_others() -> None:
    """Two of ten draws are above the level in the base year: the other eight hold at 0.6 / 0.8."""
    levels = [100.0] * 8 + [120.0] * 2
    draws = _draws(levels)
    draws.totals[0, 8:] = 101.0
    hold = Hold(2026, 100.0, 0.6)
    tail = tail_of(tiny(1), -np.ones((1, 1, 1)), draws, hold, np.zeros((1, 1)))
    assert tail.sure == pytest.approx(0.75)
    assert tail.drawn.totals.shape == (2, 8)


def test_draws_without_a_portfolio_are_the_ensemble(pose: Pose, story: Scenario) -> None:
    asked = pose()
    mine = drawn(asked, story, "park", 300, 5)
    ensemble = simulate(asked.path.baseline, story, 300, 5, "park")
    assert mine.totals == pytest.approx(ensemble.totals, rel=1e-9)
    nothing = np.zeros((mine.ratio.shape[0], len(asked.problem.years)))
    assert with_portfolio(mine, nothing) == pytest.approx(mine.totals)


@pytest.mark.parametrize("probability", [0.5, 0.8])
def test_stated_probability_is_met_on_fresh_draws(
    pose: Pose, story: Scenario, probability: float
) -> None:
    asked = pose()
    found = hold_peak(asked, story, "park", Hold(2045, np.inf, probability), 11)
    assert found.before < probability - 0.1
    assert found.reached
    assert found.draws == 10_000
    assert abs(found.probability - probability) <= 0.02
    assert abs(found.linear - found.probability) <= 0.02


def test_the_solver_s_linear_effects_are_near_the_kernel_s(pose: Pose, story: Scenario) -> None:
    asked = pose()
    found = least_emissions(asked.problem)
    draws = drawn(asked, story, "park", 2_000, 5)
    linear = with_portfolio(draws, np.einsum("gtm,tm->gt", grouped(asked, "park"), found.operation))
    deployed = JointRun(asked, found.operation, "park").deployed()
    run = with_kernel(asked, story, "park", 2_000, 5, deployed)
    assert np.median(run, axis=1) == pytest.approx(np.median(linear, axis=1), rel=0.03)
    without = with_kernel(asked, story, "park", 2_000, 5)
    assert without == pytest.approx(draws.totals, rel=1e-12)


def test_what_is_out_of_reach_is_said(pose: Pose, story: Scenario) -> None:
    asked = pose(only=("save_heat", "clinker"))
    found = hold_peak(asked, story, "park", Hold(2026, np.inf, 0.9), 11, fresh=2000)
    assert not found.reached
    assert found.probability < 0.9


def test_held_counts_year_and_level() -> None:
    totals = np.array([[90.0, 90.0, 99.0], [95.0, 90.0, 98.0], [94.0, 91.0, 97.0]])
    years = year_axis(2025, 2027)
    assert held(totals, years, Hold(2026)).tolist() == [True, False, True]
    assert held(totals, years, Hold(2026, 96.0)).tolist() == [True, False, False]


def test_a_peak_of_the_past_counts_as_in_the_outlook(pose: Pose, story: Scenario) -> None:
    """Observed years stand before the futures just as for `dafeng peak`."""
    asked = pose()
    base = asked.path.years.labels[0]
    past = {base - 2: 1.9, base - 1: 1.4, base: 1.0}
    mine = drawn(replace(asked, past=past), story, "park", 300, 5)
    ensemble = simulate(asked.path.baseline, story, 300, 5, "park")
    observed = np.array(list(past.values()))
    totals, years = with_history(ensemble.totals, ensemble.years, tuple(past), observed)
    assert mine.years == years
    assert mine.totals == pytest.approx(totals, rel=1e-9)
    said = outlook(peaks_of(totals, years), "frozen")
    for by in (base - 2, base, base + 10, base + 25):
        share = held(mine.totals, mine.years, Hold(by), mine.past).mean()
        assert share == pytest.approx(probability_by(said, by))
    assert (
        probability_by(said, base)
        > probability_by(outlook(peaks_of(ensemble.totals, ensemble.years), "frozen"), base) + 0.05
    )


def test_the_level_need_not_hold_in_observed_years(pose: Pose, story: Scenario) -> None:
    asked = pose()
    base = asked.path.years.labels[0]
    mine = drawn(replace(asked, past={base - 1: 10.0, base: 1.0}), story, "park", 100, 5)
    level = float(mine.totals[mine.past :].max())
    assert mine.totals.max() > level
    assert held(mine.totals, mine.years, Hold(base - 1, level), mine.past).any()
    assert not above_before(mine, Hold(base - 1, level), len(asked.problem.years)).any()


def test_a_portfolio_holds_a_peak_that_the_past_helps_to_hold(pose: Pose, story: Scenario) -> None:
    asked = pose()
    base = asked.path.years.labels[0]
    helped = replace(asked, past={base - 1: 1.6, base: 1.0})
    hold = Hold(2035, np.inf, 0.7)
    plain = hold_peak(asked, story, "park", hold, 11, fresh=2000)
    found = hold_peak(helped, story, "park", hold, 11, fresh=2000)
    assert found.before > plain.before
    assert found.median.shape == (2, len(asked.path.years))
    assert not found.reached or abs(found.probability - 0.7) <= 0.04 or found.margin == np.inf
