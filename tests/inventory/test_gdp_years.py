"""One wrong year among indices, constant prices or amounts of GDP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from dafeng import reference
from dafeng.dossier.records import (
    ActivityRecord,
    Amount,
    Dossier,
    EnergyRecord,
    Flow,
    Identity,
)
from dafeng.errors import Fault, Place
from dafeng.inventory.doubts.gdp_index import check_gdp_index
from dafeng.language import Text

GROWTH = {2019: 107.9, 2020: 103.3, 2021: 109.5, 2022: 103.3, 2023: 105.8}
AMOUNTS = {2018: 2881.2, 2019: 3122.3, 2020: 3201.4, 2021: 3644.9, 2022: 3850.0, 2023: 4015.1}


def place(*records: ActivityRecord) -> Dossier:
    name = Text("湖州市", "Huzhou")
    code = "330500"
    identity = Identity(
        code,
        name,
        "city",
        "330000",
        (code,),
        name,
        2022,
        "ipcc-2006",
        "average",
        "330000",
        2020,
        "",
    )
    return Dossier(identity, activity=records)


def at(variable: str, year: int) -> Place:
    return Place("activity.csv", variable, year)


def told(growth: Mapping[int, float], amounts: Mapping[int, float]) -> list[Fault]:
    indices = (
        ActivityRecord(y, "gdp_index", "", Amount(v, "%", place=at("index", y)))
        for y, v in growth.items()
    )
    current = (
        ActivityRecord(y, "gdp", "", Amount(v, "亿元", place=at("gdp", y)), "current")
        for y, v in amounts.items()
    )
    return list(check_gdp_index(place(*indices, *current)))


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2022, 2023])
@pytest.mark.parametrize("years", [1, 2, 3, 5])
def test_an_index_with_exchanged_digits(year: int, years: int) -> None:
    first = max(min(year - years // 2, 2024 - years), 2019)
    span = range(first, first + years)
    growth = {y: GROWTH[y] for y in span} | {year: 133.0}
    amounts = {y: AMOUNTS[y] for y in range(first - 1, first + years)}
    (fault,) = told(growth, amounts)
    assert fault.rule == "inventory.gdp_index.odd_year"
    assert fault.place == at("index", year)
    assert not told({y: GROWTH[y] for y in span}, amounts)


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2022])
def test_an_amount_that_rises_and_falls_back(year: int) -> None:
    (fault,) = told(GROWTH, {**AMOUNTS, year: AMOUNTS[year] * 1.8})
    assert fault.rule == "inventory.gdp.odd_year"
    assert fault.place == at("gdp", year)


def test_constant_prices_stand_for_the_index() -> None:
    real = {2019: 3097.1, 2020: 3201.4, 2021: 4305.5, 2022: 3621.2}
    fixed = [
        ActivityRecord(y, "gdp", "", Amount(v, "亿元", place=at("real", y)), "2020")
        for y, v in real.items()
    ]
    current = [
        ActivityRecord(y, "gdp", "", Amount(v, "亿元", place=at("gdp", y)), "current")
        for y, v in AMOUNTS.items()
    ]
    found = list(check_gdp_index(place(*fixed, *current)))
    assert [f.rule for f in found] == ["inventory.gdp_index.odd_year"]
    assert found[0].place.row in (2021, 2022)


@pytest.mark.parametrize(
    ("growth", "lacking"), [({}, [2021, 2022]), ({2021: 109.5}, [2022]), (GROWTH, [])]
)
def test_years_at_current_prices_alone(growth: dict[int, float], lacking: list[int]) -> None:
    energy = tuple(
        EnergyRecord(y, Flow.FINAL_CONSUMPTION, "services", "electricity", Amount(1.0, "亿千瓦时"))
        for y in (2020, 2021, 2022)
    )
    records = [
        *(ActivityRecord(y, "gdp_index", "", Amount(v, "%")) for y, v in growth.items()),
        *(
            ActivityRecord(y, "gdp", "", Amount(AMOUNTS[y], "亿元", place=at("gdp", y)), "current")
            for y in (2020, 2021, 2022)
        ),
    ]
    found = [
        f
        for f in check_gdp_index(replace(place(*records), energy=energy))
        if f.rule == "inventory.gdp.current_only"
    ]
    assert [f.place for f in found] == [at("gdp", y) for y in lacking[:1]]
    assert all(str(y) in f.message.en for f in found for y in lacking)


def test_no_published_series_is_doubted() -> None:
    for code in reference.places_with_series():
        series = reference.place_series(code)
        assert not told(series.gdp_index, series.gdp_current), code


def test_an_odd_index_does_not_hide_an_odd_amount_of_another_year() -> None:
    years = range(2005, 2022)
    growth = dict.fromkeys(years, 107.0) | {2008: 130.0}
    amounts = {2004: 1000.0}
    for year in years:
        amounts[year] = amounts[year - 1] * 1.09
    faults = told(growth, {**amounts, 2018: 10 * amounts[2018]})
    assert {(f.rule, f.place) for f in faults} == {
        ("inventory.gdp_index.odd_year", at("index", 2008)),
        ("inventory.gdp.odd_year", at("gdp", 2018)),
    }
