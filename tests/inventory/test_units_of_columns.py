"""Units of whole columns, and rows that changed places, which only other figures tell."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from tests import exemplar

from dafeng.dossier.records import ActivityRecord, Amount, Dossier, Flow
from dafeng.errors import Fault, Place, Severity
from dafeng.inventory.doubts.fuel_fit import HOUSEHOLD_GAS, LITTLE_GAS
from dafeng.inventory.plausibility import check_dossier

Line = tuple[int, Flow, str, str, float, str]
Build = Callable[..., Dossier]
FINAL = Flow.FINAL_CONSUMPTION
YEARS = (2018, 2019, 2020, 2021, 2022)
#: Rows of a table in its order: sector, and use by carrier.
TABLE: dict[str, dict[str, float]] = {
    "agriculture": {"raw_coal": 0.6, "gasoline": 0.8, "diesel": 6.2, "electricity": 3.1},
    "manufacturing": {
        "raw_coal": 82.4,
        "coke": 4.3,
        "gasoline": 0.7,
        "diesel": 3.3,
        "lpg": 0.5,
        "natural_gas": 8.6,
        "heat": 690.0,
        "electricity": 232.7,
    },
    "construction": {"gasoline": 0.5, "diesel": 3.7, "electricity": 4.4},
    "transport": {"gasoline": 9.6, "diesel": 28.1, "natural_gas": 0.35, "electricity": 6.2},
    "services": {
        "raw_coal": 0.9,
        "gasoline": 4.8,
        "diesel": 2.8,
        "lpg": 1.1,
        "natural_gas": 0.8,
        "heat": 19.3,
        "electricity": 41.3,
    },
    "households_urban": {"gasoline": 14.3, "lpg": 1.7, "natural_gas": 1.62, "electricity": 31.4},
    "households_rural": {"raw_coal": 0.5, "gasoline": 5.1, "lpg": 2.9, "electricity": 18.6},
}
#: What stands in 其他, the second row of services.
OTHER = {"gasoline": 3.2, "diesel": 1.9, "natural_gas": 0.25, "heat": 8.2, "electricity": 19.8}
UNIT = {"natural_gas": "亿立方米", "heat": "万吉焦", "electricity": "亿千瓦时"}
Table = dict[str, dict[str, float]]


def grown(table: Table, year: int) -> Table:
    """Return the table of a year: each row moves a little by itself."""
    factor = 1 + 0.01 * (year - YEARS[0])
    return {
        sector: {
            c: v * factor * (1 + 0.004 * ((year + i + j) % 5 - 2))
            for j, (c, v) in enumerate(row.items())
        }
        for i, (sector, row) in enumerate(table.items())
    }


def city(build: Build, change: Callable[[int, Table], Table] = lambda _, table: table) -> Dossier:
    lines: list[Line] = []
    for year in YEARS:
        for sector, row in change(year, grown(TABLE, year)).items():
            lines += [(year, FINAL, sector, c, v, UNIT.get(c, "万吨")) for c, v in row.items()]
    return build(lines)


def found(dossier: Dossier, rule: str) -> list[Fault]:
    return [f for f in check_dossier(dossier) if f.rule == rule]


def scaled(carrier: str, factor: float, *years: int) -> Callable[[int, Table], Table]:
    def change(year: int, table: Table) -> Table:
        if year not in years:
            return table
        return {
            s: {c: v * factor if c == carrier else v for c, v in r.items()}
            for s, r in table.items()
        }

    return change


STANDARD_COAL = "inventory.column.standard_coal"
COLUMNS = [("diesel", 1.4571), ("gasoline", 1.4714), ("lpg", 1.7143), ("natural_gas", 1.33)]


@pytest.mark.parametrize("year", [2018, 2020, 2022])
@pytest.mark.parametrize(("carrier", "factor"), COLUMNS)
def test_a_column_of_one_year_in_standard_coal(
    build: Build, carrier: str, factor: float, year: int
) -> None:
    (fault,) = found(city(build, scaled(carrier, factor, year)), STANDARD_COAL)
    assert str(year) in fault.message.en or "beside" in fault.message.en
    assert f"{factor:g}" in fault.message.en


def test_good_columns_and_growth_of_the_place_are_left_in_peace(build: Build) -> None:
    assert not found(city(build), STANDARD_COAL)

    def boom(year: int, table: Table) -> Table:
        return (
            {s: {c: v * 1.35 for c, v in r.items()} for s, r in table.items()}
            if year == 2022
            else table
        )

    assert not found(city(build, boom), STANDARD_COAL)


@pytest.mark.parametrize("carrier", ["diesel", "natural_gas"])
def test_growth_that_stays_is_no_other_unit(build: Build, carrier: str) -> None:
    assert not found(city(build, scaled(carrier, 1.45, 2020, 2021, 2022)), STANDARD_COAL)


def swapped(*years: int) -> Callable[[int, Table], Table]:
    """Exchange 建筑业 and 其他, of which the second is a part of services."""

    def change(year: int, table: Table) -> Table:
        if year not in years:
            return table
        own, services = table["construction"], table["services"]
        rest = {c: v - OTHER.get(c, 0.0) + own.get(c, 0.0) for c, v in services.items()}
        return {**table, "construction": OTHER, "services": rest}

    return change


@pytest.mark.parametrize("year", [2019, 2020, 2021])
def test_a_row_that_changed_places_with_a_part_of_a_sector(build: Build, year: int) -> None:
    (fault,) = found(city(build, swapped(year)), "inventory.rows.swapped")
    assert fault.message.en.startswith(f"in {year} (or parts of) the rows Construction")


def test_rows_that_stay_changed_are_not_told_from_another_way_of_counting(build: Build) -> None:
    assert not found(city(build, swapped(2020, 2021, 2022)), "inventory.rows.swapped")
    assert not found(city(build), "inventory.rows.swapped")


@pytest.mark.parametrize("exchanged", [False, True])
def test_power_and_heat_supply_exchanged(build: Build, exchanged: bool) -> None:
    rows = {
        Flow.POWER: [("raw_coal", -310.0, "万吨"), ("electricity", 76.0, "亿千瓦时")],
        Flow.HEAT: [("raw_coal", -45.0, "万吨"), ("heat", 730.0, "万吉焦")],
    }
    lines = [
        (year, flow, "", *line)
        for year in YEARS[:3]
        for flow, own in rows.items()
        for line in rows[(Flow.HEAT if flow is Flow.POWER else Flow.POWER)]
        * (exchanged and year == 2019)
        or own
    ]
    told = found(build(lines), "inventory.rows.swapped")
    assert [("2019" in f.message.en, "heat supply" in f.message.en) for f in told] == (
        [(True, True)] * exchanged
    )


def good(*years: int) -> Dossier:
    whole = exemplar.good_dossier()
    return replace(whole, energy=tuple(r for r in whole.energy if r.year in years), published=())


def times(dossier: Dossier, carrier: str, factor: float) -> Dossier:
    def changed(amount: Amount) -> Amount:
        return replace(amount, value=None if amount.value is None else amount.value * factor)

    return replace(
        dossier,
        energy=tuple(
            replace(r, amount=changed(r.amount)) if r.carrier == carrier else r
            for r in dossier.energy
        ),
    )


@pytest.mark.parametrize("carrier", ["gasoline", "diesel"])
@pytest.mark.parametrize("factor", [12.0, 1 / 20.0])
def test_motor_fuel_off_by_ten_in_all_years(carrier: str, factor: float) -> None:
    dossier = good(2018, 2019, 2020)
    assert not found(dossier, "inventory.level.implausible")
    told = found(times(dossier, carrier, factor), "inventory.level.implausible")
    assert [("2018, 2019, 2020" in f.message.en) for f in told] == [True]


def test_natural_gas_in_standard_coal_shows_in_the_homes() -> None:
    dossier = good(2020)
    assert not found(dossier, "inventory.level.household_gas")
    (fault,) = found(times(dossier, "natural_gas", 13.3), "inventory.level.household_gas")
    assert fault.severity is Severity.WARNING


@pytest.mark.parametrize("years", [(2020,), (2018, 2019, 2020)])
def test_natural_gas_a_hundredth_of_what_homes_burn(years: tuple[int, ...]) -> None:
    (fault,) = found(times(good(*years), "natural_gas", 0.01), "inventory.level.household_gas")
    assert all(f" in {year}" in fault.message.en for year in years)


def test_gas_of_homes_is_told_with_the_figure_of_each_year() -> None:
    many, few = (times(good(y), "natural_gas", f) for y, f in ((2018, 13.3), (2020, 0.01)))
    both = replace(many, energy=(*many.energy, *few.energy))
    (fault,) = found(both, "inventory.level.household_gas")
    heads = re.findall(r"(\d+) 年 ([\d.]+)", fault.message.zh)
    assert [year for year, _ in heads] == ["2018", "2020"]
    assert float(heads[0][1]) > HOUSEHOLD_GAS
    assert float(heads[1][1]) < LITTLE_GAS[0]
    assert all(f"{head} in {year}" in fault.message.en for year, head in heads)


def indexed(values: tuple[float, ...], current: tuple[float, ...]) -> Dossier:
    records = []
    for i, (value, gdp) in enumerate(zip(values, current, strict=True)):
        place = Place("activity.csv", "", 2 + i, 4)
        records.append(ActivityRecord(2016 + i, "gdp_index", "", Amount(value, "%", place=place)))
        records.append(ActivityRecord(2016 + i, "gdp", "", Amount(gdp, "亿元"), "current"))
    return replace(good(2020), activity=tuple(records))


def test_an_index_on_a_fixed_year_leaves_gdp_at_current_prices() -> None:
    current = (1000.0, 1080.0, 1150.0, 1240.0, 1290.0)
    rule = "inventory.gdp_index.beside_current"
    (fault,) = found(indexed((120.0, 128.0, 136.0, 145.0, 153.0), current), rule)
    assert (fault.severity, fault.place.row) == (Severity.WARNING, 3)
    assert not found(indexed((106.0, 106.0, 106.0, 106.0, 103.0), current), rule)
    assert not found(indexed((106.0, 97.0, 106.0, 106.0, 103.0), current), rule)


def test_a_continued_table_of_other_carriers_is_no_slipped_column(build: Build) -> None:
    """The rows of the table below are none of the columns above."""
    oil = ("raw_coal", "coke", "gasoline", "diesel", "lpg")
    dossier = city(build)
    rows = list(TABLE)

    def placed(split: bool) -> Dossier:
        energy = []
        for r in dossier.energy:
            below = split and r.carrier not in oil
            row = 5 + rows.index(r.sector) + (20 if below else 0)
            column = 2 + (oil.index(r.carrier) if r.carrier in oil else len(r.carrier))
            place = Place("能源.xlsx", str(r.year), row, column)
            energy.append(replace(r, amount=replace(r.amount, place=place)))
        return replace(dossier, energy=tuple(energy))

    assert not found(placed(split=False), "inventory.rows.slipped")
    assert not found(placed(split=True), "inventory.rows.slipped")
