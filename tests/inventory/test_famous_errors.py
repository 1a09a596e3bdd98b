"""Famous errors of published tables, planted as they occur, and good figures left in peace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from tests import exemplar

from dafeng import reference
from dafeng.dossier.records import (
    Amount,
    Dossier,
    FactorRecord,
    Flow,
    ProcessRecord,
    Quality,
)
from dafeng.errors import Fault, Place, Severity
from dafeng.inventory.doubts import patterns
from dafeng.inventory.doubts.patterns import find_slip
from dafeng.inventory.first_dossier import first_dossier
from dafeng.inventory.hierarchy import standard_sectors
from dafeng.inventory.plausibility import check_dossier

FINAL = Flow.FINAL_CONSUMPTION
YEARS = (2019, 2020)


def warnings(dossier: Dossier) -> list[Fault]:
    return [f for f in check_dossier(dossier) if f.severity is not Severity.NOTE]


def found(dossier: Dossier, rule: str) -> list[Fault]:
    return [f for f in check_dossier(dossier) if f.rule == rule]


def table_cells(dossier: Dossier, form: str) -> Dossier:
    """Return the records in a table: one row a figure, or one row a sector and column a fuel."""
    if form == "long":
        return dossier
    carriers = list(reference.carriers())
    sectors = list(dict.fromkeys((r.flow, r.sector) for r in dossier.energy))
    energy = []
    for r in dossier.energy:
        place = replace(
            r.amount.place,
            file="balance.xlsx",
            sheet=str(r.year),
            row=5 + sectors.index((r.flow, r.sector)),
            column=2 + carriers.index(r.carrier),
        )
        energy.append(replace(r, amount=replace(r.amount, place=place)))
    return replace(dossier, energy=tuple(energy))


def city(form: str = "long", years: tuple[int, ...] = YEARS) -> Dossier:
    whole = exemplar.good_dossier()
    kept = replace(
        whole,
        energy=tuple(r for r in whole.energy if r.year in years),
        process=tuple(r for r in whole.process if r.year in years),
        published=(),
    )
    return table_cells(kept, form)


FORMS = [(form, years) for form in ("long", "wide") for years in ((2020,), YEARS)]


def changed(dossier: Dossier, carrier: str, change: Callable[[Amount], Amount]) -> Dossier:
    energy = (
        replace(r, amount=change(r.amount)) if r.carrier == carrier else r for r in dossier.energy
    )
    return replace(dossier, energy=tuple(energy))


def times(factor: float) -> Callable[[Amount], Amount]:
    return lambda a: replace(a, value=None if a.value is None else a.value * factor)


def in_unit(unit: str) -> Callable[[Amount], Amount]:
    return lambda a: replace(a, unit=unit)


def slipped(dossier: Dossier, carrier: str, rows: int) -> Dossier:
    """Move the final consumption of a carrier by rows; empty cells of a wide table move too."""
    energy = []
    for r in dossier.energy:
        wide = r.amount.place.file == "balance.xlsx"
        column = [
            x
            for x in dossier.energy
            if (x.year, x.flow) == (r.year, FINAL) and (wide or x.carrier == carrier)
        ]
        places = {x.amount.place.row: x.sector for x in column}
        if r.flow is not FINAL or r.carrier != carrier:
            energy.append(r)
            continue
        order = sorted(places, key=lambda row: row or 0)
        row = order[(order.index(r.amount.place.row) + rows) % len(order)]
        place = replace(r.amount.place, row=row)
        energy.append(replace(r, sector=places[row], amount=replace(r.amount, place=place)))
    return replace(dossier, energy=tuple(energy))


@pytest.mark.parametrize(("form", "years"), FORMS)
def test_the_good_city_is_left_in_peace(form: str, years: tuple[int, ...]) -> None:
    assert warnings(city(form, years)) == []


@pytest.mark.parametrize(("form", "years"), FORMS)
@pytest.mark.parametrize(
    ("carrier", "change", "wording"),
    [
        ("natural_gas", in_unit("万立方米"), "10⁸ m³ instead of 10⁴ m³"),
        ("natural_gas", times(1e4), "10⁴ m³ instead of 10⁸ m³"),
        ("raw_coal", in_unit("t"), "万t instead of t"),
        ("electricity", in_unit("万千瓦时"), "10⁸ kWh instead of 10⁴ kWh"),
        ("diesel", in_unit("t"), "万t instead of t"),
        ("electricity", times(10), "per head"),
    ],
)
def test_a_whole_column_in_the_wrong_unit(
    form: str,
    years: tuple[int, ...],
    carrier: str,
    change: Callable[[Amount], Amount],
    wording: str,
) -> None:
    caught = found(changed(city(form, years), carrier, change), "inventory.level.implausible")
    assert any(wording in f.message.en for f in caught)
    assert all(f.place.row for f in caught)
    assert all(str(y) in caught[0].message.en for y in years)
    if wording == "per head" and len(years) > 1:
        (homes,) = (f for f in caught if wording in f.message.en)
        assert "–" in homes.message.en


@pytest.mark.parametrize(("form", "years"), FORMS)
@pytest.mark.parametrize("factor", [10.0, 0.1])
def test_coal_off_by_ten_shows_in_power_plants(
    form: str, years: tuple[int, ...], factor: float
) -> None:
    dossier = changed(city(form, years), "raw_coal", times(factor))
    caught = found(dossier, "inventory.power.heat_rate")
    assert [f.place.row is not None for f in caught] == [True]
    assert "gce/kWh" in caught[0].message.en


@pytest.mark.parametrize(("form", "years"), FORMS)
@pytest.mark.parametrize(
    ("carrier", "rows"), [("diesel", 1), ("gasoline", 1), ("electricity", 1), ("electricity", -1)]
)
def test_rows_that_slipped_alike_in_all_years(
    form: str, years: tuple[int, ...], carrier: str, rows: int
) -> None:
    caught = found(slipped(city(form, years), carrier, rows), "inventory.rows.slipped")
    assert len(caught) == 1
    assert reference.carriers()[carrier].name.en in caught[0].message.en
    assert caught[0].place.row is not None


@pytest.mark.parametrize(("form", "years"), FORMS)
def test_tonnes_taken_for_standard_coal(form: str, years: tuple[int, ...]) -> None:
    dossier = changed(city(form, years), "raw_coal", in_unit("万tce"))
    caught = found(dossier, "inventory.unit.mixed_standard")
    assert len(caught) == 1
    assert "taken for tce" in caught[0].message.en


@pytest.mark.parametrize("form", ["long", "wide"])
@pytest.mark.parametrize("year", YEARS)
def test_one_of_two_years_in_standard_coal(form: str, year: int) -> None:
    good = city(form)
    energy = tuple(
        replace(r, amount=replace(r.amount, unit="万tce"))
        if (r.year, r.carrier) == (year, "raw_coal")
        else r
        for r in good.energy
    )
    caught = found(replace(good, energy=energy), "inventory.power.heat_rate")
    assert "1/0.7143" in caught[0].message.en


@pytest.mark.parametrize("form", ["long", "wide"])
@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("factor", [1e4, 1e-4, 10.0])
def test_the_odd_one_of_two_years_is_named(form: str, year: int, factor: float) -> None:
    good = city(form)
    at = next(
        i
        for i, r in enumerate(good.energy)
        if (r.year, r.flow, r.carrier, r.sector) == (year, FINAL, "raw_coal", "building_materials")
    )
    energy = list(good.energy)
    energy[at] = replace(energy[at], amount=times(factor)(energy[at].amount))
    faults = check_dossier(replace(good, energy=tuple(energy)))
    caught = [f for f in faults if f.rule in ("inventory.unit.scale", "inventory.cell.jump")]
    assert [f.place for f in caught] == [energy[at].amount.place]
    open_balance = [f for f in faults if f.rule == "inventory.balance.open"]
    assert [f.place for f in open_balance] == [energy[at].amount.place]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda a: replace(a, unit="t"), "inventory.process.implausible"),
        (lambda a: replace(a, unit="亿吨"), "inventory.process.implausible"),
    ],
)
@pytest.mark.parametrize("years", [(2020,), YEARS])
def test_clinker_in_the_wrong_unit(
    years: tuple[int, ...], change: Callable[[Amount], Amount], rule: str
) -> None:
    good = city("long", years)
    process = tuple(
        replace(r, amount=change(r.amount)) if r.process == "clinker" else r for r in good.process
    )
    caught = found(replace(good, process=process), rule)
    assert len(caught) == 1
    assert all(str(y) in caught[0].message.en for y in years)


@pytest.mark.parametrize("year", YEARS)
def test_clinker_of_one_year_off_by_ten(year: int) -> None:
    good = city()

    def wrong(r: ProcessRecord) -> ProcessRecord:
        odd = (r.process, r.year) == ("clinker", year)
        return replace(r, amount=times(10)(r.amount)) if odd else r

    bad = tuple(map(wrong, good.process))
    caught = found(replace(good, process=bad), "inventory.process.jump")
    expected = [r.amount.place for r in bad if (r.process, r.year) == ("clinker", year)]
    assert [f.place for f in caught] == expected


def with_factor(dossier: Dossier, *records: FactorRecord) -> Dossier:
    kept = tuple(f for f in dossier.factors if f.quantity != "grid")
    return replace(dossier, factors=(*kept, *records))


@pytest.mark.parametrize("years", [(2021,), (2021, 2022)])
def test_a_grid_factor_without_a_year(years: tuple[int, ...]) -> None:
    good = city()
    energy = tuple(replace(r, year=years[0]) for r in good.energy if r.year == YEARS[0])
    energy += tuple(replace(r, year=years[-1]) for r in energy if len(years) > 1)
    published = reference.grid_factor("410000", 2022).value
    cell = Place("factors.csv", row=6, column=5)
    record = FactorRecord("grid", "", "", None, Amount(published, "tCO2/MWh", place=cell))
    caught = found(
        with_factor(replace(good, energy=energy, process=()), record),
        "inventory.grid_factor.all_years",
    )
    assert [f.place for f in caught] == [cell]
    assert "for 2022" in caught[0].message.en
    assert str(years[0]) in caught[0].message.en


def test_a_local_grid_factor_of_another_year_is_called_local() -> None:
    record = FactorRecord("grid", "", "", 2018, Amount(0.6123, "tCO2/MWh"))
    notes = found(with_factor(city("long", (2019,)), record), "inventory.grid_factor.other_year")
    assert notes
    assert all("local factor of 2018" in f.message.en for f in notes)


@pytest.mark.parametrize(
    ("carrier", "value", "fuel"),
    [
        ("raw_coal", 0.7559, "Raw coal"),
        ("raw_coal", 0.67, "Raw coal"),
        ("raw_coal", 0.7476, "Raw coal"),
        ("natural_gas", 0.7559, "Raw coal"),
        ("raw_coal", 0.4483, "Natural gas"),
    ],
)
def test_carbon_per_standard_coal_is_named(carrier: str, value: float, fuel: str) -> None:
    record = FactorRecord("carbon_content", carrier, "", None, Amount(value, "tC/tce"))
    caught = found(with_factor(city(), record), "inventory.factor.carbon_per_tce")
    assert len(caught) == 1
    assert f"circulating figure of {fuel}" in caught[0].message.en


def test_a_missing_grid_factor_is_one_fault_at_its_key() -> None:
    good = with_factor(city())
    bad = replace(good, identity=replace(good.identity, grid_kind="fossil", grid_area="540000"))
    caught = found(bad, "inventory.grid_factor.missing")
    assert [(f.place.file, f.place.field) for f in caught] == [("dossier.toml", "grid_area")]
    assert "2019, 2020" in caught[0].message.en


def test_no_people_and_no_gdp_do_not_crash() -> None:
    good = city()
    activity = tuple(replace(r, amount=replace(r.amount, value=0.0)) for r in good.activity)
    rules = {f.rule for f in check_dossier(replace(good, activity=activity))}
    assert rules - {f.rule for f in check_dossier(good)} == {"inventory.stated.differs"}


@pytest.mark.parametrize("park", [False, True])
def test_the_exemplar_raises_no_warning(park: bool) -> None:
    dossier = exemplar.park_dossier() if park else exemplar.good_dossier()
    assert warnings(dossier) == []


@pytest.mark.parametrize("pilot", [p.id for p in reference.pilots()])
def test_first_dossiers_as_entries_lack_only_a_row_for_heat(pilot: str) -> None:
    """An estimate holds power and heat together, which a balance of the place keeps apart."""
    first = first_dossier(reference.pilot(pilot))
    assert warnings(first) == []
    entered = replace(
        first,
        energy=tuple(
            replace(r, amount=replace(r.amount, quality=Quality.REPORTED)) for r in first.energy
        ),
        process=tuple(
            replace(r, amount=replace(r.amount, quality=Quality.REPORTED)) for r in first.process
        ),
    )
    told = warnings(entered)
    assert {f.rule for f in told} <= {"inventory.power.heat_rate"}
    assert all("heat supply has a row" in f.remedy.en for f in told)


SECTORS = [s for s in standard_sectors() if s != "power_heat"]


@pytest.fixture
def without() -> Iterator[Callable[[str, int], None]]:
    """Return a function that takes one province out of the pattern."""
    columns = patterns.province_columns

    def leave_out(carrier: str, left: int) -> None:
        kept = tuple(c for i, c in enumerate(columns(carrier)) if i != left)
        patterns.pattern.cache_clear()
        patch.setattr(patterns, "province_columns", lambda _carrier: kept)

    with pytest.MonkeyPatch.context() as patch:
        yield leave_out
    patterns.pattern.cache_clear()


@pytest.mark.parametrize(
    ("carrier", "power"),
    [("raw_coal", 0.45), ("gasoline", 0.85), ("diesel", 0.95), ("natural_gas", 0.85)],
)
def test_provinces_as_good_and_as_slipped_columns(
    carrier: str, power: float, without: Callable[[str, int], None]
) -> None:
    columns = patterns.province_columns(carrier)
    alarms, caught, tried = 0, 0, 0
    for i, column in enumerate(columns):
        values = [column[s] for s in SECTORS]
        if sum(v > 0 for v in values) < 5:
            continue
        without(carrier, i)
        tried += 1
        alarms += find_slip(carrier, SECTORS, values) is not None
        moved = find_slip(carrier, SECTORS, [values[-1], *values[:-1]])
        caught += moved is not None and moved.shift == 1
    assert alarms == 0
    assert caught >= power * tried
