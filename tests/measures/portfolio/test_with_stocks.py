"""A portfolio acts on the place whose futures are drawn: with the stocks that it has entered."""

from __future__ import annotations

import numpy as np
import pytest
from tests.exemplar import good_dossier
from tests.measures.portfolio.sample_measures import few_measures

from dafeng.measures.portfolio.chance import hold_peak
from dafeng.measures.portfolio.drawn import Hold, with_kernel
from dafeng.measures.portfolio.joint import JointRun
from dafeng.measures.portfolio.place import Choices, Posed, posed
from dafeng.measures.portfolio.solve import Portfolio, least_emissions
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.central import central_path
from dafeng.scenarios.course import course_of
from dafeng.scenarios.draws import Draws, layout_of
from dafeng.scenarios.simulation import simulate
from dafeng.scenarios.stocks.place import stocks_of
from dafeng.scenarios.stocks.run import run
from dafeng.scenarios.story import Scenario


@pytest.fixture(name="asked", scope="module")
def posed_with_stocks(city: Baseline, story: Scenario) -> Posed:
    path = central_path(city, story, stocks_of(good_dossier()))
    return posed(path, few_measures(city), Choices("park"))


@pytest.fixture(name="deepest", scope="module")
def deepest_portfolio(asked: Posed) -> Portfolio:
    return least_emissions(asked.problem)


def test_futures_without_the_portfolio_are_those_of_the_scenarios(
    asked: Posed, city: Baseline, story: Scenario
) -> None:
    found = with_kernel(asked, story, "park", 64, 5)
    stocks = stocks_of(good_dossier())
    drawn = simulate(city, story, 64, 5, "park", stocks=stocks)
    assert np.array_equal(found, drawn.totals)
    assert not np.allclose(drawn.totals, simulate(city, story, 64, 5, "park").totals, rtol=0.01)


def test_the_joint_run_finds_stocks_and_rest(
    asked: Posed, deepest: Portfolio, story: Scenario
) -> None:
    """The kernel at the centre of every draw; the joint run keeps no account of which fuel that a
    measure brings into plants makes heat, so they differ a little."""
    joint, stocks = JointRun(asked, deepest.operation, "park"), asked.path.stocks
    assert stocks is not None
    course = course_of(asked.path.baseline, story)
    layout, years = layout_of(asked.path.baseline, stocks.normals), len(course.years)
    still = {name: np.zeros((years - 1, 1)) for name in course.errors}
    draws = Draws(layout, np.zeros((layout.size, 1)), still)
    normal = np.zeros((stocks.normals, 1))

    def totals(deployed: bool) -> np.ndarray:
        made = run(stocks, course, draws, normal, joint.deployed() if deployed else None)
        return np.array([(y.fuels + y.process + y.power).sum() for y in made])

    decided = [asked.path.years.index(y) for y in asked.problem.years]
    assert totals(deployed=False)[decided] == pytest.approx(joint.without, rel=1e-10)
    assert totals(deployed=True)[decided] == pytest.approx(joint.whole.co2("park"), rel=5e-4)
    assert (totals(deployed=True)[decided] <= totals(deployed=False)[decided]).all()


def test_no_row_of_stocks_and_rest_falls_below_zero(asked: Posed, deepest: Portfolio) -> None:
    at = [asked.path.years.index(y) for y in asked.problem.years]
    change = np.einsum("mtsc,tm->tsc", asked.effects.energy, deepest.operation)
    assert (asked.path.energy[at] + change).min() >= -1e-6 * asked.path.energy.max()


def test_the_stated_probability_is_that_of_the_places_futures(
    asked: Posed, city: Baseline, story: Scenario
) -> None:
    by = Hold(2035, probability=0.7)
    found = hold_peak(asked, story, "park", by, 11, fresh=2000)
    stocks = stocks_of(good_dossier())
    drawn = simulate(city, story, 2000, 13, "park", stocks=stocks)
    held = drawn.totals.argmax(axis=0) + drawn.years.labels[0] <= 2035
    assert found.before == pytest.approx(held.mean(), abs=0.02)
    assert found.probability >= found.before
