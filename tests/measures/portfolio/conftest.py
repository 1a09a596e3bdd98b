"""A fictitious city with a handful of made-up measures, posed as a portfolio problem."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.exemplar import good_dossier
from tests.measures.portfolio.sample_measures import few_measures

from dafeng.inventory.compile import compile_inventory
from dafeng.measures.portfolio.place import Choices, Posed, posed
from dafeng.scenarios.base_year import baseline_of
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.central import central_path
from dafeng.scenarios.story import Scenario, scenario

Pose = Callable[..., Posed]


@pytest.fixture(name="city", scope="session")
def fictitious_city() -> Baseline:
    dossier = good_dossier()
    return baseline_of(compile_inventory(dossier), dossier)


@pytest.fixture(name="story", scope="session")
def frozen_story(city: Baseline) -> Scenario:
    return scenario(city, "frozen")


@pytest.fixture(name="pose", scope="session")
def poser(city: Baseline, story: Scenario) -> Pose:
    path, measures = central_path(city, story), few_measures(city)

    def pose(only: tuple[str, ...] = (), **wish: Any) -> Posed:
        kept = [m for m in measures if not only or m.measure.id in only]
        return posed(path, kept, Choices(**{"basis": "park", **wish}))

    return pose
