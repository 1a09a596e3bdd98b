"""A portfolio in the energy system of a place: nothing is counted twice, nothing below zero."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.measures.portfolio.conftest import Pose

from dafeng.errors import MethodError
from dafeng.measures.portfolio.drawn import grouped
from dafeng.measures.portfolio.joint import JointRun
from dafeng.measures.portfolio.limits import cap, least_share
from dafeng.measures.portfolio.place import Choices, Posed, posed
from dafeng.measures.portfolio.solve import Portfolio, least_cost, least_emissions
from dafeng.reference.measures import Span
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.central import central_path
from dafeng.scenarios.course import course_of
from dafeng.scenarios.draws import Draws, layout_of
from dafeng.scenarios.kernel import run
from dafeng.scenarios.story import Scenario


@pytest.fixture(name="deepest", scope="module")
def deepest_portfolio(pose: Pose) -> tuple[Posed, Portfolio]:
    asked = pose()
    return asked, least_emissions(asked.problem)


def test_no_row_of_the_energy_system_falls_below_zero(deepest: tuple[Posed, Portfolio]) -> None:
    asked, found = deepest
    at = [asked.path.years.index(y) for y in asked.problem.years]
    left = asked.path.energy[at] + np.einsum("mtsc,tm->tsc", asked.effects.energy, found.operation)
    assert left.min() >= -1e-6 * asked.path.energy.max()
    assert (found.totals >= -1e-6).all()


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_deployed_nothing_falls_below_zero(pose: Pose, seed: int) -> None:
    """Random amounts, up to twice what the solver would allow, in the kernel's own terms."""
    asked, rng = pose(), np.random.default_rng(seed)
    potential = asked.problem.potential
    operation = (
        potential * rng.uniform(0, 2, potential.shape) * (rng.random(len(potential.T)) < 0.7)
    )
    found = JointRun(asked, operation, "park").deployed()
    assert found.rows.min() >= -1e-12
    for part in (found.process, found.emitted, found.heat):
        assert ((part >= 0) & (part <= 1 + 1e-12)).all()
    assert (found.demand >= 0).all()
    assert (found.generated >= 0).all()


def test_linear_effect_is_that_of_the_joint_run(deepest: tuple[Posed, Portfolio]) -> None:
    """The linear rows and a run of the energy system, product by product, differ by little."""
    asked, found = deepest
    joint = JointRun(asked, found.operation, "park")
    linear = asked.problem.base[0] - found.totals[0]
    assert joint.without == pytest.approx(asked.problem.base[0], rel=1e-10)
    assert joint.avoided(range(len(asked.measures))) == pytest.approx(linear, rel=0.02)


def test_the_kernel_s_central_path_is_that_of_the_joint_run(
    deepest: tuple[Posed, Portfolio], story: Scenario
) -> None:
    """What a portfolio avoids is the same in the kernel of the futures, at the central path."""
    asked, found = deepest
    joint, base = JointRun(asked, found.operation, "park"), asked.path.baseline
    course = course_of(base, story)
    layout, years = layout_of(base), len(course.years)
    still = {name: np.zeros((years - 1, 1)) for name in course.errors}
    draws = Draws(layout, np.zeros((layout.size, 1)), still)
    made = [
        float(year.fuels.sum() + year.process.sum() + year.power.sum())
        for year in run(base, course, draws, joint.deployed())
    ]
    decided = [asked.path.years.index(y) for y in asked.problem.years]
    assert np.array(made)[decided] == pytest.approx(joint.whole.co2("park"), rel=1e-12)
    assert made[0] == pytest.approx(base.fuels + base.process.sum() + base.purchased, rel=1e-12)


@pytest.mark.parametrize("sold", [False, True])
def test_the_non_fossil_share_is_the_kernel_s(pose: Pose, story: Scenario, sold: bool) -> None:
    """Of what is sold on nothing counts at home."""
    base = pose().path.baseline
    supply = replace(base.supply, net_purchased=-abs(base.supply.net_purchased) / 2)
    base = replace(base, supply=supply) if sold else base
    path, course = central_path(base, story), course_of(base, story)
    layout, years = layout_of(base), len(course.years)
    still = {name: np.zeros((years - 1, 1)) for name in course.errors}
    draws = Draws(layout, np.zeros((layout.size, 1)), still)
    kernel = [float(year.non_fossil_share[0]) for year in run(base, course, draws)]
    problem = posed(path, pose().measures, Choices("park")).problem
    share = problem.base[5] / problem.base[6]
    decided = [path.years.index(y) for y in problem.years]
    assert share == pytest.approx(np.array(kernel)[decided], rel=1e-9)


@pytest.mark.parametrize(
    "name",
    [
        "save_fuel",
        "save_heat",
        "save_electricity",
        "e_boilers",
        "e_vehicles",
        "biomass",
        "solar_roofs",
        "clinker",
    ],
)
def test_one_measure_alone_has_the_same_effect_in_both(pose: Pose, name: str) -> None:
    asked = pose(only=(name,))
    found = least_emissions(asked.problem)
    joint = JointRun(asked, found.operation, "park")
    linear = asked.problem.base[0] - found.totals[0]
    assert linear.max() > 0
    assert joint.avoided([0]) == pytest.approx(linear, rel=1e-6, abs=1e-3)


def test_measures_on_one_row_multiply(pose: Pose) -> None:
    """Full deployment of 5 % less activity and 20 % less fuel leaves 0.95 x 0.80 of a row."""
    asked = pose(only=("less_material", "save_fuel"))
    found = least_emissions(asked.problem)
    last = asked.path.years.index(asked.problem.years.labels[-1])
    rows = asked.path.energy[last] + np.einsum(
        "msc,m->sc", asked.effects.energy[:, -1], found.operation[-1]
    )
    sector = asked.path.baseline.sectors.index("steel")
    coal = asked.path.baseline.carriers.index("coal")
    before = asked.path.energy[last, sector, coal]
    assert rows[sector, coal] / before == pytest.approx(0.95 * 0.80, rel=1e-3)


def test_switches_share_what_is_left(pose: Pose) -> None:
    asked = pose(only=("e_boilers", "gas_boilers", "biomass", "save_fuel"))
    found = least_emissions(asked.problem)
    coal = asked.path.baseline.carriers.index("coal")
    at = [asked.path.years.index(y) for y in asked.problem.years]
    rows = asked.path.energy[at] + np.einsum("mtsc,tm->tsc", asked.effects.energy, found.operation)
    assert rows[:, :, coal].min() >= -1e-6 * asked.path.energy.max()


def test_local_power_stands_in_for_purchases_and_fossil_power_and_no_more(pose: Pose) -> None:
    asked = pose(only=("solar_roofs", "wind"))
    found = least_emissions(asked.problem)
    at = [asked.path.years.index(y) for y in asked.problem.years]
    bought = asked.path.purchased[at]
    after = bought + np.einsum("mt,tm->t", asked.effects.purchased, found.operation)
    assert (after >= np.minimum(bought, 0.0) - asked.path.fossil_power[at] - 1e-3).all()


def test_an_exporter_has_room_for_saving_and_for_clean_power(pose: Pose) -> None:
    asked = pose(only=("solar_roofs", "save_electricity"))
    path = asked.path
    sells = replace(path, purchased=-np.abs(path.purchased), fossil_power=2 * path.fossil_power)
    found = least_emissions(posed(sells, asked.measures, Choices("park")).problem)
    assert (found.operation[-1] > 0).all()
    assert found.avoided > 0


def test_groups_of_draws_sum_to_the_change_of_co2(pose: Pose) -> None:
    asked = pose()
    co2 = asked.problem.effect[asked.problem.quantities.index("co2")]
    assert grouped(asked, "park").sum(axis=0) == pytest.approx(co2)


def test_caps_and_shares_hold(pose: Pose) -> None:
    free = pose()
    years, base = free.problem.years, free.problem.base
    coal = free.problem.quantities.index("coal")
    upper = {2035: 0.8 * float(base[coal, years.index(2035)])}
    shares = base[5] / base[6]
    wanted = {2040: float(shares[years.index(2040)]) + 0.05}
    asked = pose(limits=(cap("coal", years, upper), least_share(years, wanted)))
    found = least_cost(asked.problem)
    assert found.totals[coal, years.index(2035)] <= upper[2035] * (1 + 1e-6)
    at = years.index(2040)
    assert found.totals[5, at] / found.totals[6, at] >= wanted[2040] - 1e-6


@pytest.mark.parametrize(("start", "end"), [(None, 2028), (2027, 2030), (None, 2060), (None, 2020)])
def test_a_place_reaches_full_potential_in_the_year_that_it_states(
    pose: Pose, start: int | None, end: int
) -> None:
    asked = pose()
    cheap = replace(asked.measures[0].measure, investment=Span(1.0, 1.0, 1.0))
    ours = replace(asked.measures[0], measure=cheap, start=start, end=end, stated=True)
    own = posed(asked.path, [ours], Choices("park"))
    years, most = own.problem.years, ours.potential.central
    found = least_emissions(own.problem).operation[:, 0]
    begin = max(start or 0, years.labels[0])
    pace = most / max(end - begin + 1, 1)
    wanted = [min(max(y - begin + 1, 0) * pace, most) for y in years]
    room = own.problem.potential[:, 0]
    at = [i for i, y in enumerate(years) if y < begin + ours.measure.lifetime - 1]
    assert found[at] == pytest.approx(np.minimum(wanted, room)[at], rel=1e-6)


def test_a_stated_amount_does_not_grow_with_its_rows(pose: Pose) -> None:
    asked = pose()
    grown = asked.problem.potential[:, 0].max()
    held = posed(asked.path, [replace(asked.measures[0], stated=True)], Choices("park"))
    assert grown > 1.05 * asked.measures[0].potential.central
    assert held.problem.potential.max() == pytest.approx(asked.measures[0].potential.central)


def test_a_place_without_measures_is_told_so(city: Baseline, story: Scenario) -> None:
    with pytest.raises(MethodError):
        posed(central_path(city, story), [])
