"""One kiln or furnace counts once, by whichever product it is entered."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest

from dafeng import reference
from dafeng.dossier.records import Amount, Dossier, Flow, NotationKey, ProcessRecord, Quality
from dafeng.errors import Fault, Place, Severity
from dafeng.inventory.plausibility import check_dossier

Build = Callable[..., Dossier]
Line = tuple[int, Flow, str, str, float, str]
LINES: list[Line] = [
    (year, Flow.FINAL_CONSUMPTION, "building_materials", "raw_coal", 30.0, "万吨")
    for year in (2022, 2023)
]


def process(
    name: str, value: float | None = 100.0, year: int = 2023, row: int = 2
) -> ProcessRecord:
    key = None if value is not None else NotationKey.NE
    amount = Amount(value, "万吨", notation=key, place=Place("process.csv", row=row, column=3))
    return ProcessRecord(year, name, amount)


def twice(dossier: Dossier) -> list[Fault]:
    return [f for f in check_dossier(dossier) if f.rule == "inventory.process.counted_twice"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("clinker", "cement"),
        ("clinker", "clinker_ipcc"),
        ("pig_iron", "steel_bof"),
        ("steel_bof", "steel_bof_2006"),
        ("lime", "lime_ipcc"),
        ("steel_eaf", "steel_eaf_2006"),
        ("ammonia_gas", "ammonia_ceads"),
    ],
)
def test_two_processes_for_the_same_co2_are_an_error(build: Build, first: str, second: str) -> None:
    (fault,) = twice(build(LINES, process=[process(first), process(second, row=3)]))
    assert fault.severity is Severity.ERROR
    assert fault.place.row == 3
    names = [reference.process_name(p) for p in (first, second)]
    assert all(n.en in fault.message.en and n.zh in fault.message.zh for n in names)
    assert "process.csv" in fault.message.en


@pytest.mark.parametrize(
    "beside",
    [
        process("steel_eaf"),
        process("cement", year=2022),
        process("cement", value=None),
        process("cement", value=0.0),
        process("clinker", row=3),
    ],
)
def test_what_adds_to_clinker_is_no_error(build: Build, beside: ProcessRecord) -> None:
    assert not twice(build(LINES, process=[process("clinker"), beside]))


def test_routes_of_one_product_may_stand_side_by_side(build: Build) -> None:
    routes = [process("ammonia"), process("ammonia_gas", row=3), process("sinter", row=4)]
    assert not twice(build(LINES, process=routes))


def test_an_estimate_of_cement_gives_way_to_clinker(build: Build) -> None:
    guess = process("cement")
    amount = Amount(100.0, "万吨", quality=Quality.ESTIMATE, place=guess.amount.place)
    assert not twice(
        build(LINES, process=[ProcessRecord(2023, "cement", amount), process("clinker")])
    )


def test_what_stands_for_the_same_co2_is_of_one_sector() -> None:
    for first, second in combinations(reference.process_factors().values(), 2):
        if set(first.counts) & set(second.counts):
            assert first.sector == second.sector
