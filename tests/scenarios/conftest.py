"""Places that do not exist: every figure is made up for the tests alone."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from dafeng.axes import Axis
from dafeng.scenarios.base_year import GROUPS
from dafeng.scenarios.baseline import Baseline, Past, Spread, Supply

ROOT = str(Path(__file__).resolve().parents[2])
if ROOT not in sys.path:  # makes the fictitious dossier importable as ``tests.exemplar``
    sys.path.insert(0, ROOT)

SECTORS = (
    ("agriculture", "primary", ("primary",)),
    ("power_heat", "power", ("secondary",)),
    ("steel", "secondary", ("manufacturing", "secondary")),
    ("building_materials", "secondary", ("manufacturing", "secondary")),
    ("other_manufacturing", "secondary", ("manufacturing", "secondary")),
    ("transport", "tertiary", ("tertiary",)),
    ("services", "tertiary", ("tertiary",)),
    ("households_urban", "", ("households",)),
)

#: Energy use of a coastal city [PJ]: coal, oil, gas, heat, electricity, non-fossil, other.
ENERGY = (
    (1, 6, 0, 0, 2, 0, 0),
    (170, 1, 40, 0, 8, 2, 4),
    (25, 1, 3, 1, 6, 0, 0),
    (55, 2, 4, 0, 9, 0, 0),
    (28, 12, 28, 40, 118, 0, 0),
    (0, 135, 4, 0, 9, 0, 0),
    (1, 18, 8, 1, 64, 0, 0),
    (3, 22, 12, 0, 71, 3, 0),
)


def _typical(**changes: object) -> Baseline:
    energy = np.array(ENERGY, dtype=np.float64) * 1000
    factor = np.zeros_like(energy)
    factor[:, :3] = (92.0, 72.0, 55.8)
    process = np.zeros(len(SECTORS))
    process[3] = 8e6
    demand = energy[:, 4].sum() / 0.0036
    fossil, other = 2.0e7, 3.0e6
    figures: dict[str, object] = {
        "place": "000000",
        "year": 2023,
        "price_base": 2020,
        "sectors": Axis("sector", tuple(s for s, _, _ in SECTORS)),
        "carriers": Axis("carrier", GROUPS),
        "classes": tuple(c for _, c, _ in SECTORS),
        "lineage": tuple(parents for _, _, parents in SECTORS),
        "population": 12.4e6,
        "gdp": 1.9e12,
        "class_shares": np.array([0.018, 0.30, 0.682]),
        "energy": energy,
        "factor": factor,
        "process": process,
        "supply": Supply(
            fossil_power=fossil,
            non_fossil_power=other,
            net_purchased=demand * 1.05 - fossil - other,
            grid_factor=0.4974,
            heat_net_purchased=0.0,
            heat_factor=0.11,
            heat_share=0.2,
        ),
        "spread": Spread(
            level=np.full(len(SECTORS), 0.12),
            factor=np.array([[0.07, 0.09], [0.03, 0.03], [0.03, 0.03], *[[0.0, 0.0]] * 4]),
            process=np.full(len(SECTORS), 0.1),
            purchased=0.1,
        ),
        "past": Past(None, None, None),
    }
    figures.update(changes)
    return Baseline(**figures)  # type: ignore[arg-type]


@pytest.fixture(name="typical", scope="session")
def typical_place() -> Baseline:
    """Return the base year of a coastal city without a history of its own."""
    return _typical()


@pytest.fixture(name="place", scope="session")
def place_with_changes() -> Callable[..., Baseline]:
    """Return a builder of the same city with other figures."""
    return _typical
