"""Futures start at the inventory, to the last tonne, however odd the dossier."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest
from tests import exemplar

from dafeng.dossier.records import Amount, Dossier, EnergyRecord, Flow
from dafeng.errors import MethodError
from dafeng.inventory import bases
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.first_dossier import first_dossier
from dafeng.scenarios.base_year import baseline_of
from dafeng.scenarios.baseline import Baseline, Spread
from dafeng.scenarios.simulation import BASES, simulate
from dafeng.scenarios.story import default_scenario

UNITS = {"heat": "GJ", "electricity": "MWh", "raw_coal": "t"}


@lru_cache
def good() -> Dossier:
    return exemplar.good_dossier()


def flow(of: Flow, carrier: str, value: float, sector: str = "") -> list[EnergyRecord]:
    years = sorted({r.year for r in good().energy})
    return [EnergyRecord(y, of, sector, carrier, Amount(value, UNITS[carrier])) for y in years]


def changed(drop: Callable[[EnergyRecord], bool], add: Iterable[EnergyRecord] = ()) -> Dossier:
    kept = tuple(r for r in good().energy if not drop(r))
    return replace(good(), energy=(*kept, *add))


def traded(carrier: str) -> Callable[[EnergyRecord], bool]:
    return lambda r: r.carrier == carrier and r.flow in (Flow.INFLOW, Flow.OUTFLOW)


def unused(carrier: str) -> Callable[[EnergyRecord], bool]:
    flows = (Flow.POWER, Flow.HEAT, Flow.PRODUCTION, Flow.STATISTICAL_DIFFERENCE)
    return lambda r: r.carrier == carrier and (r.flow not in flows or r.amount.value != 0)


def odd_dossiers() -> dict[str, Dossier]:
    sold, bought = flow(Flow.OUTFLOW, "heat", -9e6), flow(Flow.INFLOW, "heat", 4e6)
    power_sold = flow(Flow.OUTFLOW, "electricity", -9e7)
    power_bought = flow(Flow.INFLOW, "electricity", 5e6)
    coal = flow(Flow.FINAL_CONSUMPTION, "raw_coal", 3e6, "manufacturing")
    return {
        "as it is": good(),
        "estimated": first_dossier("330100"),
        "heat sold": changed(traded("heat"), sold),
        "heat bought": changed(traded("heat"), bought),
        "heat bought without users": changed(unused("heat"), bought),
        "heat sold without users": changed(unused("heat"), sold),
        "power sold": changed(traded("electricity"), power_sold),
        "power bought without users": changed(unused("electricity"), power_bought),
        "power sold without users": changed(unused("electricity"), power_sold),
        "neither used": changed(
            lambda r: unused("heat")(r) or unused("electricity")(r), [*bought, *power_sold]
        ),
        "totals only": changed(lambda r: r.flow is Flow.FINAL_CONSUMPTION, coal),
    }


def certain(base: Baseline) -> Baseline:
    """Return a base year without any uncertainty."""
    sectors, carriers = len(base.sectors), len(base.carriers)
    none = Spread(np.zeros(sectors), np.zeros((carriers, 2)), np.zeros(sectors), 0.0)
    return replace(base, spread=none)


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("name", odd_dossiers())
def test_the_first_year_is_the_inventory(name: str, basis: str) -> None:
    dossier = odd_dossiers()[name]
    inventory = compile_inventory(dossier)
    base = certain(baseline_of(inventory, dossier))
    story = replace(default_scenario(base, "current_policy"), horizon=base.year + 1)
    found = simulate(base, story, 3, 1, basis)
    at = inventory.years.index(base.year)
    np.testing.assert_allclose(found.totals[0], bases.total(inventory, basis)[at], rtol=1e-9)
    expected = bases.by_sector(inventory, basis)[at]
    np.testing.assert_allclose(found.by_sector[2, 0], expected, rtol=1e-9, atol=1e-3)


def test_what_is_sold_and_bought_without_users_is_not_nothing() -> None:
    for name in ("heat bought without users", "heat sold without users", "heat sold"):
        inventory = compile_inventory(odd_dossiers()[name])
        assert (
            np.abs(bases.part_by_sector(inventory, bases.Part.NET_HEAT)).sum(axis=1) > 1e5
        ).all()


def test_a_base_year_before_all_figures_is_refused() -> None:
    dossier = replace(good(), identity=replace(good().identity, base_year=2010))
    with pytest.raises(MethodError, match="2010") as refused:
        baseline_of(compile_inventory(dossier), dossier)
    assert "2015" in refused.value.text.zh
