"""Supply against use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from dafeng.dossier.records import Dossier, Flow
from dafeng.errors import MethodError
from dafeng.inventory.closing import balance_lines
from dafeng.inventory.compile import compile_inventory

Build = Callable[..., Dossier]


def test_supply_use_and_difference_by_carrier(build: Build) -> None:
    inventory = compile_inventory(
        build(
            [
                (2023, Flow.FINAL_CONSUMPTION, "steel", "raw_coal", 90.0, "TJ"),
                (2023, Flow.INFLOW, "", "raw_coal", 130.0, "TJ"),
                (2023, Flow.OUTFLOW, "", "raw_coal", -10.0, "TJ"),
                (2023, Flow.POWER, "", "raw_coal", -25.0, "TJ"),
                (2023, Flow.FINAL_CONSUMPTION, "steel", "diesel", 7.0, "TJ"),
                (2023, Flow.FINAL_CONSUMPTION, "steel", "coke", 8.0, "TJ"),
                (2023, Flow.STATISTICAL_DIFFERENCE, "", "coke", 1.5, "TJ"),
            ]
        )
    )
    found = {b.carrier: (b.supply, b.use, b.difference) for b in balance_lines(inventory, 2023)}
    assert found == {
        "raw_coal": (95.0, 90.0, 5.0),
        "diesel": (0.0, 7.0, None),
        "coke": (0.0, 8.0, 1.5),
    }
    with pytest.raises(MethodError):
        balance_lines(replace(inventory, closure=None), 2023)
