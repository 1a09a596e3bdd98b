"""The central path is the kernel's with every random number at zero."""

from __future__ import annotations

import numpy as np
import pytest
from tests.scenarios.stocks.conftest import full

from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.central import CentralPath, central_path
from dafeng.scenarios.counted_energy import central_energy
from dafeng.scenarios.course import course_of
from dafeng.scenarios.defaults import SCENARIOS
from dafeng.scenarios.draws import ERRORS, Draws, layout_of
from dafeng.scenarios.kernel import run
from dafeng.scenarios.stocks.place import stocks_of
from dafeng.scenarios.stocks.run import run as run_with_stocks
from dafeng.scenarios.story import scenario
from dafeng.scenarios.year_result import YearResult
from dafeng.units import Convention


@pytest.mark.parametrize("story", SCENARIOS)
def test_central_path_equals_the_kernel_without_chance(typical: Baseline, story: str) -> None:
    told = scenario(typical, story)
    path, course, layout = central_path(typical, told), course_of(typical, told), layout_of(typical)
    still = {name: np.zeros((len(course.years) - 1, 1)) for name in ERRORS}
    years = run(typical, course, Draws(layout, np.zeros((layout.size, 1)), still))
    for at, year in enumerate(years):
        assert year.fuels[:, 0] == pytest.approx(path.fuels[at], rel=1e-10)
        left = path.process[at] * (1 - path.captured[at])
        assert year.process[:, 0] == pytest.approx(left, rel=1e-10)
        assert year.power.sum() == pytest.approx(path.power[at], rel=1e-9)
        demand = path.energy[at, :, typical.carriers.index("electricity")].sum() / 0.0036
        assert year.electricity[0] == pytest.approx(demand, rel=1e-10)
        assert year.gdp[0] == pytest.approx(path.gdp[at], rel=1e-12)
        assert year.population[0] == pytest.approx(path.population[at], rel=1e-12)
        _counts_alike(path, at, year)


@pytest.mark.parametrize("story", SCENARIOS)
def test_the_central_path_with_stocks_is_the_kernel_s(typical: Baseline, story: str) -> None:
    told, stocks = scenario(typical, story), stocks_of(full())
    assert stocks is not None
    path, course = central_path(typical, told, stocks), course_of(typical, told)
    assert path.stocks is not None
    layout = layout_of(typical, path.stocks.normals)
    still = {name: np.zeros((len(course.years) - 1, 1)) for name in ERRORS}
    draws = Draws(layout, np.zeros((layout.size, 1)), still)
    years = run_with_stocks(path.stocks, course, draws, np.zeros((path.stocks.normals, 1)))
    for at, year in enumerate(years):
        assert year.fuels[:, 0] == pytest.approx(path.fuels[at], rel=1e-10, abs=1e-3)
        left = path.process[at] * (1 - path.captured[at])
        assert year.process[:, 0] == pytest.approx(left, rel=1e-10)
        assert year.power.sum() == pytest.approx(path.power[at], rel=1e-9)
        demand = path.energy[at, :, typical.carriers.index("electricity")].sum() / 0.0036
        assert year.electricity[0] == pytest.approx(demand, rel=1e-10)
        coal = year.by_carrier[typical.carriers.index("coal"), 0]
        assert coal == pytest.approx(path.energy[at, :, 0].sum(), rel=1e-10)
        _counts_alike(path, at, year)
    assert (path.plants_on_heat >= 0).all()
    assert (path.plants_on_heat <= 1 + 1e-12).all()


def _counts_alike(path: CentralPath, at: int, year: YearResult) -> None:
    """Assert that the kernel's total energy is the path's, by either convention."""
    for convention, drawn in (
        (Convention.EQUIVALENT, year.by_carrier.sum(axis=0)),
        (Convention.THERMAL, year.energy_thermal),
    ):
        assert drawn[0] == pytest.approx(central_energy(path, convention)[at], rel=1e-9)
