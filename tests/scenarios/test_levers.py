"""Do levers move what they say, and nothing else?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.levers import FULL, LEVERS, Lever, adjusted
from dafeng.scenarios.paths import Form, Path, Point, at
from dafeng.scenarios.simulation import simulate
from dafeng.scenarios.story import scenario

YEARS = (2024, 2030, 2035, 2050)


def test_no_move_changes_nothing(typical: Baseline) -> None:
    story = scenario(typical, "current_policy")
    assert adjusted(story, typical, {}).paths == story.paths


@pytest.mark.parametrize("lever", LEVERS, ids=lambda lever: lever.id)
def test_a_lever_moves_its_own_paths_by_what_it_says(typical: Baseline, lever: Lever) -> None:
    story = scenario(typical, "current_policy")
    moved = adjusted(story, typical, {lever.id: 2.0})
    assert moved.id == "adjusted"
    for key, path in story.paths.items():
        own = key.driver == lever.driver and lever.carrier in ("", key.carrier)
        if not own:
            assert moved.paths[key] == path
            continue
        share = key.driver.startswith("shift")
        for year in YEARS:
            way = min((year - typical.year) / (FULL - typical.year), 1.0) if share else 1.0
            found, before = at(moved.paths[key], year), at(path, year)
            assert found == pytest.approx([value + 0.02 * way for value in before], abs=1e-12)


def test_a_lever_goes_no_further_than_its_scale(typical: Baseline) -> None:
    story = scenario(typical, "current_policy")
    end = adjusted(story, typical, {"growth": 4.0})
    assert adjusted(story, typical, {"growth": 1e9}).paths == end.paths


@pytest.mark.parametrize("policy", ["frozen", "current_policy", "enhanced"])
def test_no_move_leaves_every_draw_as_it_was(typical: Baseline, policy: str) -> None:
    story = scenario(typical, policy)
    same = simulate(typical, adjusted(story, typical, {}), 256)
    assert same.totals.tobytes() == simulate(typical, story, 256).totals.tobytes()


@pytest.mark.parametrize("move", [-20.0, 40.0])
def test_a_curve_that_does_not_bear_a_move_becomes_straight(typical: Baseline, move: float) -> None:
    story = scenario(typical, "current_policy")
    key = next(k for k in story.paths if k.driver == "shift_to_electricity")
    curved = tuple(
        Point(year, share / 2, share, min(1.2 * share, 0.99), story.paths[key].points[0].basis)
        for year, share in ((typical.year, 0.02), (2035, 0.3), (2060, 0.8))
    )
    paths = {**story.paths, key: Path(key, curved, Form.LOGISTIC)}
    moved = adjusted(replace(story, paths=paths), typical, {"electricity": move})
    assert np.isfinite(simulate(typical, moved, 64).totals).all()
