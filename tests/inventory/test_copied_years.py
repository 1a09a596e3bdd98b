"""A year, or the column of one carrier, that repeats any other year."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests import exemplar

from dafeng.dossier.records import Dossier, EnergyRecord
from dafeng.errors import Fault
from dafeng.inventory.plausibility import check_dossier

YEARS = (2017, 2018, 2019, 2020)


def city() -> Dossier:
    whole = exemplar.good_dossier()
    energy = tuple(r for r in whole.energy if r.year in YEARS)
    process = tuple(r for r in whole.process if r.year in YEARS)
    return replace(whole, energy=energy, process=process, published=())


def copied(before: int, after: int, carrier: str = "") -> Dossier:
    good = city()
    values = {
        (r.flow, r.sector, r.carrier): r.amount.value for r in good.energy if r.year == before
    }

    def change(r: EnergyRecord) -> EnergyRecord:
        if r.year != after or carrier not in ("", r.carrier):
            return r
        value = values.get((r.flow, r.sector, r.carrier))
        return replace(r, amount=replace(r.amount, value=value))

    return replace(good, energy=tuple(map(change, good.energy)))


def found(dossier: Dossier, rule: str) -> list[Fault]:
    return [f for f in check_dossier(dossier) if f.rule == rule]


@pytest.mark.parametrize(("before", "after"), [(2017, 2019), (2017, 2020), (2018, 2020)])
def test_a_year_that_repeats_one_further_back(before: int, after: int) -> None:
    (fault,) = found(copied(before, after), "inventory.year.copied")
    for text in (fault.message.zh, fault.message.en):
        assert str(before) in text
        assert str(after) in text
    assert not found(city(), "inventory.year.copied")


@pytest.mark.parametrize(("before", "after"), [(2018, 2019), (2017, 2020)])
def test_the_column_of_one_carrier_that_repeats_another_year(before: int, after: int) -> None:
    (fault,) = found(copied(before, after, "electricity"), "inventory.carrier.copied")
    assert "Electricity" in fault.message.en
    assert str(before) in fault.message.zh
    assert str(after) in fault.message.zh
    assert not found(city(), "inventory.carrier.copied")
