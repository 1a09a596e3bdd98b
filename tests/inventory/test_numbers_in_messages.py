"""Numbers in doubts are written as people write them: no powers of ten, in the unit entered."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests import exemplar

from dafeng.dossier.records import ActivityRecord, Amount, Dossier
from dafeng.errors import Place
from dafeng.inventory.plausibility import check_dossier
from dafeng.language import significant

POWER = re.compile(r"\d[eE][+-]?\d")


def spoilt(carrier: str, factor: float, years: tuple[int, ...]) -> Dossier:
    good = exemplar.good_dossier()
    energy = tuple(
        replace(r, amount=replace(r.amount, value=r.amount.value * factor))
        if r.year in years and r.carrier == carrier and r.amount.value
        else r
        for r in good.energy
    )
    return replace(good, energy=energy)


@pytest.mark.parametrize("factor", [1e4, 1e-4, 1e7])
@pytest.mark.parametrize("carrier", ["raw_coal", "diesel", "natural_gas", "electricity"])
@pytest.mark.parametrize("years", [(2020,), exemplar.YEARS])
def test_no_doubt_prints_a_power_of_ten(
    carrier: str, factor: float, years: tuple[int, ...]
) -> None:
    faults = check_dossier(spoilt(carrier, factor, years))
    assert faults
    for fault in faults:
        for text in (fault.message, fault.remedy):
            assert not POWER.search(text.zh), text.zh
            assert not POWER.search(text.en), text.en


def test_a_stated_total_is_told_in_its_own_unit() -> None:
    good = exemplar.good_dossier()
    amount = Amount(9e8, "万千瓦时", place=Place("activity.csv", "", 9, 4))
    stated = ActivityRecord(2020, "electricity_consumption", "", amount)
    dossier = replace(good, activity=(*good.activity, stated))
    found = [f for f in check_dossier(dossier) if f.rule == "inventory.stated.differs"]
    (fault,) = (f for f in found if f.place == amount.place)
    assert "900,000,000 万千瓦时" in fault.message.zh
    assert "MWh" not in fault.message.zh
    assert fault.message.en.count("万千瓦时") == fault.message.zh.count("万千瓦时") == 2


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (1234567.0, 4, "1,235,000"),
        (0.00001234, 3, "0.0000123"),
        (-99996.0, 4, "-100,000"),
        (12.5, 6, "12.5"),
        (100.0, 3, "100"),
        (0.0, 3, "0"),
    ],
)
def test_significant_digits_without_powers_of_ten(value: float, digits: int, text: str) -> None:
    assert significant(value, digits) == text
