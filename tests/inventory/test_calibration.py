"""How often do the rules doubt what provinces publish? Figures of CEADs entered as dossiers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dafeng import reference
from dafeng.dossier.records import Amount, Dossier, EnergyRecord, Flow, Identity, ProcessRecord
from dafeng.errors import Fault, Place, Severity
from dafeng.files.ceads import read_ceads_workbook
from dafeng.inventory.ceads import CeadsInventory, standard
from dafeng.inventory.plausibility import check_dossier
from dafeng.language import same

FIRST = 2010
FACTORS = reference.fuel_factor_set("provincial-guideline-2025").factors

#: Faults that 300 provincial years 2010-2019 raise by rule, as counted: cleaned coal of Chongqing
#: 2016 is a hole in the table, steel of Beijing 2010 closed down, and cement stands beside hardly
#: any fuel in Heilongjiang 2012, Qinghai 2014 and Xinjiang 2010, or is a slip (Yunnan 2019).
COUNTED = {
    "inventory.carrier.vanished": 1,
    "inventory.cell.vanished": 0,
    "inventory.carrier.no_coal": 0,
    "inventory.year.copied": 0,
    "inventory.carrier.copied": 0,
    "inventory.unit.little_coke": 1,
    "inventory.rows.foreign_fuel": 0,
    "inventory.column.standard_coal": 0,
    "inventory.process.implausible": 4,
    "inventory.level.household_gas": 0,
    "inventory.power.no_fuel": 0,
}

#: Year in the middle of the series in which faults are planted.
PLANTED = 2014


def records(inventory: CeadsInventory, code: str) -> tuple[list[EnergyRecord], list[ProcessRecord]]:
    """Return an inventory as entries in tonnes and cubic metres, in the cells of one sheet."""
    axis, co2, process = standard(inventory)
    energy = []
    for i, sector in enumerate(axis):
        for j, carrier in enumerate(inventory.carriers):
            if carrier not in FACTORS or not co2[i, j]:
                continue
            unit = FACTORS[carrier].unit
            quantity = float(co2[i, j]) / FACTORS[carrier].co2_per_unit
            plants = sector == "power_heat"
            place = Place("ceads.xlsx", f"{code} {inventory.year}", 5 + i, 2 + j)
            amount = Amount(-quantity if plants else quantity, unit, place=place)
            flow = Flow.POWER if plants else Flow.FINAL_CONSUMPTION
            energy.append(
                EnergyRecord(inventory.year, flow, "" if plants else sector, carrier, amount)
            )
    whole = float(process[axis.index("building_materials")])
    made = Amount(whole / reference.process_factors()["cement"].value, "t")
    return energy, [ProcessRecord(inventory.year, "cement", made)] if whole else []


@pytest.fixture(scope="module")
def provinces(shared_data: Path) -> dict[str, Dossier]:
    """Return one dossier for each province with the years from 2010 on."""
    codes = {
        "".join(c for c in d.name.en if c.isalnum()).casefold(): code
        for code, d in reference.divisions().items()
        if d.level == "province"
    }
    found: dict[str, Dossier] = {}
    for path in sorted((shared_data / "ceads" / "provinces").glob("*.xlsx")):
        if int(path.stem[-4:]) < FIRST:
            continue
        for inventory in read_ceads_workbook(path)[0]:
            code = codes["".join(c for c in inventory.area if c.isalnum()).casefold()]
            energy, process = records(inventory, code)
            place = same(inventory.area)
            identity = Identity(
                code, place, "city", code, (code,), place, 2019,
                "provincial-guideline-2025", "average", code, 2020, "",
            )  # fmt: skip
            before = found.get(code, Dossier(identity, ()))
            found[code] = replace(
                before,
                energy=(*before.energy, *energy),
                process=(*before.process, *process),
            )
    return found


def rules(dossier: Dossier) -> list[Fault]:
    return [f for f in check_dossier(dossier) if f.severity is not Severity.NOTE]


def changed(dossier: Dossier, change: Callable[[EnergyRecord], EnergyRecord | None]) -> Dossier:
    energy = (change(r) for r in dossier.energy)
    return replace(dossier, energy=tuple(r for r in energy if r is not None))


def test_what_provinces_publish_is_seldom_doubted(provinces: dict[str, Dossier]) -> None:
    found = Counter(f.rule for d in provinces.values() for f in rules(d))
    assert len(provinces) == 30
    assert {rule: found[rule] for rule in COUNTED} == COUNTED


def recent(dossier: Dossier) -> Dossier:
    """Return the years about the planted one."""
    energy = tuple(r for r in dossier.energy if abs(r.year - PLANTED) <= 1)
    process = tuple(r for r in dossier.process if abs(r.year - PLANTED) <= 1)
    return replace(dossier, energy=energy, process=process)


def test_a_missing_column_is_found_in_every_province(provinces: dict[str, Dossier]) -> None:
    caught = 0
    for dossier in map(recent, provinces.values()):
        gone = changed(
            dossier,
            lambda r: None if (r.year, r.carrier) == (PLANTED, "raw_coal") else r,
        )
        told = [f for f in rules(gone) if f.rule == "inventory.carrier.vanished"]
        caught += any(str(PLANTED) in f.message.en and "Raw coal" in f.message.en for f in told)
    assert caught == 30


def test_exchanged_rows_are_found_in_most_provinces(provinces: dict[str, Dossier]) -> None:
    names = {"steel": "building_materials", "building_materials": "steel"}
    caught = 0
    for dossier in map(recent, provinces.values()):
        bad = changed(
            dossier,
            lambda r: replace(r, sector=names.get(r.sector, r.sector)) if r.year == PLANTED else r,
        )
        told = {f.rule for f in rules(bad)}
        caught += bool(told & {"inventory.rows.swapped", "inventory.rows.foreign_fuel"})
    assert caught >= 24
