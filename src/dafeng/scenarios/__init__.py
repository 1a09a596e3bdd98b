"""What may come: stories, draws, kernel, ensemble."""

from __future__ import annotations

from dafeng.scenarios.base_year import baseline_of
from dafeng.scenarios.defaults import SCENARIOS
from dafeng.scenarios.ensemble import LEVELS, Ensemble, Recipe
from dafeng.scenarios.simulation import DRAWS, SEED, simulate, simulate_all
from dafeng.scenarios.story import (
    Scenario,
    default_scenario,
    own_scenarios,
    scenario,
    with_assumptions,
)
from dafeng.scenarios.telling import told

__all__ = [
    "DRAWS",
    "LEVELS",
    "SCENARIOS",
    "SEED",
    "Ensemble",
    "Recipe",
    "Scenario",
    "baseline_of",
    "default_scenario",
    "own_scenarios",
    "scenario",
    "simulate",
    "simulate_all",
    "told",
    "with_assumptions",
]
