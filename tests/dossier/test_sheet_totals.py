"""Totals of sheets, total consumption and open balances are told at the cell that matters."""

from __future__ import annotations

import time

import pytest
from tests import exemplar

from dafeng.dossier.cells import Cell
from dafeng.dossier.check import check
from dafeng.dossier.parse import parse
from dafeng.dossier.records import Dossier, Flow
from dafeng.dossier.sheets import RawSheet
from dafeng.dossier.suspects import Part, closing_cell
from dafeng.errors import Fault, Place, Severity

BRANCHES: exemplar.Rows = [
    ["非金属矿物制品业", 60.0, 40.0],
    ["黑色金属冶炼和压延加工业", 5.0, 30.0],
    ["化学原料和化学制品制造业", 20.0, 40.0],
    ["纺织业", 10.0, 60.0],
]
BALANCE: exemplar.Rows = [
    ["2020年能源平衡表", None, None],
    ["项目", "原煤（万吨）", "电力（亿千瓦时）"],
    ["2.外省（区、市）调入量", 500.0, 160.0],
    ["1.火力发电", -350.0, 100.0],
    ["2.供热", -50.0, None],
    ["三、损失量", None, 5.0],
    ["四、终端消费量", 100.0, 255.0],
    ["1.农业", 3.0, 50.0],
    ["2.工业", 95.0, 170.0],
    ["7.居民生活", 2.0, 35.0],
    ["五、平衡差额", 0.0, 0.0],
    ["六、消费量合计", 500.0, 260.0],
]


def _read(*tables: tuple[str, exemplar.Rows]) -> tuple[Dossier, tuple[Fault, ...]]:
    sheets = [RawSheet("年鉴.xlsx", n, tuple(map(tuple, rows))) for n, rows in tables]
    dossier, faults = parse(sheets, exemplar.identity())
    assert dossier is not None
    return dossier, (*faults, *check(dossier))


def _wrong(faults: tuple[Fault, ...]) -> list[tuple[str, str, str]]:
    return [(f.rule, f.place.sheet, f.place.cell) for f in faults if f.severity is Severity.ERROR]


def _branches(label: str | None, total: float = 95.0) -> exemplar.Rows:
    head: exemplar.Rows = [["2020年规模以上工业分行业能源消费量"]]
    head += [["行业", "原煤（万吨）", "电力（亿千瓦时）"]]
    return head + ([[label, total, 170.0]] if label else []) + BRANCHES


LABELS = ["合计", "总计", "工业合计", "规模以上工业合计", "规模以上工业", None]


@pytest.mark.parametrize("label", LABELS)
def test_the_total_of_a_sheet_of_branches_is_checked_and_not_added(label: str | None) -> None:
    dossier, faults = _read(("平衡表", BALANCE), ("分行业", _branches(label)))
    assert not _wrong(faults)
    found = {
        r.sector: r.amount.value
        for r in dossier.energy
        if r.carrier == "raw_coal" and r.flow is Flow.FINAL_CONSUMPTION
    }
    assert found == {
        "building_materials": 60.0,
        "steel": 5.0,
        "petrochemicals": 20.0,
        "other_manufacturing": 10.0,
        "agriculture": 3.0,
        "households": 2.0,
    }


@pytest.mark.parametrize("label", LABELS[:-1])
@pytest.mark.parametrize("total", [85.0, 105.0])
def test_a_wrong_total_of_a_sheet_of_branches_is_told_at_its_cell(label: str, total: float) -> None:
    _, faults = _read(("平衡表", BALANCE), ("分行业", _branches(label, total)))
    assert _wrong(faults) == [("total.differs", "分行业", "B3")]


def test_a_total_stands_for_industry_where_the_branches_are_not_given() -> None:
    rows: exemplar.Rows = [
        ["2020年", "原煤（万吨）", "电力（亿千瓦时）"],
        ["工业合计", 95.0, 170.0],
    ]
    dossier, faults = _read(("分行业2020", rows))
    assert not _wrong(faults)
    assert {r.sector for r in dossier.energy} == {"manufacturing"}


def _spoilt(row: int, column: int, value: Cell) -> exemplar.Rows:
    rows = [list(r) for r in BALANCE]
    rows[row - 1][column - 1] = value
    return rows


def test_total_consumption_is_checked_at_its_cell() -> None:
    assert not _wrong(_read(("平衡表", BALANCE))[1])
    _, faults = _read(("平衡表", _spoilt(12, 2, 440.0)))
    assert _wrong(faults) == [("energy.consumption.differs", "平衡表", "B12")]
    _, faults = _read(("平衡表", _spoilt(12, 3, 360.0)))
    assert _wrong(faults) == [("energy.consumption.differs", "平衡表", "C12")]


@pytest.mark.parametrize(
    ("row", "value", "at"),
    [(3, 5000.0, "B3"), (3, 5.0, "B3"), (4, -3.5, "B4"), (11, 7.0, "B11"), (3, 510.0, "B11")],
)
def test_an_open_balance_points_to_the_cell_that_closes_it(row: int, value: float, at: str) -> None:
    _, faults = _read(("平衡表", _spoilt(row, 2, value)))
    found = [f for f in faults if f.rule == "energy.balance.open"]
    assert [f.place.cell for f in found] == [at]
    assert "B3, B4, B5" in found[0].message.zh


@pytest.mark.parametrize(
    ("written", "right"), [(252.0, 525.0), (6.5, 65.0), (-12.0, 12.0), (30.0, 0.0)]
)
def test_one_usual_mistake_is_found_among_the_parts(written: float, right: float) -> None:
    values = (written, 41.7, 333.3)
    parts = [Part(v, 1, Place(row=i)) for i, v in enumerate(values, 1)]
    found = closing_cell(parts, written - right, 0.01)
    if written == 252.0:
        assert found is None
    else:
        assert found is not None
        assert found.place.row == 1


def test_two_digits_swapped_are_found() -> None:
    parts = [Part(v, 1, Place(row=i)) for i, v in enumerate((525.0, 41.7, 333.3), 1)]
    found = closing_cell(parts, 525.0 - 255.0, 0.01)
    assert found is not None
    assert found.place.row == 1


def test_many_repeats_are_all_told_and_fast() -> None:
    count = 20_000
    row: list[Cell] = [2020, "终端消费量", "钢铁", "原煤", 1.0, "万吨"]
    header: list[Cell] = ["年份", "流向", "部门", "能源品种", "数量", "单位"]
    sheet = RawSheet("energy.csv", "", (tuple(header), *(tuple(row) for _ in range(count))))
    started = time.process_time()
    _, faults = parse([sheet], exemplar.identity())
    assert sum(f.rule == "row.duplicate" for f in faults) == count - 1
    assert time.process_time() - started < 5
