"""What decides the peak: every number is in one group, and what is certain decides nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.first_dossier import first_dossier
from dafeng.peak.decisive import OUTCOMES, decisive
from dafeng.scenarios.base_year import baseline_of
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.draws import layout_of
from dafeng.scenarios.sensitivity.design import design_of
from dafeng.scenarios.sensitivity.groups import groups_of
from dafeng.scenarios.stocks.place import stocks_of
from dafeng.scenarios.story import Scenario, default_scenario

ROWS = 512


@pytest.fixture(name="city", scope="module")
def a_city() -> tuple[Baseline, Scenario]:
    dossier = first_dossier("330100")
    baseline = baseline_of(compile_inventory(dossier), dossier)
    return baseline, default_scenario(baseline, "current_policy")


def _certain(story: Scenario, driver: str) -> Scenario:
    """Return a scenario without a range for one driver."""
    paths = {
        key: replace(
            path, points=tuple(replace(p, low=p.central, high=p.central) for p in path.points)
        )
        if key.driver == driver
        else path
        for key, path in story.paths.items()
    }
    return replace(story, paths=paths)


def test_every_number_is_in_one_group(city: tuple[Baseline, Scenario]) -> None:
    layout, years = layout_of(city[0], 8), 37
    rows = np.concatenate([group.rows for group in groups_of(layout, years)])
    assert sorted(rows.tolist()) == list(range(layout.size + 3 * years))


def test_indices_of_a_city(city: tuple[Baseline, Scenario]) -> None:
    found = decisive(*city, rows=ROWS)
    assert tuple(found.found) == OUTCOMES
    assert found.draws == ROWS * (len(found.groups) + 2)
    for outcome in OUTCOMES:
        of = found.found[outcome]
        assert (of.total >= -1e-12).all()
        assert (of.first <= of.total + 0.15).all()
        assert of.total.sum() >= 0.9
        assert found.ranked(outcome)[0] == int(of.total.argmax())


def test_a_certain_driver_decides_nothing(city: tuple[Baseline, Scenario]) -> None:
    baseline, story = city
    found = decisive(baseline, _certain(story, "grid_factor"), rows=ROWS)
    at = [group.id for group in found.groups].index("grid_factor")
    for outcome in OUTCOMES:
        assert found.found[outcome].total[at] == 0.0


def test_2035_is_left_out_beyond_the_horizon(city: tuple[Baseline, Scenario]) -> None:
    baseline, story = city
    found = decisive(baseline, replace(story, horizon=2034), rows=64)
    assert tuple(found.found) == ("peak_year", "peak_level")


def test_stocks_are_one_assumption(city: tuple[Baseline, Scenario]) -> None:
    baseline, story = city
    stocks = stocks_of(first_dossier("330100"), "on")
    assert stocks is not None
    groups = design_of(baseline, story, 64, stocks=stocks).groups
    assert "stocks" in [group.id for group in groups]
