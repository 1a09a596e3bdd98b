"""Fuel of plants in a table by industry, beside electricity that is used and never generated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from dafeng.dossier.records import Amount, Dossier, EnergyRecord, Flow, NotationKey
from dafeng.inventory.plausibility import check_dossier

Line = tuple[int, Flow, str, str, float, str]
Build = Callable[..., Dossier]
FINAL = Flow.FINAL_CONSUMPTION
RULE = "inventory.electricity.generation_missing"

USE: Line = (2022, FINAL, "petrochemicals", "electricity", 190.0, "亿千瓦时")
COAL: Line = (2022, FINAL, "power_heat", "raw_coal", 265.0, "万吨")


def told(dossier: Dossier) -> set[str]:
    return {f.rule for f in check_dossier(dossier)}


def test_fuel_of_plants_in_a_table_by_industry(build: Build) -> None:
    assert RULE in told(build([USE, COAL]))


@pytest.mark.parametrize(
    ("beside", "doubted"),
    [
        ((2022, Flow.PRODUCTION, "", "electricity", 7.0, "亿千瓦时"), True),
        ((2022, Flow.PRODUCTION, "", "electricity", 70.0, "亿千瓦时"), False),
        ((2022, Flow.POWER, "", "electricity", 70.0, "亿千瓦时"), False),
        ((2022, Flow.INFLOW, "", "electricity", 120.0, "亿千瓦时"), False),
        ((2022, FINAL, "petrochemicals", "heat", 4500.0, "万吉焦"), False),
    ],
)
def test_what_tells_that_local_power_is_not_bought(
    build: Build, beside: Line, doubted: bool
) -> None:
    assert (RULE in told(build([USE, COAL, beside]))) == doubted


def test_boilers_of_a_heat_supplier_are_no_plants(build: Build) -> None:
    assert RULE not in told(build([USE, (*COAL[:4], 5.0, "万吨")]))
    none = EnergyRecord(2022, Flow.POWER, "", "electricity", Amount(None, "", NotationKey.NO))
    place = build([USE, COAL])
    assert RULE not in told(replace(place, energy=(*place.energy, none)))


def test_wind_beside_fuel_of_plants_is_not_their_output(build: Build) -> None:
    fuel: Line = (2022, Flow.POWER, "", "raw_coal", -265.0, "万吨")
    wind: Line = (2022, Flow.PRODUCTION, "", "electricity", 7.0, "亿千瓦时")
    assert RULE in told(build([USE, fuel, wind]))


def test_plants_whose_fuel_stands_with_industry_burn_something(build: Build) -> None:
    made: Line = (2022, Flow.POWER, "", "electricity", 70.0, "亿千瓦时")
    rule = "inventory.power.no_fuel"
    assert rule in told(build([USE, made]))
    assert rule not in told(build([USE, made, COAL]))
