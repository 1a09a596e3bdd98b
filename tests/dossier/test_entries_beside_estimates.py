"""Entries give no way to guesses: totals are held against entries, estimates against none."""

from __future__ import annotations

import numpy as np
import pytest
from tests import exemplar

from dafeng.dossier.cells import Cell
from dafeng.dossier.check import check
from dafeng.dossier.parse import parse
from dafeng.dossier.records import Dossier, Quality
from dafeng.dossier.sheets import RawSheet
from dafeng.dossier.snapshot import content_hash
from dafeng.dossier.writing import sheets_of
from dafeng.errors import Fault, Severity
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.superseding import replace_estimates

HEADER: list[Cell] = ["年份", "流向", "部门", "能源品种", "数量", "单位", "数据质量"]
INDUSTRY = ("采矿业", "钢铁", "非金属矿物制品业", "其他制造业", "电力、热力生产")
HOMES = ("城镇居民生活", "乡村居民生活")
LEAVES = (*INDUSTRY, *HOMES, "建筑业")


def _estimates(unit: str = "TJ") -> list[list[Cell]]:
    return [[2020, "终端消费量", s, "原煤", 100.0, unit, "估算"] for s in LEAVES]


def _entry(sector: str, value: float, unit: str = "万吨") -> list[Cell]:
    return [2020, "终端消费量", sector, "原煤", value, unit, "填报"]


def _read(*rows: list[Cell]) -> tuple[Dossier, tuple[Fault, ...]]:
    guesses = RawSheet("energy.csv", "", tuple(map(tuple, [HEADER, *_estimates()])))
    own = RawSheet("energy2.csv", "", tuple(map(tuple, [HEADER, *rows])))
    dossier, faults = parse([guesses, own], exemplar.identity())
    assert dossier is not None
    return dossier, faults


def _sheet(rows: list[list[Cell]]) -> RawSheet:
    return RawSheet("energy.csv", "", tuple(map(tuple, rows)))


def _wrong(faults: tuple[Fault, ...]) -> list[tuple[str, str]]:
    return [(f.rule, f.place.cell) for f in faults if f.severity is Severity.ERROR]


def _left(dossier: Dossier) -> tuple[set[str], set[str], int]:
    kept, notes = replace_estimates(dossier)
    guessed = {r.sector for r in kept.energy if r.amount.quality is Quality.ESTIMATE}
    entered = {r.sector for r in kept.energy if r.amount.quality is not Quality.ESTIMATE}
    told = sum(f.rule == "inventory.estimate.superseded" for f in notes)
    return guessed, entered, told


@pytest.mark.parametrize(
    ("sector", "entered", "superseded"),
    [
        ("工业", {"manufacturing"}, INDUSTRY),
        ("规模以上工业合计", {"manufacturing"}, INDUSTRY),
        ("制造业", {"manufacturing"}, ("钢铁", "非金属矿物制品业", "其他制造业")),
        ("居民生活", {"households"}, HOMES),
    ],
)
@pytest.mark.parametrize("unit", ["万吨", "TJ"])
def test_an_entered_aggregate_takes_the_place_of_the_estimates_below(
    sector: str, entered: set[str], superseded: tuple[str, ...], unit: str
) -> None:
    dossier, faults = _read(_entry(sector, 9975.0, unit))
    guessed, found, told = _left(dossier)
    assert not _wrong(faults)
    assert found == entered
    assert len(guessed) == len(LEAVES) - len(superseded)
    assert told + sum(f.rule == "energy.estimate.superseded" for f in faults) == len(superseded)
    notes = [f for f in faults if f.rule == "energy.estimate.superseded"]
    assert all(f.place.file == "energy.csv" and "energy2.csv E2" in f.message.zh for f in notes)


def test_an_entered_total_leaves_the_estimates_by_which_it_is_shared_out() -> None:
    dossier, faults = _read(_entry("合计", 9975.0, "TJ"))
    guessed, entered, told = _left(dossier)
    assert not _wrong(faults)
    assert (len(guessed), entered, told) == (len(LEAVES), {""}, 0)
    made = compile_inventory(dossier)
    coal = made.energy[0, :, made.carriers.index("raw_coal")]
    assert coal.sum() == pytest.approx(9975.0)
    assert np.count_nonzero(coal) == len(LEAVES)


def test_a_total_that_agrees_with_entries_leaves_no_room_for_estimates() -> None:
    dossier, faults = _read(_entry("居民生活", 20.0), _entry("城镇居民生活", 20.0))
    guessed, entered, _ = _left(dossier)
    assert not _wrong(faults)
    assert entered == {"households_urban"}
    assert not guessed & {"households_urban", "households_rural"}


def test_the_rest_of_industry_takes_the_place_of_all_estimated_branches() -> None:
    dossier, faults = _read(_entry("工业", 50.0), _entry("钢铁", 20.0))
    guessed, entered, _ = _left(dossier)
    assert not _wrong(faults)
    assert entered == {"steel", "other_manufacturing"}
    assert guessed == {"households_urban", "households_rural", "construction"}


def test_entries_of_another_kind_of_unit_are_compared_by_coefficients() -> None:
    """20 10^4 t of raw coal are 4181.6 TJ at 20.908 GJ/t (GB/T 2589-2020)."""
    parts = [_entry("城镇居民生活", 10.0), _entry("乡村居民生活", 10.0)]
    dossier, faults = _read(_entry("居民生活", 4181.6, "TJ"), *parts)
    assert not _wrong(faults)
    assert "households" not in _left(dossier)[1]
    _, faults = _read(_entry("居民生活", 41816.0, "TJ"), *parts)
    assert _wrong(faults) == [("total.differs", "E2")]


def test_a_cell_marked_as_not_estimated_gives_way_to_a_figure_of_another_table() -> None:
    absent: list[list[Cell]] = [
        [*HEADER, "缺项代号"],
        [2020, "一次能源生产量", None, "电力", None, "亿千瓦时", None, "NE"],
    ]
    own: list[list[Cell]] = [HEADER, [2020, "一次能源生产量", None, "电力", 5.0, "亿千瓦时", None]]
    sheets = [
        RawSheet("energy.csv", "", tuple(map(tuple, absent))),
        RawSheet("energy2.csv", "", tuple(map(tuple, own))),
    ]
    dossier, faults = parse(sheets, exemplar.identity())
    assert dossier is not None
    assert not _wrong(faults)
    assert [r.amount.value for r in dossier.energy] == [5.0]


def test_long_rows_of_one_cell_are_added_as_in_a_wide_table() -> None:
    trade = "批发和零售业、住宿和餐饮业"
    dossier, faults = _read(_entry(trade, 3.0), _entry("其他", 2.5))
    assert not _wrong(faults)
    found = {r.sector: r.amount.value for r in dossier.energy}
    assert found["services"] == 5.5
    notes = [f for f in faults if f.rule == "energy.rows.combined"]
    assert len(notes) == 1
    assert f"{trade}、其他" in notes[0].message.zh


@pytest.mark.parametrize("key", ["NE", "C"])
def test_a_part_that_is_not_known_is_said_beside_the_sum_of_the_others(key: str) -> None:
    flow, unit = "终端消费量", "万吨"
    table: list[list[Cell]] = [
        [*HEADER, "缺项代号"],
        [2020, flow, "批发和零售业、住宿和餐饮业", "原煤", 10.0, unit, None, None],
        [2020, flow, "其他", "原煤", None, unit, None, key],
    ]
    dossier, faults = parse([_sheet(table)], exemplar.identity())
    assert dossier is not None
    assert [(r.sector, r.amount.value) for r in dossier.energy] == [
        ("services", 10.0),
        ("services", None),
    ]
    written = sheets_of(dossier)
    again, _ = parse(written, exemplar.identity())
    assert again is not None
    assert content_hash(again) == content_hash(dossier)
    said = [f for f in faults if f.rule == "energy.rows.partly_unknown"]
    assert [f.place.row for f in said] == [3]
    assert key in said[0].message.en


@pytest.mark.parametrize(("unit", "factor"), [("万吨", 1), ("吨", 10_000), ("百吨", 100)])
def test_a_difference_is_held_against_supply_in_any_unit(unit: str, factor: float) -> None:
    table: list[list[Cell]] = [
        HEADER,
        [2020, "一次能源生产量", None, "原煤", 1000.0, "万吨", None],
        [2020, "外省（区、市）调入量", None, "原煤", 100.0 * factor, unit, None],
        [2020, "平衡差额", None, "原煤", 100.0, "万吨", None],
    ]
    dossier, _faults = parse([_sheet(table)], exemplar.identity())
    assert dossier is not None
    said = [f.message.en for f in check(dossier) if f.rule == "energy.balance.difference"]
    assert len(said) == 1
    assert "9.1" in said[0]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("其他", "其他"),
        ("钢铁", "steel"),
        ("服务业", "其他"),
        ("services", "其他"),
        ("工业", "工业"),
    ],
)
def test_one_name_twice_stays_a_repeat(first: str, second: str) -> None:
    if first == "服务业":
        first = "批发零售、住宿餐饮和其他服务业"
    _, faults = _read(_entry(first, 3.0), _entry(second, 2.5))
    assert _wrong(faults) == [("row.duplicate", "E3")]


def test_supply_of_two_kinds_is_added_in_long_form() -> None:
    rows: list[list[Cell]] = [
        [2020, "外省调入量", None, "原煤", 5.0, "万吨", None],
        [2020, "进口量", None, "原煤", 20000.0, "吨", None],
    ]
    dossier, faults = _read(*rows)
    assert not _wrong(faults)
    assert [r.amount.value for r in dossier.energy if r.flow == "inflow"] == [7.0]
