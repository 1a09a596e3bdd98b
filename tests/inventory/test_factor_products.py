"""A CO2 factor beside calorific value, carbon and oxidation: a check, or a contradiction."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dafeng.dossier.records import Amount, Dossier, FactorRecord, Flow
from dafeng.errors import Fault, Place, Severity
from dafeng.inventory.bases import total
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.plausibility import check_dossier

Line = tuple[int, Flow, str, str, float, str]
Build = Callable[..., Dossier]

#: The table that goes round: product of the rest with 44/12 is the last column.
CIRCULATING = (20.908, 26.37, 0.94, 1.9003)


def factors(ncv: float, carbon: float, oxidation: float, emission: float) -> list[FactorRecord]:
    figures = (
        ("ncv", ncv, "GJ/t"),
        ("carbon_content", carbon, "tC/TJ"),
        ("oxidation", oxidation, "1"),
        ("emission_factor", emission, "tCO2/t"),
    )
    return [
        FactorRecord(quantity, "raw_coal", "", None, Amount(value, unit, place=cell))
        for i, (quantity, value, unit) in enumerate(figures)
        for cell in (Place("因子.csv", "", 2, 2 + i),)
    ]


def told(dossier: Dossier) -> list[Fault]:
    rules = ("inventory.factor.twice", "inventory.factor.agrees")
    return [f for f in check_dossier(dossier) if f.rule in rules]


def test_a_factor_that_is_the_product_is_a_check_that_holds(
    build: Build, city_lines: list[Line]
) -> None:
    dossier = build(city_lines, factors(*CIRCULATING))
    (fault,) = told(dossier)
    assert (fault.rule, fault.severity) == ("inventory.factor.agrees", Severity.NOTE)
    assert "1.9003" in fault.message.zh
    assert "1.9003" in fault.message.en
    alone = build(city_lines, factors(*CIRCULATING)[:3])
    first, second = (total(compile_inventory(d), "territorial") for d in (dossier, alone))
    assert first == pytest.approx(second, rel=1e-4)


@pytest.mark.parametrize("emission", [2.1003, 1.93, 2.66])
def test_a_factor_that_contradicts_its_parts_is_an_error(
    build: Build, city_lines: list[Line], emission: float
) -> None:
    found = told(build(city_lines, factors(*CIRCULATING[:3], emission)))
    assert {(f.rule, f.severity) for f in found} == {("inventory.factor.twice", Severity.ERROR)}
    assert all("1.9003" in f.message.en and "1.9003" in f.message.zh for f in found)
