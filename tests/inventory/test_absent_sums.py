"""Sums that nobody entered say why they are none; what is entered as zero stays zero."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dafeng.desk import account
from dafeng.desk import inventory_amounts as amounts
from dafeng.dossier.records import Amount, Dossier, Flow, ProcessRecord
from dafeng.inventory.absent import part_state, sector_state
from dafeng.inventory.account import State
from dafeng.inventory.bases import Basis, Part, total
from dafeng.inventory.compile import compile_inventory

Line = tuple[int, Flow, str, str, float, str]
Build = Callable[..., Dossier]
FINAL = Flow.FINAL_CONSUMPTION

LINES: list[Line] = [
    (2023, FINAL, "manufacturing", "raw_coal", 100.0, "万吨"),
    (2023, FINAL, "services", "natural_gas", 1.2, "亿立方米"),
    (2023, FINAL, "construction", "diesel", 0.0, "万吨"),
]


def test_parts_of_an_aggregate_are_included_elsewhere_and_others_not_estimated(
    build: Build,
) -> None:
    made = compile_inventory(build(LINES))
    table = amounts.sectors(made, Basis.TERRITORIAL, 2023)
    heads = [name for name, _ in table.columns]
    rows = {row[0]: dict(zip(heads, row, strict=True)) for row in table.rows}
    assert (rows["steel"]["co2"], rows["steel"]["notation"]) == (None, "IE")
    assert (rows["agriculture"]["co2"], rows["agriculture"]["notation"]) == (None, "NE")
    assert (rows["construction"]["co2"], rows["construction"]["notation"]) == (0.0, "")
    assert rows["manufacturing"]["notation"] == ""
    shown = sum(row["co2"] or 0.0 for row in rows.values())  # type: ignore[misc]
    assert shown == float(total(made, Basis.TERRITORIAL)[0])


def test_carriers_that_nobody_entered_show_no_zero(build: Build) -> None:
    table = amounts.carriers(compile_inventory(build(LINES)), 2023)
    rows = {row[0]: row[2:] for row in table.rows}
    assert rows["lignite"] == (None, None, "NE")
    assert rows["diesel"] == (0.0, 0.0, "")


def test_processes_without_a_table_are_not_estimated_and_with_one_a_figure(build: Build) -> None:
    dossier = build(LINES)
    made = compile_inventory(dossier)
    assert part_state(made, Part.PROCESS, 2023) is State.NE
    (name, co2), *_ = [s for s in account.reconciliation(made, 2023) if "工业生产过程" in s[0].zh]
    assert co2 is None
    assert "NE，未估算" in name.zh
    assert "NE, not estimated" in name.en
    clinker = ProcessRecord(2023, "clinker", Amount(300.0, "万吨"))
    made = compile_inventory(replace(dossier, process=(clinker,)))
    assert part_state(made, Part.PROCESS, 2023) is State.VALUE
    state = sector_state(made, Basis.TERRITORIAL, 2023, "building_materials")
    assert state is State.VALUE
    assert sector_state(made, Basis.ASSESSMENT, 2023, "building_materials") is State.IE
