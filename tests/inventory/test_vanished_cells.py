"""A large cell, or a row, that one year lacks, planted in a good city."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.inventory.test_missing_and_swapped import YEARS, Change, changed, city

from dafeng.dossier.records import Dossier, EnergyRecord, Flow, NotationKey
from dafeng.errors import Fault
from dafeng.inventory.balance import read_balance
from dafeng.inventory.doubts.completeness import uses_of
from dafeng.inventory.doubts.vanished_cells import check_cells
from dafeng.inventory.quantities import FactorBook

FINAL = Flow.FINAL_CONSUMPTION
CELLS = [
    (FINAL, "steel", "raw_coal"),
    (FINAL, "steel", "electricity"),
    (FINAL, "building_materials", "raw_coal"),
    (Flow.POWER, "", "raw_coal"),
]


def at(record: EnergyRecord) -> tuple[Flow, str, str]:
    return record.flow, record.sector, record.carrier


def told(dossier: Dossier) -> list[Fault]:
    balance = read_balance(dossier, FactorBook(dossier))
    return list(check_cells(dossier, balance, uses_of(balance)))


def without(record: EnergyRecord) -> None:
    """Leave a record out."""


def zero(record: EnergyRecord) -> EnergyRecord:
    return replace(record, amount=replace(record.amount, value=0.0))


@pytest.mark.parametrize("change", [without, zero])
@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("cell", CELLS)
def test_a_large_cell_that_a_year_lacks(
    cell: tuple[Flow, str, str], year: int, wide: bool, change: Change
) -> None:
    good = city(wide=wide)
    gone = next(r.amount.place for r in good.energy if r.year == year and at(r) == cell)
    (fault,) = told(changed(good, lambda r: change(r) if (r.year, *at(r)) == (year, *cell) else r))
    assert fault.rule == "inventory.cell.vanished"
    assert str(year) in fault.message.en
    same = {r.amount.place for r in good.energy if at(r) == cell}
    assert fault.place == gone if wide or change is zero else fault.place in same


def test_a_good_city_lacks_nothing() -> None:
    assert not told(city(wide=True))


def test_a_row_that_a_year_lacks_is_one_fault() -> None:
    bad = changed(city(wide=True), lambda r: None if (r.year, r.sector) == (2019, "steel") else r)
    caught = told(bad)
    assert 1 <= len(caught) <= 3
    assert all(f.place.sheet == "2019" for f in caught)


@pytest.mark.parametrize("key", [NotationKey.NO, NotationKey.NE, NotationKey.IE])
def test_a_notation_key_explains_an_absent_cell(key: NotationKey) -> None:
    def keyed(r: EnergyRecord) -> EnergyRecord:
        gone = (r.year, *at(r)) == (2019, *CELLS[0])
        return replace(r, amount=replace(r.amount, value=None, notation=key)) if gone else r

    assert not told(changed(city(), keyed))


def test_a_cell_that_stands_elsewhere_has_not_vanished() -> None:
    def moved(r: EnergyRecord) -> EnergyRecord:
        return replace(r, sector="other_manufacturing") if gone(r) else r

    def renamed(r: EnergyRecord) -> EnergyRecord:
        return replace(r, carrier="bituminous_coal") if gone(r) else r

    def gone(r: EnergyRecord) -> bool:
        return (r.year, *at(r)) == (2019, FINAL, "building_materials", "raw_coal")

    bare = city()
    kept = ("other_manufacturing", "raw_coal")
    bare = changed(bare, lambda r: None if (r.sector, r.carrier) == kept else r)
    for change in (moved, renamed):
        assert not told(changed(bare, change))


def test_years_with_coarser_rows_have_no_holes() -> None:
    def coarse(r: EnergyRecord) -> EnergyRecord | None:
        branch = r.year == 2019 and r.sector in BRANCHES and r.flow is FINAL
        if not branch:
            return r
        return replace(r, sector="manufacturing") if r.sector == BRANCHES[0] else None

    assert not told(changed(city(), coarse))


BRANCHES = ("steel", "nonferrous", "building_materials", "petrochemicals", "other_manufacturing")


def test_a_notation_key_of_another_flow_explains_nothing() -> None:
    cell = CELLS[0]
    good = city(wide=True)
    own = next(r for r in good.energy if r.year == 2019 and at(r) == cell)
    bad = changed(good, lambda r: None if (r.year, *at(r)) == (2019, *cell) else r)
    none = replace(own.amount, value=None, notation=NotationKey.NO)
    beside = replace(own, flow=Flow.NON_ENERGY, amount=none)
    assert [f.rule for f in told(bad)] == ["inventory.cell.vanished"]
    assert told(replace(bad, energy=(*bad.energy, beside))) == told(bad)


def test_years_far_off_say_nothing_of_a_year() -> None:
    apart = {year: 2019 + 8 * (year - 2019) for year in YEARS}
    bad = changed(city(wide=True), lambda r: None if (r.year, *at(r)) == (2019, *CELLS[0]) else r)
    energy = tuple(replace(r, year=apart[r.year]) for r in bad.energy)
    assert told(bad)
    assert not told(replace(bad, energy=energy))
