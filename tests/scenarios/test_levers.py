"""Do levers move what they say, and nothing else?"""

from __future__ import annotations

import pytest

from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.levers import FULL, LEVERS, Lever, adjusted
from dafeng.scenarios.paths import at
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
