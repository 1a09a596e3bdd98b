"""Dafeng 达峰 compiles a place's energy and economic records into a checked carbon-peaking plan.

The public names stand below in the order of the work; each is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dafeng.desk.building import Options, build
    from dafeng.desk.checking import check_dossier
    from dafeng.desk.opening import open_dossier
    from dafeng.desk.picture import picture
    from dafeng.desk.planning import compile_plan
    from dafeng.desk.starting import new
    from dafeng.drivers.kaya import decompose, decompose_published
    from dafeng.errors import DafengError, InputError
    from dafeng.files.ensemble_dataset import dataset
    from dafeng.inventory.bases import Basis, by_sector, total
    from dafeng.inventory.compile import compile_inventory
    from dafeng.inventory.uncertainty import monte_carlo
    from dafeng.peak.outlook import outlook, peaks_of
    from dafeng.peak.past import status
    from dafeng.reference import find_place
    from dafeng.scenarios.base_year import baseline_of
    from dafeng.scenarios.simulation import simulate
    from dafeng.scenarios.story import scenario
    from dafeng.units import convert

__version__ = "0.1.0"

_HOME = {
    "convert": "dafeng.units",
    "find_place": "dafeng.reference",
    "new": "dafeng.desk.starting",
    "open_dossier": "dafeng.desk.opening",
    "check_dossier": "dafeng.desk.checking",
    "compile_inventory": "dafeng.inventory.compile",
    "Basis": "dafeng.inventory.bases",
    "total": "dafeng.inventory.bases",
    "by_sector": "dafeng.inventory.bases",
    "monte_carlo": "dafeng.inventory.uncertainty",
    "decompose": "dafeng.drivers.kaya",
    "decompose_published": "dafeng.drivers.kaya",
    "status": "dafeng.peak.past",
    "baseline_of": "dafeng.scenarios.base_year",
    "scenario": "dafeng.scenarios.story",
    "simulate": "dafeng.scenarios.simulation",
    "dataset": "dafeng.files.ensemble_dataset",
    "peaks_of": "dafeng.peak.outlook",
    "outlook": "dafeng.peak.outlook",
    "Options": "dafeng.desk.building",
    "build": "dafeng.desk.building",
    "picture": "dafeng.desk.picture",
    "compile_plan": "dafeng.desk.planning",
    "DafengError": "dafeng.errors",
    "InputError": "dafeng.errors",
}

__all__ = [  # noqa: RUF022 - in the order of the work
    "convert",
    "find_place",
    "new",
    "open_dossier",
    "check_dossier",
    "compile_inventory",
    "Basis",
    "total",
    "by_sector",
    "monte_carlo",
    "decompose",
    "decompose_published",
    "status",
    "baseline_of",
    "scenario",
    "simulate",
    "dataset",
    "peaks_of",
    "outlook",
    "Options",
    "build",
    "picture",
    "compile_plan",
    "DafengError",
    "InputError",
]


def __getattr__(name: str) -> Any:
    """Import a public name from its room on first use."""
    if name not in _HOME:
        raise AttributeError(f"module 'dafeng' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted([*__all__, "__version__"])
