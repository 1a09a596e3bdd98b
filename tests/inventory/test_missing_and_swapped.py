"""Gaps, copies, swapped rows and whole columns in another unit, planted in good cities."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests import exemplar

from dafeng import reference
from dafeng.dossier.records import (
    ActivityRecord,
    Amount,
    Dossier,
    EnergyRecord,
    FactorRecord,
    Flow,
    NotationKey,
    ProcessRecord,
)
from dafeng.errors import Fault, Place, Severity
from dafeng.inventory.plausibility import check_dossier

FINAL = Flow.FINAL_CONSUMPTION
YEARS = (2018, 2019, 2020)
Line = tuple[int, Flow, str, str, float, str]
Build = Callable[..., Dossier]
Change = Callable[[EnergyRecord], EnergyRecord | None]


def city(years: tuple[int, ...] = YEARS, *, wide: bool = False) -> Dossier:
    """Return the good city; in wide form each year is a sheet with carriers as columns."""
    whole = exemplar.good_dossier()
    energy = [r for r in whole.energy if r.year in years]
    if wide:
        carriers, rows = list(reference.carriers()), []
        for r in energy:
            rows += [(r.flow, r.sector)] * ((r.flow, r.sector) not in rows)
        energy = [
            replace(
                r,
                amount=replace(
                    r.amount,
                    place=Place(
                        "balance.xlsx",
                        str(r.year),
                        5 + rows.index((r.flow, r.sector)),
                        2 + carriers.index(r.carrier),
                    ),
                ),
            )
            for r in energy
        ]
    process = tuple(r for r in whole.process if r.year in years)
    return replace(whole, energy=tuple(energy), process=process, published=())


def changed(dossier: Dossier, change: Change) -> Dossier:
    energy = tuple(r for r in map(change, dossier.energy) if r is not None)
    return replace(dossier, energy=energy)


def times(record: EnergyRecord, factor: float) -> EnergyRecord:
    value = record.amount.value
    return replace(
        record,
        amount=replace(record.amount, value=None if value is None else value * factor),
    )


def found(dossier: Dossier, rule: str) -> list[Fault]:
    return [f for f in check_dossier(dossier) if f.rule == rule]


def rules(dossier: Dossier) -> set[str]:
    return {f.rule for f in check_dossier(dossier) if f.severity is not Severity.NOTE}


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("carrier", ["raw_coal", "coke", "natural_gas", "electricity"])
def test_a_carrier_that_vanishes_in_one_year(carrier: str, year: int, wide: bool) -> None:
    bad = changed(city(wide=wide), lambda r: None if (r.year, r.carrier) == (year, carrier) else r)
    (fault,) = found(bad, "inventory.carrier.vanished")
    assert str(year) in fault.message.zh
    assert reference.carriers()[carrier].name.en in fault.message.en
    if wide:
        assert (fault.place.sheet, fault.place.row) == (str(year), None)
    else:
        assert fault.place.row is not None


def test_years_far_off_do_not_say_that_a_carrier_is_missing() -> None:
    bad = changed(city(), lambda r: None if (r.year, r.carrier) == (2019, "coke") else r)
    apart = {year: 2019 + 8 * (year - 2019) for year in YEARS}
    energy = tuple(replace(r, year=apart[r.year]) for r in bad.energy)
    assert found(bad, "inventory.carrier.vanished")
    assert not found(replace(bad, energy=energy), "inventory.carrier.vanished")


def test_a_notation_key_explains_an_absent_carrier() -> None:
    def key(r: EnergyRecord) -> EnergyRecord:
        gone = (r.year, r.carrier) == (2019, "coke")
        amount = replace(r.amount, value=None, notation=NotationKey.NO)
        return replace(r, amount=amount) if gone else r

    assert not found(changed(city(), key), "inventory.carrier.vanished")


def test_coal_stated_by_kind_has_not_vanished() -> None:
    def renamed(r: EnergyRecord) -> EnergyRecord:
        other = (r.year, r.carrier) == (2019, "raw_coal")
        return replace(r, carrier="bituminous_coal") if other else r

    assert not found(changed(city(), renamed), "inventory.carrier.vanished")


def test_many_absent_carriers_are_one_fault() -> None:
    kept = ("electricity", "heat")
    bad = changed(city(), lambda r: r if r.year != 2020 or r.carrier in kept else None)
    assert len(found(bad, "inventory.carrier.vanished")) == 1


def test_kilns_without_any_coal() -> None:
    coal = ("raw_coal", "cleaned_coal", "coke", "briquettes")
    bad = changed(city((2020,)), lambda r: None if r.carrier in coal else r)
    (fault,) = found(bad, "inventory.carrier.no_coal")
    assert fault.place == bad.process[0].amount.place


@pytest.mark.parametrize("years", [(2020,), YEARS])
def test_power_without_fuel(years: tuple[int, ...]) -> None:
    bad = changed(
        city(years),
        lambda r: r if r.flow is not Flow.POWER or r.carrier == "electricity" else None,
    )
    caught = found(bad, "inventory.power.no_fuel")
    power = [
        r.amount.place for r in bad.energy if (r.flow, r.carrier) == (Flow.POWER, "electricity")
    ]
    assert [f.place for f in caught] == power


@pytest.mark.parametrize("years", [(2020,), YEARS])
@pytest.mark.parametrize("factor", [0.7143, 1.9])
def test_coal_in_the_wrong_tonnes_shows_in_plants(years: tuple[int, ...], factor: float) -> None:
    bad = changed(city(years), lambda r: times(r, factor) if r.carrier == "raw_coal" else r)
    (fault,) = found(bad, "inventory.power.heat_rate")
    assert all(str(year) in fault.message.en for year in years)


@pytest.mark.parametrize(("factor", "caught"), [(1.0, False), (0.7143, True), (1.4, True)])
def test_heat_rate_of_coal_alone(
    build: Build, city_lines: list[Line], factor: float, caught: bool
) -> None:
    lines = [
        (*x[:4], x[4] * factor * (0.95 if x[1] is Flow.POWER else 1), x[5])
        if x[3] == "raw_coal"
        else x
        for x in city_lines
    ]
    assert bool(found(build(lines), "inventory.power.heat_rate")) == caught


@pytest.mark.parametrize("factor", [1e-4, 1e4, 0.0341])
@pytest.mark.parametrize("years", [(2020,), YEARS])
def test_heat_in_the_wrong_unit(years: tuple[int, ...], factor: float) -> None:
    bad = changed(city(years), lambda r: times(r, factor) if r.carrier == "heat" else r)
    (fault,) = found(bad, "inventory.heat.yield")
    assert fault.place.row is not None


@pytest.mark.parametrize("years", [(2020,), YEARS])
def test_coke_in_tonnes_instead_of_ten_thousand(years: tuple[int, ...]) -> None:
    bad = changed(city(years), lambda r: times(r, 1e-4) if r.carrier == "coke" else r)
    (fault,) = found(bad, "inventory.unit.little_coke")
    assert "万t" in fault.message.en


@pytest.mark.parametrize("factor", [0.1, 10.0])
def test_coke_per_output(factor: float) -> None:
    good = city()
    iron = tuple(ProcessRecord(y, "pig_iron", Amount(1000 * factor, "万吨")) for y in YEARS)
    (fault,) = found(replace(good, process=iron), "inventory.output.coke_rate")
    assert "pig iron" in fault.message.en
    assert not found(good, "inventory.output.coke_rate")


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize(("year", "years"), [(2020, (2020,)), *((y, YEARS) for y in YEARS)])
def test_steel_and_building_materials_exchanged(
    year: int, years: tuple[int, ...], wide: bool
) -> None:
    names = {"steel": "building_materials", "building_materials": "steel"}

    def swap(r: EnergyRecord) -> EnergyRecord:
        here = r.year == year and r.flow is FINAL
        return replace(r, sector=names.get(r.sector, r.sector)) if here else r

    bad = changed(city(years, wide=wide), swap)
    rule = "inventory.rows.foreign_fuel" if len(years) == 1 else "inventory.rows.swapped"
    (fault,) = found(bad, rule)
    assert str(year) in fault.message.en
    # the cell marked NE moves with its row
    assert rules(bad) <= {rule, "inventory.rows.slipped", "inventory.year.incomplete"}


@pytest.mark.parametrize("wide", [False, True])
def test_a_year_that_repeats_the_one_before(wide: bool) -> None:
    good = city(wide=wide)
    before = {(r.flow, r.sector, r.carrier): r.amount.value for r in good.energy if r.year == 2018}

    def copied(r: EnergyRecord) -> EnergyRecord:
        value = before.get((r.flow, r.sector, r.carrier))
        return replace(r, amount=replace(r.amount, value=value)) if r.year == 2019 else r

    (fault,) = found(changed(good, copied), "inventory.year.copied")
    assert "2019" in fault.message.en
    assert not found(good, "inventory.year.copied")


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize(
    ("carrier", "factor"),
    [("diesel", 1.4571), ("gasoline", 1 / 1.4714), ("electricity", 1.229), ("raw_coal", 0.7143)],
)
def test_a_column_of_one_year_in_standard_coal(carrier: str, factor: float, year: int) -> None:
    bad = changed(
        city(), lambda r: times(r, factor) if (r.year, r.carrier) == (year, carrier) else r
    )
    (fault,) = found(bad, "inventory.column.standard_coal")
    assert str(year) in fault.message.en or "beside" in fault.message.en
    assert not found(city(), "inventory.column.standard_coal")


@pytest.mark.parametrize("years", [(2020,), YEARS])
def test_ten_times_the_clinker(years: tuple[int, ...]) -> None:
    good = city(years)
    process = tuple(
        replace(r, amount=replace(r.amount, value=310.0 * 20)) if r.process == "clinker" else r
        for r in good.process
    )
    (fault,) = found(replace(good, process=process), "inventory.process.implausible")
    assert fault.place == process[0].amount.place


def grid(year: int, value: float) -> FactorRecord:
    return FactorRecord(
        "grid", "", "", year, Amount(value, "tCO2/MWh", place=Place("f.csv", "", 2))
    )


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        (0.542, {"inventory.grid_factor.mistaken"}),
        (0.515, set()),
        (0.5153, set()),
        (0.54, set()),
        (0.531, set()),
    ],
)
def test_a_rounded_grid_factor_of_another_year(
    build: Build, city_lines: list[Line], value: float, rule: set[str]
) -> None:
    lines = [x for x in city_lines if x[0] == 2022]
    caught = {
        f.rule
        for f in check_dossier(build(lines, [grid(2022, value)]))
        if f.rule.startswith("inventory.grid_factor") and f.severity is not Severity.NOTE
    }
    assert caught == rule


@pytest.mark.parametrize("factor", [100.0, 10.0, 1e4])
def test_the_error_that_is_proposed_closes_the_balance(factor: float) -> None:
    good = city((2020,))
    at = next(
        i
        for i, r in enumerate(good.energy)
        if (r.flow, r.sector, r.carrier) == (FINAL, "building_materials", "raw_coal")
    )
    energy = list(good.energy)
    energy[at] = times(energy[at], factor)
    (fault,) = found(replace(good, energy=tuple(energy)), "inventory.balance.open")
    assert f"divided by {factor:,.0f} " in fault.message.en
    assert fault.place == energy[at].amount.place


@pytest.mark.parametrize(
    ("value", "unit", "meant"),
    [
        (8.4, "%", "108.4"),
        (-3.0, "%", "97"),
        (0.084, "1", "108.4"),
        (1.033, "%", "103.3"),
        (1033.0, "%", ""),
    ],
)
def test_a_growth_rate_is_no_index(value: float, unit: str, meant: str) -> None:
    place = Place("activity.csv", "", 9, 4)
    record = ActivityRecord(2020, "gdp_index", "", Amount(value, unit, place=place))
    (fault,) = found(replace(city((2020,)), activity=(record,)), "inventory.gdp_index.implausible")
    assert (fault.place, fault.severity) == (place, Severity.ERROR)
    assert meant in fault.message.en
    good = replace(record, amount=Amount(103.3, "%"))
    assert not found(replace(city((2020,)), activity=(good,)), "inventory.gdp_index.implausible")


@pytest.mark.parametrize("process", ["ammonia", "methanol_coal", "ferroalloys"])
def test_feedstock_may_count_twice(build: Build, city_lines: list[Line], process: str) -> None:
    made = [ProcessRecord(2023, process, Amount(10.0, "万吨"))]
    (note,) = found(build(city_lines, process=made), "inventory.process.feedstock")
    assert note.severity is Severity.NOTE
    raw = (2023, Flow.NON_ENERGY, "petrochemicals", "raw_coal", 5.0, "万吨")
    whole = build([*city_lines, raw], process=made)
    assert not found(whole, "inventory.process.feedstock")
