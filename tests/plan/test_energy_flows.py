"""Which way does energy take through a place?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.inventory.account import Electricity, Inventory, State
from dafeng.inventory.energy_total import energy_total
from dafeng.plan.energy_flows import TCE_PER_TJ, EnergyFlows, energy_flows, shares
from dafeng.plan.material import PlanMaterial
from dafeng.units import TJ_PER_MWH

YEAR = 2022


def flows(inventory: Inventory, material: PlanMaterial) -> EnergyFlows:
    found = energy_flows(inventory, YEAR, dict(material.sectors))
    assert found is not None
    return found


def power(inventory: Inventory, **values: float) -> Inventory:
    """Return the account with other electricity in every year [MWh]."""
    years = np.ones(len(inventory.years))
    changed: dict[str, Any] = {name: value * years for name, value in values.items()}
    return replace(inventory, electricity=replace(inventory.electricity, **changed))


@given(
    generated=st.floats(0, 5e7),
    bought=st.floats(-3e7, 5e7),
    clean=st.floats(0, 2e7),
    losses=st.floats(0, 3e6),
)
@settings(max_examples=60, deadline=None)
def test_what_enters_a_node_leaves_it(
    material: PlanMaterial, generated: float, bought: float, clean: float, losses: float
) -> None:
    inventory = power(
        material.inventory,
        generated=generated,
        net_purchased=bought,
        non_fossil=min(clean, generated),
        losses=losses,
    )
    found = flows(inventory, material)
    for node in found.nodes:
        if node.column in {1, 2}:
            # differences below half a per cent of all energy are rounding and are not drawn
            assert found.into(node.id) == pytest.approx(
                found.out_of(node.id), abs=0.011 * found.used
            )
    assert all(flow.value > 0 for flow in found.flows)
    columns = {node.id: node.column for node in found.nodes}
    assert all(columns[f.source] < columns[f.target] for f in found.flows)


def test_fuels_stand_as_they_are_used(material: PlanMaterial) -> None:
    found = flows(material.inventory, material)
    at = material.inventory.years.index(YEAR)
    gas = material.inventory.energy[at, :, material.inventory.carriers.index("natural_gas")].sum()
    assert found.out_of("gas") == pytest.approx(gas * TCE_PER_TJ)


@pytest.mark.parametrize("bought", [4e7, -1e7])
def test_what_is_used_less_what_is_sold_is_total_energy(
    material: PlanMaterial, bought: float
) -> None:
    inventory = power(material.inventory, generated=3.6e7, net_purchased=bought, non_fossil=2e6)
    found = flows(inventory, material)
    total = float(energy_total(inventory)[inventory.years.index(YEAR)])
    assert found.used - found.into("sold-electricity") == pytest.approx(total, rel=1e-9)


def test_an_exporter_sells(material: PlanMaterial) -> None:
    found = flows(power(material.inventory, generated=6e7, net_purchased=-1e7), material)
    assert found.into("sold-electricity") == pytest.approx(1e7 * 0.1229)
    assert found.out_of("bought-electricity") == 0


def test_electricity_from_nowhere_is_named(material: PlanMaterial) -> None:
    found = flows(power(material.inventory, generated=0.0, net_purchased=0.0), material)
    used = found.out_of("electricity")
    unrecorded = sum(f.value for f in found.flows if f.source == "unrecorded")
    assert unrecorded == pytest.approx(used)


def test_electricity_that_is_not_known_gives_no_chart(material: PlanMaterial) -> None:
    known = material.inventory.electricity
    state = np.full(len(material.inventory.years), State.NE, dtype=np.int8)
    unknown: Electricity = replace(known, state=state)
    inventory = replace(material.inventory, electricity=unknown)
    assert energy_flows(inventory, YEAR, {}) is None


def test_small_sectors_are_one_node(material: PlanMaterial) -> None:
    found = flows(material.inventory, material)
    sectors = [n.id for n, _ in shares(found, 3) if n.id.startswith("sector:")]
    assert "sector:others" in sectors
    assert len(sectors) == 9  # seven, the plants' own use, and the others
    at = material.inventory.years.index(YEAR)
    steel = material.inventory.energy[at, material.inventory.sectors.index("steel")]
    power = steel[material.inventory.carriers.index("electricity")]
    coal = (steel.sum() - power) * TCE_PER_TJ + power / TJ_PER_MWH * 0.1229
    assert found.into("sector:steel") == pytest.approx(coal)
